"""Relations between organisations: shares and control, joint ventures, founders, predecessors, subordinates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.extract.candidates import Draft, EntityMention, RelationCandidate
from kg.extract.lexicon import Rule, Trait
from kg.model import Sentence

OWNED_BY = re.compile(r"^[^。，；]{0,4}由$")
CONTROLS = re.compile(r"^[^。；]{0,6}?(?:控股|持股|持有|参股|入股|出资|投资设立)")
JOINT = re.compile(r"(?:合资|共建|合作共建|联合共建|共同出资|合资组建|联合组建|共同组建)(?:的|了|成立|设立|组建)?$")
PREDECESSOR = re.compile(r"^(?:的)?(?:前身|原名)(?:是|为|系)?")
SUBORDINATE = re.compile(r"^(?:的)?(?:下属|所属|直属|旗下|下辖)(?:的)?[一-鿿]{0,6}$")
FOUNDING_TOGETHER = frozenset({"共建"})


def find_affiliations(draft: Draft) -> Iterator[RelationCandidate]:
    """Yield affiliatedWith and subOrganisationOf as the text around two organisations, and their events, state them."""
    yield from _from_events(draft)
    yield from _from_text(draft)


def _stated(subject: str, predicate: str, object: str, sentence: int, rule: Rule, role: str = "") -> RelationCandidate:
    return RelationCandidate(subject, predicate, object, sentence, rule, role, source=rule.component)


def _from_events(draft: Draft) -> Iterator[RelationCandidate]:
    """Yield the relation of a buyer or a joint founder to the organisation."""
    organisations = {e.id for e in draft.entities if e.kind == "Organisation"}
    for event in draft.events:
        bought = Trait.ACQUISITION in event.frame.traits
        if not bought and event.trigger not in FOUNDING_TOGETHER:
            continue
        rule = Rule.ACQUIRED if bought else Rule.FOUNDED_TOGETHER
        roles = [(a.role, a.entity) for a in event.arguments if a.entity in organisations]
        for agent in (o for role, o in roles if role == "agent"):
            for target in (o for role, o in roles if role == "target"):
                if agent != target:
                    yield _stated(agent, "affiliatedWith", target, event.sentence.index, rule, event.trigger)


def _from_text(draft: Draft) -> Iterator[RelationCandidate]:
    for sentence in draft.sentences:
        row = [p for p in draft.in_sentence[sentence.index] if p.entity.kind == "Organisation"]
        for first, second in pairwise(row):
            if first.entity is not second.entity and second.start - first.end <= 24:
                yield from _between(draft.text, sentence, row, first, second)


def _between(
    text: str, sentence: Sentence, row: Sequence[EntityMention], first: EntityMention, second: EntityMention
) -> Iterator[RelationCandidate]:
    between = text[first.end : second.start]
    after = text[second.end : min(sentence.end, second.end + 12)]
    one, other, at = first.entity.id, second.entity.id, sentence.index
    if SUBORDINATE.match(between):
        yield _stated(other, "subOrganisationOf", one, at, Rule.SUBORDINATE)
    elif PREDECESSOR.match(between) or (between == "（" and after.startswith("前身")):
        yield _stated(one, "affiliatedWith", other, at, Rule.PREDECESSOR, "前身")
    elif (OWNED_BY.match(between) and CONTROLS.match(after)) or re.match(r"的控股子公司|的子公司", after):
        yield _stated(other, "affiliatedWith", one, at, Rule.CONTROL, "控股")
    elif JOINT.search(between):
        yield _stated(one, "affiliatedWith", other, at, Rule.JOINT_VENTURE, "合资")
        for earlier in row:
            if earlier.end <= first.start and text[earlier.end : first.start] in {"、", "和", "与"}:
                yield _stated(earlier.entity.id, "affiliatedWith", other, at, Rule.JOINT_VENTURE, "合资")
