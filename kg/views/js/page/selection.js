// What a reader selects, in whichever tab: it changes the state, and every part shows it.
import { graph, nameOf } from "./data.js";
import { drawing } from "./drawing.js";
import { changed, isPlaced, isVisible, placedNodes, state } from "./state.js";
import { announce } from "./announcer.js";
import { edgeLabel, kindOf, localised } from "./localisation.js";

const CLOSE = 1.1; // the scale up to which a few nodes are brought near

export const fitAll = () => drawing.fit(placedNodes());
export const fitNodes = (ids) => drawing.fit(ids.filter(isPlaced), CLOSE);
export const fitNeighbourhood = (id) => fitNodes([id, ...graph.neighbours(id)].filter(isVisible));

/** Changes the selection to a node, an edge, a path, a community or a bundle; without one, to nothing. */
export function select(selection = {}) {
  Object.assign(state, { node: null, edge: null, path: null, community: null, bundle: null, tie: null }, selection);
  changed();
}

export const selectNothing = () => select();

/** Selects a node, also one that the filters hide: they are cleared then. */
export function selectNode(id, centre = false) {
  const isHidden = !isVisible(id);
  if (isHidden) showAll();
  select({ node: id });
  const count = graph.degree(id);
  const cleared = isHidden ? localised("；筛选已清除", "; filters cleared") : "";
  const selected = localised(
    `已选：${nameOf(id)}，${kindOf(id)}，相邻 ${count} 个`,
    `Selected: ${nameOf(id)}, ${kindOf(id)}, ${count} neighbours`,
  );
  announce(selected + cleared);
  if (centre) fitNeighbourhood(id);
}

export function selectEdge(id) {
  const edge = graph.edges[id];
  select({ edge: id });
  announce(`${nameOf(edge.from)} ${edgeLabel(edge)} ${nameOf(edge.to)}`);
}

/** Shows only a node and what is within `hops` of it. */
export function focusOn(id, hops = 1) {
  Object.assign(state, { ego: id, hops });
  selectNode(id);
  fitNodes(placedNodes());
}

function clearFilters() {
  const { types, statuses, sources } = state.filters;
  for (const hidden of [types, statuses, sources]) hidden.clear();
  Object.assign(state.filters, { confidence: 0, from: null, to: null });
}

/** Shows everything again: no filters, no hidden kinds, no focus. */
export function showAll() {
  state.ego = null;
  state.hiddenKinds.clear();
  clearFilters();
  changed();
}

/** Goes back a step: from the neighbours of a node to everything, and to no selection. */
export function stepBack() {
  const wasFocused = state.ego !== null;
  state.ego = null;
  selectNothing();
  if (wasFocused) fitAll();
}

export function toggleKind(kind) {
  if (!state.hiddenKinds.delete(kind)) state.hiddenKinds.add(kind);
  changed();
  if (state.node !== null && !isVisible(state.node)) selectNothing();
}
