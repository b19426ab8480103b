"""Work for a client that is still there."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import Request

from kg.serve.jobs import Refused

Result = TypeVar("Result")


async def while_connected(request: Request, work: Coroutine[Any, Any, Result]) -> Result:
    """Return what the work returns; it is cancelled, and Refused is raised, when the client disconnects.

    The request's body must have been read.
    """
    task = asyncio.create_task(work)
    gone = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise Refused(400, "the request broke off")
        return task.result()
    finally:
        gone.cancel()
        if task.cancel():
            await asyncio.wait({task})
            _ = task.cancelled() or task.exception()  # so that it is not reported as lost


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
