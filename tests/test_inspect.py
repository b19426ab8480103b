"""Every file seen is accounted for: read, left out with a reason, or of an unknown kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli import main
from kg.errors import Problem
from kg.read import Account, read

NEWS = "云川大学揭牌\n\n3月5日，云川市委书记程望舒出席云川大学揭牌仪式。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file of each fate."""
    inside = tmp_path / "in"
    (inside / "page_files").mkdir(parents=True)
    (inside / "a.txt").write_text(NEWS, "utf-8")
    (inside / "00012").write_text(NEWS * 3, "utf-8")  # prose without a suffix
    (inside / "Makefile").write_text("all:\n\tmake\n", "utf-8")
    (inside / "b.jsonl").write_text(
        json.dumps({"text": NEWS, "date": "2024-03-06", "source": "云川日报"}) + "\nbroken\n", "utf-8"
    )
    (inside / "c.bin").write_bytes(bytes(range(256)) * 4)
    (inside / "d.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (inside / "e.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60))
    (inside / "f.txt").write_text(" \n", "utf-8")
    (inside / "corrections.txt").write_text("merge person/程望舒 person/程望舒\n", "utf-8")
    (inside / ".hidden.txt").write_text(NEWS, "utf-8")
    (inside / "page.html").write_text("<html><body><p>没有正文</p></body></html>", "utf-8")
    (inside / "page_files" / "style.css").write_text("p {}", "utf-8")
    return inside


def test_each_file_gives_an_article_or_a_problem(folder: Path) -> None:
    problems: list[Problem] = []
    account = Account()
    sources = list(read([str(folder)], account=account, on_problem=problems.append))
    assert {s.name for s in sources} == {"00012", "a.txt", "b.jsonl"}
    assert {p.where: p.slug for p in problems} == {
        "Makefile": "unknown-kind", "b.jsonl:2": "broken-record", "c.bin": "unknown-kind", "d.doc": "old-format", "e.png": "image", "f.txt": "empty",
        "page.html": "no-article", "input": "much-missing",
    }  # fmt: skip
    assert {f.name for f in account.files} == {
        "00012",
        "Makefile",
        "a.txt",
        "b.jsonl",
        "c.bin",
        "d.doc",
        "e.png",
        "f.txt",
        "page.html",
    }


def test_inspect_shows_how_each_file_is_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(folder), "--json"]) == 1
    found = {x["name"]: x for x in map(json.loads, capsys.readouterr().out.splitlines())}
    assert (found["a.txt"]["format"], found["a.txt"]["articles"], found["a.txt"]["undated"]) == ("plain text", 1, 1)
    assert (found["b.jsonl"]["first"], found["b.jsonl"]["publishers"]) == ("2024-03-06", ["云川日报"])
    assert found["d.doc"]["problems"][0]["slug"] == "old-format" and found["c.bin"]["format"] == "unknown"
    assert main(["inspect", str(folder), "--allow-missing"]) == 0
    shown = capsys.readouterr()
    assert "a.txt: plain text, utf-8, 1 articles, no date" in shown.out and "“云川大学揭牌” 3月5日" in shown.out
    assert "left out: b.jsonl:2" in shown.out or "note: b.jsonl:2" in shown.out
    assert "9 files, 3 articles" in shown.err


def test_a_build_from_which_much_is_missing_says_so_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    for n in range(4):
        (inside / f"{n}.txt").write_text(NEWS, "utf-8")
    (inside / "x.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    command = ["build", str(inside), "-o", str(tmp_path / "out"), "-q", "--jobs", "1"]
    assert main(command) == 1
    assert "1 of 5 files are missing from the graph" in capsys.readouterr().err
    assert main([*command, "--allow-missing"]) == 0
    assert "x.doc" in capsys.readouterr().err
    assert "x.doc" in (tmp_path / "out" / "report.md").read_text("utf-8")


def test_an_output_and_a_store_inside_the_input_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    for where in (["-o", str(tmp_path / "out")], ["--store", str(tmp_path / "store")], ["-o", str(tmp_path)]):
        assert main(["build", str(tmp_path), *where, "-q", "--jobs", "1"]) == 0
    problems: list[Problem] = []
    assert [s.name for s in read([str(tmp_path)], on_problem=problems.append)] == ["a.txt"]
    assert problems == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--field", "text"], "--field text: is not understood"),
        (["--field", "words=正文"], "NAME being one of text"),
        (["--timezone", "Nowhere/City"], "is no time zone"),
        (["--timezone", "../x"], "is no time zone"),
    ],
)
def test_wrong_options_of_reading_are_refused(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    assert main(["inspect", str(tmp_path), *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_zone_is_stated_by_name_or_by_offset(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": NEWS, "date": "2024-03-06T16:30:00Z"}) + "\n", "utf-8")
    for zone, day in (("Asia/Shanghai", "2024-03-07"), ("+07:00", "2024-03-06"), ("America/New_York", "2024-03-06")):
        assert main(["inspect", str(tmp_path), "--timezone", zone]) == 0
        assert f"{day} to {day}" in capsys.readouterr().out
