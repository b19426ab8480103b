from __future__ import annotations

import random
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store

from kg.errors import OntologyError
from kg.views import labels
from kg.views.network import Citation, Edge, Fact, most_connected
from kg.views.network_reader import read_network, to_networkx

TRIG = """
@prefix kg: <https://w3id.org/newskg/ontology#> .
@prefix id: <https://w3id.org/newskg/id/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
id:a1 {
  id:a1 a kg:Article ; dcterms:title "市长到企业调研" ; dcterms:issued "2021-01-05"^^xsd:date ;
    kg:sourceFile "n01.txt" ;
    kg:mentions id:lu, id:yungang, id:visit ; kg:author id:he .
  id:lu a kg:Person ; skos:prefLabel "陆怀谦"@zh ; kg:holdsPosition id:post1, id:post2 .
  id:he a kg:Person ; skos:prefLabel "何书远"@zh .
  id:gov a kg:Organisation ; skos:prefLabel "云川市人民政府"@zh ; skos:altLabel "市政府"@zh .
  id:yungang a kg:Organisation ; skos:prefLabel "云川钢铁集团有限公司"@zh ; skos:altLabel "云钢集团"@zh .
  id:visit a kg:Event, kg:Inspection ; skos:prefLabel "陆怀谦赴云钢集团调研"@zh ; kg:trigger "调研" ;
    kg:date "2021-01-04"^^xsd:date ; kg:status "happened" ; kg:agent id:lu ; kg:target id:yungang ;
    kg:statedIn id:s1 ; kg:confidence 0.8 .
  id:post1 a kg:Position ; kg:positionTitle "市长" ; kg:positionAt id:gov ; kg:tenure "current" ;
    kg:statedIn id:s1 ; kg:confidence 0.9 .
  id:post2 a kg:Position ; kg:positionTitle "高级工程师" ; kg:tenure "former" ; kg:statedIn id:s1 .
  id:st1 a kg:Statement ; rdf:subject id:visit ; rdf:predicate kg:agent ; rdf:object id:lu ;
    kg:statedIn id:s1 ; kg:confidence 0.7 .
  id:s1 a kg:Sentence ; kg:text "1月4日，市长陆怀谦到云钢\\n集团调研。" ;
    kg:repairedText "1月4日，市长陆怀谦到云钢集团调研。" ;
    kg:charStart 20 ; kg:charEnd 39 ; kg:inArticle id:a1 .
}
id:a2 {
  id:a2 a kg:Article ; dcterms:title "云钢集团投产" ; kg:sourceFile "n02.txt" ; kg:mentions id:lu .
  id:lu a kg:Person ; skos:prefLabel "陆怀谦"@zh .
  id:visit kg:agent id:lu .
  id:st2 a kg:Statement ; rdf:subject id:visit ; rdf:predicate kg:agent ; rdf:object id:lu ; kg:statedIn id:s2 .
  id:s2 a kg:Sentence ; kg:text "陆怀谦此前曾到该公司调研。" ; kg:charStart 0 ; kg:charEnd 13 ; kg:inArticle id:a2 .
}
"""
ID = "https://w3id.org/newskg/id/"


@pytest.fixture
def store() -> Store:
    loaded = Store()
    loaded.load(TRIG.encode(), format=RdfFormat.TRIG)
    return loaded


def test_network_reads_an_edge_once_with_the_sentences_of_all_articles(store: Store) -> None:
    agents = [e for e in read_network(store).edges if e.predicate == "agent"]
    assert agents == [
        Edge(
            f"{ID}visit",
            f"{ID}lu",
            "agent",
            citations=(Citation(f"{ID}s1", 0.7, f"{ID}st1"), Citation(f"{ID}s2", None, f"{ID}st2")),
        )
    ]


def test_network_draws_a_position_as_an_edge_labelled_with_its_title(store: Store) -> None:
    posts = [e for e in read_network(store).edges if e.predicate == "holdsPosition"]
    assert posts == [
        Edge(f"{ID}lu", f"{ID}gov", "holdsPosition", "市长", "current", (Citation(f"{ID}s1", 0.9, f"{ID}post1"),)),
    ]


def test_network_keeps_a_position_without_an_organisation_as_a_fact_with_its_tenure(store: Store) -> None:
    person = next(n for n in read_network(store).nodes if n.label == "陆怀谦")
    assert person.facts == (Fact("holdsPosition", "高级工程师", (Citation(f"{ID}s1", None, f"{ID}post2"),), "former"),)


def test_network_merges_one_position_stated_in_two_articles(store: Store) -> None:
    store.update(
        """PREFIX kg: <https://w3id.org/newskg/ontology#> PREFIX id: <https://w3id.org/newskg/id/>
        INSERT DATA { GRAPH id:a2 { id:lu kg:holdsPosition id:post3 . id:post3 kg:positionTitle "市长" ;
        kg:positionAt id:gov ; kg:tenure "current" ; kg:statedIn id:s2 } }"""
    )
    (post,) = [e for e in read_network(store).edges if e.predicate == "holdsPosition"]
    assert [c.sentence for c in post.citations] == [f"{ID}s1", f"{ID}s2"]


def test_network_tells_the_names_time_and_articles_of_a_node(store: Store) -> None:
    nodes = {n.label: n for n in read_network(store).nodes}
    assert nodes["云川钢铁集团有限公司"].aliases == ("云钢集团",)
    assert nodes["何书远"].authored == (f"{ID}a1",)
    assert nodes["陆怀谦"].articles == (f"{ID}a1", f"{ID}a2")
    facts = {f.name: f.value for f in nodes["陆怀谦赴云钢集团调研"].facts}
    assert facts["date"] == "2021-01-04" and facts["status"] == "happened" and facts["trigger"] == "调研"


