"""Network -> one HTML file that needs nothing else: drawn by pyvis's vis-network, or where it is large by sigma.js in WebGL.

Text from articles is data in the page: it is one block of JSON, and the script displays it by textContent and by the
canvas only. The Content-Security-Policy names the page's own script and style by their hashes, so nothing else
runs, and forbids every request.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from pyvis.network import Network as PyvisNetwork

from kg.errors import InputError
from kg.views.basemap import basemap
from kg.views.entity_queries import ready_rows
from kg.views.event_names import with_distinct_names
from kg.views.labels import LOOKS
from kg.views.network import Network, most_connected
from kg.views.network_reader import read_network
from kg.views.outline import Outline
from kg.views.page_data import as_packed_page_data, as_page_data, edge_rows, node_rows, shared_rows
from kg.views.placing import place
from kg.views.policy import policy
from kg.views.saving import save
from kg.vocab import BASE

Drawing = Literal["vis", "sigma"]

SMALL = 1000  # nodes that vis-network draws fluently
LARGE = 50_000  # and sigma.js
Rows = Sequence[Mapping[str, Any]]

_TEMPLATE = files("kg.views") / "template"
_PAGE = "page.html"
_WEBGL = Path(str(files("kg.views") / "webgl" / "webgl.min.js"))
_VIS = "lib/vis-9.1.2/vis-network.min.js"
_BUNDLE = files("kg.views") / "bundle"
_SCRIPTS = {"vis": "network.js", "sigma": "explorer.js"}  # made of kg/views/js by make js
_ISLANDS = {"vis": ("application/json", as_page_data), "sigma": ("application/octet-stream", as_packed_page_data)}
_STYLES = ("page.css", "surface.css")
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "multiselect": False, "tooltipDelay": 300, "keyboard": {"enabled": False}},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3},
    "edges": {"smooth": False, "selectionWidth": 1.5, "hoverWidth": 1},
}


def write_network(
    graph: Outline, path: Path | str, *, title: str, limit: int = SMALL, site: str = "", whole: str = ""
) -> None:
    """Write the network of a graph to `path`, an HTML file.

    The same graph gives the same bytes; a large page, which is packed, does under the same zlib.

    At most `limit` nodes are drawn, those with the most edges; the page says how many were left out, and that they stand in
    the page `whole` (a link), where there is one. `site` as in `render`. Raises InputError where the file cannot be
    written, or there are more than SMALL nodes to draw and no library for them.
    """
    part, left_out = graph.part(limit)
    network = most_connected(read_network(part), limit)
    links = graph.link_counts(n.iri for n in network.nodes) if any(left_out) else {}
    page = render(
        network,
        title=title,
        left_out=left_out,
        base=graph.base,
        site=site,
        whole=whole,
        totals=graph.totals,
        links=links,
    )
    save(page, path)


def has_explorer() -> bool:
    """Whether more than SMALL nodes can be drawn."""
    return _WEBGL.is_file()


def webgl_bundle() -> Path:
    """Return the file of the libraries that draw large networks. Raises InputError where the installation has none."""
    if not has_explorer():
        raise InputError(
            "this installation has no explorer of large graphs: npm was not there when it was installed",
            "install Node.js with npm, and then kg again; or draw fewer nodes with --limit",
        )
    return _WEBGL


def vis_network() -> Path:
    """Return the file of the library that draws, in pyvis's own package."""
    return Path(str(files("pyvis") / "templates" / _VIS))


