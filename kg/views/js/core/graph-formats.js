// Networks as files for other programs: GEXF 1.2, GraphML, CSV, Turtle. A network is { isDirected, nodes, edges }: nodes have an id
// (an IRI) and a label, edges a source and a target; whatever else they have, texts and numbers, becomes attributes. In GEXF
// nodes have their looks too, if they have any: { x, y, size, colour }, the place as on a page, downwards, the colour as #rrggbb.
import { csvText, sparqlIri, xmlText } from "./escaping.js";

const OWN = { node: ["id", "label", "looks"], edge: ["source", "target", "label", "weight"] };

/** Returns [name, whether it is a number] for each attribute that some row has. */
function attributesOf(rows, what) {
  const found = new Map();
  for (const row of rows)
    for (const [name, value] of Object.entries(row))
      if (!OWN[what].includes(name)) found.set(name, (found.get(name) ?? true) && typeof value === "number");
  return [...found];
}

const hasValue = (row, name) => row[name] !== undefined && row[name] !== "";

/** Returns a node's looks as GEXF writes them; Gephi counts upwards. */
function vizText({ x, y, size, colour }) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const place = x === undefined ? "" : `<viz:position x="${x}" y="${-y}" z="0"/>`;
  return `<viz:color r="${red}" g="${green}" b="${blue}"/><viz:size value="${size}"/>${place}`;
}

/** Returns a network as GEXF 1.2, for Gephi. */
export function gexfText({ isDirected, nodes, edges }) {
  const declare = (rows, what) => {
    const attributes = attributesOf(rows, what).map(
      ([name, isNumber]) => `<attribute id="${name}" title="${name}" type="${isNumber ? "double" : "string"}"/>`,
    );
    return `<attributes class="${what}" mode="static">${attributes.join("")}</attributes>`;
  };
  const values = (row, what) => {
    const given = Object.keys(row).filter((name) => !OWN[what].includes(name) && hasValue(row, name));
    const all = given.map((name) => `<attvalue for="${name}" value="${xmlText(String(row[name]))}"/>`);
    return `<attvalues>${all.join("")}</attvalues>`;
  };
  const node = (row) =>
    `<node id="${xmlText(row.id)}" label="${xmlText(row.label)}">${values(row, "node")}` +
    `${row.looks ? vizText(row.looks) : ""}</node>`;
  const edge = (row, at) =>
    `<edge id="${at}" source="${xmlText(row.source)}" target="${xmlText(row.target)}" label="${xmlText(row.label ?? "")}" ` +
    `weight="${row.weight ?? 1}">${values(row, "edge")}</edge>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">',
    `<graph mode="static" defaultedgetype="${isDirected ? "directed" : "undirected"}">`,
    declare(nodes, "node"),
    declare(edges, "edge"),
    "<nodes>",
    ...nodes.map(node),
    "</nodes><edges>",
    ...edges.map(edge),
    "</edges></graph></gexf>\n",
  ].join("\n");
}

/** Returns a network as GraphML, for Cytoscape, igraph and yEd. */
export function graphmlText({ isDirected, nodes, edges }) {
  const withLabel = (rows, what) => [
    ["label", false],
    ...(what === "edge" ? [["weight", true]] : []),
    ...attributesOf(rows, what),
  ];
  const keys = (rows, what) =>
    withLabel(rows, what).map(
      ([name, isNumber]) =>
        `<key id="${what}-${name}" for="${what}" attr.name="${name}" attr.type="${isNumber ? "double" : "string"}"/>`,
    );
  const values = (row, what, attributes) =>
    attributes
      .filter(([name]) => hasValue(row, name))
      .map(([name]) => `<data key="${what}-${name}">${xmlText(String(row[name]))}</data>`)
      .join("");
  const ofNodes = withLabel(nodes, "node");
  const ofEdges = withLabel(edges, "edge");
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys(nodes, "node"),
    ...keys(edges, "edge"),
    `<graph edgedefault="${isDirected ? "directed" : "undirected"}">`,
    ...nodes.map((row) => `<node id="${xmlText(row.id)}">${values(row, "node", ofNodes)}</node>`),
    ...edges.map(
      (row) =>
        `<edge source="${xmlText(row.source)}" target="${xmlText(row.target)}">${values(row, "edge", ofEdges)}</edge>`,
    ),
    "</graph></graphml>\n",
  ].join("\n");
}

/** Returns the edges of a network as CSV, one a line, with the labels of their ends. */
export function edgeListText({ nodes, edges }) {
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  const others = attributesOf(edges, "edge").map(([name]) => name);
  const row = (edge) => [
    ...[edge.source, labels.get(edge.source), edge.target, labels.get(edge.target), edge.weight ?? 1],
    ...others.map((name) => edge[name] ?? ""),
  ];
  return csvText([["source", "source_label", "target", "target_label", "weight", ...others], ...edges.map(row)]);
}

const PREFIXES = {
  kg: "https://w3id.org/newskg/ontology#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  dcterms: "http://purl.org/dc/terms/",
  prov: "http://www.w3.org/ns/prov#",
};

export const turtleIri = (iri) => `<${sparqlIri(iri)}>`;

const ESCAPED = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
// eslint-disable-next-line no-control-regex -- control characters are among what is escaped
const TO_ESCAPE = /[\\"\u0000-\u001F\u007F]/g;
const escaped = (character) => ESCAPED[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Returns a text as a literal of Turtle; lone surrogates, which no encoding has, are replaced. */
export const turtleText = (text, language = "") =>
  `"${text.toWellFormed().replace(TO_ESCAPE, escaped)}"${language && `@${language}`}`;

/** Returns subjects with their [predicate, objects] pairs as Turtle. */
export function turtleDocument(subjects) {
  const head = Object.entries(PREFIXES).map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .`);
  const block = ([subject, pairs]) =>
    `${subject} ${pairs
      .filter(([, objects]) => objects.length)
      .map(([predicate, objects]) => `${predicate} ${objects.join(", ")}`)
      .join(" ;\n    ")} .`;
  return [...head, "", ...subjects.map(block), ""].join("\n");
}
