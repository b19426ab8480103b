"""The documentation names what exists: commands with their options, files, and links between pages."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from kg.cli import _parser

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
SHELL = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.M | re.S)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_to_files_of_the_project_lead_somewhere(page: Path) -> None:
    targets = [t for t in LINK.findall(page.read_text("utf-8")) if ":" not in t]
    missing = [t for t in targets if not (page.parent / t).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_files_of_the_project_that_a_page_names_exist(page: Path) -> None:
    paths = re.findall(r"`((?:kg|tests|ontology|docs|exports)/[\w./-]*)`", page.read_text("utf-8"))
    missing = [p for p in paths if "NAME" not in p and not (ROOT / p).exists()]
    assert not missing


def commands(page: Path) -> list[str]:
    lines = [line.removeprefix("$ ") for block in SHELL.findall(page.read_text("utf-8")) for line in block.splitlines()]
    return [line for line in lines if line.startswith("kg ")]


@pytest.mark.parametrize("page", [p for p in PAGES if commands(p)], ids=lambda p: p.relative_to(ROOT).as_posix())
def test_commands_of_the_documentation_are_commands_of_kg(page: Path) -> None:
    for command in commands(page):
        try:
            _parser().parse_args(shlex.split(command, comments=True)[1:])
        except SystemExit as e:
            assert e.code == 0, command
