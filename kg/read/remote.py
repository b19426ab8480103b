"""Sources that lie elsewhere: any address that fsspec knows (s3://, gs://, https://, zip://…::…), brought here for the build.

They are copied into a temporary folder under their own names, so that all that holds for files holds for them: limits, tables of
metadata, names of articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from kg.errors import InputError

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*(?:::[a-z][a-z0-9+.-]*)*://", re.IGNORECASE)
MOST = 2**36  # bytes of one file: what an archive unpacks to without end stops here


def is_address(path: str) -> bool:
    """Tell whether a path is an address, and no file of this machine.

    >>> is_address("s3://papers/2021/*.txt"), is_address("zip://*.txt::https://example.org/a.zip"), is_address("a/b.txt")
    (True, True, False)
    """
    return ADDRESS.match(path) is not None


def fetch(address: str, folder: Path, wanted: tuple[str, ...], largest: int) -> None:
    """Copy the files at an address (a file, a folder, a pattern) whose names end in one of `wanted` into a folder.

    Of a text longer than `largest` bytes no more than that and one are copied: it is told as too long when it is read.
    Raises InputError where fsspec or what it needs is not installed, or there is nothing to read.
    """
    try:
        import fsspec
    except ImportError as e:
        raise InputError(f"{address}: addresses need fsspec", 'pip install "kg-news[remote]"') from e
    try:
        system, path = fsspec.core.url_to_fs(address)
        found = sorted(_found(system, path, wanted))
        for remote, name in found:
            records = ".jsonl" in name or ".ndjson" in name
            _copy(system, remote, folder / name, MOST if records else largest + 1)
    except ImportError as e:
        raise InputError(f"{address}: {e}", "install what it names") from e
    except ValueError as e:
        raise InputError(f"{address}: {e}", "check the address") from e
    except Exception as e:  # each file system has errors of its own
        told = str(e) or type(e).__name__
        raise InputError(f"{address}: cannot be read: {told}", "check the address and your access to it") from e
    if not found:
        raise InputError(f"{address}: there is no text file", f"name files that end in {', '.join(wanted)}")


def _found(system: Any, path: str, wanted: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield each file with its name below what was named; names that would lead out of a folder are passed over."""
    if any(c in path for c in "*?["):
        top = path[: re.search(r"[*?\[]", path).start()].rpartition("/")[0]  # type: ignore[union-attr]
        files = system.glob(path)
    elif system.isdir(path):
        top, files = path, system.find(path)
    else:
        top, files = path.rpartition("/")[0], [path]
    for file in files:
        name = PurePosixPath(str(file).removeprefix(top).lstrip("/"))
        if str(name).lower().endswith(wanted) and ".." not in name.parts and not name.is_absolute():
            yield file, str(name)


def _copy(system: Any, remote: str, target: Path, most: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with system.open(remote, "rb") as data, open(target, "wb") as out:
        while most > 0 and (block := data.read(min(most, 2**20))):
            out.write(block)
            most -= len(block)
