"""Subjects of clauses without one of their own: the subject of the preceding clause, or the topic of the text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kg.extract.candidates import Clause, Draft, EntityMention, SubjectCandidate
from kg.extract.lexicon import Rule

Mentions = tuple[EntityMention, ...]


def carry_subjects(draft: Draft) -> Iterator[SubjectCandidate]:
    """Yield the subjects that clauses continue, and the possible referents of pronouns after verbs."""
    topics = _Topics()
    clauses = enumerate(c for c in draft.candidates if isinstance(c, Clause))
    for _, row in groupby(clauses, key=lambda x: x[1].sentence.index):
        yield from topics.carry(list(row))


class _Topics:
    """The persons that an article is about, updated clause by clause."""

    def __init__(self) -> None:
        self.topic: Mentions = ()  # the last persons that were subjects: the referents of 他 and of a verb without a subject
        self.earlier: Mentions = ()  # the preceding topic: the referents of 看望他
        self.ended_at = (-1, -1)  # sentence and paragraph that ended with the topic as subject

    def carry(self, clauses: list[tuple[int, Clause]]) -> Iterator[SubjectCandidate]:
        """Yield the subjects of the clauses of a sentence."""
        before: Mentions = ()
        for n, clause in clauses:
            if clause.opening in {"named", "list"} and clause.subject:
                self._note(clause.about)
            about, rule = (clause.about, Rule.CLAUSE) if clause.about else self._carried(clause, before)
            yield SubjectCandidate(n, about, self.earlier, rule)
            before = about
        last = clauses[-1][1].sentence
        if before and before == self.topic:
            self.ended_at = (last.index, last.paragraph)

    def _note(self, about: Mentions) -> None:
        persons = tuple(p for p in about if p.entity.kind == "Person")
        if persons:
            if self.topic and {p.entity.id for p in self.topic} != {p.entity.id for p in about}:
                self.earlier = self.topic
            self.topic = persons

    def _carried(self, clause: Clause, before: Mentions) -> tuple[Mentions, Rule]:
        if clause.opening == "other":
            return (), Rule.CLAUSE
        if clause.opening == "pronoun":
            return self.topic or before, Rule.SUBJECT_PRONOUN
        goes_on = self.ended_at == (clause.sentence.index - 1, clause.sentence.paragraph)
        if before:
            return before, Rule.SUBJECT_BEFORE
        return (self.topic if len(self.topic) == 1 and goes_on else ()), Rule.SUBJECT_TOPIC
