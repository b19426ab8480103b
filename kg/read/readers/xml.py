"""XML: RSS and Atom feeds, TEI, NITF and NewsML-G2, and others whose elements have names of fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.errors import Problem
from kg.read.document import Document, Found, Reader, ReadOptions
from kg.read.fields import Records, columns_of, meaning
from kg.read.markup import is_markup, text_of_markup
from kg.read.xml_tree import children, descendants, first, local_name, parse_xml, text_in

LARGEST = 2**26  # bytes of a file
HTML = "http://www.w3.org/1999/xhtml"


def read(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the text of each article with its metadata; the locator is its id, or its number in the file."""
    data = document.whole(LARGEST)
    if data is None:
        yield Problem(document.name, "read", "too-large", f"is larger than {LARGEST // 2**20} MB; left out (divide it)")
        return
    try:
        root = parse_xml(data)
    except ValueError as e:
        yield Problem(document.name, "read", "broken-xml", f"is not valid XML: {e}; left out")
        return
    found = list(_articles(root, options))
    if not found:
        names = ", ".join(sorted({local_name(e) for e in list(root.iter())[:1000]} - {""})[:20])
        message = f"holds no article that is recognised: its elements are {names}; left out (--field text=NAME states which one is the text)"
        yield Problem(document.name, "read", "no-text", message)
        return
    records = Records(options)
    for number, fields in enumerate(found, 1):
        where = f"{document.name}#{number}" if len(found) > 1 else document.name
        yield from records.item(fields, where, str(number))


def _articles(root: Any, options: ReadOptions) -> Iterator[Mapping[str, str]]:
    """Yield the fields of each article, by the kind of document."""
    name = local_name(root)
    if name in {"rss", "rdf", "feed", "channel"}:
        yield from _feed(root)
    elif name in {"tei", "teicorpus", "tei.2"}:
        yield from (_tei(e) for e in descendants(root, "tei", "tei.2"))
    elif name == "nitf":
        yield _nitf(root)
    elif first(root, "newsitem") is not None and first(root, "inlinexml", "inlinedata") is not None:
        yield from _newsml(root)
    else:
        yield from _generic(root, options)


def _feed(root: Any) -> Iterator[Mapping[str, str]]:
    channel = text_in(first(root, "title"))
    for entry in descendants(root, "item", "entry"):
        parts = {local_name(c): c for c in reversed(list(children(entry)))}
        body = next((parts[n] for n in ("encoded", "content", "description", "summary") if n in parts), None)
        link = parts.get("link")
        yield _stated(
            title=_plain(parts.get("title")),
            text=_plain(body),
            date=next((text_in(parts[n]) for n in ("pubdate", "published", "date", "updated") if n in parts), ""),
            source=text_in(parts.get("source")) or channel,
            url=(link.get("href") or text_in(link)) if link is not None else "",
            author=text_in(first(parts["author"], "name") if len(parts.get("author", ())) else parts.get("author"))
            or text_in(parts.get("creator")),
        )


def _plain(element: Any) -> str:
    """Return the text of an element that holds markup, escaped or not."""
    text = text_in(element)
    return text_of_markup(text) if is_markup(text) or "&lt;" in text else text


def _tei(tei: Any) -> Mapping[str, str]:
    header = first(tei, "teiheader")
    body = next((b for t in children(tei, "text") for b in descendants(t, "body")), None)
    parts = header if header is not None else tei
    described = first(parts, "sourcedesc", "publicationstmt")
    day = first(described if described is not None else parts, "date")
    return _stated(
        title=text_in(first(parts, "title")),
        text=text_in(body),
        date=(day.get("when") or text_in(day)) if day is not None else "",
        source=text_in(first(parts, "publisher")),
        author=text_in(first(parts, "author")),
    )


def _nitf(root: Any) -> Mapping[str, str]:
    published, issued = first(root, "pubdata"), first(root, "date.issue", "story.date")
    day = published.get("date.publication") if published is not None else None
    return _stated(
        title=text_in(first(root, "hl1", "hedline", "title")),
        text=text_in(first(root, "body.content", "body")),
        date=day or (issued.get("norm") or text_in(issued) if issued is not None else ""),
        source=(published.get("name") or "") if published is not None else "",
        author=text_in(first(root, "byttl", "byline", "person")),
        id=(found.get("id-string") or "") if (found := first(root, "doc-id")) is not None else "",
    )


def _newsml(root: Any) -> Iterator[Mapping[str, str]]:
    for item in descendants(root, "newsitem"):
        content = first(item, "inlinexml", "inlinedata")
        body = first(content, "body.content", "body") if content is not None else None
        yield _stated(
            title=text_in(first(item, "headline", "hl1")),
            text=_plain(body if body is not None else content),
            date=text_in(first(item, "contentcreated", "firstcreated", "versioncreated")),
            source=text_in(first(item, "provider", "creditline")),
            author=text_in(first(item, "by", "byline")),
            id=item.get("guid") or "",
        )


def _generic(root: Any, options: ReadOptions) -> Iterator[Mapping[str, str]]:
    """Yield the fields of the elements whose children or attributes have names of fields, a text among them."""
    found: list[Any] = []
    for element in root.iter():
        if not isinstance(element.tag, str) or any(a in found for a in element.iterancestors()):
            continue
        if columns_of(_names(element), options).names.get("text"):
            found.append(element)
    yield from (_fields(e) for e in found)


def _names(element: Any) -> list[str]:
    own = [c.tag.rpartition("}")[2] for c in element if isinstance(c.tag, str)]
    return list(dict.fromkeys([*own, *(str(k).rpartition("}")[2] for k in element.attrib)]))[:100]


def _fields(element: Any) -> Mapping[str, str]:
    fields: dict[str, str] = {str(k).rpartition("}")[2]: str(v) for k, v in element.attrib.items()}
    for child in element:
        if isinstance(child.tag, str):
            name = child.tag.rpartition("}")[2]
            text = text_in(child)
            fields[name] = (
                f"{fields[name]}\n{text}" if name in fields and meaning(name) == "text" else fields.get(name) or text
            )
    return fields


def _stated(**fields: str) -> Mapping[str, str]:
    return {name: value for name, value in fields.items() if value}


def _recognises(document: Document) -> bool:
    start = document.start.lstrip("\ufeff \n\t")
    return start.startswith("<?xml") and HTML not in start[:2000] and "<html" not in start[:2000].lower()


READER = Reader("XML", (".xml", ".rss", ".atom", ".tei", ".nitf"), read, _recognises, True)
