"""The invented articles: all are in the form, the README counts them rightly, and no text of others stands in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.train.annotations import AnnotatedArticle
from kg.train.corpus import read_corpus

CORPUS = Path(__file__).parent / "corpus"
PRESS = CORPUS / "press"
STRETCH = 25  # characters; shorter ones are names, titles and phrases


@pytest.fixture(scope="module")
def invented() -> list[AnnotatedArticle]:
    return read_corpus([str(CORPUS), str(PRESS)])


def test_every_relation_joins_things_that_are_declared(invented: list[AnnotatedArticle]) -> None:
    for a in invented:
        assert all(r.subject == "doc" or r.subject in a.things for r in a.relations), a.name
        assert all(m.id in a.things and a.text[m.start : m.end].strip() for m in a.mentions), a.name


def test_the_readmes_count_the_articles_rightly(invented: list[AnnotatedArticle]) -> None:
    press = [a for a in invented if a.name.startswith("y")]
    counted = re.search(r"^(\d+) articles here, and (\d+) more", (CORPUS / "README.md").read_text("utf-8"), re.M)
    assert counted is not None
    assert [int(n) for n in counted.groups()] == [len(invented) - len(press), len(press)]
    rows = re.findall(r"^\| `(y\d)…` \|.*\| (\d+) \|$", (PRESS / "README.md").read_text("utf-8"), re.M)
    assert {name: int(n) for name, n in rows} == {
        name: sum(a.name.startswith(name) for a in press) for name in {a.name[:2] for a in press}
    }


def test_no_stretch_of_the_texts_of_others_stands_in_the_invented_ones(
    shared: Path, invented: list[AnnotatedArticle]
) -> None:
    folders = [shared / "corpus" / part for part in ("train", "dev")]
    others = read_corpus([str(p) for folder in folders for p in folder.glob("[tw]*.ann")])
    known = {stretch for a in others for stretch in _stretches(a.text)}
    assert len(known) > 100_000
    assert {a.name: found for a in invented if (found := known & _stretches(a.text))} == {}


def _stretches(text: str) -> set[str]:
    bare = re.sub(r"\s", "", text)
    return {bare[i : i + STRETCH] for i in range(len(bare) - STRETCH + 1)}
