"""Network -> one HTML file that needs nothing else: drawn by vis-network out of pyvis's own package.

Text from articles is data in the page: it stands in one JSON island, and the script shows it by textContent and by the
canvas only. The Content-Security-Policy names the page's own script and style by their hashes, so nothing else
runs, and forbids every request.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import networkx as nx
from markupsafe import Markup
from pyoxigraph import Store
from pyvis.network import Network as PyvisNetwork

from kg.errors import InputError
from kg.views.gather import read_network
from kg.views.layout import lay_out
from kg.views.network import Citation, Edge, Network, Node, most_connected
from kg.views.part import most_connected_part
from kg.views.wording import FACTS, LOOKS, PROPERTIES, VALUES

_TEMPLATE = files("kg.views") / "template"
_SCRIPTS = ("state.js", "labels.js", "corrections.js", "panel.js", "search.js", "network.js")
_VIS = "lib/vis-9.1.2/vis-network.min.js"
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "multiselect": False, "tooltipDelay": 300, "keyboard": {"enabled": False}},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3},
    "edges": {"smooth": False, "selectionWidth": 1.5, "hoverWidth": 1},
}


def write_network(store: Store, path: Path | str, *, title: str, limit: int = 1000) -> None:
    """Write the network of `store` to `path`, an HTML file; the same store gives the same bytes.

    At most `limit` nodes are drawn, those with the most edges; the page says how many were left out.
    Raises InputError where the file cannot be written.
    """
    part, left_out = most_connected_part(store, limit)
    network = most_connected(read_network(part), limit)
    try:
        Path(path).write_text(render(network, title=title, left_out=left_out), encoding="utf-8", newline="\n")
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror}"
        raise InputError(message, "name a file in a folder that exists and that you may write to") from error


def vis_network() -> Path:
    """Return the file of the library that draws, in pyvis's own package."""
    return Path(str(files("pyvis") / "templates" / _VIS))


def render(network: Network, *, title: str, left_out: tuple[int, int] = (0, 0)) -> str:
    """Return the page of a network as HTML; `left_out` are the numbers of nodes and edges that it does not show."""
    drawing = _draw(network)
    vis = _read_script(files("pyvis") / "templates" / _VIS)
    own = "".join(_read_script(_TEMPLATE / name) for name in _SCRIPTS)
    style = (_TEMPLATE / "network.css").read_text(encoding="utf-8")
    with_sources = _describe(network) | {"title": title, "leftOut": left_out}
    drawing.set_template_dir(str(_TEMPLATE), "network.html")
    drawing.templateEnv.autoescape = True
    drawing.templateEnv.globals.update(
        title=title,
        policy=_policy(style, [vis, own]),
        style=Markup(style),
        scripts=[Markup(vis), Markup(own)],
        looks=LOOKS,
        island=lambda **drawn: _island(with_sources | drawn),
    )
    return str(drawing.generate_html())


def _draw(network: Network) -> PyvisNetwork:
    """Return the network as pyvis holds it, its nodes numbered in their order and standing where the layout says."""
    numbers = {node.iri: number for number, node in enumerate(network.nodes)}
    references = _References(network)
    drawing = PyvisNetwork(directed=True, cdn_resources="in_line")
    drawing.set_options(json.dumps(_OPTIONS))
    _draw_nodes(drawing, network, numbers, references)
    _draw_edges(drawing, network, numbers, references)
    return drawing


def _draw_nodes(drawing: PyvisNetwork, network: Network, numbers: Mapping[str, int], references: _References) -> None:
    graph = nx.Graph()
    graph.add_nodes_from(numbers.values())
    graph.add_edges_from((numbers[e.source], numbers[e.target]) for e in network.edges if e.source != e.target)
    places = lay_out(graph)
    shapes = {look.kind: look.shape for look in LOOKS}
    for node in network.nodes:
        number = numbers[node.iri]
        x, y = places[number]
        size = round(6.5 + 2.6 * min(graph.degree[number], 36) ** 0.5, 1)
        known = references.of_node(node)
        drawing.add_node(
            number, label=node.label or node.iri, shape=shapes[node.kind], group=node.kind, x=x, y=y, size=size, **known
        )


def _draw_edges(drawing: PyvisNetwork, network: Network, numbers: Mapping[str, int], references: _References) -> None:
    """Draw one line for all that is stated between two nodes one way."""
    between: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in network.edges:
        between[numbers[edge.source], numbers[edge.target]].append(edge)
    for (source, target), stated in between.items():
        words = dict.fromkeys(edge.label or PROPERTIES[edge.predicate][0] for edge in stated)
        drawing.add_edge(source, target, label="、".join(words), statements=references.of_edges(stated))


class _References:
    """Turns the IRIs that nodes and edges cite into places in the page's lists of sentences and articles."""

    def __init__(self, network: Network) -> None:
        self._sentences = {s.iri: i for i, s in enumerate(network.sentences)}
        self._articles = {a.iri: i for i, a in enumerate(network.articles)}

    def of_node(self, node: Node) -> dict[str, Any]:
        facts = [[f.name, f.value, self._citations(f.citations)] for f in node.facts]
        return {
            "key": _key(node.iri),
            "aliases": node.aliases,
            "facts": facts,
            "articles": self._numbers(node.articles),
            "authored": self._numbers(node.authored),
        }

    def of_edges(self, edges: Iterable[Edge]) -> list[list[Any]]:
        return [[e.predicate, e.label, VALUES.get(e.tenure, ""), self._citations(e.citations)] for e in edges]

    def _numbers(self, articles: Iterable[str]) -> list[int]:
        return [self._articles[iri] for iri in articles if iri in self._articles]

    def _citations(self, citations: Iterable[Citation]) -> list[list[float | str | None]]:
        known = (c for c in citations if c.sentence in self._sentences)
        return [[self._sentences[c.sentence], c.confidence, _key(c.statement)] for c in known]


def _describe(network: Network) -> dict[str, Any]:
    """Return what the page needs besides nodes and edges: its words, its sentences and its articles."""
    articles = {a.iri: i for i, a in enumerate(network.articles)}
    return {
        "kinds": [[k.kind, k.label, k.light, k.dark] for k in LOOKS],
        "properties": PROPERTIES,
        "factNames": FACTS,
        "sentences": [[s.text, articles.get(s.article, -1), s.start, s.end] for s in network.sentences],
        "articles": [[a.title, a.date, a.file, _key(a.iri)] for a in network.articles],
    }


def _key(iri: str) -> str:
    """Return what stands in an IRI behind the base, as corrections name things: kind and name."""
    return "/".join(iri.rsplit("/", 2)[-2:])


def _island(data: Mapping[str, Any]) -> Markup:
    """Return data as JSON in which nothing can end, open or comment out an element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def _policy(style: str, scripts: Iterable[str]) -> str:
    """Return the Content-Security-Policy: these scripts and this style, and no request at all."""
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _read_script(file: Any) -> str:
    """Return a script without the pointer to its source map, which a browser's tools would ask for."""
    lines = file.read_text(encoding="utf-8").split("\n")
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL")) + "\n"
