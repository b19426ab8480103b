"""Publishing that is killed: at each system call that changes names on the disk, or forces to it, and at random.

    python tests/killing.py steps FOLDER     each rename, fsync, link, unlink, mkdir, rmdir (needs cc); prints JSON
    python tests/killing.py random FOLDER N  N kills of real builds with -o and N with --store, at random moments

`tests/test_nothing_lost.py` runs the first in small. The library that counts and kills is compiled here and loaded before
libc, so that what Oxigraph and SQLite do counts as well as what kg does.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/types.h>
#include <unistd.h>
static atomic_long left = -1;  /* calls that are let through; below zero nothing is counted */
static atomic_long done = 0;
static FILE *list = 0;
void kill_after(long calls, const char *log) { done = 0; list = log ? fopen(log, "a") : 0; left = calls; }
static void step(const char *name) {
  if (left < 0) return;
  if (atomic_fetch_add(&done, 1) == left) {
    if (list) { fprintf(list, "%s\n", name); fflush(list); }
    kill(getpid(), SIGKILL);
    for (;;) pause();
  }
}
#define WRAP(name, parameters, arguments) \
  int name parameters { static int (*next) parameters; if (!next) next = dlsym(RTLD_NEXT, #name); \
    step(#name); return next arguments; }
WRAP(rename, (const char *a, const char *b), (a, b))
WRAP(renameat, (int a, const char *b, int c, const char *d), (a, b, c, d))
WRAP(link, (const char *a, const char *b), (a, b))
WRAP(linkat, (int a, const char *b, int c, const char *d, int e), (a, b, c, d, e))
WRAP(unlink, (const char *a), (a))
WRAP(unlinkat, (int a, const char *b, int c), (a, b, c))
WRAP(mkdir, (const char *a, mode_t b), (a, b))
WRAP(rmdir, (const char *a), (a))
WRAP(fsync, (int a), (a))
WRAP(fdatasync, (int a), (a))
WRAP(ftruncate, (int a, off_t b), (a, b))
"""
OLD, NEW = "old", "new"
NAMES = ("a", "b", "c")
LISTS = (".part", "manifest.json")  # the last files of a generation


