// The map: places where they lie, larger the more happens there; what is near on the screen is one circle with a number.
// A place without coordinates counts where the nearest place above it lies.
const mapView = { x: 0, y: 0, scale: 1, ready: false, measure: "events", tallies: new Map(), lit: new Set(), clusters: [], clustered: "", shown: null, surface: null };
{
  const degrees = 180 / Math.PI;
  const northward = (latitude) => -degrees * Math.log(Math.tan(Math.PI / 4 + Math.max(-85, Math.min(85, latitude)) / degrees / 2)); // Mercator
  const closestScale = 8000; // pixels a degree
  const measures = { events: ["事件", "Events"], bodies: ["机构", "Organisations"], articles: ["文章", "Articles"] };
  const ranks = { 1: { size: 13, from: 6, until: 90 }, 2: { size: 12, from: 22, until: 1e9 }, 3: { size: 11, from: 55, until: 1e9 } }; // pixels a degree

  function readLand(lines) {
    const land = new Path2D(), coast = new Path2D();
    for (const line of lines) {
      let at = 0, x = 0, y = 0, before = null;
      const number = () => {
        let value = 0, shift = 0, part;
        do {
          part = line.charCodeAt(at++) - 63;
          value |= (part & 31) << shift;
          shift += 5;
        } while (part >= 32);
        return value & 1 ? ~(value >> 1) : value >> 1;
      };
      while (at < line.length) {
        x += number();
        y += number();
        const point = [x / 100, northward(y / 100)];
        const seam = before && ((Math.abs(x) >= 17999 && Math.abs(before[0]) >= 179.99) || y <= -8500); // where the world is cut open
        land[before ? "lineTo" : "moveTo"](...point);
        coast[before && !seam ? "lineTo" : "moveTo"](...point);
        before = point;
      }
      land.closePath();
    }
    return { land, coast };
  }

  const atlas = (() => {
    const statementsOf = (predicate) => data.edges.filter(({ statements }) => statements.some(([name]) => name === predicate));
    const above = new Map(statementsOf("partOf").map(({ from, to }) => [from, to]));
    const home = new Map(); // place -> the place with coordinates that it is, or lies in
    const places = data.nodes.filter(({ group }) => group === "Place").map(({ id }) => id);
    for (const id of places) {
      const seen = new Set();
      let at = id;
      while (at !== undefined && !data.nodes[at].point && !seen.has(at)) {
        seen.add(at);
        at = above.get(at);
      }
      if (at !== undefined && data.nodes[at].point) home.set(id, at);
    }
    const sites = places.filter((id) => data.nodes[id].point);
    const where = new Map(sites.map((id) => [id, { x: data.nodes[id].point[1], y: northward(data.nodes[id].point[0]) }]));
    const ties = ["place", "locatedIn", "bornIn", "livesIn"].flatMap((predicate) =>
      statementsOf(predicate).filter(({ to }) => data.nodes[to].group === "Place").map((edge) => ({ edge, predicate, thing: edge.from, place: edge.to })));
    const placesOf = new Map();
    for (const { thing, place } of ties) placesOf.set(thing, [...(placesOf.get(thing) ?? []), place]);
    return { places, home, sites, where, ties, placesOf };
  })();


  // What is visible at each site.
  function tally() {
    mapView.tallies = new Map();
    const at = (site) => {
      if (!mapView.tallies.has(site)) mapView.tallies.set(site, { events: new Set(), bodies: new Set(), people: new Set(), articles: new Set(), held: new Set() });
      return mapView.tallies.get(site);
    };
    for (const id of atlas.places) {
      if (!isVisible(id) || !atlas.home.has(id)) continue;
      const found = at(atlas.home.get(id));
      for (const article of data.nodes[id].articles) found.articles.add(article);
      if (atlas.home.get(id) !== id) found.held.add(id);
    }
    for (const { edge, predicate, thing, place } of atlas.ties) {
      const site = atlas.home.get(place);
      if (site === undefined || !isEdgeVisible(edge) || !mapView.tallies.has(site)) continue;
      at(site)[predicate === "place" ? "events" : predicate === "locatedIn" ? "bodies" : "people"].add(thing);
    }
    mapView.lit = litSites();
    mapView.clustered = "";
  }

  // The sites that the selection has to do with: itself, where it lies, and where its events were.
  function litSites() {
    const chosen = state.path ? state.path.nodes : state.edge !== null ? [data.edges[state.edge].from, data.edges[state.edge].to] : state.node !== null ? [state.node] : [];
    const places = new Set();
    for (const id of chosen) {
      if (data.nodes[id].group === "Place") places.add(id);
      for (const one of [id, ...(data.nodes[id].group === "Place" ? [] : Array.from(neighbours(id)).filter((other) => data.nodes[other].group === "Event"))]) for (const place of atlas.placesOf.get(one) ?? []) places.add(place);
    }
    return new Set([...places].map((id) => atlas.home.get(id)).filter((site) => site !== undefined));
  }

  const weigh = (site) => mapView.tallies.get(site)[mapView.measure].size;
  const radius = (weight) => (weight ? Math.min(34, 5 + 2.6 * Math.sqrt(weight)) : 3.5);

  // Sites within reach of a weightier one on the screen stand in its circle.
  function cluster() {
    const key = `${mapView.scale.toFixed(4)} ${mapView.measure}`;
    if (mapView.clustered === key) return;
    mapView.clustered = key;
    mapView.clusters = [];
    const cell = 34 / mapView.scale, grid = new Map();
    const order = [...mapView.tallies.keys()].sort((a, b) => weigh(b) - weigh(a) || degree(b) - degree(a) || a - b);
    for (const site of order) {
      const { x, y } = atlas.where.get(site), column = Math.floor(x / cell), row = Math.floor(y / cell);
      let near = null;
      for (let i = -1; i <= 1; i++)
        for (let j = -1; j <= 1; j++)
          for (const other of grid.get(`${column + i} ${row + j}`) ?? []) if (!near && Math.hypot(other.x - x, other.y - y) < cell) near = other;
      if (near) {
        near.sites.push(site);
        continue;
      }
      const made = { x, y, sites: [site] };
      mapView.clusters.push(made);
      const place = `${column} ${row}`;
      if (grid.has(place)) grid.get(place).push(made);
      else grid.set(place, [made]);
    }
    for (const made of mapView.clusters) {
      const gathered = (name) => new Set(made.sites.flatMap((site) => [...mapView.tallies.get(site)[name]]));
      made.counts = Object.fromEntries(["events", "bodies", "people", "articles", "held"].map((name) => [name, gathered(name).size]));
      made.weight = made.counts[mapView.measure];
    }
  }

  const onScreen = ({ x, y }, width, height) => ({ x: (x - mapView.x) * mapView.scale + width / 2, y: (y - mapView.y) * mapView.scale + height / 2 });

  function fitSites(sites, closest = 150) {
    const { clientWidth: width, clientHeight: height } = mapView.surface.canvas;
    const points = sites.map((site) => atlas.where.get(site));
    if (!points.length || !width) return;
    const span = (values) => [Math.min(...values), Math.max(...values)];
    const [west, east] = span(points.map(({ x }) => x)), [north, south] = span(points.map(({ y }) => y));
    mapView.x = (west + east) / 2;
    mapView.y = (north + south) / 2;
    mapView.scale = Math.min(closest, (width - 110) / Math.max(east - west, 0.01), (height - 90) / Math.max(south - north, 0.01));
  }

  function drawMap(context, width, height) {
    if (!mapView.ready) {
      mapView.ready = true;
      fitSites([...mapView.tallies.keys()]);
    }
    cluster();
    const dark = state.theme === "dark";
    const ink = cssColour("--ink"), faint = cssColour("--faint"), accent = cssColour("--accent"), ground = cssColour("--land");
    const own = colour(mapView.measure === "events" ? "Event" : mapView.measure === "bodies" ? "Organisation" : "Place");
    context.save();
    context.translate(width / 2, height / 2);
    context.scale(mapView.scale, mapView.scale);
    context.translate(-mapView.x, -mapView.y);
    context.fillStyle = ground;
    context.strokeStyle = cssColour("--edge");
    context.lineWidth = 0.8 / mapView.scale;
    context.fill(mapView.outline.land, "evenodd");
    context.stroke(mapView.outline.coast);
    context.restore();

    const room = makeRoom();
    const shown = mapView.clusters.map((made) => ({ made, ...onScreen(made, width, height), r: radius(made.weight), lit: made.sites.some((site) => mapView.lit.has(site)) }));
    const seen = shown.filter(({ x, y, r }) => x > -r && y > -r && x < width + r && y < height + r);
    for (const { x, y, r } of seen) room.take([x - r * 0.7, y - r * 0.7, x + r * 0.7, y + r * 0.7]);
    for (const { made, x, y, r, lit } of seen) {
      context.globalAlpha = mapView.lit.size && !lit ? 0.3 : 1;
      context.beginPath();
      context.arc(x, y, r, 0, 7);
      context.fillStyle = own + (made.weight ? (dark ? "99" : "77") : "00");
      context.fill();
      context.lineWidth = lit ? 3 : 1.3;
      context.strokeStyle = lit ? accent : own;
      context.stroke();
    }
    context.globalAlpha = 1;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const first = [...seen].sort((a, b) => b.lit - a.lit || b.made.weight - a.made.weight);
    for (const [rank, { made, x, y, r, lit }] of first.entries()) {
      if (mapView.lit.size && !lit) continue;
      if (made.weight && r > 8) {
        context.font = surfaceFont(11, 600);
        writeOver(context, String(made.weight), x, y, ink, ground);
      }
      const text = shorten(nameOf(made.sites[0]), 10) + (made.sites.length > 1 ? ` +${made.sites.length - 1}` : "");
      context.font = surfaceFont(12, lit ? 600 : 500);
      const half = context.measureText(text).width / 2 + 3, top = y + r + 2, box = [x - half, top, x + half, top + 15];
      if (!lit && rank > 5 && !room.isFree(box)) continue;
      room.take(box);
      writeOver(context, text, x, top + 8, ink, ground);
    }
    const told = seen.flatMap(({ made }) => made.sites.slice(0, 1).map(nameOf));
    for (const [text, longitude, latitude, rank] of data.map?.names ?? []) {
      const { size, from, until } = ranks[rank];
      if (mapView.scale < from || mapView.scale > until || told.some((name) => name.startsWith(text))) continue;
      const { x, y } = onScreen({ x: longitude, y: northward(latitude) }, width, height);
      if (x < -40 || y < -20 || x > width + 40 || y > height + 20) continue;
      context.font = surfaceFont(size, rank === 1 ? 600 : 400);
      const half = context.measureText(text).width / 2 + 3, box = [x - half, y - 8, x + half, y + 8];
      if (!room.isFree(box)) continue;
      room.take(box);
      context.globalAlpha = Math.min(1, (mapView.scale - from) / from + 0.4) * 0.8;
      writeOver(context, text, x, y, faint, ground);
      context.globalAlpha = 1;
    }
    mapView.shown = seen;
  }

  function clusterAt(x, y) {
    let best = null, least = Infinity;
    for (const seen of mapView.shown ?? []) {
      const off = Math.hypot(seen.x - x, seen.y - y) - Math.max(seen.r, 7);
      if (off < 5 && off < least) [best, least] = [seen.made, off];
    }
    return best;
  }

  function tellCluster({ sites, counts }) {
    const names = sites.slice(0, 6).map(nameOf).join(say("、", ", ")) + (sites.length > 6 ? say(` 等 ${sites.length} 处`, ` and ${sites.length - 6} more`) : "");
    const parts = [["events", "事件", "events"], ["bodies", "机构", "organisations"], ["people", "人物", "people"], ["articles", "文章", "articles"]];
    const told = parts.filter(([name]) => counts[name]).map(([name, zh, en]) => say(`${zh} ${counts[name]}`, `${counts[name]} ${en}`)).join(" · ");
    const held = counts.held ? say(`含其下 ${counts.held} 个没有坐标的地点`, `with ${counts.held} places within that have no coordinates`) : "";
    return [names, told, held].filter(Boolean).join("\n");
  }

  function pickCluster({ sites }, x, y) {
    if (sites.length === 1) return selectNode(sites[0]);
    const [{ x: a, y: b }, ...others] = sites.map((site) => atlas.where.get(site));
    const apart = Math.max(...others.map((other) => Math.hypot(other.x - a, other.y - b)));
    if (apart * closestScale < 40) return mapView.surface.choose(sites, x, y);
    fitSites(sites, closestScale);
    mapView.surface.redraw();
  }

  function stepPlace(direction) {
    const order = [...mapView.tallies.keys()].sort((a, b) => weigh(b) - weigh(a) || a - b);
    if (!order.length) return;
    const at = order.indexOf(state.node);
    selectNode(order[at < 0 ? 0 : (at + direction + order.length) % order.length]);
  }

  const mapMeasure = element("select", {}, ...Object.keys(measures).map((name) => element("option", { value: name })));
  const mapTold = element("span", { className: "faint" });
  const mapLost = element("button", { type: "button", className: "more" });

  function tellMap() {
    const lost = atlas.places.filter((id) => isVisible(id) && !atlas.home.has(id));
    const there = mapView.tallies.size;
    [...mapMeasure.options].forEach((option) => { option.textContent = measures[option.value][state.language === "zh" ? 0 : 1]; });
    mapMeasure.setAttribute("aria-label", say("圆的大小表示", "Circles sized by"));
    mapTold.textContent = there ? say(`地图上 ${there} 处`, `${there} places on the map`) : say("没有可画的地点：图中的地点都没有坐标。只有中国的行政区划带有坐标。", "Nothing to draw: no place here has coordinates. The gazetteer knows those of China's administrative divisions.");
    mapLost.textContent = say(`另有 ${lost.length} 个地点没有坐标`, `${lost.length} places have no coordinates`);
    mapLost.hidden = lost.length === 0;
    mapLost.onclick = () => mapView.surface.choose(lost.sort((a, b) => degree(b) - degree(a)), 8, 8);
  }

  if (atlas.places.length)
    addTab({
      id: "map",
      label: { zh: "地图", en: "Map" },
      show: (container) => {
        mapView.outline = readLand(data.map?.land ?? []);
        mapMeasure.addEventListener("change", () => {
          mapView.measure = mapMeasure.value;
          mapView.surface.redraw();
        });
        container.classList.add("drawn");
        container.append(element("div", { className: "bar" }, mapMeasure, mapTold, mapLost));
        mapView.surface = makeSurface(container, {
          label: () => say("地图。方向键移动，加减键缩放，0 看全部，上下翻页键逐个选地点。", "Map. Arrow keys move, plus and minus zoom, 0 fits, Page Up and Page Down step through places."),
          draw: drawMap,
          pan: (x, y) => { mapView.x -= x / mapView.scale; mapView.y -= y / mapView.scale; },
          zoom: (factor, x, y) => {
            const { clientWidth: width, clientHeight: height } = mapView.surface.canvas;
            const scale = Math.max(width / 400, Math.min(closestScale, mapView.scale * factor)), by = 1 / mapView.scale - 1 / scale;
            mapView.x += (x - width / 2) * by;
            mapView.y += (y - height / 2) * by;
            mapView.scale = scale;
          },
          fit: () => fitSites([...mapView.tallies.keys()]),
          at: clusterAt, pick: pickCluster, tell: tellCluster, step: stepPlace,
        });
        mapView.surface.stage.append(element("p", { className: "credit", textContent: "Natural Earth" }));
      },
      update: (what) => {
        if (what === "hover") return;
        tally();
        tellMap();
        mapView.surface.name();
        const { clientWidth: width, clientHeight: height } = mapView.surface.canvas;
        const points = [...mapView.lit].map((site) => onScreen(atlas.where.get(site), width, height));
        if (mapView.ready && points.length && !points.some(({ x, y }) => x > 0 && y > 0 && x < width && y < height)) fitSites([...mapView.lit], mapView.scale);
        mapView.surface.redraw();
      },
    });
}
