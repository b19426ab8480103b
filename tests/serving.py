"""A server for the tests: `kg serve` as its own process, on a port that is free."""

from __future__ import annotations

import contextlib
import os
import re
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
            address = re.match(r"(http://\S+)/ ", process.stdout.readline())
            assert address, "kg serve did not start"
            yield address[1], process.pid
        finally:
            process.terminate()
            process.wait(20)


class Endpoint(socketserver.TCPServer):
    """A port of this machine that counts who connects to it, and answers with nothing."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), socketserver.BaseRequestHandler)
        self.address = f"http://127.0.0.1:{self.server_address[1]}/"
        self.calls = 0

    def process_request(self, request: Any, client_address: Any) -> None:
        """Count a connection before it is closed."""
        self.calls += 1
        super().process_request(request, client_address)


@contextlib.contextmanager
def listening() -> Iterator[Endpoint]:
    """Listen on a free port."""
    with Endpoint() as endpoint:
        thread = threading.Thread(target=endpoint.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield endpoint
        finally:
            endpoint.shutdown()
            thread.join()
