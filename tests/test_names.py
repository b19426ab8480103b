"""Names of organisations and places: which short forms are taken for which full ones, and which are not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from kg.model import Article, ArticleRecord, Entity, Position
from kg.resolve import Identities, resolve
from kg.resolve.naming import follow

FULL = "云川钢铁集团特种钢材有限公司"


def naming(
    number: int, *names: str, kind: str = "Organisation", officers: Sequence[tuple[str, str]] = ()
) -> ArticleRecord:
    """Return an article that names organisations (or places); the first has officers (person, title)."""
    file = f"n{number:02}.txt"
    entities = [Entity(f"x{i}", kind, n) for i, n in enumerate(names)]  # type: ignore[arg-type]
    entities += [Entity(f"p{i}", "Person", n) for i, (n, _) in enumerate(officers)]
    posts = tuple(Position(f"p{i}", title, "x0", 0) for i, (_, title) in enumerate(officers))
    return ArticleRecord(
        Article(file, file, file, "", "", (), (), date(2021, 3, 1), "云川日报"), tuple(entities), positions=posts
    )


def key(identities: Identities, number: int) -> str:
    return identities.keys[f"n{number:02}.txt", "x0"]


@pytest.mark.parametrize(
    ("short", "joined"),
    [
        ("云钢特钢", True),
        ("云川钢集特钢", True),  # six characters: still an abbreviation
        ("云川钢集特种钢", False),  # seven: a name of its own
        ("云特", False),  # too little of the full name
        ("川钢特钢", False),  # begins with none of its parts
        ("云钢特药", False),  # a character that the full name does not have
    ],
)
def test_an_abbreviation_is_joined_where_one_person_holds_one_position(short: str, joined: bool) -> None:
    officer = [("顾维舟", "董事长")]
    identities = resolve([naming(1, short, officers=officer), naming(2, FULL, officers=officer)])
    assert (key(identities, 1) == key(identities, 2)) is joined
    assert any(j.reason == "shared officer" for j in identities.joins) is joined


@pytest.mark.parametrize(("full", "joined"), [("云钢特种材", False), ("云钢特种钢材", True)])
def test_an_abbreviation_leaves_out_two_characters_at_least(full: str, joined: bool) -> None:
    officer = [("顾维舟", "董事长")]
    identities = resolve([naming(1, "云钢特材", officers=officer), naming(2, full, officers=officer)])
    assert (key(identities, 1) == key(identities, 2)) is joined


@pytest.mark.parametrize("other", [[("顾维舟", "总经理")], [("何书远", "董事长")], []])
def test_an_abbreviation_stays_alone_without_one_person_in_one_position(other: list[tuple[str, str]]) -> None:
    identities = resolve([naming(1, "云钢特钢", officers=[("顾维舟", "董事长")]), naming(2, FULL, officers=other)])
    assert key(identities, 1) != key(identities, 2)


def test_an_abbreviation_of_two_full_names_stays_alone() -> None:
    officer = [("顾维舟", "董事长")]
    other = "云川钢铁集团特种钢管有限公司"
    some = [
        naming(1, "云钢特钢", officers=officer),
        naming(2, FULL, officers=officer),
        naming(3, other, officers=officer),
    ]
    assert len({key(resolve(some), n) for n in (1, 2, 3)}) == 3


@pytest.mark.parametrize(
    ("short", "full", "joined"),
    [
        ("云川钢铁集团", "云川钢铁集团有限公司", True),
        ("云川钢", "云川钢有限公司", True),
        ("云钢", "云钢有限公司", False),  # two characters are too few
        ("云川市", "云川市有限公司", False),  # a place
    ],
)
def test_a_name_without_its_legal_form_is_joined_where_it_is_long_enough(short: str, full: str, joined: bool) -> None:
    identities = resolve([naming(1, short), naming(2, full), naming(3, "云川市", kind="Place")])
    assert (key(identities, 1) == key(identities, 2)) is joined


def test_a_name_with_two_legal_forms_stays_alone() -> None:
    some = [naming(1, "云川钢铁"), naming(2, "云川钢铁有限公司"), naming(3, "云川钢铁股份有限公司")]
    assert len({key(resolve(some), n) for n in (1, 2, 3)}) == 3


def test_names_that_replaced_each_other_end_at_the_smallest() -> None:
    circle = {"甲": "乙", "乙": "甲", "丙": "乙"}
    assert {follow(circle, name) for name in circle} == {min("甲", "乙")}


def held(number: int, name: str, title: str, organisation: str, publisher: str, *beside: str) -> ArticleRecord:
    """Return an article in which a person holds a position, or none, beside others without one."""
    file = f"n{number:02}.txt"
    home = publisher.removesuffix("日报") + "市" if publisher else None
    known = Article(file, file, file, "", "", (), (), date(2021, 3, 1), publisher or None, home)
    entities = [Entity("x0", "Person", name), *(Entity(f"p{i}", "Person", n) for i, n in enumerate(beside))]
    if not organisation:
        return ArticleRecord(known, tuple(entities))
    return ArticleRecord(
        known, (*entities, Entity("o0", "Organisation", organisation)), positions=(Position("x0", title, "o0", 0),)
    )


def test_two_of_three_namesakes_are_joined_though_nothing_speaks_for_the_third() -> None:
    identities = resolve(
        [
            held(1, "李建国", "教师", "望江小学", "望江日报"),
            held(2, "李建国", "市长", "云川市人民政府", "云川日报"),
            held(3, "李建国", "书记", "中共云川市委员会", "云川日报"),
        ]
    )
    assert key(identities, 2) == key(identities, 3) != key(identities, 1)


@pytest.mark.parametrize(
    ("beside", "joined"), [(("欧阳望舒", "贺明礼", "秦岚芝"), True), (("孔时雨", "沈若谷", "韩定远"), False)]
)
def test_a_namesake_without_a_position_is_known_by_the_company(beside: tuple[str, ...], joined: bool) -> None:
    some = [
        held(1, "李建国", "", "", "", "欧阳望舒", "贺明礼", "秦岚芝"),
        held(2, "李建国", "", "", "", *beside),
    ]
    assert (key(resolve(some), 1) == key(resolve(some), 2)) is joined
