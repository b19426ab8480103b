"""Which mentions of an article are the same thing: full and short names, bare bodies, 该公司, and the names' resolved forms.

Nothing here looks beyond the article; what is the same across articles is decided in `kg.resolve`.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kg.extract.known import CALLED, KIN, MINISTRIES, ORDINAL_UNIT
from kg.extract.names import NameLexicon
from kg.extract.spans import Span
from kg.model import Article, Entity, EntityKind, Mention

ADMIN = re.compile(r"(?:特别行政区|自治区|自治州|自治县|地区|新区|街道|社区|省|市|县|区|镇|乡|村|州|国)$")
INTRODUCED = re.compile(
    r"[（(](?:以下|下)?(?:简称|下称|又称|简称为)?[：:]?[“\"「]?(?P<short>[一-鿿A-Za-z0-9]{2,12})[”\"」]?[）)]"
)
RENAMED = re.compile(r"(?:正式)?(?:更名|改名|改称|升格|易名)(?:为|成)[“\"「]?")
BARE = re.compile(r"^(?P<level>[省市县区州旗镇乡村])(?P<rest>.+)$")
LIST_LEAD = re.compile(
    r"(?P<place>[一-鿿]{2,8}?[省市县区])[一-鿿]{2,8}[局厅](?:[、和及与][一-鿿]{2,6}[局厅])*[、和及与]$"
)
COMPANY_FORM = re.compile(
    r"^(?:股份有限公司|有限责任公司|集团有限公司|集团股份有限公司|科技有限公司|有限公司|控股集团|集团公司|集团|公司|股份)+$"
)
PART = re.compile(r"[·•・‐－–-]")  # between the parts of a foreign name
LOCATED_BEFORE = re.compile(r"炮击|占领|攻占|逼近|位于|途经|飞抵")
LOCATED_BEHIND = re.compile(r"方向|地区|附近|前线|市|州|省|机场|及周边|一带|以[东南西北]")
LONGEST_PLACE = 12  # characters of a town's name in transliteration
MOST_COMPARED = 200  # names that one name is compared with: what bounds the time of a text made of names
BACK_WORDS = [
    "公司",
    "集团",
    "企业",
    "社",
    "校",
    "院",
    "厂",
    "局",
    "队",
    "支队",
    "大队",
    "馆",
    "中心",
    "机构",
    "市",
    "县",
    "区",
    "镇",
    "乡",
    "村",
    "省",
    "州",
    "国",
    "岛",
    "学校",
    "医院",
]
BACK = re.compile(
    rf"(?:该|这家|这所|这个)(?P<kind>{'|'.join(BACK_WORDS)})|(?<![一-鿿])(?P<school>学校|医院)(?=[将对已在与])"
)
BACK_SUFFIX = {
    "公司": "公司|集团|矿业|股份|控股|能源|科技|电池", "集团": "集团|公司", "社": "合作社|通讯社|出版社|报社|旅行社|杂志社", "企业": "公司|集团|厂|矿业", "校": "大学|学院|学校|中学|小学|一中|二中", "学校": "大学|学院|学校|中学|小学|一中|二中",
    "院": "医院|学院|法院|研究院|科学院", "医院": "医院", "厂": "厂", "局": "局", "队": "队", "支队": "支队", "大队": "大队", "馆": "馆", "中心": "中心", "机构": "中心|会|院|所",
}  # fmt: skip


@dataclass(slots=True)
class _Group:
    """Mentions under one name while they are being joined."""

    kind: EntityKind
    name: str
    mentions: list[Mention] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)
    norm: str | None = None
    former: set[str] = field(default_factory=set)


def _sentence_of(offset: int, starts: Sequence[int]) -> int:
    return max(0, bisect.bisect_right(starts, offset) - 1)


def _majority(spans: Iterable[tuple[int, Span]], text: str) -> Mapping[str, EntityKind]:
    """One name is one kind of thing in an article: the kind that most of its mentions have."""
    votes: dict[str, Counter[EntityKind]] = defaultdict(Counter)
    for _, s in spans:
        votes[text[s.start : s.end]][s.kind] += 1 + s.weight
    return {name: max(sorted(c), key=lambda k: c[k]) for name, c in votes.items()}


ENDINGS = {w: re.compile(f"(?:{BACK_SUFFIX.get(w, w)})$") for w in BACK_WORDS}

OFFICIAL = (
    (re.compile(r"^(?:中共)?(?P<p>[一-鿿]{1,12}?[省市县区州旗镇乡])委$"), "中共{p}委员会"),
    (re.compile(r"^(?P<p>[一-鿿]{1,12}[省市县区州旗镇乡])政府$"), "{p}人民政府"),
    (re.compile(r"^(?P<p>[一-鿿]{1,12}[省市县区州旗])人大常委会$"), "{p}人民代表大会常务委员会"),
    (re.compile(r"^(?P<p>[一-鿿]{1,12}[省市县区州旗])人大$"), "{p}人民代表大会"),
    (re.compile(r"^(?P<p>[一-鿿]{1,12}[省市县区州旗])政协$"), "中国人民政治协商会议{p}委员会"),
    (re.compile(r"^(?P<p>[一-鿿]{1,12}[省市县区州旗])纪委$"), "中共{p}纪律检查委员会"),
    (
        re.compile(r"^(?P<p>[一-鿿]{1,12}[省市县区州旗])委(?P<r>组织部|宣传部|统战部|政法委|办公室|办公厅)$"),
        "中共{p}委员会{r}",
    ),
)


def plausible_person(name: str, lexicon: NameLexicon) -> bool:
    """Tell whether a span can be a person's name: a surname and one or two characters, a transliteration, 李某."""
    if len(name) < 2 or name in lexicon.not_persons or not re.fullmatch(r"[一-鿿·•・A-Za-z. ‐－–-]+", name):
        return False
    if re.search(r"[·•‐－–-]", name):
        return True
    side = len(name) == 2 and name[1] in "方中"  # 阿方: a state, not one of the few with this given name
    if (side and (name[0] in lexicon.countries or not lexicon.surname.match(name))) or name.endswith("武装"):
        return False
    if re.search(r"[A-Za-z]", name) and (re.search(r"[一-鿿]", name) or len(name) <= 3 or name.isupper()):
        return False
    return len(name) <= 7 and not lexicon.organisation_suffix.search(name)


