"""Starting and stopping the server."""

from __future__ import annotations

import signal
import socket
import tempfile
import threading
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from kg.errors import InputError
from kg.export.rdf import quads_in_order
from kg.serve.app import make_app
from kg.serve.connections import Connection, connection_limit
from kg.serve.origins import ADDRESSES, LOOPBACK, own_names
from kg.serve.site import Site
from kg.serve.workers import Limits, Pool
from kg.store import GraphStore, load

ACCEPTED = 256  # connections that wait to be accepted, and that are accepted at a time
STOPPING = 5  # seconds for clients to take the answers that are ready when the server is stopped
NEAR = frozenset({"127.0.0.1", "localhost", "::1"})


def serve(
    graph: str,
    bind: str,
    port: int,
    hosts: tuple[str, ...],
    workers: int,
    limits: Limits,
    allowed: frozenset[str] = frozenset(),
    origins: tuple[str, ...] = (),
) -> None:
    """Serve a store, or a file (loaded into a store of its own), until the process is stopped.

    `hosts` are names under which others reach the server, perhaps through a proxy; `origins` are other sites whose pages may
    read the data. `allowed` may hold "update", "service" and "text": others than this machine see the whole text of articles
    only with that, for it is their publishers'. Raises InputError where there is no graph, the address is taken, or updates
    would be open to others.
    """
    private = bind in NEAR and not hosts
    if "update" in allowed and not (private and Path(graph).is_dir()):
        advice = "leave out --bind and --host, and name a store"
        raise InputError("--allow update is for a store on this machine alone", advice)
    most = connection_limit()
    _hang_up_as_terminate()
    listening = listening_socket(bind, port)
    with tempfile.TemporaryDirectory(prefix="kg-graph-", ignore_cleanup_errors=True) as folder, listening:
        kept = Path(graph)
        if not kept.is_dir():
            kept = Path(folder)
            GraphStore(kept).publish(quads_in_order(load(graph)))
        pool = Pool(workers, limits, "service" in allowed)
        try:
            names = (*LOOPBACK, *hosts) if bind in NEAR or hosts else (*own_names(), ADDRESSES)
            records = Path(graph) if private or "text" in allowed else None
            app = make_app(Site(kept, pool, allowed, records), names, origins)
            shown = f"[{bind}]" if ":" in bind else "127.0.0.1" if bind == "0.0.0.0" else bind
            print(f"http://{shown}:{listening.getsockname()[1]}/  (Ctrl+C stops)", flush=True)
            _Server(_config(app, most), pool).run(sockets=[listening])
        finally:
            pool.close()


def _config(app: ASGIApp, most: int) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=type("Limited", (Connection,), {"most": most}),
        ws="none",
        log_level="error",
        server_header=False,
        timeout_keep_alive=10,
        backlog=ACCEPTED,
        timeout_graceful_shutdown=STOPPING,
    )


def _hang_up_as_terminate() -> None:
    """Make a terminal that closes end the server in order, as SIGTERM does, unless that is ignored (nohup)."""
    if not hasattr(signal, "SIGHUP") or threading.current_thread() is not threading.main_thread():
        return
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))


class _Server(uvicorn.Server):
    """A server that ends the queries that run when it is stopped, instead of waiting for them."""

    def __init__(self, config: uvicorn.Config, pool: Pool) -> None:
        super().__init__(config)
        self.pool = pool

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.pool.stop()
        await super().shutdown(sockets)


def listening_socket(bind: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises InputError where the address is taken."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((bind, port))
        made.listen(ACCEPTED)  # who comes before the server runs waits
    except (OSError, OverflowError) as e:
        made.close()
        message = getattr(e, "strerror", None) or e
        raise InputError(f"{bind}:{port}: cannot be listened on: {message}", "choose another --port") from e
    return made
