"""Participants of an occasion that another clause names: 甲、乙出席会议; 在比赛中，甲…; 为 after an election."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from kg.extract.candidates import ArgumentCandidate, Clause, Draft, EventMention
from kg.extract.events.arguments import give
from kg.extract.lexicon import Trait, Where
from kg.wordlists import words

Numbered = tuple[int, EventMention]
IN_ARTICLE = frozenset({"body", "caption"})
PRESIDING = tuple(sorted(words("presiding_verbs")))


def find_attendance(draft: Draft) -> Iterator[ArgumentCandidate]:
    """Yield the participants in events of other clauses, sentence by sentence."""
    main: Numbered | None = None  # the article's first nominal event, visit, signing or talks
    events = {n: list(row) for n, row in groupby(enumerate(draft.events), key=lambda x: x[1].clause)}
    for _, row in groupby(enumerate(draft.clauses), key=lambda x: x[1].sentence.index):
        reader = _SentenceReader(draft, main)
        for n, clause in row:
            yield from reader.read(n, clause, events.get(n, []))
        if main is None or main[1].sentence.part not in IN_ARTICLE:
            main = next((x for x in reader.found if can_be_main(x[1])), main)


class _SentenceReader:
    """Reads the clauses of a sentence in order."""

    def __init__(self, draft: Draft, main: Numbered | None) -> None:
        self.text = draft.text
        self.lexicon = draft.lexicon.events
        self.main = main
        self.found: list[Numbered] = []
        self.waiting: Numbered | None = None  # 在…比赛中，: the subject of the next clause takes part

    def read(self, n: int, clause: Clause, here: Sequence[Numbered]) -> Iterator[ArgumentCandidate]:
        """Yield the arguments that a clause adds to the events so far."""
        if not clause.is_stated:
            return
        yield from self._elected(n, clause, here)
        named = clause.opening == "named" or any(p.composing for p in clause.phrases)
        if self.waiting and clause.about and named:
            number, event = self.waiting
            self.waiting = None
            role_at = "participant", Where.FRAMED
            yield from give(number, event, role_at, clause.about, n - event.clause + 0.7)
        self.found.extend(here)
        yield from self._attending(n, clause)
        self.waiting = next((x for x in here if x[1].nominal and self._frames(x[1])), self.waiting)

    def _elected(self, n: int, clause: Clause, here: Sequence[Numbered]) -> Iterator[ArgumentCandidate]:
        """Yield the elected person: 甲为主席 after an election."""
        chosen = clause.subject
        if not chosen or here or not self.found or self.text[chosen.end : chosen.end + 1] != "为":
            return
        number, event = self.found[-1]
        if Trait.CHOOSING in event.frame.traits:
            yield from give(number, event, ("target", Where.ELECTED), chosen.mentions, n - event.clause + 0.6)

    def _frames(self, t: EventMention) -> bool:
        """Whether a nominal event frames the following clause: 在…决赛中."""
        contest = Trait.CONTEST in t.frame.traits
        return bool(re.match(r"中|上|里|，" if contest else r"上", self.text[t.end : t.end + 1]))

    def _attending(self, n: int, clause: Clause) -> Iterator[ArgumentCandidate]:
        """Yield attendance: in 甲、乙出席会议, the names before the verb take part in the event after it, or in the article's main event."""
        attending = self.lexicon.attend.finditer(self.text, clause.start, clause.end)
        attend = next((m for m in attending if self.text[m.end() : m.end() + 1] != "人"), None)  # no 发言人
        host = self.lexicon.host.search(self.text, clause.start, clause.end)
        mark = attend or host
        if mark is None or not clause.about:
            return
        near = self._near(mark.end())
        event = near or self._main()
        presiding = bool(host and host.group().startswith(PRESIDING))
        if event is None or (host and not attend and not presiding and not near):
            return
        hosts = host and (not attend or (presiding and host.start() < attend.start()))
        role_at = ("agent" if hosts else "participant"), Where.OCCASION
        guests = [p for p in clause.about if p.entity.kind != "Place"]
        number, occasion = event
        distance = n - occasion.clause + 0.8
        yield from give(number, occasion, role_at, guests, distance, clause.sentence.index, as_stated=True)

    def _near(self, offset: int) -> Numbered | None:
        """Return the first nominal event of the sentence near a verb of attending or hosting that fits it."""
        for number, t in self.found:
            if t.nominal and abs(t.start - offset) < 60 and (can_be_main(t) or Trait.RESCUE in t.frame.traits):
                return number, t
        return None

    def _main(self) -> Numbered | None:
        if self.main is not None and self.main[1].sentence.part in IN_ARTICLE:
            return self.main
        return next((x for x in self.found if can_be_main(x[1])), self.main)


def can_be_main(t: EventMention) -> bool:
    """Whether an event can be the article's main event, which people attend."""
    return (t.nominal and Trait.INCIDENT not in t.frame.traits) or Trait.ATTENDED in t.frame.traits
