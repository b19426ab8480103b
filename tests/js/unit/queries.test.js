// The queries of the query page: parameters, addresses, and what the browser keeps.
import assert from "node:assert/strict";
import test from "node:test";
import { filled, fragmentOf, keep, kept, queryOf } from "../../../kg/views/js/sparql/queries.js";

const ready = { name: "events", parameters: ["person"], text: "SELECT * { ?x ?p {{person}} }" };

test("a value becomes a string of SPARQL, whatever is in it", () => {
  assert.equal(filled(ready, { person: '甲"\\\n$&' }), 'SELECT * { ?x ?p "甲\\"\\\\ $&" }');
  assert.equal(filled(ready, {}), 'SELECT * { ?x ?p "" }');
});

test("the address of a query leads back to it", () => {
  for (const values of [{}, { person: "甲 & 乙=丙#" }]) {
    const found = queryOf(fragmentOf({ name: "events", values }));
    assert.deepEqual(found, { name: "events", values });
  }
  const text = "SELECT * { ?s ?p ?o } # 100% & more=1";
  assert.deepEqual(queryOf(fragmentOf({ text })), { text });
  assert.equal(queryOf(""), null);
  assert.deepEqual(queryOf("#%E0%A4%A"), { name: "%E0%A4%A", values: {} }); // cut off
});

test("what the browser keeps comes back, and what is broken is passed over", () => {
  const storage = { value: null, getItem: () => storage.value, setItem: (_, value) => (storage.value = value) };
  assert.deepEqual(kept(storage), { tabs: [], open: 0, saved: {} });
  keep(storage, { tabs: ["a", "b"], open: 1, saved: { 甲: "a" } });
  assert.deepEqual(kept(storage), { tabs: ["a", "b"], open: 1, saved: { 甲: "a" } });
  for (const broken of ["{", '{"tabs": 3, "open": 7}', "null"]) {
    storage.value = broken;
    assert.deepEqual(kept(storage), { tabs: [], open: 0, saved: {} });
  }
  const forbidden = {
    getItem: () => {
      throw new Error();
    },
  };
  assert.deepEqual(kept(forbidden), { tabs: [], open: 0, saved: {} });
  keep(forbidden, {});
});
