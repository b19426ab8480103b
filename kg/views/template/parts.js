// The small parts of which the panel, the table and the tabs are made.
function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null));
  return made;
}

const svgElement = (name, attributes, ...children) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

const heading = (text) => element("h3", { textContent: text });
const faint = (text) => element("span", { className: "faint", textContent: text });

function button(text, press, className = "plain") {
  const made = element("button", { type: "button", className, textContent: text });
  made.addEventListener("click", press);
  return made;
}

function glyph(kind) {
  const made = document.querySelector(`.kind[data-kind="${kind}"] svg`).cloneNode(true);
  made.classList.add(kind);
  return made;
}

function nodeLink(id) {
  const link = element("button", { type: "button", className: "link" }, glyph(data.nodes[id].group), element("span", { textContent: nameOf(id) }));
  link.addEventListener("click", () => selectNode(id, true));
  return link;
}

// A link to an address on the web, or to the IRI's page on the site; the plain text of anything else, which is never followed.
function webLink(iri, text = iri) {
  const address = addressOf(iri);
  if (address === iri && !/^https?:\/\/[^\s]+$/i.test(iri)) return element("span", { className: "iri", textContent: text });
  return element("a", { className: "iri", href: address, target: "_blank", rel: "noopener noreferrer", textContent: text });
}

function copyButton(textOf, name = say("复制", "Copy")) {
  const copy = button(name, async () => {
    try {
      await navigator.clipboard.writeText(textOf());
      copy.textContent = say("已复制", "Copied");
    } catch {
      const code = copy.parentElement.querySelector("code");
      if (code) getSelection().selectAllChildren(code);
      copy.textContent = code ? say("已选中", "Selected") : say("不能复制", "Cannot copy");
    }
    announce(copy.textContent);
  }, "plain copy");
  return copy;
}

// A sentence with the words marked that name what is being shown.
function marked(text, words) {
  const paragraph = element("p", {});
  const wanted = [...new Set(words)].filter((word) => word).sort((a, b) => b.length - a.length);
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const word = wanted.find((candidate) => text.startsWith(candidate, at));
    if (word) paragraph.append(plain, element("mark", { textContent: word }));
    plain = word ? "" : plain + text[at];
    at += word ? word.length : 1;
  }
  paragraph.append(plain);
  return paragraph;
}

function namesOf(id) {
  const node = data.nodes[id];
  return [node.label, ...node.aliases, ...node.facts.filter(([name]) => name === "trigger").map(([, value]) => value)];
}

function quotation([number, confidence], words) {
  const [text, article, start, end] = data.sentences[number];
  const [title, date, file, key, publisher] = data.articles[article] ?? ["", "", "", "", ""];
  const place = say(`${file} 第 ${start}–${end} 字`, `${file}, characters ${start}–${end}`);
  const sure = confidence === null ? "" : say(` · 置信度 ${confidence.toFixed(2)}`, ` · confidence ${confidence.toFixed(2)}`);
  const footer = element("footer", {}, title && data.site ? webLink(data.base + key, `《${title}》`) : title && `《${title}》`, ` ${publisher} `, element("time", { textContent: date }), element("br", {}), place + sure);
  return element("blockquote", { className: isLow(confidence ?? 1) ? "low" : "" }, marked(text, words), footer);
}

const dateOfSentence = (number) => data.articles[data.sentences[number][1]]?.[1] ?? "";
const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// Citations in the order of their articles' dates, each sentence once, as sure as its surest citation.
function inOrder(citations) {
  const best = new Map();
  for (const [number, confidence] of citations) best.set(number, Math.max(confidence ?? 0, best.get(number) ?? 0) || null);
  return [...best].sort(([a], [b]) => byText(dateOfSentence(a), dateOfSentence(b)) || a - b);
}

// A list of which a dozen is shown at first, and more at request.
function inBatches(items, make, batch = 12) {
  const list = element("ul", {}), rest = [...items];
  const more = button("", () => show(), "more");
  const show = () => {
    list.append(...rest.splice(0, batch).map((item) => element("li", {}, ...[make(item)].flat())));
    more.hidden = rest.length === 0;
    more.textContent = say(`再看 ${rest.length} 条`, `${rest.length} more`);
  };
  show();
  return [list, more];
}

function quotations(citations, words) {
  const ordered = inOrder(citations);
  return ordered.length ? [heading(say(`出处 ${ordered.length} 句`, `Evidence: ${ordered.length} sentences`)), ...inBatches(ordered, (citation) => quotation(citation, words))] : [];
}

// A statement in a list, with a button that opens the sentences which state it.
function stated(parts, citations, words) {
  const ordered = inOrder(citations);
  if (!ordered.length) return [element("div", { className: "stated" }, ...parts)];
  const quoted = element("div", { hidden: true });
  const open = button(say(`${ordered.length} 句`, `${ordered.length} cited`), () => {
    quoted.hidden = !quoted.hidden;
    open.setAttribute("aria-expanded", String(!quoted.hidden));
    if (!quoted.childElementCount) quoted.append(...ordered.map((citation) => quotation(citation, words)));
  }, "cite");
  open.setAttribute("aria-expanded", "false");
  const doubt = isLow(Math.max(...ordered.map(([, confidence]) => confidence ?? 1))) ? element("em", { className: "tag", textContent: say("存疑", "unsure") }) : null;
  return [element("div", { className: "stated" }, ...parts, ...(doubt ? [doubt] : []), open), quoted];
}

function definitions(pairs) {
  return element("dl", {}, ...pairs.flatMap(([name, value]) => [element("dt", { textContent: name }), element("dd", {}, value)]));
}
