"""kg evaluate."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.cli.arguments import share
from kg.errors import InputError


def add_evaluate(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg evaluate."""
    parser.add_argument(
        "gold",
        nargs="+",
        metavar="GOLD",
        help="folder with texts/ and ann/, or a file of cases of identity, as docs/evaluation.md tells",
    )
    parser.add_argument("--errors", action="store_true", help="list what was missed and what is wrong, in context")
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="STAGE",
        help="leave out a stage of extraction; 'each' measures every one in turn, 'list' names them",
    )
    parser.add_argument("--reliability", action="store_true", help="how often statements of each confidence are right")
    parser.add_argument(
        "--min-confidence",
        type=share,
        metavar="X",
        help="leave out statements below X (default: as kg build)",
    )
    parser.add_argument(
        "--model",
        metavar="FILE",
        help="a trained extractor that kg train wrote, or none for the rules alone (default: the one that comes with kg; "
        "--without is about the rules)",
    )
    parser.add_argument("--json", metavar="FILE", help="write the figures there too")
    parser.set_defaults(run=_evaluate)


def _evaluate(options: argparse.Namespace) -> int:
    from kg.evaluate import evaluate
    from kg.evaluate.ablation import ablate, as_text
    from kg.evaluate.errors import find_errors
    from kg.evaluate.figures import as_json, as_table
    from kg.evaluate.identity import as_lines
    from kg.evaluate.reliability import bins, trade
    from kg.extract.stages import MEANING, STAGES

    if "list" in options.without:
        print("\n".join(f"{name:12} {meaning}" for name, meaning in MEANING.items()))
        return 0
    if "each" in options.without:
        print(as_text(ablate(options.gold)))
        return 0
    without = frozenset(s for s in STAGES if s in options.without)
    unknown = sorted(set(options.without) - without)
    if unknown:
        raise InputError(f"--without {unknown[0]}: there is no such stage", f"there are: {', '.join(STAGES)}, or each")
    cases = [g for g in options.gold if Path(g).is_file()]
    for path in cases:
        _cases(path, options.errors)
    folders = [g for g in options.gold if g not in cases]
    if not folders:
        return 0
    found = evaluate(folders, without, options.min_confidence, options.model)
    if options.errors:
        for error in find_errors(found):
            print(error)
    print(as_table(found.figures))
    for identities in found.identities:
        print("", *(identities.errors if options.errors else ()), as_lines(identities), sep="\n")
    if options.reliability:
        print("", bins(found), trade(found), sep="\n")
    if options.json:
        try:
            Path(options.json).write_text(as_json(found.figures), "utf-8")
        except OSError as e:
            raise InputError(f"--json {options.json}: cannot be written: {e.strerror}", "choose another path") from e
    return 0


def _cases(path: str, errors: bool) -> None:
    from kg.evaluate.identity import cases_as_table, evaluate_cases

    outcomes = evaluate_cases(path)
    for o in outcomes:
        if errors and not o.right:
            print(f"{o.kind}\t{o.told}")
    print(cases_as_table(outcomes))