def test_network_shows_the_repaired_sentence_with_its_extent_in_the_file(store: Store) -> None:
    sentence = read_network(store).sentences[0]
    assert (sentence.text, sentence.start, sentence.end) == ("1月4日，市长陆怀谦到云钢集团调研。", 20, 39)
    article = read_network(store).articles[0]
    assert (article.title, article.date, article.file) == ("市长到企业调研", "2021-01-05", "n01.txt")


def test_network_names_an_event_type_by_its_label_in_the_ontology(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "events.ttl").write_text(
        "@prefix kg: <https://w3id.org/newskg/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
        'kg:Inspection rdfs:label "调研考察"@zh, "inspection"@en .',
        encoding="utf-8",
    )
    monkeypatch.setattr(labels, "ontology_folder", lambda: tmp_path)
    labels.term_labels.cache_clear()
    assert labels.term_labels() == {"Inspection": "调研考察"}
    loaded = Store()
    loaded.load(TRIG.encode(), format=RdfFormat.TRIG)
    types = [labels.localised(f) for n in read_network(loaded).nodes for f in n.facts if f.name == "eventType"]
    labels.term_labels.cache_clear()
    assert types == ["调研考察"]


def test_network_tells_which_file_of_the_ontology_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "events.ttl").write_text("kg:Inspection a", encoding="utf-8")
    monkeypatch.setattr(labels, "ontology_folder", lambda: tmp_path)
    labels.term_labels.cache_clear()
    with pytest.raises(OntologyError, match=r"events\.ttl does not parse"):
        labels.term_labels()


def test_network_most_connected_keeps_the_edges_between_and_what_they_cite(store: Store) -> None:
    cut = most_connected(read_network(store), 2)
    assert {n.label for n in cut.nodes} == {"陆怀谦", "陆怀谦赴云钢集团调研"}
    assert [e.predicate for e in cut.edges] == ["agent"]
    assert [s.iri for s in cut.sentences] == [f"{ID}s1", f"{ID}s2"]


def test_network_most_connected_drops_sentences_that_nothing_kept_cites(store: Store) -> None:
    cut = most_connected(read_network(store), 1)
    assert [n.label for n in cut.nodes] == ["陆怀谦"] and cut.edges == ()
    assert [s.iri for s in cut.sentences] == [f"{ID}s1"]


def test_network_is_the_same_in_any_order_of_quads(store: Store) -> None:
    quads = list(store)
    random.Random(7).shuffle(quads)
    shuffled = Store()
    for quad in quads:
        shuffled.add(quad)
    assert read_network(shuffled) == read_network(store)


def test_network_of_turtle_is_the_network_of_the_named_graphs(store: Store) -> None:
    union = Store()
    for quad in store:
        union.add(Quad(quad.subject, quad.predicate, quad.object))
    assert read_network(union) == read_network(store)


def test_network_takes_what_a_foreign_graph_leaves_out() -> None:
    store = Store()
    store.load(
        b"@prefix kg: <https://w3id.org/newskg/ontology#> . <http://example.org/x/ann> a kg:Person ; "
        b"kg:holdsPosition <http://example.org/p> ; kg:relatedTo <http://example.org/unknown> . "
        b"<http://example.org/p> kg:statedIn <http://example.org/lost> ; kg:confidence 'high' .",
        format=RdfFormat.TURTLE,
    )
    network = read_network(store)
    assert [n.label for n in network.nodes] == ["ann"] and network.edges == ()
    assert network.nodes[0].facts == (
        Fact("holdsPosition", "", (Citation("http://example.org/lost", None, "http://example.org/p"),)),
    )


def test_network_as_networkx_carries_labels_and_sentences(store: Store) -> None:
    graph = to_networkx(store)
    assert graph.nodes[f"{ID}lu"]["label"] == "陆怀谦" and graph.nodes[f"{ID}visit"]["kind"] == "Event"
    (said,) = graph.get_edge_data(f"{ID}visit", f"{ID}lu").values()
    assert said["predicate"] == "agent" and said["confidence"] == 0.7
    assert said["sentences"] == ("1月4日，市长陆怀谦到云钢集团调研。", "陆怀谦此前曾到该公司调研。")


def test_network_tells_the_days_of_events_the_points_of_places_and_the_publisher(store: Store) -> None:
    store.update(
        """PREFIX kg: <https://w3id.org/newskg/ontology#> PREFIX id: <https://w3id.org/newskg/id/>
        PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        INSERT DATA { GRAPH id:a1 { id:a1 dcterms:publisher "云川日报"@zh .
          id:town a kg:Place ; skos:prefLabel "云川市"@zh ; kg:latitude 30.5 ; kg:longitude 114.25 .
          id:lost a kg:Place ; kg:latitude 91 ; kg:longitude 0 . id:half a kg:Place ; kg:latitude 30 .
          id:fair a kg:Event ; kg:beginDate "2021-02" ; kg:endDate "2021" . id:vague a kg:Event ; kg:date "去年" } }"""
    )
    network = read_network(store)
    nodes = {n.iri.removeprefix(ID): n for n in network.nodes}
    assert nodes["visit"].dates == ("2021-01-04", "2021-01-04")
    assert nodes["fair"].dates == ("2021-02-01", "2021-12-31") and nodes["vague"].dates == ()
    assert nodes["town"].point == (30.5, 114.25) and nodes["lost"].point is None and nodes["half"].point is None
    assert [a.publisher for a in network.articles] == ["云川日报", ""]
