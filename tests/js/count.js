// Prints how many quads N3.js reads from a file.
import { readFileSync } from "node:fs";
import { Parser } from "n3";

const [, , path] = process.argv;
const format = path.endsWith("trig") ? "TriG" : "Turtle";
console.log(new Parser({ format }).parse(readFileSync(path, "utf-8")).length);
