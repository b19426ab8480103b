// A canvas that is moved with the mouse, by touch and from the keyboard.
import { button, element, faintParagraph } from "./elements.js";
import { nodeButton } from "./evidence.js";
import { selectNothing } from "./selection.js";
import { localised } from "./localisation.js";

const ZOOM_STEP = 1.6;
const CLICK_SLACK = 5; // pixels that a pointer may move within a click
const MAX_CHOICES = 60;

/** Writes with a rim of the page's colour, so that it can be read over anything. */
export function writeOver(context, text, x, y, ink, rim) {
  context.lineWidth = 3;
  context.lineJoin = "round";
  context.strokeStyle = rim;
  context.fillStyle = ink;
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

/** Calls `draw` in the next frame, once, however often it was asked for. */
function makeRedraw(canvas, draw) {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      const { clientWidth: width, clientHeight: height } = canvas;
      if (!width || !height) return;
      const ratio = window.devicePixelRatio || 1;
      const size = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
      if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
      const context = canvas.getContext("2d");
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      draw(context, width, height);
    });
  };
}

/** Listens to the pointers on a canvas: one drags, two zoom, a click that does not move is a click. */
function listenToPointers(canvas, { pan, zoom, hover, click }) {
  const pointers = new Map();
  const positionOf = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  let moved = 0;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    if (!pointers.size) moved = 0;
    pointers.set(event.pointerId, positionOf(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    const now = positionOf(event);
    const before = pointers.get(event.pointerId);
    if (!before) return hover(now);
    const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, position]) => position);
    pointers.set(event.pointerId, now);
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    if (moved < CLICK_SLACK) return;
    if (!other) return pan(now.x - before.x, now.y - before.y);
    const spread = (point) => Math.max(10, Math.hypot(point.x - other.x, point.y - other.y));
    pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    zoom(spread(now) / spread(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
  });
  const end = (event) => {
    const wasDown = pointers.delete(event.pointerId);
    if (wasDown && !pointers.size && moved < CLICK_SLACK && event.type === "pointerup") click(positionOf(event));
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const { x, y } = positionOf(event);
      zoom(2 ** (-event.deltaY * (event.deltaMode ? 0.06 : 0.0025)), x, y);
    },
    { passive: false },
  );
  return positionOf;
}

/** Lets the arrows step through a list of buttons, and Escape leave it. */
function listenToList(list, leave) {
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return leave();
    const rows = [...list.querySelectorAll("button")];
    rows[(rows.indexOf(document.activeElement) + step + rows.length) % rows.length]?.focus();
  });
}

/**
 * Makes a surface in a container. Its maker says how it is drawn, what moving means, and what is at a point:
 * draw(context, width, height), pan(x, y), zoom(factor, x, y), fit(), at(x, y) -> an item or null, pick(item, x, y),
 * describe(item) -> text, step(direction), label() -> text.
 */
export function makeSurface(container, { label, draw, pan, zoom, fit, at, pick, describe, step }) {
  const canvas = element("canvas", { tabIndex: 0 });
  const tip = element("p", { className: "tip", hidden: true });
  const list = element("div", { className: "choices", hidden: true });
  const redraw = makeRedraw(canvas, draw);

  function closeBoxes() {
    tip.hidden = list.hidden = true;
  }
  const zoomBy = (factor, x, y) => {
    zoom(factor, x, y);
    closeBoxes();
    redraw();
  };
  const panBy = (x, y) => {
    pan(x, y);
    closeBoxes();
    redraw();
  };
  const zoomMiddle = (factor) => () => zoomBy(factor, canvas.clientWidth / 2, canvas.clientHeight / 2);
  const fitAll = () => {
    fit();
    redraw();
  };
  const buttons = [
    { created: button("+", zoomMiddle(ZOOM_STEP), ""), names: ["放大", "Zoom in"] },
    { created: button("−", zoomMiddle(1 / ZOOM_STEP), ""), names: ["缩小", "Zoom out"] },
    { created: button("⤢", fitAll, ""), names: ["看全部", "Fit all"] },
  ];
  canvas.setAttribute("role", "application");
  const zooming = element("div", { className: "zooming" }, ...buttons.map(({ created }) => created));
  const stage = element("div", { className: "surface" }, canvas, zooming, tip, list);
  container.append(stage);

  function openBox(box, x, y) {
    box.hidden = false;
    box.style.left = `${Math.max(4, Math.min(x + 14, stage.clientWidth - box.offsetWidth - 8))}px`;
    box.style.top = `${Math.max(4, Math.min(y + 14, stage.clientHeight - box.offsetHeight - 8))}px`;
  }

  /** Offers the nodes that are at one point. */
  function offer(ids, x, y) {
    tip.hidden = true;
    const more = faintParagraph(localised(`… 共 ${ids.length} 个`, `… ${ids.length} in all`));
    const choices = ids.slice(0, MAX_CHOICES).map((id) => nodeButton(id));
    list.replaceChildren(...choices, ...(ids.length > MAX_CHOICES ? [more] : []));
    openBox(list, x, y);
    list.scrollTop = 0;
    list.querySelector("button")?.focus({ preventScroll: true });
  }

  function hover({ x, y }) {
    const found = at(x, y);
    canvas.style.cursor = found === null ? "" : "pointer";
    tip.hidden = found === null || !list.hidden;
    if (tip.hidden) return;
    tip.textContent = describe(found);
    openBox(tip, x, y);
  }

  function click({ x, y }) {
    const found = at(x, y);
    closeBoxes();
    if (found === null) selectNothing();
    else pick(found, x, y);
  }

  const positionOf = listenToPointers(canvas, { pan: panBy, zoom: zoomBy, hover, click });
  canvas.addEventListener("pointerleave", () => {
    tip.hidden = true;
  });
  canvas.addEventListener("dblclick", (event) => {
    const { x, y } = positionOf(event);
    if (at(x, y) === null) zoomBy(2, x, y);
  });
  const keys = {
    ArrowLeft: () => panBy(60, 0),
    ArrowRight: () => panBy(-60, 0),
    ArrowUp: () => panBy(0, 60),
    ArrowDown: () => panBy(0, -60),
    "+": zoomMiddle(ZOOM_STEP),
    "=": zoomMiddle(ZOOM_STEP),
    "-": zoomMiddle(1 / ZOOM_STEP),
    0: fitAll,
    PageDown: () => step(1),
    PageUp: () => step(-1),
  };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    keys[event.key]();
    event.preventDefault();
    event.stopPropagation();
  });
  listenToList(list, () => {
    closeBoxes();
    canvas.focus();
  });
  new ResizeObserver(redraw).observe(canvas);

  /** Names the canvas and the buttons in the language of the page. */
  function translate() {
    canvas.setAttribute("aria-label", label());
    for (const { created, names } of buttons) {
      created.title = localised(...names);
      created.setAttribute("aria-label", created.title);
    }
  }
  return { canvas, stage, redraw, offer, translate };
}
