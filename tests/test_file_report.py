"""The report of a build accounts for every file that was seen."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from kg.build import file_report
from kg.build.file_report import FileLine, as_table
from kg.cli import main
from kg.errors import Problem
from kg.read import read
from kg.read.document import on_disk
from kg.read.readers import reader_of

NEWS = "云川大学揭牌\n\n3月5日，云川市委书记程望舒出席云川大学揭牌仪式。\n"
SEVENTH = b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(60)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    given = folder / "in"
    (given / "2024").mkdir(parents=True)
    (given / "a.txt").write_text(NEWS, "utf-8")
    (given / "2024" / "b.jsonl").write_text(
        '{"title": "甲", "text": "3月5日，程望舒出席会议。", "id": 1}\n{"id": 2}\n', "utf-8"
    )
    with zipfile.ZipFile(given / "c.zip", "w") as archive:
        archive.writestr("x/d.txt", NEWS)
        archive.writestr("x/e.txt", NEWS)
        archive.writestr("x/f.7z", SEVENTH)
    (given / "g.7z").write_bytes(SEVENTH)
    (given / "h.bin").write_bytes(bytes(range(256)))
    (given / "i.txt").write_bytes(b"")
    main(["build", str(given), "-o", str(folder / "out"), "--jobs", "1", "--model", "none", "-q"])
    return folder / "out"


def test_each_file_has_a_line_with_its_articles_or_the_reason(out: Path) -> None:
    files = json.loads((out / "report.json").read_text("utf-8"))["files"]
    assert [(f["name"], f["format"], f["articles"], f["left_out"]) for f in files] == [
        ("2024/b.jsonl", "JSON Lines", 1, 1),
        ("a.txt", "plain text", 1, 0),
        ("c.zip", "ZIP", 2, 1),
        ("g.7z", "archive that is not read", 0, 1),
        ("h.bin", "unknown", 0, 1),
        ("i.txt", "plain text", 0, 0),
    ]
    assert [bool(f["reasons"]) for f in files] == [True, False, True, True, True, True]


def test_the_page_says_what_to_do(out: Path) -> None:
    table = (out / "report.md").read_text("utf-8").partition("## Files")[2].partition("## Articles")[0]
    (line,) = [row for row in table.split("\n") if row.startswith("| g.7z")]
    assert "unpack it first (7z x FILE)" in line and "| 0 | 1 |" in line
    assert "c.zip/x/f.7z: " in table and "| a.txt | plain text | 1 |  |  |" in table


def test_of_many_files_the_page_has_folders_and_the_incomplete_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_report, "MOST", 3)
    whole = [FileLine(f"2024/{n}.txt", "plain text", 1, 0) for n in range(3)]
    lost = FileLine("2025/x.pdf", "PDF", 0, 1, ("2025/x.pdf: has no text layer; use --ocr",))
    text = list(as_table([*whole, FileLine("2024/y.html", "web page", 2, 0), lost], str))
    assert "| 2024 | 4 | plain text 3, web page 1 | 5 |  |" in text and "| 2025 | 1 | PDF 1 | 0 | 1 |" in text
    assert text[-1] == "| 2025/x.pdf | PDF | 0 | 1 | has no text layer; use --ocr |"
    assert not any("2024/0.txt" in line for line in text)


@pytest.mark.parametrize(
    ("name", "data", "advice"),
    [
        ("a.bin", b"Rar!\x1a\x07\x01\x00", "unrar x"),
        ("a.tar.zst", b"\x28\xb5\x2f\xfd" + bytes(9), "unzstd"),
        ("a.caj", b"CAJ\x00" + bytes(99), "download the PDF"),
        ("a.ceb", b"Founder CEB 3.0" + bytes(99), "print it to a PDF"),
        ("a.ofd", None, "save it as PDF"),
    ],
)
def test_what_is_not_read_says_what_to_do(name: str, data: bytes | None, advice: str, tmp_path: Path) -> None:
    if data is None:
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("OFD.xml", "<OFD/>")
    else:
        (tmp_path / name).write_bytes(data)
    problems: list[Problem] = []
    assert list(read([str(tmp_path)], on_problem=problems.append)) == []
    assert [(p.where, p.fatal) for p in problems] == [(name, True)] and advice in problems[0].message


def test_a_pdf_named_as_caj_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.caj"
    path.write_bytes(b"%PDF-1.4\n")
    found = reader_of(on_disk(path, "a.caj"))
    assert found is not None and found.name == "PDF"
