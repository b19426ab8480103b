"""Network -> the data of its page: rows of nodes and edges, the sentences and articles they cite, and the words for all.

Rows name sentences and articles by their place in the lists, and nodes by theirs. What is empty is left out.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from kg.resolve.romanising import roman_name
from kg.resolve.spelling import sound
from kg.views.labels import FACTS, LOOKS, PALETTE, PLAIN, PROPERTIES, VALUES, term_labels
from kg.views.network import Citation, Edge, Network, Node

_CHINESE = re.compile("[\u3007\u3400-\u9fff\U00020000-\U0003ffff·]+")
_SHAPES = {look.kind: look.shape for look in LOOKS}


def node_rows(network: Network, base: str, communities: Mapping[str, int | None]) -> list[dict[str, Any]]:
    """Return a row for each node, in their order; `communities` numbers the nodes' IRIs."""
    references = _References(network)
    return [_filled(_node_row(n, base, references, communities.get(n.iri))) for n in network.nodes]


def edge_rows(network: Network) -> list[dict[str, Any]]:
    """Return one row for all that is stated between two nodes one way."""
    numbers = {node.iri: number for number, node in enumerate(network.nodes)}
    references = _References(network)
    between: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in network.edges:
        between[numbers[edge.source], numbers[edge.target]].append(edge)
    return [{"from": a, "to": b, "statements": references.of_edges(stated)} for (a, b), stated in between.items()]


def shared_rows(network: Network) -> dict[str, Any]:
    """Return what the rows refer to: the words in both languages, the sentences and the articles."""
    articles = {a.iri: i for i, a in enumerate(network.articles)}
    types = sorted({f.value for n in network.nodes for f in n.facts if f.name == "eventType"})
    return {
        "kinds": [[k.kind, k.label, k.english, k.shape, k.light, k.dark] for k in LOOKS],
        "palette": PALETTE,
        "plain": PLAIN,
        "properties": PROPERTIES,
        "factNames": FACTS,
        "values": VALUES,
        "types": {t: [term_labels("zh").get(t, t), term_labels("en").get(t, t)] for t in types},
        "sentences": [[s.text, articles.get(s.article, -1), s.start, s.end] for s in network.sentences],
        "articles": [[a.title, a.date, a.file, key(a.iri), a.publisher, a.url, a.page] for a in network.articles],
    }


def key(iri: str) -> str:
    """Return the part of an IRI after the base, as corrections name things: kind and name."""
    return "/".join(iri.rsplit("/", 2)[-2:])


def as_page_data(data: Mapping[str, Any]) -> Markup:
    """Return data as JSON in which nothing can end, open or comment out an element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def as_packed_page_data(data: Mapping[str, Any]) -> Markup:
    """Return data as JSON that is deflated (zlib, RFC 1950) and written in base 64: a fifth of its length."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(base64.b64encode(zlib.compress(text.encode("utf-8"))).decode("ascii"))


def _node_row(node: Node, base: str, references: _References, community: int | None) -> dict[str, Any]:
    short = key(node.iri)
    return {
        "label": node.label or node.iri,
        "group": node.kind,
        "shape": _SHAPES[node.kind],
        "key": short,
        "iri": "" if node.iri == base + short else node.iri,
        "aliases": node.aliases,
        "pinyin": [sound(name) for name in (node.label, *(node.aliases if node.kind != "Event" else ()))],
        "roman": roman_name(sound(node.label), node.label, node.kind) if _is_read(node) else "",
        "types": [f.value for f in node.facts if f.name == "eventType"],
        "facts": references.of_facts(node),
        "date": node.dates,
        "point": node.point,
        "community": community,
    } | references.of_articles(node)


def _is_read(node: Node) -> bool:
    """Return whether a node has a Chinese name, which a reader of English is helped to say."""
    return node.kind != "Event" and _CHINESE.fullmatch(node.label) is not None


def _filled(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value not in (None, "", (), [])}


class _References:
    """Turns the IRIs that nodes and edges cite into places in the page's lists of sentences and articles."""

    def __init__(self, network: Network) -> None:
        self._sentences = {s.iri: i for i, s in enumerate(network.sentences)}
        self._articles = {a.iri: i for i, a in enumerate(network.articles)}

    def of_facts(self, node: Node) -> list[list[Any]]:
        return [[f.name, f.value, self._citations(f.citations), f.tenure] for f in node.facts]

    def of_articles(self, node: Node) -> dict[str, Any]:
        return {"articles": self._numbers(node.articles), "authored": self._numbers(node.authored)}

    def of_edges(self, edges: Iterable[Edge]) -> list[list[Any]]:
        return [[e.predicate, e.label, e.tenure, self._citations(e.citations)] for e in edges]

    def _numbers(self, articles: Iterable[str]) -> Sequence[int]:
        return [self._articles[iri] for iri in articles if iri in self._articles]

    def _citations(self, citations: Iterable[Citation]) -> list[list[float | str | None]]:
        known = (c for c in citations if c.sentence in self._sentences)
        return [[self._sentences[c.sentence], c.confidence, key(c.statement)] for c in known]
