// What a drawing writes on a canvas, recorded as SVG: the drawings of the timeline, the map and the ties use no more of
// CanvasRenderingContext2D than is here. A path of its own is { d } instead of a Path2D.
import { xmlText } from "./escaping.js";

const ANCHORS = { left: "start", center: "middle", right: "end" };
const START = {
  fillStyle: "#000",
  strokeStyle: "#000",
  lineWidth: 1,
  lineJoin: "miter",
  globalAlpha: 1,
  font: "10px sans-serif",
  textAlign: "left",
  textBaseline: "alphabetic",
};
const number = (value) => String(Math.round(value * 100) / 100);

/** Returns a context that records; `measure` is a context of a canvas, which measures text. */
export function makeRecorder(measure) {
  const written = [];
  const definitions = [];
  let settings = { sx: 1, sy: 1, tx: 0, ty: 0, dashes: [], clip: "" };
  let path = [];
  const stack = [];
  const x = (value) => number(value * settings.sx + settings.tx);
  const y = (value) => number(value * settings.sy + settings.ty);
  const recorder = { isRecorder: true, ...START };

  const common = () => (recorder.globalAlpha === 1 ? "" : ` opacity="${recorder.globalAlpha}"`) + settings.clip;
  const strokeLook = () => {
    const width = number(recorder.lineWidth * settings.sx);
    const dashes = settings.dashes.length ? ` stroke-dasharray="${settings.dashes.join(" ")}"` : "";
    return `stroke="${recorder.strokeStyle}" stroke-width="${width}" stroke-linejoin="${recorder.lineJoin}"${dashes}`;
  };
  const shape = (given, look) => {
    const { sx, sy, tx, ty } = settings;
    const d = given ? given.d : path.join("");
    const place = given ? ` transform="matrix(${sx} 0 0 ${sy} ${number(tx)} ${number(ty)})"` : "";
    if (d) written.push(`<path d="${d}"${place} ${look}${common()}/>`);
  };
  const text = (content, at, top, look) => {
    const [, weight, size] = /^(?:(\w+) )?([\d.]+)px/.exec(recorder.font) ?? [null, "", "12"];
    const drop = recorder.textBaseline === "middle" ? Number(size) * 0.35 : 0;
    const type = `font-size="${size}" font-weight="${weight || "normal"}" text-anchor="${ANCHORS[recorder.textAlign]}"`;
    written.push(
      `<text x="${x(at)}" y="${y(top + drop)}" ${type} ${look}${common()}>${xmlText(String(content))}</text>`,
    );
  };
  const rectangle = (left, top, width, height) =>
    `M${x(left)} ${y(top)}H${x(left + width)}V${y(top + height)}H${x(left)}z`;

  return Object.assign(recorder, {
    save() {
      const look = Object.fromEntries(Object.keys(START).map((name) => [name, recorder[name]]));
      stack.push([settings, look]);
      settings = { ...settings };
    },
    restore() {
      const [before, look] = stack.pop();
      settings = before;
      Object.assign(recorder, look);
    },
    translate(dx, dy) {
      settings.tx += dx * settings.sx;
      settings.ty += dy * settings.sy;
    },
    scale(sx, sy) {
      settings.sx *= sx;
      settings.sy *= sy;
    },
    setLineDash(dashes) {
      settings.dashes = dashes;
    },
    beginPath() {
      path = [];
    },
    moveTo: (to, down) => path.push(`M${x(to)} ${y(down)}`),
    lineTo: (to, down) => path.push(`L${x(to)} ${y(down)}`),
    closePath: () => path.push("z"),
    rect: (...box) => path.push(rectangle(...box)),
    roundRect: (left, top, width, height) => path.push(rectangle(left, top, width, height)),
    /** Only whole circles are drawn. */
    arc(cx, cy, radius) {
      const r = number(radius * settings.sx);
      path.push(`M${x(cx - radius)} ${y(cy)}a${r} ${r} 0 1 0 ${number(2 * radius * settings.sx)} 0`);
      path.push(`a${r} ${r} 0 1 0 ${number(-2 * radius * settings.sx)} 0z`);
    },
    fill(given, rule) {
      const own = given?.d ? given : null;
      shape(own, `fill="${recorder.fillStyle}"${rule === "evenodd" ? ' fill-rule="evenodd"' : ""}`);
    },
    stroke: (given) => shape(given?.d ? given : null, `fill="none" ${strokeLook()}`),
    fillRect(...box) {
      written.push(`<path d="${rectangle(...box)}" fill="${recorder.fillStyle}"${common()}/>`);
    },
    clip() {
      const id = `clip${definitions.length}`;
      definitions.push(`<clipPath id="${id}"><path d="${path.join("")}"/></clipPath>`);
      settings.clip = ` clip-path="url(#${id})"`;
    },
    fillText: (content, at, top) => text(content, at, top, `fill="${recorder.fillStyle}"`),
    strokeText: (content, at, top) => text(content, at, top, `fill="none" ${strokeLook()}`),
    measureText(content) {
      measure.font = recorder.font;
      return measure.measureText(content);
    },
    elements: () => [...definitions, ...written],
  });
}
