"""Documents of word processors (DOCX, ODT, RTF) and old ones that are refused with advice (DOC, XLS)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.errors import Problem
from kg.model import Metadata
from kg.read import limits
from kg.read.decode import clean
from kg.read.document import Document, Found, Item, Reader, ReadOptions, too_long, with_title
from kg.read.sections import Section, articles_of
from kg.read.xml_tree import children, descendants, local_name
from kg.read.zipped import Package, opened

HEADING = re.compile(r"(?:Heading|heading|标题|Title)? ?(?P<level>[1-6])?|Title|标题")
SKIPPED = frozenset({"del", "deltext", "instrtext", "tracked-changes", "annotation", "note", "drawing", "pict"})


def broken(document: Document, kind: str, error: Exception) -> Problem:
    """Return the problem of a file that is no document of its kind."""
    return Problem(
        document.name, "read", "broken-document", f"is no {kind} document that can be read: {error}; left out"
    )


def read_docx(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the article of a Word document, or one for each heading where it holds many."""
    try:
        with opened(document) as package:
            root = package.xml("word/document.xml")
            title = _core_title(package)
        paragraphs = [(_level(p), text) for p in descendants(root, "p") if (text := _run_text(p)).strip()]
    except ValueError as e:
        yield broken(document, "Word", e)
        return
    yield from _divided(paragraphs, title)


def _level(paragraph: Any) -> int:
    """Return the level of a heading by its style; 0 for other paragraphs."""
    style = next((v for e in descendants(paragraph, "pstyle") for k, v in e.attrib.items() if k.endswith("}val")), "")
    m = HEADING.fullmatch(style)
    return (int(m["level"]) if m["level"] else 1) if m and style else 0


def _divided(paragraphs: list[tuple[int, str]], title: str | None) -> Iterator[Item]:
    """Yield the articles of paragraphs with the levels of headings; the locator of several is their number."""
    sections: list[Section] = []
    for level, text in paragraphs:
        if level or not sections:
            sections.append(Section(level, clean(text).strip() if level else "", "" if level else clean(text)))
        else:
            last = sections[-1]
            sections[-1] = Section(last.level, last.title, f"{last.body}\n{clean(text)}".strip())
    items = articles_of(sections)
    for number, item in enumerate(items, 1):
        yield Item(with_title(item.title, item.body), Metadata(title=item.title), str(number))
    if not items:
        yield Item(clean("\n".join(text for _, text in paragraphs)), Metadata(title=title))


def _core_title(package: Package) -> str | None:
    if "docProps/core.xml" not in package.names:
        return None
    found = next((e.text for e in descendants(package.xml("docProps/core.xml"), "title") if e.text), None)
    return found.strip() if found and found.strip() else None


def _run_text(paragraph: Any) -> str:
    """Return the text of a paragraph of Word: runs, tabs and breaks, without deletions and fields."""
    parts: list[str] = []
    for e in paragraph.iter():
        name = local_name(e)
        if name == "t" and not any(local_name(a) in SKIPPED for a in e.iterancestors()):
            parts.append(e.text or "")
        elif name == "tab":
            parts.append(" ")
        elif name in {"br", "cr"}:
            parts.append("\n")
    return "".join(parts)


