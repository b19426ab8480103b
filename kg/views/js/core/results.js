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
