"""Full-text search in labels, titles and sentences: SQLite FTS5, a character of Chinese a word, phrases exact.

A name is found wherever it occurs, however a segmenter would have cut it; what is searched for without blanks is first
sought as it stands, then by its words (jieba). Traditional script and full width are folded. Ranking is BM25 (Robertson and
Zaragoza 2009), names before titles before sentences.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import InputError
from kg.files.integrity import damage_reported
from kg.resolve.spelling import folded
from kg.segmenter import segmenter
from kg.vocab import KG, PREFIXES

FIELDS = {
    PREFIXES["skos"] + "prefLabel": "label",
    PREFIXES["skos"] + "altLabel": "alias",
    PREFIXES["dcterms"] + "title": "title",
    KG + "text": "sentence",
}
ORDER = {"label": 0, "alias": 1, "title": 2, "sentence": 3}
HAN = re.compile(r"([㐀-鿿豈-﫿𠀀-𲎯])")
MARKS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: whose text (an IRI), which field (label, alias, title, sentence), and the text."""

    iri: str
    field: str
    text: str


class WordIndex:
    """An index of words in a file, or in memory."""

    def __init__(self, path: Path | str, writable: bool = False) -> None:
        """Open an index that was made. Raises InputError where there is none."""
        self.path = path
        mode = "rwc" if writable or str(path) == ":memory:" else "ro&immutable=1"
        where = ":memory:" if str(path) == ":memory:" else f"{Path(path).absolute().as_uri()}?mode={mode}"
        try:
            self._base = sqlite3.connect(where, uri=True, check_same_thread=False)
            if mode != "rwc":
                self._base.execute("SELECT 1 FROM texts LIMIT 1")
        except sqlite3.Error as e:
            raise InputError(f"{path}: is no index of words: {e}", "build the store again with kg build --store") from e

    @classmethod
    def make(cls, path: Path | str = ":memory:") -> WordIndex:
        """Make an empty index."""
        index = cls(path, writable=True)
        index._base.executescript(
            "CREATE TABLE texts (id INTEGER PRIMARY KEY, iri TEXT, field TEXT, text TEXT, UNIQUE (iri, field, text));"
            "CREATE VIRTUAL TABLE words USING fts5(said, content='', tokenize='unicode61');"
        )
        return index

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> WordIndex:
        """Make an index in memory of a graph's triples."""
        index = cls.make()
        index.change((), triples)
        return index

    def __enter__(self) -> WordIndex:
        """Begin to change the index."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def change(self, removed: Iterable[Triple], added: Iterable[Triple]) -> None:
        """Take out and put in the texts of triples; those of other properties are passed over."""
        with self._base:
            for row in _rows(removed):
                found = self._base.execute("SELECT id FROM texts WHERE iri = ? AND field = ? AND text = ?", row)
                for (number,) in found.fetchall():
                    self._base.execute("DELETE FROM texts WHERE id = ?", (number,))
                    gone = "INSERT INTO words (words, rowid, said) VALUES ('delete', ?, ?)"  # how FTS5 forgets
                    self._base.execute(gone, (number, apart(row[2])))
            for row in _rows(added):
                done = self._base.execute("INSERT OR IGNORE INTO texts (iri, field, text) VALUES (?, ?, ?)", row)
                if done.rowcount > 0:
                    values = done.lastrowid, apart(row[2])
                    self._base.execute("INSERT INTO words (rowid, said) VALUES (?, ?)", values)

    def search(self, asked: str, fields: Sequence[str] = tuple(ORDER), limit: int = 20, offset: int = 0) -> list[Hit]:
        """Return what holds all the words asked for, the best first: as they stand, else (none found) cut into words.

        Raises DamagedError where the file is not an index any more.
        """
        with damage_reported(self.path):
            for phrase in expressions(asked):
                found = self._found(phrase, fields, limit, offset)
                if found or offset:
                    return found
        return []

    def _found(self, phrase: str, fields: Sequence[str], limit: int, offset: int) -> list[Hit]:
        marks = ", ".join("?" * len(fields))
        order = " ".join(f"WHEN '{f}' THEN {n}" for f, n in ORDER.items())
        rows = self._base.execute(
            f"SELECT iri, field, text FROM words JOIN texts ON texts.id = words.rowid WHERE words MATCH ? AND field IN ({marks}) "
            f"ORDER BY CASE field {order} END, CASE WHEN field = 'sentence' THEN bm25(words) ELSE length(text) END, "
            "iri, text LIMIT ? OFFSET ?",
            (phrase, *fields, limit, offset),
        )
        return [Hit(*row) for row in rows]


def apart(text: str) -> str:
    """Return a text with blanks around each Chinese character, folded.

    >>> apart("臺灣 NATO峰会")
    ' 台  湾 nato 峰  会 '
    """
    return HAN.sub(r" \1 ", folded(text)).lower()


def expressions(asked: str) -> Iterator[str]:
    """Yield the expressions of FTS5 that ask for words: as they stand, then cut by jieba."""
    words = [w for w in MARKS.split(folded(asked)) if w]
    if not words:
        return
    yield _expression(words)
    cut = [x for w in words for x in segmenter().cut(w) if x.strip()]
    if len(cut) > len(words):
        yield _expression(cut)


def _expression(words: Sequence[str]) -> str:
    return " AND ".join('"' + " ".join(apart(w).split()) + '"' for w in words)


def _rows(triples: Iterable[Triple]) -> Iterator[tuple[str, str, str]]:
    for t in triples:
        field = FIELDS.get(t.predicate.value)
        if field and isinstance(t.subject, NamedNode) and isinstance(t.object, Literal):
            yield t.subject.value, field, t.object.value
