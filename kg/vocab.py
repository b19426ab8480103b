"""Terms, prefixes and IRIs; the only module that mints IRIs."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store

from kg.errors import OntologyError

KG = "https://w3id.org/newskg/ontology#"
BASE = "https://w3id.org/newskg/id/"
PREFIXES = {
    "kg": KG,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
}
LONGEST = 120  # characters of a name in an IRI; a longer name ends in a hash
SAFE = frozenset("-._~!$'()*+,;=@")
PLAIN = re.compile(r"[0-9A-Za-z一-龥~]+")  # nearly all names: valid segments as they are


def ontology_folder(package: Path = Path(__file__).parent) -> Path:
    """Return the folder of the ontology: in the package if it is installed, else beside it in a checkout."""
    inside = package / "ontology"
    return inside if inside.is_dir() else package.parent / "ontology"


@cache
def event_types() -> frozenset[str]:
    """Return the local names of the ontology's event classes.

    Raises OntologyError if the ontology does not parse.
    """
    store = Store()
    for path in sorted(ontology_folder().glob("*.ttl")):
        try:
            store.load(path=str(path), format=RdfFormat.TURTLE)
        except (OSError, SyntaxError, ValueError) as e:
            raise OntologyError(f"{path.name}: {e}", "reinstall kg, or fix the file") from e
    above = NamedNode(PREFIXES["rdfs"] + "subClassOf")
    known, new = {"Event"}, {"Event"}
    while new:
        new = {
            q.subject.value.removeprefix(KG)
            for name in new
            for q in store.quads_for_pattern(None, above, NamedNode(KG + name))
            if isinstance(q.subject, NamedNode)
        } - known
        known |= new
    return frozenset(known)


def _allowed(c: str) -> bool:
    if c.isascii():
        return c.isalnum() or c in SAFE
    return unicodedata.category(c)[0] in "LN" and not 0xE000 <= ord(c) <= 0xF8FF


def segment(name: str) -> str:
    """Return a name as one segment of an IRI's path, injectively: Chinese is kept, what IRIs forbid is percent-encoded.

    >>> segment("云川市 <委>/50%")
    '云川市%20%3C委%3E%2F50%25'
    """
    if len(name) <= LONGEST and PLAIN.fullmatch(name):
        return name
    written = "".join(c if _allowed(c) else "".join(f"%{b:02X}" for b in c.encode("utf-8", "replace")) for c in name)
    if set(written) == {"."}:
        written = written.replace(".", "%2E")
    if len(written) <= LONGEST:
        return written
    digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:16]
    return f"{name_start(written)}~{digest}"


def name_start(written: str) -> str:
    """Return the first LONGEST characters of a segment without cutting a percent-encoded byte."""
    cut = written[:LONGEST]
    tail = cut.rfind("%", LONGEST - 2)
    return cut[:tail] if tail >= 0 else cut


def article_key(article: str) -> str:
    """Return the key of an article; "/" in its id becomes full-width, as keys are paths."""
    return f"article/{article.replace('/', '／')}"


def identity_graph(base: str = BASE) -> str:
    """Return the name of the graph of joins and distinctions."""
    return base + "graph/identities"


def correction_graph(base: str = BASE) -> str:
    """Return the name of the graph of manual statements."""
    return base + "graph/corrections"


def entailed_graph(base: str = BASE) -> str:
    """Return the name of the graph of entailed statements."""
    return base + "graph/entailed"


def mint(key: str, base: str = BASE) -> str:
    """Return the IRI of a key "kind/name" or "kind/name/part" under a base."""
    kind, *rest = key.split("/")
    return base + "/".join([kind, *(segment(part) for part in rest)])
