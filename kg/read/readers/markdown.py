"""Markdown: front matter is metadata; one article, or one per heading where a file holds many; markup is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import Problem
from kg.model import Metadata
from kg.read import limits
from kg.read.dates import parse_date
from kg.read.decode import decode
from kg.read.document import Document, Found, Item, Reader, ReadOptions, too_long, with_title
from kg.read.fields import columns_of, with_byline
from kg.read.markup import is_markup, text_of_markup, without_comments
from kg.read.metadata import from_fields, merge
from kg.read.sections import Section, articles_of, whole_of

FRONT = re.compile(r"\A\s*(?P<mark>---|\+\+\+)[ \t]*\n(?P<fields>.*?)\n(?P=mark)[ \t]*(?:\n|\Z)", re.DOTALL)
FIELD = re.compile(r"^(?P<name>[^\s:=#-][^:=\n]{0,60}?)[ \t]*[:=][ \t]*(?P<value>.*)$", re.MULTILINE)
HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})(?P<title>[^#\n][^\n]*)?$", re.MULTILINE)
UNDERLINED = re.compile(r"^(?P<title>[^\n]+)\n(?P<line>=+|-{3,})[ \t]*$", re.MULTILINE)
FENCE = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
IMAGE = re.compile(r"!\[[^\]\n]{0,300}\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,300}\])")
LINK = re.compile(r"\[(?P<text>[^\[\]\n]{0,300})\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,300}\])")
LINK_LINE = re.compile(r"^[ \t>*\-|]*(?:\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)[ \t|、，,.。]*)+$", re.MULTILINE)
DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]{1,300}\]:[ \t]*\S.*$", re.MULTILINE)
BARE_ADDRESS = re.compile(r"<?https?://[^\s<>一-鿿，。）)]+>?")
RULE = re.compile(r"^ {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$", re.MULTILINE)
QUOTE_OR_BULLET = re.compile(r"^[ \t]*(?:>[ \t]?|[*+-][ \t]+)+", re.MULTILINE)
EMPHASIS = re.compile(r"(\*\*\*|\*\*|\*|___|__|~~|`)(?=\S)(?P<inside>[^\n]{0,300}?\S)\1")


def read(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the article of a file, or one for each heading; the locator is then the number of the article."""
    data = document.whole(limits.LARGEST)
    decoded = decode(data) if data is not None else None
    if data is None:
        yield too_long(document.name)
        return
    if decoded is None:
        yield Problem(document.name, "read", "undecodable", "is not text in UTF-8, UTF-16, GB18030 or Big5; left out")
        return
    fields, text = _front_matter(decoded.text)
    columns = columns_of(fields, options)
    stated = {ours: fields[theirs] for ours, theirs in columns.names.items() if theirs in fields}
    problems: list[Problem] = []
    own = from_fields(stated, document.name, problems.append, options.zone)
    yield from problems
    sections = _sections(without_comments(FENCE.sub("", text)))
    items = articles_of(sections)
    if len(items) < 2:
        title, body = whole_of(sections, own.title)
        own = merge(Metadata(title=title or None), own)
        yield Item(with_title(own.title, with_byline(stated.get("author", ""), body)), own, None, decoded.encoding)
        return
    date = own.date or parse_date(" ".join(s.title for s in sections if s.level == 1))
    for number, item in enumerate(items, 1):
        known = Metadata(date, own.source, item.title, own.url, own.jurisdiction, own.page)
        yield Item(with_title(item.title, item.body), known, str(number), decoded.encoding)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the fields of the front matter (YAML or TOML, values of one line) and the text after it."""
    m = FRONT.match(text)
    if not m or not FIELD.search(m["fields"]):
        return {}, text
    fields = {f["name"].strip(): f["value"].strip().strip("\"'") for f in FIELD.finditer(m["fields"])}
    return {k: v for k, v in fields.items() if v and v[0] not in "[{|>"}, text[m.end() :]


def _sections(text: str) -> list[Section]:
    """Divide a text at its headings; the text before the first is a section of level 0."""
    text = UNDERLINED.sub(lambda m: f"{'#' if m['line'][0] == '=' else '##'} {m['title']}", text)
    sections = []
    level, title, start = 0, "", 0
    for m in [*HEADING.finditer(text), None]:
        body = _plain(text[start : m.start() if m else len(text)])
        if level or body:
            sections.append(Section(level, title, body))
        if m:
            level, title, start = len(m["marks"]), _plain((m["title"] or "").rstrip(" \t#")).replace("\n", " "), m.end()
    return sections


def _plain(text: str) -> str:
    """Return Markdown as plain text: no links that stand alone, images, addresses, markup."""
    for pattern in (IMAGE, LINK_LINE, DEFINITION, RULE):
        text = pattern.sub("", text)
    text = LINK.sub(lambda m: m["text"], text)
    text = QUOTE_OR_BULLET.sub("", BARE_ADDRESS.sub("", text))
    text = EMPHASIS.sub(lambda m: m["inside"], text)
    if is_markup(text):
        text = "\n\n".join(text_of_markup(block) for block in re.split(r"\n\s*\n", text))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"\\([\\`*_{}\[\]()#+\-.!|>~])", r"\1", text)).strip()


READER = Reader("Markdown", (".md", ".markdown", ".mkd"), read)
