// When the events were: a histogram, and two handles that choose a span of time.
import { isoDay, NEVER, periodIn } from "../core/dates.js";
import { eventDay } from "../core/graph.js";
import { binOf, countByBin, makeBins } from "../core/time-bins.js";
import { events, graph } from "./data.js";
import { button, element, svgElement } from "./elements.js";
import { announce } from "./announcer.js";
import { shownArticles } from "./shown.js";
import { changed, emphasised, hasFilters, isVisible, onChangeOfView, state } from "./state.js";
import { localised } from "./localisation.js";

const SLICE_TIME = 1200; // milliseconds
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
const days = ["from", "to"].map((end) =>
  element("input", { id: `day-${end}`, className: "day", maxLength: 10, autocomplete: "off", spellcheck: false }),
);
const dash = element("span", { textContent: "–" });
const count = element("output", { className: "stretch" });
const play = button("", () => (playing ? stopPlaying() : startPlaying()), "small");
const reset = button(
  "",
  () => {
    stopPlaying();
    setTimes(null, null);
  },
  "small",
);
const handles = ["from", "to"].map((end) =>
  element("input", { type: "range", min: 0, max: Math.max(0, lastBin), step: 1, id: `time-${end}` }),
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

/** Takes a typed year, month or day: its first day as the beginning, its last as the end; nothing opens that end. */
function takeTyped(end) {
  stopPlaying();
  const text = days[end].value.trim();
  const period = text ? periodIn(text) : [null, null];
  const { filters } = state;
  const [from, to] = period
    ? [
        [period[0], filters.to],
        [filters.from, period[1]],
      ][end]
    : [1, 0];
  const isWrong = !period || (from !== null && to !== null && from > to);
  days[end].setAttribute("aria-invalid", String(isWrong));
  if (!isWrong) return setTimes(from, to);
  announce(
    period
      ? localised("起始日期在截止日期之后。", "The first day is after the last.")
      : localised("请写成 2021、2021-03 或 2021-03-05。", "Write 2021, 2021-03 or 2021-03-05."),
  );
}

let playing = 0;

function stopPlaying() {
  if (!playing) return;
  clearInterval(playing);
  playing = 0;
  update();
}

/** Moves a slice through time: the chosen period, or a twelfth of all, in whole bins. */
function startPlaying() {
  const { from, to } = state.filters;
  const isChosen = from !== null && to !== null;
  const length = isChosen ? binOf(bins, to) - binOf(bins, from) + 1 : Math.ceil(bins.length / 12);
  let start = isChosen ? binOf(bins, from) : -length;
  const step = () => {
    start += length;
    if (start > lastBin) return stopPlaying();
    setTimes(bins[start][0], (bins[start + length]?.[0] ?? Infinity) === Infinity ? null : bins[start + length][0] - 1);
  };
  playing = setInterval(step, SLICE_TIME);
  step();
  update();
}

function drawBars(shown) {
  const most = Math.max(1, ...allCounts);
  const bar = (className) => (number, at) => {
    const height = Math.sqrt(number / most);
    return svgElement("rect", { class: className, x: at + 0.08, width: 0.84, y: 1 - height, height });
  };
  bars.replaceChildren(...allCounts.map(bar("all")), ...shown.map(bar("seen")));
}

/** Returns the day by which a visible event counts: its own, else that of the earliest report that passes the filters. */
function shownDay(id) {
  if (graph.firstDay[id] !== NEVER || !hasFilters()) return dayOfEvent.get(id);
  const reported = shownArticles(id).map((article) => graph.articleDay[article]);
  return Math.min(...reported.filter((day) => day !== NEVER));
}

function updateDays() {
  const ends = [state.filters.from, state.filters.to];
  const names = [localised("起始日期", "First day"), localised("截止日期", "Last day")];
  days.forEach((input, end) => {
    if (document.activeElement !== input || input.getAttribute("aria-invalid") !== "true") {
      input.value = ends[end] === null ? "" : isoDay(ends[end]);
      input.setAttribute("aria-invalid", "false");
    }
    input.placeholder = end ? bins[lastBin][1] : (hasEarlier ? "…" : "") + bins[0][1];
    input.setAttribute("aria-label", names[end]);
    input.title = localised("年、月或日：2021、2021-03、2021-03-05", "A year, month or day: 2021, 2021-03, 2021-03-05");
  });
}

function update() {
  const standing = emphasised();
  const isShown = ([id]) => isVisible(id) && (!standing || standing.has(id));
  const shown = [...dayOfEvent]
    .filter(isShown)
    .map(([id]) => shownDay(id))
    .filter(Number.isFinite);
  const from = state.filters.from === null ? 0 : binOf(bins, state.filters.from);
  const to = state.filters.to === null ? lastBin : binOf(bins, state.filters.to);
  drawBars(countByBin(bins, shown));
  [from, to].forEach((at, end) => {
    const day = [state.filters.from, state.filters.to][end];
    handles[end].value = String(at);
    handles[end].setAttribute("aria-valuetext", day === null ? bins[at][1] : isoDay(day));
    handles[end].setAttribute("aria-label", end ? localised("止", "To") : localised("起", "From"));
  });
  updateDays();
  count.textContent = localised(`事件 ${shown.length}`, `${shown.length} events`);
  reset.textContent = localised("全部时间", "All dates");
  reset.hidden = state.filters.from === null && state.filters.to === null;
  play.textContent = playing ? localised("停止", "Stop") : localised("播放", "Play");
  play.title = localised(
    "逐段播放：所选的一段时间，或全部的十二分之一",
    "Play slices: of the chosen length, or a twelfth of all",
  );
}

export function mountTimeFilter() {
  box.append(
    element("div", { className: "slider" }, bars, ...handles),
    element("div", { className: "row" }, days[0], dash, days[1], count, play, reset),
  );
  box.hidden = bins.length < 2;
  if (box.hidden) return;
  handles.forEach((handle, end) => handle.addEventListener("input", () => moveHandles(end)));
  days.forEach((input, end) => input.addEventListener("change", () => takeTyped(end)));
  onChangeOfView(update);
}
