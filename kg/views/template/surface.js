// A canvas that is moved with the mouse, by touch and from the keyboard. Whoever makes it says how it is drawn, what
// moving means, and what stands at a point: draw(context, width, height), pan(x, y), zoom(factor, x, y), fit(),
// at(x, y) -> something or null, pick(it), tell(it) -> text, step(direction).
function makeSurface(container, { label, draw, pan, zoom, fit, at, pick, tell, step }) {
  const canvas = element("canvas", { tabIndex: 0 });
  const tip = element("p", { className: "tip", hidden: true });
  const list = element("div", { className: "choices", hidden: true });
  const button = (text, act, zh, en) => {
    const made = element("button", { type: "button", textContent: text });
    made.addEventListener("click", act);
    return { made, name: () => { made.title = say(zh, en); made.setAttribute("aria-label", made.title); } };
  };
  const middle = (act) => () => act(canvas.clientWidth / 2, canvas.clientHeight / 2);
  const buttons = [
    button("+", middle((x, y) => zoomed(1.6, x, y)), "放大", "Zoom in"),
    button("−", middle((x, y) => zoomed(1 / 1.6, x, y)), "缩小", "Zoom out"),
    button("⤢", () => { fit(); redraw(); }, "看全部", "Fit all"),
  ];
  canvas.setAttribute("role", "application");
  const stage = element("div", { className: "surface" }, canvas, element("div", { className: "zooming" }, ...buttons.map(({ made }) => made)), tip, list);
  container.append(stage);

  let waiting = false;
  function redraw() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const { clientWidth: width, clientHeight: height } = canvas;
      if (!width || !height) return;
      const ratio = window.devicePixelRatio || 1;
      if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
      }
      const context = canvas.getContext("2d");
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      draw(context, width, height);
    });
  }
  function zoomed(factor, x, y) {
    zoom(factor, x, y);
    forget();
    redraw();
  }
  function panned(x, y) {
    pan(x, y);
    forget();
    redraw();
  }
  function forget() {
    tip.hidden = list.hidden = true;
  }
  const place = (box, x, y) => {
    box.hidden = false;
    box.style.left = `${Math.max(4, Math.min(x + 14, stage.clientWidth - box.offsetWidth - 8))}px`;
    box.style.top = `${Math.max(4, Math.min(y + 14, stage.clientHeight - box.offsetHeight - 8))}px`;
  };

  // Things that stand at one point, to choose one of.
  function choose(ids, x, y) {
    tip.hidden = true;
    list.replaceChildren(...ids.slice(0, 60).map(nodeLink), ...(ids.length > 60 ? [element("p", { className: "faint", textContent: say(`… 共 ${ids.length} 个`, `… ${ids.length} in all`) })] : []));
    place(list, x, y);
    list.scrollTop = 0;
    list.querySelector("button")?.focus({ preventScroll: true });
  }

  const pointers = new Map();
  const where = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  let moved = 0;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    if (!pointers.size) moved = 0;
    pointers.set(event.pointerId, where(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    const now = where(event), before = pointers.get(event.pointerId);
    if (!before) return hover(now);
    const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, other]) => other);
    pointers.set(event.pointerId, now);
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    if (moved < 5) return;
    if (!others.length) return panned(now.x - before.x, now.y - before.y);
    const [other] = others;
    const spread = (point) => Math.max(10, Math.hypot(point.x - other.x, point.y - other.y));
    panned((now.x - before.x) / 2, (now.y - before.y) / 2);
    zoomed(spread(now) / spread(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
  });
  const ended = (event) => {
    if (!pointers.delete(event.pointerId) || pointers.size || moved >= 5 || event.type !== "pointerup") return;
    const { x, y } = where(event), found = at(x, y);
    forget();
    if (found === null) selectNothing();
    else pick(found, x, y);
  };
  canvas.addEventListener("pointerup", ended);
  canvas.addEventListener("pointercancel", ended);
  canvas.addEventListener("pointerleave", () => { tip.hidden = true; });
  canvas.addEventListener("dblclick", (event) => {
    const { x, y } = where(event);
    if (at(x, y) === null) zoomed(2, x, y);
  });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const { x, y } = where(event);
    zoomed(2 ** (-event.deltaY * (event.deltaMode ? 0.06 : 0.0025)), x, y);
  }, { passive: false });
  function hover({ x, y }) {
    const found = at(x, y);
    canvas.style.cursor = found === null ? "" : "pointer";
    tip.hidden = found === null;
    if (found === null || !list.hidden) return void (tip.hidden = true);
    tip.textContent = tell(found);
    place(tip, x, y);
  }

  const keys = {
    ArrowLeft: () => panned(60, 0), ArrowRight: () => panned(-60, 0), ArrowUp: () => panned(0, 60), ArrowDown: () => panned(0, -60),
    "+": middle((x, y) => zoomed(1.6, x, y)), "=": middle((x, y) => zoomed(1.6, x, y)), "-": middle((x, y) => zoomed(1 / 1.6, x, y)),
    0: () => { fit(); redraw(); }, PageDown: () => step(1), PageUp: () => step(-1),
  };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    keys[event.key]();
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") {
      forget();
      return canvas.focus();
    }
    const rows = [...list.querySelectorAll("button")];
    rows[(rows.indexOf(document.activeElement) + step + rows.length) % rows.length]?.focus();
  });
  new ResizeObserver(redraw).observe(canvas);

  function name() {
    canvas.setAttribute("aria-label", label());
    for (const { name } of buttons) name();
  }
  return { canvas, stage, redraw, choose, forget, name };
}

const surfaceFont = (size, weight = 400) => `${weight} ${size}px ${labelFont}`;

// Writes with a rim of the page's colour, so that it can be read over anything.
function writeOver(context, text, x, y, ink, rim) {
  context.lineWidth = 3;
  context.lineJoin = "round";
  context.strokeStyle = rim;
  context.fillStyle = ink;
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}
