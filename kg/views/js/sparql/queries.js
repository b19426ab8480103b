// The queries of the page: ready-made ones with their parameters, tabs, saved ones, and the address of one.

const KEY = "kg.sparql"; // in the browser's storage
const MAX_TABS = 12;

/** Returns a text as a string of SPARQL. */
export const sparqlString = (text) =>
  `"${text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replace(/[\n\r]+/g, " ")}"`;

/** Returns a ready-made query with values for its parameters, "" where none is given. */
export const filled = (ready, values) =>
  ready.parameters.reduce(
    (text, name) => text.replaceAll(`{{${name}}}`, () => sparqlString(values[name] ?? "")),
    ready.text,
  );

/** Returns the part of an address after # that leads to a ready-made query with its values, or to any query. */
export function fragmentOf({ name, values, text }) {
  if (!name) return `#query=${encodeURIComponent(text)}`;
  const given = Object.entries(values).filter(([, value]) => value);
  return `#${[name, ...given.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)].join("&")}`;
}

const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Returns { name, values } or { text } of the part of an address after #, or null for none. */
export function queryOf(fragment) {
  const parts = fragment.replace(/^#/, "").split("&");
  if (!parts[0]) return null;
  if (parts[0].startsWith("query=")) return { text: decoded(fragment.replace(/^#?query=/, "")) };
  const values = parts.slice(1).map((part) => part.split("=").map(decoded));
  return { name: decoded(parts[0]), values: Object.fromEntries(values.filter(([key]) => key)) };
}

/** Returns what the browser keeps: the tabs' queries, the open one, and the saved queries by name. */
export function kept(storage) {
  try {
    const found = JSON.parse(storage.getItem(KEY)) ?? {};
    const tabs = Array.isArray(found.tabs) ? found.tabs.filter((text) => typeof text === "string") : [];
    const saved = Object.entries(found.saved ?? {}).filter(([, text]) => typeof text === "string");
    const open = Number.isInteger(found.open) && found.open < tabs.length && found.open >= 0 ? found.open : 0;
    return { tabs: tabs.slice(0, MAX_TABS), open, saved: Object.fromEntries(saved) };
  } catch {
    return { tabs: [], open: 0, saved: {} };
  }
}

/** Keeps it in the browser, where that is allowed. */
export function keep(storage, state) {
  try {
    storage.setItem(KEY, JSON.stringify(state));
  } catch {
    // private windows have no storage
  }
}
