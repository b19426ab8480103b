"""kg export and kg push: a graph in other formats and in other stores."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from kg.errors import InputError
from kg.export.syntaxes import SYNTAXES

NETWORKS = {"gexf": "a network for Gephi", "graphml": "a network for Cytoscape, igraph and yEd"}
TABLES = "tables of entities, positions, events and relations (a folder)"
ONTOLOGY = "a page of the ontology, each term with an example from the graph (HTML)"
KINDS = ("person-person", "organisation-organisation", "person-organisation")
TIES = ("events", "sentences", "articles", "positions")
TRIPLE_TERMS = ("ttl", "trig", "nt", "nq")


def add_export(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg export."""

    forms = {**SYNTAXES, "csv": TABLES, **NETWORKS, "ontology": ONTOLOGY}
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "forms:\n" + "\n".join(f"  {name:8} {what}" for name, what in forms.items())
    parser.add_argument("form", choices=tuple(forms), metavar="FORM", help="what to write, one of those below")
    parser.add_argument(
        "graph", nargs="?", default="exports/graph.trig", help="a store or a file (default: %(default)s)"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="file to write (default: to the screen; csv: tables/)")
    parser.add_argument(
        "--entail", action="store_true", help="with superclasses, superproperties and schema.org, FOAF, ORG, SEM names"
    )
    parser.add_argument("--rdf12", action="store_true", help="evidence of relations as RDF 1.2 reifiers")
    parser.add_argument(
        "--projection",
        choices=KINDS,
        help="write who is tied to whom, with measures, instead of the whole network (gexf, graphml, csv, ttl)",
    )
    parser.add_argument(
        "--by", choices=TIES, help="what ties them (default: events); positions: person-organisation only"
    )
    parser.add_argument(
        "--min-weight", type=int, metavar="N", help="ties of N shared events, sentences or articles at least"
    )
    parser.add_argument(
        "--from", dest="first", metavar="DATE", help="period of a projection: its first year, month or day"
    )
    parser.add_argument("--to", dest="last", metavar="DATE", help="its last year, month or day")
    parser.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    from kg.export.entail import entailed
    from kg.export.rdf import quads_in_order, reified, written
    from kg.export.tables import write_tables
    from kg.store import base_of, load
    from kg.vocab import entailed_graph

    if options.projection:
        return _export_projection(options)
    if given := [f"--{name}" for name in ("by", "min_weight", "first", "last") if getattr(options, name)]:
        names = ", ".join(given).replace("min_weight", "min-weight").replace("first", "from").replace("last", "to")
        raise InputError(f"{names}: only a projection has these", f"add --projection {KINDS[0]}, or leave them out")
    if options.form not in SYNTAXES and (options.entail or options.rdf12):
        raise InputError("--entail and --rdf12 are for RDF", f"leave them out, or choose: {', '.join(SYNTAXES)}")
    if options.rdf12 and options.form not in TRIPLE_TERMS:
        raise InputError(f"{options.form} has no reifiers", f"choose one of: {', '.join(TRIPLE_TERMS)}")
    store = load(options.graph)
    if options.form in SYNTAXES:
        base = base_of(store)
        quads = quads_in_order(store, {entailed_graph(base): entailed(store)} if options.entail else {})
        _write(options.output, written(reified(quads) if options.rdf12 else quads, options.form, base))
        return 0
    if options.form == "ontology":
        from kg.export.documentation import documentation

        _write(options.output, [documentation(store).encode()])
        return 0
    from kg.export.networks import gexf, graphml
    from kg.views.network_reader import read_network

    network = read_network(store)
    if options.form == "csv":
        for path in write_tables(network, Path(options.output or "tables")):
            print(path)
        return 0
    _write(options.output, [gexf(network) if options.form == "gexf" else graphml(network)])
    return 0


