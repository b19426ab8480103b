"""Which requests the site answers: by its own names only, and from pages of other sites only where `--cors` lists them.

A browser lets any page send requests to this machine. Three headers say where a request comes from:

- Host: a page that points its own name at this machine (DNS rebinding) sends that name, which is refused.
- Origin: sent with every POST and every cross-origin `fetch`; an origin that is neither the site's own nor listed is refused.
- Sec-Fetch-Site (Fetch Metadata Request Headers, W3C 2021): sent with all else that a page loads from the site, such as
  scripts, images and prefetches; refused unless the page is the site's own, or the request opens a page.

Programs send no Origin and no Sec-Fetch-Site, and are answered as before. CORS is the one of the Fetch Standard (WHATWG).
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import InputError, shown

ORIGIN = re.compile(r"https?://(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?")
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::([0-9]{1,5}))?")
LARGEST_PORT = 65_535
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
ADDRESSES = "addresses"  # in a list of host names: all that are IP addresses, which no foreign name server can hand out
OPEN = (
    "/sparql",
    "/graphs",
    "/search",
    "/reconcile",
    "/id",
    "/ontology",
)  # what listed origins may read, but for pages
FOREIGN = ("cross-site", "same-site")  # other ports of one machine are "same-site"


def origins_of(texts: Sequence[str]) -> tuple[str, ...]:
    """Return origins as browsers write them. Raises InputError for what is no origin."""
    found = []
    for text in texts:
        origin = text.strip().lower().removesuffix("/")
        if not ORIGIN.fullmatch(origin):
            raise InputError(f"--cors {shown(text)}: is no origin", "name one site, such as http://127.0.0.1:3333")
        found.append(origin.removesuffix(":80" if origin.startswith("http:") else ":443"))
    return tuple(dict.fromkeys(found))


def own_names() -> tuple[str, ...]:
    """Return the names of this machine that need no look-up."""
    name = socket.gethostname().lower()
    short = name.split(".")[0]
    return tuple(dict.fromkeys((*LOOPBACK, name, short, f"{short}.local")))


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask: the host names that the site answers to, and the origins whose pages may read its data."""

    hosts: tuple[str, ...] = LOOPBACK  # "*" takes all, "*.example.org" all below, ADDRESSES all IP addresses
    origins: tuple[str, ...] = ()
    data: tuple[str, ...] = OPEN  # the paths that the listed origins may read

    def takes_host(self, header: str) -> bool:
        """Whether a Host header names this site."""
        found = HOST.fullmatch(header.lower())
        if not found or int(found[2] or 0) > LARGEST_PORT:
            return False
        host = found[1].removesuffix(".")
        return any(_fits(host, name.lower()) for name in self.hosts)

    def is_open(self, path: str) -> bool:
        """Whether listed origins may read what is at a path."""
        return any(path == p or path.startswith(p + "/") for p in self.data)

    def problem(self, scope: Scope, headers: Mapping[str, str]) -> tuple[int, str] | None:
        """Return why a request is refused, a status and a sentence; None where it is answered."""
        host, origin = headers.get("host", ""), headers.get("origin")
        if not self.takes_host(host):
            return 400, f"this site is not called {shown(host)!r}: start it with --host NAME"
        if origin is not None:
            if is_own(origin, host) or (origin.lower() in self.origins and self.is_open(scope["path"])):
                return None
            if origin.lower() in self.origins:
                return 403, f"pages of {shown(origin)} may read the data only: {', '.join(self.data)}"
            return 403, "pages of other sites are not answered, but for those that kg serve --cors ORIGIN lists"
        if headers.get("sec-fetch-site") in FOREIGN and not _opens_a_page(scope["method"], headers):
            return 403, "pages of other sites may link to this one, but not load from it"
        return None


def is_own(origin: str, host: str) -> bool:
    """Whether an origin is that of the site itself, which a request names as its host."""
    scheme, _, rest = origin.lower().partition("://")
    return scheme in {"http", "https"} and rest == host.lower()


def _fits(host: str, name: str) -> bool:
    if name == ADDRESSES:
        return _is_address(host.strip("[]"))
    return name == "*" or host == name or (name.startswith("*.") and host.endswith(name[1:]))


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _opens_a_page(method: str, headers: Mapping[str, str]) -> bool:
    embedded = headers.get("sec-fetch-dest") in {"object", "embed"}
    return method in {"GET", "HEAD"} and headers.get("sec-fetch-mode") == "navigate" and not embedded


class OriginCheck:
    """ASGI middleware: refuses what `Access` refuses, answers preflights, and lets listed origins read what is no page."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        """Take the application, and who may ask."""
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if problem := self.access.problem(scope, headers):
            await PlainTextResponse(problem[1] + "\n", problem[0])(scope, receive, send)
            return
        origin = headers.get("origin", "")
        listed = origin.lower() in self.access.origins and self.access.is_open(scope["path"])
        if listed and scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await _preflight(origin, headers)(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and self.access.origins:
                _with_cors(MutableHeaders(scope=message), origin if listed else "")
            await send(message)

        await self.app(scope, receive, sending)


def _preflight(origin: str, headers: Headers) -> Response:
    answer = {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": "GET, HEAD, POST",
        "Access-Control-Allow-Headers": "*",
        "Access-Control-Max-Age": "600",
        "Vary": "Origin, Access-Control-Request-Private-Network",
    }
    if headers.get("access-control-request-private-network") == "true":
        answer["Access-Control-Allow-Private-Network"] = "true"
    return Response(status_code=204, headers=answer)


def _with_cors(headers: MutableHeaders, origin: str) -> None:
    headers.add_vary_header("Origin")
    if origin and not headers.get("content-type", "").startswith("text/html"):
        headers["Access-Control-Allow-Origin"] = origin
        headers["Access-Control-Expose-Headers"] = "Retry-After"
