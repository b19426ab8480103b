// The coordinates of a network, and how they become those of sigma: the whole between 0 and 1, upwards.

/** Returns the least and the greatest of some values. */
export function bounds(values) {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

export function makeFrame(nodes) {
  const xs = Float32Array.from(nodes, ({ x }) => x);
  const ys = Float32Array.from(nodes, ({ y }) => y);
  const [left, right] = xs.length ? bounds(xs) : [0, 1];
  const [top, bottom] = ys.length ? bounds(ys) : [0, 1];
  const extent = Math.max(right - left, bottom - top, 1);
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  const framedX = (x) => 0.5 + (x - middle.x) / extent;
  const framedY = (y) => 0.5 - (y - middle.y) / extent;
  return { xs, ys, extent, middle, framedX, framedY };
}
