"""Networks for Gephi and its like: GEXF 1.2 and GraphML, by networkx, with names, kinds, dates, coordinates and confidences."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import networkx as nx

from kg.views.labels import LOOKS, PLAIN, localised
from kg.views.network import Network, Node
from kg.views.placing import PositionedNode, place

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0


def as_networkx(network: Network) -> nx.MultiDiGraph:
    """Return the network with attributes that these formats can hold: texts and numbers, dates as YYYY-MM-DD.

    `first` and `last` are the dates of the first and the last article that mentions it. `start` and `end`, which
    Gephi's timeline reads, are the days of an event, also on its edges, and `first` and `last` where they are not known.
    """
    dates = {a.iri: a.date for a in network.articles}
    written_in = {s.iri: s.article for s in network.sentences}
    happened = {n.iri: n.dates for n in network.nodes if n.dates}
    graph = nx.MultiDiGraph()
    for n in network.nodes:
        days = sorted(d for a in n.articles if (d := dates.get(a)))
        facts = {f.name: localised(f) for f in reversed(n.facts) if f.name != "holdsPosition"}
        graph.add_node(
            n.iri,
            label=plain(n.label),
            kind=n.kind,
            aliases=plain("; ".join(n.aliases)),
            articles=len(n.articles),
            **_reports(days),
            **_spell(n.dates or days),
            **_point(n),
            **{k: plain(v) for k, v in sorted(facts.items())},
        )
    for key, e in enumerate(network.edges):
        days = sorted({d for c in e.citations if (d := dates.get(written_in.get(c.sentence, ""), ""))})
        sure = [c.confidence for c in e.citations if c.confidence is not None]
        graph.add_edge(
            e.source,
            e.target,
            key=str(key),
            label=plain(e.label or e.predicate),
            predicate=e.predicate,
            tenure=e.tenure,
            weight=max(1, len(e.citations)),
            confidence=max(sure, default=0.0),
            **_reports(days),
            **_spell(happened.get(e.source) or happened.get(e.target) or days),
        )
    return graph


def _reports(days: Sequence[str]) -> dict[str, str]:
    return {"first": days[0] if days else "", "last": days[-1] if days else ""}


def _spell(days: Sequence[str]) -> dict[str, str]:
    return {"start": days[0], "end": days[-1]} if days else {}


def _point(node: Node) -> dict[str, float]:
    return dict(zip(("latitude", "longitude"), node.point, strict=True)) if node.point else {}


def gexf(network: Network) -> bytes:
    """Return the network as GEXF 1.2, laid out and in the colours of the classes, as the views draw it."""
    colours = {look.kind: look.light for look in LOOKS}
    return as_gexf(as_networkx(network), place(network), [colours.get(n.kind, PLAIN[0]) for n in network.nodes])


def as_gexf(graph: nx.Graph, places: Sequence[PositionedNode], colours: Sequence[str]) -> bytes:
    """Return a graph of networkx as GEXF 1.2; `places` and `colours` (#rrggbb) are those of its nodes, in their order."""
    drawn = graph.copy()
    for (_, values), at, colour in zip(drawn.nodes(data=True), places, colours, strict=True):
        values["viz"] = _drawn(at, colour)
    out = io.BytesIO()
    nx.write_gexf(drawn, out)
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", out.getvalue())  # the same network, the same bytes


def _drawn(at: PositionedNode, colour: str) -> dict[str, object]:
    """Return a node's looks as networkx writes them; Gephi counts upwards, a page downwards."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return {
        "position": {"x": float(at.x), "y": float(-at.y), "z": 0.0},
        "size": at.size,
        "color": {"r": red, "g": green, "b": blue, "a": 1.0},
    }


def graphml(network: Network) -> bytes:
    """Return the network as GraphML."""
    return as_graphml(as_networkx(network))


def as_graphml(graph: nx.Graph) -> bytes:
    """Return a graph of networkx as GraphML."""
    out = io.BytesIO()
    nx.write_graphml(graph, out)
    return out.getvalue()


def plain(text: str) -> str:
    """Return a text without what XML 1.0 cannot hold."""
    return FORBIDDEN.sub("\ufffd", text)
