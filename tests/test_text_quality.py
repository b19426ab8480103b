"""Characters, columns, datelines, encodings and tables of metadata, as the files of researchers hold them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import examples

from kg.errors import Problem
from kg.model import Article, Source
from kg.read import ReadOptions, read, split
from kg.read.characters import normalised
from kg.read.dateline import parse_dateline
from kg.read.dates import parse_time
from kg.read.decode import decode

NEWS = "云川大学揭牌\n\n3月5日，云川市委书记程望舒出席云川大学揭牌仪式。\n"
DAY = datetime.date(2024, 3, 6)


def one(text: str) -> Article:
    """Return the one article of a text."""
    (article,) = split(Source("a.txt", text))
    return article


def read_folder(folder: Path, **options: object) -> tuple[list[Source], list[Problem]]:
    problems: list[Problem] = []
    return list(read([str(folder)], on_problem=problems.append, **options)), problems  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("市委书记程望\u200b舒出席", "市委书记程望舒出席"),
        ("在云川\u00ad大学", "在云川大学"),
        ("市委书记\ufeff程望舒", "市委书记程望舒"),
        ("\u202a程望舒\u202c出席", "程望舒出席"),
        ("程望\u200c舒\u200d出席", "程望舒出席"),
        ("程⽴新在云川⼤学", "程立新在云川大学"),  # Kangxi radicals, as PDF gives them
        ("局⻓在⻔口", "局长在门口"),  # radicals of the supplement
        ("陆\uf9dc江", "陆隆江"),  # compatibility ideograph
        ("保罗‧艾登", "保罗·艾登"),
        ("保罗・艾登", "保罗·艾登"),
        ("保罗•艾登", "保罗·艾登"),
        ("保罗．艾登", "保罗·艾登"),
        ("增长3．5个百分点", "增长3．5个百分点"),
        ("市长王　伟主持会议", "市长王伟主持会议"),
        ("副市长李　强、赵建国、孙　敏参加", "副市长李强、赵建国、孙敏参加"),
        ("记者　周晓兰", "记者　周晓兰"),
        ("记者王江　摄", "记者王江　摄"),
        ("云川港开工　市长出席", "云川港开工　市长出席"),
    ],
)
def test_the_text_for_analysis_holds_what_is_meant(written: str, meant: str) -> None:
    text, offsets = normalised(written, 0, len(written))
    assert text == meant
    assert offsets == sorted(set(offsets)) and len(offsets) == len(text)


def test_evidence_leads_back_to_the_characters_as_written() -> None:
    source = "云川大学揭牌\n\n3月5日，市长王　伟出席云川\u200b⼤学揭牌仪式。"
    article = one(source)
    start = article.text.index("王伟")
    assert source[slice(*article.source_span(start, start + 2))] == "王　伟"
    start = article.text.index("云川大学揭牌仪式")
    assert source[slice(*article.source_span(start, start + 4))] == "云川\u200b⼤学"


@settings(max_examples=examples(200), deadline=None)
@given(st.text(alphabet=st.sampled_from("王李云川大学，。\n 　\u200b\ufeff⼤⻓‧•．\u00ad\u202e\ufe0f"), max_size=80))
def test_every_character_of_an_article_has_its_offset(text: str) -> None:
    for article in split(Source("a.txt", text)):
        kept = [o for o in article.offsets if o >= 0]
        assert len(article.offsets) == len(article.text) and len(set(kept)) == len(kept)
        assert all(
            text[o].isspace() == c.isspace() for o, c in zip(article.offsets, article.text, strict=True) if o >= 0
        )
        assert all(p.start < p.end for p in article.parts)


LONG = "本报讯（记者 何敏）3月5日，市委书记程望舒在云川大学出席综合楼开工仪式，校长魏远明主持仪式。副市长顾长江参加仪式并讲话，要求抓好安全生产。"
SECOND = "市委书记程望舒随后考察了学校的新校区建设工地并慰问了在场的全体建设者和师生代表。"


@pytest.mark.parametrize("width", [10, 12, 14, 16, 18, 20, 24, 30])
def test_columns_of_any_width_are_joined(width: int) -> None:
    def column(paragraph: str) -> str:
        indented = "　　" + paragraph
        return "\n".join(indented[i : i + width] for i in range(0, len(indented), width))

    article = one(f"云川大学综合楼开工\n\n{column(LONG)}\n{column(SECOND)}\n")
    body = [article.text[p.start : p.end] for p in article.parts if p.kind == "body"]
    assert body == [f"{LONG}\n{SECOND}"] and article.title == "云川大学综合楼开工"


@pytest.mark.parametrize(
    ("line", "day", "source"),
    [
        ("2024年03月06日 08:10  来源：汐川日报", DAY, "汐川日报"),
        ("时间：2024-03-06  来源：汐川日报  作者：周晓兰", DAY, "汐川日报"),
        ("《 汐川日报 》（ 2024年03月06日 第 01 版）", DAY, "汐川日报"),
        ("2024-03-06 08:10 | 汐川日报", DAY, "汐川日报"),
        ("本报记者 周晓兰 2024-03-06", DAY, None),
        ("发表于 2024-03-06", DAY, None),
        ("二〇二四年三月六日", DAY, None),
        ("来源：汐川日报 2024-03-06 08:10", DAY, "汐川日报"),
        ("发布时间：2024-03-06 08:10", DAY, None),
        ("发布时间：2024-03-06 | 来源：汐川新闻网 | 点击：128", DAY, "汐川新闻网"),
        ("2024-03-06 08:10 来源：汐川日报 编辑：何敏", DAY, "汐川日报"),
        ("2024年03月06日08:10 汐川网 字号：大 中 小 打印 收藏", DAY, "汐川网"),
        ("2024/3/6 8:10:00 来源： 汐川发布 浏览次数：35 次", DAY, "汐川发布"),
        ("汐川日报 2024年3月6日 星期三 第01版：要闻", DAY, "汐川日报"),
    ],
)
def test_a_dateline_below_the_headline_is_no_headline(
    line: str, day: datetime.date, source: str | None, tmp_path: Path
) -> None:
    found = parse_dateline(line)
    assert found is not None and (found.date, found.source) == (day, source)
    (tmp_path / "a.txt").write_text(f"汐川港开工\n{line}\n\n3月5日，市委书记韩立新出席开工仪式。\n", "utf-8")
    (read_source,), _ = read_folder(tmp_path)
    (article,) = split(read_source)
    assert (article.title, article.published, article.publisher) == ("汐川港开工", day, source)
    assert "2024" not in article.text and "二〇二四" not in article.text


@pytest.mark.parametrize(
    "line",
    [
        "2024年3月6日，汐川港开工",
        "汐川港2024年3月开工",
        "市委书记韩立新2024年3月6日出席仪式",
        "来源：汐川市委书记韩立新在会上的讲话，2024年3月6日",
        "2024年3月6日汐川港开工仪式举行",
    ],
)
def test_prose_with_a_date_is_no_dateline(line: str) -> None:
    assert parse_dateline(line) is None


def test_the_author_in_a_dateline_is_a_byline() -> None:
    article = one("汐川港开工\n时间：2024-03-06  来源：汐川日报  作者：周晓兰\n\n3月5日，市委书记韩立新出席开工仪式。")
    assert [article.text[p.start : p.end] for p in article.parts if p.kind == "byline"] == ["作者：周晓兰"]


@pytest.mark.parametrize(
    ("stated", "zone", "day"),
    [
        ("2024-03-06T23:30:00Z", 8, "2024-03-07"),
        ("2024-03-06T23:30:00Z", -5, "2024-03-06"),
        ("2024-03-06T23:30:00.123+0000", 8, "2024-03-07"),
        ("2024-03-06 23:30:00", 8, "2024-03-06"),
        ("2024-03-07T07:30:00+08:00", 8, "2024-03-07"),
        ("Wed, 06 Mar 2024 23:30:00 GMT", 8, "2024-03-07"),
        ("March 6, 2024", 8, "2024-03-06"),
        ("6 March 2024", 8, "2024-03-06"),
        ("1709767800", 8, "2024-03-07"),
        ("1709767800000", 8, "2024-03-07"),
        ("20240306081000", 8, "2024-03-06"),
        ("2024.03.06", 8, "2024-03-06"),
        ("二〇二四年三月十六日", 8, "2024-03-16"),
        ("九月", 8, "None"),
    ],
)
def test_a_time_stamp_with_a_zone_gives_the_day_of_the_reader(stated: str, zone: int, day: str) -> None:
    assert str(parse_time(stated, datetime.timezone(datetime.timedelta(hours=zone)))) == day


def test_the_zone_of_the_reader_is_an_option(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "3月7日，云川大学揭牌。", "date": "2024-03-06T23:30:00Z"}\n', "utf-8")
    assert [str(s.metadata.date) for s in read_folder(tmp_path)[0]] == ["2024-03-07"]
    options = ReadOptions(zone=datetime.UTC)
    assert [str(s.metadata.date) for s in read_folder(tmp_path, options=options)[0]] == ["2024-03-06"]


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "gb18030", "utf-8-sig"]
)
@pytest.mark.parametrize(
    "text", [NEWS, "云川市长昨日在会议上讲话，表示要继续发展经济。" * 3], ids=["lines", "no line end"]
)
def test_encodings_with_and_without_mark_are_read(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded is not None and decoded.text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_nul_at_the_end_is_no_text(encoding: str) -> None:
    decoded = decode(NEWS.encode(encoding) + b"\x00" * 700)
    assert decoded is not None and decoded.text == NEWS
    assert decode(b"\x00" * 700) is None


def test_mixed_line_ends_are_line_ends() -> None:
    decoded = decode("一\r\n二\r三\n四".encode())
    assert decoded is not None and decoded.text == "一\n二\n三\n四"


@pytest.mark.parametrize(
    "table",
    [
        "file, date\na.txt, 2024-03-06\n",
        "file,date\n./a.txt,2024-03-06\n",
        "file,date\n.\\a.txt,2024-03-06\n",
        "File,Date\na.txt,2024-03-06\n",
        "file,date\na,2024-03-06\n",
        "file\tdate\na.txt\t2024-03-06\n",
        "文件名;发布日期\na.txt;2024年3月6日\n",
        "﻿file,date,title\na.txt,2024-03-06,\n\n",
    ],
)
def test_tables_of_metadata_are_read_as_people_write_them(table: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    (tmp_path / "metadata.csv").write_text(table, "utf-8")
    sources, problems = read_folder(tmp_path)
    assert [s.metadata.date for s in sources] == [DAY] and problems == []


def test_a_table_above_holds_for_the_folders_below(tmp_path: Path) -> None:
    for folder, name in (("2024/03", "a.txt"), ("2024/04", "a.txt"), (".", "b.txt")):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / name).write_text(NEWS, "utf-8")
    rows = "file,date\n2024/03/a.txt,2024-03-06\n2024/04/a,2024-04-06\nb.txt,2024-05-06\n"
    (tmp_path / "metadata.csv").write_text(rows, "utf-8")
    sources, problems = read_folder(tmp_path)
    assert [str(s.metadata.date) for s in sources] == ["2024-03-06", "2024-04-06", "2024-05-06"] and problems == []


def test_rows_that_name_no_file_and_files_without_a_row_are_reported(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(NEWS, "utf-8")
    (tmp_path / "metadata.csv").write_text("file,date\na.txt,2024-03-06\nc.txt,2024-03-07\n", "utf-8")
    _, problems = read_folder(tmp_path)
    assert [(p.slug, p.fatal) for p in problems] == [("unused-row", False), ("no-row", False)]
    assert "row 3 (c.txt)" in problems[0].message and "b.txt" in problems[1].message
