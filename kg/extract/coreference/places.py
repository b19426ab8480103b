"""Place names with and without the level (云川, 云川市), and one-character names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from kg.extract.candidates import Draft, EntityCandidate
from kg.extract.coreference.groups import joined, of_kind
from kg.extract.lexicon import NameLexicon, Rule
from kg.extract.lexicon.levels import any_level

ADMIN = re.compile(f"{any_level('stem')}$")


def join_places(draft: Draft) -> Iterator[EntityCandidate]:
    """Yield the places that have several names in the article, or a one-character name."""
    members: dict[str, list[EntityCandidate]] = {}
    full_names: dict[str, str | None] = {}
    by_stem: dict[str, list[str]] = defaultdict(list)
    for g in of_kind(draft, "Place"):
        full, stem = _full_name(g.name, draft.text, draft.lexicon.names), stem_of(g.name)
        same = {name for name in by_stem[stem] if stem in (name, g.name)}
        if full in members:
            same.add(full)
        if len(same) == 1:
            members[same.pop()].append(g)
        else:
            full_names[g.name] = full
            members[g.name] = [g]
            by_stem[stem].append(g.name)
    for name, group in members.items():
        if len(group) > 1 or full_names[name]:
            yield replace(joined(group, Rule.PLACE_STEM), norm=full_names[name])


def _full_name(letter: str, text: str, lexicon: NameLexicon) -> str | None:
    """Return the place that a character abbreviates; 澳 is a country unless the article contains 港澳."""
    province, country = lexicon.place_abbreviations.get(letter), lexicon.countries.get(letter)
    if province is None and country is not None and country not in text:
        country = _named_elsewhere(letter, text, lexicon) or country
    return country if province == "澳门" and "港澳" not in text else province or country


def _named_elsewhere(letter: str, text: str, lexicon: NameLexicon) -> str | None:
    """Return the state that an article names most often of those that begin with a character: 巴 beside 巴勒斯坦."""
    names = sorted(n for n in lexicon.country_names if n[0] == letter and len(n) > 2 and n in text)
    return max(names, key=text.count, default=None)


def stem_of(name: str) -> str:
    """Return a place's name without its level."""
    stem = ADMIN.sub("", name)
    abroad = name.endswith("州") and not name.endswith("自治州") and len(stem) > 2  # 莫斯科州 is not 莫斯科
    return stem if len(stem) >= 2 and not abroad else name
