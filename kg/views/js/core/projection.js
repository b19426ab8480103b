// Projections of the network: who is tied to whom by events, sentences or articles that they share, or by a position.
// kg/export/projections.py makes the same in Python.

export const PROJECTIONS = {
  "person-person": ["Person", "Person"],
  "organisation-organisation": ["Organisation", "Organisation"],
  "person-organisation": ["Person", "Organisation"],
};
export const TIES = ["events", "sentences", "articles", "positions"];

/** Whether entities of these kinds can be tied so: positions are held by persons in organisations. */
export const canTie = (kinds, by) => by !== "positions" || kinds[0] !== kinds[1];

// What entities share, as [what it is, its members]: an event, a sentence, an article or an edge, by its number.
const CONTEXTS = {
  *events({ nodes, edges, incident }, view) {
    for (const { id, group } of nodes) {
      if (group !== "Event" || !view.isNode(id)) continue;
      const members = new Set();
      for (const number of incident(id)) {
        const { from, to } = edges[number];
        if (view.isEdge(number)) members.add(from === id ? to : from);
      }
      yield [id, members];
    }
  },
  *articles({ nodes, articles }, view) {
    const named = articles.map(() => []);
    for (const { id } of nodes) for (const article of view.articlesOf(id)) named[article].push(id);
    yield* named.entries();
  },
  *sentences(graph, view) {
    const named = [...CONTEXTS.articles(graph, view)].map(([, members]) => members);
    const members = graph.sentences.map(() => new Set());
    for (const { id, from, to } of graph.edges)
      if (view.isEdge(id))
        for (const [sentence] of view.citationsOf(id)) {
          members[sentence].add(from);
          members[sentence].add(to);
        }
    for (const [number, [text, article]] of graph.sentences.entries()) {
      if (!view.isSentence(number)) continue;
      for (const id of named[article] ?? []) if (isNamedIn(graph.nodes[id], text)) members[number].add(id);
      yield [number, members[number]];
    }
  },
  *positions({ edges }, view) {
    for (const { id, from, to, statements } of edges)
      if (view.isEdge(id) && statements.some(([predicate]) => predicate === "holdsPosition")) yield [id, [from, to]];
  },
};

/** Whether one of an entity's names, of two characters or more, stands in a text. */
const isNamedIn = ({ label, aliases, group }, text) =>
  group !== "Event" && [label, ...aliases].some((name) => [...name].length > 1 && text.includes(name));

/**
 * Returns { nodes, edges }: the tied nodes' numbers, and an edge { a, b, weight, shared } for each pair of entities of the two
 * kinds, a < b, that share at least `least` contexts; `shared` are the contexts. `view` says what counts: isNode(id),
 * isEdge(number), isSentence(number), citationsOf(edge number), articlesOf(id).
 */
export function project(graph, { kinds, by, least = 1 }, view) {
  const [one, other] = kinds;
  const found = new Map();
  const count = graph.nodes.length;
  for (const [context, members] of CONTEXTS[by](graph, view)) {
    const fitting = [...members].filter((id) => view.isNode(id) && kinds.includes(graph.nodes[id].group));
    for (const [at, first] of fitting.entries())
      for (const second of fitting.slice(at + 1)) {
        if (one !== other && graph.nodes[first].group === graph.nodes[second].group) continue;
        const [a, b] = first < second ? [first, second] : [second, first];
        const key = a * count + b;
        if (!found.has(key)) found.set(key, { a, b, weight: 0, shared: [] });
        const edge = found.get(key);
        edge.weight++;
        edge.shared.push(context);
      }
  }
  const edges = [...found.values()].filter(({ weight }) => weight >= least).sort((x, y) => x.a - y.a || x.b - y.b);
  const nodes = [...new Set(edges.flatMap(({ a, b }) => [a, b]))].sort((x, y) => x - y);
  return { nodes, edges };
}
