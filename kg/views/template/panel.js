// The side panel: what is known of a node, an edge, a path, a community or the whole, and the sentences that say so.
const panel = document.getElementById("panel");

const edgesAt = (id) => Array.from(incident(id), (link) => data.edges[link]);
const allCitations = (edges) => edges.flatMap((edge) => edge.statements.flatMap((stated) => stated[3]));
const firstDate = (citations) => citations.map(([number]) => dateOfSentence(number)).filter(Boolean).sort()[0] ?? "";

// When an event was, as its facts tell; the day of the report where they do not.
function whenOf(id) {
  const told = Object.fromEntries(data.nodes[id].facts.map(([name, value]) => [name, value]));
  if (told.date) return told.date;
  if (told.beginDate || told.endDate) return [told.beginDate ?? "", told.endDate ?? ""].join("–");
  return "";
}
const reported = (id) => data.nodes[id].articles.map((article) => data.articles[article][1]).filter(Boolean).sort()[0] ?? "";
const sortDate = (id) => data.nodes[id].date?.[0] ?? reported(id);

function section(title, ...children) {
  return children.length ? [heading(title), ...children] : [];
}

// What the edges at a node state, as [edge, statement, whether the node is the subject].
const statementsAt = (id) => edgesAt(id).flatMap((edge) => edge.statements.map((stated) => [edge, stated, edge.from === id]));

function positionRows(id) {
  const held = statementsAt(id).filter(([, [predicate]]) => predicate === "holdsPosition");
  const loose = data.nodes[id].facts.filter(([name]) => name === "holdsPosition").map(([, title, citations, tenure]) => [null, ["holdsPosition", title, tenure, citations], true]);
  const rows = [...held, ...loose].map(([edge, stated, away]) => ({ edge, stated, away, date: firstDate(stated[3]) }));
  return rows.sort((a, b) => byText(a.date, b.date));
}

function positions(id) {
  const rows = positionRows(id);
  const row = ({ edge, stated: [, title, tenure, citations], date }) => {
    const end = edge ? otherEnd(edge, id) : null;
    const post = element("span", {}, tenure && tenure !== "current" ? element("em", { className: "tag", textContent: valueName(tenure) }) : "", title);
    return stated([element("time", { textContent: date }), element("span", {}, post, " ", end === null ? "" : nodeLink(end))], citations, [...namesOf(id), title, ...(end === null ? [] : namesOf(end))]);
  };
  return section(rows.some(({ away }) => away) ? say("职务（按报道日期）", "Positions, by date of report") : say("任职者（按报道日期）", "Office holders, by date of report"), ...(rows.length ? inBatches(rows, row) : []));
}

function eventRows(id) {
  const rows = statementsAt(id).filter(([edge]) => data.nodes[otherEnd(edge, id)].group === "Event" && data.nodes[id].group !== "Event");
  return rows.sort(([a], [b]) => byText(sortDate(otherEnd(a, id)), sortDate(otherEnd(b, id))));
}

function eventsOf(id) {
  const rows = eventRows(id);
  const row = ([edge, [predicate, , , citations]]) => {
    const event = otherEnd(edge, id);
    const when = whenOf(event);
    const time = element("time", { textContent: when || sortDate(event), className: when ? "" : "guess", title: when ? "" : say("报道日期", "date of the report") });
    const status = isOpen(event) ? element("em", { className: "tag", textContent: valueName(statusOf(event)) }) : "";
    return stated([time, element("span", {}, nodeLink(event), status, faint(" " + propertyName(predicate)))], citations, [...namesOf(id), ...namesOf(event)]);
  };
  return section(say(`事件 ${rows.length}`, `Events: ${rows.length}`), ...(rows.length ? inBatches(rows, row) : []));
}

