// Sentences as evidence: quotations with their words marked, and lists of statements that open them.
import { isWebAddress, localPath } from "../core/escaping.js";
import { markWords } from "../core/text.js";
import { announce } from "./announcer.js";
import { articleOf, data, graph, isLow } from "./data.js";
import { button, element, heading, kindShape, tag, time } from "./elements.js";
import { selectNode } from "./selection.js";
import { orderCitations } from "./statements.js";
import { displayName, localised } from "./localisation.js";

/** Returns a button that selects a node. */
export function nodeButton(id, centre = true, name = displayName(id)) {
  const created = element(
    "button",
    { type: "button", className: "link" },
    kindShape(graph.nodes[id].group),
    element("span", { textContent: name }),
  );
  created.addEventListener("click", () => selectNode(id, centre));
  return created;
}

/** Returns a link to an IRI on the web, or to its page on the site; the plain text of anything else. */
export function iriLink(iri, text = iri) {
  const path = data.site ? localPath(iri, data.base) : null;
  if (path === null && !isWebAddress(iri)) return element("span", { className: "iri", textContent: text });
  const href = path === null ? iri : data.site + path;
  return element("a", { className: "iri", href, target: "_blank", rel: "noopener noreferrer", textContent: text });
}

/** Returns a button that copies a text, or selects the code beside it where the clipboard is not allowed. */
export function copyButton(textOf, name = localised("复制", "Copy")) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(textOf());
      created.textContent = localised("已复制", "Copied");
    } catch {
      const code = created.parentElement.querySelector("code");
      if (code) getSelection().selectAllChildren(code);
      created.textContent = code ? localised("已选中", "Selected") : localised("不能复制", "Cannot copy");
    }
    announce(created.textContent);
  };
  const created = button(name, copy, "plain copy");
  return created;
}

/** Returns a link to an article's page on the site, else to its address on the web, else its plain name. */
export function articleLink(number, text = articleOf(number).title) {
  const { key, url } = articleOf(number);
  if (data.site) return iriLink(data.base + key, text);
  return isWebAddress(url) ? iriLink(url, text) : text;
}

function quotation([number, confidence], words) {
  const [text, article, start, end] = data.sentences[number];
  const { title, date, file, publisher, url, page } = articleOf(article);
  const place = localised(`${file} 第 ${start}–${end} 字`, `${file}, characters ${start}–${end}`);
  const figure = confidence?.toFixed(2);
  const sure = confidence === null ? "" : localised(` · 置信度 ${figure}`, ` · confidence ${figure}`);
  const parts = markWords(text, words).map(([part, isMarked]) =>
    isMarked ? element("mark", { textContent: part }) : part,
  );
  const source = title && `《${title}》`;
  const footer = element(
    "footer",
    {},
    source && articleLink(article, source),
    ` ${publisher} `,
    time(date),
    page && localised(` 第${page}版`, ` p. ${page}`),
    isWebAddress(url) ? " " : "",
    isWebAddress(url) ? iriLink(url, localised("原文", "original")) : "",
    element("br", {}),
    place + sure,
  );
  return element("blockquote", { className: isLow(confidence ?? 1) ? "low" : "" }, element("p", {}, ...parts), footer);
}

export const quotations = (citations, words, limit = Infinity) =>
  orderCitations(citations)
    .slice(0, limit)
    .map((citation) => quotation(citation, words));

/** Returns a list that shows one batch first, and more on request. */
export function inBatches(items, make, batch = 12) {
  const list = element("ul", {});
  const rest = [...items];
  const show = () => {
    list.append(...rest.splice(0, batch).map((item) => element("li", {}, ...[make(item)].flat())));
    more.hidden = rest.length === 0;
    more.textContent = localised(`再看 ${rest.length} 条`, `${rest.length} more`);
  };
  const more = button("", show, "more");
  show();
  return items.length ? [list, more] : [];
}

/** Returns all evidence under a heading. */
export function evidence(citations, words) {
  const ordered = orderCitations(citations);
  if (!ordered.length) return [];
  const title = localised(`出处 ${ordered.length} 句`, `Evidence: ${ordered.length} sentences`);
  return [heading(title), ...inBatches(ordered, (citation) => quotation(citation, words))];
}

/** Returns a statement for a list, with a button that opens the sentences which state it. */
export function statementItem(parts, citations, words) {
  const ordered = orderCitations(citations);
  if (!ordered.length) return [element("div", { className: "stated" }, ...parts)];
  const quoted = element("div", { hidden: true });
  const toggle = () => {
    quoted.hidden = !quoted.hidden;
    open.setAttribute("aria-expanded", String(!quoted.hidden));
    if (!quoted.childElementCount) quoted.append(...ordered.map((citation) => quotation(citation, words)));
  };
  const open = button(localised(`${ordered.length} 句`, `${ordered.length} cited`), toggle, "cite");
  open.setAttribute("aria-expanded", "false");
  const highest = Math.max(...ordered.map(([, confidence]) => confidence ?? 1));
  const doubt = isLow(highest) ? tag(localised("存疑", "low confidence")) : null;
  return [element("div", { className: "stated" }, ...parts, doubt, open), quoted];
}
