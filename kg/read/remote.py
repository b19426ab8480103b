"""Remote sources: any address that fsspec supports (s3://, gs://, https://, zip://…::…), downloaded for the build.

They are copied into a temporary folder under their own names, so that limits, metadata tables and article names apply as for
local files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from kg.errors import InputError

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*(?:::[a-z][a-z0-9+.-]*)*://", re.IGNORECASE)
MAX_SIZE = 2**36  # bytes of one file: a limit for decompression bombs


def is_address(path: str) -> bool:
    """Whether a path is a remote address.

    >>> is_address("s3://papers/2021/*.txt"), is_address("zip://*.txt::https://example.org/a.zip"), is_address("a/b.txt")
    (True, True, False)
    """
    return ADDRESS.match(path) is not None


def fetch(address: str, folder: Path, wanted: tuple[str, ...], texts: tuple[str, ...], largest: int) -> None:
    """Download the files at an address (a file, a folder, a pattern) whose names end in one of `wanted` into a folder.

    At most `largest` + 1 bytes of one of `texts` are copied; the reader then reports a longer one as too long. Raises InputError if
    fsspec or one of its dependencies is not installed, or there is nothing to read.
    """
    try:
        import fsspec
    except ImportError as e:
        raise InputError(f"{address}: addresses need fsspec", 'pip install "kg-news[remote]"') from e
    try:
        system, path = fsspec.core.url_to_fs(address)
        found = sorted(_found(system, path, wanted))
        for remote, name in found:
            most = largest + 1 if name.lower().endswith(texts) else MAX_SIZE
            _copy(system, remote, folder / name, most)
    except ImportError as e:
        raise InputError(f"{address}: {e}", "install what it names") from e
    except ValueError as e:
        raise InputError(f"{address}: {e}", "check the address") from e
    except Exception as e:  # each file system has errors of its own
        message = str(e) or type(e).__name__
        raise InputError(f"{address}: cannot be read: {message}", "check the address and your access to it") from e
    if not found:
        raise InputError(f"{address}: no file found that can be read", f"give files that end in {', '.join(wanted)}")


def _found(system: Any, path: str, wanted: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield each file with its name relative to the address; names that lead out of the folder are skipped."""
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
