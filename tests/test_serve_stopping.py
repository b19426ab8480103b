"""A server that is stopped leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import urllib3
from conftest import ROOT

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 143)])
def test_a_server_of_a_file_removes_its_store_when_it_is_stopped(tmp_path: Path, name: str, status: int) -> None:
    if signal.getsignal(getattr(signal, name)) is signal.SIG_IGN:
        pytest.skip(f"{name} is ignored here, as under nohup")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(scratch)}
    graph = ROOT / "exports" / "graph.trig"
    command = [sys.executable, "-m", "kg", "serve", str(graph), "--port", "0", "--seconds", "120"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True, cwd=tmp_path) as process:
        assert process.stdout and process.stderr
        found = re.match(r"(http://\S+)/ ", process.stdout.readline())
        assert found and list(scratch.iterdir())
        host, port = found[1].removeprefix("http://").split(":")
        with (
            urllib3.HTTPConnectionPool(host, int(port), timeout=1, retries=False) as pool,
            pytest.raises(urllib3.exceptions.TimeoutError),
        ):
            pool.request("POST", "/sparql", fields={"query": SLOW}, encode_multipart=False)
        process.send_signal(getattr(signal, name))
        assert process.wait(60) == status
        assert "Traceback" not in process.stderr.read()
    assert not list(scratch.iterdir())
