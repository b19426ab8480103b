"""Persons: the last part of a foreign name, a surname with a title and a shortened name belong to the full name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.extract.candidates import Draft, EntityCandidate
from kg.extract.coreference.groups import MAX_COMPARED, joined, of_kind
from kg.extract.lexicon import Rule
from kg.extract.lexicon.patterns import CALLED, FAMILY_WORD
from kg.wordlists import words

GENERAL_TITLES = words("general_titles")
LIST_OF_TITLES = re.compile(r"[长记任席员师授事官理]、[一-鿿]{0,8}$")  # 市委副书记、 before 市长
PART = re.compile(r"[·•・‐－–-]")  # between the parts of a foreign name


def join_persons(draft: Draft) -> Iterator[EntityCandidate]:
    """Yield the persons that have several names in the article."""
    members: dict[str, list[EntityCandidate]] = {}
    by_part: dict[str, list[EntityCandidate]] = defaultdict(list)
    by_sign: dict[str, list[EntityCandidate]] = defaultdict(list)

    def is_relative(full: EntityCandidate) -> bool:
        """Whether a full name follows 其子, 之女: its last part alone then refers to the relative, not to this person."""
        mentions = (m for g in members[full.name] for m in g.mentions)
        return any(
            k.end() == m.start for m in mentions for k in FAMILY_WORD.finditer(draft.text, max(0, m.start - 3), m.start)
        )

    officials = _Officials(draft)
    for g in sorted(of_kind(draft, "Person"), key=lambda g: CALLED.fullmatch(g.name) is not None):
        parts = PART.split(g.name)
        fuller = [k for k in by_part[parts[0]][:MAX_COMPARED] if _is_part(g.name, k.name)]
        fuller = [k for k in fuller if not (k.name.endswith(g.name) and is_relative(k))]
        called = CALLED.fullmatch(g.name)
        if called and not fuller:
            near = [k for k in by_sign[g.name[0]][:MAX_COMPARED] if k.name.startswith(called["surname"])]
            fuller = officials.fitting(called["title"], [k for k in near if not CALLED.fullmatch(k.name)])
        if len(fuller) == 1:
            members[fuller[0].name].append(g)
            continue
        members[g.name] = [g]
        by_sign[g.name[0]].append(g)
        for part in dict.fromkeys(parts):
            by_part[part].append(g)
    yield from (joined(m, Rule.PERSON_PART) for m in members.values() if len(m) > 1)


class _Officials:
    """The titles that an article gives to its persons: 王校长 is not 市长王伟."""

    def __init__(self, draft: Draft) -> None:
        self.text = draft.text
        self.lexicon = draft.lexicon.names

    def fitting(self, title: str, persons: Sequence[EntityCandidate]) -> list[EntityCandidate]:
        """Return the persons who can be called by a title: those who have it, or else those who have none."""
        titles = [self._titles(k) for k in persons]
        holders = [k for k, held in zip(persons, titles, strict=True) if any(t.endswith(title) for t in held)]
        if holders or title in GENERAL_TITLES:
            return holders or list(persons)
        return [k for k, held in zip(persons, titles, strict=True) if not held]

    def _titles(self, k: EntityCandidate) -> list[str]:
        """Return the titles in the lists directly before a person's mentions, and directly behind them."""
        found = []
        for m in k.mentions:
            at = m.start
            while title := self.lexicon.title_at_end.search(self.text, max(0, at - 14), at):
                found.append(title.group())
                listed = LIST_OF_TITLES.search(self.text, max(0, title.start() - 16), title.start())
                at = listed.start() + 1 if listed else 0
            behind = self.lexicon.title_at_start.match(self.text, m.end)
            found += [behind.group()] if behind else []
        return found


def _is_part(name: str, full: str) -> bool:
    """Whether a name is a part of a foreign one: 普京, 弗拉基米尔·普京."""
    return name != full and f"·{PART.sub('·', name)}·" in f"·{PART.sub('·', full)}·"
