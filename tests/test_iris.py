"""IRIs across builds: adding or withdrawing an article leaves no IRI of what is still stated without a successor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import unquote

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import examples

from kg.build import BuildResult, Options, build_sources, quads_of
from kg.model import Article, ArticleRecord, Entity, Event, Metadata, Position, Relation, Source, When
from kg.resolve import Identities, distinct_event_keys, resolve
from kg.resolve.clusters import event_key, short_hash
from kg.resolve.corrections import parse_corrections
from kg.resolve.spelling import folded
from kg.vocab import BASE, KG, PREFIXES, mint

FAMILIES = (  # names that may be joined: what a small corpus is about
    (("陆怀谦", "陆怀千", "陆市长", "陸懷謙"), ("云川市人民政府", "云川市政府", "市政府"), ("云川", "云川市")),
    (("史密斯", "约翰·史密斯", "乔·史密斯", "约翰·史蜜斯", "前来访问的外长约翰·史密斯"), ("云川大学",), ("伦敦",)),
    (
        ("李建国", "李某", "王老师"),
        ("第一中学", "云川市第一中学", "云川一中", "湖南省云川市第一中学"),
        ("云川市", "湖南"),
    ),
    (("陈刚", "张伟"), ("云川钢铁集团有限公司", "云川钢铁集团", "云钢集团", "云钢", "云川钢铁"), ("云川",)),
    (("陈刚",), ("青石县恒泰矿业有限公司", "恒泰矿业", "青石县石门镇恒泰矿业", "恒泰矿业集团"), ("青石县", "石门镇")),
    ((), ("青石县柳溪中学", "柳溪中学", "白鹭县柳溪中学", "云川市青石县柳溪中学"), ("青石县", "白鹭县", "云川市")),
    ((), ("云川师范学院", "云川大学", "云川学院", "云川理工大学"), ()),
    ((), ("国台办", "市委", "省委", "市公安局", "云川市公安局"), ("云川市",)),
    ((), (), ("云川", "云川市", "云川县", "人民公园", "火车站")),
    ((), (), ("双河镇", "青石县", "云川市", "白鹭县")),
    ((), (), ("人民大会堂", "北京人民大会堂", "北京", "望江广场", "北京望江广场")),
    ((), (), ("朝阳区", "北京市", "长春市", "长春", "衡阳", "衡阳市", "息县", "河南息县", "人民公园")),
)
AWARDS = ("云川科技奖", "云川科技獎", "“白鹭”文学奖", "白鹭文学奖")
TITLES = ("市长", "副市长", "教师", "董事长", "书记", "国务委员", "记者")
PUBLISHERS = ("云川日报", "望江日报", "")
EVENTS = (
    ("Meeting", "会议", "云川市十四届人大一次会议"), ("Meeting", "会议", "会议"), ("Accident", "透水事故", "恒泰矿业“2·24”透水事故"),
    ("Talks", "会见", "陆怀谦会见"), ("Fair", "茶博会", "第三届茶博会"),
)  # fmt: skip


@st.composite
def records(
    draw: st.DrawFn, number: int, names: Mapping[str, Sequence[str]], happened: Sequence[tuple[str, str, str]] = EVENTS
) -> ArticleRecord:
    """Return what one article states, of names and events that other articles have as well."""
    entities: list[Entity] = []
    for kind, pool in names.items():
        for name in draw(st.lists(st.sampled_from(pool), max_size=3, unique=True)) if pool else ():
            other = st.sampled_from(pool)
            aliases = tuple(draw(st.lists(other, max_size=1))) if draw(st.booleans()) else ()
            norm = draw(other) if not aliases and draw(st.integers(0, 5)) == 0 else None
            former = aliases if draw(st.booleans()) else ()
            entities.append(Entity(f"{kind[0].lower()}{len(entities)}", kind, name, aliases, norm, (), former))  # type: ignore[arg-type]
    ids: dict[str, list[str]] = defaultdict(list)
    for e in entities:
        ids[e.kind].append(e.id)
    posts = tuple(
        Position(p, draw(st.sampled_from(TITLES)), draw(st.sampled_from([None, *ids["Organisation"]])), 0)
        for p in ids["Person"]
        if draw(st.booleans())
    )
    relations = [Relation(a, "partOf", b, 0) for a, b in zip(ids["Place"], ids["Place"][1:], strict=False)]
    if ids["Person"] and draw(st.integers(0, 3)) == 0:
        relations.append(Relation("doc", "author", ids["Person"][-1], 0))
    events = []
    for n, (kind, trigger, name) in enumerate(draw(st.lists(st.sampled_from(happened), max_size=2))):
        day = draw(st.sampled_from((None, "2021-02-24", "2021-03-01")))
        events.append(Event(f"v{n}", kind, trigger, name, 0, 10 * n, 10 * n + 2, when=When(day, day) if day else None))
        relations += [Relation(f"v{n}", "agent", i, 0) for i in (ids["Person"] + ids["Organisation"])[:2]]
    publisher = draw(st.sampled_from(PUBLISHERS))
    home = publisher.removesuffix("日报") + "市" if publisher else None
    file = f"n{number:02}.txt"
    known = Article(file, file, file, "", "", (), (), date(2021, 3, 1), publisher or None, home)
    return ArticleRecord(known, tuple(entities), tuple(events), tuple(relations), posts)


@st.composite
def corpora(draw: st.DrawFn) -> list[ArticleRecord]:
    """Return two to seven articles about the same few names."""
    families = draw(st.lists(st.sampled_from(FAMILIES), min_size=1, max_size=2, unique=True))
    pools = [tuple(dict.fromkeys(n for f in families for n in f[i])) for i in range(3)]
    names = dict(zip(("Person", "Organisation", "Place", "Award"), (*pools, AWARDS), strict=True))
    return [draw(records(n, names)) for n in range(draw(st.integers(2, 7)))]


FAR = {
    "Person": ("欧阳望舒", "望舒", "欧阳院长"),
    "Organisation": ("遥州话剧团", "遥州市博物院", "话剧团"),
    "Place": ("遥州", "遥州市", "凤栖镇", "博物馆"),
    "Award": ("凤栖戏剧奖",),
}
FAR_EVENTS = (("Exhibition", "画展", "凤栖镇画展"), ("Visit", "走访", "欧阳院长走访"))


@dataclass(frozen=True, slots=True)
class Graph:
    """What a graph says of IRIs: the entities of each article's mentions, and which IRI is replaced by which."""

    mentions: Mapping[tuple[str, str], str]
    entities: frozenset[str]
    onward: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, some: Sequence[ArticleRecord]) -> Graph:
        """Return the graph of some records."""
        identities = resolve(some)
        entities = set()
        onward = defaultdict(set)
        for q in quads_of(BuildResult(some, identities, (), Options())):
            if q.predicate.value == KG + "mentions":
                entities.add(q.object.value)  # type: ignore[union-attr]
            elif q.predicate.value == PREFIXES["dcterms"] + "isReplacedBy":
                onward[q.subject.value].add(q.object.value)  # type: ignore[union-attr]
        iris = {ref: mint(key) for ref, key in identities.keys.items()}
        return cls(iris, frozenset(entities), {old: frozenset(new) for old, new in onward.items()})

    def reached(self, iri: str) -> frozenset[str]:
        """Return the entities to which an IRI leads, over as many steps as it takes; itself where it is one."""
        seen, row = {iri}, [iri]
        while row:
            new = self.onward.get(row.pop(), frozenset()) - seen
            seen |= new
            row.extend(new)
        return frozenset(seen & self.entities)


