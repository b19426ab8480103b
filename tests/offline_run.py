"""What a user does in a day, run where every address leads back to this machine; prints the connections that it made itself.

    python offline_run.py FOLDER GRAPH_SITE...

Run by test_offline.py in a network of its own; FOLDER is where the commands write.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

DEMO = Path(__file__).parent.parent / "kg" / "demo"
LINGER = 13  # seconds: the runtime of the network reported to its vendor nine seconds after it was loaded
LIBRARY = f"""
import time
import kg
graph = kg.build([{str(DEMO)!r}])
assert graph.query("ASK {{ ?who a kg:Person }}")
time.sleep({LINGER})
"""
PAGES = (
    "/",
    "/sparql?query=" + urllib.parse.quote("ASK { ?who a kg:Person }"),
    "/search?q=" + urllib.parse.quote("云川大学书记"),
)


def commands(folder: Path) -> list[list[str]]:
    """Return the commands, in order."""
    graph, store = str(folder / "out"), str(folder / "store")
    return [
        ["build", str(DEMO), "-o", graph, "--store", store, "--jobs", "2", "-q"],
        ["query", "ASK { ?who a kg:Person }", store],
        ["search", "云川大学书记", store],
        ["view", "n01.txt", f"{graph}/graph.trig", "-o", str(folder / "article.html")],
        ["view", f"{graph}/graph.trig", "-o", str(folder / "network.html")],
        ["validate", f"{graph}/graph.trig"],
        ["export", "csv", f"{graph}/graph.trig", "-o", str(folder / "tables")],
    ]


def visit(store: Path) -> int:
    """Serve a store, fetch its pages, and return how many connections that took."""
    command = [sys.executable, "-m", "kg", "serve", str(store), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as server:
        try:
            assert server.stdout
            site = server.stdout.readline().split("/ ")[0]
            for page in PAGES:
                with urllib.request.urlopen(site + page) as answer:
                    assert answer.status == 200
        finally:
            server.send_signal(signal.SIGINT)
    return len(PAGES)


def main(folder: Path) -> None:
    """Run everything; raises CalledProcessError where a command fails."""
    with subprocess.Popen([sys.executable, "-c", LIBRARY]) as library:
        for command in commands(folder):
            subprocess.run([sys.executable, "-m", "kg", *command], stdout=subprocess.DEVNULL, check=True)
        connections = visit(folder / "store")
    assert library.returncode == 0
    print(json.dumps({"connections": connections}))


if __name__ == "__main__":
    os.chdir(sys.argv[2])
    main(Path(sys.argv[1]))
