"""Stores and outputs whose files are not as they were written: noticed, reported in one line, and rebuilt."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from conftest import ROOT
from serving import served

import kg
from kg.cli import main
from kg.errors import DamagedError
from kg.files import integrity
from kg.files.integrity import BLOCK
from kg.store import GraphStore
from kg.vocab import BASE

DEMO = sorted((ROOT / "kg" / "demo").glob("n*.txt"))[:6]
READING = {
    "query": ("query", "SELECT ?e ?name { ?e skos:prefLabel ?name }", "STORE"),
    "sorted query": ("query", "SELECT ?name { ?e skos:prefLabel ?name } ORDER BY ?name", "STORE"),
    "explain": ("explain", "陆怀谦", "STORE"),
    "export": ("export", "nq", "STORE"),
    "export to a file": ("export", "ttl", "STORE", "-o", "FILE"),
    "view": ("view", "STORE", "-o", "FILE"),
    "validate": ("validate", "STORE"),
    "push": ("push", "http://127.0.0.1:9/", "STORE", "--notes", "FILE"),
    "serve": ("serve", "STORE", "--port", "0"),
}
SEARCH = ("search", "陆怀谦", "STORE")


def spoil(path: Path, start: int, end: int, step: int) -> None:
    """Flip bits as a disk does that loses them: the file's time of change stays."""
    known = path.stat()
    with open(path, "r+b") as file:
        for at in range(start, end, step):
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ 0x55]))
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))


def largest_table(generation: Path) -> Path:
    return max(generation.glob("graph/*.sst"), key=lambda p: p.stat().st_size)


def flip_one_byte_of_a_table(generation: Path) -> None:
    path = largest_table(generation)
    middle = path.stat().st_size // 2
    spoil(path, middle, middle + 1, 1)


def flip_the_end_of_a_table(generation: Path) -> None:
    path = largest_table(generation)
    spoil(path, path.stat().st_size - 40, path.stat().st_size, 7)


def cut_a_table(generation: Path) -> None:
    os.truncate(largest_table(generation), 1000)


def remove_a_table(generation: Path) -> None:
    largest_table(generation).unlink()


def empty_the_engines_list(generation: Path) -> None:
    (generation / "graph" / "CURRENT").write_bytes(b"")


def flip_one_byte_of_the_index(generation: Path) -> None:
    path = generation / "words.sqlite"
    middle = path.stat().st_size // 2
    spoil(path, middle, middle + 1, 1)


def cut_the_index(generation: Path) -> None:
    os.truncate(generation / "words.sqlite", 5000)


def remove_the_index(generation: Path) -> None:
    (generation / "words.sqlite").unlink()


def lose_the_list(generation: Path) -> None:
    (generation / "manifest.json").write_text("{", "utf-8")


def lose_the_generation(generation: Path) -> None:
    shutil.rmtree(generation)


GRAPH = [flip_one_byte_of_a_table, flip_the_end_of_a_table, cut_a_table, remove_a_table, empty_the_engines_list]
INDEX = [flip_one_byte_of_the_index, cut_the_index, remove_the_index]
ALL = [lose_the_list, lose_the_generation]
Harm = Callable[[Path], None]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a corpus and a store that was built from it."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "in").mkdir()
    for path in DEMO:
        shutil.copy(path, folder / "in")
    assert main(["build", str(folder / "in"), "--store", str(folder / "store"), "-q", "--jobs", "1"]) == 0
    return folder


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole / "store", tmp_path / "store")  # with the files' times
    return tmp_path / "store"


