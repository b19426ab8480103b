// The drawing by vis-network, for up to about a thousand nodes, at the positions from the build.
import { isUnconfirmed } from "../core/graph.js";
import { data, graph, isLow } from "../page/data.js";
import { drawBundles } from "../page/bundle-marks.js";
import { pressBundle } from "../page/bundles.js";
import { canvas, markFirstFrame } from "../page/drawing.js";
import { reducedMotion, themeColour } from "../page/elements.js";
import { drawLabels } from "../page/labels.js";
import { countStanding, standingLines } from "../page/line-looks.js";
import { focusOn, selectEdge, selectNode, selectNothing } from "../page/selection.js";
import {
  changed,
  emphasised,
  isEdgeEmphasised,
  edgeDrawn,
  isDrawn,
  nodeColour,
  state,
  drawnNodes,
} from "../page/state.js";

const [MIN_SCALE, MAX_SCALE] = [0.02, 6];
const limited = (scale) => Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale));

/** Returns how much larger nodes and lines are drawn, so that they stay visible from afar: in steps of half an octave. */
const enlargementAt = (scale) => 2 ** (Math.round(2 * Math.log2(Math.min(6, Math.max(1, 0.5 / scale)))) / 2);

/** Returns what gives a data set only the looks that differ from the last: vis-network takes one slowly. */
function makeUpdater(dataSet) {
  let last = [];
  return (looks) => {
    const now = looks.map((look) => JSON.stringify(look));
    dataSet.update(looks.filter(({ id }) => now[id] !== last[id]));
    last = now;
  };
}

function nodeLook(node, standing, enlargement, { paper, accent }) {
  const { id, size } = node;
  const colour = nodeColour(id);
  const isHollow = isUnconfirmed(node);
  const background = isHollow ? paper : colour;
  const marked = { background, border: accent };
  return {
    id,
    size: size * enlargement,
    hidden: !isDrawn(id),
    opacity: standing && !standing.has(id) ? 0.16 : isLow(graph.nodeConfidence[id]) ? 0.55 : 1,
    borderWidth: isHollow ? 2 : 1.5,
    shapeProperties: { borderDashes: isHollow ? [4, 3] : false },
    color: { background, border: isHollow ? colour : paper, highlight: marked, hover: marked },
  };
}

function edgeLook(edge, standing, enlargement, { line, accent }, near) {
  const isNear = isEdgeEmphasised(edge);
  const isDoubtful = isLow(graph.edgeConfidence[edge.id]);
  const opacity = standing && !isNear ? 0.1 : isNear ? near.opacity : isDoubtful ? 0.55 : 0.8;
  return {
    id: edge.id,
    hidden: !edgeDrawn[edge.id],
    width: (isNear ? near.width : 1) * enlargement,
    dashes: isDoubtful && [5, 4],
    color: { color: isNear ? accent : line, highlight: accent, hover: accent, opacity },
  };
}

function edgeRows() {
  const pairs = new Set(graph.edges.map(({ from, to }) => `${from} ${to}`));
  const isMutual = ({ from, to }) => from !== to && pairs.has(`${to} ${from}`);
  return graph.edges.map((edge) => ({
    id: edge.id,
    from: edge.from,
    to: edge.to,
    arrows: { to: { enabled: true, scaleFactor: 0.45 } },
    smooth: isMutual(edge) ? { enabled: true, type: "curvedCW", roundness: 0.16 } : false,
  }));
}

function setHover(id) {
  state.hover = id;
  canvas.style.cursor = id === null ? "" : "pointer";
  changed("hover");
}

