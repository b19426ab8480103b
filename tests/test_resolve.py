"""Identities: what is joined, what is kept apart, why, corrected by hand, and the same whatever the order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store
from strategies import examples

from kg.api import Graph
from kg.build import BuildResult, Options, build_sources, quads_of
from kg.build.cache import RecordStore, digest_of
from kg.divisions import divisions
from kg.errors import InputError
from kg.evaluate.identity import b_cubed, evaluate_cases
from kg.graph.explain import as_text, explain
from kg.graph.serialise import trig
from kg.model import Article, ArticleRecord, Entity, Event, Position, Relation, Source, When
from kg.read import read
from kg.resolve import Identities, resolve
from kg.resolve.corrections import Correction, as_file, parse_corrections
from kg.resolve.lexicon import identity_lexicon
from kg.resolve.spelling import folded
from kg.vocab import BASE

ROOT = Path(__file__).parent.parent
PERSONS = ("陆怀谦", "李建国", "张伟", "李某", "王老师", "约翰·史密斯", "史密斯", "陈刚")
BODIES = (
    "云川市人民政府",
    "中共白鹭县委员会",
    "云川钢铁集团有限公司",
    "云钢集团",
    "国防部",
    "市公安局",
    "青石县柳溪中学",
    "柳溪中学",
)
PLACES = ("云川", "云川市", "朝阳区", "北京市", "长春市", "北京", "双河镇", "青石县")
TITLES = ("市长", "副市长", "教师", "董事长", "书记", "国务委员")


def article(
    number: int,
    persons: Sequence[tuple[str, str, str]] = (),
    bodies: Sequence[str] = (),
    places: Sequence[str] = (),
    publisher: str = "云川日报",
    day: date = date(2021, 3, 1),
) -> ArticleRecord:
    """Return a record with persons (name, title, body), further bodies and places."""
    named = list(dict.fromkeys([*(b for _, _, b in persons if b), *bodies]))
    entities = [Entity(f"o{i}", "Organisation", n) for i, n in enumerate(named)]
    entities += [Entity(f"l{i}", "Place", n) for i, n in enumerate(dict.fromkeys(places))]
    entities += [Entity(f"p{i}", "Person", n) for i, (n, _, _) in enumerate(persons)]
    posts = tuple(
        Position(f"p{i}", title, f"o{named.index(body)}" if body else None, 0)
        for i, (_, title, body) in enumerate(persons)
        if title
    )
    home = publisher.removesuffix("日报") + "市" if publisher else None
    known = Article(
        f"n{number:02}.txt", f"n{number:02}.txt", f"n{number:02}.txt", "", "", (), (), day, publisher or None, home
    )
    return ArticleRecord(known, tuple(entities), positions=posts)


@st.composite
def records(draw: st.DrawFn) -> list[ArticleRecord]:
    """Return some articles that name the same few persons, bodies and places in any combination."""
    person = st.tuples(st.sampled_from(PERSONS), st.sampled_from(("", *TITLES)), st.sampled_from(("", *BODIES)))
    many = draw(
        st.lists(
            st.tuples(
                st.lists(person, max_size=4, unique_by=lambda p: p[0]),
                st.lists(st.sampled_from(BODIES), max_size=3, unique=True),
                st.lists(st.sampled_from(PLACES), max_size=3, unique=True),
                st.sampled_from(("云川日报", "望江日报", "")),
            ),
            min_size=1,
            max_size=7,
        )
    )
    return [article(n, *one) for n, one in enumerate(many)]


def as_values(identities: Identities) -> tuple[object, ...]:
    return (
        sorted(identities.keys.items()), sorted(identities.labels.items()), sorted(identities.alias_sets.items()),
        identities.joins, identities.distinctions, list(identities.replaced.items()), list(identities.divisions),
    )  # fmt: skip


@settings(max_examples=examples(150), deadline=None)
@given(records(), st.randoms(use_true_random=False))
def test_any_order_of_records_gives_the_same(some: list[ArticleRecord], chance: random.Random) -> None:
    mixed = some[:]
    chance.shuffle(mixed)
    assert as_values(resolve(some)) == as_values(resolve(mixed))


@settings(max_examples=examples(150), deadline=None)
@given(records())
def test_an_unrelated_article_changes_no_key(some: list[ArticleRecord]) -> None:
    other = article(99, [("欧阳望舒", "院长", "遥州市博物院")], ["遥州话剧团"], ["遥州市"], "遥州日报")
    with_it = resolve([*some, other]).keys
    assert {ref: with_it[ref] for ref in resolve(some).keys} == resolve(some).keys


@settings(max_examples=examples(200), deadline=None)
@given(records(), st.data())
def test_an_old_key_leads_on_where_articles_come_or_go(some: list[ArticleRecord], data: st.DataObject) -> None:
    fewer = data.draw(st.lists(st.sampled_from(some), min_size=1, unique_by=lambda r: r.article.id))
    before, after = resolve(fewer), resolve(some)
    for ref, old in before.keys.items():
        new = after.keys[ref]
        leads = new == old or new in after.replaced.get(old, ())
        assert leads or old in after.labels, f"{old} leads nowhere"  # after a split it may mean the other half


@settings(max_examples=examples(100), deadline=None)
@given(records())
def test_two_of_one_article_are_never_one_person(some: list[ArticleRecord]) -> None:
    keys = resolve(some).keys
    for record in some:
        persons = [e for e in record.entities if e.kind == "Person"]
        same = {keys[record.article.id, e.id] for e in persons}
        assert len(same) == len(persons)


@settings(max_examples=examples(100), deadline=None)
@given(records())
def test_keys_belong_to_one_kind_and_every_join_names_its_articles(some: list[ArticleRecord]) -> None:
    identities = resolve(some)
    for key, kind in identities.kinds.items():
        assert key.startswith(kind.lower() + "/")
    where = {key: {a for (a, _), k in identities.keys.items() if k == key} for key in identities.labels}
    for join in identities.joins:
        assert set(join.articles) <= where[join.key] and 0 <= join.score <= 1
    assert not set(identities.replaced) & set(identities.keys.values())


def corrected(some: Sequence[ArticleRecord], text: str) -> Identities:
    return resolve(some, parse_corrections(text, "corrections.txt", BASE))


TWO = [
    article(1, [("张晓明", "董事长", "云川钢铁集团有限公司")]),
    article(2, [("张小明", "", "")]),
    article(3, [("张晓明", "董事长", "云川钢铁集团有限公司")]),
]


def test_a_merge_joins_and_the_old_key_leads_on() -> None:
    identities = corrected(TWO, "merge person/张晓明 person/张小明  # one man")
    assert set(identities.keys.values()) >= {"person/张晓明"} and "person/张小明" not in identities.keys.values()
    assert identities.replaced["person/张小明"] == ("person/张晓明",)
    assert identities.problems == () and any(j.reason == "correction" for j in identities.joins)


def test_a_split_parts_the_mentions_of_the_named_articles() -> None:
    identities = corrected(TWO, "split person/张晓明 n03.txt")
    assert identities.keys["n01.txt", "p0"] == "person/张晓明" != identities.keys["n03.txt", "p0"]
    assert identities.label(identities.keys["n03.txt", "p0"]) == "张晓明"


def test_rename_and_retype_keep_the_old_name_and_lead_on() -> None:
    identities = corrected(
        [article(1, bodies=["云川宾馆"])],
        'rename organisation/云川宾馆 "云川大酒店"\nretype organisation/云川宾馆 Place',
    )
    assert identities.labels["place/云川宾馆"] == "云川大酒店" and "云川宾馆" in identities.aliases("place/云川宾馆")
    assert identities.kinds["place/云川宾馆"] == "Place"
    assert identities.replaced["organisation/云川宾馆"] == ("place/云川宾馆",)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("merge person/张晓明 person/何人", "person/何人 is not in the graph"),
        ("merge person/张晓明 organisation/云川钢铁集团有限公司", "several classes"),
        ("split person/张晓明 n09.txt", "is not in n09.txt"),
        ("split person/张晓明 n01.txt n03.txt", "nothing would be left"),
        ("rename person/何人 何某", "is not in the graph"),
    ],
)
def test_a_correction_that_does_not_fit_is_reported_and_the_rest_is_done(line: str, said: str) -> None:
    identities = corrected(TWO, f"{line}\nrename person/张小明 张筱明")
    assert len(identities.problems) == 1 and said in identities.problems[0].message
    assert identities.problems[0].where == "corrections.txt:1"
    assert identities.labels["person/张小明"] == "张筱明"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("join person/a person/b", "corrections.txt:2: join is no correction"),
        ("merge person/a", "write: merge ENTITY ENTITY..."),
        ("retype person/a Human", "Human is no class"),
        ("add person/a likes person/b", "likes is no property"),
        ('rename person/a "云', "No closing quotation"),
        ("same person/a Q42", "is no IRI"),
    ],
)
def test_a_line_that_is_no_correction_is_one_clear_line(line: str, said: str) -> None:
    with pytest.raises(InputError, match=said.replace(".", r"\.")):
        list(parse_corrections(f"# comment\n{line}\n", "corrections.txt", BASE))


WORD = st.text("陆怀谦云川ab /\"'#~%1", min_size=1, max_size=8)


@given(st.lists(st.builds(Correction, st.just("rename"), st.tuples(WORD, WORD), st.just("")), max_size=5))
def test_corrections_come_back_from_their_file(some: list[Correction]) -> None:
    back = list(parse_corrections(as_file(some), "corrections.txt", BASE))
    assert [c.words[1] for c in back] == [c.words[1] for c in some]


LINES = st.sampled_from(
    (
        "merge person/陆怀谦 person/张伟", "merge organisation/云钢集团 organisation/云川钢铁集团有限公司", "split person/张伟 n01.txt",
        "rename person/张伟 张玮", "retype place/云川市 Organisation", "merge person/张伟 person/陆怀谦", "retype person/陈刚 Place",
    )
)  # fmt: skip


@settings(max_examples=examples(100), deadline=None)
@given(records(), st.lists(LINES, max_size=4, unique=True), st.randoms(use_true_random=False))
def test_corrections_in_any_order_and_twice_give_the_same(
    some: list[ArticleRecord], lines: list[str], chance: random.Random
) -> None:
    mixed = [*lines, *lines]
    chance.shuffle(mixed)
    once, again = corrected(some, "\n".join(lines)), corrected(some, "\n".join(mixed))
    assert once.keys == again.keys and once.labels == again.labels


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    return list(read([str(ROOT / "kg" / "demo")], on_problem=lambda p: None))


def written(built: BuildResult) -> str:
    return "".join(trig(quads_of(built)))


def test_an_incremental_build_is_the_full_one_byte_for_byte(sources: list[Source], tmp_path: Path) -> None:
    whole = written(build_sources(sources, Options(jobs=1)))
    store = RecordStore(tmp_path / "records.sqlite")
    build_sources(sources[:9], Options(jobs=1), store=store)
    build_sources(sources[5:20], Options(jobs=1), store=store)
    assert written(build_sources(sources, Options(jobs=1), store=store)) == whole
    assert written(build_sources(sources, Options(jobs=1), store=RecordStore(tmp_path / "records.sqlite"))) == whole


def test_a_record_that_the_cache_has_lost_is_extracted_again(sources: list[Source], tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    build_sources(sources[:3], Options(jobs=1), store=RecordStore(path))
    path.write_bytes(b"no database at all" * 99)
    again = build_sources(sources[:3], Options(jobs=1), store=RecordStore(path))
    assert written(again) == written(build_sources(sources[:3], Options(jobs=1)))


def test_a_changed_source_has_another_digest(sources: list[Source]) -> None:
    assert digest_of(sources[0]) != digest_of(sources[1])
    assert digest_of(sources[0]) == digest_of(sources[0])


def test_the_label_of_an_entity_does_not_change_with_the_number_of_articles_that_give_a_name() -> None:
    def label(short: int) -> str:
        named = [article(n, places=["云川"]) for n in range(short)]
        identities = resolve([*named, article(9, places=["云川市"])])
        return identities.label("place/云川市")

    assert {label(n) for n in range(1, 4)} == {"云川市"}


@pytest.mark.parametrize("model", ["none", "bundled"])
def test_withdrawing_an_article_removes_exactly_what_it_alone_stated(sources: list[Source], model: str) -> None:
    whole, without = Store(), Store()
    options = Options(jobs=1, model=model)
    whole.extend(quads_of(build_sources(sources, options)))
    without.extend(quads_of(build_sources([s for s in sources if s.name != "n18.txt"], options)))
    own = {g for g in whole.named_graphs() if g.value.endswith("/article/n18.txt")}
    said = {q for q in whole if not q.graph_name.value.endswith("graph/identities")}  # type: ignore[union-attr]
    left = {q for q in without if not q.graph_name.value.endswith("graph/identities")}  # type: ignore[union-attr]
    assert {q for q in said if q.graph_name not in own} == left


def test_a_rejected_statement_is_gone_and_an_added_one_is_present(sources: list[Source], tmp_path: Path) -> None:
    store = Store()
    store.extend(quads_of(build_sources(sources, Options(jobs=1))))
    statement = next(
        str(s["s"].value)  # type: ignore[union-attr]
        for s in store.query(
            "PREFIX kg: <https://w3id.org/newskg/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
            "SELECT ?s WHERE { GRAPH ?g { ?s a kg:Statement ; rdf:predicate kg:agent } } ORDER BY ?s LIMIT 1"
        )  # type: ignore[union-attr]
    )
    file = tmp_path / "corrections.txt"
    file.write_text(
        f"reject <{statement}>\nadd person/陆怀谦 kg:memberOf organisation/云川大学 n01.txt\nreject statement/0000\n",
        "utf-8",
    )
    built = build_sources(sources, Options(jobs=1, corrections=str(file)))
    assert [p.where for p in built.problems] == ["corrections.txt:3"]
    text = written(built)
    assert statement.rsplit("/", 1)[1] not in text and "kg:memberOf organisation:云川大学" in text


def test_explain_shows_what_was_joined_and_what_was_kept_apart(demo: Graph) -> None:
    text = as_text(explain(demo.store, "李建国", BASE), BASE)
    assert text.count("kept apart from:") == 2 and "teacher / official" in text and "中共白鹭县委员会" in text
    by_old_name = as_text(explain(demo.store, "organisation/恒泰矿业", BASE), BASE)
    assert "organisation/青石县恒泰矿业有限公司" in by_old_name
    with pytest.raises(InputError, match=r"is it one of these: .*云川大学"):
        explain(demo.store, "云川大", BASE)


def test_every_term_of_the_graph_stands_in_the_ontology(demo: Graph) -> None:
    known = Store()
    for file in (ROOT / "ontology").glob("*.ttl"):
        known.load(path=str(file))
    terms = {q.predicate.value for q in demo.store} | {
        q.object.value
        for q in demo.store
        if q.predicate.value.endswith("#type")  # type: ignore[union-attr]
    }
    defined = {str(q.subject.value) for q in known}  # type: ignore[union-attr]
    assert {t for t in terms if t.startswith("https://w3id.org/newskg/")} <= defined


def test_divisions_are_found_by_name_stem_and_what_stands_around() -> None:
    find = divisions().find
    assert find("衡阳").code == "430400"  # type: ignore[union-attr]
    assert find("朝阳区") is None and find("朝阳区", ["长春"]).code == "220104"  # type: ignore[union-attr]
    assert find("河南省信阳市息县").name == "息县"  # type: ignore[union-attr]
    assert find("襄樊市").name == "襄阳市" and find("和平") is None  # type: ignore[union-attr]
    assert [d.name for d in divisions().chain("110105")] == ["北京市"]


def test_a_division_leads_to_its_province_with_code_and_coordinates() -> None:
    identities = resolve([article(1, places=["衡阳"], publisher="")])
    assert identities.keys["n01.txt", "l0"] == "place/衡阳市"
    assert identities.divisions["place/衡阳市"].longitude == pytest.approx(112.57, abs=0.1)
    assert identities.divisions["place/湖南省"].code == "430000"


def test_the_record_linkage_weighs_common_and_rare_names() -> None:
    rarity = identity_lexicon().rarity
    assert rarity("张伟") < rarity("李建国") < rarity("陆怀谦")
    assert rarity("李某") < 6


def test_the_same_event_of_two_articles_keeps_both_dates() -> None:
    def report(number: int, day: str) -> ArticleRecord:
        base = article(number, bodies=["青石县恒泰矿业有限公司"])
        event = Event("v1", "Accident", "透水事故", "恒泰矿业“2·24”透水事故", 0, 0, 4, when=When(day, day))
        return ArticleRecord(
            base.article, base.entities, (event,), (Relation("v1", "target", "o0", 0),), base.positions
        )

    identities = resolve([report(1, "2021-02-24"), report(2, "2021-02-25")])
    assert identities.keys["n01.txt", "v1"] == identities.keys["n02.txt", "v1"]


def report(
    number: int, name: str, trigger: str, day: str | None, published: date, kind: str = "Talks", target: str = ""
) -> ArticleRecord:
    """Return a record of one event by 陆怀谦, to a target where there is one."""
    base = article(
        number, [("陆怀谦", "市长", "云川市人民政府"), *([(target, "", "")] if target else [])], day=published
    )
    event = Event("v1", kind, trigger, name, 0, 0, 2, when=When(day, day) if day else None)
    roles = [Relation("v1", "agent", "p0", 0), *([Relation("v1", "target", "p1", 0)] if target else [])]
    return ArticleRecord(base.article, base.entities, (event,), tuple(roles), base.positions)


def events_of(*reports: ArticleRecord) -> list[set[str]]:
    """Return the articles of each event."""
    identities = resolve(reports)
    found: dict[str, set[str]] = {}
    for record in reports:
        found.setdefault(identities.keys[record.article.id, "v1"], set()).add(record.article.id[1:3])
    return sorted(found.values(), key=min)


def test_what_a_person_does_again_is_another_event() -> None:
    days = ["2021-03-01", "2021-03-04", "2021-03-09", "2021-04-20"]
    reports = [report(n, "陆怀谦会见", "会见", day, date.fromisoformat(day)) for n, day in enumerate(days, 1)]
    assert events_of(*reports) == [{"01"}, {"02"}, {"03"}, {"04"}]


def test_talks_of_one_day_with_different_guests_are_different_talks() -> None:
    first = report(1, "陆怀谦会见贺明礼", "会见", "2021-03-01", date(2021, 3, 2), target="贺明礼")
    other = report(2, "陆怀谦会见沈若谷", "会见", "2021-03-01", date(2021, 3, 2), target="沈若谷")
    again = report(3, "陆怀谦会见贺明礼", "会见", "2021-03-01", date(2021, 3, 2), target="贺明礼")
    assert events_of(first, other, again) == [{"01", "03"}, {"02"}]


def test_who_only_attends_does_not_make_two_talks_one() -> None:
    def talks(number: int, guest: str) -> ArticleRecord:
        record = report(number, f"陆怀谦会见{guest}", "会见", "2021-03-01", date(2021, 3, 2), target="贺明礼")
        attends = Relation("v1", "participant", "p1", 0)
        return replace(record, relations=(record.relations[0], attends))

    assert events_of(talks(1, ""), talks(2, "")) == [{"01"}, {"02"}]
    assert events_of(talks(1, "贺明礼"), talks(2, "贺明礼")) == [{"01", "02"}]


def test_an_undated_mention_does_not_merge_meetings_of_different_months_together() -> None:
    name, word = "全市安全生产电视电话会议", "会议"
    reports = [
        report(1, name, word, "2021-03-01", date(2021, 3, 2), "Meeting"),
        report(2, name, word, None, date(2021, 3, 20), "Meeting"),
        report(3, name, word, "2021-04-10", date(2021, 4, 11), "Meeting"),
    ]
    assert {"01", "03"} not in [articles & {"01", "03"} for articles in events_of(*reports)]


def test_a_numbered_meeting_is_one_however_long_it_lasts_and_the_next_is_another() -> None:
    word = "会议"
    reports = [
        report(1, "市十四届人大一次会议", word, "2021-01-05", date(2021, 1, 5), "Meeting"),
        report(2, "市十四届人大一次会议", word, "2021-01-15", date(2021, 1, 15), "Meeting"),
        report(3, "市十四届人大二次会议", word, "2021-01-15", date(2021, 1, 15), "Meeting"),
    ]
    assert events_of(*reports) == [{"01", "02"}, {"03"}]


def test_a_magnitude_in_a_name_is_no_date_and_a_date_is() -> None:
    quakes = [
        report(1, "7.2级地震", "地震", "2011-10-23", date(2021, 3, 1), "Disaster"),
        report(2, "7.2级地震", "地震", "2021-03-01", date(2021, 3, 1), "Disaster"),
    ]
    assert events_of(*quakes) == [{"01"}, {"02"}]
    one = [report(n, "1次5.3级地震", "地震", f"202{n}-03-01", date(2020 + n, 3, 1), "Disaster") for n in (1, 2)]
    assert events_of(*one) == [{"01"}, {"02"}]
    accident = [
        report(1, "恒泰矿业“2·24”透水事故", "透水事故", "2021-02-24", date(2021, 2, 25), "Accident"),
        report(2, "“2·24”透水事故", "透水事故", None, date(2021, 12, 28), "Accident"),
    ]
    assert events_of(*accident) == [{"01", "02"}]


def test_an_accident_named_after_its_place_is_one_though_a_day_differs() -> None:
    reports = [
        report(1, "恒泰矿业透水事故", "透水事故", "2021-02-24", date(2021, 2, 25), "Accident"),
        report(2, "恒泰矿业透水事故", "透水事故", "2021-02-26", date(2021, 2, 26), "Accident"),
    ]
    assert events_of(*reports) == [{"01", "02"}]


@given(st.text(max_size=12))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert folded(folded(name)) == folded(name)


def test_b_cubed_counts_what_is_wrongly_joined() -> None:
    truth = {("a", "1"): "x", ("b", "1"): "y"}
    assert b_cubed(truth, {("a", "1"): "k", ("b", "1"): "k"}).precision == 0.5


@pytest.mark.slow
def test_cases_of_identity_come_out_right_nine_times_in_ten() -> None:
    outcomes = evaluate_cases(str(ROOT / "tests" / "data" / "identity_cases.jsonl"))
    assert len(outcomes) >= 60 and sum(o.right for o in outcomes) / len(outcomes) >= 0.9
