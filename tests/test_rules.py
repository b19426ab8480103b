"""Every rule of extraction beside a text that it accepts and a similar one that it rejects (tests/data/rules.tsv).

Articles are read by the rules alone. A rule accepts a text if the record names it, or, where the record holds no id of the rule (of
coreference, clauses, dates and unions), if it gives a candidate; and if the record is another one without the rule.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from kg.extract import Setup, pipeline
from kg.extract.lexicon import Where, component_of, role_rule, rules
from kg.extract.model.proposals.reading import is_foreign
from kg.extract.pipeline import find_by_rules
from kg.generate.rules import rules_of, watched
from kg.language import analyse_all
from kg.model import AnalysedArticle, ArticleRecord, Metadata, Source
from kg.read import split

EXAMPLES = Path(__file__).parent / "data" / "rules.tsv"
UNSEEN_IN_RECORDS = frozenset(
    {
        *("mention.dateline", "mention.latin.form", "split.stops", "syntax.clause", "entity.name"),
        *("coreference.person", "coreference.short_form", "coreference.renamed", "coreference.place"),
        *("coreference.full_name", "coreference.alias", "subject.pronoun", "subject.before", "subject.topic"),
        *("date.finer", "date.in_name", "date.before", "date.after", "date.moved", "date.visit"),
        *("merge.match", "merge.response", "merge.way", "merge.same_event"),
    }
)


@cache
def examples() -> Mapping[str, tuple[str, str]]:
    """Return the accepted and the rejected text of each rule; ¶ ends a line."""
    lines = [x for x in EXAMPLES.read_text("utf-8").splitlines() if x and not x.startswith("#")]
    rows = [line.split("\t") for line in lines]
    assert len({row[0] for row in rows}) == len(rows)
    return {rule: (accepted.replace("¶", "\n"), rejected.replace("¶", "\n")) for rule, accepted, rejected in rows}


@cache
def analysed() -> Mapping[str, AnalysedArticle]:
    """Return all texts as analysed articles."""
    texts = sorted({text for row in examples().values() for text in row})
    known = Metadata(datetime.date(2021, 1, 5), "云川日报", jurisdiction="云川市")
    articles = [split(Source(f"{n}.txt", text, known)) for n, text in enumerate(texts)]
    return dict(zip(texts, analyse_all([a for (a,) in articles]), strict=True))


@cache
def given(text: str) -> tuple[ArticleRecord, frozenset[str]]:
    """Return the record of a text, and the rules that gave something."""
    proposed: set[str] = set()
    record = find_by_rules(analysed()[text], watched(proposed.add))
    return record, frozenset({*rules_of(record)} | (proposed & UNSEEN_IN_RECORDS))


@pytest.mark.parametrize("rule", examples())
def test_a_rule_accepts_its_example(rule: str) -> None:
    accepted, _ = examples()[rule]
    record, found = given(accepted)
    assert rule in found
    without = find_by_rules(analysed()[accepted], pipeline(Setup(without=(rule,))))
    assert rule not in rules_of(without)
    assert without != record


@pytest.mark.parametrize("rule", examples())
def test_a_rule_rejects_what_resembles_its_example(rule: str) -> None:
    accepted, rejected = examples()[rule]
    assert rule not in given(rejected)[1]
    assert shared_pairs(accepted, rejected) >= 2


def shared_pairs(a: str, b: str) -> int:
    """Return how many pairs of adjacent characters two texts share."""
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (a, b)]
    return len(pairs[0] & pairs[1])


def test_a_role_that_only_a_users_event_type_can_give_is_no_rule_of_another_package() -> None:
    rule = role_rule("place", Where.TURNED)
    assert rule not in rules()
    assert component_of(rule) == "roles" and not is_foreign(rule)
    assert component_of("role.place.magic") == "" and is_foreign("role.place.magic")


def test_every_rule_has_examples() -> None:
    assert {*examples()} == {*rules()}
