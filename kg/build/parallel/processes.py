"""Worker processes: the parent handles Ctrl-C for them, and none outlives it."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from types import ModuleType
from typing import Any

_STARTING = threading.Lock()  # one thread at a time replaces the main module


@contextlib.contextmanager
def worker_pool(count: int, prepare: Callable[[], None]) -> Iterator[ProcessPoolExecutor]:
    """Provide a pool of processes that each run `prepare` first; an error or an interruption in the block ends them at once."""
    others = set(active_children())
    pool = _Pool(count, mp_context=get_context("spawn"), initializer=_begin, initargs=(prepare,))
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(active_children()) - others:
            process.terminate()
        raise
    pool.shutdown()


class _Pool(ProcessPoolExecutor):
    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Submit a call; processes that are started for it ignore Ctrl-C while they start."""
        with _interrupts_blocked(), _main_hidden():
            return super().submit(fn, *args, **kwargs)


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Block SIGINT; processes started in the block inherit that. Windows has no such call."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _main_hidden() -> Iterator[None]:
    """Keep processes that are started in the block from importing the user's script as their main module.

    They do not need it, and a script that builds without `if __name__ == "__main__"` would build in each of them. A thread
    that pickles objects of the script during these milliseconds would not find them.
    """
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


def _begin(prepare: Callable[[], None]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    prepare()


def _end_with_parent() -> None:
    """End this process when its parent has ended, even if that was killed."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
