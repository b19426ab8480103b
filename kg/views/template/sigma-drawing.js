// The drawing by WebGL, for whole graphs: sigma moves the camera and holds the layers, and two programs of our own draw all
// nodes and all edges out of arrays that are filled at once, so that fifty thousand change their look within a frame.
const canvas = element("div", { id: "canvas", tabIndex: 0 });

const drawing = (() => {
  const count = data.nodes.length, many = count > 5000;
  const xs = Float32Array.from(data.nodes, ({ x }) => x), ys = Float32Array.from(data.nodes, ({ y }) => y);
  const bounds = (values) => values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
  const [left, right] = count ? bounds(xs) : [0, 1], [top, bottom] = count ? bounds(ys) : [0, 1];
  const extent = Math.max(right - left, bottom - top, 1), middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  // Sigma's own coordinates: the whole between 0 and 1, upwards.
  const framedX = (x) => 0.5 + (x - middle.x) / extent, framedY = (y) => 0.5 - (y - middle.y) / extent;
  const shapes = ["dot", "square", "diamond", "triangle", "star"];

  let renderer, camera, nodeProgram, edgeProgram, unit = 1, moving = false, settling = 0, painted = false;
  let inks = {};
  const overlay = element("canvas", { className: "overlay" });

  // Colours are mixed with the page's instead of being translucent: lines in front of lines stay as pale as they are.
  const pen = document.createElement("canvas").getContext("2d");
  const channels = (text) => {
    pen.fillStyle = text;
    return [1, 3, 5].map((at) => parseInt(pen.fillStyle.slice(at, at + 2), 16));
  };
  const mixed = new Map();
  function ink(text, share = 1) {
    const name = `${text} ${share} ${inks.paper}`;
    if (!mixed.has(name)) {
      const page = channels(inks.paper);
      const [r, g, b] = channels(text).map((value, channel) => Math.round(value * share + page[channel] * (1 - share)));
      mixed.set(name, webgl.floatColor(`rgb(${r},${g},${b})`));
    }
    return mixed.get(name);
  }

  const fragment = `
precision mediump float;
uniform vec3 u_paper;
varying vec4 v_color;
varying float v_kind;
varying float v_pixel;
float star(vec2 p) {
  const vec2 a = vec2(0.809017, -0.587785), b = vec2(-0.809017, -0.587785);
  p.x = abs(p.x);
  p -= 2.0 * max(dot(a, p), 0.0) * a;
  p -= 2.0 * max(dot(b, p), 0.0) * b;
  p.x = abs(p.x);
  p.y -= 1.0;
  vec2 side = 0.45 * vec2(0.587785, 0.809017) - vec2(0.0, 1.0);
  return length(p - side * clamp(dot(p, side) / dot(side, side), 0.0, 1.0)) * sign(p.y * side.x - p.x * side.y);
}
void main(void) {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  bool open = v_kind > 7.5;
  float kind = open ? v_kind - 8.0 : v_kind, far = 0.0;
  if (kind < 0.5) far = length(p) - 0.95;
  else if (kind < 1.5) far = max(abs(p.x), abs(p.y)) - 0.84;
  else if (kind < 2.5) far = (abs(p.x) + abs(p.y) - 0.98) * 0.7;
  else if (kind < 3.5) far = max(p.y - 0.75, (abs(p.x) * 1.8 - p.y - 0.95) / 2.06);
  else far = star(vec2(p.x, -p.y));
  float inside = clamp(0.5 - far / v_pixel, 0.0, 1.0);
  if (inside <= 0.0) discard;
  vec3 colour = open && far < -max(0.3, 1.2 * v_pixel) ? u_paper : v_color.rgb;
  gl_FragColor = vec4(colour * inside, inside);
}`;
  const vertex = `
attribute vec2 a_position;
attribute float a_size;
attribute vec4 a_color;
attribute float a_kind;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
uniform mat3 u_matrix;
varying vec4 v_color;
varying float v_kind;
varying float v_pixel;
void main() {
  gl_Position = vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
  gl_PointSize = a_size / u_sizeRatio * u_pixelRatio * 2.0;
  v_pixel = 2.0 / max(gl_PointSize, 1.0);
  v_color = a_color;
  v_kind = a_kind;
}`;

  // Both leave out sigma's second picture, by which it finds what lies under the pointer: a walk through the arrays does.
  class Nodes extends webgl.NodePointProgram {
    constructor(gl, picking, owner) {
      super(gl, null, owner);
      nodeProgram ??= this; // sigma makes another for nodes that it is told to highlight: there are none
    }
    getDefinition() {
      const { FLOAT, UNSIGNED_BYTE, POINTS } = WebGLRenderingContext;
      return {
        VERTICES: 1, VERTEX_SHADER_SOURCE: vertex, FRAGMENT_SHADER_SOURCE: fragment, METHOD: POINTS,
        UNIFORMS: ["u_sizeRatio", "u_pixelRatio", "u_matrix", "u_paper"],
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: FLOAT }, { name: "a_size", size: 1, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true }, { name: "a_kind", size: 1, type: FLOAT },
        ],
      };
    }
    setUniforms(parameters, program) {
      super.setUniforms(parameters, program);
      program.gl.uniform3f(program.uniformLocations.u_paper, ...channels(inks.paper || "#fff").map((value) => value / 255));
    }
    reallocate() { super.reallocate(this === nodeProgram ? count : 0); }
    process() {}
  }
  class Edges extends webgl.EdgeLineProgram {
    constructor(gl, picking, owner) {
      super(gl, null, owner);
      edgeProgram = this;
    }
    reallocate() { super.reallocate(data.edges.length); }
    process() {}
    // Of a large graph seen from afar, a part of the lines from one community to another; while it moves, few and short
    // ones, and none of a very large one.
    render(parameters) {
      if (!painted) return;
      const all = this.verticesCount;
      if (many && moving) this.verticesCount = count > 20000 ? 0 : 2 * Math.min(within, 4000);
      else if (many && here().scale < 0.3) this.verticesCount = 2 * Math.min(data.edges.length, within + 6000);
      super.render(parameters);
      this.verticesCount = all;
    }
  }
  // First the lines within communities, then those between, either in an order of which any beginning is spread over the whole.
  const { edgeOrder, within } = (() => {
    const spread = (ids) => {
      const step = [104729, 1299709, 15485863].find((prime) => ids.length % prime) ?? 1;
      return ids.map((_, at) => ids[(at * step) % ids.length]);
    };
    const isWithin = ({ from, to }) => data.nodes[from].community === data.nodes[to].community;
    const inner = [], outer = [];
    for (const edge of data.edges) (isWithin(edge) ? inner : outer).push(edge.id);
    return { edgeOrder: Uint32Array.from([...spread(inner), ...spread(outer)]), within: inner.length };
  })();

  function make(container) {
    container.append(canvas);
    const layers = element("div", { className: "layers" });
    canvas.append(layers, overlay);
    // What sigma itself needs to know is the frame: the programs know the rest.
    const graph = new webgl.Graph();
    graph.addNode("first", { x: middle.x - extent / 2, y: -middle.y - extent / 2, size: 0 });
    graph.addNode("last", { x: middle.x + extent / 2, y: -middle.y + extent / 2, size: 0 });
    renderer = new webgl.Sigma(graph, layers, {
      allowInvalidContainer: true, renderLabels: false, renderEdgeLabels: false, stagePadding: 0, zoomDuration: still.matches ? 0 : 200, inertiaDuration: still.matches ? 0 : 200,
      defaultNodeType: "all", nodeProgramClasses: { all: Nodes }, defaultEdgeType: "all", edgeProgramClasses: { all: Edges },
      zoomToSizeRatioFunction: (ratio) => 1 / grown(unit / ratio), minCameraRatio: null, maxCameraRatio: null,
    });
    renderer.setCustomBBox({ x: [middle.x - extent / 2, middle.x + extent / 2], y: [-middle.y - extent / 2, -middle.y + extent / 2] });
    camera = renderer.getCamera();
    measure();
    camera.on("updated", () => {
      moving = true;
      clearTimeout(settling);
      settling = setTimeout(() => {
        moving = false;
        renderer.scheduleRender();
      }, 180);
    });
    renderer.on("afterRender", write);
    renderer.on("clickStage", ({ event }) => {
      const node = nodeAt(event), edge = node === null ? edgeAt(event) : null;
      if (node !== null) selectNode(node);
      else if (edge !== null) selectEdge(edge);
      else selectNothing();
    });
    renderer.on("doubleClickStage", (event) => {
      const node = nodeAt(event.event);
      if (node === null) return;
      event.preventSigmaDefault();
      focusOn(node);
    });
    renderer.on("moveBody", ({ event }) => moving || point(nodeAt(event)));
    canvas.addEventListener("pointerleave", () => point(null));
    new ResizeObserver(() => painted && drawing.resize()).observe(canvas);
  }

  // Pixels for a unit of the page where sigma's camera has the ratio 1.
  function measure() {
    renderer.resize();
    const state = { x: 0.5, y: 0.5, angle: 0, ratio: 1 };
    const at = (x) => renderer.framedGraphToViewport({ x, y: 0.5 }, { cameraState: state }).x;
    unit = Math.max(1e-6, (at(1) - at(0)) / extent);
  }

  // Nodes never shrink below what can be seen.
  const grown = (scale) => Math.max(scale, count > 20000 ? 0.2 : 0.32);
  const radius = (id) => data.nodes[id].size * grown(here().scale);
  function here() {
    const { x, y, ratio } = camera.getState();
    return { x: middle.x + (x - 0.5) * extent, y: middle.y - (y - 0.5) * extent, scale: unit / ratio };
  }
  const toState = ({ x, y, scale }) => ({ x: framedX(x), y: framedY(y), ratio: unit / scale, angle: 0 });
  const limited = (scale) => Math.min(6, Math.max(0.005, scale));
  function setCamera({ x, y, scale }) {
    cancelAnimationFrame(camera.nextFrame); // else a flight that is under way would lead it back
    camera.nextFrame = null;
    camera.setState(toState({ x, y, scale: limited(scale) }));
  }

  const screener = () => {
    const { x, y, scale } = here(), { clientWidth: width, clientHeight: height } = canvas;
    return (id) => ({ x: width / 2 + (xs[id] - x) * scale, y: height / 2 + (ys[id] - y) * scale });
  };
  const screen = (id) => screener()(id);
  const toPage = ({ x, y }) => {
    const view = here();
    return { x: view.x + (x - canvas.clientWidth / 2) / view.scale, y: view.y + (y - canvas.clientHeight / 2) / view.scale, scale: view.scale };
  };

  function nodeAt(event) {
    const { x, y, scale } = toPage(event);
    const size = grown(scale) / scale, slack = 4 / scale;
    let best = null, least = Infinity;
    for (let id = 0; id < count; id++) {
      const dx = xs[id] - x, dy = ys[id] - y, room = data.nodes[id].size * size + slack;
      if (Math.abs(dx) > room || Math.abs(dy) > room || !visible[id]) continue;
      const far = Math.hypot(dx, dy) / room;
      if (far < 1 && far < least) [best, least] = [id, far];
    }
    return best;
  }

  function edgeAt(event) {
    const { x, y, scale } = toPage(event), standing = emphasised();
    let best = null, least = 5 / scale;
    for (const edge of data.edges) {
      if (!edgeVisible[edge.id] || (standing && !isEdgeEmphasised(edge))) continue;
      const { from, to } = edge, ax = xs[from], ay = ys[from], dx = xs[to] - ax, dy = ys[to] - ay;
      const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
      const far = Math.hypot(ax + along * dx - x, ay + along * dy - y);
      if (far < least) [best, least] = [edge.id, far];
    }
    return best;
  }

  function point(id) {
    if (id === state.hover) return;
    state.hover = id;
    canvas.style.cursor = id === null ? "" : "pointer";
    changed("hover");
  }

  // Fills the arrays for the present state.
  function paint() {
    inks = { line: cssColour("--edge"), accent: cssColour("--accent"), paper: cssColour("--page") };
    const standing = emphasised();
    const nodes = nodeProgram.array;
    // What stands out lies over the rest.
    let before = 0, last = 5 * (count - 1);
    for (let id = 0; id < count; id++) {
      const at = standing?.has(id) ? last : before;
      if (standing?.has(id)) last -= 5;
      else before += 5;
      const share = standing && !standing.has(id) ? 0.2 : isLow(nodeSure[id]) ? 0.55 : 1;
      nodes[at] = framedX(xs[id]);
      nodes[at + 1] = framedY(ys[id]);
      nodes[at + 2] = visible[id] ? data.nodes[id].size : 0;
      nodes[at + 3] = ink(nodeColour(id), share);
      nodes[at + 4] = shapes.indexOf(data.nodes[id].shape) + (opened[id] ? 8 : 0);
    }
    const lines = edgeProgram.array, path = state.path && new Set(state.path.edges);
    const plain = ink(inks.line, many ? 0.5 : 0.75), doubted = ink(inks.line, many ? 0.3 : 0.4), dim = ink(inks.line, 0.12), accent = ink(inks.accent, state.community === null ? 1 : 0.5);
    for (let place = 0, at = 0; place < edgeOrder.length; place++, at += 8) {
      const edge = data.edges[edgeOrder[place]], seen = edgeVisible[edge.id];
      const near = standing && (path ? path.has(edge.id) : isEdgeEmphasised(edge));
      const colour = near ? accent : standing ? dim : isLow(edgeSure[edge.id]) ? doubted : plain;
      const from = edge.from, to = seen ? edge.to : from;
      lines[at] = framedX(xs[from]);
      lines[at + 1] = framedY(ys[from]);
      lines[at + 2] = lines[at + 6] = colour;
      lines[at + 4] = framedX(xs[to]);
      lines[at + 5] = framedY(ys[to]);
    }
    painted = true;
    renderer.scheduleRender();
  }
  const nodeSure = Float32Array.from(data.nodes, ({ id }) => surest(nodeCites, id));
  const opened = Uint8Array.from(data.nodes, ({ id }) => Number(isOpen(id)));

  // Over the picture: the chosen lines with their arrows, rings, and names.
  function write() {
    if (!painted) return;
    const { clientWidth: width, clientHeight: height } = canvas, ratio = Math.min(2, window.devicePixelRatio || 1);
    if (overlay.width !== Math.round(width * ratio) || overlay.height !== Math.round(height * ratio)) Object.assign(overlay, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    const context = overlay.getContext("2d"), place = screener(), { scale } = here();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const inside = ({ x, y }) => x > -40 && x < width + 40 && y > -40 && y < height + 40;
    drawArrows(context, place, inside, scale);
    for (const id of [state.node, state.hover]) if (id !== null && visible[id]) drawRing(context, place(id), radius(id) + 2);
    const named = namedNow(place, inside, scale);
    if (named.overview) drawCommunityNames(context, place, inside);
    // Names come back when the picture rests: placing them takes as long as all else.
    if (!(moving && many)) drawLabels(context, named.places, scale, width, height);
    if (document.documentElement.dataset.firstFrame) return;
    // A pixel is read so that the time is that at which the picture is made, not that at which it was asked for.
    for (const gl of Object.values(renderer.webGLContexts)) gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    document.documentElement.dataset.firstFrame = String(Math.round(performance.now()));
  }

  function drawRing(context, { x, y }, size) {
    context.strokeStyle = inks.accent;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x, y, size, 0, 2 * Math.PI);
    context.stroke();
  }

  function drawArrows(context, place, inside, scale) {
    const chosen = state.path ? state.path.edges : state.edge !== null ? [state.edge] : state.node !== null ? incident(state.node) : [];
    const drawArrow = (edge, colour, thick) => {
      const from = place(edge.from), to = place(edge.to), length = Math.hypot(to.x - from.x, to.y - from.y);
      const stop = radius(edge.to) + 1, head = thick ? 9 : 6;
      if (length < stop + head || !(inside(from) || inside(to))) return;
      const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length], [x, y] = [to.x - dx * stop, to.y - dy * stop];
      context.strokeStyle = context.fillStyle = colour;
      if (thick) {
        context.lineWidth = 2;
        context.setLineDash(isLow(edgeSure[edge.id]) ? [5, 4] : []);
        context.beginPath();
        context.moveTo(from.x, from.y);
        context.lineTo(x - dx * head, y - dy * head);
        context.stroke();
        context.setLineDash([]);
      }
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x - dx * head - dy * head * 0.4, y - dy * head + dx * head * 0.4);
      context.lineTo(x - dx * head + dy * head * 0.4, y - dy * head - dx * head * 0.4);
      context.fill();
    };
    if (scale > 0.5 && !moving && !emphasised()) {
      let drawn = 0;
      for (const edge of data.edges) {
        if (!edgeVisible[edge.id] || drawn > 3000) continue;
        if (!inside(place(edge.to))) continue;
        drawArrow(edge, inks.line, false);
        drawn++;
      }
    }
    for (const id of Array.from(chosen).slice(0, 2000)) if (edgeVisible[id]) drawArrow(data.edges[id], inks.accent, true);
  }

  // The nodes that may be named: from afar none but what is chosen, since communities are named then.
  function namedNow(place, inside, scale) {
    const overview = scale < 0.22 && communityMiddles.length > 1 && !emphasised();
    const most = 1200, places = new Map();
    const add = (id) => {
      if (id === null || !visible[id] || places.size >= most) return;
      const at = place(id);
      if (inside(at)) places.set(id, at);
    };
    add(state.node);
    add(state.hover);
    if (overview || (moving && many)) return { overview, places };
    const standing = emphasised();
    if (standing) for (const id of standing) add(id);
    else for (const id of nodeOrder) if (places.size < most) add(id);
    return { overview, places };
  }

  // The largest communities, each with the middle of its members, named by the two that lead it.
  const communityMiddles = [...communities].sort(([, a], [, b]) => b.members.length - a.members.length).slice(0, 60).map(([number, { members }]) => {
    const mean = (values) => members.reduce((sum, id) => sum + values[id], 0) / members.length;
    const leading = members.filter((id) => data.nodes[id].group !== "Event").slice(0, 2);
    return { number, members, x: mean(xs), y: mean(ys), name: (leading.length ? leading : members.slice(0, 2)).map((id) => shorten(nameOf(id), 9)).join("、") };
  });

  function drawCommunityNames(context, place, inside) {
    const room = makeRoom(), { clientWidth: width, clientHeight: height } = canvas, view = here();
    const ink = cssColour("--ink");
    context.font = `600 14px ${labelFont}`;
    for (const { members, x, y, name } of communityMiddles) {
      const at = { x: width / 2 + (x - view.x) * view.scale, y: height / 2 + (y - view.y) * view.scale };
      if (!inside(at) || !members.some(isVisible)) continue;
      const half = context.measureText(name).width / 2 + 4, box = [at.x - half, at.y - 11, at.x + half, at.y + 11];
      if (!room.isFree(box)) continue;
      room.take(box);
      drawText(context, [name], at.x, at.y - 8, 14, ink, inks.paper);
    }
  }

  function fit(ids, closest = 1.1) {
    if (!ids.length) return;
    const [x0, x1] = bounds(ids.map((id) => xs[id])), [y0, y1] = bounds(ids.map((id) => ys[id]));
    const room = Math.min((canvas.clientWidth * 0.92 - 50) / (x1 - x0 + 1), (canvas.clientHeight - 90) / (y1 - y0 + 1));
    const scale = limited(Math.min(closest, room)), target = { x: (x0 + x1) / 2, y: (y0 + y1) / 2, scale };
    if (still.matches || !state.opened) setCamera(target);
    else camera.animate(toState(target), { duration: 350 });
    if (!state.opened) {
      clearTimeout(settling);
      moving = false;
    }
  }

  return {
    make, paint, fit, camera: here, setCamera, screen, radius,
    hover: () => renderer.scheduleRender(),
    zoom: (factor) => setCamera({ ...here(), scale: here().scale * factor }),
    pan: (dx, dy) => {
      const { x, y, scale } = here();
      setCamera({ x: x + dx / scale, y: y + dy / scale, scale });
    },
    png: () => {
      moving = false;
      renderer.render();
      const layers = [renderer.getCanvases().edges, renderer.getCanvases().nodes, overlay];
      const paper = Object.assign(document.createElement("canvas"), { width: layers[0].width, height: layers[0].height });
      const context = paper.getContext("2d");
      context.fillStyle = inks.paper;
      context.fillRect(0, 0, paper.width, paper.height);
      for (const layer of layers) context.drawImage(layer, 0, 0, paper.width, paper.height);
      return new Promise((done) => paper.toBlob(done, "image/png"));
    },
    resize: () => {
      const before = here();
      measure();
      setCamera(before);
      renderer.scheduleRender();
    },
  };
})();
