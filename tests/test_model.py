"""The trained extractor at run time: what comes with kg, other model files, and the rules alone."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kg.build.cache import digest_of
from kg.build.parallel import extract_sources
from kg.cli import main
from kg.errors import InputError
from kg.extract import BUNDLED, BY_RULES, Setup, extract, made_with
from kg.extract.events.naming import listed
from kg.extract.lexicon import Rule, lexicon
from kg.extract.model.extraction import extract_all, load_extractor, propose
from kg.extract.model.features import CHANNELS, features_of
from kg.extract.model.network import LONGEST, load_network
from kg.extract.model.proposals.reading import FoundMention, with_whole_names, without_neighbours
from kg.extract.model.proposals.rows_of_places import cut_of
from kg.extract.model.schema import Kind
from kg.extract.pipeline import find_by_rules
from kg.language import analyse_all
from kg.model import AnalysedArticle, ArticleRecord, Entity, EntityKind, Mention, Metadata, Source
from kg.read import split

ROOT = Path(__file__).parent.parent
VISIT = """程望舒到市中心医院调研

本报讯（记者 何书远）3月1日，云川市市长程望舒到云川市中心医院调研，院长齐云开陪同。程望舒察看了门诊大厅。
"""
FIRE = """北塔区一仓库起火

3月2日，云川市北塔区一仓库发生火灾，云川市消防救援支队赶赴现场扑救，无人员伤亡。
"""


def read(*texts: str) -> list[AnalysedArticle]:
    sources = [Source(f"{n}.txt", text, Metadata(source="云川日报")) for n, text in enumerate(texts)]
    return analyse_all([a for s in sources for a in split(s)])


def by_model(*texts: str) -> list[ArticleRecord]:
    return extract_all(read(*texts), list(texts), Setup(model=BUNDLED))


def test_the_model_that_comes_with_kg_says_what_it_was_trained_on() -> None:
    known = load_network().metadata
    assert len(known["corpus"]["digest"]) == 64
    assert known["corpus"]["articles"] > 1000
    assert known["figures"]["links"] > 0
    assert {"jax", "onnxruntime"} <= known["versions"].keys()


def test_a_visit_is_found_with_who_went_where() -> None:
    (record,) = by_model(VISIT)
    name = {e.id: e.name for e in record.entities}
    visits = {e.id for e in record.events if e.type in {"Inspection", "Visit"}}
    said = {(r.predicate, name[r.object]) for r in record.relations if r.subject in visits and r.object in name}
    assert ("agent", "程望舒") in said
    assert {("target", "云川市中心医院"), ("place", "云川市中心医院")} & said


def test_every_statement_is_about_things_of_the_record_and_cites_its_sentence() -> None:
    for text, record in zip((VISIT, FIRE), by_model(VISIT, FIRE), strict=True):
        known = {"doc", *(e.id for e in record.entities), *(e.id for e in record.events)}
        cited = {e.sentence: e for e in record.evidence}
        assert record.relations
        for r in record.relations:
            assert {r.subject, r.object} <= known
            assert 0 <= r.confidence <= 1
            assert text[cited[r.sentence].start : cited[r.sentence].end] == cited[r.sentence].text
        for p in record.positions:
            assert p.person in known
            assert p.organisation is None or p.organisation in known


def test_an_article_gives_the_same_alone_and_among_others() -> None:
    others = [f"{VISIT}\n{FIRE * n}" for n in range(1, 9)]
    together = by_model(*others, VISIT, FIRE)
    assert [r.relations for r in together[-2:]] == [by_model(t)[0].relations for t in (VISIT, FIRE)]
    assert [r.events for r in together[-2:]] == [by_model(t)[0].events for t in (VISIT, FIRE)]


PRINT = """
from test_model import FIRE, VISIT, by_model
print(by_model(VISIT + FIRE * 2, FIRE))
"""


def test_the_same_articles_give_the_same_record_in_every_process() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PRINT], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
            capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(outputs) == 1


def test_a_name_that_both_network_and_rules_see_is_one_mention() -> None:
    for record in by_model(VISIT, FIRE, VISIT + FIRE):
        for e in record.entities:
            spans = [(m.start, m.end) for m in e.mentions]
            assert len(spans) == len(set(spans))


def test_an_article_longer_than_the_network_reads_at_once_is_read_to_its_end() -> None:
    body = "\n".join(f"3月{n}日，云川市市长程望舒到云川市第{n}中学调研。" for n in range(1, 60))
    text = f"程望舒调研\n\n{body}\n"
    assert len(text) > LONGEST
    (record,) = by_model(text)
    assert max(m.start for e in record.entities for m in e.mentions) > LONGEST


def test_comparisons_of_triggers_grow_with_the_text_and_not_with_its_square() -> None:
    def comparisons(times: int) -> int:
        (analysed,) = read("云川市召开会议，市长陆怀谦出席，" * times)
        rules = find_by_rules(analysed)
        extractor = load_extractor()
        (found,) = propose([analysed], [rules], load_network(), extractor.decision)
        assert len(found.triggers) >= times
        return len(found.pairs)

    assert comparisons(400) < 2.5 * comparisons(200)


@pytest.mark.parametrize("text", ["。\n", "123\n", "𠮷𠮷𠮷。\n", "云川市\n"])
def test_a_text_that_says_nothing_gives_no_statement(text: str) -> None:
    (record,) = by_model(text)
    assert not record.relations


def test_the_rules_alone_give_what_they_gave() -> None:
    articles = read(VISIT)
    assert extract_all(articles, [VISIT], Setup(model=BY_RULES)) == [extract(articles[0], VISIT)]


def test_each_channel_stays_within_its_values() -> None:
    lexica = lexicon()
    for a, record in zip(read(VISIT, FIRE), by_model(VISIT, FIRE), strict=True):
        channels = features_of(a, record, lexica).channels
        assert channels.shape == (len(a.article.text), len(CHANNELS))
        assert (channels.max(axis=0) < np.array([n for _, n in CHANNELS])).all()


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    file.write_bytes(b"no model")
    with pytest.raises(InputError, match="is no model"):
        load_extractor(file)


def test_a_build_with_a_missing_model_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(VISIT, "utf-8")
    missing = str(tmp_path / "missing.onnx")
    assert main(["build", str(tmp_path / "a.txt"), "--model", missing, "-o", str(tmp_path / "out"), "-q"]) == 2
    assert "missing.onnx" in capsys.readouterr().err


def test_the_fast_profile_is_the_rules_alone_and_the_full_one_the_trained_model(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(VISIT, "utf-8")
    turtle = {}
    for name, asked in {
        "fast": ["--profile", "fast"],
        "rules": ["--model", "none"],
        "full": ["--profile", "full"],
        "usual": [],
    }.items():
        assert main(["build", str(tmp_path / "a.txt"), "-o", str(tmp_path / name), "-q", *asked]) == 0
        turtle[name] = (tmp_path / name / "graph.ttl").read_bytes()
    assert turtle["fast"] == turtle["rules"] != turtle["full"] == turtle["usual"]


def test_records_of_another_model_are_kept_apart(tmp_path: Path) -> None:
    source = Source("a.txt", VISIT)
    file = tmp_path / "model.onnx"
    file.write_bytes(b"weights")
    assert len({digest_of(source, made_with(Setup(model=m))) for m in (BUNDLED, BY_RULES, str(file))}) == 3


def test_the_map_takes_the_model() -> None:
    source = Source("a.txt", VISIT, Metadata(source="云川日报"))
    ruled, learnt = (
        extract_sources([source], Setup(model=BY_RULES))[0].records[0],
        extract_sources([source], Setup(model=BUNDLED))[0].records[0],
    )
    assert all(not e.rule.startswith("model") for e in ruled.events)
    assert any(e.rule.startswith("model") for e in learnt.events)


def office_of(record: ArticleRecord) -> dict[str, tuple[str, str | None, str]]:
    name = {e.id: e.name for e in record.entities}
    return {name[p.person]: (p.title, name.get(p.organisation or ""), p.tenure) for p in record.positions}


OFFICES = (
    ("肯尼亚卫生部长姆旺吉3月4日抵达上海，国家卫健委主任雷远航会见姆旺吉。", "姆旺吉", "肯尼亚卫生部"),
    ("3月4日，国防部长董川军在北京会见秘鲁国防部长罗德里·卡斯川。", "罗德里·卡斯川", "秘鲁国防部"),
    ("越南财政部部长阮川明3月4日访问云川，云川市市长陆怀谦陪同。", "阮川明", "越南财政部"),
    ("蒙古国外交部部长巴特川3月4日抵达云川。", "巴特川", "蒙古国外交部"),
)


def test_a_minister_of_another_state_has_the_ministry_of_that_state_or_none() -> None:
    found = [
        office_of(r).get(person) for r, (_, person, _) in zip(by_model(*(t for t, *_ in OFFICES)), OFFICES, strict=True)
    ]
    wanted = [office for *_, office in OFFICES]
    assert [f[1] if f else w for f, w in zip(found, wanted, strict=True)] == wanted
    assert sum(f is not None for f in found) >= 3


def test_a_person_who_is_to_take_office_is_incoming_and_the_one_named_before_keeps_his_own_position() -> None:
    (record,) = by_model("原县长蒋远山调任市水务局局长，拟任市水务局副局长的沈知秋已公示。")
    name = {e.id: e.name for e in record.entities}
    held = {(name[p.person], p.title, name.get(p.organisation or ""), p.tenure) for p in record.positions}
    assert held == {
        ("蒋远山", "县长", None, "former"),
        ("蒋远山", "局长", "市水务局", "current"),
        ("沈知秋", "副局长", "市水务局", "incoming"),
    }


def mention(start: int, end: int, kind: Kind) -> FoundMention:
    return FoundMention(start, end, kind, False, 0.9)


@pytest.mark.parametrize(
    ("text", "kind", "name", "rule", "seen", "left"),
    [
        ("欧阳云起讲话", "Person", "欧阳云起", Rule.TAGGER_PERSON, [(0, 3, "Person")], {"欧阳云起"}),
        ("秘鲁国防部声明", "Organisation", "秘鲁国防部", Rule.BODY_OF_STATE, [(0, 2, "Place")], {"秘鲁", "秘鲁国防部"}),
        ("中诚（云川）公司", "Organisation", "中诚（云川）公司", Rule.BRACKETED_COMPANY, [(0, 5, "Organisation")], {"中诚（云川）公司"}),
        ("云川大学揭牌", "Organisation", "云川大学", Rule.SUFFIX_ORGANISATION, [(0, 2, "Place")], {"云川"}),
        ("何川宁雪摄", "Person", "何川宁雪", Rule.BYLINE, [(0, 2, "Person"), (2, 4, "Person")], {"何川", "宁雪"}),
    ],
)  # fmt: skip
def test_the_rules_name_stands_where_the_network_cuts_it(
    text: str, kind: EntityKind, name: str, rule: Rule, seen: list[tuple[int, int, Kind]], left: set[str]
) -> None:
    start = text.index(name)
    entity = Entity("x", kind, name, mentions=(Mention(start, start + len(name), kind, 0, rule),))
    found = with_whole_names(text, [entity], [mention(*m) for m in seen])
    assert {text[m.start : m.end] for m in found} == left


@pytest.mark.parametrize(
    ("text", "seen", "left"),
    [
        ("应陆怀谦邀请，陆怀谦到会", [(0, 4, "Person"), (7, 10, "Person")], ["陆怀谦", "陆怀谦"]),
        ("应怀谦到会，怀谦的母亲说", [(0, 3, "Person"), (6, 8, "Person")], ["应怀谦", "怀谦"]),  # 应 is a surname
        ("同陆怀谦会谈，陆怀谦讲话", [(0, 4, "Person"), (7, 10, "Person")], ["陆怀谦", "陆怀谦"]),
        ("何敏兼校长，何敏讲话", [(0, 3, "Person"), (6, 8, "Person")], ["何敏", "何敏"]),
        ("林敏正与林敏出席", [(0, 3, "Person"), (4, 6, "Person")], ["林敏正", "林敏"]),
        ("应秘鲁政府邀请", [(0, 5, "Organisation"), (1, 3, "Place"), (1, 5, "Organisation")], ["秘鲁政府", "秘鲁"]),
        ("同济大学揭牌", [(0, 4, "Organisation")], ["同济大学"]),
        ("云川市水利局会同公安部门检查", [(0, 7, "Organisation")], ["云川市水利局"]),
        ("云川车展组委会同商家签约", [(0, 7, "Organisation")], ["云川车展组委会"]),
        ("白鹭基金会成立，白鹭基金资助", [(0, 5, "Organisation"), (8, 12, "Organisation")], ["白鹭基金会", "白鹭基金"]),
    ],
)
def test_a_name_has_no_preposition_before_and_no_adverb_behind_it(
    text: str, seen: list[tuple[int, int, Kind]], left: list[str]
) -> None:
    found = without_neighbours(text, [], [mention(*m) for m in seen])
    assert [text[m.start : m.end] for m in found] == left


@pytest.mark.parametrize(
    ("name", "cut"),
    [
        ("卡塔尔多哈", 3),
        ("山东青岛", 2),
        ("海东市民和县", 3),
        ("美亚拉巴马州", 1),
        ("美国加州", 2),
        ("衡阳市", 0),
        ("延边朝鲜族自治州", 0),
        ("嘉兴南湖", 0),  # the lake
        ("俄亥俄州", 0),
        ("日本海", 0),
        ("云川青石", 0),
    ],
)
def test_two_places_in_a_row_are_not_one(name: str, cut: int) -> None:
    assert cut_of(name) == cut


def test_what_the_rules_see_as_a_name_keeps_its_first_and_last_character() -> None:
    text = "何敏兼校长，何敏讲话"
    entity = Entity("x", "Person", "何敏兼", mentions=(Mention(0, 3, "Person", 0, Rule.TAGGER_PERSON),))
    found = without_neighbours(text, [entity], [mention(0, 3, "Person"), mention(6, 8, "Person")])
    assert [text[m.start : m.end] for m in found] == ["何敏兼", "何敏"]


def test_a_title_behind_a_reference_is_held_at_what_it_refers_to() -> None:
    (record,) = by_model(
        "云川大学与企业共建研究院\n\n3月1日，云川大学与白鹭茶业有限公司商定共建白鹭茶产业研究院，由该校教授何敏担任院长。何敏介绍了研究院的规划。\n"
    )
    name = {e.id: e.name for e in record.entities}
    held = {(name[p.person], p.title, name.get(p.organisation or "")) for p in record.positions}
    assert ("何敏", "教授", "云川大学") in held and ("何敏", "院长", "云川大学") not in held


def test_an_incident_whose_name_has_its_day_keeps_that_day_beside_another_date() -> None:
    text = (
        "“3·5”云安煤矿透水事故最后一名矿工升井\n\n"
        "本报讯（记者 何书远）经过近60个小时的连续奋战，昨晚11时40分，青石县“3·5”云安煤矿透水事故最后一名被困矿工升井。\n"
    )
    source = Source("a.txt", text, Metadata(source="云川日报", date=datetime.date(2021, 3, 8)))
    (record,) = extract_all(analyse_all(list(split(source))), [text], Setup(model=BUNDLED))
    (accident,) = (e for e in record.events if "3·5" in e.name)
    assert accident.when is not None and accident.when.begin == "2021-03-05"


def test_an_events_name_has_whole_names() -> None:
    many = [f"云川第{n}钢铁公司" for n in "一二三四五六七八"]
    assert listed(many) == "、".join(many[:4])
    assert listed(["很" * 50]) == "很" * 50
    assert listed([]) == ""
