// The tab of the timeline: what is at a point, what the pointer and the keys do, and the line above.
import { isoDay, NEVER, rangeName } from "../core/dates.js";
import { events, graph, nameOf } from "./data.js";
import { element, faint } from "./elements.js";
import { addPicture } from "./picture.js";
import { selectNode } from "./selection.js";
import { isVisible, state } from "./state.js";
import { makeSurface } from "./surface.js";
import { addTab } from "./tabs.js";
import { drawTimeline } from "./timeline-drawing.js";
import {
  AXIS,
  dayAt,
  fitAll,
  fitDays,
  GUTTER,
  indexFrom,
  LANE_HEIGHT,
  timeline,
  eventDays,
  isGuess,
  updateLanes,
  xOf,
} from "./timeline-view.js";
import { joinNames, localised, typeName } from "./localisation.js";

const GROUPINGS = {
  type: ["按类型", "By type"],
  Person: ["按人物", "By person"],
  Organisation: ["按机构", "By organisation"],
  Place: ["按地点", "By place"],
  none: ["不分行", "One lane"],
};

const { firstDay, lastDay } = eventDays;

function boxAt(x, y) {
  if (y < AXIS || x < GUTTER) return null;
  return timeline.boxes.findLast(({ x0, x1, y0, y1 }) => x >= x0 && x <= x1 && y >= y0 && y <= y1) ?? null;
}

function describe({ ids, lane, from, to, count }) {
  if (ids) {
    const [id] = ids;
    const when = isGuess(id)
      ? localised(`日期不详，${isoDay(firstDay[id])} 报道`, `undated, reported ${isoDay(firstDay[id])}`)
      : rangeName(...graph.nodes[id].date);
    return `${nameOf(id)}\n${[when, joinNames(graph.nodes[id].types.map(typeName))].filter(Boolean).join(" · ")}`;
  }
  const first = Math.ceil(from);
  const last = Math.max(first, Math.ceil(to) - 1);
  const days = first === last ? isoDay(first) : `${isoDay(first)} – ${isoDay(last)}`;
  return `${lane.name}\n${days} · ${localised(`${count} 个事件`, `${count} events`)}`;
}

function pick({ ids, lane, from, to }, x, y) {
  if (ids) return selectNode(ids[0]);
  const inside = lane.events.slice(indexFrom(lane.events, from), indexFrom(lane.events, to));
  const [first, last] = [firstDay[inside[0]], firstDay[inside.at(-1)]];
  if (inside.length <= 12 || last - first < 1) return timeline.surface.offer(inside, x, y);
  fitDays(first, last);
  timeline.surface.redraw();
}

function step(direction) {
  const shown = timeline.events;
  if (!shown.length) return;
  const at = shown.indexOf(state.node);
  const inSight = Math.min(shown.length - 1, indexFrom(shown, dayAt(GUTTER)));
  selectNode(shown[at < 0 ? inSight : (at + direction + shown.length) % shown.length]);
}

/** Brings an event, and its lane, into sight. */
function reveal(id) {
  const { clientWidth: width, clientHeight: height } = timeline.surface.canvas;
  const x = xOf((firstDay[id] + lastDay[id]) / 2);
  if (x < GUTTER || x > width - 60) timeline.left += (x - (GUTTER + width) / 2) / timeline.scale;
  const lane = timeline.lanes.findIndex((row) => row.events.includes(id));
  const top = lane * LANE_HEIGHT - timeline.top;
  if (lane >= 0 && (top < 0 || top > height - AXIS - LANE_HEIGHT))
    timeline.top = lane * LANE_HEIGHT - (height - AXIS) / 2;
}

function zoom(factor, x) {
  const anchor = Math.max(GUTTER, x);
  const day = dayAt(anchor);
  timeline.scale = Math.max(0.002, Math.min(160, timeline.scale * factor));
  timeline.left = day - (anchor - GUTTER) / timeline.scale;
}

export function addTimelineTab() {
  if (!events.length) return;
  addPicture("timeline", drawTimeline);
  const grouping = element("select", {}, ...Object.keys(GROUPINGS).map((value) => element("option", { value })));
  const summary = faint("");
  const rest = element("button", { type: "button", className: "more" });
  let revealed = null;

  function translate() {
    const hidden = events.map(({ id }) => id).filter((id) => isVisible(id) && firstDay[id] === NEVER);
    for (const option of grouping.options) option.textContent = localised(...GROUPINGS[option.value]);
    grouping.setAttribute("aria-label", localised("分行", "Lanes"));
    const guessed = timeline.events.filter(isGuess).length;
    const count = timeline.events.length - guessed;
    const others =
      guessed && localised(`，${guessed} 个按报道日期（空心）`, `, ${guessed} by the date of their report (hollow)`);
    summary.textContent = localised(`${count} 个有日期的事件`, `${count} dated events`) + (others || "");
    rest.textContent = localised(`另有 ${hidden.length} 个没有日期`, `${hidden.length} have no date`);
    rest.hidden = hidden.length === 0;
    rest.onclick = () => timeline.surface.offer(hidden, 8, 8);
    timeline.surface.translate();
  }

  grouping.addEventListener("change", () => {
    timeline.groupBy = grouping.value;
    timeline.top = 0;
    updateLanes();
    timeline.surface.redraw();
  });
  addTab({
    id: "timeline",
    label: { zh: "时间线", en: "Timeline" },
    show: (container) => {
      container.classList.add("drawn");
      container.append(element("div", { className: "bar" }, grouping, summary, rest));
      timeline.surface = makeSurface(container, {
        label: () =>
          localised(
            "时间线。左右键移动，上下键换行，加减键缩放，0 看全部，上下翻页键逐个选事件。",
            "Timeline. Left and right move in time, up and down through the lanes, plus and minus zoom, 0 fits, Page Up and Page Down step through events.",
          ),
        draw: drawTimeline,
        pan: (x, y) => {
          timeline.left -= x / timeline.scale;
          timeline.top -= y;
        },
        zoom,
        fit: fitAll,
        at: boxAt,
        pick,
        describe,
        step,
      });
    },
    update: (what) => {
      if (what === "hover") return;
      updateLanes();
      translate();
      const { node } = state;
      if (timeline.isFitted && node !== revealed && node !== null && firstDay[node] !== NEVER) reveal(node);
      revealed = node;
      timeline.surface.redraw();
    },
  });
}
