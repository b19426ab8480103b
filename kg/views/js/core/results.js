// Results of a query in the SPARQL JSON format, read for the table, the network and the timeline.
import { compareText } from "./text.js";

const ONTOLOGY = "/ontology#"; // classes and properties are no nodes

/** Returns rows of texts, the names of the columns first. */
export const resultRows = ({ head, results }) => [
  head.vars,
  ...results.bindings.map((row) => head.vars.map((column) => row[column]?.value ?? "")),
];

const isEntity = (term) => term?.type === "uri" && !term.value.includes(ONTOLOGY);
export const ALL_PAIRS = "*";

/** Returns the columns that hold entities. */
export const entityColumns = ({ head, results }) =>
  head.vars.filter((column) => results.bindings.some((row) => isEntity(row[column])));

const pairsOf = (columns) => columns.flatMap((one, at) => columns.slice(at + 1).map((other) => [one, other]));

/** Returns the pairs of columns that are the ends of edges in a row: as chosen, else the first and the last entity, else name. */
function endsOf(row, bound, ends) {
  const entities = bound.filter((column) => isEntity(row[column]));
  if (ends === ALL_PAIRS) return pairsOf(entities);
  if (ends) return ends.every((column) => row[column]) ? [ends] : [];
  const names =
    entities.length > 1 ? entities : bound.filter((column) => row[column].type === "uri" || !row[column].datatype);
  return names.length > 1 ? [[names[0], names.at(-1)]] : [];
}

/**
 * Returns [term, term, label] for each row and pair of ends: of two columns, `ends`; of all columns with entities (ALL_PAIRS);
 * or (null) of the first and the last entity of the row. The label is made of what stands in the other columns.
 */
export function resultEdges({ head, results }, ends = null) {
  const edges = [];
  for (const row of results.bindings) {
    const bound = head.vars.filter((column) => row[column]);
    for (const [from, to] of endsOf(row, bound, ends)) {
      const isBetween = (column) => column !== from && column !== to && !(ends && isEntity(row[column]));
      const words = bound.filter(isBetween).map((column) => row[column].value.replace(/^.*[#/]/, ""));
      edges.push([row[from], row[to], words.join(" ").slice(0, 24)]);
    }
  }
  return edges;
}

/** Returns [date, row] for each row that has a year, a month or a day in a column, in the order of the dates. */
export function datedRows({ head, results }) {
  const dateIn = (row) =>
    head.vars.map((column) => row[column]?.value ?? "").find((value) => /^\d{4}(-\d\d){0,2}$/.test(value)) ?? "";
  return results.bindings
    .map((row) => [dateIn(row), row])
    .filter(([date]) => date)
    .sort(([a], [b]) => compareText(a, b));
}

/** Returns an IRI with a known prefix, else its local part, else itself. */
export function shortIri(iri, prefixes, base) {
  const known = Object.entries(prefixes).find(([, namespace]) => iri.startsWith(namespace));
  if (known) return `${known[0]}:${iri.slice(known[1].length)}`;
  return iri.startsWith(base) ? iri.slice(base.length) : iri;
}

/**
 * Returns { nodes: [[name, degree]], edges: [{ from, to, name, count }], leftOut } of a result: equal pairs are one edge, and
 * of more than `limit` nodes those with the most edges are kept. `ends` as in resultEdges.
 */
export function joinedEdges(answer, limit, ends = null) {
  const joined = new Map();
  for (const [from, to, name] of resultEdges(answer, ends)) {
    const key = JSON.stringify([from.value, to.value]);
    const edge = joined.get(key) ?? { from: from.value, to: to.value, name, count: 0 };
    joined.set(key, { ...edge, count: edge.count + 1, name: edge.name === name ? name : `${edge.count + 1}×` });
  }
  const degrees = new Map();
  for (const { from, to, count } of joined.values())
    for (const end of [from, to]) degrees.set(end, (degrees.get(end) ?? 0) + count);
  const order = [...degrees].sort(([a, m], [b, n]) => n - m || compareText(a, b));
  const kept = new Set(order.slice(0, limit).map(([name]) => name));
  const edges = [...joined.values()].filter(({ from, to }) => kept.has(from) && kept.has(to));
  const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const nodes = order.filter(([name]) => linked.has(name));
  return { nodes, edges, leftOut: degrees.size - nodes.length };
}

/**
 * Returns [name, number] for each row by its last column of numbers, else [first value, how many rows have it]. `textOf` gives
 * the text of a term.
 */
export function countedRows({ head, results }, textOf = (term) => term.value) {
  const isNumber = (term) => term && term.type !== "uri" && /integer|decimal|double|float/.test(term.datatype ?? "");
  const numbers = head.vars.filter((column) => results.bindings.some((row) => isNumber(row[column])));
  const column = numbers.at(-1);
  if (!column) {
    const counts = new Map();
    for (const row of results.bindings) {
      const name = row[head.vars[0]] ? textOf(row[head.vars[0]]) : "";
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b));
  }
  const name = (row) =>
    head.vars
      .filter((other) => !numbers.includes(other) && row[other])
      .map((other) => textOf(row[other]))
      .join(" · ");
  return results.bindings.filter((row) => isNumber(row[column])).map((row) => [name(row), Number(row[column].value)]);
}
