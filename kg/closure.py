"""The dependencies of a result other than its input: code, the data beside the code, the ontology, libraries.

The code is the transitive closure of the imports of the module that computes the result. It is computed from the sources, in
some tens of milliseconds: a list kept by hand misses the next module that is added.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from importlib.util import find_spec
from pathlib import Path

from kg.vocab import ontology_folder

PACKAGE = Path(__file__).parent
IMPORT = re.compile(
    r"""^[ \t]*from[ \t]+(?P<package>[\w.]+)[ \t]+import[ \t]+(?P<names>\([^)]*\)|[^\n]*)
    |^[ \t]*import[ \t]+(?P<modules>[^\n]*)""",
    re.MULTILINE | re.VERBOSE,
)
AT_RUN_TIME = re.compile(r'(?:find_spec|import_module)\("([\w.]+)"\)')
FOR_TYPES = re.compile(r"^if TYPE_CHECKING:\n(?:[ \t]+[^\n]*\n|\n)+", re.MULTILINE)
COMMENT = re.compile(r"#[^\n]*")
NAME = re.compile(r"(?:^|,)\s*\(?\s*([\w.]+)")  # without the name after "as"


@dataclass(frozen=True, slots=True)
class Module:
    """A module's file, and the modules that it imports at any time."""

    file: str
    imports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closure:
    """The files of a package that a result depends on, and the libraries that they import, by module name."""

    files: tuple[str, ...]
    libraries: tuple[str, ...]


@cache
def modules(package: Path = PACKAGE) -> dict[str, Module]:
    """Return a package's modules by name."""
    above = package.parent
    files = {_name(os.path.relpath(f, above)): f for f in _files(package) if f.endswith(".py")}
    return {name: Module(f, tuple(imports(Path(f).read_text("utf-8"), files))) for name, f in files.items()}


def _name(path: str) -> str:
    """Return the name of the module in a file: kg/read/__init__.py is kg.read."""
    return path.removesuffix(".py").replace(os.sep, ".").removesuffix(".__init__")


def imports(source: str, known: Container[str]) -> Iterator[str]:
    """Yield the modules that a module imports; for `from a import b` also a.b if that is a `known` module.

    >>> list(imports("from kg import closure, vocab\\nfrom kg.read import read", {"kg.closure", "kg.vocab"}))
    ['kg.closure', 'kg.vocab', 'kg.read']
    """
    yield from AT_RUN_TIME.findall(source)
    for m in IMPORT.finditer(FOR_TYPES.sub("\n", source)):
        if m["modules"]:
            yield from NAME.findall(COMMENT.sub("", m["modules"]))
            continue
        names = [f"{m['package']}.{n}" for n in NAME.findall(COMMENT.sub("", m["names"]))]
        inside = [name for name in names if name in known]
        yield from inside
        if "." in m["package"] or len(inside) < len(names):
            yield m["package"]


@cache
def closure(root: str, package: Path = PACKAGE) -> Closure:
    """Return what the module `root` ("kg.build.outputs") imports, directly and indirectly.

    A parent package (`kg.a` of `import kg.a.b`) is a file of the closure, but its own imports are not followed, as nothing
    here uses the names that they bind. Data are the files beside the modules.
    """
    known = modules(package)
    waiting, followed = [root], set[str]()
    libraries: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name.partition(".")[0] != package.name:
            libraries.add(name.partition(".")[0])
        elif name in known and name not in followed:
            followed.add(name)
            waiting += known[name].imports
    passed = {".".join(name.split(".")[:n]) for name in followed for n in range(1, name.count(".") + 1)}
    code = {known[name].file for name in followed | passed}
    folders = {os.path.dirname(f) for f in code} - {str(package)}
    data = {f for folder in folders for f in _files(Path(folder), "__init__.py") if not f.endswith(".py")}
    return Closure(tuple(sorted(code | data)), tuple(sorted(libraries - sys.stdlib_module_names)))


def _files(folder: Path, but: str = "") -> Iterator[str]:
    """Yield the files in a folder and its subfolders, except in subfolders that hold a file named `but`."""
    for above, folders, names in os.walk(folder):
        inside = [f for f in folders if not f.startswith((".", "__pycache__"))]
        folders[:] = [f for f in inside if not (but and os.path.exists(os.path.join(above, f, but)))]
        yield from (os.path.join(above, n) for n in names if not n.startswith("."))


def libraries(root: str) -> dict[str, str]:
    """Return the versions of the installed libraries that a result depends on."""
    return {name: found for name in closure(root).libraries if (found := _installed(name)) is not None}


def _installed(module: str) -> str | None:
    with contextlib.suppress(PackageNotFoundError):
        return version(module)  # nearly all distributions have the name of their module
    if find_spec(module) is None:
        return None
    return " ".join(f"{d} {version(d)}" for d in sorted(packages_distributions().get(module, ())))


def digest(root: str, package: Path = PACKAGE) -> bytes:
    """Return a digest of all dependencies, other than the input, of what the module `root` computes."""
    whole = hashlib.sha256(f"{sys.version_info[:2]} {sorted(libraries(root).items())}".encode())
    ontology = ontology_folder(package)
    for folder, files in ((package, closure(root, package).files), (ontology, sorted(_files(ontology)))):
        for file in files:
            whole.update(hashlib.sha256(os.path.relpath(file, folder).encode()).digest())
            whole.update(hashlib.sha256(Path(file).read_bytes()).digest())
    return whole.digest()
