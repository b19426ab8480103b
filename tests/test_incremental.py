"""Sequences of builds into the same folders equal builds from nothing, whatever changed between them.

python tests/test_incremental.py 30     more sequences than the suite runs
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kg.build.outputs import EXPLORER, WRITTEN
from kg.cli import main
from kg.store import GraphStore

ROOT = Path(__file__).parent.parent
DEMO = sorted((ROOT / "kg" / "demo").glob("n*.txt"))
STEPS = 4  # builds of a sequence
CORRECTIONS = ["rename person/陆怀谦 陆先生", "merge person/程望舒 person/陆怀谦", "rename place/云川市 云川"]


class Sequence:
    """A corpus that changes at random, and the folders that are built from it again and again."""

    def __init__(self, seed: int, folder: Path) -> None:
        """Begin with a few articles."""
        self.chance = random.Random(seed)
        self.folder = folder
        self.corpus = folder / "in"
        self.corpus.mkdir(parents=True)
        self.options: list[str] = []
        self.steps: list[str] = []
        for _ in range(self.chance.randint(2, 5)):
            self.add()

    def article(self) -> Path:
        return self.chance.choice(sorted(self.corpus.glob("*.txt")))

    def add(self) -> None:
        text = self.chance.choice(DEMO).read_text("utf-8")
        number = self.chance.randrange(1000)
        if self.chance.random() < 0.3:
            text = text.replace("云川", "临泽").replace("陆怀谦", "陆怀远")
        (self.corpus / f"a{number:03}.txt").write_text(text, "utf-8")

    def remove(self) -> None:
        if len(list(self.corpus.glob("*.txt"))) > 1:
            self.article().unlink()

    def alter(self) -> None:
        path = self.article()
        lines = path.read_text("utf-8").splitlines(keepends=True)
        if self.chance.random() < 0.5 and len(lines) > 4:
            del lines[self.chance.randrange(3, len(lines))]
        else:
            other = self.chance.choice(DEMO).read_text("utf-8").splitlines(keepends=True)
            lines.insert(self.chance.randrange(2, len(lines) + 1), self.chance.choice(other))
        path.write_text("".join(lines), "utf-8")

    def rename(self) -> None:
        self.article().rename(self.corpus / f"b{self.chance.randrange(1000):03}.txt")

    def touch(self) -> None:
        os.utime(self.article())

    def metadata(self) -> None:
        rows = [f"{p.name},2021-03-{self.chance.randint(1, 28):02},云川日报" for p in sorted(self.corpus.glob("*.txt"))]
        kept = [r for r in rows if self.chance.random() < 0.7]
        (self.corpus / "metadata.csv").write_text("\n".join(["file,date,source", *kept]) + "\n", "utf-8")

    def correct(self) -> None:
        chosen = [c for c in CORRECTIONS if self.chance.random() < 0.5]
        (self.folder / "corrections.txt").write_text("".join(f"{c}\n" for c in chosen), "utf-8")

    def change_options(self) -> None:
        possible: list[list[str]] = [
            [],
            ["--min-confidence", "0"],
            ["--min-confidence", "0.8"],
            ["--base", "http://x.example/"],
        ]
        self.options = self.chance.choice(possible)

    def lose_a_file(self) -> None:
        there = [p for p in (self.folder / "out", self.folder / "store") for p in p.rglob("*") if p.is_file()]
        lost = [p for p in there if p.suffix in {".ttl", ".sst", ".md", ".html", ".sqlite"}]
        if lost:
            self.chance.choice(sorted(lost)).unlink()

    def spoil_a_file(self) -> None:
        there = [p for p in self.folder.rglob("*") if p.suffix in {".trig", ".sst", ".json", ".sqlite"}]
        path = self.chance.choice(sorted(p for p in there if p.stat().st_size) or [self.article()])
        if self.corpus not in path.parents:
            known, data = path.stat(), bytearray(path.read_bytes())
            data[self.chance.randrange(len(data))] ^= 0x20
            path.write_bytes(data)
            os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))

    def change(self) -> None:
        """Change something, one to three times."""
        ways: list[Callable[[], None]] = [
            *[self.add, self.remove, self.alter] * 3,
            *[self.rename, self.touch, self.metadata, self.correct],
            *[self.change_options, self.lose_a_file, self.spoil_a_file],
        ]
        for way in self.chance.sample(ways, self.chance.randint(1, 3)):
            self.steps.append(way.__name__)
            way()

    def build(self, output: Path, store: Path, *more: str) -> None:
        """Build the corpus as it is now."""
        (self.folder / "corrections.txt").touch()
        corrections = ["--corrections", str(self.folder / "corrections.txt")]
        folders = ["-o", str(output), "--store", str(store)]
        status = main(
            [
                "build",
                "--model",
                "none",
                str(self.corpus),
                *folders,
                *corrections,
                *self.options,
                "-q",
                "--jobs",
                "1",
                *more,
            ]
        )
        assert status in (0, 1), self.steps

    def check(self, number: int) -> None:
        """Compare what stands after a build with a build from nothing into new folders."""
        clean = self.folder / f"clean{number}"
        self.build(clean / "out", clean / "store", "--no-cache")
        assert contents(self.folder / "out", self.folder / "store") == contents(clean / "out", clean / "store"), (
            self.steps
        )
        assert main(["check", str(self.folder / "out")]) == main(["check", str(self.folder / "store")]) == 0, self.steps
        shutil.rmtree(clean)


def contents(output: Path, store: Path) -> dict[str, object]:
    """Return all that a build leaves, but for when it did so: files, quads, and what the index finds."""
    kept = GraphStore(store)
    with closing(kept.words()) as words:
        found = set(words._base.execute("SELECT iri, field, text FROM texts"))
        hits = words.search("云川", limit=10_000)
    files = {name: (output / name).read_bytes() for name in (*WRITTEN, EXPLORER) if (output / name).exists()}
    reports = {name: (store / name).read_bytes() for name in ("report.md", "report.json")}
    return {"files": files, "reports": reports, "quads": set(kept.open()), "words": found, "hits": hits}


def run(seed: int, folder: Path) -> list[str]:
    """Build a sequence and compare after each build; return what was changed."""
    sequence = Sequence(seed, folder)
    for step in range(STEPS):
        sequence.build(folder / "out", folder / "store")
        sequence.check(step)
        sequence.change()
    return sequence.steps


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_sequence_of_builds_equals_builds_from_nothing(tmp_path: Path, seed: int) -> None:
    assert run(seed, tmp_path)


if __name__ == "__main__":
    for seed in range(int(sys.argv[1]), int(sys.argv[2])):
        with tempfile.TemporaryDirectory() as temporary:
            print(seed, " ".join(run(seed, Path(temporary))), flush=True)
