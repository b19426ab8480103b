"""SPARQL's tokens, as far as the server must know them: to find SERVICE calls, and to answer kg:textMatch.

SPARQL 1.1 Query Language (W3C 2013), section 19.8. What stands in strings, IRIs and comments is no keyword.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kg.vocab import KG

TEXT_MATCH = KG + "textMatch"
TOKEN = re.compile(
    r'''(?P<skip>\s+|\#[^\n\r]*)
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
          |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
      | (?P<variable>[?$]\w+)
      | (?P<name>[^\W\d]?[\w.-]*:(?:[\w.:%-]|\\.)*)
      | (?P<word>[^\W\d]\w*)
      | (?P<other>.)''',
    re.X | re.S,
)
ESCAPED = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.S)
PLAIN = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: what it is (iri, string, variable, name, word, other), its text, and where it stands."""

    kind: str
    text: str
    start: int
    end: int


def tokens(query: str) -> Iterator[Token]:
    """Yield the tokens of a query, without blanks and comments."""
    for m in TOKEN.finditer(query):
        if m.lastgroup != "skip":
            yield Token(str(m.lastgroup), m.group(), m.start(), m.end())


def calls_service(query: str) -> bool:
    """Tell whether a query asks another endpoint.

    >>> calls_service("SELECT * { SERVICE <http://a/> { ?s ?p 'SERVICE' } }"), calls_service("# SERVICE\\nASK {}")
    (True, False)
    """
    return any(t.kind == "word" and t.text.upper() == "SERVICE" for t in tokens(query))


def with_text_search(query: str, find: Callable[[str], Sequence[str]]) -> str:
    """Return a query with each `?x kg:textMatch "words"` replaced by the IRIs that `find` returns for the words.

    The subject must be a variable and the object a string. Raises ValueError where they are not.
    """
    found = list(tokens(query))
    prefixes = {
        found[i + 1].text[:-1]: found[i + 2].text[1:-1]
        for i in range(len(found) - 2)
        if found[i].text.upper() == "PREFIX" and found[i + 1].kind == "name" and found[i + 2].kind == "iri"
    }
    prefixes.setdefault("kg", KG)
    out: list[str] = []
    at = 0
    subject: Token | None = None
    for i, t in enumerate(found):
        if t.kind not in {"iri", "name"} or _iri(t, prefixes) != TEXT_MATCH or found[i - 1].text.upper() == "PREFIX":
            if i + 1 < len(found) and t.kind in {"variable", "iri", "name"} and (i == 0 or found[i - 1].text in ".{};"):
                subject = t if i == 0 or found[i - 1].text != ";" else subject
            continue
        value = found[i + 1] if i + 1 < len(found) else t
        if subject is None or subject.kind != "variable" or value.kind != "string":
            raise ValueError('kg:textMatch stands between a variable and a string: ?x kg:textMatch "words"')
        own = found[i - 1] is subject
        values = " ".join(f"<{iri}>" for iri in find(_string(value.text)))
        start = subject.start if own else found[i - 1].start
        out.append(query[at:start])
        rest = found[i + 2] if i + 2 < len(found) else None
        before = "" if own else " . "
        out.append(f"{before}VALUES {subject.text} {{ {values} }}")
        at = value.end
        if rest is not None and rest.text == ";":
            out.append(f" . {subject.text} ")
            at = rest.end
    return "".join(out) + query[at:]


def _iri(t: Token, prefixes: dict[str, str]) -> str:
    if t.kind == "iri":
        return t.text[1:-1]
    prefix, _, local = t.text.partition(":")
    return prefixes[prefix] + local if prefix in prefixes else ""


def _string(text: str) -> str:
    quote = 3 if text[:3] in {'"""', "'''"} else 1
    return ESCAPED.sub(lambda m: _unescaped(m[1]), text[quote:-quote])


def _unescaped(code: str) -> str:
    """Return the character that an escape stands for. Raises ValueError where there is none."""
    if code[0] not in "uU" or len(code) == 1:
        return PLAIN.get(code, code)
    number = int(code[1:], 16)
    if number > sys.maxunicode or 0xD800 <= number <= 0xDFFF:
        raise ValueError(f"\\{code} is no character")
    return chr(number)
