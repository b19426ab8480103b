"""Bodies of other states that are named without their state: in a list (俄罗斯外交部、国防部), or with their minister's foreign name."""

from __future__ import annotations

import re

from kg.extract.candidates import Draft, MentionCandidate
from kg.extract.coreference.states import CHINA, States
from kg.extract.lexicon.state_bodies import foreign_state

LISTED = re.compile(r"(?:[部副]?长|发言人)?(?:、|和|与|及|以及)$")
TITLED = re.compile(r"(?:第一|常务|代理|副)*(?:部|院|行|议|司令)?(?:长|主席|发言人|部长|议长|院长|行长)?")


class StateBodies:
    """The bodies of states in one article."""

    def __init__(self, draft: Draft) -> None:
        self.text = draft.text
        self.lexicon = draft.lexicon.names
        self.by_end = {m.end: m for m in draft.mentions}
        self.persons = {m.start: draft.text[m.start : m.end] for m in draft.mentions if m.kind == "Person"}
        self.states = States(
            draft.text,
            draft.sentences,
            draft.lexicon.names,
            ((m.start, m.end) for m in draft.mentions if m.kind in {"Place", "Organisation"}),
            ((m.start, m.end) for m in draft.mentions if m.kind == "Person"),
        )

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
        """Return the state of a body that stands in its minister's title, if the minister is another state's."""
        title = TITLED.match(self.text, m.end)
        person = self.persons.get(title.end()) if title and title.end() > m.end else None
        if title is None or person is None:
            return None
        is_foreign = self.states.is_foreign(person)
        words = self.text[m.start : title.end()]
        state = self.states.of(person, words, m.start) if is_foreign else self.states.stated(person)
        return None if state == CHINA else state
