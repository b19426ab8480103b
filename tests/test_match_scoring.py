"""What speaks for and against two mentions of one name being one person, each piece of evidence by itself."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest

from kg.resolve.contexts import Context
from kg.resolve.match_scoring import PersonCluster, PersonScorer, chance

NOBODY: frozenset[str] = frozenset()
BARE = Context(
    ("n01.txt", "p1"),
    "李建国",
    "",
    "",
    date(2021, 3, 1),
    NOBODY,
    NOBODY,
    frozenset(),
    NOBODY,
    NOBODY,
    NOBODY,
    NOBODY,
    False,
)
WEIGHING = PersonScorer("李建国", 14.0, {"欧阳望舒": 4.0, "贺明礼": 3.0, "张伟": 0.0})


def some(*names: str) -> frozenset[str]:
    return frozenset(names)


def head(title: str, organisation: str) -> frozenset[tuple[str, str]]:
    return frozenset({(title, organisation)})


def weights(one: Context, other: Context) -> dict[str, tuple[str, float]]:
    """Return the evidence besides the name: what it is, on what it rests, and its bits."""
    a, b = PersonCluster([one], 0), PersonCluster([replace(other, ref=("n02.txt", "p1"))], 1)
    both = [{w.feature: (w.basis, w.bits) for w in WEIGHING.weights(x, y)} for x, y in ((a, b), (b, a))]
    assert {k: v[1] for k, v in both[0].items()} == {k: v[1] for k, v in both[1].items()}  # whichever comes first
    both[0].pop("rare name")
    return both[0]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ({}, {}, {}),
        (
            {"organisations": some("云川大学")},
            {"organisations": some("云川大学", "国务院")},
            {"same body": ("云川大学", 8.0)},
        ),
        ({"organisations": some("云川大学")}, {"organisations": some("望江大学")}, {}),
        ({"organisations": some("国务院")}, {"organisations": some("国务院")}, {"same body": ("国务院", 4.0)}),
        (
            {"organisations": some("云川大学", "国务院")},
            {"organisations": some("云川大学", "国务院")},
            {"same body": ("云川大学", 8.0)},
        ),
        ({"towns": some("云川市")}, {"towns": some("云川市")}, {"same place": ("云川市", 5.0)}),
        ({"towns": some("长沙市")}, {"towns": some("湖南省")}, {"near place": ("长沙市、湖南省", 2.5)}),
        ({"towns": some("长沙市")}, {"towns": some("广东省")}, {}),
        ({"towns": some("长沙市")}, {}, {}),
        ({"titles": some("副市长")}, {"titles": some("副市长")}, {"same post": ("副市长", 2.0)}),
        ({"titles": some("国务卿", "副市长")}, {"titles": some("国务卿", "副市长")}, {"same post": ("国务卿", 6.0)}),
        ({"titles": some("市长")}, {"titles": some("市长")}, {}),  # two characters say too little
        ({"countries": some("美国")}, {"countries": some("美国")}, {"same country": ("美国", 3.0)}),
        ({"countries": some("美国")}, {"countries": some("英国")}, {"other country": ("美国 / 英国", -5.0)}),
        ({"countries": some("美国")}, {}, {}),
        ({"occupations": some("teacher")}, {"occupations": some("teacher")}, {"same occupation": ("teacher", 1.0)}),
        (
            {"occupations": some("official")},
            {"occupations": some("scholar")},
            {"other occupation": ("official / scholar", -1.5)},
        ),
        (
            {"occupations": some("official")},
            {"occupations": some("teacher")},
            {"other occupation": ("official / teacher", -6.0)},
        ),
        ({"occupations": some("official")}, {}, {}),
        ({"company": some("贺明礼")}, {"company": some("贺明礼", "张伟")}, {"company kept": ("贺明礼", 3.0)}),
        (
            {"company": some("贺明礼", "欧阳望舒")},
            {"company": some("贺明礼", "欧阳望舒")},
            {"company kept": ("欧阳望舒、贺明礼", 5.0)},  # no more than that
        ),
        ({"company": some("张伟")}, {"company": some("张伟")}, {}),
        (
            {"company": some("贺明礼"), "occupations": some("official")},
            {"company": some("贺明礼"), "occupations": some("teacher")},
            {"other occupation": ("official / teacher", -6.0)},  # the company of strangers says nothing
        ),
        ({"signs_only": True}, {}, {"only signs": ("", -9.0)}),
        ({"signs_only": True}, {"organisations": some("云川大学")}, {"only signs": ("", -12.0)}),
        ({"signs_only": True}, {"occupations": some("press")}, {"only signs": ("", 0.0)}),
        ({"signs_only": True}, {"signs_only": True}, {}),
        (
            {"heads": head("市长", "云川市人民政府")},
            {"heads": head("市长", "望江市人民政府")},
            {"two posts at once": ("云川市人民政府市长 / 望江市人民政府市长", -3.0)},
        ),
        ({"heads": head("市长", "云川市人民政府")}, {"heads": head("市长", "云川市人民政府")}, {}),
        ({"heads": head("市长", "云川市人民政府")}, {"heads": head("书记", "望江市人民政府")}, {}),
        ({"heads": head("市长", "云川市人民政府")}, {"heads": head("市长", "")}, {}),
        (
            {"heads": head("市长", "云川市人民政府")},
            {"heads": head("市长", "望江市人民政府"), "day": date(2021, 4, 30)},
            "two posts at once",
        ),
        (
            {"heads": head("市长", "云川市人民政府")},
            {"heads": head("市长", "望江市人民政府"), "day": date(2021, 5, 1)},
            {},
        ),
        ({"heads": head("市长", "云川市人民政府")}, {"heads": head("市长", "望江市人民政府"), "day": None}, {}),
        ({"name": "约翰·李"}, {"name": "乔·李"}, {"other given name": ("约翰·李 / 乔·李", -9.0)}),
    ],
)
def test_each_piece_of_evidence_has_its_weight(
    one: dict[str, object], other: dict[str, object], found: dict[str, tuple[str, float]] | str
) -> None:
    weighed = weights(replace(BARE, **one), replace(BARE, **other))  # type: ignore[arg-type]
    if isinstance(found, str):
        assert list(weighed) == [found]
    else:
        assert {k: v[1] for k, v in weighed.items()} == {k: v[1] for k, v in found.items()}
        assert all(set(weighed[k][0]) == set(basis) for k, (basis, _) in found.items())


@pytest.mark.parametrize(
    ("one", "other", "bits"),
    [
        ({"home": "云川市"}, {"home": "云川市"}, 14.0 - 12.3),
        ({"publisher": "云川日报"}, {"publisher": "云川日报"}, 14.0 - 15.6),
        ({}, {}, 14.0 - 15.6),  # neither says where it appeared
        ({"publisher": "云川日报"}, {}, 14.0 - 19.0),
        ({"publisher": "云川日报"}, {"publisher": "望江日报"}, 14.0 - 19.0),
        ({"name": "约翰·李"}, {"name": "约翰·李"}, 22.0 - 15.6),
        ({"name": "约翰·李"}, {"name": "李"}, 14.0 - 15.6 - 3.0),
    ],
)
def test_a_name_weighs_by_its_rarity_among_the_people_who_make_such_news(
    one: dict[str, object], other: dict[str, object], bits: float
) -> None:
    a, b = replace(BARE, **one), replace(BARE, ref=("n02.txt", "p1"), **other)  # type: ignore[arg-type]
    assert WEIGHING.score(PersonCluster([a], 0), PersonCluster([b], 1)) == pytest.approx(bits)


def test_two_mentions_of_one_article_are_never_one_person() -> None:
    a, b = PersonCluster([BARE], 0), PersonCluster([replace(BARE, ref=("n01.txt", "p2"))], 1)
    assert WEIGHING.score(a, b) == -math.inf


def test_bits_are_odds() -> None:
    assert [chance(0), chance(3)] == [0.5, pytest.approx(8 / 9)]
    assert chance(-1000) < 1e-15 and chance(1000) > 1 - 1e-15