def lost(before: Sequence[ArticleRecord], after: Sequence[ArticleRecord]) -> list[str]:
    """Return the IRIs of the former graph that lead to no entity of the new one that has one of their mentions."""
    old, new = Graph.of(before), Graph.of(after)
    meant = defaultdict(set)
    for ref, iri in old.mentions.items():
        if ref in new.mentions:
            meant[iri].add(new.mentions[ref])
    return sorted(i for i in meant if i not in new.entities and not new.reached(i) & meant[i])


@settings(max_examples=examples(80), deadline=None)
@given(corpora(), st.data())
def test_where_an_article_comes_every_former_iri_leads_to_what_it_meant(
    corpus: list[ArticleRecord], data: st.DataObject
) -> None:
    came = data.draw(st.sampled_from(corpus))
    assert lost([r for r in corpus if r is not came], corpus) == []


def comes_from(iri: str, record: ArticleRecord) -> bool:
    """Return whether an IRI is made from a name that an article uses; one with a hash, from the article itself."""
    name, _, digest = iri.partition("~")
    article = record.article.id
    if digest:
        return digest in {short_hash(f"{article}/{e.name}") for e in record.entities}
    called = {folded(n) for e in record.entities for n in (e.name, e.norm or e.name, *e.aliases)}
    events = {mint(event_key(article, content)) for _, content in distinct_event_keys(record)}
    return iri in events or any(n in folded(unquote(name)) for n in called)


