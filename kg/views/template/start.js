// Puts the parts together: the buttons, the keys, the first picture.
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function showTheme() {
  document.documentElement.dataset.theme = state.theme;
  changed();
}

function setTheme(theme, chosen = true) {
  Object.assign(state, { theme, themeChosen: chosen });
  showTheme();
}

document.getElementById("fit").addEventListener("click", fitAll);
document.getElementById("whole").addEventListener("click", () => {
  showAll();
  fitAll();
});
document.getElementById("theme").addEventListener("click", () => setTheme(state.theme === "dark" ? "light" : "dark"));
document.getElementById("language").addEventListener("click", () => {
  state.language = state.language === "zh" ? "en" : "zh";
  changed();
});
dark.addEventListener("change", () => state.themeChosen || setTheme(dark.matches ? "dark" : "light", false));
onChange((what) => {
  if (what === "hover") return;
  const other = document.getElementById("language");
  other.textContent = say("EN", "中文");
  other.lang = say("en", "zh-Hans");
  document.getElementById("whole").hidden = state.ego === null && state.off.size === 0 && !isFiltered();
  document.getElementById("fit").hidden = state.tab !== "network";
  rememberHere();
});

// Steps through what is visible, the best connected first.
function step(by) {
  const order = nodeOrder.filter(isVisible);
  if (order.length) selectNode(order[(order.indexOf(state.node) + by + (state.node === null && by < 0 ? 1 : 0) + order.length) % order.length], true);
}

const onCanvas = { n: () => step(1), p: () => step(-1), Enter: () => panel.focus() };
const keys = {
  "/": () => { searchBox.focus(); searchBox.select(); },
  Escape: () => closePopover() || stepBack(), 0: fitAll, "+": () => drawing.zoom(1.25), "=": () => drawing.zoom(1.25), "-": () => drawing.zoom(0.8),
};
const arrows = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const free = event.target === document.body || canvas.contains(event.target); // where arrows do not scroll
  if (canvas.contains(event.target) && onCanvas[event.key]) onCanvas[event.key]();
  else if (keys[event.key]) keys[event.key]();
  else if (arrows[event.key] && free && state.tab === "network") drawing.pan(...arrows[event.key]);
  else return;
  event.preventDefault();
});

// What the first picture is fitted to: the largest connected part where it holds most of what has neighbours, else all.
function mainPart() {
  const part = new Int32Array(data.nodes.length).fill(-1);
  let largest = [];
  for (const { id } of data.nodes) {
    if (part[id] >= 0) continue;
    const found = [id];
    part[id] = id;
    for (let at = 0; at < found.length; at++)
      for (const other of neighbours(found[at])) {
        if (part[other] >= 0) continue;
        part[other] = id;
        found.push(other);
      }
    if (found.length > largest.length) largest = found;
  }
  const seen = largest.filter(isVisible);
  return seen.length * 2 > data.nodes.filter(({ id }) => degree(id)).length ? seen : visibleNodes();
}

onChange(showTabs); // last, when all else has taken its room
state.theme = dark.matches ? "dark" : "light";
const firstCamera = takeFragment(location.hash.slice(1));
if (location.hash.length < 2) state.node = data.start;
// The picture is made first, also behind another tab: it is what the rest is fitted to.
const firstTab = state.tab;
state.tab = "network";
showTheme();
if (firstCamera) drawing.setCamera(firstCamera);
else if (state.path) drawing.fit(state.path.nodes, 1.1);
else if (state.node !== null) drawing.fit([state.node, ...neighbours(state.node)].filter(isVisible), 1.1);
else drawing.fit(mainPart(), 1.1);
if (firstTab !== state.tab) openTab(firstTab);
state.opened = true;
