"""Sources at addresses that fsspec knows: a file system in memory, and archives."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import fsspec
import pytest

from kg.errors import InputError, Problem
from kg.read import read
from kg.read.limits import LARGEST

NEWS = "云川大学揭牌\n\n3月1日，云川市委书记程望舒出席云川大学揭牌仪式。"


def sources(*paths: str) -> tuple[list[tuple[str, str]], list[Problem]]:
    problems: list[Problem] = []
    return [(s.name, str(s.metadata.date)) for s in read(paths, on_problem=problems.append)], problems


@pytest.fixture
def memory() -> str:
    system = fsspec.filesystem("memory")
    for name, text in {
        "papers/a.txt": NEWS,
        "papers/2021/b.txt": NEWS,
        "papers/2021/c.jsonl": '{"title": "揭牌", "text": "程望舒出席。", "date": "2021-03-02"}\n',
        "papers/picture.png": "x",
        "papers/metadata.csv": "file,date\na.txt,2021-03-02\n",
    }.items():
        system.pipe("/" + name, text.encode())
    return "memory://papers"


def test_a_folder_elsewhere_is_read_as_one_here_with_its_table(memory: str) -> None:
    assert sources(memory) == ([("2021/b.txt", "None"), ("2021/c.jsonl", "2021-03-02"), ("a.txt", "2021-03-02")], [])


def test_a_pattern_and_a_file_elsewhere_are_read(memory: str) -> None:
    assert [n for n, _ in sources(memory + "/2021/*.txt")[0]] == ["b.txt"]
    assert [n for n, _ in sources(memory + "/a.txt")[0]] == ["a.txt"]


def test_an_archive_is_read_and_names_in_it_lead_nowhere_else(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("in/a.txt", NEWS)
        archive.writestr("../out.txt", NEWS)
        archive.writestr("/root.txt", NEWS)
    names = [n for n, _ in sources(f"zip://**/*.txt::file://{tmp_path}/a.zip")[0]]
    assert "in/a.txt" in names and all(".." not in n and not n.startswith("/") for n in names)
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


def test_what_unpacks_to_more_than_an_article_is_reported(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"0" * (LARGEST * 2))
        archive.writestr("a.txt", NEWS)
    names, problems = sources(f"zip://*.txt::file://{tmp_path}/a.zip")
    assert [n for n, _ in names] == ["a.txt"] and [p.slug for p in problems] == ["too-long"]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("memory://nothing/here.txt", "cannot be read|no file found"),
        ("nosuch://a/b.txt", "nosuch"),
        ("memory://papers/*.docx", "no file found"),
    ],
)
def test_what_cannot_be_read_there_is_reported(memory: str, address: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        sources(address)


def test_without_fsspec_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(InputError, match=r"kg-news\[remote\]"):
        sources("s3://bucket/a.txt")
