"""Persons: the last part of a foreign name, a surname with a title and a shortened name belong to the full name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kg.extract.candidates import Draft, EntityCandidate
from kg.extract.coreference.groups import MAX_COMPARED, joined, of_kind
from kg.extract.lexicon import Rule
from kg.extract.lexicon.patterns import CALLED, FAMILY_WORD

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

    for g in of_kind(draft, "Person"):
        parts = PART.split(g.name)
        fuller = [k for k in by_part[parts[0]][:MAX_COMPARED] if _is_part(g.name, k.name)]
        fuller = [k for k in fuller if not (k.name.endswith(g.name) and is_relative(k))]
        called = CALLED.fullmatch(g.name)
        if called and not fuller:
            near = by_sign[g.name[0]][:MAX_COMPARED]
            fuller = [k for k in near if k.name != g.name and k.name.startswith(called["surname"])]
        if len(fuller) == 1:
            members[fuller[0].name].append(g)
            continue
        members[g.name] = [g]
        by_sign[g.name[0]].append(g)
        for part in dict.fromkeys(parts):
            by_part[part].append(g)
    yield from (joined(m, Rule.PERSON_PART) for m in members.values() if len(m) > 1)


def _is_part(name: str, full: str) -> bool:
    """Whether a name is a part of a foreign one: 普京, 弗拉基米尔·普京."""
    return name != full and f"·{PART.sub('·', name)}·" in f"·{PART.sub('·', full)}·"
