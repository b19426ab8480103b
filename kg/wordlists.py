"""Word lists of `ontology/lexicon`, one entry per line; `ontology/lexicon/README.md` describes the format."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kg.errors import OntologyError
from kg.vocab import ontology_folder


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the entries of a list, each with its columns. Raises OntologyError if there is no such list."""
    path = ontology_folder() / "lexicon" / name
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as e:
        raise OntologyError(f"{path}: cannot be read: {e}", "reinstall kg, or restore the file") from e
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


def words(name: str) -> frozenset[str]:
    """Return the words of a list.

    >>> "来到" in words("going_verbs")
    True
    """
    return frozenset(word for word, *_ in rows(f"{name}.txt"))


def table(name: str) -> dict[str, str]:
    """Return a list of two columns as a mapping.

    >>> table("prepositions")["会同"]
    'with'
    """
    return {word: value for word, value, *_ in rows(f"{name}.tsv")}


def either(found: str | Iterable[str]) -> str:
    """Return a pattern for any word of a list (by its name) or of an iterable, long words first."""
    some = words(found) if isinstance(found, str) else found
    return "(?:" + "|".join(re.escape(w) for w in sorted(set(some), key=lambda w: (-len(w), w))) + ")"
