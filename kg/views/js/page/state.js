// The state of the page, and what follows from it: what is visible and what is emphasised. Every part draws itself from
// the state when it is notified of a change; whoever changes the state calls changed().
import { applyFilters, isFiltered, noFilters } from "../core/filtering.js";
import { isoDay } from "../core/dates.js";
import { findBundles } from "../core/leaf-bundles.js";
import { data, givenLanguage, graph, kinds, largestCommunities } from "./data.js";

export const state = {
  opened: false, // from then on the picture may move
  tab: "network",
  language: givenLanguage,
  theme: "light",
  themeChosen: false, // else the system chooses
  hiddenKinds: new Set(),
  filters: noFilters(),
  colours: "kind", // or "community"
  ego: null, // the node of which only the neighbours are shown
  hops: 1, // and how far from it they may be
  openBundles: new Set(), // keys of the bundles whose leaves are drawn
  node: null, // what is selected: a node, an edge, a path { from, to, nodes, edges }, a community or a bundle, by its key
  edge: null,
  path: null,
  community: null,
  bundle: null,
  tie: null, // { a, b } of the tab of ties
  hover: null,
};

// What is visible, in step with the state after every changed().
export const visible = new Uint8Array(graph.nodes.length).fill(1);
export const edgeVisible = new Uint8Array(graph.edges.length).fill(1);
// The same without the legend's switches: what counts for ties between entities, though events themselves may be hidden.
export const inScope = new Uint8Array(graph.nodes.length).fill(1);
export const edgeInScope = new Uint8Array(graph.edges.length).fill(1);
export const isVisible = (id) => visible[id] === 1;
export const isEdgeVisible = (edge) => edgeVisible[edge.id] === 1;
export const visibleNodes = () => graph.nodes.map(({ id }) => id).filter(isVisible);

// What of it is drawn: what is linked, and the selection; nodes without a link are in a list beside the picture, and of the
// leaves of a closed bundle one mark is drawn.
export const drawn = new Uint8Array(graph.nodes.length).fill(1);
export const edgeDrawn = new Uint8Array(graph.edges.length).fill(1);
const bundled = new Uint8Array(graph.nodes.length);
export const isBundled = (id) => bundled[id] === 1;
export const isDrawn = (id) => drawn[id] === 1;
export const drawnNodes = () => graph.nodes.map(({ id }) => id).filter(isDrawn);
/** Returns the nodes that have a place in the picture: those that are drawn, and those in closed bundles. */
export const placedNodes = () => graph.nodes.map(({ id }) => id).filter(isPlaced);
export const isPlaced = (id) => drawn[id] === 1 || isBundled(id);
export const unlinkedNodes = () => graph.byDegree.filter((id) => visible[id] && !isPlaced(id));

let bundles = [];
/** Returns the bundles of the picture, { key, hub, kind, leaves, isOpen }. */
export const allBundles = () => bundles;
export const bundlesAt = (hub) => bundles.filter((bundle) => bundle.hub === hub);
/** Returns the bundle that is selected, or undefined, also where the filters leave too little of it. */
export const selectedBundle = () => bundles.find(({ key }) => key === state.bundle);

/** Returns the node that the picture is arranged around, or null: that in focus or, on a page about one node, that. */
export const centreOf = () => state.ego ?? data.start ?? null;

export const hasFilters = () => isFiltered(state.filters);
/** Whether less than everything is visible. */
export const isNarrowed = () => state.ego !== null || state.hiddenKinds.size > 0 || hasFilters();

const unfiltered = applyFilters(graph, noFilters());
let filtered = unfiltered;

/** Returns what passes the filters, as applyFilters does; the legend and the focus are not in it. */
export const passing = () => filtered;

/** How many nodes of each kind the legend shows or would show: those that pass the filters and are in the focus. */
export const kindCounts = new Map();

/** Returns 1 for each node within `hops` of the node in focus, or null where there is none. */
function nearFocus() {
  if (state.ego === null) return null;
  const near = new Uint8Array(graph.nodes.length);
  let layer = [state.ego];
  near[state.ego] = 1;
  for (let hop = 0; hop < state.hops; hop++) {
    const next = [];
    for (const id of layer)
      for (const edge of graph.incident(id)) {
        const { from, to } = graph.edges[edge];
        const other = from === id ? to : from;
        if (near[other] || !filtered.edges[edge]) continue;
        near[other] = 1;
        if (!state.hiddenKinds.has(graph.nodes[other].group)) next.push(other);
      }
    layer = next;
  }
  return near;
}

