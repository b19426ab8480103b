"""The tools `search`, `entity` and `sentence`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from pyoxigraph import NamedNode

from kg.errors import QueryError
from kg.graph.finding import find_articles, find_entities, like
from kg.graph.terms import RDF, SKOS
from kg.mcp.citing import CITED, SCANNED, Citing, term
from kg.mcp.results import Citation, EntityResult, Found, Resource, SearchResult, SentenceResult, Statement
from kg.serve.resources import as_node
from kg.serve.site import Opened
from kg.store import Hit
from kg.views.labels import VALUES
from kg.vocab import KG

BEARERS = 10  # of one name
FACTS = ("trigger", "date", "beginDate", "endDate", "status", "divisionCode", "sourceFile")
Key = tuple[str, bool, str, str]  # property, inverse, the other end, words


def searched(citing: Citing, hits: list[Hit], limit: int) -> SearchResult:
    """Return what was found, as resources with citations."""
    found, sentences = [], []
    for hit in hits[:limit]:
        node = NamedNode(hit.iri)
        if hit.field == "sentence":
            sentences.append(citing.citation(node))
        else:
            found.append(Found(citing.resource(node), hit.field, hit.text, citing.about(node)))
    more = len(hits) > limit
    return SearchResult(found, sentences, more, "there is more: ask for it with offset" if more else "")


def named(now: Opened, name: str) -> list[NamedNode]:
    """Return the entities of a name or an IRI. Raises QueryError where there is none."""
    if len(name) > 500:
        raise QueryError("the name is longer than 500 characters", "give a name or an IRI of the graph")
    found = find_entities(now.store, name, now.base)
    if not found:
        raise QueryError(f"there is no entity {name}", like(now.store, name))
    return found


def entity(now: Opened, name: str, limit: int, offset: int = 0) -> EntityResult:
    """Return what the graph states about an entity, or the bearers of the name where it has several."""
    citing = Citing(now.store)
    bearers = named(now, name)
    if len(bearers) > 1:
        cited = [Found(citing.resource(n), "label", name, citing.about(n)) for n in bearers[:BEARERS]]
        note = f"{len(bearers)} entities are called {name}: ask for the IRI of the one that is meant"
        return EntityResult(None, [], [], [], cited, 0, len(bearers) > BEARERS, note)
    node = bearers[0]
    groups = _statements(citing, node)
    order = sorted(groups, key=lambda k: (k[0], k[1], -len(groups[k]), k[2:]))
    shown = [_statement(citing, key, groups[key]) for key in order[offset : offset + limit]]
    mentions = sum(1 for _ in citing.subjects(KG + "mentions", node))
    more = len(order) > offset + limit
    return EntityResult(
        citing.resource(node),
        citing.values(node, SKOS + "altLabel"),
        [f"{term(f)}: {VALUES.get(v, v)}" for f in FACTS for v in citing.values(node, KG + f)],
        shown,
        [],
        mentions,
        more or mentions == SCANNED,
        f"{len(order)} statements in all: ask for more with offset" if more else "",
    )


def _statements(citing: Citing, node: NamedNode) -> dict[Key, list[NamedNode]]:
    """Return the statements of a resource by what they state, each with the nodes that lead to its sentences."""
    found: dict[Key, list[NamedNode]] = defaultdict(list)
    for place, far, inverse in (("subject", "object", False), ("object", "subject", True)):
        for statement in citing.subjects(RDF + place, node):
            prop = citing.value(statement, RDF + "predicate").removeprefix(KG)
            found[prop, inverse, citing.value(statement, RDF + far), ""].append(statement)
    for position in citing.nodes(node, KG + "holdsPosition"):
        for other in citing.values(position, KG + "positionAt") or [""]:
            found["holdsPosition", False, other, _words(citing, position)].append(position)
    for position in citing.subjects(KG + "positionAt", node):
        for holder in citing.subjects(KG + "holdsPosition", position):
            found["holdsPosition", True, holder.value, _words(citing, position)].append(position)
    if citing.values(node, KG + "statedIn"):
        found["statedIn", False, node.value, ""].append(node)
    return found


def _words(citing: Citing, position: NamedNode) -> str:
    tenure = citing.value(position, KG + "tenure")
    return f"{citing.value(position, KG + 'positionTitle')} {VALUES.get(tenure, tenure)}".strip()


def _statement(citing: Citing, key: Key, stating: list[NamedNode]) -> Statement:
    prop, inverse, other, words = key
    node = as_node(other)
    cited = citing.evidence(stating)
    resource = citing.resource(node) if node else Resource("", other, [])
    return Statement(term(prop), inverse, resource, words, cited[:CITED], len(cited) > CITED)


def sentence(now: Opened, iri: str, limit: int) -> SentenceResult:
    """Return a sentence, what stands beside it, and what the graph states from it."""
    citing = Citing(now.store)
    node = as_node(iri.strip("<>"))
    if node is None or "Sentence" not in citing.kinds(node):
        raise QueryError(f"there is no sentence {iri}", "give the sentence_iri of a citation")
    citation = citing.citation(node)
    beside = {c.sentence_iri: c for c in _beside(citing, now, citation.article_iri)}
    order = sorted(beside.values(), key=lambda c: (c.start or 0, c.sentence_iri))
    at = next((i for i, c in enumerate(order) if c.sentence_iri == node.value), 0)
    states = list(dict.fromkeys(_states(citing, node)))
    return SentenceResult(
        citation,
        order[at - 1].sentence if at > 0 else "",
        order[at + 1].sentence if at + 1 < len(order) else "",
        states[:limit],
        len(states) > limit,
        f"{len(states)} statements in all" if len(states) > limit else "",
    )


def _beside(citing: Citing, now: Opened, article: str) -> Iterator[Citation]:
    for found in find_articles(now.store, article, now.base)[:1] if article else ():
        yield from (citing.citation(s) for s in islice(citing.subjects(KG + "inArticle", found), SCANNED))


def _states(citing: Citing, sentence: NamedNode) -> Iterator[str]:
    """Yield what is stated in a sentence, in words with the IRIs."""
    for node in citing.subjects(KG + "statedIn", sentence):
        kinds = citing.kinds(node)
        if "Position" in kinds:
            places = [_called(citing, n) for n in citing.nodes(node, KG + "positionAt")]
            for holder in citing.subjects(KG + "holdsPosition", node):
                yield f"{_called(citing, holder)} holdsPosition {' '.join([_words(citing, node), *places])}"
        elif "Event" in kinds:
            date = "/".join(v for f in ("date", "beginDate", "endDate") for v in citing.values(node, KG + f))
            yield f"{_called(citing, node)} {' '.join(k for k in kinds if k != 'Event')} {date}".strip()
        elif "Statement" in kinds:
            ends = [_called(citing, n) for p in ("subject", "object") for n in citing.nodes(node, RDF + p)]
            if len(ends) == 2:
                yield f"{ends[0]} {citing.value(node, RDF + 'predicate').removeprefix(KG)} {ends[1]}"


def _called(citing: Citing, node: NamedNode) -> str:
    return f"{citing.resource(node).name} <{node.value}>"
