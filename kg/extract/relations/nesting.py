"""Relations from adjacent and nested names: place in place, part of an organisation, organisation in a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.candidates import Draft, RelationCandidate
from kg.extract.lexicon import NameLexicon, Rule
from kg.extract.lexicon.levels import rank_of
from kg.model import Entity, Mention
from kg.wordlists import either

LINEAR = re.compile(rf"{either('linear_features')}(?:[A-Z]?\d{{1,4}}号?线?)?$|\d{{1,4}}号?线$|^[GSXY]\d{{1,4}}$")


def _rank(name: str, lexicon: NameLexicon) -> int | None:
    """Return the rank of a place's level; None if the name has no level."""
    if name in lexicon.country_names:
        return 0
    return rank_of("省") if lexicon.provinces.fullmatch(name) else rank_of(name)


def find_nested(draft: Draft) -> Iterator[RelationCandidate]:
    """Yield partOf, subOrganisationOf and locatedIn from adjacent and nested names."""
    text, lexicon = draft.text, draft.lexicon.names
    rows = sorted(
        ((m, e) for e in draft.entities for m in e.mentions if m.rule != Rule.ANAPHOR),
        key=lambda x: (x[0].start, -x[0].end),
    )
    yield from _adjacent(text, rows, lexicon)
    yield from _inside(text, rows)


def _stated(subject: Entity, predicate: str, object: Entity, mention: Mention, rule: Rule) -> RelationCandidate:
    return RelationCandidate(subject.id, predicate, object.id, mention.sentence, rule, source=rule.component)


def _adjacent(text: str, rows: Sequence[tuple[Mention, Entity]], lexicon: NameLexicon) -> Iterator[RelationCandidate]:
    """Yield relations from adjacent places: 澜江省云川市 states that the city is in the province."""
    by_start: dict[int, list[tuple[Mention, Entity]]] = {}
    for m, e in rows:
        by_start.setdefault(m.start, []).append((m, e))
    for m, upper in rows:
        if upper.kind != "Place":
            continue
        for n, lower in by_start.get(m.end, ()):
            if lower.kind == "Place" and lower.id != upper.id and _contains(upper, lower, lexicon):
                yield _stated(lower, "partOf", upper, n, Rule.PLACES_IN_ROW)
            elif lower.kind == "Organisation" and len(text[n.start : n.end]) >= 4:
                yield _stated(lower, "locatedIn", upper, n, Rule.PLACE_BEFORE_ORGANISATION)


def cannot_hold(upper: Entity, lower: Entity, lexicon: NameLexicon) -> bool:
    """Whether a place is certainly no part of another: one of them is a road, or the other's level is below its own."""
    if LINEAR.search(upper.name) or LINEAR.search(lower.name):
        return True
    a, b = _rank(upper.norm or upper.name, lexicon), _rank(lower.norm or lower.name, lexicon)
    return a is not None and b is not None and a > b  # 昆山市 is a part of 苏州市


def _contains(upper: Entity, lower: Entity, lexicon: NameLexicon) -> bool:
    """Whether the first of two adjacent places can hold the second: no road holds a county, or is a part of one."""
    if LINEAR.search(upper.name) or LINEAR.search(lower.name):
        return False
    a, b = _rank(upper.norm or upper.name, lexicon), _rank(lower.norm or lower.name, lexicon)  # 中马 are two states
    if a is None:  # a town without its level holds counties (渭南合阳县); a street, a station or a mountain does not
        return b is None or (b > 0 and not lexicon.place_suffix.search(upper.name))
    return b is None or a < b


def _inside(text: str, rows: Sequence[tuple[Mention, Entity]]) -> Iterator[RelationCandidate]:
    """Yield relations from nested names: 云钢集团特种钢分厂, 青石县柳溪中学, 云川市体育中心."""
    for i, (outer, whole) in enumerate(rows):
        for j in range(i + 1, len(rows)):
            inner, part = rows[j]
            if inner.start >= outer.end:
                break
            if inner.end > outer.end or part.id == whole.id:
                continue
            pair = (whole.kind, part.kind)
            if pair == ("Organisation", "Organisation"):
                mediated = text[inner.start - 1] == "驻"
                predicate = "affiliatedWith" if mediated else "subOrganisationOf"
                yield _stated(whole, predicate, part, outer, Rule.ORGANISATION_IN_NAME)
            elif pair == ("Organisation", "Place"):
                yield _stated(whole, "locatedIn", part, outer, Rule.PLACE_IN_NAME)
            elif pair == ("Place", "Place") and not (LINEAR.search(whole.name) or LINEAR.search(part.name)):
                yield _stated(whole, "partOf", part, outer, Rule.PLACE_IN_PLACE)
