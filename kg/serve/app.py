"""The server's routes: /sparql, /graphs, pages at the resources' IRIs, /search, /network, /reconcile, /ontology."""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urljoin, urlsplit

from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import InputError
from kg.export.documentation import documentation
from kg.graph.neighbourhood import around
from kg.graph.query import ready_queries
from kg.integrity import damage_in
from kg.records import record_beside
from kg.serve.description import described
from kg.serve.formats import GRAPHS, HTML, RESULTS, acceptable
from kg.serve.lexing import calls_service, with_text_search
from kg.serve.protocol import body_of, operation_of
from kg.serve.reconciling import Reconciler
from kg.serve.site import Opened, Site
from kg.serve.updating import loads
from kg.serve.workers import Answer, Job, Refused
from kg.views.article import read_article
from kg.views.article_page import render_article, web_link
from kg.views.gather import read_network
from kg.views.network import most_connected
from kg.views.page import LARGE, SMALL, has_explorer, render, vis_network, write_network
from kg.views.part import Outline
from kg.vocab import PREFIXES, ontology_folder, segment

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
MOST_DRAWN = 300  # nodes of a neighbourhood


def make_app(site: Site, hosts: tuple[str, ...] = LOOPBACK) -> Starlette:
    """Return the application; requests to other hosts than `hosts` are refused (all are taken where it holds "*")."""
    routes = Routes(site)

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
        Mount("/static", StaticFiles(packages=[("kg.serve", "static")])),
        *(
            Route(path + "{rest:path}", routes.resource, methods=["GET"])
            for path in dict.fromkeys(["/id/", own or "/id/"])
        ),
    ]
    return Starlette(
        routes=table,
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts)),
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST"],
                allow_headers=["*"],
                expose_headers=["*"],
            ),
        ],
        exception_handlers={
            Refused: _refused,
            InputError: _broken,
            RuntimeError: _unreadable,
            OSError: _unreadable,
            404: _missing,
        },
        lifespan=lifespan,
    )


@cache
def _templates() -> Environment:
    found = Environment(loader=PackageLoader("kg.serve"), autoescape=select_autoescape(default=True))
    found.filters["path"] = _quoted
    return found


def _quoted(path: str) -> str:
    return quote(path, safe="/:~!$&'()*+,;=@-._")


