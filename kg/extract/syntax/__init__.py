"""Clauses and phrases: what a name does in its sentence."""

from __future__ import annotations

from kg.extract.syntax.clauses import read_clauses
from kg.extract.syntax.selection import select_clauses
from kg.extract.syntax.subjects import carry_subjects

__all__ = ["carry_subjects", "read_clauses", "select_clauses"]
