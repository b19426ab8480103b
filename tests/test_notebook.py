"""What a notebook shows: tables with labels, and pages as widgets."""

from __future__ import annotations

import re
from html import unescape

import pytest
from pyoxigraph import RdfFormat, Store
from test_views_page import island

from kg.api import Graph
from kg.errors import InputError
from kg.graph.query import Table
from kg.views.notebook import SHOWN


@pytest.fixture(scope="module")
def graph() -> Graph:
    store = Store()
    people = " ".join(
        f'<https://e.example/id/person/{n}> a kg:Person ; skos:prefLabel "陆{n}"@zh .' for n in range(SHOWN + 5)
    )
    event = (
        '<https://e.example/id/event/1> a kg:Event, kg:Meeting ; skos:prefLabel "<b>座谈</b>"@zh ; kg:date "2021-01-04" ; '
        "kg:agent <https://e.example/id/person/1>, <https://e.example/id/person/2> ."
    )
    head = "@prefix kg: <https://w3id.org/newskg/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
    store.load((head + people + event).encode(), format=RdfFormat.TURTLE)
    return Graph(store)


def shown(graph: Graph, sparql: str) -> str:
    found = graph.query(sparql)
    assert isinstance(found, Table)
    return str(found._repr_html_())  # type: ignore[attr-defined]


def test_a_table_shows_labels_links_and_short_iris(graph: Graph) -> None:
    html = shown(graph, "SELECT ?e ?who ?type { ?e kg:agent ?who ; a ?type FILTER(?type = kg:Meeting) } ORDER BY ?who")
    assert html.count("<tr>") == 3 and "2 rows" in html
    assert (
        '<a href="https://e.example/id/person/1" title="https://e.example/id/person/1"' in html and ">陆1</a>" in html
    )
    assert ">kg:Meeting</a>" in html and "<b>" not in html and "&lt;b&gt;座谈" in html


def test_a_long_table_says_how_many_rows_it_leaves_out_and_an_answer_is_a_table_too(graph: Graph) -> None:
    html = shown(graph, "SELECT ?p { ?p a kg:Person }")
    assert html.count("<tr>") == SHOWN + 1 and "5 more rows" in html and f"{SHOWN + 5} rows" in html
    assert "<td>true</td>" in shown(graph, "ASK { ?p a kg:Person }")


def test_a_literal_is_no_link_even_if_it_reads_like_one(graph: Graph) -> None:
    assert "<a " not in shown(graph, 'SELECT ("https://e.example/x" AS ?text) {}')


def test_a_widget_is_the_page_in_a_frame_of_its_own(graph: Graph) -> None:
    widget = graph.view("陆1", tab="timeline")
    html = widget._repr_html_()
    assert (
        re.match(r'<iframe srcdoc="[^"]*" sandbox="allow-scripts allow-downloads"', html)
        and "allow-same-origin" not in html
    )
    page = unescape(html.partition('srcdoc="')[2].partition('" sandbox')[0])
    data = island(page)
    assert page == widget.html and data["tab"] == "timeline" and data["nodes"][data["start"]]["label"] == "陆1"
    assert len(repr(widget)) < 100


def test_a_widget_of_the_graph_says_what_it_leaves_out(graph: Graph) -> None:
    data = island(graph.view(limit=3).html)
    assert (
        data["leftOut"][0] == SHOWN + 3
        and data["totals"] == {"Person": SHOWN + 5, "Event": 1}
        and data["tab"] == "network"
    )
    with pytest.raises(InputError, match="no such entity"):
        graph.view("无此人")
