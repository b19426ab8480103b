from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store
from strategies import examples

from kg.errors import InputError
from kg.resolve.spelling import sound
from kg.serve.languages import Words
from kg.serve.lists.reading import Named
from kg.views.network import Article, Citation, Edge, Fact, Network, Node, Sentence
from kg.views.outline import Outline
from kg.views.page import render, write_network
from kg.views.page_data import node_rows
from kg.vocab import BASE

HOSTILE = st.text(st.sampled_from(list("</script><!--]]>&\"'\\{}%#\u2028\u2029\u202e\x00\x0b 陆a")), max_size=24)


class Elements(HTMLParser):
    """Gathers the elements of a page with their attributes, and the text inside each script and style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.raw.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:
            tag, attributes, text = self.raw.pop()
            self.raw.append((tag, attributes, text + data))


def network_of(text: str) -> Network:
    """Return a network of two linked nodes that has `text` in every field."""
    cited = (Citation("s", 0.5),)
    node = Node("a", "Person", text, (text,), (Fact("holdsPosition", text, cited),), ("d",), ("d",))
    other = Node("b", "Organisation", "云川钢铁集团有限公司", ("云钢集团",))
    edge = Edge("a", "b", "holdsPosition", text, text, cited)
    return Network((node, other), (edge,), (Sentence("s", text, "d", 3, 9),), (Article("d", text, text, text),))


def island(page: str) -> dict[str, Any]:
    (text,) = [text for _, attributes, text in Elements(page).raw if attributes.get("id") == "data"]
    return dict(json.loads(text))


PLAIN = render(network_of("陆怀谦"), title="云川日报")


@settings(max_examples=examples(40), deadline=None)
@given(HOSTILE)
def test_page_keeps_hostile_text_as_data(text: str) -> None:
    page = render(network_of(text), title="云川日报")
    assert [tag for tag, _ in Elements(page).found] == [tag for tag, _ in Elements(PLAIN).found]
    data = island(page)
    assert data["nodes"][0]["aliases"] == [text] and data["sentences"] == [[text, 0, 3, 9]]


def test_page_escapes_its_title() -> None:
    page = render(Network((), ()), title="</title><script>alert(1)</script>")
    assert "<script>alert" not in page and "&lt;/title&gt;" in page


def test_page_has_no_handler_no_address_and_no_inline_style() -> None:
    for tag, attributes in Elements(PLAIN).found:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "style", "srcdoc")], tag
        assert attributes.get("href", "data:,") == "data:,"


def test_page_policy_names_its_own_scripts_and_style_and_forbids_requests() -> None:
    elements = Elements(PLAIN)
    (policy,) = [a["content"] for _, a in elements.found if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None and policy.startswith("default-src 'none';") and "unsafe" not in policy
    for _, attributes, text in elements.raw:
        if attributes.get("type") != "application/json":
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy
    assert len(re.findall("sha256-", policy)) == len(elements.raw) - 1
    assert "sourceMappingURL" not in PLAIN


def test_page_gives_each_citation_its_sentence_and_confidence() -> None:
    data = island(PLAIN)
    assert data["edges"][0]["statements"] == [["holdsPosition", "陆怀谦", "陆怀谦", [[0, 0.5, ""]]]]
    assert data["nodes"][0]["facts"] == [["holdsPosition", "陆怀谦", [[0, 0.5, ""]], ""]]


def test_page_draws_one_line_for_all_that_is_stated_between_two_nodes() -> None:
    person, body = Node("a", "Person", "陆怀谦"), Node("b", "Organisation", "云川市人民政府")
    posts = tuple(Edge("a", "b", "holdsPosition", title) for title in ("市长", "党组书记"))
    edges = (*posts, Edge("a", "b", "memberOf"))
    (line,) = island(render(Network((person, body), edges), title="t"))["edges"]
    assert [stated[:2] for stated in line["statements"]] == [
        ["holdsPosition", "市长"],
        ["holdsPosition", "党组书记"],
        ["memberOf", ""],
    ]


def test_page_is_the_same_each_time(tmp_path: Path) -> None:
    store = Store()
    turtle = (
        "@prefix kg: <https://w3id.org/newskg/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
        + " ".join(f'<p:{n}> a kg:Person ; skos:prefLabel "{n}" ; kg:relatedTo <p:{n // 2}> .' for n in range(9))
    )
    store.load(turtle.encode(), format=RdfFormat.TURTLE)
    for name in ("one.html", "two.html"):
        write_network(Outline.of(store), tmp_path / name, title="云川日报", limit=5)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    data = island((tmp_path / "one.html").read_text(encoding="utf-8"))
    assert len(data["nodes"]) == 5 and data["leftOut"] == [4, 9 - len(data["edges"])]


def test_page_says_what_to_do_where_it_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be written.*name a file in a folder that exists"):
        write_network(Outline.of(Store()), tmp_path / "missing" / "network.html", title="t")


def test_page_rows_hold_what_is_searched_filtered_and_mapped_and_leave_out_what_is_empty() -> None:
    base = "https://example.org/id/"
    town = Node(base + "place/云川市", "Place", "云川市", ("云川",), point=(30.5, 114.25))
    fair = Node(
        "http://other.example/fair",
        "Event",
        "茶博会",
        facts=(Fact("eventType", "Meeting"),),
        dates=("2021-02-01", "2021-02-28"),
    )
    rows = island(render(Network((town, fair), ()), title="t", base=base))
    first, second = rows["nodes"]
    assert first["pinyin"] == ["yun chuan shi", "yun chuan"] and first["point"] == [30.5, 114.25]
    assert first["key"] == "place/云川市" and "iri" not in first and "facts" not in first and "date" not in first
    assert second["iri"] == "http://other.example/fair" and second["date"] == ["2021-02-01", "2021-02-28"]
    assert second["types"] == ["Meeting"] and rows["types"] == {"Meeting": ["会议", "meeting"]}


def test_names_are_in_latin_letters_as_on_the_site() -> None:
    named = (
        ("Person", "陆怀谦"),
        ("Person", "欧阳安安"),
        ("Place", "云川市"),
        ("Place", "西安"),
        ("Event", "座谈会"),
        ("Person", "Anna"),
    )
    network = Network(tuple(Node(label, kind, label) for kind, label in named), ())
    read = [row.get("roman", "") for row in node_rows(network, BASE, {})]
    assert read == ["Lu Huaiqian", "Ouyang An'an", "Yunchuan Shi", "Xi'an", "", ""]
    for (kind, label), name in zip(named[:4], read, strict=False):
        assert Words("en").name(Named(1, label, kind, label, sound(label))) == name
