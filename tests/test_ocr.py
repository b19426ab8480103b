"""Scanned pages: our own pages drawn as pictures, recognised, and compared with what was set."""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

pytest.importorskip("rapidocr", reason="the extra ocr is not installed")

import pypdfium2
from broadsheets import FONT, page, printed_pages
from PIL import Image
from pyoxigraph import RdfFormat, Store
from rapidfuzz.distance import Levenshtein
from reportlab.pdfgen.canvas import Canvas

from kg.cli import main
from kg.errors import Problem
from kg.model import Article
from kg.read import ReadOptions, read, recognition, split

TEXT = "3月5日，云川大学举行揭牌仪式，市委书记程望舒出席仪式并讲话，校长魏远明主持仪式。"
SHARE = 0.02  # of the characters of an article that recognition may get wrong
OCR = ReadOptions(ocr=True)


def drawn(data: bytes, dpi: int = 200) -> list[Image.Image]:
    """Return the pages of a PDF as pictures."""
    file = pypdfium2.PdfDocument(data)
    pages = [file[n].render(scale=dpi / 72).to_pil().convert("RGB") for n in range(len(file))]
    file.close()
    return pages


def scanned(data: bytes, dpi: int = 200) -> bytes:
    """Return a PDF of pictures of the pages of a PDF."""
    first, *others = drawn(data, dpi)
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=dpi)
    return out.getvalue()


def articles_of(
    folder: Path, data: bytes, name: str = "page.pdf", options: ReadOptions = OCR
) -> tuple[list[Article], list[Problem]]:
    (folder / name).write_bytes(data)
    problems: list[Problem] = []
    sources = list(read([str(folder / name)], options=options, on_problem=problems.append))
    return [a for s in sources for a in split(s)], problems


def letters(text: str) -> str:
    return "".join(text.split())


def share_whole(wanted: Iterable[str], found: Iterable[str]) -> float:
    """Return the share of texts that are found whole and in order, but for a few characters."""
    texts, whole = [letters(t) for t in found], list(map(letters, wanted))
    near = [min((Levenshtein.normalized_distance(w, t) for t in texts), default=1.0) for w in whole]
    return sum(n <= SHARE for n in near) / len(whole)


@pytest.fixture(scope="module")
def small() -> bytes:
    return printed_pages([("云川大学揭牌", TEXT)])


def test_a_scanned_page_gives_its_article_and_the_confidence_of_each_line(small: bytes, tmp_path: Path) -> None:
    pages: list[tuple[str, int, int]] = []
    options = ReadOptions(ocr=True, on_page=lambda *page: pages.append(page))
    (article,), problems = articles_of(tmp_path, scanned(small), options=options)
    assert problems == []
    assert pages == [("page.pdf", 1, 1)]
    assert share_whole([f"云川大学揭牌{TEXT}"], [article.text]) == 1
    assert article.title == "云川大学揭牌"
    assert article.recognised is not None and 0.8 < article.recognised < 1
    assert {r.page for r in article.regions} == {1}
    assert all(0 < r.confidence < 1 for r in article.regions)


def test_a_picture_of_a_page_is_read_like_a_scanned_page(small: bytes, tmp_path: Path) -> None:
    out = io.BytesIO()
    drawn(small)[0].save(out, "PNG")
    (article,), problems = articles_of(tmp_path, out.getvalue(), "page.png")
    assert problems == []
    assert share_whole([f"云川大学揭牌{TEXT}"], [article.text]) == 1
    assert article.id == "page.png#1-1"


def test_columns_do_not_merge(tmp_path: Path) -> None:
    left = ["云川市三月五日召开全市", "经济工作会议市委书记程", "望舒出席会议并作了讲话"]
    right = ["白鹭县三月六日举行茶博", "会开幕式县长韩定远主持", "开幕式副县长孔时雨参加"]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 120))
    canvas.setFont(FONT, 9)
    for n, (one, other) in enumerate(zip(left, right, strict=True)):
        canvas.drawString(20, 90 - 13 * n, one)
        canvas.drawString(20 + 11 * 9 + 14, 90 - 13 * n, other)
    canvas.showPage()
    canvas.save()
    articles, _ = articles_of(tmp_path, scanned(out.getvalue()))
    text = letters("".join(a.text for a in articles))
    assert Levenshtein.distance(text, "".join(left + right)) <= 1


def test_without_the_option_a_scanned_page_is_named_and_left_out(small: bytes, tmp_path: Path) -> None:
    articles, problems = articles_of(tmp_path, scanned(small), options=ReadOptions())
    assert articles == []
    assert [p.slug for p in problems] == ["no-text-layer"]
    assert "--ocr" in problems[0].message
    out = io.BytesIO()
    drawn(small, 100)[0].save(out, "PNG")
    articles, problems = articles_of(tmp_path, out.getvalue(), "page.png", ReadOptions())
    assert articles == []
    assert [p.slug for p in problems] == ["image"]
    assert "--ocr" in problems[0].message


