"""RDF in every syntax; the same graph gives the same bytes.

Turtle and TriG are written for the eye (`kg.graph.serialise`); N-Triples, N-Quads and RDF/XML by Oxigraph, sorted; JSON-LD 1.1
compacted with a context of the contract's prefixes. Sorting is done on disk, so that memory does not grow with the graph.
"""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from kg.graph.serialise import trig, turtle
from kg.graph.terms import TYPE
from kg.vocab import PREFIXES

RDF = PREFIXES["rdf"]
BATCH = 20_000  # lines handed to the sorter at a time


def quads_in_order(store: Store, more: Mapping[str, Iterable[Quad]] = {}) -> Iterator[Quad]:
    """Yield the quads of the named graphs, graph by graph in the order of their names; of a graph without, all.

    `more` are graphs that the store does not hold, by name.
    """
    names = {g.value for g in store.named_graphs() if isinstance(g, NamedNode)}
    if not names:
        yield from store
    for name in sorted({*names, *more}):
        if name in names:
            yield from store.quads_for_pattern(None, None, None, NamedNode(name))
        yield from more.get(name, ())


def reified(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the quads with the evidence of relations as RDF 1.2 reifiers.

    A kg:Statement's rdf:subject, rdf:predicate and rdf:object become one rdf:reifies of a triple term. A graph's quads must
    come together.
    """
    for _, group in groupby(quads, key=lambda q: q.graph_name):
        parts: dict[NamedNode, dict[str, Any]] = {}
        for q in group:
            place = q.predicate.value.removeprefix(RDF)
            if place in {"subject", "predicate", "object"} and isinstance(q.subject, NamedNode):
                parts.setdefault(q.subject, {"graph": q.graph_name})[place] = q.object
            else:
                yield q
        for node, values in parts.items():
            if {"subject", "predicate", "object"} <= values.keys():
                term = Triple(values["subject"], values["predicate"], values["object"])
                yield Quad(node, NamedNode(RDF + "reifies"), term, values["graph"])


def written(quads: Iterable[Quad], syntax: str, base: str) -> Iterator[bytes]:
    """Yield a graph in one of the syntaxes, piece by piece."""
    if syntax == "ttl":
        yield from (piece.encode() for piece in turtle(quads, base))
    elif syntax == "trig":
        yield from (piece.encode() for piece in trig(quads, base))
    elif syntax == "nq":
        for _, group in groupby(quads, key=lambda q: q.graph_name):
            lines = (serialize(group, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
            yield b"".join(sorted(set(lines)))
    elif syntax == "nt":
        yield from _sorted_lines(quads)
    elif syntax == "rdf":
        yield from _rdf_xml(quads)
    else:
        yield from _json_ld(quads)


def _sorted_lines(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Yield the union as N-Triples, each triple once, in the order of their bytes."""
    database = sqlite3.connect("")  # a temporary file
    try:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("CREATE TABLE quads (line BLOB)")
        triples = (q.triple for q in quads)
        for batch in _batches(triples):
            lines = (serialize(batch, format=RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)
            database.executemany("INSERT INTO quads VALUES (?)", ((line,) for line in lines))
        for (line,) in database.execute("SELECT DISTINCT line FROM quads ORDER BY line"):
            yield line
    finally:
        database.close()


def _batches(triples: Iterator[Triple]) -> Iterator[list[Triple]]:
    batch: list[Triple] = []
    for triple in triples:
        batch.append(triple)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _in_order(quads: Iterable[Quad]) -> Iterator[Triple]:
    with tempfile.TemporaryFile() as spool:
        spool.writelines(_sorted_lines(quads))
        spool.seek(0)
        yield from (q.triple for q in parse(input=spool, format=RdfFormat.N_TRIPLES))


def _rdf_xml(quads: Iterable[Quad]) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as spool:
        used = {p: ns for p, ns in PREFIXES.items() if p != "rdf"}
        serialize(_in_order(quads), output=spool, format=RdfFormat.RDF_XML, prefixes=used)
        spool.seek(0)
        while piece := spool.read(1 << 20):
            yield piece


def _json_ld(quads: Iterable[Quad]) -> Iterator[bytes]:
    head = json.dumps(PREFIXES, ensure_ascii=False, indent=1)
    yield f'{{"@context": {head},\n"@graph": ['.encode()
    first = True
    for subject, group in groupby(_in_order(quads), key=lambda t: t.subject):
        node: dict[str, Any] = {"@id": getattr(subject, "value", str(subject))}
        for predicate, triples in groupby(group, key=lambda t: t.predicate.value):
            values = [_value(t.object, predicate == TYPE) for t in triples]
            node["@type" if predicate == TYPE else _compact(predicate)] = values if len(values) > 1 else values[0]
        yield (("\n" if first else ",\n") + json.dumps(node, ensure_ascii=False)).encode()
        first = False
    yield b"\n]}\n"


def _value(term: object, is_type: bool) -> object:
    if isinstance(term, NamedNode):
        return _compact(term.value) if is_type else {"@id": term.value}
    if not isinstance(term, Literal):
        raise TypeError("JSON-LD 1.1 has no triple terms")
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == PREFIXES["xsd"] + "string":
        return term.value
    if term.datatype.value == PREFIXES["xsd"] + "integer" and re.fullmatch(r"0|-?[1-9]\d*", term.value):
        return int(term.value)
    return {"@value": term.value, "@type": _compact(term.datatype.value)}


def _compact(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and not iri[len(namespace) :].startswith("//"):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
