"""Checking a graph against shapes (W3C SHACL 2017), with findings in plain words."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import rdflib
from pyoxigraph import RdfFormat, Store, serialize
from rdflib.namespace import SH, SKOS

from kg.errors import InputError
from kg.graph.shapes import RANGES
from kg.vocab import ontology_folder

Engine = Literal["pyshacl", "shifty"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What does not conform: what is wrong (in English and in Chinese), whose IRI and label, and the value found.

    `severity` is that of the shape: "Violation", "Warning" or "Info".
    """

    message: str
    iri: str
    label: str
    value: str
    severity: str = "Violation"


def validate(store: Store, engine: Engine = "pyshacl", shapes: str | Path | None = None) -> list[Finding]:
    """Return what does not conform, sorted; an empty list where all does.

    `shapes` is a file of shapes, the ontology's own where it is None. The engine "shifty" is faster, and must be installed.
    Raises InputError where it is not, or the shapes cannot be read.
    """
    own = (ontology_folder() / "shapes.ttl", ontology_folder() / RANGES)
    known = rdflib.Graph()
    for path in (Path(shapes),) if shapes else own:
        try:
            known.parse(str(path))
        except OSError as e:
            raise InputError(f"{path}: cannot be read: {e}", "check the path") from e
        except Exception as e:  # rdflib's parsers raise whatever they like
            raise InputError(f"{path}: is not valid: {str(e)[:200]}", "fix the shapes") from e
    triples = (q.triple for q in store)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "graph.nt"
        serialize(triples, output=str(data), format=RdfFormat.N_TRIPLES)
        report = _by_shifty(data, known) if engine == "shifty" else _by_pyshacl(data, known)
    return sorted(_findings(report, store))


def _by_pyshacl(data: Path, shapes: rdflib.Graph) -> rdflib.Graph:
    import pyshacl

    graph = rdflib.Graph().parse(str(data), format="nt")
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, advanced=False, inplace=True)
    return _as_graph(report)


def _by_shifty(data: Path, shapes: rdflib.Graph) -> rdflib.Graph:
    try:
        import shifty
    except ImportError as e:
        raise InputError(
            "the engine shifty is not installed", "pip install 'kg-news[shifty]', or leave out --engine"
        ) from e
    _, report, _ = shifty.validate(data, shapes, infer=False)
    return _as_graph(report)


def _as_graph(report: object) -> rdflib.Graph:
    if not isinstance(report, rdflib.Graph):
        raise InputError(f"the shapes cannot be applied: {report}", "fix the shapes")
    return report


def _findings(report: rdflib.Graph, store: Store) -> Iterator[Finding]:
    for result in report.objects(None, SH.result):
        node, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        messages = {getattr(m, "language", None) or "": str(m) for m in report.objects(result, SH.resultMessage)}
        words = [messages[k] for k in ("zh", "en") if k in messages] or sorted(messages.values())
        severity = str(report.value(result, SH.resultSeverity) or SH.Violation).rpartition("#")[2]
        label = _label(store, str(node))
        yield Finding(" ".join(words) or "does not conform", str(node), label, str(value or ""), severity)


def _label(store: Store, iri: str) -> str:
    asked = f"SELECT ?l {{ <{iri}> <{SKOS.prefLabel}> ?l }}"
    try:
        found = store.query(asked, use_default_graph_as_union=True)
        return min((str(s["l"].value) for s in found), default="")  # type: ignore[union-attr]
    except SyntaxError:
        return ""  # a blank node


def as_text(findings: list[Finding], most: int = 5) -> str:
    """Return findings for the screen: what is wrong, how often, and `most` examples of each."""
    by_message: dict[str, list[Finding]] = defaultdict(list)
    for f in findings:
        by_message[f.message].append(f)
    lines = []
    for message, row in sorted(by_message.items(), key=lambda x: (-len(x[1]), x[0])):
        lines.append(f"{message}: {len(row)}")
        lines.extend(_line(f) for f in row[:most])
        if len(row) > most:
            lines.append(f"  … and {len(row) - most} more")
    return "\n".join(lines)


def _line(f: Finding) -> str:
    named = f"  {f.label}  <{f.iri}>" if f.label else f"  {f.iri}"
    return named + (f"  found: {f.value}" if f.value else "")
