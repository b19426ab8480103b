"""kg build and kg demo."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.arguments import add_answers, add_setup, base_of, calibration_of, day, share
from kg.cli.interrupts import Interrupted, interruptible
from kg.cli.language_model import add_asking
from kg.cli.problems import print_problems
from kg.cli.progress import reading_bar, steps_line
from kg.cli.reading import add_reading, reading_of
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.build.cache import RecordStore
    from kg.build.options import Options
    from kg.build.pipeline import ExtractedCorpus
    from kg.errors import Problem
    from kg.extract import ModelAnswers
    from kg.read import ReadOptions
    from kg.read.recognised import RecognisedPages
    from kg.store.generations import Published


def add_build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg build."""
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="files, folders or patterns: text, web pages, tables, JSON, Word, exports of databases (docs/formats.md)",
    )
    parser.add_argument(
        "--metadata",
        metavar="FILE",
        help="table with the columns file, date, source, title, url (default: metadata.csv beside the texts)",
    )
    parser.add_argument("--date", type=day, metavar="YYYY-MM-DD", help="publication date of articles that state none")
    parser.add_argument(
        "--jurisdiction",
        metavar="PLACE",
        help="the place that 市委 and 市长 belong to, such as 衡阳市 (default: that of the newspaper)",
    )
    add_reading(parser)
    add_setup(parser)
    add_answers(parser)
    add_asking(parser)
    _common(parser)
    parser.set_defaults(run=_build)


