"""Reading a catalogue: rows of a query, and the named things and quoted sentences that they are made of."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.files.integrity import damage_reported
from kg.serve.jobs import Refused
from kg.store.catalogue import open_catalogue

STEPS = 100_000  # of SQLite, after which it looks at the time


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
    page: str = ""  # of the newspaper


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
SOURCE = "COALESCE(a.iri, ''), COALESCE(a.title, ''), COALESCE(a.day, ''), COALESCE(a.publisher, ''), COALESCE(a.url, ''), COALESCE(a.file, ''), COALESCE(a.page, '')"
QUOTED = f"s.iri, s.text, COALESCE(s.start, 0), COALESCE(s.stop, 0), {PLACE}, {SOURCE}, v.statement, v.confidence"
CITED = "FROM evidence v JOIN sentence s ON s.id = v.sentence LEFT JOIN article a ON a.id = s.article"


def quoted(row: Sequence[Any]) -> Quoted:
    """Return the sentence of a row of QUOTED."""
    iri, text, start, stop, place = row[:5]
    return Quoted(iri, text, start, stop, place, Source(*row[5:12]), row[12], row[13])


class Catalogue:
    """A catalogue that threads read at a time, each by a connection of its own; a query ends after some seconds."""

    def __init__(self, path: Path, words: Path | None = None, seconds: float = 20.0) -> None:
        """Open it; with `words`, queries see that index of words as `words`. Raises InputError where there is none."""
        self._path = path
        self._words = words
        self._seconds = seconds
        self._own = threading.local()
        self._connection()

    def _connection(self) -> sqlite3.Connection:
        base: sqlite3.Connection | None = getattr(self._own, "base", None)
        if base is None:
            base = open_catalogue(self._path)
            if self._words is not None:
                base.execute("ATTACH ? AS words", (f"{self._words.absolute().as_uri()}?mode=ro&immutable=1",))
            self._own.base = base
        return base

    def rows(self, query: str, values: Iterable[object] | Mapping[str, object] = ()) -> list[Any]:
        """Return all rows of a query.

        Raises Refused where it takes too long, DamagedError where the file is no catalogue any more.
        """
        given = values if isinstance(values, Mapping) else tuple(values)
        with damage_reported(self._path):
            base = self._connection()
            end = time.monotonic() + self._seconds
            base.set_progress_handler(lambda: time.monotonic() > end, STEPS)
            try:
                return base.execute(query, given).fetchall()
            except sqlite3.OperationalError as e:
                if time.monotonic() > end:
                    raise Refused(503, f"the list took more than {self._seconds:.0f} seconds; narrow it down") from e
                raise

    def one(self, query: str, values: Iterable[object] = ()) -> Any:
        """Return the first value of the first row; None where there is none."""
        found = self.rows(query, values)
        return found[0][0] if found else None

    def named(self, iri: str) -> Named | None:
        """Return the entity of an IRI, with its numbers of events and articles."""
        found = self.rows("SELECT id, iri, kind, label, sound, events, articles FROM resource WHERE iri = ?", (iri,))
        return Named(*found[0]) if found else None
