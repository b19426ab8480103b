"""Pages for people and RDF for programs: the first page, each resource at its own IRI, and the ontology."""

from __future__ import annotations

import json
from functools import cache
from urllib.parse import unquote, urlsplit

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from kg.build.cache import record_beside
from kg.export.documentation import described, find_examples, sections
from kg.graph.query import ready_queries
from kg.serve.addresses import find_iri, link_to
from kg.serve.cancelling import while_connected
from kg.serve.drawing import bars, ego
from kg.serve.formats import GRAPHS, HTML, acceptable
from kg.serve.languages import words_for
from kg.serve.lists.events import count_events, one_event
from kg.serve.lists.overview import overview
from kg.serve.lists.profile import places_of, profile
from kg.serve.lists.selection import Selection
from kg.serve.map_drawing import Spot, draw_map
from kg.serve.responses import page, sent, wants_html
from kg.serve.site import Opened, Site
from kg.serve.workers import Job, Refused
from kg.store.layout import EXAMPLES
from kg.views.article import read_article
from kg.views.article_page import render_article
from kg.vocab import ontology_folder

EGO = 6  # of each class, in the drawing of an entity's page


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
            Route("/ontology", self.ontology, methods=["GET"]),
            *(
                Route(path + "{rest:path}", self.resource, methods=["GET"])
                for path in dict.fromkeys(["/id/", own or "/id/"])
            ),
        ]

    async def home(self, request: Request) -> Response:
        """The first page: what the corpus holds, and where."""
        return await run_in_threadpool(self._home, request)

    def _home(self, request: Request) -> Response:
        now = self.site.opened()
        found = overview(now.catalogue)
        drawn = bars(found.months, lambda p: f"/browse/articles?month={p}", words_for(request).month)
        path = lambda iri: link_to(iri, now.base)  # noqa: E731
        return page(
            request, "home.html", base=now.base, found=found, drawn=drawn, path=path, ready=ready_queries().values()
        )

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
        response = await run_in_threadpool(self._resource, request, now, found)
        response.headers.setdefault("Vary", "Accept")
        return response

    def _resource(self, request: Request, now: Opened, iri: str) -> Response:
        path = lambda other: link_to(other, now.base)  # noqa: E731
        if now.reader.is_article(iri):
            return self._article(request, now, iri)
        entity = now.catalogue.named(iri)
        if entity is None:
            return page(request, "resource.html", page=now.reader.resource(iri), path=path)
        found = profile(now.catalogue, entity)
        t = words_for(request)
        company = [n for group in found.company for n in group.found[:EGO]]
        return page(
            request,
            "entity.html",
            p=found,
            path=path,
            more=now.reader.resource_facts(iri),
            event=one_event(now.catalogue, entity.number) if entity.kind == "Event" else None,
            about=Selection(about=(iri,)),
            inside=count_events(now.catalogue, Selection(place=iri)) if entity.kind == "Place" else 0,
            drawn=bars(
                found.months, lambda m: Selection(about=(iri,), since=m, until=m).address("/browse/articles"), t.month
            ),
            ego=ego(entity, company, path),
            map=draw_map([Spot(*row) for row in places_of(now.catalogue, entity)], path),
        )

    def _article(self, request: Request, now: Opened, iri: str) -> Response:
        records = self.site.records
        record = record_beside(records, iri.removeprefix(now.base)) if records else None
        t = words_for(request)
        article = read_article(now.store, iri, record, t.language)
        text = render_article(article, lambda other: link_to(other, now.base), request.url.path, t.language, t.theme)
        headers = {"Vary": "Accept, Accept-Language, Cookie", "Content-Language": t.language}
        return HTMLResponse(text, headers=headers)

    async def ontology(self, request: Request) -> Response:
        """The ontology: a page for people, Turtle for programs."""
        if wants_html(request):
            now, language = self.site.opened(), words_for(request).language
            return page(request, "ontology.html", body=await run_in_threadpool(self._terms, now, language))
        texts = [
            p.read_text("utf-8")
            for p in sorted(ontology_folder().glob("*.ttl"))
            if p.stem in {"kg", "events", "alignments", "shapes"}
        ]
        return PlainTextResponse("\n".join(texts), media_type="text/turtle; charset=utf-8")

    @cache  # noqa: B019 - one object of the class lives as long as the server, and a generation never changes
    def _terms(self, now: Opened, language: str) -> Markup:
        made = now.path / EXAMPLES  # by the build
        examples = json.loads(made.read_text("utf-8")) if made.exists() else find_examples(now.store)
        return described(sections(examples), language)


def _describe(iri: str) -> str:
    return f"CONSTRUCT {{ <{iri}> ?p ?o . ?s ?q <{iri}> }} WHERE {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} }}"
