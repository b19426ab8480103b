"""Roles: the names of a clause as arguments of its events.

The names before a trigger are its subject, those after it its object; 对, 向, 给 introduce objects before it, 被 swaps subject
and object, 由 introduces the agent, 在 the place, 与 and 率 the companions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from kg.extract.candidates import ArgumentCandidate, Clause, Draft, EntityMention, EventMention, Phrase
from kg.extract.events.arguments import first_of_each, give
from kg.extract.events.triggers import MODIFIER_TAGS
from kg.extract.lexicon import Trait, Where
from kg.wordlists import either, words

PRONOUN_OBJECT = re.compile(r"了?[他她](?![们的])")
HOSTING = re.compile(either("hosting_verbs"))
ATTENDING = re.compile(either("attending_verbs"))
SUFFERING = re.compile(either("suffering_verbs"))
HAPPENING = re.compile(either("happening_verbs"))
WITHIN = re.compile(r"[中上里内]的")
COUNTED = re.compile(
    r"(?:\d|[一二三四五六七八九十百千两])+余?[人名][^，。]{0,8}$"
)  # 造成3人死亡: not the person mentioned before
CONTINENTS = words("continents")  # 亚洲运动会 is not held in all of Asia
TOWARDS = frozenset({"向", "为", "对", "给"})
SPOT = re.compile(r"(?:处|附近|路段|地段|路口|境内)，$")  # 某桥西3公里处，: a place without 在
COMPANIONS = words("companions")
PREPOSITIONS = {  # group -> position of the name after it
    "in": Where.IN, "to": Where.TO, "for": Where.FOR, "with": Where.WITH, "leading": Where.LEADING,
    "by": Where.BY, "passive": Where.BY,
}  # fmt: skip
RoleAt = tuple[str, Where]  # a role, and the position of the name


def find_roles(draft: Draft) -> Iterator[ArgumentCandidate]:
    """Yield the roles of the names in each event's clause, and of names in the preceding clause that set the scene."""
    finder = RoleFinder(draft)
    by_clause = {n: list(row) for n, row in groupby(enumerate(draft.events), key=lambda x: x[1].clause)}
    for _, row in groupby(enumerate(draft.clauses), key=lambda x: x[1].sentence.index):
        setting: Sequence[Phrase] = ()
        for n, clause in row:
            if clause.is_list:
                continue
            here = by_clause.get(n, [])
            for number, event in here:
                found = list(finder.in_clause(number, event, clause))
                yield from found
                yield from finder.scene(number, event, setting, found)
            setting = () if here else _setting(draft.text, clause)


def _setting(text: str, clause: Clause) -> Sequence[Phrase]:
    """Return the phrases of a clause without event that set the scene of the next one: 在某地，; 在某人陪同下，."""
    if clause.opening not in {"none", "named", "pronoun"}:
        return ()
    spot = SPOT.search(text, clause.start, clause.end)
    return [p for p in clause.phrases if p.preposition in {"in", "to"} or p.under or spot]


