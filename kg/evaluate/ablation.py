"""Ablation: the figures without each component of extraction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.evaluate.evaluation import prepare
from kg.evaluate.figures import Figures, count
from kg.extract import Setup, pipeline
from kg.extract.lexicon import rules

SHOWN = ("entities", "events", "relations", "any role")


@dataclass(frozen=True, slots=True)
class Ablation:
    """The figures with all components (`component` is None) or without one."""

    component: str | None
    figures: Figures


def ablate(folders: Sequence[str], setup: Setup = Setup()) -> list[Ablation]:
    """Measure with all components, then without each in turn. Raises InputError."""
    sets = [prepare(f, setup.tagger) for f in folders]
    names = [e.name for e in pipeline(setup).extractors]

    def figures(*without: str) -> Figures:
        chosen = replace(setup, without=without)
        return count([m for s in sets for m in s.evaluate(chosen).matchings])

    return [Ablation(None, figures()), *(Ablation(n, figures(n)) for n in names)]


def as_text(rows: Sequence[Ablation]) -> str:
    """Return a table: F1 with all components, and the change without each."""
    whole = rows[0].figures
    meaning = {e.name: e.meaning for e in pipeline().extractors}
    lines = [f"{'F1':16}" + "".join(f"{name:>11}" for name in SHOWN)]
    lines.append(f"{'all components':16}" + "".join(f"{whole[name].f1:11.3f}" for name in SHOWN))
    for row in rows[1:]:
        change = "".join(f"{row.figures[name].f1 - whole[name].f1:+11.3f}" for name in SHOWN)
        lines.append(f"{f'- {row.component}':16}{change}   {meaning.get(row.component or '', '')}")
    return "\n".join(lines)


def component_list() -> str:
    """Return the components of extraction with their rules, a line each."""
    lines = []
    for extractor in pipeline().extractors:
        lines.append(f"{extractor.name:16} {extractor.meaning}")
        own = [(rule, meaning) for rule, (component, meaning) in rules().items() if component == extractor.name]
        lines.extend(f"    {rule:32} {meaning}" for rule, meaning in own)
    return "\n".join(lines)
