// The drawing by sigma.js, in WebGL, for networks of any size: nodes stand where the build placed them.
// What is pale is mixed with the page's colour and not transparent: thousands of edges lie over each other.
const canvas = element("div", { id: "canvas", tabIndex: 0 });

const shapeNumbers = { dot: 0, square: 1, diamond: 2, triangle: 3, star: 4 };
const hollow = 8; // added to the number of a shape of which only the rim is drawn

class ShapeProgram extends webgl.NodeProgram {
  getDefinition() {
    const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
    return {
      VERTICES: 3, METHOD: TRIANGLES, UNIFORMS: ["u_sizeRatio", "u_correctionRatio", "u_matrix"],
      VERTEX_SHADER_SOURCE: `
        attribute vec4 a_id, a_color; attribute vec2 a_position; attribute float a_size, a_shape, a_angle;
        uniform mat3 u_matrix; uniform float u_sizeRatio, u_correctionRatio;
        varying vec4 v_color; varying vec2 v_at; varying float v_radius, v_shape;
        void main() {
          float size = a_size * u_correctionRatio / u_sizeRatio * 4.0;
          vec2 off = size * vec2(cos(a_angle), sin(a_angle));
          gl_Position = vec4((u_matrix * vec3(a_position + off, 1)).xy, 0, 1);
          v_at = off; v_radius = size / 2.0; v_shape = a_shape;
          #ifdef PICKING_MODE
          v_color = a_id;
          #else
          v_color = a_color;
          #endif
          v_color.a *= 255.0 / 254.0;
        }`,
      // The distance from the rim of a shape in the unit circle; negative inside.
      FRAGMENT_SHADER_SOURCE: `
        precision highp float;
        varying vec4 v_color; varying vec2 v_at; varying float v_radius, v_shape;
        uniform float u_correctionRatio;
        float star(vec2 p) {
          float slice = 1.2566371, turn = mod(atan(p.x, p.y) + slice / 2.0, slice) - slice / 2.0;
          vec2 q = length(p) * vec2(cos(turn), abs(sin(turn)));
          return dot(q - vec2(1.0, 0.0), normalize(vec2(0.247, 0.660)));
        }
        float outside(vec2 p, float shape) {
          if (shape < 0.5) return length(p) - 1.0;
          if (shape < 1.5) return max(abs(p.x), abs(p.y)) - 0.82;
          if (shape < 2.5) return (abs(p.x) + abs(p.y) - 1.0) * 0.7071;
          if (shape < 3.5) return max(abs(p.x) * 0.866 + p.y * 0.5, -p.y) - 0.5;
          return star(p);
        }
        void main() {
          bool open = v_shape > 7.5;
          float far = outside(v_at / v_radius, open ? v_shape - 8.0 : v_shape);
          #ifdef PICKING_MODE
          gl_FragColor = far > 0.0 ? vec4(0.0) : v_color;
          #else
          float soft = u_correctionRatio * 2.0 / v_radius;
          float cover = 1.0 - smoothstep(-soft, 0.0, far);
          if (open) cover *= smoothstep(-0.42 - soft, -0.42, far) * 0.85 + 0.15;
          gl_FragColor = v_color * cover;
          #endif
        }`,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_shape", size: 1, type: FLOAT },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_angle", size: 1, type: FLOAT }],
      CONSTANT_DATA: [[0], [(2 * Math.PI) / 3], [(4 * Math.PI) / 3]],
    };
  }

  processVisibleItem(index, at, { x, y, size, color, shape }) {
    this.array.set([x, y, size, webgl.floatColor(color), shape, index], at);
  }

  setUniforms({ correctionRatio, sizeRatio, matrix }, { gl, uniformLocations }) {
    gl.uniform1f(uniformLocations.u_correctionRatio, correctionRatio);
    gl.uniform1f(uniformLocations.u_sizeRatio, sizeRatio);
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, matrix);
  }
}

