"""Calibration of the confidence of each source of statements: the rules, the trained model, a language model, and two that agree.

`kg calibrate` fits it on annotated articles and writes it to a file. A scale is a logistic curve over the log-odds of a confidence
(Platt 1999, "Probabilistic Outputs for Support Vector Machines"), one for each source and kind of statement.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path

from kg.errors import InputError
from kg.extract.confidence import ROLES
from kg.model import ArticleRecord

KINDS = ("event", "argument", "position", "author", "relation")
EDGE = 0.005  # a confidence lies between it and 1 - EDGE
FORMAT = "kg calibration 1"


@dataclass(frozen=True, slots=True)
class Scale:
    """The curve of one source and kind: the log-odds times `slope` plus `offset`; fitted on so many statements."""

    source: str  # "rules", "model", "llm:MODEL", or two of them with "+"
    kind: str
    slope: float = 1.0
    offset: float = 0.0
    statements: int = 0

    def __call__(self, confidence: float) -> float:
        """Return the calibrated confidence.

        >>> Scale("llm:m", "relation", offset=-1.0)(0.6)
        0.36
        """
        return round(_share(self.slope * log_odds(confidence) + self.offset), 2)


@dataclass(frozen=True)
class Calibration:
    """The scales, and the confidence below which statements are left out (the threshold of best F1 on the same articles)."""

    scales: tuple[Scale, ...]
    least: float = 0.0

    @cached_property
    def by_source(self) -> Mapping[tuple[str, str], Scale]:
        """The scales by source and kind."""
        return {(s.source, s.kind): s for s in self.scales}

    @property
    def digest(self) -> str:
        """A digest of the content."""
        return hashlib.sha256(as_json(self).encode()).hexdigest()

    def of(self, source: str, kind: str) -> Scale:
        """Return the scale of a source and kind; one that changes nothing where none was fitted."""
        return self.by_source.get((source, kind)) or Scale(source, kind)


def calibrated(
    record: ArticleRecord, calibration: Calibration, source: str, chosen: Callable[[str], bool] = lambda rule: True
) -> ArticleRecord:
    """Return a record whose statements have calibrated confidences; `chosen` takes the rules of those that it is about."""

    def at(kind: str, rule: str, confidence: float) -> float:
        return calibration.of(source, kind)(confidence) if chosen(rule) else confidence

    return replace(
        record,
        events=tuple(replace(e, confidence=at("event", e.rule, e.confidence)) for e in record.events),
        relations=tuple(
            replace(r, confidence=at(kind_of(r.predicate), r.rule, r.confidence)) for r in record.relations
        ),
        positions=tuple(replace(p, confidence=at("position", p.rule, p.confidence)) for p in record.positions),
    )


def as_recognised(record: ArticleRecord) -> ArticleRecord:
    """Return a record with lower confidences where the text was recognised in a picture: each times that of its sentence."""
    if record.article.recognised is None:
        return record
    sure = {e.sentence: e.recognised for e in record.evidence if e.recognised is not None}

    def lowered(sentence: int, confidence: float) -> float:
        return round(confidence * sure.get(sentence, 1.0), 2)

    return replace(
        record,
        events=tuple(replace(e, confidence=lowered(e.sentence, e.confidence)) for e in record.events),
        relations=tuple(replace(r, confidence=lowered(r.sentence, r.confidence)) for r in record.relations),
        positions=tuple(replace(p, confidence=lowered(p.sentence, p.confidence)) for p in record.positions),
    )


def kind_of(predicate: str) -> str:
    """Return the kind of a relation.

    >>> kind_of("agent"), kind_of("bornIn")
    ('argument', 'relation')
    """
    return "argument" if predicate in ROLES else "author" if predicate == "author" else "relation"


def log_odds(confidence: float) -> float:
    """Return the log-odds of a confidence that is neither 0 nor 1."""
    inside = min(max(confidence, EDGE), 1 - EDGE)
    return math.log(inside / (1 - inside))


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-min(max(odds, -30.0), 30.0)))


def as_json(calibration: Calibration) -> str:
    """Return the content of a file of calibration."""
    rows = [asdict(s) for s in sorted(calibration.scales, key=lambda s: (s.source, KINDS.index(s.kind)))]
    return (
        json.dumps({"format": FORMAT, "least": calibration.least, "scales": rows}, ensure_ascii=False, indent=1) + "\n"
    )


def read_calibration(path: str) -> Calibration:
    """Read a file that kg calibrate wrote. Raises InputError."""
    advice = "give a file that kg calibrate wrote"
    try:
        data = json.loads(Path(path).read_text("utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(f"its format is {data['format']}")
        scales = tuple(_scale(row) for row in data["scales"])
        least = _number(data["least"])
    except OSError as e:
        raise InputError(f"--calibration {path}: cannot be read: {e.strerror}", advice) from e
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as e:
        raise InputError(f"--calibration {path}: is no calibration: {e}", advice) from e
    return Calibration(scales, min(max(least, 0.0), 1.0))


def _scale(row: Mapping[str, object]) -> Scale:
    if row["kind"] not in KINDS:
        raise ValueError(f"there is no kind {row['kind']}")
    slope = _number(row["slope"])
    if slope <= 0:
        raise ValueError("a slope is not above zero")
    return Scale(str(row["source"]), str(row["kind"]), slope, _number(row["offset"]), int(_number(row["statements"])))


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{value!r} is no number")
    return float(value)
