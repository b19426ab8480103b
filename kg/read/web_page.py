"""A web page: its main text, and title, date, source and author from what it states about itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from kg.read.dateline import OUTLET, parse_dateline
from kg.read.dates import CHINA, parse_time
from kg.read.main_text import in_furniture, letters_of, main_element, main_text
from kg.read.xml_tree import descendants, parse_html, text_in

MAX_ELEMENTS = 100_000
TITLE_PARTS = re.compile(r"\s*[_|｜—]+\s*|\s+-+\s+|-(?=[^-]*(?:网|报|新闻|资讯|频道|门户|中心|社)[^-]*$)")
SOURCE = re.compile(
    r"(?:来源|稿源|来自|來源|信息来源|文章来源)\s*[:：丨|]\s*(?P<source>[^\s|｜:：，。<>（）()【】]{2,24})"
)
AUTHOR = re.compile(
    r"(?:作者|撰文|文/|记者)(?:\s*[:：丨/]\s*|\s+|(?<=记者))(?P<author>[一-鿿]{2,4}(?:[ 、　][一-鿿]{2,4})*)(?![一-鿿])"
)
DATE = re.compile(
    r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*T?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?(?:\s*(?:Z|[+-]\d\d:?\d\d)(?!\d))?"
)
URL_DATE = re.compile(r"/((?:19|20)\d\d)[-/_]?([01]\d)[-/_]?([0-3]\d)(?=[/_.\-t]|\d)")
DATE_META = (
    "article:published_time", "datepublished", "publishdate", "pubdate", "publish-date", "publish_time", "publishtime", "publication_date", "og:release_date",
    "weibo: article:create_at", "weibo:article:create_at", "og:published_time", "apub:time", "_pubtime", "dc.date", "date", "firstpublished", "releasedate",
)  # fmt: skip
UPDATED = ("datemodified", "dateupdate", "article:modified_time", "og:updated_time")  # where a page has no other date
# Public accounts of WeChat give seconds since 1970, which a script of the page turns into words.
SECONDS = re.compile(r"\b(?:ct|create_?time|publish_?time)\s*[=:]\s*[\"']?(?P<seconds>1\d{9})\b", re.IGNORECASE)
TITLE_META = ("og:title", "twitter:title", "headline", "articletitle", "dc.title", "title")
SOURCE_META = (
    "source",
    "mediaid",
    "contentsource",
    "article:publisher",
    "publisher",
    "og:site_name",
    "application-name",
)
AUTHOR_META = ("author", "article:author", "dc.creator", "weibo: article:author")


@dataclass(frozen=True, slots=True)
class WebPage:
    """What a page states; `text` is empty for a page of lists or navigation."""

    title: str
    text: str
    date: date | None = None
    source: str | None = None
    author: str = ""
    url: str | None = None
    printed: str | None = None  # the page of the newspaper


def read_page(page: str, zone: tzinfo = CHINA) -> WebPage:
    """Return the article of a page. Raises ValueError for a page that is empty or has too many elements."""
    root = parse_html(page)
    if sum(1 for _ in zip(root.iter(), range(MAX_ELEMENTS + 1), strict=False)) > MAX_ELEMENTS:
        raise ValueError(f"it has more than {MAX_ELEMENTS:,} elements")
    stated = _stated(root)
    title = _title(root, stated)
    url = stated.get("canonical") or stated.get("og:url")
    around = _lines_around(root, title)
    found = main_element(root)
    text = main_text(found, title) if found is not None else ""
    return WebPage(
        title,
        text,
        _date(stated, around, root, url, zone),
        _source(stated, around),
        _author(stated, around),
        url if url and url.startswith(("http://", "https://")) else None,
        next((d.page for line in around if (d := parse_dateline(line)) and d.page), None),
    )


def _stated(root: Any) -> dict[str, str]:
    """Return what meta elements, links and JSON-LD state, by lower-case names; the first of a name counts."""
    stated: dict[str, str] = {}
    for meta in descendants(root, "meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if name and (value := (meta.get("content") or "").strip()):
            stated.setdefault(name, value)
    for link in descendants(root, "link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            stated.setdefault("canonical", link.get("href"))
    for script in descendants(root, "script"):
        if (script.get("type") or "").lower() == "application/ld+json" and script.text:
            for name, value in _linked_data(script.text):
                stated.setdefault(name, value)
        elif m := SECONDS.search(script.text or ""):
            stated.setdefault("seconds", m["seconds"])
    return stated


def _linked_data(text: str) -> Iterator[tuple[str, str]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return
    parts = found if isinstance(found, list) else [found]
    graph = [x for p in parts if isinstance(p, dict) and isinstance(p.get("@graph"), list) for x in p["@graph"]]
    for part in [*parts, *graph][:50]:
        if not isinstance(part, dict) or "article" not in str(part.get("@type", "")).lower():
            continue
        for theirs, ours in (("headline", "headline"), ("datePublished", "datepublished"), ("pubDate", "pubdate")):
            if isinstance(part.get(theirs), str):
                yield ours, part[theirs]
        for theirs in ("author", "publisher"):
            value = part.get(theirs)
            value = value[0] if isinstance(value, list) and value else value
            name = value.get("name") if isinstance(value, dict) else value
            if isinstance(name, str):
                yield theirs, name


def _title(root: Any, stated: dict[str, str]) -> str:
    """Return the headline: what the page states, as long as it fits the title of the window or a heading."""
    window = next((" ".join(text_in(t).split()) for t in descendants(root, "title")), "")
    headings = [" ".join(text_in(h).split()) for h in descendants(root, "h1", "h2") if not in_furniture(h)]
    headings = [h for h in headings if 4 <= len(h) <= 120]
    for heading in headings:
        if letters_of(heading) and letters_of(heading) in letters_of(window):
            return heading
    meta = next((stated[n] for n in TITLE_META if n in stated), "")
    return _without_site(meta or window) or (headings[0] if headings else "")


def _without_site(title: str) -> str:
    """Return the title of a window without the names of channel and site.

    >>> _without_site("云川大学揭牌_云川新闻网"), _without_site("云川大学揭牌 - 要闻 - 云川网")
    ('云川大学揭牌', '云川大学揭牌')
    """
    parts = [p.strip() for p in TITLE_PARTS.split(title) if p and p.strip()]
    if not parts:
        return title.strip()
    return parts[0] if len(parts[0]) >= 6 else max(parts, key=len)


def _lines_around(root: Any, title: str) -> list[str]:
    """Return the short lines of the page from the headline on, where date, source and author stand."""
    lines = [" ".join(line.split()) for line in text_in(root).split("\n")]
    key = letters_of(title)
    at = next((n for n, line in enumerate(lines) if key and letters_of(line) == key), None)
    if at is None:
        at = next(
            (n for n, line in enumerate(lines) if key and key in letters_of(line) and len(line) < len(title) + 40), 0
        )
    near = [*lines[at : at + 15], *lines[max(0, at - 4) : at]]
    return [line for line in near if len(line) <= 160]


def _date(stated: dict[str, str], around: list[str], root: Any, url: str | None, zone: tzinfo) -> date | None:
    for name in DATE_META:
        if name in stated and (found := parse_time(stated[name], zone)):
            return found
    for line in around:
        if (m := DATE.search(line)) and (found := parse_time(m.group(), zone)):
            return found
    for element in descendants(root, "time"):
        if found := parse_time(element.get("datetime") or text_in(element), zone):
            return found
    if m := URL_DATE.search(url or ""):
        return parse_time("-".join(m.groups()))
    first = DATE.search("\n".join(text_in(root).split("\n")[:400]))
    if first and (found := parse_time(first.group(), zone)):
        return found
    if "seconds" in stated:
        return datetime.fromtimestamp(int(stated["seconds"]), UTC).astimezone(zone).date()
    return next((found for name in UPDATED if name in stated and (found := parse_time(stated[name], zone))), None)


def _source(stated: dict[str, str], around: list[str]) -> str | None:
    for line in around:
        if m := SOURCE.search(line):
            return m["source"].removesuffix("举报")
        dateline = parse_dateline(line)
        if dateline and dateline.source:
            return dateline.source
    found = next(
        (stated[n] for n in SOURCE_META if stated.get(n, "").strip() and not stated[n].startswith("http")), None
    )
    found = re.sub(r"^来源[:：]\s*", "", found or "").strip()
    return found if 2 <= len(found) <= 30 else None


def _author(stated: dict[str, str], around: list[str]) -> str:
    for line in around:
        if m := AUTHOR.search(line):
            return "" if OUTLET.fullmatch(m["author"]) else m["author"]
    found = next((stated[n] for n in AUTHOR_META if n in stated), "")
    return (
        found
        if re.fullmatch(r"[一-鿿]{2,4}(?:[ 、,，][一-鿿]{2,4}){0,5}", found) and not OUTLET.fullmatch(found)
        else ""
    )
