"""Responses: pages from templates, errors as a page or a line of text, and the answers of worker processes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.types import ExceptionHandler

from kg.errors import InputError
from kg.files.integrity import damage_in
from kg.graph.event_names import name_beside
from kg.serve.error_texts import chinese_of
from kg.serve.formats import GRAPHS, HTML, acceptable
from kg.serve.languages import prefers_chinese, words_for
from kg.serve.safety import FAILED, SITE
from kg.serve.workers import Answer, Refused


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("kg.serve"),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["number"] = "{:,}".format
    made.filters["beside"] = name_beside
    return made


def page(request: Request, name: str, status: int = 200, **values: object) -> HTMLResponse:
    """Return a page of the site, rendered from a template in the reader's language."""
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    text = (
        _templates()
        .get_template(name)
        .render(t=words_for(request), here=quote(path, safe=""), asked=request.query_params.get("q", ""), **values)
    )
    headers = {
        "Content-Security-Policy": SITE,
        "Vary": "Accept, Accept-Language, Cookie",
        "Content-Language": words_for(request).language,
    }
    return HTMLResponse(text, status, headers)


def sent(answer: Answer, headers: Mapping[str, str]) -> Response:
    """Return what a worker process has answered; its file is removed after it was sent."""
    media = answer.media + ("; charset=utf-8" if answer.media.startswith("text/") else "")
    if answer.file is None:
        return Response(answer.body, media_type=media, headers=dict(headers))
    done = BackgroundTask(answer.file.unlink, missing_ok=True)
    return FileResponse(answer.file, media_type=media, headers=dict(headers), background=done)


def wants_html(request: Request) -> bool:
    """Return whether a client prefers a page to data."""
    there = (*GRAPHS, HTML)
    return (acceptable(request.headers.get("accept", "text/turtle"), there) or ("",))[0] == HTML


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    headers = {"Retry-After": "5"} if error.status == 503 else {}
    if wants_html(request):
        response = page(request, "error.html", error.status, message=error.message, chinese=chinese_of(error.message))
        response.headers.update(headers)
        return response
    text = (chinese_of(error.message) if prefers_chinese(request) else "") or error.message
    headers["Vary"] = "Accept, Accept-Language"
    return PlainTextResponse(text + "\n", error.status, headers)


async def _broken(request: Request, error: Exception) -> Response:
    return await _refused(request, Refused(500, str(error)))


async def _failed(request: Request, error: Exception) -> Response:
    return await _refused(request, Refused(500, FAILED))


async def _unreadable(request: Request, error: Exception) -> Response:
    if damage := damage_in(error):
        return await _broken(request, damage)
    raise error


async def _missing(request: Request, error: Exception) -> Response:
    return await _refused(request, Refused(404, f"there is nothing at {request.url.path}"))


async def _not_allowed(request: Request, error: Exception) -> Response:
    answer = await _refused(request, Refused(405, f"{request.method} is not allowed at {request.url.path}"))
    answer.headers.update((isinstance(error, HTTPException) and error.headers) or {})
    return answer


ERROR_HANDLERS: Mapping[int | type[Exception], ExceptionHandler] = {
    Refused: _refused,
    InputError: _broken,
    RuntimeError: _unreadable,
    OSError: _unreadable,
    404: _missing,
    405: _not_allowed,
    Exception: _failed,
}
