"""Persons whose names are also places' names: 演员黄山到黄山市演出.

The tagger takes such a name for the place. Directly behind a title or an occupation, and before what a person does, it is a person;
elsewhere it is the place, unless it speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from kg.extract.candidates import MentionCandidate
from kg.extract.lexicon import Rule
from kg.extract.mentions.context import PERSON_TAGS, PLACE_TAGS, Context
from kg.wordlists import either

OCCUPATION = re.compile(rf"{either('personal_epithets')}$")
VISITED = re.compile(
    r"考察|调研|视察|之行|行[，。：\s]|讲话|报道|消息|电[，。\s（(]|站|市|县|区|州|省|籍|人"
)  # a place after a title
SPEAKS = re.compile(r"(?:还|也|则)?(?:说|表示|称|介绍|认为|指出|强调|告诉|回忆|坦言|透露|感慨|笑道|致辞|发言|讲话)")
LONGEST = 3


def find_like_places(here: Context) -> Iterator[MentionCandidate]:
    """Yield the persons of a sentence that the tagger takes for places."""
    for n, t in enumerate(here.sentence.tokens):
        if t.tag not in PLACE_TAGS or not 2 <= t.end - t.start <= LONGEST:
            continue
        name = here.text[t.start : t.end]
        if name in here.lexicon.known_places or here.lexicon.place_suffix.search(name[2:]):
            continue
        if here.lexicon.surname.match(name) and here.lexicon.can_be_person(name) and _is_titled(here, n):
            yield here.mention(t.start, t.end, "Person", Rule.LIKE_A_PLACE, 6)


def like_places(here: Context) -> Set[int]:
    """Return the starts of the places that can be persons' names, and are for this module to decide."""
    return {t.start for t in here.sentence.tokens if t.tag in PLACE_TAGS and 2 <= t.end - t.start <= LONGEST}


def _is_titled(here: Context, n: int) -> bool:
    """Whether a word stands directly behind the title of nobody else, and before what a person does."""
    t = here.sentence.tokens[n]
    if VISITED.match(here.text, t.end, here.sentence.end):
        return False
    before = here.text[max(here.sentence.start, t.start - 12) : t.start]
    title = here.lexicon.title_at_end.search(before)
    if title is None or here.lexicon.titles[title["head"]].kind != "Title":
        title = OCCUPATION.search(before)
    if title is None:
        return False
    start = t.start - len(before) + title.start()
    return not any(x.tag in PERSON_TAGS and x.end == start for x in here.sentence.tokens[:n])
