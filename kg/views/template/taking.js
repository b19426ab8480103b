// What may be taken away: the picture as PNG and SVG, the statements as CSV, a link to the view.
const takeSheet = document.getElementById("take");

function save(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// A name for a file, of what is shown.
function fileName(suffix) {
  const of = state.node !== null ? nameOf(state.node) : state.edge !== null ? `${nameOf(data.edges[state.edge].from)}-${nameOf(data.edges[state.edge].to)}` : data.title;
  return `${[...of.replace(/[^\p{L}\p{N}]+/gu, "-")].slice(0, 40).join("").replace(/^-+|-+$/g, "") || "network"}.${suffix}`;
}

// XML 1.0 has no place for some characters.
const xmlText = (text) => text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD").replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const outlines = { dot: "", square: "M-1-1H1V1H-1z", diamond: "M0-1 1 0 0 1-1 0z", triangle: "M0-1 1 .8H-1z", star: "M0-1 .29-.34 1-.29.46.18.63.89 0 .51-.63.89-.46.18-1-.29-.29-.34z" };

function svgNode(id, { x, y }) {
  const standing = emphasised();
  const radius = drawing.radius(id).toFixed(1), shape = kinds.get(data.nodes[id].group).shape, fill = nodeColour(id);
  const look = isOpen(id) ? `fill="${cssColour("--page")}" stroke="${fill}" stroke-dasharray=".4 .3"` : `fill="${fill}"`;
  const paint = `${look} stroke-width=".16" opacity="${standing && !standing.has(id) ? 0.16 : isLow(surest(nodeCites, id)) ? 0.55 : 1}"`;
  const place = `transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${radius})"`;
  const title = `<title>${xmlText(nameOf(id))}</title>`;
  return shape === "dot" ? `<circle r="1" ${place} ${paint}>${title}</circle>` : `<path d="${outlines[shape]}" ${place} ${paint}>${title}</path>`;
}

function svgEdge(edge, from, to) {
  const near = isEdgeEmphasised(edge), standing = emphasised();
  const stop = drawing.radius(edge.to) + 2, length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const end = { x: to.x - ((to.x - from.x) * stop) / length, y: to.y - ((to.y - from.y) * stop) / length };
  const dashes = isLow(edgeSure[edge.id]) ? ` stroke-dasharray="4 3"` : "";
  const opacity = standing && !near ? 0.12 : near ? 1 : 0.75;
  return `<line x1="${from.x.toFixed(1)}" y1="${from.y.toFixed(1)}" x2="${end.x.toFixed(1)}" y2="${end.y.toFixed(1)}" stroke="${cssColour(near ? "--accent" : "--edge")}" stroke-width="${near ? 2 : 1}" opacity="${opacity}"${dashes} marker-end="url(#${near ? "near" : "far"})"/>`;
}

// The labels that the picture has room for, taken down as they are drawn.
function svgLabels(places, width, height) {
  const written = [];
  const measure = document.createElement("canvas").getContext("2d");
  const pen = {
    set font(font) { measure.font = font; }, get font() { return measure.font; },
    measureText: (text) => measure.measureText(text),
    strokeText: () => {},
    fillText(text, x, y) {
      const [, weight, size] = this.font.match(/^(?:(\w+) )?([\d.]+)px/) ?? [null, "", "12"];
      written.push(`<text x="${x.toFixed(1)}" y="${(y + Number(size) * 0.35).toFixed(1)}" font-size="${size}" font-weight="${weight || "normal"}" fill="${this.fillStyle}" stroke="${this.strokeStyle}">${xmlText(text)}</text>`);
    },
  };
  drawLabels(pen, places, drawing.camera().scale, width, height);
  return written;
}

function asSvg() {
  const { clientWidth: width, clientHeight: height } = document.getElementById("view-network");
  const seen = visibleNodes().map((id) => [id, drawing.screen(id)]);
  const places = new Map(seen);
  const inside = seen.filter(([, { x, y }]) => x > -80 && y > -80 && x < width + 80 && y < height + 80);
  const edges = data.edges.filter(isEdgeVisible).map((edge) => svgEdge(edge, places.get(edge.from), places.get(edge.to)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${xmlText(data.title)}</title>`,
    ...[["far", "--edge"], ["near", "--accent"]].map(([id, ink]) => `<marker id="${id}" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" orient="auto"><path d="M0 1 7 4 0 7z" fill="${cssColour(ink)}"/></marker>`),
    `<rect width="100%" height="100%" fill="${cssColour("--page")}"/>`,
    ...edges,
    ...inside.map(([id, place]) => svgNode(id, place)),
    `<g font-family="${xmlText(labelFont)}" text-anchor="middle" paint-order="stroke" stroke-width="4" stroke-linejoin="round">`,
    ...svgLabels(places, width, height),
    "</g></svg>",
  ].join("\n");
}

// The edges and nodes whose statements are taken: of the selection, or of all that is visible.
function chosenParts() {
  if (state.path) return { edges: state.path.edges.map((id) => data.edges[id]), nodes: [] };
  if (state.edge !== null) return { edges: [data.edges[state.edge]], nodes: [] };
  if (state.node !== null) return { edges: edgesAt(state.node).filter(isEdgeVisible), nodes: [state.node] };
  const standing = emphasised();
  return { edges: data.edges.filter((edge) => isEdgeVisible(edge) && (!standing || isEdgeEmphasised(edge))), nodes: visibleNodes().filter((id) => !standing || standing.has(id)) };
}

function statementRows() {
  const { edges, nodes } = chosenParts();
  const cited = (row, citations) => {
    const found = inOrder(citations);
    if (!found.length) return [[...row, "", "", "", "", "", ""]];
    return found.map(([number, confidence]) => {
      const [text, article] = data.sentences[number];
      const [title, date, file, , publisher] = data.articles[article] ?? ["", "", "", "", ""];
      return [...row, confidence ?? "", title, publisher, date, file, text];
    });
  };
  return [
    ...edges.flatMap((edge) => edge.statements.flatMap(([predicate, title, tenure, citations]) => cited([nameOf(edge.from), iriOf(edge.from), predicate, nameOf(edge.to), iriOf(edge.to), title, tenure], citations))),
    ...nodes.flatMap((id) => data.nodes[id].facts.flatMap(([name, value, citations, tenure]) => cited([nameOf(id), iriOf(id), name, value, "", "", tenure ?? ""], citations))),
  ];
}

const csvHead = ["subject", "subject_iri", "property", "object", "object_iri", "title", "tenure", "confidence", "article", "source", "published", "file", "sentence"];
function csvCell(value) {
  const text = String(value);
  const harmless = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text; // no spreadsheet runs it
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
const asCsv = () => "\uFEFF" + [csvHead, ...statementRows()].map((row) => row.map(csvCell).join(",") + "\r\n").join("");

onChange((what) => {
  if (what === "hover") return;
  const chosen = state.node !== null || state.edge !== null || state.path || state.community !== null;
  const { activeElement } = document, focused = [...takeSheet.querySelectorAll("button")].indexOf(activeElement);
  takeSheet.replaceChildren(
    button(say("图片 PNG", "Picture, PNG"), async () => save(await drawing.png(), fileName("png"))),
    button(say("矢量图 SVG", "Picture, SVG"), () => save(new Blob([asSvg()], { type: "image/svg+xml" }), fileName("svg"))),
    button(chosen ? say("所选陈述 CSV", "Selected statements, CSV") : say("所见陈述 CSV", "Visible statements, CSV"), () => save(new Blob([asCsv()], { type: "text/csv" }), fileName("csv"))),
    copyButton(linkHere, say("复制此视图的链接", "Copy a link to this view")),
    button(say("打印", "Print"), () => window.print()),
    element("p", { className: "faint", textContent: say("Gephi：kg export gexf", "For Gephi: kg export gexf") }),
  );
  takeSheet.querySelectorAll("button")[focused]?.focus();
});
