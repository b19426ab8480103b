import assert from "node:assert/strict";
import test from "node:test";
import { forceLayout } from "../../../kg/views/js/core/force-layout.js";
import { betweenness, adjacency, communities, measure } from "../../../kg/views/js/core/measures.js";
import { canTie, project, PROJECTIONS } from "../../../kg/views/js/core/projection.js";
import { indexGraph } from "../../../kg/views/js/core/graph.js";
import { LU, MEETING, sampleGraph, sampleRows, UNIVERSITY, VISIT, ZENG } from "./sample.js";

const graph = sampleGraph();
const everything = (of) => ({
  isNode: () => true,
  isEdge: () => true,
  isSentence: () => true,
  citationsOf: (number) => of.edges[number].statements.flatMap((statement) => statement[3]),
  articlesOf: (id) => (of.nodes[id].group === "Event" ? [] : of.nodes[id].articles),
});
const tied = (kinds, by, least = 1, view = everything(graph)) =>
  project(graph, { kinds: PROJECTIONS[kinds], by, least }, view).edges.map(({ a, b, weight }) => [a, b, weight]);

test("persons are tied by the articles that name both, as often as there are such articles", () => {
  assert.deepEqual(tied("person-person", "articles"), [[LU, ZENG, 1]]);
  assert.deepEqual(tied("person-person", "articles", 2), []);
});

test("who shares an event is tied by it, and only once, whatever the roles", () => {
  assert.deepEqual(tied("person-organisation", "events"), [
    [LU, UNIVERSITY, 1],
    [ZENG, UNIVERSITY, 1],
  ]);
  assert.deepEqual(tied("person-person", "events"), []);
});

test("an event that is hidden ties nobody", () => {
  const view = { ...everything(graph), isNode: (id) => id !== MEETING };
  assert.deepEqual(tied("person-organisation", "events", 1, view), [[LU, UNIVERSITY, 1]]);
});

test("a sentence ties whom it names and whom its statements are about", () => {
  assert.deepEqual(tied("person-organisation", "sentences"), [
    [LU, UNIVERSITY, 1],
    [ZENG, UNIVERSITY, 1],
  ]);
  const rows = sampleRows();
  rows.sentences[1][0] = "座谈会由老曾和陆怀谦参加。";
  const more = indexGraph(rows);
  const found = project(more, { kinds: PROJECTIONS["person-person"], by: "sentences" }, everything(more));
  assert.deepEqual(found.edges, [{ a: LU, b: ZENG, weight: 1, shared: [1] }]);
});

test("positions tie persons to organisations and nothing else", () => {
  const rows = sampleRows();
  rows.edges.push({ from: ZENG, to: UNIVERSITY, statements: [["holdsPosition", "教授", "", []]] });
  const more = indexGraph(rows);
  const found = project(more, { kinds: PROJECTIONS["person-organisation"], by: "positions" }, everything(more));
  assert.deepEqual(found, { nodes: [ZENG, UNIVERSITY], edges: [{ a: ZENG, b: UNIVERSITY, weight: 1, shared: [5] }] });
  assert.ok(!canTie(PROJECTIONS["person-person"], "positions") && canTie(PROJECTIONS["person-person"], "events"));
  assert.ok(VISIT === 0);
});

const line = { nodes: [1, 2, 3, 4], edges: [1, 2, 3].map((a) => ({ a, b: a + 1, weight: a })) };
const triangles = {
  nodes: [0, 1, 2, 3, 4, 5],
  edges: [
    [0, 1],
    [1, 2],
    [0, 2],
    [3, 4],
    [4, 5],
    [3, 5],
    [2, 3],
  ].map(([a, b]) => ({ a, b, weight: 1 })),
};

test("betweenness is the share of the shortest paths through a node", () => {
  const { values, isSampled } = betweenness(line, adjacency(line));
  assert.deepEqual([...values.values()], [0, 2 / 3, 2 / 3, 0]);
  assert.ok(!isSampled);
});

test("communities are what is densely tied, numbered by size", () => {
  assert.deepEqual([...communities(triangles).values()], [0, 0, 0, 1, 1, 1]);
  assert.equal(communities({ nodes: [], edges: [] }).size, 0);
});

test("degree counts ties, strength adds their weights", () => {
  const { degree, strength } = measure(line);
  assert.deepEqual([...degree.values()], [1, 2, 2, 1]);
  assert.deepEqual([...strength.values()], [1, 3, 5, 3]);
});

test("a layout is the same each time, puts no two nodes on one place, and keeps tied nodes nearer", () => {
  const places = forceLayout(triangles);
  assert.deepEqual(places, forceLayout(triangles));
  const distance = (a, b) => Math.hypot(places.get(a).x - places.get(b).x, places.get(a).y - places.get(b).y);
  assert.ok(distance(0, 1) > 20 && distance(0, 1) < distance(0, 5));
  const again = forceLayout(triangles, places);
  assert.ok(
    [...again].every(([node, { x }]) => Math.abs(x - places.get(node).x) < 60),
    "what has a place keeps near it",
  );
});
