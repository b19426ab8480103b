"""Content negotiation: what a client asks for (RFC 9110, 12.5.1) and what there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyoxigraph import QueryResultsFormat, RdfFormat

RESULTS: Mapping[str, QueryResultsFormat] = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPHS: Mapping[str, RdfFormat] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
}
SAME = {  # what clients write for them
    "application/json": ("application/sparql-results+json", "application/ld+json"),
    "application/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/plain": ("text/csv", "application/n-triples"),
    "text/n3": ("text/turtle",),
    "text/rdf+n3": ("text/turtle",),
    "application/x-turtle": ("text/turtle",),
    "application/turtle": ("text/turtle",),
    "application/x-trig": ("application/trig",),
    "text/rdf+nt": ("application/n-triples",),
}
HTML = "text/html"


def acceptable(accept: str, there: Sequence[str]) -> tuple[str, ...]:
    """Return the media types of `there` that an Accept header takes, the best first; all where there is no header.

    >>> acceptable("text/csv;q=0.5, application/sparql-results+xml", list(RESULTS))
    ('application/sparql-results+xml', 'text/csv')
    """
    if not accept.strip():
        return tuple(there)
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    scored = []
    for place, media in enumerate(there):
        best = max(((exact, quality) for name, quality in ranges if (exact := _fits(name, media))), default=(0, 0.0))
        if best[1] > 0:
            scored.append((-best[1], place, media))
    return tuple(media for _, _, media in sorted(scored))


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (p.strip().lower() for p in part.split(";"))
    quality = 1.0
    for p in parameters:
        if p.startswith("q="):
            try:
                quality = max(0.0, min(1.0, float(p[2:])))
            except ValueError:
                quality = 0.0
    return name, quality


def _fits(asked: str, media: str) -> int:
    """Return how exactly a range fits: 3 the type itself, 2 its kind ("text/*"), 1 anything, 0 not."""
    if asked == media or media in SAME.get(asked, ()):
        return 3
    if asked == "*/*":
        return 1
    return 2 if asked.endswith("/*") and media.startswith(asked[:-1]) else 0
