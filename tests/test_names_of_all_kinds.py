"""Names of persons and companies that the tagger cuts or mixes up, on sentences of our own."""

from __future__ import annotations

import pytest
from test_years import record_of


def names(text: str, kind: str) -> set[str]:
    return {e.name for e in record_of(text).entities if e.kind == kind}


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("全国劳模古丽娜尔·买买提3月5日发言。", {"古丽娜尔·买买提"}),
        ("自治区政协副主席阿不都热西提·卡德尔3月5日调研云川大学。", {"阿不都热西提·卡德尔"}),
        ("牧民扎西多吉3月5日获奖。", {"扎西多吉"}),
        ("县长边巴次仁3月5日调研云川大学。", {"边巴次仁"}),
        ("约旦王储哈桑·本·塔拉勒3月5日抵达北京。", {"哈桑·本·塔拉勒"}),
        ("3月5日，副县长李䶮到云川大学调研。", {"李䶮"}),
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
