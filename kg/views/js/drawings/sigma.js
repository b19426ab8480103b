// The drawing by WebGL, for whole graphs: sigma moves the camera and holds the layers, and two programs of our own draw
// all nodes and all edges out of arrays, so that fifty thousand change their look within a frame.
import { edgeOrder, nodeOrder } from "../core/draw-order.js";
import { bounds, makeFrame } from "../core/frame.js";
import { nearestEdge, nearestNode } from "../core/picking.js";
import { graph } from "../page/data.js";
import { pressBundle } from "../page/bundles.js";
import { canvas, hasFirstFrame, markFirstFrame } from "../page/drawing.js";
import { element, reducedMotion, themeColour } from "../page/elements.js";
import { focusOn, selectEdge, selectNode, selectNothing } from "../page/selection.js";
import { changed, edgeDrawn, emphasised, isEdgeEmphasised, state, drawn } from "../page/state.js";
import { makeColourMixer } from "./colour-mixer.js";
import { fillEdges, fillNodes } from "./sigma-arrays.js";
import { drawOverlay } from "./sigma-overlay.js";
import { makePrograms } from "./sigma-programs.js";

const MANY = 5000; // nodes, from which less is drawn while the picture moves
const VERY_MANY = 20_000;
const [MIN_SCALE, MAX_SCALE] = [0.005, 6];
const REST = 180; // milliseconds without a move, after which the picture rests
const limited = (scale) => Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale));

