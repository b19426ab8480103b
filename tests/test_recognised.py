"""Pages are recognised once: their lines are kept on disk, and what is kept wrongly is recognised again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.read.page_layout import Box, TextLine
from kg.read.recognised import NAME, RecognisedPages

LINES = [TextLine("云川大学揭牌", Box(1.5, 2.25, 60.1, 9.9), 9.5, 0.931), TextLine("3月5日", Box(1, 2, 3, 4), 9.5, 0.5)]


@pytest.fixture
def recognise() -> Callable[[], list[TextLine]]:
    def recognise() -> list[TextLine]:
        calls.append(1)
        return LINES

    calls: list[int] = []
    recognise.calls = calls  # type: ignore[attr-defined]
    return recognise


def kept(path: Path, recognise: Callable[[], list[TextLine]], *digests: bytes, only: bool = False) -> list[int]:
    """Take the lines of pages from a file; return how many of its pages were known, and how often `recognise` was called so far."""
    with RecognisedPages(path) as pages:
        assert all(pages.lines(d, recognise) == LINES for d in digests)
        if only:
            pages.keep_used()
        return [pages.found, len(recognise.calls)]  # type: ignore[attr-defined]


def test_a_page_is_recognised_once(tmp_path: Path, recognise: Callable[[], list[TextLine]]) -> None:
    path = tmp_path / NAME
    assert kept(path, recognise, b"one", b"two") == [0, 2]
    assert kept(path, recognise, b"one", b"two", b"three") == [2, 3]
    assert path.stat().st_mode & 0o077 == 0


def test_pages_that_are_no_longer_in_the_input_are_deleted(
    tmp_path: Path, recognise: Callable[[], list[TextLine]]
) -> None:
    path = tmp_path / NAME
    kept(path, recognise, b"one", b"two")
    assert kept(path, recognise, b"two", only=True) == [1, 2]
    assert kept(path, recognise, b"one", b"two") == [1, 3]


@pytest.mark.parametrize("spoil", ["entry", "file", "table"])
def test_what_is_damaged_is_recognised_again(
    spoil: str, tmp_path: Path, recognise: Callable[[], list[TextLine]]
) -> None:
    path = tmp_path / NAME
    kept(path, recognise, b"one")
    if spoil == "file":
        path.write_bytes(b"no database" * 100)
    else:
        base = sqlite3.connect(path)
        with base:
            base.execute(
                "UPDATE lines SET data = data || x'00'" if spoil == "entry" else "ALTER TABLE lines RENAME data TO x"
            )
        base.close()
    assert kept(path, recognise, b"one") == [0, 2]
    assert kept(path, recognise, b"one") == [1, 2]


def test_a_folder_that_cannot_be_written_costs_recognition_only(
    tmp_path: Path, recognise: Callable[[], list[TextLine]]
) -> None:
    assert kept(tmp_path / "nowhere" / NAME, recognise, b"one") == [0, 1]
