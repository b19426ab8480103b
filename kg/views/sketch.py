"""A graph at a glance, for a notebook: how much there is, and its best connected part as a still picture (SVG)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import networkx as nx
from markupsafe import Markup
from pyoxigraph import Literal, NamedNode, Store

from kg.graph.terms import RDF, SKOS, TYPE
from kg.store import stated
from kg.views.labels import LOOKS
from kg.views.layout import lay_out
from kg.vocab import KG

DRAWN = 60  # nodes of the picture
LONGEST = 12  # characters of a label
Place = tuple[int, int]


def sketch(store: Store) -> str:
    """Return HTML without a script: the numbers of entities and articles, and a picture of the best connected."""
    kinds = [(look.label, _count(store, look.kind)) for look in LOOKS] + [("文章", _count(store, "Article"))]
    caption = Markup("　").join(Markup("{} <b>{}</b>").format(name, number) for name, number in kinds if number)
    return str(Markup("<div><div>{}</div>{}</div>").format(caption or "空图 empty graph", _picture(store)))


def _count(store: Store, kind: str) -> int:
    return len({q.subject for q in stated(store, None, NamedNode(TYPE), NamedNode(KG + kind))})


def _pairs(store: Store) -> Counter[tuple[str, str]]:
    """Return how often two entities share a statement or a position."""
    ends: dict[str, list[str]] = {}
    for term in (RDF + "subject", RDF + "object", KG + "positionAt"):
        for q in stated(store, None, NamedNode(term)):
            if isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode):
                ends.setdefault(q.subject.value, []).append(q.object.value)
    for q in stated(store, None, NamedNode(KG + "holdsPosition")):
        if isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode):
            ends.setdefault(q.object.value, []).append(q.subject.value)
    return Counter((min(e), max(e)) for e in ends.values() if len(set(e)) == 2)


def _picture(store: Store) -> Markup:
    kinds = {iri: look for look in reversed(LOOKS) for iri in _of(store, look.kind)}
    pairs = {pair for pair in _pairs(store) if pair[0] in kinds and pair[1] in kinds}
    degrees = Counter(end for pair in pairs for end in pair)
    kept = set(sorted(degrees, key=lambda iri: (-degrees[iri], iri))[:DRAWN])
    graph = nx.Graph(sorted(pair for pair in pairs if kept.issuperset(pair)))
    if not graph:
        return Markup("")
    places: dict[str, Place] = {str(iri): place for iri, place in lay_out(graph).items()}
    labels = {iri: _label(store, iri) for iri in places}
    left, top = (min(p[i] for p in places.values()) - 70 for i in (0, 1))
    width, height = (max(p[i] for p in places.values()) + 70 - low for i, low in ((0, left), (1, top)))
    lines = (
        Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="#8886"/>').format(*places[a], *places[b])
        for a, b in graph.edges
    )
    order = sorted(places, key=lambda iri: (graph.degree[iri], iri))
    dots = (_dot(places[iri], graph.degree[iri], kinds[iri].light, labels[iri]) for iri in order)
    frame = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{} {} {} {}" width="{}" role="img" aria-label="{}">{}</svg>'
    )
    caption = f"网络图 network: {'、'.join(labels[iri] for iri in order[:-6:-1])}"
    return frame.format(left, top, width, height, min(900, width), caption, Markup("").join([*lines, *dots]))


def _of(store: Store, kind: str) -> Iterator[str]:
    for q in stated(store, None, NamedNode(TYPE), NamedNode(KG + kind)):
        if isinstance(q.subject, NamedNode):
            yield q.subject.value


def _label(store: Store, iri: str) -> str:
    found = stated(store, NamedNode(iri), NamedNode(SKOS + "prefLabel"))
    return min((q.object.value for q in found if isinstance(q.object, Literal)), default=iri.rsplit("/", 1)[-1])


def _dot(place: Place, degree: int, colour: str, name: str) -> Markup:
    x, y = place
    size = round(5 + 2.2 * degree**0.5, 1)
    label = name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
    dot = Markup('<circle cx="{}" cy="{}" r="{}" fill="{}"><title>{}</title></circle>').format(x, y, size, colour, name)
    text = Markup('<text x="{}" y="{}" font-size="13" text-anchor="middle" fill="currentColor">{}</text>')
    return dot + text.format(x, round(y + size + 14, 1), label)
