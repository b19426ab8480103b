"""The lexicon of names and titles, read from `ontology/names.ttl` and `ontology/titles.ttl`.

The ontology lists suffixes, surnames and titles; here they become compiled patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from kg.errors import OntologyError
from kg.vocab import KG, ontology_folder
from kg.wordlists import either, words

RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

OF_TAIWAN = re.compile(rf"(?:中国)?(?:台湾[省地区]*)?(?P<stem>{either('governments_of_taiwan')})(?P<level>[市县]?)")
HAN = "㐀-䶿一-鿿\U00020000-\U000323af"  # Chinese characters, rare ones of names included


@dataclass(frozen=True, slots=True)
class Title:
    """The head word of a title: what it makes of its holder, and the organisation that it implies.

    `implies` is a pattern with "{place}", or None; `level` the level of the place that it requires (市, 县, 省, 国); `organisation_suffixes`
    are the endings of the organisations that the title alone can refer to.
    """

    form: str
    kind: str  # Title, Membership or Residence
    implies: str | None = None
    level: str | None = None
    organisation_suffixes: tuple[str, ...] = ()

    def office_at(self, place: str) -> str | None:
        """Return the organisation that the title implies at a place, if it implies any."""
        if self.implies is None:
            return None
        of_taiwan = OF_TAIWAN.fullmatch(place)
        if of_taiwan and self.level == (of_taiwan["level"] or self.level) and self.level in {"市", "县"}:
            return f"{of_taiwan['stem']}{self.level}政府"
        return self.implies.format(place=place)


@dataclass(frozen=True, slots=True)
class Ending:
    """A pattern that matches at the end of a string, with the last characters of its words: most strings differ in theirs."""

    pattern: re.Pattern[str]
    last: frozenset[str]

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Return the match at the end of a string, or of `text[start:end]`."""
        end = len(text) if end is None else end
        return self.pattern.search(text, start, end) if end and text[end - 1] in self.last else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return the match of a whole string."""
        return self.pattern.fullmatch(text) if text[-1:] in self.last else None


@dataclass(frozen=True, slots=True)
class NameLexicon:
    """All word lists of names, compiled; suffix patterns match at the end of a string."""

    titles: dict[str, Title]
    title_at_end: Ending  # modifiers and head at the end of a string; group "head"
    title_at_start: re.Pattern[str]
    organisation_suffix: Ending
    weak_suffix: Ending
    place_suffix: Ending
    event_suffix: Ending
    direction: Ending
    provinces: re.Pattern[str]
    surname: re.Pattern[str]
    surname_letters: frozenset[str]  # first characters of surnames
    place_abbreviations: dict[str, str]
    countries: dict[str, str]  # abbreviation -> full name
    country_names: frozenset[str]
    known_places: frozenset[str]  # provinces, countries, regions and large cities abroad
    known_bodies: re.Pattern[str]
    not_names: frozenset[str]
    not_persons: frozenset[str]

    def can_be_person(self, name: str) -> bool:
        """Whether a span can be a person's name: a surname and one or two characters, a transliteration, 李某."""
        if len(name) < 2 or name in self.not_persons or not re.fullmatch(rf"[{HAN}·•・A-Za-z.' ‐－–-]+", name):
            return False
        if re.search(r"[·•‐－–-]", name):
            return True
        side = len(name) == 2 and name[1] in "方中"  # 阿方: a state, not one of the few with this given name
        if (side and (name[0] in self.countries or not self.surname.match(name))) or name.endswith("武装"):
            return False
        if re.fullmatch(r"[A-Z][A-Za-z.'’\-]+(?: [A-Za-z.'’\-]+){1,3}", name):
            return not name.isupper()
        if re.search(r"[A-Za-z]", name) and (re.search(r"[一-鿿]", name) or len(name) <= 3 or name.isupper()):
            return False
        return len(name) <= 7 and not self.organisation_suffix.search(name)


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


def _ending(words: Iterable[str], before: str = "{}") -> Ending:
    """Return the pattern of words at the end of a string, `before` with the words in place of {}; a line may end after them."""
    words = tuple(words)
    return Ending(re.compile(f"(?:{before.format(_alternatives(words))})$"), frozenset({"\n", *(w[-1] for w in words)}))