def compiled(folder: Path) -> Path:
    """Compile the library. Raises FileNotFoundError where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise FileNotFoundError("no C compiler")
    (folder / "shim.c").write_text(SHIM, "utf-8")
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(folder / "shim.so"), str(folder / "shim.c"), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "shim.so"


def run_steps(folder: Path, stride: int = 1) -> list[dict[str, object]]:
    """Kill at each step in a process of its own, under the library; return what was seen after each kill.

    With a `stride`, only every so manyth step of making a store's generation is taken, and all from its end on.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LD_PRELOAD": str(compiled(folder))}
    command = [sys.executable, __file__, "loaded", str(folder), str(stride)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def _loaded(folder: Path, stride: int) -> None:
    """Run under the library: publish, and be killed at each step, in forked processes."""
    import kg.build.publishing
    import kg.store  # noqa: F401 - once, here, and not in each process

    library = ctypes.CDLL(None)
    seen: list[dict[str, object]] = []
    for kind, (publish, look) in {
        "output": (_publish_output, _look_at_output),
        "store, a little changed": (_publish_little, _look_at_store),
        "store, much changed": (_publish_much, _look_at_store),
    }.items():
        start = folder / kind
        in_child(publish, start, OLD)
        step, ended = 0, False
        while not ended:
            there, log = folder / f"{kind} {step}", folder / "log"
            shutil.copytree(start, there)
            log.write_text("", "utf-8")
            kill = partial(library.kill_after, step, str(log).encode())
            ended, _ = in_child(publish, there, NEW, before=kill)
            made = kind == "output" or any((there / "generation-000002" / n).exists() for n in LISTS)
            _, first = in_child(look, there)
            in_child(publish, there, NEW)
            _, then = in_child(look, there)
            seen.append({"kind": kind, "step": step, "call": log.read_text("utf-8").strip(), **first, "next": then})
            shutil.rmtree(there)
            step += 1 if made else stride
    print(json.dumps(seen))


def in_child(
    call: Callable[..., object], *arguments: object, before: Callable[[], object] = lambda: None
) -> tuple[bool, dict[str, object]]:
    """Call in a forked process, for RocksDB's threads do not outlive a fork; say whether it ended, and what it returned."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            before()
            os.write(write, json.dumps(call(*arguments)).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    status = os.waitpid(child, 0)[1]
    if status not in (0, signal.SIGKILL):
        raise RuntimeError(f"{call.__name__} failed: {status}")
    return status == 0, json.loads(said) or {} if said else {}


def _publish_output(folder: Path, text: str) -> None:
    from kg.build.publishing import publish_files
    from kg.files.manifest import BuildStamp
    from kg.files.ownership import FileSet
    from kg.files.writing import text_writer

    kind = FileSet("output", dict.fromkeys(NAMES, b""))
    names = NAMES if text == OLD else NAMES[:2]  # the third is removed
    publish_files(folder, {name: text_writer([text]) for name in names}, BuildStamp(text, 1), kind)


def _look_at_output(folder: Path) -> dict[str, object]:
    """Say what a reader sees, and what stands after what was begun is completed."""
    from kg.build.publishing import complete_files, up_to_date_manifest
    from kg.files.locks import locked
    from kg.files.ownership import FileSet

    def state() -> str:
        texts = {name: (folder / name).read_text("utf-8") for name in NAMES if (folder / name).exists()}
        whole = {json.dumps(dict.fromkeys(NAMES, OLD)): OLD, json.dumps(dict.fromkeys(NAMES[:2], NEW)): NEW}
        return whole.get(json.dumps(texts), "mixed" if set(texts.values()) <= {OLD, NEW} else "broken")

    kind = FileSet("output", dict.fromkeys(NAMES, b""))
    before = state()
    with locked(folder):
        complete_files(folder, kind)
    after = state()
    left = sorted(p.name for p in folder.iterdir() if p.name not in {*NAMES, ".built.json", ".lock"})
    return {
        "seen": before,
        "completed": after,
        "listed": up_to_date_manifest(folder, after, (), kind) is not None,
        "left": left,
    }


def _publish_store(folder: Path, text: str, changed: int) -> None:
    from pyoxigraph import Literal, NamedNode, Quad

    from kg.files.manifest import BuildStamp
    from kg.files.writing import text_writer
    from kg.store import GraphStore

    label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")

    def quad(graph: int, n: int) -> Quad:
        said = text if graph < changed else OLD
        value = Literal(f"{said}{n}", language="zh")
        return Quad(NamedNode(f"http://e.example/{graph}/{n}"), label, value, NamedNode(f"http://e.example/g{graph}"))

    quads = (quad(graph, n) for graph in range(30) for n in range(5))
    beside = {
        "report.md": text_writer([f"# 构建报告 {text}"]),
        "report.json": text_writer([f'{{"undated": "{text}"}}']),
    }
    GraphStore(folder).publish(quads, beside, BuildStamp(text, 1))


def _publish_little(folder: Path, text: str) -> None:
    _publish_store(folder, text, 1)


def _publish_much(folder: Path, text: str) -> None:
    _publish_store(folder, text, 20)


def _look_at_store(folder: Path) -> dict[str, object]:
    """Say which graph, index and report a reader of the current generation sees, and which copies lie beside."""
    from kg.store import GraphStore

    store = GraphStore(folder)
    generation, manifest, lines = store.check()
    said = {
        "made": manifest.made_from,
        "graph": {q.object.value[:3] for q in store.open() if q.subject.value.startswith("http://e.example/0/")},
        "words": _indexed(generation / "words.sqlite"),
        "report": {(generation / "report.md").read_text("utf-8")[-3:]},
    }
    pointed = {OLD: OLD, NEW: NEW}.get(str(said["made"]), "broken")
    if any(said[part] != {pointed} for part in ("graph", "words", "report")):
        pointed = "broken"
    inside = [line for line in lines if not line.startswith("../")]
    beside = (folder / "report.md").read_text("utf-8")[-3:]
    return {"seen": pointed if not inside else "broken", "beside": beside, "copies": len(lines) - len(inside)}


def _indexed(words: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(f"{words.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        found = database.execute("SELECT text FROM texts WHERE iri LIKE 'http://e.example/0/%'")
        return {text[:3] for (text,) in found}


def random_kills(folder: Path, count: int) -> None:
    """Kill real builds at random moments; print what each left, and whether the next equals a build from nothing."""
    for option in ("-o", "--store"):
        few, more = _corpus(folder / "few", 6), _corpus(folder / "more", 24)
        old, new = folder / f"old{option}", folder / f"new{option}"
        _build(few, option, old)
        begun = time.monotonic()
        _build(more, option, new)
        whole = time.monotonic() - begun
        states = {_state(old, option): OLD, _state(new, option): NEW}
        seen: Counter[str] = Counter()
        n = ended_before = 0
        while n < count:
            there = folder / f"{option}{n}"
            shutil.copytree(old, there)
            process = subprocess.Popen(_command(more, option, there), env=_environment(), start_new_session=True)
            # every third in the last quarter of the build, where it publishes
            moment = whole * (random.uniform(0.75, 1.0) if n % 3 == 0 else random.uniform(0.0, 1.0))
            time.sleep(moment)
            ended = process.poll() is not None
            process.kill()
            process.wait()
            if ended:
                ended_before += 1
                whole *= 0.9  # the machine is less busy than it was
            else:
                n += 1
                left = states.get(_state(there, option), "MIXED")
                _build(more, option, there)
                again = states.get(_state(there, option), "OTHER")
                seen[f"{left}, then {again}"] += 1
            shutil.rmtree(there)
        print(option, f"{count} kills ({ended_before} builds ended before):", dict(seen), flush=True)


def _corpus(folder: Path, count: int) -> Path:
    folder.mkdir(exist_ok=True)
    for path in sorted((ROOT / "kg" / "demo").glob("n*.txt"))[:count]:
        shutil.copy(path, folder)
    return folder


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


def _command(corpus: Path, option: str, folder: Path) -> list[str]:
    return [sys.executable, "-m", "kg", "build", str(corpus), option, str(folder), "-q", "--jobs", "2"]


def _build(corpus: Path, option: str, folder: Path) -> None:
    subprocess.run(_command(corpus, option, folder), env=_environment(), check=True)


def _state(folder: Path, option: str) -> str:
    """Return a digest of what a reader finds: of a store the quads of its current generation and its report."""
    digest = hashlib.sha256()
    if option == "--store":
        from kg.store import GraphStore

        store = GraphStore(folder)
        generation, _, lines = store.check()
        digest.update("\n".join(sorted(map(str, store.open()))).encode())
        digest.update((generation / "report.json").read_bytes())
        digest.update(str([line for line in lines if not line.startswith("../")]).encode())
    else:
        from kg.build import WRITTEN

        for name in WRITTEN:
            digest.update((folder / name).read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    asked, where = sys.argv[1], Path(sys.argv[2])
    where.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(ROOT))
    if asked == "loaded":
        _loaded(where, int(sys.argv[3]))
    elif asked == "random":
        with tempfile.TemporaryDirectory(dir=where) as temporary:
            random_kills(Path(temporary), int(sys.argv[3]))
    else:
        with tempfile.TemporaryDirectory(dir=where) as temporary:
            found = run_steps(Path(temporary))
        print(json.dumps(found, indent=1))
        for key in sorted({str(f["kind"]) for f in found}):
            own = [f for f in found if f["kind"] == key]
            print(key, Counter(str(f["call"]) for f in own), Counter(str(f["seen"]) for f in own), file=sys.stderr)
