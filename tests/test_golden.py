"""Short articles give the statements that are written beside them; a difference is shown line by line."""

from __future__ import annotations

from difflib import unified_diff

import golden
import pytest

HINT = "if this is what the change is meant to do, run make golden and commit the files"


@pytest.mark.parametrize("name", golden.names())
def test_an_article_gives_the_statements_beside_it(name: str) -> None:
    expected = golden.golden(name).read_text("utf-8")
    found = golden.main_statements(name)
    lines = unified_diff(expected.splitlines(), found.splitlines(), f"{name}.ttl", "now", lineterm="", n=2)
    if found != expected:
        pytest.fail("\n".join([*lines, HINT]), pytrace=False)


def test_every_golden_graph_has_its_article() -> None:
    assert sorted(p.stem for p in golden.FOLDER.glob("*.ttl")) == golden.names() != []