/** Updates what is visible: what passes the filters and the legend and, if a node is in focus, is near it. */
export function updateVisibility() {
  filtered = hasFilters() ? applyFilters(graph, state.filters) : unfiltered;
  const near = nearFocus();
  kindCounts.clear();
  for (const { id, group } of graph.nodes) {
    const isPassing = filtered.nodes[id] && (!near || near[id]);
    if (isPassing) kindCounts.set(group, (kindCounts.get(group) ?? 0) + 1);
    inScope[id] = isPassing ? 1 : 0;
    visible[id] = isPassing && !state.hiddenKinds.has(group) ? 1 : 0;
  }
  for (const { id, from, to } of graph.edges) {
    edgeInScope[id] = filtered.edges[id] && inScope[from] && inScope[to] ? 1 : 0;
    edgeVisible[id] = edgeInScope[id] && visible[from] && visible[to] ? 1 : 0;
  }
  updateDrawn();
  updateBundles();
}

function updateDrawn() {
  drawn.fill(0);
  let hasLinks = false;
  for (const { id, from, to } of graph.edges)
    if (edgeVisible[id] && from !== to) hasLinks = Boolean((drawn[from] = drawn[to] = 1));
  if (!hasLinks) return drawn.set(visible);
  for (const id of [state.node, state.ego]) if (id !== null && visible[id]) drawn[id] = 1;
}

/** Finds the bundles of what is drawn; one that holds the selection is opened, and stays so. */
function updateBundles() {
  const selected = selectedNodes();
  bundled.fill(0);
  bundles = findBundles(graph, drawn, edgeVisible, centreOf()).map((bundle) => {
    if (bundle.leaves.some((id) => selected.has(id))) state.openBundles.add(bundle.key);
    return { ...bundle, isOpen: state.openBundles.has(bundle.key) };
  });
  for (const { leaves, isOpen } of bundles) if (!isOpen) for (const id of leaves) [drawn[id], bundled[id]] = [0, 1];
  for (const { id, from, to } of graph.edges) edgeDrawn[id] = edgeVisible[id] && drawn[from] && drawn[to] ? 1 : 0;
}

function selectedNodes() {
  const edge = graph.edges[state.edge];
  return new Set([state.node, ...(edge ? [edge.from, edge.to] : []), ...(state.path?.nodes ?? [])]);
}

let emphasis = null;
let emphasisedBundle; // the selected one

function findEmphasis() {
  emphasisedBundle = selectedBundle();
  if (emphasisedBundle) return new Set([emphasisedBundle.hub, ...emphasisedBundle.leaves]);
  if (state.path) return new Set(state.path.nodes);
  if (state.community !== null) return new Set(graph.communities.get(state.community));
  if (state.edge !== null) return new Set([graph.edges[state.edge].from, graph.edges[state.edge].to]);
  if (state.node !== null) return new Set([state.node, ...graph.neighbours(state.node)]);
  return null;
}

/** Returns the highlighted nodes: of the path, the community, the bundle, the edge, or the node with its neighbours; null: all. */
export const emphasised = () => emphasis;

export function isEdgeEmphasised({ id, from, to }) {
  if (state.path) return state.path.edges.includes(id);
  if (state.community !== null) return [from, to].every((end) => graph.nodes[end].community === state.community);
  if (state.edge !== null) return id === state.edge;
  if (emphasisedBundle) return [from, to].every((end) => emphasis.has(end));
  return state.node !== null && (from === state.node || to === state.node);
}

const listeners = [];

/** Registers a listener, which is called with "hover" where only state.hover changed, else with "all". */
export const onChange = (listener) => listeners.push(listener);

/** Registers a listener for all changes but those of state.hover. */
export const onChangeOfView = (listener) => onChange((what) => what !== "hover" && listener());

/** Updates what follows from the state, and notifies every listener in the order of registration. */
export function changed(what = "all") {
  if (what !== "hover") {
    updateVisibility();
    emphasis = findEmphasis();
  }
  for (const listener of listeners) listener(what);
}

/** Returns the filters as plain values, dates in ISO form. */
export function filterValues() {
  const { types, statuses, sources, confidence, from, to } = state.filters;
  const date = (day) => (day === null ? null : isoDay(day));
  const hidden = { types: [...types], statuses: [...statuses], sources: [...sources] };
  return { ...hidden, confidence, from: date(from), to: date(to) };
}

const communityColours = new Map(largestCommunities.map((number, index) => [number, data.palette[index]]));
export const communityColour = (number) => (communityColours.get(number) ?? data.plain)[state.theme === "dark" ? 1 : 0];
export const kindColour = (kind) => kinds.get(kind)[state.theme];
export const nodeColour = (id) =>
  state.colours === "community" ? communityColour(graph.nodes[id].community) : kindColour(graph.nodes[id].group);
