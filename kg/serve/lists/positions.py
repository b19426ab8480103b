"""Positions: who held which, from the first report to the last, and who held it before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.serve.lists.reading import Catalogue, Named

FORMER, INCOMING = "former", "incoming"


@dataclass(frozen=True, slots=True)
class Held:
    """A position as somebody holds it: first and last report ("" where they are not known), and in how many articles.

    `before` and `after` are the others who held the same position earlier and later, by the dates of the reports, without
    those whom `split_by_support` sets apart.
    """

    link: int
    person: Named
    title: str
    organisation: Named | None
    tenure: str
    first: str
    last: str
    articles: int
    before: tuple[Named, ...] = ()
    after: tuple[Named, ...] = ()


_HELD = (
    "SELECT l.id, p.id, p.iri, p.kind, p.label, p.sound, l.title, o.id, o.iri, o.kind, o.label, o.sound, l.tenure, l.first, "
    "l.last, l.articles FROM link l JOIN resource p ON p.id = l.subject LEFT JOIN resource o ON o.id = l.object "
    "WHERE l.predicate = 'holdsPosition' AND "
)


def held_by(c: Catalogue, person: int) -> list[Held]:
    """Return the positions of a person, the last reported first, with who held them before and after."""
    own = _held(c, "l.subject = ?", person)
    return [in_sequence(h, _same(c, h)) for h in own]


def holders(c: Catalogue, organisation: int) -> list[Held]:
    """Return who held positions at an organisation, the last reported first."""
    return _held(c, "l.object = ?", organisation)


def holders_of(c: Catalogue, title: str, organisation: str) -> list[Held]:
    """Return who held one position; "" for no organisation."""
    if organisation:
        return _held(c, "l.title = ? AND o.iri = ?", title, organisation)
    return _held(c, "l.title = ?", title)


def find_positions(c: Catalogue, words: str, limit: int = 20) -> list[tuple[str, Named | None, int]]:
    """Return titles at organisations that are called so ("国务院总理", "总理"), with the number of their holders.

    The name of the organisation, or an alias, stands before the title, or is left out.
    """
    asked = "".join(words.split())
    if len(asked) < 2:
        return []
    rows = c.rows(
        "SELECT l.title, o.id, o.iri, o.kind, o.label, o.sound, COUNT(DISTINCT l.subject) AS n, "
        "l.title = ?1 OR o.label || l.title = ?1 OR x.name || l.title = ?1 AS whole FROM link l "
        "LEFT JOIN resource o ON o.id = l.object LEFT JOIN alias x ON x.resource = o.id "
        "WHERE l.predicate = 'holdsPosition' AND l.title <> '' AND (l.title = ?1 OR o.label || l.title = ?1 OR x.name || l.title = ?1 "
        "OR (SUBSTR(?1, -LENGTH(l.title)) = l.title AND LENGTH(l.title) < LENGTH(?1) "
        "AND (INSTR(o.label, SUBSTR(?1, 1, LENGTH(?1) - LENGTH(l.title))) > 0 "
        "OR INSTR(x.name, SUBSTR(?1, 1, LENGTH(?1) - LENGTH(l.title))) > 0))) "
        "GROUP BY l.title, o.id ORDER BY MAX(whole) DESC, n DESC, l.title, o.iri LIMIT ?2",
        (asked, limit),
    )
    return [(r[0], Named(*r[1:6]) if r[1] is not None else None, r[6]) for r in rows]


def _held(c: Catalogue, condition: str, *values: object) -> list[Held]:
    rows = c.rows(f"{_HELD}{condition} ORDER BY l.last DESC, l.first DESC, l.title, p.label, l.id", values)
    return [Held(r[0], Named(*r[1:6]), r[6], Named(*r[7:12]) if r[7] is not None else None, *r[12:]) for r in rows]


def _same(c: Catalogue, held: Held) -> list[Held]:
    """Return others who held the same position; of none where it has no organisation: a title alone is no position."""
    if held.organisation is None or not held.title:
        return []
    return _held(
        c, "l.title = ? AND l.object = ? AND l.subject <> ?", held.title, held.organisation.number, held.person.number
    )


def split_by_support(held: Sequence[Held]) -> tuple[list[Held], list[Held]]:
    """Return the holders that several articles name, and those apart that one alone does; all together where none has several.

    A title without its organisation may mean another's, which one article in many gets wrong.
    """
    often = [h for h in held if h.articles > 1]
    return (often, [h for h in held if h.articles < 2]) if often else (list(held), [])


def in_sequence(held: Held, others: list[Held]) -> Held:
    """Return a position with who held it before and after, of the others who held the same."""
    supported, _ = split_by_support([held, *others])
    others = [o for o in supported if o is not held]
    after = tuple(dict.fromkeys(o.person for o in others if _precedes(held, o)))
    before = tuple(p for p in dict.fromkeys(o.person for o in others if _precedes(o, held)) if p not in after)
    return replace(held, before=before, after=after)


def _precedes(one: Held, other: Held) -> bool:
    """Whether a position was held before another: as former or incoming it says so itself, else the reports do."""
    order = {FORMER: 0, INCOMING: 2}
    a, b = order.get(one.tenure, 1), order.get(other.tenure, 1)
    if a != b:
        return a < b
    return bool(one.last and other.first and one.last < other.first)
