"""Evidence for and against two clusters of mentions being one person.

The weights are those of record linkage (Fellegi and Sunter 1969, "A Theory for Record Linkage"), in bits, with a name's
rarity as the weight of its agreement (Winkler 1989): a rare name in one paper is hardly borne by two who make the news,
a common one needs more: the same organisation, the same town, shared co-mentions. Careers move: another
position is no evidence against, unless the same person could not hold it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.divisions import divisions
from kg.resolve.contexts import Context, position_weight
from kg.resolve.naming import Ref

MERGE_THRESHOLD = 3.0  # bits: odds of eight to one
PEOPLE_OF_A_PAPER, PEOPLE_OF_THE_NATION, PEOPLE_OF_TWO_PAPERS = 12.3, 15.6, 19.0  # bits: who makes the news there
BODY, STATE_BODY, TOWN, NEAR_TOWN, COUNTRY, OCCUPATION = 8.0, 4.0, 5.0, 2.5, 3.0, 1.0
OTHER_OCCUPATION, MOBILE, OTHER_COUNTRY, TWO_HEADS, OTHER_GIVEN_NAME = 6.0, 1.5, 5.0, 3.0, 9.0
ONLY_SIGNS, MAY_SIGN = 12.0, 9.0
MOST_COMPANY = 5.0
FULL_FOREIGN_NAME, PART_OF_NAME = 22.0, 3.0
STATE = re.compile(
    r"中共中央|中央|国务院|全国(?:人|政)|国家|中华人民共和国|中国共产党|中国人民政治协商会议全国|中国政府"
)
MOBILE_ONES = frozenset({"official", "business", "scholar"})


@dataclass(frozen=True, slots=True)
class Weight:
    """One piece of evidence: what it is, on what it rests, and its bits (negative against)."""

    feature: str
    basis: str
    bits: float


class PersonCluster:
    """Contexts that are one person, with what they hold together."""

    def __init__(self, contexts: Sequence[Context], number: int) -> None:
        self.contexts = sorted(contexts, key=lambda c: c.ref)
        self.number = number
        self.refs = {c.ref for c in contexts}
        self.articles = {c.ref[0] for c in contexts}
        self.names = Counter(c.name for c in contexts)
        self.publishers = {c.publisher for c in contexts}
        self.homes = {c.home for c in contexts}
        self.organisations = frozenset().union(*(c.organisations for c in contexts))
        self.titles = frozenset().union(*(c.titles for c in contexts))
        self.towns = frozenset().union(*(c.towns for c in contexts))
        self.countries = frozenset().union(*(c.countries for c in contexts))
        self.occupations = frozenset().union(*(c.occupations for c in contexts))
        self.company = frozenset().union(*(c.company for c in contexts))
        self.full = frozenset(n for n in self.names if "·" in n)
        self.heads = [(t, b, c.day) for c in contexts for t, b in c.heads]
        self.signs_only = all(c.signs_only for c in contexts)
        self.described = any(c.described for c in contexts)

    @property
    def first(self) -> Ref:
        """The member that comes first, which represents the cluster."""
        return self.contexts[0].ref


@dataclass(frozen=True, slots=True)
class PersonScorer:
    """Scores pairs of clusters of one name: `rarity` is the weight of the name, `shared` the worth of each co-mention."""

    name: str
    rarity: float
    shared: Mapping[str, float]

    def score(self, a: PersonCluster, b: PersonCluster) -> float:
        """Return the bits for the two being one; minus infinity where one article names both."""
        if a.articles & b.articles:
            return -math.inf
        return sum(w.bits for w in self.weights(a, b))

    def weights(self, a: PersonCluster, b: PersonCluster) -> list[Weight]:
        """Return the evidence for and against."""
        found = [self._rarity(a, b)]
        found.extend(self._for(a, b))
        found.extend(self._against(a, b))
        return found

    def _rarity(self, a: PersonCluster, b: PersonCluster) -> Weight:
        same = a.publishers & b.publishers - {""}
        homes = a.homes & b.homes - {""}
        unknown = "" in a.publishers and "" in b.publishers
        people = PEOPLE_OF_A_PAPER if homes else PEOPLE_OF_THE_NATION if same or unknown else PEOPLE_OF_TWO_PAPERS
        rarity = FULL_FOREIGN_NAME if a.full & b.full else self.rarity
        part = bool(a.full) != bool(b.full)  # 廷·巴特尔 may be another 巴特尔
        return Weight("rare name", self.name, rarity - people - (PART_OF_NAME if part else 0))

    def _for(self, a: PersonCluster, b: PersonCluster) -> Iterable[Weight]:
        organisations = sorted(a.organisations & b.organisations)
        if organisations:
            own = [x for x in organisations if not STATE.match(x)]
            yield Weight("same body", (own or organisations)[0], BODY if own else STATE_BODY)
        towns = sorted(a.towns & b.towns)
        if towns:
            yield Weight("same place", towns[0], TOWN)
        elif a.towns and b.towns and (near := _near(a.towns, b.towns)):
            yield Weight("near place", near, NEAR_TOWN)
        positions = max(((position_weight(t), t) for t in a.titles & b.titles), default=(0.0, ""))
        if positions[0]:
            yield Weight("same post", positions[1], positions[0])
        if a.countries & b.countries:
            yield Weight("same country", min(a.countries & b.countries), COUNTRY)
        if a.occupations & b.occupations:
            yield Weight("same occupation", min(a.occupations & b.occupations), OCCUPATION)
        company = sorted(((self.shared.get(n, 0.0), n) for n in a.company & b.company), reverse=True)
        if company and company[0][0] > 0 and not _strangers(a, b):
            names = "、".join(n for _, n in company[:3])
            yield Weight("company kept", names, min(MOST_COMPANY, sum(bits for bits, _ in company)))

    def _against(self, a: PersonCluster, b: PersonCluster) -> Iterable[Weight]:
        if a.signs_only != b.signs_only:
            other = b if a.signs_only else a
            yield Weight(
                "only signs", "", 0.0 if "press" in other.occupations else -ONLY_SIGNS if other.described else -MAY_SIGN
            )
        if a.occupations and b.occupations and not a.occupations & b.occupations:
            basis = f"{'、'.join(sorted(a.occupations))} / {'、'.join(sorted(b.occupations))}"
            yield Weight("other occupation", basis, -OTHER_OCCUPATION if _strangers(a, b) else -MOBILE)
        if a.countries and b.countries and not a.countries & b.countries:
            yield Weight("other country", f"{min(a.countries)} / {min(b.countries)}", -OTHER_COUNTRY)
        if a.full and b.full and not a.full & b.full:
            yield Weight("other given name", f"{min(a.full)} / {min(b.full)}", -OTHER_GIVEN_NAME)
        clash = _two_heads(a.heads, b.heads)
        if clash:
            yield Weight("two posts at once", clash, -TWO_HEADS)


def _strangers(a: PersonCluster, b: PersonCluster) -> bool:
    """Whether two have occupations between which hardly anybody moves: then co-mentions are no evidence."""
    both = a.occupations | b.occupations
    return bool(a.occupations and b.occupations) and not a.occupations & b.occupations and not both <= MOBILE_ONES


def _near(mine: frozenset[str], theirs: frozenset[str]) -> str:
    """Return a town of one that lies in a town of the other, or whose names say so."""
    for x in sorted(mine):
        for y in sorted(theirs):
            a, b = divisions().find(x), divisions().find(y)
            if a and b and (a in divisions().chain(b.code) or b in divisions().chain(a.code)):
                return f"{x}、{y}"
    return ""


def _two_heads(mine: Sequence[tuple[str, str, date | None]], theirs: Sequence[tuple[str, str, date | None]]) -> str:
    """Return two positions that nobody holds at once: the same one at different organisations, within two months."""
    for title, organisation, day in sorted(mine, key=str)[:20]:
        for other, elsewhere, then in sorted(theirs, key=str)[:20]:
            same = title[-2:] == other[-2:] and organisation and elsewhere and organisation != elsewhere
            if same and day and then and abs((day - then).days) <= 60:
                return f"{organisation}{title} / {elsewhere}{other}"
    return ""


def chance(bits: float) -> float:
    """Return the probability that log-odds in bits mean."""
    return 1 / (1 + math.pow(2.0, -max(-60.0, min(60.0, bits))))