def _values(store: Store, subject: NamedNode, term: str) -> list[str]:
    found = store.quads_for_pattern(subject, NamedNode(KG + term), None)
    return [q.object.value for q in found if isinstance(q.object, Literal)]


def _forms(store: Store, subject: NamedNode) -> list[str]:
    return _values(store, subject, "form")


def _value(store: Store, subject: NamedNode, term: str) -> str | None:
    return min(_values(store, subject, term), default=None)


def _titles(store: Store) -> dict[str, Title]:
    titles: dict[str, Title] = {}
    for kind in ("Residence", "Membership", "Title"):
        found = (q.subject for q in store.quads_for_pattern(None, RDF_TYPE, NamedNode(KG + kind)))
        for s in sorted((s for s in found if isinstance(s, NamedNode)), key=str):
            suffixes = tuple(_values(store, s, "bodySuffix"))
            for form in _forms(store, s):
                titles[form] = Title(form, kind, _value(store, s, "impliesBody"), _value(store, s, "level"), suffixes)
    return titles


def _word_list(store: Store, name: str) -> list[str]:
    words = _forms(store, NamedNode(KG + name))
    if not words:
        raise OntologyError(f"the lexicon has no words in kg:{name}", "restore ontology/names.ttl and titles.ttl")
    return words


def _surnames(given: Sequence[str]) -> list[str]:
    """Read surnames: one-character ones are concatenated, compound ones separate words."""
    single = {c for w in given if len(w) > 4 for c in w}
    return [*single, *(w for w in given if len(w) <= 4)]


def _pairs(words: Iterable[str]) -> dict[str, str]:
    """Read "full=short" forms as {short: full}."""
    return {short: full for full, _, short in (w.partition("=") for w in words) if short}


def load_names(folder: Path) -> NameLexicon:
    """Read the lexicon of names from a folder of Turtle files.

    Raises OntologyError if a list is missing.
    """
    store = Store()
    for file in ("names.ttl", "titles.ttl"):
        store.load(path=str(folder / file), format=RdfFormat.TURTLE)
    titles = _titles(store)
    modifiers = _alternatives(_word_list(store, "titleModifiers"))
    title = f"(?P<modifiers>(?:{modifiers})*?)(?P<head>{{}})"
    abbreviations = {a: b for a, _, b in (w.partition("=") for w in _word_list(store, "placeAbbreviations"))}
    countries = _word_list(store, "countries")
    surnames = _surnames([*_word_list(store, "surnames"), *words("compound_surnames")])
    return NameLexicon(
        titles=titles,
        title_at_end=_ending(titles, title),
        title_at_start=re.compile(title.format(_alternatives(titles))),
        organisation_suffix=_ending(_word_list(store, "organisationSuffixes")),
        weak_suffix=_ending(_word_list(store, "weakOrganisationSuffixes")),
        place_suffix=_ending(_word_list(store, "placeSuffixes")),
        event_suffix=_ending(_word_list(store, "eventSuffixes")),
        direction=_ending(_word_list(store, "directions")),
        provinces=re.compile(f"(?:{_alternatives(_word_list(store, 'provinces'))})"),
        surname=re.compile(f"(?:{_alternatives(surnames)})"),
        surname_letters=frozenset(surname[0] for surname in surnames),
        place_abbreviations=abbreviations,
        countries=_pairs(countries),
        country_names=frozenset(w.partition("=")[0] for w in countries),
        known_places=frozenset(
            {
                *(w.partition("=")[0] for w in countries),
                *_word_list(store, "worldPlaces"),
                *_word_list(store, "provinces"),
            }
        ),
        known_bodies=re.compile(_alternatives(_word_list(store, "knownBodies"))),
        not_names=frozenset(_word_list(store, "notNames")),
        not_persons=frozenset(_word_list(store, "notPersons")) | words("personal_epithets") | words("scales"),
    )


@cache
def names() -> NameLexicon:
    """Return the lexicon of names of the installed ontology, read once."""
    return load_names(ontology_folder())
