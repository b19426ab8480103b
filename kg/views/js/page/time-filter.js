// When the events were: a histogram, and two handles that choose a span of time.
import { NEVER } from "../core/dates.js";
import { eventDay } from "../core/graph.js";
import { binOf, countByBin, makeBins } from "../core/time-bins.js";
import { events, graph } from "./data.js";
import { button, element, svgElement } from "./elements.js";
import { changed, emphasised, isVisible, onChangeOfView, state } from "./state.js";
import { localised } from "./localisation.js";

const box = document.getElementById("time");
const dayOfEvent = new Map(events.map(({ id }) => [id, eventDay(graph, id)]).filter(([, day]) => day !== NEVER));
const bins = makeBins(dayOfEvent.values(), graph.articleDay);
const lastBin = bins.length - 1;
const hasEarlier = bins.length > 0 && [...dayOfEvent.values()].some((day) => day < bins[0][0]);
const allCounts = countByBin(bins, bins.length ? dayOfEvent.values() : []);

const bars = svgElement("svg", {
  class: "bars",
  viewBox: `0 0 ${Math.max(1, bins.length)} 1`,
  preserveAspectRatio: "none",
  "aria-hidden": "true",
});
const span = element("output", { className: "stretch" });
const reset = button("", () => setTimes(null, null), "small");
const handles = ["from", "to"].map((end) =>
  element("input", { type: "range", min: 0, max: Math.max(0, lastBin), step: 1, id: `time-${end}` }),
);

function setTimes(from, to) {
  Object.assign(state.filters, { from, to });
  changed();
}

function moveHandles(moved) {
  const [from, to] = handles.map((handle) => Number(handle.value));
  const start = moved === 0 ? Math.min(from, to) : from;
  const end = moved === 1 ? Math.max(from, to) : to;
  const { filters } = state;
  if (moved === 0) setTimes(start === 0 ? null : bins[start][0], filters.to);
  else setTimes(filters.from, end === lastBin ? null : bins[end + 1][0] - 1);
}

function drawBars(shown) {
  const most = Math.max(1, ...allCounts);
  const bar = (className) => (count, at) => {
    const height = Math.sqrt(count / most);
    return svgElement("rect", { class: className, x: at + 0.08, width: 0.84, y: 1 - height, height });
  };
  bars.replaceChildren(...allCounts.map(bar("all")), ...shown.map(bar("seen")));
}

function update() {
  const standing = emphasised();
  const isShown = ([id]) => isVisible(id) && (!standing || standing.has(id));
  const shown = [...dayOfEvent].filter(isShown).map(([, day]) => day);
  const from = state.filters.from === null ? 0 : binOf(bins, state.filters.from);
  const to = state.filters.to === null ? lastBin : binOf(bins, state.filters.to);
  drawBars(countByBin(bins, shown));
  [from, to].forEach((at, end) => {
    handles[end].value = String(at);
    handles[end].setAttribute("aria-valuetext", bins[at][1]);
    handles[end].setAttribute("aria-label", end ? localised("止", "To") : localised("起", "From"));
  });
  const ellipsis = from === 0 && hasEarlier ? "…" : "";
  const count = localised(`事件 ${shown.length}`, `${shown.length} events`);
  span.textContent = `${ellipsis}${bins[from][1]} – ${bins[to][1]} · ${count}`;
  reset.textContent = localised("全部时间", "All dates");
  reset.hidden = from === 0 && to === lastBin;
}

export function mountTimeFilter() {
  box.append(
    element("div", { className: "slider" }, bars, ...handles),
    element("div", { className: "row" }, span, reset),
  );
  box.hidden = bins.length < 2;
  if (box.hidden) return;
  handles.forEach((handle, end) => handle.addEventListener("input", () => moveHandles(end)));
  onChangeOfView(update);
}
