"""Selection of the clauses of an article and their subjects."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.candidates import Clause, Draft, SubjectCandidate


def select_clauses(draft: Draft) -> Draft:
    """Return the draft with its clauses; a clause without a subject of its own takes the one that it continues."""
    carried = {c.clause: c for c in draft.candidates if isinstance(c, SubjectCandidate)}
    clauses = [c for c in draft.candidates if isinstance(c, Clause)]
    return replace(draft, clauses=tuple(_carried(c, carried.get(n)) for n, c in enumerate(clauses)))


def _carried(clause: Clause, subject: SubjectCandidate | None) -> Clause:
    if subject is None or (subject.about is clause.about and not subject.earlier):
        return clause
    return Clause(
        clause.sentence, clause.start, clause.end, clause.limit, clause.phrases, clause.opening, clause.subject,
        subject.about, subject.earlier, clause.rule, clause.source,
    )  # fmt: skip
