// The layout of what is drawn on a canvas: free space, the timeline, the map, the order of drawing.
import assert from "node:assert/strict";
import test from "node:test";
import { dayOf, isoDay } from "../../../kg/views/js/core/dates.js";
import { edgeOrder, nodeOrder, spread } from "../../../kg/views/js/core/draw-order.js";
import { makeFrame } from "../../../kg/views/js/core/frame.js";
import { makeFreeSpace } from "../../../kg/views/js/core/free-space.js";
import {
  clusterSites,
  decodeLine,
  isSeam,
  mercatorY,
  narrowestSpan,
  nearestTurn,
  unwrapped,
} from "../../../kg/views/js/core/geography.js";
import { nearestEdge, nearestNode } from "../../../kg/views/js/core/picking.js";
import {
  axisTicks,
  countLane,
  densestSpan,
  firstIndexFrom,
  placeInRows,
} from "../../../kg/views/js/core/timeline-layout.js";
import { DISTRICT, sampleGraph } from "./sample.js";

test("a box is free until one is placed that touches it", () => {
  const space = makeFreeSpace();
  assert.ok(space.isFree([0, 0, 30, 10]));
  space.occupy([0, 0, 30, 10]);
  assert.ok(!space.isFree([20, 5, 60, 12]));
  assert.ok(!space.isFree([0, 12, 30, 15]), "by cells of nine pixels, to the right and below");
  assert.ok(!space.isFree([32, 0, 35, 5]));
  assert.ok(space.isFree([60, 40, 90, 50]));
});

test("ticks are days, weeks, months or years by the scale, within the axis", () => {
  const ticks = (from, to, scale) => [...axisTicks(dayOf(from), dayOf(to), scale)];
  const names = (...span) => ticks(...span).map(({ day }) => isoDay(day));
  assert.deepEqual(names("2020-12-31", "2021-01-02", 70), ["2020-12-31", "2021-01-01", "2021-01-02"]);
  assert.deepEqual(names("2021-01-01", "2021-04-01", 3), ["2021-01-01", "2021-02-01", "2021-03-01", "2021-04-01"]);
  assert.deepEqual(names("2021-02-10", "2021-08-01", 0.8), ["2021-01-01", "2021-04-01", "2021-07-01"]);
  assert.deepEqual(names("1987-05-01", "2001-01-01", 0.02), ["1980-01-01", "1990-01-01", "2000-01-01"]);
  const weeks = ticks("2021-01-01", "2021-01-20", 10);
  assert.ok(weeks.every(({ day }) => new Date(day * 864e5).getUTCDay() === 1));
});

test("the first index from a day is found by halving", () => {
  const list = [1, 3, 3, 8];
  assert.deepEqual(
    [0, 1, 2, 3, 4, 9].map((day) => firstIndexFrom(list, day, (value) => value)),
    [0, 0, 1, 1, 3, 4],
  );
});

test("a few events of long ago are outside the densest span; evenly spread ones have none", () => {
  const recent = Array.from({ length: 40 }, (_, at) => 18_000 + at);
  assert.deepEqual(densestSpan([-18_000, ...recent]), [18_005, 18_039]);
  assert.equal(densestSpan(recent), null);
  assert.equal(densestSpan([-18_000, 18_000]), null);
});

test("short events count where they begin, long ones where they begin and end", () => {
  const firstDay = [0, 1, 12, 5];
  const lastDay = [0, 1, 12, 95];
  const { bins, changes } = countLane([0, 1, 3, 2], 10, 0, { firstDay, lastDay });
  assert.deepEqual([...bins], [[0, 2], [1, 1]]); // prettier-ignore
  assert.deepEqual([...changes], [[0, 1], [10, -1]]); // prettier-ignore
});

test("events are placed in the row that is free for longest, and labels end before the next", () => {
  const spans = [
    ["a", 0, 10],
    ["b", 2, 12],
    ["c", 40, 50],
  ];
  const marks = placeInRows(spans, 2, 0, 200);
  assert.deepEqual(
    marks.map(({ row }) => row),
    [0, 1, 0],
  );
  assert.equal(marks[0].until, marks[2].left - 3);
  assert.equal(marks[1].until, 200);
  const [wide] = placeInRows([["d", -50, 500]], 2, 0, 200);
  assert.deepEqual([wide.isWide, wide.left, wide.right], [true, -10, 210]);
});

