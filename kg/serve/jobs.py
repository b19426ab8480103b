"""What the server asks of the processes that answer queries, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.serve.formats import GRAPHS, RESULTS


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds, bytes of memory, bytes of its answer; and how long it waits for its turn."""

    seconds: float = 30.0
    memory: int = 2 << 30
    answer: int = 256 << 20
    waiting: float = 15.0


@dataclass(frozen=True, slots=True)
class Job:
    """What to run in a generation of a store: a query, the reading of a graph, or an update."""

    kind: str  # "query", "graph" or "update"
    generation: str
    text: str
    results: tuple[str, ...] = tuple(RESULTS)  # media types that the client takes, the best first
    graphs: tuple[str, ...] = tuple(GRAPHS)
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its media type, and its bytes or the file that holds them."""

    media: str
    body: bytes = b""
    file: Path | None = None


class Refused(Exception):
    """A query that cannot be answered: an HTTP status and the message for the client."""

    def __init__(self, status: int, message: str) -> None:
        """Keep both."""
        super().__init__(message)
        self.status = status
        self.message = message
