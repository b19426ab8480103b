"""What a build does to folders that hold something else than what it writes: it refuses, and deletes nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import msgspec
import pytest

from kg.api import build_texts
from kg.build import OUTPUT_FILES, WRITTEN, BuildResult, publish, write
from kg.build.publishing import complete_files, publish_files
from kg.cli import main
from kg.errors import InputError
from kg.files.integrity import state_of
from kg.files.locks import locked
from kg.files.manifest import BuildStamp, Manifest, read_manifest
from kg.files.ownership import HEAD, FileSet
from kg.files.writing import text_writer
from kg.store import GraphStore

NEWS = "云川大学揭牌\n\n3月1日，云川市委书记程望舒出席云川大学揭牌仪式。\n"
ABC = FileSet("output", dict.fromkeys("abc", b"kg"))
links = pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")


@pytest.fixture(scope="module")
def built() -> BuildResult:
    made = build_texts({"n.txt": NEWS}, source="云川日报", date="2021-03-02", jobs=1).built
    assert made is not None
    return made


@pytest.fixture
def news(tmp_path: Path) -> Path:
    (tmp_path / "n.txt").write_text(NEWS, "utf-8")
    return tmp_path / "n.txt"


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder, but for the lock, what a store's engine notes, and the records."""
    found = (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith((".lock", "LO", ".records")))
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def refused(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """Run a build that is refused, and return the one line that says why."""
    capsys.readouterr()
    assert main(["build", "--model", "none", *map(str, arguments), "--jobs", "1"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and said.startswith("kg: ")
    return said


@pytest.mark.parametrize("way", ["same", "dots", "link"])
def test_one_folder_for_the_output_and_the_store_is_refused_and_the_store_stays(
    built: BuildResult, news: Path, tmp_path: Path, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "store"
    publish(built, store)
    before = contents(store)
    other = {"same": store, "dots": tmp_path / "x" / ".." / "store", "link": tmp_path / "link"}[way]
    if way == "link":
        other.symlink_to(store)
    assert "name the same folder" in refused(capsys, news, "-o", other, "--store", store)
    assert contents(store) == before and len(GraphStore(store).open()) > 0
    fresh = tmp_path / "fresh"
    assert "name the same folder" in refused(capsys, news, "-o", fresh, "--store", fresh)
    assert not fresh.exists()


def test_an_output_is_not_written_into_a_store_nor_a_store_into_an_output(
    built: BuildResult, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, out = tmp_path / "store", tmp_path / "out"
    publish(built, store)
    write(built, out)
    before = contents(store), contents(out)
    assert "is a store, not a folder for -o" in refused(capsys, news, "-o", store)
    inside = GraphStore(store).current() / "graph"
    assert "is a part of a store" in refused(capsys, news, "-o", inside)
    assert "is no store, but holds what kg build -o writes" in refused(capsys, news, "--store", out)
    for harm in (lambda: write(built, store), lambda: publish(built, out)):
        with pytest.raises(InputError):
            harm()
    assert (contents(store), contents(out)) == before


def test_a_store_and_an_output_inside_one_another_are_fine(built: BuildResult, tmp_path: Path) -> None:
    write(built, tmp_path / "out")
    publish(built, tmp_path / "out" / "store")
    write(built, tmp_path / "out" / "store" / "pages")
    publish(built, tmp_path / "out" / "store")
    write(built, tmp_path / "out")
    (tmp_path / "out" / "store" / "network.html").write_text("of kg view -o", "utf-8")
    publish(built, tmp_path / "out" / "store")
    assert GraphStore(tmp_path / "out" / "store").check()[2] == []


@pytest.mark.parametrize("name", WRITTEN)
def test_a_file_that_kg_did_not_write_is_not_replaced(
    news: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text("a year of my own work", "utf-8")
    assert "was not written by kg, and would be replaced" in refused(capsys, news, "-o", out)
    assert contents(out) == {name: b"a year of my own work"}
    (out / name).write_bytes(b"")
    assert main(["build", "--model", "none", str(news), "-o", str(out), "-q", "--jobs", "1"]) == 0


@pytest.mark.parametrize("name", ["report.md", "report.json", "CURRENT"])
def test_a_store_does_not_replace_a_file_that_kg_did_not_write(
    news: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "store"
    store.mkdir()
    (store / name).write_text("a year of my own work", "utf-8")
    assert "was not written by kg, and would be replaced" in refused(capsys, news, "--store", store)
    assert contents(store) == {name: b"a year of my own work"}


def test_what_kg_wrote_is_known_without_its_list(built: BuildResult, tmp_path: Path) -> None:
    for _ in range(2):  # as in a fresh clone, where .built.json is not
        write(built, tmp_path)
        (tmp_path / ".built.json").unlink()
    assert {*WRITTEN} <= {p.name for p in tmp_path.iterdir()}


def plant(folder: Path, name: str, *listed: Path) -> None:
    """Write a list of files that claims to be a build's, with the digests of these files."""
    files = {os.path.relpath(p, folder): state_of(p) for p in listed}
    (folder / name).write_bytes(msgspec.json.encode(Manifest("output", "", 1, (), files)))


def test_a_planted_list_of_files_has_nothing_deleted(built: BuildResult, tmp_path: Path) -> None:
    out, outside = tmp_path / "out", tmp_path / "thesis.txt"
    out.mkdir()
    for mine in (out / "notes.txt", out / "corrections.txt", outside):
        mine.write_text("mine", "utf-8")
    for listed in ([out / "notes.txt", out / "corrections.txt"], [outside], [out / "notes.txt", outside]):
        plant(out, ".built.json", *listed)
        write(built, out)
        assert {p.read_text("utf-8") for p in (out / "notes.txt", out / "corrections.txt", outside)} == {"mine"}


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "graph/../x", "..", "a\\..\\x", "C:x", ""])
def test_a_list_that_names_files_elsewhere_is_no_list(tmp_path: Path, name: str) -> None:
    state = {"size": 0, "sha256": "", "ends": "", "modified": 0}
    planted = {"kind": "output", "made_from": "", "articles": 1, "problems": [], "files": {name: state}}
    (tmp_path / ".built.json").write_text(json.dumps(planted), "utf-8")
    assert read_manifest(tmp_path / ".built.json", "output") is None


@links
@pytest.mark.parametrize("place", ["list", "file", "aside", "file aside", "lock"])
def test_links_are_not_followed(built: BuildResult, tmp_path: Path, place: str) -> None:
    out, target = tmp_path / "out", tmp_path / "target"
    out.mkdir()
    target.mkdir()
    (target / "mine").write_text("mine", "utf-8")
    if place == "list":
        plant(target, "list", target / "mine")
        (out / ".built.json").symlink_to(target / "list")
    elif place == "file":
        (out / "report.md").symlink_to(target / "mine")
    elif place == "aside":
        (target / "report.md").write_text("# 构建报告", "utf-8")
        plant(target, ".built.json", target / "report.md")
        (out / ".next").symlink_to(target)
    elif place == "file aside":
        (out / ".next").mkdir()
        (out / ".next" / "report.md").symlink_to(target / "mine")
        plant(out / ".next", ".built.json")
    else:
        (out / ".lock").symlink_to(target / "lock")
    before = contents(target)
    if place == "list":
        write(built, out)
    else:
        with pytest.raises(InputError):
            write(built, out)
    assert contents(target) == before
    assert not any(p.is_symlink() for p in out.iterdir() if p.name in WRITTEN and place != "file")


def test_a_folder_next_that_is_not_of_kg_stays(built: BuildResult, tmp_path: Path) -> None:
    (tmp_path / ".next" / "server").mkdir(parents=True)
    (tmp_path / ".next" / "build-manifest.json").write_text("{}", "utf-8")
    with pytest.raises(InputError, match="holds files that kg did not write"):
        write(built, tmp_path)
    assert (tmp_path / ".next" / "build-manifest.json").read_text("utf-8") == "{}"


def test_a_planted_folder_next_whose_files_do_not_agree_moves_nothing(tmp_path: Path) -> None:
    publish_files(tmp_path, {n: text_writer(["kg old"]) for n in "ab"}, BuildStamp("old", 1), ABC)
    (tmp_path / ".next").mkdir()
    (tmp_path / ".next" / "a").write_text("kg new", "utf-8")
    plant(tmp_path / ".next", ".built.json", tmp_path / ".next" / "a", tmp_path / "b")
    (tmp_path / ".next" / "a").write_text("kg bad", "utf-8")
    with locked(tmp_path):
        assert not complete_files(tmp_path, ABC)
    assert (tmp_path / "a").read_text("utf-8") == "kg old" and not (tmp_path / ".next").exists()


def test_what_the_build_before_wrote_goes_and_what_was_changed_since_stays(tmp_path: Path) -> None:
    publish_files(tmp_path, {n: text_writer(["kg 1"]) for n in "abc"}, BuildStamp("1", 1), ABC)
    (tmp_path / "c").write_text("kg and what I added", "utf-8")
    publish_files(tmp_path, {"a": text_writer(["kg 2"])}, BuildStamp("2", 1), ABC)
    assert contents(tmp_path).keys() == {"a", "c", ".built.json"}


def test_a_store_removes_no_folder_that_is_no_generation(built: BuildResult, tmp_path: Path) -> None:
    theirs = tmp_path / "generation-000009"
    theirs.mkdir()
    (theirs / "thesis.txt").write_text("mine", "utf-8")
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    (elsewhere / "graph").mkdir(parents=True)
    (elsewhere / "graph" / "x").write_text("mine", "utf-8")
    if os.name != "nt":
        (tmp_path / "generation-000003").symlink_to(elsewhere)
    for _ in range(3):
        publish(built, tmp_path)
    assert (theirs / "thesis.txt").read_text("utf-8") == (elsewhere / "graph" / "x").read_text("utf-8") == "mine"
    assert GraphStore(tmp_path).current().name == "generation-000012"


def test_each_file_of_a_build_is_known_by_its_beginning(built: BuildResult, tmp_path: Path) -> None:
    write(built, tmp_path / "out")
    for name in WRITTEN:
        assert (
            OUTPUT_FILES.signatures[name]
            and OUTPUT_FILES.signatures[name] in (tmp_path / "out" / name).read_bytes()[:HEAD]
        )


def test_only_the_records_hold_what_no_statement_cites(tmp_path: Path) -> None:
    plain = "昨夜细雨停后，山路上的落叶湿了又干。"
    (tmp_path / "n.txt").write_text(f"{NEWS}{plain}\n", "utf-8")
    folders = ["-o", str(tmp_path / "out"), "--store", str(tmp_path / "store")]
    assert main(["build", "--model", "none", str(tmp_path / "n.txt"), *folders, "-q", "--jobs", "1"]) == 0
    written = [p for p in tmp_path.rglob("*") if p.is_file() and p.name != "n.txt"]
    assert [p for p in written if plain.encode() in p.read_bytes() and ".records.sqlite" not in p.name] == []
    store = GraphStore(tmp_path / "store")
    assert not any(plain[:6] in str(q.object) for q in store.open())  # its tables are packed
    assert store.words().search("落叶") == [] != store.words().search("云川大学")


def test_a_store_and_an_output_inside_the_folder_of_the_articles_are_not_read(news: Path, tmp_path: Path) -> None:
    folders = ["-o", str(tmp_path / "out"), "--store", str(tmp_path / "store")]
    for _ in range(2):
        assert main(["build", "--model", "none", str(news.parent), *folders, "-q", "--jobs", "1"]) == 0
        assert json.loads((tmp_path / "store" / "report.json").read_text("utf-8"))["articles"] == 1
