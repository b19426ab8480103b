// The network's tab; `drawing` draws it.
addTab({
  id: "network",
  label: { zh: "网络", en: "Network" },
  show: (container) => {
    drawing.make(container);
    container.append(element("p", { className: "hint" }));
  },
  update: (what) => {
    if (what === "hover") drawing.hover();
    else drawing.paint();
    document.querySelector(".hint").textContent = say("点击看出处 · 双击只看邻近 · 滚轮缩放 · / 搜索 · Esc 返回", "Click for evidence · double-click for neighbours only · wheel zooms · / searches · Esc leads back");
  },
});
