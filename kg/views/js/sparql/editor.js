// The editor of queries: Yasqe where it is built in, with completion of the prefixes and of the graph's terms.
import { element } from "../page/elements.js";

const TERMS = "PREFIX owl: <http://www.w3.org/2002/07/owl#> SELECT DISTINCT ?t { { ?s ?t ?o } UNION { ?s a ?t } }"; // for completion
const RESULTS = "application/sparql-results+json";

/** Loads a script or a style. */
export const load = (name, properties) =>
  new Promise((done, failed) => document.head.append(element(name, { ...properties, onload: done, onerror: failed })));

/** Sends a query; what goes wrong comes in the language of the page. */
export const request = (text, accept) =>
  fetch("/sparql", {
    method: "POST",
    body: new URLSearchParams({ query: text }),
    headers: { Accept: accept, "Accept-Language": document.documentElement.lang },
  });

async function findTerms() {
  const reply = await request(TERMS, RESULTS);
  return reply.ok ? (await reply.json()).results.bindings.map((row) => row.t.value) : [];
}

/** Lets the editor complete the prefixes of the page, and the terms of the graph. */
function registerCompletion(prefixes) {
  const known = { ...Yasqe.Autocompleters };
  const terms = findTerms();
  const completer = (name) => ({
    name,
    bulk: true,
    autoShow: false,
    persistenceId: null,
    isValidCompletionPosition: (yasqe) => known[name].isValidCompletionPosition(yasqe),
    get: async () => terms,
    preProcessToken: (yasqe, token) => known[name].preProcessToken(yasqe, token),
    postProcessSuggestion: (yasqe, token, suggestion) => known[name].postProcessSuggestion(yasqe, token, suggestion),
  });
  const lines = Object.entries(prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`);
  const ofPrefixes = { ...known.prefixes, get: async () => lines, persistenceId: null };
  for (const created of [completer("class"), completer("property"), ofPrefixes])
    Yasqe.registerAutocompleter(created, true);
}

/** Replaces the text area in `place` by the editor and returns it, or null where there is none. */
export async function openEditor(place, value, prefixes) {
  if (!("built" in place.dataset)) return null;
  try {
    await load("link", { rel: "stylesheet", href: "/static/editor/yasqe.min.css" });
    await load("script", { src: "/static/editor/yasqe.min.js" });
  } catch {
    return null; // the text area stays
  }
  registerCompletion(prefixes);
  place.replaceChildren();
  const editor = new Yasqe(place, {
    value,
    showQueryButton: false,
    persistenceId: null,
    createShareableLink: null,
    resizeable: true,
    requestConfig: { endpoint: "/sparql" },
  });
  // The endpoint knows these prefixes without their lines, so the editor completes what begins with them.
  const inQuery = editor.getPrefixesFromQuery.bind(editor);
  editor.getPrefixesFromQuery = () => ({ ...prefixes, ...inQuery() });
  editor.getInputField().setAttribute("aria-label", "SPARQL");
  return editor;
}
