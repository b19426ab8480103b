// Puts the page together, and shows the first picture.
import { applyFragment, isOnlyLook, noteView } from "./address.js";
import { mountCommunities } from "./communities.js";
import { mountControls, showState, systemTheme } from "./controls.js";
import { data } from "./data.js";
import { exposeForTests } from "./debug.js";
import { drawing, useDrawing } from "./drawing.js";
import { mountExportMenu } from "./export-menu.js";
import { mountFilterSheet } from "./filter-sheet.js";
import { mountLegend } from "./legend.js";
import { addTiesTab } from "./projection.js";
import { addMapTab } from "./map.js";
import { addNetworkTab } from "./network-tab.js";
import { mountPanel } from "./panel.js";
import { mountPathFinder } from "./path-finder.js";
import { mountPrinting } from "./picture.js";
import { mountPopovers } from "./popovers.js";
import { mountSearch } from "./search-box.js";
import { fitNeighbourhood, fitNodes } from "./selection.js";
import { placedNodes, selectedBundle, state } from "./state.js";
import { addTableTab } from "./table.js";
import { mountTabs, openTab, tabs } from "./tabs.js";
import { mountTimeFilter } from "./time-filter.js";
import { addTimelineTab } from "./timeline.js";
import { mountLocalisation } from "./localisation.js";

function fitFirst(camera) {
  if (camera) drawing.setCamera(camera);
  else if (state.path) fitNodes(state.path.nodes);
  else if (selectedBundle()) fitNodes([selectedBundle().hub, ...selectedBundle().leaves]);
  else if (state.node !== null && data.start === null && state.ego === null) fitNeighbourhood(state.node);
  else fitNodes(placedNodes());
}

/** Mounts every part, and restores the view from the page's address. */
export function startPage(makeDrawing) {
  useDrawing(makeDrawing());
  mountLocalisation(); // first: the space that words take decides how large the picture is
  mountPopovers();
  mountLegend();
  mountFilterSheet();
  mountTimeFilter();
  mountCommunities();
  mountPanel();
  mountSearch();
  mountPathFinder();
  for (const addTab of [addNetworkTab, addTiesTab, addTimelineTab, addMapTab, addTableTab]) addTab();
  mountExportMenu();
  mountPrinting();
  mountControls();
  mountTabs(); // last: when all else has its place
  exposeForTests();

  const { theme } = document.documentElement.dataset; // as the reader of a site has chosen it
  Object.assign(state, { theme: theme ?? systemTheme(), themeChosen: Boolean(theme) });
  const camera = applyFragment(location.hash.slice(1));
  if (isOnlyLook(location.hash.slice(1)))
    Object.assign(state, { node: data.start, tab: tabs.has(data.tab) ? data.tab : "network" });
  // The picture is drawn first, even under another tab, because the other parts are fitted to it.
  const { tab } = state;
  state.tab = "network";
  showState();
  fitFirst(camera);
  if (tab !== "network") openTab(tab);
  state.opened = true;
  noteView();
  const restore = (hash) => {
    const changedCamera = applyFragment(hash.slice(1));
    showState();
    noteView();
    if (changedCamera) drawing.setCamera(changedCamera);
  };
  window.addEventListener("popstate", () => restore(location.hash));
}
