// The state of the page, and what follows from it: what is visible and what is emphasised. Every part draws itself from
// the state when it is notified of a change; whoever changes the state calls changed().
import { applyFilters, isFiltered, noFilters } from "../core/filtering.js";
import { isoDay } from "../core/dates.js";
import { data, graph, kinds, largestCommunities } from "./data.js";

export const state = {
  opened: false, // from then on the picture may move
  tab: "network",
  language: "zh",
  theme: "light",
  themeChosen: false, // else the system chooses
  hiddenKinds: new Set(),
  filters: noFilters(),
  colours: "kind", // or "community"
  ego: null, // the node of which only the neighbours are shown
  node: null, // what is selected: a node, an edge, a path { from, to, nodes, edges } or a community
  edge: null,
  path: null,
  community: null,
  hover: null,
};

// What is visible, in step with the state after every changed().
export const visible = new Uint8Array(graph.nodes.length).fill(1);
export const edgeVisible = new Uint8Array(graph.edges.length).fill(1);
export const isVisible = (id) => visible[id] === 1;
export const isEdgeVisible = (edge) => edgeVisible[edge.id] === 1;
export const visibleNodes = () => graph.nodes.map(({ id }) => id).filter(isVisible);

export const hasFilters = () => isFiltered(state.filters);

/** Updates what is visible: what passes the filters and the legend and, if a node is in focus, is adjacent to it. */
export function updateVisibility() {
  const passing = hasFilters() ? applyFilters(graph, state.filters) : null;
  const near = state.ego === null ? null : new Uint8Array(graph.nodes.length);
  if (near) for (const id of [state.ego, ...graph.neighbours(state.ego)]) near[id] = 1;
  for (const { id, group } of graph.nodes)
    visible[id] = (!passing || passing.nodes[id]) && !state.hiddenKinds.has(group) && (!near || near[id]) ? 1 : 0;
  for (const { id, from, to } of graph.edges)
    edgeVisible[id] = (!passing || passing.edges[id]) && visible[from] && visible[to] ? 1 : 0;
}

let emphasis = null;

function findEmphasis() {
  if (state.path) return new Set(state.path.nodes);
  if (state.community !== null) return new Set(graph.communities.get(state.community));
  if (state.edge !== null) return new Set([graph.edges[state.edge].from, graph.edges[state.edge].to]);
  if (state.node !== null) return new Set([state.node, ...graph.neighbours(state.node)]);
  return null;
}

/** Returns the highlighted nodes: of the path, the community, the edge, or the node with its neighbours; null: all. */
export const emphasised = () => emphasis;

export function isEdgeEmphasised({ id, from, to }) {
  if (state.path) return state.path.edges.includes(id);
  if (state.community !== null) return [from, to].every((end) => graph.nodes[end].community === state.community);
  if (state.edge !== null) return id === state.edge;
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
