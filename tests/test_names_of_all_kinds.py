"""Names of persons and companies that the tagger cuts or mixes up, on sentences of our own."""

from __future__ import annotations

import datetime

import pytest
from test_years import default_record_of, record_of

from kg.extract import extract
from kg.extract.pipeline import find_by_rules
from kg.language import analyse
from kg.model import Metadata, Source
from kg.read import split


def names(text: str, kind: str) -> set[str]:
    return {e.name for e in record_of(text).entities if e.kind == kind}


def default_names(text: str, kind: str) -> set[str]:
    return {e.name for e in default_record_of(text).entities if e.kind == kind}


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("全国劳模古丽娜尔·买买提3月5日发言。", {"古丽娜尔·买买提"}),
        ("自治区政协副主席阿不都热西提·卡德尔3月5日调研云川大学。", {"阿不都热西提·卡德尔"}),
        ("牧民扎西多吉3月5日获奖。", {"扎西多吉"}),
        ("县长边巴次仁3月5日调研云川大学。", {"边巴次仁"}),
        ("约旦王储哈桑·本·塔拉勒3月5日抵达北京。", {"哈桑·本·塔拉勒"}),
        ("3月5日，副县长李䶮到云川大学调研。", {"李䶮"}),
        ("护边员买买提江·吾买尔3月5日获奖。", {"买买提江·吾买尔"}),
        ("3月5日，周立高等二十人表示支持云川大学。", {"周立高"}),
        ("3月5日，沈以宁调任云川市副市长。", {"沈以宁"}),
        ("3月5日，秘书长欧阳明起参加座谈会。", {"欧阳明起"}),
        ("3月5日，欧阳修到云川大学调研。", {"欧阳修"}),
        ("3月5日，周学平等表示支持云川大学。", {"周学平"}),
        ("3月5日，青石县发生里氏4.1级地震。", set()),
        ("3月5日，云川气温升至摄氏30度。", set()),
        ("3月5日，董事长方以宁到云川大学调研。", {"方以宁"}),
    ],
)
def test_persons_have_their_whole_names_and_nothing_else(text: str, persons: set[str]) -> None:
    assert names(text, "Person") == persons


@pytest.mark.parametrize(
    ("text", "persons", "organisations"),
    [
        ("3月5日，首席执行官Maria Rossi访问云川大学。", {"Maria Rossi"}, {"云川大学"}),
        ("3月5日，BlueRiver CEO Tom Baker访问云川大学。", {"Tom Baker"}, {"BlueRiver", "云川大学"}),
        ("3月5日，Nova Motors亚太区总裁沈若谷到访。", {"沈若谷"}, {"Nova Motors"}),
        ("3月5日，Deep Blue公司与云川大学签约。", set(), {"Deep Blue公司", "云川大学"}),
    ],
)
def test_names_in_latin_letters_are_whole(text: str, persons: set[str], organisations: set[str]) -> None:
    assert (names(text, "Person"), names(text, "Organisation")) == (persons, organisations)
    assert names(text, "Place") == set()


def test_the_latin_form_of_a_name_in_brackets_is_an_alias() -> None:
    (person,) = [
        e for e in record_of("3月5日，教授玛丽·琼斯（Mary Jones）在云川大学演讲。").entities if e.kind == "Person"
    ]
    assert (person.name, person.aliases) == ("玛丽·琼斯", ("Mary Jones",))


@pytest.mark.parametrize(
    ("text", "organisations"),
    [
        ("3月5日，明澜（衡阳）新能源科技有限公司在云川开业。", {"明澜（衡阳）新能源科技有限公司"}),
        ("3月5日，云岭国投（集团）股份有限公司成立。", {"云岭国投（集团）股份有限公司"}),
        ("3月5日，正衡会计师（北京）事务所与云川大学签约。", {"正衡会计师（北京）事务所", "云川大学"}),
        ("3月5日，云川大学（北校区）举行座谈会。", {"云川大学"}),
    ],
)
def test_brackets_inside_a_companys_name_do_not_cut_it(text: str, organisations: set[str]) -> None:
    assert organisations <= names(text, "Organisation")
    assert not any("）" in n and "（" not in n for n in names(text, "Organisation"))


