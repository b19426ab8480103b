// The view in the page's fragment, so that a link restores it. Things are named by what stands in their IRIs.
const nodeByKey = new Map(data.nodes.map(({ id, key }) => [key, id]).reverse());
const keyOf = (id) => data.nodes[id].key;
const edgeKey = ({ from, to }) => `${keyOf(from)}|${keyOf(to)}`;

function stateOfFilters() {
  const { types, statuses, sources, confidence, from, to } = state.filters;
  return { types: [...types], statuses: [...statuses], sources: [...sources], confidence, from: from === null ? null : isoDay(from), to: to === null ? null : isoDay(to) };
}

// The state as parameters; lists are JSON, as names may hold any character.
function asFragment() {
  const filters = stateOfFilters();
  const told = {
    tab: state.tab === "network" ? "" : state.tab,
    lang: state.language === "zh" ? "" : state.language,
    theme: state.themeChosen ? state.theme : "",
    colours: state.colours === "kind" ? "" : state.colours,
    node: state.node === null ? "" : keyOf(state.node),
    edge: state.edge === null ? "" : edgeKey(data.edges[state.edge]),
    path: state.path ? `${keyOf(state.path.from)}|${keyOf(state.path.to)}` : "",
    community: state.community === null ? "" : keyOf(communities.get(state.community).members[0]),
    ego: state.ego === null ? "" : keyOf(state.ego),
    off: state.off.size ? JSON.stringify([...state.off]) : "",
    ...Object.fromEntries(["types", "statuses", "sources"].map((name) => [name, filters[name].length ? JSON.stringify(filters[name]) : ""])),
    confidence: filters.confidence ? String(filters.confidence) : "",
    from: filters.from ?? "",
    to: filters.to ?? "",
    camera: state.tab === "network" && document.documentElement.dataset.firstFrame ? cameraText() : "",
  };
  return new URLSearchParams(Object.entries(told).filter(([, value]) => value)).toString();
}

function cameraText() {
  const { x, y, scale } = drawing.camera();
  return [x.toFixed(1), y.toFixed(1), scale.toPrecision(4)].join(",");
}

function listIn(text) {
  try {
    const list = JSON.parse(text);
    return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
  } catch {
    return [];
  }
}

// Takes what it knows of a fragment and leaves the rest; returns the camera, or null.
function takeFragment(text) {
  const told = new URLSearchParams(text);
  const nodeOf = (name) => nodeByKey.get(told.get(name)) ?? null;
  const pair = (name) => (told.get(name) ?? "").split("|").map((key) => nodeByKey.get(key));
  const [start, end] = pair("edge");
  const edge = start === undefined ? undefined : edgesAt(start).find(({ from, to }) => from === start && to === end);
  const day = (name) => (/^\d{4}-\d\d-\d\d$/.test(told.get(name) ?? "") && dayOf(told.get(name)) !== never ? dayOf(told.get(name)) : null);
  const confidence = Number(told.get("confidence"));
  state.filters.types.clear();
  state.off = new Set(listIn(told.get("off")).filter((kind) => kinds.has(kind)));
  for (const name of ["types", "statuses", "sources"]) {
    state.filters[name].clear();
    listIn(told.get(name)).forEach((value) => state.filters[name].add(value));
  }
  Object.assign(state.filters, { confidence: confidence > 0 && confidence <= 1 ? confidence : 0, from: day("from"), to: day("to") });
  Object.assign(state, {
    tab: tabs.has(told.get("tab")) ? told.get("tab") : "network",
    language: told.get("lang") === "en" ? "en" : "zh",
    colours: told.get("colours") === "community" && largest.length > 1 ? "community" : "kind",
    ego: nodeOf("ego"), node: nodeOf("node"), edge: edge?.id ?? null, path: null,
    community: nodeOf("community") === null ? null : data.nodes[nodeOf("community")].community ?? null,
  });
  if (["light", "dark"].includes(told.get("theme"))) Object.assign(state, { theme: told.get("theme"), themeChosen: true });
  seeAgain();
  const [from, to] = pair("path");
  if (from !== undefined && to !== undefined) state.path = shortestPath(from, to);
  const camera = (told.get("camera") ?? "").split(",").map(Number);
  return camera.length === 3 && camera.every(Number.isFinite) && camera[2] > 0 ? { x: camera[0], y: camera[1], scale: camera[2] } : null;
}

const linkHere = () => `${location.href.split("#")[0]}#${asFragment()}`;

let fragmentWaiting = 0;
function rememberHere() {
  clearTimeout(fragmentWaiting);
  fragmentWaiting = setTimeout(() => {
    try {
      history.replaceState(null, "", `#${asFragment()}`);
    } catch {
      // a page inside another may have no address of its own; its links are then made when asked for
    }
  }, 250);
}

window.addEventListener("hashchange", () => {
  const camera = takeFragment(location.hash.slice(1));
  showTheme();
  if (camera) drawing.setCamera(camera);
});
