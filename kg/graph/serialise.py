"""Turtle and TriG for a human eye: prefixed, grouped by subject and class, sorted; the same quads give the same bytes.

RDF 1.1 Turtle and TriG (W3C 2014). Prefixed names are used only where the local part needs no escape; every other IRI is
written whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.vocab import BASE, KG, PREFIXES

TYPE = PREFIXES["rdf"] + "type"
LOCAL = re.compile(r"[A-Za-z_一-龥][A-Za-z0-9_一-龥\-]*")
ORDER = ("Article", "Person", "Organisation", "Place", "Award", "Event", "Position", "Statement", "Sentence")
HEADINGS = {
    "Article": "文章 articles", "Person": "人物 persons", "Organisation": "机构 organisations", "Place": "地点 places", "Award": "荣誉 awards",
    "Event": "事件 events", "Position": "职务 positions", "Statement": "关系的出处 evidence of relations", "Sentence": "句子 sentences",
}  # fmt: skip
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
Node = tuple[str, str, str]


class Writer:
    """Writes terms with the prefixes of the contract and one for each kind of resource under the base."""

    def __init__(self, base: str = BASE) -> None:
        kinds = ("person", "organisation", "place", "award", "event", "position", "statement", "article")
        self.prefixes = {**PREFIXES, **{kind: base + kind + "/" for kind in kinds}}
        self._by_namespace = sorted(((ns, p) for p, ns in self.prefixes.items()), key=lambda x: -len(x[0]))
        self._cache: dict[str, str] = {}

    def term(self, node: NamedNode | Literal) -> str:
        """Return a term as Turtle writes it."""
        return self._literal(node) if isinstance(node, Literal) else self.iri(node.value)

    def iri(self, value: str) -> str:
        """Return an IRI, prefixed where its local part is plain."""
        known = self._cache.get(value)
        if known is None:
            known = self._cache[value] = self._written(value)
        return known

    def _written(self, value: str) -> str:
        for namespace, prefix in self._by_namespace:
            if value.startswith(namespace) and LOCAL.fullmatch(value, len(namespace)):
                return f"{prefix}:{value[len(namespace) :]}"
        return "<" + re.sub(r'[\x00-\x20<>"{}|^`\\]', lambda m: f"\\u{ord(m.group()):04X}", value) + ">"

    def _literal(self, node: Literal) -> str:
        text = '"' + re.sub(r'["\\\n\r\t]|[\x00-\x1f\x7f]', _escape, node.value) + '"'
        if node.language:
            return f"{text}@{node.language}"
        if node.datatype.value == PREFIXES["xsd"] + "string":
            return text
        if node.datatype.value == PREFIXES["xsd"] + "integer" and re.fullmatch(r"-?\d+", node.value):
            return node.value
        return f"{text}^^{self.iri(node.datatype.value)}"


def _escape(m: re.Match[str]) -> str:
    return ESCAPES.get(m.group()) or f"\\u{ord(m.group()):04X}"


def turtle(quads: Iterable[Quad], base: str = BASE) -> Iterator[str]:
    """Yield the union of the graphs as Turtle, piece by piece."""
    writer = Writer(base)
    subjects: dict[str, set[tuple[str, str]]] = defaultdict(set)
    kinds: dict[str, str] = {}
    for q in quads:
        _collect(q, writer, subjects, kinds)
    yield from _prefixes(writer)
    yield from _subjects(subjects, kinds, writer, "")


def trig(quads: Iterable[Quad], base: str = BASE) -> Iterator[str]:
    """Yield the graphs as TriG, in the order of their names; the quads must come graph by graph or in any order."""
    writer = Writer(base)
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for q in quads:
        graphs[q.graph_name.value if isinstance(q.graph_name, NamedNode) else ""].append(q)
    yield from _prefixes(writer)
    for name in sorted(graphs):
        subjects: dict[str, set[tuple[str, str]]] = defaultdict(set)
        kinds: dict[str, str] = {}
        for q in graphs[name]:
            _collect(q, writer, subjects, kinds)
        yield f"\n{writer.iri(name)} {{\n"
        yield from _subjects(subjects, kinds, writer, "    ")
        yield "}\n"


def _collect(q: Quad, writer: Writer, subjects: dict[str, set[tuple[str, str]]], kinds: dict[str, str]) -> None:
    subject, value = q.subject, q.object
    if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
        raise TypeError("only named resources and literals are written")
    subjects[subject.value].add((q.predicate.value, writer.term(value)))
    kind = value.value.removeprefix(KG)
    if q.predicate.value == TYPE and kind in HEADINGS:
        kinds[subject.value] = kind


def _prefixes(writer: Writer) -> Iterator[str]:
    for prefix, namespace in sorted(writer.prefixes.items()):
        yield f"@prefix {prefix}: <{namespace}> .\n"


def _subjects(
    subjects: dict[str, set[tuple[str, str]]], kinds: dict[str, str], writer: Writer, indent: str
) -> Iterator[str]:
    rank = {kind: i for i, kind in enumerate(ORDER)}
    heading = None
    for subject in sorted(subjects, key=lambda s: (rank.get(kinds.get(s, ""), len(rank)), s)):
        kind = kinds.get(subject, "")
        if kind != heading:
            heading = kind
            yield f"\n{indent}# {HEADINGS.get(kind, '其他 other')}\n"
        yield _block(subject, subjects[subject], writer, indent)


def _block(subject: str, pairs: set[tuple[str, str]], writer: Writer, indent: str) -> str:
    grouped: dict[str, list[str]] = defaultdict(list)
    for predicate, value in sorted(pairs, key=lambda p: (p[0] != TYPE, p)):
        grouped[predicate].append(value)
    lines = [f"{'a' if p == TYPE else writer.iri(p)} {', '.join(values)}" for p, values in grouped.items()]
    return f"\n{indent}{writer.iri(subject)} " + f" ;\n{indent}    ".join(lines) + " .\n"
