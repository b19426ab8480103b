"""Names by LTP 4 (LTP/tiny, small, base, legacy): Nh persons, Ns places, Ni organisations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from kg.language.adapters.overlay import FindNames, Name, extents

LIBRARY = "ltp"  # loaded by a name that kg.closure does not see: records depend on it only where it is used
LABELS = {"Nh": "PER", "Ns": "LOC", "Ni": "ORG"}
BATCH = 64


def load(model: str) -> FindNames:
    """Return what finds names; a model is a name on the Hugging Face hub or a folder. Raises ImportError."""
    pipeline = import_module(LIBRARY).LTP(model)

    def find(texts: Sequence[str]) -> Iterator[list[Name]]:
        for first in range(0, len(texts), BATCH):
            batch = list(texts[first : first + BATCH])
            found = pipeline.pipeline(batch, tasks=["cws", "pos", "ner"])
            yield from (_names(*row) for row in zip(batch, found.cws, found.ner, strict=True))

    return find


def _names(text: str, words: Sequence[str], names: Sequence[Sequence[Any]]) -> list[Name]:
    """Return names whose extents are in words: (label, name, first word, last word)."""
    at = extents(text, words)
    return [(at[first][0], at[last][1], LABELS.get(label, "")) for label, _, first, last in names]
