"""Coverage-guided fuzzing of all that takes texts from outside: readers, splitter, dates, corrections, IRIs, serialisers.

    pip install atheris
    python tests/fuzz/harness.py FOLDER -max_total_time=3600     (options of libFuzzer; FOLDER keeps the inputs that led on)

An input's first byte chooses the target, the second how the rest becomes text: its bytes as they are, or each byte a
fragment of the language that the grammars speak. A failure does not end the run: it is reported once for each place where it
was raised, and kept as FOLDER/../findings/*.bin; replay one with `python tests/fuzz/harness.py --replay FILE`. An input
over SLOW seconds is a finding too. At the end it prints how often each target ran.
"""

from __future__ import annotations

import atexit
import gzip
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import unquote_to_bytes

import atheris

with atheris.instrument_imports(include=["kg"]):
    from kg.build import BuildResult, Options, quads_of
    from kg.build.cache import article_order
    from kg.errors import KgError
    from kg.extract import extract
    from kg.graph.serialise import trig, turtle
    from kg.language import analyse, split_sentences
    from kg.language.times import find_times
    from kg.model import Source
    from kg.read import read, split
    from kg.read.dates import date_of_text, parse_date
    from kg.read.decode import clean, decode
    from kg.read.metadata import jurisdiction_in, jurisdiction_of
    from kg.read.metadata_table import read_table
    from kg.resolve import resolve
    from kg.resolve.corrections import as_file, parse_corrections
    from kg.store.words import WordIndex
    from kg.vocab import BASE, mint, segment

sys.path.insert(0, str(Path(__file__).parents[1]))
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse
from strategies import FRAGMENTS

SLOW = 2.0
ran: Counter[str] = Counter()
reported: set[str] = set()
findings = Path("findings")


def fragments(data: bytes) -> str:
    """Return a text of fragments, one a byte."""
    return "".join(FRAGMENTS[b % len(FRAGMENTS)] for b in data)


def as_text(data: bytes) -> str:
    """Return a text: fragments, or the bytes as UTF-8 with lone surrogates for what is none."""
    if data[:1] < b"\x80":
        return fragments(data[1:])
    return data[1:].decode("utf-8", "surrogateescape")


def file_of(name: str, data: bytes) -> str:
    """Write a file for a reader."""
    path = Path(scratch.name) / name
    path.write_bytes(data)
    return str(path)


def as_bytes(data: bytes) -> bytes:
    """Return what stands in a file."""
    return as_text(data).encode("utf-8", "surrogatepass") if data[:1] < b"\xc0" else data[1:]


def fuzz_decode(data: bytes) -> None:
    found = decode(data)
    assert found is None or not any(c in "\x00\r\x1f" or "\ud800" <= c <= "\udfff" for c in found.text)


def fuzz_table(data: bytes) -> None:
    read_table(
        Path(file_of("metadata.csv", b"file,date,source,title\n" * (data[:1] < b"\xf0") + as_bytes(data))), print_none
    )
    os.unlink(Path(scratch.name) / "metadata.csv")


def fuzz_records(data: bytes) -> None:
    body = as_bytes(data)
    name, body = ("a.jsonl.gz", gzip.compress(body, 1)) if data[:1] > b"\x70" else ("a.jsonl", body)
    name, body = ("a.jsonl.gz", data) if data[:1] > b"\xf8" else (name, body)
    for source in read([file_of(name, body)], on_problem=print_none):
        source.text.encode()
        (source.record or "").encode()


def fuzz_file(data: bytes) -> None:
    for source in read([file_of("云川日报_20210105.txt", as_bytes(data))], on_problem=print_none):
        split(source)


def fuzz_split(data: bytes) -> None:
    text = clean(as_text(data))
    for article in split(Source("a.txt", text)):
        assert len(article.offsets) == len(article.text)
        kept = [o for o in article.offsets if o >= 0]
        assert len(kept) == len(set(kept)), "a character stands twice in an article"


def fuzz_sentences(data: bytes) -> None:
    for article in split(Source("a.txt", clean(as_text(data)))):
        covered = bytearray(len(article.text))
        for s in split_sentences(article):
            assert not any(covered[s.start : s.end]) and s.start < s.end
            covered[s.start : s.end] = b"\x01" * (s.end - s.start)
        inside = {i for p in article.parts for i in range(p.start, p.end)}
        assert all(covered[i] or article.text[i].isspace() for i in inside), "a character lies in no sentence"


def fuzz_times(data: bytes) -> None:
    published = None if data[:1] < b"\x40" else date(1 + (data[0] - 0x40) * 57 % 9999, 2, 28)
    end = 0
    for t in find_times(clean(as_text(data)), published):
        assert t.start >= end and t.end > t.start
        end = t.end
        for value in (t.when.begin, t.when.end) if t.when else ():
            assert value is None or len(value) in {4, 7, 10}, value


