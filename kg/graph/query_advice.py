"""Advice on SPARQL queries: where one does not parse, terms that the ontology does not have, and why there are no rows."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from kg.graph.terms import SKOS
from kg.vocab import KG, PREFIXES, ontology_folder

DECLARED = re.compile(r"\bPREFIX\s+([\w-]*)\s*:", re.IGNORECASE)
NO_TERM = re.compile(  # what holds no names with prefixes: IRIs, strings, comments
    r"<[^<>\"{}|^`\\\s]*>|\"\"\".*?\"\"\"|'''.*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#[^\n]*", re.DOTALL
)
PREFIXED = re.compile(r"(?<![\w:@?$-])(?P<prefix>[A-Za-z][\w-]*):(?P<name>[A-Za-z_][\w-]*)?")
STRING = re.compile(
    r"\"(?P<double>(?:[^\"\\\n]|\\.)+)\"(?P<language>@[\w-]+)?|'(?P<single>(?:[^'\\\n]|\\.)+)'(?P<other>@[\w-]+)?"
)
POSITION = re.compile(r"(?:at )?(?P<line>\d+):(?P<column>\d+)")
SHOWN = 5  # names that a message lists


def unknown_prefix(sparql: str) -> str | None:
    """Return a message about the first prefix that neither the query nor kg declares; None if there is none."""
    declared = {*DECLARED.findall(sparql), *PREFIXES}
    for m in PREFIXED.finditer(_blanked(sparql)):
        if m["prefix"] not in declared and m["prefix"] != "_":
            near = difflib.get_close_matches(m["prefix"], sorted(PREFIXES), 1)
            known = f"did you mean {near[0]}:?" if near else f"the prefixes of kg are {', '.join(PREFIXES)}"
            return f"the prefix {m['prefix']}: {_position(sparql, m.start())} is not declared; {known}"
    return None


def syntax_message(sparql: str, error: str, added: int) -> str:
    """Return a plain message for a syntax error; `added` characters were put before the query's first line."""
    m = POSITION.search(error)
    if not m:
        return "it does not parse"
    line, column = int(m["line"]), int(m["column"]) - (added if m["line"] == "1" else 0)
    lines = sparql.split("\n")
    rest = lines[line - 1][max(0, column - 1) :] if line <= len(lines) else ""
    where = f"before “{rest[:20].strip()}”" if rest.strip() else "at the end"
    return f"it does not parse at line {line}, column {max(1, column)}, {where}{_missing(sparql)}"


def unknown_terms(sparql: str) -> Iterator[str]:
    """Yield a message for each class or property of kg's namespace that the ontology does not have."""
    known = _terms()
    for name in dict.fromkeys(
        m["name"] for m in PREFIXED.finditer(_blanked(sparql)) if m["prefix"] == "kg" and m["name"]
    ):
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, 0.6)
            yield f"kg:{name} is not in the ontology" + (f"; did you mean kg:{near[0]}?" if near else "")


def no_rows(store: Store, sparql: str) -> Iterator[str]:
    """Yield messages about the strings of a query without rows: names that only contain them, names with a language."""
    wanted = [(m["double"] or m["single"], m["language"] or m["other"]) for m in STRING.finditer(sparql)]
    if not wanted:
        return
    names = sorted({n for term in ("prefLabel", "altLabel") for n in _labels(store, SKOS + term)})
    for text, language in dict.fromkeys(wanted):
        if text in names:
            if not language:
                yield f'“{text}” is a name, and names have a language: write "{text}"@zh'
            continue
        near = sorted((n for n in names if text in n), key=lambda n: (len(n), n))
        if near:
            more = f" and {len(near) - SHOWN} more" if len(near) > SHOWN else ""
            named = "、".join(f"“{n}”" for n in near[:SHOWN])
            yield f'no name is “{text}”; it is a part of {named}{more}: use FILTER(CONTAINS(STR(?name), "{text}"))'


def _labels(store: Store, term: str) -> Iterator[str]:
    for q in store.quads_for_pattern(None, NamedNode(term), None, None):
        if isinstance(q.object, Literal):
            yield q.object.value


@cache
def _terms() -> frozenset[str]:
    """Return the local names of all terms that the ontology defines."""
    found = set()
    for path in sorted(ontology_folder().glob("*.ttl")):
        for t in parse(path=str(path), format=RdfFormat.TURTLE):
            if isinstance(t.subject, NamedNode) and t.subject.value.startswith(KG):
                found.add(t.subject.value.removeprefix(KG))
    return frozenset(found)


def _blanked(sparql: str) -> str:
    """Return a query with blanks in place of IRIs, strings and comments."""
    return NO_TERM.sub(lambda m: " " * len(m.group()), sparql)


def _position(sparql: str, offset: int) -> str:
    line = sparql.count("\n", 0, offset) + 1
    return f"at line {line}, column {offset - sparql.rfind(chr(10), 0, offset)}"


def _missing(sparql: str) -> str:
    """Return what closing mark a query lacks, or which it has too many of."""
    plain = _blanked(sparql)
    for opened, closed in ("{}", "()"):
        difference = plain.count(opened) - plain.count(closed)
        if difference > 0:
            return f": {difference} “{closed}” missing"
        if difference < 0:
            return f": {-difference} “{opened}” missing"
    words = re.match(r"\s*(?:(?:PREFIX\s+\S*\s*<[^>]*>|BASE\s*<[^>]*>)\s*)*(?P<form>[A-Za-z]+)", sparql, re.IGNORECASE)
    forms = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
    form = words["form"].upper() if words else ""
    near = difflib.get_close_matches(form, forms, 1) if form and form not in forms else []
    return f": did you mean {near[0]}?" if near else ""
