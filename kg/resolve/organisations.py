"""Bodies: official names, abbreviations, places before a name, legal forms, renamings, and names that each town has.

The rules run from the surest to the least sure. A short name is joined to a full one only where no second full name is as
near; where several are, an article's own places decide, or nothing does.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from kg.extract.lexicon.organisation_names import COMPANY_FORM, official_name
from kg.extract.lexicon.state_bodies import STATE_BODIES
from kg.model import ArticleRecord, Entity
from kg.resolve.lexicon import IdentityLexicon
from kg.resolve.naming import Naming, follow, of_article, of_kind, only, own_name
from kg.resolve.spelling import folded
from kg.resolve.towns import TOWN, Towns

FORM_END = re.compile(r"(?:控股)?(?:集团)?(?:股份)?(?:有限责任公司|有限公司|股份公司|集团公司|公司|集团)$")
BRAND = re.compile(
    r"[一-鿿A-Za-z0-9]{2,}(?:矿业|新能源|科技|钢铁|制药|药业|电器|电子|汽车|能源|股份|银行|化工|重工|食品|乳业|置业|地产|集团|实业|物流|航空|电池)"
)
SUBORDINATE = re.compile(
    r"[一-鿿]*(?:分公司|支公司|分行|支行|分局|分院|分校|支队|大队|中队|派出所|办事处|急诊科|研究院|研究所)$"
)
TERM = re.compile(r"第?[一二三四五六七八九十]+届")  # an organisation stays one through its terms of office
Rows = Sequence[tuple[ArticleRecord, Entity]]


def name_organisations(records: Sequence[ArticleRecord], lexicon: IdentityLexicon, places: Naming) -> Naming:
    """Return the names of all organisations."""
    naming = Naming()
    rows = list(of_kind(records, "Organisation"))
    towns = Towns(places, lexicon)
    for record, entity in rows:
        ref = record.article.id, entity.id
        naming.names[ref] = folded(entity.name)
        naming.rename(ref, own_name(entity), "jurisdiction" if entity.norm else "spelling")
        _official(naming, ref, lexicon, towns)
    _of_a_town(naming, rows, lexicon, towns)
    shorter = _Shorter(naming, rows, towns, lexicon)
    for rule in (
        shorter.renamed,
        shorter.from_articles,
        shorter.behind_places,
        shorter.by_form,
        shorter.by_brand,
        shorter.by_officers,
    ):
        rule(records)
    return naming


def _official(naming: Naming, ref: tuple[str, str], lexicon: IdentityLexicon, towns: Towns) -> None:
    """Write the usual name of an office in full, from its place and the lexicon."""
    name = naming.names[ref]
    known = lexicon.organisations.get(name) or lexicon.places.get(name)
    rest = TERM.sub("", name)
    if rest != name and (rest in lexicon.organisations or rest in lexicon.organisations.values()):
        known = lexicon.organisations.get(rest, rest)
    for state in ("中华人民共和国", "中国"):
        rest = name.removeprefix(state)
        canonical = rest in lexicon.organisations or rest in lexicon.organisations.values()
        if rest != name and (canonical or lexicon.names.known_bodies.fullmatch(rest)):
            known = lexicon.organisations.get(rest, rest)
    if known:
        naming.rename(ref, known, "variant name")
        return
    full = official_name(name)
    tail = lexicon.office_tail.search(full)
    if tail and TOWN.fullmatch(full[: tail.start()]):
        full = full[: tail.start()] + lexicon.office_tails[tail.group()]
    naming.rename(ref, full, "abbreviation")


def _of_a_town(naming: Naming, rows: Rows, lexicon: IdentityLexicon, towns: Towns) -> None:
    """第一中学 belongs to its town: the paper's place is put before it; without one the name identifies nothing elsewhere."""
    for record, entity in rows:
        ref = record.article.id, entity.id
        name = naming.names[ref]
        if not lexicon.generic.fullmatch(name) or name in lexicon.organisations.values():
            continue
        home = folded(record.article.jurisdiction or "")
        if home and home[-1:] == name[0]:
            naming.rename(ref, home + name[1:], "jurisdiction")
        elif home and name[0] not in "省市县区州旗镇乡村该本":
            naming.rename(ref, home + name, "jurisdiction")
        else:
            naming.rename(ref, of_article(name, record.article.id), "article")
        if home:
            _official(naming, ref, lexicon, towns)


