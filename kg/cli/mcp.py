"""kg mcp."""

from __future__ import annotations

import argparse

from kg.cli.interrupts import Interrupted, interruptible
from kg.errors import InputError


def add_mcp(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg mcp."""
    parser.add_argument(
        "graph", nargs="?", default="exports/graph.trig", help="a store or a file (default: %(default)s)"
    )
    parser.add_argument(
        "--port", type=int, metavar="N", help="HTTP on this port of 127.0.0.1 (default: the standard streams)"
    )
    parser.add_argument("--workers", type=int, default=2, help="queries that run at a time (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=30, help="longest that a query runs (default: %(default)s)")
    parser.add_argument("--memory", type=int, default=2048, metavar="MB", help="most of a query (default: %(default)s)")
    parser.set_defaults(run=_mcp)


def _mcp(options: argparse.Namespace) -> int:
    from kg.mcp.server import run
    from kg.serve.workers import Limits

    if min(options.workers, options.seconds, options.memory) <= 0:
        raise InputError("--workers, --seconds and --memory must be above zero", "leave them out for the usual ones")
    try:
        with interruptible():  # so that what it has in temporary folders is removed
            run(options.graph, options.port, options.workers, Limits(options.seconds, options.memory << 20, 64 << 20))
    except Interrupted as e:
        return e.status
    return 0
