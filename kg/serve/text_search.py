"""kg:textMatch: a statement between a variable and a string, answered by the index of words.

`?x kg:textMatch "words"` becomes `VALUES ?x { … }` before the statement that it is a part of, with what holds the words.
What cannot be taken apart for certain is refused: the query runs as it was meant, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from kg.serve.normal_form import OPENING, TERMS, Part, Parts, partners
from kg.vocab import KG

TEXT_MATCH = KG + "textMatch"
MOST_SEARCHES = 20  # of one query
USE = 'kg:textMatch stands between a variable and a string: ?x kg:textMatch "words"'


def with_text_search(query: Parts, find: Callable[[str], Sequence[str]]) -> Parts:
    """Return a query with each `?x kg:textMatch "words"` replaced by the IRIs that `find` returns for the words.

    Raises ValueError where one stands elsewhere than in a statement whose subject is a variable.
    """
    parts = list(query.parts)
    asked = sum(p.kind == "iri" and p.text == TEXT_MATCH for p in parts)
    if asked > MOST_SEARCHES:
        raise ValueError(f"a query has {MOST_SEARCHES} kg:textMatch at the most")
    while (at := next(_uses(parts), None)) is not None:
        first, last = _statement(parts, at, partners(parts, query.source))
        parts[first:last] = _replaced(parts[first:last], query.source, find)
    return query.with_parts(parts)


def _uses(parts: Sequence[Part]) -> Iterator[int]:
    return (i for i, p in enumerate(parts) if p.kind == "iri" and p.text == TEXT_MATCH)


def _statement(parts: Sequence[Part], at: int, partner: Mapping[int, int]) -> tuple[int, int]:
    """Return where the statement around a part begins, and where it has ended; all about one subject is one statement."""
    first = at
    while first > 0:
        before = parts[first - 1]
        if _is_mark(before, "{", "}", "."):
            break
        if _is_mark(before, ")", "]", "|}", ")>>"):
            opened = partner[first - 1]
            if _is_constraint(parts, opened):
                break
            first = opened
        elif _is_mark(before, *OPENING) or (before.kind == "word" and before.text not in TERMS):
            raise ValueError(USE)
        else:
            first -= 1
    last = at
    while last < len(parts):
        part = parts[last]
        if _is_mark(part, "{", "}", ".", ")", "]", "|}", ")>>") or (part.kind == "word" and part.text not in TERMS):
            break
        last = partner[last] + 1 if last in partner else last + 1
    return first, last


def _is_mark(part: Part, *texts: str) -> bool:
    return part.kind == "mark" and part.text in texts


def _is_constraint(parts: Sequence[Part], opened: int) -> bool:
    """Report whether a bracket opens the arguments of FILTER, BIND or a function, not a list or a path."""
    before = parts[opened - 1] if opened else None
    if before is None or before.kind == "word":
        return before is not None and before.text not in TERMS
    called = parts[opened - 2] if opened > 1 else None
    return before.kind == "iri" and called is not None and called.kind == "word" and called.text.upper() == "FILTER"


def _replaced(statement: Sequence[Part], source: str, find: Callable[[str], Sequence[str]]) -> Iterator[Part]:
    """Yield the VALUES that answer the searches of a statement, then what else it says of its subject."""
    subject, *rest = statement
    if subject.kind != "variable":
        raise ValueError(USE)
    others: list[list[Part]] = []
    for clause in _clauses(rest, source):
        if not any(True for _ in _uses(clause)):
            others.append(clause)
            continue
        if len(clause) != 2 or clause[0].text != TEXT_MATCH or clause[1].kind != "string":
            raise ValueError(USE)
        yield from (Part("word", "VALUES", subject.start), subject, Part("mark", "{"))
        yield from (Part("iri", iri, subject.start) for iri in find(clause[1].text))
        yield Part("mark", "}")
    if others:
        yield subject
    for number, clause in enumerate(others):
        if number:
            yield Part("mark", ";")
        yield from clause


def _clauses(parts: Sequence[Part], source: str) -> Iterator[list[Part]]:
    """Yield what stands between the semicolons outside of brackets, but for nothing."""
    partner = partners(parts, source)
    clause: list[Part] = []
    at = 0
    while at < len(parts):
        end = partner.get(at, at) + 1
        if _is_mark(parts[at], ";"):
            if clause:
                yield clause
            clause = []
        else:
            clause.extend(parts[at:end])
        at = end
    if clause:
        yield clause
