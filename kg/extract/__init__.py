"""From an analysed article to the record of what it states."""

from __future__ import annotations

from kg.extract.article import extract

__all__ = ["extract"]
