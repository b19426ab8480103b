"""Arguments of several commands, and their validation."""

from __future__ import annotations

import argparse
import datetime
from typing import TYPE_CHECKING

from kg.errors import InputError

if TYPE_CHECKING:
    from kg.extract.calibration import Calibration

PROFILES = {"full": "bundled", "fast": "none"}  # what --model says at length


def share(text: str) -> float:
    """Return a confidence from 0 to 1. Raises ArgumentTypeError."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a confidence; give a number from 0 to 1")
    return number


def day(text: str) -> datetime.date:
    """Return a date. Raises ArgumentTypeError."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date; write it as 2021-01-31") from None


class _Profile(argparse.Action):
    """Sets the model that a profile stands for."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        namespace.model = PROFILES[str(values)]


def add_setup(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that select the parts of extraction."""
    parser.add_argument(
        "--tagger",
        metavar="NAME",
        help="tagger: lac (the built-in one), spacy, hanlp, ltp, gliner2 (spacy:MODEL for a model), or one from another package (docs/taggers.md)",
    )
    parser.add_argument(
        "--extractor", action="append", default=[], metavar="NAME", help="add an extractor from another package"
    )
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="NAME",
        help="leave out a component or a rule of extraction (kg evaluate --without list shows them)",
    )
    parser.add_argument(
        "--model",
        metavar="FILE",
        default="bundled",
        help="trained model that decides: bundled (the one that comes with kg), a file that kg train wrote, or none for the rules alone (default: %(default)s)",
    )
    parser.add_argument(
        "--profile",
        action=_Profile,
        choices=tuple(PROFILES),
        help="full: the trained model decides (the default); fast: the rules alone, some five times as fast, which find half as many events",
    )
    parser.add_argument(
        "--calibration",
        metavar="FILE",
        help="calibrate the confidence of each source, by a file that kg calibrate wrote",
    )


def calibration_of(options: argparse.Namespace) -> Calibration | None:
    """Return the calibration that was asked for. Raises InputError."""
    if not options.calibration:
        return None
    from kg.extract.calibration import read_calibration

    return read_calibration(options.calibration)


def add_answers(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that read the answers of a language model."""
    parser.add_argument("--llm", metavar="MODEL", help="also extract with this language model (docs/llm.md)")
    parser.add_argument(
        "--llm-answers", metavar="FILE", help="take its answers from this file only (kg llm export); nothing is sent"
    )
    parser.add_argument(
        "--llm-passes", type=count, default=1, metavar="N", help="ask everything N times, for recall (default: 1)"
    )
    parser.add_argument(
        "--llm-only", action="store_true", help="leave out what the built-in extractor finds, for comparison"
    )


def count(text: str) -> int:
    """Return a positive number. Raises ArgumentTypeError."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError(f"{text} is not a count; give a number from 1 to 100")
    return int(text)


def base_of(given: str | None) -> str:
    """Return the given base, or the default. Raises InputError unless it is an IRI that ends in / or #."""
    from kg.vocab import BASE

    if given and (":" not in given or given[-1] not in "/#" or any(c in given for c in ' <>"{}|\\^`')):
        raise InputError(
            f"--base {given}: is not a base IRI",
            "give an absolute IRI that ends in / or #, such as https://example.org/id/",
        )
    return given or BASE
