// Where the nodes of the picture stand: where the build put them or, around a node in focus, as its neighbourhood.
import { NEVER } from "../core/dates.js";
import { egoLayout } from "../core/ego-layout.js";
import { data, graph } from "./data.js";
import { drawing } from "./drawing.js";
import { shownNeighbours } from "./shown.js";
import { drawnNodes, filterValues, state } from "./state.js";

const MAX_NODES = 1500; // of a neighbourhood with a layout of its own
const home = graph.nodes.map(({ x, y }) => ({ x, y }));
let placedFor = "";

/** Returns the node that the picture is arranged around, or null: that in focus or, on a page about one node, that. */
const centreOf = () => state.ego ?? data.start ?? null;

/** Moves the nodes where the state wants them. */
export function updatePlaces() {
  const centre = centreOf();
  const nodes = centre === null ? [] : drawnNodes();
  const isOwn = nodes.length > 1 && nodes.length <= MAX_NODES && nodes.includes(centre);
  const filters = state.ego === null ? "" : JSON.stringify([state.hops, [...state.hiddenKinds], filterValues()]);
  const key = isOwn ? `${centre} ${filters}` : "";
  if (key === placedFor) return;
  placedFor = key;
  for (const node of graph.nodes) Object.assign(node, home[node.id]);
  if (isOwn) {
    const { x, y } = home[centre];
    const about = (id) => ({
      group: graph.nodes[id].group,
      day: graph.firstDay[id] === NEVER ? 0 : graph.firstDay[id],
    });
    const places = egoLayout(centre, nodes, shownNeighbours, about);
    for (const [id, place] of places) Object.assign(graph.nodes[id], { x: x + place.x, y: y + place.y });
  }
  drawing.moved();
}
