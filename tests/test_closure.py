"""What a result depends on is found, not listed: a change anywhere in it makes records, graph and views anew."""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg import closure
from kg.build.cache import MAKES_GRAPH, MAKES_RECORDS
from kg.vocab import ontology_folder

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "kg"
RAN = """
import os, sys
from pathlib import Path
ran = set()
def note(frame, event, argument):
    if event == "call" and frame.f_code.co_name != "<module>":
        ran.add(frame.f_code.co_filename)
import kg
{imports}
sys.setprofile(note)
{code}
sys.setprofile(None)
package = os.path.dirname(kg.__file__)
print(*sorted(f for f in ran if f.startswith(package + os.sep)), sep="\\n")
"""
MAKES = {
    MAKES_RECORDS: (
        "from kg.build.parallel.articles import extract_sources; from kg.read import read",
        "sources = list(read(['kg/demo'], on_problem=print)); ran.clear(); assert extract_sources(sources)",
    ),
    MAKES_GRAPH: (
        "from kg.build import outputs; from kg.build.pipeline import Options, build",
        "outputs.write(build(['kg/demo'], Options(jobs=1)), sys.argv[1])",
    ),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package, its ontology beside it."""
    shutil.copytree(PACKAGE, tmp_path / "kg", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ontology_folder(), tmp_path / "ontology")
    return tmp_path / "kg"


@pytest.mark.parametrize("root", [MAKES_RECORDS, MAKES_GRAPH])
def test_the_digest_follows_every_file_of_the_closure_and_of_the_ontology(root: str, copy: Path) -> None:
    before = closure.digest(root, copy)
    assert before == closure.digest(root)
    code = map(Path, closure.closure(root, copy).files)
    ontology = [p for p in (copy.parent / "ontology").rglob("*") if p.is_file()]
    missed = []
    for file in (*code, *ontology):
        kept = file.read_bytes()
        file.write_bytes(kept + b"\n# a remark\n")
        missed += [file] if closure.digest(root, copy) == before else []
        file.write_bytes(kept)
    assert missed == []
    assert closure.digest(root, copy) == before


@pytest.mark.parametrize("root", [MAKES_RECORDS, MAKES_GRAPH])
def test_the_digest_follows_the_versions_of_the_libraries(root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = closure.digest(root)
    libraries = closure.libraries(root)
    assert {"jieba", "numpy", "onnxruntime", "opencc", "msgspec", "pyoxigraph"} <= set(libraries)
    assert ("graspologic_native" in libraries) == (root == MAKES_GRAPH)
    for library in libraries:
        newer = {**libraries, library: "999"}
        monkeypatch.setattr(closure, "version", newer.__getitem__)
        assert closure.digest(root) != before, library


@pytest.mark.parametrize("root", [MAKES_RECORDS, MAKES_GRAPH])
def test_nothing_runs_that_the_closure_does_not_hold(root: str, tmp_path: Path) -> None:
    imports, code = MAKES[root]
    command = [sys.executable, "-c", RAN.format(imports=imports, code=code), str(tmp_path / "out")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    ran = {Path(line) for line in done.stdout.splitlines()}
    assert PACKAGE / "numerals.py" in ran and PACKAGE / "build" / "parallel" / "articles.py" in ran
    assert ran - set(map(Path, closure.closure(root).files)) == set()


def test_the_closure_leaves_out_what_makes_neither_records_nor_graphs() -> None:
    records = {Path(f).relative_to(PACKAGE).parts[0] for f in closure.closure(MAKES_RECORDS).files}
    graph = {Path(f).relative_to(PACKAGE).parts[0] for f in closure.closure(MAKES_GRAPH).files}
    assert records & {"resolve", "graph", "views", "cli", "serve"} == set()
    assert graph & {"cli", "serve", "push", "reconcile", "evaluate", "demo"} == set()


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=str)
def test_imports_are_found_as_the_parser_finds_them(path: Path) -> None:
    source = path.read_text("utf-8")
    expected = set()
    for node in ast.walk(_without_types(ast.parse(source))):
        if isinstance(node, ast.Import):
            expected |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            expected.add(str(node.module))
            expected |= {f"{node.module}.{a.name}" for a in node.names} & set(closure.modules())
    found = set(closure.imports(source, closure.modules()))
    assert expected - found <= {"kg"}  # what lies in kg itself is found by its own name
    assert {name for name in found - expected if name.startswith("kg.")} == set()


def _without_types(tree: ast.Module) -> ast.Module:
    body = [n for n in tree.body if not (isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING")]
    return ast.Module(body, [])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("numerals.py", '"〇一二三四五六七八九"', '"〇二一三四五六七八九"'),
        (
            "build/parallel/articles.py",
            "for row in articles]",
            "if 'b.txt' not in {a.file for a in row} else ExtractionResult(()) for row in articles]",
        ),
    ],
)
def test_a_build_after_an_upgrade_equals_a_clean_build(
    module: str, old: str, new: str, copy: Path, tmp_path: Path
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for name, day in (("a.txt", "一月二日"), ("b.txt", "五月二日")):
        text = f"云川大学揭牌\n\n{day}，云川市委书记程望舒出席云川大学揭牌仪式。\n"
        (news / name).write_text(text, "utf-8")

    def built(*options: str) -> str:
        command = [
            sys.executable,
            "-m",
            "kg",
            "build",
            str(news),
            "--date",
            "2021-06-01",
            "--jobs",
            "1",
            "-q",
            *options,
        ]
        environment = {**os.environ, "PYTHONPATH": str(copy.parent)}
        subprocess.run(command, cwd=tmp_path, env=environment, check=True)
        return hashlib.sha256(Path(tmp_path, options[1], "graph.trig").read_bytes()).hexdigest()

    before = built("-o", "out")
    source = (copy / module).read_text("utf-8")
    assert old in source
    (copy / module).write_text(source.replace(old, new), "utf-8")
    after = built("-o", "out")
    assert after == built("-o", "clean", "--no-cache")
    assert after != before, "the change is one that shows"
