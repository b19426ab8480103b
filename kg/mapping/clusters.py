"""The engine of many machines: a Dask cluster, however it was deployed (one machine, SSH, Slurm, Kubernetes, the cloud).

Workers are given batches of sources and return records, packed. Dask itself gives the batches of a worker that is lost to others.
Only this file knows Dask.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version as installed
from pathlib import Path
from platform import python_version_tuple
from typing import TYPE_CHECKING, Any

import msgspec

from kg.errors import InputError, WorkerError
from kg.mapping.articles import made_of
from kg.mapping.batches import Engine
from kg.mapping.pools import LostWorkersError, through
from kg.model import Source
from kg.records import Made, version

if TYPE_CHECKING:
    from distributed import Client
    from distributed import Future as Task

LOCAL = "local"  # the address that means: start a cluster on this machine
PATIENCE = 10  # seconds for a scheduler to answer
DESERTED = 60  # seconds that a build waits for the first worker, or for others when all are lost
TICK = 2  # seconds between two looks at whether there are workers
FOR_EACH = 3  # batches under way for each thread of the cluster: one worked on, the others on their way
FEWEST = 8  # batches under way before any worker is known
SHAPE_RECORDS = ("jieba", "numpy", "onnxruntime", "opencc", "msgspec")  # what a record depends on besides our code
_one_at_a_time = threading.Lock()  # a worker of several threads makes one batch at a time


def cluster(address: str, jobs: int | None = None, model: str | None = None) -> Engine:
    """Return the engine of a Dask cluster: its scheduler's address or scheduler file, or "local" for one of `jobs` processes.

    `model` is a model file that all workers can read, or None for the one that comes with kg.

    It raises InputError where Dask is not installed or the scheduler does not answer, and WorkerError where the workers
    have another version of what makes records, or the scheduler is lost.
    """

    def run(batches: Iterable[Sequence[Source]]) -> Iterator[list[Made]]:
        with _connected(address, jobs) as client:
            _check(client)
            yield from through(_Cluster(client, model), batches)

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
        return make(**how, timeout=PATIENCE)
    except (OSError, ValueError) as e:
        raise InputError(
            f"--cluster {address}: no Dask scheduler answers there: {e or type(e).__name__}",
            "give the address that dask scheduler prints (tcp://host:8786), its scheduler file, or local",
        ) from e


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's own log from the user: what concerns him becomes an error or a Problem."""
    log = logging.getLogger("distributed")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(level)


def _check(client: Client) -> None:
    """Refuse workers that would make other records than this process. Raises WorkerError."""
    try:
        told = client.run(environment)
    except ImportError as e:
        raise WorkerError(f"the workers cannot import kg: {e}", "install this version of kg-news where they run") from e
    for worker, theirs in sorted(told.items()):
        _compare(environment(), theirs, worker)


def environment() -> dict[str, str]:
    """Return what a record depends on besides its source: the code and the lexicon, and the libraries by their versions."""
    return {
        "kg": version().hex()[:16],
        "python": ".".join(python_version_tuple()[:2]),
        **{name: installed(name) for name in SHAPE_RECORDS},
    }


def _compare(ours: Mapping[str, str], theirs: Mapping[str, str], worker: str) -> None:
    for name, mine in ours.items():
        if theirs.get(name) != mine:
            raise WorkerError(
                f"the worker {worker} has {name} {theirs.get(name, 'not at all')}, and this process {mine}",
                "the graph would depend on who made which record: install the same on both sides",
            )


def packed(sources: Sequence[Source], ours: Mapping[str, str], model: str | None = None) -> bytes:
    """Return what a batch gives, as MessagePack: what a worker runs. Raises WorkerError where the worker is not as we are."""
    _compare(ours, environment(), "that was given a batch")
    with _one_at_a_time:
        return msgspec.msgpack.encode(made_of(sources, model) if model else made_of(sources))


class _Cluster:
    """A pool of Dask's workers."""

    tries = 1  # Dask has given it to several workers by then

    def __init__(self, client: Client, model: str | None) -> None:
        self.client = client
        self.model = model
        self.ours = environment()
        self._unpack = msgspec.msgpack.Decoder(list[Made]).decode
        self._room = FEWEST
        self._asked = -60.0

    def room(self) -> int:
        """Return how many batches keep the cluster busy; workers come and go, so it is asked again now and then."""
        if time.monotonic() - self._asked > 5:
            self._room = max(FEWEST, FOR_EACH * sum(self.client.nthreads().values()))
            self._asked = time.monotonic()
        return self._room

    def submit(self, batch: Sequence[Source]) -> Task[Any]:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Sending large graph")  # a source may be a book
            return self.client.submit(packed, tuple(batch), self.ours, self.model, pure=False)

    def _waited(self, task: Task[Any]) -> bytes:
        """Wait for a batch as long as there are workers. Raises WorkerError where none is left, and none comes."""
        alone = 0.0  # seconds without workers
        while True:
            try:
                return bytes(task.result(timeout=TICK))
            except TimeoutError:
                alone = 0.0 if self.client.nthreads() else alone + TICK
            if alone >= DESERTED:
                raise WorkerError(
                    f"the cluster has had no worker for {DESERTED} seconds",
                    "start workers and build again: records that were made are kept, and the build goes on from them",
                )

    def result(self, task: Task[Any]) -> list[Made]:
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        try:
            return self._unpack(self._waited(task))
        except KilledWorker as e:
            raise LostWorkersError from e
        except FutureCancelledError as e:
            raise WorkerError(
                f"the cluster was lost: {e}",
                "build again: records that were made are kept, and the build goes on from them",
            ) from e
        finally:
            task.release()
