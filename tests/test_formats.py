"""Every format that researchers hold gives the same articles."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
from format_writing import FORMATS, PIECES, WITHOUT_SOURCE, Piece, page_of

from kg.errors import InputError, Problem
from kg.model import Article
from kg.read import ReadOptions, read, split
from kg.read.readers import READERS

pytestmark = pytest.mark.filterwarnings(  # the library that writes web archives leaves its temporary files open
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
NEEDED = {"a.parquet": "pyarrow", "a.warc": "warcio", "a.warc.gz": "warcio"}


def articles_of(path: Path, **stated: object) -> tuple[list[Article], list[Problem]]:
    problems: list[Problem] = []
    options = ReadOptions(**stated)  # type: ignore[arg-type]
    articles = [a for s in read([str(path)], options=options, on_problem=problems.append) for a in split(s)]
    return articles, [p for p in problems if p.slug != "unknown-jurisdiction"]  # 云川 is invented


def prose(text: str) -> str:
    """Return what a text says, without its layout."""
    return "".join(text.split())


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_gives_the_same_articles(name: str, tmp_path: Path) -> None:
    if name in NEEDED:
        pytest.importorskip(NEEDED[name])
    FORMATS[name](PIECES, tmp_path / name)
    articles, problems = articles_of(tmp_path)
    assert problems == []
    assert [a.title for a in articles] == [p.title for p in PIECES]
    for article, piece in zip(articles, PIECES, strict=True):
        body = "".join(article.text[p.start : p.end] for p in article.parts if p.kind == "body")
        assert prose(body) == prose(piece.text)
        assert str(article.published) == (PIECES[0].date if name == "a.md" else piece.date)
        assert article.publisher == (None if name in WITHOUT_SOURCE else piece.source)
    assert len({a.id for a in articles}) == len(PIECES)


@pytest.mark.parametrize("name", FORMATS)
def test_content_decides_before_the_suffix(name: str, tmp_path: Path) -> None:
    if name in NEEDED:
        pytest.importorskip(NEEDED[name])
    if name.endswith((".gz", ".md", ".tar.gz")):
        pytest.skip("the suffix states what is inside, or which dialect the text is in")
    FORMATS[name](PIECES, tmp_path / name)
    (tmp_path / name).rename(tmp_path / "export.TXT")
    articles, _ = articles_of(tmp_path)
    assert [a.title for a in articles] == [p.title for p in PIECES]


def test_suffixes_are_recognised_in_either_case(tmp_path: Path) -> None:
    FORMATS["a.md"](PIECES, tmp_path / "A.MD")
    assert len(articles_of(tmp_path)[0]) == len(PIECES)


def test_a_field_of_another_name_is_stated(tmp_path: Path) -> None:
    row = {"t": PIECES[0].title, "x": {"zw": PIECES[0].text}}
    (tmp_path / "a.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    articles, problems = articles_of(tmp_path)
    assert articles == [] and [p.slug for p in problems] == ["no-text"] and "`t`, `x`" in problems[0].message
    articles, problems = articles_of(tmp_path, fields={"text": "x.zw", "title": "t"})
    assert [a.title for a in articles] == [PIECES[0].title] and problems == []


def test_a_table_without_a_text_says_which_columns_it_saw(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("标题,阅读量,zw\n云川大学揭牌,3,昨日揭牌。\n", "utf-8")
    articles, problems = articles_of(tmp_path)
    assert articles == [] and [p.slug for p in problems] == ["no-text-column"]
    assert "`标题`, `阅读量`, `zw`" in problems[0].message and "--field text=" in problems[0].message
    assert len(articles_of(tmp_path, fields={"text": "zw"})[0]) == 1


def test_a_query_chooses_the_rows_of_a_database(tmp_path: Path) -> None:
    FORMATS["a.sqlite"](PIECES, tmp_path / "a.db")
    query = "SELECT 标题 AS title, 正文 AS text FROM news WHERE 日期 > '2024-03-07'"
    assert [a.title for a in articles_of(tmp_path, table=query)[0]] == [p.title for p in PIECES[1:]]
    with pytest.raises(InputError, match="is no query"):
        articles_of(tmp_path, table="DELETE FROM news")
    assert "news: 标题" in articles_of(tmp_path, table="none")[1][0].message
    connection = sqlite3.connect(tmp_path / "a.db")
    assert connection.execute("SELECT count(*) FROM news").fetchone() == (len(PIECES),)
    connection.close()


def test_the_author_of_a_record_becomes_a_byline(tmp_path: Path) -> None:
    row = {"title": "云川大学揭牌", "text": "3月5日，云川大学揭牌。", "author": "记者 何敏"}
    (tmp_path / "a.json").write_text(json.dumps([row], ensure_ascii=False), "utf-8")
    (article,) = articles_of(tmp_path)[0]
    assert [article.text[p.start : p.end] for p in article.parts if p.kind == "byline"] == ["作者：何敏"]


def test_markdown_of_one_article_is_one_article_without_markup(tmp_path: Path) -> None:
    text = "# 云川大学揭牌\n\n3月5日，**云川大学**举行[揭牌仪式](https://x.example/a)。市委书记程望舒出席仪式并讲话，全市各有关部门的负责人参加了仪式，随后召开了座谈会，会期一天。\n\n## 背景\n\n> 学校前身是云川师范学院，成立于1958年。\n\n* 学生一万人\n"
    (tmp_path / "a.md").write_text(text, "utf-8")
    (article,) = articles_of(tmp_path)[0]
    assert article.title == "云川大学揭牌"
    assert (
        "3月5日，云川大学举行揭牌仪式。" in article.text and "\n背景\n" in article.text and "学校前身" in article.text
    )
    assert not set("#*>[]") & set(article.text) and "http" not in article.text


def test_subtitles_are_read_without_numbers_and_times(tmp_path: Path) -> None:
    cues = ("3月5日，云川大学举行揭牌仪式", "市委书记程望舒出席仪式", "（音乐）")
    srt = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{c}\n\n" for n, c in enumerate(cues, 1))
    (tmp_path / "a.srt").write_text(srt, "utf-8")
    (tmp_path / "b.vtt").write_text("WEBVTT\n\n" + srt.replace(",", "."), "utf-8")
    for article in articles_of(tmp_path)[0]:
        assert (
            "举行揭牌仪式，市委书记程望舒出席仪式" in article.text
            and "-->" not in article.text
            and "00" not in article.text
        )


def test_rich_text_is_read(tmp_path: Path) -> None:
    body = "".join(
        f"\\u{ord(c)}?" if ord(c) > 127 else "\\par " if c == "\n" else c
        for c in f"{PIECES[0].title}\n{PIECES[0].text}"
    )
    (tmp_path / "a.rtf").write_text(
        f"{{\\rtf1\\ansi\\ansicpg936{{\\fonttbl{{\\f0 SimSun;}}}}{{\\info{{\\title x}}}}\\f0 {body}}}", "ascii"
    )
    (article,) = articles_of(tmp_path)[0]
    assert (
        article.title == PIECES[0].title
        and prose(PIECES[0].text) in prose(article.text)
        and "SimSun" not in article.text
    )


def test_a_mail_is_read_whatever_encoding_it_states(tmp_path: Path) -> None:
    head = "From: a@x.example\nTo: b@x.example\nSubject: =?utf-8?b?5LqR5bed5aSn5a2m5o+t54mM?=\nDate: Tue, 05 Mar 2024 23:30:00 +0000\nMIME-Version: 1.0\n"
    (tmp_path / "a.eml").write_bytes(
        f"{head}Content-Type: text/plain; charset=us-ascii\n\n".encode() + PIECES[0].text.encode("gb18030")
    )
    (article,) = articles_of(tmp_path)[0]
    assert article.title == "云川大学揭牌" and str(article.published) == "2024-03-06" and "程望舒" in article.text


def test_old_documents_are_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    articles, problems = articles_of(tmp_path)
    assert (
        articles == []
        and [(p.slug, p.fatal) for p in problems] == [("old-format", True)]
        and "DOCX" in problems[0].message
    )


def test_a_page_of_links_is_left_out_and_named(tmp_path: Path) -> None:
    links = "".join(f'<li><a href="/{n}">云川大学举行第{n}届运动会，一千人参加</a></li>' for n in range(60))
    (tmp_path / "list.html").write_text(
        f"<html><head><title>云川网</title></head><body><ul>{links}</ul></body></html>", "utf-8"
    )
    articles, problems = articles_of(tmp_path)
    assert articles == [] and [(p.where, p.slug, p.fatal) for p in problems] == [("list.html", "no-article", False)]


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "big5"])
def test_pages_with_a_wrong_declared_encoding_are_read(tmp_path: Path, declared: str) -> None:
    page = page_of(PIECES[0]).replace('charset="utf-8"', f'charset="{declared}"')
    (tmp_path / "a.htm").write_bytes(page.encode("gb18030"))
    (article,) = articles_of(tmp_path)[0]
    assert article.title == PIECES[0].title and "程望舒" in article.text


def test_a_long_page_keeps_the_article_and_drops_the_furniture(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        page_of(PIECES[0]).replace("</body>", "<div>" + "<span>广告</span>" * 20_000 + "</div></body>"), "utf-8"
    )
    (article,) = articles_of(tmp_path)[0]
    for word in ("首页", "推荐", "版权所有", "广告", "相关新闻"):
        assert word not in article.text


def test_containers_hold_containers_up_to_a_depth(tmp_path: Path) -> None:
    data = page_of(PIECES[0]).encode()
    name = "a.html"
    for depth in range(7):
        path = tmp_path / f"{depth}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, data)
        data, name = path.read_bytes(), path.name
    assert [a.id for a in articles_of(tmp_path / "2.zip")[0]] == ["2.zip/1.zip/0.zip/a.html"]
    articles, problems = articles_of(tmp_path / "6.zip")
    assert articles == [] and [p.slug for p in problems] == ["too-deep"]


def test_a_table_of_metadata_inside_a_container_is_taken(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("报/a.txt", "云川大学揭牌\n\n3月5日，云川大学揭牌。")
        archive.writestr("报/metadata.csv", "文件,日期,来源\na,2024-03-06,云川日报\n")
        archive.writestr("__MACOSX/报/._a.txt", "x")
        archive.writestr("../报/图.bin", bytes(range(256)))
    articles, problems = articles_of(tmp_path)
    assert [(str(a.published), a.publisher) for a in articles] == [("2024-03-06", "云川日报")]
    assert [(p.where, p.slug) for p in problems] == [("a.zip/报/图.bin", "unknown-kind")]


def test_names_in_archives_of_chinese_windows_are_readable(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("云川.txt".encode("gb18030").decode("cp437"))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "云川大学揭牌\n\n3月5日，云川大学揭牌。")
    data = (tmp_path / "a.zip").read_bytes()
    raw = "云川.txt".encode("gb18030").decode("cp437").encode()
    (tmp_path / "a.zip").write_bytes(data.replace(raw, "云川.txt".encode("gb18030").ljust(len(raw), b"_")))
    assert [a.file[:2] for a in articles_of(tmp_path)[0]] in (["云川"], [])


def test_a_container_that_expands_without_end_is_read_no_further(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(3):
            archive.writestr(f"{n}.txt", b" " * 2**26)
    articles, problems = articles_of(tmp_path)
    assert (
        articles == []
        and {p.slug for p in problems} <= {"too-large", "too-long"}
        and "too-large" in {p.slug for p in problems}
    )


@pytest.mark.parametrize("reader", [r for r in READERS if r.extra and r.extra != "ocr"], ids=lambda r: r.name)
def test_a_missing_library_is_named_with_its_extra(
    reader: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    name = {"parquet": "a.parquet", "pdf": "a.pdf", "warc": "a.warc"}[reader.extra]  # type: ignore[attr-defined]
    (tmp_path / name).write_bytes({"parquet": b"PAR1", "pdf": b"%PDF-1.4", "warc": b"WARC/1.0\r\n"}[reader.extra])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    (problem,) = articles_of(tmp_path)[1]
    assert problem.slug == "missing-library" and f"kg-news[{reader.extra}]" in problem.message  # type: ignore[attr-defined]


def test_an_interview_and_a_notice_are_no_exports(tmp_path: Path) -> None:
    talk = "云川大学校长谈招生\n\n" + "".join(
        f"记者：第{n}个问题是什么？\n魏远明：今年招生{n}千人，比去年多。\n" for n in range(5)
    )
    (tmp_path / "a.txt").write_text(talk, "utf-8")
    (tmp_path / "b.txt").write_text(
        "关于开学的通知\n\n时间：9月1日\n地点：云川大学礼堂\n联系人：何敏\n请各位老师准时参加会议。\n", "utf-8"
    )
    articles, _ = articles_of(tmp_path)
    assert [a.id for a in articles] == ["a.txt", "b.txt"]


@pytest.mark.slow
def test_forty_articles_give_the_same_statements_in_every_format(tmp_path: Path) -> None:
    from kg.build import Options, build

    pieces = [
        Piece(
            f"{p.title}第{n}次",
            tuple(x.replace("3月", f"{n % 12 + 1}月") for x in p.paragraphs),
            p.date,
            p.source,
            p.author,
        )
        for n in range(14)
        for p in PIECES
    ]
    stated = {}
    for name in ("a.jsonl", "a.csv", "a.xlsx", "a.docx", "pages.zip", "boxed.txt", "rss.xml", "a.epub", "a.sqlite"):
        folder = tmp_path / name.replace(".", "_")
        folder.mkdir()
        FORMATS[name](pieces, folder / name)
        built = build([str(folder)], Options(jobs=1))
        assert len(built.records) == 42
        stated[name] = sorted(
            (
                r.article.title,
                len(r.entities),
                sorted((e.type, e.name, str(e.when)) for e in r.events),
                len(r.positions),
            )
            for r in built.records
        )
    assert all(found == stated["a.jsonl"] for found in stated.values())
