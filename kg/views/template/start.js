// Puts the parts together: the buttons, the keys, the first picture.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
function setTheme(theme) {
  state.theme = theme;
  document.documentElement.dataset.theme = theme;
  changed();
}

document.getElementById("fit").addEventListener("click", fitAll);
document.getElementById("whole").addEventListener("click", stepBack);
document.getElementById("theme").addEventListener("click", () => setTheme(state.theme === "dark" ? "light" : "dark"));
dark.addEventListener("change", () => setTheme(dark.matches ? "dark" : "light"));
onChange(() => { document.getElementById("whole").hidden = state.ego === null; });

const keys = {
  "/": () => { searchBox.focus(); searchBox.select(); },
  Escape: stepBack, 0: fitAll, "+": () => drawing.zoom(1.25), "=": () => drawing.zoom(1.25), "-": () => drawing.zoom(0.8),
};
const arrows = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const inPanel = panel.contains(event.target);
  if (keys[event.key]) keys[event.key]();
  else if (arrows[event.key] && !inPanel && state.tab === "network") drawing.pan(...arrows[event.key]);
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
fitAll();
if (data.start !== null) selectNode(data.start, true);
