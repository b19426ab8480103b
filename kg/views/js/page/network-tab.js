// The tab of the picture, with its overlays.
import { bundleAt, hoverBundle } from "./bundle-marks.js";
import { communityLegend } from "./communities.js";
import { canvas, drawing } from "./drawing.js";
import { element } from "./elements.js";
import { inBatches, nodeButton } from "./evidence.js";
import { updatePlaces } from "./placing.js";
import { state, unlinkedNodes } from "./state.js";
import { addTab } from "./tabs.js";
import { localised } from "./localisation.js";

function showHoveredBundle({ clientX, clientY }) {
  const { left, top } = canvas.getBoundingClientRect();
  const bundle = bundleAt({ x: clientX - left, y: clientY - top });
  if (!hoverBundle(bundle)) return;
  canvas.classList.toggle("on-bundle", bundle !== null);
  drawing.hover();
}

export function addNetworkTab() {
  const hint = element("p", { className: "hint" });
  const unlinked = element("details", { className: "unlinked", hidden: true });
  const summary = element("summary", {});
  let listed = "";
  function updateUnlinked() {
    const ids = unlinkedNodes();
    unlinked.hidden = ids.length === 0;
    summary.textContent = localised(`另有 ${ids.length} 个没有连线`, `${ids.length} have no links`);
    if (unlinked.open && listed !== `${state.language} ${ids}`) listUnlinked(ids);
  }
  function listUnlinked(ids) {
    listed = `${state.language} ${ids}`;
    unlinked.replaceChildren(summary, ...inBatches(ids, (id) => nodeButton(id, false), 30));
  }
  unlinked.append(summary);
  unlinked.addEventListener("toggle", () => unlinked.open && listUnlinked(unlinkedNodes()));
  addTab({
    id: "network",
    label: { zh: "网络", en: "Network" },
    show: (container) => {
      drawing.make(container);
      container.append(communityLegend, unlinked, hint);
      canvas.setAttribute("role", "application");
      canvas.addEventListener("pointermove", showHoveredBundle);
    },
    update: (what) => {
      if (what === "hover") return drawing.hover();
      updatePlaces();
      updateUnlinked();
      drawing.paint();
      const name = localised(
        "网络图。N 与 P 依次选择实体，方向键移动，加减号缩放，回车读详情，或展开、收起一束；同样的数据也在表格中。",
        "Network. N and P step through the entities, arrows move, plus and minus zoom, Enter reads the details, and opens or closes a bundle; the table holds the same data.",
      );
      canvas.setAttribute("aria-label", name);
      hint.textContent = localised(
        "点击看出处 · 双击只看邻近 · 滚轮缩放 · / 搜索 · N 下一个 · Esc 返回",
        "Click for evidence · double-click for neighbours only · wheel zooms · / searches · N next · Esc leads back",
      );
    },
  });
}
