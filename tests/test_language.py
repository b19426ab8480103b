"""The tagger against its reference, sentences and times."""

from __future__ import annotations

import gzip
import itertools
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.language import load_tagger
from kg.language.decoding import Decoder
from kg.language.normalise import fold
from kg.language.rows import MAX_ROWS, Rows, batches, codes
from kg.language.sentences import split_sentences
from kg.language.times import find_times
from kg.language.weights import load_weights
from kg.model import Source, When
from kg.read import split

REFERENCE = json.loads(gzip.decompress((Path(__file__).parent / "data" / "lac_small_reference.json.gz").read_bytes()))
TEXT = st.text(
    alphabet=st.sampled_from("云川市委书记程望舒，。“”！？（）1月2日昨天２０２１年\n 3-4·至abc"), max_size=80
)


def test_tagger_equals_the_reference_to_the_last_tag() -> None:
    tagger = load_tagger()
    wrong = [s["text"] for s in REFERENCE["sentences"] if tagger.tag_ids([s["text"]])[0] != s["tag_ids"]]
    assert wrong == []


def test_tagger_gives_the_same_tags_in_a_batch_as_alone() -> None:
    texts = sorted((s["text"] for s in REFERENCE["sentences"][:60]), key=len, reverse=True)
    tagger = load_tagger()
    assert tagger.tag_ids(texts) == [tagger.tag_ids([t])[0] for t in texts]


def test_tagger_words_tile_the_text() -> None:
    tagger = load_tagger()

    @given(TEXT)
    def words_tile(text: str) -> None:
        assert "".join(text[w.start : w.end] for w in tagger.tag([text])[0]) == text

    words_tile()


def test_tagger_keeps_marks_out_of_words() -> None:
    text = "云川市（临江区）召开会议，程望舒、陆怀谦出席。"
    marks = {c: w.tag for w in load_tagger().tag([text])[0] for c in text[w.start : w.end] if c in "（），、。"}
    assert set(marks.values()) == {"w"}


def test_tagger_takes_a_line_of_any_length() -> None:
    words = load_tagger().tag(["云川市召开会议" * 3000])[0]
    assert words[-1].end == 21000


def test_tagger_counts_from_where_each_text_begins() -> None:
    texts = ["云川市召开会议。", "陆怀谦出席。"]
    tagger = load_tagger()
    moved = [
        [(w.start - 50 * i, w.end - 50 * i, w.tag) for w in row] for i, row in enumerate(tagger.tag(texts, [0, 50]))
    ]
    assert moved == [[(w.start, w.end, w.tag) for w in row] for row in tagger.tag(texts)]


@pytest.mark.parametrize(
    "spread", [0.5, 8.0, 30.0]
)  # of the scores: the wider, the more rows go against the transitions
def test_decoder_finds_the_best_row_of_all(spread: float) -> None:
    weights = load_weights()
    lengths = np.array([9, 9, 7, 4, 2, 1, 1])
    scores = (np.random.default_rng(7).standard_normal((9, 7, 57)) * spread).astype(np.float32)
    tags = np.split(
        Decoder(weights).decode(np.concatenate([scores[:n, k] for k, n in enumerate(lengths)]), lengths),
        lengths.cumsum()[:-1],
    )
    for text, length in enumerate(lengths):
        best, before = scores[0, text] + weights.start, []
        for t in range(1, length):
            reached = best[:, None] + weights.transitions
            before.append(reached.argmax(axis=0))
            best = reached.max(axis=0) + scores[t, text]
        row = [int((best + weights.end).argmax())]
        for step in reversed(before):
            row.append(int(step[row[-1]]))
        assert tags[text].tolist() == row[::-1]


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=9))
def test_rows_hold_each_text_and_nothing_else(texts: list[str]) -> None:
    texts.sort(key=len, reverse=True)
    rows = Rows(texts)
    matrix = np.zeros(rows.shape, dtype=np.int64)
    matrix[rows.row, rows.column] = codes(rows.joined)[rows.kept]
    texts_found = ["".join(map(chr, matrix[rows.row, rows.column][rows.text == n].tolist())) for n in range(len(texts))]
    assert texts_found == texts
    places = list(zip(rows.row.tolist(), rows.column.tolist(), strict=True))
    assert len(set(places)) == len(places)
    joined = [(a, b) for a, b in itertools.pairwise(range(len(places))) if rows.text[a] == rows.text[b]]
    assert {places[b] for _, b in joined} == set(zip(*(n.tolist() for n in rows.joins.nonzero()), strict=True))
    assert all(places[b] == (places[a][0], places[a][1] + 1) for a, b in joined)


@settings(deadline=None)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=300))
@example([1] * 120_000)  # more rows than columns
def test_rows_go_through_the_network_in_passes_that_are_nearly_full(lengths: list[int]) -> None:
    lengths.sort(reverse=True)
    rows = Rows(["云" * n for n in lengths])
    passes = list(rows.passes())
    assert sorted(k for _, held in passes for k in held.tolist()) == list(range(sum(lengths)))
    assert all(some.stop - some.start <= MAX_ROWS for some, _ in passes)
    assert rows.shape[1] <= sum(lengths) / rows.shape[0] + lengths[0]


@given(st.lists(st.integers(1, 400), max_size=200), st.integers(1, 1000))
def test_texts_are_taken_together_once_in_order_and_within_bounds(lengths: list[int], most: int) -> None:
    taken = list(batches(lengths, most))
    assert [k for a, b in taken for k in range(a, b)] == list(range(len(lengths)))
    assert all(b - a == 1 or sum(lengths[a:b]) <= most for a, b in taken)


