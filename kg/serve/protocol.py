"""What a request asks by the SPARQL 1.1 Protocol (W3C 2013, section 2): its query or update, and the other parameters."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect, Request

from kg.serve.workers import Refused

LARGEST_REQUEST = 4 << 20  # bytes of a query
MOST_FIELDS = 1000  # of a form
SLOWEST_REQUEST = 30.0  # seconds that a client may take to send its query
OFF = "updates are off: write corrections.txt and build again, or start the server with --allow update"


async def body_of(request: Request, largest: int = LARGEST_REQUEST) -> bytes:
    """Return a request's body. Raises Refused where it is larger than that many bytes, or comes too slowly."""

    async def taken() -> bytes:
        data = bytearray()
        async for piece in request.stream():
            data += piece
            if len(data) > largest:
                raise Refused(413, f"a request holds {largest >> 10} kB at the most")
        return bytes(data)

    try:
        return await asyncio.wait_for(taken(), SLOWEST_REQUEST)
    except TimeoutError:
        raise Refused(408, "the request came too slowly") from None
    except ClientDisconnect:
        raise Refused(400, "the request broke off") from None


def fields_of(form: str) -> dict[str, list[str]]:
    """Return the fields of a form, or of the query part of an address. Raises Refused where there are too many."""
    try:
        return parse_qs(form, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as e:
        raise Refused(400, f"a request has {MOST_FIELDS} fields at the most") from e


async def operation_of(request: Request, updates: bool) -> tuple[str, Mapping[str, list[str]]] | None:
    """Return the query and the other parameters of a request; None where it has no query.

    An update's parameters hold "update". Raises Refused where the request is wrong, or holds an update and those are off.
    """
    fields = fields_of(request.url.query)
    if request.method == "GET" and "update" in fields:
        raise Refused(400, "an update comes by POST")
    if request.method == "POST":
        text, media = await _posted(request)
        if media != "application/x-www-form-urlencoded":
            kind = media.removeprefix("application/sparql-")
            if kind == "update" and not updates:
                raise Refused(403, OFF)
            others = {k: v for k, v in fields.items() if k not in {"query", "update"}}
            return text, others | ({"update": []} if kind == "update" else {})
        for name, values in fields_of(text).items():
            fields.setdefault(name, []).extend(values)
    if "update" in fields:
        if not updates:
            raise Refused(403, OFF)
        if len(fields["update"]) != 1 or "query" in fields:
            raise Refused(400, "there must be one update, and no query")
        return fields["update"][0], fields
    queries = fields.pop("query", [])
    if not queries and request.method == "GET":
        return None
    if len(queries) != 1:
        raise Refused(400, f"there must be one query, not {len(queries)}")
    return queries[0], fields


async def _posted(request: Request) -> tuple[str, str]:
    """Return the body of a POST as text, and its media type. Raises Refused."""
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    media = media.strip().lower()
    forms = ("application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update")
    if media not in forms:
        raise Refused(415, f"send one of: {', '.join(forms)}")
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    if charset and charset not in {"utf-8", "utf8"}:
        raise Refused(415, "the request must be UTF-8")
    try:
        return (await body_of(request)).decode("utf-8"), media
    except UnicodeDecodeError as e:
        raise Refused(400, "the request is not UTF-8") from e
