// The order in which a large network is drawn: any beginning of it is spread over the whole.

/** Returns values in an order in which every prefix is spread over the whole. */
export function spread(values) {
  const step = [104729, 1299709, 15485863].find((prime) => values.length % prime) ?? 1;
  return values.map((_, at) => values[(at * step) % values.length]);
}

/** Returns the nodes, the least connected first, so that the others are drawn over them; kinds are mixed. */
export const nodeOrder = ({ nodes, degree }) =>
  Uint32Array.from(spread(nodes.map(({ id }) => id)).sort((a, b) => degree(a) - degree(b)));

/** Returns { order, within }: the `within` edges inside communities first, then those between communities. */
export function edgeOrder({ nodes, edges }) {
  const inner = [];
  const outer = [];
  for (const { id, from, to } of edges) (nodes[from].community === nodes[to].community ? inner : outer).push(id);
  return { order: Uint32Array.from([...spread(inner), ...spread(outer)]), within: inner.length };
}
