"""The files as other tools read them: equal counts, valid shapes, the same bytes in any order."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from strategies import examples

from kg.api import Graph, build_texts
from kg.build import Options, build_sources, quads_of
from kg.errors import InputError, QueryError
from kg.graph import serialise
from kg.graph.query import Table, as_csv, as_table, fill, ready_queries, ready_query
from kg.graph.serialise import trig, turtle
from kg.graph.validate import Engine, Finding, as_text, validate
from kg.read import read
from kg.store import load
from kg.vocab import BASE, mint, segment

ROOT = Path(__file__).parent.parent
HOSTILE = st.text(max_size=30)


def count(path: Path) -> int:
    return len({(q.subject, q.predicate, q.object, q.graph_name) for q in parse(path=str(path))})


@pytest.mark.parametrize("name", ["graph.ttl", "graph.trig"])
def test_files_parse_alike_everywhere(demo_folder: Path, name: str) -> None:
    path = demo_folder / name
    expected = count(path)
    dataset = rdflib.Dataset()
    dataset.parse(str(path), format="trig")
    assert len(set(dataset.quads())) == expected
    if name == "graph.ttl" and shutil.which("rapper"):
        done = subprocess.run(["rapper", "-q", "-i", "turtle", str(path)], capture_output=True, text=True, check=True)
        assert len(set(done.stdout.splitlines())) == expected


@pytest.mark.parametrize("name", ["graph.ttl", "graph.trig"])
def test_files_parse_in_n3js(demo_folder: Path, name: str) -> None:
    if not (ROOT / "tests/js/node_modules/n3").is_dir():
        pytest.skip("N3.js is not installed: make test installs it where npm is")
    done = subprocess.run(
        ["node", str(ROOT / "tests/js/count.js"), str(demo_folder / name)], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == count(demo_folder / name)


@pytest.mark.parametrize("engine", ["pyshacl", "shifty"])
def test_graph_conforms_to_the_shapes(demo_folder: Path, engine: Engine) -> None:
    assert validate(load(demo_folder / "graph.trig"), engine) == []


@pytest.mark.parametrize("engine", ["pyshacl", "shifty"])
def test_validate_tells_what_is_missing_in_both_languages(tmp_path: Path, engine: Engine) -> None:
    path = tmp_path / "bad.trig"
    path.write_text("@prefix kg: <https://w3id.org/newskg/ontology#> . <http://x/a> a kg:Person .", "utf-8")
    (finding,) = validate(load(path), engine)
    assert finding == Finding("需要中文名称 needs a Chinese name (skos:prefLabel)", "http://x/a", "", "")
    assert as_text([finding] * 7).splitlines()[-1] == "  … and 2 more"


def test_validate_takes_shapes_of_the_users_own_and_counts_characters(tmp_path: Path, demo_folder: Path) -> None:
    shapes = tmp_path / "mine.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/newskg/ontology#> . "
        "<http://x/S> a sh:NodeShape ; sh:targetClass kg:Person ; sh:property [ "
        "sh:path <http://www.w3.org/2004/02/skos/core#prefLabel> ; sh:maxLength 4 ; sh:message 'is too long' ] .",
        "utf-8",
    )
    graph = load(demo_folder / "graph.trig")
    for engine in ("pyshacl", "shifty"):
        assert all(len(f.value) > 4 for f in validate(graph, engine, shapes))  # type: ignore[arg-type]
    shapes.write_text("no turtle", "utf-8")
    with pytest.raises(InputError, match="is not valid"):
        validate(graph, "pyshacl", shapes)


def test_same_bytes_in_any_input_order(demo_folder: Path) -> None:
    sources = list(read([str(ROOT / "kg" / "demo")], on_problem=lambda p: None))
    random.Random(7).shuffle(sources)
    built = build_sources(sources, Options(jobs=1))
    assert "".join(trig(quads_of(built))) == (demo_folder / "graph.trig").read_text("utf-8")


def test_an_unrelated_article_changes_no_iri(demo: Graph) -> None:
    assert demo.built is not None
    sources = list(read([str(ROOT / "kg" / "demo")], on_problem=lambda p: None))
    fewer = build_sources([s for s in sources if s.name != "n18.txt"], Options(jobs=1))
    whole = demo.built.identities.keys
    assert {k: v for k, v in fewer.identities.keys.items() if whole[k] != v} == {}


def test_every_statement_leads_to_its_sentence(demo: Graph) -> None:
    sparql = """SELECT ?x WHERE { { ?x a kg:Event } UNION { ?x a kg:Position } UNION { ?x a kg:Statement }
                FILTER NOT EXISTS { ?x kg:statedIn/kg:inArticle ?a } }"""
    result = demo.query(sparql)
    assert isinstance(result, Table) and result.rows == ()


def test_every_sentence_is_the_slice_of_its_file(demo: Graph) -> None:
    result = demo.query(
        "SELECT ?f ?b ?e ?t WHERE { ?s kg:text ?t ; kg:charStart ?b ; kg:charEnd ?e ; kg:inArticle/kg:sourceFile ?f }"
    )
    assert isinstance(result, Table) and len(result.rows) > 100
    for file, begin, end, text in result.rows:
        assert (ROOT / "kg" / "demo" / str(file)).read_text("utf-8")[int(begin or 0) : int(end or 0)] == text


@settings(max_examples=examples(60))
@given(HOSTILE, HOSTILE)
def test_serialised_terms_come_back(name: str, text: str) -> None:
    name, text = (s.encode("utf-8", "replace").decode() for s in (name, text))
    node = NamedNode(mint(f"person/{name.replace('/', '／')}"))
    quads = [
        Quad(
            node,
            NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
            Literal(text, language="zh"),
            NamedNode(BASE + "article/a"),
        )
    ]
    written = "".join(trig(quads))
    store = Store()
    store.load(written.encode(), format=RdfFormat.TRIG)
    assert list(store) == quads
    assert len(rdflib.Graph().parse(data="".join(turtle(quads)), format="turtle")) == 1


@pytest.mark.parametrize("held", [1, 7, 10_000])
def test_what_is_sorted_on_disk_is_written_as_what_is_sorted_in_memory(
    demo: Graph, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    assert demo.built is not None
    quads = list(quads_of(demo.built))
    whole = "".join(trig(quads)), "".join(turtle(quads + quads[:50]))
    monkeypatch.setattr(serialise, "HELD", held)
    assert ("".join(trig(quads)), "".join(turtle(quads + quads[:50]))) == whole


@given(HOSTILE, HOSTILE)
def test_mint_is_injective(a: str, b: str) -> None:
    a, b = (s.encode("utf-8", "replace").decode() for s in (a, b))
    assert (segment(a) == segment(b)) == (a == b)


def test_markup_in_names_is_data() -> None:
    text = '标题"<script>\n\n云川市长陆怀谦到云川<b>大学调研\\" . <x> 。'
    graph = build_texts({"a.txt": text}, source="云川日报", date="2021-03-02")
    assert graph.built is not None
    written = "".join(trig(quads_of(graph.built)))
    assert len(list(parse(written.encode(), format=RdfFormat.TRIG))) == len(set(graph.store))


def test_query_knows_the_prefixes_and_prints_every_way(demo: Graph) -> None:
    result = demo.query("SELECT ?n WHERE { ?x a kg:Person ; skos:prefLabel ?n } ORDER BY ?n LIMIT 2")
    assert isinstance(result, Table) and len(result.rows) == 2
    assert "(2 rows)" in as_table(result)
    assert as_csv(result).count("\r\n") == 3
    assert len(json.loads(result.json)["results"]["bindings"]) == 2


def test_a_statement_of_two_articles_is_found_once(demo: Graph) -> None:
    result = demo.query("SELECT ?x WHERE { ?x a kg:Person ; skos:prefLabel '陆怀谦'@zh }")
    assert isinstance(result, Table) and len(result.rows) == 1


def test_query_errors_say_where(demo: Graph) -> None:
    with pytest.raises(QueryError, match="does not run"):
        demo.query("SELECT WHERE")


@pytest.mark.parametrize("name", sorted(ready_queries()))
def test_ready_queries_answer(demo: Graph, name: str) -> None:
    result = demo.query(fill(ready_queries()[name], {}))
    assert isinstance(result, Table) and result.rows


def test_fill_keeps_parameters_strings(demo: Graph) -> None:
    result = demo.query(fill(ready_queries()["positions"], {"person": '") } DROP ALL #\\'}))
    assert isinstance(result, Table) and result.rows == ()
    with pytest.raises(QueryError, match="no parameter"):
        fill(ready_queries()["positions"], {"nobody": "x"})


def test_ready_queries_keep_their_former_names(demo: Graph) -> None:
    assert ready_query("posts") == ready_query("positions")
    people = ready_query("people")
    assert fill(people, {"body": "云川大学"}) == fill(people, {"organisation": "云川大学"}) != fill(people, {})
    with pytest.raises(QueryError, match=r"no ready-made query nothing .*positions"):
        ready_query("nothing")


def test_load_refuses_a_file_that_is_no_graph(tmp_path: Path) -> None:
    broken = tmp_path / "a.ttl"
    broken.write_text("<a> <b>", "utf-8")
    for path in (broken, tmp_path / "a.pdf", tmp_path / "missing.ttl"):
        with pytest.raises(InputError):
            load(path)


def test_homonyms_stay_apart(demo: Graph) -> None:
    result = demo.query("SELECT DISTINCT ?x WHERE { ?x a kg:Person ; skos:prefLabel '李建国'@zh }")
    assert isinstance(result, Table) and len(result.rows) == 2


def test_persons_without_a_full_name_are_never_joined_across_articles() -> None:
    texts = {"a.txt": "标题甲\n\n李某昨日被抓获。", "b.txt": "标题乙\n\n李某昨日被判处有期徒刑。"}
    graph = build_texts(texts, date="2021-03-02")
    assert len(graph.query("SELECT DISTINCT ?p WHERE { ?p a kg:Person }").rows) == 2
