// The tab of the picture, with its overlays.
import { communityLegend } from "./communities.js";
import { canvas, drawing } from "./drawing.js";
import { element } from "./elements.js";
import { addTab } from "./tabs.js";
import { localised } from "./localisation.js";

export function addNetworkTab() {
  const hint = element("p", { className: "hint" });
  addTab({
    id: "network",
    label: { zh: "网络", en: "Network" },
    show: (container) => {
      drawing.make(container);
      container.append(communityLegend, hint);
      canvas.setAttribute("role", "application");
    },
    update: (what) => {
      if (what === "hover") return drawing.hover();
      drawing.paint();
      const name = localised(
        "网络图。N 与 P 依次选择实体，方向键移动，加减号缩放，回车读详情；同样的数据也在表格中。",
        "Network. N and P step through the entities, arrows move, plus and minus zoom, Enter reads the details; the table holds the same data.",
      );
      canvas.setAttribute("aria-label", name);
      hint.textContent = localised(
        "点击看出处 · 双击只看邻近 · 滚轮缩放 · / 搜索 · N 下一个 · Esc 返回",
        "Click for evidence · double-click for neighbours only · wheel zooms · / searches · N next · Esc leads back",
      );
    },
  });
}
