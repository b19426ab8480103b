"""Taggers of other libraries: each adapter over a small fake of its library's interface."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kg.cli import main
from kg.errors import InputError
from kg.extract import Setup, made_with
from kg.language import load_tagger, tagger_named
from kg.language.adapters.overlay import overlaid
from kg.model import Token

TEXTS = ["市长陆怀谦到云川大学调研。", "", "昨日 ，何晚舟 在白鹭县参加会议。"]
FOUND = [[("陆怀谦", "PER"), ("云川大学", "ORG")], [], [("何晚舟", "PER"), ("白鹭县", "LOC")]]
WORDS = [
    ["市长", "陆怀谦", "到", "云川", "大学", "调研", "。"],
    [],
    ["昨日", ",", "何晚舟", "在", "白鹭县", "参加", "会议", "。"],
]
EXTENTS = [[(1, 2), (3, 5)], [], [(2, 3), (4, 5)]]  # of the names, in words


def spacy_of(folder: Path) -> SimpleNamespace:
    labels = {"PER": "PERSON", "LOC": "GPE", "ORG": "ORG"}

    class Language:
        def pipe(self, texts: Sequence[str], batch_size: int) -> Iterator[SimpleNamespace]:
            assert batch_size > 1
            for text, names in zip(texts, FOUND, strict=True):
                ents = [
                    SimpleNamespace(start_char=text.index(n), end_char=text.index(n) + len(n), label_=labels[k])
                    for n, k in names
                ]
                ents.append(SimpleNamespace(start_char=0, end_char=1, label_="CARDINAL")) if text else None
                yield SimpleNamespace(ents=tuple(ents))

    def load(name: str, exclude: Sequence[str]) -> Language:
        if not name.startswith("zh_core_web"):
            raise OSError(f"[E050] Can't find model '{name}'.\nIt doesn't seem to be a Python package.")
        assert "ner" not in exclude
        return Language()

    return SimpleNamespace(load=load)


def hanlp_of(folder: Path) -> SimpleNamespace:
    labels = {"PER": "PERSON", "LOC": "LOCATION", "ORG": "ORGANIZATION"}

    def pipeline(texts: Sequence[str], tasks: Sequence[str]) -> dict[str, Any]:
        assert tasks == ["ner/msra"]
        rows = [
            [(n, labels[k], *at) for (n, k), at in zip(names, extents, strict=True)]
            for names, extents in zip(FOUND, EXTENTS, strict=True)
        ]
        return {"tok/fine": WORDS, "ner/msra": rows}

    models = SimpleNamespace(CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_SMALL_ZH="https://models.example/small.zip")

    def load(name: str) -> Any:
        if not name.endswith(".zip"):
            raise ValueError(f"{name} is no model")
        return pipeline

    return SimpleNamespace(load=load, pretrained=SimpleNamespace(mtl=models))


def ltp_of(folder: Path) -> SimpleNamespace:
    labels = {"PER": "Nh", "LOC": "Ns", "ORG": "Ni"}

    class LTP:
        def __init__(self, model: str) -> None:
            if not model.startswith("LTP/"):
                raise OSError(f"{model} is no model")

        def pipeline(self, texts: Sequence[str], tasks: Sequence[str]) -> SimpleNamespace:
            assert {"cws", "ner"} <= set(tasks)
            rows = [
                [(labels[k], n, first, end - 1) for (n, k), (first, end) in zip(names, extents, strict=True)]
                for names, extents in zip(FOUND, EXTENTS, strict=True)
            ]
            return SimpleNamespace(cws=WORDS, ner=rows)

    return SimpleNamespace(LTP=LTP)


def gliner2_of(folder: Path) -> SimpleNamespace:
    labels = {"PER": "person", "LOC": "location", "ORG": "organization"}

    class Extractor:
        @staticmethod
        def from_pretrained(name: str) -> Extractor:
            if not name.startswith("fastino/"):
                raise OSError(f"{name} is no model")
            return Extractor()

        def batch_extract_entities(
            self, texts: list[str], entity_types: list[str], batch_size: int = 8, include_spans: bool = False
        ) -> list[dict[str, Any]]:
            assert include_spans and set(entity_types) == set(labels.values())
            rows = []
            for text, names in zip(texts, FOUND, strict=True):
                found: dict[str, list[dict[str, Any]]] = {k: [] for k in entity_types}
                for n, k in names:
                    found[labels[k]].append({"text": n, "start": text.index(n), "end": text.index(n) + len(n)})
                rows.append({"entities": found})
            return rows

    return SimpleNamespace(AutoExtractor=Extractor)


FAKES = {"spacy": spacy_of, "hanlp": hanlp_of, "ltp": ltp_of, "gliner2": gliner2_of}


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    tagger_named.cache_clear()
    yield
    tagger_named.cache_clear()


@pytest.mark.parametrize("name", FAKES)
def test_a_library_gives_the_names_and_the_built_in_tagger_the_words(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, name, FAKES[name](tmp_path))
    starts = [5, 40, 60]
    rows = tagger_named(name).tag(TEXTS, starts)
    for text, row, at, names in zip(TEXTS, rows, starts, FOUND, strict=True):
        assert [(text[t.start - at : t.end - at], t.tag) for t in row if t.tag in {"PER", "LOC", "ORG"}] == names
        assert "".join(text[t.start - at : t.end - at] for t in row) == text  # without gaps
    words = {(t.start, t.end): t.tag for row in load_tagger().tag(TEXTS, starts) for t in row}
    kept = [t for row in rows for t in row if (t.start, t.end) in words and t.tag not in {"PER", "LOC", "ORG", "n"}]
    assert len(kept) > 5
    assert all(words[t.start, t.end] == t.tag for t in kept)
    assert tagger_named(name).tag([]) == []


@pytest.mark.parametrize("name", FAKES)
def test_a_missing_library_or_model_is_a_message(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = tmp_path / "a.txt"
    article.write_text(TEXTS[0], "utf-8")
    monkeypatch.setitem(sys.modules, name, None)
    assert main(["build", str(article), "-o", str(tmp_path / "out"), "--tagger", name]) == 2
    shown = capsys.readouterr().err
    assert f"needs the package {name}" in shown
    assert "pip install" in shown
    monkeypatch.setitem(sys.modules, name, FAKES[name](tmp_path))
    with pytest.raises(InputError, match="cannot be loaded") as raised:
        tagger_named(f"{name}:nothing")
    assert "\n" not in str(raised.value)


def test_a_build_with_another_tagger_extracts_its_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = spacy_of(tmp_path)
    pipe = SimpleNamespace(
        pipe=lambda texts, batch_size: (
            SimpleNamespace(
                ents=[SimpleNamespace(start_char=t.index("丰登"), end_char=t.index("丰登") + 2, label_="PERSON")]
                if "丰登" in t
                else []
            )
            for t in texts
        )
    )
    monkeypatch.setitem(sys.modules, "spacy", fake)
    monkeypatch.setattr(fake, "load", lambda name, exclude: pipe)
    article, out = tmp_path / "a.txt", tmp_path / "out"
    article.write_text("会议召开\n\n昨日，丰登出席会议并讲话。", "utf-8")
    assert main(["build", str(article), "-o", str(out), "--tagger", "spacy", "--jobs", "1", "-q"]) == 0
    assert '"丰登"@zh' in (out / "graph.ttl").read_text("utf-8")


def test_records_depend_on_the_library_and_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    made = {made_with(Setup(tagger)) for tagger in (None, "spacy", "spacy:zh_core_web_trf", "hanlp")}
    assert len(made) == 4


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ([], [(0, 2, "n"), (2, 4, "v"), (4, 8, "n")]),
        ([(0, 2, "PER")], [(0, 2, "PER"), (2, 4, "v"), (4, 8, "n")]),
        ([(1, 3, "ORG")], [(0, 1, "n"), (1, 3, "ORG"), (3, 4, "v"), (4, 8, "n")]),
        ([(0, 8, "ORG")], [(0, 8, "ORG")]),
        (
            [(5, 6, "PER"), (6, 7, "LOC")],
            [(0, 2, "n"), (2, 4, "v"), (4, 5, "n"), (5, 6, "PER"), (6, 7, "LOC"), (7, 8, "n")],
        ),
    ],
)
def test_names_replace_the_words_that_they_cover(names: list[Any], found: list[Any]) -> None:
    words = [Token(0, 2, "LOC"), Token(2, 4, "v"), Token(4, 8, "ORG")]
    assert [(t.start, t.end, t.tag) for t in overlaid(words, names)] == found
