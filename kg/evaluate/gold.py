"""Annotated articles: a folder with `texts/NAME.txt` (and metadata.csv) and `ann/NAME.json`.

An annotation holds `entities` (id, type, name; aliases, norm, alt_type, trigger, core, optional) and `relations`
(s, p, o: ids, or a literal; role, evidence, implied, optional). docs/evaluation.md describes the fields.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError

KINDS = ("Person", "Organisation", "Place", "Award", "Event")
ADVICE = "docs/evaluation.md describes the format"


def normal(text: str) -> str:
    """Normalise a name for comparison: fold width and case, drop blanks, quotation marks and separators."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s“”\"'‘’《》〈〉「」『』·•・．.、，,()（）\-—_]", "", folded).lower()


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An annotated entity; `names` are all its forms, as written; `kinds` the correct types."""

    id: str
    kinds: tuple[str, ...]
    names: tuple[str, ...]
    trigger: str = ""
    core: bool = False
    optional: bool = False

    @property
    def kind(self) -> str:
        """The annotated type."""
        return self.kinds[0]

    @property
    def name(self) -> str:
        """The fullest form."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """An annotated statement; `object` is an entity's id or a literal."""

    subject: str
    predicate: str
    object: str
    role: str = ""
    evidence: str = ""
    implied: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One annotated article; `name` is the stem of the text's file name."""

    name: str
    entities: tuple[GoldEntity, ...]
    relations: tuple[GoldRelation, ...]


def load_gold(folder: str | Path) -> list[GoldDocument]:
    """Read the annotations of a folder, in the order of their names.

    Raises InputError for a folder without annotations, and for an invalid annotation.
    """
    base = Path(folder)
    files = sorted((base / "ann").glob("*.json"))
    if not files or not (base / "texts").is_dir():
        raise InputError(f"{folder}: has no texts/ and ann/*.json", f"give a folder of annotated articles; {ADVICE}")
    return [_document(file) for file in files]


def _document(file: Path) -> GoldDocument:
    try:
        data = json.loads(file.read_text("utf-8-sig"))
        entities = tuple(_entity(e) for e in data["entities"])
        relations = tuple(_relation(r) for r in data["relations"])
    except (OSError, ValueError, AttributeError, TypeError) as e:
        raise InputError(f"{file}: is not a valid annotation: {e}", ADVICE) from e
    except KeyError as e:
        raise InputError(f"{file}: lacks the field {e}", ADVICE) from e
    known = {e.id for e in entities}
    for r in relations:
        if r.subject not in known and r.subject != "doc":
            raise InputError(f"{file}: a relation is about {r.subject!r}, which is not the id of an entity", ADVICE)
    return GoldDocument(file.stem, entities, relations)


def _entity(e: Mapping[str, Any]) -> GoldEntity:
    if e["type"] not in KINDS:
        raise ValueError(f"{e['id']} has the type {e['type']!r}, not one of {', '.join(KINDS)}")
    forms = [e["name"], *e.get("aliases", []), *([e["norm"]] if e.get("norm") else [])]
    kinds = tuple(k for k in (e["type"], e.get("alt_type")) if k)
    flags = bool(e.get("core")), bool(e.get("optional"))
    return GoldEntity(str(e["id"]), kinds, tuple(map(str, forms)), str(e.get("trigger") or ""), *flags)


def _relation(r: Mapping[str, Any]) -> GoldRelation:
    flags = bool(r.get("implied")), bool(r.get("optional"))
    texts = str(r.get("role") or ""), str(r.get("evidence") or "")
    return GoldRelation(str(r["s"]), str(r["p"]), str(r["o"]), *texts, *flags)
