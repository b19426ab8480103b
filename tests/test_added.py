"""Statements added by hand, and explanations of what the graph says."""

from __future__ import annotations

from datetime import date

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import Problem
from kg.graph.explain import explain
from kg.graph.manual_statements import check_statements, manual_quads
from kg.graph.terms import SKOS, TYPE
from kg.model import Article, ArticleRecord, Entity
from kg.resolve import resolve
from kg.resolve.corrections import parse_corrections
from kg.vocab import BASE, KG, mint

RECORD = ArticleRecord(
    Article("n01.txt", "n01.txt", "n01.txt", "", "", (), (), date(2021, 3, 1)),
    (Entity("p1", "Person", "陆怀谦"), Entity("p2", "Person", "陆怀千"), Entity("o1", "Organisation", "云川大学")),
)


def outcome(text: str) -> tuple[set[tuple[str, str, str]], list[Problem]]:
    """Return the statements that lines of corrections add to a graph of one article, and what does not fit."""
    corrections = list(parse_corrections(text, "corrections.txt", BASE))
    identities = resolve([RECORD], corrections)
    added = {
        (q.subject.value, q.predicate.value, q.object.value)  # type: ignore[union-attr]
        for q in manual_quads([RECORD], corrections, identities)
        if q.subject.value.startswith(mint("person/", BASE))  # type: ignore[union-attr]
    }
    return added, list(check_statements([RECORD], corrections, identities))


def test_a_statement_is_added_on_the_authority_of_an_article() -> None:
    line = "add person/陆怀谦 memberOf organisation/云川大学 n01.txt"
    stated = (mint("person/陆怀谦"), KG + "memberOf", mint("organisation/云川大学"))
    assert outcome(line) == ({stated}, [])


def test_an_added_statement_of_an_article_or_an_entity_that_is_not_there_does_not_fit() -> None:
    added, problems = outcome("add person/陆怀谦 memberOf organisation/云川大学 n02.txt")
    assert added == set() and [p.where for p in problems] == ["corrections.txt:1"] and "n02.txt" in problems[0].message
    added, problems = outcome("add person/陆怀谦 memberOf organisation/望江大学")
    assert added == set() and "organisation/望江大学" in problems[0].message


def test_a_statement_is_added_to_an_entity_named_by_a_former_iri() -> None:
    lines = "merge person/陆怀谦 person/陆怀千\nadd person/陆怀千 memberOf organisation/云川大学"
    stated = (mint("person/陆怀谦"), KG + "memberOf", mint("organisation/云川大学"))
    assert outcome(lines) == ({stated}, [])


def test_places_that_hold_each_other_are_explained_to_an_end() -> None:
    store = Store()
    for name, above in (("甲", "乙"), ("乙", "丙"), ("丙", "乙")):
        place = NamedNode(mint(f"place/{name}"))
        store.add(Quad(place, NamedNode(TYPE), NamedNode(KG + "Place")))
        store.add(Quad(place, NamedNode(SKOS + "prefLabel"), Literal(name, language="zh")))
        store.add(Quad(place, NamedNode(KG + "partOf"), NamedNode(mint(f"place/{above}"))))
    (explained,) = explain(store, "甲", BASE)
    assert explained.within == ("乙", "丙")
