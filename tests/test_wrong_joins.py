"""Statements that join what does not belong together, on sentences of our own."""

from __future__ import annotations

import pytest
from test_years import default_record_of, record_of

from kg.divisions import divisions
from kg.extract.model.grounds import has_grounds, is_withstood
from kg.extract.model.proposals.records import EventProposal, LinkProposal
from kg.model import Entity, Mention


def relations(text: str, default: bool = False) -> set[tuple[str, str, str]]:
    record = default_record_of(text) if default else record_of(text)
    names = {e.id: e.name for e in record.entities} | {e.id: e.trigger for e in record.events}
    return {(names.get(r.subject, ""), r.predicate, names.get(r.object, "")) for r in record.relations}


@pytest.mark.parametrize(
    ("name", "around", "code"),
    [
        ("西安", ["黑龙江省", "牡丹江市"], "610100"),
        ("西安", ["吉林省", "辽源市"], "610100"),
        ("鞍山", ["云南省"], "210300"),
        ("朝阳", ["北京市"], "110105"),
        ("朝阳", ["辽宁省"], "211300"),
        ("西安区", ["牡丹江市"], "231005"),
    ],
)
def test_a_citys_stem_means_the_city_except_beside_a_municipality(name: str, around: list[str], code: str) -> None:
    found = divisions().find(name, around)
    assert found is not None and found.code == code


@pytest.mark.parametrize(
    "text",
    [
        "3月5日，事故发生在京港澳高速白鹭县段。",
        "3月5日，事故发生在青石县107国道。",
        "3月5日，云川市沪昆铁路发生事故。",
        "3月5日，国道318线青石县境内发生车祸。",
    ],
)
def test_a_road_holds_no_county_and_is_part_of_none(text: str) -> None:
    for default in (False, True):
        assert [r for r in relations(text, default) if r[1] == "partOf"] == []


def test_places_in_a_row_and_streets_keep_their_upper_places() -> None:
    assert ("青石县", "partOf", "云川") in relations("3月5日，事故发生在云川青石县。")
    assert ("临江区", "partOf", "云川市") in relations("3月5日，事故发生在云川市临江区解放路。")
    assert ("解放路", "partOf", "临江区") in relations("3月5日，事故发生在云川市临江区解放路。")


@pytest.mark.parametrize(
    "text",
    [
        "3月5日，陆怀谦出席因公殉职民警沈若谷的追悼会。",
        "3月5日，陆怀谦看望因公牺牲民警沈若谷的家属。",
        "3月5日，陆怀谦向因公殉职的沈若谷敬献花圈。",
    ],
)
def test_who_honours_the_dead_is_no_casualty(text: str) -> None:
    stated = relations(text)
    assert not any(r[1] == "target" and r[2] == "陆怀谦" for r in stated)


def test_who_dies_is_the_casualty() -> None:
    assert ("因公殉职", "target", "沈若谷") in relations("3月5日，民警沈若谷在救援中因公殉职。")


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("3月5日，梅里达成为首位夺冠的亚洲人。", []),
        ("3月5日，阿根廷籍教练沈若谷抵达云川。", []),
        ("沈若谷，阿根廷人，3月5日抵达云川。", []),
        ("沈若谷，青石县人，3月5日抵达云川。", ["青石县"]),
        ("沈若谷，男，45岁，青石县人。", ["青石县"]),
        ("沈若谷，女，1968年5月出生，澜江省青石县人。", ["青石县"]),
        ("嫌疑人沈某（男，36岁，青石县人）3月5日被抓获。", ["青石县"]),
        ("沈若谷说，逛花市是青石县人的习惯。", []),
        ("沈若谷会见青石县人大代表。", []),
        ("3月5日，青石县籍教练沈若谷抵达云川。", ["青石县"]),
        ("沈若谷1971年出生于阿根廷。", ["阿根廷"]),
    ],
)
def test_a_nationality_is_no_birthplace(text: str, born: list[str]) -> None:
    assert [o for _, p, o in relations(text) if p == "bornIn"] == born


