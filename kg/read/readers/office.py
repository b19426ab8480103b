"""Documents of word processors (DOCX, ODT, RTF) and old ones that are refused with advice (DOC, XLS)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
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
    text = _RtfText(encoding)
    for m in CONTROL.finditer(data):
        text.read(m)
    text.flush()
    return "".join(text.out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@dataclass(slots=True)
class _RtfText:
    """The text of an RTF document as far as it is read."""

    encoding: str
    out: list[str] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)  # bytes of the code page, which may take two for a character
    groups: list[tuple[bool, int]] = field(default_factory=list)  # the state outside each open group
    hidden: bool = False
    skip: int = 1  # characters that stand for one that is written by its number
    left: int = 0  # of them

    def read(self, m: re.Match[bytes]) -> None:
        """Read a control, a brace, or plain text."""
        hexadecimal, word, number, symbol, brace, plain = m.groups()
        if brace:
            self._group(brace == b"{")
        elif hexadecimal:
            self._byte(int(hexadecimal, 16))
        elif word:
            self._word(word.decode(), number)
        elif symbol == b"*":
            self.hidden = True
        elif symbol and not self.hidden and symbol in b"\\{}~":
            self.pending += b" " if symbol == b"~" else symbol
        elif plain and not self.hidden:
            self.pending += plain[self.left :]
            self.left = max(0, self.left - len(plain))

    def flush(self) -> None:
        """Decode the bytes that are pending."""
        if self.pending:
            try:
                self.out.append(self.pending.decode(self.encoding, "replace"))
            except LookupError:
                self.out.append(self.pending.decode("cp1252", "replace"))
            self.pending = bytearray()

    def _group(self, opens: bool) -> None:
        self.flush()
        if opens:
            self.groups.append((self.hidden, self.skip))
        else:
            self.hidden, self.skip = self.groups.pop() if self.groups else (False, 1)

    def _byte(self, value: int) -> None:
        if self.left:
            self.left -= 1
        elif not self.hidden:
            self.pending.append(value)

    def _word(self, name: str, number: bytes | None) -> None:
        if name in HIDDEN:
            self.hidden = True
        elif name == "uc":
            self.skip = min(int(number or 1), 10)
        elif not self.hidden and (written := self._written(name, number)):
            self.flush()
            self.out.append(written)

    def _written(self, name: str, number: bytes | None) -> str:
        if name == "u" and number:
            self.left = self.skip
            return _character(int(number))
        return "\n" if name in BREAKS else " " if name == "tab" else ""


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
