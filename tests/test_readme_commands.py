"""What README shows is what happens: its commands, its query, its Python and its Turtle."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kg.extract.lexicon import load_events
from kg.vocab import ontology_folder

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PREFIXES = (
    "@prefix kg: <https://w3id.org/newskg/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
)


def blocks(language: str) -> list[str]:
    """Return README's fenced blocks of one language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.M | re.S)


def run(command: str, folder: Path) -> str:
    words = shlex.split(command)
    assert words[0] == "kg", command
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "kg", *words[1:]],
        cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def squeeze(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


@pytest.mark.slow
def test_readme_commands_print_what_readme_shows(tmp_path: Path) -> None:
    (tmp_path / "inspections.rq").write_text(blocks("sparql")[0], "utf-8")
    shown = [block.removeprefix("$ ").partition("\n") for block in blocks("console")]
    assert len(shown) >= 4
    for command, _, output in shown:
        assert squeeze(run(command, tmp_path)) == squeeze(output), command


def test_readme_python_prints_what_its_comments_say() -> None:
    (code,) = blocks("python")
    said = re.findall(r"print\(.*\)  # (.*)$", code, re.M)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})
    assert said and printed.getvalue().splitlines() == said


def test_readme_event_type_is_taken_by_the_lexicon(tmp_path: Path) -> None:
    (turtle,) = blocks("turtle")
    path = tmp_path / "harvest.ttl"
    path.write_text(PREFIXES + turtle, "utf-8")
    known = load_events([ontology_folder() / "events.ttl", path])
    assert "Harvest" in repr(known) and "Harvest" not in repr(load_events([ontology_folder() / "events.ttl"]))


def test_readme_make_targets_are_those_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"\bmake ([a-z]+)\b", README)) <= targets
