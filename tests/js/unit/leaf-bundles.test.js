import assert from "node:assert/strict";
import test from "node:test";
import { indexGraph } from "../../../kg/views/js/core/graph.js";
import { bundleSize, findBundles, LEAST, offsetsAround } from "../../../kg/views/js/core/leaf-bundles.js";

const EVENTS = 37;
const PLACES = LEAST - 1;
const nodes = [
  { label: "云川市", group: "Place", key: "place/云川市" },
  { label: "陆怀谦", group: "Person", key: "person/陆怀谦" },
  ...Array.from({ length: EVENTS }, (_, at) => ({ label: `事件${at}`, group: "Event", key: `event/${at}` })),
  ...Array.from({ length: PLACES }, (_, at) => ({ label: `街道${at}`, group: "Place", key: `place/${at}` })),
];
const [HUB, PERSON, FIRST] = [0, 1, 2];
const statements = [["place", "", "", []]];
const edges = [
  ...nodes.slice(FIRST).map((_, at) => ({ from: FIRST + at, to: HUB, statements })),
  { from: HUB, to: FIRST, statements }, // both ways between two: one neighbour
  { from: HUB, to: HUB, statements },
  { from: PERSON, to: HUB, statements },
  { from: PERSON, to: FIRST + 1, statements }, // the second event has two neighbours
];
const graph = indexGraph({ nodes, edges, sentences: [], articles: [] });
const all = (count) => new Uint8Array(count).fill(1);
const find = (drawn = all(nodes.length), shown = all(edges.length), centre = null) =>
  findBundles(graph, drawn, shown, centre);

test("the leaves of a hub that are of one class are a bundle, where they are more than a dozen", () => {
  const found = find();
  assert.equal(found.length, 1, "twelve places are no bundle, nor is the person");
  const [{ key, hub, kind, leaves }] = found;
  assert.deepEqual([key, hub, kind], ["place/云川市 Event", HUB, "Event"]);
  assert.equal(leaves.length, EVENTS - 1);
  assert.ok(leaves.includes(FIRST) && !leaves.includes(FIRST + 1));
});

test("what is not shown counts neither as a leaf nor as a link", () => {
  const drawn = all(nodes.length);
  drawn.fill(0, FIRST + 20, FIRST + EVENTS);
  assert.equal(find(drawn)[0].leaves.length, 19);
  const shown = all(edges.length);
  shown[edges.length - 1] = 0;
  assert.equal(find(undefined, shown)[0].leaves.length, EVENTS, "without its other link the second event is a leaf");
  drawn.fill(0, FIRST + 5, FIRST + 20);
  assert.deepEqual(find(drawn), [], "five leaves are drawn as they are");
});

test("the node that the picture is arranged around is in no bundle", () => {
  const [{ leaves }] = find(undefined, undefined, FIRST + 7);
  assert.ok(leaves.length === EVENTS - 2 && !leaves.includes(FIRST + 7));
});

test("a bundle is the larger the more it holds, up to a limit", () => {
  assert.ok(bundleSize(13) < bundleSize(37) && bundleSize(37) < bundleSize(200));
  assert.equal(bundleSize(1000), bundleSize(5000));
});

test("bundles of one hub stand beside each other, outside of the hub, where their leaves are", () => {
  const sizes = [bundleSize(400), bundleSize(13), bundleSize(60), bundleSize(400), bundleSize(400)];
  const places = offsetsAround(20, sizes, { x: -3, y: 0 });
  for (const [one, { x, y }] of places.entries()) {
    assert.ok(Math.hypot(x, y) > 20 + sizes[one]);
    for (const [other, place] of places.entries())
      if (other !== one) assert.ok(Math.hypot(x - place.x, y - place.y) > sizes[one] + sizes[other]);
  }
  assert.ok(places[2].x < 0 && Math.abs(places[2].y) < 1, "the middle one is where the leaves are");
  const [alone] = offsetsAround(20, [16], { x: 0, y: 0 });
  assert.ok(Number.isFinite(alone.x) && Math.hypot(alone.x, alone.y) > 36, "also where they stand all around");
});
