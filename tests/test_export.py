"""A graph in other forms: parsed again by others, with the same statements."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
import rdflib
from conftest import ROOT
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse
from rdflib.compare import isomorphic

from kg.cli import main
from kg.export.entail import entailed
from kg.export.networks import gexf, graphml
from kg.export.rdf import quads_in_order, reified, written
from kg.export.tables import write_tables
from kg.store import GraphStore, load
from kg.views.network import Article, Citation, Edge, Network, Node, Sentence
from kg.views.network_reader import read_network

TRIPLES = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
OTHERS = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML}
NASTY = 'a"b\\c\n\t<&>]]> \u200f😀 {"@id"} \x01'


@pytest.fixture(scope="session")
def graph(demo_folder: Path) -> Store:
    return load(demo_folder / "graph.trig")


@pytest.fixture(scope="session")
def union(graph: Store) -> set[Triple]:
    return {q.triple for q in graph}


def exported(store: Store, form: str) -> bytes:
    return b"".join(written(quads_in_order(store), form, "https://w3id.org/newskg/id/"))


@pytest.mark.parametrize("form", TRIPLES)
def test_every_syntax_of_triples_parses_to_the_union(graph: Store, union: set[Triple], form: str) -> None:
    text = exported(graph, form)
    assert {q.triple for q in parse(input=text, format=OTHERS[form])} == union
    assert len(rdflib.Graph().parse(data=text, format=TRIPLES[form])) == len(union)
    assert exported(graph, form) == text


@pytest.mark.parametrize(("form", "parser"), [("trig", RdfFormat.TRIG), ("nq", RdfFormat.N_QUADS)])
def test_every_syntax_of_quads_parses_to_the_graphs(graph: Store, form: str, parser: RdfFormat) -> None:
    assert set(parse(input=exported(graph, form), format=parser)) == set(graph)


@pytest.mark.parametrize(("form", "name"), [("ttl", "turtle"), ("rdf", "rdfxml"), ("nt", "ntriples")])
def test_rapper_counts_the_same(tmp_path: Path, graph: Store, union: set[Triple], form: str, name: str) -> None:
    if shutil.which("rapper") is None:
        pytest.skip("rapper is not installed: make test installs it on Debian")
    path = tmp_path / f"graph.{form}"
    path.write_bytes(exported(graph, form))
    done = subprocess.run(["rapper", "-q", "-c", "-i", name, str(path)], capture_output=True, text=True, timeout=120)
    counted = subprocess.run(["rapper", "-i", name, "-o", "ntriples", str(path)], capture_output=True, timeout=120)
    assert done.returncode == 0
    assert len(set(counted.stdout.splitlines())) == len(union)


@pytest.mark.parametrize(
    ("form", "syntax"), [("ttl", "turtle"), ("trig", "trig"), ("nt", "ntriples"), ("nq", "nquads")]
)
def test_serdi_counts_the_same(tmp_path: Path, graph: Store, form: str, syntax: str) -> None:
    if shutil.which("serdi") is None:
        pytest.skip("serdi is not installed: make test installs it on Debian")
    path = tmp_path / f"graph.{form}"
    path.write_bytes(exported(graph, form))
    done = subprocess.run(["serdi", "-i", syntax, "-o", "nquads", str(path)], capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    quads = set(graph) if form in {"trig", "nq"} else {q.triple for q in graph}
    assert len(set(done.stdout.splitlines())) == len(quads)


@pytest.mark.parametrize("form", TRIPLES)
def test_any_text_survives_every_syntax(form: str) -> None:
    text = NASTY.replace("\x01", "") if form == "rdf" else NASTY
    store = Store()
    store.add(Quad(NamedNode("http://e.example/陆"), NamedNode("http://e.example/p"), Literal(text, language="zh")))
    (back,) = parse(input=exported(store, form), format=OTHERS[form])
    assert back.object == Literal(text, language="zh")


def test_a_store_and_a_file_give_the_same_bytes(tmp_path: Path, demo_folder: Path) -> None:
    store, out = str(tmp_path / "store"), tmp_path / "out.trig"
    assert main(["build", str(ROOT / "kg" / "demo"), "--store", store, "-q", "--jobs", "1"]) == 0
    assert main(["export", "trig", store, "-o", str(out)]) == 0
    assert out.read_bytes() == (demo_folder / "graph.trig").read_bytes()
    assert main(["export", "ttl", store, "-o", str(out)]) == 0
    assert out.read_bytes() == (demo_folder / "graph.ttl").read_bytes()
    assert GraphStore.is_at(store)


def test_entailed_statements_answer_queries_in_other_vocabularies(graph: Store) -> None:
    store = Store()
    store.extend(graph)
    new = list(entailed(graph))
    assert len(new) == len(set(new))
    assert not {q.triple for q in new} & {q.triple for q in graph}
    store.extend(new)

    def count(sparql: str) -> int:
        prefixes = {
            "schema": "https://schema.org/", "foaf": "http://xmlns.com/foaf/0.1/", "kg": "https://w3id.org/newskg/ontology#",
            "org": "http://www.w3.org/ns/org#", "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
        }  # fmt: skip
        asked = f"SELECT DISTINCT * {{ {sparql} }}"
        return len(list(store.query(asked, prefixes=prefixes, use_default_graph_as_union=True)))  # type: ignore[arg-type]

    persons = count("?x a kg:Person")
    assert persons > 50
    assert count("?x a foaf:Person . FILTER EXISTS {?x foaf:name ?n}") == count("?x a schema:Person") == persons
    assert count("?p org:hasMembership ?m . ?m a org:Membership") == count("?p kg:holdsPosition ?m") > 0
    assert count("?e a sem:Event ; sem:hasActor ?x") == count("?e kg:agent|kg:participant ?x") > 0


def test_reifiers_say_what_statements_say(graph: Store) -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    reifiers = list(reified(quads_in_order(graph)))
    terms = {(q.subject, q.object) for q in reifiers if q.predicate.value == rdf + "reifies"}
    statements = {q.subject for q in graph if q.predicate.value == rdf + "subject"}
    assert {s for s, _ in terms} == statements and len(terms) == len(statements) > 100
    said = {q.triple for q in graph}
    assert all(t in said for _, t in terms)
    back = parse(input=b"".join(written(reifiers, "trig", "https://w3id.org/newskg/id/")), format=RdfFormat.TRIG)
    assert set(back) == set(reifiers)


def test_tables_hold_every_entity_event_position_and_relation(tmp_path: Path, graph: Store) -> None:
    network = read_network(graph)
    paths = write_tables(network, tmp_path)
    rows = {p.stem: list(csv.DictReader(p.read_text("utf-8-sig").splitlines())) for p in paths}
    assert {r["iri"] for r in rows["entities"]} == {n.iri for n in network.nodes if n.kind != "Event"}
    assert {r["iri"] for r in rows["events"]} == {n.iri for n in network.nodes if n.kind == "Event"}
    held = [r for r in rows["positions"] if r["person"] == "陆怀谦" and r["title"] == "市长"]
    assert held and all(r["organisation"] == "云川市人民政府" and "陆怀谦" in r["sentence"] for r in held)
    edges = {(e.source, e.predicate, e.target) for e in network.edges if e.predicate != "holdsPosition"}
    assert {(r["subject_iri"], r["property"], r["object_iri"]) for r in rows["relations"]} == edges
    assert all(0 < float(r["confidence"]) <= 1 and r["published"] for r in rows["relations"] if r["sentence"])


def test_networks_are_read_again_with_names_and_dates(tmp_path: Path, graph: Store) -> None:
    network = read_network(graph)
    (tmp_path / "g.gexf").write_bytes(gexf(network))
    (tmp_path / "g.graphml").write_bytes(graphml(network))
    for read, path in ((nx.read_gexf, "g.gexf"), (nx.read_graphml, "g.graphml")):
        back = read(tmp_path / path)
        assert back.number_of_nodes() == len(network.nodes) and back.number_of_edges() == len(network.edges)
        mayor = back.nodes["https://w3id.org/newskg/id/person/陆怀谦"]
        assert mayor["label"] == "陆怀谦" and mayor["kind"] == "Person" and mayor["first"].startswith("2021-")
    assert gexf(network) == gexf(network)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["csv", "--entail"], "are for RDF"),
        (["rdf", "--rdf12"], "has no reifiers"),
        (["ttl", "nowhere.trig"], "cannot be read"),
    ],
)
def test_what_makes_no_sense_is_reported(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_reported(capsys: pytest.CaptureFixture[str], demo_folder: Path) -> None:
    graph = str(demo_folder / "graph.trig")
    assert main(["export", "nt", graph, "-o", "/nowhere/x.nt"]) == 2
    assert main(["export", "csv", graph, "-o", "/proc/none"]) == 2
    assert capsys.readouterr().err.count("cannot be written") == 2


def test_json_ld_is_json_with_a_context(graph: Store) -> None:
    data = json.loads(exported(graph, "jsonld"))
    (mayor,) = (n for n in data["@graph"] if n["@id"].endswith("/person/陆怀谦"))
    assert mayor["@type"] == "kg:Person" and mayor["skos:prefLabel"] == {"@value": "陆怀谦", "@language": "zh"}
    assert data["@context"]["kg"] == "https://w3id.org/newskg/ontology#"
    assert isomorphic(
        rdflib.Graph().parse(data=json.dumps(data), format="json-ld"),
        rdflib.Graph().parse(data=exported(graph, "nt"), format="nt"),
    )


def test_the_ontologys_page_has_every_term_in_both_languages_with_an_example(graph: Store) -> None:
    from kg.export.documentation import documentation

    page = documentation(graph)
    terms = Store()
    for name in ("kg.ttl", "events.ttl"):
        terms.load(path=str(ROOT / "ontology" / name), format=RdfFormat.TURTLE)
    comment = NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
    for q in terms.quads_for_pattern(None, comment, None):
        languages = {o.object.language for o in terms.quads_for_pattern(q.subject, comment, None)}  # type: ignore[union-attr]
        assert languages >= {"zh", "en"}, q.subject
    for name in ("Person", "Inspection", "holdsPosition", "charStart", "textMatch"):
        assert f'id="{name}"' in page
    assert "kg:bornIn</code> →" in page and "调研" in page and page == documentation(graph)
    assert "例 example" not in documentation()


def test_gexf_has_times_and_coordinates_for_gephi(tmp_path: Path) -> None:
    visit = Node("e", "Event", "陆怀谦调研", (), (), ("d",), (), ("2021-01-04", "2021-01-06"))
    person, town = (
        Node("p", "Person", "陆怀谦", (), (), ("d", "d2")),
        Node("t", "Place", "云川市", point=(30.5, 114.25)),
    )
    edges = (Edge("e", "p", "agent", citations=(Citation("s"),)), Edge("p", "t", "bornIn", citations=(Citation("s"),)))
    articles = (Article("d", "甲", "2021-01-07", "a.txt"), Article("d2", "乙", "2021-03-01", "b.txt"))
    network = Network((visit, person, town), edges, (Sentence("s", "陆怀谦来到云川市。", "d", 0, 9),), articles)
    (tmp_path / "g.gexf").write_bytes(gexf(network))
    root = ElementTree.parse(tmp_path / "g.gexf").getroot()
    (graph,) = root.findall("{*}graph")
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    spells = {n.get("id"): (n.get("start"), n.get("end")) for n in root.iter() if n.tag.endswith("}node")}
    assert spells == {"e": ("2021-01-04", "2021-01-06"), "p": ("2021-01-07", "2021-03-01"), "t": (None, None)}
    ends = [(e.get("source"), e.get("start"), e.get("end")) for e in root.iter() if e.tag.endswith("}edge")]
    assert ends == [("e", "2021-01-04", "2021-01-06"), ("p", "2021-01-07", "2021-01-07")]
    nodes = nx.read_gexf(tmp_path / "g.gexf").nodes
    known = nodes["t"]
    assert len({(n["viz"]["position"]["x"], n["viz"]["position"]["y"]) for _, n in nodes(data=True)}) == 3
    assert known["viz"]["color"] == {"r": 0x9A, "g": 0x67, "b": 0, "a": 1.0}, "of places"
    assert nodes["p"]["viz"]["size"] > known["viz"]["size"] > 0, "by the number of neighbours"
    assert (known["latitude"], known["longitude"]) == (30.5, 114.25)