def test_a_page_with_a_text_layer_is_not_recognised(small: bytes, tmp_path: Path) -> None:
    pages: list[tuple[str, int, int]] = []
    options = ReadOptions(ocr=True, on_page=lambda *page: pages.append(page))
    (article,), _ = articles_of(tmp_path, small, options=options)
    assert pages == []
    assert article.recognised is None


def test_icons_and_broken_pictures_are_no_articles(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(out, "PNG")
    articles, problems = articles_of(tmp_path, out.getvalue(), "icon.png")
    assert articles == [] and [(p.slug, p.fatal) for p in problems] == [("image", False)]
    articles, problems = articles_of(tmp_path, b"\x89PNG\r\n\x1a\n" + b"?" * 200, "broken.png")
    assert articles == [] and [p.slug for p in problems] == ["broken-picture"]
    for cut in (20, 40, len(out.getvalue()) // 2):
        articles, problems = articles_of(tmp_path, out.getvalue()[:cut], "cut.png")
        assert articles == [] and len(problems) == 1


def test_without_the_library_the_extra_is_named(small: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.read.recognition import _engine

    _engine.cache_clear()
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    articles, problems = articles_of(tmp_path, scanned(small))
    assert articles == []
    assert [p.slug for p in problems] == ["missing-library"]
    assert "kg-news[ocr]" in problems[0].message


def test_statements_of_recognised_text_are_marked_and_less_sure(small: bytes, tmp_path: Path) -> None:
    def built(data: bytes, name: str) -> Store:
        (tmp_path / f"{name}.pdf").write_bytes(data)
        arguments = ["build", str(tmp_path / f"{name}.pdf"), "-o", str(tmp_path / name), "--jobs", "1", "-q"]
        assert main([*arguments, "--ocr", "--model", "none", "--min-confidence", "0"]) == 0
        store = Store()
        store.load(path=str(tmp_path / name / "graph.trig"), format=RdfFormat.TRIG)
        return store

    def values(store: Store, query: str) -> list[float]:
        prefix = "PREFIX kg: <https://w3id.org/newskg/ontology#> "
        return sorted(float(r[0].value) for r in store.query(f"{prefix} SELECT ?x WHERE {{ GRAPH ?g {{ {query} }} }}"))

    printed, scan = built(small, "printed"), built(scanned(small), "scan")
    statements = "?s kg:confidence ?x"
    assert len(values(printed, statements)) == len(values(scan, statements)) > 3
    assert sum(values(scan, statements)) < sum(values(printed, statements))
    assert values(printed, "?a a kg:Article ; kg:recognitionConfidence ?x") == []
    (sure,) = values(scan, "?a a kg:Article ; kg:recognitionConfidence ?x")
    assert 0.8 < sure < 1
    assert values(scan, "?s a kg:Sentence ; kg:recognitionConfidence ?x")
    for store in (printed, scan):
        regions = {
            r["x"].value
            for r in store.query("SELECT ?x WHERE { GRAPH ?g { ?s <https://w3id.org/newskg/ontology#region> ?x } }")
        }
        assert regions
        assert all(r.startswith("page=1&box=") for r in regions)


@pytest.mark.slow
@pytest.mark.parametrize("columns", [5, 7])
def test_nine_in_ten_articles_of_a_scanned_broadsheet_are_whole_and_in_order(columns: int, tmp_path: Path) -> None:
    data, printed = page(random.Random(columns), columns)
    articles, problems = articles_of(tmp_path, scanned(data))
    assert problems == []
    wanted = [p.title + p.text for p in printed]
    assert share_whole(wanted, [a.text for a in articles]) >= 0.9
    assert len(articles) <= len(printed) * 1.1 + 1


def test_a_second_build_recognises_nothing_again(
    small: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "page.pdf").write_bytes(scanned(small))
    build = [
        "build",
        str(tmp_path / "in"),
        "-o",
        str(tmp_path / "out"),
        "--ocr",
        "--jobs",
        "1",
        "--model",
        "none",
        "-q",
    ]
    assert main(build) == 0
    first = (tmp_path / "out" / "graph.trig").read_bytes()
    (tmp_path / "out" / ".records.sqlite").unlink()
    (tmp_path / "out" / ".built.json").unlink()
    monkeypatch.setattr(recognition, "_engine", lambda: pytest.fail("the page is recognised again"))
    assert main(build) == 0 and (tmp_path / "out" / "graph.trig").read_bytes() == first
    monkeypatch.undo()
    monkeypatch.setattr(recognition, "_version", lambda: "another version")
    pages: list[int] = []
    monkeypatch.setattr(recognition, "_lines_of", lambda pixels, points: pages.append(1) or [])
    main(build)
    assert pages == [1]
