"""A query in a normal form that can be read in one way only, so that what is checked is what runs.

Oxigraph's parser takes keywords without a boundary, and tries other readings where one fails: in `{ SERVICE:x {…} }`, or after
a name whose IRI is not valid, it finds a SERVICE call where the tokens of the standard say there is none. A decision on the
text alone can therefore not be trusted. In the normal form no IRI and no prefixed name is left between the keywords: each
is absolute, and stands in a declaration of its own at the front (`PREFIX n0: <…>`); blank nodes are numbered; a `<` is
followed by a blank, so that it begins no IRI; each remaining word is a keyword of SPARQL. The letters SERVICE or LOAD
then are a keyword exactly where they are a word of the normal form.
"""

from __future__ import annotations

import contextlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import cast

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.serve.lexing import Token, iri_value, name_parts, place, string_value, tokens

MOST_NESTED = 200  # brackets within each other
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*")
NOT_IN_IRI = re.compile(r"[<>\"{}|^`\\\x00-\x20]")
DOTS = re.compile(r"/\.{1,2}(?:[/?#]|$)")
OPENING = {"{": "}", "(": ")", "[": "]", "{|": "|}", "<<(": ")>>"}
CLOSING = frozenset(OPENING.values())
TERMS = frozenset({"a", "true", "false"})  # words that stand in statements
WORDS = """
    ABS ADD ADJUST ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT CONSTRUCT CONTAINS COPY COUNT
    CREATE DATA DATATYPE DAY DEFAULT DELETE DESC DESCRIBE DISTINCT DROP ENCODE_FOR_URI EXISTS FILTER FLOOR FROM GRAPH
    GROUP GROUP_CONCAT HASLANG HASLANGDIR HAVING HOURS IF IN INSERT INTO IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE
    ISURI LANG LANGDIR LANGMATCHES LATERAL LCASE LIMIT LOAD MAX MD5 MIN MINUS MINUTES MONTH MOVE NAMED NOT NOW OBJECT
    OFFSET OPTIONAL ORDER PREDICATE PREFIX RAND REDUCED REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SELECT SEPARATOR
    SERVICE SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLANGDIR STRLEN STRSTARTS
    STRUUID SUBJECT SUBSTR SUM TIMEZONE TO TRIPLE TZ UCASE UNDEF UNION URI USING UUID VALUES VERSION WHERE WITH YEAR
"""
KEYWORDS = TERMS | frozenset(WORDS.split())
REMOTE = frozenset({"SERVICE", "LOAD"})  # what makes Oxigraph send requests
ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


