// The side panel: what is known of a node or an edge, and the sentences that say so.
const panel = document.getElementById("panel");
const batch = 12;

const heading = (text) => element("h3", { textContent: text });

function nodeLink(id) {
  const link = element("button", { type: "button", className: "link" }, glyph(data.nodes[id].group), element("span", { textContent: nameOf(id) }));
  link.addEventListener("click", () => selectNode(id, true));
  return link;
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

const namesOf = (id) => {
  const node = data.nodes[id];
  return [node.label, ...node.aliases, ...node.facts.filter(([name]) => name === "trigger").map(([, value]) => value)];
};

function quotation([number, confidence], words) {
  const [text, article, start, end] = data.sentences[number];
  const [title, date, file] = data.articles[article] ?? ["", "", ""];
  const place = `${file} 第 ${start}–${end} 字`;
  const sure = confidence === null ? "" : ` · 置信度 ${confidence.toFixed(2)}`;
  const footer = element("footer", {}, [title && `《${title}》`, date].filter(Boolean).join(" "), element("br", {}), place + sure);
  return element("blockquote", {}, marked(text, words), footer);
}

// Quotations in the order of their articles' dates, the first dozen at once. One sentence is quoted once.
function quotations(citations, words) {
  const best = new Map();
  for (const [number, confidence] of citations) best.set(number, Math.max(confidence ?? 0, best.get(number) ?? 0) || null);
  const dateOf = (number) => data.articles[data.sentences[number][1]]?.[1] ?? "";
  const ordered = [...best].sort(([a], [b]) => (dateOf(a) < dateOf(b) ? -1 : dateOf(a) > dateOf(b) ? 1 : a - b));
  const list = element("div", {});
  const more = element("button", { type: "button", className: "more" });
  const show = () => {
    list.append(...ordered.splice(0, batch).map((citation) => quotation(citation, words)));
    more.hidden = ordered.length === 0;
    more.textContent = `再看 ${ordered.length} 句`;
  };
  more.addEventListener("click", show);
  show();
  return best.size ? [heading(`出处 ${best.size} 句`), list, more] : [];
}

function definitions(rows) {
  return element("dl", {}, ...rows.flatMap(([name, value]) => [element("dt", { textContent: name }), element("dd", { textContent: value })]));
}

const edgesAt = (id) => Array.from(incident(id), (link) => data.edges[link]);

// The edges at a node, grouped by what they mean from its side.
function groupedEdges(id) {
  const groups = new Map();
  for (const edge of edgesAt(id))
    for (const [predicate, title, tenure] of edge.statements) {
      const away = edge.from === id;
      const name = propertyName(predicate, away);
      const note = tenureName(tenure) + title;
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push([away ? edge.to : edge.from, note]);
    }
  return groups;
}

function showNode(id) {
  const node = data.nodes[id];
  const order = Object.keys(data.factNames);
  const facts = [...node.facts].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const rows = facts.map(([name, value, , tenure]) => [data.factNames[name]?.[0] ?? name, name === "eventType" ? typeName(value) : tenureName(tenure) + valueName(value)]);
  if (node.aliases.length) rows.unshift(["又名", node.aliases.join("、")]);
  const groups = [...groupedEdges(id)].flatMap(([name, ends]) => [
    heading(name),
    element("ul", {}, ...ends.map(([end, note]) => element("li", {}, nodeLink(end), element("span", { className: "faint", textContent: note })))),
  ]);
  const citations = [...node.facts.map((fact) => fact[2]), ...edgesAt(id).flatMap((edge) => edge.statements.map((stated) => stated[3]))].flat();
  fill(
    element("p", { className: "faint" }, glyph(node.group), kindName(node.group)),
    element("h2", { textContent: node.label }),
    definitions(rows),
    ...groups,
    ...articleList("署名文章", node.authored),
    ...quotations(citations, namesOf(id)),
    ...articleList(`见于 ${node.articles.length} 篇`, node.articles),
    ...nodeCorrections(node),
  );
}

function articleList(name, numbers) {
  const item = (number) => element("li", {}, [data.articles[number][1], data.articles[number][0] || data.articles[number][2]].filter(Boolean).join(" "));
  return numbers.length ? [heading(name), element("ul", {}, ...numbers.slice(0, 40).map(item), numbers.length > 40 ? element("li", { textContent: `… 共 ${numbers.length} 篇` }) : null)] : [];
}

function showEdge(number) {
  const edge = data.edges[number];
  const rows = edge.statements.map(([predicate, title, tenure]) => [propertyName(predicate), tenureName(tenure) + title || nameOf(edge.to)]);
  const words = [...namesOf(edge.from), ...namesOf(edge.to), ...edge.statements.map((stated) => stated[1])];
  fill(
    element("p", { className: "faint", textContent: "关系" }),
    element("h2", {}, nodeLink(edge.from), " → ", nodeLink(edge.to)),
    definitions(rows),
    ...quotations(edge.statements.flatMap((stated) => stated[3]), words),
    ...edgeCorrections(edge),
  );
}

function showOverview() {
  const top = nodeOrder.filter((id) => !state.off.has(data.nodes[id].group) && degree(id)).slice(0, 15);
  fill(
    element("h2", { textContent: data.nodes.length ? "网络概览" : "图中没有实体" }),
    element("p", { className: "faint", textContent: `${data.nodes.length} 个节点 · ${data.edges.length} 条连线 · ${data.sentences.length} 句出处 · ${data.articles.length} 篇文章` }),
    ...(top.length ? [heading("连接最多"), element("ul", {}, ...top.map((id) => element("li", {}, nodeLink(id), element("span", { className: "faint", textContent: `${degree(id)}` }))))] : []),
  );
}

let shown = "";
onChange((what) => {
  const now = JSON.stringify([state.node, state.edge, state.language, [...state.off]]);
  if (what === "hover" || now === shown) return;
  shown = now;
  if (state.node !== null) showNode(state.node);
  else if (state.edge !== null) showEdge(state.edge);
  else showOverview();
});

function fill(...children) {
  panel.replaceChildren(...children);
  panel.scrollTop = 0;
}
