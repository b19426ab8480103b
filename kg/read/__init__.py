"""From paths to articles: files and records are decoded, pages are split."""

from kg.read.page import split
from kg.read.sources import read

__all__ = ["read", "split"]
