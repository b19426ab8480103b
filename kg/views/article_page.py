"""One article -> one HTML file: the text with its names coloured, and what is drawn from it beside.

It can be read without a script; the script marks a statement's sentence and words, and a sentence's statements. Everything
that stands in it is written through Jinja's or MarkupSafe's escaping.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from kg.views.labels import LOOKS, in_language, view_fragment
from kg.views.policy import policy
from kg.views.reading import CitedSentence, MentionSpan, Paragraph, Reading

Link = Callable[[str], str | None]
Words = Callable[[str, str], str]  # a text in Chinese and in English, to that in the language of the page
LINKED = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f]+", re.IGNORECASE)


def web_link(iri: str) -> str | None:
    """Return the address that an IRI leads to: itself where it is of the web or of mail, else none.

    >>> web_link("https://e.example/a"), web_link("javascript:alert(1)"), web_link(" http://e.example/")
    ('https://e.example/a', None, None)
    """
    return iri if LINKED.fullmatch(iri) else None


def render_article(article: Reading, link: Link = web_link, here: str = "", language: str = "", theme: str = "") -> str:
    """Return the page of an article; `link` gives the address of an entity.

    `here` is the page's address on a site, whose navigation then stands above; `language` that of the page's own words, ""
    for both; `theme` is "light", "dark", or "" for the browser's.
    """
    t = partial(in_language, language)
    style, script = _asset("template/article.css"), _asset("bundle/article.js")
    style = _colours() + style
    return _template().render(
        a=article,
        paragraphs=[(p.part, _paragraph(article, p, link, t)) for p in article.paragraphs],
        counts=Counter(t.kind for t in article.entities),
        looks=LOOKS,
        link=link,
        web_link=web_link,
        site=bool(here),
        here=quote(here, safe=""),
        t=t,
        language=language,
        theme=theme,
        view=view_fragment(language, theme),
        policy=policy(style, [script]),
        style=Markup(style),
        script=Markup(script),
    )


@cache
def _template() -> Template:
    loader = PackageLoader("kg.views", "template")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("article.html")


@cache
def _asset(name: str) -> str:
    return (files("kg.views") / name).read_text(encoding="utf-8")


def _colours() -> str:
    """Return the colours of the classes as a style."""
    light, dark = ("".join(f"--{k.kind}:{c};" for k, c in rows) for rows in zip(*_pairs(), strict=True))
    own = "".join(f".{k.kind}{{--kind:var(--{k.kind})}}" for k in LOOKS)
    unless = f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{dark}}}}}'
    return f':root{{{light}}}{unless}:root[data-theme="dark"]{{{dark}}}{own}\n'


def _pairs() -> Iterator[tuple[tuple, tuple]]:  # type: ignore[type-arg]
    for look in LOOKS:
        yield (look, look.light), (look, look.dark)


@dataclass(frozen=True, slots=True)
class _Mark:
    """An element around `text[start:end]`."""

    start: int
    end: int
    before: Markup
    after: Markup


def _paragraph(article: Reading, paragraph: Paragraph, link: Link, t: Words) -> Markup:
    marks = [*_sentences(article, t), *_names(article, link), *_triggers(article)]
    inside = [m for m in marks if paragraph.start <= m.start < m.end <= paragraph.end]
    return _nested(article.text, paragraph.start, paragraph.end, _without_crossing(inside))


def _sentences(article: Reading, t: Words) -> Iterator[_Mark]:
    drawn = {}
    for place, group in reversed(list(enumerate(article.groups, 1))):
        for n in group.all_sentences:
            drawn[n] = place
    for n, s in enumerate(article.sentences):
        before = Markup('<span class="sentence" id="s{}" data-n="{}" title="{}">').format(n + 1, n, where(s, t))
        number = Markup('<a class="at" href="#t{}" aria-label="{}">{}</a>')
        said = t(f"由第 {n + 1} 句得出", f"drawn from sentence {n + 1}")
        after = number.format(drawn[n], said, n + 1) if n in drawn else Markup("")
        yield _Mark(s.start, s.end, before, after + Markup("</span>"))


REGION = re.compile(r"page=(\d+)&box=(-?\d+),(-?\d+),(-?\d+),(-?\d+)")


def where(sentence: CitedSentence, t: Words = partial(in_language, "")) -> str:
    """Return where a sentence stands: its extent in the source, and on which part of a printed page.

    >>> where(CitedSentence("s", 0, 5, (10, 15), ("page=2&box=40,700,180,760",)))
    '10–15; 第 2 页 page 2 (40,700)–(180,760) pt'
    """
    found = [m.groups() for r in sentence.regions if (m := REGION.fullmatch(r))]
    places = [f"{t(f'第 {page} 页', f'page {page}')} ({a},{b})–({c},{d}) pt" for page, a, b, c, d in found]
    return "; ".join(["{}–{}".format(*sentence.source), *places])


def _names(article: Reading, link: Link) -> Iterator[_Mark]:
    outer = _Outer(article.mentions)
    for mention in article.mentions:
        entity = article.entities[mention.entity]
        to = link(entity.iri) if outer.is_outermost(mention) else None
        kind = f"named {entity.kind}{' reference' if mention.reference else ''}"
        shared = Markup('class="{}" data-e="{}" title="{}"').format(kind, mention.entity, entity.label)
        if to:
            yield _Mark(mention.start, mention.end, Markup('<a {} href="{}">').format(shared, to), Markup("</a>"))
        else:
            yield _Mark(mention.start, mention.end, Markup("<span {}>").format(shared), Markup("</span>"))


class _Outer:
    """Finds the names that no other name contains: links cannot be nested."""

    def __init__(self, mentions: Iterable[MentionSpan]) -> None:
        self._outermost = set()
        reached = 0
        for n in sorted(mentions, key=lambda n: (n.start, -n.end)):
            if n.start >= reached:
                self._outermost.add(n)
                reached = n.end

    def is_outermost(self, mention: MentionSpan) -> bool:
        return mention in self._outermost


def _triggers(article: Reading) -> Iterator[_Mark]:
    for place in sorted({place for group in article.groups for place in group.triggers}):
        numbers = " ".join(str(n) for n, group in enumerate(article.groups, 1) if place in group.triggers)
        yield _Mark(*place, Markup('<em class="trigger" data-t="{}">').format(numbers), Markup("</em>"))


def _without_crossing(marks: Iterable[_Mark]) -> list[_Mark]:
    """Return the marks from the outside in, without those that cross one before or mark the same a second time."""
    kept: list[_Mark] = []
    open_: list[_Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        while open_ and open_[-1].end <= mark.start:
            open_.pop()
        if open_ and mark.end > open_[-1].end:
            continue
        open_.append(mark)
        kept.append(mark)
    return kept


def _nested(text: str, start: int, end: int, marks: list[_Mark]) -> Markup:
    """Return the text with its marks, which stand from the outside in."""
    written, at, number = Markup(""), start, 0
    while number < len(marks):
        mark = marks[number]
        inner = []
        number += 1
        while number < len(marks) and marks[number].start < mark.end:
            inner.append(marks[number])
            number += 1
        written += escape(text[at : mark.start]) + mark.before + _nested(text, mark.start, mark.end, inner) + mark.after
        at = mark.end
    return written + escape(text[at:end])
