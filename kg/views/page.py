"""Network -> one HTML file that needs nothing else: drawn by vis-network out of pyvis's own package.

Text from articles is data in the page: it stands in one JSON island, and the script shows it by textContent and by the
canvas only. The Content-Security-Policy names the page's own script and style by their hashes, so nothing else
runs, and forbids every request.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from markupsafe import Markup
from pyoxigraph import Store
from pyvis.network import Network as PyvisNetwork

from kg.store import base_of
from kg.views.basemap import basemap
from kg.views.gather import read_network
from kg.views.island import as_island, edge_rows, node_rows, shared_rows
from kg.views.network import Network, most_connected
from kg.views.part import most_connected_part
from kg.views.placing import place
from kg.views.policy import policy
from kg.views.ready import ready_rows
from kg.views.saving import save
from kg.views.wording import LOOKS
from kg.vocab import BASE

Drawing = Literal["vis"]

_TEMPLATE = files("kg.views") / "template"
_VIS = "lib/vis-9.1.2/vis-network.min.js"
_SCRIPTS = (
    *("state.js", "words.js", "parts.js", "room.js", "labels.js", "selection.js", "tabs.js", "popovers.js"),
    *("legend.js", "filters.js", "time.js", "communities.js", "corrections.js", "panel.js", "search.js", "path.js"),
)
_DRAWINGS = {"vis": ("vis-drawing.js",)}  # what defines `drawing`
_TABS = ("network.js", "surface.js", "timeline.js", "map.js", "table.js")
_ENDING = ("fragment.js", "taking.js", "start.js")
_STYLES = ("page.css", "surface.css")
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "multiselect": False, "tooltipDelay": 300, "keyboard": {"enabled": False}},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3},
    "edges": {"smooth": False, "selectionWidth": 1.5, "hoverWidth": 1},
}


def write_network(store: Store, path: Path | str, *, title: str, limit: int = 1000, site: str = "") -> None:
    """Write the network of `store` to `path`, an HTML file; the same store gives the same bytes.

    At most `limit` nodes are drawn, those with the most edges; the page says how many were left out. `site` as in `render`.
    Raises InputError where the file cannot be written.
    """
    part, left_out = most_connected_part(store, limit)
    network = most_connected(read_network(part), limit)
    page = render(network, title=title, left_out=left_out, base=base_of(store), site=site)
    save(page, path)


def vis_network() -> Path:
    """Return the file of the library that draws, in pyvis's own package."""
    return Path(str(files("pyvis") / "templates" / _VIS))


def render(
    network: Network,
    *,
    title: str,
    left_out: tuple[int, int] = (0, 0),
    base: str = BASE,
    drawing: Drawing = "vis",
    start: str = "",
    site: str = "",
) -> str:
    """Return the page of a network as HTML.

    `left_out` are the numbers of nodes and edges that it does not show, `base` is what the resources' IRIs begin with,
    `start` is the IRI of the node that is selected when the page opens, `site` the path below which the server that sends
    the page has a page for each resource.
    """
    drawn = _draw(network, base)
    vis = _read_script(vis_network())
    names = (*_SCRIPTS, *_DRAWINGS[drawing], *_TABS, *_ENDING)
    own = "".join(_read_script(_TEMPLATE / name) for name in names)
    style = "".join((_TEMPLATE / name).read_text(encoding="utf-8") for name in _STYLES) + _colours()
    shared = shared_rows(network) | {
        "title": title,
        "leftOut": left_out,
        "base": base,
        "site": site,
        "queries": ready_rows(),
    }
    shared["start"] = next((number for number, node in enumerate(network.nodes) if node.iri == start), None)
    if any(node.point for node in network.nodes):
        shared["map"] = basemap()
    drawn.set_template_dir(str(_TEMPLATE), "page.html")
    drawn.templateEnv.autoescape = True
    drawn.templateEnv.globals.update(
        title=title,
        policy=policy(style, [vis, own]),
        style=Markup(style),
        scripts=[Markup(vis), Markup(own)],
        looks=LOOKS,
        island=lambda **rows: as_island(shared | rows),
    )
    return str(drawn.generate_html())


def _draw(network: Network, base: str) -> PyvisNetwork:
    """Return the network as pyvis holds it, its nodes numbered in their order and standing where the layout says."""
    edges = edge_rows(network)
    places = place(network)
    drawn = PyvisNetwork(directed=True, cdn_resources="in_line")
    drawn.set_options(json.dumps(_OPTIONS))
    rows = node_rows(network, base, {n.iri: p.community for n, p in zip(network.nodes, places, strict=True)})
    for number, (row, at) in enumerate(zip(rows, places, strict=True)):
        drawn.add_node(number, x=at.x, y=at.y, size=at.size, **row)
    for row in edges:
        drawn.add_edge(row["from"], row["to"], statements=row["statements"])
    return drawn


def _colours() -> str:
    """Return the rules that give each kind its colour."""
    light = "".join(f".{look.kind}{{color:{look.light}}}" for look in LOOKS)
    return light + "".join(f'[data-theme="dark"] .{look.kind}{{color:{look.dark}}}' for look in LOOKS)


def _read_script(file: Any) -> str:
    """Return a script without the pointer to its source map, which a browser's tools would ask for."""
    lines = file.read_text(encoding="utf-8").split("\n")
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL")) + "\n"
