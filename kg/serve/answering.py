"""What a query process does: it answers one job after the other, until its pipe closes or it is killed.

Only here is the text of a query read: what a hostile text costs is limited, and what goes wrong ends in this process.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Any, cast

from pyoxigraph import DefaultGraph, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store, serialize

from kg.errors import InputError
from kg.files.integrity import damage_in
from kg.graph.query_advice import unknown_prefix
from kg.serve.confinement import deny_network
from kg.serve.formats import GRAPHS, RESULTS
from kg.serve.jobs import Job, Limits, Refused
from kg.serve.normal_form import Parts, read_parts
from kg.serve.text_search import with_text_search
from kg.serve.updating import apply_update
from kg.store import WordIndex
from kg.store.words import ORDER
from kg.vocab import PREFIXES

IN_MEMORY = 1 << 20  # bytes of an answer that goes through the pipe
FOUND = 10_000  # IRIs that one kg:textMatch stands for
OFF = "SERVICE calls and LOAD are off: start the server with --allow service"


def answer_jobs(pipe: Connection, folder: str, limits: Limits, remote: bool) -> None:
    """Answer the jobs that come through a pipe; only with `remote` may they send requests to other servers.

    The first message says whether the network is out of reach as it should be.
    """
    _limit(limits.memory)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe.send(remote or deny_network())
    opened: tuple[str, Store] | None = None
    number = 0
    while True:
        try:
            job = cast(Job, pipe.recv())
        except (EOFError, OSError):
            return
        number += 1
        aside = Path(folder) / f"{os.getpid()}-{number}"
        try:
            if opened is None or opened[0] != job.generation:
                opened = None
                opened = job.generation, Store.read_only(str(Path(job.generation) / "graph"))
            with open(aside, "w+b") as file:
                media = _answered(opened[1], job, cast("IO[bytes]", _Bounded(file, limits.answer)), remote)
                size = file.tell()
                file.seek(0)
                body: bytes | str = file.read() if size <= IN_MEMORY else str(aside)
            pipe.send((200, media, body))
            if isinstance(body, bytes):
                aside.unlink(missing_ok=True)
        except Exception as e:
            aside.unlink(missing_ok=True)
            pipe.send(_failed(e, limits))


def _limit(memory: int) -> None:
    """Limit this process's memory, and leave no file behind where it is killed for more; where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _failed(error: Exception, limits: Limits) -> tuple[int, str, str]:
    if isinstance(error, Refused):
        return error.status, "", error.message
    if isinstance(error, InputError):
        return 503, "", str(error)
    if isinstance(error, MemoryError):
        return 503, "", too_much_memory(limits)
    if damage := damage_in(error):
        return 500, "", str(damage)
    if isinstance(error, SyntaxError | ValueError | RuntimeError):  # RuntimeError: a function that there is not
        return 400, "", f"the query is not valid: {error}"
    return 500, "", f"the query failed: {type(error).__name__}: {error}"


def too_much_memory(limits: Limits) -> str:
    """Return what to say of a query that needed more memory than there is for it."""
    return f"the query needed more than {limits.memory >> 20} MB of memory and was stopped; ask for less"


class _Bounded:
    """A file that takes no more than so many bytes."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self.file = file
        self.left = most
        self.most = most

    def write(self, data: bytes) -> int:
        self.left -= len(data)
        if self.left < 0:
            raise Refused(413, f"the answer is larger than {self.most >> 20} MB; ask for less, or use LIMIT")
        return self.file.write(data)

    def flush(self) -> None:
        self.file.flush()


def _answered(store: Store, job: Job, out: IO[bytes], remote: bool) -> str:
    if job.kind == "graph":
        return _graph(store, job, out)
    parts = _checked(job, remote)
    try:
        if job.kind == "update":
            apply_update(Path(job.generation).parent, parts, job.default_graphs, job.named_graphs)
            return "text/plain"
        return _queried(store, job, parts, out)
    except OSError as e:
        if parts.calls_out():
            raise Refused(502, f"the other server did not answer as it should: {e}") from e
        raise


def _queried(store: Store, job: Job, parts: Parts, out: IO[bytes]) -> str:
    query = with_text_search(parts, lambda words: _holding(job.generation, words)).normal()
    try:
        found = store.query(
            query.text,
            default_graph=[NamedNode(g) for g in job.default_graphs] or ([] if job.named_graphs else None),
            named_graphs=[NamedNode(g) for g in job.named_graphs] or ([] if job.default_graphs else None),
        )
    except SyntaxError as e:
        raise ValueError(query.explained(e)) from e
    if isinstance(found, QueryTriples):
        media = _first(job.graphs, "a graph", GRAPHS)
        serialize(found, output=out, format=GRAPHS[media], prefixes=dict(PREFIXES))
    elif isinstance(found, QueryBoolean | QuerySolutions):
        media = _first(job.results, "a table" if isinstance(found, QuerySolutions) else "yes or no", RESULTS)
        found.serialize(output=out, format=RESULTS[media])
    return media


def _checked(job: Job, remote: bool) -> Parts:
    """Return the parts of a query or an update. Raises ValueError where it is none, Refused where it may not run."""
    try:
        parts = read_parts(job.text, job.base, PREFIXES)
    except ValueError as e:
        raise ValueError(unknown_prefix(job.text) or str(e)) from e
    if not remote and parts.calls_out():
        raise Refused(400, OFF)
    return parts


def _holding(generation: str, words: str) -> list[str]:
    """Return the IRIs of what holds the words, each once."""
    index = WordIndex(Path(generation) / "words.sqlite")
    with contextlib.closing(index):
        return list(dict.fromkeys(h.iri for h in index.search(words, tuple(ORDER), FOUND)))


def _first(wanted: Sequence[str], what: str, there: Mapping[str, Any]) -> str:
    if not wanted:
        raise Refused(406, f"the answer is {what}, which comes as: {', '.join(there)}")
    return wanted[0]


def _graph(store: Store, job: Job, out: IO[bytes]) -> str:
    graph = NamedNode(job.text) if job.text else DefaultGraph()
    if isinstance(graph, NamedNode) and not store.contains_named_graph(graph):
        raise Refused(404, f"there is no graph {job.text}")
    media = _first(job.graphs, "a graph", GRAPHS)
    store.dump(output=out, format=GRAPHS[media], from_graph=graph, prefixes=dict(PREFIXES))
    return media
