"""What an article states, on sentences of our own."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.extract import extract, pipeline
from kg.extract.lexicon import Trait, lexicon, load_events
from kg.extract.lexicon.organisation_names import official_name
from kg.extract.mentions.bylines import find_bylines
from kg.language import analyse, analyse_all
from kg.model import ArticleRecord, Metadata, Source
from kg.read import read, split
from kg.vocab import ontology_folder
from kg.wordlists import words


def record_of(text: str, extra: Path | None = None) -> ArticleRecord:
    known = Metadata(datetime.date(2021, 3, 2), "云川日报", jurisdiction="云川市")
    (article,) = split(Source("a.txt", text, known))
    using = replace(pipeline(), lexicon=lexicon((extra,))) if extra else None
    return extract(analyse(article), text, using)


def names(record: ArticleRecord, kind: str) -> set[str]:
    return {e.name for e in record.entities if e.kind == kind}


def posts(record: ArticleRecord) -> set[tuple[str, str, str]]:
    by_id = {e.id: e.norm or e.name for e in record.entities}
    return {(by_id[p.person], p.title, by_id.get(p.organisation or "", "")) for p in record.positions}


def statements(record: ArticleRecord) -> set[tuple[str, str, str]]:
    by_id = {e.id: e.name for e in record.entities} | {e.id: e.trigger for e in record.events} | {"doc": "doc"}
    return {(by_id[r.subject], r.predicate, by_id[r.object]) for r in record.relations}


def test_positions_two_titles_before_one_name() -> None:
    record = record_of("标题一\n\n市委副书记、市长陆怀谦昨日到市中心医院调研。")
    assert posts(record) == {("陆怀谦", "市委副书记", "中共云川市委员会"), ("陆怀谦", "市长", "云川市人民政府")}


def test_positions_one_title_before_many_names() -> None:
    record = record_of("标题一\n\n市委常委沈若谷、韩定远、孔时雨参加会议。")
    assert {p[0] for p in posts(record)} == {"沈若谷", "韩定远", "孔时雨"}


def test_positions_former_and_after_the_name() -> None:
    record = record_of("标题一\n\n秦岚芝同志任中共白鹭县委书记，李建国同志不再担任中共白鹭县委书记职务。")
    by_id = {e.id: e.name for e in record.entities}
    assert {(by_id[p.person], p.tenure) for p in record.positions} == {("秦岚芝", "current"), ("李建国", "former")}


def test_names_a_nested_organisation_and_its_parts() -> None:
    record = record_of("标题一\n\n在云钢集团特种钢分厂，陆怀谦听取了汇报。")
    assert {"云钢集团特种钢分厂", "云钢集团"} <= names(record, "Organisation")
    assert ("云钢集团特种钢分厂", "subOrganisationOf", "云钢集团") in statements(record)


def test_names_places_in_a_row() -> None:
    record = record_of("标题一\n\n事故发生在澜江省云川市临江区。")
    assert ("云川市", "partOf", "澜江省") in statements(record)
    assert ("临江区", "partOf", "云川市") in statements(record)


def test_names_join_short_forms_to_full_ones() -> None:
    text = "标题一\n\n云川钢铁集团有限公司昨日开工。云钢集团董事长顾维舟出席开工仪式。"
    (body,) = [e for e in record_of(text).entities if e.kind == "Organisation"]
    assert (body.name, body.aliases) == ("云川钢铁集团有限公司", ("云钢集团",))


def test_names_take_no_word_for_a_person() -> None:
    record = record_of("标题一\n\n全面建成小康社会，任务十分艰巨，要努力解决困难，方便群众。")
    assert names(record, "Person") == set()


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("本报讯（记者 何书远 通讯员 谭小满）昨日", [("何书远", "记者"), ("谭小满", "通讯员")]),
        ("正文。\n■冯启元 摄", [("冯启元", "摄")]),
        ("■本报记者 唐小远 通讯员 周一健\n正文", [("唐小远", "记者"), ("周一健", "通讯员")]),
        ("本报讯（谢小丹）昨日", [("谢小丹", "记者")]),
        ("央视网消息（新闻联播）：昨日", []),
    ],
)
def test_bylines_name_who_signs_and_how(text: str, authors: list[tuple[str, str]]) -> None:
    assert [(text[a.start : a.end], a.role) for b in find_bylines(text) for a in b.authors] == authors


def test_official_name_of_usual_names() -> None:
    assert official_name("白鹭县委") == "中共白鹭县委员会"
    assert official_name("云川市政府") == "云川市人民政府"
    assert official_name("云钢集团") == "云钢集团"


def test_events_visit_with_its_arguments() -> None:
    record = record_of("标题一\n\n3月1日，市长陆怀谦赴云川电力公司调研。市领导胡小龙参加调研。")
    (visit,) = [e for e in record.events if e.trigger == "调研"]
    assert visit.type == "Inspection" and visit.when is not None and visit.when.begin == "2021-03-01"
    assert {("调研", "agent", "陆怀谦"), ("调研", "participant", "胡小龙")} <= statements(record)
    assert ("调研", "target", "云川电力公司") in statements(record)


def test_events_passive_turns_subject_and_object_round() -> None:
    stated = statements(record_of("标题一\n\n矿长包一山已被青石县公安局刑事拘留。"))
    assert {("刑事拘留", "target", "包一山"), ("刑事拘留", "agent", "青石县公安局")} <= stated


def test_events_are_not_read_from_duty_and_speech() -> None:
    record = record_of("标题一\n\n陆怀谦强调，要加快建设云川大学，认真调研云川市中心医院。")
    assert [e.trigger for e in record.events] == []


def test_events_of_a_headline_and_its_body_are_one() -> None:
    record = record_of("陆怀谦到云川大学调研\n\n本报讯（记者 何书远）3月1日，市长陆怀谦到云川大学调研。")
    assert [e.trigger for e in record.events] == ["调研"]


def test_a_new_event_type_is_a_few_lines_of_turtle(tmp_path: Path) -> None:
    text = "标题一\n\n3月1日，云川市临江区的村民在白鹭县开镰收割，市长陆怀谦开镰。"
    assert [e for e in record_of(text).events if e.trigger == "开镰"] == []
    extra = tmp_path / "harvest.ttl"
    extra.write_text(
        """@prefix kg: <https://w3id.org/newskg/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        kg:Harvest rdfs:subClassOf kg:Event ; rdfs:label "开镰"@zh ; kg:verb "开镰" ; kg:subjectRole kg:agent .""",
        "utf-8",
    )
    record = record_of(text, extra)
    assert {e.type for e in record.events if e.trigger == "开镰"} == {"Harvest"}
    assert ("开镰", "agent", "陆怀谦") in statements(record)


