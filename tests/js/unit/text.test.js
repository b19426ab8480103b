import assert from "node:assert/strict";
import test from "node:test";
import {
  countValues,
  foldName,
  initialsOf,
  markWords,
  nameBeside,
  shorten,
  splitLines,
} from "../../../kg/views/js/core/text.js";

test("a long text is cut by characters, not by halves of them", () => {
  assert.equal(shorten("云川市人民政府", 7), "云川市人民政府");
  assert.equal(shorten("云川市人民政府", 4), "云川市…");
  assert.equal(shorten("𠮷𠮷𠮷𠮷", 3), "𠮷𠮷…");
  assert.equal(shorten("a \n b", 9), "a b");
});

test("a label has one line where it fits with a character to spare, else two halves", () => {
  assert.deepEqual(splitLines("云川大学座谈会", 9), ["云川大学座谈会"]);
  assert.deepEqual(splitLines("十个字的标签没有折行", 9), ["十个字的标签没有折行"]);
  assert.deepEqual(splitLines("十一个字的标签折成两行", 9), ["十一个字的标", "签折成两行"]);
  const [first, second] = splitLines("很".repeat(40), 9);
  assert.equal([...first].length + [...second].length, 18);
  assert.ok(second.endsWith("…"));
});

test("names are folded alike whatever their width, case and separators", () => {
  assert.equal(foldName("Ｎ·Ｂ 银行"), "nb银行");
  assert.equal(foldName("O'Neill"), foldName("o’ neill"));
  assert.equal(initialsOf("lu huai qian"), "lhq");
  assert.equal(initialsOf(""), "");
});

test("of the words at one place the longest is marked, and nothing is lost", () => {
  const parts = markWords("云川大学座谈会在云川举行", ["云川", "云川大学", "", "云川"]);
  assert.deepEqual(parts, [
    ["云川大学", true],
    ["座谈会在", false],
    ["云川", true],
    ["举行", false],
  ]);
  assert.deepEqual(markWords("", ["云川"]), []);
  assert.deepEqual(markWords("<b>$&", ["$&"]), [
    ["<b>", false],
    ["$&", true],
  ]);
});

test("values are counted, the most frequent first, equal ones in order", () => {
  const counts = countValues(["b", "a", "b", "c"]);
  assert.deepEqual(counts, [
    ["b", 2],
    ["a", 1],
    ["c", 1],
  ]);
});

test("an event beside its agent is named without it, where something is left", () => {
  assert.equal(nameBeside("陆怀谦赴云川大学调研", ["陆怀谦"]), "赴云川大学调研");
  assert.equal(nameBeside("陆怀谦、曾广义座谈", ["陆怀谦", "老陆"]), "曾广义座谈");
  assert.equal(nameBeside("陆怀谦（2021）", ["陆怀谦"]), "陆怀谦（2021）");
  assert.equal(nameBeside("座谈会", ["陆怀谦", ""]), "座谈会");
});
