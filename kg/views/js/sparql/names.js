// The names of entities, asked of the graph.
import { faint } from "../page/elements.js";
import { request } from "./editor.js";

const MEDIA = "application/sparql-results+json";
const NAME = "<http://www.w3.org/2004/02/skos/core#prefLabel>";
const isIri = (text) => /^[a-z][a-z0-9+.-]*:[^\s<>"{}|^`\\]+$/i.test(text);

/** Returns the names of IRIs, as far as the graph has any; none where it cannot be asked. */
export async function namesOf(texts) {
  const iris = texts.filter(isIri).map((iri) => `<${iri}>`);
  if (!iris.length) return new Map();
  try {
    const query = `SELECT ?i (SAMPLE(?n) AS ?name) { VALUES ?i { ${iris.join(" ")} } ?i ${NAME} ?n } GROUP BY ?i`;
    const reply = await request(query, MEDIA);
    if (!reply.ok) return new Map();
    return new Map((await reply.json()).results.bindings.map(({ i, name }) => [i.value, name.value]));
  } catch {
    return new Map();
  }
}

const known = new Map(); // the names of events that were asked for: a table is drawn again with each letter of its filter

/** Adds their names to the links of events, whose IRIs do not say them. */
export async function addEventNames(place, base) {
  const links = [...place.querySelectorAll("a")].filter((link) => link.title.startsWith(`${base}event/`));
  const iris = new Set(links.map((link) => link.title));
  for (const [iri, name] of await namesOf([...iris].filter((each) => !known.has(each)))) known.set(iri, name);
  for (const link of links) if (known.has(link.title)) link.after(" ", faint(known.get(link.title)));
}