// The other edges, grouped by what they mean from the node's side.
function relations(id) {
  const isEvent = data.nodes[id].group === "Event";
  const groups = new Map();
  for (const row of statementsAt(id)) {
    const [edge, [predicate], away] = row;
    if (predicate === "holdsPosition" || (!isEvent && data.nodes[otherEnd(edge, id)].group === "Event")) continue;
    const name = propertyName(predicate, away);
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  const item = ([edge, [, title, tenure, citations]]) => {
    const end = otherEnd(edge, id);
    return stated([nodeLink(end), faint(tenureName(tenure) + title)], citations, [...namesOf(id), ...namesOf(end), title]);
  };
  return [...groups].flatMap(([name, rows]) => section(name, ...inBatches(rows, item)));
}

// Who and what stands in the same articles, and in how many.
const articleNodes = (() => {
  let made = null;
  return () => {
    if (made) return made;
    made = data.articles.map(() => []);
    for (const { id, group, articles } of data.nodes) if (group !== "Event") for (const article of articles) made[article].push(id);
    return made;
  };
})();

function together(id) {
  if (data.nodes[id].group === "Event") return [];
  const counts = new Map();
  for (const article of data.nodes[id].articles) for (const other of articleNodes()[article]) if (other !== id) counts.set(other, (counts.get(other) ?? 0) + 1);
  const most = [...counts].filter(([, count]) => count > 1).sort(([a, m], [b, n]) => n - m || degree(b) - degree(a) || a - b).slice(0, 40);
  const item = ([other, count]) => element("div", { className: "stated" }, nodeLink(other), faint(say(`同见于 ${count} 篇`, `${count} articles`)));
  return section(say("常一同出现", "Often appears with"), ...(most.length ? inBatches(most, item, 6) : []));
}

function factPairs(node) {
  const order = [...factNames.keys()];
  const facts = node.facts.filter(([name]) => name !== "holdsPosition").sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const pairs = facts.map(([name, value]) => [factNames.get(name)?.[language()] ?? name, name === "eventType" ? typeName(value) : valueName(value)]);
  if (node.aliases.length) pairs.unshift([say("又名", "Aliases"), node.aliases.join(say("、", ", "))]);
  pairs.push(["IRI", webLink(iriOf(node.id))]);
  return pairs;
}

function readyQueries(node) {
  const fitting = data.queries.filter(([taken]) => taken.includes(node.group));
  const iri = iriOf(node.id).replace(/[\u0000-\u0020<>"{}|^`\\]/g, encodeURIComponent);
  const one = ([, zh, en, text]) => {
    const code = element("code", { textContent: text.replaceAll("{iri}", () => iri) });
    const scroller = element("pre", { tabIndex: 0 }, code);
    return element("div", {}, element("p", { textContent: say(zh, en) }), scroller, copyButton(() => code.textContent));
  };
  return fitting.length ? [element("details", {}, element("summary", { textContent: say("SPARQL 查询", "SPARQL") }), ...fitting.map(one))] : [];
}

function articleList(title, numbers) {
  const item = (number) => element("div", { className: "stated" }, element("time", { textContent: data.articles[number][1] }), element("span", { textContent: data.articles[number][0] || data.articles[number][2] }));
  const ordered = [...numbers].sort((a, b) => byText(data.articles[a][1], data.articles[b][1]) || a - b);
  return section(title, ...(ordered.length ? inBatches(ordered, item) : []));
}

function showNode(id) {
  const node = data.nodes[id];
  const citations = [...node.facts.flatMap((fact) => fact[2]), ...allCitations(edgesAt(id))];
  const status = isOpen(id) ? element("em", { className: "tag", textContent: valueName(statusOf(id)) }) : null;
  const actions = element("div", { className: "row" },
    button(say("只看邻近", "Neighbours only"), () => focusOn(id)),
    button(say("路径…", "Path to…"), () => pathFrom(id)),
    copyButton(() => linkHere(), say("复制链接", "Copy link")));
  fill(
    element("p", { className: "faint" }, glyph(node.group), [kindOf(id), ...node.types.map(typeName)].join(" · "), status),
    element("h2", { textContent: node.label }),
    actions,
    definitions(factPairs(node)),
    ...positions(id),
    ...relations(id),
    ...eventsOf(id),
    ...together(id),
    ...articleList(say("署名文章", "Written by"), node.authored),
    ...quotations(citations, namesOf(id)),
    ...articleList(say(`见于 ${node.articles.length} 篇`, `Named in ${node.articles.length} articles`), node.articles),
    ...readyQueries(node),
    ...nodeCorrections(node),
  );
}

const edgeWords = (edge) => [...namesOf(edge.from), ...namesOf(edge.to), ...edge.statements.map(([, title]) => title)];

function edgeStatements(edge) {
  return edge.statements.flatMap(([predicate, title, tenure, citations]) => [
    element("p", { className: "said" }, faint(propertyName(predicate)), " ", tenureName(tenure) + title || nameOf(edge.to)),
    ...inOrder(citations).map((citation) => quotation(citation, edgeWords(edge))),
  ]);
}

function showEdge(number) {
  const edge = data.edges[number];
  fill(
    element("p", { className: "faint", textContent: say("关系", "Relation") }),
    element("h2", {}, nodeLink(edge.from), " → ", nodeLink(edge.to)),
    ...edgeStatements(edge),
    ...edgeCorrections(edge),
  );
}

function showWay({ from, to, nodes, edges }) {
  const step = (number, index) => {
    const edge = data.edges[number];
    const arrow = edge.from === nodes[index] ? "→" : "←";
    return [element("p", { className: "step" }, nodeLink(nodes[index]), ` ${arrow} `, element("strong", { textContent: edgeLabel(edge) }), ` ${arrow} `, nodeLink(nodes[index + 1])),
      ...inOrder(allCitations([edge])).slice(0, 2).map((citation) => quotation(citation, edgeWords(edge)))];
  };
  fill(
    element("p", { className: "faint", textContent: say(`最短路径，${edges.length} 步`, `Shortest path, ${edges.length} steps`) }),
    element("h2", { textContent: `${nameOf(from)} – ${nameOf(to)}` }),
    ...edges.flatMap(step),
  );
}

// The post that tells namesakes apart: the latest, not a former one, of those that are told at least a third as often as any.
// One that is told once beside one that is told a hundred times is rather an error than a new office.
function postOf(id) {
  const held = positionRows(id).filter(({ away, stated: [, title, tenure] }) => away && title && tenure !== "former");
  const often = Math.max(...held.map(({ stated: [, , , citations] }) => citations.length));
  const last = held.filter(({ stated: [, , , citations] }) => citations.length * 3 >= often).at(-1);
  return last ? [last.edge ? nameOf(last.edge.to) : "", last.stated[1]].join(" ").trim() : "";
}

// The leading nodes of a few kinds: who and what matters here.
function leaders(ids, kind, count) {
  const led = ids.filter((id) => data.nodes[id].group === kind && degree(id)).slice(0, count);
  const item = (id) => element("li", {}, element("div", { className: "stated" }, nodeLink(id), faint(postOf(id)), faint(String(degree(id)))));
  return led.length ? [heading(kindName(kind)), element("ul", {}, ...led.map(item))] : [];
}

function showOverview(ids = nodeOrder.filter(isVisible), title = null) {
  const dates = data.articles.map((article) => article[1]).filter(Boolean).sort();
  const number = (count, zh, en) => element("div", {}, element("strong", { textContent: String(count).replace(/\B(?=(\d{3})+$)/g, ",") }), faint(say(zh, en)));
  const figures = [number(ids.length, "个节点", "nodes"), number(data.edges.filter(isEdgeVisible).length, "条连线", "links"), number(data.sentences.length, "句出处", "sentences"), number(data.articles.length, "篇文章", "articles")];
  fill(
    element("h2", { textContent: title ?? (data.nodes.length ? say("网络概览", "Overview") : say("图中没有实体", "Nothing to show")) }),
    ...(title || !data.nodes.length ? [] : [element("div", { className: "figures" }, ...figures), element("p", { className: "faint", textContent: dates.length ? `${dates[0]} – ${dates[dates.length - 1]}` : "" })]),
    ...(title ? [element("p", { className: "faint", textContent: say(`群组 · ${ids.length} 个节点`, `Community · ${ids.length} nodes`) })] : communityList()),
    ...leaders(ids, "Person", 8),
    ...leaders(ids, "Organisation", 8),
    ...leaders(ids, "Event", 6),
    ...leaders(ids, "Place", 5),
  );
}

let panelShown = "";
onChange((what) => {
  const isOverview = state.node === null && state.edge === null && !state.path;
  const now = JSON.stringify([state.node, state.edge, state.path, state.community, state.language, isOverview && [[...state.off], state.ego, stateOfFilters()]]);
  if (what === "hover" || now === panelShown) return;
  panelShown = now;
  if (state.path) showWay(state.path);
  else if (state.node !== null) showNode(state.node);
  else if (state.edge !== null) showEdge(state.edge);
  else if (state.community !== null) showOverview(communities.get(state.community).members, communityName(state.community));
  else showOverview();
});

// The focus stays in the panel when a link in it leads on.
function fill(...children) {
  const inside = panel.contains(document.activeElement);
  panel.replaceChildren(...children);
  if (inside) panel.focus({ preventScroll: true });
  panel.scrollTop = 0;
}
