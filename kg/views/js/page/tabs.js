// Tabs of the main area, after the ARIA pattern: views of the same state, each made when it is first shown.
import { element } from "./elements.js";
import { changed, onChange, state } from "./state.js";
import { localised } from "./localisation.js";

const tabList = document.getElementById("tabs");
export const tabs = new Map();

/** Adds a tab: `show` makes the view in its container, once; `update` draws it again after every change while it is seen. */
export function addTab({ id, label, show, update }) {
  const button = element("button", { type: "button", id: `tab-${id}` });
  const container = element("section", { id: `view-${id}`, className: "view", hidden: true });
  button.setAttribute("role", "tab");
  button.setAttribute("aria-controls", container.id);
  container.setAttribute("role", "tabpanel");
  container.setAttribute("aria-labelledby", button.id);
  button.addEventListener("click", () => openTab(id));
  tabs.set(id, { id, label, show, update, button, container, isMade: false });
  tabList.append(button);
  document.getElementById("views").append(container);
}

export function openTab(id) {
  state.tab = tabs.has(id) ? id : "network";
  changed();
}

function updateTabs(what) {
  tabList.hidden = tabs.size < 2;
  for (const tab of tabs.values()) {
    const isOpen = tab.id === state.tab;
    tab.button.textContent = localised(tab.label.zh, tab.label.en);
    tab.button.setAttribute("aria-selected", String(isOpen));
    tab.button.tabIndex = isOpen ? 0 : -1;
    tab.container.hidden = !isOpen;
    if (!isOpen) continue;
    if (!tab.isMade) tab.show(tab.container);
    tab.isMade = true;
    tab.update(what);
  }
}

function stepThroughTabs(event) {
  const ids = [...tabs.keys()];
  const at = ids.indexOf(state.tab);
  const last = ids.length - 1;
  const next = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[
    event.key
  ];
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  openTab(ids[next]);
  tabs.get(state.tab).button.focus();
}

/** Shows the tabs; to be called last, when all else has its place and the size of the views is known. */
export function mountTabs() {
  tabList.addEventListener("keydown", stepThroughTabs);
  onChange(updateTabs);
}
