// The tab of the map: what is at a point, what the pointer and the keys do, and the line above.
import { data, graph, nameOf } from "./data.js";
import { element, faint } from "./elements.js";
import { drawMap, readOutline } from "./map-drawing.js";
import { atlas, fitAll, fitSites, map, MAX_SCALE, MEASURES, onScreen, updateTallies, weightOf } from "./map-view.js";
import { addPicture } from "./picture.js";
import { selectNode } from "./selection.js";
import { isVisible, state } from "./state.js";
import { makeSurface } from "./surface.js";
import { addTab } from "./tabs.js";
import { localised } from "./localisation.js";

function clusterAt(x, y) {
  let best = null;
  let least = 5;
  for (const { cluster, x: cx, y: cy, radius } of map.shown) {
    const outside = Math.hypot(cx - x, cy - y) - Math.max(radius, 7);
    if (outside < least) [best, least] = [cluster, outside];
  }
  return best;
}

function describe({ sites, counts }) {
  const rest = sites.length - 6;
  const names = sites.slice(0, 6).map(nameOf).join(localised("、", ", "));
  const more = rest > 0 ? localised(` 等 ${sites.length} 处`, ` and ${rest} more`) : "";
  const parts = [
    ["events", "事件", "events"],
    ["organisations", "机构", "organisations"],
    ["people", "人物", "people"],
    ["articles", "文章", "articles"],
  ];
  const counted = parts
    .filter(([name]) => counts[name])
    .map(([name, zh, en]) => localised(`${zh} ${counts[name]}`, `${counts[name]} ${en}`));
  const contained = localised(
    `含其下 ${counts.contained} 个没有坐标的地点`,
    `with ${counts.contained} places within that have no coordinates`,
  );
  return [names + more, counted.join(" · "), counts.contained ? contained : ""].filter(Boolean).join("\n");
}

function pick({ sites }, x, y) {
  if (sites.length === 1) return selectNode(sites[0]);
  const [first, ...others] = sites.map((site) => atlas.positions.get(site));
  const apart = Math.max(...others.map((other) => Math.hypot(other.x - first.x, other.y - first.y)));
  if (apart * MAX_SCALE < 40) return map.surface.offer(sites, x, y);
  fitSites(sites, MAX_SCALE);
  map.surface.redraw();
}

function step(direction) {
  const sites = [...map.tallies.keys()].sort((a, b) => weightOf(b) - weightOf(a) || a - b);
  if (!sites.length) return;
  const at = sites.indexOf(state.node);
  selectNode(sites[at < 0 ? 0 : (at + direction + sites.length) % sites.length]);
}

function zoom(factor, x, y) {
  const { clientWidth: width, clientHeight: height } = map.surface.canvas;
  const scale = Math.max(width / 400, Math.min(MAX_SCALE, map.scale * factor));
  const by = 1 / map.scale - 1 / scale;
  map.x += (x - width / 2) * by;
  map.y += (y - height / 2) * by;
  map.scale = scale;
}

/** Brings the sites of the selection, such as the places of a person's events, into view if one of them is not. */
function revealSelected() {
  const { clientWidth: width, clientHeight: height } = map.surface.canvas;
  const points = [...map.selected].map((site) => onScreen(atlas.positions.get(site), width, height));
  const isInSight = ({ x, y }) => x > 0 && y > 0 && x < width && y < height;
  if (map.isFitted && !points.every(isInSight)) fitSites([...map.selected], map.scale);
}

export function addMapTab() {
  if (!atlas.places.length) return;
  addPicture("map", drawMap, "--sea");
  const measure = element("select", {}, ...Object.keys(MEASURES).map((value) => element("option", { value })));
  const summary = faint("");
  const rest = element("button", { type: "button", className: "more" });

  function translate() {
    const { degree } = graph;
    const unplaced = atlas.places.filter((id) => isVisible(id) && !atlas.siteOf.has(id));
    unplaced.sort((a, b) => degree(b) - degree(a));
    const count = map.tallies.size;
    for (const option of measure.options) option.textContent = localised(...MEASURES[option.value].names);
    measure.setAttribute("aria-label", localised("圆的大小表示", "Circles sized by"));
    const none = localised(
      "没有可画的地点：图中的地点都没有坐标。只有中国的行政区划、外国和外国的大城市带有坐标。",
      "Nothing to draw: no place here has coordinates. Those of China's divisions, of countries and of large foreign cities are known.",
    );
    summary.textContent = count ? localised(`地图上 ${count} 处`, `${count} places on the map`) : none;
    rest.textContent = localised(
      `另有 ${unplaced.length} 个地点没有坐标`,
      `${unplaced.length} places have no coordinates`,
    );
    rest.hidden = unplaced.length === 0;
    rest.onclick = () => map.surface.offer(unplaced, 8, 8);
    map.surface.translate();
  }

  measure.addEventListener("change", () => {
    map.measure = measure.value;
    map.surface.redraw();
  });
  addTab({
    id: "map",
    label: { zh: "地图", en: "Map" },
    show: (container) => {
      map.outline = readOutline(data.map?.land ?? []);
      container.classList.add("drawn");
      container.append(element("div", { className: "bar" }, measure, summary, rest));
      map.surface = makeSurface(container, {
        label: () =>
          localised(
            "地图。方向键移动，加减键缩放，0 看全部，上下翻页键逐个选地点。",
            "Map. Arrow keys move, plus and minus zoom, 0 fits, Page Up and Page Down step through places.",
          ),
        draw: drawMap,
        pan: (x, y) => {
          map.x -= x / map.scale;
          map.y -= y / map.scale;
        },
        zoom,
        fit: fitAll,
        at: clusterAt,
        pick,
        describe,
        step,
      });
      map.surface.stage.append(element("p", { className: "credit", textContent: "Natural Earth · GeoNames" }));
    },
    update: (what) => {
      if (what === "hover") return;
      updateTallies();
      translate();
      revealSelected();
      map.surface.redraw();
    },
  });
}
