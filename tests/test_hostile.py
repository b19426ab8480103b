"""Input that means harm: it is read, left out with a line, or refused with a line; never a traceback, never without end."""

from __future__ import annotations

import gzip
import itertools
import json
import os
import random
import socket
import subprocess
import sys
import tracemalloc
import unicodedata
from datetime import date
from pathlib import Path

import pytest
import rdflib
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse
from strategies import examples, hostile

from kg.build import Options, build, build_sources, quads_of
from kg.build.cache import RECORDS, ExtractionResult, RecordStore
from kg.build.parallel.articles import extract_sources
from kg.build.report import _plain
from kg.cli import main
from kg.errors import InputError, Problem, shown
from kg.graph.serialise import trig, turtle
from kg.language import split_sentences
from kg.language.times import find_times
from kg.model import Metadata, Source
from kg.read import limits, read, split
from kg.read.dates import date_of_text, parse_date
from kg.read.decode import clean, decode
from kg.read.metadata_table import read_table
from kg.resolve.corrections import as_file, parse_corrections
from kg.vocab import BASE

NEWS = "云川大学揭牌\n\n3月1日，云川市委书记程望舒出席云川大学揭牌仪式。\n"
often = settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
posix = pytest.mark.skipif(os.name == "nt", reason="files of POSIX")


def all_of(*paths: Path) -> tuple[list[Source], list[Problem]]:
    problems: list[Problem] = []
    return list(read([str(p) for p in paths], on_problem=problems.append)), problems


def slugs(*paths: Path) -> list[tuple[str, str]]:
    return [(p.where, p.slug) for p in all_of(*paths)[1]]


def lines(path: Path, *records: object) -> Path:
    path.write_text("".join(r if isinstance(r, str) else json.dumps(r) + "\n" for r in records), "utf-8")
    return path


@posix
def test_pipes_sockets_and_devices_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as door:
        folder = os.getcwd()
        os.chdir(tmp_path)  # a socket's path is short
        try:
            door.bind("socket.txt")
        finally:
            os.chdir(folder)
        found, problems = all_of(tmp_path)
    assert [s.name for s in found] == ["a.txt"] and problems == []
    assert slugs(tmp_path / "pipe.txt", Path("/dev/zero")) == [
        (str(tmp_path / "pipe.txt"), "no-file"),
        ("/dev/zero", "no-file"),
    ]


@posix
def test_links_that_lead_out_of_the_folder_are_left_out_and_reported(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(NEWS, "utf-8")
    inside = tmp_path / "in"
    (inside / "below").mkdir(parents=True)
    (inside / "a.txt").write_text(NEWS, "utf-8")
    (inside / "same.txt").symlink_to("a.txt")
    (inside / "out.txt").symlink_to("../secret.txt")
    (inside / "loop.txt").symlink_to("loop.txt")
    (inside / "below" / "up").symlink_to(tmp_path)
    found, problems = all_of(inside)
    assert [s.name for s in found] == ["a.txt"]
    assert [(p.where, p.slug) for p in problems] == [("out.txt", "link")]
    assert [s.name for s in all_of(inside / "out.txt")[0]] == ["out.txt"]


@posix
def test_file_names_in_other_encodings_are_read(tmp_path: Path) -> None:
    for raw in ("云川日报.txt".encode("gb18030"), b"\xff\xfe\xfa.txt", "换\n行\x1b[31m.txt".encode()):
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw))).write_text(NEWS, "utf-8")
    names = {s.name for s in all_of(tmp_path)[0]}
    assert names == {"云川日报.txt", "\\xff\\xfe\\xfa.txt", "换\n行\ufffd[31m.txt"}
    assert main(["build", str(tmp_path), "-o", str(tmp_path / "out"), "-q", "--jobs", "1"]) == 0
    assert len(list(parse(path=str(tmp_path / "out" / "graph.trig")))) > 10


def test_files_of_one_name_are_distinguished_however_deep_they_differ(tmp_path: Path) -> None:
    for folder in ("a/x", "b/x", "c/y"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "1.txt").write_text(NEWS, "utf-8")
    names = [s.name for s in all_of(tmp_path / "a/x", tmp_path / "b/x", tmp_path / "c/y")[0]]
    assert names == ["a/x/1.txt", "b/x/1.txt", "c/y/1.txt"]