def _is_part(name: str, full: str) -> bool:
    """Tell whether a name is a part of a foreign one: 普京, 弗拉基米尔·普京."""
    return name != full and f"·{PART.sub('·', name)}·" in f"·{PART.sub('·', full)}·"


def _stem(name: str) -> str:
    stem = ADMIN.sub("", name)
    abroad = name.endswith("州") and not name.endswith("自治州") and len(stem) > 2  # 莫斯科州 is not 莫斯科
    return stem if len(stem) >= 2 and not abroad else name


def _is_subsequence(short: str, full: str) -> bool:
    rest = iter(full)
    return all(c in rest for c in short)


def is_short_for(short: str, full: str, lexicon: NameLexicon) -> bool:
    """Tell whether one body's name is a short form of another's (云钢集团, 云川钢铁集团有限公司)."""
    if len(short) >= len(full) or len(short) < 2:
        return False
    if full.endswith(short) and len(short) >= 3:
        dropped = full[: -len(short)]
        return (
            bool(lexicon.place_suffix.search(dropped))
            or dropped in lexicon.country_names
            or (len(dropped) <= 3 and not lexicon.organisation_suffix.search(dropped))
        )
    if full.startswith(short):
        return bool(COMPANY_FORM.fullmatch(full[len(short) :])) and len(short) >= 2
    if short in full:
        tail = full[full.index(short) + len(short) :]
        return len(short) >= 4 and bool(COMPANY_FORM.fullmatch(tail) or not tail)
    if not _is_subsequence(short, full):
        return False
    core = COMPANY_FORM.sub("", short)
    same_head = short[0] == full[0]
    company = bool(re.search(r"(?:公司|集团)$", full))
    if company:
        return same_head and (
            (len(short) <= 5 and bool(re.search(r"(?:集团|公司|股份|国投|城投|钢|矿|油|电|化)$", short)))
            or len(core) >= 4
        )
    return short[-1] == full[-1] and len(short) >= 0.6 * len(full) and same_head


