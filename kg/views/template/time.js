// When things happened: a histogram of the events, and two handles that choose a stretch of time.
const timeBox = document.getElementById("time");
// An event without a date of its own counts by that of the first article that tells of it.
const eventDay = (id) => (firstDay[id] !== never ? firstDay[id] : data.nodes[id].articles.reduce((first, a) => (articleDay[a] !== never && (first === never || articleDay[a] < first) ? articleDay[a] : first), never));
const eventDays = new Map(events.map(({ id }) => [id, eventDay(id)]).filter(([, day]) => day !== never));
const isoDay = (day) => new Date(day * 864e5).toISOString().slice(0, 10);

// Bins of days, weeks, months, quarters, years or decades: the finest of which there are at most 90. Each is [first day, name].
// They span what the articles report on; the few events long before (a founding, a birth) fall into the first bin.
const bins = (() => {
  const days = [...eventDays.values()].sort((a, b) => a - b);
  const issued = articleDay.filter((day) => day !== never).sort();
  if (!days.length) return [];
  const reach = issued.length ? Math.max(31, (issued[issued.length - 1] - issued[0]) / 4) : Infinity;
  const first = Math.max(days[0], (issued[0] ?? 0) - reach), last = Math.max(days[Math.floor(days.length * 0.98)], issued[issued.length - 1] ?? -Infinity);
  const month = (count) => (day) => {
    const date = new Date(day * 864e5);
    return Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / count) * count, 1) / 864e5;
  };
  const next = (start, count) => (day) => start(day + 31 * count);
  const steps = [
    [(day) => day, (day) => day + 1, 10], [(day) => day - ((((day - 4) % 7) + 7) % 7), (day) => day + 7, 10],
    ...[[1, 7], [3, 7], [12, 4], [120, 4]].map(([count, length]) => [month(count), next(month(count), count), length]),
  ];
  for (const [start, after, length] of steps) {
    const found = [];
    for (let day = start(Math.floor(first)); day <= last && found.length <= 90; day = after(day)) found.push([day, isoDay(day).slice(0, length)]);
    if (found.length <= 90) return found;
  }
  return [];
})();
const binOf = (day) => Math.max(0, bins.findLastIndex(([first]) => first <= day));

const isEarlier = [...eventDays.values()].some((day) => bins.length && day < bins[0][0]);

function countBins(ids) {
  const counts = new Array(bins.length).fill(0);
  for (const id of ids) if (eventDays.has(id)) counts[binOf(eventDays.get(id))]++;
  return counts;
}
const allCounts = countBins(eventDays.keys());

const bars = svgElement("svg", { class: "bars", viewBox: `0 0 ${Math.max(1, bins.length)} 1`, preserveAspectRatio: "none", "aria-hidden": "true" });
const handles = ["from", "to"].map((end) => {
  const input = element("input", { type: "range", min: 0, max: Math.max(0, bins.length - 1), step: 1, id: `time-${end}` });
  input.addEventListener("input", () => {
    const other = Number(handles[end === "from" ? 1 : 0].value);
    const at = end === "from" ? Math.min(Number(input.value), other) : Math.max(Number(input.value), other);
    if (end === "from") state.filters.from = at === 0 ? null : bins[at][0];
    else state.filters.to = at === bins.length - 1 ? null : bins[at + 1][0] - 1;
    changed();
  });
  return input;
});
const stretch = element("output", { className: "stretch" });
const unstretch = button("", () => {
  Object.assign(state.filters, { from: null, to: null });
  changed();
}, "small");
timeBox.append(element("div", { className: "slider" }, bars, ...handles), element("div", { className: "row" }, stretch, unstretch));

timeBox.hidden = bins.length < 2;

onChange((what) => {
  if (what === "hover" || timeBox.hidden) return;
  const standing = emphasised();
  const seen = countBins(events.map(({ id }) => id).filter((id) => isVisible(id) && (!standing || standing.has(id))));
  const from = state.filters.from === null ? 0 : binOf(state.filters.from);
  const to = state.filters.to === null ? bins.length - 1 : binOf(state.filters.to);
  const most = Math.max(1, ...allCounts);
  const bar = (className) => (count, at) => svgElement("rect", { class: className, x: at + 0.08, width: 0.84, y: 1 - Math.sqrt(count / most), height: Math.sqrt(count / most) });
  bars.replaceChildren(...allCounts.map(bar("all")), ...seen.map(bar("seen")));
  [from, to].forEach((at, end) => {
    handles[end].value = String(at);
    handles[end].setAttribute("aria-valuetext", bins[at][1]);
    handles[end].setAttribute("aria-label", end ? say("止", "To") : say("起", "From"));
  });
  const shown = seen.reduce((sum, count) => sum + count, 0);
  stretch.textContent = `${from === 0 && isEarlier ? "…" : ""}${bins[from][1]} – ${bins[to][1]} · ${say(`事件 ${shown}`, `${shown} events`)}`;
  unstretch.textContent = say("全部时间", "All dates");
  unstretch.hidden = from === 0 && to === bins.length - 1;
});
