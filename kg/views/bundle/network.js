// Made of kg/views/js by make js: do not edit.
"use strict";
(() => {
  // core/dates.js
  var DAY = 864e5;
  var NEVER = -(2 ** 31);
  function dayOf(text) {
    const [, year, month = "01", day = "01"] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(text ?? "") ?? [];
    const found = Date.parse(`${year}-${month}-${day}T00:00Z`) / DAY;
    return Number.isInteger(found) ? found : NEVER;
  }
  var isoDay = (day) => new Date(day * DAY).toISOString().slice(0, 10);
  var dateOf = (day) => new Date(day * DAY);
  var monthStart = (year, month) => Date.UTC(year, month) / DAY;
  function periodStart(day, count2) {
    const date = dateOf(day);
    return monthStart(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / count2) * count2);
  }
  function rangeName(from, to) {
    if (from === to) return from;
    const year = from.slice(0, 4);
    const month = from.slice(0, 7);
    if (from === `${year}-01-01` && to === `${year}-12-31`) return year;
    const next = monthStart(Number(year), Number(from.slice(5, 7)));
    return from === `${month}-01` && dayOf(to) + 1 === next ? month : `${from} – ${to}`;
  }
  function periodIn(text) {
    const [, year, month, day] = /^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?$/.exec(text.trim()) ?? [];
    if (!year) return null;
    const first = monthStart(Number(year), month ? Number(month) - 1 : 0);
    if (!month) return [first, monthStart(Number(year) + 1, 0) - 1];
    const last = monthStart(Number(year), Number(month)) - 1;
    if (Number(month) < 1 || Number(month) > 12) return null;
    if (!day) return [first, last];
    const found = first + Number(day) - 1;
    return Number(day) >= 1 && found <= last ? [found, found] : null;
  }

  // core/graph.js
  var NONE = [];
  function packRows(count2, fillRow) {
    const starts = new Int32Array(count2 + 1);
    const values2 = [];
    for (let row = 0; row < count2; row++) {
      fillRow(row, (value) => values2.push(value));
      starts[row + 1] = values2.length;
    }
    return { starts, values: values2 };
  }
  function completeNode(row, id) {
    const { label, group, shape, x, y, size, key, iri, date, point, community, links } = row;
    const {
      aliases = NONE,
      pinyin = NONE,
      roman = "",
      types: types3 = NONE,
      facts: facts2 = NONE,
      articles = NONE,
      authored = NONE
    } = row;
    const texts = { id, label, group, shape, x, y, size, key, iri, aliases, pinyin, roman, types: types3 };
    return { ...texts, facts: facts2, date, point, community, links, articles, authored };
  }
  var isSpan = ({ date, facts: facts2 }) => date !== void 0 && !facts2.some(([name]) => name === "date");
  var otherEnd = (edge, id) => edge.from === id ? edge.to : edge.from;
  function indexEdges(count2, edges) {
    const starts = new Int32Array(count2 + 1);
    for (const { from, to } of edges) {
      starts[from + 1]++;
      if (to !== from) starts[to + 1]++;
    }
    for (let id = 0; id < count2; id++) starts[id + 1] += starts[id];
    const next = starts.slice();
    const values2 = new Int32Array(starts[count2]);
    for (const { id, from, to } of edges) {
      values2[next[from]++] = id;
      if (to !== from) values2[next[to]++] = id;
    }
    return { starts, values: values2 };
  }
  function indexNeighbours(count2, edges, incident) {
    const seen = new Int32Array(count2).fill(-1);
    const { starts, values: values2 } = packRows(count2, (id, add) => {
      seen[id] = id;
      for (const number2 of incident(id)) {
        const other = otherEnd(edges[number2], id);
        if (seen[other] !== id) add(other);
        seen[other] = id;
      }
    });
    return { starts, values: Int32Array.from(values2) };
  }
  function indexCitations(count2, sentences, listsOf) {
    const uncited = new Uint8Array(count2);
    const { starts, values: values2 } = packRows(count2, (row, add) => {
      const lists = listsOf(row);
      uncited[row] = !lists.length || lists.some((citations) => !citations.length) ? 1 : 0;
      for (const citations of lists) citations.forEach(add);
    });
    return {
      starts,
      uncited,
      articles: Int32Array.from(values2, ([sentence]) => sentences[sentence][1]),
      confidences: Float64Array.from(values2, ([, confidence]) => confidence ?? -1)
    };
  }
  function highestConfidence({ starts, confidences }, row) {
    let best = -1;
    for (let at2 = starts[row]; at2 < starts[row + 1]; at2++) best = Math.max(best, confidences[at2]);
    return best < 0 ? 1 : best;
  }
  function groupCommunities(nodes, degree) {
    const communities2 = /* @__PURE__ */ new Map();
    for (const { id, community } of nodes) {
      if (community === void 0) continue;
      if (!communities2.has(community)) communities2.set(community, []);
      communities2.get(community).push(id);
    }
    for (const members of communities2.values()) members.sort((a, b) => degree(b) - degree(a) || a - b);
    return communities2;
  }
  function indexGraph({ nodes: nodeRows, edges: edgeRows2, sentences, articles }) {
    const nodes = nodeRows.map(completeNode);
    const edges = edgeRows2.map(({ from, to, statements }, id) => ({ id, from, to, statements }));
    const links = indexEdges(nodes.length, edges);
    const incident = (id) => links.values.subarray(links.starts[id], links.starts[id + 1]);
    const near = indexNeighbours(nodes.length, edges, incident);
    const neighbours = (id) => near.values.subarray(near.starts[id], near.starts[id + 1]);
    const degree = (id) => near.starts[id + 1] - near.starts[id];
    const edgeCitations = indexCitations(edges.length, sentences, (id) => edges[id].statements.map((row) => row[3]));
    const nodeCitations = indexCitations(nodes.length, sentences, (id) => nodes[id].facts.map((fact) => fact[2]));
    return {
      nodes,
      edges,
      sentences,
      articles,
      incident,
      neighbours,
      degree,
      edgeCitations,
      nodeCitations,
      edgeConfidence: Float64Array.from(edges, ({ id }) => highestConfidence(edgeCitations, id)),
      nodeConfidence: Float64Array.from(nodes, ({ id }) => highestConfidence(nodeCitations, id)),
      // An event has a first and a last day if its date is known, an article its own.
      firstDay: Int32Array.from(nodes, ({ date }) => dayOf(date?.[0])),
      lastDay: Int32Array.from(nodes, ({ date }) => dayOf(date?.[1])),
      hasSpan: Uint8Array.from(nodes, (node) => Number(isSpan(node))),
      articleDay: Int32Array.from(articles, ([, date]) => dayOf(date)),
      byDegree: nodes.map(({ id }) => id).sort((a, b) => degree(b) - degree(a) || a - b),
      communities: groupCommunities(nodes, degree)
    };
  }
  var statusOf = (node) => node.facts.find(([name]) => name === "status")?.[1] ?? "";
  var isUnconfirmed = (node) => !["", "happened"].includes(statusOf(node));
  function eventDay({ firstDay: firstDay4, articleDay, nodes }, id) {
    if (firstDay4[id] !== NEVER) return firstDay4[id];
    const days2 = nodes[id].articles.map((article) => articleDay[article]).filter((day) => day !== NEVER);
    return days2.length ? Math.min(...days2) : NEVER;
  }

  // page/data.js
  function readDataBlock(block) {
    if (block.type === "application/json") return block.textContent;
    const bytes = Uint8Array.from(atob(block.textContent), (letter) => letter.charCodeAt(0));
    return webgl.strFromU8(webgl.unzlibSync(bytes));
  }
  var data = JSON.parse(readDataBlock(document.getElementById("data")));
  var graph = indexGraph(data);
  Object.assign(data, { nodes: graph.nodes, edges: graph.edges });
  var givenLanguage = document.documentElement.lang === "en" ? "en" : "zh";
  var kinds = new Map(
    data.kinds.map(([kind, zh, en, shape, light, dark]) => [kind, { zh, en, shape, light, dark }])
  );
  var events = graph.nodes.filter(({ group }) => group === "Event");
  var largestCommunities = [...graph.communities].filter(([, members]) => members.length > 2).sort(([, a], [, b]) => b.length - a.length).map(([number2]) => number2).slice(0, data.palette.length);
  var LOW_CONFIDENCE = 0.65;
  var isLow = (confidence) => confidence < LOW_CONFIDENCE;
  var nameOf = (id) => data.nodes[id].label;
  var iriOf = (id) => data.nodes[id].iri ?? data.base + data.nodes[id].key;
  var NO_ARTICLE = ["", "", "", "", "", "", ""];
  function articleOf(number2) {
    const [title, date, file, key, publisher, url, page] = data.articles[number2] ?? NO_ARTICLE;
    return { title, date, file, key, publisher, url: url ?? "", page: page ?? "" };
  }

  // core/outlines.js
  var OUTLINES = {
    square: "M-1-1H1V1H-1z",
    diamond: "M0-1 1 0 0 1-1 0z",
    triangle: "M0-1 1 .8H-1z",
    star: "M0-1 .29-.34 1-.29.46.18.63.89 0 .51-.63.89-.46.18-1-.29-.29-.34z"
  };

  // page/elements.js
  function element(name, properties2, ...children) {
    const created = Object.assign(document.createElement(name), properties2);
    created.append(...children.filter((child) => child !== null));
    return created;
  }
  function svgElement(name, attributes, ...children) {
    const created = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, value);
    created.append(...children);
    return created;
  }
  var heading = (text) => element("h3", { textContent: text });
  var faint = (text) => element("span", { className: "faint", textContent: text });
  var faintParagraph = (text) => element("p", { className: "faint", textContent: text });
  var tag = (text) => element("em", { className: "tag", textContent: text });
  var time = (date, properties2 = {}) => element("time", { textContent: date, ...properties2 });
  function button(text, press, className = "plain") {
    const created = element("button", { type: "button", className, textContent: text });
    created.addEventListener("click", press);
    return created;
  }
  var section = (title, ...children) => children.length ? [heading(title), ...children] : [];
  var definitions = (pairs) => element(
    "dl",
    {},
    ...pairs.flatMap(([name, value]) => [element("dt", { textContent: name }), element("dd", {}, value)])
  );
  function kindShape(kind) {
    const created = document.querySelector(`.kind[data-kind="${kind}"] svg`).cloneNode(true);
    created.classList.add(kind);
    return created;
  }
  var themeColour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  var reducedMotion = window.matchMedia("(prefers-reduced-motion: reduce)");
  function keepFocus(container2, redraw, selector = "button") {
    const focused = [...container2.querySelectorAll(selector)].indexOf(document.activeElement);
    redraw();
    if (focused >= 0) container2.querySelectorAll(selector)[focused]?.focus({ preventScroll: true });
  }

  // page/drawing.js
  var drawing = null;
  var canvas = element("div", { id: "canvas", tabIndex: 0 });
  function useDrawing(created) {
    drawing = created;
  }
  function markFirstFrame() {
    document.documentElement.dataset.firstFrame ??= String(Math.round(performance.now()));
  }
  var hasFirstFrame = () => Boolean(document.documentElement.dataset.firstFrame);

  // core/ego-layout.js
  var SPACE = 84;
  var ROW = 74;
  var START = 170;
  var BUNDLES = 8;
  var [WIDE, HIGH] = [1.15, 0.75];
  var GROUPS = ["Person", "Organisation", "Event", "Place", "Award"];
  function layersFrom(centre, nodes, near) {
    const cameFrom = /* @__PURE__ */ new Map([[centre, null]]);
    const layers = [];
    for (let layer = [centre]; layer.length; ) {
      const next = [];
      for (const node of layer)
        for (const other of near(node)) {
          if (cameFrom.has(other) || !nodes.has(other)) continue;
          cameFrom.set(other, node);
          next.push(other);
        }
      if (next.length) layers.push(next);
      layer = next;
    }
    const apart = [...nodes].filter((node) => !cameFrom.has(node));
    if (apart.length) layers.push(apart);
    return { layers, cameFrom };
  }
  function egoLayout(centre, nodes, near, about) {
    const { layers, cameFrom } = layersFrom(centre, new Set(nodes), near);
    const places = /* @__PURE__ */ new Map([[centre, { x: 0, y: 0 }]]);
    const turns = /* @__PURE__ */ new Map([[centre, 0]]);
    const rank = (node) => GROUPS.indexOf(about(node).group);
    const leaves = (node) => near(node).length;
    const byClass = (a, b) => rank(a) - rank(b) || about(a).day - about(b).day || leaves(b) - leaves(a) || a - b;
    const turnOf = (node) => turns.get(cameFrom.get(node)) ?? 7;
    const isBundle = (node) => about(node).isBundle;
    const [bundles2, others] = [layers[0]?.filter(isBundle) ?? [], layers[0]?.filter((node) => !isBundle(node)) ?? []];
    let radius = START;
    if (bundles2.length)
      radius = placeLayer(bundles2.sort(byClass), START + BUNDLES * Math.sqrt(nodes.length), places, turns) + ROW;
    for (const [depth, layer] of [others, ...layers.slice(1)].entries()) {
      const order = depth ? layer.sort((a, b) => turnOf(a) - turnOf(b) || byClass(a, b)) : layer.sort(byClass);
      radius = placeLayer(order, radius, places, turns) + ROW;
    }
    return places;
  }
  function placeLayer(order, first, places, turns) {
    let rows = 1;
    const room = (count2) => {
      let sum = 0;
      for (let row = 0; row < count2; row++) sum += Math.floor(2 * Math.PI * (first + row * ROW) / SPACE);
      return sum;
    };
    while (room(rows) < order.length) rows++;
    for (const [at2, node] of order.entries()) {
      const turn = 2 * Math.PI * at2 / (Math.ceil(order.length / rows) * rows) - Math.PI / 2;
      const radius = first + at2 % rows * ROW;
      turns.set(node, turn);
      places.set(node, { x: radius * Math.cos(turn) * WIDE, y: radius * Math.sin(turn) * HIGH });
    }
    return first + (rows - 1) * ROW;
  }

  // core/leaf-bundles.js
  var LEAST = 13;
  var HANDLE = 8;
  var [SMALLEST, LARGEST] = [10, 40];
  var GAP = 24;
  var SIDE = 14;
  var ANYWHERE = { x: 0.6, y: -0.8 };
  function onlyNeighbours({ nodes, edges }, drawn3, edgeShown) {
    const only = new Int32Array(nodes.length).fill(-1);
    const meet = (id, other) => {
      if (only[id] !== other) only[id] = only[id] === -1 ? other : -2;
    };
    for (const { id, from, to } of edges) {
      if (from === to || !edgeShown[id] || !drawn3[from] || !drawn3[to]) continue;
      meet(from, to);
      meet(to, from);
    }
    return only;
  }
  var keyOf = ({ nodes }, hub, kind) => `${nodes[hub].key} ${kind}`;
  var hubKeyOf = (key) => key.slice(0, Math.max(0, key.lastIndexOf(" ")));
  function findBundles(graph2, drawn3, edgeShown, centre) {
    const only = onlyNeighbours(graph2, drawn3, edgeShown);
    const found = /* @__PURE__ */ new Map();
    for (const { id, group } of graph2.nodes) {
      const hub = only[id];
      if (hub < 0 || id === centre) continue;
      if (!found.has(hub)) found.set(hub, /* @__PURE__ */ new Map());
      const classes = found.get(hub);
      if (!classes.has(group)) classes.set(group, []);
      classes.get(group).push(id);
    }
    return [...found].flatMap(
      ([hub, classes]) => [...classes].filter(([, leaves]) => leaves.length >= LEAST).map(([kind, leaves]) => ({ key: keyOf(graph2, hub, kind), hub, kind, leaves }))
    );
  }
  var bundleSize = (count2) => Math.min(LARGEST, SMALLEST + 1.6 * Math.sqrt(count2));
  function offsetsAround(hubSize, sizes, towards) {
    const largest = Math.max(...sizes);
    const distance = hubSize + largest + (largest > HANDLE ? GAP : GAP / 4);
    const { x, y } = Math.hypot(towards.x, towards.y) < 1 ? ANYWHERE : towards;
    const step4 = 2 * Math.asin(Math.min(1, (2 * largest + SIDE) / (2 * distance)));
    return sizes.map((_, at2) => {
      const turn = Math.atan2(y, x) + (at2 - (sizes.length - 1) / 2) * step4;
      return { x: distance * Math.cos(turn), y: distance * Math.sin(turn) };
    });
  }

  // core/text.js
  function shorten(text, length) {
    const characters = [...text.replace(/\s+/gu, " ")];
    return characters.length > length ? characters.slice(0, length - 1).join("") + "…" : characters.join("");
  }
  function splitLines(text, width) {
    const characters = [...shorten(text, 2 * width)];
    if (characters.length <= width + 1) return [characters.join("")];
    const half = Math.ceil(characters.length / 2);
    return [characters.slice(0, half).join(""), characters.slice(half).join("")];
  }
  function nameBeside(name, names) {
    const beginning = names.filter((own) => own && name.startsWith(own)).sort((a, b) => b.length - a.length)[0] ?? "";
    const rest = name.slice(beginning.length).replace(/^[、，]/u, "");
    return rest && !/^[（《#等]/u.test(rest) ? rest : name;
  }
  var compareText = (a, b) => a < b ? -1 : a > b ? 1 : 0;
  var foldName = (name) => name.normalize("NFKC").toLowerCase().replace(/[\s·•・'’]/gu, "");
  var initialsOf = (syllables) => syllables.split(" ").map((syllable) => syllable[0] ?? "").join("");
  function markWords(text, words) {
    const wanted = [...new Set(words)].filter(Boolean).sort((a, b) => b.length - a.length);
    const parts = [];
    let plain = "";
    for (let at2 = 0; at2 < text.length; ) {
      const word = wanted.find((candidate) => text.startsWith(candidate, at2));
      if (word) {
        if (plain) parts.push([plain, false]);
        parts.push([word, true]);
        plain = "";
      } else plain += text[at2];
      at2 += word ? word.length : 1;
    }
    if (plain) parts.push([plain, false]);
    return parts;
  }
  function countValues(values2) {
    const counts = /* @__PURE__ */ new Map();
    for (const value of values2) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b));
  }

  // core/filtering.js
  var noFilters = () => ({
    types: /* @__PURE__ */ new Set(),
    statuses: /* @__PURE__ */ new Set(),
    sources: /* @__PURE__ */ new Set(),
    confidence: 0,
    from: null,
    to: null
  });
  var isTimed = ({ from, to }) => from !== null || to !== null;
  var isFiltered = (filters) => filters.types.size + filters.statuses.size + filters.sources.size > 0 || filters.confidence > 0 || isTimed(filters);
  function passArticles({ articles, articleDay }, filters) {
    const from = filters.from ?? -Infinity;
    const to = filters.to ?? Infinity;
    const inTime = (day) => !isTimed(filters) || day !== NEVER && day >= from && day <= to;
    return {
      ofSource: Uint8Array.from(articles, (article) => filters.sources.has(article[4]) ? 0 : 1),
      inTime: Uint8Array.from(articleDay, (day) => inTime(day) ? 1 : 0)
    };
  }
  var passes = ({ ofSource, inTime }, article, confidence, least, isDated) => (article < 0 || ofSource[article] && (isDated || inTime[article])) && (confidence < 0 || confidence >= least);
  function hasPassingCitation({ starts, articles, confidences }, row, passing2, least, isDated) {
    for (let at2 = starts[row]; at2 < starts[row + 1]; at2++)
      if (passes(passing2, articles[at2], confidences[at2], least, isDated)) return true;
    return false;
  }
  function isInTime({ firstDay: firstDay4, lastDay: lastDay4, hasSpan }, id, filters) {
    const from = filters.from ?? -Infinity;
    const to = filters.to ?? Infinity;
    const [first, last] = [firstDay4[id], lastDay4[id]];
    return first >= from && last <= to || hasSpan[id] === 1 && first <= to && last >= from;
  }
  function passesEvent(graph2, node, filters, articles) {
    const { firstDay: firstDay4, nodeCitations } = graph2;
    const { id, types: types3 } = node;
    const isDated = firstDay4[id] !== NEVER;
    if (types3.length && types3.every((type) => filters.types.has(type))) return false;
    if (filters.statuses.size && filters.statuses.has(statusOf(node))) return false;
    if (isDated && !isInTime(graph2, id, filters)) return false;
    return nodeCitations.uncited[id] === 1 || hasPassingCitation(nodeCitations, id, articles, filters.confidence, isDated);
  }
  function applyFilters(graph2, filters) {
    const articles = passArticles(graph2, filters);
    const passesCitation = ([sentence, confidence], isDated) => passes(articles, graph2.sentences[sentence][1], confidence ?? -1, filters.confidence, isDated);
    const nodes = new Uint8Array(graph2.nodes.length).fill(1);
    const edges = new Uint8Array(graph2.edges.length).fill(1);
    if (isFiltered(filters)) filterGraph(graph2, filters, articles, nodes, edges);
    return { nodes, edges, passesCitation, articles };
  }
  function filterGraph(graph2, filters, articles, nodes, edges) {
    const { starts, uncited } = graph2.edgeCitations;
    const isShown = (article) => articles.ofSource[article] && articles.inTime[article];
    const isCited = new Uint8Array(nodes.length);
    edges.fill(0);
    for (const node of graph2.nodes)
      if (node.group === "Event" && !passesEvent(graph2, node, filters, articles)) nodes[node.id] = 0;
    for (const edge of graph2.edges) {
      const { id, from, to } = edge;
      if (starts[id] === starts[id + 1]) continue;
      isCited[from] ||= 1;
      isCited[to] ||= 1;
      if (!nodes[from] || !nodes[to]) continue;
      if (hasPassingCitation(graph2.edgeCitations, id, articles, filters.confidence, isDatedEdge(graph2, edge)))
        edges[id] = (isCited[from] = isCited[to] = 2) / 2;
    }
    const stays = Uint8Array.from(graph2.nodes, ({ id, group, articles: own }) => {
      if (group === "Event") return nodes[id];
      if (isCited[id]) return isCited[id] - 1;
      return own.length ? Number(own.some(isShown)) : Number(graph2.incident(id).length === 0);
    });
    nodes.set(stays);
    for (const { id, from, to } of graph2.edges) {
      if (edges[id] || !uncited[id] || !(stays[from] || stays[to])) continue;
      if ([from, to].some((end) => graph2.nodes[end].group === "Event" && !stays[end])) continue;
      edges[id] = nodes[from] = nodes[to] = 1;
    }
  }
  var isDatedEdge = ({ firstDay: firstDay4 }, { from, to }) => firstDay4[from] !== NEVER || firstDay4[to] !== NEVER;
  function passingStatements(statements, at2, { passesCitation }, isDated) {
    const kept = [];
    for (const statement of statements) {
      const citations = statement[at2].filter((citation) => passesCitation(citation, isDated));
      if (citations.length === statement[at2].length) kept.push(statement);
      else if (citations.length) kept.push(statement.with(at2, citations));
    }
    return kept;
  }
  var passingArticles = ({ firstDay: firstDay4, nodes }, { articles: { ofSource, inTime } }, id) => nodes[id].articles.filter((article) => ofSource[article] && (firstDay4[id] !== NEVER || inTime[article]));
  function passingSources(graph2, passing2) {
    const sentences = new Uint8Array(graph2.sentences.length);
    const articles = new Uint8Array(graph2.articles.length);
    const cite = (citations, isDated) => {
      for (const citation of citations)
        if (passing2.passesCitation(citation, isDated)) {
          sentences[citation[0]] = 1;
          if (graph2.sentences[citation[0]][1] >= 0) articles[graph2.sentences[citation[0]][1]] = 1;
        }
    };
    for (const { id, facts: facts2 } of graph2.nodes) {
      if (!passing2.nodes[id]) continue;
      for (const fact of facts2) cite(fact[2], graph2.firstDay[id] !== NEVER);
      for (const article of passingArticles(graph2, passing2, id)) articles[article] = 1;
    }
    for (const edge of graph2.edges)
      if (passing2.edges[edge.id]) for (const statement of edge.statements) cite(statement[3], isDatedEdge(graph2, edge));
    return { sentences, articles };
  }
  var FACETS = {
    types: ({ nodes }, passing2) => nodes.filter(({ id }) => passing2.nodes[id]).flatMap(({ types: types3 }) => types3),
    statuses: ({ nodes }, passing2) => nodes.filter(({ id, group }) => group === "Event" && passing2.nodes[id]).map(statusOf).filter(Boolean),
    sources: (graph2, passing2) => {
      const { articles } = passingSources(graph2, passing2);
      return graph2.articles.filter((_, number2) => articles[number2]).map((article) => article[4]);
    }
  };
  function facetCounts(graph2, filters, facet) {
    const passing2 = applyFilters(graph2, { ...filters, [facet]: /* @__PURE__ */ new Set() });
    return new Map(countValues(FACETS[facet](graph2, passing2)));
  }

  // page/state.js
  var state = {
    opened: false,
    // from then on the picture may move
    tab: "network",
    language: givenLanguage,
    theme: "light",
    themeChosen: false,
    // else the system chooses
    hiddenKinds: /* @__PURE__ */ new Set(),
    filters: noFilters(),
    colours: "kind",
    // or "community"
    ego: null,
    // the node of which only the neighbours are shown
    hops: 1,
    // and how far from it they may be
    openBundles: /* @__PURE__ */ new Set(),
    // keys of the bundles whose leaves are drawn
    node: null,
    // what is selected: a node, an edge, a path { from, to, nodes, edges }, a community or a bundle, by its key
    edge: null,
    path: null,
    community: null,
    bundle: null,
    tie: null,
    // { a, b } of the tab of ties
    hover: null
  };
  var visible = new Uint8Array(graph.nodes.length).fill(1);
  var edgeVisible = new Uint8Array(graph.edges.length).fill(1);
  var inScope = new Uint8Array(graph.nodes.length).fill(1);
  var edgeInScope = new Uint8Array(graph.edges.length).fill(1);
  var isVisible = (id) => visible[id] === 1;
  var isEdgeVisible = (edge) => edgeVisible[edge.id] === 1;
  var visibleNodes = () => graph.nodes.map(({ id }) => id).filter(isVisible);
  var drawn = new Uint8Array(graph.nodes.length).fill(1);
  var edgeDrawn = new Uint8Array(graph.edges.length).fill(1);
  var bundled = new Uint8Array(graph.nodes.length);
  var isBundled = (id) => bundled[id] === 1;
  var isDrawn = (id) => drawn[id] === 1;
  var drawnNodes = () => graph.nodes.map(({ id }) => id).filter(isDrawn);
  var placedNodes = () => graph.nodes.map(({ id }) => id).filter(isPlaced);
  var isPlaced = (id) => drawn[id] === 1 || isBundled(id);
  var unlinkedNodes = () => graph.byDegree.filter((id) => visible[id] && !isPlaced(id));
  var bundles = [];
  var allBundles = () => bundles;
  var bundlesAt = (hub) => bundles.filter((bundle) => bundle.hub === hub);
  var selectedBundle = () => bundles.find(({ key }) => key === state.bundle);
  var centreOf = () => state.ego ?? data.start ?? null;
  var hasFilters = () => isFiltered(state.filters);
  var isNarrowed = () => state.ego !== null || state.hiddenKinds.size > 0 || hasFilters();
  var unfiltered = applyFilters(graph, noFilters());
  var filtered = unfiltered;
  var passing = () => filtered;
  var kindCounts = /* @__PURE__ */ new Map();
  function nearFocus() {
    if (state.ego === null) return null;
    const near = new Uint8Array(graph.nodes.length);
    let layer = [state.ego];
    near[state.ego] = 1;
    for (let hop = 0; hop < state.hops; hop++) {
      const next = [];
      for (const id of layer)
        for (const edge of graph.incident(id)) {
          const { from, to } = graph.edges[edge];
          const other = from === id ? to : from;
          if (near[other] || !filtered.edges[edge]) continue;
          near[other] = 1;
          if (!state.hiddenKinds.has(graph.nodes[other].group)) next.push(other);
        }
      layer = next;
    }
    return near;
  }
  function updateVisibility() {
    filtered = hasFilters() ? applyFilters(graph, state.filters) : unfiltered;
    const near = nearFocus();
    kindCounts.clear();
    for (const { id, group } of graph.nodes) {
      const isPassing = filtered.nodes[id] && (!near || near[id]);
      if (isPassing) kindCounts.set(group, (kindCounts.get(group) ?? 0) + 1);
      inScope[id] = isPassing ? 1 : 0;
      visible[id] = isPassing && !state.hiddenKinds.has(group) ? 1 : 0;
    }
    for (const { id, from, to } of graph.edges) {
      edgeInScope[id] = filtered.edges[id] && inScope[from] && inScope[to] ? 1 : 0;
      edgeVisible[id] = edgeInScope[id] && visible[from] && visible[to] ? 1 : 0;
    }
    updateDrawn();
    updateBundles();
  }
  function updateDrawn() {
    drawn.fill(0);
    let hasLinks = false;
    for (const { id, from, to } of graph.edges)
      if (edgeVisible[id] && from !== to) hasLinks = Boolean(drawn[from] = drawn[to] = 1);
    if (!hasLinks) return drawn.set(visible);
    for (const id of [state.node, state.ego]) if (id !== null && visible[id]) drawn[id] = 1;
  }
  function updateBundles() {
    const selected = selectedNodes();
    bundled.fill(0);
    bundles = findBundles(graph, drawn, edgeVisible, centreOf()).map((bundle) => {
      if (bundle.leaves.some((id) => selected.has(id))) state.openBundles.add(bundle.key);
      return { ...bundle, isOpen: state.openBundles.has(bundle.key) };
    });
    for (const { leaves, isOpen } of bundles) if (!isOpen) for (const id of leaves) [drawn[id], bundled[id]] = [0, 1];
    for (const { id, from, to } of graph.edges) edgeDrawn[id] = edgeVisible[id] && drawn[from] && drawn[to] ? 1 : 0;
  }
  function selectedNodes() {
    const edge = graph.edges[state.edge];
    return /* @__PURE__ */ new Set([state.node, ...edge ? [edge.from, edge.to] : [], ...state.path?.nodes ?? []]);
  }
  var emphasis = null;
  var emphasisedBundle;
  function findEmphasis() {
    emphasisedBundle = selectedBundle();
    if (emphasisedBundle) return /* @__PURE__ */ new Set([emphasisedBundle.hub, ...emphasisedBundle.leaves]);
    if (state.path) return new Set(state.path.nodes);
    if (state.community !== null) return new Set(graph.communities.get(state.community));
    if (state.edge !== null) return /* @__PURE__ */ new Set([graph.edges[state.edge].from, graph.edges[state.edge].to]);
    if (state.node !== null) return /* @__PURE__ */ new Set([state.node, ...graph.neighbours(state.node)]);
    return null;
  }
  var emphasised = () => emphasis;
  function isEdgeEmphasised({ id, from, to }) {
    if (state.path) return state.path.edges.includes(id);
    if (state.community !== null) return [from, to].every((end) => graph.nodes[end].community === state.community);
    if (state.edge !== null) return id === state.edge;
    if (emphasisedBundle) return [from, to].every((end) => emphasis.has(end));
    return state.node !== null && (from === state.node || to === state.node);
  }
  var listeners = [];
  var onChange = (listener) => listeners.push(listener);
  var onChangeOfView = (listener) => onChange((what) => what !== "hover" && listener());
  function changed(what = "all") {
    if (what !== "hover") {
      updateVisibility();
      emphasis = findEmphasis();
    }
    for (const listener of listeners) listener(what);
  }
  function filterValues() {
    const { types: types3, statuses: statuses2, sources: sources2, confidence, from, to } = state.filters;
    const date = (day) => day === null ? null : isoDay(day);
    const hidden = { types: [...types3], statuses: [...statuses2], sources: [...sources2] };
    return { ...hidden, confidence, from: date(from), to: date(to) };
  }
  var communityColours = new Map(largestCommunities.map((number2, index) => [number2, data.palette[index]]));
  var communityColour = (number2) => (communityColours.get(number2) ?? data.plain)[state.theme === "dark" ? 1 : 0];
  var kindColour = (kind) => kinds.get(kind)[state.theme];
  var nodeColour = (id) => state.colours === "community" ? communityColour(graph.nodes[id].community) : kindColour(graph.nodes[id].group);

  // page/shown.js
  var edgesAt = (id) => Array.from(graph.incident(id), (number2) => graph.edges[number2]);
  var shownEdgesAt = (id) => edgesAt(id).filter(isEdgeVisible);
  var shownStatements = (edge) => hasFilters() ? passingStatements(edge.statements, 3, passing(), isDatedEdge(graph, edge)) : edge.statements;
  var shownFacts = (id) => {
    const { facts: facts2 } = graph.nodes[id];
    return hasFilters() ? passingStatements(facts2, 2, passing(), graph.firstDay[id] !== NEVER) : facts2;
  };
  var shownArticles = (id) => hasFilters() ? passingArticles(graph, passing(), id) : graph.nodes[id].articles;
  var shownCitations = (edges) => edges.flatMap((edge) => shownStatements(edge).flatMap((statement) => statement[3]));
  function shownNeighbours(id) {
    const found = new Set(shownEdgesAt(id).map((edge) => otherEnd(edge, id)));
    found.delete(id);
    return [...found];
  }
  var shownDegree = (id) => shownNeighbours(id).length;
  function shownDegrees() {
    const pairs = /* @__PURE__ */ new Set();
    const degrees = new Uint32Array(graph.nodes.length);
    for (const edge of graph.edges) {
      const [low, high] = edge.from < edge.to ? [edge.from, edge.to] : [edge.to, edge.from];
      const pair = low * graph.nodes.length + high;
      if (low === high || !isEdgeVisible(edge) || pairs.has(pair)) continue;
      pairs.add(pair);
      degrees[low]++;
      degrees[high]++;
    }
    return degrees;
  }
  function countSources() {
    const nodes = Uint8Array.from(graph.nodes, ({ id }) => Number(isVisible(id)));
    const edges = Uint8Array.from(graph.edges, (edge) => Number(isEdgeVisible(edge)));
    const { sentences, articles } = passingSources(graph, { ...passing(), nodes, edges });
    const count2 = (flags) => flags.reduce((sum, flag) => sum + flag, 0);
    const days2 = graph.articles.filter((_, number2) => articles[number2]).map(([, date]) => date);
    return { sentences: count2(sentences), articles: count2(articles), days: days2.filter(Boolean).sort() };
  }

  // page/placing.js
  var MAX_NODES = 1500;
  var home = graph.nodes.map(({ x, y }) => ({ x, y }));
  var placedFor = "";
  var placed = [];
  var isNeighbourhood = () => placedFor !== "";
  var placedBundles = () => placed;
  var markSize = ({ isOpen, leaves }) => isOpen ? HANDLE : bundleSize(leaves.length);
  function updatePlaces() {
    const centre = centreOf();
    const closed = allBundles().filter(({ isOpen }) => !isOpen);
    const nodes = centre === null ? [] : [...drawnNodes(), ...closed.map(({ leaves }) => leaves[0])];
    const isOwn = nodes.length > 1 && nodes.length <= MAX_NODES && nodes.includes(centre);
    const filters = state.ego === null ? "" : JSON.stringify([state.hops, [...state.hiddenKinds], filterValues()]);
    const key = isOwn ? `${centre} ${filters} ${JSON.stringify(closed.map((bundle) => bundle.key))}` : "";
    const isOther = key !== placedFor;
    placedFor = key;
    if (isOther) for (const node of graph.nodes) Object.assign(node, home[node.id]);
    if (isOther && isOwn) placeAround(centre, nodes, closed);
    placed = placeBundles();
    if (isOther) drawing.moved();
  }
  function placeAround(centre, nodes, closed) {
    const { x, y } = home[centre];
    const bundles2 = new Set(closed.map(({ leaves }) => leaves[0]));
    const about = (id) => ({
      group: graph.nodes[id].group,
      day: graph.firstDay[id] === NEVER ? 0 : graph.firstDay[id],
      isBundle: bundles2.has(id)
    });
    const places = egoLayout(centre, nodes, shownNeighbours, about);
    for (const [id, place] of places) Object.assign(graph.nodes[id], { x: x + place.x, y: y + place.y });
    for (const { leaves } of closed) {
      const place = graph.nodes[leaves[0]];
      for (const id of leaves) Object.assign(graph.nodes[id], { x: place.x, y: place.y });
    }
  }
  function meanOffset(hub, ids) {
    const mean = (axis) => ids.reduce((sum, id) => sum + graph.nodes[id][axis], 0) / ids.length - graph.nodes[hub][axis];
    return { x: mean("x"), y: mean("y") };
  }
  function placeBundles() {
    const hubs = new Set(allBundles().map(({ hub }) => hub));
    return [...hubs].flatMap((hub) => {
      const isBeside = ({ isOpen }) => !isNeighbourhood() || isOpen;
      const beside = bundlesAt(hub).filter(isBeside);
      const closedLeaves = beside.filter(({ isOpen }) => !isOpen).flatMap(({ leaves }) => leaves);
      const towards = closedLeaves.length ? meanOffset(hub, closedLeaves) : { x: 0, y: 0 };
      const offsets = offsetsAround(graph.nodes[hub].size, beside.map(markSize), towards);
      const laidOut = bundlesAt(hub).filter((bundle) => !isBeside(bundle));
      return [
        ...beside.map((bundle, at2) => ({ ...bundle, offset: offsets[at2] })),
        ...laidOut.map((bundle) => ({ ...bundle, offset: meanOffset(hub, bundle.leaves) }))
      ];
    });
  }

  // page/bundle-marks.js
  var MARGIN = 60;
  var REACH = 12;
  var SPACE2 = 4;
  var SMALLEST_SIGN = 5;
  var paths = new Map(Object.entries(OUTLINES).map(([shape, outline]) => [shape, new Path2D(outline)]));
  var hovered = null;
  var presentView = () => ({ scale: drawing.camera().scale, place: drawing.screen, radius: drawing.radius });
  function bundleMarks({ scale, place, radius: radiusOf3 } = presentView()) {
    return placedBundles().map((bundle) => {
      const hub = { ...place(bundle.hub), radius: radiusOf3(bundle.hub) };
      const { x, y } = bundle.offset;
      const radius = markSize(bundle) * hub.radius / graph.nodes[bundle.hub].size;
      const apart = Math.max(scale, (hub.radius + radius + SPACE2) / Math.hypot(x, y));
      return { bundle, x: hub.x + x * apart, y: hub.y + y * apart, radius, hub };
    });
  }
  function bundleAt({ x, y }) {
    const distance = (mark) => Math.hypot(mark.x - x, mark.y - y) / Math.max(REACH, mark.radius);
    const nearest = bundleMarks().sort((a, b) => distance(a) - distance(b))[0];
    return nearest && distance(nearest) <= 1 ? nearest.bundle : null;
  }
  function hoverBundle(bundle) {
    const before = hovered;
    hovered = bundle?.key ?? null;
    return hovered !== before;
  }
  function isBundleEmphasised({ leaves }) {
    const standing = emphasised();
    return !standing || leaves.some((id) => standing.has(id));
  }
  var themeColours = () => ({
    line: themeColour("--edge"),
    accent: themeColour("--accent"),
    paper: themeColour("--page")
  });
  function drawBundles(context, width, height, view, colours = themeColours()) {
    const isInside = ({ x, y }) => x > -MARGIN && y > -MARGIN && x < width + MARGIN && y < height + MARGIN;
    for (const mark of bundleMarks(view)) {
      if (!isInside(mark)) continue;
      context.globalAlpha = isBundleEmphasised(mark.bundle) ? 1 : 0.2;
      if (!mark.bundle.isOpen) drawLink(context, mark, colours);
      drawMark(context, mark, colours);
    }
    context.globalAlpha = 1;
  }
  var isSelected = ({ key, hub }) => state.bundle === key || state.node === hub;
  function drawLink(context, { bundle, x, y, radius, hub }, { line, accent }) {
    const length = Math.hypot(x - hub.x, y - hub.y) || 1;
    const along = (distance) => [hub.x + (x - hub.x) * distance / length, hub.y + (y - hub.y) * distance / length];
    context.strokeStyle = isSelected(bundle) ? accent : line;
    context.lineWidth = 3;
    context.beginPath();
    context.moveTo(...along(hub.radius));
    context.lineTo(...along(Math.max(hub.radius, length - radius)));
    context.stroke();
  }
  function drawMark(context, { bundle, x, y, radius }, { accent, paper }) {
    const shape = bundle.isOpen ? "dot" : kinds.get(bundle.kind).shape;
    const colour = nodeColour(bundle.leaves[0]);
    if (!bundle.isOpen) fillShape(context, shape, x + radius * 0.3, y - radius * 0.3, radius * 0.9, colour);
    fillShape(context, shape, x, y, radius + 2, paper);
    fillShape(context, shape, x, y, radius, colour);
    if (radius >= SMALLEST_SIGN)
      drawSign(context, bundle, x, y + (shape === "triangle" ? radius * 0.15 : 0), radius, paper);
    if (state.bundle === bundle.key || hovered === bundle.key) drawRing(context, x, y, radius + 5, accent);
  }
  function fillShape(context, shape, x, y, radius, colour) {
    context.save();
    context.translate(x, y);
    context.scale(radius, radius);
    context.fillStyle = colour;
    context.beginPath();
    if (!paths.has(shape)) {
      context.arc(0, 0, 1, 0, 2 * Math.PI);
      context.fill();
    } else context.fill(context.isRecorder ? { d: OUTLINES[shape] } : paths.get(shape));
    context.restore();
  }
  function drawSign(context, { isOpen }, x, y, radius, paper) {
    const half = radius * (isOpen ? 0.55 : 0.35);
    context.strokeStyle = paper;
    context.lineWidth = Math.max(1.5, radius * 0.14);
    context.beginPath();
    context.moveTo(x - half, y);
    context.lineTo(x + half, y);
    if (!isOpen) {
      context.moveTo(x, y - half);
      context.lineTo(x, y + half);
    }
    context.stroke();
  }
  function drawRing(context, x, y, radius, accent) {
    context.strokeStyle = accent;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.stroke();
  }

  // page/announcer.js
  var announcer = document.getElementById("announcer");
  var announce = (text) => {
    announcer.textContent = text;
  };

  // page/localisation.js
  var localised = (zh, en) => state.language === "zh" ? zh : en;
  var localisedPair = (pair) => localised(...pair);
  var mapOf = (name) => new Map(Object.entries(data[name]));
  var properties = mapOf("properties");
  var values = mapOf("values");
  var types = mapOf("types");
  var facts = mapOf("factNames");
  function propertyName(predicate, forward = true) {
    const names = properties.get(predicate);
    return names ? localisedPair(names[forward ? 0 : 1]) : predicate;
  }
  var factOrder = [...facts.keys()];
  var factName = (name) => facts.has(name) ? localisedPair(facts.get(name)) : name;
  var valueName = (value) => localised(values.get(value), value) ?? value;
  var typeName = (type) => types.has(type) && localisedPair(types.get(type)) || type;
  var kindPlural = (kind) => localised(kinds.get(kind).zh, kinds.get(kind).en);
  var countedKind = (kind, count2) => localised(`${count2} 个${kinds.get(kind).zh}`, `${count2} ${kinds.get(kind).en.toLowerCase()}`);
  var kindOf = (id) => localised(kinds.get(graph.nodes[id].group).zh, graph.nodes[id].group);
  var tenureName = (tenure) => tenure && tenure !== "current" ? valueName(tenure) + localised("", " ") : "";
  var soundOf = (id) => graph.nodes[id].roman;
  function displayName(id) {
    const sounds = state.language === "en" && ["Person", "Place"].includes(graph.nodes[id].group);
    return [graph.nodes[id].label, sounds && soundOf(id)].filter(Boolean).join(" ");
  }
  function edgeLabel(edge) {
    const names = edge.statements.map(([predicate, title]) => title || propertyName(predicate));
    return [...new Set(names)].join(localised("、", ", "));
  }
  var joinNames = (names) => names.join(localised("、", ", "));
  var pageTitle = () => localised(data.title, data.title.replace("新闻知识图谱", "News graph"));
  function translateElements() {
    document.documentElement.lang = localised("zh-Hans", "en");
    document.querySelector("h1 a, h1").textContent = pageTitle();
    for (const part of document.querySelectorAll("[data-zh]")) part.textContent = part.dataset[state.language];
    for (const part of document.querySelectorAll("[data-name-zh]")) {
      const name = localised(part.dataset.nameZh, part.dataset.nameEn);
      part.setAttribute("aria-label", name);
      if (part.matches("button")) part.title = name;
      if (part.matches("input[type=search]")) part.placeholder = name;
    }
  }
  function showNotice() {
    const [nodes, edges] = data.leftOut;
    const shown2 = graph.nodes.length;
    const notice = document.getElementById("notice");
    notice.hidden = !nodes;
    const rest = data.whole ? "" : localised("（完整的图见 graph.trig）", " (the whole graph is in graph.trig)");
    notice.textContent = localised(
      `图中只画出连接最多的 ${shown2} 个节点；另有 ${nodes} 个节点和 ${edges} 条关系未画出${rest}。`,
      `Only the ${shown2} best connected nodes are shown; ${nodes} nodes and ${edges} relations are left out${rest}.`
    );
    if (data.whole)
      notice.append(" ", element("a", { href: data.whole, textContent: localised("打开全图", "Open the whole graph") }));
  }
  function mountLocalisation() {
    onChangeOfView(() => {
      translateElements();
      showNotice();
    });
  }

  // page/selection.js
  var CLOSE = 1.1;
  var fitAll = () => drawing.fit(placedNodes());
  var fitNodes = (ids) => drawing.fit(ids.filter(isPlaced), CLOSE);
  var fitNeighbourhood = (id) => fitNodes([id, ...graph.neighbours(id)].filter(isVisible));
  function select(selection = {}) {
    Object.assign(state, { node: null, edge: null, path: null, community: null, bundle: null, tie: null }, selection);
    changed();
  }
  var selectNothing = () => select();
  function selectNode(id, centre = false) {
    const isHidden = !isVisible(id);
    if (isHidden) showAll();
    select({ node: id });
    const count2 = graph.degree(id);
    const cleared = isHidden ? localised("；筛选已清除", "; filters cleared") : "";
    const selected = localised(
      `已选：${nameOf(id)}，${kindOf(id)}，相邻 ${count2} 个`,
      `Selected: ${nameOf(id)}, ${kindOf(id)}, ${count2} neighbours`
    );
    announce(selected + cleared);
    if (centre) fitNeighbourhood(id);
  }
  function selectEdge(id) {
    const edge = graph.edges[id];
    select({ edge: id });
    announce(`${nameOf(edge.from)} ${edgeLabel(edge)} ${nameOf(edge.to)}`);
  }
  function focusOn(id, hops = 1) {
    Object.assign(state, { ego: id, hops });
    selectNode(id);
    fitNodes(placedNodes());
  }
  function clearFilters() {
    const { types: types3, statuses: statuses2, sources: sources2 } = state.filters;
    for (const hidden of [types3, statuses2, sources2]) hidden.clear();
    Object.assign(state.filters, { confidence: 0, from: null, to: null });
  }
  function showAll() {
    state.ego = null;
    state.hiddenKinds.clear();
    clearFilters();
    changed();
  }
  function stepBack() {
    const wasFocused = state.ego !== null;
    state.ego = null;
    selectNothing();
    if (wasFocused) fitAll();
  }
  function toggleKind(kind) {
    if (!state.hiddenKinds.delete(kind)) state.hiddenKinds.add(kind);
    changed();
    if (state.node !== null && !isVisible(state.node)) selectNothing();
  }

  // page/bundles.js
  var DOUBLE = 400;
  var pressed = -Infinity;
  var bundleName = ({ kind, leaves }) => countedKind(kind, leaves.length);
  var bundleTitle = (bundle) => localised(`${nameOf(bundle.hub)}的 ${bundleName(bundle)}`, `${bundleName(bundle)} of ${nameOf(bundle.hub)}`);
  function selectBundle(bundle) {
    select({ bundle: bundle.key });
    const how = bundle.isOpen ? localised("，已展开，回车收起", ", open; Enter closes") : localised("，收成一束，回车展开", ", bundled; Enter opens");
    announce(localised("已选：", "Selected: ") + bundleTitle(bundle) + how);
    fitNodes([bundle.hub, ...bundle.leaves]);
  }
  function toggleBundle(bundle) {
    if (bundle.isOpen) state.openBundles.delete(bundle.key);
    else state.openBundles.add(bundle.key);
    select({ bundle: bundle.key });
    announce(
      (bundle.isOpen ? localised("已收起：", "Closed: ") : localised("已展开：", "Opened: ")) + bundleTitle(bundle)
    );
    if (isNeighbourhood()) fitAll();
    else if (!bundle.isOpen && !bundle.leaves.every(isInWindow)) fitNodes([bundle.hub, ...bundle.leaves]);
  }
  function isInWindow(id) {
    const { x, y } = drawing.screen(id);
    return x > 0 && y > 0 && x < canvas.clientWidth && y < canvas.clientHeight;
  }
  function pressBundle(point, { timeStamp, detail }) {
    const isSecond = timeStamp - pressed < DOUBLE || detail > 1 && pressed > -Infinity;
    const bundle = isSecond ? null : bundleAt(point);
    if (bundle) toggleBundle(bundle);
    if (!isSecond) pressed = bundle ? timeStamp : -Infinity;
    return isSecond || bundle !== null;
  }

  // core/free-space.js
  var CELL = 9;
  function makeFreeSpace() {
    const taken = /* @__PURE__ */ new Set();
    const cells = ([left, top, right, bottom]) => {
      const found = [];
      for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++)
        for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) found.push(`${x},${y}`);
      return found;
    };
    return {
      occupy: (box2) => cells(box2).forEach((cell) => taken.add(cell)),
      isFree: (box2) => !cells(box2).some((cell) => taken.has(cell))
    };
  }

  // page/labels.js
  var LABEL_FAMILY = '"Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';
  var LINE_HEIGHT = 1.2;
  var EDGE_MARGIN = 4;
  var LANDMARKS = 30;
  var font = (size, weight = 400) => `${weight} ${size}px ${LABEL_FAMILY}`;
  var lines = { 9: /* @__PURE__ */ new Map(), 10: /* @__PURE__ */ new Map() };
  function linesOf(name, width) {
    if (!lines[width].has(name)) lines[width].set(name, splitLines(name, width));
    return lines[width].get(name);
  }
  var measured = { 400: /* @__PURE__ */ new Map(), 600: /* @__PURE__ */ new Map() };
  function widthOf(context, weight, size, text) {
    const known = measured[weight];
    let width = known.get(text);
    if (width === void 0) known.set(text, width = context.measureText(text).width / size);
    return width * size;
  }
  function drawText(context, texts, x, y, size, ink, paper) {
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = paper;
    context.fillStyle = ink;
    texts.forEach((text, line) => {
      context.strokeText(text, x, y + (line + 0.5) * size * LINE_HEIGHT);
      context.fillText(text, x, y + (line + 0.5) * size * LINE_HEIGHT);
    });
  }
  function drawNodeLabel(context, space, isFree, id, { x, y }, rank, ink, paper) {
    const { size: nodeSize, group } = graph.nodes[id];
    const size = nodeSize > 16 ? 14 : 12;
    const weight = rank === 0 || size > 12 ? 600 : 400;
    context.font = font(size, weight);
    const texts = linesOf(nameOf(id), group === "Event" ? 9 : 10);
    const half = Math.max(...texts.map((text) => widthOf(context, weight, size, text))) / 2 + 2;
    const top = y + drawing.radius(id) + 3;
    const box2 = [x - half, top + 1, x + half, top + texts.length * size * LINE_HEIGHT];
    if (rank > 0 && !isFree(box2)) return;
    space.occupy(box2);
    drawText(context, texts, x, top, size, ink, paper);
  }
  var markText = ({ kind, leaves, isOpen }) => `${isOpen ? "－" : "＋"}${leaves.length} ${kindPlural(kind).toLowerCase()}`;
  function drawBundleLabels(context, space, nodeSpace, marks, ink, paper) {
    context.font = font(12, 600);
    for (const { bundle, x, y, radius } of marks) {
      if (!isBundleEmphasised(bundle)) continue;
      const text = markText(bundle);
      const half = widthOf(context, 600, 12, text) / 2 + 2;
      const boxAt2 = (top2) => [x - half, top2 + 1, x + half, top2 + 12 * LINE_HEIGHT];
      const isFree = (top2) => space.isFree(boxAt2(top2)) && (!bundle.isOpen || nodeSpace.isFree(boxAt2(top2)));
      const top = [y + radius + 3, y - radius * 1.2 - 3 - 12 * LINE_HEIGHT].find(isFree);
      if (top === void 0) continue;
      const box2 = boxAt2(top);
      space.occupy(box2);
      drawText(context, [text], x, top, 12, ink, paper);
    }
    for (const { x, y, radius } of marks) {
      const box2 = [x - radius, y - radius, x + radius, y + radius];
      for (const taken of [space, nodeSpace]) taken.occupy(box2);
    }
  }
  function drawEdgeLabels(context, space, nodeSpace, places, scale, ink, paper) {
    const isUnderPointer = ({ from, to }) => state.hover !== null && (from === state.hover || to === state.hover);
    const showsHover = state.edge === null && !state.path;
    const isChosen2 = (edge) => isEdgeEmphasised(edge) || showsHover && isUnderPointer(edge);
    const showsAll = scale > 0.85 && !emphasised();
    context.font = font(11);
    for (const edge of graph.edges) {
      const from = places.get(edge.from);
      const to = places.get(edge.to);
      if (!from || !to || !edgeDrawn[edge.id]) continue;
      const chosen = isChosen2(edge);
      if (!chosen && !showsAll) continue;
      const text = shorten(edgeLabel(edge), 14);
      const half = widthOf(context, 400, 11, text) / 2 + 2;
      const x = (from.x + to.x) / 2;
      const y = (from.y + to.y) / 2;
      const box2 = [x - half - EDGE_MARGIN, y - 6 - EDGE_MARGIN, x + half + EDGE_MARGIN, y + 6 + EDGE_MARGIN];
      const isAskedFor = edge.id === state.edge || showsHover && isUnderPointer(edge);
      if (!space.isFree(box2) || !(isAskedFor || nodeSpace.isFree(box2))) continue;
      space.occupy(box2);
      drawText(context, [text], x, y - 6.6, 11, ink, paper);
    }
  }
  function drawLabels(context, places, scale, width, height) {
    const nodeSpace = makeFreeSpace();
    const space = makeFreeSpace();
    const standing = emphasised();
    const ink = themeColour("--ink");
    const paper = themeColour("--page");
    const shown2 = graph.byDegree.filter((id) => {
      const place = places.get(id);
      return place && place.x > -60 && place.x < width + 60 && place.y > -30 && place.y < height + 30;
    });
    for (const id of shown2) {
      const { x, y } = places.get(id);
      const half = drawing.radius(id) * 0.8;
      nodeSpace.occupy([x - half, y - half, x + half, y + half]);
    }
    const marks = bundleMarks().filter(({ bundle }) => places.has(bundle.hub));
    const landmarks = new Set(shown2.slice(0, LANDMARKS));
    const rankOf = (id) => id === state.node || id === state.hover ? 0 : standing?.has(id) ? 1 : 2;
    const write = (id) => {
      const rank = rankOf(id);
      if (standing && rank === 2) return;
      const isFree = (box2) => space.isFree(box2) && (rank < 2 || landmarks.has(id) || nodeSpace.isFree(box2));
      drawNodeLabel(context, space, isFree, id, places.get(id), rank, ink, paper);
    };
    const hubs = new Set(marks.map(({ bundle }) => bundle.hub));
    const isFirst = (id) => rankOf(id) === 0 || hubs.has(id);
    const inOrder = [...shown2].sort((a, b) => rankOf(a) - rankOf(b));
    inOrder.filter(isFirst).forEach(write);
    drawBundleLabels(context, space, nodeSpace, marks, ink, paper);
    inOrder.filter((id) => !isFirst(id)).forEach(write);
    drawEdgeLabels(context, space, nodeSpace, places, scale, themeColour("--faint"), paper);
  }

  // page/line-looks.js
  var MANY = 60;
  var countStanding = () => emphasised() ? graph.edges.filter((edge) => edgeDrawn[edge.id] && isEdgeEmphasised(edge)).length : 0;
  var standingLines = (count2) => count2 > MANY ? { width: 1, opacity: 0.45 } : { width: 2, opacity: 1 };

  // drawings/vis.js
  var [MIN_SCALE, MAX_SCALE] = [0.02, 6];
  var limited = (scale) => Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale));
  var enlargementAt = (scale) => 2 ** (Math.round(2 * Math.log2(Math.min(6, Math.max(1, 0.5 / scale)))) / 2);
  function makeUpdater(dataSet) {
    let last = [];
    return (looks) => {
      const now = looks.map((look) => JSON.stringify(look));
      dataSet.update(looks.filter(({ id }) => now[id] !== last[id]));
      last = now;
    };
  }
  function nodeLook(node, standing, enlargement, { paper, accent }) {
    const { id, size } = node;
    const colour = nodeColour(id);
    const isHollow = isUnconfirmed(node);
    const background = isHollow ? paper : colour;
    const marked = { background, border: accent };
    return {
      id,
      size: size * enlargement,
      hidden: !isDrawn(id),
      opacity: standing && !standing.has(id) ? 0.16 : isLow(graph.nodeConfidence[id]) ? 0.55 : 1,
      borderWidth: isHollow ? 2 : 1.5,
      shapeProperties: { borderDashes: isHollow ? [4, 3] : false },
      color: { background, border: isHollow ? colour : paper, highlight: marked, hover: marked }
    };
  }
  function edgeLook(edge, standing, enlargement, { line, accent }, near) {
    const isNear = isEdgeEmphasised(edge);
    const isDoubtful = isLow(graph.edgeConfidence[edge.id]);
    const opacity = standing && !isNear ? 0.1 : isNear ? near.opacity : isDoubtful ? 0.55 : 0.8;
    return {
      id: edge.id,
      hidden: !edgeDrawn[edge.id],
      width: (isNear ? near.width : 1) * enlargement,
      dashes: isDoubtful && [5, 4],
      color: { color: isNear ? accent : line, highlight: accent, hover: accent, opacity }
    };
  }
  function edgeRows() {
    const pairs = new Set(graph.edges.map(({ from, to }) => `${from} ${to}`));
    const isMutual = ({ from, to }) => from !== to && pairs.has(`${to} ${from}`);
    return graph.edges.map((edge) => ({
      id: edge.id,
      from: edge.from,
      to: edge.to,
      arrows: { to: { enabled: true, scaleFactor: 0.45 } },
      smooth: isMutual(edge) ? { enabled: true, type: "curvedCW", roundness: 0.16 } : false
    }));
  }
  function setHover(id) {
    state.hover = id;
    canvas.style.cursor = id === null ? "" : "pointer";
    changed("hover");
  }
  function makeVisDrawing() {
    let network;
    let moveNodes2;
    let updateNodes;
    let updateEdges;
    let enlargement = 1;
    let isFlying = false;
    function make(container2) {
      container2.append(canvas);
      const nodes = new vis.DataSet(graph.nodes.map(({ id, x, y, size, shape }) => ({ id, x, y, size, shape })));
      const edges = new vis.DataSet(edgeRows());
      moveNodes2 = (places) => nodes.update(places);
      updateNodes = makeUpdater(nodes);
      updateEdges = makeUpdater(edges);
      network = new vis.Network(canvas, { nodes, edges }, { ...JSON.parse(data.options), autoResize: true });
      canvas.querySelector(".vis-network").tabIndex = -1;
      network.on("click", (clicked) => {
        if (pressBundle(clicked.pointer.DOM, clicked.event.srcEvent)) return;
        if (clicked.nodes.length) selectNode(clicked.nodes[0]);
        else if (clicked.edges.length) selectEdge(clicked.edges[0]);
        else selectNothing();
      });
      network.on("doubleClick", (clicked) => {
        if (!pressBundle(clicked.pointer.DOM, clicked.event.srcEvent) && clicked.nodes.length) focusOn(clicked.nodes[0]);
      });
      network.on("hoverNode", ({ node }) => setHover(node));
      network.on("blurNode", () => setHover(null));
      network.on("afterDrawing", drawOverlay);
      network.on("animationFinished", () => {
        isFlying = false;
      });
      network.on("dragEnd", (dragged) => {
        for (const id of dragged.nodes) Object.assign(graph.nodes[id], network.getPosition(id));
      });
    }
    function drawOverlay(context) {
      const fitting = enlargementAt(network.getScale());
      if (fitting !== enlargement) {
        enlargement = fitting;
        paint();
      }
      const ratio = context.canvas.width / context.canvas.clientWidth;
      const places = new Map(drawnNodes().map((id) => [id, screen(id)]));
      context.save();
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawBundles(context, canvas.clientWidth, canvas.clientHeight);
      drawLabels(context, places, network.getScale(), canvas.clientWidth, canvas.clientHeight);
      context.restore();
      markFirstFrame();
    }
    function paint() {
      const standing = emphasised();
      const colours = { line: themeColour("--edge"), accent: themeColour("--accent"), paper: themeColour("--page") };
      updateNodes(graph.nodes.map((node) => nodeLook(node, standing, enlargement, colours)));
      const near = standingLines(countStanding());
      updateEdges(graph.edges.map((edge) => edgeLook(edge, standing, enlargement, colours, near)));
      if (state.node !== null) network.selectNodes([state.node], false);
      else network.unselectAll();
    }
    function move(options) {
      const { view, body } = network;
      if (isFlying) {
        network.off("initRedraw", view.viewFunction);
        view.easingTime = 0;
        body.emitter.emit("animationFinished");
      }
      isFlying = Boolean(options.animation);
      network.moveTo(options);
    }
    function fit(ids, closest = 1.1) {
      if (!ids.length) return;
      const [xs, ys] = ["x", "y"].map((axis) => ids.map((id) => graph.nodes[id][axis]));
      const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      const { clientWidth: width, clientHeight: height } = canvas;
      const space = Math.min((width * 0.92 - 50) / (right - left + 1), (height - 90) / (bottom - top + 1));
      const scale = Math.min(closest, Math.max(MIN_SCALE, space));
      const isStill = reducedMotion.matches || !state.opened;
      const animation = isStill ? false : { duration: 350, easingFunction: "easeInOutQuad" };
      move({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + 16 / scale }, scale, animation });
    }
    const screen = (id) => network.canvasToDOM({ x: graph.nodes[id].x, y: graph.nodes[id].y });
    const camera = () => ({ ...network.getViewPosition(), scale: network.getScale() });
    function png() {
      const drawn3 = canvas.querySelector("canvas");
      const { width, height } = drawn3;
      const sheet2 = Object.assign(document.createElement("canvas"), { width, height });
      const context = sheet2.getContext("2d");
      context.fillStyle = themeColour("--page");
      context.fillRect(0, 0, width, height);
      context.drawImage(drawn3, 0, 0);
      return new Promise((done) => sheet2.toBlob(done, "image/png"));
    }
    return {
      make,
      paint,
      moved: () => moveNodes2(graph.nodes.map(({ id, x, y }) => ({ id, x, y }))),
      hover: () => network.redraw(),
      resize: () => {
        network.setSize("100%", "100%");
        network.redraw();
      },
      fit,
      camera,
      setCamera: ({ x, y, scale }) => move({ position: { x, y }, scale }),
      zoom: (factor) => move({ scale: limited(network.getScale() * factor) }),
      pan: (dx, dy) => {
        const { x, y, scale } = camera();
        move({ position: { x: x + dx / scale, y: y + dy / scale } });
      },
      screen,
      radius: (id) => graph.nodes[id].size * enlargement * network.getScale(),
      png
    };
  }

  // core/address.js
  function textsIn(json) {
    try {
      const list = JSON.parse(json);
      return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
    } catch {
      return [];
    }
  }
  var listText = (values2) => values2.length ? JSON.stringify(values2) : "";
  var firstDayIn = (text) => periodIn(text ?? "")?.[0] ?? null;
  var lastDayIn = (text) => periodIn(text ?? "")?.[1] ?? null;
  function confidenceIn(text) {
    const confidence = Number(text);
    return confidence > 0 && confidence <= 1 ? confidence : 0;
  }
  var cameraText = ({ x, y, scale }) => [x.toFixed(1), y.toFixed(1), scale.toPrecision(4)].join(",");
  function cameraIn(text) {
    const [x, y, scale, ...rest] = (text ?? "").split(",").map(Number);
    return !rest.length && [x, y, scale].every(Number.isFinite) && scale > 0 ? { x, y, scale } : null;
  }
  var parameterText = (parameters) => new URLSearchParams(Object.entries(parameters).filter(([, value]) => value)).toString();

  // core/paths.js
  function shortestPath({ edges: allEdges, incident }, from, to, isEdgeShown) {
    const cameBy = /* @__PURE__ */ new Map([[from, null]]);
    for (let layer = [from]; layer.length && !cameBy.has(to); ) {
      const next = [];
      for (const id of layer)
        for (const number2 of incident(id)) {
          const edge = allEdges[number2];
          const other = otherEnd(edge, id);
          if (!isEdgeShown(edge) || cameBy.has(other)) continue;
          cameBy.set(other, [id, number2]);
          next.push(other);
        }
      layer = next;
    }
    if (!cameBy.has(to)) return null;
    const nodes = [to];
    const edges = [];
    for (let step4 = cameBy.get(to); step4; step4 = cameBy.get(nodes[0])) {
      nodes.unshift(step4[0]);
      edges.unshift(step4[1]);
    }
    return { from, to, nodes, edges };
  }

  // page/popovers.js
  var popovers = ["filters", "path", "export"].map((id) => ({
    sheet: document.getElementById(id),
    opener: document.getElementById(`${id}-open`)
  }));
  var onOpening = /* @__PURE__ */ new Map();
  var onOpen = (id, listener) => onOpening.set(id, listener);
  function openPopover(id) {
    for (const { sheet: sheet2, opener } of popovers) {
      sheet2.hidden = sheet2.id !== id;
      opener.setAttribute("aria-expanded", String(!sheet2.hidden));
    }
    onOpening.get(id)?.();
    if (id) document.getElementById(id).querySelector("input, button, select")?.focus();
  }
  function closePopover() {
    const open = popovers.find(({ sheet: sheet2 }) => !sheet2.hidden);
    openPopover(null);
    if (open) open.opener.focus();
    return Boolean(open);
  }
  function mountPopovers() {
    for (const { sheet: sheet2, opener } of popovers) {
      opener.addEventListener("click", () => openPopover(sheet2.hidden ? sheet2.id : null));
      sheet2.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        closePopover();
      });
    }
    document.getElementById("views").addEventListener("pointerdown", () => openPopover(null));
  }

  // core/search.js
  var searchEntries = (nodes) => nodes.flatMap(
    (node) => [node.label, ...node.aliases].map((name, index) => {
      const syllables = (node.pinyin[index] ?? "").toLowerCase();
      const initials = foldName(initialsOf(syllables));
      return { id: node.id, name, key: foldName(name), initials, sound: foldName(syllables) };
    })
  );
  var NO_MATCH = 9;
  function rankMatch(entry, key) {
    if (entry.key === key) return 0;
    if (entry.key.startsWith(key)) return 1;
    if (entry.key.includes(key)) return 2;
    if (!/^[a-z]+$/.test(key)) return NO_MATCH;
    if (entry.initials === key || entry.sound === key) return 3;
    if (entry.initials.startsWith(key) || entry.sound.startsWith(key)) return 4;
    return key.length > 2 && entry.initials.includes(key) ? 5 : NO_MATCH;
  }
  function findNames(entries2, query, { nodes, degree }, limit = 12) {
    const key = foldName(query);
    if (!key) return [];
    const isEvent = ({ id }) => nodes[id].group === "Event";
    const found = entries2.map((entry) => [rankMatch(entry, key), entry]).filter(([rank]) => rank < NO_MATCH);
    found.sort(([m, a], [n, b]) => m - n || isEvent(a) - isEvent(b) || degree(b.id) - degree(a.id) || a.id - b.id);
    const seen = /* @__PURE__ */ new Set();
    const isFirst = ({ id }) => !seen.has(id) && seen.add(id);
    return found.map(([, entry]) => entry).filter(isFirst).slice(0, limit);
  }

  // page/statements.js
  var citationsOf = (edges) => edges.flatMap((edge) => edge.statements.flatMap((statement) => statement[3]));
  var sentenceDate = (number2) => data.articles[data.sentences[number2][1]]?.[1] ?? "";
  var earliest = (dates) => dates.filter(Boolean).sort()[0] ?? "";
  var earliestCitation = (citations) => earliest(citations.map(([number2]) => sentenceDate(number2)));
  var firstArticle = (citations) => {
    const [first] = orderCitations(citations);
    return first ? data.sentences[first[0]][1] : -1;
  };
  var earliestReport = (id) => earliest(shownArticles(id).map((article) => data.articles[article][1]));
  var statementConfidence = (citations) => Math.max(0, ...citations.map(([, confidence]) => confidence ?? 0));
  function orderCitations(citations) {
    const best = /* @__PURE__ */ new Map();
    for (const [number2, confidence] of citations)
      best.set(number2, Math.max(confidence ?? 0, best.get(number2) ?? 0) || null);
    return [...best].sort(([a], [b]) => compareText(sentenceDate(a), sentenceDate(b)) || a - b);
  }
  function eventTime(id) {
    const { date, facts: facts2 } = graph.nodes[id];
    if (!date) return "";
    const named = new Set(facts2.map(([name]) => name));
    if (named.has("date") || named.has("beginDate") && named.has("endDate")) return rangeName(...date);
    if (named.has("beginDate")) return `${rangeName(...date)} –`;
    return named.has("endDate") ? `– ${rangeName(...date)}` : rangeName(...date);
  }
  var sortDate = (id) => graph.nodes[id].date?.[0] ?? earliestReport(id);
  var statementsAt = (id) => shownEdgesAt(id).flatMap((edge) => shownStatements(edge).map((statement) => [edge, statement, edge.from === id]));
  var allStatementsAt = (id) => edgesAt(id).flatMap((edge) => edge.statements.map((statement) => [edge, statement, edge.from === id]));
  function positionsIn(statements, facts2) {
    const held = statements.filter(([, [predicate]]) => predicate === "holdsPosition");
    const elsewhere = facts2.filter(([name]) => name === "holdsPosition").map(([name, title, citations, tenure]) => [null, [name, title, tenure, citations], true]);
    const rows = [...held, ...elsewhere].map(([edge, statement, isSubject]) => {
      const [, title, tenure, citations] = statement;
      return { edge, title, tenure, citations, isSubject, date: earliestCitation(citations) };
    });
    return rows.sort((a, b) => compareText(a.date, b.date));
  }
  var positionsAt = (id) => positionsIn(statementsAt(id), shownFacts(id));
  function mainPosition(id) {
    const held = positionsIn(allStatementsAt(id), graph.nodes[id].facts).filter(
      ({ isSubject, title, tenure }) => isSubject && title && tenure !== "former"
    );
    const most = Math.max(...held.map(({ citations }) => citations.length));
    const last = held.filter(({ citations }) => citations.length * 3 >= most).at(-1);
    return last ? [last.edge ? nameOf(last.edge.to) : "", last.title].join(" ").trim() : "";
  }
  function eventsAt(id) {
    if (graph.nodes[id].group === "Event") return [];
    const rows = statementsAt(id).filter(([edge]) => graph.nodes[otherEnd(edge, id)].group === "Event");
    return rows.sort(([a], [b]) => compareText(sortDate(otherEnd(a, id)), sortDate(otherEnd(b, id))));
  }
  function linkCounts(id) {
    const count2 = (edges) => {
      const others = new Set(edges.map((edge) => otherEnd(edge, id)).filter((other) => other !== id));
      return [others.size, [...others].filter((other) => graph.nodes[other].group === "Event").length];
    };
    const drawn3 = count2(edgesAt(id));
    const total = (graph.nodes[id].links ?? drawn3).map((known, at2) => Math.max(known, drawn3[at2]));
    return { shown: count2(shownEdgesAt(id)), drawn: drawn3, total };
  }
  var entitiesByArticle = null;
  function entitiesOf(article) {
    if (!entitiesByArticle) {
      entitiesByArticle = data.articles.map(() => []);
      for (const { id, group, articles } of graph.nodes)
        if (group !== "Event") for (const number2 of articles) entitiesByArticle[number2].push(id);
    }
    return entitiesByArticle[article];
  }
  function coMentions(id, limit = 40) {
    if (graph.nodes[id].group === "Event") return [];
    const counts = /* @__PURE__ */ new Map();
    for (const article of shownArticles(id))
      for (const other of entitiesOf(article))
        if (other !== id && isVisible(other)) counts.set(other, (counts.get(other) ?? 0) + 1);
    const { degree } = graph;
    return [...counts].filter(([, count2]) => count2 > 1).sort(([a, m], [b, n]) => n - m || degree(b) - degree(a) || a - b).slice(0, limit);
  }
  function namesOf(id) {
    const { label, aliases, facts: facts2 } = graph.nodes[id];
    return [label, ...aliases, ...facts2.filter(([name]) => name === "trigger").map(([, value]) => value)];
  }

  // page/search-box.js
  var searchBox = document.getElementById("search");
  var entries = null;
  var find = (query) => findNames(entries ??= searchEntries(graph.nodes), query, graph);
  function suggestionOption({ id, name }, optionId) {
    const known = name === nameOf(id) ? shorten(mainPosition(id), 20) : localised(`又名 ${name}`, `also ${name}`);
    const hidden = isVisible(id) ? "" : localised("已被筛掉", "filtered out");
    const note = [known, hidden].filter(Boolean).join(" · ");
    const title = element("span", {}, kindShape(graph.nodes[id].group), nameOf(id));
    const option = element("li", { id: optionId }, title, element("small", { textContent: note }));
    option.setAttribute("role", "option");
    return option;
  }
  function nothingFound() {
    const option = element("li", { className: "faint", textContent: localised("没有找到", "Nothing found") });
    option.setAttribute("role", "option");
    option.setAttribute("aria-disabled", "true");
    return option;
  }
  function makeCombobox(input, list, choose) {
    let suggestions = [];
    let active = 0;
    function suggest() {
      suggestions = find(input.value);
      const options = suggestions.map((entry, index) => suggestionOption(entry, `${list.id}-${index}`));
      options.forEach(
        (option, index) => option.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          accept(index);
        })
      );
      if (input.value.trim() && !options.length) options.push(nothingFound());
      list.replaceChildren(...options);
      setOpen(options.length > 0);
      activate(0);
    }
    function setOpen(isOpen) {
      list.hidden = !isOpen;
      input.setAttribute("aria-expanded", String(isOpen));
      if (!isOpen) input.removeAttribute("aria-activedescendant");
    }
    function activate(index) {
      const count2 = suggestions.length;
      active = count2 ? (index + count2) % count2 : 0;
      [...list.children].forEach(
        (option, at2) => option.setAttribute("aria-selected", String(at2 === active && count2 > 0))
      );
      if (count2 && !list.hidden) input.setAttribute("aria-activedescendant", `${list.id}-${active}`);
      else input.removeAttribute("aria-activedescendant");
    }
    function accept(index) {
      if (!suggestions[index]) return;
      const { id } = suggestions[index];
      input.value = nameOf(id);
      setOpen(false);
      choose(id);
    }
    input.addEventListener("input", suggest);
    input.addEventListener("focus", () => {
      input.select();
      if (input.value) suggest();
    });
    input.addEventListener("blur", () => setOpen(false));
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown") activate(active + 1);
      else if (event.key === "ArrowUp") activate(active - 1);
      else if (event.key === "Enter") accept(active);
      else if (event.key === "Escape" && !list.hidden) setOpen(false);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }
  function mountSearch() {
    makeCombobox(searchBox, document.getElementById("suggestions"), (id) => selectNode(id, true));
  }

  // page/path-finder.js
  var ends = { from: null, to: null };
  var answer = faintParagraph("");
  var find2 = button("", findPath, "strong");
  var fields = ["from", "to"].map((end) => {
    const input = element("input", { type: "search", id: `path-${end}`, autocomplete: "off", spellcheck: false });
    const list = element("ul", { id: `path-${end}-list`, className: "suggestions", hidden: true });
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-autocomplete", "list");
    list.setAttribute("role", "listbox");
    return { end, input, list, label: element("label", { htmlFor: input.id }) };
  });
  var hasBothEnds = () => ends.from !== null && ends.to !== null;
  var visiblePath = (from, to) => shortestPath(graph, from, to, isEdgeVisible);
  function findPath() {
    if (hasBothEnds()) showPath(ends.from, ends.to);
    else answer.textContent = localised("请先从建议中选定两端。", "Choose both ends from the suggestions first.");
  }
  function showPath(from, to) {
    const path = visiblePath(from, to);
    if (!path) {
      answer.textContent = localised(
        `${nameOf(from)}与${nameOf(to)}之间，在所显示的图中没有路径。`,
        `No path between ${nameOf(from)} and ${nameOf(to)} in what is shown.`
      );
      announce(answer.textContent);
      return;
    }
    openPopover(null);
    select({ path });
    const names = joinNames(path.nodes.map(nameOf));
    announce(localised(`路径：${names}`, `Path: ${names}`));
    fitNodes(path.nodes);
    document.getElementById("panel").focus({ preventScroll: true });
  }
  function openPathFrom(id) {
    Object.assign(ends, { from: id, to: null });
    const [from, to] = fields;
    from.input.value = nameOf(id);
    to.input.value = "";
    answer.textContent = "";
    openPopover("path");
    to.input.focus();
  }
  function chooseEnd(end, id) {
    ends[end] = id;
    if (hasBothEnds()) find2.focus();
    else fields.find((field) => field.end !== end).input.focus();
  }
  function mountPathFinder() {
    const rows = fields.flatMap(({ input, list, label }) => [
      label,
      element("div", { className: "search" }, input, list)
    ]);
    document.getElementById("path").append(...rows, find2, answer);
    for (const { end, input, list } of fields) {
      makeCombobox(input, list, (id) => chooseEnd(end, id));
      input.addEventListener("input", () => {
        ends[end] = null;
      });
    }
    onChangeOfView(() => {
      for (const { end, list, label } of fields) {
        label.textContent = end === "from" ? localised("从", "From") : localised("到", "To");
        list.setAttribute("aria-label", label.textContent);
      }
      find2.textContent = localised("找最短路径", "Find the shortest path");
    });
  }

  // page/tabs.js
  var tabList = document.getElementById("tabs");
  var tabs = /* @__PURE__ */ new Map();
  function addTab({ id, label, show, update: update3 }) {
    const button2 = element("button", { type: "button", id: `tab-${id}` });
    const container2 = element("section", { id: `view-${id}`, className: "view", hidden: true });
    button2.setAttribute("role", "tab");
    button2.setAttribute("aria-controls", container2.id);
    container2.setAttribute("role", "tabpanel");
    container2.setAttribute("aria-labelledby", button2.id);
    button2.addEventListener("click", () => openTab(id));
    tabs.set(id, { id, label, show, update: update3, button: button2, container: container2, isMade: false });
    tabList.append(button2);
    document.getElementById("views").append(container2);
  }
  function openTab(id) {
    state.tab = tabs.has(id) ? id : "network";
    changed();
  }
  function updateTabs(what) {
    tabList.hidden = tabs.size < 2;
    for (const tab of tabs.values()) {
      const isOpen = tab.id === state.tab;
      tab.button.textContent = localised(tab.label.zh, tab.label.en);
      tab.button.setAttribute("aria-selected", String(isOpen));
      tab.button.tabIndex = isOpen ? 0 : -1;
      tab.container.hidden = !isOpen;
      if (!isOpen) continue;
      if (!tab.isMade) tab.show(tab.container);
      tab.isMade = true;
      tab.update(what);
    }
  }
  function stepThroughTabs(event) {
    const ids = [...tabs.keys()];
    const at2 = ids.indexOf(state.tab);
    const last = ids.length - 1;
    const next = { ArrowRight: at2 === last ? 0 : at2 + 1, ArrowLeft: at2 === 0 ? last : at2 - 1, Home: 0, End: last }[event.key];
    if (next === void 0) return;
    event.preventDefault();
    event.stopPropagation();
    openTab(ids[next]);
    tabs.get(state.tab).button.focus();
  }
  function mountTabs() {
    tabList.addEventListener("keydown", stepThroughTabs);
    onChange(updateTabs);
  }

  // page/address.js
  var DELAY = 250;
  var HIDDEN = ["types", "statuses", "sources"];
  var nodeByKey = new Map(graph.nodes.map(({ id, key }) => [key, id]).reverse());
  var keyOf2 = (id) => id === null || id === void 0 ? "" : graph.nodes[id].key;
  var pairText = (pair) => pair ? `${keyOf2(pair.from)}|${keyOf2(pair.to)}` : "";
  function fragmentText() {
    const filters = filterValues();
    const { tab, language, theme, themeChosen, colours, ego, hops, hiddenKinds, openBundles } = state;
    const { node, edge, path, community, bundle, tie } = state;
    const showsCamera = tab === "network" && hasFirstFrame();
    return parameterText({
      tab: tab === "network" ? "" : tab,
      lang: language === "zh" && givenLanguage === "zh" ? "" : language,
      theme: themeChosen ? theme : "",
      colours: colours === "kind" ? "" : colours,
      node: keyOf2(node),
      edge: edge === null ? "" : pairText(graph.edges[edge]),
      path: pairText(path),
      tie: tie ? `${keyOf2(tie.a)}|${keyOf2(tie.b)}` : "",
      community: community === null ? "" : keyOf2(graph.communities.get(community)[0]),
      bundle: bundle ?? "",
      open: listText([...openBundles]),
      ego: keyOf2(ego),
      hops: ego !== null && hops > 1 ? String(hops) : "",
      off: listText([...hiddenKinds]),
      ...Object.fromEntries(HIDDEN.map((name) => [name, listText(filters[name])])),
      confidence: filters.confidence ? String(filters.confidence) : "",
      from: filters.from,
      to: filters.to,
      camera: showsCamera ? cameraText(drawing.camera()) : ""
    });
  }
  var isOnlyLook = (text) => [...new URLSearchParams(text).keys()].every((name) => ["lang", "theme"].includes(name));
  function applyFragment(text) {
    const given = new URLSearchParams(text);
    const nodeIn = (name) => nodeByKey.get(given.get(name)) ?? null;
    const pairIn = (name) => (given.get(name) ?? "").split("|").map((key) => nodeByKey.get(key));
    const oneOf = (name, allowed, otherwise) => allowed.includes(given.get(name)) ? given.get(name) : otherwise;
    const isBundle = (key) => nodeByKey.has(hubKeyOf(key ?? ""));
    state.openBundles = new Set(textsIn(given.get("open")).filter(isBundle));
    state.hiddenKinds = new Set(textsIn(given.get("off")).filter((kind) => kinds.has(kind)));
    for (const name of HIDDEN) {
      state.filters[name].clear();
      for (const value of textsIn(given.get(name))) state.filters[name].add(value);
    }
    const confidence = confidenceIn(given.get("confidence"));
    Object.assign(state.filters, { confidence, from: firstDayIn(given.get("from")), to: lastDayIn(given.get("to")) });
    const [start, end] = pairIn("edge");
    const edge = start === void 0 ? void 0 : edgesAt(start).find(({ from: from2, to: to2 }) => from2 === start && to2 === end);
    const member = nodeIn("community");
    const [a, b] = pairIn("tie");
    Object.assign(state, {
      tab: oneOf("tab", [...tabs.keys()], "network"),
      language: oneOf("lang", ["zh", "en"], givenLanguage),
      colours: largestCommunities.length > 1 ? oneOf("colours", ["community"], "kind") : "kind",
      ego: nodeIn("ego"),
      hops: given.get("hops") === "2" ? 2 : 1,
      tie: a === void 0 || b === void 0 ? null : { a: Math.min(a, b), b: Math.max(a, b) },
      node: nodeIn("node"),
      edge: edge?.id ?? null,
      path: null,
      community: member === null ? null : graph.nodes[member].community ?? null,
      bundle: isBundle(given.get("bundle")) ? given.get("bundle") : null
    });
    const theme = oneOf("theme", ["light", "dark"], null);
    if (theme) Object.assign(state, { theme, themeChosen: true });
    updateVisibility();
    const [from, to] = pairIn("path");
    if (from !== void 0 && to !== void 0) state.path = visiblePath(from, to);
    return cameraIn(given.get("camera"));
  }
  var linkHere = () => `${location.href.split("#")[0]}#${fragmentText()}`;
  var waiting = 0;
  var noted = null;
  var selectionText = () => {
    const { tab, node, edge, path, community, bundle, tie, ego } = state;
    return JSON.stringify([tab, node, edge, path && [path.from, path.to], community, bundle, tie, ego]);
  };
  function noteView() {
    clearTimeout(waiting);
    noted = selectionText();
  }
  function rememberView() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      try {
        const isStep = noted !== null && noted !== selectionText();
        history[isStep ? "pushState" : "replaceState"](null, "", `#${fragmentText()}`);
        noted = selectionText();
      } catch {
      }
    }, DELAY);
  }

  // page/communities.js
  var switchButton = document.getElementById("colours");
  var communityLegend = element("ul", { id: "communities", hidden: true });
  function communityName(number2) {
    const isEvent = (id) => graph.nodes[id].group === "Event";
    const members = [...graph.communities.get(number2)].sort((a, b) => isEvent(a) - isEvent(b));
    return joinNames(members.slice(0, 3).map((id) => shorten(nameOf(id), 12)));
  }
  function toggleCommunity(number2) {
    const community = state.community === number2 ? null : number2;
    select({ community, colours: "community" });
    if (community === null) return fitAll();
    announce(communityName(community));
    fitNodes(graph.communities.get(community).filter(isVisible));
  }
  function swatch(number2) {
    const circle = svgElement("circle", { r: 8, fill: communityColour(number2) });
    return svgElement("svg", { viewBox: "-10 -10 20 20", "aria-hidden": "true" }, circle);
  }
  function communityItem(number2) {
    const name = communityName(number2);
    const created = element(
      "button",
      { type: "button", className: "community", title: name },
      swatch(number2),
      element("span", { textContent: name }),
      faint(String(graph.communities.get(number2).filter(isVisible).length))
    );
    created.setAttribute("aria-pressed", String(state.community === number2));
    created.addEventListener("click", () => toggleCommunity(number2));
    return element("li", {}, created);
  }
  function communityList() {
    if (largestCommunities.length < 2) return [];
    const items = largestCommunities.slice(0, 6).map(communityItem);
    return section(localised("群组", "Communities"), element("ul", {}, ...items));
  }
  function update() {
    const isColoured = state.colours === "community";
    switchButton.hidden = largestCommunities.length < 2 || state.tab !== "network";
    switchButton.setAttribute("aria-pressed", String(isColoured));
    document.body.classList.toggle("by-community", isColoured);
    communityLegend.hidden = !isColoured;
    if (!isColoured) return;
    communityLegend.setAttribute("aria-label", localised("群组", "Communities"));
    keepFocus(communityLegend, () => communityLegend.replaceChildren(...largestCommunities.map(communityItem)));
  }
  function mountCommunities() {
    switchButton.hidden = largestCommunities.length < 2;
    switchButton.addEventListener("click", () => {
      state.colours = state.colours === "kind" ? "community" : "kind";
      if (state.colours === "kind") state.community = null;
      changed();
    });
    onChangeOfView(update);
  }

  // page/toolbars.js
  function mountToolbar(toolbar) {
    const buttons = () => [...toolbar.querySelectorAll("button")].filter((button2) => !button2.hidden);
    const settle = (current) => {
      for (const button2 of toolbar.querySelectorAll("button")) button2.tabIndex = button2 === current ? 0 : -1;
    };
    toolbar.addEventListener("focusin", ({ target }) => target.matches("button") && settle(target));
    toolbar.addEventListener("keydown", (event) => {
      const all = buttons();
      const at2 = all.indexOf(document.activeElement);
      const last = all.length - 1;
      const to = { ArrowRight: at2 === last ? 0 : at2 + 1, ArrowLeft: at2 <= 0 ? last : at2 - 1, Home: 0, End: last }[event.key];
      if (at2 < 0 || to === void 0) return;
      event.preventDefault();
      event.stopPropagation();
      all[to].focus();
    });
    settle(buttons()[0]);
    return () => {
      if (!buttons().some(({ tabIndex }) => tabIndex === 0)) settle(buttons()[0]);
    };
  }
  function mountToolbars() {
    const updates = [...document.querySelectorAll("[role=toolbar]")].map(mountToolbar);
    return () => updates.forEach((update3) => update3());
  }

  // page/controls.js
  var systemDark = window.matchMedia("(prefers-color-scheme: dark)");
  var systemTheme = () => systemDark.matches ? "dark" : "light";
  function showState() {
    document.documentElement.dataset.theme = state.theme;
    changed();
  }
  function setTheme(theme, isChosen2 = true) {
    Object.assign(state, { theme, themeChosen: isChosen2 });
    showState();
  }
  function subject() {
    if (state.node !== null) return nameOf(state.node);
    if (state.edge !== null) return `${nameOf(graph.edges[state.edge].from)} – ${nameOf(graph.edges[state.edge].to)}`;
    if (state.path) return `${nameOf(state.path.from)} – ${nameOf(state.path.to)}`;
    if (selectedBundle()) return bundleTitle(selectedBundle());
    return state.tie ? `${nameOf(state.tie.a)} – ${nameOf(state.tie.b)}` : "";
  }
  function stepThroughPicture(direction) {
    const nodes = graph.byDegree.filter((id) => isVisible(id) && !isBundled(id));
    const order = nodes.flatMap((id) => [{ node: id }, ...bundlesAt(id).map((bundle2) => ({ node: null, bundle: bundle2 }))]);
    if (!order.length) return;
    const { key } = selectedBundle() ?? {};
    const at2 = order.findIndex(({ node: node2, bundle: bundle2 }) => key ? bundle2?.key === key : node2 !== null && node2 === state.node);
    const next = at2 < 0 ? direction > 0 ? 0 : order.length - 1 : (at2 + direction + order.length) % order.length;
    const { node, bundle } = order[next];
    if (bundle) selectBundle(bundle);
    else selectNode(node, true);
  }
  var enter = () => selectedBundle() ? toggleBundle(selectedBundle()) : document.getElementById("panel").focus();
  var zoomBy = (factor) => () => drawing.zoom(factor);
  var CANVAS_KEYS = {
    n: () => stepThroughPicture(1),
    p: () => stepThroughPicture(-1),
    Enter: enter
  };
  var PAGE_KEYS = {
    "/": () => {
      searchBox.focus();
      searchBox.select();
    },
    Escape: () => closePopover() || stepBack(),
    0: () => fitAll(),
    "+": zoomBy(1.25),
    "=": zoomBy(1.25),
    "-": zoomBy(0.8)
  };
  var ARROWS = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
  function actionOf({ key, target }) {
    const isOnCanvas = canvas.contains(target);
    if (isOnCanvas && CANVAS_KEYS[key]) return CANVAS_KEYS[key];
    if (PAGE_KEYS[key]) return PAGE_KEYS[key];
    const scrollsNothing = target === document.body || isOnCanvas;
    return ARROWS[key] && scrollsNothing && state.tab === "network" ? () => drawing.pan(...ARROWS[key]) : void 0;
  }
  function mountControls() {
    const updateToolbars = mountToolbars();
    const [fit, whole, theme, language] = ["fit", "whole", "theme", "language"].map((id) => document.getElementById(id));
    fit.addEventListener("click", fitAll);
    whole.addEventListener("click", () => {
      showAll();
      fitAll();
    });
    theme.addEventListener("click", () => setTheme(state.theme === "dark" ? "light" : "dark"));
    language.addEventListener("click", () => {
      state.language = localised("en", "zh");
      changed();
    });
    systemDark.addEventListener("change", () => state.themeChosen || setTheme(systemTheme(), false));
    document.addEventListener("keydown", (event) => {
      if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
      const action = actionOf(event);
      if (!action) return;
      action();
      event.preventDefault();
    });
    onChangeOfView(() => {
      language.textContent = localised("EN", "中文");
      language.lang = localised("en", "zh-Hans");
      whole.hidden = !isNarrowed();
      fit.hidden = state.tab !== "network";
      document.title = [subject(), pageTitle()].filter(Boolean).join(" · ");
      updateToolbars();
      rememberView();
    });
  }

  // core/escaping.js
  var XML_INVALID = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
  var FORMULA = /^[=+\-@\t\r]/;
  var xmlText = (text) => text.replace(XML_INVALID, "�").replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  function csvCell(value) {
    const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }
  var csvText = (rows) => "\uFEFF" + rows.map((row) => row.map(csvCell).join(",") + "\r\n").join("");
  var sparqlIri = (iri) => iri.replace(/[\u0000-\u0020<>"{}|^`\\]/g, encodeURIComponent);
  var correctionWord = (word) => /^[\p{L}\p{N}/~%._-]+$/u.test(word) ? word : `"${word}"`;
  var isWebAddress = (iri) => /^https?:\/\/[^\s]+$/i.test(iri);
  var localPath = (iri, base) => iri.startsWith(base) ? iri.slice(base.length).split("/").map(encodeURIComponent).join("/") : null;
  function fileName(title, suffix) {
    const stem = [...title.replace(/[^\p{L}\p{N}]+/gu, "-")].slice(0, 40).join("");
    return `${stem.replace(/^-+|-+$/g, "") || "network"}.${suffix}`;
  }

  // core/graph-formats.js
  var OWN = { node: ["id", "label", "looks"], edge: ["source", "target", "label", "weight"] };
  function attributesOf(rows, what) {
    const found = /* @__PURE__ */ new Map();
    for (const row of rows)
      for (const [name, value] of Object.entries(row))
        if (!OWN[what].includes(name)) found.set(name, (found.get(name) ?? true) && typeof value === "number");
    return [...found];
  }
  var hasValue = (row, name) => row[name] !== void 0 && row[name] !== "";
  function vizText({ x, y, size, colour }) {
    const [red, green, blue] = [1, 3, 5].map((at2) => parseInt(colour.slice(at2, at2 + 2), 16));
    const place = x === void 0 ? "" : `<viz:position x="${x}" y="${-y}" z="0"/>`;
    return `<viz:color r="${red}" g="${green}" b="${blue}"/><viz:size value="${size}"/>${place}`;
  }
  function gexfText({ isDirected, nodes, edges }) {
    const declare = (rows, what) => {
      const attributes = attributesOf(rows, what).map(
        ([name, isNumber]) => `<attribute id="${name}" title="${name}" type="${isNumber ? "double" : "string"}"/>`
      );
      return `<attributes class="${what}" mode="static">${attributes.join("")}</attributes>`;
    };
    const values2 = (row, what) => {
      const given = Object.keys(row).filter((name) => !OWN[what].includes(name) && hasValue(row, name));
      const all = given.map((name) => `<attvalue for="${name}" value="${xmlText(String(row[name]))}"/>`);
      return `<attvalues>${all.join("")}</attvalues>`;
    };
    const node = (row) => `<node id="${xmlText(row.id)}" label="${xmlText(row.label)}">${values2(row, "node")}${row.looks ? vizText(row.looks) : ""}</node>`;
    const edge = (row, at2) => `<edge id="${at2}" source="${xmlText(row.source)}" target="${xmlText(row.target)}" label="${xmlText(row.label ?? "")}" weight="${row.weight ?? 1}">${values2(row, "edge")}</edge>`;
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">',
      `<graph mode="static" defaultedgetype="${isDirected ? "directed" : "undirected"}">`,
      declare(nodes, "node"),
      declare(edges, "edge"),
      "<nodes>",
      ...nodes.map(node),
      "</nodes><edges>",
      ...edges.map(edge),
      "</edges></graph></gexf>\n"
    ].join("\n");
  }
  function graphmlText({ isDirected, nodes, edges }) {
    const withLabel = (rows, what) => [
      ["label", false],
      ...what === "edge" ? [["weight", true]] : [],
      ...attributesOf(rows, what)
    ];
    const keys = (rows, what) => withLabel(rows, what).map(
      ([name, isNumber]) => `<key id="${what}-${name}" for="${what}" attr.name="${name}" attr.type="${isNumber ? "double" : "string"}"/>`
    );
    const values2 = (row, what, attributes) => attributes.filter(([name]) => hasValue(row, name)).map(([name]) => `<data key="${what}-${name}">${xmlText(String(row[name]))}</data>`).join("");
    const ofNodes = withLabel(nodes, "node");
    const ofEdges = withLabel(edges, "edge");
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
      ...keys(nodes, "node"),
      ...keys(edges, "edge"),
      `<graph edgedefault="${isDirected ? "directed" : "undirected"}">`,
      ...nodes.map((row) => `<node id="${xmlText(row.id)}">${values2(row, "node", ofNodes)}</node>`),
      ...edges.map(
        (row) => `<edge source="${xmlText(row.source)}" target="${xmlText(row.target)}">${values2(row, "edge", ofEdges)}</edge>`
      ),
      "</graph></graphml>\n"
    ].join("\n");
  }
  function edgeListText({ nodes, edges }) {
    const labels2 = new Map(nodes.map(({ id, label }) => [id, label]));
    const others = attributesOf(edges, "edge").map(([name]) => name);
    const row = (edge) => [
      ...[edge.source, labels2.get(edge.source), edge.target, labels2.get(edge.target), edge.weight ?? 1],
      ...others.map((name) => edge[name] ?? "")
    ];
    return csvText([["source", "source_label", "target", "target_label", "weight", ...others], ...edges.map(row)]);
  }
  var PREFIXES = {
    kg: "https://w3id.org/newskg/ontology#",
    rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    skos: "http://www.w3.org/2004/02/skos/core#",
    dcterms: "http://purl.org/dc/terms/",
    prov: "http://www.w3.org/ns/prov#"
  };
  var turtleIri = (iri) => `<${sparqlIri(iri)}>`;
  var ESCAPED = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "	": "\\t" };
  var TO_ESCAPE = /[\\"\u0000-\u001F\u007F]/g;
  var escaped = (character) => ESCAPED[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  var turtleText = (text, language = "") => `"${text.toWellFormed().replace(TO_ESCAPE, escaped)}"${language && `@${language}`}`;
  function turtleDocument(subjects) {
    const head = Object.entries(PREFIXES).map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .`);
    const block = ([subject2, pairs]) => `${subject2} ${pairs.filter(([, objects]) => objects.length).map(([predicate, objects]) => `${predicate} ${objects.join(", ")}`).join(" ;\n    ")} .`;
    return [...head, "", ...subjects.map(block), ""].join("\n");
  }

  // page/exported.js
  function exportedParts() {
    if (state.path) return { edges: state.path.edges.map((id) => graph.edges[id]), nodes: [] };
    if (state.edge !== null) return { edges: [graph.edges[state.edge]], nodes: [] };
    if (state.node !== null) return { edges: shownEdgesAt(state.node), nodes: [state.node] };
    const bundle = selectedBundle();
    if (bundle) return { edges: bundle.leaves.flatMap(shownEdgesAt), nodes: bundle.leaves };
    const standing = emphasised();
    return {
      edges: graph.edges.filter((edge) => isEdgeVisible(edge) && (!standing || isEdgeEmphasised(edge))),
      nodes: visibleNodes().filter((id) => !standing || standing.has(id))
    };
  }
  function visibleNetwork() {
    const { edges, nodes } = exportedParts();
    const all = /* @__PURE__ */ new Set([...nodes, ...edges.flatMap(({ from, to }) => [from, to])]);
    const node = (id) => {
      const { group, types: types3, date, point, aliases, x, y, size } = graph.nodes[id];
      const [latitude, longitude] = point ?? [];
      const kind = { kind: group, type: types3.join(" "), start: date?.[0] ?? "", end: date?.[1] ?? "" };
      const place = point ? { latitude, longitude } : {};
      return {
        id: iriOf(id),
        label: nameOf(id),
        ...kind,
        aliases: aliases.join("; "),
        articles: shownArticles(id).length,
        ...place,
        looks: { x, y, size, colour: nodeColour(id) }
      };
    };
    const rows = edges.flatMap(
      (edge) => shownStatements(edge).map(([predicate, title, tenure, citations]) => ({
        ...{ source: iriOf(edge.from), target: iriOf(edge.to), label: title || predicate, predicate, tenure },
        ...{ weight: Math.max(1, citations.length), confidence: statementConfidence(citations) }
      }))
    );
    return { isDirected: true, nodes: [...all].sort((a, b) => a - b).map(node), edges: rows };
  }
  function visibleTurtle() {
    const { edges, nodes } = exportedParts();
    const all = /* @__PURE__ */ new Set([...nodes, ...edges.flatMap(({ from, to }) => [from, to])]);
    const sentences = /* @__PURE__ */ new Set();
    const cite = (citations) => orderCitations(citations).map(([number2]) => {
      sentences.add(number2);
      return `_:s${number2}`;
    });
    const own = [...all].sort((a, b) => a - b).map((id) => [turtleIri(iriOf(id)), nodeTurtle(id)]);
    const stated = edges.flatMap(
      (edge) => shownStatements(edge).flatMap((statement) => statementTurtle(edge, statement, cite(statement[3])))
    );
    const cited = [...sentences].map((number2) => {
      const [text, article] = data.sentences[number2];
      const source = article < 0 ? [] : [turtleIri(data.base + data.articles[article][3])];
      return [
        `_:s${number2}`,
        [
          ["a", ["kg:Sentence"]],
          ["kg:text", [turtleText(text, "zh")]],
          ["kg:inArticle", source]
        ]
      ];
    });
    return turtleDocument([...own, ...stated, ...cited]);
  }
  var LOCAL_NAME = /^[A-Za-z]\w*$/;
  function nodeTurtle(id) {
    const { label, group, types: types3, aliases } = graph.nodes[id];
    const facts2 = shownFacts(id).filter(([name]) => ["trigger", "status", "date", "beginDate", "endDate"].includes(name));
    return [
      ["a", [group, ...types3].filter((type) => LOCAL_NAME.test(type)).map((type) => `kg:${type}`)],
      ["skos:prefLabel", [turtleText(label, "zh")]],
      ["skos:altLabel", aliases.map((alias) => turtleText(alias, "zh"))],
      ...facts2.map(([name, value]) => [`kg:${name}`, [turtleText(value)]])
    ];
  }
  function statementTurtle(edge, [predicate, title, tenure, citations], cited) {
    const [from, to] = [turtleIri(iriOf(edge.from)), turtleIri(iriOf(edge.to))];
    if (!LOCAL_NAME.test(predicate)) return [];
    const confidence = statementConfidence(citations);
    const evidence2 = [
      ["kg:confidence", confidence ? [confidence.toFixed(2)] : []],
      ["kg:statedIn", cited]
    ];
    if (predicate === "holdsPosition") {
      const position = [
        ["a", ["kg:Position"]],
        ["kg:positionTitle", title ? [turtleText(title, "zh")] : []],
        ["kg:positionAt", [to]]
      ];
      const when = ["kg:tenure", tenure ? [turtleText(tenure)] : []];
      const inside = [...position, when, ...evidence2].filter(([, objects]) => objects.length);
      return [
        [
          from,
          [["kg:holdsPosition", [`[ ${inside.map(([name, objects]) => `${name} ${objects.join(", ")}`).join(" ; ")} ]`]]]
        ]
      ];
    }
    const triple = [from, [[`kg:${predicate}`, [to]]]];
    const reified = [
      ["a", ["rdf:Statement"]],
      ["rdf:subject", [from]],
      ["rdf:predicate", [`kg:${predicate}`]],
      ["rdf:object", [to]]
    ];
    return cited.length ? [triple, ["[]", [...reified, ...evidence2]]] : [triple];
  }

  // page/evidence.js
  function nodeButton(id, centre = true, name = displayName(id)) {
    const created = element(
      "button",
      { type: "button", className: "link" },
      kindShape(graph.nodes[id].group),
      element("span", { textContent: name })
    );
    created.addEventListener("click", () => selectNode(id, centre));
    return created;
  }
  function iriLink(iri, text = iri) {
    const path = data.site ? localPath(iri, data.base) : null;
    if (path === null && !isWebAddress(iri)) return element("span", { className: "iri", textContent: text });
    const href = path === null ? iri : data.site + path;
    return element("a", { className: "iri", href, target: "_blank", rel: "noopener noreferrer", textContent: text });
  }
  function copyButton(textOf, name = localised("复制", "Copy")) {
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
  function articleLink(number2, text = articleOf(number2).title) {
    const { key, url } = articleOf(number2);
    if (data.site) return iriLink(data.base + key, text);
    return isWebAddress(url) ? iriLink(url, text) : text;
  }
  function quotation([number2, confidence], words) {
    const [text, article, start, end] = data.sentences[number2];
    const { title, date, file, publisher, url, page } = articleOf(article);
    const place = localised(`${file} 第 ${start}–${end} 字`, `${file}, characters ${start}–${end}`);
    const figure2 = confidence?.toFixed(2);
    const sure = confidence === null ? "" : localised(` · 置信度 ${figure2}`, ` · confidence ${figure2}`);
    const parts = markWords(text, words).map(
      ([part, isMarked]) => isMarked ? element("mark", { textContent: part }) : part
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
      place + sure
    );
    return element("blockquote", { className: isLow(confidence ?? 1) ? "low" : "" }, element("p", {}, ...parts), footer);
  }
  var quotations = (citations, words, limit = Infinity) => orderCitations(citations).slice(0, limit).map((citation) => quotation(citation, words));
  function inBatches(items, make, batch = 12) {
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
  function evidence(citations, words) {
    const ordered = orderCitations(citations);
    if (!ordered.length) return [];
    const title = localised(`出处 ${ordered.length} 句`, `Evidence: ${ordered.length} sentences`);
    return [heading(title), ...inBatches(ordered, (citation) => quotation(citation, words))];
  }
  function statementItem(parts, citations, words) {
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

  // core/svg-recorder.js
  var ANCHORS = { left: "start", center: "middle", right: "end" };
  var START2 = {
    fillStyle: "#000",
    strokeStyle: "#000",
    lineWidth: 1,
    lineJoin: "miter",
    globalAlpha: 1,
    font: "10px sans-serif",
    textAlign: "left",
    textBaseline: "alphabetic"
  };
  var number = (value) => String(Math.round(value * 100) / 100);
  function makeRecorder(measure2) {
    const written = [];
    const definitions2 = [];
    let settings = { sx: 1, sy: 1, tx: 0, ty: 0, dashes: [], clip: "" };
    let path = [];
    const stack = [];
    const x = (value) => number(value * settings.sx + settings.tx);
    const y = (value) => number(value * settings.sy + settings.ty);
    const recorder = { isRecorder: true, ...START2 };
    const common = () => (recorder.globalAlpha === 1 ? "" : ` opacity="${recorder.globalAlpha}"`) + settings.clip;
    const strokeLook = () => {
      const width = number(recorder.lineWidth * settings.sx);
      const dashes = settings.dashes.length ? ` stroke-dasharray="${settings.dashes.join(" ")}"` : "";
      return `stroke="${recorder.strokeStyle}" stroke-width="${width}" stroke-linejoin="${recorder.lineJoin}"${dashes}`;
    };
    const shape = (given, look) => {
      const { sx, sy, tx, ty } = settings;
      const d = given ? given.d : path.join("");
      const place = given ? ` transform="matrix(${sx} 0 0 ${sy} ${number(tx)} ${number(ty)})"` : "";
      if (d) written.push(`<path d="${d}"${place} ${look}${common()}/>`);
    };
    const text = (content, at2, top, look) => {
      const [, weight, size] = /^(?:(\w+) )?([\d.]+)px/.exec(recorder.font) ?? [null, "", "12"];
      const drop = recorder.textBaseline === "middle" ? Number(size) * 0.35 : 0;
      const type = `font-size="${size}" font-weight="${weight || "normal"}" text-anchor="${ANCHORS[recorder.textAlign]}"`;
      written.push(
        `<text x="${x(at2)}" y="${y(top + drop)}" ${type} ${look}${common()}>${xmlText(String(content))}</text>`
      );
    };
    const rectangle = (left, top, width, height) => `M${x(left)} ${y(top)}H${x(left + width)}V${y(top + height)}H${x(left)}z`;
    return Object.assign(recorder, {
      save() {
        const look = Object.fromEntries(Object.keys(START2).map((name) => [name, recorder[name]]));
        stack.push([settings, look]);
        settings = { ...settings };
      },
      restore() {
        const [before, look] = stack.pop();
        settings = before;
        Object.assign(recorder, look);
      },
      translate(dx, dy) {
        settings.tx += dx * settings.sx;
        settings.ty += dy * settings.sy;
      },
      scale(sx, sy) {
        settings.sx *= sx;
        settings.sy *= sy;
      },
      setLineDash(dashes) {
        settings.dashes = dashes;
      },
      beginPath() {
        path = [];
      },
      moveTo: (to, down) => path.push(`M${x(to)} ${y(down)}`),
      lineTo: (to, down) => path.push(`L${x(to)} ${y(down)}`),
      closePath: () => path.push("z"),
      rect: (...box2) => path.push(rectangle(...box2)),
      roundRect: (left, top, width, height) => path.push(rectangle(left, top, width, height)),
      /** Only whole circles are drawn. */
      arc(cx, cy, radius) {
        const r = number(radius * settings.sx);
        path.push(`M${x(cx - radius)} ${y(cy)}a${r} ${r} 0 1 0 ${number(2 * radius * settings.sx)} 0`);
        path.push(`a${r} ${r} 0 1 0 ${number(-2 * radius * settings.sx)} 0z`);
      },
      fill(given, rule) {
        const own = given?.d ? given : null;
        shape(own, `fill="${recorder.fillStyle}"${rule === "evenodd" ? ' fill-rule="evenodd"' : ""}`);
      },
      stroke: (given) => shape(given?.d ? given : null, `fill="none" ${strokeLook()}`),
      fillRect(...box2) {
        written.push(`<path d="${rectangle(...box2)}" fill="${recorder.fillStyle}"${common()}/>`);
      },
      clip() {
        const id = `clip${definitions2.length}`;
        definitions2.push(`<clipPath id="${id}"><path d="${path.join("")}"/></clipPath>`);
        settings.clip = ` clip-path="url(#${id})"`;
      },
      fillText: (content, at2, top) => text(content, at2, top, `fill="${recorder.fillStyle}"`),
      strokeText: (content, at2, top) => text(content, at2, top, `fill="none" ${strokeLook()}`),
      measureText(content) {
        measure2.font = recorder.font;
        return measure2.measureText(content);
      },
      elements: () => [...definitions2, ...written]
    });
  }

  // page/picture.js
  var MARGIN2 = 80;
  function nodeOpacity(id) {
    const standing = emphasised();
    if (standing && !standing.has(id)) return 0.16;
    return isLow(graph.nodeConfidence[id]) ? 0.55 : 1;
  }
  function nodeShape(id, { x, y }) {
    const node = graph.nodes[id];
    const colour = nodeColour(id);
    const fill2 = isUnconfirmed(node) ? `fill="${themeColour("--page")}" stroke="${colour}" stroke-dasharray=".4 .3"` : `fill="${colour}"`;
    const place = `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${drawing.radius(id).toFixed(1)})`;
    const look = `transform="${place}" ${fill2} stroke-width=".16" opacity="${nodeOpacity(id)}"`;
    const title = `<title>${xmlText(nameOf(id))}</title>`;
    const outline = OUTLINES[kinds.get(node.group).shape];
    return outline ? `<path d="${outline}" ${look}>${title}</path>` : `<circle r="1" ${look}>${title}</circle>`;
  }
  function edgeLine(edge, from, to, near) {
    const isNear = isEdgeEmphasised(edge);
    const stop = drawing.radius(edge.to) + 2;
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const end = { x: to.x - (to.x - from.x) * stop / length, y: to.y - (to.y - from.y) * stop / length };
    const [x1, y1, x2, y2] = [from.x, from.y, end.x, end.y].map((value) => value.toFixed(1));
    const dashes = isLow(graph.edgeConfidence[edge.id]) ? ` stroke-dasharray="4 3"` : "";
    const opacity = isNear ? near.opacity : emphasised() ? 0.12 : 0.75;
    const stroke = `stroke="${themeColour(isNear ? "--accent" : "--edge")}" stroke-width="${isNear ? near.width : 1}"`;
    const line = `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"`;
    return `${line} ${stroke} opacity="${opacity}"${dashes} marker-end="url(#${isNear ? "near" : "far"})"/>`;
  }
  function arrowMarker(id, colour) {
    const box2 = `viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9"`;
    const head = `<path d="M0 1 7 4 0 7z" fill="${themeColour(colour)}"/>`;
    return `<marker id="${id}" ${box2} orient="auto">${head}</marker>`;
  }
  function networkElements(width, height) {
    const places = new Map(drawnNodes().map((id) => [id, drawing.screen(id)]));
    const isInside = ([, { x, y }]) => x > -MARGIN2 && y > -MARGIN2 && x < width + MARGIN2 && y < height + MARGIN2;
    const crosses = ({ from, to }) => {
      const [a, b] = [places.get(from), places.get(to)];
      const isApart = (one, other, most) => Math.max(one, other) < 0 || Math.min(one, other) > most;
      return a && b && !isApart(a.x, b.x, width) && !isApart(a.y, b.y, height);
    };
    const edges = graph.edges.filter((edge) => edgeDrawn[edge.id] && crosses(edge));
    const near = standingLines(countStanding());
    const [bundles2, labels2] = [0, 1].map(() => makeRecorder(document.createElement("canvas").getContext("2d")));
    drawBundles(bundles2, width, height);
    drawLabels(labels2, places, drawing.camera().scale, width, height);
    return [
      arrowMarker("far", "--edge"),
      arrowMarker("near", "--accent"),
      ...edges.map((edge) => edgeLine(edge, places.get(edge.from), places.get(edge.to), near)),
      ...[...places].filter(isInside).map(([id, place]) => nodeShape(id, place)),
      ...bundles2.elements(),
      ...labels2.elements()
    ];
  }
  var LEGEND_HEIGHT = 34;
  function legendElements(width, top) {
    const recorder = makeRecorder(document.createElement("canvas").getContext("2d"));
    recorder.font = font(13);
    recorder.textBaseline = "middle";
    const shapes = [];
    let x = 16;
    for (const { name, colour, outline } of legendEntries()) {
      const advance = recorder.measureText(name).width + 38;
      if (x + advance > width) break;
      const place = `transform="translate(${x} ${top + LEGEND_HEIGHT / 2}) scale(7)" fill="${colour}"`;
      shapes.push(outline ? `<path d="${outline}" ${place}/>` : `<circle r="1" ${place}/>`);
      recorder.fillStyle = themeColour("--ink");
      recorder.fillText(name, x + 13, top + LEGEND_HEIGHT / 2);
      x += advance;
    }
    return [...shapes, ...recorder.elements()];
  }
  function legendEntries() {
    if (state.tab === "network" && state.colours === "community")
      return largestCommunities.map((number2) => ({ name: communityName(number2), colour: communityColour(number2) }));
    const present = new Set(visibleNodes().map((id) => graph.nodes[id].group));
    return [...kinds].filter(([kind]) => present.has(kind)).map(([kind, { shape }]) => {
      return { name: kindPlural(kind), colour: kindColour(kind), outline: OUTLINES[shape] };
    });
  }
  var surfaces = /* @__PURE__ */ new Map();
  var addPicture = (tab, draw, ground = "--page") => surfaces.set(tab, { draw, ground });
  var hasPicture = () => state.tab === "network" || surfaces.has(state.tab);
  function pictureSize(hasLegend) {
    const stage = document.querySelector(`#view-${state.tab} .surface`) ?? document.getElementById(`view-${state.tab}`);
    return { width: stage.clientWidth, height: stage.clientHeight + (hasLegend ? LEGEND_HEIGHT : 0) };
  }
  function surfaceElements(width, height) {
    const recorder = makeRecorder(document.createElement("canvas").getContext("2d"));
    surfaces.get(state.tab).draw(recorder, width, height);
    return recorder.elements();
  }
  function svgText(hasLegend = false) {
    const { width, height } = pictureSize(hasLegend);
    const drawn3 = height - (hasLegend ? LEGEND_HEIGHT : 0);
    const ground = themeColour(surfaces.get(state.tab)?.ground ?? "--page");
    const box2 = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
    const type = `font-family="${xmlText(LABEL_FAMILY)}"`;
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" ${box2} ${type}>`,
      `<title>${xmlText(data.title)}</title>`,
      `<rect width="100%" height="100%" fill="${themeColour("--page")}"/>`,
      `<clipPath id="frame"><rect width="${width}" height="${drawn3}"/></clipPath>`,
      `<g clip-path="url(#frame)"><rect width="${width}" height="${drawn3}" fill="${ground}"/>`,
      ...state.tab === "network" ? networkElements(width, drawn3) : surfaceElements(width, drawn3),
      "</g>",
      ...hasLegend ? legendElements(width, drawn3) : [],
      "</svg>"
    ].join("\n");
  }
  async function pngBlob(scale, hasLegend) {
    const { width, height } = pictureSize(hasLegend);
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(hasLegend))}`;
    await image.decode();
    const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
    const sheet2 = Object.assign(document.createElement("canvas"), size);
    sheet2.getContext("2d").drawImage(image, 0, 0, size.width, size.height);
    const blob = await new Promise((done) => sheet2.toBlob(done, "image/png"));
    if (!blob) throw new Error("no picture");
    return blob;
  }
  function mountPrinting() {
    const sheet2 = document.getElementById("printed");
    window.addEventListener("beforeprint", () => {
      if (!hasPicture()) return;
      const drawn3 = new DOMParser().parseFromString(svgText(true), "image/svg+xml").documentElement;
      sheet2.replaceChildren(document.importNode(drawn3, true));
      document.body.classList.add("printing");
    });
    window.addEventListener("afterprint", () => {
      sheet2.replaceChildren();
      document.body.classList.remove("printing");
    });
  }

  // page/saving.js
  function shownTitle() {
    if (state.node !== null) return nameOf(state.node);
    if (state.edge === null) return data.title;
    const { from, to } = graph.edges[state.edge];
    return `${nameOf(from)}-${nameOf(to)}`;
  }
  function save(blob, suffix, title = shownTitle()) {
    const link = element("a", { href: URL.createObjectURL(blob), download: fileName(title, suffix) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1e4);
  }
  var saveText = (text, type, suffix, title) => save(new Blob([text], { type }), suffix, title);

  // page/export-menu.js
  var CSV_HEAD = [
    ...["subject", "subject_iri", "property", "object", "object_iri", "title", "tenure"],
    ...["confidence", "article", "article_iri", "source", "published", "print_page", "url", "page", "file"],
    ...["sentence", "start", "end"]
  ];
  function pageOf(iri) {
    const path = data.site ? localPath(iri, data.base) : null;
    return path === null ? "" : new URL(data.site + path, location.href).href;
  }
  function citedRows(row, citations) {
    const ordered = orderCitations(citations);
    if (!ordered.length) return [[...row, ...new Array(12).fill("")]];
    return ordered.map(([number2, confidence]) => {
      const [text, article, start, end] = data.sentences[number2];
      const { title, date, file, key, publisher, url, page } = articleOf(article);
      const iri = key && data.base + key;
      return [...row, confidence ?? "", title, iri, publisher, date, page, url, pageOf(iri), file, text, start, end];
    });
  }
  function statementsText() {
    const { edges, nodes } = exportedParts();
    const named = (id) => [nameOf(id), iriOf(id)];
    const edgeRows2 = edges.flatMap(
      (edge) => shownStatements(edge).flatMap(
        ([predicate, title, tenure, citations]) => citedRows([...named(edge.from), predicate, ...named(edge.to), title, tenure], citations)
      )
    );
    const factRows = nodes.flatMap(
      (id) => shownFacts(id).flatMap(
        ([name, value, citations, tenure]) => citedRows([...named(id), name, value, "", "", tenure ?? ""], citations)
      )
    );
    return csvText([CSV_HEAD, ...edgeRows2, ...factRows]);
  }
  var picture = { scale: 2, hasLegend: true };
  async function savePicture() {
    try {
      save(await pngBlob(picture.scale, picture.hasLegend), "png");
    } catch {
      announce(localised("图太大，浏览器画不出来，请选小一些。", "Too large for this browser: choose a smaller size."));
      document.getElementById("export").append(faintParagraph(localised("图太大，请选小一些。", "Too large: choose a smaller size.")));
    }
  }
  function pictureOptions() {
    const { width, height } = pictureSize(picture.hasLegend);
    const size = element("select", { id: "picture-size" });
    for (const scale of [1, 2, 3, 4, 6])
      size.append(
        element("option", {
          value: scale,
          textContent: `${width * scale} × ${height * scale}`,
          selected: scale === picture.scale
        })
      );
    size.setAttribute("aria-label", localised("图片大小（像素）", "Size of the picture in pixels"));
    size.addEventListener("change", () => {
      picture.scale = Number(size.value);
    });
    const legend = element("input", { type: "checkbox", checked: picture.hasLegend });
    legend.addEventListener("change", () => {
      picture.hasLegend = legend.checked;
      drawMenu();
    });
    const label = element("label", { className: "choice" }, legend, localised("含图例", "With legend"));
    return [size, label];
  }
  function menuItems() {
    const isNode = state.node !== null || selectedBundle();
    const hasSelection = isNode || state.edge !== null || state.path || state.community !== null;
    const what = hasSelection ? localised("所选", "Selected") : localised("所见", "Visible");
    const pictures = [
      ...pictureOptions(),
      button(localised("图片 PNG", "Picture, PNG"), savePicture),
      button(localised("矢量图 SVG", "Picture, SVG"), () => saveText(svgText(picture.hasLegend), "image/svg+xml", "svg"))
    ];
    return [
      ...hasPicture() ? pictures : [],
      button(`${what}${localised("陈述 CSV", " statements, CSV")}`, () => saveText(statementsText(), "text/csv", "csv")),
      button(
        `${what}${localised("网络 GEXF", " network, GEXF")}`,
        () => saveText(gexfText(visibleNetwork()), "application/gexf+xml", "gexf")
      ),
      button(
        `${what}${localised("陈述 Turtle", " statements, Turtle")}`,
        () => saveText(visibleTurtle(), "text/turtle", "ttl")
      ),
      copyButton(linkHere, localised("复制此视图的链接", "Copy a link to this view")),
      button(localised("打印", "Print"), () => window.print()),
      faintParagraph(localised("全图：kg export gexf", "The whole graph: kg export gexf"))
    ];
  }
  var drawMenu = () => {
    const sheet2 = document.getElementById("export");
    if (!sheet2.hidden) keepFocus(sheet2, () => sheet2.replaceChildren(...menuItems()), "button, input, select");
  };
  function mountExportMenu() {
    onOpen("export", drawMenu);
    onChangeOfView(drawMenu);
  }

  // core/frame.js
  function bounds(values2) {
    let least = Infinity;
    let most = -Infinity;
    for (const value of values2) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return [least, most];
  }

  // core/geography.js
  var DEGREES = 180 / Math.PI;
  var MAX_LATITUDE = 85;
  function mercatorY(latitude) {
    const limited2 = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, latitude));
    return -DEGREES * Math.log(Math.tan(Math.PI / 4 + limited2 / DEGREES / 2));
  }
  function decodeLine(line) {
    const points = [];
    let at2 = 0;
    const difference = () => {
      let value = 0;
      let shift = 0;
      let part;
      do {
        part = line.charCodeAt(at2++) - 63;
        value |= (part & 31) << shift;
        shift += 5;
      } while (part >= 32);
      return value & 1 ? ~(value >> 1) : value >> 1;
    };
    for (let x = 0, y = 0; at2 < line.length; ) {
      x += difference();
      y += difference();
      points.push([x / 100, y / 100]);
    }
    return points;
  }
  function unwrapped(points) {
    let shift = 0;
    const line = points.map(([x, y], at2) => {
      const [before, latitude] = points[at2 - 1] ?? [x, y];
      if (Math.abs(x - before) > 180 && Math.min(y, latitude) > -80) shift += x < before ? 360 : -360;
      return [x + shift, y];
    });
    const [least, most] = bounds(line.map(([x]) => x));
    const turn = 360 * Math.round((least + most) / 720);
    return turn ? line.map(([x, y]) => [x - turn, y]) : line;
  }
  var isSeam = ([x0], [x1, y1]) => Math.abs(x1) >= 179.99 && Math.abs(x0) >= 179.99 || Math.abs(x1 - x0) > 180 || y1 <= -85;
  var nearestTurn = (degrees) => degrees - 360 * Math.round(degrees / 360);
  function narrowestSpan(longitudes) {
    const sorted = [...longitudes].sort((a, b) => a - b);
    let best = [sorted[0], sorted.at(-1)];
    for (let at2 = 1; at2 < sorted.length; at2++) {
      const span = [sorted[at2], sorted[at2 - 1] + 360];
      if (span[1] - span[0] < best[1] - best[0]) best = span;
    }
    return best;
  }
  function clusterSites(sites, positionOf, reach) {
    const clusters = [];
    const grid = /* @__PURE__ */ new Map();
    for (const site of sites) {
      const { x, y } = positionOf(site);
      const column = Math.floor(x / reach);
      const row = Math.floor(y / reach);
      let near = null;
      for (let i = -1; i <= 1; i++)
        for (let j = -1; j <= 1; j++)
          for (const other of grid.get(`${column + i} ${row + j}`) ?? [])
            if (!near && Math.hypot(other.x - x, other.y - y) < reach) near = other;
      if (near) {
        near.sites.push(site);
        continue;
      }
      const cluster = { x, y, sites: [site] };
      clusters.push(cluster);
      const cell = `${column} ${row}`;
      if (grid.has(cell)) grid.get(cell).push(cluster);
      else grid.set(cell, [cluster]);
    }
    return clusters;
  }

  // page/map-view.js
  var MAX_SCALE2 = 8e3;
  var REACH2 = 34;
  var MEASURES = {
    events: { names: ["事件", "Events"], kind: "Event" },
    organisations: { names: ["机构", "Organisations"], kind: "Organisation" },
    articles: { names: ["文章", "Articles"], kind: "Place" }
  };
  var COUNTED = ["events", "organisations", "people", "articles", "contained"];
  var LOCATIONS = { place: "events", locatedIn: "organisations", bornIn: "people", livesIn: "people" };
  var map = {
    x: 0,
    y: 0,
    scale: 1,
    isFitted: false,
    measure: "events",
    tallies: /* @__PURE__ */ new Map(),
    // site -> sets of what is visible there
    selected: /* @__PURE__ */ new Set(),
    // the sites that the selection has to do with
    clusters: [],
    clusteredFor: "",
    // the scale and the measure of the clusters
    shown: [],
    outline: null,
    surface: null
  };
  var isPlace = (id) => graph.nodes[id].group === "Place";
  var edgesOf = (predicate) => graph.edges.filter(({ statements }) => statements.some(([name]) => name === predicate));
  var atlas = (() => {
    const above = new Map(edgesOf("partOf").map(({ from, to }) => [from, to]));
    const places = graph.nodes.map(({ id }) => id).filter(isPlace);
    const siteOf = /* @__PURE__ */ new Map();
    for (const id of places) {
      const seen = /* @__PURE__ */ new Set();
      let at2 = id;
      while (at2 !== void 0 && !graph.nodes[at2].point && !seen.has(at2)) {
        seen.add(at2);
        at2 = above.get(at2);
      }
      if (at2 !== void 0 && graph.nodes[at2].point) siteOf.set(id, at2);
    }
    const sites = places.filter((id) => graph.nodes[id].point);
    const positions = new Map(
      sites.map((id) => {
        const [latitude, longitude] = graph.nodes[id].point;
        return [id, { x: longitude, y: mercatorY(latitude) }];
      })
    );
    const locations = Object.entries(LOCATIONS).flatMap(
      ([predicate, counted]) => edgesOf(predicate).filter(({ to }) => isPlace(to)).map((edge) => ({ edge, counted, located: edge.from, place: edge.to }))
    );
    const placesOf = /* @__PURE__ */ new Map();
    for (const { located, place } of locations) placesOf.set(located, [...placesOf.get(located) ?? [], place]);
    return { places, siteOf, positions, locations, placesOf };
  })();
  var countsThere = ({ edge, located }) => isEdgeVisible(edge) || state.ego !== null && isVisible(located) && passing().edges[edge.id] === 1 && !state.hiddenKinds.has("Place");
  function updateTallies() {
    map.tallies = /* @__PURE__ */ new Map();
    const located = atlas.locations.filter(countsThere);
    const reached = new Set(located.map(({ place }) => place));
    for (const id of atlas.places) {
      const site = atlas.siteOf.get(id);
      if (!(isVisible(id) || reached.has(id)) || site === void 0) continue;
      if (!map.tallies.has(site)) map.tallies.set(site, Object.fromEntries(COUNTED.map((name) => [name, /* @__PURE__ */ new Set()])));
      const tally = map.tallies.get(site);
      for (const article of shownArticles(id)) tally.articles.add(article);
      if (site !== id) tally.contained.add(id);
    }
    for (const { counted, located: what, place } of located)
      map.tallies.get(atlas.siteOf.get(place))?.[counted].add(what);
    map.selected = selectedSites();
    map.clusteredFor = "";
  }
  function selectedNodes2() {
    if (state.path) return state.path.nodes;
    if (state.edge !== null) return [graph.edges[state.edge].from, graph.edges[state.edge].to];
    return state.node !== null ? [state.node] : [];
  }
  function selectedSites() {
    const places = /* @__PURE__ */ new Set();
    for (const id of selectedNodes2()) {
      if (isPlace(id)) places.add(id);
      const eventsNear = isPlace(id) ? [] : [...graph.neighbours(id)].filter((other) => graph.nodes[other].group === "Event");
      for (const one of [id, ...eventsNear]) for (const place of atlas.placesOf.get(one) ?? []) places.add(place);
    }
    return new Set([...places].map((id) => atlas.siteOf.get(id)).filter((site) => site !== void 0));
  }
  var weightOf = (site) => map.tallies.get(site)[map.measure].size;
  function updateClusters() {
    const key = `${map.scale.toFixed(4)} ${map.measure}`;
    if (map.clusteredFor === key) return;
    map.clusteredFor = key;
    const { degree } = graph;
    const sites = [...map.tallies.keys()].sort((a, b) => weightOf(b) - weightOf(a) || degree(b) - degree(a) || a - b);
    map.clusters = clusterSites(sites, (site) => atlas.positions.get(site), REACH2 / map.scale);
    for (const cluster of map.clusters) {
      const together = (name) => new Set(cluster.sites.flatMap((site) => [...map.tallies.get(site)[name]]));
      cluster.counts = Object.fromEntries(COUNTED.map((name) => [name, together(name).size]));
      cluster.weight = cluster.counts[map.measure];
    }
  }
  var onScreen = ({ x, y }, width, height) => ({
    x: nearestTurn(x - map.x) * map.scale + width / 2,
    y: (y - map.y) * map.scale + height / 2
  });
  function fitSites(sites, closest = 150) {
    const { clientWidth: width, clientHeight: height } = map.surface.canvas;
    const points = sites.map((site) => atlas.positions.get(site));
    if (!points.length || !width) return;
    const range = (values2) => [Math.min(...values2), Math.max(...values2)];
    const [west, east] = narrowestSpan(points.map(({ x }) => x));
    const [north, south] = range(points.map(({ y }) => y));
    map.x = (west + east) / 2;
    map.y = (north + south) / 2;
    const fitting = [(width - 110) / Math.max(east - west, 0.01), (height - 90) / Math.max(south - north, 0.01)];
    map.scale = Math.min(closest, ...fitting);
  }
  var fitAll2 = () => fitSites([...map.tallies.keys()]);
  var CLOSEST_FIRST = 40;
  var fitFirst = () => map.selected.size ? fitSites([...map.selected], CLOSEST_FIRST) : fitAll2();

  // core/timeline-layout.js
  var UNITS = [
    { unit: "day", every: 1, days: 1 },
    { unit: "day", every: 7, days: 7 },
    { unit: "month", every: 1, days: 30 },
    { unit: "month", every: 3, days: 91 },
    { unit: "year", every: 1, days: 365 },
    { unit: "year", every: 5, days: 1826 },
    { unit: "year", every: 10, days: 3652 },
    { unit: "year", every: 50, days: 18262 },
    { unit: "year", every: 100, days: 36524 }
  ];
  var MIN_TICK_WIDTH = 62;
  var MONDAY = 4;
  function* axisTicks(from, to, scale) {
    const { unit, every } = UNITS.find(({ days: days2 }) => days2 * scale >= MIN_TICK_WIDTH) ?? UNITS.at(-1);
    if (unit === "day") {
      const first = Math.floor(from / every) * every + (every === 7 ? MONDAY : 0);
      for (let day = first; day <= to; day += every) yield { day, unit };
      return;
    }
    const start = dateOf(from);
    let year = start.getUTCFullYear();
    let month = 0;
    if (unit === "year") year = Math.floor(year / every) * every;
    else month = Math.floor(start.getUTCMonth() / every) * every;
    for (let day = monthStart(year, month); day <= to; day = monthStart(year, month)) {
      yield { day, unit };
      if (unit === "year") year += every;
      else month += every;
    }
  }
  function firstIndexFrom(list, day, dayOf2) {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = low + high >> 1;
      if (dayOf2(list[middle]) < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  function densestSpan(days2) {
    const most = Math.ceil(days2.length * 0.85);
    const span = (at2) => days2[at2 + most - 1] - days2[at2];
    let best = 0;
    for (let at2 = 1; at2 + most <= days2.length; at2++) if (span(at2) <= span(best)) best = at2;
    const whole = days2.at(-1) - days2[0];
    return days2.length < 12 || span(best) * 3 > whole ? null : [days2[best], days2[best + most - 1]];
  }
  function countLane(events2, days2, from, { firstDay: firstDay4, lastDay: lastDay4 }) {
    const first = Math.floor(from / days2);
    const bins2 = /* @__PURE__ */ new Map();
    const changes = /* @__PURE__ */ new Map();
    const add = (counts, bin, number2) => counts.set(bin, (counts.get(bin) ?? 0) + number2);
    for (const id of events2) {
      if (lastDay4[id] + 1 < from) continue;
      const start = Math.floor(firstDay4[id] / days2);
      const end = Math.floor(lastDay4[id] / days2);
      if (end - start < 3) {
        if (start >= first) add(bins2, start, 1);
        continue;
      }
      add(changes, Math.max(start, first), 1);
      add(changes, end + 1, -1);
    }
    return { bins: bins2, changes, days: days2 };
  }
  var NARROW = 14;
  function placeInRows(spans, rows, left, right) {
    const ends2 = new Array(rows).fill(-Infinity);
    const last = new Array(rows).fill(null);
    return spans.map(([id, start, end]) => {
      const isWide = end - start > NARROW;
      const from = isWide ? Math.max(start, left - 10) : (start + end) / 2 - 6;
      const to = isWide ? Math.min(end, right + 10) : from + 12;
      const row = ends2.indexOf(Math.min(...ends2));
      const mark = { id, left: from, right: to, isWide, row, until: right };
      if (last[row]) last[row].until = from - 3;
      last[row] = mark;
      ends2[row] = Math.max(ends2[row], to);
      return mark;
    });
  }

  // page/timeline-view.js
  var GUTTER = 118;
  var AXIS = 30;
  var LANE_HEIGHT = 60;
  var MAX_LANES = 60;
  var eventDays = { firstDay: Int32Array.from(graph.firstDay), lastDay: Int32Array.from(graph.lastDay) };
  var { firstDay, lastDay } = eventDays;
  var isGuess = (id) => graph.firstDay[id] === NEVER;
  var isYearly = (id) => !isGuess(id) && isoDay(firstDay[id]).endsWith("-01-01") && isoDay(lastDay[id]).endsWith("-12-31");
  function updateDays() {
    for (const { id } of events) if (isGuess(id)) firstDay[id] = lastDay[id] = reportDay(id);
  }
  function reportDay(id) {
    const reported = shownArticles(id).map((article) => graph.articleDay[article]);
    const known = reported.filter((day) => day !== NEVER);
    return known.length ? Math.min(...known) : NEVER;
  }
  var timeline = {
    left: 0,
    scale: 1,
    top: 0,
    isFitted: false,
    groupBy: "type",
    events: [],
    lanes: [],
    boxes: [],
    // what is drawn: events, or bins of a lane
    surface: null
  };
  var xOf = (day) => (day - timeline.left) * timeline.scale + GUTTER;
  var dayAt = (x) => (x - GUTTER) / timeline.scale + timeline.left;
  var indexFrom = (list, day) => firstIndexFrom(list, day, (id) => firstDay[id]);
  var YEARLY = "yearly";
  function laneKeys(id) {
    if (isYearly(id)) return [YEARLY];
    if (timeline.groupBy === "none") return [""];
    if (timeline.groupBy === "type") return [graph.nodes[id].types[0] ?? "Event"];
    const isInGroup = (other) => graph.nodes[other].group === timeline.groupBy && isVisible(other);
    return [...graph.neighbours(id)].filter(isInGroup);
  }
  function laneName(key) {
    if (key === YEARLY) return localised("只知年份", "Year only");
    if (timeline.groupBy === "none") return localised("全部", "All");
    if (timeline.groupBy === "type") return key === "Event" ? kindPlural("Event") : typeName(key);
    return nameOf(key);
  }
  function makeLanes(ids) {
    const found = /* @__PURE__ */ new Map();
    for (const id of ids)
      for (const key of laneKeys(id)) {
        if (!found.has(key)) found.set(key, []);
        found.get(key).push(id);
      }
    const isSelected3 = (key) => key === state.node;
    return [...found].sort(
      ([a, one], [b, other]) => (a === YEARLY) - (b === YEARLY) || isSelected3(b) - isSelected3(a) || other.length - one.length || (a < b ? -1 : 1)
    ).slice(0, MAX_LANES).map(([key, members]) => {
      const longest = members.reduce((most, id) => Math.max(most, lastDay[id] - firstDay[id]), 0);
      return { key, name: laneName(key), events: members, longest };
    });
  }
  function updateLanes() {
    updateDays();
    const isShown = (id) => isVisible(id) && firstDay[id] !== NEVER;
    timeline.events = events.map(({ id }) => id).filter(isShown);
    timeline.events.sort((a, b) => firstDay[a] - firstDay[b] || a - b);
    timeline.lanes = makeLanes(timeline.events);
  }
  function fitDays(from, to) {
    const width = timeline.surface.canvas.clientWidth - GUTTER - 20;
    const days2 = Math.max(to - from + 1, 3);
    timeline.scale = Math.min(120, width / (days2 * 1.06));
    timeline.left = from - (width / timeline.scale - days2) / 2;
  }
  function fitAll3() {
    const shown2 = timeline.events;
    if (!shown2.length) return;
    const last = shown2.reduce((latest, id) => Math.max(latest, lastDay[id]), -Infinity);
    fitDays(firstDay[shown2[0]], last);
  }
  function fitMost() {
    if (!timeline.events.length) return fitDays(dayOf("2020-01-01"), dayOf("2020-12-31"));
    const span = densestSpan(timeline.events.map((id) => firstDay[id]));
    if (span) fitDays(...span);
    else fitAll3();
  }

  // core/force-layout.js
  var SPACE3 = 60;
  var NEAR = (SPACE3 * 0.55) ** 2;
  var GOLDEN_ANGLE = 2.399963229728653;
  function forceLayout({ nodes, edges }, before = /* @__PURE__ */ new Map()) {
    const index = new Map(nodes.map((node, at2) => [node, at2]));
    const known = nodes.filter((node) => before.has(node)).length;
    const places = nodes.map((node, at2) => {
      const radius = SPACE3 * 0.8 * Math.sqrt(at2 + 0.5);
      return before.get(node) ?? { x: radius * Math.cos(at2 * GOLDEN_ANGLE), y: radius * Math.sin(at2 * GOLDEN_ANGLE) };
    });
    const xs = Float64Array.from(places, ({ x }) => x);
    const ys = Float64Array.from(places, ({ y }) => y);
    const ties2 = edges.map(({ a, b, weight }) => [index.get(a), index.get(b), 1 + Math.log2(weight)]);
    const degrees = new Float64Array(nodes.length).fill(1);
    for (const [a, b] of ties2) for (const end of [a, b]) degrees[end]++;
    const settled = nodes.length > 0 && known / nodes.length > 0.6;
    const rounds = settled ? 60 : 200;
    for (let round = 0; round < rounds; round++) {
      const heat = SPACE3 * (settled ? 0.25 : 1) * (1 - round / rounds) + 0.5;
      moveAll(xs, ys, ties2, degrees, heat);
    }
    return new Map(nodes.map((node, at2) => [node, { x: xs[at2], y: ys[at2] }]));
  }
  function moveAll(xs, ys, ties2, degrees, heat) {
    const count2 = xs.length;
    const masses = degrees.map((degree) => SPACE3 * Math.sqrt(Math.min(degree, 30)));
    const fx = Float64Array.from(xs, (x) => -x * 0.06);
    const fy = Float64Array.from(ys, (y) => -y * 0.1);
    for (let a = 0; a < count2; a++)
      for (let b = a + 1; b < count2; b++) {
        const dx = xs[a] - xs[b] || 1e-3 * (a - b);
        const dy = ys[a] - ys[b];
        const square = dx * dx + dy * dy + 1;
        const push = masses[a] * masses[b] / square + (square < NEAR ? 1.5 : 0);
        fx[a] += dx * push;
        fy[a] += dy * push;
        fx[b] -= dx * push;
        fy[b] -= dy * push;
      }
    for (const [a, b, pull] of ties2) {
      const force = 0.35 * pull / Math.sqrt(Math.min(degrees[a], degrees[b]));
      const [dx, dy] = [(xs[b] - xs[a]) * force, (ys[b] - ys[a]) * force];
      fx[a] += dx;
      fy[a] += dy;
      fx[b] -= dx;
      fy[b] -= dy;
    }
    for (let node = 0; node < count2; node++) {
      const length = Math.hypot(fx[node], fy[node]) || 1;
      const step4 = Math.min(length, heat) / length;
      xs[node] += fx[node] * step4;
      ys[node] += fy[node] * step4;
    }
  }

  // core/measures.js
  function adjacency({ nodes, edges }) {
    const near = new Map(nodes.map((node) => [node, []]));
    for (const { a, b, weight } of edges) {
      near.get(a).push([b, weight]);
      near.get(b).push([a, weight]);
    }
    return near;
  }
  var MAX_STEPS = 3e7;
  function betweenness({ nodes, edges }, near) {
    const values2 = new Map(nodes.map((node) => [node, 0]));
    const steps = nodes.length * (edges.length + nodes.length);
    const every = Math.max(1, Math.ceil(steps / MAX_STEPS));
    const sources2 = nodes.filter((_, at2) => at2 % every === 0);
    for (const source of sources2) addDependencies(source, near, values2);
    const pairs = (nodes.length - 1) * (nodes.length - 2);
    const scale = pairs > 0 ? nodes.length / sources2.length / pairs : 0;
    for (const [node, value] of values2) values2.set(node, value * scale);
    return { values: values2, isSampled: every > 1 };
  }
  function addDependencies(source, near, values2) {
    const distance = /* @__PURE__ */ new Map([[source, 0]]);
    const paths2 = /* @__PURE__ */ new Map([[source, 1]]);
    const before = /* @__PURE__ */ new Map([[source, []]]);
    const order = [source];
    for (let at2 = 0; at2 < order.length; at2++) {
      const node = order[at2];
      for (const [other] of near.get(node)) {
        if (!distance.has(other)) {
          distance.set(other, distance.get(node) + 1);
          paths2.set(other, 0);
          before.set(other, []);
          order.push(other);
        }
        if (distance.get(other) !== distance.get(node) + 1) continue;
        paths2.set(other, paths2.get(other) + paths2.get(node));
        before.get(other).push(node);
      }
    }
    const dependency = /* @__PURE__ */ new Map();
    for (const node of order.reverse()) {
      const own = dependency.get(node) ?? 0;
      for (const earlier of before.get(node))
        dependency.set(earlier, (dependency.get(earlier) ?? 0) + paths2.get(earlier) / paths2.get(node) * (1 + own));
      if (node !== source) values2.set(node, values2.get(node) + own);
    }
  }
  function communities({ nodes, edges }) {
    let member = new Map(nodes.map((node) => [node, node]));
    let level = { nodes, edges };
    for (let round = 0; round < 10; round++) {
      const moved = moveNodes(level);
      if (!moved) break;
      member = new Map([...member].map(([node, group]) => [node, moved.get(group)]));
      level = merged(level, moved);
    }
    return numbered(member);
  }
  function moveNodes({ nodes, edges }) {
    const near = adjacency({ nodes, edges: edges.filter(({ a, b }) => a !== b) });
    const strength = new Map(nodes.map((node) => [node, 0]));
    let whole = 0;
    for (const { a, b, weight } of edges) {
      strength.set(a, strength.get(a) + weight);
      strength.set(b, strength.get(b) + weight);
      whole += 2 * weight;
    }
    const group = new Map(nodes.map((node) => [node, node]));
    const total = new Map(strength);
    let hasMoved = false;
    for (let isMoving = true, round = 0; isMoving && round < 30; round++) {
      isMoving = false;
      for (const node of nodes) {
        const links = /* @__PURE__ */ new Map();
        for (const [other, weight2] of near.get(node))
          links.set(group.get(other), (links.get(group.get(other)) ?? 0) + weight2);
        const own = group.get(node);
        const weight = strength.get(node);
        total.set(own, total.get(own) - weight);
        const gain = (to) => (links.get(to) ?? 0) - total.get(to) * weight / whole;
        let best = own;
        for (const to of links.keys()) if (gain(to) > gain(best) + 1e-9) best = to;
        total.set(best, total.get(best) + weight);
        group.set(node, best);
        if (best !== own) isMoving = hasMoved = true;
      }
    }
    return hasMoved ? group : null;
  }
  function merged({ edges }, group) {
    const found = /* @__PURE__ */ new Map();
    for (const { a, b, weight } of edges) {
      const [low, high] = [group.get(a), group.get(b)].sort((x, y) => x - y);
      const key = `${low} ${high}`;
      if (!found.has(key)) found.set(key, { a: low, b: high, weight: 0 });
      found.get(key).weight += weight;
    }
    return { nodes: [...new Set(group.values())], edges: [...found.values()] };
  }
  function numbered(member) {
    const sizes = /* @__PURE__ */ new Map();
    for (const group of member.values()) sizes.set(group, (sizes.get(group) ?? 0) + 1);
    const order = [...sizes].sort(([a, m], [b, n]) => n - m || a - b).map(([group]) => group);
    const numbers = new Map(order.map((group, number2) => [group, number2]));
    return new Map([...member].map(([node, group]) => [node, numbers.get(group)]));
  }
  function measure(network) {
    const near = adjacency(network);
    const degree = new Map([...near].map(([node, others]) => [node, others.length]));
    const strength = new Map(
      [...near].map(([node, others]) => [node, others.reduce((sum, [, weight]) => sum + weight, 0)])
    );
    const { values: values2, isSampled } = betweenness(network, near);
    return { degree, strength, betweenness: values2, community: communities(network), isSampled };
  }

  // core/projection.js
  var PROJECTIONS = {
    "person-person": ["Person", "Person"],
    "organisation-organisation": ["Organisation", "Organisation"],
    "person-organisation": ["Person", "Organisation"]
  };
  var TIES = ["events", "sentences", "articles", "positions"];
  var canTie = (kinds2, by) => by !== "positions" || kinds2[0] !== kinds2[1];
  var CONTEXTS = {
    *events({ nodes, edges, incident }, view) {
      for (const { id, group } of nodes) {
        if (group !== "Event" || !view.isNode(id)) continue;
        const members = /* @__PURE__ */ new Set();
        for (const number2 of incident(id)) {
          const { from, to } = edges[number2];
          if (view.isEdge(number2)) members.add(from === id ? to : from);
        }
        yield [id, members];
      }
    },
    *articles({ nodes, articles }, view) {
      const named = articles.map(() => []);
      for (const { id } of nodes) for (const article of view.articlesOf(id)) named[article].push(id);
      yield* named.entries();
    },
    *sentences(graph2, view) {
      const named = [...CONTEXTS.articles(graph2, view)].map(([, members2]) => members2);
      const members = graph2.sentences.map(() => /* @__PURE__ */ new Set());
      for (const { id, from, to } of graph2.edges)
        if (view.isEdge(id))
          for (const [sentence] of view.citationsOf(id)) {
            members[sentence].add(from);
            members[sentence].add(to);
          }
      for (const [number2, [text, article]] of graph2.sentences.entries()) {
        if (!view.isSentence(number2)) continue;
        for (const id of named[article] ?? []) if (isNamedIn(graph2.nodes[id], text)) members[number2].add(id);
        yield [number2, members[number2]];
      }
    },
    *positions({ edges }, view) {
      for (const { id, from, to, statements } of edges)
        if (view.isEdge(id) && statements.some(([predicate]) => predicate === "holdsPosition")) yield [id, [from, to]];
    }
  };
  var isNamedIn = ({ label, aliases, group }, text) => group !== "Event" && [label, ...aliases].some((name) => [...name].length > 1 && text.includes(name));
  function project(graph2, { kinds: kinds2, by, least = 1 }, view) {
    const [one, other] = kinds2;
    const found = /* @__PURE__ */ new Map();
    const count2 = graph2.nodes.length;
    for (const [context, members] of CONTEXTS[by](graph2, view)) {
      const fitting = [...members].filter((id) => view.isNode(id) && kinds2.includes(graph2.nodes[id].group));
      for (const [at2, first] of fitting.entries())
        for (const second of fitting.slice(at2 + 1)) {
          if (one !== other && graph2.nodes[first].group === graph2.nodes[second].group) continue;
          const [a, b] = first < second ? [first, second] : [second, first];
          const key = a * count2 + b;
          if (!found.has(key)) found.set(key, { a, b, weight: 0, shared: [] });
          const edge = found.get(key);
          edge.weight++;
          edge.shared.push(context);
        }
    }
    const edges = [...found.values()].filter(({ weight }) => weight >= least).sort((x, y) => x.a - y.a || x.b - y.b);
    const nodes = [...new Set(edges.flatMap(({ a, b }) => [a, b]))].sort((x, y) => x - y);
    return { nodes, edges };
  }

  // page/projection-view.js
  var MAX_DRAWN = 400;
  var MEASURES2 = {
    degree: ["相邻数", "Degree"],
    strength: ["总强度", "Strength"],
    betweenness: ["中介中心性", "Betweenness"]
  };
  var ties = {
    kinds: "person-person",
    by: "events",
    least: 1,
    sizeBy: "degree",
    isByCommunity: true,
    network: { nodes: [], edges: [] },
    measures: null,
    drawn: [],
    // nodes, the highest first
    edges: [],
    // between them
    places: /* @__PURE__ */ new Map(),
    camera: { x: 0, y: 0, scale: 1 },
    isFitted: false,
    computedFor: "",
    surface: null
  };
  function makeView() {
    const { sentences } = passingSources(graph, { ...passing(), nodes: inScope, edges: edgeInScope });
    const { ofSource, inTime } = passing().articles;
    return {
      isNode: (id) => inScope[id] === 1,
      isEdge: (number2) => edgeInScope[number2] === 1,
      citationsOf: (number2) => shownCitations([graph.edges[number2]]),
      articlesOf: (id) => inScope[id] && graph.nodes[id].group !== "Event" ? shownArticles(id) : [],
      isSentence: (number2) => {
        const article = graph.sentences[number2][1];
        return sentences[number2] === 1 && (article < 0 || ofSource[article] && inTime[article]);
      }
    };
  }
  var asked = () => ({ kinds: PROJECTIONS[ties.kinds], by: ties.by, least: ties.least });
  function updateTies() {
    const { kinds: kinds2, by } = asked();
    if (!canTie(kinds2, by)) ties.by = "events";
    const key = JSON.stringify([ties.kinds, ties.by, ties.least, state.ego, state.hops, filterValues()]);
    if (key === ties.computedFor) return false;
    ties.computedFor = key;
    ties.network = project(graph, asked(), makeView());
    ties.measures = measure(ties.network);
    const { strength } = ties.measures;
    ties.drawn = [...ties.network.nodes].sort((a, b) => strength.get(b) - strength.get(a) || a - b).slice(0, MAX_DRAWN);
    const isDrawn2 = new Set(ties.drawn);
    ties.edges = ties.network.edges.filter(({ a, b }) => isDrawn2.has(a) && isDrawn2.has(b));
    ties.places = forceLayout({ nodes: ties.drawn, edges: ties.edges }, ties.places);
    return true;
  }
  var tieBetween = (one, other) => {
    const [a, b] = one < other ? [one, other] : [other, one];
    return ties.network.edges.find((edge) => edge.a === a && edge.b === b);
  };
  function share(name, id) {
    const values2 = ties.measures[name];
    const most = ties.drawn.reduce((greatest, node) => Math.max(greatest, values2.get(node)), 0);
    return most ? values2.get(id) / most : 0;
  }
  var onScreen2 = ({ x, y }, width, height) => ({
    x: (x - ties.camera.x) * ties.camera.scale + width / 2,
    y: (y - ties.camera.y) * ties.camera.scale + height / 2
  });
  function fitTies() {
    const { clientWidth: width, clientHeight: height } = ties.surface.canvas;
    const points = [...ties.places.values()];
    if (!points.length || !width) return;
    const range = (values2) => [Math.min(...values2), Math.max(...values2)];
    const [left, right] = range(points.map(({ x }) => x));
    const [top, bottom] = range(points.map(({ y }) => y));
    const scale = Math.min(1.6, (width - 120) / (right - left + 1), (height - 90) / (bottom - top + 1));
    ties.camera = { x: (left + right) / 2, y: (top + bottom) / 2 + 8 / scale, scale };
  }

  // page/surface.js
  var ZOOM_STEP = 1.6;
  var CLICK_SLACK = 5;
  var MAX_CHOICES = 60;
  function writeOver(context, text, x, y, ink, rim) {
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.strokeStyle = rim;
    context.fillStyle = ink;
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
  function makeRedraw(canvas2, draw) {
    let isWaiting = false;
    return () => {
      if (isWaiting) return;
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        const { clientWidth: width, clientHeight: height } = canvas2;
        if (!width || !height) return;
        const ratio = window.devicePixelRatio || 1;
        const size = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
        if (canvas2.width !== size.width || canvas2.height !== size.height) Object.assign(canvas2, size);
        const context = canvas2.getContext("2d");
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        context.clearRect(0, 0, width, height);
        draw(context, width, height);
      });
    };
  }
  function listenToPointers(canvas2, { pan, zoom: zoom4, hover, click }) {
    const pointers = /* @__PURE__ */ new Map();
    const positionOf = (event) => {
      const box2 = canvas2.getBoundingClientRect();
      return { x: event.clientX - box2.left, y: event.clientY - box2.top };
    };
    let moved = 0;
    canvas2.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      canvas2.setPointerCapture(event.pointerId);
      if (!pointers.size) moved = 0;
      pointers.set(event.pointerId, positionOf(event));
    });
    canvas2.addEventListener("pointermove", (event) => {
      const now = positionOf(event);
      const before = pointers.get(event.pointerId);
      if (!before) return hover(now);
      const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, position]) => position);
      pointers.set(event.pointerId, now);
      moved += Math.hypot(now.x - before.x, now.y - before.y);
      if (moved < CLICK_SLACK) return;
      if (!other) return pan(now.x - before.x, now.y - before.y);
      const spread = (point) => Math.max(10, Math.hypot(point.x - other.x, point.y - other.y));
      pan((now.x - before.x) / 2, (now.y - before.y) / 2);
      zoom4(spread(now) / spread(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
    });
    const end = (event) => {
      const wasDown = pointers.delete(event.pointerId);
      if (wasDown && !pointers.size && moved < CLICK_SLACK && event.type === "pointerup") click(positionOf(event));
    };
    canvas2.addEventListener("pointerup", end);
    canvas2.addEventListener("pointercancel", end);
    canvas2.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        const { x, y } = positionOf(event);
        zoom4(2 ** (-event.deltaY * (event.deltaMode ? 0.06 : 25e-4)), x, y);
      },
      { passive: false }
    );
    return positionOf;
  }
  function listenToList(list, leave) {
    list.addEventListener("keydown", (event) => {
      const step4 = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step4 && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") return leave();
      const rows = [...list.querySelectorAll("button")];
      rows[(rows.indexOf(document.activeElement) + step4 + rows.length) % rows.length]?.focus();
    });
  }
  function makeSurface(container2, { label, draw, pan, zoom: zoom4, fit, at: at2, pick: pick4, describe: describe4, step: step4 }) {
    const canvas2 = element("canvas", { tabIndex: 0 });
    const tip = element("p", { className: "tip", hidden: true });
    const list = element("div", { className: "choices", hidden: true });
    const redraw = makeRedraw(canvas2, draw);
    function closeBoxes() {
      tip.hidden = list.hidden = true;
    }
    const zoomBy2 = (factor, x, y) => {
      zoom4(factor, x, y);
      closeBoxes();
      redraw();
    };
    const panBy = (x, y) => {
      pan(x, y);
      closeBoxes();
      redraw();
    };
    const zoomMiddle = (factor) => () => zoomBy2(factor, canvas2.clientWidth / 2, canvas2.clientHeight / 2);
    const fitAll4 = () => {
      fit();
      redraw();
    };
    const buttons = [
      { created: button("+", zoomMiddle(ZOOM_STEP), ""), names: ["放大", "Zoom in"] },
      { created: button("−", zoomMiddle(1 / ZOOM_STEP), ""), names: ["缩小", "Zoom out"] },
      { created: button("⤢", fitAll4, ""), names: ["看全部", "Fit all"] }
    ];
    canvas2.setAttribute("role", "application");
    const zooming = element("div", { className: "zooming" }, ...buttons.map(({ created }) => created));
    const stage = element("div", { className: "surface" }, canvas2, zooming, tip, list);
    container2.append(stage);
    function openBox(box2, x, y) {
      box2.hidden = false;
      box2.style.left = `${Math.max(4, Math.min(x + 14, stage.clientWidth - box2.offsetWidth - 8))}px`;
      box2.style.top = `${Math.max(4, Math.min(y + 14, stage.clientHeight - box2.offsetHeight - 8))}px`;
    }
    function offer(ids, x, y) {
      tip.hidden = true;
      const more = faintParagraph(localised(`… 共 ${ids.length} 个`, `… ${ids.length} in all`));
      const choices2 = ids.slice(0, MAX_CHOICES).map((id) => nodeButton(id));
      list.replaceChildren(...choices2, ...ids.length > MAX_CHOICES ? [more] : []);
      openBox(list, x, y);
      list.scrollTop = 0;
      list.querySelector("button")?.focus({ preventScroll: true });
    }
    function hover({ x, y }) {
      const found = at2(x, y);
      canvas2.style.cursor = found === null ? "" : "pointer";
      tip.hidden = found === null || !list.hidden;
      if (tip.hidden) return;
      tip.textContent = describe4(found);
      openBox(tip, x, y);
    }
    function click({ x, y }) {
      const found = at2(x, y);
      closeBoxes();
      if (found === null) selectNothing();
      else pick4(found, x, y);
    }
    const positionOf = listenToPointers(canvas2, { pan: panBy, zoom: zoomBy2, hover, click });
    canvas2.addEventListener("pointerleave", () => {
      tip.hidden = true;
    });
    canvas2.addEventListener("dblclick", (event) => {
      const { x, y } = positionOf(event);
      if (at2(x, y) === null) zoomBy2(2, x, y);
    });
    const keys = {
      ArrowLeft: () => panBy(60, 0),
      ArrowRight: () => panBy(-60, 0),
      ArrowUp: () => panBy(0, 60),
      ArrowDown: () => panBy(0, -60),
      "+": zoomMiddle(ZOOM_STEP),
      "=": zoomMiddle(ZOOM_STEP),
      "-": zoomMiddle(1 / ZOOM_STEP),
      0: fitAll4,
      PageDown: () => step4(1),
      PageUp: () => step4(-1)
    };
    canvas2.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
      keys[event.key]();
      event.preventDefault();
      event.stopPropagation();
    });
    listenToList(list, () => {
      closeBoxes();
      canvas2.focus();
    });
    new ResizeObserver(redraw).observe(canvas2);
    function translate() {
      canvas2.setAttribute("aria-label", label());
      for (const { created, names } of buttons) {
        created.title = localised(...names);
        created.setAttribute("aria-label", created.title);
      }
    }
    return { canvas: canvas2, stage, redraw, offer, translate };
  }

  // page/projection-drawing.js
  var RADII = [4, 18];
  var LEAST_LABEL = 10;
  var radiusOf = (id) => RADII[0] + (RADII[1] - RADII[0]) * Math.sqrt(share(ties.sizeBy, id));
  function tieColour(id) {
    if (!ties.isByCommunity) return kindColour(graph.nodes[id].group);
    const pair = data.palette[ties.measures.community.get(id)] ?? data.plain;
    return pair[state.theme === "dark" ? 1 : 0];
  }
  function emphasisedNodes() {
    if (state.tie) return /* @__PURE__ */ new Set([state.tie.a, state.tie.b]);
    if (state.node === null || !ties.places.has(state.node)) return null;
    const near = ties.edges.filter(({ a, b }) => a === state.node || b === state.node);
    return /* @__PURE__ */ new Set([state.node, ...near.flatMap(({ a, b }) => [a, b])]);
  }
  var isChosen = ({ a, b }) => state.tie ? a === state.tie.a && b === state.tie.b : a === state.node || b === state.node;
  function drawLines(context, places, standing, colours) {
    const most = ties.edges.reduce((greatest, { weight }) => Math.max(greatest, weight), 1);
    for (const edge of ties.edges) {
      const [from, to] = [places.get(edge.a), places.get(edge.b)];
      const isNear = standing && isChosen(edge);
      context.globalAlpha = standing && !isNear ? 0.12 : 0.85;
      context.strokeStyle = isNear ? colours.accent : colours.line;
      context.lineWidth = 0.8 + 5 * Math.sqrt((edge.weight - 1) / most);
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      context.stroke();
    }
    context.globalAlpha = 1;
  }
  function drawShape(context, group, { x, y }, radius) {
    context.beginPath();
    if (group === "Organisation") context.rect(x - radius * 0.88, y - radius * 0.88, radius * 1.76, radius * 1.76);
    else context.arc(x, y, radius, 0, 7);
  }
  function drawNodes(context, places, standing, colours) {
    for (const id of [...ties.drawn].reverse()) {
      context.globalAlpha = standing && !standing.has(id) ? 0.2 : 1;
      drawShape(context, graph.nodes[id].group, places.get(id), radiusOf(id));
      context.fillStyle = tieColour(id);
      context.fill();
      context.lineWidth = id === state.node ? 3 : 1.2;
      context.strokeStyle = id === state.node ? colours.accent : colours.page;
      context.stroke();
    }
    context.globalAlpha = 1;
  }
  function drawNames(context, places, standing, width, height, colours) {
    const space = makeFreeSpace();
    const isInside = ({ x, y }) => x > -20 && y > -20 && x < width + 20 && y < height + 20;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const order = standing ? [...standing].filter((id) => places.has(id)) : ties.drawn;
    for (const id of order) {
      const { x, y } = places.get(id);
      if (!isInside({ x, y })) continue;
      const isLarge = radiusOf(id) > 9;
      context.font = font(isLarge ? 13 : 12, isLarge || id === state.node ? 600 : 400);
      const text = shorten(displayName(id), 22);
      const half = context.measureText(text).width / 2 + 2;
      const top = y + radiusOf(id) + 2;
      const box2 = [x - half, top, x + half, top + 15];
      if (id !== state.node && !space.isFree(box2)) continue;
      space.occupy(box2);
      writeOver(context, text, x, top + 8, colours.ink, colours.page);
    }
    drawWeights(context, places, standing, space, colours);
  }
  function drawWeights(context, places, standing, space, colours) {
    context.font = font(11);
    for (const edge of ties.edges) {
      if (edge.weight < 2 || standing && !isChosen(edge)) continue;
      const [from, to] = [places.get(edge.a), places.get(edge.b)];
      if (Math.hypot(to.x - from.x, to.y - from.y) < LEAST_LABEL * 4) continue;
      const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2];
      const box2 = [x - 8, y - 6, x + 8, y + 6];
      if (!space.isFree(box2)) continue;
      space.occupy(box2);
      writeOver(context, String(edge.weight), x, y, colours.faint, colours.page);
    }
  }
  function drawTies(context, width, height) {
    if (!ties.isFitted) {
      ties.isFitted = true;
      fitTies();
    }
    const colours = {
      ink: themeColour("--ink"),
      faint: themeColour("--faint"),
      page: themeColour("--page"),
      line: themeColour("--edge"),
      accent: themeColour("--accent")
    };
    const standing = emphasisedNodes();
    const places = new Map([...ties.places].map(([id, place]) => [id, onScreen2(place, width, height)]));
    drawLines(context, places, standing, colours);
    drawNodes(context, places, standing, colours);
    drawNames(context, places, standing, width, height, colours);
  }

  // page/projection-export.js
  var articleIri = (number2) => data.base + data.articles[number2][3];
  var PROVENANCE = {
    events: iriOf,
    articles: articleIri,
    sentences: (number2) => articleIri(data.sentences[number2][1]),
    positions: (number2) => iriOf(graph.edges[number2].to)
  };
  function tiesNetwork() {
    const { degree, strength, betweenness: betweenness2, community } = ties.measures;
    const node = (id) => ({
      ...{ id: iriOf(id), label: nameOf(id), kind: graph.nodes[id].group },
      ...{ degree: degree.get(id), strength: strength.get(id) },
      ...{ betweenness: Number(betweenness2.get(id).toFixed(6)), community: community.get(id) },
      looks: { ...ties.places.get(id), size: radiusOf(id), colour: tieColour(id) }
    });
    const edge = ({ a, b, weight }) => ({ source: iriOf(a), target: iriOf(b), label: ties.by, weight });
    return { isDirected: false, nodes: ties.network.nodes.map(node), edges: ties.network.edges.map(edge) };
  }
  function tiesTurtle() {
    const { nodes, edges } = ties.network;
    const node = (id) => [
      turtleIri(iriOf(id)),
      [
        ["a", [`kg:${graph.nodes[id].group}`]],
        ["skos:prefLabel", [turtleText(nameOf(id), "zh")]],
        ["skos:related", edges.filter(({ a }) => a === id).map(({ b }) => turtleIri(iriOf(b)))]
      ]
    ];
    const statement = ({ a, b, weight, shared }) => [
      "[]",
      [
        ["a", ["rdf:Statement"]],
        ["rdf:subject", [turtleIri(iriOf(a))]],
        ["rdf:predicate", ["skos:related"]],
        ["rdf:object", [turtleIri(iriOf(b))]],
        ["rdf:value", [String(weight)]],
        ["prov:wasDerivedFrom", [...new Set(shared.map(PROVENANCE[ties.by]))].sort(compareText).map(turtleIri)]
      ]
    ];
    return turtleDocument([...nodes.map(node), ...edges.map(statement)]);
  }
  function saveTies(form) {
    const title = `${data.title}-${ties.kinds}-${ties.by}`;
    if (form === "gexf") saveText(gexfText(tiesNetwork()), "application/gexf+xml", "gexf", title);
    if (form === "graphml") saveText(graphmlText(tiesNetwork()), "application/graphml+xml", "graphml", title);
    if (form === "csv") saveText(edgeListText(tiesNetwork()), "text/csv", "csv", title);
    if (form === "ttl") saveText(tiesTurtle(), "text/turtle", "ttl", title);
  }

  // page/debug.js
  function exposeForTests() {
    window.kg = Object.freeze({
      // what there is: the data of the page, indexed; the state, of which changed() notifies all parts; the views
      ...{ data, graph, state, changed, drawing, timeline, map, ties },
      // what a reader does
      ...{ selectNode, selectEdge, selectNothing, focusOn, showAll, stepBack, toggleKind, showPath, openPathFrom },
      ...{ toggleBundle, openTab, openPopover, setTheme, showState, applyFragment },
      // what is shown
      ...{
        visibleNodes,
        drawnNodes,
        allBundles,
        bundleMarks,
        emphasised,
        visiblePath,
        filterValues,
        fragmentText,
        linkHere,
        svgText,
        statementsText,
        tiesNetwork,
        tiesTurtle
      },
      ...{ visibleNetwork, visibleTurtle },
      ...{ nameOf, edgeLabel, communityName, nodeColour, themeColour, drawLabels, dayOf }
    });
  }

  // page/filter-sheet.js
  var sheet = document.getElementById("filters");
  var { types: types2, statuses, sources } = state.filters;
  var choices = [
    {
      facet: "types",
      hidden: types2,
      title: ["事件类型", "Event type"],
      values: events.flatMap((event) => event.types),
      name: typeName
    },
    {
      facet: "statuses",
      hidden: statuses,
      title: ["事件状态", "Event status"],
      values: events.map(statusOf).filter(Boolean),
      name: valueName
    },
    {
      facet: "sources",
      hidden: sources,
      title: ["来源", "Source"],
      values: data.articles.map((article) => article[4]),
      name: (source) => source || localised("未注明", "not stated")
    }
  ].map((choice) => ({ ...choice, counts: countValues(choice.values) })).filter(({ counts }) => counts.length > 1);
  function checkboxes({ facet, hidden, title, counts, name }) {
    const passing2 = facetCounts(graph, state.filters, facet);
    const checkbox = ([value]) => {
      const input = element("input", { type: "checkbox", checked: !hidden.has(value) });
      input.addEventListener("change", () => {
        if (!hidden.delete(value)) hidden.add(value);
        changed();
      });
      return element(
        "label",
        { className: "choice" },
        input,
        element("span", { textContent: name(value) }),
        faint(String(passing2.get(value) ?? 0))
      );
    };
    const showAllOf = (isShown) => () => {
      hidden.clear();
      if (!isShown) counts.forEach(([value]) => hidden.add(value));
      changed();
    };
    const all = button(localised("全选", "All"), showAllOf(true), "small");
    const none = button(localised("全不选", "None"), showAllOf(false), "small");
    return element(
      "fieldset",
      {},
      element("legend", { textContent: localised(...title) }),
      counts.length > 3 ? element("div", { className: "row" }, all, none) : null,
      element("div", { className: "boxes" }, ...counts.map(checkbox))
    );
  }
  function confidenceSlider() {
    const value = state.filters.confidence;
    const output = element("output", { textContent: value.toFixed(2) });
    const input = element("input", { type: "range", id: "confidence", min: 0, max: 1, step: 0.05, value });
    input.addEventListener("input", () => {
      state.filters.confidence = Number(input.value);
      output.textContent = state.filters.confidence.toFixed(2);
      changed();
    });
    const label = element("label", {
      htmlFor: "confidence",
      textContent: localised("置信度不低于", "Confidence at least")
    });
    return element("fieldset", {}, element("legend", {}, label, " ", output), input);
  }
  function drawSheet() {
    const lists = () => [...sheet.querySelectorAll(".boxes")];
    const scrolled = lists().map((list) => list.scrollTop);
    const note = localised(
      `虚线：置信度低于 ${LOW_CONFIDENCE}；空心虚框：计划中、据称或被否认的事件。`,
      `Dashed lines: confidence below ${LOW_CONFIDENCE}; hollow dashed shapes: events planned, alleged or denied.`
    );
    const clear = button(localised("清除全部筛选", "Clear all filters"), () => showAll());
    sheet.replaceChildren(...choices.map(checkboxes), confidenceSlider(), faintParagraph(note), clear);
    lists().forEach((list, index) => {
      list.scrollTop = scrolled[index] ?? 0;
    });
  }
  function mountFilterSheet() {
    const badge = document.querySelector("#filters-open .badge");
    let drawn3 = "";
    const update3 = () => {
      const { confidence } = state.filters;
      const used = [types2.size, statuses.size, sources.size, confidence].filter(Boolean).length;
      badge.textContent = String(used);
      badge.hidden = used === 0;
      const now = JSON.stringify([state.language, filterValues()]);
      if (sheet.hidden || now === drawn3) return;
      drawn3 = now;
      keepFocus(sheet, drawSheet, "input, button");
    };
    onChangeOfView(update3);
    onOpen("filters", update3);
  }

  // page/legend.js
  var drawn2 = /* @__PURE__ */ new Map();
  for (const { group } of graph.nodes) drawn2.set(group, (drawn2.get(group) ?? 0) + 1);
  var drawnOf = (kind) => drawn2.get(kind) ?? 0;
  var totalOf = (kind) => Math.max(data.totals?.[kind] ?? 0, drawnOf(kind));
  var switches = document.querySelectorAll(".kind");
  function mountLegend() {
    for (const button2 of switches) {
      const { kind } = button2.dataset;
      button2.hidden = totalOf(kind) === 0;
      button2.addEventListener("click", () => toggleKind(kind));
    }
    onChangeOfView(() => {
      for (const button2 of switches) {
        const { kind } = button2.dataset;
        button2.setAttribute("aria-pressed", String(!state.hiddenKinds.has(kind)));
        const [shown2, inPicture, total] = [kindCounts.get(kind) ?? 0, drawnOf(kind), totalOf(kind)];
        const counted = localised(`图中 ${inPicture} 个，共 ${total} 个`, `${inPicture} in the picture, of ${total}`);
        button2.title = localised(
          `显示或隐藏${kindPlural(kind)}（${counted}）`,
          `Show or hide: ${kindPlural(kind)} (${counted})`
        );
        button2.querySelector(".number").textContent = shown2 === total ? String(total) : `${shown2} / ${total}`;
        button2.querySelector(".name").textContent = kindPlural(kind);
      }
    });
  }

  // core/picking.js
  function nearestNode({ xs, ys }, { x, y }, reachOf, isShown) {
    let best = null;
    let least = 1;
    for (let id = 0; id < xs.length; id++) {
      const dx = xs[id] - x;
      const dy = ys[id] - y;
      const reach = reachOf(id);
      if (Math.abs(dx) > reach || Math.abs(dy) > reach || !isShown(id)) continue;
      const distance = Math.hypot(dx, dy) / reach;
      if (distance < least) [best, least] = [id, distance];
    }
    return best;
  }
  function nearestEdge({ xs, ys }, edges, { x, y }, reach) {
    let best = null;
    let least = reach;
    for (const { id, from, to } of edges) {
      const [dx, dy] = [xs[to] - xs[from], ys[to] - ys[from]];
      const along = ((x - xs[from]) * dx + (y - ys[from]) * dy) / (dx * dx + dy * dy || 1);
      const share2 = Math.min(1, Math.max(0, along));
      const distance = Math.hypot(xs[from] + share2 * dx - x, ys[from] + share2 * dy - y);
      if (distance < least) [best, least] = [id, distance];
    }
    return best;
  }

  // page/projection.js
  var RANKED = 12;
  var NAMES = {
    "person-person": ["人物—人物", "Person – person"],
    "organisation-organisation": ["机构—机构", "Organisation – organisation"],
    "person-organisation": ["人物—机构", "Person – organisation"],
    events: ["共同参与的事件", "by shared events"],
    sentences: ["同句出现", "by shared sentences"],
    articles: ["同文出现", "by shared articles"],
    positions: ["任职", "by positions held"]
  };
  var FORMS = { gexf: "GEXF", graphml: "GraphML", csv: "CSV", ttl: "Turtle" };
  var tieName = (by) => localised(...NAMES[by]);
  function pointsOf() {
    const places = ties.drawn.map((id) => ties.places.get(id));
    return { xs: places.map(({ x }) => x), ys: places.map(({ y }) => y) };
  }
  function at(x, y) {
    const { clientWidth: width, clientHeight: height } = ties.surface.canvas;
    const { scale } = ties.camera;
    const point = { x: (x - width / 2) / scale + ties.camera.x, y: (y - height / 2) / scale + ties.camera.y };
    const points = pointsOf();
    const number2 = nearestNode(
      points,
      point,
      (one) => (radiusOf(ties.drawn[one]) + 4) / scale,
      () => true
    );
    if (number2 !== null) return { id: ties.drawn[number2] };
    const index = new Map(ties.drawn.map((id, one) => [id, one]));
    const edges = ties.edges.map(({ a, b }, id) => ({ id, from: index.get(a), to: index.get(b) }));
    const edge = nearestEdge(points, edges, point, 5 / scale);
    return edge === null ? null : { tie: ties.edges[edge] };
  }
  var figure = (name, id) => name === "betweenness" ? ties.measures[name].get(id).toFixed(3) : String(ties.measures[name].get(id));
  function describe({ id, tie }) {
    if (tie) return `${displayName(tie.a)} – ${displayName(tie.b)}
