"""Positions: titles with their holders and the organisations that they may be held at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kg.divisions import divisions
from kg.extract.coreference.states import OF_FEW_STATES
from kg.extract.lexicon import Rule, Title
from kg.extract.lexicon.state_bodies import HOME
from kg.extract.model.decision import logit
from kg.extract.model.proposals.pooling import TITLE, Pooled, PooledScores
from kg.extract.model.proposals.reading import FoundMention, Reading
from kg.extract.model.proposals.records import ABSENT, PositionProposal
from kg.extract.model.schema import TENURES
from kg.model import Entity, Position, Tenure
from kg.wordlists import either

DEPARTMENT = re.compile("[局厅部]$")
NO_DIVISION = re.compile("[港湾山河江湖岛路街桥园]$")  # unless the table of divisions has it: 鞍山
CITY = re.compile(r"(?:[市县旗]|(?<!自治)区)$")
COMMITTEE = re.compile("(?:委|委员会|人大|政协|党组)$")
OTHER = re.compile(
    rf"(?:{either('company_endings')}|公司|集团|银行|大学|学院|学校|[中小]学|医院|协会|学会|商会|俱乐部)$"
)
HEADS = frozenset({"主席", "总书记"})
BESIDE = 3  # characters between a state or a party and the title of its head
UNLIKELY = -3.0  # the score from which on an organisation is looked at for a title
POSITION_FEATURES = (
    "title of", "title at", "behind the best organisation", "organisation", "rule", "rule of this organisation",
    "rule of another organisation", "implied", "title",
)  # fmt: skip


def find(
    seen: Reading,
    pooled: PooledScores,
    entities: Sequence[Entity],
    titles: Sequence[FoundMention],
    known: Mapping[str, int],
) -> Iterator[PositionProposal]:
    """Yield the positions: titles with their holders and organisations, and those that only the rules see."""
    ruled: dict[int, list[Position]] = defaultdict(list)
    for p in seen.rules.positions:
        if p.person in known and entities[known[p.person]].kind == "Person":
            ruled[known[p.person]].append(p)
    used: set[Position] = set()
    at_title: dict[int, dict[str, dict[int, Pooled]]] = defaultdict(lambda: defaultdict(dict))
    for (s, predicate, o), x in sorted(pooled.items(), key=lambda kv: kv[0]):
        if s >= TITLE:
            at_title[s][predicate][o] = x
    for n, title in enumerate(titles):
        links = at_title[TITLE + n]
        words, at = seen.text[title.start : title.end], int(seen.sentence[title.start])
        held_at = {o: p.score for o, p in links["titleAt"].items() if _may_be_of(seen, title, words, entities[o])}
        scores = _organisations(seen, words, held_at, entities)
        tenure: Tenure = TENURES[int(seen.mean([title], "tenure").argmax())]  # type: ignore[assignment]
        for person, x in links["titleOf"].items():
            fitting = [p for p in ruled[person] if _same_title(p.title, words)]
            rule = min(fitting, key=lambda p: (p in used, abs(p.sentence - at)), default=None)
            if rule:
                used.add(rule)
            seen_at = {} if _is_referred_to(seen, title, rule) else scores
            for organisation, features in _held_at(seen_at, rule, _ruled(seen, rule, known, entities)):
                yield PositionProposal(
                    person, _whole(seen, title, rule), organisation, _tenure(tenure, rule), int(seen.sentence[title.start]),
                    (x.score, *features, logit(title.probability)), rule,
                )  # fmt: skip
    for person, rows in sorted(ruled.items()):
        for p in rows:
            if p not in used:
                for organisation, features in _held_at({}, p, _ruled(seen, p, known, entities)):
                    yield PositionProposal(
                        person, p.title, organisation, p.tenure, p.sentence, (ABSENT, *features, ABSENT), p
                    )


def _whole(seen: Reading, title: FoundMention, rule: Position | None) -> str:
    """Return the words of a title; where the network cuts the rules' title (大中华区总裁, not a body's name), those of the rules."""
    words = seen.text[title.start : title.end]
    start = title.end - len(rule.title) if rule else title.start
    if rule is None or start >= title.start or not seen.text.startswith(rule.title, start):
        return words
    named = any(m.start < title.start and start < m.end for e in seen.rules.entities for m in e.mentions)
    return words if named else rule.title


def _is_referred_to(seen: Reading, title: FoundMention, rule: Position | None) -> bool:
    """Whether the rules' organisation is referred to right before the title (该校教授): the network does not see what refers."""
    organisation = next((e for e in seen.rules.entities if rule and e.id == rule.organisation), None)
    return organisation is not None and any(
        m.rule == Rule.ANAPHOR and m.end == title.start for m in organisation.mentions
    )


def _tenure(seen: Tenure, rule: Position | None) -> Tenure:
    """Return the tenure of a position: that of the rules where they state the position, as the status of an event is."""
    return rule.tenure if rule else seen


