"""Selection of the clauses of an article and their subjects."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.candidates import Clause, Draft, SubjectCandidate


def select_clauses(draft: Draft) -> Draft:
    """Return the draft with its clauses; a clause without a subject of its own takes the one that it continues."""
    carried = {c.clause: c for c in draft.candidates if isinstance(c, SubjectCandidate)}
    clauses = [c for c in draft.candidates if isinstance(c, Clause)]
    found = [
        replace(c, about=carried[n].about, earlier=carried[n].earlier) if n in carried else c
        for n, c in enumerate(clauses)
    ]
    return replace(draft, clauses=tuple(found))
