"""The pipeline of a build: sources to articles to records (a pure map), records to identities (a pure reduce), both to quads."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

import msgspec
from pyoxigraph import Quad

from kg.build.cache import ExtractionResult, RecordStore, StoredRecords, article_order, code_digest, digest_of
from kg.build.file_report import ReadFile, read_files
from kg.build.options import Options
from kg.build.parallel import cluster, local, map_sources
from kg.build.report import Summary, summarise
from kg.errors import EmptyResultError, Problem
from kg.extract import Setup, check_setup, made_with
from kg.extract.model.extraction import least_confidence
from kg.graph.identity_graph import identity_quads
from kg.graph.manual_statements import check_statements, manual_quads
from kg.graph.quads import to_quads
from kg.llm.extraction import answers_about
from kg.model import ArticleRecord, Source
from kg.read import Account, read
from kg.resolve import Identities, resolve
from kg.resolve.corrections import Correction, read_corrections, rejected

OnProgress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ExtractedCorpus:
    """The result of the map: the records, the problems, the options, and the digest of all that the output depends on."""

    records: Sequence[ArticleRecord]
    problems: tuple[Problem, ...]
    options: Options
    corrections: tuple[Correction, ...] = ()
    below_threshold: int = 0  # statements left out because of their confidence
    made_from: str = ""
    reused: int = 0  # sources whose records were in the cache
    quotes: Mapping[str, int] = field(default_factory=dict)  # of a language model: kg.llm.causes
    files: tuple[ReadFile, ...] = ()


@dataclass(frozen=True)
class BuildResult:
    """A build's result: the records, their identities, the problems, and the options."""

    records: Sequence[ArticleRecord]
    identities: Identities
    problems: tuple[Problem, ...]
    options: Options
    corrections: tuple[Correction, ...] = ()
    below_threshold: int = 0
    made_from: str = ""
    quotes: Mapping[str, int] = field(default_factory=dict)
    files: tuple[ReadFile, ...] = ()

    @cached_property
    def summary(self) -> Summary:
        """What was read, found and left out."""
        return summarise(self.records, self.identities, self.problems, self.below_threshold, self.quotes, self.files)


def build(
    paths: Sequence[str],
    options: Options = Options(),
    on_progress: OnProgress = lambda n: None,
    store: RecordStore | None = None,
) -> BuildResult:
    """Read, analyse, extract and resolve; on_progress is called with the number of finished sources.

    With a store, records that it holds are taken from it, and new ones put into it; without, all are held in memory.
    Raises InputError for a path that does not exist. What cannot be read is a Problem of the result.
    """
    return resolve_corpus(extract_corpus(paths, options, on_progress, store))


def build_sources(
    sources: Iterable[Source],
    options: Options = Options(),
    on_progress: OnProgress = lambda n: None,
    store: RecordStore | None = None,
) -> BuildResult:
    """Build from sources that are already decoded."""
    return resolve_corpus(_extract_sources(sources, options, [], on_progress, store))


def extract_corpus(
    paths: Sequence[str],
    options: Options = Options(),
    on_progress: OnProgress = lambda n: None,
    store: RecordStore | None = None,
    account: Account | None = None,
) -> ExtractedCorpus:
    """Read, analyse and extract: the map, the first half of a build. Arguments and errors as of `build`.

    An account that is given shows meanwhile how much is read.
    """
    problems: list[Problem] = []
    account = account or Account()
    sources = read(
        paths,
        metadata=options.metadata,
        date=options.date,
        jurisdiction=options.jurisdiction,
        options=options.reading,
        account=account,
        on_problem=problems.append,
    )
    return _extract_sources(sources, options, problems, on_progress, store, account)


def resolve_corpus(corpus: ExtractedCorpus) -> BuildResult:
    """Resolve the entities of a corpus and apply the corrections: the reduce, the second half of a build."""
    records, corrections = corpus.records, corpus.corrections
    identities = resolve(records, corrections)
    problems = (*corpus.problems, *identities.problems, *check_statements(records, corrections, identities))
    return BuildResult(
        records,
        identities,
        problems,
        corpus.options,
        corrections,
        corpus.below_threshold,
        corpus.made_from,
        corpus.quotes,
        corpus.files,
    )