const drawing = (() => {
  const many = data.edges.length > 8000; // edges that are left out while the picture moves, and not picked by the pointer
  const crowd = Math.min(0.8, Math.max(0.25, 20 / Math.sqrt(data.edges.length))); // the more lines, the paler
  const perUnit = 0.3; // pixels of a node's radius for each unit of the page, where all is seen
  const named = 30; // communities whose names are written from afar
  const drawnOver = 3000; // edges that are drawn over the others at the most
  const farAway = 0.3; // the camera's ratio from which on they are
  let sigma, refreshWhole, shownBefore;
  const graph = new webgl.Graph({ type: "directed", multi: true });
  let names = [];

  function make(container) {
    container.append(canvas);
    for (const { id, x, y, size, label } of data.nodes) graph.addNode(String(id), { x, y: -y, size: size * perUnit, label });
    for (const { id, from, to } of data.edges) graph.addDirectedEdgeWithKey(String(id), String(from), String(to), { size: 1 });
    sigma = new webgl.Sigma(new webgl.Graph(), canvas, { // the graph comes with the first paint, so that it is looked at once
      allowInvalidContainer: true, enableEdgeEvents: !many, hideEdgesOnMove: many, hideLabelsOnMove: many, stagePadding: 40,
      nodeProgramClasses: { shape: ShapeProgram, top: ShapeProgram },
      edgeProgramClasses: { line: webgl.EdgeLineProgram },
      defaultNodeType: "shape", defaultEdgeType: "line", 
      nodeReducer: nodeLook, edgeReducer: edgeLook,
      zoomToSizeRatioFunction: (ratio) => ratio ** 0.6, minCameraRatio: 0.001, maxCameraRatio: 4,
      labelDensity: 0.8, labelGridCellSize: 90, labelRenderedSizeThreshold: 5.5, labelFont,
      defaultDrawNodeLabel: (context, at) => writeLabel(context, at, Number(at.key) === state.node),
      defaultDrawNodeHover: (context, at) => writeLabel(context, at, true),
    });
    // Sigma looks at every node again when a drag ends; drawing again is enough.
    refreshWhole = sigma.refresh.bind(sigma);
    sigma.refresh = (options) => (options ? refreshWhole(options) : sigma.scheduleRender());
    let settled;
    sigma.getCamera().on("updated", () => {
      clearTimeout(settled);
      settled = setTimeout(() => sigma.scheduleRender(), 200);
    });
    sigma.on("clickNode", ({ node }) => selectNode(Number(node)));
    sigma.on("clickEdge", ({ edge }) => selectEdge(Number(edge)));
    sigma.on("clickStage", () => selectNothing());
    sigma.on("doubleClickNode", ({ node, event }) => {
      event.preventSigmaDefault();
      focusOn(Number(node));
    });
    sigma.on("enterNode", ({ node }) => point(Number(node)));
    sigma.on("leaveNode", () => point(null));
    sigma.on("afterRender", () => {
      if (shownBefore === undefined) return;
      writeEdges();
      writeNames();
      document.documentElement.dataset.firstFrame ??= String(Math.round(performance.now()));
    });
  }

  function point(id) {
    state.hover = id;
    canvas.style.cursor = id === null ? "" : "pointer";
    changed("hover");
  }

  // Colours are mixed once for each paint and share.
  let paper, ink, line, accent;
  const mixed = new Map();
  const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  function pale(hex, share) {
    const key = `${hex} ${share}`;
    if (!mixed.has(key)) {
      const [own, other] = [channels(hex), channels(paper)];
      mixed.set(key, "#" + own.map((value, i) => Math.round(value * share + other[i] * (1 - share)).toString(16).padStart(2, "0")).join(""));
    }
    return mixed.get(key);
  }

  function nodeLook(key, node) {
    const id = Number(key);
    if (!visible[id]) return { ...node, hidden: true };
    const standing = emphasised(), near = standing?.has(id);
    const shape = shapeNumbers[kinds.get(data.nodes[id].group).shape] + (isOpen(id) ? hollow : 0);
    const share = standing && !near ? 0.18 : isLow(surest(nodeCites, id)) ? 0.55 : 1;
    return { ...node, key, shape, color: pale(nodeColour(id), share), type: near ? "top" : "shape", label: standing && !near ? "" : node.label, forceLabel: near && standing.size < 40 };
  }

  function edgeLook(key, edge) {
    const stated = data.edges[key];
    if (!edgeVisible[stated.id]) return { ...edge, hidden: true };
    const near = isEdgeEmphasised(stated);
    if (near) return { ...edge, color: accent };
    const share = emphasised() ? 0.12 : (isLow(edgeSure[stated.id]) ? 0.5 : 1) * crowd;
    return { ...edge, type: "line", color: pale(line, share) };
  }

  function paint() {
    [paper, ink, line, accent] = ["--page", "--ink", "--edge", "--accent"].map(cssColour);
    mixed.clear();
    const shown = visible.join("");
    if (shownBefore === undefined) sigma.setGraph(graph);
    refreshWhole({ skipIndexation: shown === shownBefore });
    shownBefore = shown;
    names = [...communities.values()].slice().sort((a, b) => b.members.length - a.members.length).slice(0, named).map(middleOf).filter(Boolean);
  }

  function middleOf({ members }) {
    const seen = members.filter(isVisible);
    if (seen.length < 8) return null;
    const sum = seen.reduce(([x, y], id) => [x + data.nodes[id].x, y + data.nodes[id].y], [0, 0]);
    return { text: communityName(data.nodes[seen[0]].community), x: sum[0] / seen.length, y: sum[1] / seen.length, size: Math.min(19, 10 + Math.sqrt(seen.length) / 4) };
  }

  function writeLabel(context, { x, y, size, label, key }, strong) {
    if (!label || (!strong && isFar())) return;
    const height = strong ? 14 : 12;
    context.font = `${strong ? 600 : 400} ${height}px ${labelFont}`;
    drawText(context, (nodeLines[key] ??= lines(label, 10)), x, y + size + 3, height, ink, paper);
  }

  // What stands out of the edges, over the others: with arrows, dashes where it is doubted, and words where they are few.
  function writeEdges() {
    const chosen = (state.path?.edges ?? (state.edge !== null ? [state.edge] : state.node !== null ? [...incident(state.node)] : [])).map((id) => data.edges[id]).filter(isEdgeVisible);
    const context = sigma.getCanvases().edgeLabels.getContext("2d");
    Object.assign(context, { strokeStyle: accent, fillStyle: accent, lineWidth: chosen.length > 200 ? 1 : 1.6 });
    for (const edge of chosen.slice(0, drawnOver)) writeArrow(context, edge);
    if (chosen.length <= 60) writeWords(sigma.getCanvases().labels.getContext("2d"), chosen);
  }

  function writeWords(context, edges) {
    const room = makeRoom();
    context.font = `11px ${labelFont}`;
    for (const edge of edges) {
      const [from, to] = [screen(edge.from), screen(edge.to)], text = shorten(edgeLabel(edge), 14), half = context.measureText(text).width / 2 + 2;
      const x = (from.x + to.x) / 2, y = (from.y + to.y) / 2, box = [x - half, y - 6, x + half, y + 6];
      if (Math.hypot(to.x - from.x, to.y - from.y) < 2 * half || !room.isFree(box)) continue;
      room.take(box);
      drawText(context, [text], x, y - 6.6, 11, ink, paper);
    }
  }

  function writeArrow(context, { id, from, to }) {
    const [start, end] = [screen(from), screen(to)], length = Math.hypot(end.x - start.x, end.y - start.y);
    const [before, behind] = [drawing.radius(from), drawing.radius(to) + 1];
    if (length < before + behind + 6) return;
    const [dx, dy] = [(end.x - start.x) / length, (end.y - start.y) / length], tip = { x: end.x - dx * behind, y: end.y - dy * behind };
    context.setLineDash(isLow(edgeSure[id]) ? [5, 4] : []);
    context.beginPath();
    context.moveTo(start.x + dx * before, start.y + dy * before);
    context.lineTo(tip.x - dx * 6, tip.y - dy * 6);
    context.stroke();
    context.beginPath();
    context.moveTo(tip.x, tip.y);
    context.lineTo(tip.x - dx * 8 - dy * 3.5, tip.y - dy * 8 + dx * 3.5);
    context.lineTo(tip.x - dx * 8 + dy * 3.5, tip.y - dy * 8 - dx * 3.5);
    context.fill();
  }

  // From afar, where nothing stands out, the names of the largest communities take the room of all other labels.
  const isFar = () => names.length > 1 && sigma.getCamera().ratio >= farAway && !emphasised();

  function writeNames() {
    if (!isFar()) return;
    const context = sigma.getCanvases().labels.getContext("2d"), room = makeRoom();
    for (const { text, x, y, size } of names) {
      const at = sigma.graphToViewport({ x, y: -y });
      context.font = `600 ${size}px ${labelFont}`;
      const half = context.measureText(text).width / 2, box = [at.x - half, at.y - size, at.x + half, at.y + size];
      if (!room.isFree(box)) continue;
      room.take(box);
      drawText(context, [text], at.x, at.y - size * 0.6, size, ink, paper);
    }
  }

  const screen = (id) => sigma.graphToViewport({ x: data.nodes[id].x, y: -data.nodes[id].y });

  function camera() {
    const { width, height } = sigma.getDimensions();
    const { x, y } = sigma.viewportToGraph({ x: width / 2, y: height / 2 });
    const [left, right] = [0, 1000].map((at) => sigma.graphToViewport({ x: at, y: 0 }).x);
    return { x, y: -y, scale: (right - left) / 1000 };
  }

  function setCamera({ x, y, scale }, duration = 0) {
    const now = camera(), middle = sigma.viewportToFramedGraph(sigma.graphToViewport({ x, y: -y }));
    const aim = { x: middle.x, y: middle.y, ratio: (sigma.getCamera().ratio * now.scale) / scale };
    if (duration) sigma.getCamera().animate(aim, { duration });
    else {
      sigma.getCamera().setState(aim);
      refreshWhole({ partialGraph: {}, skipIndexation: true }); // draws at once, so that screen() tells where nodes stand now
    }
  }

  function fit(ids, closest = 1.1) {
    if (!ids.length) return;
    const { width, height } = sigma.getDimensions();
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const id of ids) {
      const { x, y } = data.nodes[id];
      [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
    }
    const scale = Math.min(closest, (width - 90) / (right - left + 1), (height - 90) / (bottom - top + 1));
    setCamera({ x: (left + right) / 2, y: (top + bottom) / 2, scale }, still.matches || !state.opened ? 0 : 350);
  }

  return {
    make, paint, fit, camera, setCamera, screen,
    hover: () => {},
    zoom: (factor) => setCamera({ ...camera(), scale: camera().scale * factor }),
    pan: (dx, dy) => {
      const { x, y, scale } = camera();
      setCamera({ x: x + dx / scale, y: y + dy / scale, scale });
    },
    radius: (id) => sigma.scaleSize(data.nodes[id].size * perUnit),
    png: () => {
      refreshWhole({ skipIndexation: true });
      const { edges, nodes, edgeLabels, labels } = sigma.getCanvases();
      const sheet = Object.assign(document.createElement("canvas"), { width: nodes.width, height: nodes.height });
      const context = sheet.getContext("2d");
      context.fillStyle = cssColour("--page");
      context.fillRect(0, 0, sheet.width, sheet.height);
      for (const layer of [edges, nodes, edgeLabels, labels]) context.drawImage(layer, 0, 0, sheet.width, sheet.height);
      return new Promise((done) => sheet.toBlob(done, "image/png"));
    },
    resize: () => sigma.resize().scheduleRender(),
  };
})();