def test_a_broken_lexicon_is_reported(tmp_path: Path) -> None:
    extra = tmp_path / "broken.ttl"
    extra.write_text("kg:Harvest a", "utf-8")
    with pytest.raises(OntologyError, match=r"broken\.ttl"):
        load_events([ontology_folder() / "events.ttl", extra])


def test_evidence_is_the_exact_slice_of_the_source() -> None:
    text = "标题一\n\n本报讯（记者 何书远）3月1日，市委副书\n\n记陆怀谦到云川大学调研。市领导胡小龙参加调研活动，听取云川大学的汇报。"
    record = record_of(text)
    assert record.evidence
    assert all(text[e.start : e.end] == e.text for e in record.evidence)


@pytest.mark.parametrize(
    ("sentence", "full"),
    [
        ("中美两军将举行会谈。", {"中国", "美国"}),
        ("法国总统访华期间签署了协议。", {"中国", "法国"}),
        ("德国驻美大使出席开幕式。", {"德国", "美国"}),
        ("展会吸引了港澳客商。", {"香港", "澳门"}),
        ("峰会讨论亚太地区的合作。", {"亚太"}),
    ],
)
def test_names_states_and_places_by_one_letter(sentence: str, full: set[str]) -> None:
    found = {e.norm or e.name for e in record_of("标题一\n\n" + sentence).entities if e.kind == "Place"}
    assert found == full


def test_names_a_person_called_by_surname_and_title() -> None:
    record = record_of("标题一\n\n云川大学教授王怀瑾昨日作报告。王教授说，水稻长势很好。")
    (person,) = [e for e in record.entities if e.kind == "Person"]
    assert (person.name, person.aliases) == ("王怀瑾", ("王教授",))


