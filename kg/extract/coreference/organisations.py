"""Short forms and new names of organisations, and their names without the places before them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.candidates import Draft, EntityCandidate
from kg.extract.coreference.groups import MAX_COMPARED, current, joined, of_kind
from kg.extract.lexicon import Rule
from kg.extract.lexicon.organisation_names import introduced_names, is_short_for

RENAMED = re.compile(r"(?:正式)?(?:更名|改名|改称|升格|易名)(?:为|成)[“\"「]?")


def join_organisations(draft: Draft) -> Iterator[EntityCandidate]:
    """Yield the organisations that have several names in the article."""
    in_order = [g for g in current(draft.candidates) if g.kind == "Organisation"]
    introduced = introduced_names([(m.start, m.end) for g in in_order for m in g.mentions], draft.text)
    members: dict[str, list[EntityCandidate]] = {}
    by_sign: dict[str, list[EntityCandidate]] = defaultdict(list)
    for g in of_kind(draft, "Organisation"):
        # all characters of a short form occur in the full name, so the names with its rarest one are enough
        near = min((by_sign[c] for c in g.name), key=len)[:MAX_COMPARED]
        named = members.get(introduced.get(g.name, ""))
        fuller = named[:1] if named else [k for k in near if is_short_for(g.name, k.name, draft.lexicon.names)]
        if fuller and (len(fuller) == 1 or introduced.get(g.name)):
            members[fuller[0].name].append(g)
            continue
        members[g.name] = [g]
        for sign in set(g.name):
            by_sign[sign].append(g)
    groups = [joined(m, Rule.SHORT_FORM) if len(m) > 1 else m[0] for m in members.values()]
    renamed = _renamed(draft.text, groups)
    yield from (g for g in renamed if g.rule != Rule.SAME_NAME)


def _renamed(text: str, groups: Sequence[EntityCandidate]) -> list[EntityCandidate]:
    """Merge an organisation with its new name: 甲学院更名为乙大学."""
    at = {m.end: g.name for g in groups for m in g.mentions}
    begins = {m.start: g.name for g in groups for m in g.mentions}
    by_name = {g.name: g for g in groups}
    for m in RENAMED.finditer(text):
        old, new = (by_name.get(name or "") for name in (at.get(m.start()), begins.get(m.end())))
        if old and new and old is not new:
            whole = joined([new, old], Rule.RENAMED)
            by_name[new.name] = replace(whole, former=new.former | {old.name} | old.former)
            del by_name[old.name]
    return list(by_name.values())


def add_short_names(draft: Draft) -> Iterator[EntityCandidate]:
    """Yield organisations whose names begin with several places (省, 市, 县), with shorter names: with the last place, and without any."""
    groups = current(draft.candidates)
    places = [g for g in groups if g.kind == "Place"]
    names = sorted({n for g in places for n in (g.name, *g.aliases) if len(n) >= 2}, key=lambda n: (-len(n), n))
    rule = Rule.SHORTER_FORM
    for g in groups:
        if g.kind != "Organisation":
            continue
        rest, cuts = g.name, []
        while place := next((n for n in names if rest.startswith(n) and len(rest) - len(n) >= 4), None):
            rest = rest[len(place) :]
            cuts.append(place)
        if len(cuts) >= 2:
            shorter = {cuts[-1] + rest, rest} if len(rest) >= 5 else {cuts[-1] + rest}
            yield replace(g, aliases=g.aliases | shorter, rule=rule, source=rule.component)
