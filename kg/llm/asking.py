"""Asking for the answers that a file does not hold yet, several at a time; each is written at once, so that an ended run goes on."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from kg.errors import InputError
from kg.llm.answers import AnswerLine, as_line, contents_of, read_lines
from kg.llm.client import ChatClient, UnansweredError
from kg.llm.prompts import Call

CONCURRENCY = 4
OnAnswer = Callable[[], object]


def unanswered(calls: Iterable[Call], path: Path, model: str) -> list[Call]:
    """Return the calls whose answers a file does not hold. Raises InputError for a file that is no file of answers."""
    known = contents_of(read_lines(str(path)), model) if path.exists() else {}
    return [c for c in calls if c.id not in known]


def ask_all(
    calls: Sequence[Call],
    client: ChatClient,
    path: Path,
    concurrency: int = CONCURRENCY,
    on_answer: OnAnswer = lambda: None,
) -> Counter[str]:
    """Ask for answers and append each to the file at once; return how many calls have none, by the reason.

    Raises InputError where the server refuses every call, or the file cannot be written.
    """
    failed: Counter[str] = Counter()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", newline="\n") as file:
            if path.stat().st_size and not path.read_bytes().endswith(b"\n"):
                file.write("\n")  # behind the torn line of an interrupted run
            lock = Lock()

            def keep(call: Call, content: str) -> None:
                with lock:
                    file.write(as_line(AnswerLine(call.id, client.model, content)) + "\n")
                    file.flush()
                    os.fsync(file.fileno())

            for error in _outcomes(calls, client, concurrency, keep):
                if isinstance(error, UnansweredError):
                    failed[str(error)] += 1
                elif error is not None:
                    raise error
                on_answer()
    except OSError as e:
        raise InputError(f"{path}: cannot be written: {e.strerror}", "free some space, or choose another folder") from e
    return failed


def _outcomes(
    calls: Sequence[Call], client: ChatClient, concurrency: int, keep: Callable[[Call, str], None]
) -> Iterator[Exception | None]:
    """Ask in several threads, each of which keeps an answer before it asks again; yield each call's failure, or None.

    The threads are daemons: an interruption does not wait for the answers that are still to come.
    """
    waiting: SimpleQueue[Call] = SimpleQueue()
    done: SimpleQueue[Exception | None] = SimpleQueue()
    for call in calls:
        waiting.put(call)

    def work() -> None:
        while not client.stopped.is_set():
            try:
                call = waiting.get_nowait()
            except Empty:
                return
            try:
                keep(call, client.ask(call))
                done.put(None)
            except Exception as e:  # handed to the thread that waits
                done.put(e)

    for _ in range(min(concurrency, len(calls))):
        Thread(target=work, daemon=True).start()
    try:
        for _ in calls:
            yield done.get()
    finally:
        client.stopped.set()
