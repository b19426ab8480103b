"""Any bytes in any format are read or reported: no other exception, and no more time or memory than the input is worth."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from format_writing import FORMATS, PIECES, page_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import examples

from kg.errors import Problem
from kg.read import read, split
from kg.read.readers import READERS

NEEDED = {"a.parquet": "pyarrow", "a.warc": "warcio", "a.warc.gz": "warcio"}
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
often = settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SUFFIXES = sorted({s for r in READERS for s in r.suffixes})
PIECES_OF_FORMATS = st.sampled_from(
    [
        "<", ">", "</p>", "<p>", "<html>", "<?xml version='1.0'?>", "<item>", "<title>", "]]>", "<![CDATA[", "&amp;", "&x;", "{", "}", "[", "]", '"', ":", ",", "\n", "\t", ";", "|",
        "标题", "正文", "【标题】", "【正文】", "Title-题名: ", "T1 ", "RT x", "%0 ", "%T ", "TY  - ", "文件 ABCDEFGHIJKL0123", "94 字", "---", "+++", "#", "###", "![", "](", "**", "```", "<!--", "-->",
        "From ", "From: a", "Date: x", "Subject: =?x?q?", "MIME-Version: 1.0", "multipart/related", "boundary=x", "--x", "\\u", "\\'", "{\\rtf1", "\\par ", "00:00:01,000 --> 00:00:02,000",
        "云川大学揭牌。", "2024-03-06", "来源：云川日报", "\x00", "\ufeff", "\u200b", "王　伟"]
)  # fmt: skip


def check(data: bytes, name: str) -> None:
    """Read bytes as a file of a name: articles, or problems that say where and why."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        problems: list[Problem] = []
        articles = [a for s in read([folder], on_problem=problems.append) for a in split(s)]
        assert articles or problems or not data.strip(), name
        for problem in problems:
            assert problem.message and len(problem.message) < 4000
        for article in articles:
            assert len(article.offsets) == len(article.text)


@often
@given(st.binary(max_size=300), st.sampled_from(SUFFIXES))
def test_any_bytes_of_any_suffix_are_read_or_reported(data: bytes, suffix: str) -> None:
    check(data, "a" + suffix)


@often
@given(st.lists(PIECES_OF_FORMATS, max_size=40), st.sampled_from(SUFFIXES))
def test_any_pieces_of_the_formats_are_read_or_reported(pieces: list[str], suffix: str) -> None:
    check("".join(pieces).encode(), "a" + suffix)


@pytest.mark.parametrize("name", FORMATS)
def test_damaged_files_are_read_or_reported(name: str, tmp_path: Path) -> None:
    if name in NEEDED:
        pytest.importorskip(NEEDED[name])
    FORMATS[name](PIECES, tmp_path / name)
    whole = (tmp_path / name).read_bytes()

    @settings(max_examples=examples(15), deadline=None)
    @given(st.integers(0, len(whole) - 1), st.integers(0, len(whole) - 1), st.binary(max_size=6))
    def damaged(start: int, cut: int, junk: bytes) -> None:
        data = bytearray(whole)
        data[start : start + len(junk)] = junk
        check(bytes(data[: max(cut, len(whole) // 2)]), name)

    damaged()


HOSTILE = {
    "stars.md": "*" * 200_000, "brackets.md": "[" * 200_000, "images.md": "![" * 100_000, "comments.md": "<!--" * 50_000, "rules.md": "- " * 100_000, "hashes.md": "# " * 100_000,
    "blank.md": "\n" * 300_000 + "x", "fences.md": "```\n~~~\n" * 30_000, "links.md": "[a](b" * 50_000, "under.md": "a\n=" * 60_000,
    "tags.html": "<html><body>" + "<div>" * 100_000, "open.html": "<html>" + "<p>云川，" * 60_000, "attributes.html": "<html><body " + "a=b " * 80_000 + ">",
    "links.html": "<html><body>" + "<a href=x>云川大学，</a>" * 20_000, "spans.html": "<html><body><div>" + "<span>云川，大学。揭牌</span>" * 20_000,
    "deep.xml": "<?xml version='1.0'?>" + "<a>" * 100_000, "wide.xml": "<?xml version='1.0'?><a>" + "<b>x</b>" * 60_000 + "</a>",
    "laughs.xml": "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)) + "]><rss><item><title>&j;</title></item></rss>",
    "file.xml": "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><rss><item><title>&a;</title><description>&a;</description></item></rss>",
    "deep.json": "[{\"a\":" * 100_000, "arrays.json": "[" * 300_000, "quotes.csv": 'text,title\n"' + "云" * 300_000, "commas.csv": "text" + "," * 300_000 + "\nx",
    "dashes.txt": "-" * 300_000, "rules.txt": ("-" * 30 + "\n") * 10_000, "fields.txt": "【标题】" * 80_000, "colons.txt": "标题：\n" * 60_000, "keys.txt": "a" * 300_000 + ":", "spaces.txt": "标题 " * 90_000,
    "cues.srt": "1\n00:00:01,000 --> 00:00:02,000\n" * 20_000, "rtf.rtf": "{\\rtf1" + "{" * 200_000, "words.rtf": "{\\rtf1" + "\\par" * 80_000, "head.eml": "From: a\nDate: b\n" + "X: y\n" * 60_000,
    "parts.mhtml": "From: a\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x; type=\"text/html\"\n\n" + "--x\n" * 60_000, "names.txt": "王　" * 100_000, "dots.txt": "云‧" * 100_000,
    "dates.txt": "2024-03-06 " * 20_000, "sources.txt": "来源：" * 50_000, "boxes.mbox": "From a\nFrom: b\n\n" * 30_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_written_to_take_long_is_read_or_reported(name: str) -> None:
    check(HOSTILE[name].encode(), name)


def test_no_entity_opens_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("秘密文件的内容，不可外传。", "utf-8")
    entity = f"<!DOCTYPE l [<!ENTITY a SYSTEM '{(tmp_path / 'secret').as_uri()}'>]>"
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "a.xml").write_text(
        f"<?xml version='1.0'?>{entity}<rss><item><title>云川</title><description>揭牌。&a;</description></item></rss>",
        "utf-8",
    )
    (inside / "b.html").write_text(f"{entity}{page_of(PIECES[0])}&a;", "utf-8")
    sources = list(read([str(inside)], on_problem=lambda p: None))
    assert sources and all("秘密" not in s.text for s in sources)
