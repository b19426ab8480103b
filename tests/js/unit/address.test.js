import assert from "node:assert/strict";
import test from "node:test";
import {
  cameraIn,
  cameraText,
  confidenceIn,
  firstDayIn,
  lastDayIn,
  listText,
  parameterText,
  textsIn,
} from "../../../kg/views/js/core/address.js";
import { dayOf } from "../../../kg/views/js/core/dates.js";

test("what an address says comes back as it was written", () => {
  assert.deepEqual(textsIn(listText(["a|b", '"', "云川"])), ["a|b", '"', "云川"]);
  assert.deepEqual(cameraIn(cameraText({ x: -1.25, y: 3, scale: 0.5 })), { x: -1.3, y: 3, scale: 0.5 });
  assert.deepEqual(
    [firstDayIn, lastDayIn].map((day) => day("2021-02-03")),
    Array(2).fill(dayOf("2021-02-03")),
  );
  assert.equal(confidenceIn("0.65"), 0.65);
});

test("whatever is not as expected counts as absent", () => {
  for (const json of [null, "", "{", "7", '{"a":1}', "null"]) assert.deepEqual(textsIn(json), [], json);
  assert.deepEqual(textsIn('[1,null,"a",["b"]]'), ["a"]);
  for (const text of [null, "20", "2021-99", "2021-99-99", "2021-01-01x", "__proto__"])
    assert.deepEqual([firstDayIn(text), lastDayIn(text)], [null, null], text);
  for (const text of [null, "0", "-1", "1.5", "9", "x", "Infinity"]) assert.equal(confidenceIn(text), 0, text);
  for (const text of [null, "", "1,2", "1,2,NaN", "1,2,0", "1,2,-1", "1,2,3,4", "1,2,Infinity"])
    assert.equal(cameraIn(text), null, text);
});

test("a month or a year in an address is a period from its first day to its last", () => {
  assert.deepEqual([firstDayIn("2021-02"), lastDayIn("2021-02")], ["2021-02-01", "2021-02-28"].map(dayOf));
  assert.deepEqual([firstDayIn("2021"), lastDayIn("2021")], ["2021-01-01", "2021-12-31"].map(dayOf));
});

test("parameters that are empty are left out", () => {
  assert.equal(parameterText({ a: "", b: "x y", c: null, d: "1" }), "b=x+y&d=1");
  assert.equal(listText([]), "");
});
