import assert from "node:assert/strict";
import test from "node:test";
import {
  correctionWord,
  csvCell,
  csvText,
  fileName,
  isWebAddress,
  localPath,
  sparqlIri,
  xmlText,
} from "../../../kg/views/js/core/escaping.js";

test("markup in a text is no markup in XML, and what XML cannot hold is replaced", () => {
  assert.equal(xmlText(`<a b="c">&'`), "&#60;a b=&#34;c&#34;&#62;&#38;&#39;");
  assert.equal(xmlText("a\u0001\uFFFEb\u{1F600}"), "a\uFFFD\uFFFDb\u{1F600}");
  assert.equal(xmlText("a\ud800b"), "a\uFFFDb");
});

test("no cell of CSV is a formula to a spreadsheet; numbers stay numbers", () => {
  for (const text of ["=1+1", "+1", "-1", "@a", "\ta"]) assert.ok(csvCell(text).startsWith("'"), text);
  assert.equal(csvCell("\r=1"), '"\'\r=1"');
  assert.equal(csvCell(-0.5), "-0.5");
  assert.equal(csvCell('a,"b"\n'), '"a,""b""\n"');
  assert.equal(csvCell("a=b"), "a=b");
});

test("CSV has a byte order mark and ends each row with CR LF", () => {
  const text = csvText([
    ["a", "b"],
    [1, ""],
  ]);
  assert.equal(text, "\uFEFFa,b\r\n1,\r\n");
});

test("an IRI cannot leave its angle brackets in SPARQL", () => {
  assert.equal(sparqlIri("http://x.example/a> . } DROP ALL #"), "http://x.example/a%3E%20.%20%7D%20DROP%20ALL%20#");
  assert.equal(sparqlIri("https://x.example/陆怀谦"), "https://x.example/陆怀谦");
});

test("only addresses of the web are followed", () => {
  assert.ok(isWebAddress("https://x.example/a"));
  for (const iri of ["javascript:alert(1)", "data:text/html,x", "http://a b", "ftp://x.example", " http://x.example"])
    assert.ok(!isWebAddress(iri), iri);
});

test("the path of an IRI on the site is encoded part by part", () => {
  const base = "https://x.example/id/";
  assert.equal(localPath(`${base}person/陆?x`, base), "person/%E9%99%86%3Fx");
  assert.equal(localPath("https://other.example/a", base), null);
});

test("words of corrections are quoted where they need to be", () => {
  assert.equal(correctionWord("person/陆怀谦~2"), "person/陆怀谦~2");
  assert.equal(correctionWord("person/a b"), '"person/a b"');
});

test("a file name is made of letters and digits", () => {
  assert.equal(fileName("云川日报: 2021/01", "svg"), "云川日报-2021-01.svg");
  assert.equal(fileName("../..", "csv"), "network.csv");
  assert.equal([...fileName("很".repeat(99), "png")].length, 44);
});
