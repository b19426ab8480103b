"""The SPARQL 1.1 Protocol with its editor and service description, and the Graph Store HTTP Protocol (W3C 2013)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from urllib.parse import urljoin

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.graph.query import ReadyQuery, ready_queries
from kg.serve.cancelling import while_connected
from kg.serve.description import described
from kg.serve.formats import GRAPHS, HTML, RESULTS, acceptable
from kg.serve.languages import Words, words_for
from kg.serve.origins import is_own
from kg.serve.protocol import operation_of
from kg.serve.responses import page, sent
from kg.serve.site import Opened, Site
from kg.serve.workers import Job, Refused
from kg.vocab import PREFIXES

PARAMETERS = {"person": "人物", "organisation": "机构", "name": "名称", "title": "标题"}
EDITOR = files("kg.serve") / "static" / "editor" / "yasqe.min.js"  # where npm was there at the installation
NARROWED = re.compile(r" \([^)]*\)$")
EXAMPLE = """\
SELECT ?人 ?职务 ?机构 WHERE {
  ?p a kg:Person ; skos:prefLabel ?人 ; kg:holdsPosition ?position .
  ?position kg:positionTitle ?职务 ; kg:positionAt/skos:prefLabel ?机构 .
} LIMIT 50"""


class SparqlRoutes:
    """Queries, updates and named graphs."""

    def __init__(self, site: Site) -> None:
        """Keep the site."""
        self.site = site

    def table(self) -> list[BaseRoute]:
        """Return the routes."""
        return [
            Route("/sparql", self.sparql, methods=["GET", "POST"]),
            Route("/sparql/", self.sparql, methods=["GET", "POST"]),
            Route("/graphs", self.graphs, methods=["GET"]),
            Route("/graphs/{rest:path}", self.graph, methods=["GET"]),
        ]

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
        return sent(await while_connected(request, self.site.pool.run(job)), {"Vary": "Accept"})

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
        return sent(await while_connected(request, self.site.pool.run(job)), {"Vary": "Accept"})

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
            t = words_for(request)
            ready = [_offered(q, t) for q in ready_queries().values()]
            example = _with_prefixes(EXAMPLE)
            now = await run_in_threadpool(self.site.opened)
            return page(
                request,
                "sparql.html",
                ready=ready,
                prefixes=PREFIXES,
                base=now.base,
                example=example,
                built=EDITOR.is_file(),
            )
        if not wanted:
            raise Refused(406, f"it comes as: {', '.join((*GRAPHS, HTML))}")
        endpoint = str(request.url.replace(query=""))
        now = await run_in_threadpool(self.site.opened)
        body = await run_in_threadpool(described, endpoint, now.store, wanted[0])
        return Response(body, media_type=wanted[0], headers={"Vary": "Accept"})


def _offered(q: ReadyQuery, t: Words) -> dict[str, object]:
    """Return a ready-made query as the page takes it: its text with the places of its parameters, and their names."""
    chinese, _, english = q.title.partition(" · ")
    labels = [t(PARAMETERS.get(p, p), p) for p in q.parameters]
    title = t(chinese, NARROWED.sub("", english) or chinese)
    return {
        "name": q.name,
        "title": title,
        "text": _with_prefixes(q.text),
        "parameters": q.parameters,
        "labels": labels,
    }


def _with_prefixes(text: str) -> str:
    used = [p for p in PREFIXES if f"{p}:" in text]
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in used) + text.strip()


def _resolved(address: str, name: str) -> str:
    try:
        return urljoin(address, name)
    except ValueError:
        raise Refused(400, f"{name} is no IRI") from None
