"""The command line: arguments only; each command imports what it needs when it is called."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import EmptyResultError, InputError, KgError
from kg.model import LEAST_CONFIDENCE

if TYPE_CHECKING:
    from kg.records import RecordStore


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status: 0 done, 1 with problems or empty, 2 wrong use."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except EmptyResultError as e:
        return _tell(e, 1)
    except KgError as e:
        return _tell(e, 2)
    except KeyboardInterrupt:
        print("kg: interrupted; what was there before is untouched", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _tell(error: KgError, status: int) -> int:
    print(f"kg: {error}", file=sys.stderr)
    return status


def _version() -> str:
    try:
        return version("kg-news")
    except PackageNotFoundError:
        return "0.1.0 (not installed)"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kg",
        description="Build a knowledge graph of persons, organisations, events and places from Chinese news, with the sentence behind every statement.",
        epilog="Begin with: kg build FOLDER -o out, then open out/network.html.",
    )
    parser.add_argument("--version", action="version", version=f"kg {_version()}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _build_arguments(commands.add_parser("build", help="articles to a graph, a view and a report"))
    _demo_arguments(commands.add_parser("demo", help="build the sample corpus that comes with kg"))
    _query_arguments(commands.add_parser("query", help="ask a built graph with SPARQL or a ready-made query"))
    view = commands.add_parser("view", help="write the network view of a graph")
    view.add_argument("graph", help="graph.trig or graph.ttl")
    view.add_argument("-o", "--output", default="network.html", help="the page to write (default: %(default)s)")
    view.add_argument(
        "--limit",
        type=int,
        default=1000,
        help="nodes to show at the most, the best connected ones (default: %(default)s)",
    )
    view.set_defaults(run=_view)
    explain = commands.add_parser("explain", help="why an entity is one: what was joined, what was kept apart, and why")
    explain.add_argument("entity", help="a name, an IRI, or what stands in it behind the base (person/陆怀谦)")
    explain.add_argument("graph", nargs="?", default="exports/graph.trig", help="graph.trig (default: %(default)s)")
    explain.add_argument("--base", metavar="IRI", help="base of the resources' IRIs, where it is not the usual one")
    explain.set_defaults(run=_explain)
    _reconcile_arguments(
        commands.add_parser("reconcile", help="look entities up in an authority (W3C Reconciliation API), for review")
    )
    _evaluate_arguments(
        commands.add_parser("evaluate", help="measure the extraction on articles that you have annotated")
    )
    validate = commands.add_parser("validate", help="check a graph against the shapes of the ontology")
    validate.add_argument("graph", help="graph.trig or graph.ttl")
    validate.set_defaults(run=_validate)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", default="exports", metavar="DIR", help="folder to write into (default: %(default)s)"
    )
    parser.add_argument(
        "--base", metavar="IRI", help="base of the resources' IRIs (default: https://w3id.org/newskg/id/)"
    )
    parser.add_argument("--jobs", type=int, metavar="N", help="processes (default: one for each core)")
    parser.add_argument(
        "--min-confidence",
        type=_share,
        default=LEAST_CONFIDENCE,
        metavar="X",
        help="leave out statements whose confidence is below X, 0 to 1 (default: %(default)s; 0 keeps all)",
    )
    parser.add_argument(
        "--corrections",
        metavar="FILE",
        help="merges, splits and other corrections, as docs/identity.md tells (default: corrections.txt in the output folder)",
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="extract every article anew, and keep no records in the output folder"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress, no summary")


def _build_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="text files, folders, patterns, or JSON Lines (title, text, date, source, url)",
    )
    parser.add_argument(
        "--metadata",
        metavar="FILE",
        help="table with the columns file, date, source, title, url (default: metadata.csv beside the texts)",
    )
    parser.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="publication date of articles that tell none")
    parser.add_argument(
        "--jurisdiction",
        metavar="PLACE",
        help="the place that 市委 and 市长 belong to, such as 云川市 (default: from the newspaper's name)",
    )
    _common(parser)
    parser.set_defaults(run=_build)


def _demo_arguments(parser: argparse.ArgumentParser) -> None:
    _common(parser)
    parser.set_defaults(
        run=_demo,
        metadata=None,
        date=None,
        jurisdiction=None,
        no_cache=True,
        paths=[str(Path(__file__).parent / "demo")],
    )


def _evaluate_arguments(parser: argparse.ArgumentParser) -> None:
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
        type=_share,
        default=LEAST_CONFIDENCE,
        metavar="X",
        help="leave out statements below X (default: %(default)s)",
    )
    parser.add_argument("--json", metavar="FILE", help="write the figures there too")
    parser.set_defaults(run=_evaluate)


def _reconcile_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("graph", nargs="?", default="exports/graph.trig", help="graph.trig (default: %(default)s)")
    parser.add_argument("--service", required=True, metavar="URL", help="the endpoint of a reconciliation service")
    parser.add_argument(
        "--kind",
        action="append",
        default=[],
        metavar="CLASS",
        help="Person, Organisation, Place or Award (default: all)",
    )
    parser.add_argument(
        "--type", action="append", default=[], metavar="CLASS=ID", help="the service's own type, such as Person=Q5"
    )
    parser.add_argument(
        "--limit", type=int, default=200, help="entities to look up, the most mentioned (default: %(default)s)"
    )
    parser.add_argument(
        "--threshold", type=float, default=90, help="least score of a proposal that is applied (default: %(default)s)"
    )
    parser.add_argument("--rate", type=float, default=1.0, help="requests a second at the most (default: %(default)s)")
    parser.add_argument("--contact", default="", metavar="TEXT", help="who asks (an address), told to the service")
    parser.add_argument(
        "--corrections", metavar="FILE", help="file to add to (default: corrections.txt beside the graph)"
    )
    parser.add_argument(
        "--cache", metavar="FILE", help="answers are kept there (default: .reconcile.sqlite beside the graph)"
    )
    parser.add_argument("--base", metavar="IRI", help="base of the resources' IRIs, where it is not the usual one")
    parser.set_defaults(run=_reconcile)


def _query_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sparql", nargs="?", help="a query; the prefixes of the contract are known")
    parser.add_argument("graph", nargs="?", help="graph.trig or graph.ttl (default: exports/graph.trig)")
    parser.add_argument("--file", metavar="FILE", help="read the query from a file")
    parser.add_argument("--ready", metavar="NAME", help="run a ready-made query")
    parser.add_argument(
        "--param", action="append", default=[], metavar="NAME=VALUE", help="a ready-made query's parameter"
    )
    parser.add_argument("--list", action="store_true", help="list the ready-made queries")
    parser.add_argument(
        "--format",
        choices=("table", "csv", "json", "turtle"),
        default="table",
        help="how to print (default: %(default)s)",
    )
    parser.set_defaults(run=_query)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no confidence; write a number from 0 to 1")
    return share


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no date; write it as 2021-01-31") from None


@contextmanager
def _progress(paths: Sequence[str], quiet: bool) -> Iterator[Callable[[int], None]]:
    """Give a callback that moves a bar on a terminal (done, speed, time left), and does nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda done: None
        return
    from tqdm import tqdm

    from kg.read import count

    with tqdm(total=count(paths), unit=" sources", desc="kg", file=sys.stderr) as bar:

        def move(done: int) -> None:
            bar.update(done - bar.n)

        yield move


