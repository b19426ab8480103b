"""The command line as a user meets it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import _parser, main

ROOT = Path(__file__).parent.parent
NEWS = "云川大学揭牌\n\n3月1日，云川市委书记程望舒出席云川大学揭牌仪式。\n"


def kg(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, env=environment, timeout=300, encoding="utf-8"
    )


def test_build_writes_everything_and_says_what_to_open(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    done = kg("build", tmp_path / "a.txt", "-o", tmp_path / "out", "--date", "2021-03-02")
    assert done.returncode == 0 and "network.html" in done.stdout
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        ".built.json",
        ".lock",
        ".records.sqlite",
        "graph.trig",
        "graph.ttl",
        "network.html",
        "report.json",
        "report.md",
    ]
    assert json.loads((tmp_path / "out/report.json").read_text("utf-8"))["articles"] == 1


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        ("binary", "a.txt: is not text"),
        ("record", "a.jsonl:1: is not valid JSON"),
        ("missing", "no such file or folder"),
        ("empty", "the folder holds no file that can be read"),
        ("option", "unrecognized arguments: --no-such-option"),
        ("date", "is not a date"),
        ("base", "is not a base IRI"),
    ],
)
def test_bad_input_gives_a_clear_line(tmp_path: Path, prepare: str, said: str) -> None:
    path = tmp_path / "in"
    path.mkdir()
    more: list[str] = []
    if prepare == "binary":
        (path / "a.txt").write_bytes(b"\x00\x01" * 50)
    elif prepare == "record":
        (path / "a.jsonl").write_text("{broken\n", "utf-8")
    elif prepare == "missing":
        path = tmp_path / "nowhere"
    elif prepare == "option":
        more = ["--no-such-option"]
    elif prepare == "date":
        more = ["--date", "gestern"]
    elif prepare == "base":
        more = ["--base", "no iri"]
    done = kg("build", path, "-o", tmp_path / "out", *more)
    assert done.returncode != 0
    assert said in done.stderr and "Traceback" not in done.stderr


def test_what_is_readable_is_built_beside_what_is_not(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_bytes(b"\x00\x01" * 50)
    (tmp_path / "in/b.txt").write_text(NEWS, "utf-8")
    done = kg("build", tmp_path / "in", "-o", tmp_path / "out")
    assert done.returncode == 1 and "a.txt" in done.stderr
    assert "程望舒" in (tmp_path / "out/graph.ttl").read_text("utf-8")
    assert "a.txt" in (tmp_path / "out/report.md").read_text("utf-8")


def test_an_article_without_a_name_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello world, nothing here", "utf-8")
    done = kg("build", tmp_path / "a.txt", "-o", tmp_path / "out")
    assert done.returncode == 1 and "no person, organisation or place" in done.stderr


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    (tmp_path / "out").write_text("in the way", "utf-8")
    done = kg("build", tmp_path / "a.txt", "-o", tmp_path / "out")
    assert done.returncode == 2 and "cannot be written" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_line_of_ten_megabytes_is_built(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("云川市召开会议，市长陆怀谦出席，" * 30000, "utf-8")
    done = kg("build", tmp_path / "a.txt", "-o", tmp_path / "out", "-q", "--model", "none")
    assert "Traceback" not in done.stderr
    assert "陆怀谦" in (tmp_path / "out/graph.ttl").read_text("utf-8")


def test_query_runs_a_query_and_a_ready_one(demo_folder: Path) -> None:
    graph = demo_folder / "graph.trig"
    asked = kg("query", "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?p a kg:Person }", graph, "--format", "csv")
    assert asked.returncode == 0 and int(asked.stdout.split()[1]) > 80
    ready = kg("query", "--ready", "positions", "--param", "person=陆怀谦", graph)
    assert "云川市人民政府" in ready.stdout
    assert "positions" in kg("query", "--list").stdout
    wrong = kg("query", "SELECT", graph)
    assert wrong.returncode == 2 and "does not run" in wrong.stderr


def test_help_lists_the_commands() -> None:
    listed = kg("--help").stdout
    assert all(name in listed for name in ("build", "demo", "query", "view", "validate"))


def test_view_and_validate_take_a_graph(demo_folder: Path, tmp_path: Path) -> None:
    assert kg("view", demo_folder / "graph.ttl", "-o", tmp_path / "n.html").returncode == 0
    assert (tmp_path / "n.html").stat().st_size > 100_000
    assert "conforms" in kg("validate", demo_folder / "graph.trig").stdout


@pytest.mark.parametrize("share", ["5", "-1", "half", "nan"])
def test_a_confidence_that_is_none_is_reported(share: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["build", "texts", "--min-confidence", share])
    assert "is not a confidence; give a number from 0 to 1" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_a_terminal_shows_the_step_of_the_build(tmp_path: Path) -> None:
    import pty
    import termios

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    command = [sys.executable, "-m", "kg", "build", str(ROOT / "kg" / "demo"), "-o", str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs) as building:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # how the end of a terminal is reported
            while piece := os.read(ours, 4096):
                shown += piece
        os.close(ours)
    assert building.returncode == 0
    for step in ("sources", "resolving entities", "writing graph.trig", "writing network.html"):
        assert step in shown.decode()


@pytest.mark.parametrize(
    ("command", "option"),
    [
        (["export", "gexf"], ["--projection", "person-person"]),
        (["export", "nt"], ["--entail"]),
        (["query", "SELECT ?p { ?p a kg:Person }"], ["--format", "csv"]),
        (["search", "陆怀谦"], ["--limit", "3"]),
        (["explain", "陆怀谦"], []),
        (["view", "陆怀谦"], ["--limit", "5"]),
        (["push", "http://localhost:1/data"], ["--batch", "3"]),
    ],
)
def test_options_may_stand_before_between_and_after_the_arguments(command: list[str], option: list[str]) -> None:
    name, first = command
    orders = (
        [*option, first, "g.ttl"],
        [first, *option, "g.ttl"],
        [first, "g.ttl", *option],
        [*option, "--", first, "g.ttl"],
    )
    found = [vars(_parser().parse_args([name, *order])) for order in orders]
    assert all(f == found[0] for f in found) and "g.ttl" in str(found[0]), found


@pytest.mark.parametrize("command", ["build", "export", "query", "push", "serve", "view", "llm"])
def test_help_of_a_command_names_its_arguments_with_their_defaults(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "-h"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0 and f"usage: kg {command}" in shown and "SUPPRESS" not in shown
    assert command not in ("export", "push", "serve") or "a store or a file (default: exports/graph.trig)" in shown
