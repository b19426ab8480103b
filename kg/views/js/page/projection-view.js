// What the tab of ties shows: a projection of what passes the filters, its measures, and where its nodes stand.
import { passingSources } from "../core/filtering.js";
import { forceLayout } from "../core/force-layout.js";
import { measure } from "../core/measures.js";
import { canTie, project, PROJECTIONS } from "../core/projection.js";
import { graph } from "./data.js";
import { shownArticles, shownCitations } from "./shown.js";
import { edgeInScope, filterValues, inScope, passing, state } from "./state.js";

export const MAX_DRAWN = 400; // nodes: the most strongly tied
export const MEASURES = {
  degree: ["相邻数", "Degree"],
  strength: ["总强度", "Strength"],
  betweenness: ["中介中心性", "Betweenness"],
};

// What is asked for; then the network, the measures of its nodes, and the places of those that are drawn.
export const ties = {
  kinds: "person-person",
  by: "events",
  least: 1,
  sizeBy: "degree",
  isByCommunity: true,
  network: { nodes: [], edges: [] },
  measures: null,
  drawn: [], // nodes, the highest first
  edges: [], // between them
  places: new Map(),
  camera: { x: 0, y: 0, scale: 1 },
  isFitted: false,
  computedFor: "",
  surface: null,
};

function makeView() {
  const { sentences } = passingSources(graph, { ...passing(), nodes: inScope, edges: edgeInScope });
  const { ofSource, inTime } = passing().articles;
  return {
    isNode: (id) => inScope[id] === 1,
    isEdge: (number) => edgeInScope[number] === 1,
    citationsOf: (number) => shownCitations([graph.edges[number]]),
    articlesOf: (id) => (inScope[id] && graph.nodes[id].group !== "Event" ? shownArticles(id) : []),
    isSentence: (number) => {
      const article = graph.sentences[number][1];
      return sentences[number] === 1 && (article < 0 || (ofSource[article] && inTime[article]));
    },
  };
}

export const asked = () => ({ kinds: PROJECTIONS[ties.kinds], by: ties.by, least: ties.least });

/** Makes the projection anew where the filters, or what is asked for, have changed; returns whether it did. */
export function updateTies() {
  const { kinds, by } = asked();
  if (!canTie(kinds, by)) ties.by = "events";
  const key = JSON.stringify([ties.kinds, ties.by, ties.least, state.ego, state.hops, filterValues()]);
  if (key === ties.computedFor) return false;
  ties.computedFor = key;
  ties.network = project(graph, asked(), makeView());
  ties.measures = measure(ties.network);
  const { strength } = ties.measures;
  ties.drawn = [...ties.network.nodes].sort((a, b) => strength.get(b) - strength.get(a) || a - b).slice(0, MAX_DRAWN);
  const isDrawn = new Set(ties.drawn);
  ties.edges = ties.network.edges.filter(({ a, b }) => isDrawn.has(a) && isDrawn.has(b));
  ties.places = forceLayout({ nodes: ties.drawn, edges: ties.edges }, ties.places);
  return true;
}

/** Returns the edge of the projection between two nodes, or undefined. */
export const tieBetween = (one, other) => {
  const [a, b] = one < other ? [one, other] : [other, one];
  return ties.network.edges.find((edge) => edge.a === a && edge.b === b);
};

/** Returns a measure of a node as a share of the greatest. */
export function share(name, id) {
  const values = ties.measures[name];
  const most = ties.drawn.reduce((greatest, node) => Math.max(greatest, values.get(node)), 0);
  return most ? values.get(id) / most : 0;
}

export const onScreen = ({ x, y }, width, height) => ({
  x: (x - ties.camera.x) * ties.camera.scale + width / 2,
  y: (y - ties.camera.y) * ties.camera.scale + height / 2,
});

export function fitTies() {
  const { clientWidth: width, clientHeight: height } = ties.surface.canvas;
  const points = [...ties.places.values()];
  if (!points.length || !width) return;
  const range = (values) => [Math.min(...values), Math.max(...values)];
  const [left, right] = range(points.map(({ x }) => x));
  const [top, bottom] = range(points.map(({ y }) => y));
  const scale = Math.min(1.6, (width - 120) / (right - left + 1), (height - 90) / (bottom - top + 1));
  ties.camera = { x: (left + right) / 2, y: (top + bottom) / 2 + 8 / scale, scale };
}
