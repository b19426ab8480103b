"""Why a server cannot be reached, in plain words."""

from __future__ import annotations

import re
import socket
import ssl

WORDS = (
    (r"Connection refused|actively refused", "the connection is refused (does the server run, and on this port?)"),
    (
        r"Name or service not known|getaddrinfo|nodename nor servname|Temporary failure in name|NameResolution",
        "there is no server of this name",
    ),
    (r"timed out|TimeoutError|ConnectTimeout|ReadTimeout", "it does not answer in time"),
    (r"CERTIFICATE_VERIFY_FAILED", "its certificate is not trusted"),
    (r"SSL|WRONG_VERSION_NUMBER", "it does not speak HTTPS as expected"),
    (r"No route to host|Network is unreachable", "there is no way to it in the network"),
    (r"Connection reset|aborted|RemoteDisconnected|IncompleteRead", "it closed the connection"),
)


def reason_of(error: BaseException) -> str:
    """Return one line on why a request failed, from the error and those that caused it.

    >>> reason_of(ConnectionRefusedError(111, "Connection refused"))
    'the connection is refused (does the server run, and on this port?)'
    """
    chain: list[BaseException] = []
    here: BaseException | None = error
    while here is not None and here not in chain:
        chain.append(here)
        here = (
            getattr(here, "reason", None)
            if isinstance(getattr(here, "reason", None), BaseException)
            else here.__cause__
        )
    text = " ".join(f"{type(e).__name__} {e}" for e in chain)
    if any(isinstance(e, socket.gaierror) for e in chain):
        return WORDS[1][1]
    if any(isinstance(e, ssl.SSLCertVerificationError) for e in chain):
        return WORDS[3][1]
    known = next((words for pattern, words in WORDS if re.search(pattern, text)), None)
    return known or str(error).split("\n")[0][:200]
