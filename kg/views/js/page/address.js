// The view in the fragment of the address, so that a link restores it. Nodes are named by the local part of their IRIs.
import {
  cameraIn,
  cameraText,
  confidenceIn,
  firstDayIn,
  lastDayIn,
  listText,
  parameterText,
  textsIn,
} from "../core/address.js";
import { hubKeyOf } from "../core/leaf-bundles.js";
import { givenLanguage, graph, kinds, largestCommunities } from "./data.js";
import { drawing, hasFirstFrame } from "./drawing.js";
import { visiblePath } from "./path-finder.js";
import { filterValues, state, updateVisibility } from "./state.js";
import { edgesAt } from "./shown.js";
import { tabs } from "./tabs.js";

const DELAY = 250; // milliseconds without a change, before the address follows
const HIDDEN = ["types", "statuses", "sources"];

const nodeByKey = new Map(graph.nodes.map(({ id, key }) => [key, id]).reverse());
const keyOf = (id) => (id === null || id === undefined ? "" : graph.nodes[id].key);
const pairText = (pair) => (pair ? `${keyOf(pair.from)}|${keyOf(pair.to)}` : "");

/** Returns the view as the text of a fragment; what is as it is at first is left out. */
export function fragmentText() {
  const filters = filterValues();
  const { tab, language, theme, themeChosen, colours, ego, hops, hiddenKinds, openBundles } = state;
  const { node, edge, path, community, bundle, tie } = state;
  const showsCamera = tab === "network" && hasFirstFrame();
  return parameterText({
    tab: tab === "network" ? "" : tab,
    lang: language === "zh" && givenLanguage === "zh" ? "" : language,
    theme: themeChosen ? theme : "",
    colours: colours === "kind" ? "" : colours,
    node: keyOf(node),
    edge: edge === null ? "" : pairText(graph.edges[edge]),
    path: pairText(path),
    tie: tie ? `${keyOf(tie.a)}|${keyOf(tie.b)}` : "",
    community: community === null ? "" : keyOf(graph.communities.get(community)[0]),
    bundle: bundle ?? "",
    open: listText([...openBundles]),
    ego: keyOf(ego),
    hops: ego !== null && hops > 1 ? String(hops) : "",
    off: listText([...hiddenKinds]),
    ...Object.fromEntries(HIDDEN.map((name) => [name, listText(filters[name])])),
    confidence: filters.confidence ? String(filters.confidence) : "",
    from: filters.from,
    to: filters.to,
    camera: showsCamera ? cameraText(drawing.camera()) : "",
  });
}

/** Whether a fragment says no more than the language and the theme, so that the page opens at its start. */
export const isOnlyLook = (text) =>
  [...new URLSearchParams(text).keys()].every((name) => ["lang", "theme"].includes(name));

/** Restores the state from a fragment, without notification; returns the camera, or null. */
export function applyFragment(text) {
  const given = new URLSearchParams(text);
  const nodeIn = (name) => nodeByKey.get(given.get(name)) ?? null;
  const pairIn = (name) => (given.get(name) ?? "").split("|").map((key) => nodeByKey.get(key));
  const oneOf = (name, allowed, otherwise) => (allowed.includes(given.get(name)) ? given.get(name) : otherwise);
  const isBundle = (key) => nodeByKey.has(hubKeyOf(key ?? ""));
  state.openBundles = new Set(textsIn(given.get("open")).filter(isBundle));
  state.hiddenKinds = new Set(textsIn(given.get("off")).filter((kind) => kinds.has(kind)));
  for (const name of HIDDEN) {
    state.filters[name].clear();
    for (const value of textsIn(given.get(name))) state.filters[name].add(value);
  }
  const confidence = confidenceIn(given.get("confidence"));
  Object.assign(state.filters, { confidence, from: firstDayIn(given.get("from")), to: lastDayIn(given.get("to")) });
  const [start, end] = pairIn("edge");
  const edge = start === undefined ? undefined : edgesAt(start).find(({ from, to }) => from === start && to === end);
  const member = nodeIn("community");
  const [a, b] = pairIn("tie");
  Object.assign(state, {
    tab: oneOf("tab", [...tabs.keys()], "network"),
    language: oneOf("lang", ["zh", "en"], givenLanguage),
    colours: largestCommunities.length > 1 ? oneOf("colours", ["community"], "kind") : "kind",
    ego: nodeIn("ego"),
    hops: given.get("hops") === "2" ? 2 : 1,
    tie: a === undefined || b === undefined ? null : { a: Math.min(a, b), b: Math.max(a, b) },
    node: nodeIn("node"),
    edge: edge?.id ?? null,
    path: null,
    community: member === null ? null : (graph.nodes[member].community ?? null),
    bundle: isBundle(given.get("bundle")) ? given.get("bundle") : null,
  });
  const theme = oneOf("theme", ["light", "dark"], null);
  if (theme) Object.assign(state, { theme, themeChosen: true });
  updateVisibility();
  const [from, to] = pairIn("path");
  if (from !== undefined && to !== undefined) state.path = visiblePath(from, to);
  return cameraIn(given.get("camera"));
}

/** Returns a link to the page as it is now. */
export const linkHere = () => `${location.href.split("#")[0]}#${fragmentText()}`;

let waiting = 0;
let noted = null; // the selection of the last entry of the browser's history

/** Returns what a step of the browser's history is about: the selection, the focus and the tab. */
const selectionText = () => {
  const { tab, node, edge, path, community, bundle, tie, ego } = state;
  return JSON.stringify([tab, node, edge, path && [path.from, path.to], community, bundle, tie, ego]);
};

/** Notes that the address holds the present view, so that no step is added for it. */
export function noteView() {
  clearTimeout(waiting);
  noted = selectionText();
}

/** Puts the view into the address when nothing has changed for a while: another selection as a step to go back from. */
export function rememberView() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    try {
      const isStep = noted !== null && noted !== selectionText();
      history[isStep ? "pushState" : "replaceState"](null, "", `#${fragmentText()}`);
      noted = selectionText();
    } catch {
      // a page inside another may have no address of its own; its links are then made when asked for
    }
  }, DELAY);
}
