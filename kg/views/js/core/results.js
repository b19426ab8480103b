// Results of a query in the SPARQL JSON format, read for the table, the network and the timeline.
import { compareText } from "./text.js";

const ONTOLOGY = "/ontology#"; // classes and properties are no nodes

/** Returns rows of texts, the names of the columns first. */
export const resultRows = ({ head, results }) => [
  head.vars,
  ...results.bindings.map((row) => head.vars.map((column) => row[column]?.value ?? "")),
];

/** Returns [term, term, label] for each row that has two entities (IRIs, else names): the first and the last. */
export function resultEdges({ head, results }) {
  const edges = [];
  for (const row of results.bindings) {
    const bound = head.vars.filter((column) => row[column]);
    const iris = bound.filter((column) => row[column].type === "uri" && !row[column].value.includes(ONTOLOGY));
    const ends = iris.length > 1 ? iris : bound.filter((column) => row[column].type === "uri" || !row[column].datatype);
    if (ends.length < 2) continue;
    const between = bound.filter((column) => column !== ends[0] && column !== ends.at(-1));
    const words = between.map((column) => row[column].value.replace(/^.*[#/]/, ""));
    edges.push([row[ends[0]], row[ends.at(-1)], words.join(" ").slice(0, 24)]);
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
 * of more than `limit` nodes those with the most edges are kept.
 */
export function joinedEdges(answer, limit) {
  const joined = new Map();
  for (const [from, to, name] of resultEdges(answer)) {
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

/** Returns [name, number] for each row by its last column of numbers, else [first value, how many rows have it]. */
export function countedRows({ head, results }) {
  const isNumber = (term) => term && term.type !== "uri" && /integer|decimal|double|float/.test(term.datatype ?? "");
  const numbers = head.vars.filter((column) => results.bindings.some((row) => isNumber(row[column])));
  const column = numbers.at(-1);
  if (!column) {
    const counts = new Map();
    for (const row of results.bindings) {
      const name = row[head.vars[0]]?.value ?? "";
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b));
  }
  const name = (row) =>
    head.vars
      .filter((other) => !numbers.includes(other) && row[other])
      .map((other) => row[other].value)
      .join(" · ");
  return results.bindings.filter((row) => isNumber(row[column])).map((row) => [name(row), Number(row[column].value)]);
}
