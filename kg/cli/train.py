"""kg train."""

from __future__ import annotations

import argparse

from kg.errors import InputError


def add_train(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg train."""
    parser.add_argument(
        "corpus",
        nargs="+",
        metavar="CORPUS",
        help="annotated articles: .ann files, folders of them, or folders with texts/ and ann/ (docs/evaluation.md)",
    )
    parser.add_argument("-o", "--output", required=True, metavar="MODEL", help="the model file to write")
    parser.add_argument(
        "--passes", type=int, default=9, metavar="N", help="passes over the articles (default: %(default)s)"
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="seed of all that is random (default: %(default)s)"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress")
    parser.set_defaults(run=_train)


def _train(options: argparse.Namespace) -> int:
    if options.passes < 1:
        raise InputError(f"--passes {options.passes}: there must be one at least", "leave it out for the usual number")
    try:
        from kg.train.fitting import Settings
        from kg.train.training import train
    except ImportError as e:
        raise InputError(f"kg train needs {e.name}", 'pip install "kg-news[train]"') from e

    def report(line: str) -> None:
        if not options.quiet:
            print(line, flush=True)

    train(options.corpus, options.output, Settings(passes=options.passes, seed=options.seed), report)
    return 0
