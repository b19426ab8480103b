"""Checking a graph against the shapes of the ontology, told in words that a researcher understands."""

from __future__ import annotations

from pathlib import Path

import rdflib
from rdflib.namespace import SH

from kg.errors import InputError
from kg.vocab import ontology_folder


def validate(path: str | Path) -> list[str]:
    """Return what does not conform, a line each, sorted; an empty list where all does.

    Raises InputError where the file cannot be read or parsed.
    """
    import pyshacl

    data = rdflib.Graph()
    try:
        dataset = rdflib.Dataset()
        dataset.parse(str(path), format="trig" if str(path).endswith((".trig", ".ttl")) else "nquads")
        for s, p, o, _ in dataset.quads():
            data.add((s, p, o))
    except OSError as e:
        raise InputError(f"{path}: cannot be read: {e}", "build it first: kg build PATH -o exports/") from e
    except Exception as e:  # rdflib's parsers raise whatever they like
        raise InputError(f"{path}: is not valid: {str(e)[:200]}", "build it again with kg build") from e
    shapes = rdflib.Graph().parse(str(ontology_folder() / "shapes.ttl"))
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=False, inplace=True)
    return sorted(_findings(report))


def _findings(report: rdflib.Graph) -> list[str]:
    found = []
    for result in report.objects(None, SH.result):
        node, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        messages = [m for m in report.objects(result, SH.resultMessage) if getattr(m, "language", None) != "zh"]
        told = str(messages[0]) if messages else "does not conform"
        found.append(f"{node}: {told}" + (f" (found: {value})" if value is not None else ""))
    return found