def test_names_leave_the_letters_of_common_words_alone() -> None:
    record = record_of("标题一\n\n她在华丽的舞台上演出，观众对美食赞不绝口，中文老师也来了。")
    assert names(record, "Place") == set()


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        ("市纪委监委对市政府党组成员、副市长王怀瑾立案审查调查。", ("立案审查调查", "target", "王怀瑾")),
        ("以色列军队空袭加沙北部。", ("空袭", "agent", "以色列军队")),
        ("云川农商银行向桃花村捐赠图书。", ("捐赠", "target", "桃花村")),
        ("矿工龙二喜昨晚获救。", ("获救", "target", "龙二喜")),
        ("在女子团体决赛中，由陈小梦、王小昱两名队员组成的云川队发挥出色。", ("决赛", "participant", "陈小梦")),
        ("在女子团体决赛中，由陈小梦、王小昱两名队员组成的云川队发挥出色。", ("决赛", "participant", "云川队")),
        ("“云川好人”评选活动最终推选出秦岚芝、韩定远2名个人。", ("韩定远", "award", "云川好人")),
        ("青禾奖颁奖典礼昨日举行。\n法国的杜兰德、德国的施密特等2位学者获得本届奖项。", ("施密特", "award", "青禾奖")),
    ],
)
def test_events_give_each_name_its_role(sentence: str, stated: tuple[str, str, str]) -> None:
    assert stated in statements(record_of("标题一\n\n" + sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "副市长韩定远要求有关部门全力抢救伤员，查明事故原因。",
        "王怀瑾因涉嫌重大责任事故罪被羁押，经抢救无效。",
        "会议学习了《中国共产党问责条例》。",
        "秦岚芝走村入户时发现，不少孩子喜欢唱歌。",
    ],
)
def test_events_are_no_directions_crimes_or_titles_of_laws(sentence: str) -> None:
    stated = {e.type for e in record_of("标题一\n\n" + sentence).events}
    assert not stated & {"Rescue", "Accident", "Investigation", "Research"}


def test_events_of_one_disaster_reported_twice_are_one() -> None:
    text = "青石县发生重大交通事故\n\n青石县恶山乡昨日发生一起道路交通事故，造成3人死亡。事故发生后，县委书记方一鸣赶赴现场，并作出部署。"
    record = record_of(text)
    assert [e.type for e in record.events].count("Accident") == 1
    assert not any(e.type == "Casualty" for e in record.events)
    assert ("交通事故", "participant", "方一鸣") not in statements(record)


@pytest.mark.parametrize(
    ("sentence", "post"),
    [
        ("市公安局长韩定远讲话。", ("韩定远", "市公安局长", "云川市公安局")),
        ("俄外交部发言人扎哈罗娃表示遗憾。", ("扎哈罗娃", "发言人", "俄罗斯外交部")),
        ("中国作家协会副主席、著名诗人沈清如来访。", ("沈清如", "副主席", "中国作家协会")),
        ("云川钢铁集团技术研发负责人何书远介绍说。", ("何书远", "技术研发负责人", "云川钢铁集团")),
        ("澜江省旅游和文化广电体育厅厅长孔时雨出席。", ("孔时雨", "厅长", "澜江省旅游和文化广电体育厅")),
    ],
)
def test_positions_whose_organisation_and_title_run_together(sentence: str, post: tuple[str, str, str]) -> None:
    assert post in posts(record_of("标题一\n\n" + sentence))


def test_names_with_a_hyphen_are_one_person_and_their_parts_are_that_person() -> None:
    record = record_of("标题一\n\n总统米格尔·费尔南-卡斯特会见了陆怀谦。卡斯特说，会谈很好。")
    (person,) = (e for e in record.entities if e.kind == "Person" and "卡斯特" in e.name)
    assert person.name == "米格尔·费尔南-卡斯特"
    assert "卡斯特" in person.aliases


def test_names_a_son_apart_from_the_one_whose_last_name_he_bears() -> None:
    record = record_of("标题一\n\n总统杜瓦尔赦免其子亨利·杜瓦尔。杜瓦尔此前曾表示不会这样做。")
    assert {"杜瓦尔", "亨利·杜瓦尔"} <= names(record, "Person")


def test_names_a_transliteration_behind_a_part_of_a_land_as_a_place() -> None:
    record = record_of("标题一\n\n空袭发生在加沙地带中部努赛赖特。东部战区司令员王海出席。")
    assert "努赛赖特" in names(record, "Place")
    assert "王海" in names(record, "Person")


def test_names_no_side_of_talks_as_a_person() -> None:
    assert not names(record_of("标题一\n\n中方愿同阿方加强合作。阿方表示欢迎。"), "Person")


