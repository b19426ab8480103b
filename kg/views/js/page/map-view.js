// The content of the map: places by coordinates, larger the more is reported there; places near on the screen share one circle
// with a number. A place without coordinates counts at the nearest place that contains it.
import { clusterSites, mercatorY, narrowestSpan, nearestTurn } from "../core/geography.js";
import { graph } from "./data.js";
import { shownArticles } from "./shown.js";
import { isEdgeVisible, isVisible, passing, state } from "./state.js";

export const MAX_SCALE = 8000; // pixels a degree
const REACH = 34; // pixels within which places are one circle
export const MEASURES = {
  events: { names: ["事件", "Events"], kind: "Event" },
  organisations: { names: ["机构", "Organisations"], kind: "Organisation" },
  articles: { names: ["文章", "Articles"], kind: "Place" },
};
const COUNTED = ["events", "organisations", "people", "articles", "contained"];
const LOCATIONS = { place: "events", locatedIn: "organisations", bornIn: "people", livesIn: "people" };

// What is shown: the middle in degrees, pixels a degree, what the circles are sized by, and what they count.
export const map = {
  x: 0,
  y: 0,
  scale: 1,
  isFitted: false,
  measure: "events",
  tallies: new Map(), // site -> sets of what is visible there
  selected: new Set(), // the sites that the selection has to do with
  clusters: [],
  clusteredFor: "", // the scale and the measure of the clusters
  shown: [],
  outline: null,
  surface: null,
};

const isPlace = (id) => graph.nodes[id].group === "Place";
const edgesOf = (predicate) => graph.edges.filter(({ statements }) => statements.some(([name]) => name === predicate));

// The places; which site (a place with coordinates) each is or lies in; and what is located at which place.
export const atlas = (() => {
  const above = new Map(edgesOf("partOf").map(({ from, to }) => [from, to]));
  const places = graph.nodes.map(({ id }) => id).filter(isPlace);
  const siteOf = new Map();
  for (const id of places) {
    const seen = new Set();
    let at = id;
    while (at !== undefined && !graph.nodes[at].point && !seen.has(at)) {
      seen.add(at);
      at = above.get(at);
    }
    if (at !== undefined && graph.nodes[at].point) siteOf.set(id, at);
  }
  const sites = places.filter((id) => graph.nodes[id].point);
  const positions = new Map(
    sites.map((id) => {
      const [latitude, longitude] = graph.nodes[id].point;
      return [id, { x: longitude, y: mercatorY(latitude) }];
    }),
  );
  const locations = Object.entries(LOCATIONS).flatMap(([predicate, counted]) =>
    edgesOf(predicate)
      .filter(({ to }) => isPlace(to))
      .map((edge) => ({ edge, counted, located: edge.from, place: edge.to })),
  );
  const placesOf = new Map();
  for (const { located, place } of locations) placesOf.set(located, [...(placesOf.get(located) ?? []), place]);
  return { places, siteOf, positions, locations, placesOf };
})();

/** Whether what is located somewhere counts there: in the focus on one entity, the places of its events are a step too far. */
const countsThere = ({ edge, located }) =>
  isEdgeVisible(edge) ||
  (state.ego !== null && isVisible(located) && passing().edges[edge.id] === 1 && !state.hiddenKinds.has("Place"));

/** Counts what is visible at each site. */
export function updateTallies() {
  map.tallies = new Map();
  const located = atlas.locations.filter(countsThere);
  const reached = new Set(located.map(({ place }) => place));
  for (const id of atlas.places) {
    const site = atlas.siteOf.get(id);
    if (!(isVisible(id) || reached.has(id)) || site === undefined) continue;
    if (!map.tallies.has(site)) map.tallies.set(site, Object.fromEntries(COUNTED.map((name) => [name, new Set()])));
    const tally = map.tallies.get(site);
    for (const article of shownArticles(id)) tally.articles.add(article);
    if (site !== id) tally.contained.add(id);
  }
  for (const { counted, located: what, place } of located)
    map.tallies.get(atlas.siteOf.get(place))?.[counted].add(what);
  map.selected = selectedSites();
  map.clusteredFor = "";
}

function selectedNodes() {
  if (state.path) return state.path.nodes;
  if (state.edge !== null) return [graph.edges[state.edge].from, graph.edges[state.edge].to];
  return state.node !== null ? [state.node] : [];
}

/** Returns the sites of the selection: itself, where it is located, and where its events were. */
function selectedSites() {
  const places = new Set();
  for (const id of selectedNodes()) {
    if (isPlace(id)) places.add(id);
    const eventsNear = isPlace(id)
      ? []
      : [...graph.neighbours(id)].filter((other) => graph.nodes[other].group === "Event");
    for (const one of [id, ...eventsNear]) for (const place of atlas.placesOf.get(one) ?? []) places.add(place);
  }
  return new Set([...places].map((id) => atlas.siteOf.get(id)).filter((site) => site !== undefined));
}

export const weightOf = (site) => map.tallies.get(site)[map.measure].size;

/** Joins what is near on the screen, at the present scale. */
export function updateClusters() {
  const key = `${map.scale.toFixed(4)} ${map.measure}`;
  if (map.clusteredFor === key) return;
  map.clusteredFor = key;
  const { degree } = graph;
  const sites = [...map.tallies.keys()].sort((a, b) => weightOf(b) - weightOf(a) || degree(b) - degree(a) || a - b);
  map.clusters = clusterSites(sites, (site) => atlas.positions.get(site), REACH / map.scale);
  for (const cluster of map.clusters) {
    const together = (name) => new Set(cluster.sites.flatMap((site) => [...map.tallies.get(site)[name]]));
    cluster.counts = Object.fromEntries(COUNTED.map((name) => [name, together(name).size]));
    cluster.weight = cluster.counts[map.measure];
  }
}

/** Returns where a place is on the screen: of its copies around the world, the one nearest to the middle of the map. */
export const onScreen = ({ x, y }, width, height) => ({
  x: nearestTurn(x - map.x) * map.scale + width / 2,
  y: (y - map.y) * map.scale + height / 2,
});

export function fitSites(sites, closest = 150) {
  const { clientWidth: width, clientHeight: height } = map.surface.canvas;
  const points = sites.map((site) => atlas.positions.get(site));
  if (!points.length || !width) return;
  const range = (values) => [Math.min(...values), Math.max(...values)];
  const [west, east] = narrowestSpan(points.map(({ x }) => x));
  const [north, south] = range(points.map(({ y }) => y));
  map.x = (west + east) / 2;
  map.y = (north + south) / 2;
  const fitting = [(width - 110) / Math.max(east - west, 0.01), (height - 90) / Math.max(south - north, 0.01)];
  map.scale = Math.min(closest, ...fitting);
}

export const fitAll = () => fitSites([...map.tallies.keys()]);

const CLOSEST_FIRST = 40; // pixels a degree: a province or two around the places of one entity

/** Fits the places of the selection, such as those of a person's events, else all. */
export const fitFirst = () => (map.selected.size ? fitSites([...map.selected], CLOSEST_FIRST) : fitAll());
