"""Pages for people and RDF for programs: the first page, search, each resource at its own IRI, and the ontology."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from kg.build.cache import record_beside
from kg.export.documentation import documentation
from kg.graph.query import ready_queries
from kg.serve.addresses import find_iri, link_to
from kg.serve.cancelling import while_connected
from kg.serve.formats import GRAPHS, HTML, acceptable
from kg.serve.responses import page, sent, wants_html
from kg.serve.site import Opened, Site
from kg.serve.workers import Job, Refused
from kg.views.article import read_article
from kg.views.article_page import render_article
from kg.vocab import ontology_folder

DIGITS = re.compile(r"[0-9]{1,9}")
MAX_OFFSET = 100_000  # hits passed over


class ResourceRoutes:
    """Pages and descriptions of resources."""

    def __init__(self, site: Site) -> None:
        """Keep the site."""
        self.site = site

    def table(self) -> list[BaseRoute]:
        """Return the routes."""
        own = urlsplit(self.site.opened().base).path
        return [
            Route("/", self.home, methods=["GET"]),
            Route("/search", self.search, methods=["GET"]),
            Route("/ontology", self.ontology, methods=["GET"]),
            *(
                Route(path + "{rest:path}", self.resource, methods=["GET"])
                for path in dict.fromkeys(["/id/", own or "/id/"])
            ),
        ]

    async def home(self, request: Request) -> Response:
        """The first page: what there is, and where."""
        return await run_in_threadpool(self._home)

    def _home(self) -> Response:
        now = self.site.opened()
        return page("home.html", base=now.base, counts=now.counts(), ready=ready_queries().values())

    async def search(self, request: Request) -> Response:
        """Full-text search: a page for people, JSON for programs."""
        asked = request.query_params.get("q", "")[:500]
        offset = _number("offset", request.query_params.get("offset", "0"), MAX_OFFSET)
        hits = await run_in_threadpool(self.site.search, asked, 51, offset) if asked else []
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse([{"iri": h.iri, "field": h.field, "text": h.text} for h in hits[:50]])
        base = self.site.opened().base
        links = [(h, link_to(h.iri, base)) for h in hits[:50]]
        return page("search.html", asked=asked, hits=links, more=len(hits) > 50 and offset < MAX_OFFSET, offset=offset)

    async def resource(self, request: Request) -> Response:
        """A resource at its own IRI: HTML for people, RDF for programs."""
        now = await run_in_threadpool(self.site.opened)
        raw = request.scope.get("raw_path", request.url.path.encode()).decode("ascii", "replace")
        own = urlsplit(now.base).path
        rest = raw.removeprefix("/id/") if raw.startswith("/id/") else raw.removeprefix(own)
        found = await run_in_threadpool(find_iri, now, rest)
        if found is None:
            raise Refused(404, f"the graph states nothing about {now.base}{unquote(rest)}")
        asked = request.query_params.get("format")
        there = (HTML, *GRAPHS)
        wanted = acceptable(request.headers.get("accept", ""), there) if not asked else (asked,)
        if not wanted or wanted[0] not in there:
            raise Refused(406, f"it comes as: {', '.join(there)}")
        headers = {"Vary": "Accept"}
        if wanted[0] != HTML:
            job = Job("query", str(now.path), _describe(found), graphs=(wanted[0],))
            return sent(await while_connected(request, self.site.pool.run(job)), headers)
        response = await run_in_threadpool(self._resource, now, found)
        response.headers.update(headers)
        return response

    def _resource(self, now: Opened, iri: str) -> Response:
        path = lambda other: link_to(other, now.base)  # noqa: E731
        if now.reader.is_article(iri):
            return self._article(now, iri)
        return page("resource.html", page=now.reader.resource(iri), path=path)

    def _article(self, now: Opened, iri: str) -> Response:
        records = self.site.records
        record = record_beside(records, iri.removeprefix(now.base)) if records else None
        article = read_article(now.store, iri, record)
        return HTMLResponse(render_article(article, lambda other: link_to(other, now.base), True))

    async def ontology(self, request: Request) -> Response:
        """The ontology: a page for people, Turtle for programs."""
        if wants_html(request):
            return HTMLResponse(await run_in_threadpool(self._documentation, self.site.opened()))
        texts = [
            p.read_text("utf-8")
            for p in sorted(ontology_folder().glob("*.ttl"))
            if p.stem in {"kg", "events", "alignments", "shapes"}
        ]
        return PlainTextResponse("\n".join(texts), media_type="text/turtle; charset=utf-8")

    @cache  # noqa: B019 - one object of the class lives as long as the server, and a generation never changes
    def _documentation(self, now: Opened) -> str:
        return documentation(now.store)


def _number(name: str, text: str, most: int) -> int:
    if not DIGITS.fullmatch(text) or int(text) > most:
        raise Refused(400, f"{name} is a number from 0 to {most}")
    return int(text)


def _describe(iri: str) -> str:
    return f"CONSTRUCT {{ <{iri}> ?p ?o . ?s ?q <{iri}> }} WHERE {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} }}"
