import assert from "node:assert/strict";
import test from "node:test";
import { dayOf, NEVER } from "../../../kg/views/js/core/dates.js";
import { binOf, countByBin, makeBins } from "../../../kg/views/js/core/time-bins.js";

const days = (...dates) => dates.map(dayOf);
const namesOf = (bins) => bins.map(([, name]) => name);

test("bins are as fine as ninety allow", () => {
  const spans = { "2021-01-31": 10, "2021-12-31": 10, "2024-12-31": 7, "2035-12-31": 7, "2090-12-31": 4 };
  const counts = Object.keys(spans).map((last) => makeBins(days("2021-01-01", last), days("2021-01-01", last)));
  assert.deepEqual(
    counts.map((bins) => bins[0][1].length),
    Object.values(spans),
  );
  assert.equal(counts[0].length, 31);
  for (const bins of counts) assert.ok(bins.length > 9 && bins.length <= 90);
});

test("bins follow one another without gaps", () => {
  const bins = makeBins(days("2020-02-10", "2021-03-01"), []);
  assert.equal(new Date(bins[0][0] * 864e5).getUTCDay(), 1, "weeks begin on Monday");
  for (let at = 1; at < bins.length; at++) assert.equal(bins[at][0] - bins[at - 1][0], 7);
});

test("a founding of long ago counts in the first bin, and does not widen the rest", () => {
  const published = days("2021-01-01", "2021-03-01");
  const bins = makeBins(days("1921-07-01", "2021-01-10", "2021-02-20"), published);
  assert.ok(bins[0][0] >= dayOf("2020-11-01"));
  const counts = countByBin(bins, days("1921-07-01", "2021-01-10", "2021-02-20"));
  assert.equal(counts[0], 1);
  assert.equal(
    counts.reduce((sum, count) => sum + count),
    3,
  );
});

test("articles without a date do not count", () => {
  assert.deepEqual(namesOf(makeBins(days("2021-01-04"), [NEVER])), ["2021-01-04"]);
  assert.deepEqual(makeBins([], days("2021-01-04")), []);
});

test("a day is in the last bin that begins on it or before", () => {
  const bins = [
    [10, "a"],
    [20, "b"],
  ];
  assert.deepEqual(
    [9, 10, 19, 20, 99].map((day) => binOf(bins, day)),
    [0, 0, 0, 1, 1],
  );
});
