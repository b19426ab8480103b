"""How much of the input is read, and how long the recognition of pages takes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kg.cli.progress import PageProgress, reading_state
from kg.read import Account, read

LINE = '{"text": "3月5日，云川大学揭牌。"}\n'


def test_the_account_counts_bytes_of_files_and_inside_the_file_that_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("云川大学揭牌。", "utf-8")
    (tmp_path / "b.jsonl").write_text(LINE * 20_000, "utf-8")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        for n in range(4):
            archive.writestr(f"{n}.txt", "云川大学揭牌。")
    sizes = [(tmp_path / name).stat().st_size for name in ("a.txt", "b.jsonl", "c.zip")]
    account = Account()
    seen = [(s.name, account.bytes_read) for s in read([str(tmp_path)], account=account, on_problem=lambda p: None)]
    positions = [n for _, n in seen]
    assert positions == sorted(positions) and account.bytes_to_read == sum(sizes) and account.to_read == 3
    inside = [n - sizes[0] for name, n in seen if name == "b.jsonl"]
    assert 0 < inside[0] < 0.1 * sizes[1] < inside[len(inside) // 2] < 0.6 * sizes[1]
    assert [round((n - sum(sizes[:2])) / sizes[2], 2) for name, n in seen if "c.zip" in name] == [0, 0.25, 0.5, 0.75]
    assert account.bytes_read == sum(sizes)
    assert reading_state(account, 20_005) == "file 3 of 3 (c.zip), 20,005 sources done"


def test_the_pages_of_a_pdf_are_its_progress(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    pytest.importorskip("reportlab")
    from broadsheets import printed_pages

    text = "3月5日，云川大学举行揭牌仪式，市委书记程望舒出席仪式并讲话。"
    (tmp_path / "a.pdf").write_bytes(printed_pages([("云川大学揭牌", text), ("东屿港开工", text)]))
    account = Account()
    for _ in read([str(tmp_path)], account=account, on_problem=lambda p: None):
        break
    assert account.files[0].parts_done == 0.5  # articles can go on, so that none is given before the last page is read


def test_recognition_says_how_long_the_rest_of_a_file_takes(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter((0.0, 30.0, 80.0, 90.0))
    show = PageProgress(lambda: next(times))
    for page in (1, 2, 3):
        show("a.pdf", page, 12)
    show("b\x1b[31m.png", 1, 1)
    assert capsys.readouterr().err.splitlines() == [
        "kg: a.pdf: recognising page 1 of 12",
        "kg: a.pdf: recognising page 2 of 12 (about 6 min left)",
        "kg: a.pdf: recognising page 3 of 12 (about 7 min left)",
        "kg: b\\x1b[31m.png: recognising page 1 of 1",
    ]
