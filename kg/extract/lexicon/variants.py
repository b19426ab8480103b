"""Variant names that mean the same wherever they stand: 世卫组织 and 世界卫生组织, 加沙 and 加沙地带 (`ontology/identity.ttl`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from kg.errors import OntologyError
from kg.vocab import KG, ontology_folder


@dataclass(frozen=True, slots=True)
class NameVariants:
    """Variants and the names that they stand for; `office_tail` matches a short name of an office at the end of a name."""

    organisations: Mapping[str, str]
    office_tails: Mapping[str, str]
    office_tail: re.Pattern[str]
    places: Mapping[str, str]

    def of_organisation(self, name: str) -> str:
        """Return the name that an organisation's name stands for: 云川市卫健委 is 云川市卫生健康委员会.

        >>> name_variants().of_organisation("世卫组织"), name_variants().of_organisation("云川市卫健委")
        ('世界卫生组织', '云川市卫生健康委员会')
        """
        known = self.organisations.get(name)
        if known is not None:
            return known
        tail = self.office_tail.search(name)
        full = self.office_tails[tail.group()] if tail and tail.start() else ""
        return name if not tail or not full or name.endswith(full) else name[: tail.start()] + full

    def of_place(self, name: str) -> str:
        """Return the name that a place's name stands for."""
        return self.places.get(name, name)


def pairs_of(words: Iterable[str]) -> dict[str, str]:
    """Read "variant=name" forms as {variant: name}."""
    return {variant: name for variant, _, name in (w.partition("=") for w in words) if name}


def identity_words(store: Store, name: str) -> list[str]:
    """Return the words of a list of `ontology/identity.ttl`. Raises OntologyError where it is missing."""
    found = store.quads_for_pattern(NamedNode(KG + name), NamedNode(KG + "form"), None)
    forms = sorted(q.object.value for q in found if isinstance(q.object, Literal))
    if not forms:
        raise OntologyError(f"the lexicon has no words in kg:{name}", "restore ontology/identity.ttl")
    return forms


@cache
def identity_store() -> Store:
    """Return the installed `ontology/identity.ttl`, read once."""
    store = Store()
    store.load(path=str(ontology_folder() / "identity.ttl"), format=RdfFormat.TURTLE)
    return store


@cache
def name_variants() -> NameVariants:
    """Return the variants of the installed ontology. Raises OntologyError where a list is missing."""
    store = identity_store()
    tails = pairs_of(identity_words(store, "officeTails"))
    longest_first = sorted(tails, key=lambda t: (-len(t), t))
    return NameVariants(
        pairs_of(identity_words(store, "bodyVariants")),
        tails,
        re.compile(f"(?:{'|'.join(map(re.escape, longest_first))})$"),
        pairs_of(identity_words(store, "placeVariants")),
    )
