"""The values that the components of extraction exchange: candidates, and the draft of all decisions so far.

A component reads the draft and yields candidates; the decision step of its stage selects among them and returns the next draft.
All of them are immutable values.
"""

from __future__ import annotations

from kg.extract.candidates.candidates import (
    ArgumentCandidate,
    AwardCandidate,
    Candidate,
    DateCandidate,
    EntityCandidate,
    EventCandidate,
    MentionCandidate,
    MergeCandidate,
    NamelessCandidate,
    PositionCandidate,
    RelationCandidate,
    SignatureCandidate,
    SplitCandidate,
    SubjectCandidate,
    TitleCandidate,
)
from kg.extract.candidates.draft import Component, Draft, EventMention
from kg.extract.candidates.parsed import Clause, EntityMention, Function, Opening, Phrase

__all__ = [
    "ArgumentCandidate",
    "AwardCandidate",
    "Candidate",
    "Clause",
    "Component",
    "DateCandidate",
    "Draft",
    "EntityCandidate",
    "EntityMention",
    "EventCandidate",
    "EventMention",
    "Function",
    "MentionCandidate",
    "MergeCandidate",
    "NamelessCandidate",
    "Opening",
    "Phrase",
    "PositionCandidate",
    "RelationCandidate",
    "SignatureCandidate",
    "SplitCandidate",
    "SubjectCandidate",
    "TitleCandidate",
]
