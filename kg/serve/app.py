"""The server's routes: /sparql, /graphs, pages at the resources' IRIs, /search, /network, /reconcile, /ontology."""

from __future__ import annotations

import asyncio
import os
import re
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from kg.errors import InputError
from kg.export.documentation import documentation
from kg.graph.neighbourhood import around
from kg.graph.query import ready_queries
from kg.integrity import damage_in
from kg.records import record_beside
from kg.serve.cancelling import while_connected
from kg.serve.description import described
from kg.serve.formats import GRAPHS, HTML, RESULTS, acceptable
from kg.serve.origins import LOOPBACK, OPEN, Access, OriginCheck, is_own
from kg.serve.protocol import body_of, fields_of, operation_of
from kg.serve.reconciling import LARGEST_RECONCILIATION, Deadline, Reconciler
from kg.serve.safety import FAILED, SITE, SafeAnswers
from kg.serve.site import Opened, Site
from kg.serve.workers import Answer, Job, Refused
from kg.views.article import read_article
from kg.views.article_page import render_article, web_link
from kg.views.gather import read_network
from kg.views.network import most_connected
from kg.views.page import LARGE, SMALL, has_explorer, render, vis_network, write_network
from kg.views.part import Outline
from kg.vocab import PREFIXES, ontology_folder, segment

DIGITS = re.compile(r"[0-9]{1,9}")
MOST_OFFSET = 100_000  # hits passed over
MOST_DRAWN = 300  # nodes of a neighbourhood


def make_app(site: Site, hosts: tuple[str, ...] = LOOPBACK, origins: tuple[str, ...] = ()) -> ASGIApp:
    """Return the application; it answers to the names `hosts`, and lets pages of `origins` read the data (`Access`)."""
    routes = Routes(site, origins)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(site.pool.close)

    own = urlsplit(site.opened().base).path
    table = [
        Route("/", routes.home, methods=["GET"]),
        Route("/sparql", routes.sparql, methods=["GET", "POST"]),
        Route("/sparql/", routes.sparql, methods=["GET", "POST"]),
        Route("/graphs", routes.graphs, methods=["GET"]),
        Route("/graphs/{rest:path}", routes.graph, methods=["GET"]),
        Route("/search", routes.search, methods=["GET"]),
        Route("/network", routes.network, methods=["GET"]),
        Route("/ontology", routes.ontology, methods=["GET"]),
        Route("/reconcile", routes.reconcile, methods=["GET", "POST"]),
        Route("/reconcile/suggest/{kind}", routes.suggest, methods=["GET"]),
        Route("/reconcile/properties", routes.properties, methods=["GET"]),
        Route("/reconcile/preview", routes.preview, methods=["GET"]),
        Route("/static/vis-network.min.js", routes.drawing, methods=["GET"]),
        Mount("/static", _Files(packages=[("kg.serve", "static")])),
        *(
            Route(path + "{rest:path}", routes.resource, methods=["GET"])
            for path in dict.fromkeys(["/id/", own or "/id/"])
        ),
    ]
    handlers = {
        Refused: _refused,
        InputError: _broken,
        RuntimeError: _unreadable,
        OSError: _unreadable,
        404: _missing,
        405: _not_taken,
        Exception: _failed,
    }
    site_app = Starlette(routes=table, exception_handlers=handlers, lifespan=lifespan)
    data = dict.fromkeys((*OPEN, *filter(None, [own.rstrip("/")])))
    return SafeAnswers(OriginCheck(site_app, Access(hosts, origins, tuple(data))))


class _Files(StaticFiles):
    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        return ("", None) if "\0" in path else super().lookup_path(path)  # Starlette below 1.0 fails


@cache
def _templates() -> Environment:
    found = Environment(loader=PackageLoader("kg.serve"), autoescape=select_autoescape(default=True))
    return found


def _quoted(path: str) -> str:
    return quote(path, safe="/:~!$&'()*+,;=@-._")


def _page(name: str, status: int = 200, **values: object) -> HTMLResponse:
    text = _templates().get_template(name).render(**values)
    return HTMLResponse(text, status, {"Content-Security-Policy": SITE})


