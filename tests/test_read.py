"""Files, encodings, tables, records and pages."""

from __future__ import annotations

import datetime
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError, Problem
from kg.model import Source
from kg.read import read, split
from kg.read.dates import date_of_text, parse_date
from kg.read.decode import decode
from kg.read.metadata import jurisdiction_of

NEWS = "云川大学揭牌\n\n昨日，云川市委书记程望舒出席云川大学揭牌仪式并讲话，全市各有关部门负责人参加活动。\n"
DATA = Path(__file__).parent / "data"


def all_of(*paths: Path, **options: object) -> tuple[list[Source], list[Problem]]:
    problems: list[Problem] = []
    return list(read([str(p) for p in paths], on_problem=problems.append, **options)), problems  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_read_finds_out_the_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(NEWS.encode(encoding))
    assert [s.text for s in all_of(tmp_path)[0]] == [NEWS]


def test_read_finds_out_big5() -> None:
    traditional = "雲川市長昨日出席會議並發表講話，表示將繼續推動經濟發展。" * 3
    decoded = decode(traditional.encode("big5"))
    assert decoded is not None and decoded.text == traditional


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=20, max_size=60))
def test_decode_of_utf8_is_the_text(text: str) -> None:
    decoded = decode(text.encode())
    assert decoded is not None and decoded.text == text


@given(st.binary(max_size=200))
def test_decode_takes_any_bytes(data: bytes) -> None:
    decoded = decode(data)
    assert decoded is None or "\x00" not in decoded.text


def test_read_tells_a_binary_file_and_reads_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\x00\x00\x01" * 20)
    (tmp_path / "b.txt").write_text(NEWS, "utf-8")
    sources, problems = all_of(tmp_path)
    assert [s.name for s in sources] == ["b.txt"]
    assert [(p.where, p.slug) for p in problems] == [("a.txt", "undecodable")]


def test_read_tells_an_empty_folder(tmp_path: Path) -> None:
    assert [p.slug for p in all_of(tmp_path)[1]] == ["empty-folder"]


def test_read_refuses_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        all_of(tmp_path / "missing")


def test_read_passes_over_broken_lines_of_records(tmp_path: Path) -> None:
    good = json.dumps(
        {"id": "r1", "title": "云川大学揭牌", "text": "昨日揭牌。", "date": "2021-03-02"}, ensure_ascii=False
    )
    with gzip.open(tmp_path / "news.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(f'{good}\n{{"text": \n{{"title": "x"}}\n' + "[" * 100000 + "\n")
    sources, problems = all_of(tmp_path)
    assert [(s.record, s.metadata.date) for s in sources] == [("r1", datetime.date(2021, 3, 2))]
    assert [(p.where, p.slug) for p in problems] == [
        ("news.jsonl.gz:2", "broken-record"),
        ("news.jsonl.gz:3", "no-text"),
        ("news.jsonl.gz:4", "broken-record"),
    ]


def test_read_takes_the_table_beside_the_texts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    (tmp_path / "metadata.csv").write_text("file,date,source\na.txt,2021-03-02,云川日报\n", "utf-8")
    (source,) = all_of(tmp_path)[0]
    assert (source.metadata.date, source.metadata.jurisdiction) == (datetime.date(2021, 3, 2), "云川市")


@pytest.mark.parametrize(
    ("publisher", "place"),
    [("衡阳日报", "衡阳市"), ("湖北日报", "湖北省"), ("人民日报", None), ("衡阳广播电视台", "衡阳市"), (None, None)],
)
def test_jurisdiction_follows_from_the_publisher(publisher: str | None, place: str | None) -> None:
    assert jurisdiction_of(publisher) == place


def test_dates_of_names_and_of_lines_but_not_of_prose() -> None:
    assert parse_date("云川日报_20210105") == datetime.date(2021, 1, 5)
    assert parse_date("2021-13-45") is None
    assert date_of_text("标题\n\n2021年03月02日 02:35:22\n正文") == datetime.date(2021, 3, 2)
    assert date_of_text("标题\n\n2021年3月2日，云川市召开会议。") is None


def test_split_gives_each_article_of_the_page_its_own_lines() -> None:
    truth = json.loads((DATA / "page_articles.json").read_text("utf-8"))
    (source,) = all_of(DATA / "page.txt")[0]
    articles = split(source)
    assert len(articles) == len(truth["articles"])
    for article in truth["articles"]:
        wanted = {i for a, b in article["spans"] for i in range(a, b) if not source.text[i].isspace()}
        best = max(articles, key=lambda a: len(wanted & set(a.offsets)))
        found = {o for o in best.offsets if o >= 0 and not source.text[o].isspace()}
        assert found == wanted, article["doc"]
        assert best.title == (article["title"] or "")


def test_split_repairs_words_across_columns() -> None:
    (source,) = all_of(DATA / "page.txt")[0]
    text = "\n".join(a.text for a in split(source))
    assert "任命李建国为云川市" in text and "投资有限公司（以下简称" in text


@given(st.text(alphabet=st.sampled_from("云川市召开会议，。\n 本报讯（记者）■摄2021年：“”"), max_size=200))
def test_split_keeps_every_offset(text: str) -> None:
    source = Source("a.txt", text)
    for article in split(source):
        assert all(o < 0 or text[o] == c for o, c in zip(article.offsets, article.text, strict=True))


def test_seed_page_holds_eight_articles(shared: Path) -> None:
    (source,) = all_of(shared / "seed")[0]
    articles = split(source)
    assert len(articles) == 8
    assert sum("本报讯" in a.text or "■" in a.text for a in articles) >= 7


def test_measuring_texts_are_one_article_each(shared: Path) -> None:
    for folder in ("score/dev/texts", "score/dev2/texts", "samples/texts"):
        for source in all_of(shared / folder)[0]:
            assert len(split(source)) == 1, source.name


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_cut_off_inside_a_character_is_still_read(encoding: str) -> None:
    whole = "云川日报讯，市长昨日来到市中心医院调研，看望一线职工。"
    decoded = decode(whole.encode(encoding)[:-1])
    assert decoded is not None and decoded.text == whole[:-1] + "\ufffd"


def test_an_empty_file_is_an_empty_text_and_half_a_character_is_none() -> None:
    empty = decode(b"")
    assert empty is not None and empty.text == ""
    assert decode("云".encode()[:1]) is None
