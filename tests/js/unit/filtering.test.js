import assert from "node:assert/strict";
import test from "node:test";
import { dayOf } from "../../../kg/views/js/core/dates.js";
import { applyFilters, isFiltered, noFilters } from "../../../kg/views/js/core/filtering.js";
import { names, sampleGraph } from "./sample.js";

const graph = sampleGraph();

/** Returns the names of the nodes, and the numbers of the edges, that pass. */
function passing(change) {
  const { nodes, edges } = applyFilters(graph, { ...noFilters(), ...change });
  return [names.filter((_, id) => nodes[id]), [...edges.keys()].filter((id) => edges[id])];
}

test("without filters everything passes", () => {
  assert.deepEqual(passing({}), [names, [0, 1, 2, 3, 4]]);
  assert.ok(!isFiltered(noFilters()));
  assert.ok(isFiltered({ ...noFilters(), from: 0 }));
});

test("an entity goes with the events that were its only edges; one without edges stays", () => {
  const [nodes, edges] = passing({ types: new Set(["Meeting"]) });
  assert.deepEqual(nodes, ["调研", "陆怀谦", "云川大学", "北塔区"]);
  assert.deepEqual(edges, [0, 1, 4]);
});

test("an event goes by its status, and only where it has that status", () => {
  assert.deepEqual(passing({ statuses: new Set(["planned"]) })[0], ["调研", "陆怀谦", "云川大学", "北塔区"]);
  assert.deepEqual(passing({ statuses: new Set(["denied"]) })[0], names);
});

test("a source that is hidden takes what only it states", () => {
  const [nodes, edges] = passing({ sources: new Set(["云川日报"]) });
  assert.deepEqual(nodes, ["座谈会", "曾广义", "云川大学"]);
  assert.deepEqual(edges, [2, 3]);
});

test("confidence is that of the best citation; what states none passes", () => {
  assert.deepEqual(passing({ confidence: 0.65 })[1], [0, 1, 4]); // without 座谈会 its edges go too
  assert.deepEqual(passing({ confidence: 0.6 })[1], [0, 1, 3, 4]);
});

test("an event's own date counts before its article's", () => {
  const from = dayOf("2021-01-05");
  assert.ok(!passing({ from })[0].includes("调研"), "it was before, though its article was not");
  assert.ok(passing({ to: from })[0].includes("调研"));
  assert.deepEqual(passing({ from: dayOf("2021-03-01") })[0], ["座谈会", "曾广义", "云川大学"]);
});