def _export_projection(options: argparse.Namespace) -> int:
    from kg.export.projection_files import FORMS, written
    from kg.export.projections import Projection, project
    from kg.store import load
    from kg.views.network_reader import read_network

    if options.form not in FORMS:
        raise InputError(f"{options.form} holds no projection", f"choose one of: {', '.join(FORMS)}")
    if options.entail or options.rdf12:
        raise InputError("--entail and --rdf12 are for whole graphs", "leave them out, or leave --projection out")
    if options.min_weight is not None and options.min_weight < 1:
        raise InputError(f"--min-weight {options.min_weight}: ties share one thing at least", "give a number from 1")
    first, last = _day(options.first, 0), _day(options.last, 1)
    if first and last and first > last:
        raise InputError(f"--from {options.first} is after --to {options.last}", "exchange them")
    asked = Projection(options.projection, options.by or "events", options.min_weight or 1, first, last)
    _write(options.output, [written(project(read_network(load(options.graph)), asked), options.form)])
    return 0


def _day(given: str | None, end: int) -> str:
    """Return the first (0) or the last (1) day of a year, a month or a day; "" where none is given."""
    from kg.graph.dates import days_of

    if given is None:
        return ""
    days = days_of(given)
    if not days:
        raise InputError(f"{given}: is no date", "write a year, a month or a day: 2021, 2021-03 or 2021-03-05")
    return days[end]


def add_push(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg push."""
    parser.epilog = "KG_PUSH_USER and KG_PUSH_PASSWORD, or KG_PUSH_TOKEN, in the environment, are the credentials."
    parser.add_argument("url", metavar="URL", help="the store's Graph Store Protocol or SPARQL Update address")
    parser.add_argument(
        "graph", nargs="?", default="exports/graph.trig", help="a store or a file (default: %(default)s)"
    )
    parser.add_argument(
        "--protocol",
        choices=("gsp", "update"),
        default="gsp",
        help="Graph Store Protocol or SPARQL Update (default: gsp)",
    )
    parser.add_argument(
        "--query", metavar="URL", help="the store's address for queries: counts are compared at the end"
    )
    parser.add_argument(
        "--into", metavar="IRI", help="send the union as one graph of this name, for a store of triples"
    )
    parser.add_argument("--batch", type=int, default=20_000, help="triples of a request (default: %(default)s)")
    parser.add_argument(
        "--notes", metavar="FILE", help="what was sent is noted there (default: .push.sqlite beside the graph)"
    )
    parser.set_defaults(run=_push)


def _push(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from kg.push import Credentials, Endpoint, push, verify
    from kg.store import GraphStore, load, searchable

    if options.batch < 1:
        raise InputError("--batch must be above zero", "leave it out for the usual one")
    if not options.url.startswith(("http://", "https://")):
        raise InputError(f"{options.url}: is no web address", "give one that begins with https:// or http://")
    store = searchable(load(options.graph))
    folder = Path(options.graph) if GraphStore.is_at(options.graph) else Path(options.graph).parent
    notes = Path(options.notes) if options.notes else folder / ".push.sqlite"
    endpoint = Endpoint(options.url, options.protocol, options.query, Credentials.of_environment())
    with tqdm(unit=" graphs", desc="kg", disable=None, file=sys.stderr) as bar:

        def move() -> None:
            bar.update()

        outcome = push(store, endpoint, notes, options.batch, options.into, move)
    print(
        f"{outcome.sent} graphs sent ({outcome.triples} triples), {outcome.same} were there, {outcome.removed} removed"
    )
    if options.query is None:
        return 0
    wrong = verify(store, endpoint, options.into)
    for line in wrong[:20]:
        print(f"kg: {line}", file=sys.stderr)
    print("counts agree" if not wrong else f"counts of {len(wrong)} graphs differ: remove {notes} and push again")
    return 1 if wrong else 0


def _write(path: str | None, pieces: Iterable[bytes]) -> None:
    if path is None:
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
        return
    import sqlite3
    import tempfile

    from kg.files.integrity import damage_in

    aside = Path(path).with_name(f".{Path(path).name}.part")
    try:
        with open(aside, "wb") as out:
            out.writelines(pieces)
        aside.replace(path)
    except OSError as e:
        if damage := damage_in(e):
            raise damage from e
        raise InputError(f"{path}: cannot be written: {e.strerror}", "choose another file with -o") from e
    except sqlite3.Error as e:  # what is sorted on its way to the file lies aside meanwhile
        advice = f"free some space in {tempfile.gettempdir()}, or name another folder in SQLITE_TMPDIR"
        raise InputError(f"temporary files cannot be written: {e}", advice) from e
    finally:
        aside.unlink(missing_ok=True)
