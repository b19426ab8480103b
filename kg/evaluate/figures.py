"""Figures: how many are right of those told and of those annotated."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.evaluate.matching import Matching


@dataclass(slots=True)
class Figure:
    """Counts of what is right, told and annotated."""

    right: int = 0
    told: int = 0
    annotated: int = 0

    @property
    def precision(self) -> float:
        """The share of the told that is right; 0 where nothing is told."""
        return self.right / self.told if self.told else 0.0

    @property
    def recall(self) -> float:
        """The share of the annotated that is told; 0 where nothing is annotated."""
        return self.right / self.annotated if self.annotated else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.told + self.annotated) if self.told + self.annotated else 0.0


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
    for i, t in m.told.entities.items():
        if i not in m.excused_entities:
            for name in ("events",) if t.kind == "Event" else (t.kind, "entities"):
                figures[name].told += 1
    found = set(m.pairs.values())
    for e in m.gold.entities:
        hit = e.id in found
        names = ("events",) if e.kind == "Event" else (e.kind, "entities")
        for name in (*names, *(("core",) if e.core else ())):
            if hit or not e.optional:
                figures[name].annotated += 1
                figures[name].right += hit
        figures["core"].told += e.core and hit  # recall alone: nothing told is marked core


def _count_relations(m: Matching, figures: dict[str, Figure]) -> None:
    right: set[int] = set()
    any_role: set[int] = set()
    for n, (r, row, loose) in enumerate(zip(m.told.relations, m.rows, m.any_role, strict=True)):
        if loose is not None and loose not in any_role:
            any_role.add(loose)
            figures["any role"].right += 1
        if n in m.excused_rows:
            continue
        for name in (r.predicate, "relations", "any role"):
            figures[name].told += 1
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
    head = f"{'':20}{'precision':>10}{'recall':>8}{'F1':>7}{'right':>7}{'told':>6}{'annotated':>11}"
    rows = [
        f"{name:20}{f.precision:10.3f}{f.recall:8.3f}{f.f1:7.3f}{f.right:7}{f.told:6}{f.annotated:11}"
        for name, f in figures.items()
    ]
    return "\n".join([head, *rows])


def as_json(figures: Figures) -> str:
    """Return the figures as JSON: {name: {precision, recall, f1, right, told, annotated}}."""
    rows = {
        name: {
            "precision": round(f.precision, 4),
            "recall": round(f.recall, 4),
            "f1": round(f.f1, 4),
            "right": f.right,
            "told": f.told,
            "annotated": f.annotated,
        }
        for name, f in figures.items()
    }
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
