"use strict";

// The page's data and state. Text of articles reaches the document by textContent and the canvas only.
// Every part draws itself from `state` when it is told of a change; whoever changes `state` calls changed().
const data = JSON.parse(readIsland(document.getElementById("data")));
const kinds = new Map(data.kinds.map(([kind, zh, en, shape, light, dark], index) => [kind, { zh, en, shape, light, dark, index }]));
// Nodes are made anew, all of one form: with fifty thousand of them that is several times as fast to go through.
const none = [];
data.nodes = data.nodes.map(({ label, group, shape, x, y, size, key, iri, aliases = none, pinyin = none, types = none, facts = none, date, point, community, articles = none, authored = none }, id) => ({ id, label, group, shape, x, y, size, key, iri, aliases, pinyin, types, facts, date, point, community, articles, authored }));
data.edges.forEach((edge, id) => { edge.id = id; });

const state = {
  opened: false, // from then on the picture may move
  tab: "network", language: "zh", theme: "light", themeChosen: false, // else the system chooses
  off: new Set(), // kinds that the legend hides
  filters: { types: new Set(), statuses: new Set(), sources: new Set(), confidence: 0, from: null, to: null }, // the sets: what is hidden
  colours: "kind", // or "community"
  ego: null, node: null, edge: null, path: null, community: null, hover: null, // path: { from, to, nodes, edges }
};

// Rows of numbers behind one another: row i is values[starts[i]] to values[starts[i + 1] - 1].
function rows(count, each) {
  const starts = new Int32Array(count + 1), values = [];
  for (let row = 0; row < count; row++) {
    each(row, (value) => values.push(value));
    starts[row + 1] = values.length;
  }
  return { starts, values };
}

// The edges at each node, a loop once, and the distinct neighbours of each node, without itself.
const { linkStarts, links } = (() => {
  const linkStarts = new Int32Array(data.nodes.length + 1);
  for (const { from, to } of data.edges) {
    linkStarts[from + 1]++;
    if (to !== from) linkStarts[to + 1]++;
  }
  for (let id = 0; id < data.nodes.length; id++) linkStarts[id + 1] += linkStarts[id];
  const next = linkStarts.slice(), links = new Int32Array(linkStarts[data.nodes.length]);
  for (const { id, from, to } of data.edges) {
    links[next[from]++] = id;
    if (to !== from) links[next[to]++] = id;
  }
  return { linkStarts, links };
})();
const incident = (id) => links.subarray(linkStarts[id], linkStarts[id + 1]); // numbers of edges
const otherEnd = (edge, id) => (edge.from === id ? edge.to : edge.from);
const { nearStarts, near } = (() => {
  const seen = new Int32Array(data.nodes.length).fill(-1);
  const { starts, values } = rows(data.nodes.length, (id, add) => {
    seen[id] = id;
    for (const link of incident(id)) {
      const other = otherEnd(data.edges[link], id);
      if (seen[other] !== id) add(other);
      seen[other] = id;
    }
  });
  return { nearStarts: starts, near: Int32Array.from(values) };
})();
const neighbours = (id) => near.subarray(nearStarts[id], nearStarts[id + 1]);
const degree = (id) => nearStarts[id + 1] - nearStarts[id];

// Days since 1970. An event has a first and a last one where its date is known, an article its own.
const never = -(2 ** 31);
// A month or a year counts by its first day; what is no date is never.
function dayOf(text) {
  const [, year, month = "01", day = "01"] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(text ?? "") ?? [];
  const found = Date.parse(`${year}-${month}-${day}T00:00Z`) / 864e5;
  return Number.isInteger(found) ? found : never;
}
const firstDay = Int32Array.from(data.nodes, ({ date }) => dayOf(date?.[0]));
const lastDay = Int32Array.from(data.nodes, ({ date }) => dayOf(date?.[1]));
const articleDay = Int32Array.from(data.articles, ([, date]) => dayOf(date));

// What cites the edges, and what cites the nodes: the article of each citation, and its confidence (-1: not told).
const articleOf = (citation) => data.sentences[citation[0]][1];
const cites = (count, citationsOf) => {
  const { starts, values } = rows(count, (row, add) => citationsOf(row).forEach(add));
  return { starts, articles: Int32Array.from(values, articleOf), sure: Float32Array.from(values, ([, sure]) => sure ?? -1) };
};
const edgeCites = cites(data.edges.length, (id) => data.edges[id].statements.flatMap((stated) => stated[3]));
const nodeCites = cites(data.nodes.length, (id) => data.nodes[id].facts.flatMap((fact) => fact[2]));

// The highest confidence of an edge's or a node's citations; 1 where none is told.
function surest({ starts, sure }, row) {
  let best = -1;
  for (let at = starts[row]; at < starts[row + 1]; at++) best = Math.max(best, sure[at]);
  return best < 0 ? 1 : best;
}
const edgeSure = Float32Array.from(data.edges, ({ id }) => surest(edgeCites, id));
const statusOf = (id) => data.nodes[id].facts.find(([name]) => name === "status")?.[1] ?? "";

// What is less than sure is drawn so: what the extractor doubts, and events that have not (or not surely) happened.
const low = 0.65;
const isLow = (confidence) => confidence < low;
const isOpen = (id) => !["", "happened"].includes(statusOf(id));

// Communities, the largest first, each with its members, the best connected first.
const communities = new Map();
for (const { id, community } of data.nodes) {
  if (community === undefined) continue;
  if (!communities.has(community)) communities.set(community, { members: [] });
  communities.get(community).members.push(id);
}
[...communities.values()].forEach(({ members }) => members.sort((a, b) => degree(b) - degree(a) || a - b));
const largest = [...communities].filter(([, { members }]) => members.length > 2).sort(([, a], [, b]) => b.members.length - a.members.length).map(([number]) => number).slice(0, data.palette.length);
const communityColours = new Map(largest.map((number, index) => [number, data.palette[index]]));
const communityColour = (number) => (communityColours.get(number) ?? data.plain)[state.theme === "dark" ? 1 : 0];

