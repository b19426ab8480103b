"""The Reconciliation Service API (W3C): queries, suggestions, data extension, and previews of entities."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kg.serve.addresses import find_iri
from kg.serve.protocol import body_of, fields_of
from kg.serve.reconciling import LARGEST_RECONCILIATION, Deadline, Reconciler
from kg.serve.responses import page
from kg.serve.safety import SITE
from kg.serve.site import Site
from kg.serve.workers import Refused


class ReconciliationRoutes:
    """The reconciliation service."""

    def __init__(self, site: Site, origins: tuple[str, ...] = ()) -> None:
        """Keep the site, and the origins whose pages may show its previews."""
        self.site = site
        self.framing = " ".join(origins) or "'none'"
        self.reconciler = Reconciler(site.search, lambda: site.opened().reader)
        self._reconciling = asyncio.Semaphore(site.pool.size)

    def table(self) -> list[BaseRoute]:
        """Return the routes."""
        return [
            Route("/reconcile", self.reconcile, methods=["GET", "POST"]),
            Route("/reconcile/suggest/{kind}", self.suggest, methods=["GET"]),
            Route("/reconcile/properties", self.properties, methods=["GET"]),
            Route("/reconcile/preview", self.preview, methods=["GET"]),
        ]

    async def reconcile(self, request: Request) -> Response:
        """The Reconciliation Service API."""
        fields = dict(request.query_params)
        _without_callback(fields)
        if request.method == "POST":
            body = (await body_of(request, LARGEST_RECONCILIATION)).decode("utf-8", "replace")
            fields |= {k: v[0] for k, v in fields_of(body).items()}
        return await self._reconciled(self.reconciler.answer, fields, str(request.base_url))

    async def _reconciled(self, answer: Callable[..., object], *arguments: object) -> Response:
        """Answer within the limits of queries: so many at a time, each so long."""
        limits = self.site.pool.limits
        try:
            async with asyncio.timeout(limits.waiting):
                await self._reconciling.acquire()
        except TimeoutError:
            raise Refused(503, "the server is busy; try again in a few seconds") from None
        try:
            return JSONResponse(await run_in_threadpool(answer, *arguments, Deadline(limits.seconds)))
        finally:
            self._reconciling.release()

    async def suggest(self, request: Request) -> Response:
        """The suggest services of the Reconciliation API."""
        _without_callback(request.query_params)
        kind = request.path_params["kind"]
        if kind not in {"entity", "type", "property"}:
            raise Refused(404, "there are suggestions of: entity, type, property")
        prefix = request.query_params.get("prefix", "")[:100]
        return await self._reconciled(self.reconciler.suggest, kind, prefix)

    async def properties(self, request: Request) -> Response:
        """The properties that the data extension service offers."""
        _without_callback(request.query_params)
        return JSONResponse(self.reconciler.properties(request.query_params.get("type", "")))

    async def preview(self, request: Request) -> Response:
        """A small page of an entity, shown in a table's cell."""
        now = await run_in_threadpool(self.site.opened)
        found = await run_in_threadpool(find_iri, now, request.query_params.get("id", ""))
        if found is None:
            raise Refused(404, "there is no such entity")
        shown = page(request, "preview.html", page=await run_in_threadpool(now.reader.resource, found))
        shown.headers["Content-Security-Policy"] = SITE.replace(
            "frame-ancestors 'none'", f"frame-ancestors {self.framing}"
        )
        return shown


def _without_callback(fields: Mapping[str, str]) -> None:
    if "callback" in fields:  # JSONP: a script that any page could load
        raise Refused(400, "JSONP is not answered: start the server with --cors ORIGIN, and ask for JSON")
