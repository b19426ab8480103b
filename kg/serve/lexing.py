"""The tokens of SPARQL 1.1 (W3C 2013, section 19.8) and of SPARQL 1.2's triple terms.

Each character belongs to a token, a blank or a comment: a text with anything else is no SPARQL.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)  # PN_CHARS_BASE
START = rf"{LETTER}_0-9"
INNER = rf"{LETTER}_0-9\-\u00b7\u0300-\u036f\u203f\u2040"  # PN_CHARS
CODE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
LOCAL = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"  # PLX
LONGEST = 200  # characters of a prefix; without a limit, a text of "a.a.a." would be scanned again at each letter
STRING = rf"""\\[tbnrf"'\\]|{CODE}"""

TOKEN = re.compile(
    rf'''(?P<skip>[ \t\r\n]++|\#[^\r\n]*+)
      | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{CODE})*+>)
      | (?P<string>"""(?:[^"\\]|""?(?!")|{STRING})*+"""|\'\'\'(?:[^'\\]|''?(?!')|{STRING})*+\'\'\'
          |"(?:[^"\\\r\n]|{STRING})*+"|'(?:[^'\\\r\n]|{STRING})*+')
      | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[A-Za-z]++)?+)
      | (?P<variable>[?$][{START}][{LETTER}_0-9\u00b7\u0300-\u036f\u203f\u2040]*+)
      | (?P<blank>_:[{START}][{INNER}]*+(?:\.++[{INNER}]++)*+)
      | (?P<name>(?:[{LETTER}](?:[{INNER}.]{{0,{LONGEST}}}[{INNER}])?+)?+:
          (?:(?:[{START}:]|{LOCAL})(?:[{INNER}:]|{LOCAL})*+(?:\.++(?:[{INNER}:]|{LOCAL})++)*+)?+)
      | (?P<number>[0-9]++\.[0-9]*+[eE][+-]?[0-9]++|\.?[0-9]++[eE][+-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++)
      | (?P<word>[A-Za-z][A-Za-z0-9_]*+)
      | (?P<mark><<\(|<<|<=|\)>>|>>|>=|\^\^|&&|\|\||!=|\{{\||\|\}}|[{{}}()\[\],;.=<>!+\-*/^|?~])''',
    re.X | re.S,
)
CODES = re.compile(CODE)
ESCAPES = re.compile(STRING)
PLAIN = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
LOCAL_ESCAPES = re.compile(r"\\(.)", re.S)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (the name of its group in `TOKEN`), its text, and where the text starts and ends."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query or an update, without blanks and comments.

    Raises ValueError where the text holds something that is no token.

    >>> [t.text for t in tokens("ASK { ?x ex:service 'SERVICE' } # SERVICE")]
    ['ASK', '{', '?x', 'ex:service', "'SERVICE'", '}']
    """
    at = 0
    while at < len(text):
        m = TOKEN.match(text, at)
        if m is None:
            raise ValueError(f"{place(text, at)}: this is no SPARQL: {text[at : at + 20]!r}")
        if m.lastgroup != "skip":
            yield Token(str(m.lastgroup), m.group(), at, m.end())
        at = m.end()


def place(text: str, at: int) -> str:
    """Return where an offset is, as people count lines and columns."""
    line = text.count("\n", 0, at) + 1
    return f"line {line}, column {at - text.rfind(chr(10), 0, at)}"


def string_value(literal: str) -> str:
    r"""Return what a string literal stands for. Raises ValueError for an escape that is no character.

    >>> string_value(r"'''a\tb\u0041'''")
    'a\tbA'
    """
    quote = 3 if literal[:3] in {'"""', "'''"} else 1
    return ESCAPES.sub(lambda m: _character(m[0]), literal[quote:-quote])


def iri_value(literal: str) -> str:
    """Return what stands between the brackets of an IRI. Raises ValueError for an escape that is no character."""
    return CODES.sub(lambda m: _character(m[0]), literal[1:-1])


def name_parts(name: str) -> tuple[str, str]:
    r"""Return a prefixed name's prefix and its local part without escapes.

    >>> name_parts(r"ex:a\,b%2C")
    ('ex', 'a,b%2C')
    """
    prefix, _, local = name.partition(":")
    return prefix, LOCAL_ESCAPES.sub(r"\1", local)


def _character(escape: str) -> str:
    code = escape[1]
    if code not in "uU":
        return PLAIN.get(code, code)
    number = int(escape[2:], 16)
    if number > sys.maxunicode or 0xD800 <= number <= 0xDFFF:
        raise ValueError(f"{escape} is no character")
    return chr(number)
