"""Search: entities, positions and texts for people; hits as JSON for programs."""

from __future__ import annotations

import math
import re

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kg.serve.addresses import link_to
from kg.serve.drawing import step_numbers
from kg.serve.lists.finding import find_entities, find_text
from kg.serve.lists.positions import find_positions
from kg.serve.responses import page
from kg.serve.routes.browse import number_of, selection_of
from kg.serve.site import Opened, Site
from kg.serve.workers import Refused

DIGITS = re.compile(r"[0-9]{1,9}")
MAX_OFFSET = 100_000  # hits passed over
ENTITIES, OF_KIND = 8, 200  # entities shown of all classes, and of the one that is asked for
ARTICLES = 20  # of a page


class SearchRoutes:
    """The search page."""

    def __init__(self, site: Site) -> None:
        """Keep the site."""
        self.site = site

    def table(self) -> list[BaseRoute]:
        """Return the routes."""
        return [Route("/search", self.search, methods=["GET"])]

    async def search(self, request: Request) -> Response:
        """Search by name, alias, pinyin, initials, position and words."""
        asked = request.query_params.get("q", "")[:500]
        offset = _number("offset", request.query_params.get("offset", "0"), MAX_OFFSET)
        if "application/json" in request.headers.get("accept", ""):
            hits = await run_in_threadpool(self.site.search, asked, 50, offset) if asked else []
            return JSONResponse([{"iri": h.iri, "field": h.field, "text": h.text} for h in hits])
        now = await run_in_threadpool(self.site.opened)
        return await run_in_threadpool(self._page, request, now, asked)

    def _page(self, request: Request, now: Opened, asked: str) -> Response:
        s = selection_of(request)
        kind = request.query_params.get("kind", "")[:40]
        found, kinds = find_entities(now.catalogue, asked, kind, OF_KIND if kind else ENTITIES)
        number = number_of(request, "page", MAX_OFFSET // ARTICLES)
        texts = find_text(now.catalogue, asked, s.with_changes(kind=""), ARTICLES, (number - 1) * ARTICLES)
        return page(
            request,
            "search.html",
            s=s.with_changes(kind=""),
            kind=kind,
            found=found,
            kinds=kinds,
            positions=find_positions(now.catalogue, asked) if not kind else [],
            texts=texts,
            number=number,
            steps=step_numbers(number, max(1, math.ceil(texts.total / ARTICLES))),
            path=lambda iri: link_to(iri, now.base),
        )


def _number(name: str, text: str, most: int) -> int:
    if not DIGITS.fullmatch(text) or int(text) > most:
        raise Refused(400, f"{name} is a number from 0 to {most}")
    return int(text)
