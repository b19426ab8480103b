"""The part of kg build --llm that sends: what will be sent is shown, confirmed, and asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.arguments import count
from kg.cli.reading import reading_of
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.llm.estimate import Size
    from kg.read import ReadOptions

ANSWERS = ".llm-answers.jsonl"  # beside the graph that is built


def add_asking(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of what is sent."""
    parser.add_argument(
        "--llm-url",
        metavar="URL",
        help="OpenAI-compatible endpoint (default: http://127.0.0.1:11434/v1, Ollama); its key is read from KG_LLM_KEY",
    )
    parser.add_argument("--llm-jobs", type=count, default=4, metavar="N", help="calls at a time (default: 4)")
    parser.add_argument(
        "--llm-price",
        type=_price,
        metavar="IN,OUT",
        help="price of a million tokens read and written, to estimate the cost first",
    )
    parser.add_argument("-y", "--yes", action="store_true", help="send without asking")


def _price(text: str) -> tuple[float, float]:
    """Return two prices. Raises ArgumentTypeError."""
    try:
        read, _, written = text.partition(",")
        found = float(read), float(written or read)
    except ValueError:
        found = -1.0, -1.0
    if not all(0 <= x < float("inf") for x in found):
        raise argparse.ArgumentTypeError(f"{text} is no price; write it as 0.5,1.5")
    return found


def ask_for_answers(options: argparse.Namespace, path: Path, reading: ReadOptions | None = None) -> Path:
    """Ask the model for the answers that are not in a file yet, and return the file.

    Raises InputError where that is not confirmed, or the server refuses.
    """
    from kg.llm.asking import ask_all, unanswered
    from kg.llm.client import open_client
    from kg.llm.estimate import size_of
    from kg.llm.files import calls_of_sources
    from kg.read import read

    sources = read(
        options.paths,
        metadata=options.metadata,
        date=options.date,
        jurisdiction=options.jurisdiction,
        options=reading or reading_of(options),
        on_problem=lambda p: None,  # reported by the build
    )
    calls = unanswered(calls_of_sources(sources, options.llm_passes), path, options.llm)
    if not calls:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        return path
    client = open_client(options.llm, options.llm_url)
    with closing(client.http):  # with the connections that a server keeps open
        _confirm(size_of(calls), client.url, options)
        with _bar(len(calls), options.quiet) as on_answer:
            failed = ask_all(calls, client, path, options.llm_jobs, on_answer)
    for why, number in failed.most_common():
        print(f"kg: {options.llm}: {number} calls have no answer: {why}", file=sys.stderr)
    return path


@contextmanager
def _bar(total: int, quiet: bool) -> Iterator[Callable[[], object]]:
    """Provide what is called after each answer."""
    from tqdm import tqdm

    with tqdm(total=total, unit=" calls", file=sys.stderr, leave=False, disable=quiet or None) as bar:
        yield bar.update


def _confirm(size: Size, url: str, options: argparse.Namespace) -> None:
    """Show what will be sent, and go on only if the user agrees. Raises InputError."""
    from kg.llm.estimate import Price

    cost = f", estimated cost {size.cost(Price(*options.llm_price)):.2f}" if options.llm_price else ""
    print(
        f"kg: {options.llm} at {url}: the text of {size.articles} articles will be sent in {size.calls} calls, "
        f"{size.characters} characters with the instructions, about {size.input_tokens} tokens to read and "
        f"{size.output_tokens} to write{cost}.",
        file=sys.stderr,
    )
    if options.yes:
        return
    if not sys.stdin.isatty():
        raise InputError("--llm: sending needs your consent", "add --yes, or answer the question in a terminal")
    print("kg: send them? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        raise InputError("--llm: nothing was sent", "answer y, or write the calls to a file with kg llm export")
