"""The catalogue of a graph: entities, articles, statements and sentences as tables of SQLite, for lists with counts.

A page that lists, counts and filters asks these tables, not the graph: an answer takes milliseconds. They hold the union of
the graphs and depend on nothing else, so that what they count is what SPARQL counts. Of several values where the contract has
one, the one that sorts first counts, as in the views.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.errors import InputError
from kg.graph.terms import DCTERMS, RDF, SKOS, TYPE, plain
from kg.graph.terms import SCHEMA as SCHEMA_ORG
from kg.predicates import predicates
from kg.resolve.spelling import folded, sound
from kg.store.catalogue_events import ROLES, event_names, event_rows
from kg.vocab import KG

CATALOGUE = "catalogue.sqlite"
VERSION = 3  # of the tables: a catalogue of another version is made anew from its graph
BATCH = 10_000  # quads that are noted at once
KINDS = ("Person", "Organisation", "Event", "Place", "Award")
OWN = "event"  # the predicate of the row that stands for an event itself
LINKS = tuple(p.name for p in predicates() if p.shown_as and p.inverse_shown_as)
READ = {  # predicates of the graph: the names that they have in the queries below
    TYPE: "type",
    RDF + "subject": "subject",
    RDF + "predicate": "predicate",
    RDF + "object": "object",
    SKOS + "prefLabel": "label",
    SKOS + "altLabel": "alias",
    DCTERMS + "title": "title",
    DCTERMS + "issued": "day",
    DCTERMS + "publisher": "publisher",
    DCTERMS + "source": "url",
    SCHEMA_ORG + "printPage": "page",
    **{KG + name: name for name in LINKS},
    **{
        KG + name: name
        for name in (
            "mentions", "author", "sourceFile", "record", "date", "beginDate", "endDate", "status", "trigger", "positionTitle",
            "positionAt", "tenure", "confidence", "statedIn", "inArticle", "text", "repairedText", "charStart", "charEnd",
            "latitude", "longitude",
        )
    },
}  # fmt: skip
SCHEMA = """
CREATE TABLE resource (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, kind TEXT, label TEXT, sound TEXT, initials TEXT,
    articles INTEGER DEFAULT 0, events INTEGER DEFAULT 0, first TEXT DEFAULT '', last TEXT DEFAULT '',
    latitude REAL, longitude REAL);
CREATE TABLE alias (resource INTEGER, name TEXT, sound TEXT, initials TEXT, PRIMARY KEY (resource, name)) WITHOUT ROWID;
CREATE TABLE article (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, title TEXT, day TEXT, publisher TEXT, url TEXT, file TEXT,
    record TEXT, page TEXT);
CREATE TABLE mention (resource INTEGER, article INTEGER, PRIMARY KEY (resource, article)) WITHOUT ROWID;
CREATE TABLE authored (resource INTEGER, article INTEGER, PRIMARY KEY (resource, article)) WITHOUT ROWID;
CREATE TABLE event (id INTEGER PRIMARY KEY, start TEXT, stop TEXT, date TEXT, status TEXT, trigger TEXT,
    reported TEXT DEFAULT '');
CREATE TABLE typed (event INTEGER, type TEXT, PRIMARY KEY (event, type)) WITHOUT ROWID;
CREATE TABLE sentence (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, article INTEGER, text TEXT, start INTEGER, stop INTEGER);
CREATE TABLE link (id INTEGER PRIMARY KEY, predicate TEXT, subject INTEGER, object INTEGER, title TEXT, tenure TEXT,
    confidence REAL, sentences INTEGER DEFAULT 0, articles INTEGER DEFAULT 0, first TEXT DEFAULT '', last TEXT DEFAULT '');
CREATE TABLE evidence (link INTEGER, sentence INTEGER, statement TEXT, confidence REAL,
    PRIMARY KEY (link, sentence, statement)) WITHOUT ROWID;
CREATE TABLE within (place INTEGER, above INTEGER, PRIMARY KEY (place, above)) WITHOUT ROWID;
"""
GRAPH = "CREATE TEMP TABLE triple (p TEXT, s TEXT, o TEXT, PRIMARY KEY (p, s, o)) WITHOUT ROWID;"


def _value(predicate: str, subject: str = "x.s") -> str:
    return f"(SELECT MIN(o) FROM triple WHERE p = '{predicate}' AND s = {subject})"


RESOURCES = f"""
INSERT INTO resource (iri, kind, label)
    SELECT x.s, CASE MIN({" ".join(["CASE x.o", *(f"WHEN '{k}' THEN {n}" for n, k in enumerate(KINDS)), "END"])})
        {" ".join(f"WHEN {n} THEN '{k}'" for n, k in enumerate(KINDS))} END,
        COALESCE({_value("label")}, {_value("alias")}, last_part(x.s))
    FROM triple x WHERE x.p = 'type' AND x.o IN {KINDS} GROUP BY x.s ORDER BY x.s;
