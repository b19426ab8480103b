"""The errors that `kg` raises, and `Problem`, one item's failure kept as data.

KgError                  base: what happened, where, and what to do
├── InputError           a path, an option or a file that cannot be used
│   └── DamagedError     a store or an output that is not as it was written
├── OntologyError        the ontology or its lexicon is broken
├── QueryError           a SPARQL query that does not parse or run
├── WorkerError          worker processes or a cluster that die, or whose environment differs from this process
└── EmptyResultError     a build that read or found nothing
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

# Control characters, format characters (direction, width), lone surrogates, line and paragraph separators.
CONTROL_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class KgError(Exception):
    """Base of all errors of this package: a message of one line for the user, and advice what to do."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} ({self.advice})" if self.advice else self.message


class InputError(KgError):
    """A path, an option or a file that cannot be used."""


class DamagedError(InputError):
    """A store or an output whose files are not as they were written."""


class OntologyError(KgError):
    """The ontology or its lexicon is missing or broken."""


class QueryError(KgError):
    """A SPARQL query that does not parse or run."""


class WorkerError(KgError):
    """Worker processes or a cluster that die, or that would extract other records than this process."""


class EmptyResultError(KgError):
    """A build that read or found nothing."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One item's failure or warning: the build goes on, counts it and reports it.

    `slug` is a stable identifier for programs ("undecodable", "no-entity"); `fatal` is whether the item was left out, so that
    the exit status is not zero; otherwise it is a warning.
    """

    where: str
    step: str
    slug: str
    message: str
    fatal: bool = True

    def __str__(self) -> str:
        return shown(f"{self.where}: {self.message}")


def shown(text: str) -> str:
    """Return a text of unknown origin for a terminal or a report, with control characters escaped.

    >>> print(shown("a\\x1b[31m\\u202eb"))
    a\\x1b[31m\\u202eb
    """
    return "".join(c if unicodedata.category(c) not in CONTROL_CATEGORIES else ascii(c)[1:-1] for c in text)
