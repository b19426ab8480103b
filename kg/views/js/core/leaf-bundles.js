// Bundles: the leaves of a hub, nodes whose only neighbour it is, that are of one class, where they are more than a dozen. The
// picture draws one mark for them; the graph, its counts, its paths and what is exported know nothing of bundles.

export const LEAST = 13; // leaves
export const HANDLE = 8; // the radius of the mark by which an open bundle is closed
const [SMALLEST, LARGEST] = [10, 40]; // radii
const GAP = 24; // between a hub and its bundles, in units of the page
const SIDE = 14; // between one bundle and the next
const ANYWHERE = { x: 0.6, y: -0.8 }; // above the hub: its name is below

/** Returns the only neighbour of each node among what is shown; -1 where there is none, -2 where there are more. */
function onlyNeighbours({ nodes, edges }, drawn, edgeShown) {
  const only = new Int32Array(nodes.length).fill(-1);
  const meet = (id, other) => {
    if (only[id] !== other) only[id] = only[id] === -1 ? other : -2;
  };
  for (const { id, from, to } of edges) {
    if (from === to || !edgeShown[id] || !drawn[from] || !drawn[to]) continue;
    meet(from, to);
    meet(to, from);
  }
  return only;
}

/** Names a bundle for the state and the address; a class has no space in its name. */
const keyOf = ({ nodes }, hub, kind) => `${nodes[hub].key} ${kind}`;

/** Returns the key of a bundle's hub. */
export const hubKeyOf = (key) => key.slice(0, Math.max(0, key.lastIndexOf(" ")));

/**
 * Returns the bundles, { key, hub, kind, leaves }; `drawn` and `edgeShown` hold 1 for the nodes and edges that count. The node
 * that the picture is arranged around, or null, is in none.
 */
export function findBundles(graph, drawn, edgeShown, centre) {
  const only = onlyNeighbours(graph, drawn, edgeShown);
  const found = new Map(); // hub -> class -> leaves
  for (const { id, group } of graph.nodes) {
    const hub = only[id];
    if (hub < 0 || id === centre) continue;
    if (!found.has(hub)) found.set(hub, new Map());
    const classes = found.get(hub);
    if (!classes.has(group)) classes.set(group, []);
    classes.get(group).push(id);
  }
  return [...found].flatMap(([hub, classes]) =>
    [...classes]
      .filter(([, leaves]) => leaves.length >= LEAST)
      .map(([kind, leaves]) => ({ key: keyOf(graph, hub, kind), hub, kind, leaves })),
  );
}

/** Returns the radius of a closed bundle, in units of the page. */
export const bundleSize = (count) => Math.min(LARGEST, SMALLEST + 1.6 * Math.sqrt(count));

/** Returns how far from a hub each of its bundles stands, as { x, y }: side by side, the middle one towards a direction. */
export function offsetsAround(hubSize, sizes, towards) {
  const largest = Math.max(...sizes);
  const distance = hubSize + largest + (largest > HANDLE ? GAP : GAP / 4);
  const { x, y } = Math.hypot(towards.x, towards.y) < 1 ? ANYWHERE : towards;
  const step = 2 * Math.asin(Math.min(1, (2 * largest + SIDE) / (2 * distance)));
  return sizes.map((_, at) => {
    const turn = Math.atan2(y, x) + (at - (sizes.length - 1) / 2) * step;
    return { x: distance * Math.cos(turn), y: distance * Math.sin(turn) };
  });
}