def _base(given: str | None) -> str:
    from kg.vocab import BASE

    if given and (":" not in given or given[-1] not in "/#" or any(c in given for c in ' <>"{}|\\^`')):
        raise InputError(
            f"--base {given}: is no base IRI",
            "give an absolute IRI that ends in / or #, such as https://example.org/id/",
        )
    return given or BASE


def _build(options: argparse.Namespace) -> int:
    from kg.build import Options, build, check, write

    if options.jobs is not None and options.jobs < 1:
        raise InputError(f"--jobs {options.jobs}: there must be one process at least", "leave it out to use all cores")
    told = Options(
        options.metadata,
        options.date,
        options.jurisdiction,
        _base(options.base),
        options.jobs,
        options.min_confidence,
        _corrections(options),
    )
    with _progress(options.paths, options.quiet) as on_progress:
        built = build(options.paths, told, on_progress, _store(options))
    for problem in built.problems:
        print(f"kg: {problem}", file=sys.stderr)
    if built.records:
        write(built, options.output)
    check(built)
    if not options.quiet:
        _summary(options.output, len(built.records))
    return 1 if any(p.fatal for p in built.problems) else 0


def _corrections(options: argparse.Namespace) -> str | None:
    """Return the file of corrections: the one that was named, else the one in the output folder, if there is one."""
    beside = Path(options.output) / "corrections.txt"
    return options.corrections or (str(beside) if beside.is_file() else None)


