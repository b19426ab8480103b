"""Why a part of an answer is dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum


class Cause(StrEnum):
    """A cause; the first three are those of the verbatim gate."""

    NOT_FOUND = "not found"  # the quote does not occur in the article
    STITCHED = "stitched"  # only its pieces do
    AMBIGUOUS = "ambiguous"  # it occurs several times, and the rest of the answer does not say which is meant
    MALFORMED = "malformed"  # the item does not have the form of the schema
    UNKNOWN_TERM = "unknown term"  # a type, predicate, status or tenure that was not asked for
    NOT_LISTED = "not listed"  # an argument that is not among the answer's names
    WRONG_CLASS = "wrong class"  # domain or range of the predicate
    INVALID_NAME = "invalid name"  # refused by the rules' own validation of names
    INVALID_TITLE = "invalid title"  # no title of a position
    NO_TIME = "no time"  # the quoted time resolves to no date


QUOTES = "quotes"  # the number of all quotes that the gate has compared
GATE = (Cause.NOT_FOUND, Cause.STITCHED, Cause.AMBIGUOUS)


def as_sentence(counts: Mapping[str, int]) -> str:
    """Return the counts in words.

    >>> as_sentence({"quotes": 40, "not found": 2})
    '2 of 40 quotes failed the verbatim gate (2 not found)'
    """
    failed = {c: counts[c] for c in GATE if counts.get(c)}
    others = {c: counts[c] for c in Cause if c not in GATE and counts.get(c)}
    causes = f" ({', '.join(f'{n} {c}' for c, n in failed.items())})" if failed else ""
    gate = f"{sum(failed.values())} of {counts.get(QUOTES, 0)} quotes failed the verbatim gate{causes}"
    dropped = f"; also dropped: {', '.join(f'{n} {c}' for c, n in others.items())}" if others else ""
    return gate + dropped


Counts = Counter[str]