def _wants_html(request: Request) -> bool:
    there = (*GRAPHS, HTML)
    return (acceptable(request.headers.get("accept", "text/turtle"), there) or ("",))[0] == HTML


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    headers = {"Retry-After": "5"} if error.status == 503 else {}
    if _wants_html(request):
        page = _page("error.html", error.status, message=error.message)
        page.headers.update(headers)
        return page
    return PlainTextResponse(error.message + "\n", error.status, headers)


async def _broken(request: Request, error: Exception) -> Response:
    return await _refused(request, Refused(500, str(error)))


async def _failed(request: Request, error: Exception) -> Response:
    return await _refused(request, Refused(500, FAILED))


async def _unreadable(request: Request, error: Exception) -> Response:
    if damage := damage_in(error):
        return await _broken(request, damage)
    raise error


async def _missing(request: Request, error: Exception) -> Response:
    return await _refused(request, Refused(404, f"there is nothing at {request.url.path}"))


async def _not_taken(request: Request, error: Exception) -> Response:
    answer = await _refused(request, Refused(405, f"{request.method} is not taken at {request.url.path}"))
    answer.headers.update((isinstance(error, HTTPException) and error.headers) or {})
    return answer


class Routes:
    """What is answered where."""

    def __init__(self, site: Site, origins: tuple[str, ...] = ()) -> None:
        """Keep the site, and the origins whose pages may show its previews."""
        self.site = site
        self.framing = " ".join(origins) or "'none'"
        self.reconciler = Reconciler(site.search, lambda: site.opened().reader)
        self._reconciling = asyncio.Semaphore(site.pool.size)
        self._drawn: dict[bool, tuple[Path, Path]] = {}  # the whole graph, or the best connected: generation, page
        self._drawing = threading.Lock()

    async def home(self, request: Request) -> Response:
        """The first page: what there is, and where."""
        return await run_in_threadpool(self._home)

    def _home(self) -> Response:
        now = self.site.opened()
        return _page("home.html", base=now.base, counts=now.counts(), ready=ready_queries().values())

    async def search(self, request: Request) -> Response:
        """Full-text search: a page for people, JSON for programs."""
        asked = request.query_params.get("q", "")[:500]
        offset = _number("offset", request.query_params.get("offset", "0"), MOST_OFFSET)
        hits = await run_in_threadpool(self.site.search, asked, 51, offset) if asked else []
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse([{"iri": h.iri, "field": h.field, "text": h.text} for h in hits[:50]])
        base = self.site.opened().base
        links = [(h, self._path(h.iri, base)) for h in hits[:50]]
        return _page(
            "search.html", asked=asked, hits=links, more=len(hits) > 50 and offset < MOST_OFFSET, offset=offset
        )

    def _path(self, iri: str, base: str) -> str | None:
        """Return the address that leads to a resource: its page here, or on the web; none for what must not be a link."""
        return _quoted("/id/" + iri.removeprefix(base)) if iri.startswith(base) else web_link(iri)

    async def resource(self, request: Request) -> Response:
        """A resource at its own IRI: HTML for people, RDF for programs."""
        now = await run_in_threadpool(self.site.opened)
        raw = request.scope.get("raw_path", request.url.path.encode()).decode("ascii", "replace")
        own = urlsplit(now.base).path
        rest = raw.removeprefix("/id/") if raw.startswith("/id/") else raw.removeprefix(own)
        found = await run_in_threadpool(self._found, now, rest)
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
            return _sent(await while_connected(request, self.site.pool.run(job)), headers)
        page = await run_in_threadpool(self._resource, now, found)
        page.headers.update(headers)
        return page

    def _found(self, now: Opened, rest: str) -> str | None:
        """Return the IRI that a path means: as it was written, or with its percent-encoding undone where that is known."""
        return next((iri for r in _spellings(rest) if now.reader.exists(iri := now.base + r)), None)

    def _resource(self, now: Opened, iri: str) -> Response:
        path = lambda other: self._path(other, now.base)  # noqa: E731
        if now.reader.is_article(iri):
            return self._article(now, iri)
        return _page("resource.html", page=now.reader.resource(iri), path=path)

    def _article(self, now: Opened, iri: str) -> Response:
        records = self.site.records
        record = record_beside(records, iri.removeprefix(now.base)) if records else None
        article = read_article(now.store, iri, record)
        return HTMLResponse(render_article(article, lambda other: self._path(other, now.base), True))

    async def network(self, request: Request) -> Response:
        """The network view: of the graph's best connected, or (?whole) of all, drawn once for each generation, or (?of=IRI) around one resource."""
        asked = request.query_params
        if asked.get("of"):
            return await run_in_threadpool(self._around, asked["of"])
        return await run_in_threadpool(self._network, "whole" in asked)

    def _around(self, iri: str) -> Response:
        now = self.site.opened()
        if not now.reader.exists(iri):
            raise Refused(404, f"the graph states nothing about {iri}")
        network = most_connected(read_network(around(now.store, iri)), MOST_DRAWN)
        page = render(network, title=f"{now.reader.label(iri)} · kg", base=now.base, start=iri, site="/id/")
        return HTMLResponse(page)

    def _network(self, whole: bool) -> Response:
        now = self.site.opened()
        more = "" if whole or not has_explorer() else "?whole"
        with self._drawing:
            if self._drawn.get(whole, (None,))[0] != now.path:
                target = self.site.pool.folder / f"network-{whole}.html"
                limit = LARGE if whole else SMALL
                graph = Outline.of(now.store)
                write_network(graph, target, title="新闻知识图谱 · kg", limit=limit, site="/id/", whole=more)
                self._drawn[whole] = now.path, target
        return FileResponse(self._drawn[whole][1], media_type="text/html; charset=utf-8")

    async def drawing(self, request: Request) -> Response:
        """The library that draws networks, out of pyvis's own package."""
        return FileResponse(vis_network(), media_type="text/javascript; charset=utf-8")

    async def ontology(self, request: Request) -> Response:
        """The ontology: a page for people, Turtle for programs."""
        if _wants_html(request):
            return HTMLResponse(await run_in_threadpool(self._documentation, self.site.opened()))
        texts = [
            p.read_text("utf-8")
            for p in sorted(ontology_folder().glob("*.ttl"))
            if p.stem in {"kg", "events", "alignments", "shapes"}
        ]
        return PlainTextResponse("\n".join(texts), media_type="text/turtle; charset=utf-8")

    @cache  # noqa: B019 - one Routes object lives as long as the server, and a generation never changes
    def _documentation(self, now: Opened) -> str:
        return documentation(now.store)

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
        found = await run_in_threadpool(self._found, now, request.query_params.get("id", ""))
        if found is None:
            raise Refused(404, "there is no such entity")
        page = _page("preview.html", page=await run_in_threadpool(now.reader.resource, found))
        page.headers["Content-Security-Policy"] = SITE.replace(
            "frame-ancestors 'none'", f"frame-ancestors {self.framing}"
        )
        return page

    async def graphs(self, request: Request) -> Response:
        """SPARQL 1.1 Graph Store HTTP Protocol (W3C 2013), the reading part."""
        fields = request.query_params
        if not fields:
            raise Refused(400, "name a graph: ?graph=IRI, or ?default")
        if ("graph" in fields) == ("default" in fields) or len(fields.getlist("graph")) > 1:
            raise Refused(400, "name one graph: ?graph=IRI, or ?default")
        wanted = acceptable(request.headers.get("accept", ""), tuple(GRAPHS))
        name = _resolved(str(request.url), fields["graph"]) if fields.get("graph") else ""
        return await self._graph(request, name, wanted)

    async def graph(self, request: Request) -> Response:
        """A graph whose name is the address of the request (direct graph identification)."""
        return await self._graph(
            request, str(request.url), acceptable(request.headers.get("accept", ""), tuple(GRAPHS))
        )

    async def _graph(self, request: Request, name: str, wanted: tuple[str, ...]) -> Response:
        now = await run_in_threadpool(self.site.opened)
        job = Job("graph", str(now.path), name, graphs=wanted)
        return _sent(await while_connected(request, self.site.pool.run(job)), {"Vary": "Accept"})

    async def sparql(self, request: Request) -> Response:
        """SPARQL 1.1 Protocol (W3C 2013): queries by GET, by POST of a form, and by POST of the query itself."""
        asked = await operation_of(request, "update" in self.site.allowed)
        if asked is None:
            return await self._without_query(request)
        text, fields = asked
        now = await run_in_threadpool(self.site.opened)
        if "update" in fields:
            return await self._update(request, now, text, fields)
        accept = request.headers.get("accept", "")
        job = Job(
            "query",
            str(now.path),
            text,
            acceptable(accept, tuple(RESULTS)),
            acceptable(accept, tuple(GRAPHS)),
            tuple(fields.get("default-graph-uri", ())),
            tuple(fields.get("named-graph-uri", ())),
            str(request.url.replace(query="")),
        )
        return _sent(await while_connected(request, self.site.pool.run(job)), {"Vary": "Accept"})

    async def _update(self, request: Request, now: Opened, text: str, fields: Mapping[str, list[str]]) -> Response:
        origin = request.headers.get("origin")
        if origin is not None and not is_own(origin, request.headers.get("host", "")):
            raise Refused(403, "updates are not taken from pages of other sites")
        using, named = (tuple(fields.get(f"using-{kind}-uri", ())) for kind in ("graph", "named-graph"))
        endpoint = str(request.url.replace(query=""))
        job = Job("update", str(now.path), text, (), (), using, named, endpoint)
        await self.site.pool.run(job)
        return Response(status_code=204)

    async def _without_query(self, request: Request) -> Response:
        """The editor for people, the service description (W3C 2013) for programs."""
        accept = request.headers.get("accept", "")
        wanted = acceptable(accept, (*GRAPHS, HTML))
        if wanted and wanted[0] == HTML:
            ready = [
                {"name": q.name, "title": q.title, "text": _shown(q.text, q.parameters)}
                for q in ready_queries().values()
            ]
            return _page("sparql.html", ready=ready, prefixes=PREFIXES, base=self.site.opened().base)
        if not wanted:
            raise Refused(406, f"it comes as: {', '.join((*GRAPHS, HTML))}")
        endpoint = str(request.url.replace(query=""))
        now = await run_in_threadpool(self.site.opened)
        body = await run_in_threadpool(described, endpoint, now.store, wanted[0])
        return Response(body, media_type=wanted[0], headers={"Vary": "Accept"})


