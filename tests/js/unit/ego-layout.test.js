import assert from "node:assert/strict";
import test from "node:test";
import { egoLayout } from "../../../kg/views/js/core/ego-layout.js";

const links = [
  [0, 1],
  [0, 2],
  [0, 3],
  [3, 4],
  [3, 5],
  [1, 6],
];
const near = (node) => links.filter((link) => link.includes(node)).map(([a, b]) => (a === node ? b : a));
const about = (node) => ({
  group: ["Person", "Event", "Event", "Organisation", "Event", "Event", "Person", "Place"][node],
  day: -node,
});
const places = egoLayout(0, [0, 1, 2, 3, 4, 5, 6, 7], near, about);
const distance = (a, b = 0) => Math.hypot(places.get(a).x - places.get(b).x, places.get(a).y - places.get(b).y);

test("the centre is in the middle, what is next to it around, and what is farther outside", () => {
  assert.deepEqual(places.get(0), { x: 0, y: 0 });
  for (const inner of [1, 2, 3]) for (const outer of [4, 5, 6, 7]) assert.ok(distance(inner) < distance(outer) + 30);
  assert.equal(places.size, 8, "what is not linked has a place too");
});

test("classes stand together, and events in the order of their days", () => {
  const turn = (node) =>
    Math.atan2(places.get(node).y, places.get(node).x) +
    (places.get(node).x < 0 && places.get(node).y < 0 ? 2 * Math.PI : 0);
  assert.ok(turn(3) < turn(2) && turn(2) < turn(1), "the organisation, then the earlier event, then the later one");
});

test("the leaves of a hub stand together", () => {
  assert.ok(distance(4, 5) < distance(4, 6));
});

test("a layer of many takes several circles, and no two share a place", () => {
  const many = Array.from({ length: 200 }, (_, at) => at);
  const found = egoLayout(
    0,
    many,
    (node) => (node ? [0] : many.slice(1)),
    () => ({ group: "Person", day: 0 }),
  );
  const spots = new Set([...found.values()].map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`));
  assert.equal(spots.size, 200);
  const places200 = [...found.values()];
  const least = places200.flatMap((a, i) => places200.slice(i + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y)));
  assert.ok(Math.min(...least) > 25);
});

test("the bundles of the centre have the first circle for themselves", () => {
  const many = Array.from({ length: 40 }, (_, at) => at);
  const found = egoLayout(
    0,
    many,
    (node) => (node ? [0] : many.slice(1)),
    (node) => ({ group: node % 2 ? "Event" : "Place", day: 0, isBundle: node > 37 }),
  );
  const farther = (node) => Math.hypot(found.get(node).x / 1.15, found.get(node).y / 0.75);
  const bundles = [38, 39].map(farther);
  const others = many.slice(1, 38).map(farther);
  assert.ok(Math.max(...bundles) + 60 < Math.min(...others));
});
