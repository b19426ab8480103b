// What is visible, or selected, as data for other programs.
import { turtleDocument, turtleIri, turtleText } from "../core/graph-formats.js";
import { data, graph, iriOf, nameOf } from "./data.js";
import { shownArticles, shownEdgesAt, shownFacts, shownStatements } from "./shown.js";
import {
  emphasised,
  isEdgeEmphasised,
  isEdgeVisible,
  nodeColour,
  selectedBundle,
  state,
  visibleNodes,
} from "./state.js";
import { orderCitations, statementConfidence } from "./statements.js";

/** Returns the edges and nodes whose statements are saved: of the selection, or all that is visible. */
export function exportedParts() {
  if (state.path) return { edges: state.path.edges.map((id) => graph.edges[id]), nodes: [] };
  if (state.edge !== null) return { edges: [graph.edges[state.edge]], nodes: [] };
  if (state.node !== null) return { edges: shownEdgesAt(state.node), nodes: [state.node] };
  const bundle = selectedBundle();
  if (bundle) return { edges: bundle.leaves.flatMap(shownEdgesAt), nodes: bundle.leaves };
  const standing = emphasised();
  return {
    edges: graph.edges.filter((edge) => isEdgeVisible(edge) && (!standing || isEdgeEmphasised(edge))),
    nodes: visibleNodes().filter((id) => !standing || standing.has(id)),
  };
}

/** Returns what is visible, or selected, as core/graph-formats.js takes it. */
export function visibleNetwork() {
  const { edges, nodes } = exportedParts();
  const all = new Set([...nodes, ...edges.flatMap(({ from, to }) => [from, to])]);
  const node = (id) => {
    const { group, types, date, point, aliases, x, y, size } = graph.nodes[id];
    const [latitude, longitude] = point ?? [];
    const kind = { kind: group, type: types.join(" "), start: date?.[0] ?? "", end: date?.[1] ?? "" };
    const place = point ? { latitude, longitude } : {};
    return {
      id: iriOf(id),
      label: nameOf(id),
      ...kind,
      aliases: aliases.join("; "),
      articles: shownArticles(id).length,
      ...place,
      looks: { x, y, size, colour: nodeColour(id) },
    };
  };
  const rows = edges.flatMap((edge) =>
    shownStatements(edge).map(([predicate, title, tenure, citations]) => ({
      ...{ source: iriOf(edge.from), target: iriOf(edge.to), label: title || predicate, predicate, tenure },
      ...{ weight: Math.max(1, citations.length), confidence: statementConfidence(citations) },
    })),
  );
  return { isDirected: true, nodes: [...all].sort((a, b) => a - b).map(node), edges: rows };
}

/** Returns what is visible, or selected, as Turtle: its triples, and a statement for each with the sentences that state it. */
export function visibleTurtle() {
  const { edges, nodes } = exportedParts();
  const all = new Set([...nodes, ...edges.flatMap(({ from, to }) => [from, to])]);
  const sentences = new Set();
  const cite = (citations) =>
    orderCitations(citations).map(([number]) => {
      sentences.add(number);
      return `_:s${number}`;
    });
  const own = [...all].sort((a, b) => a - b).map((id) => [turtleIri(iriOf(id)), nodeTurtle(id)]);
  const stated = edges.flatMap((edge) =>
    shownStatements(edge).flatMap((statement) => statementTurtle(edge, statement, cite(statement[3]))),
  );
  const cited = [...sentences].map((number) => {
    const [text, article] = data.sentences[number];
    const source = article < 0 ? [] : [turtleIri(data.base + data.articles[article][3])];
    return [
      `_:s${number}`,
      [
        ["a", ["kg:Sentence"]],
        ["kg:text", [turtleText(text, "zh")]],
        ["kg:inArticle", source],
      ],
    ];
  });
  return turtleDocument([...own, ...stated, ...cited]);
}

const LOCAL_NAME = /^[A-Za-z]\w*$/; // what can follow a prefix; a foreign graph may have other names

function nodeTurtle(id) {
  const { label, group, types, aliases } = graph.nodes[id];
  const facts = shownFacts(id).filter(([name]) => ["trigger", "status", "date", "beginDate", "endDate"].includes(name));
  return [
    ["a", [group, ...types].filter((type) => LOCAL_NAME.test(type)).map((type) => `kg:${type}`)],
    ["skos:prefLabel", [turtleText(label, "zh")]],
    ["skos:altLabel", aliases.map((alias) => turtleText(alias, "zh"))],
    ...facts.map(([name, value]) => [`kg:${name}`, [turtleText(value)]]),
  ];
}

function statementTurtle(edge, [predicate, title, tenure, citations], cited) {
  const [from, to] = [turtleIri(iriOf(edge.from)), turtleIri(iriOf(edge.to))];
  if (!LOCAL_NAME.test(predicate)) return [];
  const confidence = statementConfidence(citations);
  const evidence = [
    ["kg:confidence", confidence ? [confidence.toFixed(2)] : []],
    ["kg:statedIn", cited],
  ];
  if (predicate === "holdsPosition") {
    const position = [
      ["a", ["kg:Position"]],
      ["kg:positionTitle", title ? [turtleText(title, "zh")] : []],
      ["kg:positionAt", [to]],
    ];
    const when = ["kg:tenure", tenure ? [turtleText(tenure)] : []];
    const inside = [...position, when, ...evidence].filter(([, objects]) => objects.length);
    return [
      [
        from,
        [["kg:holdsPosition", [`[ ${inside.map(([name, objects]) => `${name} ${objects.join(", ")}`).join(" ; ")} ]`]]],
      ],
    ];
  }
  const triple = [from, [[`kg:${predicate}`, [to]]]];
  const reified = [
    ["a", ["rdf:Statement"]],
    ["rdf:subject", [from]],
    ["rdf:predicate", [`kg:${predicate}`]],
    ["rdf:object", [to]],
  ];
  return cited.length ? [triple, ["[]", [...reified, ...evidence]]] : [triple];
}
