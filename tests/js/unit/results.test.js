// The results of the query page.
import assert from "node:assert/strict";
import test from "node:test";
import {
  ALL_PAIRS,
  countedRows,
  datedRows,
  entityColumns,
  joinedEdges,
  resultEdges,
  resultRows,
  shortIri,
} from "../../../kg/views/js/core/results.js";

const iri = (value) => ({ type: "uri", value: `https://x.example/id/${value}` });
const text = (value) => ({ type: "literal", value });
const number = (value) => ({ type: "literal", value, datatype: "http://www.w3.org/2001/XMLSchema#integer" });
const results = (vars, ...bindings) => ({ head: { vars }, results: { bindings } });

test("an edge leads from the first entity to the last, labelled with what stands between", () => {
  const answer = results(["a", "p", "b"], {
    a: iri("person/甲"),
    p: { type: "uri", value: "https://x.example/ontology#memberOf" },
    b: iri("organisation/乙"),
  });
  const [[from, to, label]] = resultEdges(answer);
  assert.deepEqual([from.value, to.value, label], [iri("person/甲").value, iri("organisation/乙").value, "memberOf"]);
});

test("of more columns of entities two are chosen, or all in pairs", () => {
  const answer = results(
    ["a", "n", "b", "c"],
    { a: iri("甲"), n: number("3"), b: iri("乙"), c: iri("丙") },
    { a: iri("甲"), c: iri("丁") },
  );
  const ends = (chosen) => resultEdges(answer, chosen).map(([a, b, label]) => [a.value, b.value, label].join(" "));
  const id = "https://x.example/id/";
  assert.deepEqual(entityColumns(answer), ["a", "b", "c"]);
  assert.deepEqual(ends(null), [`${id}甲 ${id}丙 3 乙`, `${id}甲 ${id}丁 `]);
  assert.deepEqual(ends(["b", "c"]), [`${id}乙 ${id}丙 3`]);
  assert.equal(ends(ALL_PAIRS).length, 4);
});

test("without two IRIs names are the ends, never numbers", () => {
  const [[from, to]] = resultEdges(results(["a", "n", "b"], { a: text("甲"), n: number("3"), b: text("乙") }));
  assert.deepEqual([from.value, to.value], ["甲", "乙"]);
  assert.deepEqual(resultEdges(results(["a", "n"], { a: text("甲"), n: number("3") })), []);
});

test("rows with a year, a month or a day are ordered by it; others are left out", () => {
  const rows = ["2021-02-03", "2020", "无", "2021-02"].map((date) => ({ d: text(date) }));
  assert.deepEqual(
    datedRows(results(["d"], ...rows)).map(([date]) => date),
    ["2020", "2021-02", "2021-02-03"],
  );
});

test("what is not bound is empty in the rows", () => {
  assert.deepEqual(resultRows(results(["a", "b"], { b: text("乙") })), [["a", "b"], ["", "乙"]]); // prettier-ignore
});

test("an IRI is shortened by its prefix or by the base", () => {
  const prefixes = { kg: "https://x.example/ontology#" };
  const short = (value) => shortIri(value, prefixes, "https://x.example/id/");
  assert.equal(short("https://x.example/ontology#Person"), "kg:Person");
  assert.equal(short("https://x.example/id/person/甲"), "person/甲");
  assert.equal(short("urn:a"), "urn:a");
});

test("equal pairs are one edge, and of many nodes those with the most edges are kept, with the number left out", () => {
  const pair = (a, b) => ({ a: text(a), b: text(b) });
  const answer = results(["a", "b"], pair("甲", "乙"), pair("甲", "乙"), pair("甲", "丙"), pair("丁", "戊"));
  const all = joinedEdges(answer, 10);
  assert.equal(all.edges.length, 3);
  assert.deepEqual(all.edges[0], { from: "甲", to: "乙", name: "", count: 2 });
  assert.deepEqual([all.nodes[0], all.leftOut], [["甲", 3], 0]);
  const some = joinedEdges(answer, 2);
  assert.deepEqual([some.nodes.map(([name]) => name), some.edges.length, some.leftOut], [["甲", "乙"], 1, 3]);
});

test("bars have the numbers of a column of numbers, else how often the first column has a value", () => {
  const counted = results(["who", "n"], { who: text("甲"), n: number("3") }, { who: text("乙") });
  assert.deepEqual(countedRows(counted), [["甲", 3]]);
  const plain = results(["who"], { who: text("甲") }, { who: text("乙") }, { who: text("乙") });
  assert.deepEqual(countedRows(plain), [
    ["乙", 2],
    ["甲", 1],
  ]);
});
