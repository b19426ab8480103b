// Reads a page's data and projections from standard input, { data, asked: [[kinds, by, least], ...] }, and prints the ties of each
// as [IRI, IRI, weight], and its communities' sizes.
import { readFileSync } from "node:fs";
import { indexGraph } from "../../kg/views/js/core/graph.js";
import { measure } from "../../kg/views/js/core/measures.js";
import { project, PROJECTIONS } from "../../kg/views/js/core/projection.js";

const { data, asked } = JSON.parse(readFileSync(0, "utf-8"));
const graph = indexGraph(data);
const iri = (id) => graph.nodes[id].iri ?? data.base + graph.nodes[id].key;
const view = {
  isNode: () => true,
  isEdge: () => true,
  isSentence: () => true,
  citationsOf: (number) => graph.edges[number].statements.flatMap((statement) => statement[3]),
  articlesOf: (id) => (graph.nodes[id].group === "Event" ? [] : graph.nodes[id].articles),
};

function projected([kinds, by, least]) {
  const network = project(graph, { kinds: PROJECTIONS[kinds], by, least }, view);
  const { degree, betweenness } = measure(network);
  const nodes = network.nodes.map((id) => [iri(id), degree.get(id), betweenness.get(id)]);
  return { nodes, ties: network.edges.map(({ a, b, weight }) => [iri(a), iri(b), weight]) };
}

console.log(JSON.stringify(asked.map(projected)));
