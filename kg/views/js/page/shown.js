// What of the statements passes the filters: the panel, the tables, the counts and what is saved all ask here.
import { NEVER } from "../core/dates.js";
import { isDatedEdge, passingArticles, passingSources, passingStatements } from "../core/filtering.js";
import { otherEnd } from "../core/graph.js";
import { graph } from "./data.js";
import { hasFilters, isEdgeVisible, isVisible, passing } from "./state.js";

export const edgesAt = (id) => Array.from(graph.incident(id), (number) => graph.edges[number]);
export const shownEdgesAt = (id) => edgesAt(id).filter(isEdgeVisible);

/** Returns the statements of an edge that pass, with the citations that do. */
export const shownStatements = (edge) =>
  hasFilters() ? passingStatements(edge.statements, 3, passing(), isDatedEdge(graph, edge)) : edge.statements;

/** Returns the facts of a node that pass, with the citations that do. */
export const shownFacts = (id) => {
  const { facts } = graph.nodes[id];
  return hasFilters() ? passingStatements(facts, 2, passing(), graph.firstDay[id] !== NEVER) : facts;
};

/** Returns the articles that name a node and pass. */
export const shownArticles = (id) => (hasFilters() ? passingArticles(graph, passing(), id) : graph.nodes[id].articles);

export const shownCitations = (edges) =>
  edges.flatMap((edge) => shownStatements(edge).flatMap((statement) => statement[3]));

/** Returns the visible nodes next to a node. */
export function shownNeighbours(id) {
  const found = new Set(shownEdgesAt(id).map((edge) => otherEnd(edge, id)));
  found.delete(id);
  return [...found];
}

/** Returns the number of visible nodes next to a node. */
export const shownDegree = (id) => shownNeighbours(id).length;

/** Returns the number of visible nodes next to each node, for all at once. */
export function shownDegrees() {
  const pairs = new Set();
  const degrees = new Uint32Array(graph.nodes.length);
  for (const edge of graph.edges) {
    const [low, high] = edge.from < edge.to ? [edge.from, edge.to] : [edge.to, edge.from];
    const pair = low * graph.nodes.length + high;
    if (low === high || !isEdgeVisible(edge) || pairs.has(pair)) continue;
    pairs.add(pair);
    degrees[low]++;
    degrees[high]++;
  }
  return degrees;
}

/** Returns how many sentences state what is visible, how many articles name it or state it, and the days of those in order. */
export function countSources() {
  const nodes = Uint8Array.from(graph.nodes, ({ id }) => Number(isVisible(id)));
  const edges = Uint8Array.from(graph.edges, (edge) => Number(isEdgeVisible(edge)));
  const { sentences, articles } = passingSources(graph, { ...passing(), nodes, edges });
  const count = (flags) => flags.reduce((sum, flag) => sum + flag, 0);
  const days = graph.articles.filter((_, number) => articles[number]).map(([, date]) => date);
  return { sentences: count(sentences), articles: count(articles), days: days.filter(Boolean).sort() };
}
