"""Names by HanLP 2: a model for several tasks (its names after MSRA), or one for names alone over a tokeniser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from kg.language.adapters.overlay import FindNames, Name, extents

LIBRARY = "hanlp"  # loaded by a name that kg.closure does not see: records depend on it only where it is used
DEFAULT = "CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_SMALL_ZH"  # of hanlp.pretrained.mtl
LABELS = {
    "PERSON": "PER", "LOCATION": "LOC", "ORGANIZATION": "ORG", "NR": "PER", "NS": "LOC", "NT": "ORG", "GPE": "LOC", "LOC": "LOC",
    "FAC": "LOC", "ORG": "ORG",
}  # fmt: skip
TASKS = ("ner/msra", "ner/pku", "ner/ontonotes")
BATCH = 64


def load(model: str) -> FindNames:
    """Return what finds names; a model is a name in hanlp.pretrained.mtl, an address or a folder. Raises ImportError."""
    library = import_module(LIBRARY)
    pipeline = library.load(getattr(library.pretrained.mtl, model, model))

    def find(texts: Sequence[str]) -> Iterator[list[Name]]:
        for first in range(0, len(texts), BATCH):
            batch = list(texts[first : first + BATCH])
            document = pipeline(batch, tasks=[TASKS[0]])
            words = next(v for k, v in document.items() if k.startswith("tok"))
            names = next(v for k, v in document.items() if k.startswith("ner"))
            yield from (_names(*row) for row in zip(batch, words, names, strict=True))

    return find


def _names(text: str, words: Sequence[str], names: Sequence[Sequence[Any]]) -> list[Name]:
    """Return names whose extents are in words: (name, label, first word, one behind the last)."""
    at = extents(text, words)
    return [(at[first][0], at[end - 1][1], LABELS.get(label.upper(), "")) for _, label, first, end in names]
