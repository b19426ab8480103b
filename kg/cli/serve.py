"""kg serve."""

from __future__ import annotations

import argparse

from kg.cli.interrupts import Interrupted, interruptible
from kg.errors import InputError


def add_serve(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg serve."""
    parser.add_argument(
        "graph", nargs="?", default="exports/graph.trig", help="a store or a file (default: %(default)s)"
    )
    parser.add_argument("--port", type=int, default=8000, help="(default: %(default)s)")
    parser.add_argument(
        "--bind", default="127.0.0.1", metavar="ADDRESS", help="0.0.0.0 lets others in (default: %(default)s)"
    )
    parser.add_argument("--host", action="append", default=[], help="a name under which others reach the server")
    parser.add_argument("--workers", type=int, default=2, help="queries that run at a time (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=30, help="longest that a query runs (default: %(default)s)")
    parser.add_argument("--memory", type=int, default=2048, metavar="MB", help="most of a query (default: %(default)s)")
    parser.add_argument("--answer", type=int, default=256, metavar="MB", help="largest answer (default: %(default)s)")
    parser.add_argument(
        "--allow",
        action="append",
        default=[],
        choices=("update", "service", "text"),
        help="take updates; call other endpoints; show whole articles to others than this machine",
    )
    parser.add_argument(
        "--cors",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="let pages of another site read the data, but no article pages (http://127.0.0.1:3333 for OpenRefine)",
    )
    parser.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> int:
    from kg.serve.origins import origins_of
    from kg.serve.running import serve
    from kg.serve.workers import Limits

    if min(options.workers, options.seconds, options.memory, options.answer) <= 0:
        raise InputError(
            "--workers, --seconds, --memory and --answer must be above zero", "leave them out for the usual ones"
        )
    limits = Limits(options.seconds, options.memory << 20, options.answer << 20)
    try:
        with interruptible():  # so that what it has in temporary folders is removed
            serve(
                options.graph,
                options.bind,
                options.port,
                tuple(options.host),
                options.workers,
                limits,
                frozenset(options.allow),
                origins_of(options.cors),
            )
    except Interrupted as e:
        return e.status
    return 0
