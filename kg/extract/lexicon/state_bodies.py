"""Bodies that every state has (外交部, 议会): a bare name in a Chinese paper is China's, one beside another state is that state's."""

from __future__ import annotations

import re

from kg.extract.lexicon.names import NameLexicon
from kg.wordlists import either, words

STATE_BODIES = words("state_bodies")
HOME = frozenset({"中国", "中华人民共和国", "中", "我国"})
STATE_BODY = re.compile(rf"{either('state_bodies')}(?![门队下属分落件])")
_LINK = re.compile(r"(?:的|政府|联邦)?$")


def state_before(text: str, start: int, lexicon: NameLexicon) -> tuple[int, str] | None:
    """Return the start and the name of the state directly before an offset: 美国 in 美国财政部; None if there is none."""
    link = _LINK.search(text, max(0, start - 2), start)
    end = link.start() if link else start
    for size in range(min(12, end), 1, -1):
        if text[end - size : end] in lexicon.country_names:
            return end - size, text[end - size : end]
    return None


def foreign_state(name: str, lexicon: NameLexicon) -> str | None:
    """Return the state of a body's name, if it is another one than China: 老挝 of 老挝卫生部."""
    for size in range(len(name) - 2, 1, -1):
        state = name[:size]
        if state in lexicon.country_names - HOME and re.sub(r"^(?:的|政府|联邦)", "", name[size:]) in STATE_BODIES:
            return state
    return None
