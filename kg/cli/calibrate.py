"""kg calibrate."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.cli.arguments import add_answers, add_setup
from kg.errors import InputError


def add_calibrate(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg calibrate."""
    parser.add_argument("gold", nargs="+", metavar="GOLD", help="folder with texts/ and ann/ (see docs/evaluation.md)")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="file for --calibration")
    add_setup(parser)
    add_answers(parser)
    parser.set_defaults(run=_calibrate)


def _calibrate(options: argparse.Namespace) -> int:
    from kg.evaluate.calibrating import calibrate, rows_as_text
    from kg.extract import Setup, check_setup
    from kg.extract.calibration import as_json
    from kg.llm.answers import open_answers

    if options.calibration:
        raise InputError("--calibration: kg calibrate makes one", "leave it out")
    if options.llm and not options.llm_answers:
        raise InputError("--llm: kg calibrate asks no model", "give the file of its answers with --llm-answers")
    answers = open_answers(options.llm_answers, options.llm, options.llm_passes) if options.llm_answers else None
    setup = Setup(options.tagger, tuple(options.extractor), tuple(options.without), options.model, answers)
    check_setup(setup)
    calibration, rows = calibrate(options.gold, setup)
    try:
        Path(options.output).write_text(as_json(calibration), "utf-8", newline="\n")
    except OSError as e:
        raise InputError(f"{options.output}: cannot be written: {e.strerror}", "choose another file") from e
    print(rows_as_text(rows))
    print(f"{options.output}: for --calibration; statements below {calibration.least:.2f} are left out")
    return 0
