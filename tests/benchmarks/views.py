"""How soon a view is drawn and how smoothly it moves: ours against plain pyvis on the same graph, in one run.

    python tests/benchmarks/views.py [NODES ...]    (default: 500 2000 10000 50000)

Scale-free graphs (Barabási and Albert 1999, two edges a node) of things of all kinds with Chinese names, each edge with a
sentence. The page is opened from disk in headless Chromium with software rendering. "first frame" is the time from opening to
the first drawn frame, "frame" the median time of a frame while the picture moves. Plain pyvis is asked with its defaults, its
physics included, and given up after a minute and a half.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import networkx as nx
from pyvis.network import Network as PyvisNetwork
from selenium import webdriver
from selenium.common.exceptions import JavascriptException, TimeoutException, WebDriverException
from selenium.webdriver.chrome.service import Service

from kg.views.labels import LOOKS
from kg.views.network import Article, Citation, Edge, Network, Node, Sentence
from kg.views.page import render

SIZES = (500, 2000, 10_000, 50_000)
VIS_LIMIT = 1000  # nodes that the small view draws: beyond, the explorer does
PATIENCE = 90  # seconds
FAMILIES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "安邦昌德芳国海宏嘉建静军兰丽明宁"
FLAGS = (
    "--headless=new --no-sandbox --no-first-run --disable-sync --disable-background-networking --disable-component-update "
    "--window-size=1280,800"
)
SOFTWARE = {"vis": "--disable-gpu", "sigma": "--use-angle=swiftshader --enable-unsafe-swiftshader"}  # what draws
FIRST_FRAME = "return document.documentElement.dataset.firstFrame || ''"
HOOK = (
    "<script>network.once('afterDrawing', () => { document.documentElement.dataset.firstFrame = String(performance.now()); });"
    "</script></body>"
)
WATCH = """
window.frameTimes = [];
let last = performance.now();
(function frame(now) {
  window.frameTimes.push(now - last);
  last = now;
  requestAnimationFrame(frame);
})(last);
"""
STEPS = 60  # moves of the pointer


def name(number: int) -> str:
    """Return a Chinese name for a number; there are a few of each."""
    return FAMILIES[number % 16] + GIVEN[number // 16 % 16] + GIVEN[number // 256 % 16]


def network(size: int) -> Network:
    """Return a network of so many things."""
    graph = nx.barabasi_albert_graph(size, 2, seed=1)
    articles = tuple(
        Article(f"a{i:06}", f"第{i}篇", f"2021-{i % 12 + 1:02}-01", f"{i}.txt") for i in range(size // 10 + 1)
    )
    ends = sorted(graph.edges)
    sentences = tuple(
        Sentence(f"s{i:07}", f"{name(a)}与{name(b)}一同出席了会议。", articles[i % len(articles)].iri, 0, 16)
        for i, (a, b) in enumerate(ends)
    )
    nodes = tuple(
        Node(f"n{i:06}", LOOKS[i % len(LOOKS)].kind, name(i), articles=(articles[i % len(articles)].iri,))
        for i in range(size)
    )
    edges = tuple(
        Edge(nodes[a].iri, nodes[b].iri, "relatedTo", citations=(Citation(s.iri, 0.9, s.iri),))
        for (a, b), s in zip(ends, sentences, strict=True)
    )
    return Network(nodes, edges, sentences, articles)


def pyvis_page(drawn: Network) -> str:
    """Return pyvis's own page of a network; edges are put in place at once, as its add_edge looks through all before it."""
    plain = PyvisNetwork(cdn_resources="in_line")
    for node in drawn.nodes:
        plain.add_node(node.iri, label=node.label)
    plain.edges = [{"from": e.source, "to": e.target} for e in drawn.edges]
    return str(plain.generate_html()).replace("</body>", HOOK)


def browser(kind: str) -> webdriver.Chrome:
    """Start Chromium. Raises SystemExit where there is none."""
    found, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (found and driver):
        raise SystemExit("needs chromium and chromedriver: make test installs them on Debian")
    options = webdriver.ChromeOptions()
    options.binary_location = found
    for flag in [*FLAGS.split(), *SOFTWARE[kind].split()]:
        options.add_argument(flag)
    options.page_load_strategy = "none"
    return webdriver.Chrome(options=options, service=Service(driver))


def dragged(chromium: webdriver.Chrome) -> list[float]:
    """Return the times between frames, in milliseconds, while the pointer drags the picture to and fro."""

    def pointer(kind: str, x: float, y: float) -> None:
        chromium.execute_cdp_cmd(
            "Input.dispatchMouseEvent",
            {"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1},
        )

    pointer("mousePressed", 130, 560)
    chromium.execute_script(WATCH)
    for step in range(STEPS):
        pointer("mouseMoved", 130 + 8 * min(step, STEPS - step), 560 - 4 * min(step, STEPS - step))
    frames = chromium.execute_script("return window.frameTimes")
    pointer("mouseReleased", 130, 560)
    return [float(f) for f in frames[1:]]


def measure(page: Path, kind: str) -> tuple[float, float]:
    """Return the seconds to the first drawn frame (infinite where it does not come) and of a frame while moving."""
    chromium = browser(kind)
    try:
        chromium.set_script_timeout(PATIENCE)
        begun = time.monotonic()
        chromium.get(page.as_uri())
        first = ""
        while not first and time.monotonic() - begun < PATIENCE:
            time.sleep(0.05)
            try:
                first = str(chromium.execute_script(FIRST_FRAME))
            except (JavascriptException, TimeoutException):
                continue
        if not first:
            return float("inf"), float("nan")
        frames = dragged(chromium)
        return float(first) / 1000, statistics.median(frames) / 1000
    except WebDriverException:
        return float("inf"), float("nan")
    finally:
        chromium.quit()


def main(sizes: tuple[int, ...]) -> None:
    """Print a row for each size."""
    print("| nodes | page | first frame | frame | pyvis: first frame | frame | sooner |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            drawn = network(size)
            ours, theirs = Path(folder) / "ours.html", Path(folder) / "pyvis.html"
            kind = "vis" if size <= VIS_LIMIT else "sigma"
            ours.write_text(render(drawn, title="基准", drawing=kind), "utf-8")
            theirs.write_text(pyvis_page(drawn), "utf-8")
            (first, frame), (first_plain, frame_plain) = measure(ours, kind), measure(theirs, kind)
            plain = f"{first_plain:.1f} s" if first_plain < PATIENCE else f"more than {PATIENCE} s"
            sooner = f"{'' if first_plain < PATIENCE else 'more than '}{min(first_plain, PATIENCE) / first:.0f} times"
            print(
                f"| {size:,} | {kind}, {ours.stat().st_size / 1e6:.1f} MB | {first:.2f} s | {frame * 1000:.0f} ms "
                f"| {plain} | {frame_plain * 1000:.0f} ms | {sooner} |",
                flush=True,
            )


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
