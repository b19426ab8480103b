// The tab of ties: who is tied to whom, by what is asked for above it.
import { nearestEdge, nearestNode } from "../core/picking.js";
import { canTie, PROJECTIONS, TIES } from "../core/projection.js";
import { graph, nameOf } from "./data.js";
import { button, element, faint } from "./elements.js";
import { nodeButton } from "./evidence.js";
import { displayName, kindOf, localised } from "./localisation.js";
import { drawTies, radiusOf } from "./projection-drawing.js";
import { addPicture } from "./picture.js";
import { saveTies } from "./projection-export.js";
import { asked, fitTies, MEASURES, ties, updateTies } from "./projection-view.js";
import { select, selectNode } from "./selection.js";
import { state } from "./state.js";
import { makeSurface } from "./surface.js";
import { addTab } from "./tabs.js";

const RANKED = 12;
const NAMES = {
  "person-person": ["人物—人物", "Person – person"],
  "organisation-organisation": ["机构—机构", "Organisation – organisation"],
  "person-organisation": ["人物—机构", "Person – organisation"],
  events: ["共同参与的事件", "by shared events"],
  sentences: ["同句出现", "by shared sentences"],
  articles: ["同文出现", "by shared articles"],
  positions: ["任职", "by positions held"],
};
const FORMS = { gexf: "GEXF", graphml: "GraphML", csv: "CSV", ttl: "Turtle" };

export const tieName = (by) => localised(...NAMES[by]);

/** Returns a tie's or a node's place as arrays, for the hit tests. */
function pointsOf() {
  const places = ties.drawn.map((id) => ties.places.get(id));
  return { xs: places.map(({ x }) => x), ys: places.map(({ y }) => y) };
}

function at(x, y) {
  const { clientWidth: width, clientHeight: height } = ties.surface.canvas;
  const { scale } = ties.camera;
  const point = { x: (x - width / 2) / scale + ties.camera.x, y: (y - height / 2) / scale + ties.camera.y };
  const points = pointsOf();
  const number = nearestNode(
    points,
    point,
    (one) => (radiusOf(ties.drawn[one]) + 4) / scale,
    () => true,
  );
  if (number !== null) return { id: ties.drawn[number] };
  const index = new Map(ties.drawn.map((id, one) => [id, one]));
  const edges = ties.edges.map(({ a, b }, id) => ({ id, from: index.get(a), to: index.get(b) }));
  const edge = nearestEdge(points, edges, point, 5 / scale);
  return edge === null ? null : { tie: ties.edges[edge] };
}

const figure = (name, id) =>
  name === "betweenness" ? ties.measures[name].get(id).toFixed(3) : String(ties.measures[name].get(id));

function describe({ id, tie }) {
  if (tie) return `${displayName(tie.a)} – ${displayName(tie.b)}\n${tieName(ties.by)}: ${tie.weight}`;
  const measured = Object.keys(MEASURES).map((name) => `${localised(...MEASURES[name])} ${figure(name, id)}`);
  const community = ties.measures.community.get(id) + 1;
  return [displayName(id), kindOf(id), ...measured, localised(`群组 ${community}`, `Community ${community}`)].join(
    "\n",
  );
}

function pick({ id, tie }) {
  if (tie) select({ tie: { a: tie.a, b: tie.b } });
  else selectNode(id);
}

function step(direction) {
  if (!ties.drawn.length) return;
  const found = ties.drawn.indexOf(state.node);
  selectNode(ties.drawn[found < 0 ? 0 : (found + direction + ties.drawn.length) % ties.drawn.length]);
}

function zoom(factor, x, y) {
  const { clientWidth: width, clientHeight: height } = ties.surface.canvas;
  const scale = Math.max(0.03, Math.min(8, ties.camera.scale * factor));
  const by = 1 / ties.camera.scale - 1 / scale;
  ties.camera = { x: ties.camera.x + (x - width / 2) * by, y: ties.camera.y + (y - height / 2) * by, scale };
}

function makeSelect(options, value, choose) {
  const created = element("select", {}, ...options.map((option) => element("option", { value: option })));
  created.value = value;
  created.addEventListener("change", () => choose(created.value));
  return created;
}

