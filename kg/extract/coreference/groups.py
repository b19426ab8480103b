"""Groups of mentions of one entity, the common basis of the components of coreference."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.extract.candidates import Candidate, Draft, EntityCandidate
from kg.extract.lexicon import Rule
from kg.model import EntityKind, Sentence

MAX_COMPARED = 200  # names that one name is compared with, which bounds the time for a text full of names


def current(candidates: Iterable[Candidate]) -> list[EntityCandidate]:
    """Return the entities that the candidates so far propose; a later one replaces those with which it shares mentions."""
    proposed: dict[int, EntityCandidate] = {}
    holder: dict[tuple[int, int, str], int] = {}
    for n, c in enumerate(candidates):
        if isinstance(c, EntityCandidate):
            for m in c.mentions:
                key = m.start, m.end, m.rule
                proposed.pop(holder.get(key, -1), None)
                holder[key] = n
            proposed[n] = c
    return list(proposed.values())


def of_kind(draft: Draft, kind: EntityKind) -> list[EntityCandidate]:
    """Return the proposed entities of a kind, long names first."""
    return of_kinds(draft, kind)[0]


def of_kinds(draft: Draft, *kinds: EntityKind) -> list[list[EntityCandidate]]:
    """Return the proposed entities of each kind, long names first."""
    found = current(draft.candidates)
    return [longest_first(g for g in found if g.kind == kind) for kind in kinds]


def longest_first(groups: Iterable[EntityCandidate]) -> list[EntityCandidate]:
    """Return groups sorted by their names, long names first."""
    return sorted(groups, key=lambda g: (-len(g.name), g.name))


def joined(groups: Sequence[EntityCandidate], rule: Rule) -> EntityCandidate:
    """Return the first group with the mentions and names of the others."""
    first, *others = groups
    return replace(
        first,
        mentions=tuple(m for g in groups for m in g.mentions),
        aliases=first.aliases.union(*({g.name, *g.aliases} for g in others)),
        rule=rule,
        source=rule.component,
    )


def sentence_at(sentences: Sequence[Sentence], offset: int) -> int:
    """Return the index of the sentence that holds an offset."""
    return max(0, bisect.bisect_right(sentences, offset, key=lambda s: s.start) - 1)
