"""Whether an event happened, is planned, or was called off, on sentences of our own."""

from __future__ import annotations

import pytest
from test_years import dated, default_record_of


@pytest.mark.parametrize(
    ("text", "trigger", "begin"),
    [
        ("民警3月4日将嫌疑人李大川抓获。", "抓获", "2024-03-04"),
        ("3月1日，范成竹将两箱图书捐给云川大学。", "捐给", "2024-03-01"),
        ("青石县人民法院将被告人李大川判处有期徒刑五年。", "判处", None),
        ("3月4日，警方将嫌疑人李某（男，34岁）、张某抓获。", "抓获", "2024-03-04"),
        ("去年11月，警方将涉案人员韩定远刑事拘留。", "刑事拘留", "2023-11"),
        ("3月2日，消防员将落水游客救出，陆怀谦到云川市中心医院看望伤员沈若谷。", "看望", "2024-03-02"),
        ("3月2日，消防员将其救出后，陆怀谦到云川市中心医院看望伤员沈若谷。", "看望", "2024-03-02"),
    ],
)
def test_jiang_before_an_object_states_no_plan(text: str, trigger: str, begin: str | None) -> None:
    assert (trigger, begin, "happened") in dated(text)


@pytest.mark.parametrize(
    ("text", "trigger", "begin"),
    [
        ("第五届云川艺术节将于5月8日开幕。", "艺术节", "2024-05-08"),
        ("青石县图书馆落成仪式定于3月18日举行。", "仪式", "2024-03-18"),
        ("云川马拉松拟于10月举办。", "马拉松", "2024-10"),
        ("陆怀谦将赴青石县调研。", "调研", None),
        ("云川大学计划成立海洋研究院。", "成立", None),
        ("云川大学即将举行盛大的揭牌仪式。", "揭牌仪式", None),
        ("张三丰将出任云川大学校长。", "出任", None),
    ],
)
def test_an_adverb_of_planning_makes_an_event_planned(text: str, trigger: str, begin: str | None) -> None:
    assert (trigger, begin, "planned") in dated(text)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("即将投用的云川大学附属医院3月5日举行揭牌仪式。", "揭牌仪式"),
        ("3月5日召开的座谈会将推动云川大学发展。", "座谈会"),
        ("陆怀谦将赴青石县考察 本报讯 3月5日，陆怀谦抵达青石县。", "抵达"),
        ("老将段飞扬3月5日在云川马拉松夺冠。", "马拉松"),
        ("“十四五”计划座谈会3月5日在云川大学举行。", "座谈会"),
    ],
)
def test_a_plan_for_something_else_leaves_an_event_alone(text: str, trigger: str) -> None:
    assert (trigger, "happened") in {(t, s) for t, _, s in dated(text)}


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("云川大学揭牌仪式原定3月2日举行，因暴雪取消。", "揭牌仪式", "cancelled"),
        ("受台风影响，原定4月8日开跑的云川马拉松推迟。", "马拉松", "postponed"),
        ("云川市宣布取消4月8日的云川艺术节。", "艺术节", "cancelled"),
        ("原定于4月8日在青石湾举行的龙舟邀请赛，因台风逼近，组委会昨天宣布延期。", "邀请赛", "postponed"),
        ("原定4月8日举行的云川艺术节将照常举行，但受暴雨影响，露天演出取消。", "艺术节", "planned"),
        ("原定4月8日举行的云川艺术节将照常举行，不会取消。", "艺术节", "planned"),
        ("原计划4月8日举办的云川音乐节，受疫情影响，主办方决定取消。", "音乐节", "cancelled"),
        ("将于4月8日举行的龙舟邀请赛，因台风逼近，组委会昨天召开会议，推迟了裁判培训。", "邀请赛", "planned"),
        ("云川艺术节延期至5月8日在云川大学举行。", "艺术节", "postponed"),
        ("青石县茶博会原定3月2日开幕，后因故改期。", "茶博会", "postponed"),
        ("云川足球公开赛原定于2月25日举行，现已取消。", "公开赛", "cancelled"),
        ("受大风影响，3月2日的云川庙会被取消。", "庙会", "cancelled"),
        ("会议讨论取消收费后，陆怀谦主持云川大学座谈会。", "座谈会", "happened"),
        ("云川大学3月5日召开座谈会，学者建议取消收费。", "座谈会", "happened"),
        ("云川大学揭牌仪式原定3月12日举行。", "揭牌仪式", "planned"),
    ],
)
def test_what_was_called_off_did_not_happen(text: str, trigger: str, status: str) -> None:
    assert (trigger, status) in {(t, s) for t, _, s in dated(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云川艺术节原定4月8日在云川大学举行，因故推迟至5月8日。", ("艺术节", "2024-05-08", "postponed")),
        ("3月2日的云川书展因故改在3月9日举行。", ("书展", "2024-03-09", "postponed")),
        ("云川航展原定于3月1日开幕，因大雾延至3月12日。", ("航展", "2024-03-12", "postponed")),
        ("云川书展3月2日开幕，改在云川大学举行。", ("书展", "2024-03-02", "happened")),
    ],
)
def test_a_postponed_event_has_its_new_date(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in dated(text)


@pytest.mark.parametrize(
    ("text", "trigger", "begin", "status"),
    [
        ("云川围棋擂台赛原定于2月25日举行，现已取消。", "擂台赛", "2024-02-25", "cancelled"),
        ("因道路结冰，原计划3月8日举办的云川音乐节延期举行。", "音乐节", "2024-03-08", "postponed"),
        ("云川航展原定于3月1日开幕，因大雾推迟到3月9日。", "航展", "2024-03-09", "postponed"),
        ("哈萨克斯坦总理叶尔波·萨林即将访华。", "访华", None, "planned"),
        ("3月2日，特警队员将被困群众救出。", "救出", "2024-03-02", "happened"),
        ("2月28日，云川大学将王一舟免职。", "免职", "2024-02-28", "happened"),
        ("云川市宣布取消3月2日的青石音乐节。", "音乐节", "2024-03-02", "cancelled"),
    ],
)
def test_the_words_around_a_trigger_that_only_the_model_sees_give_its_status(
    text: str, trigger: str, begin: str | None, status: str
) -> None:
    found = [e for e in default_record_of(text).events if e.trigger.endswith(trigger) or trigger.startswith(e.trigger)]
    assert [e.status for e in found] == [status]
    assert {e.when.begin for e in found if e.when} <= {begin}  # a date that is hardly likelier than not may be left out


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("汐州开工仪式原定3月2日举行，因雨取消。", False),
        ("云川市政府3月2日取消了一批收费项目。", True),
    ],
)
def test_the_word_that_calls_an_event_off_is_no_second_event(text: str, stated: bool) -> None:
    assert any(e.trigger == "取消" for e in default_record_of(text).events) is stated


@pytest.mark.parametrize(
    ("text", "happened"),
    [
        ("3月4日，陆怀谦反对授权云川药业收购青石药业。", False),
        ("3月4日，歹徒企图袭击云川市政府。", False),
        ("3月4日，沈若谷威胁起诉云川药业有限公司。", False),
        ("3月4日，云川药业收购青石药业。", True),
        ("3月4日，陆怀谦反对后，云川药业收购青石药业。", True),
    ],
)
def test_what_somebody_opposes_or_attempts_is_not_stated_as_an_event(text: str, happened: bool) -> None:
    assert bool(dated(text)) is happened