/** Returns the drawing, to be made in a container. */
export function makeSigmaDrawing() {
  const nodeCount = graph.nodes.length;
  const isLarge = nodeCount > MANY;
  const frame = makeFrame(graph.nodes);
  const { xs, ys, extent, middle, framedX, framedY } = frame;
  const drawnNodes = nodeOrder(graph);
  const drawnEdges = edgeOrder(graph);
  const mixer = makeColourMixer();
  const overlay = element("canvas", { className: "overlay" });
  let renderer;
  let sigmaCamera;
  let unit = 1; // pixels for a unit of the page where sigma's camera has the ratio 1
  let isMoving = false;
  let resting = 0;
  let isPainted = false;
  let colours = {};

  const { programs, NodeProgram, EdgeProgram } = makePrograms({
    nodeCount,
    edgeCount: graph.edges.length,
    paper: mixer.paper,
    drawnEdges: countDrawnEdges,
  });

  /** Of a large graph seen from afar, a part of the edges between communities; while it moves, few and short ones. */
  function countDrawnEdges() {
    if (!isPainted) return null;
    if (isLarge && isMoving) return nodeCount > VERY_MANY ? 0 : Math.min(drawnEdges.within, 2500);
    return isLarge && camera().scale < 0.3 ? drawnEdges.within + 6000 : graph.edges.length;
  }

  function make(container) {
    container.append(canvas);
    const layers = element("div", { className: "layers" });
    canvas.append(layers, overlay);
    // What sigma itself needs to know is the frame: the programs know the rest.
    const [left, right] = [middle.x - extent / 2, middle.x + extent / 2];
    const [bottom, top] = [-middle.y - extent / 2, -middle.y + extent / 2];
    const corners = new webgl.Graph();
    corners.addNode("first", { x: left, y: bottom, size: 0 });
    corners.addNode("last", { x: right, y: top, size: 0 });
    const duration = reducedMotion.matches ? 0 : 200;
    renderer = new webgl.Sigma(corners, layers, {
      allowInvalidContainer: true,
      renderLabels: false,
      renderEdgeLabels: false,
      stagePadding: 0,
      zoomDuration: duration,
      inertiaDuration: duration,
      defaultNodeType: "all",
      nodeProgramClasses: { all: NodeProgram },
      defaultEdgeType: "all",
      edgeProgramClasses: { all: EdgeProgram },
      zoomToSizeRatioFunction: (ratio) => 1 / grown(unit / ratio),
      minCameraRatio: null,
      maxCameraRatio: null,
    });
    renderer.setCustomBBox({ x: [left, right], y: [bottom, top] });
    renderer.pickingLayers.clear(); // else a texture for sigma's second picture is made in each frame
    sigmaCamera = renderer.getCamera();
    measure();
    listen();
  }

  function listen() {
    sigmaCamera.on("updated", () => {
      isMoving = true;
      clearTimeout(resting);
      resting = setTimeout(() => {
        isMoving = false;
        renderer.scheduleRender();
      }, REST);
    });
    renderer.on("afterRender", finishFrame);
    renderer.on("clickStage", ({ event }) => {
      if (pressBundle(event, event.original)) return;
      const node = nodeAt(event);
      const edge = node === null ? edgeAt(event) : null;
      if (node !== null) selectNode(node);
      else if (edge !== null) selectEdge(edge);
      else selectNothing();
    });
    renderer.on("doubleClickStage", (event) => {
      const isUsed = pressBundle(event.event, event.event.original);
      const node = isUsed ? null : nodeAt(event.event);
      if (isUsed || node !== null) event.preventSigmaDefault();
      if (node !== null) focusOn(node);
    });
    renderer.on("moveBody", ({ event }) => isMoving || setHover(nodeAt(event)));
    canvas.addEventListener("pointerleave", () => setHover(null));
    new ResizeObserver(() => isPainted && resize()).observe(canvas);
  }

  function measure() {
    renderer.resize();
    const cameraState = { x: 0.5, y: 0.5, angle: 0, ratio: 1 };
    const xAt = (x) => renderer.framedGraphToViewport({ x, y: 0.5 }, { cameraState }).x;
    unit = Math.max(1e-6, (xAt(1) - xAt(0)) / extent);
  }

  function resize() {
    const before = camera();
    measure();
    setCamera(before);
    renderer.scheduleRender();
  }

  /** Returns the scale of the nodes, which never shrink below what can be seen. */
  const grown = (scale) => Math.max(scale, nodeCount > VERY_MANY ? 0.2 : 0.32);
  const radius = (id) => graph.nodes[id].size * grown(camera().scale);

  function camera() {
    const { x, y, ratio } = sigmaCamera.getState();
    return { x: middle.x + (x - 0.5) * extent, y: middle.y - (y - 0.5) * extent, scale: unit / ratio };
  }

  const sigmaState = ({ x, y, scale }) => ({ x: framedX(x), y: framedY(y), ratio: unit / scale, angle: 0 });

  function setCamera({ x, y, scale }) {
    cancelAnimationFrame(sigmaCamera.nextFrame); // else a flight that is under way would lead it back
    sigmaCamera.nextFrame = null;
    sigmaCamera.setState(sigmaState({ x, y, scale: limited(scale) }));
  }

  /** Returns how coordinates of the page become those of the screen, for the present camera. */
  function makeProjection() {
    const { x: cx, y: cy, scale } = camera();
    const { clientWidth: width, clientHeight: height } = canvas;
    return (x, y) => ({ x: width / 2 + (x - cx) * scale, y: height / 2 + (y - cy) * scale });
  }

  function screen(id) {
    return makeProjection()(xs[id], ys[id]);
  }

  function pointOf({ x, y }) {
    const { x: cx, y: cy, scale } = camera();
    return { x: cx + (x - canvas.clientWidth / 2) / scale, y: cy + (y - canvas.clientHeight / 2) / scale, scale };
  }

  function nodeAt(event) {
    const point = pointOf(event);
    const size = grown(point.scale) / point.scale;
    const slack = 4 / point.scale;
    const reachOf = (id) => graph.nodes[id].size * size + slack;
    return nearestNode(frame, point, reachOf, (id) => drawn[id]);
  }

  function edgeAt(event) {
    const point = pointOf(event);
    const standing = emphasised();
    const isShown = (edge) => edgeDrawn[edge.id] && (!standing || isEdgeEmphasised(edge));
    return nearestEdge(frame, graph.edges.filter(isShown), point, 5 / point.scale);
  }

  function setHover(id) {
    if (id === state.hover) return;
    state.hover = id;
    canvas.style.cursor = id === null ? "" : "pointer";
    changed("hover");
  }

  function paint() {
    colours = { line: themeColour("--edge"), accent: themeColour("--accent"), paper: themeColour("--page") };
    mixer.setPaper(colours.paper);
    fillNodes(programs.nodes.array, frame, drawnNodes, mixer);
    fillEdges(programs.edges.array, frame, drawnEdges.order, mixer, colours, isLarge);
    programs.nodes.isFilled = programs.edges.isFilled = true;
    isPainted = true;
    renderer.scheduleRender();
  }

  function finishFrame() {
    if (!isPainted) return;
    const { clientWidth: width, clientHeight: height } = canvas;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const size = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
    if (overlay.width !== size.width || overlay.height !== size.height) Object.assign(overlay, size);
    const context = overlay.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const project = makeProjection();
    const place = (id) => project(xs[id], ys[id]);
    const isBusy = isMoving && isLarge;
    const view = { width, height, scale: camera().scale, isMoving, isBusy, project, place, radius };
    drawOverlay(context, view, colours);
    if (hasFirstFrame()) return;
    // A pixel is read so that the time is that at which the picture is made, not that at which it was asked for.
    const gl = renderer.webGLContexts.nodes;
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    markFirstFrame();
  }

  function fit(ids, closest = 1.1) {
    if (!ids.length) return;
    const [left, right] = bounds(ids.map((id) => xs[id]));
    const [top, bottom] = bounds(ids.map((id) => ys[id]));
    const { clientWidth: width, clientHeight: height } = canvas;
    const space = Math.min((width * 0.92 - 50) / (right - left + 1), (height - 90) / (bottom - top + 1));
    const target = { x: (left + right) / 2, y: (top + bottom) / 2, scale: limited(Math.min(closest, space)) };
    if (reducedMotion.matches || !state.opened) setCamera(target);
    else sigmaCamera.animate(sigmaState(target), { duration: 350 });
    if (state.opened) return;
    clearTimeout(resting);
    isMoving = false;
  }

  function png() {
    isMoving = false;
    renderer.render();
    const { nodes } = renderer.getCanvases();
    const { width, height } = nodes;
    const sheet = Object.assign(document.createElement("canvas"), { width, height });
    const context = sheet.getContext("2d");
    context.fillStyle = colours.paper;
    context.fillRect(0, 0, width, height);
    for (const layer of [nodes, overlay]) context.drawImage(layer, 0, 0, width, height);
    return new Promise((done) => sheet.toBlob(done, "image/png"));
  }

  return {
    make,
    paint,
    moved: () => {
      for (const { id, x, y } of graph.nodes) [xs[id], ys[id]] = [x, y];
    },
    hover: () => renderer.scheduleRender(),
    resize,
    fit,
    camera,
    setCamera,
    zoom: (factor) => setCamera({ ...camera(), scale: camera().scale * factor }),
    pan: (dx, dy) => {
      const { x, y, scale } = camera();
      setCamera({ x: x + dx / scale, y: y + dy / scale, scale });
    },
    screen,
    radius,
    png,
  };
}