class Coreference:
    """Joins one article's spans into entities."""

    def __init__(self, article: Article, starts: Sequence[int], lexicon: NameLexicon) -> None:
        self.article = article
        self.text = article.text
        self.starts = starts
        self.lexicon = lexicon

    def entities(self, spans: Sequence[Span], joining: bool = True) -> tuple[Entity, ...]:
        """Return the entities of the article's spans, in the order of their first mention; one for each name if not joining."""
        groups = self._by_name(spans)
        if joining:
            groups = self._joined(groups)
        letters = {"Person": "p", "Organisation": "o", "Place": "l", "Award": "a"}
        numbers: Counter[str] = Counter()
        entities = []
        for g in sorted(groups, key=lambda g: (min(m.start for m in g.mentions), g.kind, g.name)):
            numbers[g.kind] += 1
            aliases = tuple(sorted(g.aliases - {g.name}))
            mentions = tuple(sorted(set(g.mentions), key=lambda m: (m.start, m.end)))
            local = f"{letters[g.kind]}{numbers[g.kind]}"
            entities.append(Entity(local, g.kind, g.name, aliases, g.norm, mentions, tuple(sorted(g.former))))
        return tuple(entities)

    def _joined(self, groups: list[_Group]) -> list[_Group]:
        persons = self._persons([g for g in groups if g.kind == "Person"])
        bodies = self._bodies([g for g in groups if g.kind == "Organisation"])
        places = self._places([g for g in groups if g.kind == "Place"])
        awards = [g for g in groups if g.kind == "Award"]
        self._resolve_bare(bodies, places)
        bodies = _merge_same_norm(bodies)
        self._refer_back([*bodies, *places])
        self._add_shorter_forms([*bodies], places)
        return [*persons, *bodies, *places, *awards]

    def _by_name(self, spans: Sequence[Span]) -> list[_Group]:
        kinds = dict(_majority(((s.start, s) for s in spans), self.text))
        stems = {_stem(name) for name, kind in kinds.items() if kind == "Place"} - set(
            kinds.keys() & self.lexicon.not_names
        )
        kinds.update(
            {
                n: "Place"
                for n, kind in kinds.items()
                if kind == "Person" and (n in stems or n in self.lexicon.known_places)
            }
        )
        kinds.update({n: self._kind(n) or kind for n, kind in kinds.items() if kind == "Person"})
        groups: dict[tuple[str, str], _Group] = {}
        for s in spans:
            name = self.text[s.start : s.end]
            kind = kinds[name]
            if s.rule == "called" and (called := CALLED.match(self.text, s.start)):
                kind, name = "Person", called.group()
            group = groups.setdefault((kind, name), _Group(kind, name))
            group.mentions.append(Mention(s.start, s.end, kind, _sentence_of(s.start, self.starts), s.rule))
        return list(groups.values())

    def _kind(self, name: str) -> EntityKind | None:
        """Return what a name that the network takes for a person is by its form or by what stands around it.

        乌军 is a force; a transliterated name of a town stands behind 向 or before 方向, 地区, 附近.
        """
        if len(name) == 2 and name[1] == "军" and name[0] in self.lexicon.countries:
            return "Organisation"
        if len(name) < 3 or "·" in name or self.lexicon.surname.match(name):
            return None
        return "Place" if len(name) <= LONGEST_PLACE and name in self._located else None

    @cached_property
    def _located(self) -> frozenset[str]:
        """What stands right behind 位于 or right before 方向, in each length that a place's name can have."""
        behind = (m.end() for m in LOCATED_BEFORE.finditer(self.text))
        before = (m.start() for m in LOCATED_BEHIND.finditer(self.text))
        sizes = range(3, LONGEST_PLACE + 1)
        return frozenset(
            {self.text[i : i + n] for i in behind for n in sizes}
            | {self.text[i - n : i] for i in before for n in sizes if i >= n}
        )

    def _persons(self, groups: list[_Group]) -> list[_Group]:
        """Join the last part of a foreign name, and a name cut short by the network, to the full name."""
        full = [g for g in groups if plausible_person(g.name, self.lexicon)]
        kept: list[_Group] = []
        by_part: dict[str, list[_Group]] = defaultdict(list)
        by_sign: dict[str, list[_Group]] = defaultdict(list)
        for g in sorted(full, key=lambda g: (-len(g.name), g.name)):
            parts = PART.split(g.name)
            longer = [k for k in by_part[parts[0]][:MOST_COMPARED] if _is_part(g.name, k.name)]
            longer = [k for k in longer if not (k.name.endswith(g.name) and self._is_kin(k))]
            called = CALLED.fullmatch(g.name)
            if called and not longer:
                near = by_sign[g.name[0]][:MOST_COMPARED]
                longer = [k for k in near if k.name != g.name and k.name.startswith(called["surname"])]
            if len(longer) == 1:
                _absorb(longer[0], g)
                continue
            kept.append(g)
            by_sign[g.name[0]].append(g)
            for part in dict.fromkeys(parts):
                by_part[part].append(g)
        return kept

    def _is_kin(self, group: _Group) -> bool:
        """Tell whether a full name stands behind 其子, 之女: its last part alone is the one whose kin it is."""
        return any(
            kin.end() == m.start
            for m in group.mentions
            for kin in KIN.finditer(self.text, max(0, m.start - 3), m.start)
        )

    def _bodies(self, groups: list[_Group]) -> list[_Group]:
        spans = [Span(m.start, m.end, "Organisation", m.rule) for g in groups for m in g.mentions]
        introduced = introduced_names(spans, self.text)
        kept: dict[str, _Group] = {}
        by_sign: dict[str, list[_Group]] = defaultdict(list)
        for g in sorted(groups, key=lambda g: (-len(g.name), g.name)):
            # a short form has no character that the full name has not: those with its rarest one are enough
            near = min((by_sign[c] for c in g.name), key=len)[:MOST_COMPARED]
            named = kept.get(introduced.get(g.name, ""))
            fuller = [named] if named else [k for k in near if is_short_for(g.name, k.name, self.lexicon)]
            if fuller and (len(fuller) == 1 or introduced.get(g.name)):
                _absorb(fuller[0], g)
                continue
            kept[g.name] = g
            for sign in set(g.name):
                by_sign[sign].append(g)
        return self._renamed(list(kept.values()))

    def _renamed(self, groups: list[_Group]) -> list[_Group]:
        """Join a body to the name that it takes: 甲学院更名为乙大学."""
        at = {m.end: g for g in groups for m in g.mentions}
        begins = {m.start: g for g in groups for m in g.mentions}
        gone: set[int] = set()
        for m in RENAMED.finditer(self.text):
            old, new = at.get(m.start()), begins.get(m.end())
            if old and new and old is not new and not {id(old), id(new)} & gone:
                _absorb(new, old)
                new.former |= {old.name, *old.former}
                gone.add(id(old))
        return [g for g in groups if id(g) not in gone]

    def _places(self, groups: list[_Group]) -> list[_Group]:
        kept: dict[str, _Group] = {}
        by_stem: dict[str, list[_Group]] = defaultdict(list)
        for g in sorted(groups, key=lambda g: (-len(g.name), g.name)):
            full, stem = self._full_place(g.name), _stem(g.name)
            same = {k.name: k for k in by_stem[stem] if stem in (k.name, g.name)}
            if full in kept:
                same[full] = kept[full]
            if len(same) == 1:
                _absorb(next(iter(same.values())), g)
            else:
                g.norm = full
                kept[g.name] = g
                by_stem[stem].append(g)
        return list(kept.values())

    def _full_place(self, letter: str) -> str | None:
        """Return the place that a letter abbreviates; 澳 is a country where no 港澳 stands in the article."""
        province, country = self.lexicon.place_abbreviations.get(letter), self.lexicon.countries.get(letter)
        return country if province == "澳门" and "港澳" not in self.text else province or country

    def _resolve_bare(self, bodies: list[_Group], places: list[_Group]) -> None:
        """Give bare bodies their full names: 市委 in a paper of 云川 is 中共云川市委员会, 县公安局 is the last named county's."""
        for g in bodies:
            unit = ORDINAL_UNIT.fullmatch(g.name)
            whole = [k.name for k in bodies if unit and k.name.endswith(unit["of"]) and not ORDINAL_UNIT.search(k.name)]
            if len(whole) == 1:
                g.norm = whole[0] + g.name
                continue
            if g.name[1:] in MINISTRIES and g.name[0] in self.lexicon.countries:
                g.norm = self.lexicon.countries[g.name[0]] + g.name[1:]
                continue
            listed = self._listed_place(g)
            if listed:
                g.norm = listed + g.name
                continue
            bare = BARE.match(g.name)
            first = min(m.start for m in g.mentions)
            place = self._place_of_level(bare["level"], first, [*places, *bodies]) if bare else None
            name = (place + bare["rest"]) if bare and place else g.name
            full = official_name(name)
            if full != g.name:
                g.norm = full

    def _listed_place(self, g: _Group) -> str | None:
        """Return the place that an office in a list shares with the first one: 某市公安局、卫生局."""
        at = next((m.start for m in g.mentions if re.fullmatch(r"[一-鿿]{2,4}[局厅]", g.name)), None)
        m = LIST_LEAD.search(self.text[max(0, at - 40) : at]) if at is not None else None
        return m["place"] if m else None

    def _place_of_level(self, level: str, offset: int, named_things: list[_Group]) -> str | None:
        home = self.article.jurisdiction
        if home and home.endswith(level):
            return home
        named = [
            (m.start, governed)
            for g in named_things
            if (governed := _governed(g, level))
            for m in g.mentions
            if m.start < offset
        ]
        return max(named)[1] if named else None

    def _add_shorter_forms(self, bodies: list[_Group], places: list[_Group]) -> None:
        """A body named behind a row of places (省, 市, 县) is also known by the last of them alone, and by its own name."""
        names = sorted({n for g in places for n in (g.name, *g.aliases) if len(n) >= 2}, key=lambda n: (-len(n), n))
        for g in bodies:
            rest, cuts = g.name, []
            while (
                place := next((n for n in names if rest.startswith(n) and len(rest) - len(n) >= 4), None)
            ) is not None:
                rest = rest[len(place) :]
                cuts.append(place)
            if len(cuts) >= 2:
                g.aliases |= {cuts[-1] + rest, rest} if len(rest) >= 5 else {cuts[-1] + rest}

    def _refer_back(self, groups: list[_Group]) -> None:
        """Attach 该公司, 该县 to the last body or place before it that can be meant."""
        ordered = sorted(((m.start, g) for g in groups for m in g.mentions), key=lambda x: x[0], reverse=True)
        last: dict[str, _Group] = {}  # by the ending that a phrase asks for
        fitting: dict[int, list[str]] = {}
        for m in BACK.finditer(self.text):
            while ordered and ordered[-1][0] < m.start():
                g = ordered.pop()[1]
                if id(g) not in fitting:
                    fitting[id(g)] = [w for w, e in ENDINGS.items() if any(e.search(n) for n in (g.name, *g.aliases))]
                last.update(dict.fromkeys(fitting[id(g)], g))
            meant = last.get(m["kind"] or m["school"])
            if meant:
                sentence = _sentence_of(m.start(), self.starts)
                meant.mentions.append(Mention(m.start(), m.end(), meant.kind, sentence, "anaphor"))