def quads_of(result: BuildResult) -> Iterator[Quad]:
    """Yield all quads of a build: what the articles state, what was corrected, and the graph of identities."""
    base = result.options.base
    yield from to_quads(result.records, result.identities, base, rejected(result.corrections))
    yield from manual_quads(result.records, result.corrections, result.identities, base)
    yield from identity_quads(result.identities, base)


def check_not_empty(result: BuildResult) -> None:
    """Raise EmptyResultError where no article was read or nothing was found in any."""
    if not result.records:
        raise EmptyResultError("no article was read", "give text files, folders of them, or JSON Lines")
    if not any(r.entities for r in result.records):
        raise EmptyResultError(
            "the articles were read, but no person, organisation or place was found in them",
            "is the text Chinese news? see report.md",
        )


def _extract_sources(
    sources: Iterable[Source],
    options: Options,
    problems: list[Problem],
    on_progress: OnProgress = lambda n: None,
    store: RecordStore | None = None,
    account: Account | None = None,
) -> ExtractedCorpus:
    corrections = read_corrections(options.corrections, options.base) if options.corrections else ()
    results = _Results(store, least_confidence(options.min_confidence, options.setup))
    done = 0
    setup = options.setup
    check_setup(setup)
    engine = cluster(options.cluster, options.jobs, setup) if options.cluster else local(options.jobs, setup)
    for batch in map_sources(sources, engine, store, _key(setup)):
        results.add(batch)
        done += len(batch)
        on_progress(done)
    reused = store.found if store else 0
    records = results.records()
    found = (*problems, *results.problems)
    files = read_files(account.files) if account else ()
    made_from = _input_digest(results.digests, found, options, corrections, files)
    below, quotes = results.below_threshold, dict(sorted(results.quotes.items()))
    return ExtractedCorpus(records, found, options, corrections, below, made_from, reused, quotes, files)


def _key(setup: Setup) -> Callable[[Source], bytes]:
    """Return the function from a source to the digest of all that its records depend on."""
    made, answers = made_with(setup), setup.answers
    if answers is None:
        return partial(digest_of, made_with=made)
    return lambda source: digest_of(source, f"{made}\n{answers_about(source, answers)}")


def _input_digest(
    digests: Iterable[bytes],
    problems: Iterable[Problem],
    options: Options,
    corrections: Iterable[Correction],
    files: tuple[ReadFile, ...],
) -> str:
    """Return the digest of all that a build's output depends on: code, sources, options, problems, files."""
    settings = options.base, options.min_confidence, tuple(corrections), sorted(problems, key=str), files
    whole = hashlib.sha256(code_digest() + msgspec.msgpack.encode(settings))
    for digest in sorted(digests):
        whole.update(digest)
    return whole.hexdigest()


class _Results:
    """The results of the map so far: the records, or where the store keeps them."""

    def __init__(self, store: RecordStore | None, confidence: float) -> None:
        self.store = store
        self.confidence = confidence
        self.in_memory: dict[tuple[bytes, int], ArticleRecord] = {}
        self.entries: list[tuple[str, bytes, int]] = []
        self.digests: list[bytes] = []
        self.problems: list[Problem] = []
        self.below_threshold = 0
        self.quotes: Counter[str] = Counter()

    def add(self, batch: Sequence[tuple[bytes, ExtractionResult]]) -> None:
        for digest, result in batch:
            self.digests.append(digest)
            self.problems.extend(result.problems)
            self.quotes.update(result.quotes)
            for number, whole in enumerate(result.records):
                record = whole.at_least(self.confidence)
                self.below_threshold += whole.statements - record.statements
                self.entries.append((record.article.id, digest, number))
                if self.store is None:
                    self.in_memory[digest, number] = record

    def records(self) -> Sequence[ArticleRecord]:
        """Return the records in the order of their articles' IRIs; of two articles with one IRI the second becomes a Problem."""
        ordered = sorted((article_order(e[0]), *e) for e in self.entries)
        entries = [e[1:] for n, e in enumerate(ordered) if n == 0 or e[0] != ordered[n - 1][0]]
        message = "another article bears the same name; left out (give each a name of its own)"
        again = (e[1] for n, e in enumerate(ordered) if n > 0 and e[0] == ordered[n - 1][0])
        self.problems.extend(Problem(article, "read", "same-name", message) for article in again)
        if self.store is None:
            return tuple(self.in_memory[digest, number] for _, digest, number in entries)
        self.store.keep_only(set(self.digests))
        return StoredRecords(self.store, entries, self.confidence)
