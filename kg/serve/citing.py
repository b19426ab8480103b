"""Citations of an article, and of a sentence in it: GB/T 7714-2015, APA (7th edition) and BibTeX."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.serve.lists.reading import Quoted, Source

SPECIAL = re.compile(r"([\\{}%&$#_~^])")
LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: an article, who wrote it, a sentence of it (None: all), the graph's version, and today."""

    source: Source
    authors: tuple[str, ...]
    quoted: Quoted | None
    version: str
    today: str


def citations(cited: Cited) -> Sequence[tuple[str, str]]:
    """Return the name of each style and the citation in it."""
    return (("GB/T 7714—2015", gbt(cited)), ("APA", apa(cited)), ("BibTeX", bibtex(cited)))


def gbt(cited: Cited) -> str:
    """Return a citation by GB/T 7714-2015, of a newspaper's article ([N], online [N/OL]).

    >>> gbt(Cited(Source("i", "开学在即", "2021-09-03", "云川日报", "", "n03.txt", "A04"), ("谭小满",), None, "v1", "2021-10-01"))
    '谭小满. 开学在即[N]. 云川日报, 2021-09-03(A04).'
    """
    s = cited.source
    authors = ", ".join(cited.authors[:3]) + (", 等" if len(cited.authors) > 3 else "")
    kind = "N/OL" if s.url else "N"
    where = ", ".join(filter(None, [s.publisher, s.day])) + (f"({s.page})" if s.page else "")
    where += f"[{cited.today}]" if s.url else ""
    parts = [authors, f"{s.title or s.file or s.iri}[{kind}]", where, s.url]
    text = ". ".join(filter(None, parts)) + "."
    return text + (f" 引文：“{cited.quoted.text}”（{_graph(cited)}）." if cited.quoted else "")


def apa(cited: Cited) -> str:
    """Return a citation by APA.

    >>> apa(Cited(Source("i", "开学在即", "2021-09-03", "云川日报", "http://e.example/1", ""), (), None, "v1", "2021-10-01"))
    '开学在即. (2021, September 3). 云川日报. http://e.example/1'
    """
    s = cited.source
    title = s.title or s.file or s.iri
    date = f"({_english(s.day)})."
    head = [f"{', '.join(cited.authors)}", date, f"{title}."] if cited.authors else [f"{title}.", date]
    text = " ".join(filter(None, [*head, _paper(s), s.url]))
    return text + (f" Quoted: “{cited.quoted.text}” ({_graph(cited)})." if cited.quoted else "")


def _paper(s: Source) -> str:
    return ", ".join(filter(None, [s.publisher, s.page])) + "." if s.publisher else ""


def bibtex(cited: Cited) -> str:
    """Return a citation as a BibTeX entry."""
    s = cited.source
    note = f"Quoted: “{cited.quoted.text}” ({_graph(cited)})" if cited.quoted else _version(cited)
    fields = {
        "title": f"{{{_latex(s.title or s.file or s.iri)}}}",
        "author": " and ".join(f"{{{_latex(a)}}}" for a in cited.authors),
        "journal": _latex(s.publisher),
        "date": s.day,
        "pages": _latex(s.page),
        "year": s.day[:4],
        "url": s.url.replace("{", "%7B").replace("}", "%7D"),
        "urldate": cited.today if s.url else "",
        "note": _latex(note),
    }
    key = re.sub(r"[^0-9A-Za-z-]+", "-", s.iri.rpartition("article/")[2]).strip("-") or "article"
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@article{{{key},", *lines, "}"])


def _graph(cited: Cited) -> str:
    quoted = cited.quoted
    assert quoted is not None
    where = f"{quoted.iri}, {quoted.start}–{quoted.stop}"
    return "; ".join(filter(None, [quoted.statement, where, _version(cited)]))


def _version(cited: Cited) -> str:
    return f"kg, {cited.version}"


def _english(day: str) -> str:
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    parts = day.split("-")
    if len(parts) != 3 or not all(p.isdecimal() for p in parts) or not 1 <= int(parts[1]) <= 12:
        return day or "n.d."
    return f"{parts[0]}, {months[int(parts[1]) - 1]} {int(parts[2])}"


def _latex(text: str) -> str:
    return SPECIAL.sub(lambda m: LATEX.get(m[1], "\\" + m[1]), text.replace("\n", " "))
