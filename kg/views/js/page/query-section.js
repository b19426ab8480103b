// The part of the panel with ready-made queries about a node.
import { sparqlIri } from "../core/escaping.js";
import { data, iriOf } from "./data.js";
import { element } from "./elements.js";
import { copyButton } from "./evidence.js";
import { localised } from "./localisation.js";

/** Returns the queries that fit the class of a node, to open and copy; nothing where there are none. */
export function querySection(node) {
  const fitting = data.queries.filter(([kinds]) => kinds.includes(node.group));
  if (!fitting.length) return [];
  const iri = sparqlIri(iriOf(node.id));
  const query = ([, zh, en, text]) => {
    const code = element("code", { textContent: text.replaceAll("{iri}", () => iri) });
    const scroller = element("pre", { tabIndex: 0 }, code);
    return element(
      "div",
      {},
      element("p", { textContent: localised(zh, en) }),
      scroller,
      copyButton(() => code.textContent),
    );
  };
  const summary = element("summary", { textContent: localised("SPARQL 查询", "SPARQL") });
  return [element("details", {}, summary, ...fitting.map(query))];
}
