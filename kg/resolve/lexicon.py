"""The lexicon of identity, read from `ontology/identity.ttl` and `ontology/names.ttl`."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.extract.lexicon import NameLexicon, names
from kg.extract.lexicon.variants import identity_store, identity_words, name_variants, pairs_of

OTHER_SURNAME = 5  # in 10,000: a surname that the list does not have
COMMON_GIVEN, COMMON_LETTER = 1e-3, 3e-3  # the share of a common given name among all: of two characters, of one
COMMON_CHARACTER, OTHER_CHARACTER = 1 / 90, 1 / 1500  # the share of a character in a place of given names
UNNAMED = re.compile(  # 李某, 王女士: identified by the article only
    r"[一-鿿]{1,2}某{1,3}[一-鿿]?|[一-鿿]{1,2}(?P<title>先生|女士|老师|教授|医生|师傅|警官|主任|经理|书记|院长|校长|局长|厂长|主席|总理|总统|部长|省长|市长|县长|区长|镇长|村长|支书|院士|将军|司令|总裁|董事长|总书记|国家主席)"
)


@dataclass(frozen=True, slots=True)
class IdentityLexicon:
    """Variant names, the tails of offices, and how common names are."""

    names: NameLexicon
    organisations: Mapping[str, str]  # variant -> name
    office_tails: Mapping[str, str]
    office_tail: re.Pattern[str]
    place_tails: dict[str, str]
    places: Mapping[str, str]
    foreign: frozenset[str]
    surnames: dict[str, int]  # in 10,000
    given: frozenset[str]
    characters: frozenset[str]
    generic: re.Pattern[str]  # an organisation's name that means a different one in every town

    def rarity(self, person: str, foreign: bool = False) -> float:
        """Return how rare a person's name is, in bits: minus the binary logarithm of the share of bearers.

        `foreign` says that it is a transliteration (or a part of one) though it could be a Chinese name.

        >>> lexicon = identity_lexicon()
        >>> lexicon.rarity("李建国") < 16 < 20 < lexicon.rarity("陆怀谦")
        True
        """
        if "·" in person:
            return 22.0
        surname = self.names.surname.match(person)
        if person in self.foreign:
            return 9.0
        if foreign or not surname or len(person) > len(surname.group()) + 2 or person == surname.group():
            return 17.0 if len(person) < 3 else 19.0
        given = person[surname.end() :]
        known = 1.0 if UNNAMED.fullmatch(person) else self._share(given)
        return -math.log2(self.surnames.get(surname.group(), OTHER_SURNAME) / 10_000 * known)

    def _share(self, given: str) -> float:
        if given in self.given:
            return COMMON_GIVEN if len(given) > 1 else COMMON_LETTER
        share = math.prod(COMMON_CHARACTER if c in self.characters else OTHER_CHARACTER for c in given)
        return share if len(given) > 1 else share / 10  # few have a given name of one character


@cache
def identity_lexicon() -> IdentityLexicon:
    """Return the lexicon of the installed ontology, read once.

    Raises OntologyError where a list is missing.
    """
    store, variants = identity_store(), name_variants()

    def words(name: str) -> list[str]:
        return identity_words(store, name)

    units = "|".join(sorted(map(re.escape, words("unitWords")), key=lambda w: (-len(w), w)))
    shares = {s: int(n) for many, _, n in (w.partition("=") for w in words("surnameShares")) for s in many}
    return IdentityLexicon(
        names(),
        variants.organisations,
        variants.office_tails,
        variants.office_tail,
        pairs_of(words("placeTails")),
        variants.places,
        frozenset(words("commonForeignNames")),
        shares,
        frozenset(words("commonGivenNames")),
        frozenset("".join(words("commonGivenCharacters"))),
        re.compile(
            rf"[省市县区州旗镇乡村该本]?(?:第?[一二三四五六七八九十百零\d]{{1,3}})?(?:{units}|[中小])|[省市县区州旗镇乡村][一-鿿]{{1,6}}"
        ),
    )