UPDATE resource SET sound = sound_of(label), initials = initials_of(label) WHERE kind <> 'Event';
UPDATE resource SET sound = '', initials = '' WHERE kind = 'Event';
UPDATE resource SET latitude = number({_value("latitude", "iri")}), longitude = number({_value("longitude", "iri")})
    WHERE kind = 'Place';
INSERT INTO alias (resource, name, sound, initials)
    SELECT DISTINCT r.id, x.o, sound_of(x.o), initials_of(x.o) FROM triple x JOIN resource r ON r.iri = x.s
    WHERE x.p IN ('alias', 'label') AND x.o <> r.label;
INSERT INTO article (iri, title, day, publisher, url, file, record, page)
    SELECT x.s, COALESCE({_value("title")}, ''), COALESCE({_value("day")}, ''), COALESCE({_value("publisher")}, ''),
        COALESCE({_value("url")}, ''), COALESCE({_value("sourceFile")}, ''), COALESCE({_value("record")}, ''),
        COALESCE({_value("page")}, '')
    FROM triple x WHERE x.p = 'type' AND x.o = 'Article' ORDER BY x.s;
INSERT INTO mention SELECT DISTINCT r.id, a.id FROM triple x JOIN article a ON a.iri = x.s JOIN resource r ON r.iri = x.o
    WHERE x.p = 'mentions';
INSERT INTO authored SELECT DISTINCT r.id, a.id FROM triple x JOIN article a ON a.iri = x.s JOIN resource r ON r.iri = x.o
    WHERE x.p = 'author';
INSERT INTO sentence (iri, article, text, start, stop)
    SELECT x.s, a.id, COALESCE({_value("repairedText")}, MIN(x.o)), CAST({_value("charStart")} AS INTEGER),
        CAST({_value("charEnd")} AS INTEGER)
    FROM triple x LEFT JOIN article a ON a.iri = {_value("inArticle")} WHERE x.p = 'text' GROUP BY x.s ORDER BY x.s;
INSERT INTO typed SELECT DISTINCT r.id, x.o FROM triple x JOIN resource r ON r.iri = x.s
    WHERE x.p = 'type' AND r.kind = 'Event' AND x.o NOT IN {KINDS};
"""
STATEMENTS = f"""
INSERT INTO link (predicate, subject, object, title, tenure)
    SELECT x.p, s.id, o.id, '', '' FROM triple x JOIN resource s ON s.iri = x.s JOIN resource o ON o.iri = x.o
    WHERE x.p IN {tuple(n for n in LINKS if n != "holdsPosition")} ORDER BY x.p, s.id, o.id;
INSERT INTO link (predicate, subject, title, tenure) SELECT '{OWN}', id, '', '' FROM resource WHERE kind = 'Event' ORDER BY id;
CREATE TEMP TABLE held AS SELECT r.id AS person, x.o AS position, o.id AS organisation,
        COALESCE({_value("positionTitle", "x.o")}, '') AS title, COALESCE({_value("tenure", "x.o")}, '') AS tenure
    FROM triple x JOIN resource r ON r.iri = x.s LEFT JOIN resource o ON o.iri = {_value("positionAt", "x.o")}
    WHERE x.p = 'holdsPosition';
INSERT INTO link (predicate, subject, object, title, tenure)
    SELECT DISTINCT 'holdsPosition', person, organisation, title, tenure FROM held ORDER BY 2, 3, 4, 5;
CREATE INDEX link_of ON link (subject, predicate, object);
CREATE INDEX link_to ON link (object, predicate);
CREATE TEMP TABLE stating AS
    SELECT l.id AS link, x.s AS statement FROM triple x JOIN resource s ON s.iri = x.o
        JOIN resource t ON t.iri = {_value("object")}
        JOIN link l ON l.subject = s.id AND l.predicate = local({_value("predicate")}) AND l.object = t.id WHERE x.p = 'subject'
    UNION SELECT l.id, h.position FROM held h JOIN link l ON l.subject = h.person AND l.predicate = 'holdsPosition'
        AND l.object IS h.organisation AND l.title = h.title AND l.tenure = h.tenure
    UNION SELECT l.id, r.iri FROM link l JOIN resource r ON r.id = l.subject WHERE l.predicate = '{OWN}';
INSERT INTO evidence SELECT t.link, s.id, t.statement, number({_value("confidence", "t.statement")})
    FROM stating t CROSS JOIN triple x ON x.p = 'statedIn' AND x.s = t.statement CROSS JOIN sentence s ON s.iri = x.o;
"""
COUNTS = f"""
CREATE INDEX mention_in ON mention (article);
CREATE INDEX evidence_in ON evidence (sentence);
CREATE INDEX sentence_in ON sentence (article);
UPDATE link SET (confidence, sentences, articles, first, last) = (SELECT MAX(e.confidence), COUNT(DISTINCT e.sentence),
        COUNT(DISTINCT s.article), COALESCE(MIN(NULLIF(a.day, '')), ''), COALESCE(MAX(a.day), '')
    FROM evidence e JOIN sentence s ON s.id = e.sentence LEFT JOIN article a ON a.id = s.article WHERE e.link = link.id);
