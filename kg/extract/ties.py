"""Ties between bodies: shares and control, joint ventures, founders, predecessors, subordinates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.extract.clauses import ClauseReader
from kg.extract.known import ORDINAL_UNIT
from kg.model import AnalysedArticle, Entity, Event, Relation

OWNED_BY = re.compile(r"^[^。，；]{0,4}由$")
CONTROLS = re.compile(r"^[^。；]{0,6}?(?:控股|持股|持有|参股|入股|出资|投资设立)")
JOINT = re.compile(r"(?:合资|共建|合作共建|联合共建|共同出资|合资组建|联合组建|共同组建)(?:的|了|成立|设立|组建)?$")
PREDECESSOR = re.compile(r"^(?:的)?(?:前身|原名)(?:是|为|系)?")
SUBORDINATE = re.compile(r"^(?:的)?(?:下属|所属|直属|旗下|下辖)(?:的)?[一-鿿]{0,6}$")


def find_ties(
    analysed: AnalysedArticle,
    reader: ClauseReader,
    entities: Sequence[Entity],
    events: Sequence[Event],
    arguments: Sequence[Relation],
) -> tuple[Relation, ...]:
    """Return affiliatedWith and subOrganisationOf as the text around two bodies, and acquisitions and foundings, tell them."""
    found = [*_units(entities), *_from_events(entities, events, arguments), *_from_text(analysed, reader)]
    return tuple(dict.fromkeys(found))


def _units(entities: Sequence[Entity]) -> Iterator[Relation]:
    """A unit that the article names by its number alone belongs to the body that completes its name."""
    wholes = {e.name: e for e in entities if e.kind == "Organisation"}
    for e in entities:
        whole = wholes.get(e.norm.removesuffix(e.name)) if e.norm and ORDINAL_UNIT.fullmatch(e.name) else None
        if whole:
            yield Relation(e.id, "subOrganisationOf", whole.id, e.mentions[0].sentence, rule="numbered unit")


def _from_events(
    entities: Sequence[Entity], events: Sequence[Event], arguments: Sequence[Relation]
) -> Iterator[Relation]:
    """Who buys or jointly founds a body is tied to it."""
    bodies = {e.id for e in entities if e.kind == "Organisation"}
    for event in events:
        if event.type != "Acquisition" and event.trigger != "共建":
            continue
        roles = [(r.predicate, r.object) for r in arguments if r.subject == event.id and r.object in bodies]
        for doer in (o for p, o in roles if p == "agent"):
            for target in (o for p, o in roles if p == "target"):
                if doer != target:
                    yield Relation(doer, "affiliatedWith", target, event.sentence, rule=event.type, role=event.trigger)


def _from_text(analysed: AnalysedArticle, reader: ClauseReader) -> Iterator[Relation]:
    text = analysed.article.text
    for sentence in analysed.sentences:
        row = [p for p in reader.in_sentence[sentence.index] if p.entity.kind == "Organisation"]
        for first, second in pairwise(row):
            between = text[first.end : second.start]
            behind = text[second.end : min(sentence.end, second.end + 12)]
            one, other = first.entity, second.entity
            if one is other or len(between) > 24:
                continue
            if SUBORDINATE.match(between):
                yield Relation(other.id, "subOrganisationOf", one.id, sentence.index, rule="subordinate")
            elif PREDECESSOR.match(between) or (between == "（" and behind.startswith("前身")):
                yield Relation(one.id, "affiliatedWith", other.id, sentence.index, rule="predecessor", role="前身")
            elif (OWNED_BY.match(between) and CONTROLS.match(behind)) or re.match(r"的控股子公司|的子公司", behind):
                owner, owned = (other, one)
                yield Relation(owner.id, "affiliatedWith", owned.id, sentence.index, rule="control", role="控股")
            elif JOINT.search(between):
                yield Relation(one.id, "affiliatedWith", other.id, sentence.index, rule="joint venture", role="合资")
                for earlier in row:
                    if earlier.end <= first.start and text[earlier.end : first.start] in {"、", "和", "与"}:
                        yield Relation(
                            earlier.entity.id,
                            "affiliatedWith",
                            other.id,
                            sentence.index,
                            rule="joint venture",
                            role="合资",
                        )
