"""Names in Latin letters: whole (Elon Marsk, GE Healthcare), with titles between them, or in brackets as another form of a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.candidates import MentionCandidate, NamelessCandidate
from kg.extract.lexicon import Rule
from kg.extract.mentions.context import PERSON_TAGS, Context
from kg.wordlists import either

WORD = r"[A-Z][A-Za-z0-9À-ɏ&'’.\-]*"
RUN = re.compile(rf"(?<![A-Za-z]){WORD}(?:[ \u3000](?:(?:of|and|for|de|van|von|da|bin|al|&)[ \u3000])?{WORD})*")
TITLE = re.compile(rf"(?<![A-Za-z]){either('latin_titles')}\.?(?![A-Za-z])")
OF_ORGANISATIONS = re.compile(rf"(?<![A-Za-z]){either('latin_organisation_words')}(?![A-Za-z])")
REGION = re.compile(rf"{either('latin_regions')}?")
COMPANY = re.compile(
    rf"{either('trades')}?(?:股份)?(?:有限公司|公司|集团|大学|银行|基金会|研究所|研究院|实验室|学院|联盟|协会)"
)
FULL_NAME = re.compile(
    r"[A-Z][a-zà-ɏ'’\-]+(?: (?:[A-Z]\.?|de|van|von|da|bin|al|[A-Z][A-Za-zà-ɏ'’\-]+)){0,2} [A-Z][A-Za-zà-ɏ'’\-]+"
)
BRACKETED = re.compile(rf"[（(](?P<name>{FULL_NAME.pattern})[）)]")


def find_latin(here: Context) -> Iterator[MentionCandidate | NamelessCandidate]:
    """Yield the names in Latin letters of a sentence."""
    for m in RUN.finditer(here.text, here.sentence.start, here.sentence.end):
        if here.text[m.start() - 1 : m.start()] in {"（", "("} and here.text[m.end() : m.end() + 1] in {"）", ")"}:
            if FULL_NAME.fullmatch(m.group()):
                yield NamelessCandidate(*m.span(), Rule.LATIN_FORM, source=Rule.LATIN_FORM.component)
            continue
        start = m.start()
        titled = False
        for title in TITLE.finditer(here.text, *m.span()):
            yield from _organisation(here, start, title.start())
            start, titled = title.end(), True
        yield from _named(here, start, m.end(), titled)


def latin_form(text: str, end: int) -> str | None:
    """Return the full name in Latin letters in brackets after a name: 约翰·史密斯（John Smith）."""
    m = BRACKETED.match(text, end)
    return m["name"] if m else None


def _named(here: Context, start: int, end: int, titled: bool) -> Iterator[MentionCandidate | NamelessCandidate]:
    """Yield a name: a person after a title, an organisation before one or before 公司."""
    start, end = _stripped(here.text, start, end)
    name = here.text[start:end]
    company = COMPANY.match(here.text, end, here.sentence.end)
    if not name or TITLE.fullmatch(name):
        return
    if company:
        yield here.mention(start, company.end(), "Organisation", Rule.LATIN_ORGANISATION, 7)
        return
    titled = (
        titled or here.lexicon.title_at_end.search(here.text, max(here.sentence.start, start - 12), start) is not None
    )
    region = REGION.match(here.text, end)
    officer = here.lexicon.title_at_start.match(here.text, region.end() if region else end)
    full = FULL_NAME.fullmatch(name) is not None and not OF_ORGANISATIONS.search(name)
    if full and (titled or (_is_tagged(here, start, end) and not officer)):
        yield here.mention(start, end, "Person", Rule.LATIN_PERSON, 7)
        return
    if officer and region and region.group():  # 亚太区 before an officer's title is no place
        yield NamelessCandidate(end, region.end(), Rule.LATIN_FORM, source=Rule.LATIN_FORM.component)
    if (officer and not titled) or (" " in name and OF_ORGANISATIONS.search(name)):
        yield here.mention(start, end, "Organisation", Rule.LATIN_ORGANISATION, 7)


def _is_tagged(here: Context, start: int, end: int) -> bool:
    """Whether the tagger finds a person in a span."""
    return any(t.tag in PERSON_TAGS for t in here.sentence.tokens if t.start < end and t.end > start)


def _organisation(here: Context, start: int, end: int) -> Iterator[MentionCandidate]:
    start, end = _stripped(here.text, start, end)
    if end - start > 1:
        yield here.mention(start, end, "Organisation", Rule.LATIN_ORGANISATION, 7)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    name = text[start:end]
    return start + len(name) - len(name.lstrip(" \u3000.&")), end - (len(name) - len(name.rstrip(" \u3000&")))
