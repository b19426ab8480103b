"""kg runs offline: no name is looked up, no connection is made, and no file is written outside what the user named.

The commands run in a network namespace in which every address leads to its own loopback, so that nothing fails for want of
a route and whatever is sent is counted by the kernel.
"""

from __future__ import annotations

import ast
import json
import marshal
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NETWORK = """
ip link set lo up && ip route add local default dev lo || exit 77
ip -6 route add local default dev lo 2>/dev/null
"$@" || exit 1
cat /proc/net/snmp /proc/net/snmp6 >"$COUNTERS"
"""
SENT = {"Udp": "OutDatagrams", "Udp6": "OutDatagrams", "Tcp": "ActiveOpens"}
FOLDERS = {
    "HOME": "home",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "TMPDIR": "tmp",
}


@dataclass(frozen=True, slots=True)
class Watched:
    """What commands did: what they printed, how many packets and connections they sent, and the files they left."""

    printed: str
    datagrams: int
    connections: int
    files: tuple[str, ...]


def watch(command: list[str], folder: Path) -> Watched:
    """Run a command in a network of its own, with folders of its own for what programs keep of themselves."""
    if not shutil.which("unshare") or not shutil.which("ip"):
        pytest.skip("needs unshare and ip (Linux)")
    for name in (*FOLDERS.values(), "here"):
        (folder / name).mkdir(parents=True)
    kept = {k: v for k, v in os.environ.items() if k != "ORT_DISABLE_TELEMETRY"}
    environment = kept | {k: str(folder / v) for k, v in FOLDERS.items()}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "COUNTERS": str(folder / "counters")}
    alone = ["unshare", "--map-root-user", "--net", "sh", "-c", NETWORK, "sh", *command]
    done = subprocess.run(alone, env=environment, cwd=folder / "here", capture_output=True, text=True)
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip(f"no network namespace here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    counted = counters((folder / "counters").read_text())
    sent = {name: counted.get(name + field, 0) for name, field in SENT.items()}
    (folder / "counters").unlink()
    left = tuple(sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()))
    return Watched(done.stdout, sent["Udp"] + sent["Udp6"], sent["Tcp"], left)


def counters(text: str) -> dict[str, int]:
    """Read /proc/net/snmp (a line of names, a line of numbers) and /proc/net/snmp6 (a name and a number a line)."""
    lines = text.splitlines()
    found = {}
    for names, numbers in pairwise(lines):
        kind = names.partition(":")[0]
        if ":" in names and kind == numbers.partition(":")[0] and not names.split()[1].lstrip("-").isdigit():
            found |= {kind + n: int(v) for n, v in zip(names.split()[1:], numbers.split()[1:], strict=True)}
    return found | {x.split()[0]: int(x.split()[1]) for x in lines if ":" not in x}


@pytest.mark.slow
def test_a_build_queries_views_and_a_server_reach_no_network_and_write_nothing_elsewhere(tmp_path: Path) -> None:
    out = tmp_path / "named"
    out.mkdir()
    here = tmp_path / "user"
    done = watch([sys.executable, str(ROOT / "tests" / "offline_run.py"), str(out), str(here / "here")], here)
    assert done.datagrams == 0, "a name was looked up"
    assert done.connections == json.loads(done.printed)["connections"], (
        "another connection was made than the test's own"
    )
    assert done.files == ()
    assert (out / "out" / "graph.trig").is_file() and (out / "article.html").is_file()


@pytest.mark.parametrize(
    ("code", "datagrams", "connections", "files"),
    [
        ("import socket; socket.create_connection(('192.0.2.1', 80))", 0, 1, ()),
        ("import socket; socket.create_connection(('2001:db8::1', 80))", 0, 1, ()),
        ("import socket; socket.socket(2, 2).sendto(b'?', ('192.0.2.1', 53))", 1, 0, ()),
        ("import pathlib; pathlib.Path.home().joinpath('id').touch()", 0, 0, ("home/id",)),
        ("open('left', 'w').close()", 0, 0, ("here/left",)),
    ],
)
def test_the_watch_sees_what_it_watches_for(
    code: str, datagrams: int, connections: int, files: tuple[str, ...], tmp_path: Path
) -> None:
    guarded = f"try:\n    {code}\nexcept OSError: pass"
    done = watch([sys.executable, "-c", guarded], tmp_path / "user")
    assert (done.datagrams, done.connections) == (datagrams, connections)
    assert set(files) <= set(done.files)


def test_one_module_loads_onnxruntime_and_forbids_its_telemetry_before() -> None:
    loading = [p for p in (ROOT / "kg").rglob("*.py") if "onnxruntime" in imported(p)]
    assert [p.name for p in loading] == ["inference.py"]
    code = "import kg.language.inference, os; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    kept = {k: v for k, v in os.environ.items() if k != "ORT_DISABLE_TELEMETRY"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=kept, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


def imported(path: Path) -> set[str]:
    """Return the top names of what a module imports."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = {alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names}
    return {name.split(".")[0] for name in plain | {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}}


PAGE = """
from kg.segmenter import segmenter
from kg.store.words import WordIndex
words = [w for w, _, _ in segmenter().tokenize("云川大学揭牌", HMM=False)]
assert "大学" in words, words
index = WordIndex.make()
assert index.search("云川大学 书记") == []
import os, tempfile
print(sorted(os.listdir(tempfile.gettempdir())))
"""


def test_a_planted_cache_of_jieba_is_not_read_and_none_is_written(tmp_path: Path) -> None:
    planted = tmp_path / "jieba.cache"
    one_word = marshal.dumps(({"云川大学揭牌": 1_000_000}, 1_000_000))  # whatever the dictionary says
    planted.write_bytes(one_word)
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", PAGE], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.stdout == "['jieba.cache']\n", done.stderr
    assert planted.read_bytes() == one_word


def test_one_module_loads_jieba() -> None:
    assert [p.name for p in (ROOT / "kg").rglob("*.py") if "jieba" in imported(p)] == ["segmenter.py"]
