"""Corrections: a small file, edited by hand, that every build applies to what resolution found.

One correction a line; "#" begins a comment; a name with blanks is quoted:

    merge person/张晓明 person/张小明                 both are the first
    split person/李建国 n09.txt n20.txt               in these articles it is somebody else
    rename organisation/云川学院 云川大学
    retype place/云川宾馆 Organisation
    same person/陆怀谦 http://www.wikidata.org/entity/Q42
    reject statement/0f3a6c1d2b4e5f60                 or event/…, position/…
    add person/陆怀谦 memberOf organisation/云川大学 n01.txt

Entities are named by their IRI, or the part of it after the base. A superseded IRI means the one that replaced it.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from kg.errors import InputError
from kg.predicates import predicates

UNSAFE = re.compile(r"[\s\"'\\#]")
Action = Literal["merge", "split", "rename", "retype", "same", "reject", "add"]
FORMS: dict[str, tuple[int, int | None, str]] = {  # action -> fewest and most words behind it, and how to write it
    "merge": (2, None, "merge ENTITY ENTITY..."),
    "split": (2, None, "split ENTITY ARTICLE..."),
    "rename": (2, 2, "rename ENTITY NAME"),
    "retype": (2, 2, "retype ENTITY Person|Organisation|Place|Award"),
    "same": (2, 2, "same ENTITY IRI"),
    "reject": (1, 1, "reject STATEMENT"),
    "add": (3, 4, "add ENTITY PROPERTY ENTITY [ARTICLE]"),
}
KINDS = ("Person", "Organisation", "Place", "Award")


@dataclass(frozen=True, slots=True)
class Correction:
    """One line: the action, its arguments, and its location ("corrections.txt:3")."""

    action: str
    words: tuple[str, ...]
    where: str

    def __str__(self) -> str:
        return as_line((self.action, *self.words))


def as_line(words: Iterable[str]) -> str:
    """Return words as a line of the file: those that hold blanks, quotes or # in quotation marks."""
    return " ".join(shlex.quote(w) if not w or UNSAFE.search(w) else w for w in words)


def read_corrections(path: str | Path, base: str) -> tuple[Correction, ...]:
    """Read a file of corrections; IRIs under the base are shortened to keys.

    Raises InputError where it cannot be read, or a line is none.
    """
    try:
        text = Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise InputError(f"{path}: cannot be read: {getattr(e, 'strerror', None) or e}", "check the path") from e
    return tuple(parse_corrections(text, Path(path).name, base))


def parse_corrections(text: str, name: str, base: str) -> Iterator[Correction]:
    """Yield the corrections of a text. Raises InputError for a line that is none."""
    for number, line in enumerate(text.splitlines(), 1):
        where = f"{name}:{number}"
        try:
            words = shlex.split(line, comments=True)
        except ValueError as e:
            raise InputError(f"{where}: {e}", "close the quotation mark") from e
        if not words:
            continue
        action, *rest = words
        if action not in FORMS:
            raise InputError(f"{where}: {action} is no correction", f"there are: {', '.join(FORMS)}")
        fewest, most, form = FORMS[action]
        if len(rest) < fewest or (most is not None and len(rest) > most):
            raise InputError(f"{where}: {action} has {len(rest)} words behind it", f"write: {form}")
        _check(action, rest, where)
        yield Correction(action, tuple(_words(action, rest, base)), where)


def _check(action: str, words: Sequence[str], where: str) -> None:
    if action == "retype" and words[1] not in KINDS:
        raise InputError(f"{where}: {words[1]} is no class", f"there are: {', '.join(KINDS)}")
    if action == "add":
        known = [p.name for p in predicates() if p.links_entities]
        if words[1].removeprefix("kg:") not in known:
            raise InputError(f"{where}: {words[1]} is no property that can be added", f"there are: {', '.join(known)}")
    if action == "same" and (urlsplit(words[1].strip("<>")).scheme not in {"http", "https", "urn"}):
        raise InputError(f"{where}: {words[1]} is no IRI", "give the authority's IRI, with http:// or https://")


def _words(action: str, words: Sequence[str], base: str) -> Iterator[str]:
    for n, word in enumerate(words):
        if n == 0 or action == "merge" or (action == "add" and n == 2):
            yield key_of(word, base)
        elif action == "add" and n == 1:
            yield word.removeprefix("kg:")
        elif action in {"split", "add"}:
            yield key_of(word, base).removeprefix("article/")
        else:
            yield word.strip("<>") if action == "same" else word


def key_of(word: str, base: str) -> str:
    """Return the key of an IRI, a prefixed name (person:陆怀谦) or a key, percent-encoding undone.

    >>> key_of("<https://w3id.org/newskg/id/person/陆怀谦>", "https://w3id.org/newskg/id/")
    'person/陆怀谦'
    """
    plain = word.strip("<>").removeprefix(base)
    kind, colon, name = plain.partition(":")
    if colon and kind.isalpha() and "/" not in kind and not name.startswith("//"):
        plain = f"{kind}/{name}"
    return unquote(plain)


def as_file(corrections: Iterable[Correction]) -> str:
    """Return corrections as a file's text."""
    return "".join(f"{c}\n" for c in corrections)


def rejected(corrections: Iterable[Correction]) -> Mapping[str, str]:
    """Return the rejected statements, events and positions: key -> the location of the correction."""
    return {c.words[0]: c.where for c in corrections if c.action == "reject"}
