// A layout of some hundred nodes by forces: repulsion between all, springs along ties, a pull to the middle that keeps
// unconnected parts beside each other. Nodes that had a place begin there, so that a network which changes a little moves a little.

const SPACE = 60; // units between neighbours
const NEAR = (SPACE * 0.55) ** 2; // within which nodes would cover each other
const GOLDEN_ANGLE = 2.399963229728653;

/** Returns node -> { x, y }; `before` are places that some nodes had. */
export function forceLayout({ nodes, edges }, before = new Map()) {
  const index = new Map(nodes.map((node, at) => [node, at]));
  const known = nodes.filter((node) => before.has(node)).length;
  const places = nodes.map((node, at) => {
    const radius = SPACE * 0.8 * Math.sqrt(at + 0.5);
    return before.get(node) ?? { x: radius * Math.cos(at * GOLDEN_ANGLE), y: radius * Math.sin(at * GOLDEN_ANGLE) };
  });
  const xs = Float64Array.from(places, ({ x }) => x);
  const ys = Float64Array.from(places, ({ y }) => y);
  const ties = edges.map(({ a, b, weight }) => [index.get(a), index.get(b), 1 + Math.log2(weight)]);
  const degrees = new Float64Array(nodes.length).fill(1);
  for (const [a, b] of ties) for (const end of [a, b]) degrees[end]++;
  const settled = nodes.length > 0 && known / nodes.length > 0.6;
  const rounds = settled ? 60 : 200;
  for (let round = 0; round < rounds; round++) {
    const heat = SPACE * (settled ? 0.25 : 1) * (1 - round / rounds) + 0.5;
    moveAll(xs, ys, ties, degrees, heat);
  }
  return new Map(nodes.map((node, at) => [node, { x: xs[at], y: ys[at] }]));
}

function moveAll(xs, ys, ties, degrees, heat) {
  const count = xs.length;
  const masses = degrees.map((degree) => SPACE * Math.sqrt(Math.min(degree, 30)));
  const fx = Float64Array.from(xs, (x) => -x * 0.06);
  const fy = Float64Array.from(ys, (y) => -y * 0.1); // windows are wider than high
  for (let a = 0; a < count; a++)
    for (let b = a + 1; b < count; b++) {
      const dx = xs[a] - xs[b] || 1e-3 * (a - b);
      const dy = ys[a] - ys[b];
      const square = dx * dx + dy * dy + 1;
      const push = (masses[a] * masses[b]) / square + (square < NEAR ? 1.5 : 0);
      fx[a] += dx * push;
      fy[a] += dy * push;
      fx[b] -= dx * push;
      fy[b] -= dy * push;
    }
  for (const [a, b, pull] of ties) {
    const force = (0.35 * pull) / Math.sqrt(Math.min(degrees[a], degrees[b]));
    const [dx, dy] = [(xs[b] - xs[a]) * force, (ys[b] - ys[a]) * force];
    fx[a] += dx;
    fy[a] += dy;
    fx[b] -= dx;
    fy[b] -= dy;
  }
  for (let node = 0; node < count; node++) {
    const length = Math.hypot(fx[node], fy[node]) || 1;
    const step = Math.min(length, heat) / length;
    xs[node] += fx[node] * step;
    ys[node] += fy[node] * step;
  }
}
