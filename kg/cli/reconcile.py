"""kg reconcile."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kg.errors import InputError


def add_reconcile(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg reconcile."""
    parser.add_argument(
        "graph", nargs="?", default="exports/graph.trig", help="a store or a file (default: %(default)s)"
    )
    parser.add_argument("--service", required=True, metavar="URL", help="the endpoint of a reconciliation service")
    parser.add_argument(
        "--kind",
        action="append",
        default=[],
        metavar="CLASS",
        help="Person, Organisation, Place or Award (default: all)",
    )
    parser.add_argument(
        "--type",
        action="append",
        default=[],
        metavar="CLASS=ID",
        help="the service's type for a class, such as Person=Q5",
    )
    parser.add_argument(
        "--limit",
        type=int,
        default=200,
        help="number of entities to look up, the most mentioned first (default: %(default)s)",
    )
    parser.add_argument(
        "--threshold",
        type=float,
        default=90,
        help="least score of a link that is applied without review (default: %(default)s)",
    )
    parser.add_argument("--rate", type=float, default=1.0, help="maximum requests per second (default: %(default)s)")
    parser.add_argument("--contact", default="", metavar="TEXT", help="your contact address, sent to the service")
    parser.add_argument(
        "--corrections", metavar="FILE", help="file to add to (default: corrections.txt beside the graph)"
    )
    parser.add_argument(
        "--cache", metavar="FILE", help="file for cached answers (default: .reconcile.sqlite beside the graph)"
    )
    parser.set_defaults(run=_reconcile)


def _reconcile(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from kg.reconcile import Service, propose, write_proposals
    from kg.reconcile.matching import KINDS, entities
    from kg.store import GraphStore, base_of, load

    kinds = options.kind or list(KINDS)
    types = dict(t.partition("=")[::2] for t in options.type)
    unknown = sorted({*kinds, *types} - set(KINDS))
    if unknown:
        raise InputError(f"{unknown[0]}: is not a class to look up", f"choose from: {', '.join(KINDS)}")
    if options.rate <= 0 or options.limit < 1:
        raise InputError("--rate and --limit must be above zero", "leave them out for the defaults")
    folder = Path(options.graph) if GraphStore.is_at(options.graph) else Path(options.graph).parent
    store = load(options.graph)
    wanted = entities(store, kinds, base_of(store))[: options.limit]
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
        certain, for_review = write_proposals(target, found, service.name)
        print(
            f"{len(wanted)} looked up in {service.name}: {certain} new links, {for_review} to be reviewed, in {target}"
        )
    return 0
