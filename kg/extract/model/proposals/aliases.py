"""Which names of an article are one entity's: 白鹭基金 and 白鹭基金管理公司, 飞鹰 and 洛川飞鹰.

What the rules of `kg.extract.coreference` leave apart is judged pair by pair, by the forms of both names, by what they are known to mean,
and by where they stand in the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log

from kg.extract.coreference.places import DIRECTIONS
from kg.extract.lexicon import names
from kg.extract.lexicon.organisation_names import is_subsequence
from kg.extract.lexicon.patterns import CALLED
from kg.extract.lexicon.state_bodies import HOME, STATE_BODIES
from kg.extract.model.proposals.meanings import ORGANISATION_WORDS, meanings_of
from kg.extract.model.proposals.records import AliasPair
from kg.model import Entity, EntityKind
from kg.wordlists import either

KINDS: tuple[EntityKind, ...] = ("Person", "Organisation", "Place")
MAX_EARLIER = 200  # names before one that it is compared with
MAX_GAP = 8  # characters between two mentions that stand beside each other
MAX_RIVALS = 3
FORM = re.compile(f"{either('name_forms')}+")
INTRODUCING = re.compile(r"[（(](?:以下)?(?:简称|下称|又称|又名|即)?[:：]?[“\"「]?")
LISTING = re.compile(r"[、和与及同暨]|以及")
NO_DIGITS = re.compile(r"\D")
SINGLE = (
    "ends with", "begins with", "inside", "in order", "same first", "same last", "of short", "of full", "one", "two", "three", "length",
    "place before", "form behind", "Latin", "other numbers", "variant", "states apart", "side", "side alone", "word", "word alone",
    "word last", "introduced", "listed", "nested", "beside", "one sentence", "rivals", "short first", "mentions",
)  # fmt: skip
BOTH = (
    ("in order", "same first"), ("in order", "same last"), ("in order", "two"), ("in order", "rivals"), ("in order", "listed"),
    ("ends with", "same last"), ("ends with", "two"), ("begins with", "same last"), ("begins with", "two"), ("begins with", "rivals"),
    ("place before", "two"), ("form behind", "two"), ("form behind", "rivals"), ("variant", "rivals"),
)  # fmt: skip
ALIAS_FEATURES = (*SINGLE, *(f"{a}, {b}" for a, b in BOTH))


def alias_pairs(text: str, entities: Sequence[Entity]) -> Iterator[AliasPair]:
    """Yield the pairs of entities of one kind whose names may be one entity's, with what speaks for it."""
    compared = _Names(text, entities)
    for kind in KINDS:
        numbers = [n for n, e in enumerate(entities) if e.kind == kind and e.mentions and e.name]
        for at, n in enumerate(numbers):
            for m in numbers[max(0, at - MAX_EARLIER) : at]:
                features = compared.features(m, n)
                if features is not None:
                    yield AliasPair(kind, m, n, features)


