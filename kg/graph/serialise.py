"""Turtle and TriG for a human eye: prefixed, grouped by subject and class, sorted; the same quads give the same bytes.

RDF 1.1 Turtle and TriG (W3C 2014). Prefixed names are used only where the local part needs no escape; every other IRI is
written whole.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.vocab import BASE, PREFIXES

TYPE = PREFIXES["rdf"] + "type"
LOCAL = re.compile(r"[A-Za-z_一-龥][A-Za-z0-9_一-龥\-]*")
REPLACED = PREFIXES["dcterms"] + "isReplacedBy"
KINDS = (
    "article",
    "person",
    "organisation",
    "place",
    "award",
    "event",
    "position",
    "statement",
    "sentence",
    "correction",
    "join",
    "distinction",
)
HEADINGS = (
    "文章 articles", "人物 persons", "机构 organisations", "地点 places", "荣誉 awards", "事件 events", "职务 positions",
    "关系的出处 evidence of relations", "句子 sentences", "更正 corrections", "归并 what was joined", "区分 what was kept apart",
    "其他 other",
)  # fmt: skip
OTHER = len(KINDS)
HELD = 100_000  # rows, and written IRIs, that are held in memory
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Writer:
    """Writes terms with the prefixes of the contract and one for each kind of resource under the base."""

    def __init__(self, base: str = BASE) -> None:
        kinds = (k for k in KINDS if k != "sentence")
        self.prefixes = {**PREFIXES, **{kind: base + kind + "/" for kind in kinds}}
        self._by_namespace = sorted(((ns, p) for p, ns in self.prefixes.items()), key=lambda x: -len(x[0]))
        self._cache: dict[str, str] = {}
        self._base = base

    def rank(self, value: str) -> int:
        """Return the place of a resource's kind in the order of kinds, from its IRI."""
        if not value.startswith(self._base):
            return OTHER
        kind, _, rest = value[len(self._base) :].partition("/")
        kind = "sentence" if kind == "article" and "/sentence/" in rest else kind
        return KINDS.index(kind) if kind in KINDS else OTHER

    def term(self, node: NamedNode | Literal | Triple) -> str:
        """Return a term as Turtle writes it (a triple term as Turtle 1.2 does)."""
        if isinstance(node, Triple):
            return f"<<( {self.term(node.subject)} {self.iri(node.predicate.value)} {self.term(node.object)} )>>"  # type: ignore[arg-type]
        return self._literal(node) if isinstance(node, Literal) else self.iri(node.value)

    def iri(self, value: str) -> str:
        """Return an IRI, prefixed where its local part is plain."""
        known = self._cache.get(value)
        if known is None:
            if len(self._cache) >= HELD:
                self._cache.clear()
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
    yield from _prefixes(writer)
    yield from _subjects(_in_order(_row(q, writer) for q in quads), writer, "")


def trig(quads: Iterable[Quad], base: str = BASE) -> Iterator[str]:
    """Yield the graphs as TriG, one after the other; a graph's quads must come together.

    Raises ValueError where a graph comes a second time, or before one whose name sorts first.
    """
    writer = Writer(base)
    yield from _prefixes(writer)
    last = ""
    for name, group in groupby(quads, key=lambda q: q.graph_name.value if isinstance(q.graph_name, NamedNode) else ""):
        if name < last:
            raise ValueError(f"the graph {name} comes after {last}")
        last = name
        yield f"\n{writer.iri(name)} {{\n"
        yield from _subjects(_in_order(_row(q, writer) for q in group), writer, "    ")
        yield "}\n"


Row = tuple[int, str, str, str]  # the rank of the subject's kind, subject, predicate (the type first), value


def _in_order(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows sorted, each once: many are sorted on disk, so that memory does not grow with them."""
    left = iter(rows)
    held = set(islice(left, HELD))
    following = list(islice(left, 1))
    if not following:
        yield from sorted(held)
        return
    database = sqlite3.connect("")  # a temporary file
    try:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("CREATE TABLE said (rank INTEGER, subject TEXT, predicate TEXT, value TEXT)")
        database.executemany("INSERT INTO said VALUES (?, ?, ?, ?)", chain(held, following, left))
        held.clear()
        yield from database.execute("SELECT DISTINCT * FROM said ORDER BY rank, subject, predicate, value")
    finally:
        database.close()


def _row(q: Quad, writer: Writer) -> Row:
    if not isinstance(q.subject, NamedNode) or not isinstance(q.object, NamedNode | Literal | Triple):
        raise TypeError("only named resources and literals are written")
    subject, predicate = q.subject.value, q.predicate.value
    rank = OTHER if predicate == REPLACED else writer.rank(subject)
    return rank, subject, "" if predicate == TYPE else predicate, writer.term(q.object)


def _prefixes(writer: Writer) -> Iterator[str]:
    for prefix, namespace in sorted(writer.prefixes.items()):
        yield f"@prefix {prefix}: <{namespace}> .\n"


def _subjects(rows: Iterable[Row], writer: Writer, indent: str) -> Iterator[str]:
    heading = -1
    for (rank, subject), block in groupby(rows, key=lambda r: r[:2]):
        if rank != heading:
            heading = rank
            yield f"\n{indent}# {HEADINGS[rank]}\n"
        lines = []
        for predicate, pairs in groupby(block, key=lambda r: r[2]):
            lines.append(f"{writer.iri(predicate) if predicate else 'a'} {', '.join(r[3] for r in pairs)}")
        yield f"\n{indent}{writer.iri(subject)} " + f" ;\n{indent}    ".join(lines) + " .\n"
