// The timeline: events on an axis from day to century, in lanes; where there is no room for each, how many there are.
const lineView = { left: 0, scale: 1, top: 0, ready: false, by: "type", lanes: [], events: [], boxes: [], surface: null };
{
  const dated = data.nodes.filter(({ id, group }) => group === "Event" && firstDay[id] !== never).map(({ id }) => id).sort((a, b) => firstDay[a] - firstDay[b] || a - b);
  const undated = data.nodes.filter(({ id, group }) => group === "Event" && firstDay[id] === never).map(({ id }) => id);
  const groupings = { type: ["按类型", "By type"], Person: ["按人物", "By person"], Organisation: ["按机构", "By organisation"], Place: ["按地点", "By place"], none: ["不分行", "One lane"] };
  const gutter = 118, axis = 30, laneHeight = 60, laneRows = 3, binWidth = 6, mostLanes = 60;
  const units = [["day", 1, 1], ["day", 7, 7], ["month", 1, 30], ["month", 3, 91], ["year", 1, 365], ["year", 5, 1826], ["year", 10, 3652], ["year", 50, 18262], ["year", 100, 36524]];


  function lanesOf(events) {
    const found = new Map();
    const put = (key, id) => {
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(id);
    };
    for (const id of events) {
      if (lineView.by === "none") put("", id);
      else if (lineView.by === "type") put(data.nodes[id].types[0] ?? "Event", id);
      else for (const other of neighbours(id)) if (data.nodes[other].group === lineView.by && isVisible(other)) put(other, id);
    }
    const name = (key) => (lineView.by === "none" ? say("全部", "All") : lineView.by === "type" ? (key === "Event" ? kindName("Event") : typeName(key)) : nameOf(key));
    return [...found]
      .sort(([a, one], [b, other]) => (b === state.node) - (a === state.node) || other.length - one.length || (a < b ? -1 : 1))
      .slice(0, mostLanes)
      .map(([key, events]) => ({ key, name: name(key), events, longest: events.reduce((most, id) => Math.max(most, lastDay[id] - firstDay[id]), 0) }));
  }

  const xOf = (day) => (day - lineView.left) * lineView.scale + gutter;
  const dayAt = (x) => (x - gutter) / lineView.scale + lineView.left;

  // Where in a lane's events those begin that start on a day or later.
  function indexOf(events, day) {
    let low = 0, high = events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (firstDay[events[middle]] < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function fitDays(from, to) {
    const width = lineView.surface.canvas.clientWidth - gutter - 20;
    const days = Math.max(to - from + 1, 3);
    lineView.scale = Math.min(120, width / (days * 1.06));
    lineView.left = from - (width / lineView.scale - days) / 2;
  }

  // The shortest stretch that holds most of the events: some of a century ago must not press the others into a corner.
  function fitMost() {
    const { events } = lineView;
    if (!events.length) return fitDays(dayOf("2020-01-01"), dayOf("2020-12-31"));
    const most = Math.ceil(events.length * 0.85), span = (at) => firstDay[events[at + most - 1]] - firstDay[events[at]];
    let best = 0;
    for (let at = 1; at + most <= events.length; at++) if (span(at) <= span(best)) best = at;
    const whole = firstDay[events.at(-1)] - firstDay[events[0]];
    if (events.length < 12 || span(best) * 3 > whole) fitEvery();
    else fitDays(firstDay[events[best]], firstDay[events[best + most - 1]]);
  }
  const fitEvery = () => lineView.events.length && fitDays(firstDay[lineView.events[0]], lineView.events.reduce((last, id) => Math.max(last, lastDay[id]), -Infinity));

  function* ticks(width) {
    const [unit, every] = units.find(([, , days]) => days * lineView.scale >= 62) ?? units.at(-1);
    const start = new Date(dayAt(gutter) * 864e5), end = dayAt(width);
    let year = start.getUTCFullYear(), month = start.getUTCMonth();
    if (unit === "day") {
      for (let day = Math.floor(dayAt(gutter) / every) * every + (every === 7 ? 4 : 0); day <= end; day += every) yield { day, unit };
      return;
    }
    if (unit === "year") [year, month] = [Math.floor(year / every) * every, 0];
    else month = Math.floor(month / every) * every;
    for (let day = Date.UTC(year, month) / 864e5; day <= end; day = Date.UTC(year, month) / 864e5) {
      yield { day, unit };
      if (unit === "year") year += every;
      else month += every;
    }
  }

  function tickName(day, unit, whole) {
    const date = new Date(day * 864e5), year = date.getUTCFullYear(), month = date.getUTCMonth() + 1;
    if (unit === "year") return say(`${year}年`, String(year));
    if (unit === "month") return whole || month === 1 ? say(`${year}年${month}月`, `${year}-${String(month).padStart(2, "0")}`) : say(`${month}月`, date.toLocaleString("en", { month: "short", timeZone: "UTC" }));
    return whole ? date.toISOString().slice(0, 10) : say(`${month}月${date.getUTCDate()}日`, date.toLocaleString("en", { month: "short", day: "numeric", timeZone: "UTC" }));
  }

  function drawAxis(context, width, height, ink, faint, rule, ground) {
    context.font = surfaceFont(11);
    context.textAlign = "left";
    context.textBaseline = "middle";
    let whole = true;
    for (const { day, unit } of ticks(width)) {
      const x = xOf(day);
      if (x < gutter - 1) continue;
      context.fillStyle = rule;
      context.fillRect(Math.round(x), axis - 6, 1, height - axis + 6);
      context.fillStyle = whole ? ink : faint;
      context.fillText(tickName(day, unit, whole), x + 4, axis / 2);
      whole = false;
    }
    const { from, to } = state.filters;
    context.fillStyle = ground;
    context.globalAlpha = 0.6;
    if (from !== null) context.fillRect(gutter, axis, Math.max(0, xOf(from) - gutter), height);
    if (to !== null) context.fillRect(xOf(to + 1), axis, Math.max(0, width - xOf(to + 1)), height);
    context.globalAlpha = 1;
  }

  // What of a lane is on the screen, as single events or, where they would cover each other, as counts for each bin of time.
  function gatherLane({ events, longest }, width) {
    const from = dayAt(gutter), to = dayAt(width);
    const begin = indexOf(events, from - longest - 1), end = indexOf(events, to);
    if ((indexOf(events, to) - indexOf(events, from)) * 11 <= (width - gutter) * laneRows)
      return { single: events.slice(begin, end).filter((id) => lastDay[id] + 1 >= from) };
    const days = binWidth / lineView.scale, first = Math.floor(from / days), bins = new Map(), edges = new Map();
    for (let at = begin; at < end; at++) {
      const id = events[at];
      if (lastDay[id] + 1 < from) continue;
      const bin = Math.floor(firstDay[id] / days), last = Math.floor(lastDay[id] / days);
      if (last - bin < 3) {
        if (bin >= first) bins.set(bin, (bins.get(bin) ?? 0) + 1);
        continue;
      }
      edges.set(Math.max(bin, first), (edges.get(Math.max(bin, first)) ?? 0) + 1);
      edges.set(last + 1, (edges.get(last + 1) ?? 0) - 1);
    }
    return { bins, edges, days };
  }

  const labels = new Map(); // of an event, in parts as wide as there is room
  function labelWithin(context, id, room) {
    if (!labels.has(id)) labels.set(id, { text: shorten(nameOf(id), 16), width: context.measureText(shorten(nameOf(id), 16)).width });
    const { text, width } = labels.get(id);
    if (width <= room) return text;
    const letters = Math.floor((room / width) * [...text].length) - 1;
    return letters >= 3 ? shorten(text, letters) : "";
  }

  // Rows first, each event in the one that has been free for longest; then labels, as far as the next event of the row.
  function placeSingles(ids, width) {
    const ends = new Array(laneRows).fill(-Infinity), last = new Array(laneRows).fill(null), marks = [];
    for (const id of ids) {
      const start = xOf(firstDay[id]), end = xOf(lastDay[id] + 1), wide = end - start > 14;
      const a = wide ? Math.max(start, gutter - 10) : (start + end) / 2 - 6, b = wide ? Math.min(end, width + 10) : a + 12;
      const row = ends.indexOf(Math.min(...ends));
      const mark = { id, a, b, wide, row, until: width };
      if (last[row]) last[row].until = a - 3;
      last[row] = mark;
      ends[row] = Math.max(ends[row], b);
      marks.push(mark);
    }
    return marks;
  }

  function drawSingles(context, y, ids, width, ink, accent) {
    const own = colour("Event"), out = emphasised();
    context.font = surfaceFont(12);
    context.textAlign = "left";
    context.textBaseline = "middle";
    for (const { id, a, b, wide, row, until } of placeSingles(ids, width)) {
      const middle = y + 11 + row * 17, chosen = state.node === id;
      const certain = (statusOf(id) || "happened") === "happened";
      context.globalAlpha = out && !out.has(id) ? 0.22 : 1;
      context.beginPath();
      if (wide) context.roundRect(a, middle - 6, Math.max(4, b - a - 1), 12, 4);
      else {
        context.moveTo(a + 6, middle - 6);
        context.lineTo(a + 12, middle);
        context.lineTo(a + 6, middle + 6);
        context.lineTo(a, middle);
        context.closePath();
      }
      context.fillStyle = own + (wide ? "33" : certain ? "ff" : "22");
      context.fill();
      context.strokeStyle = chosen ? accent : own;
      context.lineWidth = chosen ? 3 : 1;
      context.setLineDash(certain ? [] : [2, 2]);
      context.stroke();
      context.setLineDash([]);
      const after = wide ? Math.max(a, gutter) + 5 : b + 3;
      const text = chosen ? shorten(nameOf(id), 16) : labelWithin(context, id, until - after);
      context.fillStyle = ink;
      if (chosen) writeOver(context, text, after, middle, ink, cssColour("--page"));
      else if (text) context.fillText(text, after, middle);
      lineView.boxes.push({ x0: a - 3, x1: Math.max(b + 3, Math.min(until, after + (labels.get(id)?.width ?? 0))), y0: middle - 9, y1: middle + 9, ids: [id] });
    }
    context.globalAlpha = 1;
  }

  function drawBins(context, lane, y, { bins, edges, days }, most, width) {
    const own = colour("Event"), tall = laneHeight - 12, base = y + laneHeight - 5;
    const height = (count) => Math.max(2, tall * Math.sqrt(count / most));
    let under = 0, since = null;
    context.fillStyle = own + "33";
    const steps = [...edges].sort(([a], [b]) => a - b);
    for (const [bin, change] of steps) {
      if (under) {
        const a = Math.max(gutter, xOf(since * days)), b = Math.min(width, xOf(bin * days));
        if (b > a) context.fillRect(a, base - height(under), b - a, height(under));
      }
      under += change;
      since = bin;
    }
    context.fillStyle = own;
    for (const [bin, count] of bins) {
      const x = xOf(bin * days);
      context.fillRect(x, base - height(count), binWidth - 1, height(count));
      lineView.boxes.push({ x0: x, x1: x + binWidth, y0: y, y1: base, lane, from: bin * days, to: (bin + 1) * days, count });
    }
  }

  function drawTimeline(context, width, height) {
    if (!lineView.ready) {
      lineView.ready = true;
      fitMost();
    }
    lineView.top = Math.max(0, Math.min(lineView.top, lineView.lanes.length * laneHeight - (height - axis) + 10));
    lineView.boxes = [];
    const ink = cssColour("--ink"), faint = cssColour("--faint"), rule = cssColour("--line"), page = cssColour("--page"), accent = cssColour("--accent");
    drawAxis(context, width, height, ink, faint, rule, page);
    const seen = lineView.lanes.map((lane, index) => ({ lane, y: axis + index * laneHeight - lineView.top })).filter(({ y }) => y > axis - laneHeight && y < height);
    for (const shown of seen) shown.found = gatherLane(shown.lane, width);
    const most = Math.max(1, ...seen.flatMap(({ found }) => (found.bins ? [...found.bins.values()] : [])));
    context.save();
    context.beginPath();
    context.rect(0, axis, width, height - axis);
    context.clip();
    for (const { lane, y, found } of seen) {
      context.fillStyle = rule;
      context.fillRect(0, y + laneHeight - 1, width, 1);
      context.save();
      context.beginPath();
      context.rect(gutter, axis, width - gutter, height - axis);
      context.clip();
      if (found.single) drawSingles(context, y, found.single, width, ink, accent);
      else drawBins(context, lane, y, found, most, width);
      context.restore();
      context.textAlign = "left";
      context.textBaseline = "middle";
      context.font = surfaceFont(12, lane.key === state.node ? 650 : 500);
      context.fillStyle = ink;
      context.fillText(shorten(lane.name, 8), 10, y + laneHeight / 2 - 8);
      context.font = surfaceFont(11);
      context.fillStyle = faint;
      context.fillText(String(lane.events.length), 10, y + laneHeight / 2 + 9);
    }
    context.restore();
    const whole = lineView.lanes.length * laneHeight, room = height - axis;
    if (whole > room) {
      context.fillStyle = faint;
      context.globalAlpha = 0.5;
      context.fillRect(width - 6, axis + (lineView.top / whole) * room, 4, Math.max(16, (room / whole) * room));
      context.globalAlpha = 1;
    }
  }

  function eventAt(x, y) {
    if (y < axis || x < gutter) return null;
    for (let at = lineView.boxes.length - 1; at >= 0; at--) {
      const box = lineView.boxes[at];
      if (x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1) return box;
    }
    return null;
  }

  const dateName = (id) => {
    const [from, to] = data.nodes[id].date;
    if (from === to) return from;
    if (from.slice(5) === "01-01" && to === `${from.slice(0, 4)}-12-31`) return from.slice(0, 4);
    return from.slice(0, 7) === to.slice(0, 7) && from.endsWith("-01") && new Date(`${to}T00:00Z`).getTime() + 864e5 === Date.UTC(from.slice(0, 4), Number(from.slice(5, 7))) ? from.slice(0, 7) : `${from} – ${to}`;
  };
  const dayName = (day) => new Date(day * 864e5).toISOString().slice(0, 10);

  function tellEvent({ ids, lane, from, to, count }) {
    if (ids) return `${nameOf(ids[0])}\n${dateName(ids[0])} · ${data.nodes[ids[0]].types.map(typeName).join(say("、", ", "))}`;
    const [a, b] = [dayName(Math.ceil(from)), dayName(Math.max(Math.ceil(from), Math.ceil(to) - 1))];
    return `${lane.name}\n${a === b ? a : `${a} – ${b}`} · ${say(`${count} 个事件`, `${count} events`)}`;
  }

  function pickEvent({ ids, lane, from, to }, x, y) {
    if (ids) return selectNode(ids[0]);
    const inside = lane.events.slice(indexOf(lane.events, from), indexOf(lane.events, to));
    const days = firstDay[inside.at(-1)] - firstDay[inside[0]];
    if (inside.length <= 12 || days < 1) return lineView.surface.choose(inside, x, y);
    fitDays(firstDay[inside[0]], firstDay[inside.at(-1)]);
    lineView.surface.redraw();
  }

  function stepEvent(direction) {
    const { events } = lineView;
    if (!events.length) return;
    const at = events.indexOf(state.node);
    const next = at >= 0 ? (at + direction + events.length) % events.length : Math.min(events.length - 1, indexOf(events, dayAt(gutter)));
    selectNode(events[next]);
  }

  // Brings a day, and a lane, into sight.
  function reveal(id) {
    const { clientWidth: width, clientHeight: height } = lineView.surface.canvas;
    const x = xOf((firstDay[id] + lastDay[id]) / 2);
    if (x < gutter || x > width - 60) lineView.left += (x - (gutter + width) / 2) / lineView.scale;
    const lane = lineView.lanes.findIndex(({ events }) => events.includes(id)), y = lane * laneHeight - lineView.top;
    if (lane >= 0 && (y < 0 || y > height - axis - laneHeight)) lineView.top = lane * laneHeight - (height - axis) / 2;
  }

  let revealed = null;
  const lineBy = element("select", {}, ...Object.keys(groupings).map((name) => element("option", { value: name })));
  const lineTold = element("span", { className: "faint" });
  const lineLost = element("button", { type: "button", className: "more" });

  function tellTimeline() {
    const lost = undated.filter(isVisible);
    [...lineBy.options].forEach((option) => { option.textContent = groupings[option.value][state.language === "zh" ? 0 : 1]; });
    lineBy.setAttribute("aria-label", say("分行", "Lanes"));
    lineTold.textContent = say(`${lineView.events.length} 个有日期的事件`, `${lineView.events.length} dated events`);
    lineLost.textContent = say(`另有 ${lost.length} 个没有日期`, `${lost.length} have no date`);
    lineLost.hidden = lost.length === 0;
    lineLost.onclick = () => lineView.surface.choose(lost, 8, 8);
  }

  function sortLanes() {
    lineView.events = dated.filter(isVisible);
    lineView.lanes = lanesOf(lineView.events);
  }

  if (dated.length + undated.length)
    addTab({
      id: "timeline",
      label: { zh: "时间线", en: "Timeline" },
      show: (container) => {
        lineBy.addEventListener("change", () => {
          lineView.by = lineBy.value;
          lineView.top = 0;
          sortLanes();
          lineView.surface.redraw();
        });
        container.classList.add("drawn");
        container.append(element("div", { className: "bar" }, lineBy, lineTold, lineLost));
        lineView.surface = makeSurface(container, {
          label: () => say("时间线。左右键移动，上下键换行，加减键缩放，0 看全部，上下翻页键逐个选事件。", "Timeline. Left and right move in time, up and down through the lanes, plus and minus zoom, 0 fits, Page Up and Page Down step through events."),
          draw: drawTimeline,
          pan: (x, y) => { lineView.left -= x / lineView.scale; lineView.top -= y; },
          zoom: (factor, x) => {
            const day = dayAt(Math.max(gutter, x));
            lineView.scale = Math.max(0.002, Math.min(160, lineView.scale * factor));
            lineView.left = day - (Math.max(gutter, x) - gutter) / lineView.scale;
          },
          fit: fitEvery, at: eventAt, pick: pickEvent, tell: tellEvent, step: stepEvent,
        });
      },
      update: (what) => {
        if (what === "hover") return;
        sortLanes();
        tellTimeline();
        lineView.surface.name();
        if (lineView.ready && state.node !== revealed && state.node !== null && firstDay[state.node] !== never) reveal(state.node);
        revealed = state.node;
        lineView.surface.redraw();
      },
    });
}