def test_two_articles_of_one_name_are_not_made_one() -> None:
    both = [Source("a/b.txt", NEWS), Source("a／b.txt", NEWS.replace("程望舒", "陆怀谦"))]
    results = [build_sources(order, Options(jobs=1)) for order in (both, both[::-1])]
    for built in results:
        assert len(built.records) == 1
        assert [p.slug for p in built.problems] == ["same-name"] and built.problems[0].fatal
    assert list(quads_of(results[0])) == list(quads_of(results[1]))


@posix
def test_a_path_too_long_or_below_a_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    for path in ("x" * 5000, tmp_path / "a.txt" / "b.txt", "a\x00b"):
        with pytest.raises(InputError, match="no such file or folder"):
            all_of(Path(path))
    (tmp_path / f"{'长' * 80}.txt").write_text(NEWS, "utf-8")
    assert len(all_of(tmp_path)[0]) == 2


def test_a_file_that_vanishes_after_it_was_listed_is_reported(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.jsonl"):
        (tmp_path / name).write_text(NEWS, "utf-8")
    problems: list[Problem] = []
    found = read([str(tmp_path)], on_problem=problems.append)
    next(found)
    (tmp_path / "b.txt").unlink()
    (tmp_path / "c.jsonl").unlink()
    assert list(found) == []
    assert [(p.where, p.slug) for p in problems] == [("b.txt", "unreadable"), ("c.jsonl", "unreadable")]


def test_a_folder_that_is_built_into_itself_does_not_read_its_report(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    assert main(["build", str(tmp_path), "-o", str(tmp_path), "-q", "--jobs", "1"]) == 0
    assert [s.name for s in all_of(tmp_path)[0]] == ["a.txt"]


def test_what_is_too_long_for_one_article_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LONGEST", 1000)
    monkeypatch.setattr(limits, "LARGEST", 4004)
    monkeypatch.setattr(limits, "LONGEST_LINE", 8000)
    (tmp_path / "a.txt").write_text("云" * 1000, "utf-8")
    (tmp_path / "b.txt").write_text("云" * 1001, "utf-8")
    (tmp_path / "c.txt").write_text("云" * 3000, "utf-8")
    lines(tmp_path / "d.jsonl", {"text": "云" * 1000}, {"text": "川" * 1001}, {"text": "x" * 20000}, {"text": "云川"})
    found, problems = all_of(tmp_path)
    assert [(s.name, s.record) for s in found] == [("a.txt", None), ("d.jsonl", "1"), ("d.jsonl", "4")]
    assert [p.where for p in problems] == ["b.txt", "c.txt", "d.jsonl:2", "d.jsonl:3"]
    assert {(p.slug, p.fatal) for p in problems} == {("too-long", True)}


@pytest.mark.slow
def test_a_line_of_a_hundred_megabytes_costs_no_memory(tmp_path: Path) -> None:
    with open(tmp_path / "a.jsonl", "wb") as out:
        out.write(b'{"text": "')
        for _ in range(100):
            out.write(b"x" * 2**20)
        out.write(b'"}\n' + json.dumps({"text": NEWS}).encode() + b"\n")
    tracemalloc.start()
    try:
        found, problems = all_of(tmp_path / "a.jsonl")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found) == 1 and [(p.where, p.slug) for p in problems] == [("a.jsonl:1", "too-long")]
    assert most < 3 * limits.LONGEST_LINE


def test_what_is_packed_to_harm_is_read_no_further(tmp_path: Path) -> None:
    record = json.dumps({"text": NEWS}).encode() + b"\n"
    with gzip.open(tmp_path / "a.jsonl.gz", "wb", 9) as out:
        out.write(record)
        for _ in range(300):
            out.write(b" " * 2**20)
    found, problems = all_of(tmp_path)
    assert len(found) == 1
    assert [p.slug for p in problems] == ["unreadable"] and "expands to more than" in problems[0].message


@pytest.mark.parametrize("line", [b"\n", b"1\n"], ids=["blank", "broken"])
def test_lines_that_are_packed_to_harm_are_read_no_further(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wb", 9) as out:
        out.write(json.dumps({"text": NEWS}).encode() + b"\n")
        for _ in range(32):
            out.write(line * 2**19)
    most = path.stat().st_size // limits.MIN_LINE + 2**20
    found, problems = all_of(path)
    assert len(found) == 1
    assert f"more than {most:,} lines" in next(p.message for p in problems if p.slug == "unreadable")
    assert len(problems) <= limits.MAX_PROBLEMS + 2


def test_problems_beyond_what_is_listed_of_a_file_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_PROBLEMS", 3)
    (tmp_path / "a.jsonl").write_text("broken\n" * 10 + json.dumps({"text": NEWS}) + "\n", "utf-8")
    found, problems = all_of(tmp_path)
    assert len(found) == 1
    assert [p.slug for p in problems] == [*["broken-record"] * 3, "more-problems"]
    assert "7 more" in problems[-1].message


@posix
def test_a_table_that_is_a_link_out_of_the_folder_is_left_out_each_time(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    (inside / "below").mkdir(parents=True)
    (tmp_path / "metadata.csv").write_text("file,source\na.txt,秘密日报\n", "utf-8")
    (inside / ".own.csv").write_text("file,source\nb.txt,云川日报\n", "utf-8")
    (inside / "a.txt").write_text(NEWS, "utf-8")
    (inside / "below" / "b.txt").write_text(NEWS, "utf-8")
    (inside / "metadata.csv").symlink_to("../metadata.csv")
    (inside / "below" / "metadata.csv").symlink_to("../.own.csv")
    for _ in range(2):
        found, problems = all_of(inside)
        assert [(s.name, s.metadata.source) for s in found] == [("a.txt", None), ("below/b.txt", "云川日报")]
        assert [(p.where, p.slug) for p in problems] == [("metadata.csv", "link")]
        assert "--metadata" in problems[0].message


@pytest.mark.parametrize("spoil", ["cut", "bits", "no gzip", "empty"])
def test_a_broken_archive_is_reported(tmp_path: Path, spoil: str) -> None:
    body = "".join(json.dumps({"text": f"{NEWS}{random.Random(n).random()}"}) + "\n" for n in range(200))
    data = bytearray(gzip.compress(body.encode()))
    if spoil == "cut":
        del data[-100:]
    elif spoil == "bits":
        data[len(data) // 2 :: 7] = bytes(b ^ 0x3C for b in data[len(data) // 2 :: 7])
    else:
        data = bytearray(b"" if spoil == "empty" else b"no gzip at all")
    (tmp_path / "a.jsonl.gz").write_bytes(data)
    found, problems = all_of(tmp_path / "a.jsonl.gz")
    assert spoil == "empty" or [p.slug for p in problems][-1:] == ["unreadable"]
    assert (len(found) > 0) == (spoil in {"cut", "bits"})


@pytest.mark.parametrize(
    "line",
    [
        "[" * 1_000_000,
        '{"text": ' + "[" * 1_000_000 + "]" * 1_000_000 + "}",
        '{"a":' * 200_000,
        '{"text": ' + "9" * 10_000 + "}",
        '{"text": "云川", "id": ' + "9" * 10_000 + "}",
        "\x00",
        '"text"',
        '{"text": {"text": {"text": {"text": {"text": "云川"}}}}}',
        "NaN",
    ],
    ids=["deep", "deep text", "deep objects", "number", "number id", "nul", "string", "nested", "nan"],
)
def test_records_that_are_none_are_reported(tmp_path: Path, line: str) -> None:
    found, problems = all_of(lines(tmp_path / "a.jsonl", line + "\n", {"text": NEWS}))
    assert len(found) == 1 and [p.where for p in problems] == ["a.jsonl:1"]
    assert len(str(problems[0])) < 200


def test_lone_surrogates_and_control_characters_reach_no_output(tmp_path: Path) -> None:
    bad = "云\ud800川\x00\x1b[31m\x9b\ufffe"
    fields = dict.fromkeys(("id", "title", "source", "url", "jurisdiction"), bad)
    path = lines(
        tmp_path / "a.jsonl", {**fields, "text": NEWS + bad}, {**fields, "text": NEWS}, {**fields, "text": NEWS}
    )
    assert main(["build", str(path), "-o", str(tmp_path / "out"), "-q", "--jobs", "1"]) == 0
    for file in (tmp_path / "out").glob("[gnr]*"):
        if file.suffix != ".html":  # the library that draws has control characters of its own
            assert not set("\x00\x1b\x9b") & set(file.read_text("utf-8"))
    assert len({q.graph_name for q in parse(path=str(tmp_path / "out" / "graph.trig"))}) >= 3


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("file,date\na.txt," + "9" * 200_000 + "\n", "is not a CSV table"),
        ('file,date\n"a.txt,2021-03-02\n', None),
        ("file,date,file\na.txt,2021-03-02,b.txt\n", "has the column `file` more than once"),
        ("file,file,file\n", "more than once"),
        ("\ufefffile,date\na.txt,2021-03-02\n", None),
        ("file\ta\nb\tc\n", None),
        ("", "has no column `file`"),
        ("file,date\n", None),
        ("file,date\na.txt,2021-03-02,more,and,more\n,,\n", None),
        ("file,date\na.txt\n", None),
    ],
)
def test_odd_tables_are_read_or_refused(tmp_path: Path, table: str, said: str | None) -> None:
    for encoding in ("utf-8",) if table.startswith("\ufeff") else ("utf-8", "gb18030", "utf-16"):
        (tmp_path / "metadata.csv").write_bytes(table.encode(encoding))
        if said is None:
            read_table(tmp_path / "metadata.csv", lambda problem: None)
        else:
            with pytest.raises(InputError, match=said):
                read_table(tmp_path / "metadata.csv", lambda problem: None)


@often
@given(st.one_of(hostile, st.binary(max_size=60).map(lambda b: b.decode("latin-1"))))
def test_any_table_is_read_or_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.csv").write_bytes(f"file,date\n{text}".encode("utf-8", "surrogatepass"))
    try:
        table = read_table(tmp_path / "t.csv", lambda problem: None)
    except InputError:
        return
    for known in table.rows.values():
        json.dumps([known.source, known.title, known.url]).encode()


@often
@given(st.one_of(hostile.map(lambda t: t.encode("utf-8", "surrogatepass")), st.binary(max_size=80)), st.booleans())
def test_any_records_are_read_or_reported(tmp_path: Path, body: bytes, packed: bool) -> None:
    path = tmp_path / ("a.jsonl.gz" if packed else "a.jsonl")
    path.write_bytes(gzip.compress(body) if packed else body)
    found, problems = all_of(path)
    written = [x for x in body.split(b"\n") if x.strip()]
    named = any(
        p.slug in {"image", "no-article"} for p in problems
    )  # a picture or a page without an article has no records
    assert named or len(found) + sum(p.fatal for p in problems) == len(written)


@often
@given(hostile)
def test_sentences_hold_every_character_that_is_no_blank(text: str) -> None:
    for article in split(Source("a.txt", clean(text))):
        spans = list(split_sentences(article))
        assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
        held = {i for s in spans for i in range(s.start, s.end)}
        inside = {i for p in article.parts for i in range(p.start, p.end)}
        assert {i for i in inside - held if not article.text[i].isspace()} == set()


@often
@given(hostile)
def test_an_article_repeats_no_character_of_its_source(text: str) -> None:
    for article in split(Source("a.txt", clean(text))):
        kept = [o for o in article.offsets if o >= 0]
        assert len(kept) == len(set(kept)) and len(article.offsets) == len(article.text)


@settings(max_examples=examples(150), deadline=None)
@given(hostile, st.one_of(st.none(), st.dates()))
def test_times_are_calendar_times_or_none(text: str, published: date | None) -> None:
    end = 0
    for t in find_times(text, published):
        assert end <= t.start < t.end
        end = t.end
        for value in (t.when.begin, t.when.end) if t.when else ():
            if value is not None:
                date.fromisoformat((value + "-01-01")[:10])


@pytest.mark.parametrize("published", [None, date.min, date(1000, 1, 1), date.max])
def test_times_at_the_ends_of_the_calendar_are_none(published: date | None) -> None:
    found = find_times("9999年12月31日开会，次日休会，次年再开，昨日、上周、去年、下月、后年亦然。", published)
    begins = [t.when.begin for t in found if t.when]
    assert begins[0] == "9999-12-31" and all(b is None or len(b) in {4, 7, 10} for b in begins)
    built = build_sources([Source("a.txt", "去年，云川市委书记程望舒出席会议。", Metadata(published))], Options(jobs=1))
    assert list(quads_of(built))


@often
@given(hostile)
def test_dates_are_found_or_not(text: str) -> None:
    assert parse_date(text) is None or isinstance(parse_date(text), date)
    assert date_of_text(text) is None or isinstance(date_of_text(text), date)


@often
@given(hostile)
def test_corrections_are_read_as_they_are_written_or_refused(text: str) -> None:
    try:
        found = tuple(parse_corrections(clean(text), "c.txt", BASE))
    except InputError:
        return
    again = tuple(parse_corrections(as_file(found), "c.txt", BASE))
    assert [(c.action, c.words) for c in again] == [(c.action, c.words) for c in found]


@often
@given(st.binary(max_size=120))
def test_decoded_text_holds_nothing_that_steers(data: bytes) -> None:
    found = decode(data)
    assert found is None or not {c for c in found.text if unicodedata.category(c) in {"Cc", "Cs"}} - {"\n", "\t"}


EVIL = (
    '<script>alert(1)</script> "“>} . <http://evil/> a kg:Person ; # \\" \\u0041 ^^ @zh <<( )>> {{ 7*7 }} ${x} %00 %2F..\n\n'
    "3月1日，云川市委书记程望舒\u202e\u200b出席云川<b>大学</b>揭牌仪式。“](javascript:alert(1)”市长陆怀谦说：“`|*_”。\n"
)


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evil")
    texts = folder / "in"
    texts.mkdir()
    (texts / "<img src=x> [a](b) `|'\".txt").write_text(EVIL, "utf-8")
    (texts / "b.txt").write_text(NEWS + EVIL, "utf-8")
    title = "<svg onload=alert(1)>|[x](javascript:1)"
    lines(
        texts / "c.jsonl",
        {"id": "../../x", "title": title, "text": NEWS, "source": "\u202e云川日报", "url": "javascript:1"},
    )
    assert main(["build", str(texts), "-o", str(folder / "out"), "--jobs", "1"]) == 0
    return folder / "out"


def test_hostile_articles_give_a_graph_that_parsers_agree_on(evil: Path) -> None:
    quads = set(parse(path=str(evil / "graph.trig"), format=RdfFormat.TRIG))
    triples = {q.triple for q in parse(path=str(evil / "graph.ttl"), format=RdfFormat.TURTLE)}
    assert {q.triple for q in quads} == triples
    other = rdflib.Graph().parse(evil / "graph.ttl", format="turtle")
    assert len(other) == len(triples)
    assert {str(s) for s in other.subjects()} == {t.subject.value for t in triples}
    assert not any("evil" in t.subject.value.split("/")[2] for t in triples)


def test_hostile_articles_put_no_markup_into_the_report_or_the_page(evil: Path) -> None:
    report = (evil / "report.md").read_text("utf-8")
    assert "<script" not in report and "<svg" not in report and "<img" not in report and "\u202e" not in report
    assert "[x](javascript" not in report and "\\[x\\](javascript" in report
    page = (evil / "network.html").read_text("utf-8")
    assert "<script>alert" not in page and "<svg onload" not in page


def test_evidence_cites_the_hostile_text_as_it_stands(evil: Path) -> None:
    built = build([str(evil.parent / "in" / "b.txt")], Options(jobs=1))
    (text,) = {s.text for s in all_of(evil.parent / "in" / "b.txt")[0]}
    cited = [e for r in built.records for e in r.evidence]
    assert cited and all(text[e.start : e.end] == e.text for e in cited)


def test_what_steers_a_terminal_or_a_report_is_written_out() -> None:
    assert shown("a\x1b[31m\u202e\u200b\x9b\u2028云 \u3000") == "a\\x1b[31m\\u202e\\u200b\\x9b\\u2028云 \u3000"
    assert _plain("[a](b) `x` | \\ <b>\n*") == "\\[a\\](b) \\`x\\` \\| \\\\ &lt;b> \\*"
    assert str(Problem("a\nb", "read", "x", "y")) == "a\\nb: y"


@settings(max_examples=examples(15), deadline=None)
@given(st.lists(hostile, min_size=1, max_size=3))
def test_any_texts_are_built_into_a_graph_that_parses(texts: list[str]) -> None:
    known = Metadata(date(2021, 3, 2), "云川日报", jurisdiction="云川市")
    built = build_sources([Source(f"{n}.txt", clean(t), known) for n, t in enumerate(texts)], Options(jobs=1))
    assert [p for p in built.problems if p.fatal] == []
    quads = set(quads_of(built))
    assert set(parse("".join(trig(quads_of(built))), format=RdfFormat.TRIG)) == quads
    assert len({q.triple for q in quads}) == len(set(parse("".join(turtle(quads)), format=RdfFormat.TURTLE)))


def test_output_that_a_terminal_cannot_show_ends_in_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    folder = os.fsencode(tmp_path) + b"/\xff\xfe" if os.name == "posix" else os.fsencode(tmp_path / "out")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "kg", "build", tmp_path / "a.txt", "-o", os.fsdecode(folder), "--jobs", "1"]
    done = subprocess.run(command, capture_output=True, env=environment, timeout=240)
    assert done.returncode == 0 and b"Traceback" not in done.stderr, done.stderr


@posix
def test_files_that_hold_whole_articles_can_be_read_by_their_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    out = tmp_path / "out"
    before = os.umask(0)
    try:
        assert main(["build", str(tmp_path / "a.txt"), "-o", str(out), "-q", "--jobs", "1"]) == 0
        assert main(["view", "a.txt", str(out / "graph.trig"), "-o", str(tmp_path / "page.html")]) == 0
        (out / RECORDS).chmod(0o644)  # as an earlier version left it
        with RecordStore(out / RECORDS) as store:
            store.put([(b"0", ExtractionResult(()))])
            kept = [p for p in out.iterdir() if p.name.startswith(RECORDS)]
            assert {p.name.removeprefix(RECORDS) for p in kept} == {"", "-wal", "-shm"}
            assert {p.stat().st_mode & 0o777 for p in kept} == {0o600}
    finally:
        os.umask(before)
    assert (tmp_path / "page.html").stat().st_mode & 0o777 == 0o600
    assert (out / "graph.trig").stat().st_mode & 0o777 == 0o666  # the graph follows the umask


def test_a_few_problems_of_each_kind_are_printed_and_all_are_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = "broken\n" * 10_000 + '{"title": "云川"}\n' * 3
    (tmp_path / "a.jsonl").write_text(broken + json.dumps({"text": NEWS}) + "\n", "utf-8")
    command = ["build", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "out"), "--jobs", "1", "-q"]
    for _ in range(2):  # built, and unchanged
        assert main(command) == 1
        output = capsys.readouterr().err.splitlines()
        assert len(output) == 5 + 3 + 1 + 1
        assert any("1 of 1 files are missing" in line for line in output)
        assert output[-1] == "kg: 9,995 more problems of the kind broken-record; report.md lists them all"
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert len(report["problems"]) == 10_004
    left_out = (tmp_path / "out" / "report.md").read_text("utf-8").partition("## Files")[0]
    assert left_out.count("is not valid JSON") == 10_000


def test_no_report_is_named_where_none_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_text("broken\n" * 20, "utf-8")
    assert main(["build", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "out"), "--jobs", "1"]) == 1
    output = capsys.readouterr().err
    assert "15 more problems of the kind broken-record" in output and "report.md" not in output


@pytest.mark.parametrize("word", ["中共", "省委"])
def test_the_work_on_a_word_that_is_repeated_is_in_proportion_to_the_text(word: str) -> None:
    def calls(count: int) -> int:
        done = 0

        def note(frame: object, event: str, argument: object) -> None:
            nonlocal done
            done += event in {"call", "c_call"}

        source = Source("a.txt", word * count)
        sys.setprofile(note)
        try:
            extract_sources([source])
        finally:
            sys.setprofile(None)
        return done

    extract_sources([Source("a.txt", NEWS)])  # what is read once
    assert calls(200) < 2.7 * calls(100)
    assert (
        calls(200) < 350 * 2 * 200
    )  # 310 calls a character since extraction is made of components; a page of news takes 65
