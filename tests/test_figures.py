"""The model that comes with kg is that of the documentation: its corpus, and its figures on articles that it has not seen."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.evaluate.evaluation import evaluate
from kg.extract import BUNDLED, Setup
from kg.extract.model.network import load_network
from kg.train.corpus import read_corpus
from kg.train.training import corpus_digest

PRESS = Path(__file__).parent / "corpus" / "press"
EVALUATION = Path(__file__).parent.parent / "docs" / "evaluation.md"
PROCESSORS = 0.015  # sums of floating-point numbers differ by processor, and with them what is barely accepted
ROW = re.compile(r"^\| (?P<name>[\w ]+) \| [^|]* \| \d\.\d\d \d\.\d\d (?P<f1>\d\.\d{3}) \(", re.M)


def test_the_model_was_trained_on_the_annotated_corpus_as_it_is(shared: Path) -> None:
    given = read_corpus([str(shared / "corpus" / "train"), str(PRESS)])
    assert load_network().metadata["corpus"]["digest"] == corpus_digest(given)


@pytest.mark.slow
def test_the_documented_figures_on_unseen_articles_are_those_of_the_model(shared: Path, tmp_path: Path) -> None:
    script, dev = shared / "corpus" / "inline.py", sorted((shared / "corpus" / "dev").glob("*.ann"))
    subprocess.run(
        [sys.executable, str(script), "gold", str(tmp_path / "gold"), *map(str, dev)], check=True, capture_output=True
    )
    figures = evaluate([str(tmp_path / "gold")], Setup(model=BUNDLED)).figures
    documented = {m["name"]: float(m["f1"]) for m in ROW.finditer(EVALUATION.read_text("utf-8"))}
    assert {"entities", "events", "relations", "any role", "agent"} <= documented.keys()
    assert {name: round(figures[name].f1, 3) for name in documented} == pytest.approx(documented, abs=PROCESSORS)
