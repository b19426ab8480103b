// Puts the page together, and shows the first picture.
import { largestPart } from "../core/graph.js";
import { applyFragment } from "./address.js";
import { mountCommunities } from "./communities.js";
import { mountControls, showState, systemTheme } from "./controls.js";
import { data, graph } from "./data.js";
import { exposeForTests } from "./debug.js";
import { drawing, useDrawing } from "./drawing.js";
import { mountExportMenu } from "./export-menu.js";
import { mountFilterSheet } from "./filter-sheet.js";
import { mountLegend } from "./legend.js";
import { addMapTab } from "./map.js";
import { addNetworkTab } from "./network-tab.js";
import { mountPanel } from "./panel.js";
import { mountPathFinder } from "./path-finder.js";
import { mountPopovers } from "./popovers.js";
import { mountSearch } from "./search-box.js";
import { fitNeighbourhood, fitNodes } from "./selection.js";
import { isVisible, state, visibleNodes } from "./state.js";
import { addTableTab } from "./table.js";
import { mountTabs, openTab } from "./tabs.js";
import { mountTimeFilter } from "./time-filter.js";
import { addTimelineTab } from "./timeline.js";
import { mountWording } from "./wording.js";

/** Returns what is fitted at first: the largest connected part where it holds most of what has neighbours, else all. */
function mainPart() {
  const shown = largestPart(graph).filter(isVisible);
  const connected = graph.nodes.filter(({ id }) => graph.degree(id));
  return shown.length * 2 > connected.length ? shown : visibleNodes();
}

function fitFirst(camera) {
  if (camera) drawing.setCamera(camera);
  else if (state.path) fitNodes(state.path.nodes);
  else if (state.node !== null) fitNeighbourhood(state.node);
  else fitNodes(mainPart());
}

/** Makes every part, and opens the page as its address says. */
export function startPage(makeDrawing) {
  useDrawing(makeDrawing());
  mountWording(); // first: the space that words take decides how large the picture is
  mountPopovers();
  mountLegend();
  mountFilterSheet();
  mountTimeFilter();
  mountCommunities();
  mountPanel();
  mountSearch();
  mountPathFinder();
  for (const addTab of [addNetworkTab, addTimelineTab, addMapTab, addTableTab]) addTab();
  mountExportMenu();
  mountControls();
  mountTabs(); // last: when all else has its place
  exposeForTests();

  state.theme = systemTheme();
  const camera = applyFragment(location.hash.slice(1));
  if (location.hash.length < 2) state.node = data.start;
  // The picture is made first, also behind another tab: it is what the rest is fitted to.
  const { tab } = state;
  state.tab = "network";
  showState();
  fitFirst(camera);
  if (tab !== "network") openTab(tab);
  state.opened = true;
  window.addEventListener("hashchange", ({ newURL }) => {
    const changedCamera = applyFragment(new URL(newURL).hash.slice(1)); // rememberView may have changed location.hash since
    showState();
    if (changedCamera) drawing.setCamera(changedCamera);
  });
}
