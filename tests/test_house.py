"""The house: imports point one way, and exports/ is what the demo writes today."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = [
    "errors",
    "plugins",
    "integrity",
    "locks",
    "workers",
    "outputs",
    "model",
    "vocab",
    "predicates",
    "closure",
    "wordlists",
    "divisions",
    "numerals",
    "segmenter",
    "language",
    "read",
    "extract",
    "records",
    "mapping",
    "resolve",
    "graph",
    "store",
    "reconcile",
    "views",
    "export",
    "push",
    "serve",
    "report",
    "build",
    "evaluate",
    "train",
    "api",
    "cli",
]


@pytest.mark.parametrize("path", sorted((ROOT / "kg").rglob("*.py")), ids=str)
def test_imports_point_one_way(path: Path) -> None:
    room = path.relative_to(ROOT / "kg").with_suffix("").parts[0]
    if room in {"__init__", "__main__", "generate"}:
        pytest.skip("the doors may see all rooms")
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kg."):
            other = (node.module or "").split(".")[1]
            assert FLOORS.index(other) <= FLOORS.index(room), f"{path.name} imports {node.module}"


@pytest.mark.parametrize("name", ["graph.trig", "graph.ttl", "report.md", "report.json", "network.html"])
def test_exports_are_current(demo_folder: Path, name: str) -> None:
    assert (ROOT / "exports" / name).read_bytes() == (demo_folder / name).read_bytes(), (
        "run make demo and commit exports/"
    )
