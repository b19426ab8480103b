"""Putting a page into a file."""

from __future__ import annotations

from pathlib import Path

from kg.errors import InputError


def save(page: str, path: Path | str) -> None:
    """Write a page. Raises InputError where the file cannot be written."""
    try:
        Path(path).write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror}"
        raise InputError(message, "name a file in a folder that exists and that you may write to") from error
