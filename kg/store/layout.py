"""The files of a store: what a generation may hold, and how one is ended so that it outlives the loss of power."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from kg.integrity import Manifest, read_manifest, state_of
from kg.outputs import PART, Kind, Telling, to_disk, write_manifest
from kg.store.making import DIGESTS, SPOOL

NAME = re.compile(r"generation-(\d{6,})")
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
STORE = Kind("store", {"report.md": "# 构建报告".encode(), "report.json": b'"undated":'})  # beside the generations
WORDS = {"words.sqlite", "words.sqlite-journal"}
CONTENTS = {"graph", *WORDS, DIGESTS, MANIFEST, PART, SPOOL, *STORE.marks}  # of a generation


def number_of(generation: Path) -> int:
    """Return the number in a generation's name."""
    return int(generation.name.rpartition("-")[2])


def names_generation(current: Path) -> bool:
    """Tell whether a file is empty, or names a generation and nothing else."""
    try:
        with open(current, "rb") as file:
            head = file.read(100).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return False
    return not head or NAME.fullmatch(head) is not None


def is_generation(path: Path) -> bool:
    """Tell whether a folder holds nothing else than what a generation does."""
    try:
        return not path.is_symlink() and path.is_dir() and {p.name for p in path.iterdir()} <= CONTENTS
    except OSError:
        return False


def kept_files(generation: Path) -> Iterator[Path]:
    """Yield the files of a generation that are never written again; RocksDB's log is."""
    for path in sorted(generation.rglob("*")):
        if path.is_file() and path.name not in {"LOCK", "LOG"} and not path.name.startswith("LOG.old"):
            yield path


def finish(generation: Path, telling: Telling, before: Path | None) -> None:
    """Force a generation to the disk, then the list of its files.

    What it shares with the one before (hard links), which was checked in full, is neither forced nor read again.
    """
    manifest = read_manifest(before / MANIFEST, STORE.name) if before else None
    states = {}
    for path in kept_files(generation):
        name = path.relative_to(generation).as_posix()
        known = manifest.files.get(name) if manifest else None
        if before and known and (before / name).exists() and path.samefile(before / name):
            states[name] = known
        else:
            to_disk(path)
            states[name] = state_of(path)
    to_disk(generation / "graph")
    made = Manifest(STORE.name, telling.made_from, telling.articles, telling.problems, states)
    write_manifest(made, generation / MANIFEST)


def replace_file(path: Path, data: bytes) -> None:
    """Replace a file, whole or not at all, and force it to the disk."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    with open(part, "xb") as out:
        out.write(data)
    to_disk(part)
    os.replace(part, path)
    to_disk(path.parent)
