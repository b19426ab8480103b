"""The pipeline: sources to articles to records (a pure map), records to identities (a pure reduce), both to files.

The only module that knows all steps.
"""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import msgspec
from pyoxigraph import Quad

from kg import outputs
from kg.errors import EmptyResultError, InputError, Problem
from kg.extract import BY_RULES, Setup, check_setup, made_with
from kg.extract.model.extraction import least_confidence
from kg.graph.identity_graph import identity_quads
from kg.graph.manual_statements import check_statements, manual_quads
from kg.graph.quads import to_quads
from kg.graph.serialise import trig, turtle
from kg.integrity import Manifest
from kg.locks import unwritable
from kg.mapping import cluster, local, map_sources
from kg.model import ArticleRecord, Source
from kg.outputs import Kind, Telling, Write, pieces
from kg.read import READ_DEFAULTS, Account, ReadOptions, read
from kg.records import Made, RecordStore, StoredRecords, article_order, code_digest
from kg.report import Summary, as_json, as_markdown, summarise
from kg.resolve import Identities, resolve
from kg.resolve.corrections import Correction, read_corrections, rejected
from kg.store.generations import GraphStore, Published
from kg.store.layout import NAME as GENERATION
from kg.store.layout import STORE
from kg.vocab import BASE, KG

EXPLORER = "explorer.html"
REPORTS = ("report.md", "report.json")
WRITTEN = ("graph.trig", "graph.ttl", "network.html", *REPORTS)
TITLE = "新闻知识图谱 · kg"
OUTPUT = Kind(
    "output",
    {
        **dict.fromkeys(("graph.trig", "graph.ttl"), KG.encode()),
        **dict.fromkeys(("network.html", EXPLORER), f"<title>{TITLE}</title>".encode()),
        **STORE.marks,
    },
)
OnProblem = Callable[[Problem], None]
OnProgress = Callable[[int], None]
OnStep = Callable[[str], object]  # told what is written next


@dataclass(frozen=True, slots=True)
class Options:
    """What a build can be told; None where it finds out by itself."""

    metadata: str | None = None
    date: datetime.date | None = None
    jurisdiction: str | None = None
    base: str = BASE
    jobs: int | None = None  # processes; None is one for each core
    min_confidence: float | None = None  # None is the threshold of best F1 for each kind of statement
    corrections: str | None = None  # a file of corrections
    cluster: str | None = None  # the scheduler of a Dask cluster that makes the records: kg.mapping.clusters
    tagger: str | None = None  # the name of a tagger; None is the built-in one
    extractors: tuple[str, ...] = ()  # names of further extractors, by the entry point group kg.extractors
    without: tuple[str, ...] = ()  # components and rules of extraction to leave out
    model: str = (
        BY_RULES  # "none": the rules alone; "bundled": the model that comes with kg; or a file that kg train wrote
    )
    reading: ReadOptions = READ_DEFAULTS  # names of fields, zone, table of a database

    @property
    def setup(self) -> Setup:
        """How the records are made."""
        return Setup(self.tagger, self.extractors, self.without, self.model)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the map gives: the records, what went wrong, what was asked for, and the digest of all that follows from it."""

    records: Sequence[ArticleRecord]
    problems: tuple[Problem, ...]
    options: Options
    corrections: tuple[Correction, ...] = ()
    unsure: int = 0  # statements left out because their confidence is below the least one asked for
    made_from: str = ""
    reused: int = 0  # sources whose records an earlier build had kept


@dataclass(frozen=True)
class Built:
    """A build's result: the records, their identities, what went wrong, and the options."""

    records: Sequence[ArticleRecord]
    identities: Identities
    problems: tuple[Problem, ...]
    options: Options
    corrections: tuple[Correction, ...] = ()
    unsure: int = 0
    made_from: str = ""

    @cached_property
    def summary(self) -> Summary:
        """What was read, found and left out."""
        return summarise(self.records, self.identities, self.problems, self.unsure)


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
    return identify(gather(paths, options, on_progress, store))


def build_sources(
    sources: Iterable[Source],
    options: Options = Options(),
    on_progress: OnProgress = lambda n: None,
    store: RecordStore | None = None,
) -> Built:
    """Build from sources that are already decoded."""
    return identify(_gather(sources, options, [], on_progress, store))


