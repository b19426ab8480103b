import assert from "node:assert/strict";
import test from "node:test";
import { Parser } from "n3";
import {
  edgeListText,
  gexfText,
  graphmlText,
  turtleDocument,
  turtleIri,
  turtleText,
} from "../../../kg/views/js/core/graph-formats.js";

const network = {
  isDirected: false,
  nodes: [
    { id: "https://e.example/a", label: '陆<b>&"', degree: 1, kind: "Person" },
    { id: "https://e.example/b", label: "=1+1", degree: 1, kind: "Person" },
  ],
  edges: [{ source: "https://e.example/a", target: "https://e.example/b", label: "events", weight: 3 }],
};

test("GEXF and GraphML hold attributes with their types and no markup out of names", () => {
  const gexf = gexfText(network);
  assert.match(gexf, /<attribute id="degree" title="degree" type="double"\/>/);
  assert.match(gexf, /weight="3"/);
  assert.match(graphmlText(network), /<data key="edge-weight">3<\/data>/);
  for (const text of [gexf, graphmlText(network)])
    assert.ok(!text.includes("<b>") && text.includes("陆&#60;b&#62;&#38;"));
});

test("GEXF has the looks of nodes, counted upwards; the other formats have none", () => {
  const looks = { x: 3, y: -4.5, size: 9.1, colour: "#2f6fde" };
  const [first, second] = network.nodes;
  const drawn = {
    ...network,
    nodes: [
      { ...first, looks },
      { ...second, looks: { size: 4, colour: "#858d99" } },
    ],
  };
  const gexf = gexfText(drawn);
  assert.ok(
    gexf.includes('<viz:color r="47" g="111" b="222"/><viz:size value="9.1"/><viz:position x="3" y="4.5" z="0"/>'),
  );
  assert.equal(gexf.match(/viz:position/g).length, 1);
  assert.equal(graphmlText(drawn), graphmlText(network));
  assert.equal(edgeListText(drawn), edgeListText(network));
});

test("an edge list has a line for each edge, and no formula", () => {
  const lines = edgeListText(network).split("\r\n");
  assert.equal(lines[0], "\uFEFFsource,source_label,target,target_label,weight");
  assert.equal(lines[1], `https://e.example/a,"陆<b>&""",https://e.example/b,'=1+1,3`);
});

test("Turtle is read by a parser as it was meant, whatever is in the texts", () => {
  const nasty = 'a"\\\n\u0001\u{1F600}\uD800 ."@en <x> .';
  const text = turtleDocument([
    [turtleIri("https://e.example/a>b c"), [["skos:prefLabel", [turtleText(nasty, "zh")]]]],
    [
      "[]",
      [
        ["rdf:value", ["3"]],
        ["rdf:subject", []],
      ],
    ],
  ]);
  const quads = new Parser({ format: "Turtle" }).parse(text);
  assert.equal(quads.length, 2);
  assert.equal(quads[0].subject.value, "https://e.example/a%3Eb%20c");
  assert.equal(quads[0].object.value, nasty.toWellFormed());
  assert.equal(quads[1].object.datatype.value, "http://www.w3.org/2001/XMLSchema#integer");
});
