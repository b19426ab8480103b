"""Extraction: from an analysed article to its record."""

from __future__ import annotations

from kg.extract.pipeline import (
    BUNDLED,
    BY_RULES,
    Extractor,
    ModelAnswers,
    Pipeline,
    Prepared,
    Setup,
    Stage,
    check_setup,
    extract,
    made_with,
    pipeline,
)

__all__ = [
    "BUNDLED",
    "BY_RULES",
    "Extractor",
    "ModelAnswers",
    "Pipeline",
    "Prepared",
    "Setup",
    "Stage",
    "check_setup",
    "extract",
    "made_with",
    "pipeline",
]
