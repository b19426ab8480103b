"""Reading: files and records are decoded, printed pages are split into articles."""

from kg.read.page import split
from kg.read.sources import count, read

__all__ = ["count", "read", "split"]
