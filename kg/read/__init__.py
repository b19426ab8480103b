"""From paths to articles: files and records are decoded, pages are split."""

from kg.read.page import split
from kg.read.sources import count, read

__all__ = ["count", "read", "split"]