@settings(max_examples=examples(80), deadline=None)
@given(corpora(), st.data())
def test_where_an_article_goes_only_iris_made_from_it_go_with_it(
    corpus: list[ArticleRecord], data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from(corpus))
    assert [i for i in lost(corpus, [r for r in corpus if r is not gone]) if not comes_from(i, gone)] == []


@settings(max_examples=examples(50), deadline=None)
@given(corpora(), records(99, FAR, FAR_EVENTS))
def test_an_article_of_other_names_changes_no_iri(corpus: list[ArticleRecord], other: ArticleRecord) -> None:
    alone, beside = Graph.of(corpus), Graph.of([*corpus, other])
    assert {ref: beside.mentions[ref] for ref in alone.mentions} == dict(alone.mentions)
    assert alone.onward.items() <= beside.onward.items()


SENTENCES = (
    "云川市市长李建国昨日到云川钢铁集团有限公司调研。", "云川市市长李健国出席了会议。", "李市长在云川一中看望教师。", "望江小学教师李建国获得云川科技奖。",
    "英国外交大臣约翰·史密斯访问云川大学。", "史密斯外长会见了记者。", "云川师范学院更名为云川大学。", "云钢集团董事长陈刚会见约翰·史密斯。",
    "云川钢铁集团（以下简称“云钢”）揭牌成立。", "青石县恒泰矿业有限公司发生“2·24”透水事故。", "恒泰矿业“2·24”透水事故造成三人受伤。",
    "青石县双河镇召开大会。", "云川市双河镇和青石县签约。", "市民在云川的人民公园参加活动。", "第一中学校长陈刚辞职。", "湖南省云川市第一中学举行校庆。",
    "市委书记李建国在人民大会堂出席会议。", "北京人民大会堂举行茶博会。",
)  # fmt: skip


@cache
def stated(number: int, sentences: tuple[str, ...], publisher: str) -> ArticleRecord:
    """Return what an article of some sentences states."""
    home = publisher.removesuffix("日报") + "市" if publisher else None
    known = Metadata(date(2021, 3, 1), publisher or None, "新闻", None, home)
    text = "".join(sentences)
    (one,) = build_sources([Source(f"n{number:02}.txt", text, known)], Options(jobs=1)).records
    return one


TEXTS = st.lists(
    st.tuples(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4, unique=True), st.sampled_from(PUBLISHERS)),
    min_size=2,
    max_size=6,
)


@settings(max_examples=examples(40), deadline=None)
@given(TEXTS, st.data())
def test_the_same_holds_of_what_texts_state(texts: list[tuple[list[str], str]], data: st.DataObject) -> None:
    corpus = [stated(n, tuple(sentences), publisher) for n, (sentences, publisher) in enumerate(texts)]
    came = data.draw(st.sampled_from(corpus))
    without = [r for r in corpus if r is not came]
    assert lost(without, corpus) == []
    assert [i for i in lost(corpus, without) if not comes_from(i, came)] == []


def record(
    number: int,
    *entities: tuple[str, str, str],
    parts: Sequence[tuple[str, str]] = (),
    posts: Sequence[tuple[str, str, str]] = (),
    publisher: str = "",
) -> ArticleRecord:
    """Return an article with entities (id, kind, name), places within places, and posts (person, title, organisation)."""
    home = publisher.removesuffix("日报") + "市" if publisher else None
    known = Article(f"n{number:02}.txt", "", "", "", "", (), (), date(2021, 3, 1), publisher or None, home)
    return ArticleRecord(
        known,
        tuple(Entity(i, kind, name) for i, kind, name in entities),  # type: ignore[arg-type]
        relations=tuple(Relation(a, "partOf", b, 0) for a, b in parts),
        positions=tuple(Position(who, title, at, 0) for who, title, at in posts),
    )


def successors(before: Sequence[ArticleRecord], came: ArticleRecord, *mention: str) -> tuple[str, frozenset[str]]:
    """Return the former key of a mention, and the keys to which it leads when an article has come."""
    old, new = Graph.of(before), Graph.of([*before, came])
    iri = old.mentions[mention[0], mention[1]]
    return iri.removeprefix(BASE), frozenset(i.removeprefix(BASE) for i in new.reached(iri))