@pytest.mark.parametrize("text", ["3月5日，中马两国签署协议。", "3月5日，中德关系发展良好。", "3月5日，朝韩边境平静。"])
def test_two_states_in_one_word_hold_none_of_each_other(text: str) -> None:
    assert [r for r in relations(text) if r[1] == "partOf"] == []


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("3月5日，总统沈若谷批准青石国加入北约。", set()),
        ("3月5日，沈若谷称，瑞典加入北约。", set()),
        ("沈若谷2019年加入中国共产党。", {"沈若谷"}),
    ],
)
def test_who_joins_is_who_stands_before_the_verb(text: str, members: set[str]) -> None:
    assert {s for s, p, _ in relations(text) if p == "memberOf"} == members


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("3月5日，陆怀谦发表声明，强烈谴责发生在云川的恐怖袭击。", set()),
        ("云川市气象局发布预警，临江区3月5日可能出现龙卷风。", set()),
        ("3月5日，云川药业有限公司发生火灾。", {"云川药业有限公司"}),
    ],
)
def test_who_speaks_of_an_incident_does_not_suffer_it(text: str, targets: set[str]) -> None:
    assert {o for _, p, o in relations(text) if p == "target"} == targets


def test_the_name_of_a_time_or_of_a_contest_is_no_place_of_the_event() -> None:
    assert not any(o == "北京" for _, _, o in relations("北京时间3月5日，云川大学举行揭牌仪式。"))
    assert not any(p == "place" and o == "亚洲" for _, p, o in relations("3月5日，陆怀谦出席第19届亚洲运动会。"))


def test_a_conjunction_begins_no_name() -> None:
    assert [e for e in record_of("3月5日，初级医生和高级医生同时罢工。").entities if e.kind == "Person"] == []


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("3月4日，青石县人民法院将孙大勇判处无期徒刑。", "孙大勇"),
        ("2月27日，林小满将三十件书画捐赠给云川博物馆。", "林小满"),
    ],
)
def test_whom_an_organisation_acts_upon_is_not_its_member(text: str, person: str) -> None:
    stated = relations(text, default=True)
    assert any(r[1] == "agent" for r in stated)
    assert not any(r[1] == "memberOf" for r in stated)


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("3月5日，巴勒斯坦总理沈若谷抵达云川，中巴双方签署协议。", {"巴勒斯坦"}),
        ("3月5日，沈若谷访问巴西和巴基斯坦，中巴双方签署协议。", {"巴基斯坦", "巴西"}),
        ("3月5日，中巴双方签署协议。", {"巴西"}),
    ],
)
def test_the_letter_of_a_state_means_the_one_that_the_article_names(text: str, states: set[str]) -> None:
    found = {e.norm or e.name for e in record_of(text).entities if e.kind == "Place"}
    assert {n for n in found if n.startswith("巴")} == states


def test_a_bureau_of_markets_makes_no_city() -> None:
    record = record_of("3月5日，国家市场监管总局、国家数据局发布通知。")
    assert not any("国家市" in (e.norm or "") for e in record.entities)


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("3月5日，云川市妇联主席沈若谷到青石县调研。", "云川市妇联"),
        ("3月5日，联合国安理会通过决议，陆怀谦感谢沈若谷主席的支持。", None),
        ("3月5日，据青石卫视报道，沈若谷总书记到云川调研。", "中共中央"),
    ],
)
def test_the_head_of_a_state_or_a_party_is_not_of_the_organisation_named_last(text: str, office: str | None) -> None:
    record = default_record_of(text)
    names = {e.id: e.name for e in record.entities}
    held = {names.get(p.organisation or "") for p in record.positions if names[p.person] == "沈若谷"}
    assert held <= {office, None} and (office is None or office in held)


