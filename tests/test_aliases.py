"""Which names of an article are one entity's, on sentences of our own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_years import default_record_of

from kg.extract.coreference.places import full_name
from kg.extract.lexicon import names
from kg.extract.lexicon.variants import name_variants
from kg.extract.model.decision import Decision, Judge, alias_of
from kg.extract.model.proposals.aliases import ALIAS_FEATURES, MAX_EARLIER, alias_pairs
from kg.extract.model.proposals.apart import is_another
from kg.extract.model.proposals.clusters import clusters_of
from kg.extract.model.proposals.joining import joined
from kg.extract.model.proposals.reading import extent
from kg.model import Entity, EntityKind, Mention


def entities(text: str, kind: EntityKind, *called: str) -> list[Entity]:
    """Return an entity for each name, with all its mentions that stand in no longer name; sentences end with 。"""
    found = []
    for n, name in enumerate(called, 1):
        at = [i for i in range(len(text)) if text.startswith(name, i)]
        longer = [
            (i, i + len(x))
            for x in called
            if name in x and x != name
            for i in range(len(text))
            if text.startswith(x, i)
        ]
        at = [i for i in at if not any(a <= i < b for a, b in longer)]
        mentions = tuple(Mention(i, i + len(name), kind, text.count("。", 0, i), "model") for i in at)
        found.append(Entity(f"x{n}", kind, name, mentions=mentions))
    return found


def seen(text: str, kind: EntityKind, *called: str) -> dict[str, float]:
    """Return the features of the one pair of names."""
    [pair] = alias_pairs(text, entities(text, kind, *called))
    return dict(zip(ALIAS_FEATURES, pair.features, strict=True))


@pytest.mark.parametrize(
    ("text", "kind", "names", "feature"),
    [
        ("沅州队客场作战。沅州得了三分。", "Organisation", ("沅州队", "沅州"), "form behind"),
        ("白鹭科技集团今天挂牌。白鹭有三家工厂。", "Organisation", ("白鹭科技集团", "白鹭"), "form behind"),
        ("洛川飞鹰队获胜。飞鹰队领先。", "Organisation", ("洛川飞鹰队", "飞鹰队"), "ends with"),
        ("云川大学附属医院（云大附院）启用。", "Organisation", ("云川大学附属医院", "云大附院"), "introduced"),
        ("俄罗斯军队后撤。俄军方没有回应。", "Organisation", ("俄罗斯军队", "俄军方"), "variant"),
        ("世界卫生组织发布报告。世卫组织说。", "Organisation", ("世界卫生组织", "世卫组织"), "variant"),
        (
            "云川市卫健委通报。云川市卫生健康委员会回应。",
            "Organisation",
            ("云川市卫健委", "云川市卫生健康委员会"),
            "variant",
        ),
        ("巴拉圭派代表团来访。巴方表示感谢。", "Place", ("巴拉圭", "巴方"), "side"),
        ("云川中学办运动会。学校来了家长。", "Organisation", ("云川中学", "学校"), "word alone"),
    ],
)
def test_what_speaks_for_two_names_being_one_entitys_is_seen(
    text: str, kind: EntityKind, names: tuple[str, str], feature: str
) -> None:
    assert seen(text, kind, *names)[feature] > 0


@pytest.mark.parametrize(
    ("text", "kind", "names", "feature", "value"),
    [
        ("沅州队和沅州银行到场。", "Organisation", ("沅州队", "沅州银行"), "in order", 0.0),
        ("云川市第一医院和云川市第二医院。", "Organisation", ("云川市第一医院", "云川市第二医院"), "listed", 1.0),
        ("俄罗斯与白俄罗斯会谈。", "Place", ("俄罗斯", "白俄罗斯"), "states apart", 1.0),
        ("云川大学有音乐学院。云川大学校友返校。", "Organisation", ("云川大学", "云川大学校友"), "form behind", 0.0),
    ],
)
def test_what_speaks_against_it_is_seen(
    text: str, kind: EntityKind, names: tuple[str, str], feature: str, value: float
) -> None:
    assert seen(text, kind, *names)[feature] == value


def test_names_with_nothing_in_common_are_not_compared() -> None:
    text = "白鹭科技与云川钢铁签约。学校没有参加。"
    assert not list(alias_pairs(text, entities(text, "Organisation", "白鹭科技", "云川钢铁", "学校")))


def test_namesakes_that_the_rules_have_set_apart_are_not_compared() -> None:
    text = "云川大学校长李建国与白鹭县委书记李建国座谈。"
    both = [
        Entity(f"p{n}", "Person", "李建国", mentions=(Mention(at, at + 3, "Person", 0, "model"),))
        for n, at in enumerate((6, 16))
    ]
    assert not list(alias_pairs(text, both))


def test_names_of_different_kinds_are_not_compared() -> None:
    text = "沅州队在沅州比赛。"
    both = [*entities(text, "Organisation", "沅州队"), *entities(text, "Place", "沅州")]
    assert not list(alias_pairs(text, both))


def test_a_word_stands_for_the_last_organisation_that_it_fits() -> None:
    text = "云川中学先到。白鹭小学后到。学校派了老师。"
    found = list(entities(text, "Organisation", "云川中学", "白鹭小学", "学校"))
    last = {
        (p.first, p.second): dict(zip(ALIAS_FEATURES, p.features, strict=True))["word last"]
        for p in alias_pairs(text, found)
    }
    assert (last[0, 2], last[1, 2]) == (0.0, 1.0)


def test_joined_names_keep_every_mention_and_the_fullest_name() -> None:
    text = "沅州队先得分。沅州队守住了。沅州又赢了。"
    one, other = entities(text, "Organisation", "沅州队", "沅州")
    [found] = joined([one, other], {(0, 1): 2.0})
    assert (found.name, found.aliases) == ("沅州队", ("沅州",))
    assert found.mentions == tuple(sorted((*one.mentions, *other.mentions), key=lambda m: m.start))


def test_a_state_is_called_by_its_own_name_and_a_word_for_an_organisation_is_no_name_of_it() -> None:
    text = "巴拉圭共和国来访。巴拉圭赢了。学校与云川中学合办。"
    states = joined(entities(text, "Place", "巴拉圭共和国", "巴拉圭"), {(0, 1): 2.0})
    bodies = joined(entities(text, "Organisation", "学校", "云川中学"), {(0, 1): 2.0})
    assert [(e.name, e.aliases) for e in (*states, *bodies)] == [("巴拉圭", ("巴拉圭共和国",)), ("云川中学", ())]


def test_a_decision_without_a_judge_of_names_leaves_them_apart() -> None:
    zero = [0.0] * len(ALIAS_FEATURES)
    judged = Decision({alias_of("Place"): Judge((*zero, 2.0), 0.5)}, np.zeros(8, np.float32))
    assert judged.alias("Place", zero) > 0 > judged.alias("Person", zero)


@given(st.dictionaries(st.tuples(st.integers(0, 7), st.integers(0, 7)), st.floats(-5, 5)))
def test_clusters_hold_each_thing_once_and_join_nothing_that_is_apart(found: dict[tuple[int, int], float]) -> None:
    log_odds = {(a, b): x for (a, b), x in found.items() if a < b}
    clusters = clusters_of(8, log_odds, -1.0)
    assert sorted(n for c in clusters for n in c) == list(range(8))
    assert all(list(c) == sorted(c) for c in clusters) and all(a[0] < b[0] for a, b in pairwise(clusters))
    alone = {n for n in range(8) if not any(x > 0 and n in pair for pair, x in log_odds.items())}
    assert all([n] in clusters for n in alone)


def names_of(text: str, kind: EntityKind) -> list[frozenset[str]]:
    return [frozenset({e.name, *e.aliases}) for e in default_record_of(text).entities if e.kind == kind]


def numbers_of(groups: Sequence[frozenset[str]], *wanted: str) -> list[int]:
    """Return for each name the number of the entity that is called so."""
    return [next((n for n, g in enumerate(groups) if name in g), -1) for name in wanted]


@pytest.mark.parametrize(
    ("text", "kind", "one", "other"),
    [
        ("3月5日，俄罗斯外长彼特林访问云川市。俄方表示，双方将签署协议。", "Place", "俄罗斯", "俄方"),
        ("3月5日，中国与巴拉圭在云川市会谈。中方表示欢迎。", "Place", "中国", "中方"),
        ("3月5日，世界卫生组织在日内瓦发布报告。世卫组织说，病例减少。", "Organisation", "世界卫生组织", "世卫组织"),
        ("3月5日，白鹭科技集团在云川市开工。白鹭科技投资三亿元。", "Organisation", "白鹭科技集团", "白鹭科技"),
    ],
)
def test_two_names_of_one_entity_are_one(text: str, kind: EntityKind, one: str, other: str) -> None:
    a, b = numbers_of(names_of(text, kind), one, other)
    assert a == b >= 0


@pytest.mark.parametrize(
    ("text", "kind", "one", "other"),
    [
        ("3月5日，俄罗斯和白俄罗斯代表在云川市会谈。", "Place", "俄罗斯", "白俄罗斯"),
        ("3月5日，云川市第一医院与云川市第二医院签约。", "Organisation", "云川市第一医院", "云川市第二医院"),
        ("3月5日，李建国与李建华在云川市会面。", "Person", "李建国", "李建华"),
    ],
)
def test_like_names_of_two_entities_stay_two(text: str, kind: EntityKind, one: str, other: str) -> None:
    a, b = numbers_of(names_of(text, kind), one, other)
    assert a >= 0 and b >= 0 and a != b


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("我国今年将扩大贸易。", "我国", "中国"),
        ("我方对此表示欢迎。", "我方", "中国"),
        ("俄罗斯代表来访。俄方表示感谢。", "俄方", "俄罗斯"),
        ("巴拉圭代表来访。巴方表示感谢。", "巴方", "巴拉圭"),
        ("巴西和巴拉圭的代表来访。巴方表示感谢。", "巴方", None),
        ("白俄罗斯代表来访。俄方没有出席。", "俄方", None),
        ("西班牙首相说，西方应当团结。", "西方", None),
        ("南非代表来访。南方多雨。", "南方", None),
        ("代表来访。日方表示感谢。", "日方", None),
    ],
)
def test_a_side_is_that_of_the_one_state_named_that_it_may_mean(text: str, name: str, meant: str | None) -> None:
    assert full_name(name, text, names()) == meant


@pytest.mark.parametrize(("full", "compared"), [("老挝卫生部", False), ("巴拉圭外交部", False), ("中国卫生部", True)])
def test_a_body_of_a_state_is_not_joined_to_that_of_another_state(full: str, compared: bool) -> None:
    body = full[-3:]
    text = f"{full}致函。{body}回复。"
    assert bool(list(alias_pairs(text, entities(text, "Organisation", full, body)))) is compared


def test_whom_a_title_means_is_left_to_the_rules() -> None:
    text = "云川大学校长王伟讲话。王市长没有来。"
    assert not list(alias_pairs(text, entities(text, "Person", "王伟", "王市长")))


def test_the_west_is_not_spain() -> None:
    text = "西班牙首相来访。西方国家不同意。"
    pairs = alias_pairs(text, entities(text, "Place", "西班牙", "西方"))
    found = [dict(zip(ALIAS_FEATURES, p.features, strict=True)) for p in pairs]
    assert all(f["side"] == f["variant"] == 0.0 for f in found)


def test_a_joined_place_has_no_meaning_that_contradicts_its_name() -> None:
    one = Entity("l1", "Place", "巴拉圭", mentions=(Mention(0, 3, "Place", 0, "model"),))
    other = Entity("l2", "Place", "巴方", norm="巴西", mentions=(Mention(5, 7, "Place", 0, "model"),))
    [found] = joined([one, other], {(0, 1): 2.0})
    assert (found.name, found.norm) == ("巴拉圭", None)


def test_a_team_is_not_called_by_its_state() -> None:
    text = "中国队出发了。中国得了三分。"
    [found] = joined(entities(text, "Organisation", "中国队", "中国"), {(0, 1): 2.0})
    assert found.name == "中国队"


def test_a_renamed_organisation_keeps_its_new_name_and_its_former_one() -> None:
    text = "云川师范专科学校改名。云川师院招生。"
    old, new = entities(text, "Organisation", "云川师范专科学校", "云川师院")
    [found] = joined([old, replace(new, former=("云川师范专科学校",))], {(0, 1): 2.0})
    assert (found.name, found.former) == ("云川师院", ("云川师范专科学校",))


def test_namesakes_are_not_joined_by_way_of_a_third_name() -> None:
    people = [
        Entity(f"p{n}", "Person", name, mentions=(Mention(n * 9, n * 9 + len(name), "Person", n, "model"),))
        for n, name in enumerate(("李建国", "李建国", "李教授"))
    ]
    found = joined(people, {(0, 2): 5.0, (1, 2): 5.0})
    assert sorted(len(e.mentions) for e in found) == [1, 2]


def test_different_states_are_not_joined_by_way_of_a_character_that_both_begin_with() -> None:
    text = "巴西、巴拉圭和巴方。"
    found = joined(entities(text, "Place", "巴西", "巴拉圭", "巴方"), {(0, 2): 5.0, (1, 2): 5.0})
    assert sorted(len(e.mentions) for e in found) == [1, 2]


def test_names_are_joined_only_where_it_is_likely_enough() -> None:
    text = "沅州队出发了。沅州得了三分。"
    assert len(joined(entities(text, "Organisation", "沅州队", "沅州"), {(0, 1): 0.9})) == 2


def test_a_character_inside_a_longer_name_is_no_short_form_of_it() -> None:
    text = "车队驶过青港大桥。港没有冻。"
    assert not list(alias_pairs(text, entities(text, "Place", "青港大桥", "港")))


def test_each_name_of_a_long_list_is_compared_with_a_bounded_number_of_others() -> None:
    listed = [f"云川第{n}小学" for n in range(100, 400)]
    text = "、".join(listed)
    found = [
        Entity(f"o{n}", "Organisation", x, mentions=(Mention(n * 9, n * 9 + 8, "Organisation", 0, "model"),))
        for n, x in enumerate(listed)
    ]
    assert text[9:17] == listed[1]
    pairs = list(alias_pairs(text, found))
    assert 0 < len(pairs) <= 300 * MAX_EARLIER and all(p.second - p.first <= MAX_EARLIER for p in pairs)


@pytest.mark.parametrize("name", ["云川市中级人民法院", "云川市人民政府", "白鹭县人民检察院"])
def test_a_full_name_of_an_office_is_no_variant(name: str) -> None:
    assert name_variants().of_organisation(name) == name


@pytest.mark.parametrize(
    ("text", "start", "end", "kind", "name"),
    [
        ("我国县乡公路", 0, 3, "Place", "我国"),
        ("我国西部地区", 0, 6, "Place", "我国西部地区"),
        ("在京中共中央委员", 1, 6, "Organisation", "中共中央"),
        ("云川京剧院", 2, 5, "Organisation", "京剧院"),
        ("何国平等三人", 0, 4, "Person", "何国平"),
        ("美洛瓦克州起火 洛瓦克州政府说", 0, 5, "Place", "洛瓦克州"),
        ("美洛瓦克州起火 美洛瓦克州政府说", 0, 5, "Place", "美洛瓦克州"),
        ("德宏州的宏州", 0, 3, "Place", "德宏州"),
        ("巴彦淖尔市开会", 0, 5, "Place", "巴彦淖尔市"),
    ],
)
def test_a_name_begins_and_ends_where_one_can(text: str, start: int, end: int, kind: EntityKind, name: str) -> None:
    first, last = extent(text, start, end, kind)
    assert text[first:last] == name


@pytest.mark.parametrize(
    ("kind", "short", "full", "apart"),
    [
        ("Person", "陆谦", "陆怀谦", True),
        ("Person", "怀谦", "陆怀谦", False),
        ("Person", "陆怀", "陆怀谦", False),
        ("Person", "莫罗", "让·莫罗", False),
        ("Person", "陆教授", "陆怀谦", False),
        ("Organisation", "中国队", "中国台北队", True),
        ("Organisation", "中国队", "中国篮球队", False),
        ("Organisation", "日本政府", "日本东京都政府", True),
        ("Organisation", "日本政府", "日本现政府", False),
        ("Organisation", "美国广播公司", "美国哥伦比亚广播公司", True),
        ("Organisation", "美国广播公司", "美国全国广播公司", False),
        ("Organisation", "云川钢铁公司", "云川市钢铁公司", False),
        ("Organisation", "产油国组织", "非产油国组织", True),
        ("Organisation", "云川总工会", "云川总工会旧址纪念馆", True),
        ("Organisation", "纪念馆", "云川总工会旧址纪念馆", False),
        ("Organisation", "云川联盟", "云川联盟大会", True),
        ("Organisation", "联盟大会", "云川联盟大会", False),
        ("Organisation", "洛川", "沅州驻洛川使团", True),
        ("Organisation", "云盟中央委员会", "云盟中央常务委员会", True),
        ("Organisation", "常务委员会", "云盟中央常务委员会", False),
    ],
)
def test_like_names_that_show_two_entities_are_never_one(kind: EntityKind, short: str, full: str, apart: bool) -> None:
    two = Entity("e1", kind, short), Entity("e2", kind, full)
    assert is_another(*two) == is_another(*reversed(two)) == apart
    assert len(joined(two, {(0, 1): 9.0})) == 1 + apart
