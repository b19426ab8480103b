"""A store reached over HTTP: SPARQL 1.1 Graph Store HTTP Protocol, SPARQL 1.1 Update, SPARQL 1.1 Protocol (W3C 2013)."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from kg.errors import InputError
from kg.unreachable import reason_of

Protocol = Literal["gsp", "update"]
TRIES = 5
WAIT = 1.0  # seconds before the second try; doubled before each further one
TIMEOUT = (5, 600)  # seconds to connect, and to answer
RETRIED = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Credentials:
    """Credentials: a user and password, or a token; read from the environment, so that they are not on the command line."""

    user: str = ""
    password: str = ""
    token: str = ""

    @classmethod
    def of_environment(cls) -> Credentials:
        """Read KG_PUSH_USER and KG_PUSH_PASSWORD, or KG_PUSH_TOKEN."""
        get = os.environ.get
        return cls(get("KG_PUSH_USER", ""), get("KG_PUSH_PASSWORD", ""), get("KG_PUSH_TOKEN", ""))


class Endpoint:
    """The addresses of a store, and an HTTP session."""

    def __init__(
        self, url: str, protocol: Protocol = "gsp", query: str | None = None, credentials: Credentials = Credentials()
    ) -> None:
        """Take the address for writing, and the one for queries (None: counts cannot be verified)."""
        self.url = url
        self.protocol = protocol
        self.query = query
        self._answered = False  # whether the store has answered anything yet
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "kg-news"
        self._authentications: list[AuthBase | None] = [None]
        if credentials.token:
            self._session.headers["Authorization"] = f"Bearer {credentials.token}"
        elif credentials.user:
            pair = credentials.user, credentials.password
            self._authentications = [
                HTTPBasicAuth(*pair),
                HTTPDigestAuth(*pair),
            ]  # the second where the first is refused

    def replace(self, graph: str, batches: Iterable[bytes]) -> None:
        """Replace the content of a graph by N-Triples, in batches of whole lines. Raises InputError if the store refuses."""
        if self.protocol == "gsp":
            self._replace_by_protocol(graph, batches)
            return
        self._update(f"CLEAR SILENT GRAPH <{graph}>")
        for batch in batches:
            self._update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{batch.decode()}}} }}")

    def remove(self, graph: str) -> None:
        """Remove a graph, if it exists. Raises InputError if the store refuses."""
        if self.protocol == "gsp":
            self._sent("DELETE", self.url, params={"graph": graph}, fine=(404,))
        else:
            self._update(f"CLEAR SILENT GRAPH <{graph}>")

    def counts(self, graphs: Sequence[str]) -> Mapping[str, int]:
        """Return the number of distinct triples of each graph in the store. Raises InputError."""
        if self.query is None:
            raise ValueError("the endpoint has no address for queries")
        values = " ".join(f"<{g}>" for g in graphs)
        text = (
            "SELECT ?g (COUNT(*) AS ?n) WHERE { "
            f"{{ SELECT DISTINCT ?g ?s ?p ?o WHERE {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }} }} }} GROUP BY ?g"
        )
        accept = {"Accept": "application/sparql-results+json"}
        reply = self._sent("POST", self.query, data={"query": text}, headers=accept)
        try:
            bindings = json.loads(reply.content)["results"]["bindings"]
            return {b["g"]["value"]: int(b["n"]["value"]) for b in bindings}
        except (ValueError, KeyError, TypeError) as e:
            raise InputError(f"{self.query}: does not answer SPARQL", "check --query, the address for queries") from e

    def _replace_by_protocol(self, graph: str, batches: Iterable[bytes]) -> None:
        first = True
        for batch in batches:
            kind = {"Content-Type": "application/n-triples"}
            self._sent("PUT" if first else "POST", self.url, params={"graph": graph}, data=batch, headers=kind)
            first = False
        if first:
            self.remove(graph)

    def _update(self, text: str) -> None:
        self._sent("POST", self.url, data=text.encode(), headers={"Content-Type": "application/sparql-update"})

    def _sent(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        data: bytes | Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        fine: Sequence[int] = (),
    ) -> requests.Response:
        message = ""
        for attempt in range(TRIES):
            if attempt:
                time.sleep(WAIT * 2 ** (attempt - 1))
            try:
                reply = self._session.request(
                    method,
                    url,
                    params=params,
                    data=data,
                    headers=dict(headers or {}),
                    timeout=TIMEOUT,
                    auth=self._authentications[0],
                )
                if reply.status_code == 401 and len(self._authentications) > 1:
                    self._authentications.pop(0)
                    reply = self._session.request(
                        method,
                        url,
                        params=params,
                        data=data,
                        headers=dict(headers or {}),
                        timeout=TIMEOUT,
                        auth=self._authentications[0],
                    )
            except (requests.ConnectionError, requests.Timeout) as e:
                message = f"cannot be reached: {reason_of(e)}"
                if not self._answered:  # a wrong address, or no server: it will not be there in a minute
                    raise InputError(f"{url}: {message}", "check the address, and that the store runs") from e
                continue
            except requests.RequestException as e:
                raise InputError(f"{url}: {reason_of(e)}", "check the address") from e
            self._answered = True
            if reply.status_code < 300 or reply.status_code in fine:
                return reply
            message = f"answered {reply.status_code}: {reply.text.strip()[:300]}"
            if reply.status_code not in RETRIED:
                break
        if "answered 401" in message or "answered 403" in message:
            raise InputError(f"{url}: {message}", "set KG_PUSH_USER and KG_PUSH_PASSWORD, or KG_PUSH_TOKEN")
        raise InputError(f"{url}: {message}", "the progress is saved: run the same command again to continue")
