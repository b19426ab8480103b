"""The server: the tools behind the official SDK, over the standard streams of this process or over HTTP on this machine."""

from __future__ import annotations

import functools
import inspect
import tempfile
from collections.abc import Awaitable, Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from kg.errors import InputError, KgError, shown
from kg.export.rdf import quads_in_order
from kg.serve.site import Site
from kg.serve.workers import Limits, Pool
from kg.store import GraphStore, load

ADVICE = "install it: pip install 'kg-news[mcp]'"
LOOPBACK = "127.0.0.1"
PATH = "/mcp"


def make_server(site: Site) -> Any:
    """Return the SDK's server with the tools over a store. Raises InputError where the SDK is not installed."""
    try:
        from mcp.server import MCPServer
        from mcp_types import ToolAnnotations
    except ImportError as e:
        raise InputError("kg mcp needs the package mcp, version 2", ADVICE) from e
    from kg.mcp.tools import INSTRUCTIONS, Tools

    server = MCPServer("kg", title="新闻知识图谱", instructions=INSTRUCTIONS, version=_version(), log_level="ERROR")
    for tool in Tools(site).all():
        annotations = ToolAnnotations(read_only_hint=True, open_world_hint=False)
        server.add_tool(_anticipated(tool), annotations=annotations, structured_output=True)
    return server


def run(graph: str, port: int | None, workers: int, limits: Limits) -> None:
    """Serve a store, or a file (loaded into a store of its own): on the standard streams, or on a port of this machine.

    Raises InputError where there is no graph, or the port is taken.
    """
    with tempfile.TemporaryDirectory(prefix="kg-graph-", ignore_cleanup_errors=True) as folder:
        kept = Path(graph)
        if not kept.is_dir():
            kept = Path(folder)
            GraphStore(kept).publish(quads_in_order(load(graph)))
        pool = Pool(workers, limits)
        try:
            server = make_server(Site(kept, pool, records=Path(graph)))
            if port is None:
                server.run("stdio")
            else:
                _serve(server.streamable_http_app(streamable_http_path=PATH, json_response=True), port)
        finally:
            pool.close()


def _serve(app: Any, port: int) -> None:
    import uvicorn

    from kg.serve.running import listening_socket

    with listening_socket(LOOPBACK, port) as listening:
        print(f"http://{LOOPBACK}:{listening.getsockname()[1]}{PATH}  (Ctrl+C stops)", flush=True)
        config = uvicorn.Config(app, ws="none", log_level="error", server_header=False)
        uvicorn.Server(config).run(sockets=[listening])


def _anticipated(tool: Callable[..., Any | Awaitable[Any]]) -> Callable[..., Any]:
    """Return a tool whose errors of ours are messages for the assistant."""
    from mcp.server.mcpserver.exceptions import ToolError

    if inspect.iscoroutinefunction(tool):

        @functools.wraps(tool)
        async def awaited(*args: Any, **values: Any) -> Any:
            try:
                return await tool(*args, **values)
            except KgError as e:
                raise ToolError(shown(str(e))) from e

        return awaited

    @functools.wraps(tool)
    def called(*args: Any, **values: Any) -> Any:
        try:
            return tool(*args, **values)
        except KgError as e:
            raise ToolError(shown(str(e))) from e

    return called


def _version() -> str:
    try:
        return version("kg-news")
    except PackageNotFoundError:
        return ""
