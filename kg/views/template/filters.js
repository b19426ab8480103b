// Filters by type and status of events, by source and by confidence. (The kinds are in the legend, the dates below.)
const filterSheet = document.getElementById("filters");

function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || byText(a, b));
}

const events = data.nodes.filter(({ group }) => group === "Event");
const choices = [
  { hidden: state.filters.types, title: ["事件类型", "Event type"], counts: counted(events.flatMap(({ types }) => types)), name: typeName },
  { hidden: state.filters.statuses, title: ["事件状态", "Event status"], counts: counted(events.map(({ id }) => statusOf(id)).filter(Boolean)), name: valueName },
  { hidden: state.filters.sources, title: ["来源", "Source"], counts: counted(data.articles.map((article) => article[4])), name: (source) => source || say("未注明", "not told") },
].filter(({ counts }) => counts.length > 1);

function choiceBoxes({ hidden, title, counts, name }) {
  const box = ([value, count]) => {
    const input = element("input", { type: "checkbox", checked: !hidden.has(value) });
    input.addEventListener("change", () => {
      if (!hidden.delete(value)) hidden.add(value);
      changed();
    });
    return element("label", { className: "choice" }, input, element("span", { textContent: name(value) }), faint(String(count)));
  };
  const set = (all) => () => {
    hidden.clear();
    if (!all) counts.forEach(([value]) => hidden.add(value));
    changed();
  };
  const legend = element("legend", { textContent: say(...title) });
  const tools = counts.length > 3 ? element("div", { className: "row" }, button(say("全选", "All"), set(true), "small"), button(say("全不选", "None"), set(false), "small")) : null;
  return element("fieldset", {}, legend, tools, element("div", { className: "boxes" }, ...counts.map(box)));
}

function confidenceSlider() {
  const shown = element("output", { textContent: state.filters.confidence.toFixed(2) });
  const input = element("input", { type: "range", id: "confidence", min: 0, max: 1, step: 0.05, value: state.filters.confidence });
  input.addEventListener("input", () => {
    state.filters.confidence = Number(input.value);
    shown.textContent = state.filters.confidence.toFixed(2);
    changed();
  });
  return element("fieldset", {}, element("legend", {}, element("label", { htmlFor: "confidence", textContent: say("置信度不低于", "Confidence at least") }), " ", shown), input);
}

// Drawn again only where it would differ, so that a box keeps the focus while it is used.
let filtersDrawn = "";
onChange((what) => {
  if (what === "hover") return;
  const { types, statuses, sources, confidence } = state.filters;
  const used = [types.size, statuses.size, sources.size, confidence].filter(Boolean).length;
  const badge = document.querySelector("#filters-open .badge");
  badge.textContent = String(used);
  badge.hidden = used === 0;
  const now = JSON.stringify([state.language, [...types], [...statuses], [...sources], confidence]);
  if (now === filtersDrawn) return;
  filtersDrawn = now;
  const focused = [...filterSheet.querySelectorAll("input, button")].indexOf(document.activeElement);
  const scrolled = [...filterSheet.querySelectorAll(".boxes")].map((list) => list.scrollTop);
  const note = element("p", { className: "faint", textContent: say(`虚线：置信度低于 ${low}；空心虚框：计划中、据称或被否认的事件。`, `Dashed lines: confidence below ${low}; hollow dashed shapes: events planned, alleged or denied.`) });
  filterSheet.replaceChildren(...choices.map(choiceBoxes), confidenceSlider(), note, button(say("清除全部筛选", "Clear all filters"), () => showAll()));
  filterSheet.querySelectorAll(".boxes").forEach((list, index) => { list.scrollTop = scrolled[index] ?? 0; });
  if (focused >= 0) filterSheet.querySelectorAll("input, button")[focused]?.focus();
});
