import assert from "node:assert/strict";
import test from "node:test";
import { findNames, searchEntries } from "../../../kg/views/js/core/search.js";
import { LU, sampleGraph, ZENG } from "./sample.js";

const graph = sampleGraph();
const entries = searchEntries(graph.nodes);
const found = (query, limit) => findNames(entries, query, graph, limit).map(({ name }) => name);

test("a name is found by itself, its initials and its sound, in any case", () => {
  for (const query of ["陆怀谦", "怀谦", "lhq", "LHQ", "luhuai", "lu huai"])
    assert.deepEqual(found(query), ["陆怀谦"], query);
});

test("an alias is found, and names its node", () => {
  const [entry] = findNames(entries, "老曾", graph);
  assert.deepEqual([entry.id, entry.name], [ZENG, "老曾"]);
});

test("a node is found once, by its best match", () => {
  assert.deepEqual(found("曾"), ["曾广义"]);
});

test("whole names come before beginnings, and entities before events", () => {
  const nodes = [
    { label: "云川座谈会", group: "Event" },
    { label: "云川大学", group: "Organisation" },
    { label: "云川", group: "Place" },
    { label: "大云川", group: "Place" },
  ].map((node, id) => ({ id, aliases: [], pinyin: [], ...node }));
  const names = findNames(searchEntries(nodes), "云川", { nodes, degree: () => 1 }).map(({ name }) => name);
  assert.deepEqual(names, ["云川", "云川大学", "云川座谈会", "大云川"]);
});

test("nothing is found by nothing, and no more than the limit", () => {
  assert.deepEqual(found(" · "), []);
  assert.deepEqual(found("没有此人"), []);
  assert.equal(found("云", 0).length, 0);
  assert.equal(entries.find(({ id }) => id === LU).initials, "lhq");
});
