"""A command imports what it needs and no more: what is heavy is named, and which command may load it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = {
    "asyncio", "dask", "fsspec", "httpx", "jieba", "jinja2", "markupsafe", "msgspec", "multiprocessing", "networkx", "numpy", "onnxruntime",
    "opencc", "oxrdflib", "pyoxigraph", "pypinyin", "pyshacl", "pyvis", "rapidfuzz", "rdflib", "requests", "sqlite3", "starlette",
    "tqdm", "urllib3", "uvicorn",
}  # fmt: skip
STORE = {"pyoxigraph", "sqlite3", "msgspec"}
GRAPH = "exports/graph.trig"
RUN = """
import sys
from kg.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
import json
print(json.dumps(sorted({m.partition(".")[0] for m in sys.modules})), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("command", "needed"),
    [
        (["--help"], set()),
        (["--version"], set()),
        (["build", "--help"], set()),
        (["serve", "--help"], set()),
        (["query", "--list"], STORE),
        (["query", "ASK { ?s ?p ?o }", GRAPH], STORE),
        (["explain", "李建国", GRAPH], STORE),
        (["search", "陆怀谦", GRAPH], STORE | {"opencc"}),
        (["export", "ttl", GRAPH], STORE),
    ],
    ids=lambda x: x[0] if isinstance(x, list) else "",
)
def test_startup_imports_nothing_heavy_that_a_command_does_not_need(command: list[str], needed: set[str]) -> None:
    done = subprocess.run([sys.executable, "-c", RUN, *command], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stderr.splitlines()[-1]))
    assert loaded & HEAVY <= needed
    assert "kg" in loaded


def test_startup_of_the_package_itself_imports_nothing() -> None:
    code = "import sys; before = set(sys.modules); import kg; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {m.partition(".")[0] for m in done.stdout.split()} & HEAVY == set()
