"""Queries run where they can be killed: in processes of their own, each with a limit of time, memory and answer.

Oxigraph cannot stop a query that runs (a signal to its process takes effect when it ends), so a process that outlives its
limit is killed and another takes its place. An answer is complete, or it is an error: it is written aside before it is sent.
Waiting for a process takes no thread from the rest of the server.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import multiprocessing
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import cast

from kg.serve.answering import answer_jobs, too_much_memory
from kg.serve.jobs import Answer, Job, Limits, Refused
from kg.serve.updating import update_folders

__all__ = ["Answer", "Job", "Limits", "Pool", "Refused"]

STARTING = 30.0  # seconds for a process to come up
ENDING = 5.0  # seconds for a process that was killed to be gone
FULL_STACK = 0xC00000FD  # the status of a process that has used up its stack, on Windows
CRASHES = frozenset({FULL_STACK, *(-getattr(signal, n) for n in ("SIGSEGV", "SIGBUS") if hasattr(signal, n))})
BUSY = "the server is busy; try again in a few seconds"
STOPPING = "the server is stopping"
DEEP = "the query is nested too deeply, or too long a chain of operators; write it with fewer levels"
OPEN_NETWORK = "kg: this system cannot keep query processes from the network; SERVICE and LOAD are refused by checking the query alone"
Reply = tuple[int, str, bytes | str]  # status, media type, the answer, the name of its file, or what went wrong


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection


@dataclass
class _Run:
    """A job that runs: its process, once there is one, and whether its client has gone."""

    job: Job
    seconds: float
    worker: _Worker | None
    given_up: bool = False


@dataclass
class Pool:
    """Processes that answer jobs, one at a time each; with `remote` they may send requests to other servers."""

    size: int
    limits: Limits
    remote: bool = False
    _folder: tempfile.TemporaryDirectory[str] = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="kg-serve-", ignore_cleanup_errors=True)
    )
    _idle: list[_Worker] = field(default_factory=list)
    _alive: dict[int, _Worker] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _updating: asyncio.Lock = field(default_factory=asyncio.Lock)
    _numbers: itertools.count[int] = field(default_factory=itertools.count)
    _closed: bool = False
    _warned: bool = False

    def __post_init__(self) -> None:
        """Make room for the processes; each starts when it is first needed."""
        self._turns = asyncio.Semaphore(self.size)
        self._threads = ThreadPoolExecutor(self.size, "kg-query")  # each waits for one process

    async def run(self, job: Job, seconds: float | None = None) -> Answer:
        """Answer a job. Raises Refused where it is wrong, takes too much, or all processes stay busy.

        Where the task is cancelled, the process is killed, and is free for the next.
        """
        async with self._turn(job):
            run = _Run(job, seconds or self.limits.seconds, self._idle.pop() if self._idle else None)
            ended = asyncio.get_running_loop().run_in_executor(self._threads, self._done, run)
            try:
                status, media, body = await asyncio.shield(ended)
            except asyncio.CancelledError:
                self._give_up(run)
                await asyncio.wait([ended])
                if ended.exception() is None:
                    _discard(ended.result())
                raise
        if status != 200:
            raise Refused(status, cast(str, body))
        return Answer(media, body) if isinstance(body, bytes) else Answer(media, file=Path(body))

    @property
    def folder(self) -> Path:
        """A folder for what is made while the server runs."""
        return Path(self._folder.name)

    def stop(self) -> None:
        """End all processes; waiting requests are refused."""
        with self._guard:
            self._closed = True
            alive = list(self._alive.values())
        for worker in alive:
            worker.process.kill()

    def close(self) -> None:
        """End all processes and remove what they wrote."""
        self.stop()
        self._threads.shutdown()
        for worker in list(self._alive.values()):
            self._end(worker)
        self._folder.cleanup()

    @contextlib.asynccontextmanager
    async def _turn(self, job: Job) -> AsyncIterator[None]:
        """Wait for a process to be free; updates also wait for each other, for each begins with what the last one left."""
        async with contextlib.AsyncExitStack() as held:
            try:
                async with asyncio.timeout(self.limits.waiting):
                    if job.kind == "update":
                        await held.enter_async_context(self._updating)
                    await held.enter_async_context(self._turns)
            except TimeoutError:
                raise Refused(503, BUSY) from None
            yield

    def _done(self, run: _Run) -> Reply:
        """Run a job in its process, which is idle again afterwards, or is ended."""
        try:
            if run.worker is None or not run.worker.process.is_alive():
                self._end(run.worker)
                run.worker = None  # nothing to kill while another one starts
                run.worker = self._start()
            reply = (503, "", BUSY) if run.given_up else self._asked(run.worker, run)
        except BaseException:
            self._end(run.worker, run.job)
            raise
        with self._guard:  # a process that is given up may still seem alive, and must not get the next job
            worker, run.worker = run.worker, None
            if not run.given_up:
                self._idle.append(worker)
        if run.given_up:
            self._end(worker)
        return reply

    def _give_up(self, run: _Run) -> None:
        with self._guard:
            run.given_up = True
            if run.worker is not None:
                run.worker.process.kill()

    def _asked(self, worker: _Worker, run: _Run) -> Reply:
        try:
            worker.pipe.send(run.job)
            if not worker.pipe.poll(run.seconds):
                late = f"the query ran longer than {run.seconds:g} seconds and was stopped; ask for less, or use LIMIT"
                raise Refused(503, late)
            status, media, body = cast(Reply, worker.pipe.recv())
        except (EOFError, OSError):
            raise self._crash(worker) from None
        if status == 200 and isinstance(body, str):  # a name that is not removed with the process
            body = str(Path(body).rename(self.folder / f"answer-{next(self._numbers)}"))
        return status, media, body

    def _crash(self, worker: _Worker) -> Refused:
        """Return the error of a query whose process has ended by itself, which its exit status explains."""
        worker.process.join(ENDING)
        if self._closed:
            return Refused(503, STOPPING)
        if worker.process.exitcode in CRASHES:
            return Refused(400, DEEP)
        return Refused(503, too_much_memory(self.limits))

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        mine, theirs = context.Pipe()
        arguments = (theirs, self._folder.name, self.limits, self.remote)
        process = context.Process(target=answer_jobs, args=arguments, daemon=True, name="kg query")
        process.start()
        theirs.close()
        worker = _Worker(process, mine)
        with self._guard:
            self._alive[id(worker)] = worker
            closed = self._closed
        if closed:
            self._end(worker)
            raise Refused(503, STOPPING)
        try:
            if not mine.poll(STARTING):
                raise EOFError
            confined = mine.recv()
        except (EOFError, OSError):
            self._end(worker)
            raise Refused(503, BUSY) from None
        if not confined and not self._warned:
            self._warned = True
            print(OPEN_NETWORK, file=sys.stderr, flush=True)
        return worker

    def _end(self, worker: _Worker | None, job: Job | None = None) -> None:
        """End a process and remove what it, and the job that it ran, have left."""
        if worker is None:
            return
        with self._guard:
            self._alive.pop(id(worker), None)
        worker.process.kill()
        worker.process.join(ENDING)
        with contextlib.suppress(OSError, ValueError):
            worker.pipe.close()
        for left in self.folder.glob(f"{worker.process.pid}-*"):
            left.unlink(missing_ok=True)
        if job is not None and job.kind == "update":
            for left in update_folders(Path(job.generation).parent, worker.process.pid):
                shutil.rmtree(left, ignore_errors=True)


def _discard(reply: Reply) -> None:
    """Remove an answer whose client has gone."""
    status, _, body = reply
    if status == 200 and isinstance(body, str):
        Path(body).unlink(missing_ok=True)
