// Filters by type and status of events, by source and by confidence. (The kinds are in the legend, the dates below.)
import { facetCounts } from "../core/filtering.js";
import { statusOf } from "../core/graph.js";
import { countValues } from "../core/text.js";
import { data, events, graph, LOW_CONFIDENCE } from "./data.js";
import { button, element, faint, faintParagraph, keepFocus } from "./elements.js";
import { showAll } from "./selection.js";
import { onOpen } from "./popovers.js";
import { changed, filterValues, onChangeOfView, state } from "./state.js";
import { localised, typeName, valueName } from "./localisation.js";

const sheet = document.getElementById("filters");
const { types, statuses, sources } = state.filters; // sets of what is hidden
const choices = [
  {
    facet: "types",
    hidden: types,
    title: ["事件类型", "Event type"],
    values: events.flatMap((event) => event.types),
    name: typeName,
  },
  {
    facet: "statuses",
    hidden: statuses,
    title: ["事件状态", "Event status"],
    values: events.map(statusOf).filter(Boolean),
    name: valueName,
  },
  {
    facet: "sources",
    hidden: sources,
    title: ["来源", "Source"],
    values: data.articles.map((article) => article[4]),
    name: (source) => source || localised("未注明", "not stated"),
  },
]
  .map((choice) => ({ ...choice, counts: countValues(choice.values) }))
  .filter(({ counts }) => counts.length > 1);

function checkboxes({ facet, hidden, title, counts, name }) {
  const passing = facetCounts(graph, state.filters, facet);
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
      faint(String(passing.get(value) ?? 0)),
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
    element("div", { className: "boxes" }, ...counts.map(checkbox)),
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
    textContent: localised("置信度不低于", "Confidence at least"),
  });
  return element("fieldset", {}, element("legend", {}, label, " ", output), input);
}

function drawSheet() {
  const lists = () => [...sheet.querySelectorAll(".boxes")];
  const scrolled = lists().map((list) => list.scrollTop);
  const note = localised(
    `虚线：置信度低于 ${LOW_CONFIDENCE}；空心虚框：计划中、据称或被否认的事件。`,
    `Dashed lines: confidence below ${LOW_CONFIDENCE}; hollow dashed shapes: events planned, alleged or denied.`,
  );
  const clear = button(localised("清除全部筛选", "Clear all filters"), () => showAll());
  sheet.replaceChildren(...choices.map(checkboxes), confidenceSlider(), faintParagraph(note), clear);
  lists().forEach((list, index) => {
    list.scrollTop = scrolled[index] ?? 0;
  });
}

export function mountFilterSheet() {
  const badge = document.querySelector("#filters-open .badge");
  let drawn = ""; // the sheet is drawn only where it is open and would differ, so that a box keeps the focus while it is used
  const update = () => {
    const { confidence } = state.filters;
    const used = [types.size, statuses.size, sources.size, confidence].filter(Boolean).length;
    badge.textContent = String(used);
    badge.hidden = used === 0;
    const now = JSON.stringify([state.language, filterValues()]);
    if (sheet.hidden || now === drawn) return;
    drawn = now;
    keepFocus(sheet, drawSheet, "input, button");
  };
  onChangeOfView(update);
  onOpen("filters", update);
}
