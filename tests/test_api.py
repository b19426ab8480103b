"""The Python API: its names, however they are imported."""

from __future__ import annotations

from pathlib import Path

import kg
from kg.build import Options


def test_build_can_be_called_again_and_after_its_package_was_imported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("云川大学揭牌\n\n3月1日，云川市委书记程望舒出席云川大学揭牌仪式。\n", "utf-8")
    for _ in range(2):
        graph = kg.build([str(tmp_path / "a.txt")], Options(jobs=1))
        assert [r.article.id for r in graph.records] == ["a.txt"]
        assert graph.query("ASK { ?s a kg:Person }").rows == (("true",),)  # type: ignore[union-attr]


def test_all_names_of_the_api_are_there() -> None:
    assert all(callable(getattr(kg, name)) for name in kg.__all__)
