"""Changes one place of kg at a time and runs the tests of that package: prints each change that no test notices.

    python tests/mutate.py --number 200 --seed 1 --minutes 60 [kg/resolve kg/read/page.py:71 ...]

A change (a comparison turned round, `and` for `or`, a number one higher, a call left out) is made in memory when the module
is imported, in a process of its own; no file is written. The tests of QUICK run first, those of THOROUGH only where these
notice nothing; property tests run few examples. A change that survives is equivalent (nothing that the package promises
depends on it), or a test is missing. Needs fork: Linux, macOS.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.machinery
import importlib.util
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

import hypothesis
import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = 12  # of each property test
SECONDS = 400  # for the tests of one change: where they take longer, it counts as noticed
WHOLE_CORPUS = {"sources", "demo", "demo_folder", "evil"}  # fixtures that build many articles: left to THOROUGH
QUICK = {
    "kg/language": "test_times_cases test_language",
    "kg/read": "test_pages test_read",
    "kg/extract": "test_extract test_extract_results",
    "kg/resolve": "test_names test_resolve test_iris",
    "kg/graph": "test_added test_graph test_resolve",
    "kg/store": "test_store test_views_outline",
}
THOROUGH = {
    "kg/language": "test_architecture test_hostile",
    "kg/read": "test_architecture test_hostile",
    "kg/extract": "test_architecture test_evaluate",
    "kg/resolve": "test_architecture test_resolve",
    "kg/graph": "test_architecture test_graph test_resolve test_views_card test_serve",
    "kg/store": "test_store test_serve",
}
LIBRARIES = "numpy networkx pyoxigraph msgspec jinja2 opencc pypinyin rapidfuzz jieba rdflib requests pyshacl starlette.applications"


@dataclass(frozen=True, slots=True)
class Change:
    """The `number`-th place of a module that can be changed: where it is, and its code before and after."""

    path: Path
    number: int
    line: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}: {self.before}  ->  {self.after}"


SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
METHODS = {
    "startswith": "endswith",
    "endswith": "startswith",
    "removeprefix": "removesuffix",
    "removesuffix": "removeprefix",
}


def replacement(node: ast.AST) -> ast.AST | None:
    """Return what may stand for a node, or None."""
    match node:
        case ast.Compare(left, [op, *ops], others) if type(op) in SWAPPED:
            return ast.Compare(left, [SWAPPED[type(op)](), *ops], others)  # type: ignore[list-item]
        case ast.BoolOp(op, values):
            return ast.BoolOp(SWAPPED[type(op)](), values)  # type: ignore[arg-type]
        case ast.BinOp(left, op, right) if type(op) in SWAPPED:
            return ast.BinOp(left, SWAPPED[type(op)](), right)  # type: ignore[arg-type]
        case ast.UnaryOp(ast.Not(), operand):
            return operand
        case ast.IfExp(test, body, other):
            return ast.IfExp(test, other, body)
        case ast.Constant(bool() as value):
            return ast.Constant(not value)
        case ast.Constant(int() | float() as value):
            return ast.Constant(value + 1)
        case ast.Call(ast.Name(name), arguments, keywords) if name in NAMES:
            return ast.Call(ast.Name(NAMES[name], ast.Load()), arguments, keywords)
        case ast.Call(ast.Attribute(value, name), arguments, keywords) if name in METHODS:
            return ast.Call(ast.Attribute(value, METHODS[name], ast.Load()), arguments, keywords)
        case ast.Expr(ast.Call()) | ast.Continue() | ast.Break():
            return ast.Pass()
        case ast.If(test, body, other) if not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp):
            return ast.If(ast.UnaryOp(ast.Not(), test), body, other)
    return None


class Changing(ast.NodeTransformer):
    """Goes through a module's code; changes the place of the number that is wanted, and notes all places."""

    def __init__(self, path: Path, wanted: int = -1) -> None:
        """Keep the module's path, and the number of the place to change."""
        self.path = path
        self.wanted = wanted
        self.places: list[Change] = []

    def visit(self, node: ast.AST) -> ast.AST:
        """Leave out what runs no code: annotations, decorators, error messages, imports for types."""
        if isinstance(node, ast.Raise) or (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            return node
        other = replacement(node)
        if other is not None:
            before, after = (" ".join(ast.unparse(n).split())[:110] for n in (node, other))
            self.places.append(Change(self.path, len(self.places), node.lineno, before, after))  # type: ignore[attr-defined]
            if self.wanted == len(self.places) - 1:
                return ast.copy_location(other, node)
        for field in ("annotation", "returns", "decorator_list"):
            if hasattr(node, field):
                kept = getattr(node, field)
                setattr(node, field, [] if field == "decorator_list" else None)
                self.generic_visit(node)
                setattr(node, field, kept)
                return node
        return self.generic_visit(node)


def places(path: Path) -> list[Change]:
    """Return all changes that can be made to a module."""
    changing = Changing(path)
    changing.visit(ast.parse(path.read_text("utf-8")))
    return changing.places


class Changed(importlib.machinery.SourceFileLoader):
    """Loads a module with one change."""

    def __init__(self, name: str, change: Change) -> None:
        """Keep the change."""
        super().__init__(name, str(change.path))
        self.change = change

    def get_code(self, fullname: str) -> CodeType:
        """Return the changed code."""
        tree = ast.parse(self.change.path.read_text("utf-8"))
        Changing(self.change.path, self.change.number).visit(tree)  # in place: a module itself is never replaced
        return compile(ast.fix_missing_locations(tree), str(self.change.path), "exec")


class Finder:
    """Finds the one module that is changed."""

    def __init__(self, change: Change) -> None:
        """Keep the change."""
        self.change = change
        self.name = ".".join(change.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    def find_spec(self, name: str, path: object = None, target: ModuleType | None = None) -> object:
        """Return where the changed module comes from; None for all others."""
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(name, self.change.path, loader=Changed(name, self.change))


class Selection:
    """A pytest plugin: leaves out the tests that take long."""

    def __init__(self, quick: bool) -> None:
        """Keep whether tests of a whole corpus are left out as well."""
        self.quick = quick

    def pytest_collection_modifyitems(self, items: list[pytest.Function]) -> None:
        """Keep those that are wanted."""
        left_out = WHOLE_CORPUS if self.quick else set()
        items[:] = [
            i
            for i in items
            if not any(i.iter_markers("slow")) and not any(i.iter_markers("browser"))
            if not left_out & set(getattr(i, "fixturenames", ()))
        ]


def few_examples() -> None:
    """Make property tests run few examples, always the same, without looking for the smallest counterexample."""
    whole: Callable[..., None] = hypothesis.settings.__init__

    def init(self: hypothesis.settings, *args: object, **given: object) -> None:
        few = {"max_examples": EXAMPLES, "deadline": None, "database": None, "derandomize": True}
        whole(self, *args, **{**given, **few, "phases": [hypothesis.Phase.explicit, hypothesis.Phase.generate]})

    hypothesis.settings.__init__ = init  # type: ignore[method-assign]
    hypothesis.settings.register_profile("few")
    hypothesis.settings.load_profile("few")


def notices(change: Change | None, folder: str, quick: bool) -> bool:
    """Return whether the tests of a package fail with a change. They run in a process of their own."""
    tests = (QUICK if quick else THOROUGH)[folder].split()
    child = os.fork()
    if child == 0:
        os.setsid()
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        if change:
            sys.meta_path.insert(0, Finder(change))  # type: ignore[arg-type]
        files = [f for t in tests if (f := f"tests/{t}.py") and (ROOT / f).exists()]
        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:doctest", "--assert=plain"]
        os._exit(int(pytest.main([*files, *options, "-o", "addopts="], plugins=[Selection(quick)])))
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) not in {0, 5}  # 5: no test was left
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def places_in(where: str) -> Iterator[Change]:
    """Yield all changes of a package, a file, or a line of a file ("kg/language/times.py:252")."""
    name, _, line = where.partition(":")
    for path in sorted((ROOT / name).rglob("*.py")) if (ROOT / name).is_dir() else [ROOT / name]:
        yield from (c for c in places(path) if line in {"", str(c.line)})


def sample(where: Sequence[str], number: int, seed: int) -> Iterator[Change]:
    """Yield changes at random, as many from each of the packages, files or lines."""
    chance = random.Random(seed)
    rows = [chance.sample(found, len(found)) for found in map(list, map(places_in, where))]
    for n in range(number):
        if row := rows[n % len(rows)]:
            yield row.pop()


def main() -> int:
    """Run, and print what survives."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "where", nargs="*", help="packages of kg, files, or lines of files; all packages of QUICK where none is given"
    )
    parser.add_argument("--number", type=int, default=100, help="how many changes")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other changes")
    parser.add_argument("--quick", action="store_true", help="leave out the thorough tests")
    parser.add_argument("--minutes", type=float, default=60, help="stop after this time")
    asked = parser.parse_args()
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    few_examples()
    for name in LIBRARIES.split():
        importlib.import_module(name)
    wanted = [w.rstrip("/") for w in asked.where] or list(QUICK)
    kinds = [True] if asked.quick else [True, False]
    folders = sorted({"/".join(w.split("/")[:2]) for w in wanted})
    if failing := [f for f in folders if any(notices(None, f, quick) for quick in kinds)]:
        print(f"the tests of {', '.join(failing)} fail without any change", file=sys.stderr)
        return 1
    end = time.monotonic() + asked.minutes * 60
    found = {"noticed": 0, "noticed by the thorough tests only": 0, "survives": 0}
    for change in sample(wanted, asked.number, asked.seed):
        if time.monotonic() > end:
            break
        folder = "/".join(change.path.relative_to(ROOT).parts[:2])
        by = next((quick for quick in kinds if notices(change, folder, quick)), None)
        outcome = list(found)[2 if by is None else 0 if by else 1]
        found[outcome] += 1
        if outcome != "noticed":
            print(f"{sum(found.values())}, {outcome}: {change}", flush=True)
    print(", ".join(f"{outcome}: {number}" for outcome, number in found.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
