// Hit testing: a scan of all nodes or edges is fast enough and needs no index.

/** Returns the visible node that is nearest to a point relative to its own reach, and within it; else null. */
export function nearestNode({ xs, ys }, { x, y }, reachOf, isShown) {
  let best = null;
  let least = 1;
  for (let id = 0; id < xs.length; id++) {
    const dx = xs[id] - x;
    const dy = ys[id] - y;
    const reach = reachOf(id);
    if (Math.abs(dx) > reach || Math.abs(dy) > reach || !isShown(id)) continue;
    const distance = Math.hypot(dx, dy) / reach;
    if (distance < least) [best, least] = [id, distance];
  }
  return best;
}

/** Returns the number of the edge, of those given, that passes a point within `reach` and nearest to it; else null. */
export function nearestEdge({ xs, ys }, edges, { x, y }, reach) {
  let best = null;
  let least = reach;
  for (const { id, from, to } of edges) {
    const [dx, dy] = [xs[to] - xs[from], ys[to] - ys[from]];
    const along = ((x - xs[from]) * dx + (y - ys[from]) * dy) / (dx * dx + dy * dy || 1);
    const share = Math.min(1, Math.max(0, along));
    const distance = Math.hypot(xs[from] + share * dx - x, ys[from] + share * dy - y);
    if (distance < least) [best, least] = [id, distance];
  }
  return best;
}