${tieName(ties.by)}: ${tie.weight}`;
    const measured2 = Object.keys(MEASURES2).map((name) => `${localised(...MEASURES2[name])} ${figure(name, id)}`);
    const community = ties.measures.community.get(id) + 1;
    return [displayName(id), kindOf(id), ...measured2, localised(`群组 ${community}`, `Community ${community}`)].join(
      "\n"
    );
  }
  function pick({ id, tie }) {
    if (tie) select({ tie: { a: tie.a, b: tie.b } });
    else selectNode(id);
  }
  function step(direction) {
    if (!ties.drawn.length) return;
    const found = ties.drawn.indexOf(state.node);
    selectNode(ties.drawn[found < 0 ? 0 : (found + direction + ties.drawn.length) % ties.drawn.length]);
  }
  function zoom(factor, x, y) {
    const { clientWidth: width, clientHeight: height } = ties.surface.canvas;
    const scale = Math.max(0.03, Math.min(8, ties.camera.scale * factor));
    const by = 1 / ties.camera.scale - 1 / scale;
    ties.camera = { x: ties.camera.x + (x - width / 2) * by, y: ties.camera.y + (y - height / 2) * by, scale };
  }
  function makeSelect(options, value, choose) {
    const created = element("select", {}, ...options.map((option) => element("option", { value: option })));
    created.value = value;
    created.addEventListener("change", () => choose(created.value));
    return created;
  }
  function makeBar(refresh) {
    const kinds2 = makeSelect(Object.keys(PROJECTIONS), ties.kinds, (value) => refresh({ kinds: value, isFitted: false }));
    const by = makeSelect(TIES, ties.by, (value) => refresh({ by: value, isFitted: false }));
    const size = makeSelect(Object.keys(MEASURES2), ties.sizeBy, (value) => refresh({ sizeBy: value }));
    const least = element("input", { type: "number", min: 1, max: 999, value: ties.least, id: "least-weight" });
    const leastLabel = element("label", { htmlFor: least.id });
    least.addEventListener("change", () => {
      least.value = String(Math.max(1, Math.floor(Number(least.value)) || 1));
      refresh({ least: Number(least.value) });
    });
    const coloured = button("", () => refresh({ isByCommunity: !ties.isByCommunity }));
    const summary = faint("");
    const saves = Object.entries(FORMS).map(([form, name]) => button(name, () => saveTies(form), "small"));
    const saving = element("span", { className: "row" }, faint(""), ...saves);
    function translate() {
      for (const [control, names] of [
        [kinds2, ["谁与谁", "Who with whom"]],
        [by, ["据何相连", "Tied by"]],
        [size, ["大小表示", "Size by"]]
      ]) {
        control.setAttribute("aria-label", localised(...names));
        control.title = localised(...names);
        for (const option of control.options)
          option.textContent = localised(...NAMES[option.value] ?? MEASURES2[option.value]);
      }
      [...by.options].find(({ value }) => value === "positions").hidden = !canTie(asked().kinds, "positions");
      by.value = ties.by;
      leastLabel.textContent = localised("至少", "At least");
      coloured.textContent = localised("按群组着色", "Colour by community");
      coloured.setAttribute("aria-pressed", String(ties.isByCommunity));
      saving.firstChild.textContent = localised("导出", "Export");
      const { nodes, edges } = ties.network;
      const cut = ties.drawn.length < nodes.length;
      const drawn3 = cut ? localised(
        `（只画最强的 ${ties.drawn.length} 个，导出的是全部）`,
        ` (the ${ties.drawn.length} strongest drawn, all exported)`
      ) : "";
      summary.textContent = localised(`${nodes.length} 个节点 · ${edges.length} 条连线`, `${nodes.length} nodes · ${edges.length} ties`) + drawn3;
    }
    const least_ = element("span", { className: "row" }, leastLabel, least);
    return { bar: element("div", { className: "bar" }, kinds2, by, least_, size, coloured, summary, saving), translate };
  }
  function ranking() {
    const values2 = ties.measures[ties.sizeBy];
    const leading = [...ties.network.nodes].sort((a, b) => values2.get(b) - values2.get(a) || a - b).slice(0, RANKED);
    return leading.map((id) => element("li", {}, nodeButton(id, false), faint(figure(ties.sizeBy, id))));
  }
  function addTiesTab() {
    addPicture("ties", drawTies);
    const isThere = ({ group }) => group === "Person" || group === "Organisation";
    if (graph.nodes.filter(isThere).length < 2) return;
    const ranked = element("ol", { className: "ranking" });
    let parts = null;
    function show() {
      updateTies();
      parts.translate();
      const title = localised(...MEASURES2[ties.sizeBy]) + (ties.sizeBy === "betweenness" && ties.measures.isSampled ? localised("（估计）", " (estimated)") : "");
      ranked.setAttribute("aria-label", title);
      ranked.dataset.title = title;
      ranked.replaceChildren(...ranking());
      ties.surface.translate();
      ties.surface.redraw();
    }
    const refresh = (change) => {
      Object.assign(ties, change);
      show();
    };
    addTab({
      id: "ties",
      label: { zh: "关联", en: "Ties" },
      show: (container2) => {
        container2.classList.add("drawn");
        parts = makeBar(refresh);
        container2.append(parts.bar);
        ties.surface = makeSurface(container2, {
          label: () => localised(
            "关联网络。方向键移动，加减键缩放，0 看全部，上下翻页键逐个选节点。",
            "Network of ties. Arrow keys move, plus and minus zoom, 0 fits, Page Up and Page Down step through nodes."
          ),
          draw: drawTies,
          pan: (x, y) => {
            ties.camera.x -= x / ties.camera.scale;
            ties.camera.y -= y / ties.camera.scale;
          },
          zoom,
          fit: fitTies,
          at,
          pick,
          describe,
          step
        });
        ties.surface.stage.append(ranked);
      },
      update: (what) => what !== "hover" && show()
    });
  }

  // page/map-drawing.js
  var NAME_RANKS = {
    1: { size: 13, weight: 600, from: 6, until: 90 },
    2: { size: 12, weight: 400, from: 22, until: 1e9 },
    3: { size: 11, weight: 400, from: 55, until: 1e9 }
  };
  var BEYOND = 20;
  var radiusOf2 = (weight) => weight ? Math.min(34, 5 + 2.6 * Math.sqrt(weight)) : 3.5;
  function readOutline(lines2) {
    const land = makeOutline();
    const coast = makeOutline();
    for (const line of lines2) {
      let before = null;
      for (const point of unwrapped(decodeLine(line))) {
        const [longitude, latitude] = point;
        const at2 = [longitude, mercatorY(latitude)];
        if (before) land.lineTo(...at2);
        else land.moveTo(...at2);
        if (before && !isSeam(before, point)) coast.lineTo(...at2);
        else coast.moveTo(...at2);
        before = point;
      }
      land.closePath();
    }
    return { land: land.path(), coast: coast.path() };
  }
  function makeOutline() {
    const parts = [];
    const at2 = (command) => (x, y) => parts.push(`${command}${x.toFixed(2)} ${y.toFixed(2)}`);
    const path = () => {
      const d = parts.join("");
      return { d, drawn: new Path2D(d) };
    };
    return { moveTo: at2("M"), lineTo: at2("L"), closePath: () => parts.push("z"), path };
  }
  function drawLand(context, width, height, colours) {
    const half = width / 2 / map.scale;
    const first = Math.floor((map.x - half - BEYOND + 180) / 360);
    const last = Math.floor((map.x + half + 180) / 360);
    for (let turn = first; turn <= last; turn++) drawWorld(context, width, height, 360 * turn, colours);
  }
  function drawWorld(context, width, height, shift, colours) {
    context.save();
    context.translate(width / 2, height / 2);
    context.scale(map.scale, map.scale);
    context.translate(shift - map.x, -map.y);
    context.fillStyle = colours.land;
    context.strokeStyle = themeColour("--edge");
    context.lineWidth = 0.8 / map.scale;
    const outline = ({ drawn: drawn3, d }) => context.isRecorder ? { d } : drawn3;
    context.fill(outline(map.outline.land), "evenodd");
    context.stroke(outline(map.outline.coast));
    context.restore();
  }
  function drawCircles(context, shown2, colours) {
    const own = kindColour(MEASURES[map.measure].kind);
    const opacity = state.theme === "dark" ? "99" : "77";
    for (const { cluster, x, y, radius, isSelected: isSelected3 } of shown2) {
      context.globalAlpha = map.selected.size && !isSelected3 ? 0.3 : 1;
      context.beginPath();
      context.arc(x, y, radius, 0, 7);
      context.fillStyle = own + (cluster.weight ? opacity : "00");
      context.fill();
      context.lineWidth = isSelected3 ? 3 : 1.3;
      context.strokeStyle = isSelected3 ? colours.accent : own;
      context.stroke();
    }
    context.globalAlpha = 1;
  }
  function drawCircleLabels(context, shown2, space, colours) {
    context.textAlign = "center";
    context.textBaseline = "middle";
    const names = makeFreeSpace();
    const ordered = [...shown2].sort((a, b) => b.isSelected - a.isSelected || b.cluster.weight - a.cluster.weight);
    context.font = font(11, 600);
    for (const { cluster, x, y, radius, isSelected: isSelected3 } of ordered) {
      if (map.selected.size && !isSelected3 || !cluster.weight || radius <= 8) continue;
      const half = context.measureText(String(cluster.weight)).width / 2 + 1;
      names.occupy([x - half, y - 6, x + half, y + 6]);
      writeOver(context, String(cluster.weight), x, y, colours.ink, colours.land);
    }
    for (const [rank, { cluster, x, y, radius, isSelected: isSelected3 }] of ordered.entries()) {
      if (map.selected.size && !isSelected3) continue;
      const [site, ...others] = cluster.sites;
      const text = shorten(nameOf(site), 10) + (others.length ? ` +${others.length}` : "");
      context.font = font(12, isSelected3 ? 600 : 500);
      const half = context.measureText(text).width / 2 + 3;
      const top = y + radius + 2;
      const box2 = [x - half, top, x + half, top + 15];
      const isLeading = isSelected3 || rank < 12;
      if (!names.isFree(box2) || !(isLeading || space.isFree(box2))) continue;
      names.occupy(box2);
      space.occupy(box2);
      writeOver(context, text, x, top + 8, colours.ink, colours.land);
    }
  }
  function drawPlaceNames(context, width, height, shown2, space, colours) {
    const written = shown2.map(({ cluster }) => nameOf(cluster.sites[0]));
    for (const [text, longitude, latitude, rank] of data.map?.names ?? []) {
      const { size, weight, from, until } = NAME_RANKS[rank];
      if (map.scale < from || map.scale > until || written.some((name) => name.startsWith(text))) continue;
      const { x, y } = onScreen({ x: longitude, y: mercatorY(latitude) }, width, height);
      if (x < -40 || y < -20 || x > width + 40 || y > height + 20) continue;
      context.font = font(size, weight);
      const half = context.measureText(text).width / 2 + 3;
      const box2 = [x - half, y - 8, x + half, y + 8];
      if (!space.isFree(box2)) continue;
      space.occupy(box2);
      context.globalAlpha = Math.min(1, (map.scale - from) / from + 0.4) * 0.8;
      writeOver(context, text, x, y, colours.faint, colours.land);
      context.globalAlpha = 1;
    }
  }
  function drawMap(context, width, height) {
    if (!map.isFitted) {
      map.isFitted = true;
      fitFirst();
    }
    updateClusters();
    const colours = {
      ink: themeColour("--ink"),
      faint: themeColour("--faint"),
      accent: themeColour("--accent"),
      land: themeColour("--land")
    };
    drawLand(context, width, height, colours);
    const space = makeFreeSpace();
    map.shown = map.clusters.map((cluster) => {
      const isSelected3 = cluster.sites.some((site) => map.selected.has(site));
      return { cluster, ...onScreen(cluster, width, height), radius: radiusOf2(cluster.weight), isSelected: isSelected3 };
    }).filter(({ x, y, radius: r }) => x > -r && y > -r && x < width + r && y < height + r);
    for (const { x, y, radius } of map.shown) {
      const half = radius * 0.7;
      space.occupy([x - half, y - half, x + half, y + half]);
    }
    drawCircles(context, map.shown, colours);
    drawCircleLabels(context, map.shown, space, colours);
    drawPlaceNames(context, width, height, map.shown, space, colours);
  }

  // page/map.js
  function clusterAt(x, y) {
    let best = null;
    let least = 5;
    for (const { cluster, x: cx, y: cy, radius } of map.shown) {
      const outside = Math.hypot(cx - x, cy - y) - Math.max(radius, 7);
      if (outside < least) [best, least] = [cluster, outside];
    }
    return best;
  }
  function describe2({ sites, counts }) {
    const rest = sites.length - 6;
    const names = sites.slice(0, 6).map(nameOf).join(localised("、", ", "));
    const more = rest > 0 ? localised(` 等 ${sites.length} 处`, ` and ${rest} more`) : "";
    const parts = [
      ["events", "事件", "events"],
      ["organisations", "机构", "organisations"],
      ["people", "人物", "people"],
      ["articles", "文章", "articles"]
    ];
    const counted = parts.filter(([name]) => counts[name]).map(([name, zh, en]) => localised(`${zh} ${counts[name]}`, `${counts[name]} ${en}`));
    const contained = localised(
      `含其下 ${counts.contained} 个没有坐标的地点`,
      `with ${counts.contained} places within that have no coordinates`
    );
    return [names + more, counted.join(" · "), counts.contained ? contained : ""].filter(Boolean).join("\n");
  }
  function pick2({ sites }, x, y) {
    if (sites.length === 1) return selectNode(sites[0]);
    const [first, ...others] = sites.map((site) => atlas.positions.get(site));
    const apart = Math.max(...others.map((other) => Math.hypot(other.x - first.x, other.y - first.y)));
    if (apart * MAX_SCALE2 < 40) return map.surface.offer(sites, x, y);
    fitSites(sites, MAX_SCALE2);
    map.surface.redraw();
  }
  function step2(direction) {
    const sites = [...map.tallies.keys()].sort((a, b) => weightOf(b) - weightOf(a) || a - b);
    if (!sites.length) return;
    const at2 = sites.indexOf(state.node);
    selectNode(sites[at2 < 0 ? 0 : (at2 + direction + sites.length) % sites.length]);
  }
  function zoom2(factor, x, y) {
    const { clientWidth: width, clientHeight: height } = map.surface.canvas;
    const scale = Math.max(width / 400, Math.min(MAX_SCALE2, map.scale * factor));
    const by = 1 / map.scale - 1 / scale;
    map.x += (x - width / 2) * by;
    map.y += (y - height / 2) * by;
    map.scale = scale;
  }
  function revealSelected() {
    const { clientWidth: width, clientHeight: height } = map.surface.canvas;
    const points = [...map.selected].map((site) => onScreen(atlas.positions.get(site), width, height));
    const isInSight = ({ x, y }) => x > 0 && y > 0 && x < width && y < height;
    if (map.isFitted && !points.every(isInSight)) fitSites([...map.selected], map.scale);
  }
  function addMapTab() {
    if (!atlas.places.length) return;
    addPicture("map", drawMap, "--sea");
    const measure2 = element("select", {}, ...Object.keys(MEASURES).map((value) => element("option", { value })));
    const summary = faint("");
    const rest = element("button", { type: "button", className: "more" });
    function translate() {
      const { degree } = graph;
      const unplaced = atlas.places.filter((id) => isVisible(id) && !atlas.siteOf.has(id));
      unplaced.sort((a, b) => degree(b) - degree(a));
      const count2 = map.tallies.size;
      for (const option of measure2.options) option.textContent = localised(...MEASURES[option.value].names);
      measure2.setAttribute("aria-label", localised("圆的大小表示", "Circles sized by"));
      const none = localised(
        "没有可画的地点：图中的地点都没有坐标。只有中国的行政区划、外国和外国的大城市带有坐标。",
        "Nothing to draw: no place here has coordinates. Those of China's divisions, of countries and of large foreign cities are known."
      );
      summary.textContent = count2 ? localised(`地图上 ${count2} 处`, `${count2} places on the map`) : none;
      rest.textContent = localised(
        `另有 ${unplaced.length} 个地点没有坐标`,
        `${unplaced.length} places have no coordinates`
      );
      rest.hidden = unplaced.length === 0;
      rest.onclick = () => map.surface.offer(unplaced, 8, 8);
      map.surface.translate();
    }
    measure2.addEventListener("change", () => {
      map.measure = measure2.value;
      map.surface.redraw();
    });
    addTab({
      id: "map",
      label: { zh: "地图", en: "Map" },
      show: (container2) => {
        map.outline = readOutline(data.map?.land ?? []);
        container2.classList.add("drawn");
        container2.append(element("div", { className: "bar" }, measure2, summary, rest));
        map.surface = makeSurface(container2, {
          label: () => localised(
            "地图。方向键移动，加减键缩放，0 看全部，上下翻页键逐个选地点。",
            "Map. Arrow keys move, plus and minus zoom, 0 fits, Page Up and Page Down step through places."
          ),
          draw: drawMap,
          pan: (x, y) => {
            map.x -= x / map.scale;
            map.y -= y / map.scale;
          },
          zoom: zoom2,
          fit: fitAll2,
          at: clusterAt,
          pick: pick2,
          describe: describe2,
          step: step2
        });
        map.surface.stage.append(element("p", { className: "credit", textContent: "Natural Earth · GeoNames" }));
      },
      update: (what) => {
        if (what === "hover") return;
        updateTallies();
        translate();
        revealSelected();
        map.surface.redraw();
      }
    });
  }

  // page/network-tab.js
  function showHoveredBundle({ clientX, clientY }) {
    const { left, top } = canvas.getBoundingClientRect();
    const bundle = bundleAt({ x: clientX - left, y: clientY - top });
    if (!hoverBundle(bundle)) return;
    canvas.classList.toggle("on-bundle", bundle !== null);
    drawing.hover();
  }
  function addNetworkTab() {
    const hint = element("p", { className: "hint" });
    const unlinked = element("details", { className: "unlinked", hidden: true });
    const summary = element("summary", {});
    let listed = "";
    function updateUnlinked() {
      const ids = unlinkedNodes();
      unlinked.hidden = ids.length === 0;
      summary.textContent = localised(`另有 ${ids.length} 个没有连线`, `${ids.length} have no links`);
      if (unlinked.open && listed !== `${state.language} ${ids}`) listUnlinked(ids);
    }
    function listUnlinked(ids) {
      listed = `${state.language} ${ids}`;
      unlinked.replaceChildren(summary, ...inBatches(ids, (id) => nodeButton(id, false), 30));
    }
    unlinked.append(summary);
    unlinked.addEventListener("toggle", () => unlinked.open && listUnlinked(unlinkedNodes()));
    addTab({
      id: "network",
      label: { zh: "网络", en: "Network" },
      show: (container2) => {
        drawing.make(container2);
        container2.append(communityLegend, unlinked, hint);
        canvas.setAttribute("role", "application");
        canvas.addEventListener("pointermove", showHoveredBundle);
      },
      update: (what) => {
        if (what === "hover") return drawing.hover();
        updatePlaces();
        updateUnlinked();
        drawing.paint();
        const name = localised(
          "网络图。N 与 P 依次选择实体，方向键移动，加减号缩放，回车读详情，或展开、收起一束；同样的数据也在表格中。",
          "Network. N and P step through the entities, arrows move, plus and minus zoom, Enter reads the details, and opens or closes a bundle; the table holds the same data."
        );
        canvas.setAttribute("aria-label", name);
        hint.textContent = localised(
          "点击看出处 · 双击只看邻近 · 滚轮缩放 · / 搜索 · N 下一个 · Esc 返回",
          "Click for evidence · double-click for neighbours only · wheel zooms · / searches · N next · Esc leads back"
        );
      }
    });
  }

  // page/bundle-panel.js
  function toggleButton(bundle) {
    const { key, isOpen } = bundle;
    const name = isOpen ? localised("收起", "Close") : localised("展开", "Open");
    const press = () => {
      toggleBundle(allBundles().find((one) => one.key === key));
      document.querySelector("#panel .bundle")?.focus({ preventScroll: true });
    };
    const created = button(`${name} ${bundleName(bundle)}`, press, "plain bundle");
    created.setAttribute("aria-expanded", String(isOpen));
    return created;
  }
  function bundleButtons(hub) {
    const buttons = bundlesAt(hub).map(toggleButton);
    return buttons.length ? [element("div", { className: "row" }, ...buttons)] : [];
  }
  function bundleContents(bundle) {
    const leaves = [...bundle.leaves].sort((a, b) => compareText(sortDate(a), sortDate(b)) || a - b);
    const item = (id) => {
      const when = bundle.kind === "Event" ? [time(eventTime(id) || sortDate(id))] : [];
      return element("div", { className: "stated" }, ...when, nodeButton(id));
    };
    return [
      faintParagraph(
        localised("收在一起的节点：在图中只与这一个相连", "Bundle: in the picture, these have no other neighbour")
      ),
      element("h2", { textContent: bundleTitle(bundle) }),
      element("div", { className: "row" }, toggleButton(bundle), nodeButton(bundle.hub)),
      ...inBatches(leaves, item, 30)
    ];
  }

  // page/corrections.js
  function correctionItem([line, note]) {
    return element(
      "li",
      {},
      element("code", { textContent: line }),
      copyButton(() => line),
      faint(note)
    );
  }
  function corrections(lines2) {
    if (!lines2.length) return [];
    const hint = localised(
      "改好后粘贴到本页同一文件夹的 corrections.txt，再次运行 kg build 即生效。",
      "Complete a line, put it into corrections.txt in this page's folder, and run kg build again."
    );
    const summary = element("summary", { textContent: localised("有误？更正", "Wrong? Correct it") });
    const list = element("ul", { className: "corrections" }, ...lines2.map(correctionItem));
    return [element("details", {}, summary, faintParagraph(hint), list)];
  }
  function nodeCorrections(node) {
    const key = correctionWord(node.key);
    if (node.group === "Event") return corrections([[`reject ${key}`, localised("删除此事件", "drop this event")]]);
    const article = data.articles[node.articles.at(-1)]?.[3];
    const others = [...kinds.keys()].filter((kind) => kind !== node.group && kind !== "Event");
    const split = [
      `split ${key} ${correctionWord(article ?? "")}`,
      localised("该文所指另有其人或其物", "that article means another")
    ];
    const kindsNamed = localised(`改类别：${others.join("、")}`, `is one of: ${others.join(", ")}`);
    return corrections([
      [`merge ${key} ${node.group.toLowerCase()}/…`, localised("与另一条目合并", "is the same as another")],
      ...node.articles.length > 1 && article ? [split] : [],
      [`rename ${key} "${node.label.replaceAll('"', "")}"`, localised("改名", "rename it")],
      [`retype ${key} ${others[0]}`, kindsNamed],
      [`same ${key} http://www.wikidata.org/entity/Q…`, localised("对应权威条目", "its entry in an authority")]
    ]);
  }
  function edgeCorrections(edge) {
    const articleOf2 = (sentence) => data.articles[data.sentences[sentence][1]]?.[2] ?? "";
    const cited = citationsOf([edge]).filter(([, , key]) => key);
    return corrections(cited.map(([sentence, , key]) => [`reject ${correctionWord(key)}`, articleOf2(sentence)]));
  }

  // page/part-notes.js
  var digits = (count2) => String(count2).replace(/\B(?=(\d{3})+$)/g, ",");
  function pagePartNote() {
    const [nodes] = data.leftOut;
    if (!nodes) return "";
    const total = digits(nodes + graph.nodes.length);
    return faintParagraph(localised(`只计图中所画；共 ${total} 个节点`, `Of what is drawn; ${total} nodes in all`));
  }
  function nodePartNote(id) {
    const { drawn: drawn3, total } = linkCounts(id);
    const count2 = total[0] - drawn3[0];
    if (!count2) return "";
    const [said, all] = [
      localised(`与之相连的另有 ${count2} 个不在图中 `, `${count2} more linked to it are not in this picture `),
      localised("全部", "all of it")
    ];
    const way = data.site ? iriLink(iriOf(id), all) : data.whole ? element("a", { href: data.whole }, all) : "";
    return element("p", { className: "faint" }, said, way);
  }

  // page/overview.js
  function leaders(ids, kind, count2) {
    const degrees = shownDegrees();
    const ofKind = ids.filter((id) => graph.nodes[id].group === kind && degrees[id]);
    const leading = ofKind.sort((a, b) => degrees[b] - degrees[a] || a - b).slice(0, count2);
    const item = (id) => {
      const parts = [nodeButton(id), faint(mainPosition(id)), faint(String(degrees[id]))];
      return element("li", {}, element("div", { className: "stated" }, ...parts));
    };
    return leading.length ? section(kindPlural(kind), element("ul", {}, ...leading.map(item))) : [];
  }
  var allLeaders = (ids) => [
    ...leaders(ids, "Person", 8),
    ...leaders(ids, "Organisation", 8),
    ...leaders(ids, "Event", 6),
    ...leaders(ids, "Place", 5)
  ];
  function communityContents(number2) {
    const members = graph.communities.get(number2).filter(isVisible);
    return [
      element("h2", { textContent: communityName(number2) }),
      faintParagraph(localised(`群组 · ${members.length} 个节点`, `Community · ${members.length} nodes`)),
      ...allLeaders(members)
    ];
  }
  function figures(nodeCount, sources2) {
    const figure2 = (count2, zh, en) => element("div", {}, element("strong", { textContent: digits(count2) }), faint(localised(zh, en)));
    return element(
      "div",
      { className: "figures" },
      figure2(nodeCount, "个节点", "nodes"),
      figure2(graph.edges.filter(isEdgeVisible).length, "条连线", "links"),
      figure2(sources2.sentences, "句出处", "sentences"),
      figure2(sources2.articles, "篇文章", "articles")
    );
  }
  function overviewContents() {
    const ids = graph.byDegree.filter(isVisible);
    if (!graph.nodes.length)
      return [element("h2", { textContent: localised("图中没有实体", "Nothing to show") }), ...communityList()];
    const sources2 = countSources();
    const { days: days2 } = sources2;
    return [
      element("h2", { textContent: localised("网络概览", "Overview") }),
      figures(ids.length, sources2),
      pagePartNote(),
      faintParagraph(days2.length ? `${days2[0]} – ${days2.at(-1)}` : ""),
      ...communityList(),
      ...allLeaders(ids)
    ];
  }

  // page/query-section.js
  function querySection(node) {
    const fitting = data.queries.filter(([kinds2]) => kinds2.includes(node.group));
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
        copyButton(() => code.textContent)
      );
    };
    const summary = element("summary", { textContent: localised("SPARQL 查询", "SPARQL") });
    return [element("details", {}, summary, ...fitting.map(query))];
  }

  // page/panel.js
  var panel = document.getElementById("panel");
  function statusTag(id) {
    const node = graph.nodes[id];
    return isUnconfirmed(node) ? tag(valueName(statusOf(node))) : null;
  }
  function positionSection(id) {
    const rows = positionsAt(id);
    const row = ({ edge, title: title2, tenure, citations, date }) => {
      const end = edge ? otherEnd(edge, id) : null;
      const tenureTag = tenure && tenure !== "current" ? tag(valueName(tenure)) : "";
      const position = element("span", {}, tenureTag, title2);
      const words = [...namesOf(id), title2, ...end === null ? [] : namesOf(end)];
      const held = element("span", {}, position, " ", end === null ? "" : nodeButton(end));
      return statementItem([time(date), held], citations, words);
    };
    const title = rows.some(({ isSubject }) => isSubject) ? localised("职务（按报道日期）", "Positions, by date of report") : localised("任职者（按报道日期）", "Office holders, by date of report");
    return section(title, ...inBatches(rows, row));
  }
  function eventSection(id) {
    const rows = eventsAt(id);
    const beside = (event) => nameBeside(nameOf(event), namesOf(id));
    const row = ([edge, [predicate, , , citations]]) => {
      const event = otherEnd(edge, id);
      const stated = eventTime(event);
      const when = stated ? time(stated) : time(sortDate(event), { className: "guess", title: localised("报道日期", "date of the report") });
      const what = element(
        "span",
        {},
        nodeButton(event, true, beside(event)),
        statusTag(event),
        faint(" " + propertyName(predicate))
      );
      return statementItem([when, what], citations, [...namesOf(id), ...namesOf(event)]);
    };
    if (!rows.length) return [];
    const counts = linkCounts(id);
    const [shown2, total] = [counts.shown[1], counts.total[1]];
    const counted = shown2 === total ? String(total) : `${shown2} / ${total}`;
    return section(localised(`事件 ${counted}`, `Events: ${counted}`), ...inBatches(rows, row));
  }
  function relationSections(id) {
    const isEvent = graph.nodes[id].group === "Event";
    const groups = /* @__PURE__ */ new Map();
    for (const row of statementsAt(id)) {
      const [edge, [predicate], isSubject] = row;
      if (predicate === "holdsPosition" || !isEvent && graph.nodes[otherEnd(edge, id)].group === "Event") continue;
      const name = propertyName(predicate, isSubject);
      groups.set(name, [...groups.get(name) ?? [], row]);
    }
    const item = ([edge, [, title, tenure, citations]]) => {
      const end = otherEnd(edge, id);
      const words = [...namesOf(id), ...namesOf(end), title];
      return statementItem([nodeButton(end), faint(tenureName(tenure) + title)], citations, words);
    };
    return [...groups].flatMap(([name, rows]) => section(name, ...inBatches(rows, item)));
  }
  function coMentionSection(id) {
    const item = ([other, count2]) => {
      const note = faint(localised(`同见于 ${count2} 篇`, `${count2} articles`));
      return element("div", { className: "stated" }, nodeButton(other), note);
    };
    return section(localised("常一同出现", "Often appears with"), ...inBatches(coMentions(id), item, 6));
  }
  function factPairs(node) {
    const facts2 = shownFacts(node.id).filter(([name]) => name !== "holdsPosition").sort(([a], [b]) => factOrder.indexOf(a) - factOrder.indexOf(b));
    const pairs = facts2.map(([name, value]) => [
      factName(name),
      name === "eventType" ? typeName(value) : valueName(value)
    ]);
    if (node.aliases.length) pairs.unshift([localised("又名", "Aliases"), joinNames(node.aliases)]);
    pairs.push(["IRI", iriLink(iriOf(node.id))]);
    return pairs;
  }
  function articleSection(title, numbers) {
    const item = (number2) => {
      const { title: name, date, file } = articleOf(number2);
      return element("div", { className: "stated" }, time(date), element("span", {}, articleLink(number2, name || file)));
    };
    const ordered = [...numbers].sort((a, b) => compareText(data.articles[a][1], data.articles[b][1]) || a - b);
    return section(title, ...inBatches(ordered, item));
  }
  function nodeContents(id) {
    const node = graph.nodes[id];
    const citations = [...shownFacts(id).flatMap((fact) => fact[2]), ...shownCitations(shownEdgesAt(id))];
    const kind = [kindOf(id), ...node.types.map(typeName)].join(" · ");
    const actions = [
      button(localised("只看邻近", "Neighbours only"), () => focusOn(id)),
      button(localised("两步以内", "Within two steps"), () => focusOn(id, 2)),
      button(localised("路径…", "Path to…"), () => openPathFrom(id)),
      copyButton(() => linkHere(), localised("复制链接", "Copy link"))
    ];
    const named = shownArticles(id);
    const articles = localised(`见于 ${named.length} 篇`, `Named in ${named.length} articles`);
    return [
      element("p", { className: "faint" }, kindShape(node.group), kind, statusTag(id)),
      element("h2", {}, node.label, state.language === "en" && soundOf(id) ? faint(` ${soundOf(id)}`) : ""),
      element("div", { className: "row" }, ...actions),
      ...bundleButtons(id),
      definitions(factPairs(node)),
      nodePartNote(id),
      ...positionSection(id),
      ...relationSections(id),
      ...eventSection(id),
      ...coMentionSection(id),
      ...articleSection(localised("署名文章", "Written by"), node.authored),
      ...evidence(citations, namesOf(id)),
      ...articleSection(articles, named),
      ...querySection(node),
      ...nodeCorrections(node)
    ];
  }
  var edgeWords = (edge) => [...namesOf(edge.from), ...namesOf(edge.to), ...edge.statements.map(([, title]) => title)];
  function edgeContents(number2) {
    const edge = graph.edges[number2];
    const statements = shownStatements(edge).flatMap(([predicate, title, tenure, citations]) => {
      const object = tenureName(tenure) + title || nameOf(edge.to);
      return [
        element("p", { className: "said" }, faint(propertyName(predicate)), " ", object),
        ...quotations(citations, edgeWords(edge))
      ];
    });
    return [
      faintParagraph(localised("关系", "Relation")),
      element("h2", {}, nodeButton(edge.from), " → ", nodeButton(edge.to)),
      ...statements,
      ...edgeCorrections(edge)
    ];
  }
  function pathContents({ from, to, nodes, edges }) {
    const step4 = (number2, index) => {
      const edge = graph.edges[number2];
      const arrow = edge.from === nodes[index] ? " → " : " ← ";
      const label = element("strong", { textContent: edgeLabel(edge) });
      const ends2 = [nodeButton(nodes[index]), nodeButton(nodes[index + 1])];
      return [
        element("p", { className: "step" }, ends2[0], arrow, label, arrow, ends2[1]),
        ...quotations(shownCitations([edge]), edgeWords(edge), 2)
      ];
    };
    return [
      faintParagraph(localised(`最短路径，${edges.length} 步`, `Shortest path, ${edges.length} steps`)),
      element("h2", { textContent: `${nameOf(from)} – ${nameOf(to)}` }),
      ...edges.flatMap(step4)
    ];
  }
  function tieContents({ a, b }) {
    const tie = tieBetween(a, b);
    const shared = tie?.shared ?? [];
    const items = {
      events: () => inBatches(
        shared,
        (event) => element("div", { className: "stated" }, time(eventTime(event) || sortDate(event)), nodeButton(event))
      ),
      sentences: () => quotations(
        shared.map((number2) => [number2, null]),
        [...namesOf(a), ...namesOf(b)]
      ),
      articles: () => articleSection("", shared),
      positions: () => shared.flatMap(
        (number2) => shownStatements(graph.edges[number2]).map(([, title, tenure]) => faintParagraph(tenureName(tenure) + title))
      )
    };
    return [
      faintParagraph(`${tieName(ties.by)}: ${shared.length}`),
      element("h2", {}, nodeButton(a), " – ", nodeButton(b)),
      ...items[ties.by]()
    ];
  }
  function contents() {
    if (state.tie) return tieContents(state.tie);
    if (state.path) return pathContents(state.path);
    if (state.node !== null) return nodeContents(state.node);
    if (state.edge !== null) return edgeContents(state.edge);
    if (selectedBundle()) return bundleContents(selectedBundle());
    if (state.community !== null) return communityContents(state.community);
    return overviewContents();
  }
  function filterNote() {
    if (!isNarrowed()) return [];
    const { from, to } = filterValues();
    const period = from && to ? rangeName(from, to) : from ? `${from} –` : to ? `– ${to}` : "";
    const note = element("span", {
      textContent: localised("只列筛选后的内容", "As filtered") + (period && ` · ${period}`)
    });
    const clear = button(localised("清除筛选", "Clear filters"), () => showAll(), "small");
    return [element("div", { className: "row filtered" }, note, clear)];
  }
  function fill(children) {
    const hadFocus = panel.contains(document.activeElement);
    panel.replaceChildren(...children);
    if (hadFocus) panel.focus({ preventScroll: true });
    panel.scrollTop = 0;
  }
  function mountPanel() {
    let drawn3 = "";
    let last = "";
    onChangeOfView(() => {
      const { node, edge, path, community, bundle, tie, language, hiddenKinds, ego, hops } = state;
      const selected = JSON.stringify([node, edge, path, community, bundle, tie]);
      const open = allBundles().map(({ isOpen }) => isOpen);
      const now = JSON.stringify([selected, language, [...hiddenKinds], ego, hops, filterValues(), open]);
      if (now === drawn3) return;
      drawn3 = now;
      const { scrollTop } = panel;
      fill([...filterNote(), ...contents()]);
      if (selected === last) panel.scrollTop = scrollTop;
      last = selected;
    });
  }

  // core/sorting.js
  function sortRows(rows, valueOf, direction, language) {
    const { compare } = new Intl.Collator(language, { numeric: true });
    const compareValues = (a, b) => typeof a === "number" ? a - b : compare(a, b);
    return rows.map((row, index) => [valueOf(row), index, row]).sort(([a, m], [b, n]) => {
      const order = a === "" || b === "" ? (a === "") - (b === "") : direction * compareValues(a, b);
      return order || m - n;
    }).map(([, , row]) => row);
  }

  // page/table.js
  var BATCH = 200;
  var kindAndTypes = (id) => [kindOf(id), ...graph.nodes[id].types.map(typeName)].join(" · ");
  var dateOfNode = (id) => graph.nodes[id].group === "Event" ? eventTime(id) || earliestReport(id) : "";
  var relationOf = ({ statement: [predicate, title, tenure] }) => [propertyName(predicate), tenureName(tenure) + title].filter(Boolean).join(" · ");
  var confidenceOf = ({ statement }) => statementConfidence(statement[3]);
  var columns = {
    nodes: [
      { id: "name", label: ["名称", "Name"], value: nameOf, cell: nodeCell },
      { id: "kind", label: ["类别", "Kind"], value: kindAndTypes },
      { id: "date", label: ["日期", "Date"], value: dateOfNode, className: "short" },
      { id: "aliases", label: ["又名", "Aliases"], value: (id) => joinNames(graph.nodes[id].aliases) },
      { id: "degree", label: ["相邻", "Neighbours"], value: shownDegree, className: "figure" },
      {
        id: "articles",
        label: ["文章", "Articles"],
        value: (id) => shownArticles(id).length,
        className: "figure"
      }
    ],
    edges: [
      {
        id: "from",
        label: ["主语", "Subject"],
        value: ({ edge }) => nameOf(edge.from),
        cell: ({ edge }) => nodeCell(edge.from)
      },
      { id: "relation", label: ["关系", "Relation"], value: relationOf, cell: edgeCell },
      {
        id: "to",
        label: ["宾语", "Object"],
        value: ({ edge }) => nameOf(edge.to),
        cell: ({ edge }) => nodeCell(edge.to)
      },
      {
        id: "date",
        label: ["报道日期", "Reported"],
        value: ({ statement }) => earliestCitation(statement[3]),
        className: "short"
      },
      {
        id: "confidence",
        label: ["置信度", "Confidence"],
        value: confidenceOf,
        cell: (row) => confidenceOf(row) ? confidenceOf(row).toFixed(2) : "",
        className: "figure"
      },
      {
        id: "source",
        label: ["文章", "Article"],
        value: ({ statement }) => sourceText(firstArticle(statement[3])),
        cell: ({ statement }) => sourceCell(firstArticle(statement[3]))
      },
      {
        id: "sentences",
        label: ["出处", "Sentences"],
        value: ({ statement }) => statement[3].length,
        className: "figure"
      }
    ]
  };
  var shown = { of: "nodes", sort: { nodes: ["degree", -1], edges: ["date", 1] }, count: BATCH, words: "" };
  var container = () => document.getElementById("view-table");
  var isSelected2 = (row) => shown.of === "nodes" ? row === state.node : row.edge.id === state.edge;
  function nodeCell(id) {
    const cell = nodeButton(id, false);
    if (state.node === id) cell.setAttribute("aria-current", "true");
    return cell;
  }
  var sourceText = (number2) => [articleOf(number2).title, articleOf(number2).publisher].filter(Boolean).join(" ");
  function sourceCell(number2) {
    const { title, file, publisher } = articleOf(number2);
    return element("span", {}, articleLink(number2, title || file), publisher && ` ${publisher}`);
  }
  function edgeCell(row) {
    const cell = button(relationOf(row), () => selectEdge(row.edge.id), "link");
    if (state.edge === row.edge.id) cell.setAttribute("aria-current", "true");
    return cell;
  }
  function sortedRows() {
    const [sortedBy, direction] = shown.sort[shown.of];
    const { value } = columns[shown.of].find(({ id }) => id === sortedBy);
    const statements = () => graph.edges.filter(isEdgeVisible).flatMap((edge) => shownStatements(edge).map((statement) => ({ edge, statement })));
    const rows = shown.of === "nodes" ? visibleNodes() : statements();
    return sortRows(rows.filter(hasWords), value, direction, localised("zh-Hans", "en"));
  }
  function hasWords(row) {
    const words = shown.words.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return true;
    const text = columns[shown.of].map(({ value }) => value(row)).join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  }
  function wordsField() {
    const field = element("input", { type: "search", id: "table-words", value: shown.words });
    const name = localised("只看含有这些词的行", "Only rows with these words");
    field.placeholder = name;
    field.setAttribute("aria-label", name);
    field.addEventListener("input", () => {
      Object.assign(shown, { words: field.value, count: BATCH });
      drawRows();
    });
    return field;
  }
  function headCell(column) {
    const [sortedBy, direction] = shown.sort[shown.of];
    const isSorted = sortedBy === column.id;
    const press = () => {
      const first = column.className === "figure" ? -1 : 1;
      shown.sort[shown.of] = [column.id, isSorted ? -direction : first];
      drawRows();
      container().querySelector(`th[data-column="${column.id}"] button`).focus();
    };
    const head = element(
      "th",
      { scope: "col", className: `of-${column.id}` },
      button(localised(...column.label), press, "sort")
    );
    head.dataset.column = column.id;
    head.setAttribute("aria-sort", isSorted ? direction > 0 ? "ascending" : "descending" : "none");
    return head;
  }
  function tableRow(row) {
    const cells = columns[shown.of].map(
      ({ id, value, cell = value, className = "" }) => element("td", { className: `of-${id} ${className}` }, cell(row))
    );
    return element("tr", { className: isSelected2(row) ? "chosen" : "" }, ...cells);
  }
  function tableSwitch(of, zh, en) {
    const press = () => {
      Object.assign(shown, { of, count: BATCH });
      drawTable();
      container().querySelector(`[data-of="${of}"]`).focus();
    };
    const created = button(localised(zh, en), press);
    created.dataset.of = of;
    created.setAttribute("aria-pressed", String(shown.of === of));
    return created;
  }
  function moreButtons(rest) {
    const count2 = Math.min(BATCH, rest);
    const show = (added) => () => {
      shown.count += added;
      drawRows();
    };
    const more = button(localised(`再看 ${count2} 行`, `${count2} more rows`), show(BATCH), "more");
    if (rest <= BATCH) return [more];
    return [more, " ", button(localised(`余下 ${rest} 行全部列出`, `All ${rest} other rows`), show(rest), "more")];
  }
  function drawTable() {
    const switches2 = [tableSwitch("nodes", "实体", "Entities"), tableSwitch("edges", "陈述", "Statements")];
    container().replaceChildren(
      element("div", { className: "row" }, ...switches2, wordsField()),
      element("div", { id: "table-rows" })
    );
    drawRows();
  }
  function drawRows() {
    const rows = sortedRows();
    const rest = rows.length - shown.count;
    const caption = shown.of === "nodes" ? localised(`实体 ${rows.length} 个`, `${rows.length} entities`) : localised(`陈述 ${rows.length} 条`, `${rows.length} statements`);
    const table = element(
      "table",
      {},
      element("caption", { textContent: caption }),
      element("thead", {}, element("tr", {}, ...columns[shown.of].map(headCell))),
      element("tbody", {}, ...rows.slice(0, shown.count).map(tableRow))
    );
    document.getElementById("table-rows").replaceChildren(table, ...rest > 0 ? moreButtons(rest) : []);
  }
  function addTableTab() {
    let drawn3 = "";
    addTab({
      id: "table",
      label: { zh: "表格", en: "Table" },
      show: () => {
      },
      update: (what) => {
        const { node, edge, ego, language, hiddenKinds } = state;
        const now = JSON.stringify([node, edge, ego, language, [...hiddenKinds], filterValues()]);
        if (what === "hover" || now === drawn3) return;
        drawn3 = now;
        const { scrollTop } = container();
        keepFocus(
          container(),
          () => {
            drawTable();
            container().scrollTop = scrollTop;
          },
          "button, input"
        );
      }
    });
  }

  // core/time-bins.js
  var MAX_BINS = 90;
  var MONDAY2 = 4;
  var monthsFrom = (count2) => ({
    start: (day) => periodStart(day, count2),
    next: (day) => periodStart(day + 31 * count2, count2)
  });
  var STEPS = [
    { start: (day) => day, next: (day) => day + 1, length: 10 },
    { start: (day) => day - ((day - MONDAY2) % 7 + 7) % 7, next: (day) => day + 7, length: 10 },
    { ...monthsFrom(1), length: 7 },
    { ...monthsFrom(3), length: 7 },
    { ...monthsFrom(12), length: 4 },
    { ...monthsFrom(120), length: 4 }
  ];
  function makeBins(eventDays2, articleDays) {
    const days2 = [...eventDays2].sort((a, b) => a - b);
    const published = [...articleDays].filter((day) => day !== NEVER).sort((a, b) => a - b);
    if (!days2.length) return [];
    const margin = published.length ? Math.max(31, (published.at(-1) - published[0]) / 4) : Infinity;
    const first = Math.max(days2[0], (published[0] ?? 0) - margin);
    const last = Math.max(days2[Math.floor(days2.length * 0.98)], published.at(-1) ?? -Infinity);
    for (const { start, next, length } of STEPS) {
      const bins2 = [];
      for (let day = start(Math.floor(first)); day <= last && bins2.length <= MAX_BINS; day = next(day))
        bins2.push([day, isoDay(day).slice(0, length)]);
      if (bins2.length <= MAX_BINS) return bins2;
    }
    return [];
  }
  var binOf = (bins2, day) => Math.max(
    0,
    bins2.findLastIndex(([first]) => first <= day)
  );
  function countByBin(bins2, days2) {
    const counts = new Array(bins2.length).fill(0);
    for (const day of days2) counts[binOf(bins2, day)]++;
    return counts;
  }

  // page/time-filter.js
  var SLICE_TIME = 1200;
  var box = document.getElementById("time");
  var dayOfEvent = new Map(events.map(({ id }) => [id, eventDay(graph, id)]).filter(([, day]) => day !== NEVER));
  var bins = makeBins(dayOfEvent.values(), graph.articleDay);
  var lastBin = bins.length - 1;
  var hasEarlier = bins.length > 0 && [...dayOfEvent.values()].some((day) => day < bins[0][0]);
  var allCounts = countByBin(bins, bins.length ? dayOfEvent.values() : []);
  var bars = svgElement("svg", {
    class: "bars",
    viewBox: `0 0 ${Math.max(1, bins.length)} 1`,
    preserveAspectRatio: "none",
    "aria-hidden": "true"
  });
  var days = ["from", "to"].map(
    (end) => element("input", { id: `day-${end}`, className: "day", maxLength: 10, autocomplete: "off", spellcheck: false })
  );
  var dash = element("span", { textContent: "–" });
  var count = element("output", { className: "stretch" });
  var play = button("", () => playing ? stopPlaying() : startPlaying(), "small");
  var reset = button(
    "",
    () => {
      stopPlaying();
      setTimes(null, null);
    },
    "small"
  );
  var handles = ["from", "to"].map(
    (end) => element("input", { type: "range", min: 0, max: Math.max(0, lastBin), step: 1, id: `time-${end}` })
  );
  function setTimes(from, to) {
    Object.assign(state.filters, { from, to });
    changed();
  }
  function moveHandles(moved) {
    stopPlaying();
    const [from, to] = handles.map((handle) => Number(handle.value));
    const start = moved === 0 ? Math.min(from, to) : from;
    const end = moved === 1 ? Math.max(from, to) : to;
    const { filters } = state;
    if (moved === 0) setTimes(start === 0 ? null : bins[start][0], filters.to);
    else setTimes(filters.from, end === lastBin ? null : bins[end + 1][0] - 1);
  }
  function takeTyped(end) {
    stopPlaying();
    const text = days[end].value.trim();
    const period = text ? periodIn(text) : [null, null];
    const { filters } = state;
    const [from, to] = period ? [
      [period[0], filters.to],
      [filters.from, period[1]]
    ][end] : [1, 0];
    const isWrong = !period || from !== null && to !== null && from > to;
    days[end].setAttribute("aria-invalid", String(isWrong));
    if (!isWrong) return setTimes(from, to);
    announce(
      period ? localised("起始日期在截止日期之后。", "The first day is after the last.") : localised("请写成 2021、2021-03 或 2021-03-05。", "Write 2021, 2021-03 or 2021-03-05.")
    );
  }
  var playing = 0;
  function stopPlaying() {
    if (!playing) return;
    clearInterval(playing);
    playing = 0;
    update2();
  }
  function startPlaying() {
    const { from, to } = state.filters;
    const isChosen2 = from !== null && to !== null;
    const length = isChosen2 ? binOf(bins, to) - binOf(bins, from) + 1 : Math.ceil(bins.length / 12);
    let start = isChosen2 ? binOf(bins, from) : -length;
    const step4 = () => {
      start += length;
      if (start > lastBin) return stopPlaying();
      setTimes(bins[start][0], (bins[start + length]?.[0] ?? Infinity) === Infinity ? null : bins[start + length][0] - 1);
    };
    playing = setInterval(step4, SLICE_TIME);
    step4();
    update2();
  }
  function drawBars(shown2) {
    const most = Math.max(1, ...allCounts);
    const bar = (className) => (number2, at2) => {
      const height = Math.sqrt(number2 / most);
      return svgElement("rect", { class: className, x: at2 + 0.08, width: 0.84, y: 1 - height, height });
    };
    bars.replaceChildren(...allCounts.map(bar("all")), ...shown2.map(bar("seen")));
  }
  function shownDay(id) {
    if (graph.firstDay[id] !== NEVER || !hasFilters()) return dayOfEvent.get(id);
    const reported = shownArticles(id).map((article) => graph.articleDay[article]);
    return Math.min(...reported.filter((day) => day !== NEVER));
  }
  function updateDays2() {
    const ends2 = [state.filters.from, state.filters.to];
    const names = [localised("起始日期", "First day"), localised("截止日期", "Last day")];
    days.forEach((input, end) => {
      if (document.activeElement !== input || input.getAttribute("aria-invalid") !== "true") {
        input.value = ends2[end] === null ? "" : isoDay(ends2[end]);
        input.setAttribute("aria-invalid", "false");
      }
      input.placeholder = end ? bins[lastBin][1] : (hasEarlier ? "…" : "") + bins[0][1];
      input.setAttribute("aria-label", names[end]);
      input.title = localised("年、月或日：2021、2021-03、2021-03-05", "A year, month or day: 2021, 2021-03, 2021-03-05");
    });
  }
  function update2() {
    const standing = emphasised();
    const isShown = ([id]) => isVisible(id) && (!standing || standing.has(id));
    const shown2 = [...dayOfEvent].filter(isShown).map(([id]) => shownDay(id)).filter(Number.isFinite);
    const from = state.filters.from === null ? 0 : binOf(bins, state.filters.from);
    const to = state.filters.to === null ? lastBin : binOf(bins, state.filters.to);
    drawBars(countByBin(bins, shown2));
    [from, to].forEach((at2, end) => {
      const day = [state.filters.from, state.filters.to][end];
      handles[end].value = String(at2);
      handles[end].setAttribute("aria-valuetext", day === null ? bins[at2][1] : isoDay(day));
      handles[end].setAttribute("aria-label", end ? localised("止", "To") : localised("起", "From"));
    });
    updateDays2();
    count.textContent = localised(`事件 ${shown2.length}`, `${shown2.length} events`);
    reset.textContent = localised("全部时间", "All dates");
    reset.hidden = state.filters.from === null && state.filters.to === null;
    play.textContent = playing ? localised("停止", "Stop") : localised("播放", "Play");
    play.title = localised(
      "逐段播放：所选的一段时间，或全部的十二分之一",
      "Play slices: of the chosen length, or a twelfth of all"
    );
  }
  function mountTimeFilter() {
    box.append(
      element("div", { className: "slider" }, bars, ...handles),
      element("div", { className: "row" }, days[0], dash, days[1], count, play, reset)
    );
    box.hidden = bins.length < 2;
    if (box.hidden) return;
    handles.forEach((handle, end) => handle.addEventListener("input", () => moveHandles(end)));
    days.forEach((input, end) => input.addEventListener("change", () => takeTyped(end)));
    onChangeOfView(update2);
  }

  // page/timeline-drawing.js
  var LANE_ROWS = 3;
  var BIN_WIDTH = 6;
  var { firstDay: firstDay2, lastDay: lastDay2 } = eventDays;
  function tickName(day, unit, isFull) {
    const date = dateOf(day);
    const year = date.getUTCFullYear();
    const month = date.getUTCMonth() + 1;
    const inEnglish = (options) => date.toLocaleString("en", { ...options, timeZone: "UTC" });
    if (unit === "year") return localised(`${year}年`, String(year));
    if (unit === "month") {
      if (isFull || month === 1) return localised(`${year}年${month}月`, `${year}-${String(month).padStart(2, "0")}`);
      return localised(`${month}月`, inEnglish({ month: "short" }));
    }
    if (isFull) return isoDay(day);
    return localised(`${month}月${date.getUTCDate()}日`, inEnglish({ month: "short", day: "numeric" }));
  }
  function drawAxis(context, width, height, colours) {
    context.font = font(11);
    context.textAlign = "left";
    context.textBaseline = "middle";
    let isFirst = true;
    for (const { day, unit } of axisTicks(dayAt(GUTTER), dayAt(width), timeline.scale)) {
      const x = xOf(day);
      if (x < GUTTER - 1) continue;
      context.fillStyle = colours.rule;
      context.fillRect(Math.round(x), AXIS - 6, 1, height - AXIS + 6);
      context.fillStyle = isFirst ? colours.ink : colours.faint;
      context.fillText(tickName(day, unit, isFirst), x + 4, AXIS / 2);
      isFirst = false;
    }
    const { from, to } = state.filters;
    context.fillStyle = colours.page;
    context.globalAlpha = 0.6;
    if (from !== null) context.fillRect(GUTTER, AXIS, Math.max(0, xOf(from) - GUTTER), height);
    if (to !== null) context.fillRect(xOf(to + 1), AXIS, Math.max(0, width - xOf(to + 1)), height);
    context.globalAlpha = 1;
  }
  function laneContents({ events: members, longest }, width) {
    const from = dayAt(GUTTER);
    const to = dayAt(width);
    const begin = indexFrom(members, from - longest - 1);
    const end = indexFrom(members, to);
    const inSight = end - indexFrom(members, from);
    const shown2 = members.slice(begin, end);
    if (inSight * 11 <= (width - GUTTER) * LANE_ROWS) return { single: shown2.filter((id) => lastDay2[id] + 1 >= from) };
    return countLane(shown2, BIN_WIDTH / timeline.scale, from, eventDays);
  }
  var labels = /* @__PURE__ */ new Map();
  function labelWithin(context, id, space) {
    if (!labels.has(id)) {
      const text2 = shorten(nameOf(id), 16);
      labels.set(id, { text: text2, width: context.measureText(text2).width });
    }
    const { text, width } = labels.get(id);
    if (width <= space) return text;
    const letters = Math.floor(space / width * [...text].length) - 1;
    return letters >= 3 ? shorten(text, letters) : "";
  }
  function drawMark2(context, { id, left, right, isWide }, y, colours) {
    const own = kindColour("Event");
    const isSelected3 = state.node === id;
    const isCertain = ["", "happened"].includes(statusOf(graph.nodes[id]));
    context.beginPath();
    if (isWide) context.roundRect(left, y - 6, Math.max(4, right - left - 1), 12, 4);
    else {
      context.moveTo(left + 6, y - 6);
      context.lineTo(left + 12, y);
      context.lineTo(left + 6, y + 6);
      context.lineTo(left, y);
      context.closePath();
    }
    context.fillStyle = isGuess(id) ? colours.page : own + (isWide ? "33" : isCertain ? "ff" : "22");
    context.fill();
    context.strokeStyle = isSelected3 ? colours.accent : own;
    context.lineWidth = isSelected3 ? 3 : 1;
    context.setLineDash(isCertain ? [] : [2, 2]);
    context.stroke();
    context.setLineDash([]);
  }
  function drawSingles(context, top, ids, width, colours) {
    const standing = emphasised();
    context.font = font(12);
    context.textAlign = "left";
    context.textBaseline = "middle";
    const spans = ids.map((id) => [id, xOf(firstDay2[id]), xOf(lastDay2[id] + 1)]);
    for (const mark of placeInRows(spans, LANE_ROWS, GUTTER, width)) {
      const { id, left, right, isWide, row, until } = mark;
      const y = top + 11 + row * 17;
      context.globalAlpha = standing && !standing.has(id) ? 0.22 : 1;
      drawMark2(context, mark, y, colours);
      const x = isWide ? Math.max(left, GUTTER) + 5 : right + 3;
      context.fillStyle = colours.ink;
      if (state.node === id) writeOver(context, shorten(nameOf(id), 16), x, y, colours.ink, colours.page);
      else context.fillText(labelWithin(context, id, until - x), x, y);
      const labelEnd = Math.min(until, x + (labels.get(id)?.width ?? 0));
      timeline.boxes.push({ x0: left - 3, x1: Math.max(right + 3, labelEnd), y0: y - 9, y1: y + 9, ids: [id] });
    }
    context.globalAlpha = 1;
  }
  function drawBins(context, lane, top, { bins: bins2, changes, days: days2 }, most, width) {
    const own = kindColour("Event");
    const base = top + LANE_HEIGHT - 5;
    const height = (count2) => Math.max(2, (LANE_HEIGHT - 12) * Math.sqrt(count2 / most));
    let underWay = 0;
    let since = null;
    context.fillStyle = own + "33";
    for (const [bin, change] of [...changes].sort(([a], [b]) => a - b)) {
      if (underWay) {
        const left = Math.max(GUTTER, xOf(since * days2));
        const right = Math.min(width, xOf(bin * days2));
        if (right > left) context.fillRect(left, base - height(underWay), right - left, height(underWay));
      }
      underWay += change;
      since = bin;
    }
    context.fillStyle = own;
    for (const [bin, count2] of bins2) {
      const x = xOf(bin * days2);
      context.fillRect(x, base - height(count2), BIN_WIDTH - 1, height(count2));
      const box2 = { x0: x, x1: x + BIN_WIDTH, y0: top, y1: base };
      timeline.boxes.push({ ...box2, lane, from: bin * days2, to: (bin + 1) * days2, count: count2 });
    }
  }
  function drawLane(context, { lane, top, contents: contents2 }, most, width, height, colours) {
    context.fillStyle = colours.rule;
    context.fillRect(0, top + LANE_HEIGHT - 1, width, 1);
    context.save();
    context.beginPath();
    context.rect(GUTTER, AXIS, width - GUTTER, height - AXIS);
    context.clip();
    if (contents2.single) drawSingles(context, top, contents2.single, width, colours);
    else drawBins(context, lane, top, contents2, most, width);
    context.restore();
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.font = font(12, lane.key === state.node ? 650 : 500);
    context.fillStyle = colours.ink;
    context.fillText(shorten(lane.name, 8), 10, top + LANE_HEIGHT / 2 - 8);
    context.font = font(11);
    context.fillStyle = colours.faint;
    context.fillText(String(lane.events.length), 10, top + LANE_HEIGHT / 2 + 9);
  }
  function drawScrollbar(context, width, height, colours) {
    const whole = timeline.lanes.length * LANE_HEIGHT;
    const space = height - AXIS;
    if (whole <= space) return;
    context.fillStyle = colours.faint;
    context.globalAlpha = 0.5;
    context.fillRect(width - 6, AXIS + timeline.top / whole * space, 4, Math.max(16, space / whole * space));
    context.globalAlpha = 1;
  }
  function drawTimeline(context, width, height) {
    if (!timeline.isFitted) {
      timeline.isFitted = true;
      fitMost();
    }
    const lowest = timeline.lanes.length * LANE_HEIGHT - (height - AXIS) + 10;
    timeline.top = Math.max(0, Math.min(timeline.top, lowest));
    timeline.boxes = [];
    const colours = {
      ink: themeColour("--ink"),
      faint: themeColour("--faint"),
      rule: themeColour("--line"),
      page: themeColour("--page"),
      accent: themeColour("--accent")
    };
    drawAxis(context, width, height, colours);
    const shown2 = timeline.lanes.map((lane, index) => ({ lane, top: AXIS + index * LANE_HEIGHT - timeline.top })).filter(({ top }) => top > AXIS - LANE_HEIGHT && top < height).map((row) => ({ ...row, contents: laneContents(row.lane, width) }));
    const counts = shown2.flatMap(({ contents: contents2 }) => contents2.bins ? [...contents2.bins.values()] : []);
    const most = Math.max(1, ...counts);
    context.save();
    context.beginPath();
    context.rect(0, AXIS, width, height - AXIS);
    context.clip();
    for (const row of shown2) drawLane(context, row, most, width, height, colours);
    context.restore();
    drawScrollbar(context, width, height, colours);
  }

  // page/timeline.js
  var GROUPINGS = {
    type: ["按类型", "By type"],
    Person: ["按人物", "By person"],
    Organisation: ["按机构", "By organisation"],
    Place: ["按地点", "By place"],
    none: ["不分行", "One lane"]
  };
  var { firstDay: firstDay3, lastDay: lastDay3 } = eventDays;
  function boxAt(x, y) {
    if (y < AXIS || x < GUTTER) return null;
    return timeline.boxes.findLast(({ x0, x1, y0, y1 }) => x >= x0 && x <= x1 && y >= y0 && y <= y1) ?? null;
  }
  function describe3({ ids, lane, from, to, count: count2 }) {
    if (ids) {
      const [id] = ids;
      const when = isGuess(id) ? localised(`日期不详，${isoDay(firstDay3[id])} 报道`, `undated, reported ${isoDay(firstDay3[id])}`) : rangeName(...graph.nodes[id].date);
      return `${nameOf(id)}
${[when, joinNames(graph.nodes[id].types.map(typeName))].filter(Boolean).join(" · ")}`;
    }
    const first = Math.ceil(from);
    const last = Math.max(first, Math.ceil(to) - 1);
    const days2 = first === last ? isoDay(first) : `${isoDay(first)} – ${isoDay(last)}`;
    return `${lane.name}
${days2} · ${localised(`${count2} 个事件`, `${count2} events`)}`;
  }
  function pick3({ ids, lane, from, to }, x, y) {
    if (ids) return selectNode(ids[0]);
    const inside = lane.events.slice(indexFrom(lane.events, from), indexFrom(lane.events, to));
    const [first, last] = [firstDay3[inside[0]], firstDay3[inside.at(-1)]];
    if (inside.length <= 12 || last - first < 1) return timeline.surface.offer(inside, x, y);
    fitDays(first, last);
    timeline.surface.redraw();
  }
  function step3(direction) {
    const shown2 = timeline.events;
    if (!shown2.length) return;
    const at2 = shown2.indexOf(state.node);
    const inSight = Math.min(shown2.length - 1, indexFrom(shown2, dayAt(GUTTER)));
    selectNode(shown2[at2 < 0 ? inSight : (at2 + direction + shown2.length) % shown2.length]);
  }
  function reveal(id) {
    const { clientWidth: width, clientHeight: height } = timeline.surface.canvas;
    const x = xOf((firstDay3[id] + lastDay3[id]) / 2);
    if (x < GUTTER || x > width - 60) timeline.left += (x - (GUTTER + width) / 2) / timeline.scale;
    const lane = timeline.lanes.findIndex((row) => row.events.includes(id));
    const top = lane * LANE_HEIGHT - timeline.top;
    if (lane >= 0 && (top < 0 || top > height - AXIS - LANE_HEIGHT))
      timeline.top = lane * LANE_HEIGHT - (height - AXIS) / 2;
  }
  function zoom3(factor, x) {
    const anchor = Math.max(GUTTER, x);
    const day = dayAt(anchor);
    timeline.scale = Math.max(2e-3, Math.min(160, timeline.scale * factor));
    timeline.left = day - (anchor - GUTTER) / timeline.scale;
  }
  function addTimelineTab() {
    if (!events.length) return;
    addPicture("timeline", drawTimeline);
    const grouping = element("select", {}, ...Object.keys(GROUPINGS).map((value) => element("option", { value })));
    const summary = faint("");
    const rest = element("button", { type: "button", className: "more" });
    let revealed = null;
    function translate() {
      const hidden = events.map(({ id }) => id).filter((id) => isVisible(id) && firstDay3[id] === NEVER);
      for (const option of grouping.options) option.textContent = localised(...GROUPINGS[option.value]);
      grouping.setAttribute("aria-label", localised("分行", "Lanes"));
      const guessed = timeline.events.filter(isGuess).length;
      const count2 = timeline.events.length - guessed;
      const others = guessed && localised(`，${guessed} 个按报道日期（空心）`, `, ${guessed} by the date of their report (hollow)`);
      summary.textContent = localised(`${count2} 个有日期的事件`, `${count2} dated events`) + (others || "");
      rest.textContent = localised(`另有 ${hidden.length} 个没有日期`, `${hidden.length} have no date`);
      rest.hidden = hidden.length === 0;
      rest.onclick = () => timeline.surface.offer(hidden, 8, 8);
      timeline.surface.translate();
    }
    grouping.addEventListener("change", () => {
      timeline.groupBy = grouping.value;
      timeline.top = 0;
      updateLanes();
      timeline.surface.redraw();
    });
    addTab({
      id: "timeline",
      label: { zh: "时间线", en: "Timeline" },
      show: (container2) => {
        container2.classList.add("drawn");
        container2.append(element("div", { className: "bar" }, grouping, summary, rest));
        timeline.surface = makeSurface(container2, {
          label: () => localised(
            "时间线。左右键移动，上下键换行，加减键缩放，0 看全部，上下翻页键逐个选事件。",
            "Timeline. Left and right move in time, up and down through the lanes, plus and minus zoom, 0 fits, Page Up and Page Down step through events."
          ),
          draw: drawTimeline,
          pan: (x, y) => {
            timeline.left -= x / timeline.scale;
            timeline.top -= y;
          },
          zoom: zoom3,
          fit: fitAll3,
          at: boxAt,
          pick: pick3,
          describe: describe3,
          step: step3
        });
      },
      update: (what) => {
        if (what === "hover") return;
        updateLanes();
        translate();
        const { node } = state;
        if (timeline.isFitted && node !== revealed && node !== null && firstDay3[node] !== NEVER) reveal(node);
        revealed = node;
        timeline.surface.redraw();
      }
    });
  }

  // page/start.js
  function fitFirst2(camera) {
    if (camera) drawing.setCamera(camera);
    else if (state.path) fitNodes(state.path.nodes);
    else if (selectedBundle()) fitNodes([selectedBundle().hub, ...selectedBundle().leaves]);
    else if (state.node !== null && data.start === null && state.ego === null) fitNeighbourhood(state.node);
    else fitNodes(placedNodes());
  }
  function startPage(makeDrawing) {
    useDrawing(makeDrawing());
    mountLocalisation();
    mountPopovers();
    mountLegend();
    mountFilterSheet();
    mountTimeFilter();
    mountCommunities();
    mountPanel();
    mountSearch();
    mountPathFinder();
    for (const addTab2 of [addNetworkTab, addTiesTab, addTimelineTab, addMapTab, addTableTab]) addTab2();
    mountExportMenu();
    mountPrinting();
    mountControls();
    mountTabs();
    exposeForTests();
    const { theme } = document.documentElement.dataset;
    Object.assign(state, { theme: theme ?? systemTheme(), themeChosen: Boolean(theme) });
    const camera = applyFragment(location.hash.slice(1));
    if (isOnlyLook(location.hash.slice(1)))
      Object.assign(state, { node: data.start, tab: tabs.has(data.tab) ? data.tab : "network" });
    const { tab } = state;
    state.tab = "network";
    showState();
    fitFirst2(camera);
    if (tab !== "network") openTab(tab);
    state.opened = true;
    noteView();
    const restore = (hash) => {
      const changedCamera = applyFragment(hash.slice(1));
      showState();
      noteView();
      if (changedCamera) drawing.setCamera(changedCamera);
    };
    window.addEventListener("popstate", () => restore(location.hash));
  }

  // network.js
  startPage(makeVisDrawing);
})();