class _Names:
    """The names of one article, compared."""

    def __init__(self, text: str, entities: Sequence[Entity]) -> None:
        self.text = text
        self.entities = entities
        self.lexicon = names()
        self.places = {n for e in entities if e.kind == "Place" for n in (e.name, *e.aliases)}
        self.meant = [meanings_of(e, self.lexicon) for e in entities]
        self.first = [min((m.start for m in e.mentions), default=0) for e in entities]
        self.introduced = _introduced(text, entities)
        self.fuller: dict[tuple[EntityKind, str], list[int]] = {}
        self.fitting: dict[str, list[int]] = {}

    def features(self, a: int, b: int) -> tuple[float, ...] | None:
        """Return what speaks for two entities being one, in the order of ALIAS_FEATURES; None where nothing does."""
        short, full = sorted((a, b), key=lambda n: len(self.entities[n].name))
        x, y = self.entities[short], self.entities[full]
        if x.name == y.name or _is_of_another_state(x.name, y.name) or _is_called(x) or _is_called(y):
            return None  # namesakes, bodies of states and 王市长, which the rules have set apart
        if len(x.name) == 1 and self.meant[short].isdisjoint(self.meant[full]) and x.name != y.name[0]:
            return None  # 港 is no short form of 大港
        shared = _in_common(x.name, y.name) if 2 * len({*x.name} & {*y.name}) >= len({*x.name}) else 0
        known = self._known(short, full)
        if 2 * shared < len(x.name) and (a, b) not in self.introduced and not max(known.values()):
            return None
        values = self._form(x.name, y.name, shared) | known | self._meant_apart(short, full) | self._around(x, y)
        values["introduced"] = float((a, b) in self.introduced)
        values["rivals"] = float(min(self._rivals(short, full), MAX_RIVALS))
        values["short first"] = float(self.first[short] < self.first[full])
        values["mentions"] = log(1 + min(len(x.mentions), len(y.mentions)))
        together = (values[p] * min(values[q], 1.0) for p, q in BOTH)
        return (*(values[p] for p in SINGLE), *together)

    def _form(self, short: str, full: str, shared: int) -> dict[str, float]:
        """Return how a name's form resembles a longer one's; `shared` characters stand in both in one order."""
        size = len(short)
        before = full[:-size] if full.endswith(short) else ""
        behind = full[size:] if full.startswith(short) else ""
        return {
            "ends with": float(full.endswith(short)),
            "begins with": float(full.startswith(short)),
            "inside": float(short in full),
            "in order": float(shared == size),
            "same first": float(short[0] == full[0]),
            "same last": float(short[-1] == full[-1]),
            "of short": shared / size,
            "of full": shared / len(full),
            "one": float(size == 1),
            "two": float(size <= 2),
            "three": float(size == 3),
            "length": log(len(full)),
            "place before": float(bool(before) and self._is_place(before)),
            "form behind": float(bool(behind) and FORM.fullmatch(behind) is not None),
            "Latin": float(short.isascii() != full.isascii()),
            "other numbers": float(shared == size and NO_DIGITS.sub("", short) != NO_DIGITS.sub("", full)),
        }

    def _is_place(self, name: str) -> bool:
        known = name in self.places or name in self.lexicon.known_places or name in self.lexicon.countries
        return known or self.lexicon.place_suffix.search(name) is not None

    def _known(self, short: int, full: int) -> dict[str, float]:
        """Return whether both names are known to mean one, and whether the shorter one stands for an organisation that the other names."""
        x, y = self.entities[short], self.entities[full]
        is_side = x.kind == "Place" and (self._is_side(x.name, y.name) or self._is_side(y.name, x.name))
        return {
            "variant": float(not self.meant[short].isdisjoint(self.meant[full])),
            "side": float(is_side),
            "word": float(full in self._fitting(x)),
        }

    def _meant_apart(self, short: int, full: int) -> dict[str, float]:
        """Return whether both names mean different states, and whether a short one may mean nothing else."""
        x = self.entities[short]
        states = self.lexicon.country_names
        one = not self.meant[short].isdisjoint(self.meant[full])
        of_sides = (
            sum(self._is_side(x.name, e.name) for e in self.entities if e.kind == "Place") if x.kind == "Place" else 0
        )
        fitting = self._fitting(x)
        before = ((m.start, n) for n in fitting for m in self.entities[n].mentions if m.start < self.first[short])
        return {
            "states apart": float(not one and bool(self.meant[short] & states) and bool(self.meant[full] & states)),
            "side alone": float(of_sides == 1),
            "word alone": float(fitting == [full]),
            "word last": float(max(before, default=(0, -1))[1] == full),
        }

    def _is_side(self, name: str, state: str) -> bool:
        """Whether a name may mean a state by its first character: 巴, 巴方 and 巴拉圭, but not 西方 and 西班牙."""
        if len(name) > 2 or name[1:] not in ("", "方", "国") or name in DIRECTIONS or state == name:
            return False
        return state in self.lexicon.country_names and (
            state[0] == name[0] or self.lexicon.countries.get(name[0]) == state
        )

    def _fitting(self, x: Entity) -> list[int]:
        """Return the entities that a word like 学校 can stand for."""
        endings = ORGANISATION_WORDS.get(x.name) if x.kind == "Organisation" else None
        if endings is None:
            return []
        if x.name not in self.fitting:
            named = (n for n, e in enumerate(self.entities) if e.kind == x.kind and e.name != x.name)
            self.fitting[x.name] = [n for n in named if endings.search(self.entities[n].name)]
        return self.fitting[x.name]

    def _rivals(self, short: int, full: int) -> int:
        """Return how many other names have the shorter one's characters in their order."""
        x, y = self.entities[short], self.entities[full]
        key = x.kind, x.name
        if key not in self.fuller:
            of_kind = (n for n, e in enumerate(self.entities) if e.kind == x.kind)
            self.fuller[key] = [n for n in of_kind if is_subsequence(x.name, self.entities[n].name)]
        return sum(n not in (short, full) and self.entities[n].name != y.name for n in self.fuller[key])

    def _around(self, x: Entity, y: Entity) -> dict[str, float]:
        """Return how mentions of both stand to each other: one inside the other, beside it, or in a list with it."""
        found = dict.fromkeys(("listed", "nested", "beside"), 0.0)
        spans = sorted({(m.start, m.end, n) for n, e in enumerate((x, y)) for m in e.mentions})
        for (_, end, one), (start, _, other) in pairwise(spans):
            if one != other and start - end <= MAX_GAP:
                found["nested"] = max(found["nested"], float(start < end))
                found["beside"] = max(found["beside"], float(start == end))
                found["listed"] = max(found["listed"], float(LISTING.fullmatch(self.text, end, start) is not None))
        found["one sentence"] = float(not {m.sentence for m in x.mentions}.isdisjoint(m.sentence for m in y.mentions))
        return found


def _introduced(text: str, entities: Sequence[Entity]) -> frozenset[tuple[int, int]]:
    """Return the pairs of entities of which one stands in brackets behind the other."""
    spans = sorted((m.start, m.end, n) for n, e in enumerate(entities) for m in e.mentions)
    return frozenset(
        (min(a, b), max(a, b))
        for (_, end, a), (start, _, b) in pairwise(spans)
        if 0 < start - end <= MAX_GAP and INTRODUCING.fullmatch(text, end, start)
    )


def _is_called(e: Entity) -> bool:
    return e.kind == "Person" and CALLED.fullmatch(e.name) is not None


def _is_of_another_state(body: str, full: str) -> bool:
    """Whether a body of a state stands behind another state's name: 卫生部 alone is China's, not 老挝卫生部."""
    return body in STATE_BODIES and full.endswith(body) and full.removesuffix(body) not in HOME


def _in_common(short: str, full: str) -> int:
    """Return the length of the longest common subsequence of two names.

    >>> _in_common("云钢", "云川钢铁集团")
    2
    """
    row = [0] * (len(full) + 1)
    for c in short:
        corner = 0
        for j, other in enumerate(full):
            above = row[j + 1]
            row[j + 1] = corner + 1 if c == other else max(above, row[j])
            corner = above
    return row[-1]
