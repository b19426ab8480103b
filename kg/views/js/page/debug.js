// What the page offers in the browser's console as `kg`, and the tests of the views use. Nothing else of the scripts is
// global. It is no interface for other programs: names may change with any version.
import { dayOf } from "../core/dates.js";
import { applyFragment, fragmentText, linkHere } from "./address.js";
import { bundleMarks } from "./bundle-marks.js";
import { toggleBundle } from "./bundles.js";
import { communityName } from "./communities.js";
import { setTheme, showState } from "./controls.js";
import { data, graph, nameOf } from "./data.js";
import { drawing } from "./drawing.js";
import { themeColour } from "./elements.js";
import { visibleNetwork, visibleTurtle } from "./exported.js";
import { statementsText } from "./export-menu.js";
import { drawLabels } from "./labels.js";
import { map } from "./map-view.js";
import { openPathFrom, showPath, visiblePath } from "./path-finder.js";
import { svgText } from "./picture.js";
import { openPopover } from "./popovers.js";
import { focusOn, selectEdge, selectNode, selectNothing, showAll, stepBack, toggleKind } from "./selection.js";
import { allBundles, changed, drawnNodes, emphasised, filterValues, nodeColour, state, visibleNodes } from "./state.js";
import { openTab } from "./tabs.js";
import { timeline } from "./timeline-view.js";
import { tiesNetwork, tiesTurtle } from "./projection-export.js";
import { ties } from "./projection-view.js";
import { edgeLabel } from "./localisation.js";

export function exposeForTests() {
  window.kg = Object.freeze({
    // what there is: the data of the page, indexed; the state, of which changed() notifies all parts; the views
    ...{ data, graph, state, changed, drawing, timeline, map, ties },
    // what a reader does
    ...{ selectNode, selectEdge, selectNothing, focusOn, showAll, stepBack, toggleKind, showPath, openPathFrom },
    ...{ toggleBundle, openTab, openPopover, setTheme, showState, applyFragment },
    // what is shown
    ...{
      visibleNodes,
      drawnNodes,
      allBundles,
      bundleMarks,
      emphasised,
      visiblePath,
      filterValues,
      fragmentText,
      linkHere,
      svgText,
      statementsText,
      tiesNetwork,
      tiesTurtle,
    },
    ...{ visibleNetwork, visibleTurtle },
    ...{ nameOf, edgeLabel, communityName, nodeColour, themeColour, drawLabels, dayOf },
  });
}