def test_what_is_pointed_at_has_no_name() -> None:
    record = default_record_of("3月5日，云川第三小学举行运动会。这所小学共有200名学生。")
    assert not any(e.name.startswith("这") for e in record.entities)


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("3月5日，陆怀谦来到青石县，在柳溪镇机关翻阅资料。", set()),
        ("沈若谷，女，1968年5月出生，青石县人，3月5日当选。", {"青石县"}),
    ],
)
def test_who_visits_a_place_was_not_born_there(text: str, born: set[str]) -> None:
    assert {o for _, p, o in relations(text, default=True) if p == "bornIn"} == born


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("3月5日，云川大学与云川市图书馆、青石县农业协会签署协议。", set()),
        ("3月5日，云川市公安局与云川市公安局情报中心举行座谈会。", {"云川市公安局情报中心"}),
    ],
)
def test_who_signs_with_an_organisation_is_no_part_of_it(text: str, parts: set[str]) -> None:
    by_rules, by_default = (
        {s for s, p, _ in relations(text, default=d) if p == "subOrganisationOf"} for d in (False, True)
    )
    assert by_default <= by_rules == parts  # the model may be too unsure to say so


@pytest.mark.parametrize(
    "text",
    [
        "云川市人大常委会3月5日举行会议。会议经表决，任命陆怀谦为云川市财政局局长；任命韩立群为云川市教育局局长；免去沈一帆的云川市教育局局长职务。",
        "3月5日，国务院任免国家工作人员。任命陆怀谦为外交部副部长；免去韩立群的外交部副部长职务；免去沈一帆的教育部副部长职务。",
        "云川大学3月5日宣布，聘任陆怀谦为文学院院长，聘任韩立群为医学院院长。",
    ],
)
def test_those_appointed_one_by_one_are_appointed_by_several_events(text: str) -> None:
    record = default_record_of(text)
    names = {e.id: e.name for e in record.entities}
    events = {e.id for e in record.events}
    targets = [
        {names[r.object] for r in record.relations if r.subject == e and r.predicate == "target"} for e in events
    ]
    assert {"陆怀谦"} in targets and {"韩立群"} in targets
    assert all(len(found) < 2 for found in targets)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("沅国选手陆怀谦获得银牌。", False),
        ("沅国女子选手陆怀谦获得银牌。", False),
        ("沅国名将陆怀谦获得银牌。", False),
        ("居住在沅国的陆怀谦说，他很高兴。", True),
        ("陆怀谦是沅国居民。", True),
    ],
)
def test_who_competes_for_a_state_is_not_said_to_live_there(text: str, stated: bool) -> None:
    start = text.index("沅国")
    place = Entity("l1", "Place", "沅国", mentions=(Mention(start, start + 2, "Place", 0, "model"),))
    link = LinkProposal(0, "livesIn", 1, 0, (0.0,) * 10)
    assert has_grounds(text, link, Entity("p1", "Person", "陆怀谦"), place, (0, len(text))) is stated


@pytest.mark.parametrize(
    ("text", "name", "trigger", "withstood"),
    [
        ("沅军击退洛军的数十次进攻。", "洛军", "进攻", True),
        ("沅军挫败了洛军进攻。", "洛军", "进攻", True),
        ("沅州城遭洛军空袭。", "洛军", "空袭", True),
        ("沅军击退洛军，空袭洛军阵地。", "洛军", "空袭", False),
        ("沅军进攻洛军。", "洛军", "进攻", False),
        ("洛军的进攻被沅军击退。", "沅军", "进攻", False),
        ("沅军击退洛军的进攻。", "沅军", "进攻", False),
    ],
)
def test_whose_attack_is_beaten_back_is_not_attacked(text: str, name: str, trigger: str, withstood: bool) -> None:
    at = [i for i in range(len(text)) if text.startswith(name, i)]
    mentions = tuple(Mention(i, i + len(name), "Organisation", 0, "model") for i in at)
    start = text.index(trigger)
    event = EventProposal(((start, start + len(trigger)),), "Attack", "happened", None, ())
    assert is_withstood(text, event, Entity("o1", "Organisation", name, mentions=mentions)) is withstood
