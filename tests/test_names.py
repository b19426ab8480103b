"""Names of organisations and places: which short forms are taken for which full ones, and which are not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from kg.model import Article, ArticleRecord, Entity, Position
from kg.resolve import Identities, resolve

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
