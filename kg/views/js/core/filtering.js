// Which nodes and edges pass the filters. A filter's sets hold what is hidden.
import { NEVER } from "./dates.js";
import { statusOf } from "./graph.js";
import { countValues } from "./text.js";

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

/** Whether a citation passes; where an event's own date counts (`isDated`), its article's does not. */
const passes = ({ ofSource, inTime }, article, confidence, least, isDated) =>
  (article < 0 || (ofSource[article] && (isDated || inTime[article]))) && (confidence < 0 || confidence >= least);

function hasPassingCitation({ starts, articles, confidences }, row, passing, least, isDated) {
  for (let at = starts[row]; at < starts[row + 1]; at++)
    if (passes(passing, articles[at], confidences[at], least, isDated)) return true;
  return false;
}

/**
 * Whether an event with a date is within the time, by the rule of the site's lists (kg/serve/lists/selection.py): a span is
 * where it overlaps it; a date that is known to the month or the year only is where all of it is, and not in each of twelve months.
 */
function isInTime({ firstDay, lastDay, hasSpan }, id, filters) {
  const from = filters.from ?? -Infinity;
  const to = filters.to ?? Infinity;
  const [first, last] = [firstDay[id], lastDay[id]];
  return (first >= from && last <= to) || (hasSpan[id] === 1 && first <= to && last >= from);
}

function passesEvent(graph, node, filters, articles) {
  const { firstDay, nodeCitations } = graph;
  const { id, types } = node;
  const isDated = firstDay[id] !== NEVER;
  if (types.length && types.every((type) => filters.types.has(type))) return false;
  if (filters.statuses.size && filters.statuses.has(statusOf(node))) return false;
  if (isDated && !isInTime(graph, id, filters)) return false;
  return (
    nodeCitations.uncited[id] === 1 || hasPassingCitation(nodeCitations, id, articles, filters.confidence, isDated)
  );
}

/**
 * Returns what passes: { nodes, edges }, arrays that hold 1, { passesCitation(citation, isDated), articles }. An entity goes
 * when the filters remove all that is cited of it; one of which nothing is cited stays while an article that names it does.
 * What no sentence states (a city lies in a province) passes beside something that does.
 */
export function applyFilters(graph, filters) {
  const articles = passArticles(graph, filters);
  const passesCitation = ([sentence, confidence], isDated) =>
    passes(articles, graph.sentences[sentence][1], confidence ?? -1, filters.confidence, isDated);
  const nodes = new Uint8Array(graph.nodes.length).fill(1);
  const edges = new Uint8Array(graph.edges.length).fill(1);
  if (isFiltered(filters)) filterGraph(graph, filters, articles, nodes, edges);
  return { nodes, edges, passesCitation, articles };
}

function filterGraph(graph, filters, articles, nodes, edges) {
  const { starts, uncited } = graph.edgeCitations;
  const isShown = (article) => articles.ofSource[article] && articles.inTime[article];
  const isCited = new Uint8Array(nodes.length); // 1: something is cited of it; 2: and passes
  edges.fill(0);
  for (const node of graph.nodes)
    if (node.group === "Event" && !passesEvent(graph, node, filters, articles)) nodes[node.id] = 0;
  for (const edge of graph.edges) {
    const { id, from, to } = edge;
    if (starts[id] === starts[id + 1]) continue;
    isCited[from] ||= 1;
    isCited[to] ||= 1;
    if (!nodes[from] || !nodes[to]) continue;
    if (hasPassingCitation(graph.edgeCitations, id, articles, filters.confidence, isDatedEdge(graph, edge)))
      edges[id] = (isCited[from] = isCited[to] = 2) / 2;
  }
  const stays = Uint8Array.from(graph.nodes, ({ id, group, articles: own }) => {
    if (group === "Event") return nodes[id];
    if (isCited[id]) return isCited[id] - 1;
    return own.length ? Number(own.some(isShown)) : Number(graph.incident(id).length === 0);
  });
  nodes.set(stays);
  for (const { id, from, to } of graph.edges) {
    if (edges[id] || !uncited[id] || !(stays[from] || stays[to])) continue;
    if ([from, to].some((end) => graph.nodes[end].group === "Event" && !stays[end])) continue;
    edges[id] = nodes[from] = nodes[to] = 1;
  }
}

/** Whether what an edge states has the date of an event, which counts before the dates of its articles. */
export const isDatedEdge = ({ firstDay }, { from, to }) => firstDay[from] !== NEVER || firstDay[to] !== NEVER;

/** Returns statements or facts with the citations that pass; those go of which none does. */
export function passingStatements(statements, at, { passesCitation }, isDated) {
  const kept = [];
  for (const statement of statements) {
    const citations = statement[at].filter((citation) => passesCitation(citation, isDated));
    if (citations.length === statement[at].length) kept.push(statement);
    else if (citations.length) kept.push(statement.with(at, citations));
  }
  return kept;
}

/** Returns the articles of a node that pass; by their sources only where the node is an event with a date of its own. */
export const passingArticles = ({ firstDay, nodes }, { articles: { ofSource, inTime } }, id) =>
  nodes[id].articles.filter((article) => ofSource[article] && (firstDay[id] !== NEVER || inTime[article]));

/** Returns { sentences, articles }, arrays that hold 1 for the sentences that state what passes, and for what names or states it. */
export function passingSources(graph, passing) {
  const sentences = new Uint8Array(graph.sentences.length);
  const articles = new Uint8Array(graph.articles.length);
  const cite = (citations, isDated) => {
    for (const citation of citations)
      if (passing.passesCitation(citation, isDated)) {
        sentences[citation[0]] = 1;
        if (graph.sentences[citation[0]][1] >= 0) articles[graph.sentences[citation[0]][1]] = 1;
      }
  };
  for (const { id, facts } of graph.nodes) {
    if (!passing.nodes[id]) continue;
    for (const fact of facts) cite(fact[2], graph.firstDay[id] !== NEVER);
    for (const article of passingArticles(graph, passing, id)) articles[article] = 1;
  }
  for (const edge of graph.edges)
    if (passing.edges[edge.id]) for (const statement of edge.statements) cite(statement[3], isDatedEdge(graph, edge));
  return { sentences, articles };
}

const FACETS = {
  types: ({ nodes }, passing) => nodes.filter(({ id }) => passing.nodes[id]).flatMap(({ types }) => types),
  statuses: ({ nodes }, passing) =>
    nodes
      .filter(({ id, group }) => group === "Event" && passing.nodes[id])
      .map(statusOf)
      .filter(Boolean),
  sources: (graph, passing) => {
    const { articles } = passingSources(graph, passing);
    return graph.articles.filter((_, number) => articles[number]).map((article) => article[4]);
  },
};

/** Returns how often each value of a facet ("types", "statuses" or "sources") occurs in what the other filters let pass. */
export function facetCounts(graph, filters, facet) {
  const passing = applyFilters(graph, { ...filters, [facet]: new Set() });
  return new Map(countValues(FACETS[facet](graph, passing)));
}