def read_odt(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the text of an OpenDocument text."""
    try:
        with opened(document) as package:
            root = package.xml("content.xml")
        body = next(descendants(root, "text"), root)
        paragraphs = [(_outline(p), text) for p in descendants(body, "p", "h") if (text := open_text(p)).strip()]
    except ValueError as e:
        yield broken(document, "OpenDocument", e)
        return
    yield from _divided(paragraphs, None)


def _outline(paragraph: Any) -> int:
    """Return the level of a heading; 0 for other paragraphs."""
    stated = next((v for k, v in paragraph.attrib.items() if k.endswith("}outline-level")), "1")
    return (int(stated) if stated in {"1", "2", "3", "4", "5", "6"} else 1) if local_name(paragraph) == "h" else 0


def open_text(element: Any) -> str:
    """Return the text of a paragraph or cell of OpenDocument, in which elements stand for spaces, tabs and breaks."""
    parts = [element.text or ""]
    for child in children(element):
        name = local_name(child)
        if name == "s":
            parts.append(
                " "
                * min(int(next((v for k, v in child.attrib.items() if k.endswith("}c") and v.isdecimal()), "1")), 100)
            )
        elif name in {"tab", "line-break"}:
            parts.append(" " if name == "tab" else "\n")
        elif name not in SKIPPED:
            parts.append(open_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


CONTROL = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
HIDDEN = frozenset(
    {
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "object",
        "header",
        "footer",
        "headerl",
        "headerr",
        "footerl",
        "footerr",
        "listtable",
        "themedata",
        "datastore",
        "generator",
    }
)
BREAKS = frozenset({"par", "line", "sect", "page", "row", "cell"})


def read_rtf(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the text of an RTF document."""
    data = document.whole(4 * limits.LARGEST)
    yield too_long(document.name) if data is None else Item(clean(text_of_rtf(data)).strip())


def text_of_rtf(data: bytes) -> str:
    """Return the text of an RTF document.

    >>> text_of_rtf(rb"{\\rtf1\\ansicpg936{\\fonttbl{\\f0 A;}}\\u20113?\\'b4\\'a8\\par ab}")
    '云川\\nab'
    """
    codepage = re.search(rb"\\ansicpg(\d{3,5})", data[:2000])
    encoding = "gb18030" if not codepage or codepage[1] in {b"936", b"54936"} else f"cp{codepage[1].decode()}"
    out: list[str] = []
    pending = bytearray()  # bytes of the code page, which may take two for a character
    stack: list[tuple[bool, int]] = []
    hidden, skip, left = False, 1, 0

    def flush() -> None:
        nonlocal pending
        if pending:
            try:
                out.append(pending.decode(encoding, "replace"))
            except LookupError:
                out.append(pending.decode("cp1252", "replace"))
            pending = bytearray()

    for m in CONTROL.finditer(data):
        hexadecimal, word, number, symbol, brace, plain = m.groups()
        if brace == b"{":
            flush()
            stack.append((hidden, skip))
        elif brace == b"}":
            flush()
            hidden, skip = stack.pop() if stack else (False, 1)
        elif hexadecimal:
            if left:
                left -= 1
            elif not hidden:
                pending.append(int(hexadecimal, 16))
        elif word:
            name = word.decode()
            if name in HIDDEN:
                hidden = True
            elif name == "uc":
                skip = min(int(number or 1), 10)
            elif name == "u" and number and not hidden:
                flush()
                out.append(_character(int(number)))
                left = skip
            elif name in BREAKS and not hidden:
                flush()
                out.append("\n")
            elif name == "tab" and not hidden:
                flush()
                out.append(" ")
        elif symbol == b"*":
            hidden = True
        elif symbol and not hidden and symbol in b"\\{}~":
            pending += b" " if symbol == b"~" else symbol
        elif plain and not hidden:
            pending += plain[left:]
            left = max(0, left - len(plain))
    flush()
    return "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(number: int) -> str:
    number = number + 65536 if number < 0 else number
    return chr(number) if 0 <= number < 0x110000 else "\ufffd"


def refuse_old(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Report a file in the binary formats of Office before 2007, with what to do."""
    advice = "open it in LibreOffice or Office and save it as DOCX or XLSX, or run: soffice --convert-to docx FILE"
    yield Problem(
        document.name,
        "read",
        "old-format",
        f"is in the format of Office before 2007 (DOC, XLS, PPT); left out ({advice})",
    )


DOCX = Reader("Word", (".docx", ".docm"), read_docx, lambda document: "word/document.xml" in document.members)
ODT = Reader(
    "OpenDocument text",
    (".odt", ".ott"),
    read_odt,
    lambda document: document.head[30:300].startswith(b"mimetypeapplication/vnd.oasis.opendocument.text"),
)
RTF = Reader("RTF", (".rtf",), read_rtf, lambda document: document.head.startswith(b"{\\rtf"))
OLD = Reader(
    "old Office",
    (".doc", ".xls", ".ppt", ".wps"),
    refuse_old,
    lambda document: document.head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
)
