import assert from "node:assert/strict";
import test from "node:test";
import { shortestPath } from "../../../kg/views/js/core/paths.js";
import { DISTRICT, LU, MEETING, sampleGraph, UNIVERSITY, VISIT, ZENG } from "./sample.js";

const graph = sampleGraph();
const all = () => true;

test("a path goes along edges in either direction", () => {
  const path = shortestPath(graph, LU, ZENG, all);
  assert.deepEqual(path.nodes, [LU, VISIT, UNIVERSITY, MEETING, ZENG]);
  assert.deepEqual(path.edges, [0, 1, 2, 3]);
  assert.deepEqual([path.from, path.to], [LU, ZENG]);
});

test("edges that are hidden cut it, and what is alone has none", () => {
  assert.equal(
    shortestPath(graph, LU, ZENG, ({ id }) => id !== 1),
    null,
  );
  assert.equal(shortestPath(graph, LU, DISTRICT, all), null);
});

test("the path from a node to itself has no edges", () => {
  assert.deepEqual(shortestPath(graph, LU, LU, all).edges, []);
});
