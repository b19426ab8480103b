"""The files under the given paths: each once, in the order of their names, none that a link leads to from outside."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import InputError, Problem
from kg.read.decode import clean

TABLES = ("metadata.csv", "metadata.tsv")  # in any case: about the articles of their folder
BUILT = {".built.json", "CURRENT", "digests.json"}  # in a folder of ours: an output, a store, a generation
OURS = frozenset(  # what a build writes there
    {
        "report.md",
        "report.json",
        "network.html",
        "explorer.html",
        "graph.trig",
        "graph.ttl",
        "corrections.txt",
        "CURRENT",
    }
)
GENERATION = re.compile(r"generation-\d{6,}")
RESOURCES = ("_files", ".files")  # of a saved page: the folder of its pictures and scripts
OnProblem = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read, its name relative to the given path, and the folder that was searched."""

    path: Path
    name: str
    folder: Path


def find_files(paths: Sequence[str], on_problem: OnProblem) -> list[InputFile]:
    """Return the given files and those in the given folders, sorted and without duplicates.

    Raises InputError for a path that does not exist, and a pattern that matches nothing.
    """
    found: dict[str, InputFile] = {}
    for given in paths:
        expanded = [given] if os.path.exists(given) else sorted(glob.glob(given, recursive=True))
        if not expanded:
            raise InputError(
                f"{given}: no such file or folder", "check the path; quote a pattern that the shell should not expand"
            )
        for path in map(Path, expanded):
            for file in _inside(path, on_problem):
                folder = path if path.is_dir() else file.parent
                name = readable(file.relative_to(folder).as_posix())
                found.setdefault(os.path.realpath(file), InputFile(file, name, folder))
    return _unique_names(sorted(found.values(), key=_order))


def _order(file: InputFile) -> tuple[str, str]:
    return file.name, str(file.path)


def _inside(path: Path, on_problem: OnProblem) -> list[Path]:
    """Return the files of a folder and its subfolders, or the file itself; anything else is a Problem."""
    if not path.is_dir():
        if path.is_file():
            return [path]
        on_problem(Problem(readable(str(path)), "read", "no-file", "is a pipe or a device, not a file; left out"))
        return []

    def refused(error: OSError) -> None:
        message = f"cannot be listed: {error.strerror}"
        on_problem(Problem(readable(str(error.filename)), "read", "unreadable", message))

    inside: list[Path] = []
    for folder, folders, names in os.walk(path, onerror=refused):
        folders[:] = _folders(folders, names)
        wanted = (Path(folder, n) for n in _articles(names))
        inside += [f for f in wanted if f.is_file() and not leads_out(f, path, on_problem)]
    if not inside:
        message = "the folder holds no file that can be read (docs/formats.md lists the formats)"
        on_problem(Problem(readable(str(path)), "read", "empty-folder", message))
    return sorted(inside, key=lambda f: (f.is_symlink(), f))  # a file before the links to it


def _folders(folders: list[str], names: list[str]) -> list[str]:
    """Return the subfolders to search: not hidden ones, generations of a store, or the resources of a saved page."""
    pages = {n.rpartition(".")[0] for n in names if n.lower().endswith((".html", ".htm"))}
    resources = {page + end for page in pages for end in RESOURCES}
    ours = {f for f in folders if GENERATION.fullmatch(f)} if "CURRENT" in names else set()
    return [f for f in folders if not f.startswith(".") and f not in resources and f not in ours]


def _articles(names: list[str]) -> list[str]:
    """Return the names of a folder's files that can hold articles: not hidden ones, nor what a build writes or reads."""
    ours = OURS if BUILT & {*names} else frozenset({"corrections.txt"})
    return [n for n in names if not n.startswith(".") and n not in ours and n.lower() not in TABLES]


def leads_out(file: Path, folder: Path, on_problem: OnProblem, advice: str = "give the file that it points to") -> bool:
    """Whether a file is a link out of the folder, by which an untrusted folder could expose any file."""
    inside = os.path.realpath(folder)
    out = file.is_symlink() and os.path.commonpath([inside, os.path.realpath(file)]) != inside
    if out:
        message = f"is a link that leads out of the folder; left out ({advice})"
        on_problem(Problem(readable(file.relative_to(folder).as_posix()), "read", "link", message))
    return out


def readable(name: str) -> str:
    """Return a file's name as text: a name that is not UTF-8 is decoded as GB18030, or its bytes are escaped."""
    try:
        name.encode()
    except UnicodeEncodeError:
        raw = os.fsencode(name)
        try:
            name = raw.decode("gb18030")
        except UnicodeDecodeError:
            name = raw.decode("utf-8", "backslashreplace")
    return clean(name)


def _unique_names(files: list[InputFile]) -> list[InputFile]:
    """Make names unique by prepending as many parent folders as necessary."""
    by_name: dict[str, list[InputFile]] = {}
    for file in files:
        by_name.setdefault(file.name, []).append(file)
    named: list[InputFile] = []
    for name, same in by_name.items():
        names = [name] if len(same) == 1 else _distinct_names([f.path for f in same], name)
        named += [replace(f, name=n) for f, n in zip(same, names, strict=True)]
    return sorted(named, key=_order)


def _distinct_names(files: Sequence[Path], name: str) -> list[str]:
    paths = [readable(os.path.realpath(f)).split("/") for f in files]
    for depth in range(name.count("/") + 2, max(map(len, paths)) + 1):
        names = ["/".join(p[-depth:]) for p in paths]
        if len(set(names)) == len(names):
            return names
    return [f"{name}~{n}" for n in range(1, len(files) + 1)]
