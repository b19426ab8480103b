// The shortest way between two entities along what is visible, in either direction of each edge.
const pathSheet = document.getElementById("path");

// Breadth first; returns { from, to, nodes, edges }, or null where there is no way.
function shortestPath(from, to) {
  const cameBy = new Map([[from, null]]);
  let edge = null;
  for (let layer = [from]; layer.length && !cameBy.has(to); ) {
    const next = [];
    for (const id of layer)
      for (const link of incident(id)) {
        edge = data.edges[link];
        const other = otherEnd(edge, id);
        if (!isEdgeVisible(edge) || cameBy.has(other)) continue;
        cameBy.set(other, [id, link]);
        next.push(other);
      }
    layer = next;
  }
  if (!cameBy.has(to)) return null;
  const nodes = [to], edges = [];
  for (let step = cameBy.get(to); step; step = cameBy.get(nodes[0])) {
    nodes.unshift(step[0]);
    edges.unshift(step[1]);
  }
  return { from, to, nodes, edges };
}

function showPath(from, to) {
  const path = shortestPath(from, to);
  if (!path) {
    pathAnswer.textContent = say(`${nameOf(from)}与${nameOf(to)}之间，在所显示的图中没有路径。`, `No path between ${nameOf(from)} and ${nameOf(to)} in what is shown.`);
    announce(pathAnswer.textContent);
    return;
  }
  openPopover(null);
  Object.assign(state, { node: null, edge: null, community: null, path });
  changed();
  announce(say(`路径：${path.nodes.map(nameOf).join("、")}`, `Path: ${path.nodes.map(nameOf).join(", ")}`));
  drawing.fit(path.nodes, 1.1);
  panel.focus({ preventScroll: true });
}

const pathAnswer = element("p", { className: "faint" });
const pathEnds = { from: null, to: null };
const pathBoxes = ["from", "to"].map((end) => {
  const input = element("input", { type: "search", id: `path-${end}`, autocomplete: "off", spellcheck: false });
  const list = element("ul", { id: `path-${end}-list`, className: "suggestions", hidden: true });
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  list.setAttribute("role", "listbox");
  return { end, input, list, label: element("label", { htmlFor: input.id }) };
});
const pathGo = button("", () => {
  if (pathEnds.from !== null && pathEnds.to !== null) showPath(pathEnds.from, pathEnds.to);
  else pathAnswer.textContent = say("请先从建议中选定两端。", "Choose both ends from the suggestions first.");
}, "strong");
pathSheet.append(...pathBoxes.flatMap(({ input, list, label }) => [label, element("div", { className: "search" }, input, list)]), pathGo, pathAnswer);
for (const { end, input, list } of pathBoxes) {
  combobox(input, list, (id) => {
    pathEnds[end] = id;
    if (pathEnds.from !== null && pathEnds.to !== null) pathGo.focus();
    else pathBoxes.find((box) => box.end !== end).input.focus();
  });
  input.addEventListener("input", () => { pathEnds[end] = null; });
}

function pathFrom(id) {
  pathEnds.from = id;
  pathEnds.to = null;
  [pathBoxes[0].input.value, pathBoxes[1].input.value] = [nameOf(id), ""];
  pathAnswer.textContent = "";
  openPopover("path");
  pathBoxes[1].input.focus();
}

onChange((what) => {
  if (what === "hover") return;
  pathBoxes.forEach(({ end, list, label }) => {
    label.textContent = end === "from" ? say("从", "From") : say("到", "To");
    list.setAttribute("aria-label", label.textContent);
  });
  pathGo.textContent = say("找最短路径", "Find the shortest path");
});