class RoleFinder:
    """Assigns roles in the events of a clause to its names."""

    def __init__(self, draft: Draft) -> None:
        self.text = draft.text
        self.names = draft.lexicon.names
        self.in_sentence = draft.in_sentence

    def scene(
        self, number: int, t: EventMention, setting: Sequence[Phrase], found: Sequence[ArgumentCandidate]
    ) -> Iterator[ArgumentCandidate]:
        """Yield the roles of the phrases of the clause before; `found` are those of the event's own clause."""
        given = list(found)
        for phrase in setting:
            visited = Trait.VISIT in t.frame.traits
            role = "place"
            if phrase.under:
                role = "participant" if phrase.under in COMPANIONS else "agent"
            elif visited and (phrase.preposition == "to" or not _has_target(given)):
                role = "target"
            mentions = phrase.mentions
            if role == "place":
                mentions = tuple(p for p in mentions if p.entity.kind == "Place")
            new = list(give(number, t, (role, Where.SCENE), mentions, distance=0.5))
            given += new
            yield from new

    def in_clause(self, number: int, t: EventMention, clause: Clause) -> Iterator[ArgumentCandidate]:
        """Yield the roles of the names of the event's clause."""
        found = list(self._phrases(number, t, clause))
        if not t.nominal and PRONOUN_OBJECT.match(self.text, t.end):
            meant = [p for p in clause.earlier if p not in clause.about][-1:]
            found += give(number, t, (t.frame.object, Where.PRONOUN), meant)
        yield from found
        if t.nominal:
            yield from self._nominal(number, t, clause)
        else:
            yield from self._subject(number, t, clause, found)

    def _phrases(self, number: int, t: EventMention, clause: Clause) -> Iterator[ArgumentCandidate]:
        reach, at = True, t.end
        for phrase in clause.phrases:
            if self._stands_apart(t, clause, phrase):
                continue
            if phrase.start >= t.until and phrase.preposition not in {"by", "in"}:
                break
            role_at: RoleAt | None
            if phrase.under:
                role_at = "participant" if phrase.under in COMPANIONS else "agent", Where.UNDER
            elif phrase.preposition:
                role_at = self._prepositional(t, phrase)
            elif phrase.start >= t.end:
                reach = reach and self._reaches(t, at, phrase.start)
                role_at = self._object(t, phrase) if reach else None
                at = phrase.end
            else:
                role_at = self._between(phrase)
            if role_at:
                mentions = phrase.mentions
                if role_at[0] == "target" and Trait.PERSONS_ONLY in t.frame.traits:
                    mentions = tuple(p for p in mentions if p.entity.kind == "Person")
                yield from give(number, t, role_at, mentions)

    def _stands_apart(self, t: EventMention, clause: Clause, phrase: Phrase) -> bool:
        """Whether a phrase is the subject, contains the trigger, or locates something else (在某事故中的失职问题)."""
        if (phrase is clause.subject and phrase.preposition is None) or (phrase.preposition and phrase.composing):
            return True
        if phrase.start >= t.until:
            return False
        if phrase.mentions[-1].end > t.start and phrase.start < t.end:
            return True
        within = phrase.preposition == "in" and not t.nominal
        return within and bool(WITHIN.search(self.text, phrase.end, max(phrase.end, t.start)))

    def _subject(
        self, number: int, t: EventMention, clause: Clause, found: Sequence[ArgumentCandidate]
    ) -> Iterator[ArgumentCandidate]:
        """Yield the role of the clause's subject in an event that a verb states."""
        frame, subject = t.frame, clause.about
        lead = self.text[max(clause.start, t.start - 8) : t.start]
        passive = bool(re.search(r"被|遭|受到|获(?!得)", lead)) or self._has_agent_phrase(t, clause)
        turned = frame.subject == "agent" and passive
        alone = not _has_target(found) and not self._has_object(t)
        if alone and Trait.PASSIVE_WITHOUT_OBJECT in frame.traits:
            turned = True  # 某集团成立于2021年: without an object, the subject itself was founded
        if alone and Trait.SUFFERED_BY_PERSONS in frame.traits and frame.subject == "agent":
            turned = turned or (bool(subject) and all(p.entity.kind == "Person" for p in subject))
        counted = Trait.CASUALTY in frame.traits and COUNTED.search(self.text, clause.start, t.start)
        if not counted and not self._is_attribute(t, clause):
            role_at = (frame.object, Where.TURNED) if turned else (frame.subject, Where.SUBJECT)
            yield from give(number, t, role_at, subject)

    def _is_attribute(self, t: EventMention, clause: Clause) -> bool:
        """Whether a casualty only describes somebody else than the subject: 甲出席因公殉职民警乙的追悼会."""
        if Trait.CASUALTY not in t.frame.traits or clause.subject is None:
            return False
        following = next((x for x in t.sentence.tokens if x.start >= t.end), None)
        described = following is not None and following.tag in {"u", "n", "PER", "nr", "nz"}
        between = (x for x in t.sentence.tokens if clause.subject.end <= x.start and x.end <= t.start)
        return described and any(x.tag in {"v", "vd"} or self.text[x.start : x.end] in TOWARDS for x in between)

    def _has_agent_phrase(self, t: EventMention, clause: Clause) -> bool:
        """Whether a phrase after 由 or 被 is the agent."""
        for phrase in clause.phrases:
            if self._stands_apart(t, clause, phrase):
                continue
            if phrase.start >= t.until and phrase.preposition not in {"by", "in"}:
                return False
            if not phrase.under and phrase.preposition in {"by", "passive"}:
                return True
        return False

    def _has_object(self, t: EventMention) -> bool:
        """Whether a noun follows the trigger as its object."""
        for token in t.sentence.tokens:
            word = self.text[token.start : token.end]
            if token.start >= t.end and token.tag not in {"u", "m", "q", "a", "b"} and word not in "“《":
                return token.tag in MODIFIER_TAGS - {"TIME", "f", "t"}
        return False

    def _prepositional(self, t: EventMention, phrase: Phrase) -> RoleAt | None:
        """Return the role of a phrase with a preposition."""
        frame, place = t.frame, phrase.mentions[0].entity.kind == "Place"
        where = PREPOSITIONS.get(phrase.preposition or "")
        match where:
            case Where.IN:
                elsewhere = not place and phrase.end <= t.start and frame.place != "place"
                return (frame.place if elsewhere else "place"), where
            case Where.TO:
                visited = Trait.VISIT in frame.traits
                return ("target" if visited else "place" if place else frame.place), where
            case Where.FOR:
                return self._for(t, phrase)
            case Where.WITH:
                return frame.companion, where
            case Where.LEADING:
                return "participant", where
            case Where.BY:
                return frame.by, where
        return None

    def _for(self, t: EventMention, phrase: Phrase) -> RoleAt | None:
        """Return the role of a phrase after 对, 向, 给, 为."""
        harm = Trait.HARM in t.frame.traits
        if t.nominal and (harm or t.frame.is_gathering):
            return None
        if Trait.CHOOSING in t.frame.traits and self.text[phrase.start - 1] == "为":
            return None  # 选举甲为主席: the office
        beneficiary = harm and self.text[phrase.start - 1] in "向给"
        return ("target", Where.BENEFICIARY) if beneficiary else (t.frame.object, Where.FOR)

    def _reaches(self, t: EventMention, start: int, end: int) -> bool:
        """Whether no verb separates a trigger and its object, except in a modifier (驻村的)."""
        if self.text[start:end].endswith("的"):
            return True
        return not any(x.tag in {"v", "vd", "p"} for x in t.sentence.tokens if start <= x.start < end)

    def _object(self, t: EventMention, phrase: Phrase) -> RoleAt | None:
        traits, place = t.frame.traits, phrase.mentions[0].entity.kind == "Place"
        if t.nominal:
            return None
        role: str | None = t.frame.object
        if Trait.PERSONS_ONLY in traits:  # 免去甲的职务; an organisation there is a part of the title
            role = role if phrase.mentions[0].entity.kind == "Person" else None
        elif phrase.function == "modifier" and Trait.VISIT not in traits:
            role = "place" if place and Trait.CALAMITY in traits else None
        elif place and role != "target":
            role = "place"
        return (role, Where.OBJECT) if role else None

    def _between(self, phrase: Phrase) -> RoleAt | None:
        """Return the role of a phrase before the trigger that is not the subject."""
        if self.text[phrase.start - 2 : phrase.start] == "接受":  # 接受某监委审查调查
            return "agent", Where.BETWEEN
        if phrase.mentions[0].entity.kind == "Place" and phrase.function != "modifier":
            return "place", Where.BETWEEN
        return None

    def _nominal(self, number: int, t: EventMention, clause: Clause) -> Iterator[ArgumentCandidate]:
        """Yield the places and victims in the event's name, and its hosts, guests or victims according to the verb before it."""
        yield from self._in_name(number, t)
        traits, subject = t.frame.traits, clause.subject
        mentions = clause.about if subject is None or subject.end <= t.name_start else ()
        lead = self.text[subject.end if subject else clause.start : t.name_start] if mentions else ""
        if happened := HAPPENING.search(lead):
            at = t.name_start - len(lead) + happened.start()
            for p in mentions:
                role = "place" if p.entity.kind == "Place" else "target"
                if role == "place" or not self._verb_between(t, p.end, at):
                    yield from give(number, t, (role, Where.HAPPENING), [p], as_stated=True)
        elif SUFFERING.search(lead) and t.frame.object != "agent":
            yield from give(number, t, (t.frame.object, Where.SUFFERING), mentions)
        elif ATTENDING.search(lead):
            yield from give(number, t, ("participant", Where.ATTENDING), mentions)
        elif HOSTING.search(lead) and (Trait.HARM not in traits or Trait.RESCUE in traits):
            yield from give(number, t, ("agent", Where.HOSTING), mentions)

    def _verb_between(self, t: EventMention, start: int, end: int) -> bool:
        """Whether another verb separates a name and a verb of happening: 甲发表声明，谴责发生在乙的袭击."""
        return any(x.tag in {"v", "vd"} and start <= x.start and x.end <= end for x in t.sentence.tokens)

    def _in_name(self, number: int, t: EventMention) -> Iterator[ArgumentCandidate]:
        traits = t.frame.traits
        for p in self.in_sentence[t.sentence.index]:
            if not (t.name_start <= p.start and p.end <= t.end):
                continue
            contest = Trait.CONTEST in traits and not self._is_country(p) and p.entity.name not in CONTINENTS
            if p.entity.kind == "Place" and (Trait.PLACE_IN_NAME in traits or contest):
                yield from give(number, t, ("place", Where.IN_NAME), [p], as_stated=True)
            elif p.entity.kind == "Organisation" and Trait.VICTIM_IN_NAME in traits:
                yield from give(number, t, ("target", Where.IN_NAME), [p], as_stated=True)

    def _is_country(self, p: EntityMention) -> bool:
        return bool({p.entity.name, p.entity.norm or ""} & self.names.country_names)


def _has_target(found: Sequence[ArgumentCandidate]) -> bool:
    return any(c.role == "target" for c in first_of_each(found))