FRAMELESS = {  # for pages that carry their policy with them: what a policy in a page cannot say
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def _page(name: str, status: int = 200, **values: object) -> HTMLResponse:
    text = _templates().get_template(name).render(**values)
    headers = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
    return HTMLResponse(text, status, headers)


def _drawn(page: str) -> HTMLResponse:
    return HTMLResponse(page, headers=FRAMELESS)


def _wants_html(request: Request) -> bool:
    there = (*GRAPHS, HTML)
    return (acceptable(request.headers.get("accept", "text/turtle"), there) or ("",))[0] == HTML


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    headers = {"Retry-After": "5"} if error.status == 503 else {}
    if _wants_html(request):
        page = _page("error.html", error.status, told=error.told)
        page.headers.update(headers)
        return page
    return PlainTextResponse(error.told + "\n", error.status, headers)


async def _broken(request: Request, error: Exception) -> Response:
    return await _refused(request, Refused(500, str(error)))


async def _unreadable(request: Request, error: Exception) -> Response:
    if damage := damage_in(error):
        return await _broken(request, damage)
    raise error


async def _missing(request: Request, error: Exception) -> Response:
    return await _refused(request, Refused(404, f"there is nothing at {request.url.path}"))


class Routes:
    """What is answered where."""

    def __init__(self, site: Site) -> None:
        """Keep the site."""
        self.site = site
        self.reconciler = Reconciler(site.search, lambda: site.opened().reader)
        self._drawn: dict[bool, tuple[Path, Path]] = {}  # the whole graph, or the best connected: generation, page
        self._drawing = threading.Lock()

    async def home(self, request: Request) -> Response:
        """The first page: what there is, and where."""
        return await run_in_threadpool(self._home)

    def _home(self) -> Response:
        now = self.site.opened()
        counts = self._counts(str(now.path))
        return _page("home.html", base=now.base, counts=counts, ready=ready_queries().values())

    @cache  # noqa: B019 - one Routes object lives as long as the server, and a generation never changes
    def _counts(self, generation: str) -> tuple[tuple[str, int], ...]:
        text = "SELECT ?k (COUNT(DISTINCT ?x) AS ?n) { VALUES ?k { kg:Person kg:Organisation kg:Place kg:Event kg:Award kg:Article } ?x a ?k } GROUP BY ?k"
        answer = self.site.pool.run(Job("query", generation, text, results=("application/sparql-results+json",)))
        body = answer.file.read_bytes() if answer.file else answer.body
        rows = json.loads(body)["results"]["bindings"]
        return tuple(sorted((r["k"]["value"].rsplit("#", 1)[1], int(r["n"]["value"])) for r in rows))

    async def search(self, request: Request) -> Response:
        """Full-text search: a page for people, JSON for programs."""
        asked = request.query_params.get("q", "")[:500]
        offset = _number(request.query_params.get("offset"), 0, 100_000)
        hits = await run_in_threadpool(self.site.search, asked, 51, offset) if asked else []
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse([{"iri": h.iri, "field": h.field, "text": h.text} for h in hits[:50]])
        base = self.site.opened().base
        links = [(h, self._path(h.iri, base)) for h in hits[:50]]
        return _page("search.html", asked=asked, hits=links, more=len(hits) > 50, offset=offset)

    def _path(self, iri: str, base: str) -> str:
        return "/id/" + iri.removeprefix(base) if iri.startswith(base) else iri

    async def resource(self, request: Request) -> Response:
        """A resource at its own IRI: HTML for people, RDF for programs."""
        now = await run_in_threadpool(self.site.opened)
        raw = request.scope.get("raw_path", request.url.path.encode()).decode("ascii", "replace")
        own = urlsplit(now.base).path
        rest = raw.removeprefix("/id/") if raw.startswith("/id/") else raw.removeprefix(own)
        found = await run_in_threadpool(self._found, now, rest)
        if found is None:
            raise Refused(404, f"the graph says nothing of {now.base}{unquote(rest)}")
        asked = request.query_params.get("format")
        there = (HTML, *GRAPHS)
        wanted = acceptable(request.headers.get("accept", ""), there) if not asked else (asked,)
        if not wanted or wanted[0] not in there:
            raise Refused(406, f"it comes as: {', '.join(there)}")
        headers = {"Vary": "Accept"}
        if wanted[0] != HTML:
            job = Job("query", str(now.path), _describe(found), graphs=(wanted[0],))
            return _sent(await run_in_threadpool(self.site.pool.run, job), headers)
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
        return _drawn(
            render_article(article, lambda other: web_link(other) and _quoted(self._path(other, now.base)), True)
        )

    async def network(self, request: Request) -> Response:
        """The network view: of the graph's best connected, or (?whole) of all, drawn once for each generation, or (?of=IRI) around one resource."""
        asked = request.query_params
        if asked.get("of"):
            return await run_in_threadpool(self._around, asked["of"])
        return await run_in_threadpool(self._network, "whole" in asked)

    def _around(self, iri: str) -> Response:
        now = self.site.opened()
        try:
            known = now.reader.exists(iri)
        except ValueError:  # no IRI at all
            known = False
        if not known:
            raise Refused(404, f"the graph says nothing of {iri}")
        network = most_connected(read_network(around(now.store, iri)), MOST_DRAWN)
        return _drawn(render(network, title=f"{now.reader.label(iri)} · kg", base=now.base, start=iri, site="/id/"))

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
        return FileResponse(self._drawn[whole][1], media_type="text/html; charset=utf-8", headers=FRAMELESS)

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

    @cache  # noqa: B019 - as above
    def _documentation(self, now: Opened) -> str:
        return documentation(now.store)

    async def reconcile(self, request: Request) -> Response:
        """The Reconciliation Service API."""
        fields = dict(request.query_params)
        if request.method == "POST":
            body = (await body_of(request)).decode("utf-8", "replace")
            fields |= {k: v[0] for k, v in parse_qs(body, keep_blank_values=True).items()}
        return JSONResponse(await run_in_threadpool(self.reconciler.answer, fields, str(request.base_url)))

    async def suggest(self, request: Request) -> Response:
        """The suggest services of the Reconciliation API."""
        kind = request.path_params["kind"]
        if kind not in {"entity", "type", "property"}:
            raise Refused(404, "there are suggestions of: entity, type, property")
        prefix = request.query_params.get("prefix", "")[:100]
        return JSONResponse(await run_in_threadpool(self.reconciler.suggest, kind, prefix))

    async def properties(self, request: Request) -> Response:
        """The properties that the data extension service offers."""
        return JSONResponse(self.reconciler.properties(request.query_params.get("type", "")))

    async def preview(self, request: Request) -> Response:
        """A small page of an entity, shown in a table's cell."""
        now = await run_in_threadpool(self.site.opened)
        found = await run_in_threadpool(self._found, now, request.query_params.get("id", ""))
        if found is None:
            raise Refused(404, "there is no such entity")
        page = _page("preview.html", page=await run_in_threadpool(now.reader.resource, found))
        page.headers["Content-Security-Policy"] = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
        return page

    async def graphs(self, request: Request) -> Response:
        """SPARQL 1.1 Graph Store HTTP Protocol (W3C 2013), the reading part."""
        fields = request.query_params
        if not fields:
            raise Refused(400, "name a graph: ?graph=IRI, or ?default")
        if ("graph" in fields) == ("default" in fields) or len(fields.getlist("graph")) > 1:
            raise Refused(400, "name one graph: ?graph=IRI, or ?default")
        wanted = acceptable(request.headers.get("accept", ""), tuple(GRAPHS))
        name = urljoin(str(request.url), fields["graph"]) if fields.get("graph") else ""
        return await self._graph(name, wanted)

    async def graph(self, request: Request) -> Response:
        """A graph whose name is the address of the request (direct graph identification)."""
        return await self._graph(str(request.url), acceptable(request.headers.get("accept", ""), tuple(GRAPHS)))

    async def _graph(self, name: str, wanted: tuple[str, ...]) -> Response:
        now = await run_in_threadpool(self.site.opened)
        job = Job("graph", str(now.path), name, graphs=wanted)
        return _sent(await run_in_threadpool(self.site.pool.run, job), {"Vary": "Accept"})

    async def sparql(self, request: Request) -> Response:
        """SPARQL 1.1 Protocol (W3C 2013): queries by GET, by POST of a form, and by POST of the query itself."""
        asked = await operation_of(request, "update" in self.site.allowed)
        if asked is None:
            return await self._without_query(request)
        text, fields = asked
        if "service" not in self.site.allowed and (calls_service(text) or loads(text)):
            raise Refused(400, "SERVICE calls and LOAD are off: start the server with --allow service")
        now = await run_in_threadpool(self.site.opened)
        if "update" in fields:
            return await self._update(request, now, text, fields)
        try:
            text = await run_in_threadpool(with_text_search, text, self.site.iris)
        except ValueError as e:
            raise Refused(400, str(e)) from e
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
        return _sent(await run_in_threadpool(self.site.pool.run, job), {"Vary": "Accept"})

    async def _update(self, request: Request, now: Opened, text: str, fields: Mapping[str, list[str]]) -> Response:
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != request.url.netloc:
            raise Refused(403, "updates are not taken from pages of other sites")
        using, named = (tuple(fields.get(f"using-{kind}-uri", ())) for kind in ("graph", "named-graph"))
        endpoint = str(request.url.replace(query=""))
        job = Job("update", str(now.path), text, (), (), using, named, endpoint)
        await run_in_threadpool(self.site.pool.run, job)
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


def _number(text: str | None, least: int, most: int) -> int:
    return max(least, min(most, int(text))) if text and text.isdigit() else least


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