@given(st.text(max_size=60))
def test_fold_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(TEXT)
def test_sentences_hold_every_character_that_is_not_blank(text: str) -> None:
    for article in split(Source("a.txt", text)):
        spans = list(split_sentences(article))
        assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
        assert "".join("".join(article.text[s.start : s.end].split()) for s in spans) == "".join(article.text.split())


def test_sentences_keep_a_quotation_together() -> None:
    (article,) = split(Source("a.txt", "标题\n\n他说：“先修路。再建桥。”大家同意。"))
    texts_found = [article.text[s.start : s.end] for s in split_sentences(article)]
    assert texts_found == ["标题", "他说：“先修路。再建桥。”", "大家同意。"]


PUBLISHED = date(2021, 1, 5)


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2020年12月31日中午", "2020-12-31", "2020-12-31"),
        ("１月４日，", "2021-01-04", "2021-01-04"),
        ("12月31日", "2020-12-31", "2020-12-31"),
        ("昨日下午", "2021-01-04", "2021-01-04"),
        ("31日上午", "2020-12-31", "2020-12-31"),
        ("将于1月28日开始", "2021-01-28", "2021-01-28"),
        ("去年12月", "2020-12", "2020-12"),
        ("去年底", "2020", "2020"),
        ("上周三", "2020-12-30", "2020-12-30"),
        ("本月1日", "2021-01-01", "2021-01-01"),
        ("二〇二〇年八月十日", "2020-08-10", "2020-08-10"),
        ("1月1日至3日", "2021-01-01", "2021-01-03"),
        ("2003年1月收购", "2003-01", "2003-01"),
        ("上世纪80年代", "1980", "1989"),
        ("3日至5日", "2021-01-03", "2021-01-05"),
        ("28日至30日", "2020-12-28", "2020-12-30"),
        ("19世纪80年代", "1880", "1889"),
        ("一季度", "2021-01", "2021-03"),
        ("去年第四季度", "2020-10", "2020-12"),
        ("今年上半年", "2021-01", "2021-06"),
        ("去年下半年", "2020-07", "2020-12"),
        ("“12·24”事故", "2020-12-24", "2020-12-24"),
        ("2019年至2020年", "2019", "2020"),
    ],
)
def test_times_resolve_against_the_publication_date(text: str, begin: str, end: str) -> None:
    assert [t.when for t in find_times(text, PUBLISHED)] == [When(begin, end)]


@pytest.mark.parametrize("text", ["近日", "日前", "2月30日", "3年来", "两天", "2号楼", "日本", "每日报道"])
def test_times_leave_what_is_not_definite(text: str) -> None:
    assert [t.when for t in find_times(text, PUBLISHED) if t.when] == []


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("云川市每年11月举办灯会。", []),
        ("每年的7月1日，学校放假。", []),
        ("每逢3月，云川大学举办运动会。", []),
        ("灯会每年都在3月举行，每两年的5月有花会。", []),
        ("云川市每年3月、9月举办书市，每月5日和15日开放。", []),
        ("每月15日，云川市举办书市。", []),
        ("往年4月，云川市举办书市。今年的书市3月5日开幕。", ["2021", "2021-03-05"]),
        ("云川市去年11月举办灯会。", ["2020-11"]),
        ("每年一度的灯会3月5日开幕。", ["2021-03-05"]),
    ],
)
def test_a_time_that_recurs_is_none_of_one_year(text: str, begins: list[str]) -> None:
    assert [t.when.begin for t in find_times(text, date(2021, 3, 6)) if t.when] == begins


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("展会10月28日闭幕后，将改为公园。", "2021-10-28"),
        ("大桥8月1日通车之后，将缩短路程。", "2021-08-01"),
        ("展会10月28日闭幕后，主办方公布了数据。", "2020-10-28"),
        ("展会10月28日闭幕，公园将于五月开放。", "2020-10-28"),
    ],
)
def test_what_will_be_afterwards_shows_that_a_day_lies_ahead(text: str, begin: str) -> None:
    assert next(t.when.begin for t in find_times(text, date(2021, 3, 6)) if t.when) == begin


@pytest.mark.parametrize("form", ["{}月{}日", "2021年{}月", "{}天前", "近{}年", "本月{}日", "第{}季度", "{}时"])
def test_times_take_no_harm_from_numerals_that_are_none(form: str) -> None:
    for number in ("十十", "一一十", "二三十", "十一十", "一十十", "两十两"):
        assert all(t.when is None or t.when.begin for t in find_times(form.replace("{}", number), date(2021, 3, 2)))


def test_times_invent_no_year() -> None:
    assert [t.when for t in find_times("3月5日，昨日，今年", None)] == [None, None, None]


def test_times_chain_to_the_day_before_them() -> None:
    assert [t.when.begin for t in find_times("12月30日开工，次日停工。同日复工。", PUBLISHED) if t.when] == [
        "2020-12-30",
        "2020-12-31",
        "2020-12-31",
    ]


@given(TEXT, st.none() | st.dates(date(1950, 1, 1), date(2050, 1, 1)))
def test_times_are_disjoint_ordered_and_real(text: str, published: date | None) -> None:
    found = find_times(text, published)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    for value in (v for t in found if t.when for v in (t.when.begin, t.when.end) if v):
        date.fromisoformat((value + "-01-01")[:10] if len(value) == 4 else (value + "-01")[:10])


def test_network_file_is_what_its_script_writes() -> None:
    onnx = pytest.importorskip("onnx")
    from kg.generate.network import CHARACTERS, PATH, network

    assert onnx.load(str(PATH), load_external_data=False) == network(CHARACTERS)


def test_a_date_in_an_incidents_name_is_past_whatever_is_to_come() -> None:
    found = find_times("专案组将继续侦办“6·11”命案。", date(2021, 1, 1))
    assert [t.when.begin for t in found if t.when] == ["2020-06-11"]
