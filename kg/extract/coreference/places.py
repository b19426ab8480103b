"""Place names with and without the level (云川, 云川市), and one-character names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from kg.extract.candidates import Draft, EntityCandidate
from kg.extract.coreference.groups import joined, of_kind
from kg.extract.coreference.states import CHINA
from kg.extract.lexicon import NameLexicon, Rule
from kg.extract.lexicon.levels import any_level

OWN_COUNTRY = frozenset({"我国", "我方", "中方"})  # in a Chinese article
SIDE = re.compile(r"[一-鿿]方")
DIRECTIONS = frozenset({"东方", "西方", "南方", "北方"})  # no states: 西方 is not 西班牙
ADMIN = re.compile(f"{any_level('stem')}$")


def join_places(draft: Draft) -> Iterator[EntityCandidate]:
    """Yield the places that have several names in the article, or a one-character name."""
    members: dict[str, list[EntityCandidate]] = {}
    full_names: dict[str, str | None] = {}
    by_stem: dict[str, list[str]] = defaultdict(list)
    for g in of_kind(draft, "Place"):
        full, stem = full_name(g.name, draft.text, draft.lexicon.names), stem_of(g.name)
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


def full_name(name: str, text: str, lexicon: NameLexicon) -> str | None:
    """Return the place that a short name means: what a character abbreviates, a state's side (俄方), or one's own country (我国).

    澳 is a country unless the article contains 港澳.
    """
    if name in OWN_COUNTRY:
        return CHINA
    if SIDE.fullmatch(name) and name not in DIRECTIONS:
        return _only_state(name[0], text, lexicon)
    province, country = lexicon.place_abbreviations.get(name), lexicon.countries.get(name)
    if province is None and country is not None and country not in text:
        country = _named_elsewhere(name, text, lexicon) or country
    return country if province == "澳门" and "港澳" not in text else province or country


def _only_state(letter: str, text: str, lexicon: NameLexicon) -> str | None:
    """Return the one state that an article names of those that a character may mean; None of several: 巴西 and 巴拉圭."""
    usual = lexicon.countries.get(letter)
    may_be = (n for n in lexicon.country_names if len(n) > 1 and (n[0] == letter or n == usual) and n in text)
    named = {n for n in may_be if _is_named(n, text, lexicon)}
    return named.pop() if len(named) == 1 else None


def _is_named(state: str, text: str, lexicon: NameLexicon) -> bool:
    """Whether a state is named somewhere else than in the name of another: 俄罗斯 in 白俄罗斯."""
    return text.count(state) > sum(text.count(n) for n in lexicon.country_names if state in n and state != n)


def _named_elsewhere(letter: str, text: str, lexicon: NameLexicon) -> str | None:
    """Return the state that an article names most often of those that begin with a character: 巴 beside 巴勒斯坦."""
    names = sorted(n for n in lexicon.country_names if n[0] == letter and len(n) > 2 and n in text)
    return max(names, key=text.count, default=None)


def stem_of(name: str) -> str:
    """Return a place's name without its level."""
    stem = ADMIN.sub("", name)
    abroad = name.endswith("州") and not name.endswith("自治州") and len(stem) > 2  # 莫斯科州 is not 莫斯科
    return stem if len(stem) >= 2 and not abroad else name
