import assert from "node:assert/strict";
import test from "node:test";
import { dayOf, NEVER } from "../../../kg/views/js/core/dates.js";
import { eventDay, indexGraph, isUnconfirmed, largestPart, statusOf } from "../../../kg/views/js/core/graph.js";
import { DISTRICT, LU, MEETING, sampleGraph, UNIVERSITY, VISIT, ZENG } from "./sample.js";

test("a node has its edges and its distinct neighbours; a loop is one edge and no neighbour", () => {
  const { incident, neighbours, degree } = sampleGraph();
  assert.deepEqual([...incident(LU)], [0, 4]);
  assert.deepEqual([...neighbours(LU)], [VISIT]);
  assert.deepEqual([...neighbours(UNIVERSITY)], [VISIT, MEETING]);
  assert.equal(degree(DISTRICT), 0);
});

test("two edges between two nodes make them neighbours once", () => {
  const nodes = [{ label: "甲" }, { label: "乙" }];
  const edges = [
    { from: 0, to: 1, statements: [] },
    { from: 1, to: 0, statements: [] },
  ];
  const { neighbours, incident } = indexGraph({ nodes, edges, sentences: [], articles: [] });
  assert.deepEqual([...neighbours(0)], [1]);
  assert.deepEqual([...incident(0)], [0, 1]);
});

test("an edge is as certain as its most certain citation, and certain where none is stated", () => {
  const { edgeConfidence, nodeConfidence } = sampleGraph();
  const rounded = [...edgeConfidence].map((confidence) => Math.round(confidence * 100) / 100);
  assert.deepEqual(rounded, [0.9, 0.8, 0.5, 0.7, 1]);
  assert.equal(nodeConfidence[LU], 1);
});

test("nodes are ordered by degree, members of communities too", () => {
  const { byDegree, communities } = sampleGraph();
  assert.equal(byDegree.at(-1), DISTRICT);
  assert.deepEqual(communities.get(0), [VISIT, UNIVERSITY, LU]);
  assert.equal(communities.size, 1);
});

test("an event without a date counts by the earliest article that reports it", () => {
  const graph = sampleGraph();
  assert.equal(eventDay(graph, VISIT), dayOf("2021-01-04"));
  assert.equal(eventDay(graph, MEETING), dayOf("2021-06-01"));
  assert.equal(eventDay(graph, DISTRICT), NEVER);
});

test("planned events are unconfirmed; what has no status is not", () => {
  const { nodes } = sampleGraph();
  assert.deepEqual(
    [VISIT, MEETING, ZENG].map((id) => isUnconfirmed(nodes[id])),
    [false, true, false],
  );
  assert.equal(statusOf(nodes[MEETING]), "planned");
});

test("the largest connected part leaves out what is alone", () => {
  assert.deepEqual(largestPart(sampleGraph()).sort(), [VISIT, MEETING, LU, ZENG, UNIVERSITY]);
  assert.deepEqual(largestPart(indexGraph({ nodes: [], edges: [], sentences: [], articles: [] })), []);
});
