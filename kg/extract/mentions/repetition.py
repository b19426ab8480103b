"""Repetition: a name found once is that entity everywhere, even if the tagger took it for something else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from kg.extract.candidates import AwardCandidate, Draft, MentionCandidate, SignatureCandidate
from kg.extract.lexicon import NameLexicon, Rule
from kg.extract.lexicon.levels import one_letter
from kg.extract.lexicon.organisation_names import introduced_names
from kg.model import EntityKind

FORM = re.compile(r"(?:股份|科技|控股|集团)*(?:有限责任公司|有限公司|公司)$")
SURE = frozenset({Rule.SUFFIX_ORGANISATION, Rule.WHOLE_OF_UNIT, Rule.STATE_ORGANISATION, Rule.TAGGER_ORGANISATION})


def find_repeated(draft: Draft) -> Iterator[MentionCandidate]:
    """Yield every occurrence of a person's or an organisation's name."""
    text = draft.text
    names = [m for m in draft.mentions if not isinstance(m, SignatureCandidate | AwardCandidate)]
    kinds = _kinds(names, text, draft.lexicon.names)
    pairs = _pairs(kinds)
    single = {name: kind for name, kind in kinds.items() if name not in pairs}
    rule = Rule.REPEATED
    for start, end in _occurrences(single, text):
        yield MentionCandidate(start, end, single[text[start:end]], rule, 9, source=rule.component)


def _kinds(names: Sequence[MentionCandidate], text: str, lexicon: NameLexicon) -> dict[str, EntityKind]:
    """Return the names to look for everywhere, with their kinds."""
    organisations = [(m.start, m.end) for m in names if m.kind == "Organisation"]
    kinds: dict[str, EntityKind] = {short: "Organisation" for short in introduced_names(organisations, text)}
    for m in names:
        name = text[m.start : m.end]
        if m.kind == "Person" and len(name) >= 3 and lexicon.can_be_person(name):
            kinds[name] = "Person"
        elif (
            m.kind == "Organisation" and len(name) >= 4 and m.rule in SURE and lexicon.organisation_suffix.search(name)
        ):
            kinds.setdefault(name, "Organisation")
    for short in _cores(names, text):
        kinds.setdefault(short, "Organisation")
    return kinds


def _pairs(kinds: Mapping[str, EntityKind]) -> set[str]:
    """Return the wrong persons' names that are two adjacent names in a headline."""
    left = dict(kinds)
    pairs = set()
    for name in [n for n, kind in kinds.items() if kind == "Person" and 5 <= len(n) <= 6]:
        if any(name[:i] in left and name[i:] in left for i in (2, 3)):
            del left[name]
            pairs.add(name)
    return pairs


def _occurrences(names: Collection[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield the occurrences of names, the longest at each offset, without overlaps.

    Names are looked up by their first two characters, so that time does not grow with their number.
    """
    begun: dict[str, set[int]] = {}
    for name in names:
        begun.setdefault(name[:2], set()).add(len(name))
    sizes = {pair: sorted(lengths, reverse=True) for pair, lengths in begun.items()}
    known, firsts, end = frozenset(names), frozenset(name[:1] for name in names), 0
    for i in [i for i, c in enumerate(text) if c in firsts]:
        if i < end:
            continue
        found = (name for n in sizes.get(text[i : i + 2], ()) if (name := text[i : i + n]) in known)
        if name := next(found, ""):  # at the end of the text it may be shorter than asked for
            end = i + len(name)
            yield i, end


def _cores(spans: Sequence[MentionCandidate], text: str) -> list[str]:
    """Return the short forms of companies that the text uses: 某省华辰新能源股份有限公司 is 华辰新能源."""
    places = sorted({text[s.start : s.end] for s in spans if s.kind == "Place"}, key=lambda n: (-len(n), n))
    found: list[str] = []
    for name in sorted({text[s.start : s.end] for s in spans if s.kind == "Organisation"}):
        tail = FORM.search(name)
        if not tail or len(name) < 8:
            continue
        core = name[: tail.start()]
        for place in places:
            for form in (place, re.sub(f"{one_letter('congress')}$", "", place)):
                core = core.removeprefix(form) if len(core) - len(form) >= 4 and len(form) >= 2 else core
        shorter = sorted({core, name[2 : tail.start()]})
        found.extend(n for n in shorter if 4 <= len(n) < len(name) and text.count(n) > text.count(name))
    return sorted(found)
