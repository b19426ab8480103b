"""Names by GLiNER2, which is asked for labels in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module

from kg.language.adapters.overlay import FindNames, Name

LIBRARY = "gliner2"  # loaded by a name that kg.closure does not see: records depend on it only where it is used
DEFAULT = "fastino/gliner2-multi-v1"
LABELS = {"person": "PER", "location": "LOC", "organization": "ORG"}
BATCH = 16


def load(model: str) -> FindNames:
    """Return what finds names; a model is a name on the Hugging Face hub or a folder. Raises ImportError."""
    extractor = import_module(LIBRARY).AutoExtractor.from_pretrained(model)

    def find(texts: Sequence[str]) -> Iterator[list[Name]]:
        rows = extractor.batch_extract_entities(list(texts), list(LABELS), batch_size=BATCH, include_spans=True)
        for row in rows:
            found = row["entities"].items()
            yield [(e["start"], e["end"], LABELS.get(label, "")) for label, names in found for e in names]

    return find
