"""What a build leaves when it is killed, interrupted, refused by the disk, or met by another: old or new, whole, and reported."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT
from killing import run_steps

from kg.build import OUTPUT_FILES, WRITTEN, Options, build, publishing, write
from kg.build.cache import RecordStore
from kg.build.publishing import publish_files
from kg.cli import main
from kg.errors import InputError
from kg.files.locks import locked
from kg.files.manifest import BuildStamp
from kg.files.ownership import FileSet
from kg.files.writing import text_writer
from kg.store import GraphStore

DEMO = sorted((ROOT / "kg" / "demo").glob("n*.txt"))
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def corpus(folder: Path, count: int) -> Path:
    """Write articles of the sample corpus, over and over under other names and with a line of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        text = DEMO[n % len(DEMO)].read_text("utf-8")
        (folder / f"a{n:04}.txt").write_text(f"{text}\n第{n}号读者来信，谈云川市第{n}中学。\n", "utf-8")
    return folder


def begin(*arguments: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kg", "build", "--model", "none", *map(str, arguments)]
    return subprocess.Popen(
        command,
        env=ENVIRONMENT,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, errors = process.communicate(timeout=240)
    assert "Traceback" not in errors, errors
    return process.returncode, out, errors


def until(reached: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    limit = time.monotonic() + 120
    while not reached() and process.poll() is None and time.monotonic() < limit:
        time.sleep(0.005)


def digests(folder: Path) -> dict[str, str]:
    return {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in WRITTEN if (folder / n).exists()}


def kept(folder: Path) -> int:
    """Return how many sources' records are kept."""
    with contextlib.suppress(sqlite3.Error):
        where = f"{(folder / '.records.sqlite').as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(where, uri=True)) as database:
            return int(database.execute("SELECT count(*) FROM results").fetchone()[0])
    return 0


def children(process: subprocess.Popen[str]) -> list[int]:
    """Return the processes of a build's session that still live (Linux)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
            if int(session) == process.pid and state != "Z":
                found.append(int(stat.parent.name))
    return found


@pytest.fixture(scope="module")
def two_builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str], dict[str, str]]:
    """Give a folder built from a few articles, its digests, and those of a build of more."""
    base = tmp_path_factory.mktemp("two")
    assert (
        main(["build", "--model", "none", str(corpus(base / "few", 6)), "-o", str(base / "old"), "-q", "--jobs", "1"])
        == 0
    )
    assert main(["build", "--model", "none", str(corpus(base / "more", 90)), "-o", str(base / "new"), "-q"]) == 0
    return base, digests(base / "old"), digests(base / "new")


@posix
@pytest.mark.slow
@pytest.mark.parametrize("stage", ["extracting", "writing", "last file"])
def test_a_build_that_is_killed_leaves_the_old_files_and_the_next_goes_on(
    two_builds: tuple[Path, dict[str, str], dict[str, str]], tmp_path: Path, stage: str
) -> None:
    base, old, new = two_builds
    out = tmp_path / "out"
    shutil.copytree(base / "old", out)
    process = begin(base / "more", "-o", out, "--jobs", "2")
    moments = {
        "extracting": lambda: kept(out) > 6,
        "writing": lambda: (out / ".next" / "graph.trig").exists(),
        "last file": lambda: (out / ".next" / "network.html").exists(),
    }
    until(moments[stage], process)
    process.kill()
    process.communicate(timeout=60)
    assert digests(out) in (old, new)
    if stage == "extracting":
        assert digests(out) == old
    before = kept(out)
    assert before > 6
    if Path("/proc/self/stat").exists():
        limit = time.monotonic() + 30
        while children(process) and time.monotonic() < limit:
            time.sleep(0.05)
        assert not children(process), "workers outlive the build"
    status, said, _ = finish(begin(base / "more", "-o", out, "--jobs", "2"))
    assert status == 0 and digests(out) == new
    assert "nothing has changed" in said or f" {before} sources from the cache of an earlier build" in said
    assert not (out / ".next").exists()


@posix
@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_says_so_in_one_line_and_keeps_what_it_has(
    two_builds: tuple[Path, dict[str, str], dict[str, str]], tmp_path: Path, number: signal.Signals
) -> None:
    base, old, _ = two_builds
    out = tmp_path / "out"
    shutil.copytree(base / "old", out)
    process = begin(base / "more", "-o", out, "--jobs", "2")
    until(lambda: kept(out) > 6, process)
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # a terminal sends it to all
    else:
        process.send_signal(number)
    status, said, errors = finish(process)
    assert status == 128 + number and said == ""
    assert (
        errors
        == "kg: interrupted; the output is as it was before; what was extracted so far is kept for the next build\n"
    )
    assert digests(out) == old and kept(out) > 6
    if Path("/proc/self/stat").exists():
        limit = time.monotonic() + 30
        while children(process) and time.monotonic() < limit:
            time.sleep(0.05)
        assert not children(process), "workers outlive the build"


@posix
@pytest.mark.slow
def test_a_kill_at_any_step_of_publishing_leaves_old_or_new(tmp_path: Path) -> None:
    if shutil.which("cc") is None and shutil.which("gcc") is None:
        pytest.skip("no C compiler for the library that kills at each system call")
    memory = Path("/dev/shm")  # each of some hundred publishings forces its files to the disk
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        seen = run_steps(Path(folder), stride=12)  # all steps: by hand
    output = [s for s in seen if s["kind"] == "output"]
    stores = [s for s in seen if s["kind"] != "output"]
    assert {str(s["call"]) for s in output} >= {"rename", "fsync", "unlink"}
    assert {str(s["call"]) for s in stores} >= {"rename", "fsync"}
    for s in output:  # each file is whole; the set of them is once a build has completed it
        assert s["seen"] in {"old", "new", "mixed"} and s["completed"] in {"old", "new"}, s
        assert s["seen"] == s["completed"] or s["completed"] == "new", s
        assert s["listed"] and s["left"] == [], s
    for s in stores:  # what CURRENT points to is old or new, whole, with its report; the copies beside it follow
        assert s["seen"] in {"old", "new"}, s
        assert s["beside"] == s["seen"] or s["seen"] == "new", s
    for s in seen:
        assert isinstance(s["next"], dict) and s["next"]["seen"] == "new", s
    for kind in (output, stores):
        assert {s["seen"] for s in kind} >= {"old", "new"}


@posix
@pytest.mark.parametrize("call", ["replace", "unlink"])
def test_an_interruption_while_files_are_renamed_leaves_all_of_them_new(
    tmp_path: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = FileSet("output", {"a": b"", "b": b"", "c": b""})
    publish_files(tmp_path, {n: text_writer(["old"]) for n in "abc"}, BuildStamp("old", 1), kind)
    real, left = getattr(os, call), [2 if call == "replace" else 0]  # behind the list, and one file

    def interrupted(*arguments: object, **more: object) -> object:
        left[0] -= 1
        if left[0] == -1:
            raise KeyboardInterrupt
        return real(*arguments, **more)

    monkeypatch.setattr(os, call, interrupted)
    with pytest.raises(KeyboardInterrupt):
        publish_files(tmp_path, {n: text_writer(["new"]) for n in "ab"}, BuildStamp("new", 1), kind)
    monkeypatch.undo()
    assert [(tmp_path / n).read_text() for n in "ab"] == ["new", "new"] and not (tmp_path / "c").exists()
    assert publishing.up_to_date_manifest(tmp_path, "new", "ab", kind) is not None


def test_files_of_a_build_that_was_ended_between_renames_are_put_in_place_by_the_next(
    two_builds: tuple[Path, dict[str, str], dict[str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base, old, _ = two_builds
    out = tmp_path / "out"
    shutil.copytree(base / "old", out)
    (out / ".next").mkdir()
    for name in (".built.json", *WRITTEN):
        shutil.copy(base / "new" / name, out / ".next")
    os.replace(out / ".next" / "graph.trig", out / "graph.trig")  # and there it ended
    assert main(["check", str(out)]) == 1
    assert "some files may be old and some new" in capsys.readouterr().out
    (out / "graph.ttl").write_bytes(b"")
    assert main(["check", str(out)]) == 1
    assert "graph.ttl has 0 bytes" in capsys.readouterr().out
    assert main(["build", "--model", "none", str(base / "few"), "-o", str(out), "--jobs", "1"]) == 0
    assert "its files are in place now" in capsys.readouterr().err
    assert digests(out) == old and not (out / ".next").exists()  # built again from the few articles


@posix
def test_an_interruption_between_the_store_and_the_output_says_which_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("kg.build.outputs.write", interrupted)
    folders = ["-o", str(tmp_path / "out"), "--store", str(tmp_path / "store")]
    assert (
        main(["build", "--model", "none", str(corpus(tmp_path / "few", 1)), *folders, "-q", "--jobs", "1"])
        == 128 + signal.SIGTERM
    )
    said = capsys.readouterr().err
    assert said.startswith(f"kg: interrupted; {tmp_path / 'store'}: the new output is in place; ")


@contextlib.contextmanager
def small_disk(folder: Path, size: int) -> Iterator[None]:
    """Mount a file system of so many bytes, where we may."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True)
    if done.returncode:
        pytest.skip("no small file system can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@posix
@pytest.mark.slow
@pytest.mark.parametrize("option", ["-o", "--store"])
def test_a_full_disk_is_reported_and_the_old_output_stays(tmp_path: Path, option: str) -> None:
    few, more = corpus(tmp_path / "few", 2), corpus(tmp_path / "more", 5)
    statuses = set()
    with small_disk(tmp_path / "disk", 16 * 2**20):
        out = tmp_path / "disk" / "out"
        assert main(["build", "--model", "none", str(few), option, str(out), "-q", "--jobs", "1"]) == 0
        before = digests(out)
        used = sum(p.stat().st_blocks * 512 for p in (tmp_path / "disk").rglob("*") if p.is_file())
        for spare in (12_000, 120_000, 600_000, 1_000_000):
            resize = ["mount", "-o", f"remount,size={used + spare}", tmp_path / "disk"]
            subprocess.run(resize, check=True)
            status, _, said = finish(begin(more, option, out, "--jobs", "1"))
            statuses.add(status)
            assert status in {0, 2}, said
            if status == 2:
                assert said.count("\n") == 1 and "cannot be written" in said
                assert digests(out) == before
                assert not (out / ".next").exists() and len(list(out.glob("generation-*"))) <= 1
                if option == "--store":
                    assert len(list(GraphStore(out).open())) > 0
        subprocess.run(["mount", "-o", "remount,size=16m", tmp_path / "disk"], check=True)
        assert main(["build", "--model", "none", str(more), option, str(out), "-q", "--jobs", "1"]) == 0
        assert digests(out) != before
    assert 2 in statuses


@posix
def test_a_disk_that_refuses_large_files_is_reported(tmp_path: Path) -> None:
    few, out = corpus(tmp_path / "few", 2), tmp_path / "out"
    limited = f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); from kg.cli import main; sys.exit(main({['build', str(few), '-o', str(out), '--jobs', '1']!r}))"
    done = subprocess.run([sys.executable, "-c", limited], env=ENVIRONMENT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 2 and "Traceback" not in done.stderr and "cannot be written" in done.stderr
    assert digests(out) == {} and not (out / ".next").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_read_only_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").mkdir(mode=0o500)
    assert main(["build", "--model", "none", str(corpus(tmp_path / "few", 1)), "-o", str(tmp_path / "out")]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["-o", "--store"])
def test_a_second_build_into_the_same_folder_is_refused_and_advised_to_wait(tmp_path: Path, option: str) -> None:
    few, out = corpus(tmp_path / "few", 2), tmp_path / "out"
    with locked(out):
        status, _, said = finish(begin(few, option, out, "--jobs", "1"))
    assert status == 2 and "another build is writing it (wait until it has ended)" in said
    assert [p.name for p in out.iterdir()] == [".lock"]


def test_of_several_that_lock_a_folder_at_once_exactly_one_holds_it(tmp_path: Path) -> None:
    together = threading.Barrier(4)

    def hold(folder: Path) -> int:
        together.wait()
        try:
            with locked(folder):
                together.wait()
                return 1
        except InputError:
            together.wait()
            return 0

    with ThreadPoolExecutor(4) as pool:
        for turn in range(150):
            folder = tmp_path / str(turn)
            assert sum(pool.map(hold, [folder] * 4)) == 1


@pytest.mark.slow
def test_two_builds_at_once_into_one_folder_leave_one_whole(tmp_path: Path) -> None:
    more, out = corpus(tmp_path / "more", 12), tmp_path / "out"
    ended = [finish(p) for p in [begin(more, "-o", out, "--jobs", "1") for _ in range(2)]]
    assert sorted({status for status, _, _ in ended}) in ([0, 2], [0])
    assert all("another build is writing it" in said for status, _, said in ended if status)
    assert set(digests(out)) == set(WRITTEN)


def spoil_bits(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for at in range(4000, len(data), 97):
        data[at] ^= 0x55
    path.write_bytes(data)


def spoil_bodies(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE results SET data = substr(data, 1, 40)")


def spoil_schema(path: Path) -> None:
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE results (something INTEGER)")


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_bits,
        spoil_bodies,
        spoil_schema,
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(b"garbage" * 1000),
        lambda path: path.write_bytes(b""),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["bits", "bodies", "schema", "cut", "garbage", "empty", "folder"],
)
def test_corrupt_records_are_extracted_again(
    two_builds: tuple[Path, dict[str, str], dict[str, str]],
    tmp_path: Path,
    spoil: Callable[[Path], object],
    capsys: pytest.CaptureFixture[str],
) -> None:
    base, old, _ = two_builds
    out = tmp_path / "out"
    shutil.copytree(base / "old", out)
    (out / "graph.ttl").unlink()
    spoil(out / ".records.sqlite")
    status = main(["build", "--model", "none", str(base / "few"), "-o", str(out), "--jobs", "1"])
    if status == 2:
        assert ".records.sqlite: " in (said := capsys.readouterr().err) and "\n" not in said.strip()
    else:
        assert digests(out) == old and kept(out) == 6


def test_a_build_of_the_same_changes_nothing_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    few, out, store = corpus(tmp_path / "few", 2), tmp_path / "out", tmp_path / "store"
    command = ["build", "--model", "none", str(few), "-o", str(out), "--store", str(store), "--jobs", "1"]
    assert main(command) == 0
    stamps = {p: p.stat().st_mtime_ns for p in [*out.iterdir(), *store.rglob("*")] if "records" not in p.name}
    capsys.readouterr()
    assert main(command) == 0
    assert "nothing has changed since the last build" in capsys.readouterr().out
    assert {p: p.stat().st_mtime_ns for p in stamps} == stamps


@pytest.mark.parametrize(
    "change", ["article", "missing", "altered", "confidence", "base", "corrections", "code", "no-cache", "generation"]
)
def test_a_build_is_not_skipped_where_anything_is_another(
    two_builds: tuple[Path, dict[str, str], dict[str, str]],
    tmp_path: Path,
    change: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base, old, _ = two_builds
    out, few, more = tmp_path / "out", tmp_path / "few", []
    shutil.copytree(base / "old", out)
    shutil.copytree(base / "few", few)
    again = False  # whether the outcome is the old one
    if change == "article":
        (few / "a0000.txt").write_text("云川大学揭牌\n\n3月1日，云川市委书记程望舒出席揭牌仪式。\n", "utf-8")
    elif change == "missing":
        (out / "report.md").unlink()
        again = True
    elif change == "altered":
        data = (out / "graph.trig").read_bytes()
        (out / "graph.trig").write_bytes(data.replace(b"0", b"1", 1))
        again = True
    elif change == "confidence":
        more = ["--min-confidence", "0.9"]
    elif change == "base":
        more = ["--base", "http://x.example/"]
    elif change == "corrections":
        (out / "corrections.txt").write_text("rename place/云川市 云川\n", "utf-8")
    elif change == "code":
        monkeypatch.setattr("kg.build.pipeline.code_digest", lambda: b"another")
        again = True
    elif change == "no-cache":
        more, again = ["--no-cache"], True
    else:
        more = ["--store", str(tmp_path / "store")]
        assert (
            main(["build", "--model", "none", str(few), "--store", str(tmp_path / "store"), "-q", "--jobs", "1"]) == 0
        )
        next((tmp_path / "store").glob("generation-*/words.sqlite")).unlink()
        again = True
    main(["build", "--model", "none", str(few), "-o", str(out), "--jobs", "1", *more])
    assert "nothing has changed" not in capsys.readouterr().out
    assert (digests(out) == old) == again


def test_problems_are_reported_again_where_nothing_has_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = corpus(tmp_path / "few", 1)
    (few / "b.txt").write_bytes(b"\x00\x01" * 50)
    for _ in range(2):
        assert main(["build", "--model", "none", str(few), "-o", str(tmp_path / "out"), "--jobs", "1"]) == 1
        assert "b.txt: is not text" in capsys.readouterr().err


def test_a_folder_in_the_place_of_a_file_is_reported(tmp_path: Path) -> None:
    built = build([str(corpus(tmp_path / "few", 1))], Options(jobs=1, model="none"), store=RecordStore())
    (tmp_path / "out" / "graph.ttl").mkdir(parents=True)
    with pytest.raises(InputError, match="a folder stands where the file would"):
        write(built, tmp_path / "out")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["graph.ttl"]


def test_a_list_of_files_cannot_reach_out_of_the_folder(tmp_path: Path) -> None:
    aside = tmp_path / "out" / ".next"
    aside.mkdir(parents=True)
    (tmp_path / "out" / "x").write_text("mine")
    state = {"size": 0, "sha256": "", "ends": "", "modified": 0}
    manifest = {"kind": "output", "made_from": "", "articles": 0, "problems": [], "files": {"../x": state}}
    (aside / ".built.json").write_text(json.dumps(manifest))
    (tmp_path / "out" / "..x").write_text("")
    assert not publishing.complete_files(tmp_path / "out", OUTPUT_FILES)
    assert (tmp_path / "out" / "x").read_text() == "mine" and not aside.exists()
