"""Parsing of XML and HTML with lxml, the only module that loads it: no network, no entities, no error but `ValueError`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

PARAGRAPHS = frozenset(
    {"p", "br", "paragraph", "para", "li", "div", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "section", "l", "head"}
)


def parse_xml(data: bytes) -> Any:
    """Return the root element of an XML document; damaged ones are repaired. Raises ValueError if nothing is left."""
    from lxml import etree

    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as e:
        raise ValueError(str(e)[:80]) from e
    if root is None:
        raise ValueError("it has no element")
    return root


def parse_html(text: str) -> Any:
    """Return the root element of an HTML page. Raises ValueError for an empty one."""
    from lxml import etree, html

    parser = html.HTMLParser(
        recover=True, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError, RecursionError) as e:
        raise ValueError(str(e)[:80]) from e
    return root


def local_name(element: Any) -> str:
    """Return an element's name without namespace, in lower case; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def children(element: Any, *names: str) -> Iterator[Any]:
    """Yield the children with one of the names; all children where no name is given."""
    for child in element:
        if (name := local_name(child)) and (not names or name in names):
            yield child


def descendants(element: Any, *names: str) -> Iterator[Any]:
    """Yield the element itself and those inside that have one of the names, in document order."""
    for inside in element.iter():
        if local_name(inside) in names:
            yield inside


def first(element: Any, *names: str) -> Any:
    """Return the first descendant with the first of the names that occurs, or None."""
    for name in names:
        for found in descendants(element, name):
            return found
    return None


def text_in(element: Any, blocks: frozenset[str] = PARAGRAPHS) -> str:
    """Return the text inside an element, with a line for each block, and spaces folded."""
    if element is None:
        return ""
    parts: list[str] = []
    _collect(element, blocks, parts)
    lines = (
        " ".join(line.split()) if line.isascii() else line.strip(" \t\r\xa0") for line in "".join(parts).split("\n")
    )
    return "\n".join(line for line in lines if line.strip("　 "))


def _collect(root: Any, blocks: frozenset[str], parts: list[str]) -> None:
    """Append the pieces of text in document order; not recursive, as documents can be deep."""
    from lxml import etree

    for event, element in etree.iterwalk(root, events=("start", "end")):
        is_block = local_name(element) in blocks
        if event == "start":
            if is_block:
                parts.append("\n")
            if isinstance(element.tag, str) and element.text:
                parts.append(_folded(element.text))
        else:
            if is_block:
                parts.append("\n")
            if element is not root and element.tail:
                parts.append(_folded(element.tail))


def _folded(text: str) -> str:
    """Fold line breaks of the source of a document, which mean nothing: none between Chinese characters, else a space."""
    if "\n" not in text and "\r" not in text:
        return text
    lines = [line.strip(" \t\r") for line in text.split("\n")]
    joined = lines[0]
    for line in lines[1:]:
        ascii_ends = joined[-1:].isascii() and line[:1].isascii() and joined[-1:] and line[:1]
        joined += (" " if ascii_ends else "") + line
    return joined
