// The shortest path between two nodes along edges that are shown, in either direction of each.
import { otherEnd } from "./graph.js";

/** Returns { from, to, nodes, edges } (breadth first), or null if there is no path. */
export function shortestPath({ edges: allEdges, incident }, from, to, isEdgeShown) {
  const cameBy = new Map([[from, null]]); // node -> the node before it, and the edge between
  for (let layer = [from]; layer.length && !cameBy.has(to);) {
    const next = [];
    for (const id of layer)
      for (const number of incident(id)) {
        const edge = allEdges[number];
        const other = otherEnd(edge, id);
        if (!isEdgeShown(edge) || cameBy.has(other)) continue;
        cameBy.set(other, [id, number]);
        next.push(other);
      }
    layer = next;
  }
  if (!cameBy.has(to)) return null;
  const nodes = [to];
  const edges = [];
  for (let step = cameBy.get(to); step; step = cameBy.get(nodes[0])) {
    nodes.unshift(step[0]);
    edges.unshift(step[1]);
  }
  return { from, to, nodes, edges };
}
