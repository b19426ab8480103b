"""Places: variant names, names with and without their suffix, and which of several places of one name is meant."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kg.divisions import Division, divisions
from kg.model import ArticleRecord, Entity
from kg.resolve.lexicon import IdentityLexicon
from kg.resolve.naming import Naming, Ref, of_article, of_kind, only, own_name
from kg.resolve.spelling import folded

SUFFIX = re.compile(r"(?:自治区|自治州|自治县|特别行政区|地区|省|市|县|区|镇|乡|村|州)$")
FEATURE = re.compile(r"[河江湖海山岛洲湾峡]$")  # 黄河市 is no town by the 黄河
SEA_OR_MOUNTAIN = frozenset({"黄山", "北海"})  # and a city: only with its suffix
SMALL = re.compile(r"[一-鿿]{1,6}(?:镇|乡|村|街道|社区)")
GENERIC = re.compile(
    r"(?:人民|中心|市民|文化|体育|解放|建设|胜利|火车|汽车|客运|长途|高铁|农贸|[东南西北新老])?"
    r"(?:公园|广场|火车站|汽车站|高铁站|客运站|车站|站|机场|码头|体育馆|体育场|图书馆|博物馆|文化馆|剧院|大剧院|会展中心|殡仪馆|"
    r"路|街|大街|大道|市场|开发区|高新区|经开区|工业园|产业园)"
)
FACILITY = re.compile(
    r"[一-鿿]{2,}(?:堂|馆|中心|广场|公园|机场|站|港|码头|大桥|大厦|宾馆|饭店|酒店|剧院|体育场|遗址|故居|寺|景区|基地|园区|开发区|产业园)"
)


def name_places(records: Sequence[ArticleRecord], lexicon: IdentityLexicon) -> tuple[Naming, dict[str, Division]]:
    """Return the names of all places, and the administrative divisions among the names."""
    naming = Naming()
    codes: dict[str, Division] = {}
    rows = list(of_kind(records, "Place"))
    for record, entity in rows:
        ref = record.article.id, entity.id
        naming.names[ref] = folded(entity.name)
        naming.rename(ref, own_name(entity), "official name")
        _usual(naming, ref, lexicon)
    around = _around(records, naming)
    for record, entity in rows:
        ref = record.article.id, entity.id
        name = naming.names[ref]
        division = None if name in SEA_OR_MOUNTAIN else divisions().find(name, around[record.article.id] - {name})
        if division:
            full = divisions().full_name(division)
            codes[full] = division
            naming.rename(ref, full, _why_division(name, division, full))
    near: dict[str, set[str]] = defaultdict(set)  # name -> the names that it takes, depending on which others there are
    _by_suffix(naming, codes, lexicon, near)
    _facilities(naming, rows, codes, near)
    _by_parent(records, naming, rows, near)
    return naming, codes


def _usual(naming: Naming, ref: tuple[str, str], lexicon: IdentityLexicon) -> None:
    name = naming.names[ref]
    if name in lexicon.places:
        naming.rename(ref, lexicon.places[name], "variant name")
    for short, full in lexicon.place_tails.items():
        if name.endswith(short) and len(name) > len(short) + 1 and not name.endswith(full):
            naming.rename(ref, name.removesuffix(short) + full, "abbreviation")


def _why_division(name: str, division: Division, full: str) -> str:
    if name in division.former:
        return "renamed"
    if name == division.name and name != full:
        return "administrative parent"
    return "official name" if name.endswith(division.name) else "suffix"


def _around(records: Sequence[ArticleRecord], naming: Naming) -> Mapping[str, frozenset[str]]:
    """Return for each article the places that it names or comes from."""
    found = {}
    for r in records:
        names = {naming.names[r.article.id, e.id] for e in r.entities if e.kind == "Place"}
        home = {folded(r.article.jurisdiction)} if r.article.jurisdiction else set()
        found[r.article.id] = frozenset(names | home)
    return found


def _by_suffix(
    naming: Naming, codes: Mapping[str, Division], lexicon: IdentityLexicon, near: dict[str, set[str]]
) -> None:
    """Join 云川 and 云川市 where the table knows neither, and no other place has the stem."""
    counts = Counter(naming.names.values())
    stems: dict[str, set[str]] = defaultdict(set)
    for name in counts:
        stem = SUFFIX.sub("", name)
        oblast = name.endswith("州") and len(stem) > 2  # 莫斯科州 is not 莫斯科
        if name not in codes and len(stem) >= 2 and stem != name and not FEATURE.search(stem) and not oblast:
            stems[stem].add(name)
    steps: dict[str, str] = {}
    for stem, names in stems.items():
        if stem in codes or stem not in counts:
            continue
        near[stem] |= names
        for name in names:
            near[name].add(stem)
        full = only(names)
        if not full:
            continue
        abroad = len(stem) >= 4 or stem in lexicon.names.known_places
        steps.update({full: stem} if abroad else {stem: full})
    for ref, name in list(naming.names.items()):
        if name in steps:
            naming.rename(ref, steps[name], "suffix")


def _facilities(
    naming: Naming,
    rows: Sequence[tuple[ArticleRecord, Entity]],
    codes: Mapping[str, Division],
    near: dict[str, set[str]],
) -> None:
    """Join 人民大会堂 to 北京人民大会堂 where only one place precedes it, and many articles with the short name mention that place."""
    counts = Counter(naming.names.values())
    short = {n for n in counts if FACILITY.fullmatch(n) and len(n) >= 4 and not GENERIC.fullmatch(n)}
    longer: dict[str, set[str]] = defaultdict(set)
    before: dict[str, str] = {}
    for name in counts:
        for cut in range(2, min(len(name) - 3, 9)):
            if name[cut:] in short and (place := divisions().find(name[:cut])) and name not in codes:
                longer[name[cut:]].add(name)
                before[name] = divisions().full_name(place)
    steps = {}
    articles: dict[str, set[str]] = defaultdict(set)
    for (article, _), name in naming.names.items():
        articles[name].add(article)
    for name, fuller in longer.items():
        near[name] |= fuller
        full = only(fuller)
        beside = len(articles[name] & articles[before[full]]) if full else 0
        if full and (beside * 5 >= len(articles[name]) or len(articles[full]) * 3 >= len(articles[name])):
            steps[name] = full
    for ref, name in list(naming.names.items()):
        if name in steps:
            naming.rename(ref, steps[name], "place before it")


def _by_parent(
    records: Sequence[ArticleRecord],
    naming: Naming,
    rows: Sequence[tuple[ArticleRecord, Entity]],
    near: Mapping[str, set[str]],
) -> None:
    """Distinguish places of one name in several towns: by the place that the article puts it in, or the paper's."""
    parents: dict[Ref, str] = {}
    called: dict[Ref, set[str]] = {}  # the names of the parent here and in builds of other articles
    holding: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for subject, above in _stated(record):
            child, parent = naming.names[record.article.id, subject], naming.names[record.article.id, above]
            parents[record.article.id, subject] = parent
            called[record.article.id, subject] = {
                m for n in naming.all_names((record.article.id, above)) for m in (n, *near.get(n, ()))
            }
            holding[child].add(parent)
    for record, entity in rows:
        ref = record.article.id, entity.id
        name = naming.names[ref]
        home = folded(record.article.jurisdiction or "")
        several = len({SUFFIX.sub("", p) for p in holding[name]}) > 1  # though here one may hold another
        if GENERIC.fullmatch(name) or (SMALL.fullmatch(name) and several):
            naming.may_be(ref, (parent + name for parent in called.get(ref, ())))
        if GENERIC.fullmatch(name):
            parent = parents.get(ref, home)
            naming.rename(ref, parent + name if parent else of_article(name, record.article.id), "jurisdiction")
        elif SMALL.fullmatch(name) and len(_apart(holding[name], holding)) > 1 and ref in parents:
            naming.rename(ref, parents[ref] + name, "administrative parent")


def _stated(record: ArticleRecord) -> Iterator[tuple[str, str]]:
    places = {e.id for e in record.entities if e.kind == "Place"}
    for r in record.relations:
        if r.predicate == "partOf" and r.subject in places and r.object in places:
            yield r.subject, r.object


def _apart(parents: set[str], holding: Mapping[str, set[str]]) -> set[str]:
    """Return the parents that do not hold another of them: 云川市 above 青石县 is no second place."""
    above = {a for p in parents for a in holding.get(p, ())} | {
        d.name for p in parents if (own := divisions().find(p)) for d in divisions().chain(own.code)
    }
    return {SUFFIX.sub("", p) for p in parents if p not in above}  # a county that became a city is one parent
