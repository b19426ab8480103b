// Elements of the document. Text is set by textContent, never as markup.
export function element(name, properties, ...children) {
  const created = Object.assign(document.createElement(name), properties);
  created.append(...children.filter((child) => child !== null));
  return created;
}

export function svgElement(name, attributes, ...children) {
  const created = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, value);
  created.append(...children);
  return created;
}

export const heading = (text) => element("h3", { textContent: text });
export const faint = (text) => element("span", { className: "faint", textContent: text });
export const faintParagraph = (text) => element("p", { className: "faint", textContent: text });
export const tag = (text) => element("em", { className: "tag", textContent: text });
export const time = (date, properties = {}) => element("time", { textContent: date, ...properties });

/** Returns a button; `press` is called when it is pressed. */
export function button(text, press, className = "plain") {
  const created = element("button", { type: "button", className, textContent: text });
  created.addEventListener("click", press);
  return created;
}

/** Returns a heading with its content, or nothing if there is no content. */
export const section = (title, ...children) => (children.length ? [heading(title), ...children] : []);

export const definitions = (pairs) =>
  element(
    "dl",
    {},
    ...pairs.flatMap(([name, value]) => [element("dt", { textContent: name }), element("dd", {}, value)]),
  );

/** Returns a copy of the shape that the legend has for a kind. */
export function kindShape(kind) {
  const created = document.querySelector(`.kind[data-kind="${kind}"] svg`).cloneNode(true);
  created.classList.add(kind);
  return created;
}

export const themeColour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
export const reducedMotion = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Draws the elements inside `container` anew by `redraw`, and gives the focus back to the one that had it. */
export function keepFocus(container, redraw, selector = "button") {
  const focused = [...container.querySelectorAll(selector)].indexOf(document.activeElement);
  redraw();
  if (focused >= 0) container.querySelectorAll(selector)[focused]?.focus({ preventScroll: true });
}
