"""Subtitles (SRT, WebVTT): the words without numbers and times; a pause begins a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import Problem
from kg.read import limits
from kg.read.decode import decode
from kg.read.document import Document, Found, Item, Reader, ReadOptions, too_long

TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
CUE = re.compile(rf"^[ \t]*{TIME}[ \t]*-->[ \t]*{TIME}[^\n]*$", re.MULTILINE)
TAGS = re.compile(r"</?[a-zA-Z][^<>\n]{0,100}>|\{\\[^{}\n]{0,100}\}")
PAUSE = 3.0  # seconds


def read(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the words of a file of subtitles as one text."""
    data = document.whole(limits.LARGEST)
    decoded = decode(data) if data is not None else None
    if data is None:
        yield too_long(document.name)
    elif decoded is None:
        yield Problem(document.name, "read", "undecodable", "is not text in UTF-8, UTF-16, GB18030 or Big5; left out")
    else:
        yield Item(words_of(decoded.text), encoding=decoded.encoding)


def words_of(text: str) -> str:
    """Return the words of subtitles.

    >>> words_of("1\\n00:00:01,000 --> 00:00:02,000\\n昨日，\\n\\n2\\n00:00:02,100 --> 00:00:04,000\\n云川大学揭牌。\\n")
    '昨日，云川大学揭牌。'
    """
    cues = list(CUE.finditer(text))
    out: list[str] = []
    before = 0.0
    for n, m in enumerate(cues):
        last = n + 1 == len(cues)
        said = _said(text[m.end() : len(text) if last else cues[n + 1].start()], last)
        if not said:
            continue
        pause = out and _seconds(m, 1) - before > PAUSE
        out.append(("\n" if pause else "" if not out or _ends(out[-1]) or not _is_han(said) else "，") + said)
        before = _seconds(m, 5)
    return "".join(out)


def _said(text: str, last: bool) -> str:
    """Return the words between the time of a cue and that of the next."""
    words = [TAGS.sub("", x).strip() for x in text.split("\n")]
    while words and not words[-1]:
        words.pop()
    if not last and len(words) > 1 and (words[-1].isdigit() or not words[-2]):
        words.pop()  # the number or the name of the next cue
    return "".join(w if w[:1] > "\x7f" or not k else f" {w}" for k, w in enumerate(x for x in words if x))


def _ends(said: str) -> bool:
    return not _is_han(said[-1:])


def _is_han(text: str) -> bool:
    return "一" <= text[:1] <= "鿿"


def _seconds(m: re.Match[str], group: int) -> float:
    hours, minutes, seconds, rest = (int(m[n] or 0) for n in range(group, group + 4))
    return hours * 3600 + minutes * 60 + seconds + rest / 1000


def _recognises(document: Document) -> bool:
    start = document.start.lstrip("\ufeff \n")
    return (start.startswith("WEBVTT") or start[:1].isdigit()) and bool(CUE.search(start[:2000]))


READER = Reader("subtitles", (".srt", ".vtt"), read, _recognises)
