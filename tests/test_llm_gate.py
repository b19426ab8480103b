"""The contract with a language model, its answers, the verbatim gate, and the decision with the rules."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg import vocab
from kg.build.parallel import extract_sources
from kg.errors import InputError
from kg.extract import Setup
from kg.llm.answers import AnswerLine, as_line, open_answers
from kg.llm.causes import QUOTES, Cause, Counts
from kg.llm.contract import Term, contract
from kg.llm.folding import fold
from kg.llm.fusion import fuse
from kg.llm.gate import gate_of
from kg.llm.parsing import MalformedAnswerError, parse_answer
from kg.llm.prompts import Call, calls_of
from kg.model import ArticleRecord, Entity, Event, Mention, Metadata, Position, Relation, Source
from kg.read import split

TEXT = (
    "市长到医院调研\n\n1月4日，云川市市长陆怀谦到云川市中心医院调研，沈若谷陪同。会上，陆怀谦说：“要办好医院。”\n\n"
    "当天下午，沈若谷拜见了青石大学校长何晚舟。何晚舟是白鹭县人。"
)
SOURCE = Source("a.txt", TEXT, Metadata(date=datetime.date(2021, 1, 5)))
Script = Callable[[Call], Mapping[str, Any]]


def person(name: str) -> dict[str, str]:
    return {"name": name, "class": "Person"}


VISIT = {
    "type": "Talks", "trigger": "拜见", "quote": "沈若谷拜见了青石大学校长何晚舟", "status": "happened", "time": "当天下午",
    "agent": ["沈若谷"], "participant": ["何晚舟"], "target": [], "place": [],
}  # fmt: skip
BIRTH = {"predicate": "bornIn", "subject": "何晚舟", "object": "白鹭县", "quote": "何晚舟是白鹭县人"}
POSITION = {
    "person": "何晚舟", "title": "校长", "organisation": "青石大学", "tenure": "current", "quote": "沈若谷拜见了青石大学校长何晚舟",
}  # fmt: skip
NAMES = [
    person("沈若谷"),
    person("何晚舟"),
    {"name": "白鹭县", "class": "Place"},
    {"name": "青石大学", "class": "Organisation"},
]


def answer_for(call: Call, *items: Mapping[str, Any]) -> dict[str, Any]:
    """Return the items that a call asks for."""
    found: dict[str, Any] = {"names": NAMES, "events": [i for i in items if i.get("type") in call.terms]}
    found["relations"] = [i for i in items if i.get("predicate") in call.terms]
    if "holdsPosition" in call.terms:
        found["positions"] = [i for i in items if "title" in i]
    return found


def answered(folder: Path, *items: Mapping[str, Any], only: bool = False, source: Source = SOURCE) -> Setup:
    path = folder / "answers.jsonl"
    calls = [c for a in split(source) for c in calls_of(a)]
    lines = [as_line(AnswerLine(c.id, "m", json.dumps(answer_for(c, *items)))) for c in calls]
    path.write_text("\n".join(lines), "utf-8")
    return Setup(answers=open_answers(str(path), only=only))


def record_of(setup: Setup, source: Source = SOURCE) -> tuple[ArticleRecord, dict[str, int]]:
    (result,) = extract_sources([source], setup)
    assert not result.problems
    return result.records[0], result.quotes


def named(record: ArticleRecord, id: str) -> str:
    return next(e.name for e in record.entities if e.id == id)


def test_the_contract_has_every_event_type_and_predicate_of_the_ontology_in_small_groups() -> None:
    asked = contract()
    assert set(asked.event_types) == vocab.event_types() - {"Event"}
    assert {len(g) for g in (*asked.events, *asked.relations)} <= {4, 5, 6}
    assert asked.predicates["bornIn"] == Term(
        "bornIn", "出生地", "出生地或籍贯", subjects=("Person",), objects=("Place",)
    )


def test_a_type_that_is_added_in_turtle_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in vocab.ontology_folder().glob("*.ttl"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "auctions.ttl").write_text(
        "@prefix kg: <https://w3id.org/newskg/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'kg:Auction rdfs:subClassOf kg:Event ; rdfs:label "拍卖"@zh ; rdfs:comment "公开竞价"@zh ; kg:verb "竞得" .',
        "utf-8",
    )
    monkeypatch.setattr("kg.llm.contract.ontology_folder", lambda: tmp_path)
    asked = contract.__wrapped__()
    assert asked.event_types["Auction"] == Term("Auction", "拍卖", "公开竞价", ("竞得",))


def test_the_instructions_do_not_depend_on_the_article_and_the_calls_do() -> None:
    (a,) = split(SOURCE)
    (b,) = split(replace(SOURCE, text=TEXT.replace("青石大学", "青山大学")))
    assert [c.system for c in calls_of(a)] == [c.system for c in calls_of(b)]
    assert not {c.id for c in calls_of(a)} & {c.id for c in calls_of(b)}
    assert len({c.id for c in calls_of(a, passes=2)}) == 2 * len({c.id for c in calls_of(a)})


def test_a_long_article_is_sent_in_pieces_that_hold_all_of_it() -> None:
    (article,) = split(replace(SOURCE, text=TEXT + "\n\n" + "沈若谷到青石大学调研。" * 1500))
    pieces = {c.text.partition("\n\n")[2]: None for c in calls_of(article)}
    assert "".join(pieces) == article.text
    assert len(pieces) > 1


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ('陆怀谦说:"要办好医院."', "陆怀谦说：“要办好医院。”"),
        ("１月４日", "1月4日"),
        ("云川市 中心医院", "云川市中心医院"),
        ("陆怀谦说：「要办好医院。」", "陆怀谦说：“要办好医院。”"),
    ],
)
def test_the_gate_accepts_other_width_punctuation_and_spaces(quote: str, found: str) -> None:
    start, end = gate_of(TEXT).all(quote)[0]
    assert TEXT[start:end] == found


@pytest.mark.parametrize(
    ("quote", "cause"),
    [
        ("陆怀谦到青石大学调研", Cause.STITCHED),
        ("陆怀谦到云川市中心医院……沈若谷拜见了青石大学", Cause.STITCHED),
        ("市长前往医院进行调研", Cause.NOT_FOUND),
        ("周砚秋", Cause.NOT_FOUND),
        ("陆怀谦", Cause.AMBIGUOUS),
        ("调研\n1月4日沈若谷", Cause.STITCHED),
        ("到医院调研1月4日", Cause.STITCHED),
    ],
)
def test_the_gate_refuses_what_is_not_verbatim_and_counts_why(quote: str, cause: Cause) -> None:
    gate = gate_of(TEXT)
    assert gate.one(quote) is None
    assert gate.counts == {QUOTES: 1, cause: 1}


def test_a_folded_character_that_becomes_several_is_matched_as_a_whole() -> None:
    assert list(fold("㈱甲").find(fold("(株)甲"))) == [(0, 2)]
    assert list(fold("㈱甲").find(fold("株)甲"))) == []


@pytest.mark.parametrize(
    "content", ["", "not JSON", "[]", '{"names": []}', '{"names": [], "events": [{"type"', "[" * 9999]
)
def test_an_answer_without_the_form_is_malformed(content: str) -> None:
    with pytest.raises(MalformedAnswerError):
        parse_answer(content, ["Talks"], Counts())


def test_an_item_without_the_form_or_of_another_type_is_dropped_and_counted() -> None:
    counts = Counts()
    items = [VISIT, VISIT, {**VISIT, "trigger": 3}, {**VISIT, "type": "Visit"}, {**VISIT, "status": "?"}, "x"]
    content = f"```json\n{json.dumps({'names': NAMES, 'events': items})}\n```"
    assert len(parse_answer(content, ["Talks"], counts).events) == 1
    assert counts == {Cause.MALFORMED: 2, Cause.UNKNOWN_TERM: 2}


ODD = [None, True, 3, -1.5, "", "x", [], {}, [[]], {"name": {}}, ["何晚舟", 3], "\ud800"]


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_values_of_odd_types_are_dropped_and_nothing_else_happens(odd: object, tmp_path: Path) -> None:
    counts = Counts()
    for item, key in ((VISIT, "events"), (BIRTH, "relations"), (POSITION, "positions"), (NAMES[0], "names")):
        rows = [{**item, field: odd} for field in item]
        data: dict[str, Any] = {"names": NAMES, "events": [], "relations": [], key: rows}
        parse_answer(json.dumps(data), ["Talks", "bornIn", "holdsPosition"], counts)
        parse_answer(json.dumps({**data, key: [odd]}), ["Talks"], counts)
    assert counts


def test_a_text_that_cannot_be_encoded_is_sent_without_the_odd_character(tmp_path: Path) -> None:
    (article,) = split(replace(SOURCE, text=TEXT + "\ud800"))
    for call in calls_of(article):
        json.dumps(call.body("m"), ensure_ascii=False).encode("utf-8")
    as_line(AnswerLine("x", "m", "\ud800")).encode("utf-8")


def test_what_the_model_finds_is_added_with_its_source_and_sentence(tmp_path: Path) -> None:
    rules, _ = record_of(Setup())
    record, quotes = record_of(answered(tmp_path, VISIT, BIRTH, POSITION))
    assert not any(e.trigger == "拜见" for e in rules.events)
    (event,) = [e for e in record.events if e.trigger == "拜见"]
    roles = {(r.predicate, named(record, r.object)) for r in record.relations if r.subject == event.id}
    assert (event.type, event.rule, roles) == ("Talks", "llm:m", {("agent", "沈若谷"), ("participant", "何晚舟")})
    assert event.when is not None
    assert event.when.begin == "2021-01-04"  # 当天, resolved by kg from the sentence before
    evidence = next(e for e in record.evidence if e.sentence == event.sentence)
    assert TEXT[evidence.start : evidence.end] == evidence.text
    assert "拜见" in evidence.text
    assert {e.id for e in rules.events} < {e.id for e in record.events}
    assert not set(quotes) & {*Cause}


def test_agreement_with_the_rules_raises_the_confidence(tmp_path: Path) -> None:
    rules, _ = record_of(Setup())
    record, _ = record_of(answered(tmp_path, POSITION))
    (before,) = [p for p in rules.positions if p.title == "校长"]
    (after,) = [p for p in record.positions if p.title == "校长"]
    assert after.rule == f"{before.rule}+llm:m"
    assert after.confidence > before.confidence


def test_only_what_the_model_states_is_left_with_only(tmp_path: Path) -> None:
    record, _ = record_of(answered(tmp_path, BIRTH, only=True))
    assert [(named(record, r.subject), r.predicate, named(record, r.object)) for r in record.relations] == [
        ("何晚舟", "bornIn", "白鹭县")
    ]
    assert not record.events
    assert not record.positions


@pytest.mark.parametrize(
    ("item", "cause"),
    [
        ({**BIRTH, "quote": "何晚舟生于白鹭县"}, Cause.NOT_FOUND),
        ({**BIRTH, "object": "青石大学"}, Cause.WRONG_CLASS),
        ({**BIRTH, "object": "云川市"}, Cause.NOT_LISTED),
        ({**POSITION, "title": "拜见"}, Cause.INVALID_TITLE),
        ({**VISIT, "time": "沈若谷"}, Cause.NO_TIME),
        ({**VISIT, "trigger": "会见"}, Cause.NOT_FOUND),
    ],
)
def test_what_is_not_in_the_article_or_not_in_the_ontology_is_dropped_and_counted(
    tmp_path: Path, item: Mapping[str, Any], cause: Cause
) -> None:
    record, quotes = record_of(answered(tmp_path, item, only=True))
    assert quotes[cause] == 1
    assert not record.relations or cause == Cause.NO_TIME
    assert all(e.when is None for e in record.events)


def test_the_graph_is_the_same_where_the_answers_state_nothing(tmp_path: Path) -> None:
    assert record_of(answered(tmp_path))[0] == record_of(Setup())[0]


def entity(id: str, name: str, start: int, kind: Any = "Person") -> Entity:
    return Entity(id, kind, name, mentions=(Mention(start, start + len(name), kind, 0, ""),))


def test_of_two_that_contradict_each_other_the_surer_one_stands() -> None:
    article = record_of(Setup())[0].article
    known = (
        entity("p1", "甲某某", 0),
        entity("o1", "乙公司", 5, "Organisation"),
        entity("o2", "丙公司", 9, "Organisation"),
    )
    event = Event("v1", "Talks", "会见", "会见", 0, 20, 22, confidence=0.5, rule="r")
    role = Relation("v1", "agent", "p1", 0, 0.8, "r")
    position = Position("p1", "经理", "o1", 0, "current", 0.4, "r")
    rules = ArticleRecord(article, known, (event,), (role,), (position,))
    model = ArticleRecord(
        article,
        known,
        (replace(event, id="v7", confidence=0.6, rule="llm:m"),),
        (Relation("v7", "participant", "p1", 0, 0.6, "llm:m"),),
        (replace(position, organisation="o2", confidence=0.6, rule="llm:m"),),
    )
    decided = fuse(rules, model)
    assert decided.relations == (role,)
    assert decided.positions == model.positions
    assert [(e.id, e.confidence, e.rule) for e in decided.events] == [("v1", 0.8, "r+llm:m")]


def test_a_file_of_answers_of_several_models_needs_one_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [AnswerLine("x", "m", "{}"), AnswerLine("x", "n", "{}")]
    path.write_text("\n".join([*map(as_line, lines), '{"custom_id": "torn']), "utf-8")
    with pytest.raises(InputError, match="2 models"):
        open_answers(str(path))
    assert open_answers(str(path), "n").model == "n"
    with pytest.raises(InputError, match="holds no answer of o"):
        open_answers(str(path), "o")


def test_the_output_of_a_batch_api_is_read(tmp_path: Path) -> None:
    body = {"model": "m-1", "choices": [{"message": {"role": "assistant", "content": "{}"}}]}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"custom_id": "x", "response": {"status_code": 200, "body": body}}), "utf-8")
    assert open_answers(str(path)).model == "m-1"
