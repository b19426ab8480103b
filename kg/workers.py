"""Processes that work for this one: Ctrl-C reaches them through it, and none outlives it."""

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

_STARTING = threading.Lock()  # one thread at a time stands in for the script


@contextlib.contextmanager
def worker_pool(count: int, prepare: Callable[[], None]) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes, each prepared; where the block is left by an error or an interruption, they end at once."""
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
        """Submit a call; the processes that are started for it do not hear Ctrl-C while they begin."""
        with _interrupts_held(), _main_unseen():
            return super().submit(fn, *args, **kwargs)


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back; a process that is started meanwhile begins so. Windows has no such call."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _main_unseen() -> Iterator[None]:
    """Let processes that are started meanwhile not run the user's script, as they otherwise do to know what it defines.

    They need nothing of it; and a script that builds without `if __name__ == "__main__"` would build in each of them. A
    thread that pickles what the script defines in these milliseconds would not find it.
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
    """End this process when the one that it works for has ended, even if that was killed."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
