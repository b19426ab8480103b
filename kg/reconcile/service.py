"""A client of the Reconciliation Service API (W3C Entity Reconciliation Community Group, v0.2, 2023): cached and slow.

Queries go in batches by POST, with a pause between them; 429 and 503 are waited out as the service asks (Retry-After).
Answers are kept in a SQLite file, so that a second run, or one that was broken off, asks only what is new.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import urllib3

from kg.errors import InputError
from kg.unreachable import reason_of

AGENT = "kg-news/0.1 (knowledge graph of Chinese news; reconciliation client)"
RETRY = urllib3.Retry(
    total=5, connect=1, backoff_factor=1.0, backoff_max=60, status_forcelist=(429, 502, 503, 504), allowed_methods=None
)
SECONDS = urllib3.Timeout(connect=5, read=120)
LARGEST = 32 * 1024 * 1024  # bytes of one answer


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: a name, and the service's own type, or None."""

    name: str
    type: str | None = None
    limit: int = 3

    def as_json(self) -> dict[str, Any]:
        """Return the query as the protocol writes it."""
        return {"query": self.name, "limit": self.limit, **({"type": self.type} if self.type else {})}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer: id, name, score in the service's own scale, and whether the service is sure of it."""

    id: str
    name: str
    score: float
    match: bool


class Service:
    """A reconciliation service at a URL."""

    def __init__(self, url: str, cache: Path | None = None, per_second: float = 1.0, contact: str = "") -> None:
        """Ask the service for its manifest; answers are kept in `cache`, or in memory.

        Raises InputError where there is no such service, or it cannot be reached.
        """
        if urlsplit(url).scheme not in {"http", "https"}:
            raise InputError(f"--service {url}: is no web address", "give one that begins with https:// or http://")
        self.url = url
        self.pause = 1 / per_second
        agent = f"{AGENT} {contact}".strip()
        self._http = urllib3.PoolManager(headers={"User-Agent": agent, "Accept": "application/json"}, retries=RETRY)
        self._cache = self._open(cache)
        self._last = 0.0
        self.manifest = self._manifest()

    def _open(self, cache: Path | None) -> sqlite3.Connection:
        try:
            database = sqlite3.connect(cache or ":memory:")
            database.execute(
                "CREATE TABLE IF NOT EXISTS answers (service TEXT, query TEXT, answer TEXT, PRIMARY KEY (service, query))"
            )
            return database
        except sqlite3.Error as e:
            raise InputError(f"{cache}: cannot be used: {e}", "name another file with --cache, or remove it") from e

    def _manifest(self) -> dict[str, Any]:
        answer = self._request("GET")
        if "identifierSpace" not in answer or "schemaSpace" not in answer:
            raise InputError(
                f"{self.url}: is no reconciliation service: its manifest has no identifierSpace and schemaSpace",
                "give the address of its endpoint, as its own pages state it",
            )
        return answer

    @property
    def name(self) -> str:
        """The service's own name."""
        return str(self.manifest.get("name") or self.url)

    @property
    def batch(self) -> int:
        """How many queries one request may hold: what the manifest says, 10 at the most."""
        wanted = self.manifest.get("batchSize")
        return max(1, min(10, wanted)) if isinstance(wanted, int) else 10

    def iri(self, identifier: str) -> str:
        """Return the IRI of an id: behind the identifier space where that is a namespace, else as the service views it."""
        space = str(self.manifest["identifierSpace"])
        if identifier.startswith(("http://", "https://")):
            return identifier
        view = self.manifest.get("view")
        if space.endswith(("/", "#")) or not isinstance(view, Mapping) or "{{id}}" not in str(view.get("url")):
            return space + identifier
        return str(view["url"]).replace("{{id}}", identifier)

    def ask(self, queries: Sequence[Query]) -> Iterator[tuple[Query, tuple[Candidate, ...]]]:
        """Yield each query with its candidates, the best first. Raises InputError where the service fails for good."""
        new = [q for q in dict.fromkeys(queries) if self._kept(q) is None]
        waiting = {q: new[i : i + self.batch] for i in range(0, len(new), self.batch) for q in new[i : i + self.batch]}
        for query in queries:
            if self._kept(query) is None:
                self._answer(waiting[query])
            yield query, tuple(_candidates(json.loads(self._kept(query) or "[]")))

    def _kept(self, query: Query) -> str | None:
        find = "SELECT answer FROM answers WHERE service = ? AND query = ?"
        row = self._cache.execute(find, (self.url, _asked(query))).fetchone()
        return str(row[0]) if row else None

    def _answer(self, batch: Sequence[Query]) -> None:
        asked = {f"q{n}": q.as_json() for n, q in enumerate(batch)}
        answer = self._request("POST", {"queries": json.dumps(asked, ensure_ascii=False)})
        given = {q: answer.get(f"q{n}") for n, q in enumerate(batch)}
        answers = {
            q: a["result"] for q, a in given.items() if isinstance(a, dict) and isinstance(a.get("result"), list)
        }
        rows = [(self.url, _asked(q), json.dumps(result)) for q, result in answers.items()]
        try:
            with self._cache:
                self._cache.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", rows)
        except sqlite3.Error as e:
            raise InputError(f"answers cannot be kept: {e}", "name another file with --cache") from e
        if silent := [q.name for q in batch if q not in answers]:
            raise InputError(f"{self.url}: did not answer {silent[0]}", "try again later; what it answered is kept")

    def _request(self, method: str, fields: Mapping[str, str] | None = None) -> dict[str, Any]:
        time.sleep(max(0.0, self._last + self.pause - time.monotonic()))
        try:
            body_of = {"fields": dict(fields), "encode_multipart": False} if fields else {}
            reply = self._http.request(method, self.url, timeout=SECONDS, preload_content=False, **body_of)  # type: ignore[arg-type]
            body = reply.read(LARGEST + 1)
            reply.release_conn()
        except urllib3.exceptions.HTTPError as e:
            raise InputError(
                f"{self.url}: cannot be reached: {reason_of(e)}", "check the address; what was answered is kept"
            ) from e
        finally:
            self._last = time.monotonic()
        if reply.status != 200 or len(body) > LARGEST:
            message = f"answered {reply.status}" if reply.status != 200 else "answered too much"
            raise InputError(f"{self.url}: {message}", "check the address, or try again later")
        try:
            data = json.loads(body)
        except (ValueError, RecursionError) as e:
            raise InputError(
                f"{self.url}: is no reconciliation service: it does not answer JSON", "check the address"
            ) from e
        if not isinstance(data, dict):
            raise InputError(f"{self.url}: is no reconciliation service: it answers no object", "check the address")
        return data


def _asked(query: Query) -> str:
    return json.dumps(query.as_json(), ensure_ascii=False, sort_keys=True)


def _candidates(result: Sequence[Any]) -> Iterator[Candidate]:
    found = [r for r in result if isinstance(r, Mapping) and r.get("id")]
    read = [
        Candidate(str(r["id"]), str(r.get("name") or ""), _number(r.get("score")), r.get("match") is True)
        for r in found
    ]
    yield from sorted(read, key=lambda c: (-c.score, not c.match, c.id))


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