def fuzz_dates(data: bytes) -> None:
    text = as_text(data)
    parse_date(text)
    date_of_text(text)
    jurisdiction_of(text)
    jurisdiction_in(text)


def fuzz_corrections(data: bytes) -> None:
    found = tuple(parse_corrections(clean(as_text(data)), "c.txt", BASE))
    again = tuple(parse_corrections(as_file(found), "c.txt", BASE))
    assert [(c.action, c.words) for c in again] == [(c.action, c.words) for c in found], "not what was written"


def fuzz_mint(data: bytes) -> None:
    name = clean(as_text(data)).replace("/", "／") or "x"
    written = segment(name)
    assert "/" not in written and written not in {".", ".."}
    if "~" not in written[-17:-16]:
        assert unquote_to_bytes(written).decode() == name
    quad = Quad(NamedNode(mint(f"person/{name}")), NamedNode(BASE + "p"), Literal(name), DefaultGraph())
    assert [q.subject.value for q in parse("".join(turtle([quad])), format=RdfFormat.TURTLE)] == [quad.subject.value]


def fuzz_serialise(data: bytes) -> None:
    text = clean(as_text(data))
    a, b = text[: len(text) // 2], text[len(text) // 2 :]
    graph = NamedNode(mint(f"article/{segment(a)}"))
    node = NamedNode(mint(f"person/{b or 'x'}"))
    values = (Literal(a), Literal(b, language="zh"), Literal(b), Literal(a, datatype=NamedNode(BASE + "t")), graph)
    quads = {Quad(node, NamedNode(BASE + "p"), v, graph) for v in values}
    assert set(parse("".join(trig(quads)), format=RdfFormat.TRIG)) == quads
    triples = {q.triple for q in quads}
    assert {q.triple for q in parse("".join(turtle(quads)), format=RdfFormat.TURTLE)} == triples


def fuzz_words(data: bytes) -> None:
    index.search(clean(as_text(data)))


def fuzz_whole(data: bytes) -> None:
    text = clean(as_text(data[:120]))
    records = [extract(analyse(a), text) for a in split(Source("a.txt", text))]
    records.sort(key=lambda r: article_order(r.article.id))
    for record in records:
        for e in record.evidence:
            assert text[e.start : e.end] == e.text
    built = BuildResult(records, resolve(records), (), Options())
    quads = set(quads_of(built))
    assert set(parse("".join(trig(quads_of(built))), format=RdfFormat.TRIG)) == quads


def print_none(problem: object) -> None:
    str(problem)


TARGETS: tuple[Callable[[bytes], None], ...] = (
    fuzz_decode, fuzz_table, fuzz_records, fuzz_file, fuzz_split, fuzz_sentences, fuzz_times, fuzz_dates, fuzz_corrections,
    fuzz_mint, fuzz_serialise, fuzz_words, fuzz_split, fuzz_times, fuzz_whole,
)  # fmt: skip


def run(data: bytes) -> None:
    """Give one input to its target; KgError is an answer, all else is a finding."""
    if not data:
        return
    target = TARGETS[data[0] % len(TARGETS)]
    ran[target.__name__] += 1
    begun = time.perf_counter()
    try:
        target(data[1:])
    except KgError:
        pass
    except Exception as e:
        frames = traceback.extract_tb(e.__traceback__)
        keep(
            f"{target.__name__}:{type(e).__name__}:{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}",
            data,
            str(e),
        )
    if (taken := time.perf_counter() - begun) > SLOW:
        keep(f"{target.__name__}:slow", data, f"{taken:.1f} s for {len(data)} bytes")


def keep(name: str, data: bytes, message: str) -> None:
    """Report a finding once."""
    if name in reported:
        return
    reported.add(name)
    findings.mkdir(exist_ok=True)
    (findings / f"{name.replace(':', '_')}.bin").write_bytes(data)
    print(f"FINDING {name}: {message[:200]}", flush=True)


def print_counts() -> None:
    """Print how often each target ran."""
    print(f"{sum(ran.values()):,} executions, {len(reported)} findings: {dict(ran.most_common())}", flush=True)


if __name__ == "__main__":
    scratch = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
    index = WordIndex.make()
    atexit.register(print_counts)
    analyse(split(Source("a.txt", "云川市"))[0])  # what is loaded once is loaded now
    index.search("云川市长")
    if sys.argv[1:2] == ["--replay"]:
        for file in sys.argv[2:]:
            data = Path(file).read_bytes()
            TARGETS[data[0] % len(TARGETS)](data[1:])
    else:
        folders = [a for a in sys.argv[1:] if not a.startswith("-")]
        findings = (Path(folders[0]).parent if folders else Path()) / "findings"
        atheris.Setup(sys.argv, run)
        atheris.Fuzz()
