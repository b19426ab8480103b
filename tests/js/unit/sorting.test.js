import assert from "node:assert/strict";
import test from "node:test";
import { sortRows } from "../../../kg/views/js/core/sorting.js";

const same = (value) => value;

test("Chinese names are sorted by their sound, numbers in them by value", () => {
  assert.deepEqual(sortRows(["云川", "北塔", "曾广义"], same, 1, "zh-Hans"), ["北塔", "曾广义", "云川"]);
  assert.deepEqual(sortRows(["n10", "n9"], same, 1, "en"), ["n9", "n10"]);
});

test("what is empty comes last in either direction", () => {
  assert.deepEqual(sortRows(["b", "", "a"], same, 1, "en"), ["a", "b", ""]);
  assert.deepEqual(sortRows(["b", "", "a"], same, -1, "en"), ["b", "a", ""]);
});

test("numbers are sorted as numbers, and equal rows keep their order", () => {
  const rows = [
    ["x", 2],
    ["y", 10],
    ["z", 2],
  ];
  const names = (direction) => sortRows(rows, ([, value]) => value, direction, "en").map(([name]) => name);
  assert.deepEqual(names(1), ["x", "z", "y"]);
  assert.deepEqual(names(-1), ["y", "x", "z"]);
});

test("the rows given are not changed", () => {
  const rows = Object.freeze([2, 1]);
  assert.deepEqual(sortRows(rows, same, 1, "en"), [1, 2]);
});