// What is visible, in step with `state` after every changed().
const visible = new Uint8Array(data.nodes.length).fill(1);
const edgeVisible = new Uint8Array(data.edges.length).fill(1);
const isVisible = (id) => visible[id] === 1;
const isEdgeVisible = (edge) => edgeVisible[edge.id] === 1;
const isFiltered = () => {
  const { types, statuses, sources, confidence, from, to } = state.filters;
  return Boolean(types.size || statuses.size || sources.size || confidence || from !== null || to !== null);
};

function judge() {
  const { types, statuses, sources, confidence } = state.filters;
  const from = state.filters.from ?? -Infinity, to = state.filters.to ?? Infinity;
  const timed = state.filters.from !== null || state.filters.to !== null;
  const known = Uint8Array.from(data.articles, (article) => (sources.has(article[4]) ? 0 : 1));
  const within = Uint8Array.from(articleDay, (day) => (!timed || (day !== never && day >= from && day <= to) ? 1 : 0));
  // Whether some citation passes; where an event's own date counts, its article's does not.
  const holds = ({ starts, articles, sure }, row, dated) => {
    if (starts[row] === starts[row + 1]) return 1;
    for (let at = starts[row]; at < starts[row + 1]; at++) {
      const article = articles[at];
      if (article >= 0 && (!known[article] || !(dated || within[article]))) continue;
      if (sure[at] < 0 || sure[at] >= confidence) return 1;
    }
    return 0;
  };
  const passes = new Uint8Array(data.nodes.length).fill(1);
  for (const { id, group, types: own } of data.nodes) {
    if (group !== "Event") continue;
    const dated = firstDay[id] !== never;
    if (own.length && own.every((type) => types.has(type))) passes[id] = 0;
    else if (statuses.size && statuses.has(statusOf(id))) passes[id] = 0;
    else if (dated && !(lastDay[id] >= from && firstDay[id] <= to)) passes[id] = 0;
    else passes[id] = holds(nodeCites, id, dated);
  }
  const linked = new Uint8Array(data.nodes.length);
  for (const { id, from: a, to: b } of data.edges) {
    const dated = firstDay[a] !== never || firstDay[b] !== never;
    const holding = passes[a] && passes[b] && holds(edgeCites, id, dated);
    edgeVisible[id] = holding;
    if (holding) linked[a] = linked[b] = 1;
  }
  // An entity goes when the filters take all its edges away; one that never had any stays while its articles do.
  for (const { id, group, articles } of data.nodes) {
    if (group === "Event" || linked[id]) continue;
    passes[id] = incident(id).length ? 0 : articles.length && !articles.some((a) => known[a] && within[a]) ? 0 : 1;
  }
  return passes;
}

function seeAgain() {
  const passes = isFiltered() ? judge() : null;
  const around = state.ego === null ? null : new Uint8Array(data.nodes.length);
  if (around) for (const id of [state.ego, ...neighbours(state.ego)]) around[id] = 1;
  for (const { id, group } of data.nodes) visible[id] = (!passes || passes[id]) && !state.off.has(group) && (!around || around[id]) ? 1 : 0;
  for (const { id, from, to } of data.edges) edgeVisible[id] = (!passes || edgeVisible[id]) && visible[from] && visible[to] ? 1 : 0;
}

// What stands out: the path, the ends of the selected edge, or the selected node with its neighbours; null is everything.
let standing = null;
function standOut() {
  if (state.path) return new Set(state.path.nodes);
  if (state.community !== null) return new Set(communities.get(state.community)?.members);
  if (state.edge !== null) return new Set([data.edges[state.edge].from, data.edges[state.edge].to]);
  if (state.node !== null) return new Set([state.node, ...neighbours(state.node)]);
  return null;
}
const emphasised = () => standing;
function isEdgeEmphasised({ id, from, to }) {
  if (state.path) return state.path.edges.includes(id);
  if (state.community !== null) return data.nodes[from].community === state.community && data.nodes[to].community === state.community;
  if (state.edge !== null) return id === state.edge;
  return state.node !== null && (from === state.node || to === state.node);
}

const listeners = [];
const onChange = (listener) => listeners.push(listener);

// Tells every part; `what` is "hover" where only that changed, so that a part may leave it.
function changed(what = "all") {
  if (what !== "hover") {
    seeAgain();
    standing = standOut();
  }
  for (const listener of listeners) listener(what);
}

const colour = (kind) => kinds.get(kind)[state.theme];
const nodeColour = (id) => (state.colours === "community" ? communityColour(data.nodes[id].community) : colour(data.nodes[id].group));
const iriOf = (id) => data.nodes[id].iri ?? data.base + data.nodes[id].key;
// Where an IRI leads: on the site to its page there, else to itself.
const addressOf = (iri) => (data.site && iri.startsWith(data.base) ? data.site + iri.slice(data.base.length).split("/").map(encodeURIComponent).join("/") : iri);
const nameOf = (id) => data.nodes[id].label;
const cssColour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const still = window.matchMedia("(prefers-reduced-motion: reduce)");

// A large graph's data is packed: deflated, and written in base 64.
function readIsland(island) {
  if (island.type === "application/json") return island.textContent;
  const letters = atob(island.textContent), bytes = new Uint8Array(letters.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = letters.charCodeAt(at);
  return webgl.strFromU8(webgl.unzlibSync(bytes));
}
