"""An account of the files seen: what each gave, what was left out, and whether too much is missing."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.errors import Problem
from kg.model import Source

MAX_MISSING = 0.1  # share of the files, or of their bytes, that may be missing without a word at the end
NO_ARTICLES = frozenset({"image", "page-part", "no-article"})  # kinds of files that hold no articles


@dataclass(slots=True)
class FileAccount:
    """What one file gave."""

    name: str
    size: int = 0
    format: str = ""  # of the file; of one inside, where it is a container
    sources: int = 0
    characters: int = 0
    lost: int = 0  # items that were left out
    harmless: bool = False  # whether it is of a kind that holds no articles
    problems: list[Problem] = field(default_factory=list)  # the first of them
    stream: io.BufferedIOBase | None = None  # from which it is read
    parts_done: float | None = None  # the share of its pages, or of the files inside, that are read

    def note_part(self, name: str, part: int, parts: int) -> None:
        """Take note that a part of the file, counted from 1, is read next; parts of files inside it do not count."""
        if name == self.name and parts:
            self.parts_done = (part - 1) / parts

    def note_stream(self, stream: io.BufferedIOBase) -> None:
        """Take note of the stream from which the file is read."""
        self.stream = stream

    @property
    def bytes_read(self) -> int:
        """How many bytes of the file are read, by its parts or else by the position in the stream."""
        if self.parts_done is not None:
            return int(self.size * self.parts_done)
        try:
            return min(self.stream.tell(), self.size) if self.stream else 0
        except (OSError, ValueError):  # it is closed
            return 0

    def take(self, found: Source | Problem) -> None:
        """Count a source or a problem of the file."""
        if isinstance(found, Source):
            self.sources += 1
            self.characters += len(found.text)
            return
        self.harmless |= found.slug in NO_ARTICLES
        self.lost += found.fatal or found.slug == "unknown-kind"
        if len(self.problems) < 20:
            self.problems.append(found)

    @property
    def missing(self) -> float:
        """The share of its items that were left out."""
        return self.lost / (self.lost + self.sources) if self.lost else 0.0


@dataclass(slots=True)
class Account:
    """The files of a build, and the problem if more than a tenth of them, or of their bytes, is missing."""

    files: list[FileAccount] = field(default_factory=list)
    to_read: int = 0  # files
    bytes_to_read: int = 0
    bytes_before: int = 0  # of the files before the last of `files`

    @property
    def bytes_read(self) -> int:
        """How many bytes of the files are read."""
        return self.bytes_before + (self.files[-1].bytes_read if self.files else 0)

    def begin(self, name: str) -> FileAccount:
        """Return the account of the file that is read next."""
        self.bytes_before += self.files[-1].size if self.files else 0
        self.files.append(FileAccount(name))
        return self.files[-1]

    def problem(self) -> Iterator[Problem]:
        """Yield the problem that too much is missing."""
        counted = [f for f in self.files if not f.harmless]
        lost = [f for f in counted if f.lost]
        share, size = _share([f.missing for f in counted], [1] * len(counted)), [f.size for f in counted]
        of_bytes = _share([f.missing for f in counted], size)
        if max(share, of_bytes) > MAX_MISSING:
            names = ", ".join(f.name for f in lost[:5]) + (f" and {len(lost) - 5} more" if len(lost) > 5 else "")
            message = (
                f"{len(lost)} of {len(counted)} files are missing from the graph, wholly or in part, {of_bytes:.0%} of their bytes: {names}"
                " (kg inspect shows how files are read; --allow-missing accepts it)"
            )
            yield Problem("input", "read", "much-missing", message)


def _share(missing: Sequence[float], weights: Sequence[int]) -> float:
    whole = sum(weights)
    return sum(m * w for m, w in zip(missing, weights, strict=True)) / whole if whole else 0.0