class TooDeep(ValueError):
    """A query whose brackets are nested more deeply than any parser takes."""

    def __init__(self) -> None:
        super().__init__(f"the query is nested too deeply: at most {MOST_NESTED} brackets within each other")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query: an IRI (absolute), a string (its characters), or another token as it was written."""

    kind: str  # as a token's, but for "name": such a part is an "iri"
    text: str
    start: int = 0  # where it stands in the query
    joined: bool = False  # no blank comes before it


@dataclass(frozen=True, slots=True)
class Normal:
    """A query in normal form, and where its parts stood in the query: pairs of offsets."""

    text: str
    places: tuple[tuple[int, int], ...]
    source: str

    def explained(self, error: Exception) -> str:
        """Return what a parser said of the normal form, with the place in the query as it was written."""
        said = re.match(r"error at 1:(\d+): (.*)", str(error), re.S)
        if said is None:
            return str(error)
        found = bisect_right(self.places, (int(said[1]) - 1, len(self.source)))
        at = self.places[found - 1][1] if found else 0
        return f"{place(self.source, at)}: {said[2][:300]}"


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a query or an update, and the base in effect at its end."""

    source: str
    parts: tuple[Part, ...]
    base: str | None

    def words(self) -> Iterator[str]:
        """Yield the keywords, in capitals."""
        return (p.text.upper() for p in self.parts if p.kind == "word")

    def calls_out(self) -> bool:
        """Report whether Oxigraph would send a request to another server to answer it.

        >>> read_parts("SELECT * { SERVICE <http://a/> { ?service <x:load> 'SERVICE' } }").calls_out()
        True
        >>> read_parts("PREFIX service: <x:> ASK { ?service service:load 'SERVICE' }").calls_out()
        False
        """
        return not REMOTE.isdisjoint(self.words())

    def with_parts(self, parts: Sequence[Part]) -> Parts:
        """Return it with other parts."""
        return replace(self, parts=tuple(parts))

    def normal(self) -> Normal:
        """Return the normal form. Raises ValueError where an IRI is not one."""
        names: dict[str, str] = {}
        labels: dict[str, str] = {}
        head: list[tuple[str, int]] = []
        body: list[tuple[str, int]] = []
        before: Part | None = None
        for part in self.parts:
            if part.kind == "iri" and part.text not in names:
                names[part.text] = f"n{len(names)}:"
                head.append((f"PREFIX {names[part.text]} {_bracketed(part.text)} ", part.start))
            blank = "" if before is None or _stays_joined(before, part) else " "
            body.append((blank + _shown(part, names, labels), part.start))
            before = part
        if self.base is not None:
            head.append((f"BASE {_bracketed(self.base)} ", 0))
        pieces = head + body
        ends = accumulate(len(text) for text, _ in pieces)
        places = tuple((end - len(text), start) for end, (text, start) in zip(ends, pieces, strict=True))
        return Normal("".join(text for text, _ in pieces), places, self.source)


def read_parts(text: str, base: str | None = None, prefixes: Mapping[str, str] | None = None) -> Parts:
    """Return the parts of a query or an update. `prefixes` are known without a declaration.

    Raises ValueError where it is no SPARQL, a prefix is not declared, or brackets do not match; TooDeep.
    """
    reader = _Reader(text, base, dict(prefixes or {}))
    parts = tuple(reader.parts())
    partners(parts, text)
    return Parts(text, parts, reader.base)


def partners(parts: Sequence[Part], source: str) -> dict[int, int]:
    """Return for each bracket, by its index, that of its partner. Raises ValueError where they do not match; TooDeep."""
    found: dict[int, int] = {}
    waiting: list[int] = []
    for i, part in enumerate(parts):
        if part.kind != "mark":
            continue
        if part.text in OPENING:
            waiting.append(i)
            if len(waiting) > MOST_NESTED:
                raise TooDeep
        elif part.text in CLOSING:
            if not waiting or OPENING[parts[waiting[-1]].text] != part.text:
                raise ValueError(f"{place(source, part.start)}: {part.text} closes no bracket")
            found[i] = waiting.pop()
            found[found[i]] = i
    if waiting:
        last = parts[waiting[-1]]
        raise ValueError(f"{place(source, last.start)}: {last.text} is never closed")
    return found


