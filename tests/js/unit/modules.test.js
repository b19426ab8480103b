// The modules as a whole: no import leads in a circle, and every module is part of a page.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const sources = resolve(dirname(fileURLToPath(import.meta.url)), "../../../kg/views/js");
const modules = readdirSync(sources, { recursive: true })
  .map((name) => join(sources, name))
  .filter((path) => path.endsWith(".js"));
const importsOf = new Map(
  modules.map((path) => {
    const names = [...readFileSync(path, "utf-8").matchAll(/^(?:import|\}) .*?from "(.+)";$/gm)].map(
      ([, name]) => name,
    );
    return [path, names.map((name) => resolve(dirname(path), name))];
  }),
);

test("no import leads in a circle", () => {
  const done = new Set();
  const visit = (path, way) => {
    assert.ok(!way.includes(path), [...way, path].map((one) => relative(sources, one)).join(" > "));
    if (done.has(path)) return;
    for (const next of importsOf.get(path)) visit(next, [...way, path]);
    done.add(path);
  };
  for (const path of modules) visit(path, []);
});

test("every module is part of a page", () => {
  const entries = modules.filter((path) => dirname(path) === sources);
  const reached = new Set(entries);
  for (const path of reached) for (const next of importsOf.get(path)) reached.add(next);
  assert.deepEqual(
    modules.filter((path) => !reached.has(path)),
    [],
  );
  assert.ok(entries.length === 5 && reached.size > 40);
});