UPDATE event SET reported = (SELECT COALESCE(MIN(NULLIF(a.day, '')), '') FROM mention m JOIN article a ON a.id = m.article
    WHERE m.resource = event.id);
UPDATE resource SET (articles, first, last) = (SELECT COUNT(*), COALESCE(MIN(NULLIF(a.day, '')), ''), COALESCE(MAX(a.day), '')
    FROM mention m JOIN article a ON a.id = m.article WHERE m.resource = resource.id);
UPDATE resource SET events = (SELECT COUNT(DISTINCT l.subject) FROM link l JOIN resource e ON e.id = l.subject
    WHERE l.object = resource.id AND l.predicate IN {ROLES} AND e.kind = 'Event');
INSERT OR IGNORE INTO within WITH RECURSIVE up(place, above) AS (
        SELECT id, id FROM resource WHERE kind = 'Place'
        UNION SELECT up.place, l.object FROM up JOIN link l ON l.subject = up.above AND l.predicate = 'partOf')
    SELECT place, above FROM up;
CREATE INDEX within_of ON within (above);
CREATE INDEX resource_kind ON resource (kind, articles);
CREATE INDEX typed_as ON typed (type);
CREATE INDEX event_start ON event (start);
CREATE INDEX article_day ON article (day);
CREATE INDEX held_title ON link (title) WHERE predicate = 'holdsPosition';
"""


class CatalogueWriter:
    """Writes the catalogue of the quads that pass through it; a context, at whose end the file is whole."""

    def __init__(self, path: Path | str) -> None:
        """Begin a file, which must not exist. Raises sqlite3.Error where it cannot be written."""
        self._base = sqlite3.connect(path)
        _define(self._base)
        self._base.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA user_version = {VERSION};" + SCHEMA + GRAPH
        )

    def __enter__(self) -> CatalogueWriter:
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Write the tables, unless something failed."""
        try:
            if kind is None:
                self._finish()
        finally:
            self._base.close()

    def noting(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Yield the quads, and note what the catalogue needs of them."""
        rest = iter(quads)
        while batch := list(islice(rest, BATCH)):
            self._base.executemany("INSERT OR IGNORE INTO triple VALUES (?, ?, ?)", filter(None, map(_row, batch)))
            yield from batch

    def _finish(self) -> None:
        self._base.commit()
        self._base.executescript(f"BEGIN; {RESOURCES} {STATEMENTS} COMMIT;")
        with self._base:
            rows = event_rows(self._base)
            self._base.executemany(
                "INSERT INTO event (id, start, stop, date, status, trigger) VALUES (?, ?, ?, ?, ?, ?)", rows
            )
        self._base.executescript(f"BEGIN; {COUNTS} COMMIT;")
        with self._base:
            self._base.executemany("UPDATE resource SET label = ? WHERE id = ?", event_names(self._base))
        self._base.execute("ANALYZE")


def make_catalogue(store: Store, path: Path | str) -> None:
    """Write the catalogue of a store that has the union of its graphs as the default graph; `path` must not exist.

    Raises sqlite3.Error where it cannot be written.
    """
    with CatalogueWriter(path) as writer:
        for predicate in READ:
            for _ in writer.noting(store.quads_for_pattern(None, NamedNode(predicate), None, DefaultGraph())):
                pass


def open_catalogue(path: Path | str) -> sqlite3.Connection:
    """Open a catalogue for reading, from any thread. Raises InputError where there is none."""
    try:
        base = sqlite3.connect(
            f"{Path(path).absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        base.execute("SELECT 1 FROM resource LIMIT 1")
    except sqlite3.Error as e:
        raise InputError(f"{path}: is no catalogue: {e}", "build the store again with kg build --store") from e
    return base


def is_current(path: Path) -> bool:
    """Whether a file is a catalogue with the tables of this version."""
    try:
        with contextlib.closing(open_catalogue(path)) as base:
            return bool(base.execute("PRAGMA user_version").fetchone()[0] == VERSION)
    except InputError:
        return False


def initials(spoken: str) -> str:
    """Return the first letters of syllables.

    >>> initials("lu huai qian")
    'lhq'
    """
    return "".join(word[0] for word in spoken.split())


def _define(base: sqlite3.Connection) -> None:
    for name, function in {
        "sound_of": _sound,
        "initials_of": lambda text: initials(_sound(text)),
        "last_part": lambda iri: iri.rsplit("/", 1)[-1],
        "local": lambda iri: iri.removeprefix(KG),
        "number": _number,
    }.items():
        base.create_function(name, 1, function, deterministic=True)


def _sound(text: str) -> str:
    return sound(folded(text)).lower()


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _row(q: Quad) -> tuple[str, str, str] | None:
    name = READ.get(q.predicate.value)
    if name is None:
        return None
    value = plain(q.object)
    if name == "type" and not value.startswith(KG):
        return None
    return name, plain(q.subject), value.removeprefix(KG) if name == "type" else value
