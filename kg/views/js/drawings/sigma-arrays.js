// Fills the arrays of the two programs for the present state.
import { isUnconfirmed } from "../core/graph.js";
import { graph, isLow } from "../page/data.js";
import { edgeDrawn, emphasised, isEdgeEmphasised, nodeColour, state, drawn } from "../page/state.js";
import { HOLLOW, SHAPES } from "./shaders.js";

const NODE_SLOTS = 5; // numbers for a node: x, y, size, colour, kind
const FAR_AWAY = 1e6;
const EDGE_SLOTS = 8; // and for an edge: x, y, colour and one that is not used, at each end
const kindNumbers = Float32Array.from(
  graph.nodes,
  (node) => SHAPES.indexOf(node.shape) + (isUnconfirmed(node) ? HOLLOW : 0),
);

/** Fills the array of the nodes; highlighted nodes are drawn over the others. */
export function fillNodes(array, { xs, ys, framedX, framedY }, order, { mix }) {
  const standing = emphasised();
  let rest = 0;
  let above = NODE_SLOTS * order.reduce((count, id) => count + (standing?.has(id) ? 0 : 1), 0);
  for (const id of order) {
    const isStanding = standing?.has(id);
    const at = isStanding ? above : rest;
    if (isStanding) above += NODE_SLOTS;
    else rest += NODE_SLOTS;
    const share = standing && !isStanding ? 0.2 : isLow(graph.nodeConfidence[id]) ? 0.55 : 1;
    array[at] = drawn[id] ? framedX(xs[id]) : FAR_AWAY; // a point without size is still one pixel
    array[at + 1] = framedY(ys[id]);
    array[at + 2] = drawn[id] ? graph.nodes[id].size : 0;
    array[at + 3] = mix(nodeColour(id), share);
    array[at + 4] = kindNumbers[id];
  }
}

/** Fills the array of the edges; a hidden edge has no length. */
export function fillEdges(array, { xs, ys, framedX, framedY }, order, { mix }, colours, isLarge) {
  const standing = emphasised();
  const path = state.path && new Set(state.path.edges);
  const isNear = path ? ({ id }) => path.has(id) : isEdgeEmphasised;
  const plain = mix(colours.line, isLarge ? 0.5 : 0.75);
  const doubtful = mix(colours.line, isLarge ? 0.3 : 0.4);
  const dim = mix(colours.line, 0.12);
  const accent = mix(colours.accent, state.community === null ? 1 : 0.5);
  const colourOf = (edge) => {
    if (standing) return isNear(edge) ? accent : dim;
    return isLow(graph.edgeConfidence[edge.id]) ? doubtful : plain;
  };
  let at = 0;
  for (const id of order) {
    const edge = graph.edges[id];
    const { from } = edge;
    const to = edgeDrawn[id] ? edge.to : from;
    array[at] = framedX(xs[from]);
    array[at + 1] = framedY(ys[from]);
    array[at + 2] = array[at + 6] = colourOf(edge);
    array[at + 4] = framedX(xs[to]);
    array[at + 5] = framedY(ys[to]);
    at += EDGE_SLOTS;
  }
}
