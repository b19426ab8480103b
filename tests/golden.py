"""Golden graphs: short articles of our own, and the main statements of each as Turtle.

    python tests/golden.py            (make golden) write tests/data/golden/NAME.ttl anew for each NAME.txt
    python tests/golden.py visit ...  only these

The statements are those of the rules alone: they do not change with each training. `tests/test_golden.py` compares. A change of a rule that changes a statement shows as a few lines of one article; read the
diff before you commit it. Left out is what changes with nearly every rule: sentences and offsets, confidence, rule ids, and
the evidence of relations. To add a case, write NAME.txt (title, empty line, text) and run this.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.build import Options, build_sources, quads_of
from kg.extract import BY_RULES
from kg.graph.serialise import turtle
from kg.model import Metadata, Source
from kg.vocab import BASE, KG

FOLDER = Path(__file__).parent / "data" / "golden"
METADATA = Metadata(datetime.date(2021, 3, 2), "云川日报", jurisdiction="云川市")
LEFT_OUT = {KG + name for name in ("charStart", "charEnd", "confidence", "rule", "sourceFile", "statedIn")}


def names() -> list[str]:
    """Return the names of all cases."""
    return sorted(p.stem for p in FOLDER.glob("*.txt"))


def golden(name: str) -> Path:
    """Return the file of a case's statements."""
    return FOLDER / f"{name}.ttl"


def main_statements(name: str) -> str:
    """Return the main statements of a case's article, as Turtle without the prefixes."""
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    result = build_sources([Source(f"{name}.txt", text, METADATA)], Options(jobs=1, model=BY_RULES))
    article = NamedNode(f"{BASE}article/{name}.txt")
    written = "".join(turtle(_main(quads_of(result), article), BASE))
    return "".join(line for line in written.splitlines(keepends=True) if not line.startswith("@prefix")).lstrip("\n")


def _main(quads: Iterator[Quad], article: NamedNode) -> Iterator[Quad]:
    evidence = (f"{article.value}/sentence/", f"{BASE}statement/")
    for quad in quads:
        is_main = quad.predicate.value not in LEFT_OUT and not str(quad.subject.value).startswith(evidence)
        if is_main and quad.graph_name == article:
            yield quad


def main(wanted: list[str]) -> None:
    """Write the golden graphs."""
    for name in wanted or names():
        written = main_statements(name)
        path = golden(name)
        same = path.is_file() and path.read_text("utf-8") == written
        path.write_text(written, "utf-8", newline="\n")
        print(f"{path.name}: {'unchanged' if same else 'written'}")


if __name__ == "__main__":
    main(sys.argv[1:])
