"""The client of a chat endpoint (OpenAI's protocol), the only module that sends anything to a language model.

The key comes from the environment, is sent to the given address only, and is written nowhere.
"""

from __future__ import annotations

import json
import os
import random
import threading
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.errors import InputError
from kg.llm.answers import content_of
from kg.llm.causes import Counts
from kg.llm.parsing import MalformedAnswerError, parse_answer
from kg.llm.prompts import Call

if TYPE_CHECKING:
    import httpx

KEY = "KG_LLM_KEY"  # environment variable
LOCAL_URL = "http://127.0.0.1:11434/v1"  # Ollama
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MAX_RESPONSE = 1_000_000  # bytes
RETRIED = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
REFUSED = frozenset({401, 402, 403, 404, 405})  # the same for every call: the build ends
NO_SCHEMA = frozenset({400, 422})  # of a server that does not know response_format


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, and how often to try."""

    connect: float = 10
    whole: float = 180  # for a whole answer, however slowly it comes
    tries: int = 5
    first_wait: float = 1  # before the second try; doubles with each
    longest_wait: float = 60


class UnansweredError(Exception):
    """A call that no try has answered; the message says why."""


class _RetryError(Exception):
    """A try that failed; `wait` is what the server asks for in seconds."""

    def __init__(self, why: str, wait: float = 0) -> None:
        super().__init__(why)
        self.wait = wait


@dataclass(slots=True)
class ChatClient:
    """Asks one model at one address; used by several threads."""

    model: str
    url: str
    http: httpx.Client
    key: str = field(default="", repr=False)
    patience: Patience = Patience()
    with_schema: bool = True
    reached: bool = False  # whether the server has answered anything
    stopped: threading.Event = field(default_factory=threading.Event)

    def ask(self, call: Call) -> str:
        """Return the text of a usable answer to a call.

        Raises UnansweredError when all tries have failed, and InputError where the server refuses every call.
        """
        why = "stopped"
        for n in range(self.patience.tries):
            if self.stopped.is_set():
                break
            try:
                return self._try(call)
            except _RetryError as e:
                why = str(e)
                backoff = self.patience.first_wait * 2**n * (0.75 + random.random() / 2)
                if n + 1 < self.patience.tries:
                    self.stopped.wait(min(max(e.wait, backoff), self.patience.longest_wait))
        if not self.reached and not self.stopped.is_set():
            how = "start the server, or build from the answers so far with --llm-answers"
            raise InputError(f"--llm-url {self.url}: {why}", how)
        raise UnansweredError(f"{why}, in {self.patience.tries} tries")

    def _try(self, call: Call) -> str:
        with_schema = self.with_schema
        status, headers, content = self._send(call.body(self.model, with_schema))
        self.reached = True
        if status in NO_SCHEMA and with_schema:
            self.with_schema = False  # asked again without; the answer is validated here in any case
            raise _RetryError(f"status {status}: {self._shown(content)}")
        if status in REFUSED:
            what = f"--llm-url {self.url}: refuses the call: status {status}: {self._shown(content)}"
            how = f"check the address, the name of the model ({self.model}), and the key in {KEY}"
            raise InputError(what, how)
        if status in RETRIED:
            raise _RetryError(f"status {status}", _asked_wait(headers.get("retry-after", "")))
        if status != 200:
            raise UnansweredError(f"status {status}: {self._shown(content)}")
        text = _text_of(content)
        try:
            parse_answer(text, call.terms, Counts())
        except MalformedAnswerError as e:
            raise _RetryError(f"the answer is unusable: {e}") from e
        return text

    def _send(self, body: dict[str, Any]) -> tuple[int, httpx.Headers, bytes]:
        """Return status, headers and content of a response. Raises _RetryError where it is cut, too slow or too long."""
        import httpx

        deadline = time.monotonic() + self.patience.whole
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        content = b""
        try:
            with self.http.stream("POST", f"{self.url}/chat/completions", json=body, headers=headers) as response:
                for part in response.iter_bytes():
                    content += part
                    if len(content) > MAX_RESPONSE:
                        raise _RetryError("the answer is too long")
                    if time.monotonic() > deadline:
                        raise _RetryError("the answer took too long")
                return response.status_code, response.headers, content
        except httpx.TimeoutException as e:
            raise _RetryError("the server did not answer in time") from e
        except httpx.HTTPError as e:
            raise _RetryError(f"the connection failed: {type(e).__name__}") from e

    def _shown(self, content: bytes) -> str:
        """Return the beginning of a server's message, in one line and without the key."""
        text = " ".join(content[:2000].decode("utf-8", "replace").split())
        return (text.replace(self.key, "***") if self.key else text)[:200]


def open_client(model: str, url: str | None, patience: Patience = Patience()) -> ChatClient:
    """Return a client; the key is that of the environment variable KG_LLM_KEY.

    Raises InputError if httpx is missing, the address is none, or the key would be sent unencrypted.
    """
    try:
        import httpx
    except ImportError as e:
        raise InputError("--llm needs httpx", 'pip install "kg-news[llm]"') from e
    address = (url or LOCAL_URL).rstrip("/").removesuffix("/chat/completions")
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        host = None
    if host is None or parts.scheme not in {"http", "https"} or parts.username or parts.query:
        raise InputError(f"--llm-url {url}: is no address of an API", "give one such as http://127.0.0.1:11434/v1")
    key = os.environ.get(KEY, "").strip()
    if key and parts.scheme == "http" and host not in LOOPBACK:
        raise InputError(f"--llm-url {address}: the key would be sent unencrypted", f"use https, or unset {KEY}")
    timeout = httpx.Timeout(patience.whole, connect=patience.connect)
    http = httpx.Client(timeout=timeout, follow_redirects=False, trust_env=host not in LOOPBACK)
    return ChatClient(model, address, http, key, patience)


def _text_of(content: bytes) -> str:

    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as e:
        raise _RetryError("the response is no JSON") from e
    text = content_of(data) if isinstance(data, dict) else None
    if text is None:
        raise _RetryError("the response is no chat completion")
    return text


def _asked_wait(value: str) -> float:
    """Return the seconds of a Retry-After header, which are a number or a date; 0 where it is neither.

    >>> _asked_wait("7"), _asked_wait("soon")
    (7.0, 0.0)
    """
    try:
        return max(float(value), 0.0)
    except ValueError:
        pass
    try:
        return max(parsedate_to_datetime(value).timestamp() - time.time(), 0.0)
    except (ValueError, TypeError):
        return 0.0