NEW_TYPES = [  # family, kind of word, word, sentence, what it states
    ("Visit", "verb", "巡河", "市长陆怀谦到白鹭县、青石县巡河。", {("target", "白鹭县"), ("target", "青石县"), ("agent", "陆怀谦")}),
    ("Inspection", "verb", "踏查", "市长陆怀谦踏查了市中心医院。", {("target", "市中心医院"), ("agent", "陆怀谦")}),
    ("Meeting", "noun", "圆桌会", "昨日，市长陆怀谦主持召开教育圆桌会。", {("agent", "陆怀谦")}),
    ("Ceremony", "noun", "封山礼", "市长陆怀谦出席云川市封山礼。", {("participant", "陆怀谦")}),
    ("Appointment", "verb", "举荐", "市委举荐沈若谷为副市长。", {("target", "沈若谷"), ("agent", "市委")}),
    ("Removal", "verb", "停免", "市委停免沈若谷的副市长职务。", {("target", "沈若谷"), ("agent", "市委")}),
    ("Election", "verb", "票选", "大会票选沈若谷为主席。", {("target", "沈若谷")}),
    ("Accident", "noun", "翻船", "昨日，青石县发生翻船。", {("place", "青石县")}),
    ("Disaster", "noun", "沙暴", "昨日，青石县遭遇沙暴。", {("place", "青石县")}),
    ("Casualty", "verb", "中暑", "矿工龙二喜昨日中暑。", {("target", "龙二喜")}),
    ("Rescue", "verb", "背送", "消防队员韩定远背送龙二喜。", {("agent", "韩定远"), ("target", "龙二喜")}),
    ("Investigation", "verb", "留置", "王怀瑾被留置。", {("target", "王怀瑾")}),
    ("Arrest", "verb", "羁押", "王怀瑾昨日羁押。", {("target", "王怀瑾")}),
    ("Attack", "verb", "炮轰", "以色列军队炮轰加沙北部。", {("agent", "以色列军队"), ("target", "加沙")}),
    ("Competition", "noun", "争霸赛", "在争霸赛中，陈小梦表现出色。", {("participant", "陈小梦")}),
    ("CulturalEvent", "noun", "游园会", "云川市昨日举办游园会。", {("agent", "云川市")}),
    ("Founding", "verb", "创设", "云川大学1958年创设。", {("target", "云川大学")}),
    ("Acquisition", "verb", "接盘", "云钢集团接盘华辰新能源股份有限公司。", {("agent", "云钢集团"), ("target", "华辰新能源股份有限公司")}),
]  # fmt: skip


@pytest.mark.parametrize(("family", "kind", "word", "sentence", "stated"), NEW_TYPES, ids=[t[0] for t in NEW_TYPES])
def test_a_new_type_of_each_family_behaves_like_the_family(
    tmp_path: Path, family: str, kind: str, word: str, sentence: str, stated: set[tuple[str, str]]
) -> None:
    extra = tmp_path / "new.ttl"
    extra.write_text(
        f"""@prefix kg: <https://w3id.org/newskg/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        kg:New rdfs:subClassOf kg:{family} ; kg:{kind} "{word}" .""",
        "utf-8",
    )
    record = record_of("标题一\n\n" + sentence, extra)
    assert [e.type for e in record.events] == ["New"]
    assert {(role, name) for trigger, role, name in statements(record) if trigger == word} == stated


def test_no_behaviour_hangs_on_the_name_of_an_event_type(tmp_path: Path) -> None:
    """Every class is renamed: the records of the sample corpus are the same but for the names of the types."""
    ontology = (ontology_folder() / "events.ttl").read_text("utf-8")
    types = re.findall(r"^kg:(\w+) a owl:Class", ontology, re.MULTILINE)
    renamed = {name: f"T{n}" for n, name in enumerate(types)}
    other = tmp_path / "events.ttl"
    other.write_text(re.sub(r"\bkg:(\w+)", lambda m: f"kg:{renamed.get(m[1], m[1])}", ontology), "utf-8")
    using = replace(pipeline(), lexicon=replace(lexicon(), events=load_events([other])))
    sources = read([str(Path(__file__).parent.parent / "kg" / "demo")], on_problem=lambda p: None)
    for article in analyse_all([a for s in sources for a in split(s)]):
        record, same = extract(article), extract(article, None, using)
        assert [replace(e, type=renamed[e.type], confidence=1) for e in record.events] == [
            replace(e, confidence=1) for e in same.events
        ]
        assert [replace(r, confidence=1) for r in record.relations] == [
            replace(r, confidence=1) for r in same.relations
        ]


def test_a_trait_that_a_subclass_denies_does_not_hold_for_it() -> None:
    frames = lexicon().events.frames
    assert Trait.NEEDS_TARGET in frames["Visit"].traits
    assert Trait.NEEDS_TARGET not in frames["Inspection"].traits
    assert Trait.VISIT in frames["Briefing"].traits


@pytest.mark.parametrize("path", sorted((ontology_folder() / "lexicon").glob("*.t*")), ids=lambda p: p.name)
def test_a_word_list_says_what_it_holds_and_each_word_once(path: Path) -> None:
    first, *lines = path.read_text("utf-8").splitlines()
    assert first.startswith("# ") and first.endswith((".", ":"))
    entries = [line.split("\t") for line in lines if not line.startswith("#")]
    assert len({e[0] for e in entries}) == len(entries) > 0
    assert {len(e) for e in entries} <= ({1} if path.suffix == ".txt" else {2, 3, 4})
    assert all(part == part.strip() and part for e in entries for part in e)


def test_a_missing_word_list_is_one_clear_error() -> None:
    with pytest.raises(OntologyError, match=r"magic\.txt: cannot be read"):
        words("magic")
