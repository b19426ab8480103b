// Tabs of the main area, after the ARIA pattern: views of the same state, each made when it is first shown.
const tabList = document.getElementById("tabs");
const tabs = new Map();

// `show` makes the view in its container, once; `update` draws it again after every change while it is seen.
function addTab({ id, label, show, update }) {
  const button = element("button", { type: "button", id: `tab-${id}` });
  const container = element("section", { id: `view-${id}`, className: "view", hidden: true });
  button.setAttribute("role", "tab");
  button.setAttribute("aria-controls", container.id);
  container.setAttribute("role", "tabpanel");
  container.setAttribute("aria-labelledby", button.id);
  button.addEventListener("click", () => openTab(id));
  tabs.set(id, { id, label, show, update, button, container, made: false });
  tabList.append(button);
  document.getElementById("views").append(container);
}

function openTab(id) {
  state.tab = tabs.has(id) ? id : "network";
  changed();
}

function showTabs(what) {
  tabList.hidden = tabs.size < 2;
  for (const tab of tabs.values()) {
    const open = tab.id === state.tab;
    tab.button.textContent = tab.label[state.language];
    tab.button.setAttribute("aria-selected", String(open));
    tab.button.tabIndex = open ? 0 : -1;
    tab.container.hidden = !open;
    if (!open) continue;
    if (!tab.made) tab.show(tab.container);
    tab.made = true;
    tab.update(what);
  }
}

tabList.addEventListener("keydown", (event) => {
  const ids = [...tabs.keys()], at = ids.indexOf(state.tab), last = ids.length - 1;
  const next = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  openTab(ids[next]);
  tabs.get(state.tab).button.focus();
});
