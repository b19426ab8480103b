"""Statements added by hand, in a graph of their own, and what of the corrections of statements does not fit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import Problem
from kg.graph.quads import statement_keys
from kg.graph.terms import DCTERMS, RDF, TYPE, article_iri
from kg.model import ArticleRecord
from kg.resolve import Identities
from kg.resolve.apply_corrections import written
from kg.resolve.corrections import Correction, rejected
from kg.vocab import BASE, KG, correction_graph, mint


def manual_quads(
    records: Sequence[ArticleRecord], corrections: Sequence[Correction], identities: Identities, base: str = BASE
) -> Iterator[Quad]:
    """Yield the added statements that name entities and articles of the graph, each with its kg:Correction."""
    graph = NamedNode(correction_graph(base))
    find = _Finder(identities)
    articles = _articles(records, corrections)
    for c in corrections:
        subject, value = (find.key(c.words[0]), find.key(c.words[2])) if c.action == "add" else (None, None)
        if not subject or not value or not articles.issuperset(c.words[3:]):
            continue
        triple = NamedNode(mint(subject, base)), NamedNode(KG + c.words[1]), NamedNode(mint(value, base))
        digest = hashlib.sha256("\0".join(t.value for t in triple).encode()).hexdigest()[:16]
        node = NamedNode(f"{base}correction/{digest}")
        yield Quad(*triple, graph)
        yield Quad(node, NamedNode(TYPE), NamedNode(KG + "Correction"), graph)
        for name, term in zip(("subject", "predicate", "object"), triple, strict=True):
            yield Quad(node, NamedNode(RDF + name), term, graph)
        yield Quad(node, NamedNode(KG + "basis"), Literal(str(c), language="zh"), graph)
        for article in c.words[3:]:
            yield Quad(node, NamedNode(DCTERMS + "source"), article_iri(article, base), graph)


def check_statements(
    records: Sequence[ArticleRecord], corrections: Sequence[Correction], identities: Identities
) -> Iterator[Problem]:
    """Yield a Problem for each rejected statement that no article states, and each added one about unknown entities."""
    find = _Finder(identities)
    wanted = rejected(corrections)
    known = {k for r in records for k in statement_keys(r, identities)} if wanted else set()
    for key, where in sorted(wanted.items()):
        if find.key(key) is None and key not in known:
            yield Problem(where, "corrections", "does-not-fit", f"reject {key}: no article states it; left out")
    articles = _articles(records, corrections)
    for c in corrections:
        if c.action == "add":
            missing = [w for w in (c.words[0], c.words[2]) if not find.key(w)]
            missing += [a for a in c.words[3:] if a not in articles]
            if missing:
                message = f"{c}: {', '.join(missing)} is not in the graph; left out"
                yield Problem(c.where, "corrections", "does-not-fit", message)


def _articles(records: Sequence[ArticleRecord], corrections: Sequence[Correction]) -> set[str]:
    """Return the ids of all articles, where an added statement can name one."""
    return {r.article.id for r in records} if any(c.action == "add" and c.words[3:] for c in corrections) else set()


class _Finder:
    """Finds the key that a word of a correction means now."""

    def __init__(self, identities: Identities) -> None:
        self.current = set(identities.keys.values())
        self.written = {written(k): k for k in [*identities.replaced, *self.current]}
        self.replaced = identities.replaced

    def key(self, word: str) -> str | None:
        """Return the current key, over one that was replaced by just one other; None where there is none."""
        key = self.written.get(written(word), word)
        if key in self.current:
            return key
        onward = self.replaced.get(key, ())
        return onward[0] if len(onward) == 1 else None