def gather(
    paths: Sequence[str],
    options: Options = Options(),
    on_progress: OnProgress = lambda n: None,
    store: RecordStore | None = None,
) -> Gathered:
    """Read, analyse and extract: the map, the first half of a build. Arguments and errors as of `build`."""
    problems: list[Problem] = []
    sources = read(
        paths,
        metadata=options.metadata,
        date=options.date,
        jurisdiction=options.jurisdiction,
        options=options.reading,
        account=Account(),
        on_problem=problems.append,
    )
    return _gather(sources, options, problems, on_progress, store)


def _gather(
    sources: Iterable[Source],
    options: Options,
    problems: list[Problem],
    on_progress: OnProgress = lambda n: None,
    store: RecordStore | None = None,
) -> Gathered:
    corrections = read_corrections(options.corrections, options.base) if options.corrections else ()
    taken = _Taken(store, least_confidence(options.min_confidence, options.model))
    done = 0
    setup = options.setup
    check_setup(setup)
    engine = cluster(options.cluster, options.jobs, setup) if options.cluster else local(options.jobs, setup)
    for part in map_sources(sources, engine, store, made_with(setup)):
        taken.take(part)
        done += len(part)
        on_progress(done)
    reused = store.found if store else 0
    records = taken.records()
    told = (*problems, *taken.problems)
    made_from = _made_from(taken.digests, told, options, corrections)
    return Gathered(records, told, options, corrections, taken.unsure, made_from, reused)


def _made_from(
    digests: Iterable[bytes], problems: Iterable[Problem], options: Options, corrections: Iterable[Correction]
) -> str:
    """Return the digest of all that a build's output depends on: code, sources, what was asked for, what went wrong."""
    asked = options.base, options.min_confidence, tuple(corrections), sorted(problems, key=str)
    whole = hashlib.sha256(code_digest() + msgspec.msgpack.encode(asked))
    for digest in sorted(digests):
        whole.update(digest)
    return whole.hexdigest()


def identify(gathered: Gathered) -> Built:
    """Resolve what was gathered and apply the corrections: the reduce, the second half of a build."""
    records, corrections = gathered.records, gathered.corrections
    identities = resolve(records, corrections)
    problems = (*gathered.problems, *identities.problems, *check_statements(records, corrections, identities))
    told = gathered.options, corrections, gathered.unsure, gathered.made_from
    return Built(records, identities, problems, *told)


class _Taken:
    """What the map has given so far: records, or where the store keeps them."""

    def __init__(self, store: RecordStore | None, confidence: float) -> None:
        self.store = store
        self.confidence = confidence
        self.held: dict[tuple[bytes, int], ArticleRecord] = {}
        self.entries: list[tuple[str, bytes, int]] = []
        self.digests: list[bytes] = []
        self.problems: list[Problem] = []
        self.unsure = 0

    def take(self, part: Sequence[tuple[bytes, Made]]) -> None:
        for digest, made in part:
            self.digests.append(digest)
            self.problems.extend(made.problems)
            for place, whole in enumerate(made.records):
                record = whole.at_least(self.confidence)
                self.unsure += whole.statements - record.statements
                self.entries.append((record.article.id, digest, place))
                if self.store is None:
                    self.held[digest, place] = record

    def records(self) -> Sequence[ArticleRecord]:
        """Return the records in the order of their articles' IRIs; of two articles of one IRI the second becomes a Problem."""
        ordered = sorted((article_order(e[0]), *e) for e in self.entries)
        entries = [e[1:] for n, e in enumerate(ordered) if n == 0 or e[0] != ordered[n - 1][0]]
        told = "another article bears the same name; left out (give each a name of its own)"
        again = (e[1] for n, e in enumerate(ordered) if n > 0 and e[0] == ordered[n - 1][0])
        self.problems.extend(Problem(article, "read", "same-name", told) for article in again)
        if self.store is None:
            return tuple(self.held[digest, place] for _, digest, place in entries)
        self.store.keep_only(set(self.digests))
        return StoredRecords(self.store, entries, self.confidence)


def quads_of(built: Built) -> Iterator[Quad]:
    """Yield all quads of a build: what the articles state, what was corrected, and the graph of identities."""
    base = built.options.base
    yield from to_quads(built.records, built.identities, base, rejected(built.corrections))
    yield from manual_quads(built.records, built.corrections, built.identities, base)
    yield from identity_quads(built.identities, base)


