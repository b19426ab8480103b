"""kg train."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.errors import InputError

PASSES, MORE_PASSES = 7, 3
MORE_RATE, MORE_ENCODER_RATE = 6e-4, 1e-4  # what goes on from a model learns at half the pace


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
        "--passes",
        type=int,
        metavar="N",
        help=f"passes over the articles (default: {PASSES}, with --from {MORE_PASSES})",
    )
    parser.add_argument(
        "--from",
        dest="base",
        metavar="MODEL",
        help="go on from this model file, or from the one that comes with kg (bundled), with your own annotations",
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="seed of all that is random (default: %(default)s)"
    )
    parser.add_argument(
        "--refit",
        action="store_true",
        help="when the decision is fitted on the articles held out, train anew on all of them (twice the time)",
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress")
    parser.set_defaults(run=_train)


def _train(options: argparse.Namespace) -> int:
    passes = options.passes if options.passes is not None else MORE_PASSES if options.base else PASSES
    if passes < 1:
        raise InputError(f"--passes {options.passes}: there must be one at least", "leave it out for the usual number")
    from kg.extract.model.network import WEIGHTS
    from kg.extract.pipeline import BUNDLED

    try:
        from kg.train.fitting import Settings
        from kg.train.training import train
    except ImportError as e:
        raise InputError(f"kg train needs {e.name}", 'pip install "kg-news[train]"') from e

    def report(line: str) -> None:
        if not options.quiet:
            print(line, flush=True)

    base = None if options.base is None else WEIGHTS if options.base == BUNDLED else Path(options.base)
    rate, encoder_rate = (MORE_RATE, MORE_ENCODER_RATE) if base else (Settings().rate, Settings().encoder_rate)
    train(
        options.corpus,
        options.output,
        Settings(passes=passes, rate=rate, encoder_rate=encoder_rate, seed=options.seed, refit=options.refit),
        report,
        base,
    )
    return 0
