"""The architecture: imports point one way, and exports/ is what the demo writes today."""

from __future__ import annotations

import re
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from kg import closure

ROOT = Path(__file__).parent.parent
# A module imports from its own layer and from those above it in this list (docs/architecture.md).
LAYERS = [
    "errors",
    "plugins",
    "unreachable",
    "files",
    "model",
    "vocab",
    "wordlists",
    "divisions",
    "world",
    "predicates",
    "closure",
    "numerals",
    "segmenter",
    "language",
    "read",
    "extract",
    "llm",
    "resolve",
    "graph",
    "store",
    "reconcile",
    "views",
    "export",
    "push",
    "build.options",
    "build.file_report",
    "build.report",
    "build.cache",
    "build.parallel",
    "build.pipeline",
    "build.publishing",
    "build.outputs",
    "evaluate",
    "train",
    "api",
    "build",  # the package itself is the function kg.build of the public API
    "serve",
    "mcp",
    "cli",
    "__main__",
]
APART = {"kg", "kg.hatch_npm"}  # the package itself, which imports the API when it is used, and the hook of the wheel
INSIDE = {name: module for name, module in closure.modules().items() if name not in APART}


def layer_of(module: str) -> str:
    _, package, *rest = module.split(".")
    return f"build.{rest[0]}" if package == "build" and rest else package


def imports_of(module: str) -> list[str]:
    return [name for name in INSIDE[module].imports if name in INSIDE and name != module]


@pytest.mark.parametrize("module", sorted(m for m in INSIDE if layer_of(m) != "generate"))
def test_imports_point_one_way(module: str) -> None:
    own = LAYERS.index(layer_of(module))
    above = [name for name in imports_of(module) if LAYERS.index(layer_of(name)) > own]
    assert above == [], f"{module} is below what it imports"


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {m: [i for i in imports_of(m) if not m.startswith(f"{i}.")] for m in INSIDE if m != "kg.build"}
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_a_module_above_300_lines_has_a_reason() -> None:
    reasons = (ROOT / "docs" / "architecture.md").read_text("utf-8").partition("## Modules above 300 lines")[2]
    files = [Path(m.file) for m in INSIDE.values()]
    long = [f.relative_to(ROOT / "kg") for f in files if f.read_text("utf-8").count("\n") > 300]
    assert [f.as_posix() for f in long if f"`{f.as_posix()}`" not in reasons] == []


def test_every_layer_exists() -> None:
    assert set(LAYERS) == {layer_of(m) for m in INSIDE} - {"generate"}


# Processors of different kinds sum floats in another order, so confidences, and what is barely accepted, differ: by AVX2 and by AVX-512
# 2 to 4 parts in a hundred of these files do. On one kind they are the same, byte for byte.
ALIKE = 0.93


@pytest.mark.parametrize("name", ["graph.trig", "graph.ttl", "report.md", "report.json", "network.html"])
def test_exports_are_current(demo_folder: Path, name: str) -> None:
    kept, made = (_parts((folder / name).read_bytes()) for folder in (ROOT / "exports", demo_folder))
    alike = 2 * (kept & made).total() / (kept.total() + made.total())
    assert alike >= ALIKE, (
        f"exports/{name} differs: run make demo and commit it (test_golden shows a change article by article)"
    )


def _parts(content: bytes) -> Counter[bytes]:
    """Return the lines of a file, and the values of its lists and tables, each with how often it is there."""
    return Counter(part.strip() for part in re.split(rb"[\n,\[\]|]", content) if part.strip())
