"""What tests share: the sample corpus built once, and where the measuring texts lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.api import Graph, build
from kg.build import Options

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def demo() -> Graph:
    return build([str(ROOT / "kg" / "demo")], Options(jobs=1))


@pytest.fixture(scope="session")
def demo_folder(demo: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    demo.write(folder)
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the measuring texts (../shared) are not here")
    return SHARED


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    from viewing import chrome

    with chrome(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site of the sample corpus."""
    from serving import served

    from kg.cli import main

    folder = tmp_path_factory.mktemp("site") / "store"
    demo = Path(__file__).parent.parent / "kg" / "demo"
    assert main(["build", str(demo), "--store", str(folder), "-q", "--jobs", "1"]) == 0
    with served(folder) as (address, _):
        yield address


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser for the tests of one module."""
    from viewing import chrome

    with chrome(tmp_path_factory.mktemp("profile")) as browser:
        yield browser