def run(store: Path, command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Run a command on the store; return its status and what it says of errors."""
    capsys.readouterr()
    status = main([{"STORE": str(store), "FILE": str(store.parent / "file")}.get(c, c) for c in command])
    return status, capsys.readouterr().err


def says_damage(said: tuple[int, str]) -> bool:
    status, text = said
    return (
        status == 2 and text.count("\n") == 1 and ("is damaged: " in text or "is lost" in text or "is broken" in text)
    )


@pytest.mark.parametrize("harm", [*GRAPH, *INDEX, *ALL], ids=lambda h: h.__name__)
def test_damage_is_noticed_by_every_reader_and_the_next_build_writes_the_store_anew(
    whole: Path, store: Path, harm: Harm, capsys: pytest.CaptureFixture[str]
) -> None:
    harm(GraphStore(store).current())
    for name, command in READING.items():
        if harm not in INDEX or name == "serve":  # the others do not read the index
            assert says_damage(run(store, command, capsys)), name
            assert not (store.parent / "file").exists()
    if harm not in GRAPH:
        assert says_damage(run(store, SEARCH, capsys))
    status = main(["check", str(store)])
    output = capsys.readouterr()
    assert status in (1, 2) and (output.out + output.err).count("\n") in (1, 2)
    assert status == 2 or harm not in ALL
    status, said = run(store, ("build", str(whole / "in"), "--store", "STORE", "--jobs", "1"), capsys)
    assert (
        status == 0
        and said.startswith(f"kg: {store}: was damaged (")
        and said.endswith("is rebuilt from the records\n")
    )
    assert main(["check", str(store)]) == 0
    assert set(GraphStore(store).open()) == set(GraphStore(whole / "store").open())
    assert run(store, SEARCH, capsys) == (0, "")
    assert len(list(store.glob("generation-*"))) == 1
    status, said = run(store, ("build", str(whole / "in"), "--store", "STORE", "--jobs", "1"), capsys)
    assert status == 0 and said == ""


def test_a_damaged_generation_is_not_built_on(
    whole: Path, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flip_one_byte_of_the_index(GraphStore(store).current())
    shutil.copytree(whole / "in", tmp_path / "in")
    (tmp_path / "in" / DEMO[0].name).unlink()
    status, said = run(store, ("build", str(tmp_path / "in"), "--store", "STORE", "--jobs", "1"), capsys)
    assert status == 0 and "was damaged (words.sqlite holds other bytes than were written)" in said
    clean = tmp_path / "clean"
    assert main(["build", str(tmp_path / "in"), "--store", str(clean), "-q", "--jobs", "1"]) == 0
    assert set(GraphStore(store).open()) == set(GraphStore(clean).open())
    found = [GraphStore(s).words().search("陆怀谦", limit=10_000) for s in (store, clean)]
    assert found[0] == found[1] != []


def test_a_store_that_was_copied_is_as_it_was_written(store: Path, tmp_path: Path) -> None:
    shutil.copytree(store, tmp_path / "copy", copy_function=shutil.copyfile)  # without the files' times
    assert len(GraphStore(tmp_path / "copy").open()) > 0
    assert main(["check", str(tmp_path / "copy")]) == 0


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every store be one that is too large to be read whole when it is opened."""
    monkeypatch.setattr(integrity, "SMALL", -1)


def flip_all_blocks(generation: Path) -> None:
    """Flip bits in all blocks of all tables but the first and the last, which a quick check reads."""
    for path in generation.glob("graph/*.sst"):
        spoil(path, BLOCK, path.stat().st_size - BLOCK - 1, 500)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("harm", [flip_the_end_of_a_table, cut_a_table, remove_a_table], ids=lambda h: h.__name__)
def test_a_quick_check_of_a_large_store_notices_what_is_cut_or_gone(
    store: Path, harm: Harm, capsys: pytest.CaptureFixture[str]
) -> None:
    harm(GraphStore(store).current())
    assert says_damage(run(store, READING["query"], capsys))


@pytest.mark.usefixtures("large")
def test_a_quick_check_reads_files_whole_that_were_changed_since(store: Path) -> None:
    path = largest_table(GraphStore(store).current())
    spoil(path, path.stat().st_size // 2, path.stat().st_size // 2 + 1, 1)
    GraphStore(store).open()
    os.utime(path)
    with pytest.raises(DamagedError, match="holds other bytes than were written"):
        GraphStore(store).open()


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("name", [n for n in READING if n not in {"sorted query", "serve"}])
def test_damage_that_only_reading_shows_is_reported_in_one_line(
    store: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    flip_all_blocks(GraphStore(store).current())
    status, said = run(store, READING[name], capsys)
    assert status == 2 and said.count("\n") == 1 and "is damaged: block checksum mismatch" in said
    assert not (store.parent / "file").exists() or name == "push"


@pytest.mark.usefixtures("large")
def test_damage_of_the_index_that_only_reading_shows_is_reported(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = GraphStore(store).current() / "words.sqlite"
    spoil(words, 2 * BLOCK, words.stat().st_size - BLOCK - 1, 3)
    status, said = run(store, SEARCH, capsys)
    assert status == 2 and said.count("\n") == 1 and ("is damaged" in said or "is no index" in said)


@pytest.mark.usefixtures("large")
def test_the_python_interface_raises_an_error_of_ours(store: Path) -> None:
    graph = kg.load(store)
    del graph
    flip_all_blocks(GraphStore(store).current())
    graph = kg.load(store)
    for ask in (
        lambda: graph.query("SELECT * { ?a skos:prefLabel ?b }"),
        lambda: graph.entities("陆怀谦"),
        graph.networkx,
        graph._repr_html_,
    ):
        with pytest.raises(DamagedError, match="block checksum mismatch"):
            ask()


def test_a_site_says_in_a_sentence_that_its_store_is_damaged(store: Path) -> None:
    with served(store) as (site, _):
        flip_all_blocks(GraphStore(store).current())
        asked = quote("SELECT * { ?a skos:prefLabel ?b . ?a kg:text ?c }")
        around = [f"network?of={quote(of)}" for of in (BASE + "person/陆怀谦", "person/陆怀谦", "陆怀谦")]
        for path in (f"sparql?query={asked}", f"id/person/{quote('陆怀谦')}", "network?whole", *around):
            with pytest.raises(HTTPError) as refused:
                urlopen(f"{site}/{path}", timeout=60)
            said = refused.value.read().decode()
            assert refused.value.code == 500 and "is damaged" in said and "Traceback" not in said, said


def test_kg_check_of_an_output_names_what_is_not_as_it_was_written(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["build", str(whole / "in"), "-o", str(out), "-q", "--jobs", "1"]) == 0
    assert main(["check", str(out)]) == 0
    assert "5 files" in capsys.readouterr().out
    spoil(out / "graph.ttl", 5000, 5001, 1)
    os.truncate(out / "graph.trig", 5000)
    (out / "report.md").unlink()
    assert main(["check", str(out)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert [line.removeprefix(f"{out}: ").split()[0] for line in said[:-1]] == ["graph.trig", "graph.ttl", "report.md"]
    assert main(["build", str(whole / "in"), "-o", str(out), "-q", "--jobs", "1"]) == 0
    assert main(["check", str(out)]) == 0


def test_kg_check_of_what_it_does_not_know_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path)]) == main(["check", str(tmp_path / "none")]) == 2
    said = capsys.readouterr().err
    assert "there is no list of what kg wrote there" in said and "is no folder" in said
