"""What names are known to mean, by the lexicon: variants, states in full and by a character, forces of a state, words for an organisation."""

from __future__ import annotations

import re

from kg.extract.coreference.places import DIRECTIONS, stem_of
from kg.extract.lexicon import NameLexicon
from kg.extract.lexicon.variants import name_variants
from kg.model import Entity
from kg.wordlists import either, table

FORCES = re.compile(rf"(?P<state>.+?){either('armed_forces')}")
REPUBLIC = re.compile(r"(?:(?:人民|民主|伊斯兰|联邦)*共和国|王国|联邦|国)$")
ORGANISATION_WORDS = {word: re.compile(f"(?:{endings})$") for word, endings in table("organisation_words").items()}


def meanings_of(e: Entity, lexicon: NameLexicon) -> frozenset[str]:
    """Return what an entity's names are known to mean; a name that is no variant means itself."""
    of = {"Organisation": _organisation, "Place": place_meant}.get(e.kind)
    return frozenset(of(n, lexicon) if of else n for n in (e.name, e.norm, *e.aliases) if n)


def _organisation(name: str, lexicon: NameLexicon) -> str:
    forces = FORCES.fullmatch(name)
    state = lexicon.countries.get(forces["state"], forces["state"]) if forces else ""
    return f"{state}军" if state in lexicon.country_names else name_variants().of_organisation(name)


def place_meant(name: str, lexicon: NameLexicon) -> str:
    """Return what a place's name is known to mean: 博茨瓦纳共和国 is 博茨瓦纳, and 俄 is 俄罗斯."""
    name = name_variants().of_place(name)
    if name in DIRECTIONS:
        return name
    if len(name) == 1:
        name = lexicon.countries.get(name) or lexicon.place_abbreviations.get(name, name)
    state = REPUBLIC.sub("", name)
    if state in lexicon.country_names or name in lexicon.country_names:
        return state if state in lexicon.country_names else name
    return stem_of(name)
