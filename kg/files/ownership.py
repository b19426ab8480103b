"""Which files in a folder are kg's: it replaces and removes only those that it wrote."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.files.manifest import Manifest
from kg.files.writing import unwritable

HEAD = 1 << 16  # bytes of a file in which its signature occurs


@dataclass(frozen=True, slots=True)
class FileSet:
    """Files that are published together: the name of the set, and for each file a signature, bytes that its beginning always holds."""

    name: str
    signatures: Mapping[str, bytes]


def refuse_foreign(folder: Path, files: FileSet, manifest: Manifest | None) -> None:
    """Raise InputError where a folder holds, under a name of the set, something that kg did not write.

    What kg wrote is known by its signature, or by the folder's manifest.
    """
    listed = set(manifest.files) if manifest else set()
    for name, signature in files.signatures.items():
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            raise InputError(f"{path}: a folder stands where the file would", "remove it, or choose another folder")
        if os.path.lexists(path) and (path.is_symlink() or (name not in listed and not _is_signed(path, signature))):
            raise InputError(
                f"{path}: was not written by kg, and would be replaced", "move it away, or choose another folder"
            )


def _is_signed(path: Path, signature: bytes) -> bool:
    """Return whether a file is empty, or begins as kg writes it."""
    try:
        with open(path, "rb") as file:
            head = file.read(HEAD)
    except OSError as e:
        raise unwritable(e, path.parent) from e
    return not head or signature in head
