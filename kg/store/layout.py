"""The files of a store: what a generation may hold, and how one is ended so that it outlives the loss of power."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kg.files.integrity import state_of
from kg.files.manifest import PART, BuildStamp, Manifest, read_manifest, write_manifest
from kg.files.ownership import FileSet
from kg.files.writing import sync
from kg.store.catalogue import CATALOGUE
from kg.store.contents import DIGESTS, SPOOL

NAME = re.compile(r"generation-(\d{6,})")
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
STORE_FILES = FileSet(
    "store", {"report.md": "# 构建报告".encode(), "report.json": b'"undated":'}
)  # beside the generations
WORDS = {"words.sqlite", "words.sqlite-journal"}
EXAMPLES = "examples.json"  # of the terms of the ontology
PAGES = {"network.html", EXAMPLES, "ontology.html"}  # what the site needs and takes long; the last by older versions
CONTENTS = {
    "graph",
    *WORDS,
    CATALOGUE,
    f"{CATALOGUE}-journal",
    *PAGES,
    DIGESTS,
    MANIFEST,
    PART,
    SPOOL,
    *STORE_FILES.signatures,
}  # of a generation


def number_of(generation: Path) -> int:
    """Return the number in a generation's name."""
    return int(generation.name.rpartition("-")[2])


def names_generation(current: Path) -> bool:
    """Return whether a file is empty, or names a generation and nothing else."""
    try:
        with open(current, "rb") as file:
            head = file.read(100).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return False
    return not head or NAME.fullmatch(head) is not None


def is_generation(path: Path) -> bool:
    """Return whether a folder holds nothing else than what a generation does."""
    try:
        return not path.is_symlink() and path.is_dir() and {p.name for p in path.iterdir()} <= CONTENTS
    except OSError:
        return False


def kept_files(generation: Path) -> Iterator[Path]:
    """Yield the files of a generation that are never written again; RocksDB's log is."""
    for path in sorted(generation.rglob("*")):
        if path.is_file() and path.name not in {"LOCK", "LOG"} and not path.name.startswith("LOG.old"):
            yield path


def finish(generation: Path, stamp: BuildStamp, before: Path | None) -> None:
    """Force a generation to the disk, then the list of its files.

    What it shares with the one before (hard links), which was checked in full, is neither forced nor read again.
    """
    manifest = read_manifest(before / MANIFEST, STORE_FILES.name) if before else None
    states = {}
    for path in kept_files(generation):
        name = path.relative_to(generation).as_posix()
        known = manifest.files.get(name) if manifest else None
        if before and known and (before / name).exists() and path.samefile(before / name):
            states[name] = known
        else:
            sync(path)
            states[name] = state_of(path)
    sync(generation / "graph")
    written = Manifest(STORE_FILES.name, stamp.made_from, stamp.articles, stamp.problems, states)
    write_manifest(written, generation / MANIFEST)
