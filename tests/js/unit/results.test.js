// The results of the query page.
import assert from "node:assert/strict";
import test from "node:test";
import { datedRows, resultEdges, resultRows, shortIri } from "../../../kg/views/js/core/results.js";

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
