"""Errors in context: missed and wrong predictions, with the sentence and the rule that fired."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.evaluate.evaluation import Evaluation
from kg.evaluate.matching import Matching, missed_relations, wrong_relations
from kg.evaluate.predicted import PredictedRelation

AROUND = 30  # characters shown on each side of a missed name


@dataclass(frozen=True, slots=True)
class Error:
    """One error: `verdict` is "missed" or "wrong", `what` the type or property, `text` the entity or statement, `context` the sentence."""

    document: str
    verdict: str
    what: str
    text: str
    context: str = ""
    rule: str = ""
    confidence: float | None = None

    def __str__(self) -> str:
        confidence = "" if self.confidence is None else f", {self.confidence:.2f}"
        rule = f"  [{self.rule}{confidence}]" if self.rule else ""
        line = f"{self.document}\t{self.verdict}\t{self.what}\t{self.text}{rule}"
        return f"{line}\n\t{self.context}" if self.context else line


def find_errors(evaluation: Evaluation) -> Iterator[Error]:
    """Yield all errors, document by document."""
    for m in evaluation.matchings:
        text = evaluation.texts.get(m.gold.name, "")
        yield from _entities(m, text)
        yield from _relations(m)


def _entities(m: Matching, text: str) -> Iterator[Error]:
    for i, t in sorted(m.predicted.entities.items()):
        if i not in m.pairs and i not in m.excused_entities:
            context = t.sentence or _around(text, t.labels)
            yield Error(m.gold.name, "wrong", t.kind, t.name, context, t.rule, t.confidence)
    found = set(m.pairs.values())
    for e in m.gold.entities:
        if e.id not in found and not e.optional:
            yield Error(m.gold.name, "missed", e.kind, e.name, _around(text, (e.trigger, *e.names)))


def _relations(m: Matching) -> Iterator[Error]:
    for r in wrong_relations(m):
        yield Error(m.gold.name, "wrong", r.predicate, _statement(m, r), r.sentence, r.rule, r.confidence)
    names = {e.id: e.name for e in m.gold.entities}
    for g in missed_relations(m):
        role = f" ({g.role})" if g.role else ""
        text = f"{names.get(g.subject, g.subject)} -> {names.get(g.object, g.object)}{role}"
        yield Error(m.gold.name, "missed", g.predicate, text, g.evidence)


def _statement(m: Matching, r: PredictedRelation) -> str:
    def name(i: str | None) -> str:
        return m.predicted.entities[i].name if i in m.predicted.entities else str(i or "?")

    role = f" ({r.role})" if r.role else ""
    return f"{name(r.subject)} -> {name(r.object)}{role}"


def _around(text: str, names: tuple[str, ...]) -> str:
    """Return the context of the first name that occurs in the text."""
    for name in names:
        at = text.find(name) if name else -1
        if at >= 0:
            return text[max(0, at - AROUND) : at + len(name) + AROUND].replace("\n", " ").strip()
    return ""
