// The ties as files: GEXF, GraphML, an edge list, Turtle.
import { edgeListText, gexfText, graphmlText, turtleDocument, turtleIri, turtleText } from "../core/graph-formats.js";
import { compareText } from "../core/text.js";
import { data, graph, iriOf, nameOf } from "./data.js";
import { saveText } from "./saving.js";
import { radiusOf, tieColour } from "./projection-drawing.js";
import { ties } from "./projection-view.js";

const articleIri = (number) => data.base + data.articles[number][3];
const PROVENANCE = {
  events: iriOf,
  articles: articleIri,
  sentences: (number) => articleIri(data.sentences[number][1]),
  positions: (number) => iriOf(graph.edges[number].to),
};

/** Returns the projection with the measures of its nodes, as core/graph-formats.js takes it. */
export function tiesNetwork() {
  const { degree, strength, betweenness, community } = ties.measures;
  const node = (id) => ({
    ...{ id: iriOf(id), label: nameOf(id), kind: graph.nodes[id].group },
    ...{ degree: degree.get(id), strength: strength.get(id) },
    ...{ betweenness: Number(betweenness.get(id).toFixed(6)), community: community.get(id) },
    looks: { ...ties.places.get(id), size: radiusOf(id), colour: tieColour(id) },
  });
  const edge = ({ a, b, weight }) => ({ source: iriOf(a), target: iriOf(b), label: ties.by, weight });
  return { isDirected: false, nodes: ties.network.nodes.map(node), edges: ties.network.edges.map(edge) };
}

/** Returns the projection as Turtle: skos:related, and a statement with the weight and what it was derived from. */
export function tiesTurtle() {
  const { nodes, edges } = ties.network;
  const node = (id) => [
    turtleIri(iriOf(id)),
    [
      ["a", [`kg:${graph.nodes[id].group}`]],
      ["skos:prefLabel", [turtleText(nameOf(id), "zh")]],
      ["skos:related", edges.filter(({ a }) => a === id).map(({ b }) => turtleIri(iriOf(b)))],
    ],
  ];
  const statement = ({ a, b, weight, shared }) => [
    "[]",
    [
      ["a", ["rdf:Statement"]],
      ["rdf:subject", [turtleIri(iriOf(a))]],
      ["rdf:predicate", ["skos:related"]],
      ["rdf:object", [turtleIri(iriOf(b))]],
      ["rdf:value", [String(weight)]],
      ["prov:wasDerivedFrom", [...new Set(shared.map(PROVENANCE[ties.by]))].sort(compareText).map(turtleIri)],
    ],
  ];
  return turtleDocument([...nodes.map(node), ...edges.map(statement)]);
}

/** Saves the projection in one of its forms. */
export function saveTies(form) {
  const title = `${data.title}-${ties.kinds}-${ties.by}`;
  if (form === "gexf") saveText(gexfText(tiesNetwork()), "application/gexf+xml", "gexf", title);
  if (form === "graphml") saveText(graphmlText(tiesNetwork()), "application/graphml+xml", "graphml", title);
  if (form === "csv") saveText(edgeListText(tiesNetwork()), "text/csv", "csv", title);
  if (form === "ttl") saveText(tiesTurtle(), "text/turtle", "ttl", title);
}
