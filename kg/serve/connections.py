"""Connections that cost nothing unless they ask: a time limit for headers and for reading, and a place for newcomers.

uvicorn limits how long a connection may stay idle between requests, but not how long a client may take to send a request's
header or to read its answer. Without that, a thousand clients that send nothing keep all others out.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable
from typing import Any, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS = 512
FILES = 4096  # open files and connections that the server asks the system for
BUSY = b"the server has too many connections; try again in a few seconds\n"
REFUSAL = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n"
    b"Retry-After: 5\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%b" % (len(BUSY), BUSY)
)


def connection_limit() -> int:
    """Return how many connections the server holds, after raising the number of files that the process may open."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
        if soft != resource.RLIM_INFINITY and soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            soft = most
        if soft != resource.RLIM_INFINITY:
            return max(16, min(MOST_CONNECTIONS, soft // 2))
    return MOST_CONNECTIONS


class Connection(H11Protocol):
    """A connection that is closed where its client keeps the server waiting.

    With more than `most` connections, the one is closed that waits for its client the longest, of the address that holds the
    most; where the server is at work for all, the newcomer gets a 503.
    """

    most = MOST_CONNECTIONS
    header_seconds = 10.0  # for a request's header, from its first byte; of the first request, from the connection
    reading_seconds = 30.0  # that a client may read nothing of an answer

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make a connection, as uvicorn does."""
        super().__init__(*args, **kwargs)
        self.since = 0.0  # when the client's turn began
        self._unread = 0
        self._refused = False
        self._timers: dict[str, asyncio.TimerHandle] = {}

    @property
    def waits_for_client(self) -> bool:
        """Whether it is the client's turn: to send a request, the rest of one, or to read."""
        return self._wants_header or self.cycle.more_body or self.flow.write_paused

    @property
    def _wants_header(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin the time for the first header, and make room for the connection."""
        super().connection_made(transport)
        self.since = self.loop.time()
        self._watch()
        self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the timers."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what the client sends; its header must be whole in time, however slowly it comes."""
        if not self._refused:
            super().data_received(data)
            self._watch()

    def on_response_complete(self) -> None:
        """Begin the client's turn; uvicorn closes the connection where it stays idle."""
        self.since = self.loop.time()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Begin the time that the client has to read."""
        super().pause_writing()
        self.since = self.loop.time()
        self._unread = self.transport.get_write_buffer_size()
        self._begin("reading", self.reading_seconds, self._expect_reading)

    def resume_writing(self) -> None:
        """End it."""
        super().resume_writing()
        self._end("reading")

    def _expect_reading(self) -> None:
        left = self.transport.get_write_buffer_size()
        if left < self._unread:
            self._unread = left
            self._begin("reading", self.reading_seconds, self._expect_reading)
        else:
            self.transport.abort()

    def _watch(self) -> None:
        if not self._wants_header or self.transport.is_closing():
            self._end("header")
        elif "header" not in self._timers:
            self._begin("header", self.header_seconds, self.transport.abort)

    def _begin(self, name: str, seconds: float, then: Callable[[], None]) -> None:
        self._end(name)
        self._timers[name] = self.loop.call_later(seconds, then)

    def _end(self, name: str) -> None:
        if timer := self._timers.pop(name, None):
            timer.cancel()

    def _make_room(self) -> None:
        there = [c for c in cast("set[Connection]", self.connections) if not c.transport.is_closing()]
        if len(there) <= self.most:
            return
        held = Counter(c.address for c in there)
        if waiting := [c for c in there if c is not self and c.waits_for_client]:
            max(waiting, key=lambda c: (held[c.address], -c.since)).transport.abort()
        else:
            self._refused = True
            self.transport.write(REFUSAL)
            self.transport.close()

    @property
    def address(self) -> str:
        """The address that the connection comes from."""
        return self.client[0] if self.client else ""