function makeBar(refresh) {
  const kinds = makeSelect(Object.keys(PROJECTIONS), ties.kinds, (value) => refresh({ kinds: value, isFitted: false }));
  const by = makeSelect(TIES, ties.by, (value) => refresh({ by: value, isFitted: false }));
  const size = makeSelect(Object.keys(MEASURES), ties.sizeBy, (value) => refresh({ sizeBy: value }));
  const least = element("input", { type: "number", min: 1, max: 999, value: ties.least, id: "least-weight" });
  const leastLabel = element("label", { htmlFor: least.id });
  least.addEventListener("change", () => {
    least.value = String(Math.max(1, Math.floor(Number(least.value)) || 1));
    refresh({ least: Number(least.value) });
  });
  const coloured = button("", () => refresh({ isByCommunity: !ties.isByCommunity }));
  const summary = faint("");
  const saves = Object.entries(FORMS).map(([form, name]) => button(name, () => saveTies(form), "small"));
  const saving = element("span", { className: "row" }, faint(""), ...saves);
  function translate() {
    for (const [control, names] of [
      [kinds, ["谁与谁", "Who with whom"]],
      [by, ["据何相连", "Tied by"]],
      [size, ["大小表示", "Size by"]],
    ]) {
      control.setAttribute("aria-label", localised(...names));
      control.title = localised(...names);
      for (const option of control.options)
        option.textContent = localised(...(NAMES[option.value] ?? MEASURES[option.value]));
    }
    [...by.options].find(({ value }) => value === "positions").hidden = !canTie(asked().kinds, "positions");
    by.value = ties.by;
    leastLabel.textContent = localised("至少", "At least");
    coloured.textContent = localised("按群组着色", "Colour by community");
    coloured.setAttribute("aria-pressed", String(ties.isByCommunity));
    saving.firstChild.textContent = localised("导出", "Export");
    const { nodes, edges } = ties.network;
    const cut = ties.drawn.length < nodes.length;
    const drawn = cut
      ? localised(
          `（只画最强的 ${ties.drawn.length} 个，导出的是全部）`,
          ` (the ${ties.drawn.length} strongest drawn, all exported)`,
        )
      : "";
    summary.textContent =
      localised(`${nodes.length} 个节点 · ${edges.length} 条连线`, `${nodes.length} nodes · ${edges.length} ties`) +
      drawn;
  }
  const least_ = element("span", { className: "row" }, leastLabel, least);
  return { bar: element("div", { className: "bar" }, kinds, by, least_, size, coloured, summary, saving), translate };
}

/** Returns the nodes that lead by the chosen measure. */
function ranking() {
  const values = ties.measures[ties.sizeBy];
  const leading = [...ties.network.nodes].sort((a, b) => values.get(b) - values.get(a) || a - b).slice(0, RANKED);
  return leading.map((id) => element("li", {}, nodeButton(id, false), faint(figure(ties.sizeBy, id))));
}

export function addTiesTab() {
  addPicture("ties", drawTies);
  const isThere = ({ group }) => group === "Person" || group === "Organisation";
  if (graph.nodes.filter(isThere).length < 2) return;
  const ranked = element("ol", { className: "ranking" });
  let parts = null;
  function show() {
    updateTies();
    parts.translate();
    const title =
      localised(...MEASURES[ties.sizeBy]) +
      (ties.sizeBy === "betweenness" && ties.measures.isSampled ? localised("（估计）", " (estimated)") : "");
    ranked.setAttribute("aria-label", title);
    ranked.dataset.title = title;
    ranked.replaceChildren(...ranking());
    ties.surface.translate();
    ties.surface.redraw();
  }
  const refresh = (change) => {
    Object.assign(ties, change);
    show();
  };
  addTab({
    id: "ties",
    label: { zh: "关联", en: "Ties" },
    show: (container) => {
      container.classList.add("drawn");
      parts = makeBar(refresh);
      container.append(parts.bar);
      ties.surface = makeSurface(container, {
        label: () =>
          localised(
            "关联网络。方向键移动，加减键缩放，0 看全部，上下翻页键逐个选节点。",
            "Network of ties. Arrow keys move, plus and minus zoom, 0 fits, Page Up and Page Down step through nodes.",
          ),
        draw: drawTies,
        pan: (x, y) => {
          ties.camera.x -= x / ties.camera.scale;
          ties.camera.y -= y / ties.camera.scale;
        },
        zoom,
        fit: fitTies,
        at,
        pick,
        describe,
        step,
      });
      ties.surface.stage.append(ranked);
    },
    update: (what) => what !== "hover" && show(),
  });
}

/** Names what is tied, for the panel. */
export const tieTitle = ({ a, b }) => `${nameOf(a)} – ${nameOf(b)}`;
