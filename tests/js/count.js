// Prints how many quads N3.js reads from a file.
const { Parser } = require("n3");
const text = require("fs").readFileSync(process.argv[2], "utf-8");
console.log(new Parser({ format: process.argv[2].endsWith("trig") ? "TriG" : "Turtle" }).parse(text).length);
