"""The graph on disk: generations that replace one another whole, and the index of words."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple
from strategies import examples

from kg.api import Graph
from kg.build import Options, build_sources, quads_of
from kg.cli import main
from kg.errors import InputError
from kg.files.locks import locked
from kg.model import Metadata, Source
from kg.store import GraphStore, WordIndex, base_of, load, searchable

E = "http://e.example/"
P = NamedNode(E + "p")
LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")


def quad(subject: int, graph: int) -> Quad:
    return Quad(NamedNode(f"{E}s{subject}"), P, Literal(f"o{subject}"), NamedNode(f"{E}g{graph}"))


def in_order(pairs: set[tuple[int, int]]) -> list[Quad]:
    return [quad(s, g) for g, s in sorted((g, s) for s, g in pairs)]


def union(store: Store) -> set[Triple]:
    return {q.triple for q in store.quads_for_pattern(None, None, None, DefaultGraph())}


def named(store: Store) -> set[Quad]:
    return {q for q in store if isinstance(q.graph_name, NamedNode)}


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1), min_size=1, max_size=4))
def test_each_build_leaves_exactly_its_graph_and_the_union_of_it(
    tmp_path_factory: pytest.TempPathFactory, builds: list[set[tuple[int, int]]]
) -> None:
    kept = GraphStore(tmp_path_factory.mktemp("store"))
    for pairs in builds:
        kept.publish(in_order(pairs))
        store = kept.open()
        assert named(store) == set(in_order(pairs))
        assert union(store) == {q.triple for q in in_order(pairs)}
        del store


def test_only_graphs_that_differ_are_written(tmp_path: Path) -> None:
    kept = GraphStore(tmp_path)
    first = {(s, g) for g in range(8) for s in range(4)}
    published = kept.publish(in_order(first))
    assert (published.new, published.changed, published.gone, published.graphs) == (8, 0, 0, 8)
    published = kept.publish(in_order((first - {(1, 3)} | {(9, 8)}) - {(s, 0) for s in range(4)}))
    assert (published.new, published.changed, published.gone, published.graphs) == (1, 1, 1, 8)


def test_a_reader_keeps_the_graph_that_it_opened(tmp_path: Path) -> None:
    kept = GraphStore(tmp_path)
    kept.publish(in_order({(1, 1)}))
    reader = kept.open()
    kept.publish(in_order({(2, 1)}))
    assert named(reader) == set(in_order({(1, 1)}))
    assert named(kept.open()) == set(in_order({(2, 1)}))


def hold(folder: str, ready: str) -> None:
    with locked(Path(folder)):
        Path(ready).touch()
        time.sleep(60)


def killed(folder: str, ready: str) -> None:
    def endless() -> object:
        yield quad(1, 1)
        Path(ready).touch()
        time.sleep(60)

    GraphStore(folder).publish(endless())  # type: ignore[arg-type]


def started(target: object, *arguments: str) -> multiprocessing.process.BaseProcess:
    process = multiprocessing.get_context("spawn").Process(target=target, args=arguments)  # type: ignore[arg-type]
    process.start()
    until = time.monotonic() + 30
    while not Path(arguments[1]).exists() and time.monotonic() < until:
        time.sleep(0.02)
    return process


def test_a_second_build_into_the_same_store_is_refused_and_advised_to_wait(tmp_path: Path) -> None:
    process = started(hold, str(tmp_path), str(tmp_path / "ready"))
    try:
        with pytest.raises(InputError, match="another build is writing it"):
            GraphStore(tmp_path).publish(in_order({(1, 1)}))
    finally:
        process.kill()
        process.join()
    GraphStore(tmp_path).publish(in_order({(1, 1)}))


def test_a_build_that_is_killed_leaves_the_old_graph_and_the_next_one_goes_on(tmp_path: Path) -> None:
    kept = GraphStore(tmp_path)
    kept.publish(in_order({(1, 1)}))
    process = started(killed, str(tmp_path), str(tmp_path / "ready"))
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert named(kept.open()) == set(in_order({(1, 1)}))
    kept.publish(in_order({(2, 2)}))
    kept.publish(in_order({(3, 3)}))
    assert len(list(tmp_path.glob("generation-*"))) == 2
    assert named(kept.open()) == set(in_order({(3, 3)}))


def test_what_is_no_store_is_reported(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no graph"):
        load(tmp_path)
    (tmp_path / "CURRENT").write_text("../../etc", "utf-8")
    with pytest.raises(InputError, match="is broken"):
        load(tmp_path)


def test_a_store_that_lost_its_digests_is_made_whole(tmp_path: Path) -> None:
    kept = GraphStore(tmp_path)
    kept.publish(in_order({(1, 1), (2, 2)}))
    (kept.current() / "digests.json").write_text("{", "utf-8")
    kept.publish(in_order({(1, 1), (3, 2)}))
    assert named(kept.open()) == set(in_order({(1, 1), (3, 2)}))


def test_an_incremental_build_into_a_store_equals_a_full_one(tmp_path: Path) -> None:
    texts = {p.name: p.read_text("utf-8") for p in sorted((ROOT / "kg" / "demo").glob("*.txt"))[:8]}
    whole = [Source(n, t, Metadata(None, "云川日报", jurisdiction="云川市")) for n, t in texts.items()]
    step, full = GraphStore(tmp_path / "step"), GraphStore(tmp_path / "full")
    for part in (whole[:6], whole, whole[1:]):
        step.publish(quads_of(build_sources(part, Options(jobs=1, model="none"))))
    full.publish(quads_of(build_sources(whole[1:], Options(jobs=1, model="none"))))
    assert set(step.open()) == set(full.open())
    asked = "云川"
    assert step.words().search(asked, limit=500) == full.words().search(asked, limit=500) != []


def test_a_store_answers_as_the_file_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], demo_folder: Path
) -> None:
    folder = str(tmp_path / "store")
    assert main(["build", str(ROOT / "kg" / "demo"), "--store", folder, "-q", "--jobs", "1"]) == 0
    for command in (
        ["query", "--ready", "posts", "GRAPH"],
        ["explain", "李建国", "GRAPH"],
        ["search", "陆怀谦 调研", "GRAPH"],
    ):
        published = []
        for graph in (folder, str(demo_folder / "graph.trig")):
            main([graph if c == "GRAPH" else c for c in command])
            published.append(capsys.readouterr().out)
        assert published[0] == published[1] and published[0].strip()
    pages = []
    for graph in (folder, str(demo_folder / "graph.trig")):
        page = tmp_path / "page.html"
        assert main(["view", graph, "-o", str(page)]) == 0
        pages.append(page.read_text("utf-8").replace("graph.trig", "store"))
    assert pages[0] == pages[1]


def test_the_base_is_known_from_the_graph(demo: Graph) -> None:
    assert base_of(demo.store) == "https://w3id.org/newskg/id/"
    other = Store()
    other.add(Quad(NamedNode("http://x.example/#a"), P, Literal("1"), NamedNode("http://x.example/#article/n01")))
    assert base_of(other) == "http://x.example/#"
    assert base_of(Store()) == "https://w3id.org/newskg/id/"


def test_a_union_is_made_once() -> None:
    store = Store()
    store.extend([quad(1, 1), quad(1, 2)])
    once = searchable(store)
    assert len(union(once)) == 1 and searchable(once) is once


def labelled(name: str, label: str) -> Triple:
    return Triple(NamedNode(E + name), LABEL, Literal(label, language="zh"))


def test_words_are_found_wherever_they_stand_in_either_script() -> None:
    index = WordIndex.of([labelled("a", "云川大学附属医院"), labelled("b", "臺灣大學"), labelled("c", "ＮＡＴＯ峰会")])
    assert [h.text for h in index.search("川大")] == ["云川大学附属医院"]
    assert [h.text for h in index.search("台湾大学")] == [h.text for h in index.search("臺灣")] == ["臺灣大學"]
    assert [h.text for h in index.search("nato")] == ["ＮＡＴＯ峰会"]
    assert [h.text for h in index.search("大学 医院")] == ["云川大学附属医院"]
    assert [h.text for h in index.search("云川医院大学")] == ["云川大学附属医院"]
    assert index.search("北京") == index.search("") == index.search('" OR *') == []


@settings(max_examples=examples(60), deadline=None)
@given(st.text(max_size=30), st.text(max_size=12))
def test_any_text_can_be_indexed_and_asked_for(text: str, asked: str) -> None:
    index = WordIndex.of([labelled("a", text.encode("utf-8", "replace").decode())])
    index.search(asked)
    index.close()


def test_names_come_before_sentences() -> None:
    said = Triple(NamedNode(E + "z"), NamedNode("https://w3id.org/newskg/ontology#text"), Literal("云川大学揭牌。"))
    index = WordIndex.of([said, labelled("a", "云川大学")])
    assert [h.field for h in index.search("云川大学")] == ["label", "sentence"]
    assert [h.field for h in index.search("云川大学", ("sentence",))] == ["sentence"]


def test_a_text_that_is_indexed_again_is_found_once_and_gone_when_it_is_taken_out() -> None:
    index = WordIndex.of([labelled("a", "云川大学"), labelled("b", "白鹭县")])
    index.change((), [labelled("a", "云川大学")])
    assert [h.iri for h in index.search("云川")] == [E + "a"]
    index.change([labelled("a", "云川大学")], ())
    assert index.search("云川") == [] and [h.iri for h in index.search("白鹭")] == [E + "b"]


def test_what_is_no_index_is_reported(tmp_path: Path) -> None:
    (tmp_path / "words.sqlite").write_text("no", "utf-8")
    with pytest.raises(InputError, match="is no index"):
        WordIndex(tmp_path / "words.sqlite")
    with pytest.raises(InputError, match="is no index"):
        WordIndex(tmp_path / "none.sqlite")
