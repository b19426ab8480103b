// Reads a page's data and filters from standard input, { data, filters: [...] }, and prints what the views count for each:
// nodes by kind, edges, sentences, articles, pairs of persons in events together and how often.
import { readFileSync } from "node:fs";
import { firstDayIn, lastDayIn } from "../../kg/views/js/core/address.js";
import { applyFilters, passingSources } from "../../kg/views/js/core/filtering.js";
import { indexGraph } from "../../kg/views/js/core/graph.js";
import { project } from "../../kg/views/js/core/projection.js";

const { data, filters } = JSON.parse(readFileSync(0, "utf-8"));
const graph = indexGraph(data);
const count = (flags) => flags.reduce((sum, flag) => sum + flag, 0);

function counts({ types, statuses, sources, confidence, from, to }) {
  const hidden = { types: new Set(types), statuses: new Set(statuses), sources: new Set(sources) };
  const passing = applyFilters(graph, { ...hidden, confidence, from: firstDayIn(from), to: lastDayIn(to) });
  const kinds = {};
  for (const { id, group } of graph.nodes) if (passing.nodes[id]) kinds[group] = (kinds[group] ?? 0) + 1;
  const view = { isNode: (id) => passing.nodes[id], isEdge: (number) => passing.edges[number] };
  const ties = project(graph, { kinds: ["Person", "Person"], by: "events" }, view).edges;
  const { sentences, articles } = passingSources(graph, passing);
  return {
    kinds,
    edges: count(passing.edges),
    sentences: count(sentences),
    articles: count(articles),
    ties: [ties.length, ties.reduce((sum, { weight }) => sum + weight, 0)],
  };
}

console.log(JSON.stringify(filters.map(counts)));
