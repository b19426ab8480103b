"""The scripts of the pages: their bundles are those of the sources, and their parts without a page do what they should."""

from __future__ import annotations

import json
import runpy
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from viewing import TOWN

from kg.views.page import render

BUNDLING: dict[str, Any] = runpy.run_path(str(ROOT / "kg" / "generate" / "scripts.py"))
TOOLS = ROOT / "tests" / "js"
ESBUILD = TOOLS / "node_modules" / ".bin" / "esbuild"


def test_bundles_are_built_from_the_present_sources() -> None:
    assert list(BUNDLING["outdated"]()) == [], "run make js and commit what it changes"


@pytest.mark.skipif(not ESBUILD.exists(), reason="needs esbuild (make tests/js/node_modules)")
def test_bundles_are_the_same_bytes_each_time_they_are_built() -> None:
    for bundle, content in BUNDLING["bundled"](ESBUILD):
        assert content == bundle.read_bytes(), f"{bundle.name}: run make js and commit what it changes"


def test_a_changed_source_and_a_changed_bundle_are_noticed(tmp_path: Path) -> None:
    package = tmp_path / "kg"
    for part in ("views/js", "views/bundle", "serve/static"):
        shutil.copytree(ROOT / "kg" / part, package / part, ignore=shutil.ignore_patterns("editor"))
    (package / "generate").mkdir()
    shutil.copy(ROOT / "kg" / "generate" / "scripts.py", package / "generate")

    def noticed() -> list[str]:
        return list(runpy.run_path(str(package / "generate" / "scripts.py"))["outdated"]())

    assert noticed() == []
    with (
        (package / "views/js/core/text.js").open("a") as source,
        (package / "serve/static/sparql.js").open("a") as bundle,
    ):
        source.write("// more\n")
        bundle.write("// more\n")
    assert noticed() == ["kg/views/js", "kg/serve/static/sparql.js"]


def test_tests_and_wheels_bundle_with_the_same_version() -> None:
    tools = json.loads((TOOLS / "package.json").read_text("utf-8"))["dependencies"]
    assert f"esbuild@{tools['esbuild']}" == BUNDLING["BUNDLER"]
    exact = {
        name: version for name, version in tools.items() if name in ("esbuild", "eslint", "@eslint/js", "prettier")
    }
    assert all(version[0].isdigit() for version in exact.values()) and len(exact) == 4


def test_no_bundle_ends_its_element_or_fetches_anything() -> None:
    for bundle in BUNDLING["BUNDLES"].values():
        text = bundle.read_text("utf-8").lower()
        assert "</script" not in text and "<!--" not in text and "sourcemappingurl" not in text
        assert "import(" not in text and ("fetch(" in text) == (bundle.name == "sparql.js")


def test_a_page_has_the_bundle_of_its_drawing() -> None:
    page = render(TOWN, title="t", drawing="vis")
    assert (ROOT / "kg/views/bundle/network.js").read_text("utf-8") in page


@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
def test_scripts_pass_their_own_tests() -> None:
    files = sorted(map(str, (TOOLS / "unit").glob("*.test.js")))
    done = subprocess.run(["node", "--test", *files], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout
    assert len(files) >= 10
