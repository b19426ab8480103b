"""The pipeline: sources to articles to records (a pure map), records to identities (a pure reduce), both to files.

The only module that knows all steps.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad

from kg.errors import EmptyResultError, InputError, Problem
from kg.graph.added import added_quads, check_statements
from kg.graph.identity_graph import identity_quads
from kg.graph.quads import to_quads
from kg.graph.serialise import trig, turtle
from kg.mapping import cluster, local, map_sources
from kg.model import LEAST_CONFIDENCE, ArticleRecord, Source
from kg.read import read
from kg.records import Made, RecordStore, StoredRecords, article_order
from kg.report import as_json, as_markdown, summarise
from kg.resolve import Identities, resolve
from kg.resolve.corrections import Correction, read_corrections, rejected
from kg.store.generations import GraphStore, Published
from kg.store.opening import load
from kg.vocab import BASE

OnProblem = Callable[[Problem], None]
OnProgress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What a build can be told; None where it finds out by itself."""

    metadata: str | None = None
    date: datetime.date | None = None
    jurisdiction: str | None = None
    base: str = BASE
    jobs: int | None = None  # processes; None is one for each core
    min_confidence: float = LEAST_CONFIDENCE
    corrections: str | None = None  # a file of corrections
    cluster: str | None = None  # the scheduler of a Dask cluster that makes the records: kg.mapping.cluster


@dataclass(frozen=True, slots=True)
class Built:
    """A build's result: the records, their identities, what went wrong, and the options."""

    records: Sequence[ArticleRecord]
    identities: Identities
    problems: tuple[Problem, ...]
    options: Options
    corrections: tuple[Correction, ...] = ()
    unsure: int = 0  # statements left out because their confidence is below the least one asked for


def build(
    paths: Sequence[str],
    options: Options = Options(),
    on_progress: OnProgress = lambda n: None,
    store: RecordStore | None = None,
) -> Built:
    """Read, analyse, extract and resolve; on_progress is called with the number of sources done.

    With a store, records that it holds are taken from it, and new ones put into it; without, all are held in memory.
    Raises InputError for a path that does not exist. What cannot be read is a Problem of the result.
    """
    problems: list[Problem] = []
    sources = read(
        paths,
        metadata=options.metadata,
        date=options.date,
        jurisdiction=options.jurisdiction,
        on_problem=problems.append,
    )
    return build_sources(sources, options, on_progress, problems, store)


def build_sources(
    sources: Iterable[Source],
    options: Options = Options(),
    on_progress: OnProgress = lambda n: None,
    problems: Iterable[Problem] = (),
    store: RecordStore | None = None,
) -> Built:
    """Build from sources that are already decoded."""
    corrections = read_corrections(options.corrections, options.base) if options.corrections else ()
    told = problems if isinstance(problems, list) else list(problems)
    taken = _Taken(store, options.min_confidence)
    done = 0
    engine = cluster(options.cluster, options.jobs) if options.cluster else local(options.jobs)
    for part in map_sources(sources, engine, store):
        taken.take(part)
        done += len(part)
        on_progress(done)
    told.extend(taken.problems)
    records = taken.records()
    identities = resolve(records, corrections)
    told.extend(identities.problems)
    told.extend(check_statements(records, corrections, identities))
    return Built(records, identities, tuple(told), options, corrections, taken.unsure)


class _Taken:
    """What the map has given so far: records, or where the store keeps them."""

    def __init__(self, store: RecordStore | None, confidence: float) -> None:
        self.store = store
        self.confidence = confidence
        self.held: list[ArticleRecord] = []
        self.entries: list[tuple[str, bytes, int]] = []
        self.problems: list[Problem] = []
        self.unsure = 0

    def take(self, part: Sequence[tuple[bytes, Made]]) -> None:
        for digest, made in part:
            self.problems.extend(made.problems)
            for place, whole in enumerate(made.records):
                record = whole.at_least(self.confidence)
                self.unsure += whole.statements - record.statements
                if self.store is None:
                    self.held.append(record)
                else:
                    self.entries.append((record.article.id, digest, place))

    def records(self) -> Sequence[ArticleRecord]:
        if self.store is None:
            return tuple(sorted(self.held, key=lambda r: article_order(r.article.id)))
        self.store.keep_only({digest for _, digest, _ in self.entries})
        return StoredRecords(self.store, self.entries, self.confidence)


def quads_of(built: Built) -> Iterator[Quad]:
    """Yield all quads of a build: what the articles state, what was corrected, and the graph of identities."""
    base = built.options.base
    yield from to_quads(built.records, built.identities, base, rejected(built.corrections))
    yield from added_quads(built.corrections, built.identities, base)
    yield from identity_quads(built.identities, base)


def publish(built: Built, folder: str | Path) -> Published:
    """Make a build's graph the current one of a store, and write report.md and report.json beside it.

    Raises InputError where the folder cannot be written, or another build writes it.
    """
    published = GraphStore(folder).publish(quads_of(built))
    try:
        _write_report(built, Path(folder))
    except OSError as e:
        raise _unwritable(e, Path(folder)) from e
    return published


def write(built: Built, folder: str | Path) -> None:
    """Write graph.trig, graph.ttl, network.html, report.md and report.json, each aside and then renamed.

    Raises InputError where the folder cannot be written.
    """
    from kg.views.page import write_network

    folder = Path(folder)
    base = built.options.base
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / "graph.trig", trig(quads_of(built), base))
        _write(folder / "graph.ttl", turtle(quads_of(built), base))
        _write_report(built, folder)
        aside = folder / ".network.html.part"
        write_network(load(folder / "graph.trig"), aside, title="新闻知识图谱 · kg")
        os.replace(aside, folder / "network.html")
    except OSError as e:
        raise _unwritable(e, folder) from e


def _write_report(built: Built, folder: Path) -> None:
    summary = summarise(built.records, built.identities, built.problems, built.unsure)
    _write(folder / "report.md", [as_markdown(summary)])
    _write(folder / "report.json", [as_json(summary)])


def _unwritable(error: OSError, folder: Path) -> InputError:
    return InputError(
        f"{error.filename or folder}: cannot be written: {error.strerror}",
        "choose another folder, or free some space",
    )


def _write(path: Path, pieces: Iterable[str]) -> None:
    """Write a file whole or not at all."""
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as out:
            out.writelines(pieces)
        os.chmod(aside, 0o644)
        os.replace(aside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(aside)
        raise


def check(built: Built) -> None:
    """Tell an empty result plainly.

    Raises EmptyResultError where no article was read or nothing was found in any.
    """
    if not built.records:
        raise EmptyResultError("no article was read", "give text files, folders of them, or JSON Lines")
    if not any(r.entities for r in built.records):
        raise EmptyResultError(
            "the articles were read, but no person, body or place was found in them",
            "is the text Chinese news? see report.md",
        )
