// The sheet that asks for two nodes, and shows the shortest path between them along what is visible.
import { shortestPath } from "../core/paths.js";
import { announce } from "./announcer.js";
import { graph, nameOf } from "./data.js";
import { button, element, faintParagraph } from "./elements.js";
import { openPopover } from "./popovers.js";
import { makeCombobox } from "./search-box.js";
import { fitNodes, select } from "./selection.js";
import { isEdgeVisible, onChangeOfView } from "./state.js";
import { joinNames, localised } from "./localisation.js";

const ends = { from: null, to: null };
const answer = faintParagraph("");
const find = button("", findPath, "strong");
const fields = ["from", "to"].map((end) => {
  const input = element("input", { type: "search", id: `path-${end}`, autocomplete: "off", spellcheck: false });
  const list = element("ul", { id: `path-${end}-list`, className: "suggestions", hidden: true });
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  list.setAttribute("role", "listbox");
  return { end, input, list, label: element("label", { htmlFor: input.id }) };
});
const hasBothEnds = () => ends.from !== null && ends.to !== null;

/** Returns the shortest path between two nodes along what is visible, or null. */
export const visiblePath = (from, to) => shortestPath(graph, from, to, isEdgeVisible);

function findPath() {
  if (hasBothEnds()) showPath(ends.from, ends.to);
  else answer.textContent = localised("请先从建议中选定两端。", "Choose both ends from the suggestions first.");
}

/** Selects the shortest path between two nodes, or shows that there is none. */
export function showPath(from, to) {
  const path = visiblePath(from, to);
  if (!path) {
    answer.textContent = localised(
      `${nameOf(from)}与${nameOf(to)}之间，在所显示的图中没有路径。`,
      `No path between ${nameOf(from)} and ${nameOf(to)} in what is shown.`,
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

/** Opens the sheet with a node as one end. */
export function openPathFrom(id) {
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
  if (hasBothEnds()) find.focus();
  else fields.find((field) => field.end !== end).input.focus();
}

export function mountPathFinder() {
  const rows = fields.flatMap(({ input, list, label }) => [
    label,
    element("div", { className: "search" }, input, list),
  ]);
  document.getElementById("path").append(...rows, find, answer);
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
    find.textContent = localised("找最短路径", "Find the shortest path");
  });
}