def check_folders(folder: str | Path | None, store: str | Path | None) -> None:
    """Check that an output folder and a store (None: not asked for) can be written without harm to what they hold.

    Raises InputError where they are one folder, or one of them holds something else than what is to be written.
    """
    if folder and store and _is_same(Path(folder), Path(store)):
        raise InputError(f"-o and --store name the same folder: {folder}", "give each a folder of its own")
    for path in (Path(f).resolve() for f in (folder, store) if f):
        if any(GENERATION.fullmatch(p.name) for p in (path, *path.parents)):
            raise InputError(f"{path}: is a part of a store, which a build replaces", "choose another folder")
    if folder and GraphStore.holds(folder):
        raise InputError(f"{folder}: is a store, not a folder for -o", "name it with --store, or choose another folder")
    others = {*OUTPUT.marks} - {*STORE.marks}
    if store and not GraphStore.holds(store) and any(os.path.lexists(Path(store) / name) for name in others):
        raise InputError(
            f"{store}: is no store, but holds what kg build -o writes", "choose another folder for --store"
        )
    if folder:
        outputs.refuse_foreign(Path(folder), OUTPUT)
    if store:
        GraphStore(store).refuse_foreign()


def complete(folder: str | Path | None, store: str | Path | None) -> bool:
    """Finish what an earlier build that was ended had begun to publish; tell whether files of the output folder were moved.

    Must be called under the folders' locks. Raises InputError where they cannot be written.
    """
    try:
        if store:
            GraphStore(store).complete()
        return outputs.complete(Path(folder), OUTPUT) if folder else False
    except OSError as e:
        raise unwritable(e, Path(folder or store or "")) from e


def _is_same(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return one.samefile(other)
    return os.path.realpath(one) == os.path.realpath(other)


def publish(built: Built, folder: str | Path, on_step: OnStep = lambda step: None) -> Published:
    """Make a build's graph the current one of a store, with report.md and report.json beside it, together.

    Raises InputError where the folder cannot be written or holds something else, or another build writes it.
    """
    check_folders(None, folder)
    on_step(f"writing the store {folder}")
    return GraphStore(folder).publish(quads_of(built), _reports(built, on_step), telling_of(built))


def write(built: Built, folder: str | Path, on_step: OnStep = lambda step: None) -> None:
    """Write WRITTEN, and explorer.html where the graph is large, all aside, then published together.

    Raises InputError where the folder cannot be written or holds something else, or another build writes it.
    """
    check_folders(folder, None)
    base = built.options.base

    def graph(name: str, written: Iterator[str]) -> Write:
        def writing(path: Path) -> None:
            on_step(f"writing {name}")
            pieces(written)(path)

        return writing

    files = {
        "graph.trig": graph("graph.trig", trig(quads_of(built), base)),
        "graph.ttl": graph("graph.ttl", turtle(quads_of(built), base)),
        **_views(on_step),
        **_reports(built, on_step),
    }
    outputs.publish(Path(folder), files, telling_of(built), OUTPUT)


def _views(on_step: OnStep) -> dict[str, Write]:
    """Return what writes the views of the graph.trig beside them: the small one, and of a large graph the explorer."""
    from kg.store.scanning import FileScan
    from kg.views.page import LARGE, SMALL, has_explorer, write_network
    from kg.views.part import Outline

    graph = cache(lambda folder: Outline.of(FileScan(folder / "graph.trig")).held(LARGE))

    def is_large(path: Path) -> bool:
        return has_explorer() and len(graph(path.parent).nodes) > SMALL

    def network(path: Path) -> None:
        on_step("writing network.html")
        write_network(graph(path.parent), path, title=TITLE, whole=EXPLORER if is_large(path) else "")

    def explorer(path: Path) -> None:
        if is_large(path):
            on_step(f"writing {EXPLORER}")
            write_network(graph(path.parent), path, title=TITLE, limit=LARGE)

    return {"network.html": network, EXPLORER: explorer}


def _reports(built: Built, on_step: OnStep) -> dict[str, Write]:
    def report(form: Callable[[Summary], str]) -> Write:
        def writing(path: Path) -> None:
            on_step("writing the report")
            pieces([form(built.summary)])(path)

        return writing

    return {"report.md": report(as_markdown), "report.json": report(as_json)}


def telling_of(built: Built) -> Telling:
    """Return what a build tells the next one."""
    return Telling(built.made_from, len(built.records), built.problems)


def standing(gathered: Gathered, folder: str | Path | None, store: str | Path | None) -> Manifest | None:
    """Return what the last build told where an output folder and a store (None: not asked for) hold this build already.

    None where anything that they depend on is another now, or any of their files is missing or was altered.
    """
    found = [GraphStore(store).unchanged(gathered.made_from, REPORTS)] if store else []
    found += [outputs.unchanged(Path(folder), gathered.made_from, WRITTEN, OUTPUT)] if folder else []
    return found[0] if found and all(found) else None


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
