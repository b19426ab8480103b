"""Names by spaCy's Chinese pipelines (zh_core_web_sm, _md, _lg, _trf), whose labels are those of OntoNotes 5."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module

from kg.language.adapters.overlay import FindNames, Name

LIBRARY = "spacy"  # loaded by a name that kg.closure does not see: records depend on it only where it is used
LABELS = {"PERSON": "PER", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "ORG": "ORG"}
NOT_NEEDED = ["tagger", "parser", "attribute_ruler", "lemmatizer"]
BATCH = 64


def load(model: str) -> FindNames:
    """Return what finds names. Raises ImportError and what spaCy raises where the model is not installed."""
    language = import_module(LIBRARY).load(model, exclude=NOT_NEEDED)

    def find(texts: Sequence[str]) -> Iterator[list[Name]]:
        for document in language.pipe(texts, batch_size=BATCH):
            yield [(e.start_char, e.end_char, LABELS.get(e.label_, "")) for e in document.ents]

    return find
