"""The benchmarks run: what they measure is for `make bench`, here on four articles that they print what they promise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).parent / "benchmarks" / "run.py"


@pytest.mark.slow
def test_benchmarks_print_a_table_and_a_row_for_the_history() -> None:
    command = [sys.executable, str(RUN), "--articles", "4", "--only", "steps,queries"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = [line for line in output.splitlines() if line.startswith("| ")]
    assert any(row.startswith("| step: extraction | ") for row in rows)
    assert sum(row.startswith("| query: ") for row in rows) == 8
    assert "the eight queries, against rdflib" in rows[-1]
