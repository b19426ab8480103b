// What a person chooses, in whichever tab: it changes the state, and every part shows it.
const announcer = document.getElementById("announcer");
const announce = (text) => { announcer.textContent = text; };

const visibleNodes = () => data.nodes.map((node) => node.id).filter(isVisible);
const fitAll = () => drawing.fit(visibleNodes());

function selectNode(id, centre = false) {
  const cleared = !isVisible(id);
  if (cleared) showAll();
  Object.assign(state, { node: id, edge: null, path: null, community: null });
  changed();
  announce(say(`已选：${nameOf(id)}，${kindOf(id)}，相邻 ${degree(id)} 个`, `Selected: ${nameOf(id)}, ${kindOf(id)}, ${degree(id)} neighbours`));
  if (cleared) announcer.textContent += say("；筛选已清除", "; filters cleared");
  if (centre) drawing.fit([id, ...neighbours(id)].filter(isVisible), 1.1);
}

function selectEdge(id) {
  const edge = data.edges[id];
  Object.assign(state, { node: null, edge: id, path: null, community: null });
  changed();
  announce(`${nameOf(edge.from)} ${edgeLabel(edge)} ${nameOf(edge.to)}`);
}

function selectNothing() {
  Object.assign(state, { node: null, edge: null, path: null, community: null });
  changed();
}

function focusOn(id) {
  state.ego = id;
  selectNode(id, true);
}

function showAll() {
  state.ego = null;
  state.off.clear();
  for (const hidden of ["types", "statuses", "sources"]) state.filters[hidden].clear();
  Object.assign(state.filters, { confidence: 0, from: null, to: null });
  changed();
}

function stepBack() {
  const wasFocused = state.ego !== null;
  state.ego = null;
  selectNothing();
  if (wasFocused) fitAll();
}

function toggleKind(kind) {
  if (!state.off.delete(kind)) state.off.add(kind);
  changed();
  if (state.node !== null && !isVisible(state.node)) selectNothing();
}
