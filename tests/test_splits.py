"""What kg explain says of entities after a split, on real builds of articles of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.api import Graph, build
from kg.build import Options
from kg.graph.explain import as_text, explain
from kg.vocab import BASE

ARTICLES = {
    "a.txt": "市长陆怀谦到云川大学调研\n\n3月1日，云川市市长陆怀谦到云川大学调研。",
    "b.txt": "陆怀谦主持会议\n\n3月2日，云川市市长陆怀谦主持召开座谈会。",
    "c.txt": "陆怀谦到青石县\n\n3月3日，云川市市长陆怀谦到青石县调研。",
}


def built(folder: Path, corrections: str) -> Graph:
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, "utf-8")
    lines = folder / "corrections"
    lines.write_text(corrections, "utf-8")
    return build([str(folder / "*.txt")], Options(date=None, jobs=1, corrections=str(lines)))


def explained(graph: Graph, name: str) -> str:
    return as_text(explain(graph.store, name, BASE), BASE)


def test_without_a_split_the_person_is_joined_in_all_articles(tmp_path: Path) -> None:
    text = explained(built(tmp_path, ""), "person/陆怀谦")
    assert all(name in text for name in ARTICLES) and "correction" not in text


def test_a_split_is_the_reason_why_two_are_kept_apart(tmp_path: Path) -> None:
    graph = built(tmp_path, "split person/陆怀谦 c.txt")
    left, parted = explain(graph.store, "陆怀谦", BASE)
    assert {left.articles, parted.articles} == {1, 2}
    for one, other in ((left, parted), (parted, left)):
        (apart,) = [x for x in one.apart if x[0] == other.iri]
        assert apart[2].reason.startswith("correction") and "split person/陆怀谦 c.txt" in apart[2].reason


def test_an_article_that_was_split_off_is_no_longer_cited(tmp_path: Path) -> None:
    graph = built(tmp_path, "split person/陆怀谦 c.txt")
    left = next(e for e in explain(graph.store, "陆怀谦", BASE) if e.articles == 2)
    parted = next(e for e in explain(graph.store, "陆怀谦", BASE) if e.articles == 1)
    assert left.joined and all("c.txt" not in w.files for w in left.joined)
    assert parted.joined == ()


@pytest.mark.parametrize("wanted", ["b.txt c.txt", "a.txt b.txt"])
def test_what_is_split_off_together_stays_joined(tmp_path: Path, wanted: str) -> None:
    graph = built(tmp_path, f"split person/陆怀谦 {wanted}")
    both = next(e for e in explain(graph.store, "陆怀谦", BASE) if e.articles == 2)
    assert both.joined and {f for w in both.joined for f in w.files} <= set(wanted.split())
