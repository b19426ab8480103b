"""The full names of organisations that are mentioned by their level or their office alone.

市委 in a newspaper of 云川 is 中共云川市委员会, 县公安局 belongs to the last county mentioned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.candidates import Draft, EntityCandidate
from kg.extract.coreference.groups import joined, longest_first, of_kinds
from kg.extract.lexicon import Rule
from kg.extract.lexicon.levels import one_letter
from kg.extract.lexicon.organisation_names import official_name
from kg.extract.lexicon.patterns import MINISTRIES

ELLIPTIC = re.compile(rf"^(?P<level>{one_letter('elliptic')})(?P<rest>.+)$")
LIST_LEAD = re.compile(
    rf"(?P<place>[一-鿿]{{2,8}}?{one_letter('congress')})(?!场)[一-鿿]{{2,8}}[局厅](?:[、和及与][一-鿿]{{2,6}}[局厅])*[、和及与]$"
)


def find_full_names(draft: Draft) -> Iterator[EntityCandidate]:
    """Yield the organisations with their full names; those with the same full name are merged."""
    organisations, places = of_kinds(draft, "Organisation", "Place")
    reader = _FullNames(draft, [*places, *organisations])
    by_name: dict[str, list[EntityCandidate]] = {}
    for g in longest_first(organisations):
        full = reader.full_name(g)
        g = replace(g, norm=full) if full else g
        by_name.setdefault(g.norm or g.name, []).append(g)
    for group in by_name.values():
        if len(group) > 1 or group[0].norm:
            yield joined(group, Rule.FULL_NAME)


class _FullNames:
    """Finds the full names of one article's organisations."""

    def __init__(self, draft: Draft, entities: Sequence[EntityCandidate]) -> None:
        self.text = draft.text
        self.home = draft.analysed.article.jurisdiction
        self.countries = draft.lexicon.names.countries
        self.entities = entities

    def full_name(self, g: EntityCandidate) -> str | None:
        """Return the full name of an organisation; None if its name is already full."""
        if g.name[1:] in MINISTRIES and g.name[0] in self.countries:
            return self.countries[g.name[0]] + g.name[1:]
        listed = self._listed_place(g)
        if listed:
            return listed + g.name
        elliptic = ELLIPTIC.match(g.name)
        first = min(m.start for m in g.mentions)
        place = self._place_of_level(elliptic["level"], first) if elliptic else None
        full = official_name(place + elliptic["rest"] if elliptic and place else g.name)
        return full if full != g.name else None

    def _listed_place(self, g: EntityCandidate) -> str | None:
        """Return the place that an office in a list shares with the first one: 某市公安局、卫生局."""
        at = next((m.start for m in g.mentions if re.fullmatch(r"[一-鿿]{2,4}[局厅]", g.name)), None)
        m = LIST_LEAD.search(self.text[max(0, at - 40) : at]) if at is not None else None
        return m["place"] if m else None

    def _place_of_level(self, level: str, offset: int) -> str | None:
        if self.home and self.home.endswith(level):
            return self.home
        named = [
            (m.start, governed)
            for g in self.entities
            if (governed := _governed(g, level))
            for m in g.mentions
            if m.start < offset
        ]
        return max(named)[1] if named else None


def _governed(g: EntityCandidate, level: str) -> str | None:
    """Return the place of a level that a name is or governs: 临江区, 临江区委."""
    if g.kind == "Place":
        return g.name if g.name.endswith(level) and len(g.name) > 2 else None
    m = re.match(
        rf"(?:中共)?(?P<place>[一-鿿]{{2,8}}?{level})(?:委|人民政府|政府|人大|政协|纪委|人民医院|[一-鿿]{{2,6}}(?:局|法院|检察院)$)",
        g.name,
    )
    return m["place"] if m else None
