"""The language and the colours of a reader's pages: chosen by the reader, else by the browser."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from kg.resolve.romanising import roman_name
from kg.serve.lists.reading import Named
from kg.views.labels import LOOKS, PROPERTIES, VALUES, term_labels, view_fragment

CHINESE, ENGLISH = "zh", "en"
THEMES = ("light", "dark")
SPELLED = ("Person", "Place")
KINDS = {look.kind: (look.label, look.english) for look in LOOKS} | {"Article": ("文章", "Articles")}
SINGLE = {"Person": "person", "Organisation": "organisation", "Event": "event", "Place": "place", "Award": "award"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a page in one language, and the reader's theme ("" for the browser's)."""

    language: str
    theme: str = ""

    def __call__(self, chinese: str, english: str) -> str:
        """Return one of both."""
        return english if self.language == ENGLISH else chinese

    def kind(self, kind: str, single: bool = False) -> str:
        """Return the name of a class of entities."""
        chinese, english = KINDS.get(kind, (kind, kind))
        return self(chinese, SINGLE.get(kind, english) if single else english)

    def type(self, name: str) -> str:
        """Return the name of a type of events."""
        return term_labels(self.language).get(name, name)

    def relation(self, name: str, inverse: bool = False) -> str:
        """Return the name of a property, seen from its subject or from its object."""
        if name not in PROPERTIES:
            return self.type(name) if name else self("事件", "event")
        return self(*PROPERTIES[name][1 if inverse else 0])

    def value(self, value: str) -> str:
        """Return the name of a value of a closed list; nothing for what goes without saying."""
        if value in ("current", "happened"):
            return ""
        return self(VALUES.get(value, value), value)

    def name(self, n: Named) -> str:
        """Return how the name of a person or a place is read, in English: 陆怀谦 is followed by Lu Huaiqian."""
        spelled = self.language == ENGLISH and n.kind in SPELLED and n.sound not in ("", n.label.lower())
        return roman_name(n.sound, n.label, n.kind) if spelled else ""

    def many(self, number: int, chinese: str, english: str, plural: str = "") -> str:
        """Return a number with its noun: "3 篇文章", "1 article", "3 articles".

        >>> Words("en").many(1, "篇文章", "article"), Words("en").many(3, "人", "person", "people")
        ('1 article', '3 people')
        """
        noun = english if number == 1 else plural or f"{english}s"
        return f"{number:,} {self(chinese, noun)}"

    @property
    def view(self) -> str:
        """The end of an address of the network page that opens it in this language and theme."""
        return view_fragment(self.language, self.theme)

    def month(self, month: str) -> str:
        """Return "2023-03" as the language writes it."""
        year, _, number = month.partition("-")
        if not number.isdecimal() or not 1 <= int(number) <= 12:
            return self(f"{month}年" if month.isdecimal() else month, month)
        return self(f"{year}年{int(number)}月", f"{MONTHS[int(number) - 1]} {year}")


def words_for(request: Request) -> Words:
    """Return the words in the language that a reader has chosen, else in the one that the browser asks for."""
    chosen = request.cookies.get("language", "")
    theme = request.cookies.get("theme", "")
    if chosen not in (CHINESE, ENGLISH):
        chosen = _preferred(request.headers.get("accept-language", ""))
    return Words(chosen, theme if theme in THEMES else "")


def prefers_chinese(request: Request) -> bool:
    """Report whether a program asks for Chinese; without a word about languages it gets English."""
    asked = request.headers.get("accept-language", "")
    return any(name in asked.lower() for name in (CHINESE, ENGLISH)) and _preferred(asked) == CHINESE


def _preferred(header: str) -> str:
    best, language = 0.0, CHINESE
    for part in header.split(","):
        name, _, quality = part.strip().lower().partition(";q=")
        try:
            share = float(quality or 1)
        except ValueError:
            continue
        if name[:2] in (CHINESE, ENGLISH) and share > best:
            best, language = share, name[:2]
    return language
