"""The application: the routes of the site, static files, handlers of errors, and what every answer passes through."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from kg.serve.origins import LOOPBACK, OPEN, Access, OriginCheck
from kg.serve.responses import ERROR_HANDLERS
from kg.serve.routes.browse import BrowseRoutes
from kg.serve.routes.networks import NetworkRoutes
from kg.serve.routes.reconciliation import ReconciliationRoutes
from kg.serve.routes.resources import ResourceRoutes
from kg.serve.routes.search import SearchRoutes
from kg.serve.routes.sparql import SparqlRoutes
from kg.serve.safety import SafeAnswers
from kg.serve.site import Site


def make_app(site: Site, hosts: tuple[str, ...] = LOOPBACK, origins: tuple[str, ...] = ()) -> ASGIApp:
    """Return the application; it answers to the names `hosts`, and lets pages of `origins` read the data (`Access`)."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(site.pool.close)

    table = [
        *SparqlRoutes(site).table(),
        *BrowseRoutes(site).table(),
        *NetworkRoutes(site).table(),
        *SearchRoutes(site).table(),
        *ReconciliationRoutes(site, origins).table(),
        Mount("/static", _Files(packages=[("kg.serve", "static")])),
        *ResourceRoutes(site).table(),
    ]
    site_app = Starlette(routes=table, exception_handlers=ERROR_HANDLERS, lifespan=lifespan)
    own = urlsplit(site.opened().base).path
    data = dict.fromkeys((*OPEN, *filter(None, [own.rstrip("/")])))
    return SafeAnswers(OriginCheck(site_app, Access(hosts, origins, tuple(data))))


class _Files(StaticFiles):
    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        return ("", None) if "\0" in path else super().lookup_path(path)  # Starlette below 1.0 fails
