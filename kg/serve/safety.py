"""What every answer carries: the security headers; and one line in the server's output for each failure."""

from __future__ import annotations

import logging
import traceback
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import shown

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SITE = (  # for pages with scripts and styles of their own address
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FRAMELESS = "frame-ancestors 'none'"  # for pages that carry their policy with them: what a policy in a page cannot say
DATA = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"  # for what is no page
FAILED = "the server failed; its own output says where, please report it"
log = logging.getLogger("uvicorn.error")


class SafeAnswers:
    """ASGI middleware, the outermost: adds the headers to each answer, and logs what was not foreseen in one line."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _secure(MutableHeaders(scope=message))
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as e:
            log.error(_failure(scope, e))  # the client has an answer, or sees that what it has is not whole


def _secure(headers: MutableHeaders) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    page = headers.get("content-type", "").startswith("text/html")
    headers.setdefault("Content-Security-Policy", FRAMELESS if page else DATA)


def _failure(scope: Scope, error: Exception) -> str:
    """Return one line: the request, the error, and the place in the code where it was raised."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    request = f"{scope['method']} {quote(scope['path'])}"
    return shown(f"kg serve: {request} failed: {type(error).__name__}: {error} ({frame.filename}:{frame.lineno})")
