// The layout of a neighbourhood: its centre in the middle, what is next to it on circles around, grouped by class and events
// by their days, and what is farther on circles outside, beside that which leads to it: so that the leaves of a hub stand together.
// The bundles of the centre have the first circle for themselves.

const SPACE = 84; // units from node to node along a circle
const ROW = 74; // from circle to circle
const START = 170; // the radius of the first circle
const BUNDLES = 8; // by how much it grows with the root of all nodes where bundles are on it: nodes are drawn larger from afar
const [WIDE, HIGH] = [1.15, 0.75]; // as windows are wider than high
const GROUPS = ["Person", "Organisation", "Event", "Place", "Award"];

/** Returns the layers around a node, nearest first, and by what each node was reached. */
function layersFrom(centre, nodes, near) {
  const cameFrom = new Map([[centre, null]]);
  const layers = [];
  for (let layer = [centre]; layer.length;) {
    const next = [];
    for (const node of layer)
      for (const other of near(node)) {
        if (cameFrom.has(other) || !nodes.has(other)) continue;
        cameFrom.set(other, node);
        next.push(other);
      }
    if (next.length) layers.push(next);
    layer = next;
  }
  const apart = [...nodes].filter((node) => !cameFrom.has(node));
  if (apart.length) layers.push(apart);
  return { layers, cameFrom };
}

/**
 * Returns node -> { x, y } around the centre at nought; `near(node)` gives neighbours, `about(node)` { group, day, isBundle }, where
 * day is that of an event and else 0.
 */
export function egoLayout(centre, nodes, near, about) {
  const { layers, cameFrom } = layersFrom(centre, new Set(nodes), near);
  const places = new Map([[centre, { x: 0, y: 0 }]]);
  const turns = new Map([[centre, 0]]); // the angle at which each node stands
  const rank = (node) => GROUPS.indexOf(about(node).group);
  const leaves = (node) => near(node).length;
  const byClass = (a, b) => rank(a) - rank(b) || about(a).day - about(b).day || leaves(b) - leaves(a) || a - b;
  const turnOf = (node) => turns.get(cameFrom.get(node)) ?? 7;
  const isBundle = (node) => about(node).isBundle;
  const [bundles, others] = [layers[0]?.filter(isBundle) ?? [], layers[0]?.filter((node) => !isBundle(node)) ?? []];
  let radius = START;
  if (bundles.length)
    radius = placeLayer(bundles.sort(byClass), START + BUNDLES * Math.sqrt(nodes.length), places, turns) + ROW;
  for (const [depth, layer] of [others, ...layers.slice(1)].entries()) {
    const order = depth ? layer.sort((a, b) => turnOf(a) - turnOf(b) || byClass(a, b)) : layer.sort(byClass);
    radius = placeLayer(order, radius, places, turns) + ROW;
  }
  return places;
}

/** Places a layer in as many circles as it needs, those that follow each other side by side; returns the last radius. */
function placeLayer(order, first, places, turns) {
  let rows = 1;
  const room = (count) => {
    let sum = 0;
    for (let row = 0; row < count; row++) sum += Math.floor((2 * Math.PI * (first + row * ROW)) / SPACE);
    return sum;
  };
  while (room(rows) < order.length) rows++;
  for (const [at, node] of order.entries()) {
    const turn = (2 * Math.PI * at) / (Math.ceil(order.length / rows) * rows) - Math.PI / 2;
    const radius = first + (at % rows) * ROW;
    turns.set(node, turn);
    places.set(node, { x: radius * Math.cos(turn) * WIDE, y: radius * Math.sin(turn) * HIGH });
  }
  return first + (rows - 1) * ROW;
}
