"""Addresses of the site and IRIs of the graph: which resource a path means, and where a resource's page is."""

from __future__ import annotations

from urllib.parse import quote, unquote

from kg.serve.lists.finding import find_entities
from kg.serve.lists.reading import Named
from kg.serve.site import Opened
from kg.views.article_page import web_link
from kg.vocab import segment


def find_iri(now: Opened, rest: str) -> str | None:
    """Return the IRI that a path below the base means: as written, or with its percent-encoding undone where that is known."""
    return next((iri for r in _spellings(rest) if now.reader.exists(iri := now.base + r)), None)


def find_meant(now: Opened, words: str) -> Named | None:
    """Return the entity of an IRI, of the end of one after the base, or the first that is called so."""
    found = now.catalogue.named(words) or now.catalogue.named(now.base + words)
    return found or next((n for n, _ in find_entities(now.catalogue, words, limit=1)[0]), None)


def _spellings(rest: str) -> list[str]:
    """Return the ways in which a path may be written in an IRI: as sent, with Chinese decoded, with all decoded."""
    keep = "".join(c if ord(c) > 127 else quote(c, safe="") for c in unquote(rest))
    parts = "/".join(segment(unquote(p)) for p in rest.split("/"))
    return list(dict.fromkeys([rest, parts, unquote(rest), keep]))


def link_to(iri: str, base: str) -> str | None:
    """Return the address of a resource: its page here, or on the web; None for what must not be a link."""
    return _quoted("/id/" + iri.removeprefix(base)) if iri.startswith(base) else web_link(iri)


def _quoted(path: str) -> str:
    return quote(path, safe="/:~!$&'()*+,;=@-._")
