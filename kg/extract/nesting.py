"""What a row of names tells by standing in it: a place in a place, a body of a body, a body in a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.names import NameLexicon
from kg.model import Entity, Mention, Relation

LEVEL_ORDER = ("国", "省", "市", "州", "盟", "县", "区", "旗", "镇", "乡", "街道", "村", "社区", "组")
LEVEL = re.compile(r"(?:自治区|自治州|自治县|省|市|州|盟|县|区|旗|镇|乡|街道|村|社区|组)$")


def _rank(name: str, lexicon: NameLexicon) -> int | None:
    """Return how far down a place's level is; None where the name does not tell."""
    if name in lexicon.country_names:
        return 0
    if lexicon.provinces.fullmatch(name) or name.endswith(("省", "自治区")):
        return 1
    m = LEVEL.search(name)
    if not m:
        return None
    word = m.group().replace("自治", "")
    return LEVEL_ORDER.index(word) if word in LEVEL_ORDER else None


def find_nested(text: str, entities: Sequence[Entity], lexicon: NameLexicon) -> tuple[Relation, ...]:
    """Return partOf, subOrganisationOf and locatedIn as names in a row or in one another tell them."""
    rows = sorted(
        ((m, e) for e in entities for m in e.mentions if m.rule != "anaphor"), key=lambda x: (x[0].start, -x[0].end)
    )
    found = [*_adjacent(text, rows, lexicon), *_inside(text, rows, lexicon)]
    return tuple(dict.fromkeys(found))


def _adjacent(text: str, rows: Sequence[tuple[Mention, Entity]], lexicon: NameLexicon) -> Iterator[Relation]:
    """Places in a row: 澜江省云川市 tells that the city is in the province."""
    by_start: dict[int, list[tuple[Mention, Entity]]] = {}
    for m, e in rows:
        by_start.setdefault(m.start, []).append((m, e))
    for m, upper in rows:
        if upper.kind != "Place":
            continue
        for n, lower in by_start.get(m.end, ()):
            if lower.kind == "Place" and lower.id != upper.id and _contains(upper, lower, lexicon):
                yield Relation(lower.id, "partOf", upper.id, n.sentence, rule="places in a row")
            elif lower.kind == "Organisation" and len(text[n.start : n.end]) >= 4:
                yield Relation(lower.id, "locatedIn", upper.id, n.sentence, rule="place before body")


def _contains(upper: Entity, lower: Entity, lexicon: NameLexicon) -> bool:
    a, b = _rank(upper.name, lexicon), _rank(lower.name, lexicon)
    return a is None or b is None or a < b


def _inside(text: str, rows: Sequence[tuple[Mention, Entity]], lexicon: NameLexicon) -> Iterator[Relation]:
    """A name inside a name: 云钢集团特种钢分厂, 青石县柳溪中学, 云川市体育中心."""
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
                yield Relation(
                    whole.id,
                    "affiliatedWith" if mediated else "subOrganisationOf",
                    part.id,
                    outer.sentence,
                    rule="body in body",
                )
            elif pair == ("Organisation", "Place"):
                yield Relation(whole.id, "locatedIn", part.id, outer.sentence, rule="place in body")
            elif pair == ("Place", "Place"):
                yield Relation(whole.id, "partOf", part.id, outer.sentence, rule="place in place")
