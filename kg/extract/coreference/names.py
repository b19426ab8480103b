"""Mentions with the same name: one entity, of the kind that most of them have."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.extract.candidates import Draft, EntityCandidate, MentionCandidate
from kg.extract.coreference.groups import sentence_at
from kg.extract.coreference.namesakes import Namesakes
from kg.extract.coreference.places import stem_of
from kg.extract.coreference.state_bodies import StateBodies
from kg.extract.lexicon import NameLexicon, Rule
from kg.extract.lexicon.patterns import CALLED
from kg.extract.lexicon.state_bodies import STATE_BODIES
from kg.extract.mentions.latin import latin_form
from kg.extract.mentions.like_places import SPEAKS
from kg.model import EntityKind, Mention

PAPER = re.compile(
    r"(?P<place>[一-鿿]{2,4}?)[市县州]?(?:日报|晚报|晨报|早报|都市报|商报|电视台|广播电视台|新闻网|发布)"
)
LIKE_A_PLACE = Rule.LIKE_A_PLACE
LOCATED_BEFORE = re.compile(r"炮击|占领|攻占|逼近|位于|途经|飞抵")
LOCATED_BEHIND = re.compile(r"方向|地区|附近|前线|市|州|省|机场|及周边|一带|以[东南西北]")
MAX_PLACE_LENGTH = 12  # characters of a town's name in transliteration


def find_names(draft: Draft) -> Iterator[EntityCandidate]:
    """Yield an entity for each name, except for wrong persons of the tagger."""
    text, lexicon, rule = draft.text, draft.lexicon.names, Rule.SAME_NAME
    persons_like_places = {text[m.start : m.end]: m.start for m in reversed(draft.mentions) if m.rule == LIKE_A_PLACE}
    kinds = _kinds([m for m in draft.mentions if m.rule != LIKE_A_PLACE], text, lexicon, _home(draft))
    states = StateBodies(draft)
    namesakes = Namesakes(draft)
    groups: dict[tuple[EntityKind, str, int], list[Mention]] = defaultdict(list)
    for m in draft.mentions:
        name = text[m.start : m.end]
        kind = _own_kind(m, text, persons_like_places) or kinds[name]
        if m.rule == Rule.CALLED and (called := CALLED.match(text, m.start)):
            kind, name = "Person", called.group()
        elif kind == "Organisation" and name in STATE_BODIES:
            name = states.whole_name(m)
        sentence = sentence_at(draft.sentences, m.start)
        number = namesakes.number(m) if kind == "Person" else 0
        groups[kind, name, number].append(Mention(m.start, m.end, kind, sentence, m.rule))
    for (kind, name, _), mentions in groups.items():
        if kind != "Person" or lexicon.can_be_person(name):
            forms = frozenset(f for m in mentions if (f := latin_form(text, m.end)))
            yield EntityCandidate(kind, name, tuple(mentions), rule, forms, source=rule.component)


def _own_kind(m: MentionCandidate, text: str, persons: Mapping[str, int]) -> EntityKind | None:
    """Return the own kind of a mention where a person is called like a place: the person behind a title, or speaking after that."""
    first = persons.get(text[m.start : m.end])
    if first is None:
        return None
    return "Person" if m.rule == LIKE_A_PLACE or (first < m.start and SPEAKS.match(text, m.end)) else m.kind


def _home(draft: Draft) -> str:
    """Return the name of the place in the newspaper's name (云川日报), which the tagger may take for a person."""
    paper = PAPER.fullmatch(draft.analysed.article.publisher or "")
    return paper["place"] if paper else ""


def _kinds(
    mentions: Iterable[MentionCandidate], text: str, lexicon: NameLexicon, home: str = ""
) -> Mapping[str, EntityKind]:
    votes: dict[str, Counter[EntityKind]] = defaultdict(Counter)
    for m in mentions:
        votes[text[m.start : m.end]][m.kind] += 1 + int(m.score)
    kinds: dict[str, EntityKind] = {name: max(sorted(c), key=lambda k: c[k]) for name, c in votes.items()}
    stems = {stem_of(name) for name, kind in kinds.items() if kind == "Place"} - (kinds.keys() & lexicon.not_names)
    places = {
        n for n, kind in kinds.items() if kind == "Person" and (n in stems or n == home or n in lexicon.known_places)
    }
    kinds.update(dict.fromkeys(places, "Place"))
    located = _located(text)
    kinds.update({n: _kind(n, located, lexicon) or kind for n, kind in kinds.items() if kind == "Person"})
    return kinds


def _kind(name: str, located: frozenset[str], lexicon: NameLexicon) -> EntityKind | None:
    """Return the kind, by form or context, of a name that the tagger takes for a person.

    乌军 is a force; the transliterated name of a town follows 向 or precedes 方向, 地区, 附近.
    """
    if len(name) == 2 and name[1] == "军" and name[0] in lexicon.countries:
        return "Organisation"
    if len(name) < 3 or "·" in name or lexicon.surname.match(name):
        return None
    return "Place" if len(name) <= MAX_PLACE_LENGTH and name in located else None


def _located(text: str) -> frozenset[str]:
    """Return the strings directly after 位于 or directly before 方向, of every possible length of a place's name."""
    after = [m.end() for m in LOCATED_BEFORE.finditer(text)]
    before = [m.start() for m in LOCATED_BEHIND.finditer(text)]
    sizes = range(3, MAX_PLACE_LENGTH + 1)
    return frozenset(
        {text[i : i + n] for i in after for n in sizes} | {text[i - n : i] for i in before for n in sizes if i >= n}
    )
