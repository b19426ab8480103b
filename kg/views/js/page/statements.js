// The statements about a node: positions, dates of events, and how often and by which outlets it is reported.
import { rangeName } from "../core/dates.js";
import { otherEnd } from "../core/graph.js";
import { compareText } from "../core/text.js";
import { data, graph, nameOf } from "./data.js";
import { edgesAt, shownArticles, shownEdgesAt, shownFacts, shownStatements } from "./shown.js";
import { isVisible } from "./state.js";

export const citationsOf = (edges) => edges.flatMap((edge) => edge.statements.flatMap((statement) => statement[3]));
export const sentenceDate = (number) => data.articles[data.sentences[number][1]]?.[1] ?? "";
const earliest = (dates) => dates.filter(Boolean).sort()[0] ?? "";
export const earliestCitation = (citations) => earliest(citations.map(([number]) => sentenceDate(number)));

/** Returns the number of the article of the first citation by date; -1 if there is none. */
export const firstArticle = (citations) => {
  const [first] = orderCitations(citations);
  return first ? data.sentences[first[0]][1] : -1;
};

export const earliestReport = (id) => earliest(shownArticles(id).map((article) => data.articles[article][1]));

/** Returns the highest confidence of a statement's citations; 0 if there is none. */
export const statementConfidence = (citations) => Math.max(0, ...citations.map(([, confidence]) => confidence ?? 0));

/** Returns citations by the dates of their articles, each sentence once with its highest confidence. */
export function orderCitations(citations) {
  const best = new Map();
  for (const [number, confidence] of citations)
    best.set(number, Math.max(confidence ?? 0, best.get(number) ?? 0) || null);
  return [...best].sort(([a], [b]) => compareText(sentenceDate(a), sentenceDate(b)) || a - b);
}

/** Returns when an event was: the days that filters and the timeline count it by, or "". One without an end has a dash. */
export function eventTime(id) {
  const { date, facts } = graph.nodes[id];
  if (!date) return "";
  const named = new Set(facts.map(([name]) => name));
  if (named.has("date") || (named.has("beginDate") && named.has("endDate"))) return rangeName(...date);
  if (named.has("beginDate")) return `${rangeName(...date)} –`;
  return named.has("endDate") ? `– ${rangeName(...date)}` : rangeName(...date);
}

/** Returns the date by which an event is sorted: its own, else that of the earliest report. */
export const sortDate = (id) => graph.nodes[id].date?.[0] ?? earliestReport(id);

/** Returns what the visible edges at a node state, as [edge, statement, whether the node is the subject]. */
export const statementsAt = (id) =>
  shownEdgesAt(id).flatMap((edge) => shownStatements(edge).map((statement) => [edge, statement, edge.from === id]));

const allStatementsAt = (id) =>
  edgesAt(id).flatMap((edge) => edge.statements.map((statement) => [edge, statement, edge.from === id]));

function positionsIn(statements, facts) {
  const held = statements.filter(([, [predicate]]) => predicate === "holdsPosition");
  const elsewhere = facts
    .filter(([name]) => name === "holdsPosition")
    .map(([name, title, citations, tenure]) => [null, [name, title, tenure, citations], true]);
  const rows = [...held, ...elsewhere].map(([edge, statement, isSubject]) => {
    const [, title, tenure, citations] = statement;
    return { edge, title, tenure, citations, isSubject, date: earliestCitation(citations) };
  });
  return rows.sort((a, b) => compareText(a.date, b.date));
}

/** Returns the positions that a person holds, or those held in an organisation, by the date of the earliest report. */
export const positionsAt = (id) => positionsIn(statementsAt(id), shownFacts(id));

/**
 * Returns the position by which namesakes are distinguished: the latest that is not a former one, of those stated at
 * least a third as often as any. One stated once beside one stated a hundred times is rather an error than a new one.
 */
export function mainPosition(id) {
  const held = positionsIn(allStatementsAt(id), graph.nodes[id].facts).filter(
    ({ isSubject, title, tenure }) => isSubject && title && tenure !== "former",
  );
  const most = Math.max(...held.map(({ citations }) => citations.length));
  const last = held.filter(({ citations }) => citations.length * 3 >= most).at(-1);
  return last ? [last.edge ? nameOf(last.edge.to) : "", last.title].join(" ").trim() : "";
}

/** Returns the events that an entity takes part in, as [edge, statement, isSubject], by their dates. */
export function eventsAt(id) {
  if (graph.nodes[id].group === "Event") return [];
  const rows = statementsAt(id).filter(([edge]) => graph.nodes[otherEnd(edge, id)].group === "Event");
  return rows.sort(([a], [b]) => compareText(sortDate(otherEnd(a, id)), sortDate(otherEnd(b, id))));
}

/**
 * Returns how many nodes an entity is linked to, and how many of those are events: [nodes, events] each of what passes the
 * filters, of what is in this page, and of what is in the graph.
 */
export function linkCounts(id) {
  const count = (edges) => {
    const others = new Set(edges.map((edge) => otherEnd(edge, id)).filter((other) => other !== id));
    return [others.size, [...others].filter((other) => graph.nodes[other].group === "Event").length];
  };
  const drawn = count(edgesAt(id));
  const total = (graph.nodes[id].links ?? drawn).map((known, at) => Math.max(known, drawn[at]));
  return { shown: count(shownEdgesAt(id)), drawn, total };
}

let entitiesByArticle = null; // made when it is first asked for

function entitiesOf(article) {
  if (!entitiesByArticle) {
    entitiesByArticle = data.articles.map(() => []);
    for (const { id, group, articles } of graph.nodes)
      if (group !== "Event") for (const number of articles) entitiesByArticle[number].push(id);
  }
  return entitiesByArticle[article];
}

/** Returns [node, number of articles] for the entities that are named in two or more of the node's articles, as far as both pass. */
export function coMentions(id, limit = 40) {
  if (graph.nodes[id].group === "Event") return [];
  const counts = new Map();
  for (const article of shownArticles(id))
    for (const other of entitiesOf(article))
      if (other !== id && isVisible(other)) counts.set(other, (counts.get(other) ?? 0) + 1);
  const { degree } = graph;
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort(([a, m], [b, n]) => n - m || degree(b) - degree(a) || a - b)
    .slice(0, limit);
}

/** Returns the texts by which a node is named in sentences. */
export function namesOf(id) {
  const { label, aliases, facts } = graph.nodes[id];
  return [label, ...aliases, ...facts.filter(([name]) => name === "trigger").map(([, value]) => value)];
}
