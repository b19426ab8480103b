"""All benchmarks in one table, each ratio from one run.

    python tests/benchmarks/run.py [CORPUS] [--articles N] [--only tagger,peak,build,twice,profiles,steps,queries,views]

CORPUS is a JSON Lines file (title, text, date). Without one it is the sample corpus, COPIES times over with a city of
another name each: enough to see the pace, too like itself to judge resolution by. The last row goes into the history of docs/benchmarks.md.
"""

from __future__ import annotations

import os

os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

import argparse
import datetime
import importlib.util
import json
import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import building
import querying
import tagging
from measuring import Figure, load, machine

from kg.build import Options, build, write

DEMO = Path(__file__).parents[2] / "kg" / "demo"
COPIES = 25
CITIES = "安白昌春达德恩芳飞福刚光国海涵浩和恒红洪华辉慧佳建江杰金"
TAGGED = 300_000  # characters that the tagger and jieba.posseg get
QUERIED = 300  # articles of the graph that rdflib gets too: its time is what limits them


def lines_of(corpus: Path | None, articles: int) -> list[str]:
    """Return the articles as lines of JSON."""
    if corpus:
        with corpus.open(encoding="utf-8") as lines:
            return [line for line in islice(lines, articles) if line.strip()]
    texts = [(p.stem, *p.read_text("utf-8").partition("\n")[::2]) for p in sorted(DEMO.glob("*.txt"))]
    return [
        json.dumps(
            {
                "id": f"{copy}-{name}",
                "title": title,
                "text": text.replace("云川", f"{CITIES[copy]}川"),
                "date": "2021-06-01",
            },
            ensure_ascii=False,
        )
        for copy in range(COPIES)
        for name, title, text in texts
    ][:articles]


def measure(lines: list[str], only: set[str], folder: Path) -> list[Figure]:
    """Return the figures of the parts that are asked for; each row is printed as it comes."""
    corpus, few = folder / "corpus.jsonl", folder / "few.jsonl"
    corpus.write_text("".join(f"{line.rstrip()}\n" for line in lines), "utf-8")
    few.write_text("".join(f"{line.rstrip()}\n" for line in lines[:QUERIED]), "utf-8")
    texts = [json.loads(line)["text"] for line in lines]
    paragraphs = [p for text in texts for p in text.split("\n") if p.strip()]
    room = 0
    tagged = [p for p in paragraphs if (room := room + len(p)) <= TAGGED]
    parts: dict[str, Callable[[], list[Figure]]] = {
        "tagger": lambda: tagging.against_jieba(tagged),
        "peak": lambda: tagging.against_peak(tagged),
        "build": lambda: building.on_cores(corpus, len(texts), sum(map(len, texts))),
        "twice": lambda: building.twice(corpus),
        "profiles": lambda: building.by_profile(corpus),
        "steps": lambda: building.by_step(corpus),
        "queries": lambda: querying.against_rdflib(_graph(few, folder)),
    }
    figures: list[Figure] = []
    print("\n| what | kg | against | ratio |\n|---|---|---|---|")
    for name, part in parts.items():
        for figure in part() if name in only else ():
            print(figure.row, flush=True)
            figures.append(figure)
    return figures


def _graph(corpus: Path, folder: Path) -> Path:
    write(build([str(corpus)], Options(jobs=1)), folder / "graph")
    return folder / "graph" / "graph.ttl"


def history(figures: list[Figure]) -> str:
    """Return the row of the history: date, processor, and the figures that carry a ratio, in the order of the table."""
    kept = [f for f in figures if not f.what.startswith(("step:", "query:"))]
    ratios = "; ".join(f"{f.what}: {f.ours} / {f.other} = {f.ratio:.2f}" for f in kept)
    return f"| {datetime.date.today()} | {machine()} | {ratios} |"


def main() -> None:
    """Measure, and print Markdown."""
    parser = argparse.ArgumentParser(description="Measure kg against what else there is, in one run.")
    parser.add_argument("corpus", nargs="?", type=Path, help="JSON Lines (default: the sample corpus, multiplied)")
    parser.add_argument("--articles", type=int, default=2000, help="take so many at the most (default: %(default)s)")
    parser.add_argument(
        "--only", default="tagger,peak,build,twice,profiles,steps,queries,views", help="parts, with commas between"
    )
    options = parser.parse_args()
    lines = lines_of(options.corpus, options.articles)
    if not lines:
        raise SystemExit(f"{options.corpus}: holds no article")
    characters = sum(len(json.loads(line)["text"]) for line in lines)
    print(f"{len(lines):,} articles of {options.corpus or 'the sample corpus, multiplied'}, {characters:,} characters")
    print(f"{machine()}; load before: {load()}")
    only = set(options.only.split(","))
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(lines, only, Path(folder))
    print(f"\nFor the history:\n\n{history(figures)}")
    if "views" in only and importlib.util.find_spec("views"):
        import views

        print("\nViews:\n")
        views.main((500, 2000))


if __name__ == "__main__":
    main()
