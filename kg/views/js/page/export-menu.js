// What can be saved: the picture as PNG and SVG, the statements as CSV, a link to the view.
import { csvText, fileName } from "../core/escaping.js";
import { linkHere } from "./address.js";
import { data, graph, iriOf, nameOf } from "./data.js";
import { drawing } from "./drawing.js";
import { button, element, faintParagraph, keepFocus } from "./elements.js";
import { copyButton } from "./evidence.js";
import { svgText } from "./picture.js";
import { emphasised, isEdgeEmphasised, isEdgeVisible, onChangeOfView, state, visibleNodes } from "./state.js";
import { shownEdgesAt, shownFacts, shownStatements } from "./shown.js";
import { orderCitations } from "./statements.js";
import { localised } from "./localisation.js";

const CSV_HEAD = [
  ...["subject", "subject_iri", "property", "object", "object_iri", "title", "tenure"],
  ...["confidence", "article", "source", "published", "file", "sentence"],
];

function save(blob, suffix) {
  const link = element("a", { href: URL.createObjectURL(blob), download: fileName(shownTitle(), suffix) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const saveText = (text, type, suffix) => save(new Blob([text], { type }), suffix);

/** Names what is shown: the selected node or edge, else the page. */
function shownTitle() {
  if (state.node !== null) return nameOf(state.node);
  if (state.edge === null) return data.title;
  const { from, to } = graph.edges[state.edge];
  return `${nameOf(from)}-${nameOf(to)}`;
}

/** Returns the edges and nodes whose statements are saved: of the selection, or all that is visible. */
function exportedParts() {
  if (state.path) return { edges: state.path.edges.map((id) => graph.edges[id]), nodes: [] };
  if (state.edge !== null) return { edges: [graph.edges[state.edge]], nodes: [] };
  if (state.node !== null) return { edges: shownEdgesAt(state.node), nodes: [state.node] };
  const standing = emphasised();
  return {
    edges: graph.edges.filter((edge) => isEdgeVisible(edge) && (!standing || isEdgeEmphasised(edge))),
    nodes: visibleNodes().filter((id) => !standing || standing.has(id)),
  };
}

/** Returns a row for each sentence that states it, or one without. */
function citedRows(row, citations) {
  const ordered = orderCitations(citations);
  if (!ordered.length) return [[...row, "", "", "", "", "", ""]];
  return ordered.map(([number, confidence]) => {
    const [text, article] = data.sentences[number];
    const [title, date, file, , publisher] = data.articles[article] ?? ["", "", "", "", ""];
    return [...row, confidence ?? "", title, publisher, date, file, text];
  });
}

export function statementsText() {
  const { edges, nodes } = exportedParts();
  const named = (id) => [nameOf(id), iriOf(id)];
  const edgeRows = edges.flatMap((edge) =>
    shownStatements(edge).flatMap(([predicate, title, tenure, citations]) =>
      citedRows([...named(edge.from), predicate, ...named(edge.to), title, tenure], citations),
    ),
  );
  const factRows = nodes.flatMap((id) =>
    shownFacts(id).flatMap(([name, value, citations, tenure]) =>
      citedRows([...named(id), name, value, "", "", tenure ?? ""], citations),
    ),
  );
  return csvText([CSV_HEAD, ...edgeRows, ...factRows]);
}

function menuItems() {
  const hasSelection = state.node !== null || state.edge !== null || state.path || state.community !== null;
  const statements = hasSelection
    ? localised("所选陈述 CSV", "Selected statements, CSV")
    : localised("所见陈述 CSV", "Visible statements, CSV");
  return [
    button(localised("图片 PNG", "Picture, PNG"), async () => save(await drawing.png(), "png")),
    button(localised("矢量图 SVG", "Picture, SVG"), () => saveText(svgText(), "image/svg+xml", "svg")),
    button(statements, () => saveText(statementsText(), "text/csv", "csv")),
    copyButton(linkHere, localised("复制此视图的链接", "Copy a link to this view")),
    button(localised("打印", "Print"), () => window.print()),
    faintParagraph(localised("Gephi：kg export gexf", "For Gephi: kg export gexf")),
  ];
}

export function mountExportMenu() {
  const sheet = document.getElementById("export");
  onChangeOfView(() => keepFocus(sheet, () => sheet.replaceChildren(...menuItems())));
}
