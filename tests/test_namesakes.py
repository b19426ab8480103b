"""Persons of one surname, and of one full name, in one article, on sentences of our own."""

from __future__ import annotations

import pytest
from test_years import record_of

import kg


def persons(text: str) -> list[tuple[str, frozenset[str]]]:
    """Return the persons of a text, and the titles of each."""
    record = record_of(text)
    held = {e.id: frozenset(p.title for p in record.positions if p.person == e.id) for e in record.entities}
    return sorted((e.name, held[e.id]) for e in record.entities if e.kind == "Person")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3月5日，李县长到云川大学调研，李院长陪同。", [("李县长", {"县长"}), ("李院长", {"院长"})]),
        (
            "3月5日，白鹭县县长李青与云川医院院长李小川座谈。李县长讲话，李院长发言。",
            [("李小川", {"院长"}), ("李青", {"县长"})],
        ),
        ("3月5日，云川大学校长赵一鸣到白鹭县调研。赵市长陪同。", [("赵一鸣", {"校长"}), ("赵市长", {"市长"})]),
    ],
)
def test_officials_of_one_surname_are_told_apart_by_their_titles(
    text: str, expected: list[tuple[str, set[str]]]
) -> None:
    assert persons(text) == sorted((name, frozenset(titles)) for name, titles in expected)


@pytest.mark.parametrize(
    "text",
    [
        "3月5日，副县长李青到云川大学调研。李县长讲话。",
        "3月5日，作家李青到云川大学演讲。李老师说，要多读书。",
        "3月5日，县委副书记、县长李青到云川大学调研。李书记讲话，李县长总结。",
    ],
)
def test_a_surname_with_a_fitting_title_is_the_person_of_the_full_name(text: str) -> None:
    assert [name for name, _ in persons(text)] == ["李青"]


@pytest.mark.parametrize(
    "text",
    [
        "3月5日，云川大学校长李建国与白鹭县委书记李建国座谈。",
        "3月5日，云川市副市长王伟会见恒泰矿业董事长王伟。",
        "3月5日，青石县公安局局长张涛、青石县财政局局长张涛参加座谈会。",
    ],
)
def test_two_persons_of_one_name_named_together_are_two(text: str) -> None:
    assert [len(titles) for _, titles in persons(text)] == [1, 1]
    built = kg.build_texts({"a.txt": f"短讯\n\n{text}"}, date="2024-03-06", jobs=1)
    assert len(built.query("SELECT ?p { ?p a kg:Person }").rows) == 2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "3月5日，云川大学校长李建国到云川医院调研。云川大学校长李建国讲话。",
        "3月5日，云川大学校长李建国调研。市防汛指挥部副指挥长李建国讲话。",
        "3月5日，李建国与云川大学校长李建国座谈。",
    ],
)
def test_one_person_with_two_titles_in_two_clauses_is_one(text: str) -> None:
    assert len(persons(text)) == 1
