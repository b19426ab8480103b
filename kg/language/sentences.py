"""Sentence splitting: each part and paragraph is cut after 。！？… and the closing marks that follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Article, PartKind

LONGEST = 1000  # characters; a longer sentence is cut at a weaker mark
END = r"[。！？]|[!?](?![A-Za-z0-9=/&])|…{1,2}(?=[\s”」』]|$)"
SPEECH = r"(?<![^：:，,。！？!?；;…”\s])(?:“[^“”]{0,500}[。！？!?…]”|「[^「」]{0,500}[。！？!?…]」)"
CLOSE = r"[。！？!?…”’」』）)】]*+(?P<goes_on>[，、；：,;:])?"  # closing marks; no sentence ends before a comma
QUOTED = r"“[^“”]{0,500}”|「[^「」]{0,500}」|《[^《》]{0,100}》"
MARKS = re.compile(f"(?P<end>{SPEECH}|{END}){CLOSE}|{QUOTED}")
WEAKER_MARKS = "；;，,、 "


@dataclass(frozen=True, slots=True)
class SentenceSpan:
    """The extent of a sentence in the article's text, and its part and paragraph."""

    start: int
    end: int
    part: PartKind
    paragraph: int


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut one paragraph, but not inside a quotation or a title that closes within a few hundred characters.

    If a quotation ends with a full stop, the sentence around it ends there too if the quotation is speech (after a mark,
    他说：“…。”), but not if it is a name or a word (在“…！”摄影展上).
    """
    for m in MARKS.finditer(text, start, end):
        if m["end"] and not m["goes_on"]:
            yield start, m.end()
            start = m.end()
    if start < end:
        yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _shorten(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a sentence of more than LONGEST characters at a weaker mark, or else at LONGEST."""
    while end - start > LONGEST:
        cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in WEAKER_MARKS)
        cut = cut + 1 if cut > 0 else start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def split_sentences(article: Article) -> Iterator[SentenceSpan]:
    """Yield the sentences of an article in text order; together they cover every character that is not blank."""
    paragraph = 0
    for part in article.parts:
        line = part.start
        while line < part.end:
            stop = article.text.find("\n", line, part.end)
            stop = part.end if stop < 0 else stop
            for a, b in _cut(article.text, line, stop):
                for c, d in _shorten(article.text, *_trim(article.text, a, b)):
                    if c < d:
                        yield SentenceSpan(c, d, part.kind, paragraph)
            paragraph += 1
            line = stop + 1
