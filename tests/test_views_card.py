"""A graph and an entity as a notebook shows them, and as programs read them."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import RdfFormat, Store

from kg.api import Graph, build_texts
from kg.errors import InputError
from kg.views.card import entity_card
from kg.views.sketch import sketch

TRIG = """
@prefix kg: <https://w3id.org/newskg/ontology#> .
@prefix id: <https://w3id.org/newskg/id/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<https://w3id.org/newskg/id/person/x> a kg:Person ; skos:prefLabel "BAD"@zh ; skos:altLabel "BAD2"@zh ; kg:holdsPosition id:p .
id:p kg:positionTitle "BAD" ; kg:positionAt id:o ; kg:statedIn id:s .
id:o a kg:Organisation ; skos:prefLabel "BAD"@zh .
id:st rdf:subject <https://w3id.org/newskg/id/person/x> ; rdf:predicate kg:memberOf ; rdf:object id:o ; kg:statedIn id:s .
id:s kg:text "BAD" ; kg:inArticle id:a .
id:a a kg:Article ; dcterms:title "BAD" ; dcterms:issued "2021-01-01" ; kg:sourceFile "BAD" ; kg:mentions <https://w3id.org/newskg/id/person/x> .
"""


def test_entity_shows_positions_over_time_events_and_sentences(demo: Graph) -> None:
    lu = demo.entity("陆怀谦")
    assert (lu.kind, lu.name) == ("Person", "陆怀谦") and lu.iri.endswith("person/陆怀谦")
    positions = {(p.title, p.organisation): (p.tenure, p.first, p.last) for p in lu.positions}
    assert positions["市长", "云川市人民政府"] == ("current", "2021-01-05", "2021-08-10")
    assert [e.dates for e in lu.events if e.dates] == sorted(e.dates for e in lu.events if e.dates)
    visited = next(e for e in lu.events if "调研" in e.name)
    assert visited.role == "主体" and visited.types == ("调研检查",) and "调研" in visited.quotations[0].text
    assert len({q.text for q in lu.sentences}) == len(lu.sentences) > 5
    assert lu.articles[0].file == "n01.txt" and "陆怀谦" in repr(lu)


def test_entity_is_found_by_alias_and_key_and_distinguished(demo: Graph) -> None:
    assert demo.entity("云川师范学院").name == "云川大学"
    with pytest.raises(InputError, match=r"2 entities have this name .*person/李建国~"):
        demo.entity("李建国")
    first, second = demo.entities("李建国")
    assert len(first.articles) > len(second.articles) and demo.entity(first.iri).iri == first.iri
    with pytest.raises(InputError, match=r"no such entity.*李建国"):
        demo.entity("李建")


def test_notebook_shows_a_graph_small_and_without_a_script(demo: Graph) -> None:
    shown = demo._repr_html_()
    assert "人物 <b>" in shown and 50 < shown.count("<circle") <= 60 and len(shown) < 40_000
    assert "<script" not in shown and shown == sketch(demo.store)
    assert repr(demo) == "<Graph: 24 articles built>"


def test_notebook_shows_an_entity_with_its_sentences(demo: Graph) -> None:
    shown = demo.entity("陆怀谦")._repr_html_()
    assert "市委副书记" in shown and "<blockquote" in shown and "《统筹抓好安全生产和疫情防控》" in shown
    assert "<script" not in shown and len(shown) < 20_000


def test_notebook_shows_an_empty_graph() -> None:
    assert "空图" in Graph(Store())._repr_html_()
    assert "<svg" not in build_texts({"a.txt": "程望舒出席。"})._repr_html_()


def test_notebook_escapes_what_stands_in_the_graph() -> None:
    bad = "</title><img src=x onerror=alert(1)>&<b>粗</b>"
    store = Store()
    store.load(TRIG.replace("BAD", bad).encode(), RdfFormat.TRIG)
    shown = entity_card(store, "https://w3id.org/newskg/id/person/x")._repr_html_() + sketch(store)
    assert shown.count("&lt;img") > 5
    assert not re.search(r"<(?:img|b>粗)", shown)
