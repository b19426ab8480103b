"""The command line: a module per group of commands; a command imports what it needs when it is called."""

from __future__ import annotations

import argparse
import codecs
import io
import os
import sys
from collections.abc import Sequence
from typing import Any

from kg.cli import build, calibrate, check, evaluate, export, llm, mcp, query, reading, reconcile, serve, train, view
from kg.errors import EmptyResultError, KgError, shown


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status: 0 for success, 1 for problems or an empty result, 2 for invalid use."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            ascii_only = (
                codecs.lookup(stream.encoding or "ascii").name == "ascii"
            )  # of the C locale, which says nothing
            stream.reconfigure(encoding="utf-8" if ascii_only else None, errors="backslashreplace")
    options = _parser().parse_args([_readable(a) for a in (sys.argv[1:] if arguments is None else arguments)])
    try:
        return int(options.run(options))
    except EmptyResultError as e:
        return _report(e, 1)
    except KgError as e:
        return _report(e, 2)
    except MemoryError:
        print("kg: out of memory", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("kg: interrupted; existing output is unchanged", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as e:
        from kg.files.integrity import damage_in

        if damage := damage_in(e):  # of a store, met while it was read
            return _report(damage, 2)
        raise


def _readable(argument: str) -> str:
    """Return an argument whose bytes a C locale could not decode, read as UTF-8."""
    try:
        argument.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(argument).decode("utf-8", "surrogateescape")
    return argument


def _report(error: KgError, status: int) -> int:
    print(f"kg: {shown(str(error))}", file=sys.stderr)
    return status


class _Version(argparse.Action):
    """Prints the version and exits; the package's metadata is read only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"kg {_version()}")
        parser.exit()


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("kg-news")
    except PackageNotFoundError:
        return "0.1.0 (not installed)"


class _HelpAskedError(Exception):
    """The option --help was met."""


class _CommandParser(argparse.ArgumentParser):
    """Parses the arguments of a command, between which options may stand: `kg export gexf -o FILE GRAPH`.

    argparse by itself takes an optional argument for left out when an option comes before it.
    """

    _intermixed = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Parse the options first, then the rest.

        A command that has commands itself leaves that to them; after `--` come no options, which argparse forgets if it goes twice.
        """
        if self._intermixed or self._subparsers is not None or "--" in (args or ()):
            return super().parse_known_args(args, namespace)
        self._intermixed = True  # what is called next calls this method
        try:
            return self.parse_known_intermixed_args(args, namespace)
        except _HelpAskedError:
            pass
        finally:
            self._intermixed = False
        self.print_help()
        self.exit()

    def print_help(self, file: Any = None) -> None:
        """Print the help, but not while argparse has taken the arguments' defaults away to parse the options."""
        if self._intermixed:
            raise _HelpAskedError
        super().print_help(file)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kg",
        description="Build a knowledge graph of persons, organisations, events and places from Chinese news, with the sentence behind every statement.",
        epilog="Start with: kg build FOLDER -o out, then open out/network.html.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show program's version number and exit")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=_CommandParser)
    build.add_build(commands.add_parser("build", help="build a graph, views and a report from articles"))
    reading.add_inspect(commands.add_parser("inspect", help="show how files would be read, without building"))
    build.add_demo(commands.add_parser("demo", help="build the sample corpus that comes with kg"))
    query.add_query(commands.add_parser("query", help="query a graph with SPARQL or a ready-made query"))
    query.add_search(commands.add_parser("search", help="search names and sentences for words"))
    view.add_view(
        commands.add_parser(
            "view", help="write a page that shows a graph, an entity with its neighbourhood, or an article"
        )
    )
    query.add_explain(
        commands.add_parser("explain", help="show which mentions were merged into an entity or kept apart, and why")
    )
    export.add_export(commands.add_parser("export", help="write a graph in other formats: RDF, CSV, GEXF, GraphML"))
    export.add_push(commands.add_parser("push", help="send a graph to a triple store over HTTP"))
    serve.add_serve(commands.add_parser("serve", help="run a web server: SPARQL endpoint, pages, search"))
    mcp.add_mcp(
        commands.add_parser("mcp", help="let an assistant ask a graph (Model Context Protocol), with sentences to cite")
    )
    reconcile.add_reconcile(
        commands.add_parser("reconcile", help="look up entities in an authority (W3C Reconciliation API), for review")
    )
    evaluate.add_evaluate(commands.add_parser("evaluate", help="measure the extraction on annotated articles"))
    calibrate.add_calibrate(
        commands.add_parser("calibrate", help="fit the confidence of each source of statements on annotated articles")
    )
    train.add_train(commands.add_parser("train", help="train a model on annotated articles"))
    llm.add_llm(commands.add_parser("llm", help="write the calls to a language model as files, and read its answers"))
    check.add_check(
        commands.add_parser("check", help="verify that a store or an output folder is as it was written, byte for byte")
    )
    query.add_validate(commands.add_parser("validate", help="check a graph against the shapes of the ontology"))
    return parser
