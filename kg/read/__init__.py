"""Reading: files and records are decoded, printed pages are split into articles."""

from kg.read.account import Account
from kg.read.document import READ_DEFAULTS, ReadOptions
from kg.read.page import split
from kg.read.sources import read

__all__ = ["READ_DEFAULTS", "Account", "ReadOptions", "read", "split"]
