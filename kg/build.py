"""The pipeline: sources to articles to records (a pure map), records to identities (a pure reduce), both to files.

The only module that knows all steps.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from kg.errors import EmptyResultError, InputError, Problem
from kg.extract import extract
from kg.graph.quads import to_quads
from kg.graph.serialise import trig, turtle
from kg.language import analyse_all
from kg.model import LEAST_CONFIDENCE, Article, ArticleRecord, Source
from kg.read import read, split
from kg.report import as_json, as_markdown, summarise
from kg.resolve import Identities, resolve
from kg.vocab import BASE

BATCH = 40  # sources analysed together: enough to fill the network's passes
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


@dataclass(frozen=True, slots=True)
class Built:
    """A build's result: the records, their identities, what went wrong, and the options."""

    records: tuple[ArticleRecord, ...]
    identities: Identities
    problems: tuple[Problem, ...]
    options: Options
    unsure: int = 0  # statements left out because their confidence is below the least one asked for


def build(paths: Sequence[str], options: Options = Options(), on_progress: OnProgress = lambda n: None) -> Built:
    """Read, analyse, extract and resolve; on_progress is called with the number of sources done.

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
    return build_sources(sources, options, on_progress, problems)


def build_sources(
    sources: Iterable[Source],
    options: Options = Options(),
    on_progress: OnProgress = lambda n: None,
    problems: Iterable[Problem] = (),
) -> Built:
    """Build from sources that are already decoded."""
    records: list[ArticleRecord] = []
    done = unsure = 0
    told = problems if isinstance(problems, list) else list(problems)
    for count, part in _map(_batches(sources), options.jobs):
        for item in part:
            if isinstance(item, Problem):
                told.append(item)
            else:
                record = item.at_least(options.min_confidence)
                unsure += item.statements - record.statements
                records.append(record)
        done += count
        on_progress(done)
    records.sort(key=lambda r: r.article.id)
    return Built(tuple(records), resolve(records), tuple(told), options, unsure)


def _batches(sources: Iterable[Source]) -> Iterator[list[Source]]:
    iterator = iter(sources)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _map(batches: Iterator[list[Source]], jobs: int | None) -> Iterator[tuple[int, list[ArticleRecord | Problem]]]:
    """Map batches to records, in this process where there is little to do, else in several; in the order given."""
    head = list(islice(batches, 2))
    workers = jobs or os.cpu_count() or 1
    if workers == 1 or len(head) < 2:
        for batch in head:
            yield len(batch), records_of(batch)
        for batch in batches:
            yield len(batch), records_of(batch)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_one_thread) as pool:
        waiting = [(len(b), pool.submit(records_of, b)) for b in head]
        while waiting:
            waiting.extend(
                (len(b), pool.submit(records_of, b)) for b in islice(batches, 2 * workers + 1 - len(waiting))
            )
            count, future = waiting.pop(0)
            yield count, future.result()


def _one_thread() -> None:
    """A worker keeps to one core: the cores are shared out by process."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"


def records_of(sources: Sequence[Source]) -> list[ArticleRecord | Problem]:
    """Return the records of a batch of sources; an article that fails becomes a Problem and the others go on."""
    pairs: list[tuple[Source, Article]] = [(s, a) for s in sources for a in split(s)]
    found: list[ArticleRecord | Problem] = []
    for (source, _), analysed in zip(pairs, analyse_all([a for _, a in pairs]), strict=True):
        try:
            found.append(extract(analysed, source.text))
        except (ValueError, IndexError, KeyError, RecursionError) as e:
            found.append(
                Problem(
                    analysed.article.id,
                    "extract",
                    "failed",
                    f"could not be extracted ({type(e).__name__}: {e}); left out",
                )
            )
    return found


def write(built: Built, folder: str | Path) -> None:
    """Write graph.trig, graph.ttl, network.html, report.md and report.json, each aside and then renamed.

    Raises InputError where the folder cannot be written.
    """
    from kg.graph.query import load
    from kg.views.page import write_network

    folder = Path(folder)
    base = built.options.base
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / "graph.trig", trig(to_quads(built.records, built.identities, base), base))
        _write(folder / "graph.ttl", turtle(to_quads(built.records, built.identities, base), base))
        summary = summarise(built.records, built.identities, built.problems, built.unsure)
        _write(folder / "report.md", [as_markdown(summary)])
        _write(folder / "report.json", [as_json(summary)])
        aside = folder / ".network.html.part"
        write_network(load(folder / "graph.trig"), aside, title="新闻知识图谱 · kg")
        os.replace(aside, folder / "network.html")
    except OSError as e:
        raise InputError(
            f"{e.filename or folder}: cannot be written: {e.strerror}",
            "choose another folder with -o, or free some space",
        ) from e


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
