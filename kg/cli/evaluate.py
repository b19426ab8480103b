"""kg evaluate."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.arguments import add_answers, add_setup, calibration_of, share
from kg.cli.language_model import ANSWERS, add_asking, ask_for_answers
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.extract import ModelAnswers


def add_evaluate(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg evaluate."""
    parser.add_argument(
        "gold",
        nargs="+",
        metavar="GOLD",
        help="folder with texts/ and ann/, or a file of identity cases (see docs/evaluation.md)",
    )
    parser.add_argument("--errors", action="store_true", help="list missed and wrong predictions in context")
    add_setup(parser)
    add_answers(parser)
    add_asking(parser)
    parser.add_argument(
        "--reliability", action="store_true", help="show how often statements of each confidence are right"
    )
    parser.add_argument(
        "--min-confidence",
        type=share,
        metavar="X",
        help="leave out statements with a confidence below X (default: as kg build)",
    )
    parser.add_argument("--json", metavar="FILE", help="also write the figures to this file")
    usual: dict[str, object] = {
        "metadata": None,
        "date": None,
        "jurisdiction": None,
        "field": [],
        "table": None,
        "ocr": False,
    }
    parser.set_defaults(run=_evaluate, quiet=False, timezone="Asia/Shanghai", allow_missing=False, **usual)


def _evaluate(options: argparse.Namespace) -> int:
    from kg.evaluate import evaluate
    from kg.evaluate.ablation import ablate, as_text, component_list
    from kg.evaluate.comparison import compare, comparison_as_text
    from kg.evaluate.errors import find_errors
    from kg.evaluate.figures import as_json, as_table
    from kg.evaluate.identity import as_lines
    from kg.evaluate.reliability import bins, thresholds
    from kg.extract import Setup, check_setup

    if "list" in options.without:
        print(component_list())
        return 0
    each = "each" in options.without
    cases = [g for g in options.gold if Path(g).is_file()]
    folders = [g for g in options.gold if g not in cases]
    setup = Setup(
        options.tagger,
        tuple(options.extractor),
        () if each else tuple(options.without),
        options.model,
        _answers(options, folders),
        calibration_of(options),
    )
    check_setup(setup)
    if each:
        print(as_text(ablate(options.gold, setup)))
        return 0
    for path in cases:
        _cases(path, options.errors)
    if not folders:
        return 0
    if setup.answers and not setup.answers.only:
        print(comparison_as_text(compare(folders, setup, options.min_confidence)), end="\n\n")
    found = evaluate(folders, setup, options.min_confidence)
    if options.errors:
        for error in find_errors(found):
            print(error)
    print(as_table(found.figures))
    for identities in found.identities:
        print("", *(identities.errors if options.errors else ()), as_lines(identities), sep="\n")
    if options.reliability:
        print("", bins(found), thresholds(found), sep="\n")
    if options.json:
        try:
            Path(options.json).write_text(as_json(found.figures), "utf-8")
        except OSError as e:
            raise InputError(f"--json {options.json}: cannot be written: {e.strerror}", "choose another path") from e
    return 0


def _answers(options: argparse.Namespace, folders: list[str]) -> ModelAnswers | None:
    """Return the answers of the language model that was asked for, if one was; they are kept in the first folder."""
    if not folders or not (options.llm or options.llm_answers):
        return None
    from kg.llm.answers import open_answers

    path = options.llm_answers
    if not path:
        options.paths = [str(Path(folder) / "texts") for folder in folders]
        path = str(ask_for_answers(options, Path(folders[0]) / ANSWERS))
    return open_answers(path, options.llm, options.llm_passes, options.llm_only)


def _cases(path: str, errors: bool) -> None:
    from kg.evaluate.identity import cases_as_table, evaluate_cases

    outcomes = evaluate_cases(path)
    for o in outcomes:
        if errors and not o.right:
            print(f"{o.kind}\t{o.message}")
    print(cases_as_table(outcomes))