def _store(options: argparse.Namespace) -> RecordStore:
    from kg.records import RecordStore

    if options.no_cache:
        return RecordStore()
    folder = Path(options.output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise InputError(f"{folder}: cannot be written: {e.strerror}", "choose another folder with -o") from e
    return RecordStore(folder / ".records.sqlite")


def _summary(folder: str, articles: int) -> None:
    print(f"{articles} articles. Written to {folder}:")
    for name, what in (
        ("network.html", "open it in a browser"),
        ("graph.ttl", "load it into a triple store"),
        ("graph.trig", "the same, a named graph for each article"),
        ("report.md", "what was read, found and left out"),
    ):
        print(f"  {Path(folder) / name}  {what}")


def _demo(options: argparse.Namespace) -> int:
    return _build(options)


def _query(options: argparse.Namespace) -> int:
    from kg.graph.query import Table, as_csv, as_json, as_table, fill, load, query, ready_queries, searchable

    ready = ready_queries()
    if options.list:
        for q in ready.values():
            print(f"{q.name:10} {q.title}")
        return 0
    sparql, graph = _sparql_and_graph(options, ready, fill)
    result = query(searchable(load(graph)), sparql)
    if isinstance(result, Table):
        if options.format == "turtle":
            raise InputError("a SELECT has rows, not triples", "use --format table, csv or json, or write a CONSTRUCT")
        print({"table": as_table, "csv": as_csv, "json": as_json}[options.format](result))
    else:
        print(result.turtle)
    return 0


def _sparql_and_graph(options: argparse.Namespace, ready: dict, fill: Callable) -> tuple[str, str]:  # type: ignore[type-arg]
    """Return the query and the graph file, whichever way they were given."""
    rest = [x for x in (options.sparql, options.graph) if x]
    if options.ready:
        if options.ready not in ready:
            raise InputError(f"there is no ready-made query {options.ready}", f"there are: {', '.join(ready)}")
        values = dict(p.partition("=")[::2] for p in options.param)
        sparql = fill(ready[options.ready], values)
    elif options.file:
        try:
            sparql = Path(options.file).read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as e:
            raise InputError(f"{options.file}: cannot be read: {e}", "check the path") from e
    elif rest:
        sparql, rest = rest[0], rest[1:]
    else:
        raise InputError("there is no query", "write kg query 'SELECT ...' GRAPH, or kg query --list")
    return sparql, rest[0] if rest else "exports/graph.trig"


def _view(options: argparse.Namespace) -> int:
    from kg.graph.query import load
    from kg.views.page import write_network

    write_network(
        load(options.graph), options.output, title=f"新闻知识图谱 · {Path(options.graph).name}", limit=options.limit
    )
    print(f"{options.output}: open it in a browser")
    return 0


def _explain(options: argparse.Namespace) -> int:
    from kg.graph.explain import as_text, explain
    from kg.graph.query import load

    base = _base(options.base)
    print(as_text(explain(load(options.graph), options.entity, base), base))
    return 0


def _reconcile(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from kg.graph.query import load
    from kg.reconcile import Service, propose, write_proposals
    from kg.reconcile.matching import KINDS, entities

    kinds = options.kind or list(KINDS)
    types = dict(t.partition("=")[::2] for t in options.type)
    unknown = sorted({*kinds, *types} - set(KINDS))
    if unknown:
        raise InputError(f"{unknown[0]}: is no class to look up", f"there are: {', '.join(KINDS)}")
    if options.rate <= 0 or options.limit < 1:
        raise InputError("--rate and --limit must be above zero", "leave them out for the usual ones")
    folder = Path(options.graph).parent
    wanted = entities(load(options.graph), kinds, _base(options.base))[: options.limit]
    cache = Path(options.cache) if options.cache else folder / ".reconcile.sqlite"
    service = Service(options.service, cache, options.rate, options.contact)
    target = Path(options.corrections) if options.corrections else folder / "corrections.txt"
    found = []
    try:
        with tqdm(total=len(wanted), unit=" entities", desc="kg", disable=None, file=sys.stderr) as bar:
            for number, proposal in propose(service, wanted, types, options.threshold):
                bar.update(number - bar.n)
                found += [proposal] if proposal else []
    finally:
        sure, unsure = write_proposals(target, found, service.name)
        print(f"{len(wanted)} looked up in {service.name}: {sure} new links, {unsure} to be looked at, in {target}")
    return 0


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
    found = evaluate(folders, without, options.min_confidence)
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


def _validate(options: argparse.Namespace) -> int:
    from kg.graph.validate import validate

    findings = validate(options.graph)
    for finding in findings:
        print(finding)
    print(f"{options.graph}: {'conforms to the shapes' if not findings else f'{len(findings)} findings'}")
    return 1 if findings else 0
