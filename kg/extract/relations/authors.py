"""The authors and photographers of the article."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.candidates import Draft, RelationCandidate, SignatureCandidate
from kg.extract.lexicon import Rule


def find_authors(draft: Draft) -> Iterator[RelationCandidate]:
    """Yield the authors of the article, with their roles."""
    at = {m.start: (e, m) for e in draft.entities if e.kind == "Person" for m in e.mentions}
    rule = Rule.AUTHOR
    for signature in draft.mentions:
        if isinstance(signature, SignatureCandidate) and signature.start in at:
            entity, mention = at[signature.start]
            yield RelationCandidate(
                "doc", "author", entity.id, mention.sentence, rule, signature.role, source=rule.component
            )
