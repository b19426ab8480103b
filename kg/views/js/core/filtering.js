// Which nodes and edges pass the filters. A filter's sets hold what is hidden.
import { NEVER } from "./dates.js";
import { statusOf } from "./graph.js";

/** Returns filters that hide nothing; from and to are days. */
export const noFilters = () => ({
  types: new Set(),
  statuses: new Set(),
  sources: new Set(),
  confidence: 0,
  from: null,
  to: null,
});

export const isTimed = ({ from, to }) => from !== null || to !== null;

/** Whether any filter is set. */
export const isFiltered = (filters) =>
  filters.types.size + filters.statuses.size + filters.sources.size > 0 || filters.confidence > 0 || isTimed(filters);

/** Returns which articles are of a source that is shown, and which were published within the time. */
function passArticles({ articles, articleDay }, filters) {
  const from = filters.from ?? -Infinity;
  const to = filters.to ?? Infinity;
  const inTime = (day) => !isTimed(filters) || (day !== NEVER && day >= from && day <= to);
  return {
    ofSource: Uint8Array.from(articles, (article) => (filters.sources.has(article[4]) ? 0 : 1)),
    inTime: Uint8Array.from(articleDay, (day) => (inTime(day) ? 1 : 0)),
  };
}

/** Whether a row has no citations, or one that passes; where an event's own date counts, its article's does not. */
function hasPassingCitation({ starts, articles, confidences }, row, { ofSource, inTime }, confidence, isDated) {
  if (starts[row] === starts[row + 1]) return true;
  for (let at = starts[row]; at < starts[row + 1]; at++) {
    const article = articles[at];
    if (article >= 0 && (!ofSource[article] || !(isDated || inTime[article]))) continue;
    if (confidences[at] < 0 || confidences[at] >= confidence) return true;
  }
  return false;
}

function passesEvent({ firstDay, lastDay, nodeCitations }, node, filters, articles) {
  const { id, types } = node;
  const isDated = firstDay[id] !== NEVER;
  if (types.length && types.every((type) => filters.types.has(type))) return false;
  if (filters.statuses.size && filters.statuses.has(statusOf(node))) return false;
  if (isDated && !(lastDay[id] >= (filters.from ?? -Infinity) && firstDay[id] <= (filters.to ?? Infinity)))
    return false;
  return hasPassingCitation(nodeCitations, id, articles, filters.confidence, isDated);
}

/**
 * Returns { nodes, edges }, arrays that hold 1 for what passes. An entity goes when the filters remove all its edges;
 * one that never had any stays while an article that names it does.
 */
export function applyFilters(graph, filters) {
  const articles = passArticles(graph, filters);
  const nodes = new Uint8Array(graph.nodes.length).fill(1);
  const edges = new Uint8Array(graph.edges.length);
  for (const node of graph.nodes)
    if (node.group === "Event" && !passesEvent(graph, node, filters, articles)) nodes[node.id] = 0;
  const isLinked = new Uint8Array(graph.nodes.length);
  for (const { id, from, to } of graph.edges) {
    if (!nodes[from] || !nodes[to]) continue;
    const isDated = graph.firstDay[from] !== NEVER || graph.firstDay[to] !== NEVER;
    if (!hasPassingCitation(graph.edgeCitations, id, articles, filters.confidence, isDated)) continue;
    edges[id] = isLinked[from] = isLinked[to] = 1;
  }
  const isShown = (article) => articles.ofSource[article] && articles.inTime[article];
  for (const { id, group, articles: own } of graph.nodes) {
    if (group === "Event" || isLinked[id]) continue;
    nodes[id] = graph.incident(id).length || (own.length && !own.some(isShown)) ? 0 : 1;
  }
  return { nodes, edges };
}
