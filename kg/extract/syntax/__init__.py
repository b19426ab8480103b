"""Shallow syntax: clauses and phrases."""

from __future__ import annotations

from kg.extract.syntax.clauses import read_clauses
from kg.extract.syntax.selection import select_clauses
from kg.extract.syntax.subjects import carry_subjects

__all__ = ["carry_subjects", "read_clauses", "select_clauses"]
