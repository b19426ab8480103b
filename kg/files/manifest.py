"""The manifest of a folder: what a build wrote there, from what, and with which problems."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kg.errors import Problem
from kg.files.integrity import FileState
from kg.files.writing import sync

PART = ".part"
NAME = re.compile(r"(graph/)?\.?\w[\w.-]*", re.ASCII)  # of a listed file: in no other folder than a store's graph/


@dataclass(frozen=True, slots=True)
class BuildStamp:
    """What a build records of itself for the next one: the digest of all its inputs, the number of articles, the problems."""

    made_from: str
    articles: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a build, by path in their folder, what they were made from (a digest), and what the build reported.

    `kind` is the name of the set of files: "output" for `kg build -o`, "store" for a generation of a store.
    """

    kind: str
    made_from: str
    articles: int
    problems: tuple[Problem, ...]
    files: Mapping[str, FileState]


def read_manifest(path: Path, kind: str) -> Manifest | None:
    """Return the manifest in a file; None where there is none of this kind, or one that names files elsewhere."""
    with contextlib.suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
        if stat.S_ISREG(path.lstat().st_mode):
            manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
            return manifest if manifest.kind == kind and all(map(NAME.fullmatch, manifest.files)) else None
    return None


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Write a manifest, whole or not at all, and force it to the disk."""
    part = path.with_name(PART)
    part.write_bytes(msgspec.json.encode(manifest))
    sync(part)
    os.replace(part, path)
    sync(path.parent)
