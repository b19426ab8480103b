"""kg llm export and kg llm import."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from kg.cli.arguments import count, day
from kg.cli.problems import print_problems
from kg.cli.reading import add_reading, reading_of

if TYPE_CHECKING:
    from kg.errors import Problem


def add_llm(parser: argparse.ArgumentParser) -> None:
    """Add the commands of kg llm."""
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    export = commands.add_parser("export", help="write the calls that kg build --llm would make, for a batch API")
    export.add_argument("paths", nargs="+", metavar="PATH", help="articles, as for kg build")
    export.add_argument("-o", "--output", required=True, metavar="FILE", help="JSON Lines to write, one call a line")
    export.add_argument("--llm", required=True, metavar="MODEL", help="the model that the calls name")
    export.add_argument("--llm-passes", type=count, default=1, metavar="N", help="ask everything N times (default: 1)")
    export.add_argument(
        "--no-schema", action="store_true", help="leave out the JSON schema, for servers that refuse response_format"
    )
    export.add_argument("--metadata", metavar="FILE", help="as for kg build")
    export.add_argument("--date", type=day, metavar="YYYY-MM-DD", help="as for kg build")
    add_reading(export)
    export.set_defaults(run=_export)
    read = commands.add_parser("import", help="check files of answers, and write them as one file for --llm-answers")
    read.add_argument("answers", nargs="+", metavar="ANSWERS", help="output of a batch API, or lines of docs/llm.md")
    read.add_argument("-o", "--output", required=True, metavar="FILE", help="file for kg build --llm-answers")
    read.add_argument("--prompts", metavar="FILE", help="the exported calls: count those without an answer")
    read.add_argument("--llm", metavar="MODEL", help="the name of the model, instead of the one that the answers state")
    read.set_defaults(run=_import)


def _export(options: argparse.Namespace) -> int:
    from kg.llm.files import write_calls
    from kg.read import read

    problems: list[Problem] = []
    sources = read(
        options.paths,
        metadata=options.metadata,
        date=options.date,
        options=reading_of(options),
        on_problem=problems.append,
    )
    size = write_calls(sources, options.output, options.llm, options.llm_passes, not options.no_schema)
    print_problems(problems)
    print(f"{options.output}: {size.articles} articles, {size.calls} calls, about {size.input_tokens} tokens to read")
    return 1 if any(p.fatal for p in problems) else 0


def _import(options: argparse.Namespace) -> int:
    from kg.llm.files import merge_answers

    merged = merge_answers(options.answers, options.output, options.llm, options.prompts)
    print(f"{options.output}: {merged.answers} answers of {', '.join(merged.models) or 'an unnamed model'}", end="")
    print(f", {merged.unusable} of them unusable" if merged.unusable else "")
    if merged.missing:
        print(f"{merged.missing} calls of {options.prompts} have no answer")
    return 1 if merged.missing or merged.unusable else 0
