import assert from "node:assert/strict";
import test from "node:test";
import { periodIn, dayOf, isoDay, NEVER, periodStart, rangeName } from "../../../kg/views/js/core/dates.js";

test("days are read from dates, months and years, and from nothing else", () => {
  const read = (text) => (dayOf(text) === NEVER ? null : isoDay(dayOf(text)));
  assert.equal(read("2021-02-03"), "2021-02-03");
  assert.equal(read("2021-02"), "2021-02-01");
  assert.equal(read("2021"), "2021-01-01");
  assert.equal(read("2021-02-03T10:00:00"), "2021-02-03");
  for (const text of ["late", "", null, undefined, "2021-99-99", "21-01-01"]) assert.equal(read(text), null, text);
});

test("days before 1970 are negative and come back as they were", () => {
  assert.equal(dayOf("1969-12-31"), -1);
  assert.equal(isoDay(dayOf("1911-10-10")), "1911-10-10");
});

test("a day's month, quarter and year begin on their first day", () => {
  const start = (date, count) => isoDay(periodStart(dayOf(date), count));
  assert.equal(start("2021-05-17", 1), "2021-05-01");
  assert.equal(start("2021-05-17", 3), "2021-04-01");
  assert.equal(start("2021-05-17", 12), "2021-01-01");
});

test("a whole month or year is named as one; other ranges by both ends", () => {
  assert.equal(rangeName("2021-02-01", "2021-02-28"), "2021-02");
  assert.equal(rangeName("2020-02-01", "2020-02-29"), "2020-02");
  assert.equal(rangeName("2021-12-01", "2021-12-31"), "2021-12");
  assert.equal(rangeName("2021-01-01", "2021-12-31"), "2021");
  assert.equal(rangeName("2021-01-04", "2021-01-04"), "2021-01-04");
  assert.equal(rangeName("2021-02-01", "2021-02-27"), "2021-02-01 – 2021-02-27");
  assert.equal(rangeName("2021-02-01", "2021-03-28"), "2021-02-01 – 2021-03-28");
});

test("a period is a year, a month or a day, as people write it", () => {
  const iso = (text) => periodIn(text)?.map(isoDay);
  assert.deepEqual(iso("2021"), ["2021-01-01", "2021-12-31"]);
  assert.deepEqual(iso("2021年"), ["2021-01-01", "2021-12-31"]);
  assert.deepEqual(iso("2020-2"), ["2020-02-01", "2020-02-29"]);
  assert.deepEqual(iso("2021年3月5日"), ["2021-03-05", "2021-03-05"]);
  for (const wrong of ["", "21", "2021-13", "2021-02-30", "2021-00", "März 2021"])
    assert.equal(periodIn(wrong), null, wrong);
});
