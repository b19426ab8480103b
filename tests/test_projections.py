"""Projections: who is tied to whom, the same from Python, from the page's scripts and from SPARQL."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from conftest import ROOT
from pyoxigraph import NamedNode, RdfFormat, Store
from test_views_page import island
from viewing import BASE, TOWN

from kg.api import Graph
from kg.cli import main
from kg.errors import InputError
from kg.export.projection_files import FORMS, written
from kg.export.projections import CONTEXTS, PROJECTIONS, Projection, project
from kg.graph.query import Table, query
from kg.store import searchable
from kg.views.network_reader import read_network
from kg.views.page import render

LU, ZENG = BASE + "person/陆怀谦", BASE + "person/曾广义"
UNIVERSITY, CITY = BASE + "organisation/云川大学", BASE + "organisation/云川市人民政府"


def ties(kinds: str, by: str, least: int = 1, first: str = "", last: str = "") -> dict[frozenset[str], int]:
    graph = project(TOWN, Projection(kinds, by, least, first, last))
    return {frozenset((a, b)): weight for a, b, weight in graph.edges(data="weight")}


def test_entities_are_tied_by_what_they_share() -> None:
    assert ties("person-organisation", "events") == {frozenset((LU, UNIVERSITY)): 1, frozenset((ZENG, UNIVERSITY)): 1}
    assert ties("person-person", "articles") == {frozenset((LU, ZENG)): 2}
    assert ties("person-person", "articles", least=3) == {}
    assert ties("person-organisation", "positions") == {frozenset((LU, CITY)): 1}
    assert ties("organisation-organisation", "articles") == {frozenset((UNIVERSITY, CITY)): 1}


def test_a_period_takes_dated_events_by_their_dates_and_others_by_their_reports() -> None:
    inside = ("2021-05-01", "2021-08-31")
    assert ties("person-organisation", "events", 1, *inside) == {frozenset((ZENG, UNIVERSITY)): 1}
    assert ties("person-person", "articles", 1, *inside) == {frozenset((LU, ZENG)): 1}
    assert ties("person-organisation", "positions", 1, "2022-01-01") == {}


def test_positions_tie_nobody_to_a_person() -> None:
    with pytest.raises(InputError, match="not tied by positions"):
        project(TOWN, Projection("person-person", "positions"))


@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
def test_the_page_and_python_make_the_same_projections_with_the_same_measures(demo: Graph) -> None:
    network = read_network(demo.store)
    asked = [
        (k, b, n)
        for k, b, n in product(PROJECTIONS, CONTEXTS, (1, 2))
        if b != "positions" or k == "person-organisation"
    ]
    data = {"data": island(render(network, title="t")), "asked": asked}
    done = subprocess.run(
        ["node", str(ROOT / "tests/js/projected.js")],
        input=json.dumps(data),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    for (kinds, by, least), theirs in zip(asked, json.loads(done.stdout), strict=True):
        ours = project(network, Projection(kinds, by, least))
        assert {(*sorted(t[:2]), t[2]) for t in theirs["ties"]} == {
            (*sorted((a, b)), w) for a, b, w in ours.edges(data="weight")
        }
        for iri, degree, between in theirs["nodes"]:
            assert ours.nodes[iri]["degree"] == degree
            assert ours.nodes[iri]["betweenness"] == pytest.approx(between, abs=1e-5), (kinds, by, least, iri)


def test_shared_events_are_those_that_sparql_counts(demo: Graph) -> None:
    found = query(
        searchable(demo.store),
        """SELECT ?a ?b (COUNT(DISTINCT ?e) AS ?n) WHERE {
             ?e a kg:Event . ?a a kg:Person . ?b a kg:Person . FILTER(STR(?a) < STR(?b))
             ?e kg:agent|kg:participant|kg:target ?a . ?e kg:agent|kg:participant|kg:target ?b } GROUP BY ?a ?b""",
    )
    assert isinstance(found, Table) and len(found.rows) > 20
    graph = project(read_network(demo.store), Projection("person-person"))
    assert {(str(a), str(b), int(n)) for a, b, n in found.rows} == {
        (*sorted((a, b)), w) for a, b, w in graph.edges(data="weight")
    }


def test_files_of_a_projection_are_read_by_others() -> None:
    graph = project(TOWN, Projection("person-person", "articles"))
    files = {form: written(graph, form) for form in FORMS}
    ties = nx.read_gexf(io.BytesIO(files["gexf"]))
    assert ties.edges[LU, ZENG]["weight"] == 2
    assert ties.nodes[LU]["viz"]["position"] != ties.nodes[ZENG]["viz"]["position"]
    assert nx.read_graphml(io.BytesIO(files["graphml"])).nodes[LU]["degree"] == 1
    (row,) = csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"), newline=""))
    assert row["weight"] == "2"
    store = Store()
    store.load(files["ttl"], format=RdfFormat.TURTLE)
    (weight,) = store.quads_for_pattern(None, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#value"), None)
    assert weight.object.value == "2"
    assert len(list(store.quads_for_pattern(None, NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom"), None))) == 2
    assert ElementTree.fromstring(files["gexf"]).tag.endswith("gexf")


def test_command_line_writes_projections_and_refuses_what_makes_no_sense(
    demo_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph, out = str(demo_folder / "graph.trig"), tmp_path / "ties.csv"
    period = ["--from", "2021", "--to", "2021-12", "--min-weight", "2"]
    assert (
        main(["export", "csv", graph, "--projection", "person-person", "--by", "articles", *period, "-o", str(out)])
        == 0
    )
    assert out.read_bytes().startswith(b"\xef\xbb\xbfsource,") and out.read_bytes().count(b"\n") > 2
    for wrong, message in (
        (["csv", graph, "--by", "events"], "only a projection has these"),
        (["nq", graph, "--projection", "person-person"], "holds no projection"),
        (["gexf", graph, "--projection", "person-person", "--from", "May"], "is no date"),
        (["gexf", graph, "--projection", "person-person", "--from", "2022", "--to", "2021"], "is after"),
        (["gexf", graph, "--projection", "person-person", "--min-weight", "0"], "at least"),
        (["gexf", graph, "--projection", "person-person", "--by", "positions"], "not tied by positions"),
        (["ttl", graph, "--projection", "person-person", "--entail"], "are for whole graphs"),
    ):
        assert main(["export", *wrong]) != 0
        assert message in capsys.readouterr().err