def add_demo(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg demo."""
    _common(parser)
    parser.set_defaults(
        run=_demo,
        metadata=None,
        field=[],
        table=None,
        timezone="Asia/Shanghai",
        allow_missing=False,
        ocr=False,
        date=None,
        jurisdiction=None,
        tagger=None,
        model="bundled",
        extractor=[],
        without=[],
        llm=None,
        llm_answers=None,
        calibration=None,
        paths=[str(Path(__file__).parent.parent / "demo")],
    )


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", metavar="DIR", help="folder to write into (default: exports, where there is no --store)"
    )
    parser.add_argument(
        "--store", metavar="DIR", help="keep the graph in an Oxigraph store; what did not change is not written again"
    )
    parser.add_argument(
        "--base", metavar="IRI", help="base of the resources' IRIs (default: https://w3id.org/newskg/id/)"
    )
    parser.add_argument("--jobs", type=int, metavar="N", help="processes (default: one for each core)")
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="extract on a Dask cluster: its scheduler's address or scheduler file, or local (docs/scale.md)",
    )
    parser.add_argument(
        "--min-confidence",
        type=share,
        metavar="X",
        help="leave out statements whose confidence is below X, 0 to 1 (default: for each kind of statement the threshold of best F1)",
    )
    parser.add_argument(
        "--corrections",
        metavar="FILE",
        help="merges, splits and other corrections, see docs/identity.md (default: corrections.txt in the store or the output folder)",
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="extract every article again, and keep no records for the next build"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress, no summary")


def _build(options: argparse.Namespace) -> int:
    if options.jobs is not None and options.jobs < 1:
        raise InputError(f"--jobs {options.jobs}: there must be one process at least", "leave it out to use all cores")
    if not options.output and not options.store:
        options.output = "exports"
        if not options.quiet:
            print(f"kg: writing to the folder {options.output} (choose another one with -o)", file=sys.stderr)
    before = _published(options)
    try:
        with interruptible():
            return _build_alone(options)
    except Interrupted as e:
        after = _published(options)
        new = [folder for folder, stamp in after.items() if stamp != before[folder]]
        kept = "" if options.no_cache else "; what was extracted so far is kept for the next build"
        output = f"{' and '.join(new)}: the new output is in place" if new else "the output is as it was before"
        print(f"kg: interrupted; {output}{kept}", file=sys.stderr)
        return e.status


def _published(options: argparse.Namespace) -> dict[str, tuple[int, int] | None]:
    """Return, for each folder that is built, what changes when a build is published there."""
    stamps: dict[str, tuple[int, int] | None] = {}
    for folder, name in ((options.store, "CURRENT"), (options.output, ".built.json")):
        if folder:
            try:
                known = (Path(folder) / name).stat()
                stamps[folder] = known.st_mtime_ns, known.st_ino
            except OSError:
                stamps[folder] = None
    return stamps


def _build_alone(options: argparse.Namespace) -> int:
    """Build under the locks of the folders that are written."""
    from kg.build.options import Options
    from kg.build.outputs import check_folders, complete
    from kg.files.locks import locked

    check_folders(options.output, options.store)
    with ExitStack() as stack:
        for folder in (f for f in (options.store, options.output) if f):
            stack.enter_context(locked(Path(folder)))
        if complete(options.output, options.store):
            message = "an earlier build was ended while it published; its files are in place now"
            print(f"kg: {options.output}: {message}", file=sys.stderr)
        reading = reading_of(options, _recognised(options, stack))
        build_options = Options(
            options.metadata,
            options.date,
            options.jurisdiction,
            base_of(options.base),
            options.jobs,
            options.min_confidence,
            _corrections(options),
            options.cluster,
            options.tagger,
            tuple(options.extractor),
            tuple(options.without),
            model=options.model,
            reading=reading,
            answers=_answers(options, reading),
            calibration=calibration_of(options),
        )
        return _extract_and_write(options, build_options, stack.enter_context(_store(options)))


def _extract_and_write(options: argparse.Namespace, build_options: Options, store: RecordStore) -> int:
    from kg.build.outputs import find_up_to_date_build, publish, write
    from kg.build.pipeline import check_not_empty, extract_corpus, resolve_corpus
    from kg.read import Account

    account = Account()
    with reading_bar(account, options.quiet) as on_progress:
        corpus = extract_corpus(options.paths, build_options, on_progress, store, account)
    if build_options.reading.recognised is not None:
        build_options.reading.recognised.keep_used()
    same = None if options.no_cache else find_up_to_date_build(corpus, options.output, options.store)
    if same is not None:
        print_problems(same.problems)
        if not options.quiet:
            print(
                f"{same.articles} articles: nothing has changed since the last build, and its files are as it wrote them."
            )
        return _status(same.problems)
    with steps_line(options.quiet) as on_step:
        on_step("resolving entities")
        result = resolve_corpus(corpus)
    print_problems(result.problems, listed=any(r.entities for r in result.records))
    check_not_empty(result)
    with steps_line(options.quiet) as on_step:
        published = publish(result, options.store, on_step) if options.store else None
        if options.output:
            write(result, options.output, on_step)
    if published is not None and published.damage:
        message = f"was damaged ({'; '.join(published.damage[:3])}) and is rebuilt from the records"
        print(f"kg: {options.store}: {message}", file=sys.stderr)
    if not options.quiet:
        _summary(options, corpus, published)
    return _status(result.problems)


def _answers(options: argparse.Namespace, reading: ReadOptions) -> ModelAnswers | None:
    """Return the answers of the language model that was asked for, if one was."""
    if not options.llm and not options.llm_answers:
        return None
    from kg.cli.language_model import ANSWERS, ask_for_answers
    from kg.llm.answers import open_answers

    path, needed = options.llm_answers, True
    if not path:
        path, needed = str(ask_for_answers(options, _folder(options) / ANSWERS, reading)), False
    return open_answers(path, options.llm, options.llm_passes, options.llm_only, needed)


def _status(problems: Iterable[Problem]) -> int:
    return 1 if any(p.fatal for p in problems) else 0


def _corrections(options: argparse.Namespace) -> str | None:
    """Return the file of corrections: the one that was named, else the one in the folder that is built, if there is one."""
    beside = _folder(options) / "corrections.txt"
    return options.corrections or (str(beside) if beside.is_file() else None)


def _store(options: argparse.Namespace) -> RecordStore:
    from kg.build.cache import RECORDS, RecordStore

    if options.no_cache:
        return RecordStore()
    return RecordStore(_folder(options) / RECORDS)


def _recognised(options: argparse.Namespace, stack: ExitStack) -> RecognisedPages | None:
    """Return the pages that an earlier build recognised, where this one recognises any."""
    if options.no_cache or not options.ocr:
        return None
    from kg.read.recognised import NAME, RecognisedPages

    return stack.enter_context(RecognisedPages(_folder(options) / NAME))


def _folder(options: argparse.Namespace) -> Path:
    return Path(options.store or options.output)


def _summary(options: argparse.Namespace, corpus: ExtractedCorpus, published: Published | None) -> None:
    kept = f", {corpus.reused} sources from the cache of an earlier build" if corpus.reused else ""
    print(f"{len(corpus.records)} articles{kept}.", end=" " if published is None else "\n")
    if published is not None:
        changes = f"{published.new} graphs new, {published.changed} changed, {published.gone} gone"
        print(f"{options.store}: {changes}, of {published.graphs}; query it with kg query, browse it with kg serve")
    if not options.output:
        return
    print(f"Written to {options.output}:")
    for name, what in (
        ("network.html", "open it in a browser"),
        ("explorer.html", "the whole graph, for the browser"),
        ("graph.ttl", "load it into a triple store"),
        ("graph.trig", "the same, a named graph for each article"),
        ("report.md", "what was read, found and left out"),
    ):
        if (Path(options.output) / name).exists():
            print(f"  {Path(options.output) / name}  {what}")


def _demo(options: argparse.Namespace) -> int:
    return _build(options)
