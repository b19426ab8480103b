"""The figures of the rules, the trained model, a language model and their fusion, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.evaluate.ablation import SHOWN
from kg.evaluate.evaluation import prepare
from kg.evaluate.figures import Figures, count
from kg.extract import BUNDLED, BY_RULES, Setup


def compare(folders: Sequence[str], setup: Setup, min_confidence: float | None = None) -> Mapping[str, Figures]:
    """Return the figures by what extracts; `setup` has a language model's answers. Raises InputError."""
    sets = [prepare(f, setup.tagger) for f in folders]
    answers = setup.answers
    trained = BUNDLED if setup.model == BY_RULES else setup.model
    only = None if answers is None else replace(answers, only=True)
    fused = None if answers is None else replace(answers, only=False)
    setups = {
        "rules": replace(setup, model=BY_RULES, answers=None),
        "trained model": replace(setup, model=trained, answers=None),
        "language model": replace(setup, model=BY_RULES, answers=only),
        "rules, fused": replace(setup, model=BY_RULES, answers=fused),
        "trained, fused": replace(setup, model=trained, answers=fused),
    }
    return {
        name: count([m for s in sets for m in s.evaluate(chosen, min_confidence).matchings])
        for name, chosen in setups.items()
    }


def comparison_as_text(figures: Mapping[str, Figures]) -> str:
    """Return a table of F1, a line for each."""
    lines = [f"{'F1':16}" + "".join(f"{name:>11}" for name in SHOWN)]
    lines += [f"{name:16}" + "".join(f"{row[k].f1:11.3f}" for k in SHOWN) for name, row in figures.items()]
    return "\n".join(lines)
