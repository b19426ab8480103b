"""Putting a page into a file."""

from __future__ import annotations

import os
from pathlib import Path

from kg.errors import InputError


def save(page: str, path: Path | str, private: bool = False) -> None:
    """Write a page; a new file of a `private` one can be read by its owner only. Raises InputError where it cannot be written."""

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags, 0o600 if private else 0o666)

    try:
        with open(path, "w", encoding="utf-8", newline="\n", opener=opener) as out:
            out.write(page)
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror}"
        raise InputError(message, "name a file in a folder that exists and that you may write to") from error
