// The picture: vis-network draws nodes and edges where the build placed them; this file answers to the user.
const canvas = document.getElementById("canvas");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const both = new Set(data.edges.map((edge) => `${edge.from} ${edge.to}`));

const drawnNodes = new vis.DataSet(data.nodes.map(({ id, x, y, size, shape }) => ({ id, x, y, size, shape })));
const drawnEdges = new vis.DataSet(
  data.edges.map(({ id, from, to }) => ({
    id, from, to,
    arrows: { to: { enabled: true, scaleFactor: 0.45 } },
    smooth: both.has(`${to} ${from}`) && from !== to ? { enabled: true, type: "curvedCW", roundness: 0.16 } : false,
  })),
);
const network = new vis.Network(canvas, { nodes: drawnNodes, edges: drawnEdges }, { ...JSON.parse(data.options), autoResize: true });

// How much larger than the build's measure nodes and lines are drawn, so that they stay visible from afar: in steps.
let enlargement = 1;
const enlargementAt = (scale) => 2 ** (Math.round(2 * Math.log2(Math.min(6, Math.max(1, 0.5 / scale)))) / 2);

// Gives every node and edge its look for the present state.
function paint() {
  const standing = emphasised();
  const line = cssColour("--edge"), accent = cssColour("--accent"), paper = cssColour("--page");
  drawnNodes.update(
    data.nodes.map(({ id, group, size }) => {
      const fill = colour(group);
      const plain = { background: fill, border: paper };
      return { id, size: size * enlargement, hidden: !isVisible(id), opacity: standing && !standing.has(id) ? 0.16 : 1, color: { ...plain, highlight: { background: fill, border: accent }, hover: { background: fill, border: accent } } };
    }),
  );
  drawnEdges.update(
    data.edges.map(({ id, from, to }) => {
      const near = state.edge === id || (state.edge === null && state.node !== null && (from === state.node || to === state.node));
      return { id, hidden: !isVisible(from) || !isVisible(to), width: (near ? 2 : 1) * enlargement, color: { color: near ? accent : line, highlight: accent, hover: accent, opacity: standing && !near ? 0.12 : near ? 1 : 0.85 } };
    }),
  );
}

function move(ids, closest = 1.1) {
  const animation = still.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" };
  if (ids.length) network.fit({ nodes: ids, animation, maxZoomLevel: closest, minZoomLevel: 0.02 });
}

const visibleNodes = () => data.nodes.map((node) => node.id).filter(isVisible);
const fitAll = () => move(visibleNodes());

function selectNode(id, centre = false) {
  if (!isVisible(id)) showAll();
  Object.assign(state, { node: id, edge: null });
  network.selectNodes([id], false);
  showNode(id);
  paint();
  if (centre) move([id, ...neighbours[id]].filter(isVisible));
}

function selectEdge(id) {
  Object.assign(state, { node: null, edge: id });
  showEdge(id);
  paint();
}

function selectNothing() {
  Object.assign(state, { node: null, edge: null });
  network.unselectAll();
  showOverview();
  paint();
}

function focusOn(id) {
  state.ego = id;
  document.getElementById("whole").hidden = false;
  selectNode(id, true);
}

function showAll() {
  state.ego = null;
  state.off.clear();
  document.getElementById("whole").hidden = true;
  document.querySelectorAll(".kind").forEach((button) => button.setAttribute("aria-pressed", "true"));
  paint();
}

function stepBack() {
  const wasFocused = state.ego !== null;
  state.ego = null;
  document.getElementById("whole").hidden = true;
  selectNothing();
  if (wasFocused) fitAll();
}

function setTheme(theme) {
  state.theme = theme;
  document.documentElement.dataset.theme = theme;
  document.querySelectorAll(".kind svg").forEach((icon) => { icon.style.color = colour(icon.parentElement.dataset.kind); });
  paint();
  if (state.node !== null) showNode(state.node);
  else if (state.edge !== null) showEdge(state.edge);
  else showOverview();
}

network.on("click", ({ nodes, edges }) => {
  if (nodes.length) selectNode(nodes[0]);
  else if (edges.length) selectEdge(edges[0]);
  else selectNothing();
});
network.on("doubleClick", ({ nodes }) => nodes.length && focusOn(nodes[0]));
network.on("hoverNode", ({ node }) => { state.hover = node; canvas.style.cursor = "pointer"; network.redraw(); });
network.on("blurNode", () => { state.hover = null; canvas.style.cursor = ""; network.redraw(); });
network.on("afterDrawing", (context) => {
  const places = new Map(visibleNodes().map((id) => [id, network.canvasToDOM({ x: data.nodes[id].x, y: data.nodes[id].y })]));
  const fitting = enlargementAt(network.getScale());
  if (fitting !== enlargement) {
    enlargement = fitting;
    paint();
  }
  const ratio = context.canvas.width / context.canvas.clientWidth;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  drawLabels(context, places, network.getScale(), enlargement, canvas.clientWidth, canvas.clientHeight);
  context.restore();
  document.documentElement.dataset.firstFrame ??= String(Math.round(performance.now()));
});
network.on("dragEnd", ({ nodes }) => {
  for (const id of nodes) Object.assign(data.nodes[id], network.getPosition(id));
});

document.querySelectorAll(".kind").forEach((button) => {
  const kind = button.dataset.kind;
  const number = data.nodes.filter((node) => node.group === kind).length;
  button.querySelector(".number").textContent = String(number);
  button.hidden = number === 0;
  button.addEventListener("click", () => {
    const shown = state.off.delete(kind);
    if (!shown) state.off.add(kind);
    button.setAttribute("aria-pressed", String(shown));
    if (state.node !== null && !isVisible(state.node)) selectNothing();
    else paint();
    if (state.node === null && state.edge === null) showOverview();
  });
});
document.getElementById("fit").addEventListener("click", fitAll);
document.getElementById("whole").addEventListener("click", stepBack);
document.getElementById("theme").addEventListener("click", () => setTheme(state.theme === "dark" ? "light" : "dark"));
dark.addEventListener("change", () => setTheme(dark.matches ? "dark" : "light"));

const zoom = (factor) => network.moveTo({ scale: Math.min(6, Math.max(0.02, network.getScale() * factor)) });
const pan = (x, y) => {
  const { x: left, y: top } = network.getViewPosition();
  network.moveTo({ position: { x: left + x / network.getScale(), y: top + y / network.getScale() } });
};
const keys = {
  "/": () => { searchBox.focus(); searchBox.select(); },
  Escape: stepBack, 0: fitAll, "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8),
};
const arrows = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
  const inPanel = panel.contains(event.target);
  if (keys[event.key]) keys[event.key]();
  else if (arrows[event.key] && !inPanel) pan(...arrows[event.key]);
  else return;
  event.preventDefault();
});

const [nodesLeft, edgesLeft] = data.leftOut;
if (nodesLeft) {
  const notice = document.getElementById("notice");
  notice.textContent = `图中只画出连接最多的 ${data.nodes.length} 个节点；另有 ${nodesLeft} 个节点和 ${edgesLeft} 条关系未画出（完整的图见 graph.trig）。`;
  notice.hidden = false;
}
setTheme(dark.matches ? "dark" : "light");
network.fit({ nodes: visibleNodes(), animation: false, maxZoomLevel: 1.1, minZoomLevel: 0.02 });