test("coastlines are decoded, and the edges of the world's map are seams", () => {
  assert.deepEqual(decodeLine("??_C~C"), [
    [0, 0],
    [0.64, -0.8],
  ]);
  assert.ok(isSeam([180, 10], [-180, 12]));
  assert.ok(isSeam([0, -84], [10, -85]));
  assert.ok(!isSeam([179, 10], [179.995, 12]));
});

test("north is up on the map, and the poles are within reach", () => {
  assert.ok(Math.abs(mercatorY(0)) < 1e-9);
  assert.ok(mercatorY(40) < mercatorY(20));
  assert.equal(mercatorY(90), mercatorY(85));
  assert.ok(Number.isFinite(mercatorY(-90)));
});

test("a site joins a weightier one within reach, across the cells of the grid", () => {
  const positions = [{ x: 0.9, y: 0 }, { x: 1.1, y: 0 }, { x: 5, y: 5 }]; // prettier-ignore
  const clusters = clusterSites([0, 1, 2], (site) => positions[site], 1);
  assert.deepEqual(
    clusters.map(({ sites }) => sites),
    [[0, 1], [2]],
  );
  const apart = [{ x: 0.1, y: 0 }, { x: 1.9, y: 0 }]; // prettier-ignore
  assert.equal(clusterSites([0, 1], (site) => apart[site], 1).length, 2, "neighbouring cells are not yet within reach");
});

test("any beginning of the order of drawing is spread over the whole, and each comes once", () => {
  const values = Array.from({ length: 1000 }, (_, at) => at);
  assert.deepEqual(
    [...spread(values)].sort((a, b) => a - b),
    values,
  );
  const beginning = spread(values).slice(0, 100);
  assert.ok(Math.max(...beginning) - Math.min(...beginning) > 800);
});

test("the least connected are drawn first, and edges within communities before those between", () => {
  const graph = sampleGraph();
  assert.equal(nodeOrder(graph)[0], DISTRICT);
  const { order, within } = edgeOrder(graph);
  assert.equal(order.length, graph.edges.length);
  const isWithin = (id) => graph.nodes[graph.edges[id].from].community === graph.nodes[graph.edges[id].to].community;
  assert.ok([...order].every((id, at) => isWithin(id) === at < within));
});

test("a frame maps the whole between 0 and 1, upwards; one node is in its middle", () => {
  const { framedX, framedY } = makeFrame([{ x: 0, y: 0 }, { x: 10, y: 4 }]); // prettier-ignore
  assert.deepEqual([framedX(0), framedX(10)], [0, 1]);
  assert.ok(framedY(0) > framedY(4));
  const one = makeFrame([{ x: 7, y: 7 }]);
  assert.deepEqual([one.framedX(7), one.framedY(7)], [0.5, 0.5]);
});

test("the nearest node and edge at a point are found, and none beyond their reach", () => {
  const places = { xs: [0, 10, 11], ys: [0, 0, 0] };
  const at = (x, isShown = () => true) => nearestNode(places, { x, y: 0 }, () => 2, isShown);
  assert.deepEqual([at(0.5), at(10.2), at(5)], [0, 1, null]);
  assert.equal(
    at(10.2, (id) => id !== 1),
    2,
  );
  const edges = [{ id: 7, from: 0, to: 1 }];
  assert.equal(nearestEdge(places, edges, { x: 5, y: 1 }, 2), 7);
  assert.equal(nearestEdge(places, edges, { x: 5, y: 3 }, 2), null);
  assert.equal(nearestEdge(places, edges, { x: 13, y: 0 }, 2), null, "beyond its end");
});

test("a span of longitudes takes the short way around the world", () => {
  assert.deepEqual(narrowestSpan([170, -175, 179]), [170, 185]);
  assert.deepEqual(narrowestSpan([100, 120]), [100, 120]);
  assert.deepEqual(narrowestSpan([116]), [116, 116]);
  assert.equal(nearestTurn(-175 - 178), 7);
  assert.equal(nearestTurn(20), 20);
});

test("a coastline that begins beyond the antimeridian has its main part in the usual place", () => {
  const line = [-179, 179, 100, 10, 100, 179, -179].map((x, at) => [x, 60 + at]);
  assert.deepEqual(
    unwrapped(line).map(([x]) => x),
    [181, 179, 100, 10, 100, 179, 181],
  );
});

test("a coastline goes on beyond the antimeridian instead of around the world", () => {
  assert.deepEqual(
    unwrapped([
      [150, 65],
      [-179, 65],
      [-178, 66],
      [150, 66],
    ]),
    [
      [150, 65],
      [181, 65],
      [182, 66],
      [150, 66],
    ],
  );
});