/** Returns the drawing, to be made in a container. */
export function makeVisDrawing() {
  let network;
  let moveNodes;
  let updateNodes;
  let updateEdges;
  let enlargement = 1;
  let isFlying = false;

  function make(container) {
    container.append(canvas);
    const nodes = new vis.DataSet(graph.nodes.map(({ id, x, y, size, shape }) => ({ id, x, y, size, shape })));
    const edges = new vis.DataSet(edgeRows());
    moveNodes = (places) => nodes.update(places);
    updateNodes = makeUpdater(nodes);
    updateEdges = makeUpdater(edges);
    network = new vis.Network(canvas, { nodes, edges }, { ...JSON.parse(data.options), autoResize: true });
    canvas.querySelector(".vis-network").tabIndex = -1; // the container has the keys
    network.on("click", (clicked) => {
      if (pressBundle(clicked.pointer.DOM, clicked.event.srcEvent)) return;
      if (clicked.nodes.length) selectNode(clicked.nodes[0]);
      else if (clicked.edges.length) selectEdge(clicked.edges[0]);
      else selectNothing();
    });
    network.on("doubleClick", (clicked) => {
      if (!pressBundle(clicked.pointer.DOM, clicked.event.srcEvent) && clicked.nodes.length) focusOn(clicked.nodes[0]);
    });
    network.on("hoverNode", ({ node }) => setHover(node));
    network.on("blurNode", () => setHover(null));
    network.on("afterDrawing", drawOverlay);
    network.on("animationFinished", () => {
      isFlying = false;
    });
    network.on("dragEnd", (dragged) => {
      for (const id of dragged.nodes) Object.assign(graph.nodes[id], network.getPosition(id));
    });
  }

  function drawOverlay(context) {
    const fitting = enlargementAt(network.getScale());
    if (fitting !== enlargement) {
      enlargement = fitting;
      paint();
    }
    const ratio = context.canvas.width / context.canvas.clientWidth;
    const places = new Map(drawnNodes().map((id) => [id, screen(id)]));
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawBundles(context, canvas.clientWidth, canvas.clientHeight);
    drawLabels(context, places, network.getScale(), canvas.clientWidth, canvas.clientHeight);
    context.restore();
    markFirstFrame();
  }

  function paint() {
    const standing = emphasised();
    const colours = { line: themeColour("--edge"), accent: themeColour("--accent"), paper: themeColour("--page") };
    updateNodes(graph.nodes.map((node) => nodeLook(node, standing, enlargement, colours)));
    const near = standingLines(countStanding());
    updateEdges(graph.edges.map((edge) => edgeLook(edge, standing, enlargement, colours, near)));
    if (state.node !== null) network.selectNodes([state.node], false);
    else network.unselectAll();
  }

  /** Moves the camera; a flight that is under way ends where it is, also one that vis-network has not drawn yet. */
  function move(options) {
    const { view, body } = network;
    if (isFlying) {
      network.off("initRedraw", view.viewFunction);
      view.easingTime = 0;
      body.emitter.emit("animationFinished"); // else vis-network would draw on for it
    }
    isFlying = Boolean(options.animation);
    network.moveTo(options);
  }

  function fit(ids, closest = 1.1) {
    if (!ids.length) return;
    const [xs, ys] = ["x", "y"].map((axis) => ids.map((id) => graph.nodes[id][axis]));
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const { clientWidth: width, clientHeight: height } = canvas;
    const space = Math.min((width * 0.92 - 50) / (right - left + 1), (height - 90) / (bottom - top + 1));
    const scale = Math.min(closest, Math.max(MIN_SCALE, space));
    const isStill = reducedMotion.matches || !state.opened;
    const animation = isStill ? false : { duration: 350, easingFunction: "easeInOutQuad" };
    // a little lower than the middle, as labels are below their nodes
    move({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + 16 / scale }, scale, animation });
  }

  const screen = (id) => network.canvasToDOM({ x: graph.nodes[id].x, y: graph.nodes[id].y });
  const camera = () => ({ ...network.getViewPosition(), scale: network.getScale() });

  function png() {
    const drawn = canvas.querySelector("canvas");
    const { width, height } = drawn;
    const sheet = Object.assign(document.createElement("canvas"), { width, height });
    const context = sheet.getContext("2d");
    context.fillStyle = themeColour("--page");
    context.fillRect(0, 0, width, height);
    context.drawImage(drawn, 0, 0);
    return new Promise((done) => sheet.toBlob(done, "image/png"));
  }

  return {
    make,
    paint,
    moved: () => moveNodes(graph.nodes.map(({ id, x, y }) => ({ id, x, y }))),
    hover: () => network.redraw(),
    resize: () => {
      network.setSize("100%", "100%");
      network.redraw();
    },
    fit,
    camera,
    setCamera: ({ x, y, scale }) => move({ position: { x, y }, scale }),
    zoom: (factor) => move({ scale: limited(network.getScale() * factor) }),
    pan: (dx, dy) => {
      const { x, y, scale } = camera();
      move({ position: { x: x + dx / scale, y: y + dy / scale } });
    },
    screen,
    radius: (id) => graph.nodes[id].size * enlargement * network.getScale(),
    png,
  };
}
