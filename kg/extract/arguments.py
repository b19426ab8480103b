"""Arguments: the roles of a clause's names in its happenings.

The names before a trigger are its subject, those behind it its object; 对, 向, 给 bring objects before it, 被 turns subject
and object round, 由 brings the doer, 在 the place, 与 and 率 the company.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.clauses import Clause, ClauseReader, Phrase, Placed
from kg.extract.tellings import Telling
from kg.extract.triggers import MODIFIER_TAGS, TriggerFinder
from kg.model import Sentence

PRONOUN_OBJECT = re.compile(r"了?[他她](?![们的])")
HOSTING = re.compile(r"召开|举行|举办|主办|承办|协办|组织|召集|主持|开展|开幕|发起|牵头")
ATTENDING = re.compile(r"出席|参加|列席|参与|亮相|参赛|应邀|参会|赴会")
SUFFERING = re.compile(r"被给予|受到|被处以|被")
HAPPENING = re.compile(r"降下|普降|迎来|发生|遭遇|出现|突发|暴发|突降|遭受")
CHOOSING = frozenset({"Election", "Appointment"})
JUSTICE = frozenset({"Trial", "Arrest", "Investigation"})  # persons suffer these, bodies do them
HARM = frozenset({"Accident", "Disaster", "Casualty", "Rescue"})
BENEFICIARY = "beneficiary"
WITHIN = re.compile(r"[中上里内]的")
COUNTED = re.compile(
    r"(?:\d|[一二三四五六七八九十百千两])+余?[人名][^，。]{0,8}$"
)  # 造成3人死亡: not the one named before
GIVING = re.compile(r"(?:给予|处以|受到)[^，。；]*$")


class ArgumentFinder:
    """Gives the names of a clause their roles in the clause's happenings."""

    def __init__(self, text: str, reader: ClauseReader, triggers: TriggerFinder) -> None:
        self.text = text
        self.reader = reader
        self.triggers = triggers

    def set_scene(self, t: Telling, phrase: Phrase) -> None:
        """Give a phrase of the clause before (在某公司，; 在某人陪同下，) its role."""
        if phrase.under:
            self.give(t, "participant" if phrase.under in {"陪同", "配合"} else "agent", phrase.placed)
        elif t.frame.family == "Visit" and (phrase.preposition == "to" or not t.of("target")):
            self.give(t, "target", phrase.placed)
        else:
            self.give(t, "place", [p for p in phrase.placed if p.entity.kind == "Place"])

    def fill(
        self, t: Telling, clause: Clause, subject: Sequence[Placed], until: int, earlier: Sequence[Placed]
    ) -> None:
        """Give the phrases of a clause, up to an offset, their roles; `earlier` are whom 看望他 can mean."""
        lead = self.text[max(clause.start, t.start - 8) : t.start]
        passive = not t.nominal and bool(re.search(r"被|遭|受到|获(?!得)", lead))
        by = False
        reach = True
        at = t.end
        for phrase in clause.phrases:
            if (phrase is clause.subject and phrase.preposition is None) or (phrase.preposition and phrase.composing):
                continue
            if phrase.start >= until and phrase.preposition not in {"by", "in"}:
                break
            if phrase.placed[-1].end > t.start and phrase.start < t.end:
                continue
            if (
                phrase.preposition == "in"
                and not t.nominal
                and WITHIN.search(self.text, phrase.end, max(phrase.end, t.start))
            ):
                continue  # 在某事故中的失职问题: where that was
            role: str | None
            if phrase.under:
                role = "participant" if phrase.under in {"陪同", "配合"} else "agent"
            elif phrase.preposition:
                role = self._prepositional(t, phrase)
                by = by or phrase.preposition in {"by", "passive"}
            elif phrase.start >= t.end:
                reach = reach and self._reaches(t.sentence, at, phrase.start)
                role = self._object(t, phrase) if reach else None
                at = phrase.end
            else:
                role = self._between(t, clause, phrase)
            if role == "target" and t.frame.family in {"Appointment", "Removal"}:
                self.give(t, role, [p for p in phrase.placed if p.entity.kind == "Person"])
            elif role:
                self.give(t, role, phrase.placed)
        if not t.nominal and PRONOUN_OBJECT.match(self.text, t.end):
            self.give(t, t.frame.object, [p for p in earlier if p not in subject][-1:])
        if t.nominal:
            self._give_nominal(t, clause, subject)
        else:
            turned = t.frame.subject == "agent" and (passive or by)
            if t.frame.family in {"Founding", "Launch"} and not t.of("target") and not self._has_object(t):
                turned = True  # 某集团成立于2021年: what has no object was founded itself
            if (
                t.frame.family in JUSTICE
                and t.frame.subject == "agent"
                and not t.of("target")
                and not self._has_object(t)
            ):
                turned = turned or (bool(subject) and all(p.entity.kind == "Person" for p in subject))
            if not (t.frame.family == "Casualty" and COUNTED.search(self.text, clause.start, t.start)):
                self.give(t, t.frame.object if turned else t.frame.subject, subject)

    def _has_object(self, t: Telling) -> bool:
        """Tell whether a noun follows the trigger as its object."""
        for token in t.sentence.tokens:
            word = self.text[token.start : token.end]
            if token.start >= t.end and token.tag not in {"u", "m", "q", "a", "b"} and word not in "“《":
                return token.tag in MODIFIER_TAGS - {"TIME", "f", "t"}
        return False

    def give(self, t: Telling, role: str, placed: Sequence[Placed]) -> None:
        """Give names a role; a place that suffers harm is where it happened, and only places and bodies are where things are."""
        for p in placed:
            if role == BENEFICIARY:  # 向某村捐款: the place is the one given to, not where it happens
                t.add("target", p.entity.id, t.sentence.index)
                continue
            suffered = role == "target" and p.entity.kind == "Place" and t.frame.family in HARM
            given = "place" if suffered else role
            if given != "place" or p.entity.kind == "Place" or (p.entity.kind == "Organisation" and not suffered):
                t.add(given, p.entity.id, t.sentence.index)

    def _prepositional(self, t: Telling, phrase: Phrase) -> str | None:
        """Return the role of a phrase with a preposition."""
        frame, place = t.frame, phrase.placed[0].entity.kind == "Place"
        match phrase.preposition:
            case "in":
                if place:
                    return "place"
                return frame.place if phrase.end <= t.start and frame.place != "place" else "place"
            case "to":
                visited = frame.family == "Visit"
                return "target" if visited else "place" if place else frame.place
            case "for":
                if t.nominal and frame.family in {"Meeting", "Ceremony", *HARM}:
                    return None
                if frame.family in CHOOSING and self.text[phrase.start - 1] == "为":
                    return None  # 选举甲为主席: what one becomes
                beneficiary = frame.family in HARM and self.text[phrase.start - 1] in "向给"
                return BENEFICIARY if beneficiary else frame.object
            case "as":
                return frame.object if frame.family in {"Election", "Appointment"} else None
            case "with":
                return frame.company
            case "leading":
                return "participant"
            case "by" | "passive":
                return frame.by
        return None

    def _reaches(self, sentence: Sentence, start: int, end: int) -> bool:
        """Tell whether no other verb stands between a trigger and its object, but in a modifier (驻村的)."""
        if self.text[start:end].endswith("的"):
            return True
        return not any(t.tag in {"v", "vd", "p"} for t in sentence.tokens if start <= t.start < end)

    def _object(self, t: Telling, phrase: Phrase) -> str | None:
        place = phrase.placed[0].entity.kind == "Place"
        if t.nominal:
            return None
        if t.frame.family in {"Appointment", "Removal"}:  # 免去甲的职务; a body there is a part of the title
            return t.frame.object if phrase.placed[0].entity.kind == "Person" else None
        if phrase.function == "modifier" and t.frame.family != "Visit":
            return "place" if place and t.frame.family in {"Accident", "Disaster"} else None
        if place and t.frame.object != "target":
            return "place"
        return t.frame.object

    def _between(self, t: Telling, clause: Clause, phrase: Phrase) -> str | None:
        """Return the role of a phrase before the trigger that is not the subject: 给予甲、乙处分."""
        if self.text[phrase.start - 2 : phrase.start] == "接受":  # 接受某监委审查调查
            return "agent"
        if t.nominal and GIVING.search(self.text[clause.start : phrase.start]):
            return t.frame.object
        if phrase.placed[0].entity.kind == "Place" and phrase.function != "modifier":
            return "place"
        return None

    def _give_nominal(self, t: Telling, clause: Clause, subject: Sequence[Placed]) -> None:
        """Give a named event its hosts, guests or victims by the verb that stands between."""
        first = self.triggers.modifiers(t, clause)
        for p in self.reader.in_sentence[t.sentence.index]:
            if first <= p.start and p.end <= t.end:
                if (p.entity.kind == "Place" and t.frame.family in {"Accident", "Disaster", "Attack", "Rescue"}) or (
                    p.entity.kind == "Place" and t.frame.family == "Competition" and not self._is_country(p)
                ):
                    t.add("place", p.entity.id, t.sentence.index)
                elif p.entity.kind == "Organisation" and t.frame.family == "Accident":
                    t.add("target", p.entity.id, t.sentence.index)
        doer = clause.subject
        placed = subject if doer is None or doer.end <= first else ()
        lead = self.text[doer.end if doer else clause.start : first] if placed else ""
        if HAPPENING.search(lead):
            for p in placed:
                t.add("place" if p.entity.kind == "Place" else "target", p.entity.id, t.sentence.index)
        elif SUFFERING.search(lead):
            self.give(t, t.frame.object, placed)
        elif ATTENDING.search(lead):
            self.give(t, "participant", placed)
        elif HOSTING.search(lead) and t.frame.family not in {"Accident", "Disaster", "Casualty"}:
            self.give(t, "agent", placed)

    def _is_country(self, p: Placed) -> bool:
        return (
            p.entity.name in self.reader.names.country_names or (p.entity.norm or "") in self.reader.names.country_names
        )
