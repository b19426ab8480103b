// The network of a page, indexed: typed arrays, since fifty thousand nodes are gone through for each change.
import { dayOf, NEVER } from "./dates.js";

const NONE = [];

/** Concatenates rows of values: row i is values[starts[i]] to values[starts[i + 1] - 1]. */
function packRows(count, fillRow) {
  const starts = new Int32Array(count + 1);
  const values = [];
  for (let row = 0; row < count; row++) {
    fillRow(row, (value) => values.push(value));
    starts[row + 1] = values.length;
  }
  return { starts, values };
}

/** Returns a node with every property in one order: objects of one shape are several times as fast to go through. */
function completeNode(row, id) {
  const { label, group, shape, x, y, size, key, iri, date, point, community, links } = row;
  const {
    aliases = NONE,
    pinyin = NONE,
    roman = "",
    types = NONE,
    facts = NONE,
    articles = NONE,
    authored = NONE,
  } = row;
  const texts = { id, label, group, shape, x, y, size, key, iri, aliases, pinyin, roman, types };
  return { ...texts, facts, date, point, community, links, articles, authored };
}

/** Whether the time of an event is stated by its beginning or end, and not as one day, month or year. */
const isSpan = ({ date, facts }) => date !== undefined && !facts.some(([name]) => name === "date");

export const otherEnd = (edge, id) => (edge.from === id ? edge.to : edge.from);

/** Returns the numbers of the edges at each node; a loop counts once. */
function indexEdges(count, edges) {
  const starts = new Int32Array(count + 1);
  for (const { from, to } of edges) {
    starts[from + 1]++;
    if (to !== from) starts[to + 1]++;
  }
  for (let id = 0; id < count; id++) starts[id + 1] += starts[id];
  const next = starts.slice();
  const values = new Int32Array(starts[count]);
  for (const { id, from, to } of edges) {
    values[next[from]++] = id;
    if (to !== from) values[next[to]++] = id;
  }
  return { starts, values };
}

/** Returns the distinct neighbours of each node, without itself. */
function indexNeighbours(count, edges, incident) {
  const seen = new Int32Array(count).fill(-1);
  const { starts, values } = packRows(count, (id, add) => {
    seen[id] = id;
    for (const number of incident(id)) {
      const other = otherEnd(edges[number], id);
      if (seen[other] !== id) add(other);
      seen[other] = id;
    }
  });
  return { starts, values: Int32Array.from(values) };
}

/**
 * Returns the article and the confidence (-1 if there is none) of each citation of a row, given the lists of citations of
 * what it states; `uncited` holds 1 for a row that states nothing, or something without a citation.
 */
function indexCitations(count, sentences, listsOf) {
  const uncited = new Uint8Array(count);
  const { starts, values } = packRows(count, (row, add) => {
    const lists = listsOf(row);
    uncited[row] = !lists.length || lists.some((citations) => !citations.length) ? 1 : 0;
    for (const citations of lists) citations.forEach(add);
  });
  return {
    starts,
    uncited,
    articles: Int32Array.from(values, ([sentence]) => sentences[sentence][1]),
    confidences: Float64Array.from(values, ([, confidence]) => confidence ?? -1),
  };
}

/** Returns the highest confidence of a row's citations; 1 if there is none. */
function highestConfidence({ starts, confidences }, row) {
  let best = -1;
  for (let at = starts[row]; at < starts[row + 1]; at++) best = Math.max(best, confidences[at]);
  return best < 0 ? 1 : best;
}

/** Returns the members of each community by its number, the best connected first. */
function groupCommunities(nodes, degree) {
  const communities = new Map();
  for (const { id, community } of nodes) {
    if (community === undefined) continue;
    if (!communities.has(community)) communities.set(community, []);
    communities.get(community).push(id);
  }
  for (const members of communities.values()) members.sort((a, b) => degree(b) - degree(a) || a - b);
  return communities;
}

/**
 * Indexes the rows of a page (kg/views/page_data.py writes them). Nodes and edges are numbered in their order; `incident`
 * gives the numbers of the edges at a node, `neighbours` those of the nodes next to it.
 */
export function indexGraph({ nodes: nodeRows, edges: edgeRows, sentences, articles }) {
  const nodes = nodeRows.map(completeNode);
  const edges = edgeRows.map(({ from, to, statements }, id) => ({ id, from, to, statements }));
  const links = indexEdges(nodes.length, edges);
  const incident = (id) => links.values.subarray(links.starts[id], links.starts[id + 1]);
  const near = indexNeighbours(nodes.length, edges, incident);
  const neighbours = (id) => near.values.subarray(near.starts[id], near.starts[id + 1]);
  const degree = (id) => near.starts[id + 1] - near.starts[id];
  const edgeCitations = indexCitations(edges.length, sentences, (id) => edges[id].statements.map((row) => row[3]));
  const nodeCitations = indexCitations(nodes.length, sentences, (id) => nodes[id].facts.map((fact) => fact[2]));
  return {
    nodes,
    edges,
    sentences,
    articles,
    incident,
    neighbours,
    degree,
    edgeCitations,
    nodeCitations,
    edgeConfidence: Float64Array.from(edges, ({ id }) => highestConfidence(edgeCitations, id)),
    nodeConfidence: Float64Array.from(nodes, ({ id }) => highestConfidence(nodeCitations, id)),
    // An event has a first and a last day if its date is known, an article its own.
    firstDay: Int32Array.from(nodes, ({ date }) => dayOf(date?.[0])),
    lastDay: Int32Array.from(nodes, ({ date }) => dayOf(date?.[1])),
    hasSpan: Uint8Array.from(nodes, (node) => Number(isSpan(node))),
    articleDay: Int32Array.from(articles, ([, date]) => dayOf(date)),
    byDegree: nodes.map(({ id }) => id).sort((a, b) => degree(b) - degree(a) || a - b),
    communities: groupCommunities(nodes, degree),
  };
}

/** Returns an event's status, or "" if there is none. */
export const statusOf = (node) => node.facts.find(([name]) => name === "status")?.[1] ?? "";

/** Whether an event is not stated as having happened: it is planned, alleged or denied. */
export const isUnconfirmed = (node) => !["", "happened"].includes(statusOf(node));

/** Returns the day by which an event is counted: its own, else that of the earliest article that reports it. */
export function eventDay({ firstDay, articleDay, nodes }, id) {
  if (firstDay[id] !== NEVER) return firstDay[id];
  const days = nodes[id].articles.map((article) => articleDay[article]).filter((day) => day !== NEVER);
  return days.length ? Math.min(...days) : NEVER;
}

/** Returns the nodes of the largest connected part, breadth first from its first node. */
export function largestPart({ nodes, neighbours }) {
  const seen = new Uint8Array(nodes.length);
  let largest = [];
  for (const { id } of nodes) {
    if (seen[id]) continue;
    const found = [id];
    seen[id] = 1;
    for (let at = 0; at < found.length; at++)
      for (const other of neighbours(found[at])) {
        if (seen[other]) continue;
        seen[other] = 1;
        found.push(other);
      }
    if (found.length > largest.length) largest = found;
  }
  return largest;
}
