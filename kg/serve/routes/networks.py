"""The network view: of the whole graph, drawn once for each generation, or around one resource."""

from __future__ import annotations

import threading
from pathlib import Path
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from kg.graph.neighbourhood import around
from kg.serve.addresses import find_meant
from kg.serve.languages import Words, words_for
from kg.serve.site import Site
from kg.serve.workers import Refused
from kg.views.network import link_counts, nearest, totals
from kg.views.network_reader import read_network
from kg.views.outline import Outline
from kg.views.page import LARGE, SMALL, has_explorer, render, vis_network, write_network

MAX_NEIGHBOURHOOD = 300  # nodes


class NetworkRoutes:
    """Drawings of the graph."""

    def __init__(self, site: Site) -> None:
        """Keep the site."""
        self.site = site
        self._drawn: dict[bool, tuple[Path, Path]] = {}  # the whole graph, or the best connected: generation, page
        self._drawing = threading.Lock()

    def table(self) -> list[BaseRoute]:
        """Return the routes."""
        return [
            Route("/network", self.network, methods=["GET"]),
            Route("/static/vis-network.min.js", self.library, methods=["GET"]),
        ]

    async def network(self, request: Request) -> Response:
        """The network view: of the graph's best connected, or (?whole) of all, drawn once for each generation, or (?of=IRI, or a name) around one resource: the nearest, or (&whole) all."""
        asked = request.query_params
        if asked.get("of"):
            drawn = await run_in_threadpool(self._around, asked["of"], "whole" in asked)
        else:
            drawn = await run_in_threadpool(self._network, "whole" in asked)
        t = words_for(request)
        headers = {"Vary": "Accept-Language, Cookie", "Content-Language": t.language}
        return HTMLResponse(_begun(drawn, t), headers=headers)

    def _around(self, words: str, whole: bool) -> bytes:
        now = self.site.opened()
        iri = words if now.reader.exists(words) else getattr(find_meant(now, words), "iri", "")
        if not iri:
            raise Refused(404, f"the graph states nothing about {words}")
        every = read_network(around(now.store, iri))
        network = nearest(every, [iri], LARGE if whole and has_explorer() else SMALL if whole else MAX_NEIGHBOURHOOD)
        left_out = len(every.nodes) - len(network.nodes), len(every.edges) - len(network.edges)
        drawn = render(
            network,
            title=f"{now.reader.label(iri)} · kg",
            left_out=left_out,
            base=now.base,
            start=iri,
            site="/id/",
            whole="" if whole else f"?of={quote(iri)}&whole",
            totals=totals(every),
            links=link_counts(every, [iri]),
        )
        return drawn.encode()

    def _network(self, whole: bool) -> bytes:
        now = self.site.opened()
        made = now.path / "network.html"  # by the build
        if made.exists() and not whole:
            return made.read_bytes()
        more = "" if whole or not has_explorer() else "?whole"
        with self._drawing:
            if self._drawn.get(whole, (None,))[0] != now.path:
                target = self.site.pool.folder / f"network-{whole}.html"
                limit = LARGE if whole else SMALL
                graph = Outline.of(now.store)
                write_network(graph, target, title="新闻知识图谱 · kg", limit=limit, site="/id/", whole=more)
                self._drawn[whole] = now.path, target
        return self._drawn[whole][1].read_bytes()

    async def library(self, request: Request) -> Response:
        """The library that draws networks, from the package pyvis."""
        return FileResponse(vis_network(), media_type="text/javascript; charset=utf-8")


def _begun(drawn: bytes, t: Words) -> bytes:
    """Return a page that opens in the reader's language and theme: its script reads them from the root element."""
    theme = f' data-theme="{t.theme}"' if t.theme else ""
    return drawn.replace(b'<html lang="zh-Hans">', f'<html lang="{t("zh-Hans", "en")}"{theme}>'.encode(), 1)
