import assert from "node:assert/strict";
import test from "node:test";
import { dayOf } from "../../../kg/views/js/core/dates.js";
import {
  applyFilters,
  facetCounts,
  isFiltered,
  noFilters,
  passingStatements,
} from "../../../kg/views/js/core/filtering.js";
import { indexGraph } from "../../../kg/views/js/core/graph.js";
import { names, sampleGraph, sampleRows } from "./sample.js";

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

test("a year is in a period that holds all of it, a span in each that it overlaps", () => {
  const within = (facts, from, to) => {
    const rows = sampleRows();
    Object.assign(rows.nodes[0], { date: ["2021-01-01", "2021-12-31"], facts });
    return applyFilters(indexGraph(rows), { ...noFilters(), from: dayOf(from), to: dayOf(to) }).nodes[0] === 1;
  };
  const year = [["date", "2021", []]];
  const span = ["beginDate", "endDate"].map((name) => [name, "2021", []]);
  assert.deepEqual([within(year, "2021-03-01", "2021-03-31"), within(year, "2021-01-01", "2021-12-31")], [false, true]);
  assert.deepEqual([within(span, "2021-03-01", "2021-03-31"), within(span, "2022-01-01", "2022-12-31")], [true, false]);
});

test("what no sentence states passes only beside something that does", () => {
  const rows = sampleRows();
  rows.nodes.push({ label: "云川市", group: "Place", key: "place/云川市" });
  rows.edges.push({ from: 5, to: 6, statements: [["partOf", "", "", []]] });
  rows.edges.push({ from: 4, to: 5, statements: [["locatedIn", "", "", [[1, 0.9, ""]]]] });
  const more = indexGraph(rows);
  const shown = (change) => {
    const { nodes } = applyFilters(more, { ...noFilters(), ...change });
    return [...names, "云川市"].filter((_, id) => nodes[id]);
  };
  assert.ok(shown({ from: dayOf("2021-06-01"), to: dayOf("2021-06-30") }).includes("云川市"));
  assert.deepEqual(shown({ from: dayOf("2019-01-01"), to: dayOf("2019-12-31") }), []);
});

test("statements keep the citations that pass, and go without any", () => {
  const passing = applyFilters(graph, { ...noFilters(), confidence: 0.6 });
  const statements = passingStatements(graph.edges[3].statements, 3, passing, false);
  assert.deepEqual(statements, [["participant", "", "", [[2, 0.7, ""]]]]);
  assert.deepEqual(passingStatements(graph.edges[2].statements, 3, passing, false), []);
});

test("a facet counts what the other filters let pass", () => {
  const filters = { ...noFilters(), types: new Set(["Inspection"]), sources: new Set(["澜州晚报"]) };
  assert.deepEqual(
    [...facetCounts(graph, filters, "types")],
    [["Inspection", 1]],
    "the other paper states the meeting",
  );
  assert.equal(facetCounts(graph, filters, "statuses").get("happened"), undefined);
  assert.deepEqual([...facetCounts(graph, filters, "sources")].sort(), [
    ["云川日报", 2],
    ["澜州晚报", 1],
  ]);
});
