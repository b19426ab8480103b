"""Which entity or article is meant: by a name, an IRI, or the part of an IRI after the base."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.graph.terms import DCTERMS, SKOS, TYPE, article_iri
from kg.resolve.corrections import key_of
from kg.vocab import KG, mint

CLASSES = ("Person", "Organisation", "Place", "Award", "Event")


def find_entities(store: Store, name: str, base: str) -> list[NamedNode]:
    """Return the entities that are meant: by IRI or key, over what replaced it, else by a label, else by an alias."""
    asked = name.strip("<>")
    iris = (
        [asked]
        if re.match(r"https?:|urn:", asked)
        else [base + asked, mint(key_of(asked, base), base)]
        if "/" in asked or ":" in asked
        else []
    )
    found = list(_nodes(dict.fromkeys(iris)))
    row = found[:]
    seen = set(row)
    while row:  # an old IRI redirects
        for q in store.quads_for_pattern(row.pop(), NamedNode(DCTERMS + "isReplacedBy"), None, None):
            if isinstance(q.object, NamedNode) and q.object not in seen:
                seen.add(q.object)
                found.append(q.object)
                row.append(q.object)
    for term in (SKOS + "prefLabel", SKOS + "altLabel"):
        if not any(kind_of(store, n) for n in found):
            found += subjects(store, term, Literal(name, language="zh"))
    return [n for n in dict.fromkeys(found) if kind_of(store, n)]


def find_articles(store: Store, name: str, base: str) -> list[NamedNode]:
    """Return the articles that are meant: by IRI, key or id, else by the file's name, in order."""
    asked = name.strip("<>")
    iris = [asked] if re.match(r"https?:|urn:", asked) else [base + asked, article_iri(asked, base).value]
    found = [n for n in _nodes(iris) if _is_article(store, n)]
    return found or [n for n in subjects(store, KG + "sourceFile", Literal(asked)) if _is_article(store, n)]


def find_titled(store: Store, title: str) -> list[NamedNode]:
    """Return the articles of a title, in order."""
    named = subjects(store, DCTERMS + "title", Literal(title, language="zh"))
    return [n for n in named if _is_article(store, n)]


def like(store: Store, name: str) -> str:
    """Return advice to who asked for a name that is no entity's: names that are near it."""
    labels = {text(q) for q in store.quads_for_pattern(None, NamedNode(SKOS + "prefLabel"), None, None)}
    near = [w for w in labels if len(name) >= 2 and (name in w or (len(w) > 1 and w in name))]
    near.sort(key=lambda w: (abs(len(w) - len(name)), w))
    return f"is it one of these: {', '.join(near[:5])}?" if near else "see report.md for what was found"


def kind_of(store: Store, node: NamedNode) -> str:
    """Return the class of an entity; empty for what is none."""
    types = {t.removeprefix(KG) for t in values(store, node, TYPE)}
    return next((k for k in CLASSES if k in types), "")


def values(store: Store, node: NamedNode, term: str) -> list[str]:
    """Return the values of a property, IRIs and literals as texts, in order."""
    return sorted({text(q) for q in store.quads_for_pattern(node, NamedNode(term), None, None)})


def subjects(store: Store, term: str, value: NamedNode | Literal) -> list[NamedNode]:
    """Return what has a value of a property, in order."""
    found = {q.subject for q in store.quads_for_pattern(None, NamedNode(term), value, None)}
    return sorted((s for s in found if isinstance(s, NamedNode)), key=lambda s: s.value)


def text(q: Quad) -> str:
    """Return a quad's object as a text."""
    return q.object.value if isinstance(q.object, NamedNode | Literal) else ""


def _is_article(store: Store, node: NamedNode) -> bool:
    return any(True for _ in store.quads_for_pattern(node, NamedNode(TYPE), NamedNode(KG + "Article"), None))


def _nodes(iris: Iterable[str]) -> Iterator[NamedNode]:
    """Yield the IRIs among texts."""
    for iri in iris:
        try:
            yield NamedNode(iri)
        except ValueError:
            continue
