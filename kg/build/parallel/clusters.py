"""The engine for many machines: a Dask cluster, however it is deployed (one machine, SSH, Slurm, Kubernetes, the cloud).

Workers get batches of sources and return serialised results. Dask itself reassigns the batches of a lost worker. This is the
only module that uses Dask.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from platform import python_version_tuple
from typing import TYPE_CHECKING, Any

import msgspec

from kg.build.cache import MAKES_RECORDS, ExtractionResult, version
from kg.build.parallel.articles import extract_sources
from kg.build.parallel.batches import Engine
from kg.build.parallel.pools import LostWorkersError, run_bounded
from kg.closure import libraries
from kg.errors import InputError, WorkerError
from kg.extract import Setup, made_with
from kg.model import Source

if TYPE_CHECKING:
    from distributed import Client
    from distributed import Future as Task

LOCAL = "local"  # the address that means: start a cluster on this machine
CONNECT_TIMEOUT = 10  # seconds for a scheduler to answer
NO_WORKER_TIMEOUT = 60  # seconds that a build waits for the first worker, or for others after all are lost
POLL_INTERVAL = 2  # seconds between two checks for workers
BATCHES_PER_THREAD = 3  # in flight for each thread of the cluster: one in work, the others in transit
MIN_BATCHES = 8  # in flight before any worker is known
REFRESH_INTERVAL = 5  # seconds between two counts of the threads
_one_at_a_time = threading.Lock()  # a worker with several threads runs one batch at a time


def cluster(address: str, jobs: int | None = None, setup: Setup = Setup()) -> Engine:
    """Return the engine of a Dask cluster, by its scheduler's address or scheduler file, or "local" for one of `jobs` processes.

    It raises InputError if Dask is not installed or the scheduler does not answer, and WorkerError if the workers have other
    versions of the code or the libraries, or the scheduler is lost.
    """

    def run(batches: Iterable[Sequence[Source]]) -> Iterator[list[ExtractionResult]]:
        with _connected(address, jobs) as client:
            _check(client, setup)
            yield from run_bounded(_Cluster(client, setup), batches)

    return run


@contextlib.contextmanager
def _connected(address: str, jobs: int | None) -> Iterator[Client]:
    try:
        from distributed import Client, LocalCluster
    except ImportError as e:
        raise InputError("--cluster needs Dask distributed", 'pip install "kg-news[cluster]"') from e
    with contextlib.ExitStack() as stack:
        stack.enter_context(_quiet())
        if address == LOCAL:
            workers = jobs or os.cpu_count() or 1
            local = LocalCluster(workers, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL)
            yield stack.enter_context(Client(stack.enter_context(local)))
        else:
            yield stack.enter_context(_client(Client, address))


def _client(make: type[Client], address: str) -> Client:
    how = {"scheduler_file": address} if Path(address).is_file() else {"address": address}
    try:
        return make(**how, timeout=CONNECT_TIMEOUT)
    except (OSError, ValueError) as e:
        raise InputError(
            f"--cluster {address}: no Dask scheduler answers there: {e or type(e).__name__}",
            "give the address that dask scheduler prints (tcp://host:8786), its scheduler file, or local",
        ) from e


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Hide Dask's log from the user: what concerns the user becomes an error or a Problem."""
    log = logging.getLogger("distributed")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(level)


def _check(client: Client, setup: Setup) -> None:
    """Check that the workers extract the same records as this process. Raises WorkerError."""
    try:
        environments = client.run(environment, setup)
    except ImportError as e:
        raise WorkerError(f"the workers cannot import kg: {e}", "install this version of kg-news where they run") from e
    for worker, theirs in sorted(environments.items()):
        _compare(environment(setup), theirs, worker)


def environment(setup: Setup = Setup()) -> dict[str, str]:
    """Return what a record depends on other than its source: the code and the lexicon, and the versions of the libraries."""
    return {
        **libraries(MAKES_RECORDS),
        "python": ".".join(python_version_tuple()[:2]),
        "kg": version().hex()[:16],
        "setup": made_with(setup),
    }


def _compare(ours: Mapping[str, str], theirs: Mapping[str, str], worker: str) -> None:
    for name, mine in ours.items():
        if theirs.get(name) != mine:
            raise WorkerError(
                f"the worker {worker} has {name} {theirs.get(name, '(none)')}, this process has {mine}",
                "records would depend on the worker: install the same versions on both sides",
            )


def packed(sources: Sequence[Source], ours: Mapping[str, str], setup: Setup = Setup()) -> bytes:
    """Return the results of a batch as MessagePack; runs on a worker. Raises WorkerError if the worker's environment differs."""
    _compare(ours, environment(setup), "that got a batch")
    with _one_at_a_time:
        return msgspec.msgpack.encode(extract_sources(sources, setup))


class _Cluster:
    """A pool of Dask workers."""

    tries = 1  # Dask itself has tried several workers by then

    def __init__(self, client: Client, setup: Setup) -> None:
        self.client = client
        self.setup = setup
        self.ours = environment(setup)
        self._unpack = msgspec.msgpack.Decoder(list[ExtractionResult]).decode
        self._limit = MIN_BATCHES
        self._counted = -60.0

    def limit(self) -> int:
        """Return how many batches keep the cluster busy; workers come and go, so the threads are counted again now and then."""
        if time.monotonic() - self._counted > REFRESH_INTERVAL:
            self._limit = max(MIN_BATCHES, BATCHES_PER_THREAD * sum(self.client.nthreads().values()))
            self._counted = time.monotonic()
        return self._limit

    def submit(self, batch: Sequence[Source]) -> Task[Any]:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Sending large graph")  # a source may be a book
            return self.client.submit(packed, tuple(batch), self.ours, self.setup, pure=False)

    def _waited(self, task: Task[Any]) -> bytes:
        """Wait for a batch while there are workers. Raises WorkerError if there is none for NO_WORKER_TIMEOUT seconds."""
        idle = 0.0  # seconds without workers
        while True:
            try:
                return bytes(task.result(timeout=POLL_INTERVAL))
            except TimeoutError:
                idle = 0.0 if self.client.nthreads() else idle + POLL_INTERVAL
            if idle >= NO_WORKER_TIMEOUT:
                raise WorkerError(
                    f"the cluster has had no worker for {NO_WORKER_TIMEOUT} seconds",
                    "start workers and build again: finished records are kept, and the build continues from them",
                )

    def result(self, task: Task[Any]) -> list[ExtractionResult]:
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        try:
            return self._unpack(self._waited(task))
        except KilledWorker as e:
            raise LostWorkersError from e
        except FutureCancelledError as e:
            raise WorkerError(
                f"the cluster was lost: {e}",
                "build again: finished records are kept, and the build continues from them",
            ) from e
        finally:
            task.release()