def render(
    network: Network,
    *,
    title: str,
    left_out: tuple[int, int] = (0, 0),
    base: str = BASE,
    drawing: Drawing | None = None,
    start: str = "",
    site: str = "",
    whole: str = "",
    totals: Mapping[str, int] | None = None,
    links: Mapping[str, tuple[int, int]] | None = None,
    tab: str = "network",
) -> str:
    """Return the page of a network as HTML.

    `left_out` are the numbers of nodes and edges that it does not show, `base` is what the resources' IRIs begin with,
    `start` is the IRI of the node that is selected when the page opens, `site` the path below which the server that sends
    the page has a page for each resource, `whole` leads to a page of all, `totals` are the numbers of nodes of each kind in
    the graph, `links` of some nodes (IRIs) those of the nodes and of the events that they are linked to there, `tab` is the view that is open at first. `drawing` is chosen by the number of nodes.
    Raises InputError where the library that draws so many is not there.
    """
    network = with_distinct_names(network)
    drawing = drawing or ("vis" if len(network.nodes) <= SMALL else "sigma")
    library = webgl_bundle() if drawing == "sigma" else vis_network()
    scripts = [_read_script(library), _read_script(_BUNDLE / _SCRIPTS[drawing])]
    style = "".join((_TEMPLATE / name).read_text(encoding="utf-8") for name in _STYLES) + _colours()
    shared = shared_rows(network) | {
        "title": title,
        "leftOut": left_out,
        "whole": whole,
        "totals": totals or {},
        "tab": tab,
        "base": base,
        "site": site,
        "queries": ready_rows(),
    }
    shared["start"] = next((number for number, node in enumerate(network.nodes) if node.iri == start), None)
    if any(node.point for node in network.nodes):
        shared["map"] = basemap()
    values = {
        "title": title,
        "home": "/" if site else "",
        "policy": policy(style, scripts),
        "style": Markup(style),
        "scripts": [Markup(script) for script in scripts],
        "looks": LOOKS,
        "island_type": _ISLANDS[drawing][0],
        "island": lambda **rows: _ISLANDS[drawing][1](shared | rows),
    }
    return (_by_sigma if drawing == "sigma" else _by_pyvis)(
        _placed_rows(network, base, links or {}), edge_rows(network), values
    )


def _placed_rows(network: Network, base: str, links: Mapping[str, tuple[int, int]]) -> list[dict[str, Any]]:
    places = place(network)
    rows = node_rows(network, base, {n.iri: p.community for n, p in zip(network.nodes, places, strict=True)})
    for row, node in zip(rows, network.nodes, strict=True):
        if node.iri in links:
            row["links"] = links[node.iri]
    return [row | {"x": at.x, "y": at.y, "size": at.size} for row, at in zip(rows, places, strict=True)]


def _by_pyvis(nodes: Rows, edges: Rows, values: Mapping[str, Any]) -> str:
    """Return the page by pyvis, its nodes numbered in their order and standing where the layout says."""
    drawn = PyvisNetwork(directed=True, cdn_resources="in_line")
    drawn.set_options(json.dumps(_OPTIONS))
    for number, row in enumerate(nodes):
        drawn.add_node(number, **row)
    for row in edges:
        drawn.add_edge(row["from"], row["to"], statements=row["statements"])
    drawn.set_template_dir(str(_TEMPLATE), _PAGE)
    drawn.templateEnv.autoescape = True
    drawn.templateEnv.globals.update(values)
    return str(drawn.generate_html())


def _by_sigma(nodes: Rows, edges: Rows, values: Mapping[str, Any]) -> str:
    """Return the page for the WebGL drawing, which needs no library in Python."""
    environment = Environment(loader=FileSystemLoader(str(_TEMPLATE)), autoescape=True)
    return environment.get_template(_PAGE).render(values, nodes=nodes, edges=edges, options={})


def _colours() -> str:
    """Return the rules that give each kind its colour."""
    light = "".join(f".{look.kind}{{color:{look.light}}}" for look in LOOKS)
    return light + "".join(f'[data-theme="dark"] .{look.kind}{{color:{look.dark}}}' for look in LOOKS)


def _read_script(file: Any) -> str:
    """Return a script without the pointer to its source map, which a browser's tools would ask for."""
    lines = file.read_text(encoding="utf-8").split("\n")
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL")) + "\n"
