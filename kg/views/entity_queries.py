"""Ready-made queries -> queries about one entity: its IRI takes the place of the name parameter."""

from __future__ import annotations

import re

from kg.graph.query import ReadyQuery, ready_queries, with_prefixes
from kg.views.labels import LOOKS

_ABOUT = {"person": ("Person",), "organisation": ("Organisation",), "name": tuple(look.kind for look in LOOKS)}


def ready_rows() -> list[tuple[tuple[str, ...], str, str, str]]:
    """Return the kinds that each query is about, its title in Chinese and in English, and its text with {iri} in it.

    Queries with other parameters than a person, an organisation or a name are left out.

    >>> next(text for _, zh, _, text in ready_rows() if zh == "谁任何职").count("<{iri}>")
    1
    """
    queries = ready_queries().values()
    return [_row(q) for q in queries if len(q.parameters) == 1 and q.parameters[0] in _ABOUT]


def _row(ready: ReadyQuery) -> tuple[tuple[str, ...], str, str, str]:
    chinese, _, english = re.sub(r" \([^)]*\)$", "", ready.title).partition(" · ")
    text = with_prefixes(_about(ready.text, ready.parameters[0])).replace("> PREFIX", ">\nPREFIX")
    return _ABOUT[ready.parameters[0]], chinese, english or chinese, re.sub("> (?=SELECT)", ">\n", text)


def _about(text: str, parameter: str) -> str:
    """Return a query that compares a resource with <{iri}> where it looked for the parameter in the resource's name."""

    def compared(asked: re.Match[str]) -> str:
        named = re.search(rf"(\?\w+)[^.{{}}]*skos:prefLabel \{asked[1]}\b", text)
        return f"{named[1]} = <{{iri}}>" if named else asked[0]

    return re.sub(rf"CONTAINS\((\?\w+), \{{\{{{parameter}\}}\}}\)", compared, text)