def _ruled(
    seen: Reading, rule: Position | None, known: Mapping[str, int], entities: Sequence[Entity]
) -> int | str | None:
    """Return the organisation of the rules' position; what the network takes for a place stands for its office."""
    if rule is None or not rule.organisation:
        return None
    n = known.get(rule.organisation)
    if n is None:
        return seen.implied.get(rule.organisation)
    kind = entities[n].kind
    return (
        n if kind == "Organisation" else _office(seen, rule.title, entities[n], entities) if kind == "Place" else None
    )


def _held_at(
    scores: Mapping[int | str, float], rule: Position | None, ruled: int | str | None
) -> Iterator[tuple[int | str | None, tuple[float, ...]]]:
    """Yield the organisations that a position may be held at, each with what speaks for it; None where there is none.

    `ruled` is the organisation that the rules give the position.
    """
    rows: dict[int | str | None, float] = {o: score for o, score in scores.items()}
    if ruled is not None or not rows:
        rows.setdefault(ruled, ABSENT)
    for organisation, score in rows.items():
        best = max((x for o, x in rows.items() if o != organisation), default=ABSENT)
        yield (
            organisation,
            (
                score,
                max(score - best, ABSENT),
                float(organisation is not None),
                float(rule is not None),
                float(ruled is not None and ruled == organisation),
                float(ruled is not None and ruled != organisation),
                float(isinstance(organisation, str)),
            ),
        )


def _organisations(
    seen: Reading, title: str, scores: Mapping[int, float], entities: Sequence[Entity]
) -> dict[int | str, float]:
    """Return the organisations that the network sees for a title; a place stands for its office there (市长: 市人民政府)."""
    found: dict[int | str, float] = {}
    for n, score in sorted(scores.items()):
        if score > UNLIKELY and _can_be_held_at(seen, title, entities[n]):
            organisation = n if entities[n].kind == "Organisation" else _office(seen, title, entities[n], entities)
            found[organisation] = max(found.get(organisation, ABSENT), score)
    return found


def _may_be_of(seen: Reading, title: FoundMention, words: str, e: Entity) -> bool:
    """Whether the title of a head of a state or a party may be of a thing: 韩立群主席 is not of the last organisation named.

    It must stand before the title; a president or a premier may be of a state that is named elsewhere, a 国家主席 only of China.
    """
    found = seen.lexicon.title_at_end.search(words)
    head = seen.lexicon.titles[found["head"]] if found else None
    if head is None or not (head.level == "国" or head.form in HEADS):
        return True
    beside = any(m.start <= title.start <= m.end + BESIDE for m in e.mentions)
    able = head.form not in OF_FEW_STATES or not {e.name, e.norm}.isdisjoint(HOME)
    return beside or (e.kind == "Place" and head.form not in HEADS and able)


def _can_be_held_at(seen: Reading, title: str, organisation: Entity) -> bool:
    """Whether a title can be held at a body or a place: a 市长 is not of a department or of a company, of a state or of a harbour."""
    found = seen.lexicon.title_at_end.search(title)
    head = seen.lexicon.titles[found["head"]] if found else None
    if head is None or head.implies is None:
        return True
    if organisation.kind != "Organisation":
        return _can_be_held_in(seen, head, organisation.norm or organisation.name)
    if head.implies.endswith("人民政府") and COMMITTEE.search(organisation.name):
        return False  # 市委副书记、市长
    return not OTHER.search(organisation.name) and (
        not DEPARTMENT.search(organisation.name) or DEPARTMENT.search(head.implies) is not None
    )


def _can_be_held_in(seen: Reading, head: Title, where: str) -> bool:
    """Whether a title is one of a place: no city or division of China has a premier, and no state or harbour a mayor."""
    state, division = where in seen.lexicon.country_names, bool(divisions().candidates(where))
    if head.level == "国":
        return state or not (division or CITY.search(where))
    return not (head.implies or "").endswith("人民政府") or not (state or (NO_DIVISION.search(where) and not division))


def _office(seen: Reading, title: str, place: Entity, entities: Sequence[Entity]) -> int | str:
    """Return the office that a title implies at a place: its number where the article names it, else its name."""
    head = seen.lexicon.title_at_end.search(title)
    where = place.norm or place.name
    name = (seen.lexicon.titles[head["head"]].office_at(where) if head else None) or where
    named = (n for n, e in enumerate(entities) if e.kind == "Organisation" and name in (e.name, e.norm))
    return next(named, name)


def _same_title(a: str, b: str) -> bool:
    """Whether one title is the end of the other, without what makes it another position: 副厅长 is not 厅长."""
    longer, shorter = sorted((a, b), key=len, reverse=True)
    return longer.endswith(shorter) and not longer.removesuffix(shorter).endswith(("副", "代", "代理"))
