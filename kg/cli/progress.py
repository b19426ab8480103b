"""Progress of a build, shown on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager


@contextmanager
def sources_bar(paths: Sequence[str], quiet: bool) -> Iterator[Callable[[int], None]]:
    """Provide a callback that updates a progress bar with the number of finished sources."""
    if quiet or not sys.stderr.isatty():
        yield lambda done: None
        return
    from tqdm import tqdm

    from kg.read import count

    with tqdm(total=count(paths), unit=" sources", desc="kg", file=sys.stderr) as bar:

        def move(done: int) -> None:
            bar.update(done - bar.n)

        yield move


@contextmanager
def steps_line(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Provide a callback that shows the current step in a line, which disappears at the end."""
    if quiet or not sys.stderr.isatty():
        yield lambda step: None
        return
    from tqdm import tqdm

    with tqdm(bar_format="kg: {desc} …", leave=False, file=sys.stderr) as line:
        yield line.set_description_str