def _shown(text: str, parameters: tuple[str, ...]) -> str:
    for name in parameters:
        text = text.replace("{{" + name + "}}", '""')
    used = [p for p in PREFIXES if f"{p}:" in text]
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in used) + text.strip()


def _number(name: str, text: str, most: int) -> int:
    if not DIGITS.fullmatch(text) or int(text) > most:
        raise Refused(400, f"{name} is a number from 0 to {most}")
    return int(text)


def _without_callback(fields: Mapping[str, str]) -> None:
    if "callback" in fields:  # JSONP: a script that any page could load
        raise Refused(400, "JSONP is not answered: start the server with --cors ORIGIN, and ask for JSON")


def _resolved(address: str, name: str) -> str:
    try:
        return urljoin(address, name)
    except ValueError:
        raise Refused(400, f"{name} is no IRI") from None


def _spellings(rest: str) -> list[str]:
    """Return the ways in which a path may be written in an IRI: as sent, with Chinese decoded, with all decoded."""
    keep = "".join(c if ord(c) > 127 else quote(c, safe="") for c in unquote(rest))
    parts = "/".join(segment(unquote(p)) for p in rest.split("/"))
    return list(dict.fromkeys([rest, parts, unquote(rest), keep]))


def _describe(iri: str) -> str:
    return f"CONSTRUCT {{ <{iri}> ?p ?o . ?s ?q <{iri}> }} WHERE {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} }}"


def _sent(answer: Answer, headers: Mapping[str, str]) -> Response:
    media = answer.media + ("; charset=utf-8" if answer.media.startswith("text/") else "")
    if answer.file is None:
        return Response(answer.body, media_type=media, headers=dict(headers))
    done = BackgroundTask(answer.file.unlink, missing_ok=True)
    return FileResponse(answer.file, media_type=media, headers=dict(headers), background=done)
