"""Precision, recall and F1 by kind and property."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.evaluate.matching import Matching


@dataclass(slots=True)
class Figure:
    """Counts of correct predictions, of all predictions and of all annotations."""

    right: int = 0
    predicted: int = 0
    annotated: int = 0

    @property
    def precision(self) -> float:
        """The share of the predictions that is right; 0 if there are none."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the annotations that is predicted; 0 if there are none."""
        return self.right / self.annotated if self.annotated else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.predicted + self.annotated) if self.predicted + self.annotated else 0.0


Figures = Mapping[str, Figure]
GROUPS = ("entities", "Person", "Organisation", "Place", "Award", "core", "events", "relations", "any role")


def count(matchings: Sequence[Matching]) -> Figures:
    """Return the figures by group (`GROUPS`) and by property."""
    figures: dict[str, Figure] = defaultdict(Figure)
    for m in matchings:
        _count_entities(m, figures)
        _count_relations(m, figures)
    properties = sorted(k for k in figures if k not in GROUPS)
    return {k: figures[k] for k in (*GROUPS, *properties)}


def _count_entities(m: Matching, figures: dict[str, Figure]) -> None:
    for i, t in m.predicted.entities.items():
        if i not in m.excused_entities:
            for name in ("events",) if t.kind == "Event" else (t.kind, "entities"):
                figures[name].predicted += 1
    found = set(m.pairs.values())
    for e in m.gold.entities:
        hit = e.id in found
        names = ("events",) if e.kind == "Event" else (e.kind, "entities")
        for name in (*names, *(("core",) if e.core else ())):
            if hit or not e.optional:
                figures[name].annotated += 1
                figures[name].right += hit
        figures["core"].predicted += e.core and hit  # recall alone: no prediction is marked core


def _count_relations(m: Matching, figures: dict[str, Figure]) -> None:
    right: set[int] = set()
    any_role: set[int] = set()
    for n, (r, row, loose) in enumerate(zip(m.predicted.relations, m.rows, m.any_role, strict=True)):
        if loose is not None and loose not in any_role:
            any_role.add(loose)
            figures["any role"].right += 1
        if n in m.excused_rows:
            continue
        for name in (r.predicate, "relations", "any role"):
            figures[name].predicted += 1
        if row is not None:
            right.add(row)
            for name in (r.predicate, "relations"):
                figures[name].right += 1
    for i, g in enumerate(m.gold.relations):
        figures["any role"].annotated += not g.optional or i in any_role
        if not g.optional or i in right:
            for name in (g.predicate, "relations"):
                figures[name].annotated += 1


def as_table(figures: Figures) -> str:
    """Return the figures as lines for a terminal."""
    head = f"{'':20}{'precision':>10}{'recall':>8}{'F1':>7}{'right':>7}{'predicted':>11}{'annotated':>11}"
    rows = [
        f"{name:20}{f.precision:10.3f}{f.recall:8.3f}{f.f1:7.3f}{f.right:7}{f.predicted:11}{f.annotated:11}"
        for name, f in figures.items()
    ]
    return "\n".join([head, *rows])


def as_json(figures: Figures) -> str:
    """Return the figures as JSON: {name: {precision, recall, f1, right, predicted, annotated}}."""
    rows = {
        name: {
            "precision": round(f.precision, 4),
            "recall": round(f.recall, 4),
            "f1": round(f.f1, 4),
            "right": f.right,
            "predicted": f.predicted,
            "annotated": f.annotated,
        }
        for name, f in figures.items()
    }
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
