"""A server for the tests: `kg serve` as its own process, on a port that is free."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent


@contextlib.contextmanager
def served(graph: str | Path, *options: str) -> Iterator[tuple[str, int]]:
    """Serve a graph, and give the site's address and the server's process id."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "kg", "serve", str(graph), "--port", "0", *options]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as process:
        try:
            assert process.stdout
            told = re.match(r"(http://\S+)/ ", process.stdout.readline())
            assert told, "kg serve did not start"
            yield told[1], process.pid
        finally:
            process.terminate()
            process.wait(20)