def holder(number: int, name: str, title: str, organisation: str, publisher: str) -> ArticleRecord:
    """Return an article that names a person with a position."""
    entities = (("p1", "Person", name), ("o1", "Organisation", organisation))
    return record(number, *entities, posts=[("p1", title, "o1")], publisher=publisher)


def mayor(number: int, name: str) -> ArticleRecord:
    return holder(number, name, "市长", "云川市人民政府", "云川日报")


def test_a_namesake_whom_most_articles_come_to_spell_otherwise_is_found_under_the_former_iri() -> None:
    teacher = holder(4, "李建国", "教师", "望江小学", "望江日报")
    before = [mayor(1, "李健国"), mayor(2, "李建国"), mayor(3, "李建国"), teacher]
    old, new = successors(before, mayor(5, "李健国"), "n01.txt", "p1")
    assert old.startswith("person/李建国~") and new == {"person/李健国"}


def test_a_person_called_by_position_keeps_the_iri_when_a_second_one_comes_to_hold_it() -> None:
    before = [record(1, ("p1", "Person", "李市长"), publisher="云川日报"), mayor(2, "李建国"), mayor(3, "李建国")]
    before.append(holder(4, "李建国", "教师", "望江小学", "望江日报"))
    old, new = successors(before, mayor(5, "李明"), "n01.txt", "p1")
    assert new == {old}


def park(number: int, town: str) -> ArticleRecord:
    return record(number, ("l1", "Place", "人民公园"), ("l2", "Place", town), parts=[("l1", "l2")])


def test_a_park_of_a_town_that_comes_to_be_ambiguous_is_found_under_the_former_iri() -> None:
    before = [park(1, "云川"), record(2, ("l1", "Place", "云川市"))]
    old, new = successors(before, record(3, ("l1", "Place", "云川县")), "n01.txt", "l1")
    assert old == "place/云川市人民公园" and new == {"place/云川人民公园"}


def test_towns_of_one_name_that_come_to_be_one_are_found_under_both_former_iris() -> None:
    def town(number: int, county: str) -> ArticleRecord:
        return record(number, ("l1", "Place", "双河镇"), ("l2", "Place", county), parts=[("l1", "l2")])

    before = [town(1, "青石县"), town(2, "云川市")]
    came = record(3, ("l1", "Place", "青石县"), ("l2", "Place", "云川市"), parts=[("l1", "l2")])
    assert successors(before, came, "n01.txt", "l1") == ("place/青石县双河镇", frozenset({"place/双河镇"}))
    assert successors(before, came, "n02.txt", "l1") == ("place/云川市双河镇", frozenset({"place/双河镇"}))


def test_a_school_named_by_the_paper_is_found_under_the_former_iri_when_a_fuller_name_comes() -> None:
    before = [record(1, ("o1", "Organisation", "第一中学"), publisher="云川日报")]
    came = record(2, ("o1", "Organisation", "湖南省云川市第一中学"), ("l1", "Place", "云川市"), publisher="云川日报")
    old, new = successors(before, came, "n01.txt", "o1")
    assert old == "organisation/云川市第一中学" and new == {"organisation/湖南省云川市第一中学"}


def corrected(some: Sequence[ArticleRecord], text: str) -> Identities:
    return resolve(some, parse_corrections(text, "corrections.txt", BASE))


def test_a_split_off_half_is_found_under_the_former_iri_when_most_articles_call_the_person_otherwise() -> None:
    before = [mayor(1, "李健国"), mayor(2, "李建国"), mayor(3, "李建国")]
    line = "split person/李建国 n03.txt"
    old = corrected(before, line).keys["n03.txt", "p1"]
    after = corrected([*before, mayor(4, "李健国"), mayor(5, "李健国")], line)
    assert old != after.keys["n03.txt", "p1"] and after.replaced[old] == (after.keys["n03.txt", "p1"],)


def test_a_retyped_entity_is_found_under_the_former_iri_when_a_fuller_name_comes() -> None:
    before = [record(1, ("o1", "Organisation", "恒泰矿业"))]
    line = "retype organisation/恒泰矿业 Place"
    assert corrected(before, line).keys["n01.txt", "o1"] == "place/恒泰矿业"
    after = corrected([*before, record(2, ("o1", "Organisation", "青石县恒泰矿业有限公司"))], line)
    assert after.keys["n01.txt", "o1"] == "place/青石县恒泰矿业有限公司"
    assert after.replaced["place/恒泰矿业"] == ("place/青石县恒泰矿业有限公司",)