def test_an_epithet_before_a_name_leaves_the_person_the_subject() -> None:
    record = record_of("约旦王储哈桑·本·塔拉勒3月5日访问云川大学。")
    by_id = {e.id: e.name for e in record.entities}
    assert [by_id[r.object] for r in record.relations if r.predicate == "agent"] == ["哈桑·本·塔拉勒"]


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("牧民丹增罗布3月5日获奖。", {"丹增罗布"}),
        ("村支书次仁旺堆3月5日参加座谈会。", {"次仁旺堆"}),
        ("歌唱家降央卓玛3月5日到场。", {"降央卓玛"}),
        ("3月5日，刘局长到云川小学检查，刘校长汇报了工作。", {"刘局长", "刘校长"}),
        ("3月5日，孙厅长会见孙董事长。", {"孙厅长", "孙董事长"}),
        ("3月5日，OpenRiver CEO Sam Alton访问云川大学。", {"Sam Alton"}),
        ("3月5日，诗人玛格丽特·怀特（Margaret White）访问云川大学。", {"玛格丽特·怀特"}),
        ("3月5日，总裁高乐（Jochen Gohler）会见市长罗婉清。", {"高乐", "罗婉清"}),
        ("3月5日，次仁旺堆合作社与云川大学签约。", set()),
    ],
)
def test_the_model_leaves_names_that_their_form_shows(text: str, persons: set[str]) -> None:
    assert default_names(text, "Person") == persons


@pytest.mark.parametrize(
    ("text", "organisation", "person", "title"),
    [
        ("3月5日，Orion Pharma大中华区总裁梁以宁出席签约仪式。", "Orion Pharma", "梁以宁", "大中华区总裁"),
        ("3月5日，Sigma Systems亚太区副总裁陈以恒到访。", "Sigma Systems", "陈以恒", "亚太区副总裁"),
        ("3月5日，OpenRiver CEO Sam Alton与云川大学校长沈若谷会谈。", "云川大学", "沈若谷", "校长"),
    ],
)
def test_an_officer_of_a_region_is_of_the_company(text: str, organisation: str, person: str, title: str) -> None:
    record = default_record_of(text)
    name = {e.id: e.name for e in record.entities}
    assert (person, title, organisation) in {
        (name[p.person], p.title, name.get(p.organisation or "")) for p in record.positions
    }
    assert default_names(text, "Place").isdisjoint({"大中华区", "亚太区", "中国"})


@pytest.mark.parametrize(
    ("text", "persons", "places"),
    [
        ("3月5日，演员黄山到黄山市参加演出。", {"黄山"}, {"黄山市"}),
        ("3月5日，教师吉安到吉安支教。", {"吉安"}, {"吉安"}),
        ("3月5日，云川市市长安康会见客商。安康说，他曾在安康求学。", {"安康"}, {"安康", "云川市"}),
        ("3月5日，云川大学校长温岭到温岭市调研。", {"温岭"}, {"温岭市"}),
        ("3月5日，市长罗婉清到黄山考察。", {"罗婉清"}, {"黄山"}),
    ],
)
def test_a_person_and_a_place_of_one_name_are_two(text: str, persons: set[str], places: set[str]) -> None:
    assert names(text, "Person") == default_names(text, "Person") == persons
    assert names(text, "Place") >= places - {"云川市"}


def test_a_place_right_behind_a_title_is_no_person_by_the_rules() -> None:  # the trained model takes it for one
    text = "3月5日，罗婉清书记武夷山调研。"
    assert names(text, "Person") == {"罗婉清"}
    assert "武夷山" in names(text, "Place")


def test_the_place_in_the_papers_name_is_no_person() -> None:
    article = Source("a.txt", "短讯\n\n12月31日晚，汐川举行音乐会。", Metadata(datetime.date(2024, 1, 1), "汐川日报"))
    (analysed,) = map(analyse, split(article))
    assert {(e.kind, e.name) for e in extract(analysed).entities} == {("Place", "汐川")}


def test_a_name_at_the_end_of_a_text_ends_there_though_a_longer_one_begins_like_it() -> None:
    text = "云川市教育委员会督导办公室\n\n云川市教育委员会督导办公室3月1日公布名单。名单由云川市教育委员会拟定，报送单位：云川市教育委员会"
    (article,) = (analyse(a) for a in split(Source("a.txt", text, Metadata(source="云川日报"))))
    record = find_by_rules(article)
    assert all(m.end <= len(article.article.text) for e in record.entities for m in e.mentions)
    assert any(m.end == len(article.article.text) for e in record.entities for m in e.mentions)


@pytest.mark.parametrize("name", ["程学平", "何国平", "谢学平"])
@pytest.mark.parametrize("verb", ["参加会议", "出席", "到场"])
def test_the_last_of_a_list_is_named_without_the_word_for_others(name: str, verb: str) -> None:
    assert default_names(f"3月5日，{name}等{verb}。", "Person") == {name}


def test_a_name_whose_second_part_means_rank_keeps_it() -> None:
    assert "何等闲" in default_names("3月5日，市长何等闲到云川大学调研。何等闲察看了实验室。", "Person")
