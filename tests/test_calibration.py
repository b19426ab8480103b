"""Calibration of the confidence, and the figures of all sources side by side, with answers out of annotations (scripted_answers.py)."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from scripted_answers import write_scripted_answers

from kg.cli import main
from kg.errors import InputError
from kg.evaluate.calibrating import Outcome, fit
from kg.extract import Setup, made_with
from kg.extract.calibration import Calibration, Scale, as_json, calibrated, read_calibration
from kg.llm.fusion import agreed
from kg.model import Article, ArticleRecord, Event, Position, Relation

SOURCES = ["rules", "trained model", "language model", "rules, fused", "trained, fused"]


def outcomes(kind: str, count: int, confidence: float, share: float) -> list[Outcome]:
    """Return statements of which a share is right."""
    return [Outcome(n % 10, kind, confidence, n < share * count, "llm:m") for n in range(count)]


def test_a_source_with_one_confidence_gets_the_share_that_is_right() -> None:
    (scale,) = fit("llm:m", outcomes("relation", 400, 0.6, 0.85))
    assert scale(0.6) == pytest.approx(0.85, abs=0.01)
    assert scale.statements == 400


def test_few_statements_change_little() -> None:
    (scale,) = fit("llm:m", outcomes("relation", 2, 0.6, 1.0))
    assert 0.6 < scale(0.6) < 0.8


def test_overconfidence_is_corrected_and_the_order_stays() -> None:
    randomly = random.Random(3)
    rows = [
        Outcome(n % 10, "event", c, randomly.random() < 0.3 + 0.4 * c, "model")
        for n in range(2000)
        for c in [randomly.random()]
    ]
    (scale,) = fit("model", rows)
    assert 0 < scale.slope < 1
    for c in (0.1, 0.5, 0.9):
        assert scale(c) == pytest.approx(0.3 + 0.4 * c, abs=0.06)
    values = [scale(c / 50) for c in range(51)]
    assert values == sorted(values)


def test_the_order_is_not_turned_round_even_where_the_sure_ones_are_wrong() -> None:
    rows = outcomes("event", 50, 0.9, 0.1) + outcomes("event", 50, 0.2, 0.9)
    (scale,) = fit("model", rows)
    assert scale(0.9) >= scale(0.2)


def test_each_kind_of_statement_of_a_source_has_its_own_scale() -> None:
    record = ArticleRecord(
        Article("a", "a", "a.txt", "", "", (), ()),
        events=(Event("v1", "Visit", "到", "到", 0, 0, 1, confidence=0.6, rule="llm:m"),),
        relations=(
            Relation("v1", "agent", "p1", 0, 0.6, "llm:m"),
            Relation("p1", "bornIn", "l1", 0, 0.6, "model+llm:m"),
        ),
        positions=(Position("p1", "市长", None, 0, confidence=0.6, rule="llm:m"),),
    )
    scales = Calibration((Scale("llm:m", "argument", offset=1.0), Scale("llm:m", "position", offset=-1.0)))
    found = calibrated(record, scales, "llm:m")
    assert (found.events[0].confidence, found.positions[0].confidence) == (0.6, 0.36)
    assert [r.confidence for r in found.relations] == [0.8, 0.6]
    both = Calibration((Scale("model+llm:m", "relation", offset=1.0), Scale("model+llm:m", "argument", offset=1.0)))
    agreeing = calibrated(record, both, "model+llm:m", lambda rule: rule.endswith("+llm:m"))
    assert [r.confidence for r in agreeing.relations] == [0.6, 0.8]


def test_a_file_of_calibration_is_read_as_it_was_written(tmp_path: Path) -> None:
    calibration = Calibration((Scale("llm:模型", "event", 0.5, -0.25, 31),), 0.4)
    file = tmp_path / "calibration.json"
    file.write_text(as_json(calibration), "utf-8")
    assert read_calibration(str(file)) == calibration
    assert made_with(Setup(calibration=calibration)) != made_with(Setup())


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"format": "kg calibration 1", "least": 0, "scales": [{}]}',
        '{"format": "kg calibration 0", "least": 0, "scales": []}',
        '{"format": "kg calibration 1", "least": "x", "scales": []}',
        '{"format": "kg calibration 1", "least": 0, "scales": [{"source": "s", "kind": "event", "slope": -1, "offset": 0, "statements": 1}]}',
        '{"format": "kg calibration 1", "least": 0, "scales": [{"source": "s", "kind": "no", "slope": 1, "offset": 0, "statements": 1}]}',
        '{"format": "kg calibration 1", "least": NaN, "scales": []}',
        "[" * 100_000,
    ],
)
def test_a_file_that_is_no_calibration_is_refused(content: str, tmp_path: Path) -> None:
    file = tmp_path / "calibration.json"
    file.write_text(content, "utf-8")
    with pytest.raises(InputError, match="is no calibration"):
        read_calibration(str(file))
    with pytest.raises(InputError, match="cannot be read"):
        read_calibration(str(tmp_path / "none.json"))


def test_a_build_writes_calibrated_confidences(tmp_path: Path) -> None:
    article, file = tmp_path / "a.txt", tmp_path / "calibration.json"
    article.write_text("人物\n\n何晚舟是白鹭县人。市长陆怀谦到云川市第一医院调研。", "utf-8")
    scales = tuple(Scale("rules", kind, offset=-0.5) for kind in ("event", "argument", "position", "relation"))
    file.write_text(as_json(Calibration(scales)), "utf-8")

    def confidences(*more: str) -> dict[str, float]:
        out = tmp_path / f"out{len(more)}"
        main(["build", str(article), "-o", str(out), "--model", "none", "-q", "--jobs", "1", *more])
        store = Store()
        store.load(path=str(out / "graph.trig"), format=RdfFormat.TRIG)
        rows = store.query(
            "SELECT ?s ?c WHERE { GRAPH ?g { ?s <https://w3id.org/newskg/ontology#confidence> ?c } } ORDER BY ?s"
        )
        return {r["s"].value: float(r["c"].value) for r in rows}

    before, after = (
        confidences("--min-confidence", "0"),
        confidences("--min-confidence", "0", "--calibration", str(file)),
    )
    assert before
    assert set(before) == set(after)
    assert all(after[s] < before[s] for s in before)


def make_gold(folder: Path) -> Path:
    gold = folder / "gold"
    (gold / "texts").mkdir(parents=True)
    (gold / "ann").mkdir()
    for n, (name, place) in enumerate([("何晚舟", "白鹭县"), ("秦望舒", "青石县"), ("周清和", "红枫县")] * 2):
        text = f"人物第{n}号\n\n{name}是{place}人。市长陆怀谦到青石大学调研。"
        (gold / "texts" / f"{n}.txt").write_text(text, "utf-8")
        entities = [{"id": "p1", "type": "Person", "name": name}, {"id": "l1", "type": "Place", "name": place}]
        relations = [{"s": "p1", "p": "bornIn", "o": "l1", "evidence": f"{name}是{place}人"}]
        (gold / "ann" / f"{n}.json").write_text(json.dumps({"entities": entities, "relations": relations}), "utf-8")
    return gold


def answers_about(gold: Path, folder: Path) -> Path:
    prompts, output = folder / "prompts.jsonl", folder / "output.jsonl"
    assert main(["llm", "export", str(gold / "texts"), "-o", str(prompts), "--llm", "scripted"]) == 0
    count = write_scripted_answers(prompts, gold, output)
    assert count == len(prompts.read_text("utf-8").splitlines())
    answers = folder / "answers.jsonl"
    assert main(["llm", "import", str(output), "-o", str(answers), "--prompts", str(prompts)]) == 0
    return answers


def test_calibrate_fits_every_source_and_evaluate_uses_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = make_gold(tmp_path)
    answers, file = answers_about(gold, tmp_path), tmp_path / "calibration.json"
    capsys.readouterr()
    assert main(["calibrate", str(gold), "--llm-answers", str(answers), "-o", str(file)]) == 0
    shown = capsys.readouterr().out
    calibration = read_calibration(str(file))
    assert {s.source for s in calibration.scales} >= {"rules", "model", "llm:scripted"}
    for source in {s.source for s in calibration.scales}:
        assert source in shown
    assert (
        main(["evaluate", str(gold), "--llm-answers", str(answers), "--calibration", str(file), "--reliability"]) == 0
    )
    first = file.read_bytes()
    assert main(["calibrate", str(gold), "--llm-answers", str(answers), "-o", str(file)]) == 0
    assert file.read_bytes() == first


def test_calibrate_says_what_it_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = make_gold(tmp_path)
    assert main(["calibrate", str(tmp_path / "none"), "-o", str(tmp_path / "c.json")]) == 2
    assert main(["calibrate", str(gold), "-o", str(tmp_path / "c.json"), "--llm", "m"]) == 2
    assert "--llm-answers" in capsys.readouterr().err
    assert main(["calibrate", str(gold), "-o", str(tmp_path / "no" / "c.json"), "--model", "none"]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.slow
def test_the_samples_have_the_figures_of_all_sources_in_one_table(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answers are made from the annotations, with errors: what is compared is the way, not a model."""
    gold = shared / "samples"
    answers, file = answers_about(gold, tmp_path), tmp_path / "calibration.json"
    capsys.readouterr()
    assert main(["calibrate", str(gold), "--llm-answers", str(answers), "-o", str(file)]) == 0
    capsys.readouterr()
    tables = []
    for more in ([], ["--calibration", str(file)]):
        assert main(["evaluate", str(gold), "--llm-answers", str(answers), *more]) == 0
        lines = capsys.readouterr().out.partition("\n\n")[0].splitlines()
        tables.append({line[:16].strip(): [float(x) for x in line.split()[-4:]] for line in lines[1:]})
    plain, fitted = tables
    assert list(plain) == list(fitted) == SOURCES
    assert len({tuple(row) for row in plain.values()}) == 5
    assert plain["trained, fused"][2] > plain["trained model"][2]  # relations: most answers are right
    assert fitted["trained, fused"][2] > plain["trained, fused"][2]  # now the decision knows it


def test_agreement_is_not_certainty() -> None:
    assert agreed(0.99, 0.99) < 1
