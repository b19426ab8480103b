// Measures of an undirected weighted network { nodes, edges: [{ a, b, weight }] }, whose nodes are numbers.

/** Returns the neighbours of each node: node -> [[other, weight], ...]. */
export function adjacency({ nodes, edges }) {
  const near = new Map(nodes.map((node) => [node, []]));
  for (const { a, b, weight } of edges) {
    near.get(a).push([b, weight]);
    near.get(b).push([a, weight]);
  }
  return near;
}

const MAX_STEPS = 3e7; // nodes times edges, up to which every node is a source

/**
 * Returns { values, isSampled }: node -> betweenness between 0 and 1 (Brandes 2001, without weights). In a large network it
 * is estimated from evenly spread sources.
 */
export function betweenness({ nodes, edges }, near) {
  const values = new Map(nodes.map((node) => [node, 0]));
  const steps = nodes.length * (edges.length + nodes.length);
  const every = Math.max(1, Math.ceil(steps / MAX_STEPS));
  const sources = nodes.filter((_, at) => at % every === 0);
  for (const source of sources) addDependencies(source, near, values);
  const pairs = (nodes.length - 1) * (nodes.length - 2);
  const scale = pairs > 0 ? nodes.length / sources.length / pairs : 0;
  for (const [node, value] of values) values.set(node, value * scale);
  return { values, isSampled: every > 1 };
}

/** Adds the dependencies of one source on every other node. */
function addDependencies(source, near, values) {
  const distance = new Map([[source, 0]]);
  const paths = new Map([[source, 1]]);
  const before = new Map([[source, []]]);
  const order = [source];
  for (let at = 0; at < order.length; at++) {
    const node = order[at];
    for (const [other] of near.get(node)) {
      if (!distance.has(other)) {
        distance.set(other, distance.get(node) + 1);
        paths.set(other, 0);
        before.set(other, []);
        order.push(other);
      }
      if (distance.get(other) !== distance.get(node) + 1) continue;
      paths.set(other, paths.get(other) + paths.get(node));
      before.get(other).push(node);
    }
  }
  const dependency = new Map();
  for (const node of order.reverse()) {
    const own = dependency.get(node) ?? 0;
    for (const earlier of before.get(node))
      dependency.set(earlier, (dependency.get(earlier) ?? 0) + (paths.get(earlier) / paths.get(node)) * (1 + own));
    if (node !== source) values.set(node, values.get(node) + own);
  }
}

/** Returns node -> the number of its community, the largest 0 (Louvain: Blondel et al. 2008, nodes in their order). */
export function communities({ nodes, edges }) {
  let member = new Map(nodes.map((node) => [node, node]));
  let level = { nodes, edges };
  for (let round = 0; round < 10; round++) {
    const moved = moveNodes(level);
    if (!moved) break;
    member = new Map([...member].map(([node, group]) => [node, moved.get(group)]));
    level = merged(level, moved);
  }
  return numbered(member);
}

/** Moves each node to the neighbouring community that gains most modularity, until none moves; null where none did. */
function moveNodes({ nodes, edges }) {
  const near = adjacency({ nodes, edges: edges.filter(({ a, b }) => a !== b) });
  const strength = new Map(nodes.map((node) => [node, 0]));
  let whole = 0;
  for (const { a, b, weight } of edges) {
    strength.set(a, strength.get(a) + weight);
    strength.set(b, strength.get(b) + weight);
    whole += 2 * weight;
  }
  const group = new Map(nodes.map((node) => [node, node]));
  const total = new Map(strength);
  let hasMoved = false;
  for (let isMoving = true, round = 0; isMoving && round < 30; round++) {
    isMoving = false;
    for (const node of nodes) {
      const links = new Map();
      for (const [other, weight] of near.get(node))
        links.set(group.get(other), (links.get(group.get(other)) ?? 0) + weight);
      const own = group.get(node);
      const weight = strength.get(node);
      total.set(own, total.get(own) - weight);
      const gain = (to) => (links.get(to) ?? 0) - (total.get(to) * weight) / whole;
      let best = own;
      for (const to of links.keys()) if (gain(to) > gain(best) + 1e-9) best = to;
      total.set(best, total.get(best) + weight);
      group.set(node, best);
      if (best !== own) isMoving = hasMoved = true;
    }
  }
  return hasMoved ? group : null;
}

/** Returns the network of the communities; what is inside one becomes a loop. */
function merged({ edges }, group) {
  const found = new Map();
  for (const { a, b, weight } of edges) {
    const [low, high] = [group.get(a), group.get(b)].sort((x, y) => x - y);
    const key = `${low} ${high}`;
    if (!found.has(key)) found.set(key, { a: low, b: high, weight: 0 });
    found.get(key).weight += weight;
  }
  return { nodes: [...new Set(group.values())], edges: [...found.values()] };
}

function numbered(member) {
  const sizes = new Map();
  for (const group of member.values()) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const order = [...sizes].sort(([a, m], [b, n]) => n - m || a - b).map(([group]) => group);
  const numbers = new Map(order.map((group, number) => [group, number]));
  return new Map([...member].map(([node, group]) => [node, numbers.get(group)]));
}

/** Returns { degree, strength, betweenness, community, isSampled } of each node, as maps. */
export function measure(network) {
  const near = adjacency(network);
  const degree = new Map([...near].map(([node, others]) => [node, others.length]));
  const strength = new Map(
    [...near].map(([node, others]) => [node, others.reduce((sum, [, weight]) => sum + weight, 0)]),
  );
  const { values, isSampled } = betweenness(network, near);
  return { degree, strength, betweenness: values, community: communities(network), isSampled };
}
