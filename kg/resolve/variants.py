"""Spellings of one person's name: transliterations that sound alike, and homophones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz

from kg.resolve.contexts import block_of
from kg.resolve.lexicon import UNNAMED
from kg.resolve.spelling import sound


def variants_by_sound(
    clusters: Sequence[tuple[str, frozenset[str], frozenset[str], int]],
) -> list[tuple[int, int, str]]:
    """Return pairs of persons whose names are spellings of one: (index, index, reason).

    Each is given as name, organisations, titles and number of articles. Only those in one position at one organisation are compared
    (blocking); a transliteration must sound alike, a Chinese name must sound the same.
    """
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, (_, organisations, titles, _) in enumerate(clusters):
        for organisation in organisations:
            for title in titles:
                blocks[organisation, title].append(i)
    found = set()
    for holders in blocks.values():
        if 1 < len(holders) <= 12:
            for n, i in enumerate(holders):
                found |= {(i, j, r) for j in holders[n + 1 :] if (r := _same_sound(clusters[i][0], clusters[j][0]))}
    return sorted(found)


def _same_sound(one: str, other: str) -> str:
    if one == other or UNNAMED.fullmatch(one) or UNNAMED.fullmatch(other):
        return ""
    a, b = block_of(one), block_of(other)
    if len(a) <= 3 and len(a) == len(b) and a[0] == b[0]:
        return "homophone" if sound(a) == sound(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1 else ""
    if min(len(a), len(b)) >= 3 and fuzz.ratio(sound(a), sound(b)) >= 84:
        return "transliteration"
    return ""
