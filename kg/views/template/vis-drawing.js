// The drawing by vis-network, for up to about a thousand nodes: they stand where the build placed them.
const canvas = element("div", { id: "canvas", tabIndex: 0 });
const both = new Set(data.edges.map((edge) => `${edge.from} ${edge.to}`));

const drawing = (() => {
  let network, drawnNodes, drawnEdges;
  // How much larger than the build's measure nodes and lines are drawn, so that they stay visible from afar: in steps.
  let enlargement = 1;
  const enlargementAt = (scale) => 2 ** (Math.round(2 * Math.log2(Math.min(6, Math.max(1, 0.5 / scale)))) / 2);

  function make(container) {
    container.append(canvas);
    drawnNodes = new vis.DataSet(data.nodes.map(({ id, x, y, size, shape }) => ({ id, x, y, size, shape })));
    drawnEdges = new vis.DataSet(
      data.edges.map(({ id, from, to }) => ({
        id, from, to,
        arrows: { to: { enabled: true, scaleFactor: 0.45 } },
        smooth: both.has(`${to} ${from}`) && from !== to ? { enabled: true, type: "curvedCW", roundness: 0.16 } : false,
      })),
    );
    network = new vis.Network(canvas, { nodes: drawnNodes, edges: drawnEdges }, { ...JSON.parse(data.options), autoResize: true });
    network.on("click", ({ nodes, edges }) => {
      if (nodes.length) selectNode(nodes[0]);
      else if (edges.length) selectEdge(edges[0]);
      else selectNothing();
    });
    network.on("doubleClick", ({ nodes }) => nodes.length && focusOn(nodes[0]));
    network.on("hoverNode", ({ node }) => point(node));
    network.on("blurNode", () => point(null));
    network.on("afterDrawing", write);
    network.on("dragEnd", ({ nodes }) => {
      for (const id of nodes) Object.assign(data.nodes[id], network.getPosition(id));
    });
  }

  function point(id) {
    state.hover = id;
    canvas.style.cursor = id === null ? "" : "pointer";
    changed("hover");
  }

  function write(context) {
    const fitting = enlargementAt(network.getScale());
    if (fitting !== enlargement) {
      enlargement = fitting;
      paint();
    }
    const ratio = context.canvas.width / context.canvas.clientWidth;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawLabels(context, new Map(visibleNodes().map((id) => [id, screen(id)])), network.getScale(), canvas.clientWidth, canvas.clientHeight);
    context.restore();
    document.documentElement.dataset.firstFrame ??= String(Math.round(performance.now()));
  }

  function lookOfNode({ id, size }, standing, { paper, accent }) {
    const colour = nodeColour(id), open = isOpen(id);
    const background = open ? paper : colour, doubted = isLow(surest(nodeCites, id));
    return {
      id, size: size * enlargement, hidden: !isVisible(id), opacity: standing && !standing.has(id) ? 0.16 : doubted ? 0.55 : 1,
      borderWidth: open ? 2 : 1.5, shapeProperties: { borderDashes: open ? [4, 3] : false },
      color: { background, border: open ? colour : paper, highlight: { background, border: accent }, hover: { background, border: accent } },
    };
  }

  function lookOfEdge(edge, standing, { line, accent }) {
    const near = isEdgeEmphasised(edge), doubted = isLow(edgeSure[edge.id]);
    return {
      id: edge.id, hidden: !isEdgeVisible(edge), width: (near ? 2 : 1) * enlargement, dashes: doubted && [5, 4],
      color: { color: near ? accent : line, highlight: accent, hover: accent, opacity: standing && !near ? 0.1 : near ? 1 : doubted ? 0.55 : 0.8 },
    };
  }

  // vis-network takes a look anew slowly, so only those that differ from the last are given to it.
  const worn = new Map();
  function wear(drawn, looks) {
    if (!worn.has(drawn)) worn.set(drawn, []);
    const last = worn.get(drawn), told = looks.map((look) => JSON.stringify(look));
    drawn.update(looks.filter(({ id }) => told[id] !== last[id]));
    worn.set(drawn, told);
  }

  // Gives every node and edge its look for the present state.
  function paint() {
    const standing = emphasised();
    const inks = { line: cssColour("--edge"), accent: cssColour("--accent"), paper: cssColour("--page") };
    wear(drawnNodes, data.nodes.map((node) => lookOfNode(node, standing, inks)));
    wear(drawnEdges, data.edges.map((edge) => lookOfEdge(edge, standing, inks)));
    if (state.node !== null) network.selectNodes([state.node], false);
    else network.unselectAll();
  }

  // Shows the nodes with room for their labels, no closer than a scale.
  function fit(ids, closest = 1.1) {
    if (!ids.length) return;
    const [xs, ys] = ["x", "y"].map((axis) => ids.map((id) => data.nodes[id][axis]));
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const room = Math.min((canvas.clientWidth * 0.92 - 50) / (right - left + 1), (canvas.clientHeight - 90) / (bottom - top + 1));
    const scale = Math.min(closest, Math.max(0.02, room));
    const animation = still.matches || !state.opened ? false : { duration: 350, easingFunction: "easeInOutQuad" };
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + 16 / scale }, scale, animation });
  }

  const screen = (id) => network.canvasToDOM({ x: data.nodes[id].x, y: data.nodes[id].y });
  const camera = () => ({ ...network.getViewPosition(), scale: network.getScale() });
  const setCamera = ({ x, y, scale }) => network.moveTo({ position: { x, y }, scale });
  return {
    make, paint, fit, camera, setCamera, screen,
    hover: () => network.redraw(),
    zoom: (factor) => network.moveTo({ scale: Math.min(6, Math.max(0.02, network.getScale() * factor)) }),
    pan: (dx, dy) => {
      const { x, y, scale } = camera();
      network.moveTo({ position: { x: x + dx / scale, y: y + dy / scale } });
    },
    radius: (id) => data.nodes[id].size * enlargement * network.getScale(),
    png: () => {
      const drawn = canvas.querySelector("canvas");
      const paper = Object.assign(document.createElement("canvas"), { width: drawn.width, height: drawn.height });
      const context = paper.getContext("2d");
      context.fillStyle = cssColour("--page");
      context.fillRect(0, 0, paper.width, paper.height);
      context.drawImage(drawn, 0, 0);
      return new Promise((done) => paper.toBlob(done, "image/png"));
    },
    resize: () => {
      network.setSize("100%", "100%");
      network.redraw();
    },
  };
})();
