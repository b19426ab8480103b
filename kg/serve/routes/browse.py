"""Lists to browse, filter and download; positions and who held them; paths between entities; citations."""

from __future__ import annotations

import math
from datetime import date
from urllib.parse import quote, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kg.serve.addresses import find_meant, link_to
from kg.serve.browsing import LISTINGS, MOST, PER_PAGE, Listing
from kg.serve.citing import Cited, citations
from kg.serve.csv_files import csv_text
from kg.serve.drawing import bars, step_numbers
from kg.serve.languages import THEMES, words_for
from kg.serve.lists.histogram import Histogram, event_histogram
from kg.serve.lists.overview import overview
from kg.serve.lists.positions import holders_of, split_by_support
from kg.serve.lists.reading import QUOTED, SOURCE, Catalogue, Source, quoted
from kg.serve.lists.selection import UNDATED, Selection, of_articles
from kg.serve.responses import page
from kg.serve.site import Opened, Site
from kg.serve.workers import Refused

YEAR = 365 * 24 * 3600
PERIOD = ("since", "until", "month")
Condition = tuple[str, str, Selection]  # its name, its value in words, and the selection without it
FIELDS = ("since", "until", "sure")  # of the form that filters a list


class BrowseRoutes:
    """Pages of lists."""

    def __init__(self, site: Site) -> None:
        """Keep the site."""
        self.site = site

    def table(self) -> list[BaseRoute]:
        """Return the routes."""
        return [
            Route("/browse", self.contents, methods=["GET"]),
            Route("/browse/{what}", self.browse, methods=["GET"]),
            Route("/position", self.position, methods=["GET"]),
            Route("/paths", self.paths, methods=["GET"]),
            Route("/cite", self.cite, methods=["GET"]),
            Route("/settings", self.settings, methods=["GET"]),
        ]

    async def contents(self, request: Request) -> Response:
        """What there is to browse."""
        now = await run_in_threadpool(self.site.opened)
        return page(request, "browse.html", found=await run_in_threadpool(overview, now.catalogue), listings=LISTINGS)

    async def browse(self, request: Request) -> Response:
        """A list: a page of it with its facets, or all of it as CSV."""
        what = request.path_params["what"]
        if what not in LISTINGS:
            raise Refused(404, f"there are lists of: {', '.join(LISTINGS)}")
        given = request.query_params.multi_items()
        if any(name in FIELDS and not value for name, value in given):  # as a form sends what is not filled in
            asked = urlencode([(name, value) for name, value in given if value or name not in FIELDS])
            return RedirectResponse(request.url.path + (f"?{asked}" if asked else ""), 303)
        listing = LISTINGS[what]
        now = await run_in_threadpool(self.site.opened)
        selection = listing.selection(selection_of(request))
        if request.query_params.get("format") == "csv":
            return await run_in_threadpool(self._file, request, now, listing, selection, what)
        return await run_in_threadpool(self._page, request, now, listing, selection, what)

    def _file(self, request: Request, now: Opened, listing: Listing, s: Selection, what: str) -> Response:
        root = str(request.base_url).rstrip("/")
        rows = listing.rows(now.catalogue, s, -1, 0)
        text = csv_text(
            listing.write(rows, words_for(request), lambda iri: _absolute(root, link_to(iri, now.base)), now.base)
        )
        headers = {"Content-Disposition": f'attachment; filename="{what}.csv"'}
        return Response(text, media_type="text/csv; charset=utf-8", headers=headers)

    def _page(self, request: Request, now: Opened, listing: Listing, s: Selection, what: str) -> Response:
        c = now.catalogue
        total = listing.count(c, s)
        every = "all" in request.query_params
        number = number_of(request, "page", math.ceil(total / PER_PAGE))
        limit, offset = (MOST, 0) if every else (PER_PAGE, (number - 1) * PER_PAGE)
        t = words_for(request)
        address = f"/browse/{what}"
        chosen = _chosen(now, s)
        histogram = _histogram(now, what, s)
        return page(
            request,
            "list.html",
            what=what,
            listing=listing,
            s=s,
            address=address,
            total=total,
            rows=list(listing.rows(c, s, limit, offset)),
            facets=listing.facets(c, s),
            chosen=chosen,
            leads=[] if total else _leads(c, listing, s, chosen),
            number=number,
            every=every,
            steps=step_numbers(number, max(1, math.ceil(total / PER_PAGE))),
            most=MOST,
            offset=offset,
            histogram=histogram,
            drawn=bars(
                list(histogram.begun.items()), lambda p: s.within(p).address(address), t.month, histogram.running
            ),
            path=lambda iri: link_to(iri, now.base),
        )

    async def position(self, request: Request) -> Response:
        """Who held a position, from the first report to the last."""
        now = await run_in_threadpool(self.site.opened)
        title = request.query_params.get("title", "")[:200]
        organisation = request.query_params.get("at", "")[:2000]
        at = await run_in_threadpool(now.catalogue.named, organisation) if organisation else None
        if not title or (organisation and at is None):
            raise Refused(404, "name a position: ?title=… and, if it is of an organisation, &at=IRI")
        held = await run_in_threadpool(holders_of, now.catalogue, title, organisation)
        supported, once = split_by_support(held)
        return page(
            request,
            "position.html",
            title=title,
            at=at,
            held=held,
            supported=supported,
            once=once,
            path=lambda iri: link_to(iri, now.base),
        )

    async def paths(self, request: Request) -> Response:
        """How two entities are linked."""
        now = await run_in_threadpool(self.site.opened)
        return await run_in_threadpool(self._paths, request, now)

    def _paths(self, request: Request, now: Opened) -> Response:
        ends = [request.query_params.get(name, "")[:2000] for name in ("from", "to")]
        found = [find_meant(now, end) if end else None for end in ends]
        missing = [end for end, n in zip(ends, found, strict=True) if end and n is None]
        start, end = found
        paths = now.paths.find(start, end) if start and end and start != end else []
        return page(
            request,
            "paths.html",
            ends=ends,
            start=start,
            end=end,
            missing=missing,
            found=paths,
            path=lambda i: link_to(i, now.base),
        )

    async def cite(self, request: Request) -> Response:
        """Citations of an article or of a sentence in three styles."""
        now = await run_in_threadpool(self.site.opened)
        return await run_in_threadpool(self._cite, request, now)

    def _cite(self, request: Request, now: Opened) -> Response:
        asked = {name: request.query_params.get(name, "")[:2000] for name in ("article", "sentence", "statement")}
        said, source = _cited(now, asked)
        authors = tuple(sorted(now.reader.label(a) for a in now.reader.values(source.iri, "author")))
        cited = Cited(source, authors, said, now.version, date.today().isoformat())
        found = citations(cited)
        if request.query_params.get("format") == "bib":
            headers = {"Content-Disposition": 'attachment; filename="citation.bib"'}
            return Response(found[-1][1] + "\n", media_type="text/x-bibtex; charset=utf-8", headers=headers)
        return page(
            request, "cite.html", cited=cited, found=found, parts_of=asked, path=lambda iri: link_to(iri, now.base)
        )

    async def settings(self, request: Request) -> Response:
        """Keep the reader's language or theme in a cookie, and lead back."""
        asked = request.query_params
        answer = RedirectResponse(_local(asked.get("back", "/")), 303)
        for name, known in (("language", ("zh", "en")), ("theme", (*THEMES, "auto"))):
            if asked.get(name) in known:
                answer.set_cookie(name, asked[name], max_age=YEAR, samesite="lax", httponly=True)
        return answer