class _Reader:
    """Reads the tokens in order; what a prologue declares holds from there on."""

    def __init__(self, text: str, base: str | None, prefixes: dict[str, str]) -> None:
        self.text = text
        self.base = base
        self.prefixes = prefixes
        self.tokens = list(tokens(text))
        self.at = 0

    def parts(self) -> Iterator[Part]:
        self._declarations()
        depth = 0
        while self.at < len(self.tokens):
            token = self._next()
            yield self._part(token)
            if token.kind == "mark":
                depth += (token.text in OPENING) - (token.text in CLOSING)
                if token.text == ";" and depth == 0:  # the next operation of an update has a prologue too
                    self._declarations()

    def _next(self, kind: str | None = None) -> Token:
        if self.at == len(self.tokens) or kind not in {None, self.tokens[self.at].kind}:
            where = self.tokens[self.at].start if self.at < len(self.tokens) else len(self.text)
            raise ValueError(f"{place(self.text, where)}: a declaration breaks off")
        self.at += 1
        return self.tokens[self.at - 1]

    def _declarations(self) -> None:
        while self.at < len(self.tokens):
            declared = self.tokens[self.at].text.upper()
            if self.tokens[self.at].kind != "word" or declared not in {"BASE", "PREFIX", "VERSION"}:
                return
            self.at += 1
            if declared == "VERSION":
                self._next("string")
            elif declared == "BASE":
                self.base = self._iri(self._next("iri"))
            else:
                name = self._next("name")
                prefix, local = name_parts(name.text)
                if local:
                    raise ValueError(f"{place(self.text, name.start)}: a declared prefix ends in a colon: {name.text}")
                self.prefixes[prefix] = self._iri(self._next("iri"))

    def _part(self, token: Token) -> Part:
        kind, text = token.kind, token.text
        if kind == "iri":
            text = self._iri(token)
        elif kind == "name":
            kind, text = "iri", self._named(token)
        elif kind == "string":
            text = self._decoded(token)
        elif kind == "word" and text.upper() not in KEYWORDS and text not in TERMS:
            raise ValueError(f"{place(self.text, token.start)}: {text[:40]} is no keyword of SPARQL")
        joined = self.at > 1 and self.tokens[self.at - 2].end == token.start
        return Part(kind, text, token.start, joined)

    def _decoded(self, token: Token) -> str:
        try:
            return iri_value(token.text) if token.kind == "iri" else string_value(token.text)
        except ValueError as e:
            raise ValueError(f"{place(self.text, token.start)}: {e}") from None

    def _iri(self, token: Token) -> str:
        iri = self._decoded(token)
        try:
            return absolute(iri, self.base)
        except ValueError as e:
            raise ValueError(f"{place(self.text, token.start)}: {e}") from None

    def _named(self, token: Token) -> str:
        prefix, local = name_parts(token.text)
        if prefix not in self.prefixes:
            raise ValueError(f"{place(self.text, token.start)}: the prefix {prefix}: is not declared")
        return self.prefixes[prefix] + local


def absolute(iri: str, base: str | None) -> str:
    """Return an IRI resolved against a base, as Oxigraph does it. Raises ValueError where it is none.

    >>> absolute("../b#c", "http://e.example/x/y/")
    'http://e.example/x/b#c'
    """
    if ABSOLUTE.fullmatch(iri) and (base is None or not DOTS.search(iri)):
        return iri
    if base is not None and not NOT_IN_IRI.search(iri):
        with contextlib.suppress(SyntaxError, ValueError):
            (found,) = parse(input=f"<{iri}> a <> .", format=RdfFormat.TURTLE, base_iri=base)
            return cast(NamedNode, found.subject).value
    raise ValueError(f"<{iri[:80]}> is no IRI" if base is not None else f"<{iri[:80]}> is no IRI that stands alone")


def _bracketed(iri: str) -> str:
    if not ABSOLUTE.fullmatch(iri):
        raise ValueError(f"<{iri[:80]}> is no IRI")
    return f"<{iri}>"


def _shown(part: Part, names: Mapping[str, str], labels: dict[str, str]) -> str:
    if part.kind == "iri":
        return names[part.text]
    if part.kind == "blank":
        return labels.setdefault(part.text, f"_:b{len(labels)}")
    if part.kind == "string":
        escaped = part.text.translate(ESCAPED)
        # a parser that decodes \\u before it reads tokens must not find one here
        return '"' + re.sub(r"(?<=\\)[uU]", lambda m: f"\\u{ord(m[0]):04X}", escaped) + '"'
    return part.text


def _stays_joined(before: Part, part: Part) -> bool:
    """Report whether two parts stay together as they were written: the marks of an operator, a sign, a call, a language."""
    if not part.joined or (before.kind == "mark" and before.text.startswith("<")):
        return False
    if part.kind == "language":
        return before.kind == "string"
    if part.kind == "number":
        return before.kind == "mark"
    return part.kind == "mark" and before.kind in {"mark", "word"}
