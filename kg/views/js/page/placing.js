// Where the nodes of the picture stand: where the build put them or, around a node in focus, as its neighbourhood; and where
// bundles do.
import { NEVER } from "../core/dates.js";
import { egoLayout } from "../core/ego-layout.js";
import { bundleSize, HANDLE, offsetsAround } from "../core/leaf-bundles.js";
import { graph } from "./data.js";
import { drawing } from "./drawing.js";
import { shownNeighbours } from "./shown.js";
import { allBundles, bundlesAt, centreOf, drawnNodes, filterValues, state } from "./state.js";

const MAX_NODES = 1500; // of a neighbourhood with a layout of its own
const home = graph.nodes.map(({ x, y }) => ({ x, y }));
let placedFor = "";
let placed = []; // bundles, each with its offset

/** Whether the picture is arranged as the neighbourhood of a node. */
export const isNeighbourhood = () => placedFor !== "";

/** Returns the bundles as they are in the picture, each with how far from its hub its mark stands, `offset`: { x, y }. */
export const placedBundles = () => placed;

/** Returns the radius of the mark of a bundle. */
export const markSize = ({ isOpen, leaves }) => (isOpen ? HANDLE : bundleSize(leaves.length));

/** Moves the nodes where the state wants them. */
export function updatePlaces() {
  const centre = centreOf();
  const closed = allBundles().filter(({ isOpen }) => !isOpen);
  // a bundle stands where its first leaf would
  const nodes = centre === null ? [] : [...drawnNodes(), ...closed.map(({ leaves }) => leaves[0])];
  const isOwn = nodes.length > 1 && nodes.length <= MAX_NODES && nodes.includes(centre);
  const filters = state.ego === null ? "" : JSON.stringify([state.hops, [...state.hiddenKinds], filterValues()]);
  const key = isOwn ? `${centre} ${filters} ${JSON.stringify(closed.map((bundle) => bundle.key))}` : "";
  const isOther = key !== placedFor;
  placedFor = key;
  if (isOther) for (const node of graph.nodes) Object.assign(node, home[node.id]);
  if (isOther && isOwn) placeAround(centre, nodes, closed);
  placed = placeBundles();
  if (isOther) drawing.moved();
}

function placeAround(centre, nodes, closed) {
  const { x, y } = home[centre];
  const bundles = new Set(closed.map(({ leaves }) => leaves[0]));
  const about = (id) => ({
    group: graph.nodes[id].group,
    day: graph.firstDay[id] === NEVER ? 0 : graph.firstDay[id],
    isBundle: bundles.has(id),
  });
  const places = egoLayout(centre, nodes, shownNeighbours, about);
  for (const [id, place] of places) Object.assign(graph.nodes[id], { x: x + place.x, y: y + place.y });
  for (const { leaves } of closed) {
    const place = graph.nodes[leaves[0]];
    for (const id of leaves) Object.assign(graph.nodes[id], { x: place.x, y: place.y });
  }
}

/** Returns how far some nodes stand from a hub in the mean. */
function meanOffset(hub, ids) {
  const mean = (axis) => ids.reduce((sum, id) => sum + graph.nodes[id][axis], 0) / ids.length - graph.nodes[hub][axis];
  return { x: mean("x"), y: mean("y") };
}

/** Returns the bundles with their offsets: as the layout has placed them or, where it knows of none, beside their hubs. */
function placeBundles() {
  const hubs = new Set(allBundles().map(({ hub }) => hub));
  return [...hubs].flatMap((hub) => {
    const isBeside = ({ isOpen }) => !isNeighbourhood() || isOpen;
    const beside = bundlesAt(hub).filter(isBeside);
    const closedLeaves = beside.filter(({ isOpen }) => !isOpen).flatMap(({ leaves }) => leaves);
    // the handles of open bundles alone stand above the hub, whose name is below
    const towards = closedLeaves.length ? meanOffset(hub, closedLeaves) : { x: 0, y: 0 };
    const offsets = offsetsAround(graph.nodes[hub].size, beside.map(markSize), towards);
    const laidOut = bundlesAt(hub).filter((bundle) => !isBeside(bundle));
    return [
      ...beside.map((bundle, at) => ({ ...bundle, offset: offsets[at] })),
      ...laidOut.map((bundle) => ({ ...bundle, offset: meanOffset(hub, bundle.leaves) })),
    ];
  });
}
