"""Bodies of other states that are named without their state: in a list (俄罗斯外交部、国防部), or with their minister's foreign name."""

from __future__ import annotations

import re

from kg.extract.candidates import Draft, MentionCandidate
from kg.extract.lexicon.state_bodies import HOME, foreign_state

LISTED = re.compile(r"(?:[部副]?长|发言人)?(?:、|和|与|及|以及)$")
TITLED = re.compile(r"(?:第一|常务|代理|副)*(?:部|院|行|议|司令)?(?:长|主席|发言人|部长|议长|院长|行长)?")


class StateBodies:
    """The bodies of states in one article."""

    def __init__(self, draft: Draft) -> None:
        self.text = draft.text
        self.lexicon = draft.lexicon.names
        self.sentences = draft.sentences
        self.by_end = {m.end: m for m in draft.mentions}
        self.persons = {m.start: draft.text[m.start : m.end] for m in draft.mentions if m.kind == "Person"}
        self.places = [m for m in draft.mentions if m.kind == "Place"]

    def whole_name(self, m: MentionCandidate) -> str:
        """Return the name of a body with its state, if that is another one than China; else the name in the text."""
        name = self.text[m.start : m.end]
        state = self._of_list(m) or self._of_minister(m)
        return f"{state}{name}" if state else name

    def _of_list(self, m: MentionCandidate) -> str | None:
        """Return the state of the body before this one in a list."""
        link = LISTED.search(self.text, max(0, m.start - 6), m.start)
        before = self.by_end.get(link.start()) if link else None
        return foreign_state(self.text[before.start : before.end], self.lexicon) if before else None

    def _of_minister(self, m: MentionCandidate) -> str | None:
        """Return the first state that the sentence names before a body whose minister has a foreign name."""
        title = TITLED.match(self.text, m.end)
        person = self.persons.get(title.end()) if title and title.end() > m.end else None
        if person is None or not self._is_foreign(person):
            return None
        start = max((s.start for s in self.sentences if s.start <= m.start), default=0)
        named = [self.text[p.start : p.end] for p in self.places if start <= p.start < m.start]
        states = [self.lexicon.countries.get(n, n) for n in named]
        return next((n for n in states if n in self.lexicon.country_names - HOME), None)

    def _is_foreign(self, person: str) -> bool:
        return "·" in person or len(person) > 4 or not self.lexicon.surname.match(person)
