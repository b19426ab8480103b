"""Mail (EML, MBOX) and web archives of one page (MHTML)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser

from kg.errors import Problem
from kg.read import limits
from kg.read.document import Document, Found, Reader, ReadOptions, in_memory, too_long
from kg.read.fields import Records
from kg.read.markup import text_of_markup

LARGEST = 2**26  # bytes of one message or page, with its pictures
HEADERS = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}", re.MULTILINE)
FAILURES = (
    MessageError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    IndexError,
    RecursionError,
)  # of broken messages


def read(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the text of a message; its date, its subject and its sender are metadata."""
    data = document.whole(LARGEST)
    if data is None:
        yield too_long(document.name)
        return
    yield from _message(data, document, Records(options), "1", document.name)


def read_box(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the text of each message of a mailbox; the locator is its number."""
    records = Records(options)
    for number, data in enumerate(_messages(document), 1):
        yield from _message(data, document, records, str(number), f"{document.name}#{number}")


def _messages(document: Document) -> Iterator[bytes]:
    """Yield the messages of a mailbox: each begins with a line `From `, and a longer one is cut off."""
    message = bytearray()
    with document.open() as data:
        while line := data.readline(limits.LONGEST_LINE):
            if line.startswith(b"From ") and (not message or message.endswith((b"\n\n", b"\r\n\r\n"))):
                if message.strip():
                    yield bytes(message)
                message.clear()
            elif len(message) < LARGEST:
                message += line
    if message.strip():
        yield bytes(message)


def _message(data: bytes, document: Document, records: Records, number: str, where: str) -> Iterator[Found]:
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        body = message.get_body(("plain", "html")) if isinstance(message, EmailMessage) else None
        text = _text(body) if isinstance(body, EmailMessage) else ""
        fields = {name: str(message.get(header, "")) for name, header in (("title", "subject"), ("date", "date"))}
        html = isinstance(body, EmailMessage) and body.get_content_type() == "text/html"
    except FAILURES as e:
        yield Problem(
            where,
            "read",
            "broken-mail",
            f"is no message that can be read ({type(e).__name__}: {str(e)[:60]}); left out",
        )
        return
    fields["text"] = text_of_markup(text) if html else text
    yield from records.item({k: v for k, v in fields.items() if v.strip()}, where, number)


def _text(part: EmailMessage) -> str:
    """Return the text of a part, in the encoding that it states or, if that is wrong, the one that fits."""
    from kg.read.decode import decode

    raw = part.get_payload(decode=True)
    data = raw if isinstance(raw, bytes) else b""
    try:
        return data.decode(str(part.get_content_charset("utf-8")))
    except (LookupError, UnicodeDecodeError):
        decoded = decode(data)
        return decoded.text if decoded else ""


def read_page(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the page of a web archive as a document of its own, in the format of pages."""
    data = document.whole(LARGEST)
    if data is None:
        yield too_long(document.name)
        return
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        pages = [p for p in message.walk() if p.get_content_type() in {"text/html", "application/xhtml+xml"}]
        raw = pages[0].get_payload(decode=True) if pages else None
    except FAILURES as e:
        yield Problem(
            document.name, "read", "broken-mail", f"is no web archive that can be read ({str(e)[:60]}); left out"
        )
        return
    if isinstance(raw, bytes) and raw.strip():
        yield in_memory(raw, document.name, document, "page.html")
    else:
        yield Problem(document.name, "read", "no-text", "the web archive holds no page; left out")


def _is_mail(document: Document) -> bool:
    head = document.head[:8192]
    return bool(HEADERS.match(head)) and all(
        re.search(rb"(?im)^%s:" % h, head) for h in (b"from", b"date|message-id|received")
    )


def _is_page(document: Document) -> bool:
    head = document.head[:8192].lower()
    return (
        b"multipart/related" in head
        and b"mime-version:" in head
        and (b"text/html" in head or b"snapshot-content-location" in head)
    )


PAGE = Reader("MHTML", (".mhtml", ".mht"), read_page, _is_page)
BOX = Reader(
    "MBOX",
    (".mbox",),
    read_box,
    lambda document: document.head.startswith(b"From ") and b"\nFrom:" in document.head[:4096],
)
READER = Reader("mail", (".eml",), read, _is_mail)
