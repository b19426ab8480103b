"""What each stage of extraction is worth: the figures without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.evaluate.evaluation import prepare
from kg.evaluate.figures import Figures, count
from kg.extract.stages import MEANING, STAGES, Stage

SHOWN = ("entities", "events", "relations", "any role")


@dataclass(frozen=True, slots=True)
class Ablation:
    """The figures with all stages (`stage` is None) or without one."""

    stage: Stage | None
    figures: Figures


def ablate(folders: Sequence[str]) -> list[Ablation]:
    """Measure with all stages, then without each in turn. Raises InputError."""
    sets = [prepare(f) for f in folders]

    def figures(without: frozenset[Stage]) -> Figures:
        return count([m for s in sets for m in s.evaluate(without).matchings])

    return [Ablation(None, figures(frozenset())), *(Ablation(s, figures(frozenset({s}))) for s in STAGES)]


def as_text(rows: Sequence[Ablation]) -> str:
    """Return a table: F1 with all stages, and the change without each."""
    whole = rows[0].figures
    lines = [f"{'F1':14}" + "".join(f"{name:>11}" for name in SHOWN)]
    lines.append(f"{'all stages':14}" + "".join(f"{whole[name].f1:11.3f}" for name in SHOWN))
    for row in rows[1:]:
        change = "".join(f"{row.figures[name].f1 - whole[name].f1:+11.3f}" for name in SHOWN)
        lines.append(f"{f'- {row.stage}':14}{change}   {MEANING[row.stage] if row.stage else ''}")
    return "\n".join(lines)
