"""CSV tables for R and spreadsheets: entities, positions, events, relations; each statement with its sentence.

RFC 4180, UTF-8 with the mark that spreadsheets need to read Chinese. Several values of a cell are joined with
"; " between. A cell that a spreadsheet would run as a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from kg.errors import InputError
from kg.predicates import roles
from kg.views.labels import localised
from kg.views.network import Article, Citation, Network, Node, Sentence

ENTITIES = ("iri", "kind", "name", "aliases", "articles", "first", "last")
POSITIONS = ("person_iri", "person", "title", "organisation_iri", "organisation", "tenure")
EVENTS = (
    *(
        "iri",
        "type",
        "name",
        "trigger",
        "date",
        "begin",
        "end",
        "status",
        "agents",
        "participants",
        "targets",
        "places",
    ),
    "part_of",
)
RELATIONS = ("subject_iri", "subject", "property", "object_iri", "object")
EVIDENCE = ("confidence", "article", "published", "print_page", "file", "sentence")
LINKS = (*roles(), "subEventOf")  # from an event to other entities
FORMULA = re.compile(r"[=+\-@\t\r]")
Row = Sequence[object]


def write_tables(network: Network, folder: Path) -> list[Path]:
    """Write entities.csv, positions.csv, events.csv and relations.csv, and return their paths.

    Raises InputError where the folder cannot be written.
    """
    tables = _Tables(network)
    done = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, head, rows in (
            ("entities", ENTITIES, tables.entities()),
            ("positions", (*POSITIONS, *EVIDENCE), tables.positions()),
            ("events", (*EVENTS, *EVIDENCE), tables.events()),
            ("relations", (*RELATIONS, *EVIDENCE), tables.relations()),
        ):
            path = folder / f"{name}.csv"
            aside = folder / f".{name}.csv.part"
            with open(aside, "w", encoding="utf-8-sig", newline="") as out:
                writer = csv.writer(out)
                writer.writerow(head)
                writer.writerows([cell(v) for v in row] for row in rows)
            aside.replace(path)
            done.append(path)
    except OSError as e:
        raise InputError(f"{e.filename or folder}: cannot be written: {e.strerror}", "choose another folder") from e
    return done


def cell(value: object) -> str:
    """Return a value as a cell.

    >>> cell("=SUM(A1)"), cell(None), cell(0.5)
    ("'=SUM(A1)", '', '0.5')
    """
    text = "" if value is None else str(value)
    return "'" + text if isinstance(value, str) and FORMULA.match(text) else text


class _Tables:
    def __init__(self, network: Network) -> None:
        self.network = network
        self.nodes: Mapping[str, Node] = {n.iri: n for n in network.nodes}
        self.articles: Mapping[str, Article] = {a.iri: a for a in network.articles}
        self.sentences: Mapping[str, Sentence] = {s.iri: s for s in network.sentences}

    def entities(self) -> Iterator[Row]:
        for n in self.network.nodes:
            if n.kind != "Event":
                days = sorted(d for a in n.articles if a in self.articles and (d := self.articles[a].date))
                aliases = "; ".join(n.aliases)
                yield n.iri, n.kind, n.label, aliases, len(n.articles), *((days[0], days[-1]) if days else ("", ""))

    def positions(self) -> Iterator[Row]:
        for e in self.network.edges:
            if e.predicate == "holdsPosition":
                held = e.source, self._name(e.source), e.label, e.target, self._name(e.target), e.tenure
                yield from self._with_evidence(held, e.citations)
        for n in self.network.nodes:
            for f in n.facts:
                if f.name == "holdsPosition":
                    yield from self._with_evidence((n.iri, n.label, f.value, "", "", f.tenure), f.citations)

    def events(self) -> Iterator[Row]:
        ends: dict[tuple[str, str], list[str]] = defaultdict(list)
        for e in self.network.edges:
            if e.predicate in LINKS:
                ends[e.source, e.predicate].append(self._name(e.target))
        for n in self.network.nodes:
            if n.kind == "Event":
                facts: dict[str, list[str]] = defaultdict(list)
                for f in n.facts:
                    facts[f.name].append(localised(f))
                values = ("; ".join(facts[k]) for k in ("trigger", "date", "beginDate", "endDate", "status"))
                roles = ("; ".join(ends[n.iri, r]) for r in LINKS)
                row = n.iri, "; ".join(facts["eventType"]), n.label, *values, *roles
                yield from self._with_evidence(row, sorted({c for f in n.facts for c in f.citations}, key=_order))

    def relations(self) -> Iterator[Row]:
        for e in self.network.edges:
            if e.predicate != "holdsPosition":
                row = e.source, self._name(e.source), e.predicate, e.target, self._name(e.target)
                yield from self._with_evidence(row, e.citations)

    def _name(self, iri: str) -> str:
        return self.nodes[iri].label

    def _with_evidence(self, row: Row, citations: Iterable[Citation]) -> Iterator[Row]:
        """Yield a row for each sentence that states it; one without evidence where none does."""
        cited = False
        for c in citations:
            sentence = self.sentences.get(c.sentence)
            article = self.articles.get(sentence.article) if sentence else None
            where = (article.iri, article.date, article.page, article.file) if article else ("", "", "", "")
            yield *row, c.confidence, *where, sentence.text if sentence else ""
            cited = True
        if not cited:
            yield *row, *("" for _ in EVIDENCE)


def _order(c: Citation) -> tuple[str, float, str]:
    return c.sentence, c.confidence or 0.0, c.statement