def selection_of(request: Request) -> Selection:
    """Return the selection of an address. Raises Refused where it is wrong."""
    try:
        return Selection.of(request.query_params.multi_items())
    except ValueError as e:
        raise Refused(400, str(e)) from None


def number_of(request: Request, name: str, most: int) -> int:
    """Return the number of a page, from 1 to the last."""
    text = request.query_params.get(name, "1")
    return min(max(int(text), 1), max(most, 1)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _chosen(now: Opened, s: Selection) -> list[Condition]:
    """Return the conditions of a selection."""
    found: list[Condition] = []
    for iri in s.about:
        rest = tuple(i for i in s.about if i != iri)
        found.append(("about", now.reader.label(iri), s.with_changes(about=rest)))
    if s.since and s.since == s.until:
        found.append(("month", s.since, s.with_changes(since="", until="")))
    else:
        found += [
            (name, getattr(s, name), s.with_changes(**{name: ""})) for name in ("since", "until") if getattr(s, name)
        ]
    for name in ("type", "place", "source", "dated", "sure", "relation", "title", "letter", "author"):
        if value := getattr(s, name):
            shown = now.reader.label(value) if name in ("place", "author") else value
            found.append((name, shown, s.with_changes(**{name: ""})))
    return found


def _leads(
    c: Catalogue, listing: Listing, s: Selection, chosen: list[Condition]
) -> list[tuple[str, str, Selection, int]]:
    """Return what would find something where a selection finds nothing: name, value in words, selection and count."""
    wider = [condition for condition in chosen if condition[0] not in PERIOD]
    if s.since or s.until:
        wider.insert(0, ("period", "", s.with_changes(since="", until="")))
        if listing.shown == "events" and not s.dated:
            wider.insert(1, ("reported", "", s.with_changes(dated=UNDATED)))
    counted = [(name, value, other, listing.count(c, other)) for name, value, other in wider]
    return [lead for lead in counted if lead[3]]


def _histogram(now: Opened, what: str, s: Selection) -> Histogram:
    """Return what of a list has which date; of lists without dates nothing."""
    if what == "events":
        return event_histogram(now.catalogue, s)
    if what != "articles":
        return Histogram()
    where, values = of_articles(s)
    counted = f"SELECT SUBSTR(a.day, 1, 7), COUNT(*) FROM article a WHERE {where} GROUP BY 1 ORDER BY 1"
    months = dict(now.catalogue.rows(counted, values))
    undated = months.pop("", 0)
    return Histogram(months, undated=undated)


def _cited(now: Opened, asked: dict[str, str]):  # type: ignore[no-untyped-def]
    if asked["sentence"]:
        rows = now.catalogue.rows(
            f"SELECT {QUOTED} FROM sentence s LEFT JOIN article a ON a.id = s.article "
            "LEFT JOIN evidence v ON v.sentence = s.id AND v.statement = ? WHERE s.iri = ?",
            (asked["statement"], asked["sentence"]),
        )
        if rows:
            said = quoted([*rows[0][:12], rows[0][12] or "", rows[0][13]])
            return said, said.source
    rows = now.catalogue.rows(f"SELECT {SOURCE} FROM article a WHERE a.iri = ?", (asked["article"],))
    if not rows:
        raise Refused(404, "name an article (?article=IRI) or a sentence (?sentence=IRI) of the graph")
    return None, Source(*rows[0])


def _absolute(root: str, path: str | None) -> str:
    return root + path if path and path.startswith("/") else path or ""


def _local(address: str) -> str:
    """Return an address of this site, else the first page."""
    parts = urlsplit(address)
    local = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return quote(address, safe="/:~!$&'()*+,;=@-._?%#") if local and address.isprintable() else "/"
