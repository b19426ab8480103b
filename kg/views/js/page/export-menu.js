// What can be saved: the picture as PNG and SVG, the statements as CSV, a link to the view.
import { csvText, localPath } from "../core/escaping.js";
import { gexfText } from "../core/graph-formats.js";
import { announce } from "./announcer.js";
import { linkHere } from "./address.js";
import { articleOf, data, iriOf, nameOf } from "./data.js";
import { button, element, faintParagraph, keepFocus } from "./elements.js";
import { copyButton } from "./evidence.js";
import { exportedParts, visibleNetwork, visibleTurtle } from "./exported.js";
import { hasPicture, pictureSize, pngBlob, svgText } from "./picture.js";
import { onOpen } from "./popovers.js";
import { save, saveText } from "./saving.js";
import { onChangeOfView, selectedBundle, state } from "./state.js";
import { shownFacts, shownStatements } from "./shown.js";
import { orderCitations } from "./statements.js";
import { localised } from "./localisation.js";

const CSV_HEAD = [
  ...["subject", "subject_iri", "property", "object", "object_iri", "title", "tenure"],
  ...["confidence", "article", "article_iri", "source", "published", "print_page", "url", "page", "file"],
  ...["sentence", "start", "end"],
];

/** Returns the address of an article's page on the site, or "" on a page of its own. */
function pageOf(iri) {
  const path = data.site ? localPath(iri, data.base) : null;
  return path === null ? "" : new URL(data.site + path, location.href).href;
}

/** Returns a row for each sentence that states it, or one without. */
function citedRows(row, citations) {
  const ordered = orderCitations(citations);
  if (!ordered.length) return [[...row, ...new Array(12).fill("")]];
  return ordered.map(([number, confidence]) => {
    const [text, article, start, end] = data.sentences[number];
    const { title, date, file, key, publisher, url, page } = articleOf(article);
    const iri = key && data.base + key;
    return [...row, confidence ?? "", title, iri, publisher, date, page, url, pageOf(iri), file, text, start, end];
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

const picture = { scale: 2, hasLegend: true };

async function savePicture() {
  try {
    save(await pngBlob(picture.scale, picture.hasLegend), "png");
  } catch {
    announce(localised("图太大，浏览器画不出来，请选小一些。", "Too large for this browser: choose a smaller size."));
    document
      .getElementById("export")
      .append(faintParagraph(localised("图太大，请选小一些。", "Too large: choose a smaller size.")));
  }
}

/** Returns what a picture is saved as: its size and whether it has a legend. */
function pictureOptions() {
  const { width, height } = pictureSize(picture.hasLegend);
  const size = element("select", { id: "picture-size" });
  for (const scale of [1, 2, 3, 4, 6])
    size.append(
      element("option", {
        value: scale,
        textContent: `${width * scale} × ${height * scale}`,
        selected: scale === picture.scale,
      }),
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
    button(localised("矢量图 SVG", "Picture, SVG"), () => saveText(svgText(picture.hasLegend), "image/svg+xml", "svg")),
  ];
  return [
    ...(hasPicture() ? pictures : []),
    button(`${what}${localised("陈述 CSV", " statements, CSV")}`, () => saveText(statementsText(), "text/csv", "csv")),
    button(`${what}${localised("网络 GEXF", " network, GEXF")}`, () =>
      saveText(gexfText(visibleNetwork()), "application/gexf+xml", "gexf"),
    ),
    button(`${what}${localised("陈述 Turtle", " statements, Turtle")}`, () =>
      saveText(visibleTurtle(), "text/turtle", "ttl"),
    ),
    copyButton(linkHere, localised("复制此视图的链接", "Copy a link to this view")),
    button(localised("打印", "Print"), () => window.print()),
    faintParagraph(localised("全图：kg export gexf", "The whole graph: kg export gexf")),
  ];
}

const drawMenu = () => {
  const sheet = document.getElementById("export");
  if (!sheet.hidden) keepFocus(sheet, () => sheet.replaceChildren(...menuItems()), "button, input, select");
};

export function mountExportMenu() {
  onOpen("export", drawMenu);
  onChangeOfView(drawMenu);
}
