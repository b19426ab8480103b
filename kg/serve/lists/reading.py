"""Reading a catalogue: rows of a query, and the named things and quoted sentences that they are made of."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.files.integrity import damage_reported
from kg.store.catalogue import open_catalogue


@dataclass(frozen=True, slots=True)
class Named:
    """An entity in a list: its number in the catalogue, IRI, class and name, and how often it counts there."""

    number: int
    iri: str
    kind: str
    label: str
    sound: str = ""
    count: int = 0
    articles: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """An article as a source: "" for what is not known of it."""

    iri: str
    title: str
    day: str
    publisher: str
    url: str
    file: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence with its extent in the source file, its place on the article's page (from 1), and its article.

    `statement` is the IRI of what it is quoted for, and `confidence` how sure that is (None: not known).
    """

    iri: str
    text: str
    start: int
    stop: int
    place: int
    source: Source
    statement: str = ""
    confidence: float | None = None


# The columns of a Quoted, of the tables s (sentence) and a (article); v is the evidence.
PLACE = "(SELECT COUNT(*) FROM sentence z WHERE z.article = s.article AND (z.start, z.stop, z.iri) <= (s.start, s.stop, s.iri))"
SOURCE = "COALESCE(a.iri, ''), COALESCE(a.title, ''), COALESCE(a.day, ''), COALESCE(a.publisher, ''), COALESCE(a.url, ''), COALESCE(a.file, '')"
QUOTED = f"s.iri, s.text, COALESCE(s.start, 0), COALESCE(s.stop, 0), {PLACE}, {SOURCE}, v.statement, v.confidence"
CITED = "FROM evidence v JOIN sentence s ON s.id = v.sentence LEFT JOIN article a ON a.id = s.article"


def quoted(row: Sequence[Any]) -> Quoted:
    """Return the sentence of a row of QUOTED."""
    iri, text, start, stop, place = row[:5]
    return Quoted(iri, text, start, stop, place, Source(*row[5:11]), row[11], row[12])


class Catalogue:
    """A catalogue that threads share."""

    def __init__(self, path: Path) -> None:
        """Open it. Raises InputError where there is none."""
        self._path = path
        self._base = open_catalogue(path)
        self._guard = threading.Lock()

    def rows(self, query: str, values: Iterable[object] | Mapping[str, object] = ()) -> list[Any]:
        """Return all rows of a query. Raises DamagedError where the file is no catalogue any more."""
        with damage_reported(self._path), self._guard:
            given = values if isinstance(values, Mapping) else tuple(values)
            return self._base.execute(query, given).fetchall()

    def one(self, query: str, values: Iterable[object] = ()) -> Any:
        """Return the first value of the first row; None where there is none."""
        found = self.rows(query, values)
        return found[0][0] if found else None

    def attach(self, name: str, path: Path) -> None:
        """Let queries read another file of SQLite under a name."""
        with damage_reported(path), self._guard:
            self._base.execute(f"ATTACH ? AS {name}", (f"{path.absolute().as_uri()}?mode=ro&immutable=1",))

    def named(self, iri: str) -> Named | None:
        """Return the entity of an IRI, with its numbers of events and articles."""
        found = self.rows("SELECT id, iri, kind, label, sound, events, articles FROM resource WHERE iri = ?", (iri,))
        return Named(*found[0]) if found else None
