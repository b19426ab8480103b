"""Progress of a build, shown on a terminal only, and of the recognition of pages, which takes long enough to be shown anywhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.errors import shown

if TYPE_CHECKING:
    from kg.read import Account

LONGEST_NAME = 30  # characters of a file's name in the bar


@contextmanager
def reading_bar(account: Account, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Provide a callback that takes the number of finished sources, and shows how much of the input is read.

    The bar counts bytes: the estimate of the time that is left holds for files of any size, also while a long one is read.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda done: None
        return
    from tqdm import tqdm

    with tqdm(unit="B", unit_scale=True, desc="kg", file=sys.stderr, total=0) as bar:

        def move(done: int) -> None:
            bar.total = account.bytes_to_read
            bar.set_postfix_str(reading_state(account, done), refresh=False)
            bar.update(account.bytes_read - bar.n)

        yield move


def reading_state(account: Account, sources: int) -> str:
    """Return in words which file is read, and how many sources are finished.

    >>> from kg.read import Account
    >>> account = Account(to_read=2); _ = account.begin("a.txt")
    >>> reading_state(account, 3)
    'file 1 of 2 (a.txt), 3 sources done'
    """
    if not account.files:
        return ""
    name = shown(account.files[-1].name)
    short = name if len(name) <= LONGEST_NAME else "…" + name[1 - LONGEST_NAME :]
    return f"file {len(account.files):,} of {account.to_read:,} ({short}), {sources:,} sources done"


class PageProgress:
    """Says which page is recognised, and how long the rest of its file will take; of a file of one page the time is not known."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin; `clock` returns seconds."""
        self._clock = clock
        self._name = ""
        self._began = 0.0
        self._first = 0

    def __call__(self, name: str, page: int, pages: int) -> None:
        """Print a line before a page is recognised."""
        now = self._clock()
        if name != self._name:
            self._name, self._began, self._first = name, now, page
        seconds = (now - self._began) / max(page - self._first, 1) * (pages - page + 1)
        left = f" (about {duration(seconds)} left)" if page > self._first else ""
        print(f"kg: {shown(name)}: recognising page {page} of {pages}{left}", file=sys.stderr, flush=True)


def duration(seconds: float) -> str:
    """Return a time in words.

    >>> duration(40), duration(200), duration(9000)
    ('40 s', '3 min', '2 h 30 min')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


@contextmanager
def steps_line(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Provide a callback that shows the current step in a line, which disappears at the end."""
    if quiet or not sys.stderr.isatty():
        yield lambda step: None
        return
    from tqdm import tqdm

    with tqdm(bar_format="kg: {desc} …", leave=False, file=sys.stderr) as line:
        yield line.set_description_str
