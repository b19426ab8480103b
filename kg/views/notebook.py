"""What a notebook shows: the rows of a query as a table with the names of entities, and the pages as widgets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup, escape
from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, Store

from kg.graph.query import Table
from kg.graph.terms import DCTERMS, SKOS
from kg.store import stated
from kg.views.article_page import web_link
from kg.vocab import PREFIXES

Tab = Literal["network", "ties", "timeline", "map", "table"]
SHOWN = 200  # rows of a table in a notebook
HEIGHT = 620  # pixels


@dataclass(frozen=True, slots=True)
class LabelledTable(Table):
    """A table of results that a notebook shows with the labels of the entities."""

    store: Store | None = field(default=None, repr=False, compare=False)

    def _repr_html_(self) -> str:
        rows = self.rows[:SHOWN]
        kinds = self._kinds()
        iris = {
            value
            for row, kind in zip(rows, kinds, strict=False)
            for name, value in zip(self.columns, row, strict=True)
            if value and kind.get(name) == "uri"
        }
        labels = _labels(self.store, iris)
        head = Markup("").join(Markup("<th>{}</th>").format(c) for c in self.columns)
        body = Markup("").join(
            Markup("<tr>{}</tr>").format(
                Markup("").join(_cell(v, kind.get(c, ""), labels) for c, v in zip(self.columns, row, strict=True))
            )
            for row, kind in zip(rows, kinds, strict=False)
        )
        rest = len(self.rows) - len(rows)
        note = Markup("<p>另有 {0} 行未显示 · {0} more rows: see .rows</p>").format(rest) if rest else ""
        count = Markup("<caption>{0} 行 · {0} rows</caption>").format(len(self.rows))
        return str(
            Markup("<table>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}").format(count, head, body, note)
        )

    def _kinds(self) -> list[dict[str, str]]:
        """Return what each value of each row is, as the results in JSON say: "uri", "literal" or "bnode"."""
        bindings = json.loads(self.json).get("results", {}).get("bindings")
        return (
            [{n: v["type"] for n, v in b.items()} for b in bindings]
            if bindings is not None
            else [{} for _ in self.rows]
        )


def labelled(table: Table, store: Store) -> LabelledTable:
    """Return a table that can name the entities in it."""
    return LabelledTable(table.columns, table.rows, table.json, store)


def _labels(store: Store | None, iris: Iterable[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    if store is None:
        return found
    for iri in iris:
        for term in (SKOS + "prefLabel", DCTERMS + "title"):
            values = stated(store, NamedNode(iri), NamedNode(term))
            names = sorted(q.object.value for q in values if isinstance(q.object, RdfLiteral))
            if names:
                found.setdefault(iri, names[0])
    return found


def _cell(value: str | None, kind: str, labels: Mapping[str, str]) -> Markup:
    if value is None:
        return Markup("<td></td>")
    if kind != "uri":
        return Markup("<td>{}</td>").format(value)
    prefix = next(((p, ns) for p, ns in PREFIXES.items() if value.startswith(ns)), None)
    text = labels.get(value) or (f"{prefix[0]}:{value.removeprefix(prefix[1])}" if prefix else value)
    if not (link := web_link(value)):
        return Markup('<td title="{}">{}</td>').format(value, text)
    return Markup('<td><a href="{}" title="{}" target="_blank" rel="noopener noreferrer">{}</a></td>').format(
        link, value, text
    )


@dataclass(frozen=True, slots=True)
class Widget:
    """A page inside a notebook; `html` is the whole page, which can be written to a file as well."""

    html: str = field(repr=False)
    height: int = HEIGHT

    def _repr_html_(self) -> str:
        """Return a frame that may run the page's own scripts and save files, but sees nothing of the notebook."""
        frame = (
            '<iframe srcdoc="{}" sandbox="allow-scripts allow-downloads" width="100%" height="{}" title="kg"></iframe>'
        )
        return frame.format(escape(self.html), self.height)