def _governed(g: _Group, level: str) -> str | None:
    """Return the place of a level that a name is or governs: 临江区, 临江区委."""
    if g.kind == "Place":
        return g.name if g.name.endswith(level) and len(g.name) > 2 else None
    m = re.match(
        rf"(?:中共)?(?P<place>[一-鿿]{{2,8}}?{level})(?:委|人民政府|政府|人大|政协|纪委|人民医院|[一-鿿]{{2,6}}(?:局|法院|检察院)$)",
        g.name,
    )
    return m["place"] if m else None


def introduced_names(spans: Iterable[Span], text: str) -> dict[str, str]:
    """Read 甲有限公司（以下简称“甲”）: {short form: full name}."""
    found = {}
    for s in spans:
        note = INTRODUCED.match(text, s.end) if s.kind == "Organisation" else None
        if note and _is_subsequence(note["short"], text[s.start : s.end]) and len(note["short"]) < s.end - s.start:
            found[note["short"]] = text[s.start : s.end]
    return found


def official_name(name: str) -> str:
    """Return the official name that a body's usual name stands for: 云川市委 -> 中共云川市委员会.

    >>> official_name("云川市政协")
    '中国人民政治协商会议云川市委员会'
    """
    if name in {"党中央", "中共"}:
        return {"党中央": "中共中央", "中共": "中国共产党"}[name]
    for pattern, form in OFFICIAL:
        m = pattern.match(name)
        if m and len(m["p"]) > 1:
            return form.format(**m.groupdict())
    return name


def _absorb(full: _Group, short: _Group) -> None:
    full.mentions.extend(short.mentions)
    full.aliases |= {short.name, *short.aliases}


def _merge_same_norm(groups: list[_Group]) -> list[_Group]:
    """Join bodies that resolve to one full name: 市委 and 云川市委."""
    by_norm: dict[str, _Group] = {}
    for g in sorted(groups, key=lambda g: (-len(g.name), g.name)):
        key = g.norm or g.name
        if key in by_norm:
            _absorb(by_norm[key], g)
        else:
            by_norm[key] = g
    return list(by_norm.values())