class _Shorter:
    """Finds for short names the full ones."""

    def __init__(self, naming: Naming, rows: Rows, towns: Towns, lexicon: IdentityLexicon) -> None:
        self.naming = naming
        self.rows = rows
        self.towns = towns
        self.lexicon = lexicon
        self.known = {*lexicon.organisations, *lexicon.organisations.values()}

    def renamed(self, records: Sequence[ArticleRecord]) -> None:
        """An organisation has the name that it took, where an article states a renaming."""
        steps: dict[str, set[str]] = defaultdict(set)
        for record, entity in self.rows:
            for former in entity.former:
                steps[folded(former)].add(self.naming.names[record.article.id, entity.id])
        self._join(
            {old: new for old, names in steps.items() if (new := only(names)) is not None and new != old}, "renamed"
        )

    def from_articles(self, records: Sequence[ArticleRecord]) -> None:
        """Take the short forms that articles themselves use for a full name, where they fit it."""
        full: dict[str, set[str]] = defaultdict(set)
        votes: Counter[str] = Counter(self.naming.names.values())
        for record, entity in self.rows:
            name = self.naming.names[record.article.id, entity.id]
            for alias in map(folded, entity.aliases):
                if alias != name and "~" not in name and self._fits(alias, name):
                    full[alias].add(name)
        steps = {}
        for short, names in full.items():
            target = only(names)
            if target and (votes[short] <= 20 or votes[target] * 20 >= votes[short]):
                steps[short] = target
        self._join(steps, "abbreviation")
        self._by_place({s: names for s, names in full.items() if len(names) > 1}, "abbreviation")

    def _fits(self, short: str, full: str) -> bool:
        """Whether a short form that one article uses may mean the full name in others."""
        if len(short) < 2 or short in self.towns.names or self.lexicon.generic.fullmatch(short):
            return False
        if short in self.known or re.match(r"[省市县区州镇乡村]", short):
            return False
        if full.endswith(short):  # what precedes it must be a place: 白俄罗斯国防部 is not 俄罗斯国防部
            return self.towns.is_place(full[: -len(short)]) and not self.towns.before(short)
        rest = iter(full)
        return all(c in rest for c in short)

    def behind_places(self, records: Sequence[ArticleRecord]) -> None:
        """Join 柳溪中学 to 青石县柳溪中学, and 青石县石门镇恒泰矿业 to 青石县恒泰矿业, where their places agree."""
        names = {n for n in self.naming.names.values() if "~" not in n}
        behind: dict[str, set[str]] = defaultdict(set)
        for name in names:
            place = self.towns.before(name)
            rest = name[len(place) :]
            if (
                place
                and len(rest) >= 4
                and rest not in STATE_BODIES
                and not self.lexicon.generic.fullmatch(rest)
                and not rest.startswith("人民")
            ):
                behind[rest].add(name)
        whole = {rest: sorted(names) for rest, names in behind.items()}
        nested = {}
        for rest, fuller in whole.items():
            for name in fuller:
                outer = [f for f in fuller if f != name and self._around(f, name, rest)]
                if len(outer) == 1:
                    nested[name] = outer[0]
        self._join(nested, "place before it")
        left = {rest: {n for n in fuller if n not in nested} for rest, fuller in whole.items() if rest in names}
        self._by_place(left, "place before it", strictly=True)

    def _around(self, one: str, other: str, rest: str) -> bool:
        """Whether the places before one name are those before the other without the last: 青石县, 青石县石门镇."""
        mine, theirs = one.removesuffix(rest), other.removesuffix(rest)
        return len(mine) < len(theirs) and (theirs.startswith(mine) or theirs.endswith(mine))

    def by_form(self, records: Sequence[ArticleRecord]) -> None:
        """Join 云川钢铁集团 to 云川钢铁集团有限公司, where no other form of the name is there."""
        forms: dict[str, set[str]] = defaultdict(set)
        names = {n for n in self.naming.names.values() if "~" not in n}
        for name in names:
            for end in range(2, len(name)):
                if COMPANY_FORM.fullmatch(name[end:]) and name[:end] in names and end >= 3:
                    forms[name[:end]].add(name)
        steps = {}
        for short, fuller in forms.items():
            if short in self.towns.names or self.towns.is_place(short):
                continue
            longest = max(fuller, key=lambda n: (len(n), n))
            if (
                all(longest.startswith(FORM_END.sub("", n)) for n in fuller)
                and len({n for n in fuller if n.endswith("有限公司")}) <= 1
            ):
                steps[short] = longest
        self._join({s: follow(steps, s) for s in steps}, "legal form")

    def by_brand(self, records: Sequence[ArticleRecord]) -> None:
        """Join 恒泰矿业 to 青石县恒泰矿业有限公司: what is left of one company only without place and legal form."""
        brands: dict[str, set[str]] = defaultdict(set)
        names = {n for n in self.naming.names.values() if "~" not in n}
        for name in names:
            bare = FORM_END.sub("", name)
            brand = bare[len(self.towns.before(bare)) :]
            if bare != name and len(brand) >= 4 and brand != name:
                brands[brand].add(name)
        self._by_place({b: fuller for b, fuller in brands.items() if b in names and BRAND.fullmatch(b)}, "legal form")

    def by_officers(self, records: Sequence[ArticleRecord]) -> None:
        """Join an abbreviation to the full name at which the same person holds the same position: 李明, 沅钢 and its full name."""
        positions: dict[tuple[str, str], set[str]] = defaultdict(set)
        for record in records:
            persons = {e.id: folded(e.name) for e in record.entities if e.kind == "Person"}
            for p in record.positions:
                if p.organisation and p.person in persons and len(p.title) >= 2:
                    positions[persons[p.person], p.title].add(self.naming.names[record.article.id, p.organisation])
        steps: dict[str, set[str]] = defaultdict(set)
        for organisations in positions.values():
            for short in organisations if len(organisations) < 8 else ():
                if len(short) > 6 or "~" in short or self.lexicon.generic.fullmatch(short):
                    continue
                for full in organisations:
                    if len(full) > len(short) + 1 and "~" not in full and self._abbreviates(short, full):
                        steps[short].add(full)
        self._join({s: one for s, names in steps.items() if (one := only(names)) is not None}, "shared officer")

    def _abbreviates(self, short: str, full: str) -> bool:
        """Whether the characters of a short name occur in the full one in order, the first one first."""
        bare = FORM_END.sub("", full)
        rest = iter(full)
        places = self.towns.before(full)
        heads = {full[0], full[len(places) : len(places) + 1]}
        if (
            short in self.towns.names
            or short in self.known
            or SUBORDINATE.fullmatch(full) != SUBORDINATE.fullmatch(short)
        ):
            return False
        if short in full and not full.endswith(short):  # 甲议院 and 甲议院乙党 are two organisations
            return False
        return short[0] in heads and all(c in rest for c in short) and len(short) * 4 >= len(bare)

    def _by_place(self, full: Mapping[str, set[str]], reason: str, strictly: bool = False) -> None:
        """Join short names to full ones in each article whose places, or paper, single one of them out.

        Where only one full name fits a short one it is joined wherever it occurs; `strictly`, only beside its place and in
        papers that use the full name too.
        """
        using: dict[str, list[tuple[ArticleRecord, Entity]]] = defaultdict(list)
        papers: dict[str, set[str]] = defaultdict(set)
        for record, entity in self.rows:
            name = self.naming.names[record.article.id, entity.id]
            papers[name].add(record.article.publisher or "")
            if name in full:
                using[name].append((record, entity))
        for short, rows in using.items():
            one = only(full[short])
            for record, entity in rows:
                around = _named(record)
                meant = only(f for f in full[short] if self._stands(f, around))
                if not meant and one and (not strictly or (record.article.publisher or "-") in papers[one]):
                    meant = one
                if meant:
                    self.naming.rename((record.article.id, entity.id), meant, reason)

    def _stands(self, full: str, around: frozenset[str]) -> bool:
        places = self.towns.before(full)
        return bool(places) and any(places.endswith(p) or places.startswith(p) for p in around)

    def _join(self, steps: dict[str, str], reason: str) -> None:
        for ref, name in list(self.naming.names.items()):
            if name in steps:
                self.naming.rename(ref, follow(steps, name), reason)


def _named(record: ArticleRecord) -> frozenset[str]:
    """Return the places that an article names or comes from, in all forms that it uses."""
    found = {
        n for e in record.entities if e.kind == "Place" for n in (folded(e.name), own_name(e), *map(folded, e.aliases))
    }
    home = {folded(record.article.jurisdiction)} if record.article.jurisdiction else set()
    return frozenset(n for n in found | home if len(n) >= 2)
