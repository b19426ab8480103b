// Text made safe for the formats that it is written into.

const XML_INVALID = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu; // not allowed in XML 1.0, even escaped
const FORMULA = /^[=+\-@\t\r]/; // what spreadsheets run

/** Returns text for XML, in content and in attributes. */
export const xmlText = (text) =>
  text.replace(XML_INVALID, "\uFFFD").replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Returns a value as a cell of CSV (RFC 4180); text that a spreadsheet would run gets an apostrophe before it. */
export function csvCell(value) {
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Returns rows as CSV in UTF-8 with a byte order mark, by which spreadsheets recognise it. */
export const csvText = (rows) => "\uFEFF" + rows.map((row) => row.map(csvCell).join(",") + "\r\n").join("");

/** Returns an IRI with what SPARQL does not allow between < and > percent-encoded. */
// eslint-disable-next-line no-control-regex -- control characters are among what is not allowed
export const sparqlIri = (iri) => iri.replace(/[\u0000-\u0020<>"{}|^`\\]/g, encodeURIComponent);

/** Returns a word of a line of corrections.txt, quoted if necessary. */
export const correctionWord = (word) => (/^[\p{L}\p{N}/~%._-]+$/u.test(word) ? word : `"${word}"`);

/** Whether an IRI may be followed: only http and https, never javascript or data. */
export const isWebAddress = (iri) => /^https?:\/\/[^\s]+$/i.test(iri);

/** Returns the path of an IRI's local part on the site, or null if it does not begin with `base`. */
export const localPath = (iri, base) =>
  iri.startsWith(base) ? iri.slice(base.length).split("/").map(encodeURIComponent).join("/") : null;

/** Returns a file name made of letters and digits of a title. */
export function fileName(title, suffix) {
  const stem = [...title.replace(/[^\p{L}\p{N}]+/gu, "-")].slice(0, 40).join("");
  return `${stem.replace(/^-+|-+$/g, "") || "network"}.${suffix}`;
}
