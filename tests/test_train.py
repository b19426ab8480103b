"""Learning from annotated articles: what is read, what is learnt from it, and the file that comes of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jax
import numpy as np
import pytest

from kg.cli import main
from kg.errors import InputError
from kg.extract.model.decision import Decision, Judge, alias_of
from kg.extract.model.decoding import decode
from kg.extract.model.features import vocabulary_table
from kg.extract.model.network import load_network
from kg.extract.model.proposals.records import AliasPair, PositionProposal, Proposals
from kg.extract.model.schema import ROLES
from kg.extract.model.scoring import MentionSpan, pairs_of
from kg.language.weights import load_weights
from kg.model import Entity, Mention
from kg.train import fitting, network
from kg.train.arrays import arrays_of
from kg.train.brat import is_brat, parse_brat
from kg.train.calibration import fit_aliases, fit_decision
from kg.train.corpus import read_corpus
from kg.train.examples import Example, examples_of, says_time
from kg.train.export import to_onnx, write_model
from kg.train.fitting import is_held_out
from kg.train.inline import parse_inline
from kg.train.logistic import FOLDS, best_threshold, fit_in_folds, fit_logistic, probability
from kg.train.network import initial
from kg.train.outcomes import Outcome, alias_outcomes, outcomes_of
from kg.train.restoring import parameters_of, upper_layers

CORPUS = Path(__file__).parent / "corpus"
ARTICLE = """published: 2021-03-02
source: 云川日报
---
{o1|{l1|云川市}中心医院}{e1|启用}

3月1日，{o2|市委}书记{p1|程望舒}到{o1|{l1|云川市}中心医院}{e2|调研}，他{e2|察看}了门诊。
---
o1 Organisation | core
o2 Organisation | norm=中共云川市委员会
l1 Place
p1 Person | core
e1 Event Launch | core
e2 Event Inspection | planned
---
e2 agent p1
e2 target o1
e2 hasTime 2021-03-01
p1 holdsPosition o2 | role=市委书记, former
o1 locatedIn l1 | opt
"""


def example(content: str = ARTICLE) -> Example:
    return next(examples_of([parse_inline("a", content)]))


def test_the_inline_form_gives_text_mentions_things_and_relations() -> None:
    article = parse_inline("a", ARTICLE)
    assert article.text.startswith("云川市中心医院启用\n")
    first = article.mentions[0]
    assert (first.id, article.text[first.start : first.end]) == ("o1", "云川市中心医院")
    assert article.things["e2"].event == "Inspection"
    assert article.things["e2"].status == "planned"
    position = next(r for r in article.relations if r.predicate == "holdsPosition")
    assert (position.role, position.tenure, position.optional) == ("市委书记", "former", False)


BRAT_TEXT = "3月1日，市委书记程望舒到云川市中心医院调研，程望舒察看了门诊。"
BRAT = """T1\tPER 9 12\t程望舒
T2\tORG 13 20\t云川市中心医院
T3\tPerson 23 26\t程望舒
*\tEquiv T1 T3
T4\tInspection 20 22\t调研
E1\tInspection:T4 Agent:T3 Target1:T2
A1\tplanned E1
T5\tTitle 7 9\t书记
T6\tOrganization 5 7\t市委
A2\tformer T5
R1\ttitleOf Arg1:T5 Arg2:T1
R2\ttitleAt Arg1:T5 Arg2:T6
T7\tTime 0 4\t3月1日
A3\tvalue T7 2021-03-01
R3\thasTime Arg1:E1 Arg2:T7
"""


def test_brats_form_gives_the_same_article_as_the_inline_form(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BRAT_TEXT, "utf-8")
    (tmp_path / "a.ann").write_text(BRAT, "utf-8")
    (article,) = read_corpus([str(tmp_path)])
    assert article.text == BRAT_TEXT
    assert [m.id for m in article.mentions if article.things[m.id].kind == "Person"] == ["T1", "T1"]
    assert (article.things["E1"].event, article.things["E1"].status) == ("Inspection", "planned")
    said = {(r.subject, r.predicate, r.object, r.role, r.tenure) for r in article.relations}
    assert said == {
        ("E1", "agent", "T1", "", "current"),
        ("E1", "target", "T2", "", "current"),
        ("E1", "hasTime", "2021-03-01", "", "current"),
        ("T1", "holdsPosition", "T6", "书记", "former"),
    }
    made = next(examples_of([article]))
    assert {(x.predicate, made.things[x.subject].kind) for x in made.links} == {
        ("titleOf", "Title"),
        ("titleAt", "Title"),
        ("agent", "Event"),
        ("target", "Event"),
    }


def test_the_inline_form_is_not_taken_for_brats() -> None:
    assert not is_brat(ARTICLE)
    assert not is_brat("")


@pytest.mark.parametrize(
    "line", ["T1\tPerson 3 99\t程望舒", "T1\tPerson\t程望舒", "E1\tInspection", "R1\ttitleOf Arg1:T1"]
)
def test_what_is_not_in_brats_form_is_named_with_its_line(line: str) -> None:
    with pytest.raises(ValueError, match="line 1 is not in brat's form"):
        parse_brat("a", BRAT_TEXT, line)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("no parts", "4"),
        ("---\n{p1|陆怀谦\n---\np1 Person\n---\n", "never closed"),
        ("---\n{p1|陆怀谦}\n---\n---\n", "not declared"),
        ("---\n{p1|陆怀谦}\n---\np1 Someone\n---\n", "declares nothing"),
    ],
)
def test_a_file_not_in_the_form_is_refused_with_its_fault(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "a.ann").write_text(content, "utf-8")
    with pytest.raises(InputError, match=said):
        read_corpus([str(tmp_path)])


def test_every_invented_article_is_in_the_form() -> None:
    articles = read_corpus([str(CORPUS)])
    assert len(articles) == 108
    assert all(a.things and a.relations for a in articles)


def test_a_folder_for_kg_evaluate_is_read_with_mentions_where_the_names_stand(tmp_path: Path) -> None:
    for folder in ("texts", "ann"):
        (tmp_path / folder).mkdir()
    (tmp_path / "texts" / "a.txt").write_text("陆怀谦到云川市调研。陆怀谦走访企业。\n", "utf-8")
    gold = {
        "entities": [
            {"id": "p1", "type": "Person", "name": "陆怀谦"},
            {"id": "e1", "type": "Event", "name": "陆怀谦调研", "trigger": "调研"},
        ],
        "relations": [{"s": "e1", "p": "agent", "o": "p1"}],
    }
    (tmp_path / "ann" / "a.json").write_text(json.dumps(gold), "utf-8")
    (article,) = read_corpus([str(tmp_path)])
    assert [(m.id, m.start) for m in article.mentions] == [("p1", 0), ("e1", 7), ("p1", 10)]


def test_titles_and_times_become_things_that_link_to_holders_and_events() -> None:
    e = example()
    text = e.analysed.article.text
    said = {(e.things[x.subject].kind, x.predicate, e.things[x.object].kind) for x in e.links}
    assert {("Title", "titleOf", "Person"), ("Title", "titleAt", "Organisation"), ("Event", "time", "Time")} <= said
    title = next(m for m in e.mentions if m.kind == "Title")
    assert text[title.start : title.end] == "市委书记"
    assert e.things[title.thing].tenure == "former"


def test_tags_that_an_example_learns_decode_to_its_mentions() -> None:
    e = example()
    a = arrays_of(e, vocabulary_table(load_weights().vocabulary))
    decoded = {(d.start, d.end) for d in decode(np.eye(5, dtype=np.float32)[a.tags] * 9)}
    assert decoded == {(m.start, m.end) for m in e.mentions if m.kind != "Time"}


def test_mentions_never_break_the_order_of_tags() -> None:
    rng = np.random.default_rng(3)
    for d in decode(rng.normal(size=(60, 8, 5)).astype(np.float32) * 4):
        assert 0 <= d.start < d.end <= 60


@pytest.mark.parametrize(
    ("when", "gold", "says"),
    [
        (("2021-03-01", "2021-03-01"), "2021-03-01", True),
        (("2021-03-01", "2021-03-01"), "2021-03", True),
        (("2021-03", "2021-03"), "2021-03-01", False),
        (("2021-03-01", "2021-03-05"), "2021-03-01/2021-03-05", True),
        (("2021-03-01", None), "2021-03-01", False),
    ],
)
def test_a_finer_time_says_a_coarser_one(when: tuple[str | None, str | None], gold: str, says: bool) -> None:
    assert says_time(when, gold) is says


def test_pairs_are_asked_only_where_a_predicate_connects_the_kinds() -> None:
    from kg.extract.model.scoring import CharacterScores

    zero = np.zeros((20, 4), np.float32)
    scores = CharacterScores(0, zero, zero, zero, zero, zero, zero)
    person, award, event = MentionSpan(0, 2, 1, 0, 0), MentionSpan(3, 5, 4, 0, 1), MentionSpan(6, 8, 5, 0, 2)
    asked = pairs_of(scores, [person, award, event])
    assert asked is not None
    assert set(zip(asked.subject.tolist(), asked.object.tolist(), strict=True)) == {(0, 1), (2, 0)}


def test_a_logistic_fit_finds_the_side_that_is_right() -> None:
    x = np.array([[-2.0], [-1.0], [1.0], [2.0]] * 20)
    w = fit_logistic(x, (x[:, 0] > 0).astype(float))
    assert w[0] > 1
    assert abs(w[1]) < 0.1


def test_the_threshold_counts_what_was_never_proposed() -> None:
    p = np.array([0.9, 0.8, 0.7, 0.6, 0.3])
    right = np.array([True, False, False, False, True])
    assert 0.8 < best_threshold(p, right, right & False, 2) < 0.9
    assert best_threshold(p, right, right & False, 10) < 0.3


def test_of_thresholds_that_are_as_good_the_lowest_is_taken() -> None:
    p = np.array([0.9, 0.8, 0.4, 0.3])
    right = np.array([True, False, False, True])
    assert best_threshold(p, right, right & False, 2) < 0.3


def test_what_is_fitted_to_chance_is_no_surer_than_chance() -> None:
    rng = np.random.default_rng(1)
    x, right = rng.normal(size=(120, 30)), rng.random(120) < 0.3
    fold = rng.integers(0, FOLDS, 120)
    by_all = probability(np.hstack([x, np.ones((120, 1))]) @ fit_logistic(x, right.astype(float)))
    found = fit_in_folds(x, right, fold)
    seen = probability(np.hstack([x, np.ones((120, 1))]) @ found.weights)
    assert by_all[right].mean() - by_all[~right].mean() > 0.25  # it knows them by heart
    assert found.unseen[right].mean() - found.unseen[~right].mean() < 0.1
    assert seen.std() < by_all.std() / 2


def test_what_is_fitted_to_a_cause_stays_sure() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(600, 3))
    right = x[:, 0] + 0.3 * rng.normal(size=600) > 0
    found = fit_in_folds(x, right, rng.integers(0, FOLDS, 600))
    assert found.unseen[right].mean() > 0.85
    assert found.unseen[~right].mean() < 0.15


FEW = 14


@pytest.fixture(scope="module")
def few() -> list[str]:
    """The shortest articles of our corpus: they fit one shape of batches, which is compiled once."""
    files = sorted(CORPUS.glob("u*.ann"), key=lambda p: (p.stat().st_size, p.name))[:FEW]
    assert 0 < sum(is_held_out(p.stem) for p in files) < FEW
    return [str(p) for p in sorted(files)]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is compiled once serves all runs of training: it takes longer than the training."""
    jax.config.update("jax_compilation_cache_dir", str(tmp_path_factory.mktemp("compiled")))
    yield
    jax.config.update("jax_compilation_cache_dir", None)


@pytest.fixture(scope="module")
def trained(compiled: None, few: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    model = tmp_path_factory.mktemp("trained") / "model.onnx"
    assert main(["train", *few, "-o", str(model), "--passes", "2", "-q"]) == 0
    return model


@pytest.mark.slow
def test_a_training_run_writes_a_model_that_a_build_uses(trained: Path, tmp_path: Path) -> None:
    assert load_network(trained).metadata["corpus"]["articles"] == FEW
    assert [p.name for p in trained.parent.iterdir()] == [trained.name]
    (tmp_path / "a.txt").write_text("陆怀谦调研云川市\n\n1月4日，云川市市长陆怀谦到市中心医院调研。\n", "utf-8")
    assert main(["build", str(tmp_path / "a.txt"), "--model", str(trained), "-o", str(tmp_path / "out"), "-q"]) in {
        0,
        1,
    }


@pytest.mark.slow
def test_an_interrupted_training_run_goes_on_and_gives_the_same_model(
    few: list[str], trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "model.onnx"
    whole = fitting.measure

    def interrupted(*given: Any) -> dict[str, float]:
        monkeypatch.setattr(fitting, "measure", stopped)
        return whole(*given)

    def stopped(*given: Any) -> dict[str, float]:
        raise KeyboardInterrupt

    monkeypatch.setattr(fitting, "measure", interrupted)
    main(["train", *few, "-o", str(model), "--passes", "2", "-q"])
    assert not model.exists()
    monkeypatch.setattr(fitting, "measure", whole)
    capsys.readouterr()
    assert main(["train", *few, "-o", str(model), "--passes", "2"]) == 0
    assert "going on after pass 1" in capsys.readouterr().out
    assert model.read_bytes() == trained.read_bytes()


@pytest.mark.slow
def test_training_goes_on_from_a_model_and_keeps_its_decision_where_few_articles_are_held_out(
    few: list[str], trained: Path, tmp_path: Path
) -> None:
    model = tmp_path / "model.onnx"
    assert main(["train", *few, "--from", str(trained), "-o", str(model), "--passes", "1", "-q"]) == 0
    before, after = load_network(trained).metadata, load_network(model).metadata
    assert after["decision"] == before["decision"]
    assert after["base"] == hashlib.sha256(trained.read_bytes()).hexdigest()
    assert model.read_bytes() != trained.read_bytes()


@pytest.mark.slow
def test_a_refit_learns_from_the_articles_held_out_too_and_states_what_the_decision_states(
    few: list[str], trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "model.onnx"
    assert main(["train", *few, "-o", str(model), "--passes", "2", "--refit"]) == 0
    assert "training anew on all articles" in capsys.readouterr().out
    before, after = load_network(trained).metadata, load_network(model).metadata
    assert after["figures"] == before["figures"]  # of the network that has not seen the articles held out
    one, other = (parameters_of(x)["heads"]["tags"]["w"] for x in (trained, model))
    assert not np.allclose(one, other)
    assert [p.name for p in tmp_path.iterdir()] == [model.name]


def test_a_model_file_gives_back_the_parameters_that_it_was_written_from(tmp_path: Path) -> None:
    weights = load_weights()
    content = to_onnx(initial(weights, upper_layers(), 3), weights.vocabulary, {})
    write_model(tmp_path / "model.onnx", content)
    assert to_onnx(parameters_of(tmp_path / "model.onnx"), weights.vocabulary, {}) == content


def test_pieces_are_hidden_with_their_characters_in_training_and_never_at_run_time() -> None:
    pieces = jax.numpy.repeat(jax.numpy.arange(50), 3)[None]  # pieces of three characters
    batch = {"encoded": jax.numpy.ones((1, 50, 4)), "lower": jax.numpy.ones((1, 150, 2)), "piece": pieces}
    encoded, lower, known = network.without_pieces(batch, jax.random.PRNGKey(0))
    hidden = np.asarray(encoded).sum((0, 2)) == 0
    assert 0 < hidden.sum() < 25
    assert np.array_equal(np.repeat(hidden, 3), np.asarray(lower).sum((0, 2)) == 0)
    assert np.array_equal(np.repeat(hidden, 3), np.asarray(known).ravel() == 0)
    encoded, lower, known = network.without_pieces(batch, None)
    assert float(encoded.min()) == float(lower.min()) == known == 1.0


def test_which_names_are_one_things_is_learnt_from_names_that_are() -> None:
    like, unlike = (1.0, 0.0), (0.0, 1.0)
    rows = [Outcome(alias_of("Place"), like, True, article=f"a{n}") for n in range(40)]
    rows += [Outcome(alias_of("Place"), unlike, False, article=f"b{n}") for n in range(40)]
    decision = fit_aliases([*rows, Outcome(alias_of("Person"), like, True)], np.zeros(8, np.float32))
    assert decision.alias("Place", like) > 0 > decision.alias("Place", unlike)
    assert decision.alias("Person", like) == -np.inf  # one pair is too few to learn from


def test_two_names_are_labelled_by_the_thing_that_they_are_annotated_as() -> None:
    things = "o1 Organisation\no2 Organisation"
    found = example(f"---\n{{o1|沅州队}}和{{o2|白鹭队}}比赛，{{o1|沅州}}赢了。\n---\n{things}\n---\n")
    names = tuple(
        Entity(f"o{n}", "Organisation", name, mentions=(Mention(at, at + len(name), "Organisation", 0, "model"),))
        for n, (name, at) in enumerate([("沅州队", 0), ("白鹭队", 4), ("沅州", 10), ("比赛", 7)])
    )
    pairs = tuple(AliasPair("Organisation", a, b, (0.0,)) for a, b in ((0, 1), (0, 2), (1, 2), (0, 3)))
    only = Proposals((), (), (), (), {}, (), (), (), names, pairs, (), ())
    assert [o.right for o in alias_outcomes(found, only)] == [False, True, False]  # what is no thing says nothing


def test_a_state_in_full_is_the_state_that_an_annotation_names() -> None:
    text = "---\n{p1|陆怀谦}主席到云川市{e1|调研}\n---\np1 Person\ne1 Event Inspection\n---\np1 holdsPosition 中国 | role=主席"
    found = example(text)
    position = PositionProposal(0, "主席", "中华人民共和国", "current", 0, (0.0,) * 9)
    person = Entity("p1", "Person", "陆怀谦", mentions=(Mention(0, 3, "Person", 0, "model"),))
    only = Proposals((person,), ((0.0,) * 6,), (), (), {}, (), (position,), (), (), (), (), ())
    rows, _ = outcomes_of(found, only, Decision({}, np.zeros(8, np.float32)))
    assert [o.right for o in rows if o.kind == "holdsPosition"] == [True]


def test_of_several_roles_the_likeliest_is_stated_where_any_is_likely_enough() -> None:
    judges = {role: Judge((1.0, 0.0), 0.9) for role in ROLES}
    decision = Decision(judges, np.zeros(8, np.float32), least_part=0.5)
    score = {0.2: -1.386, 0.3: -0.847, 0.4: -0.405}
    unsure = {"agent": (score[0.2],), "participant": (score[0.3],), "target": (score[0.2],)}
    stated, role, p = decision.role(unsure)
    assert stated and role == "participant" and p == pytest.approx(0.3, abs=1e-3)
    assert not decision.role({"agent": (score[0.4],)})[0]  # likelier, but nothing else speaks for a part in the event


def test_how_probable_a_part_in_an_event_must_be_is_fitted_on_all_roles_of_a_pair_together() -> None:
    rows = []
    for n in range(200):
        part = n % 2 == 0  # of those who take part half are agents and half participants: neither is likelier
        for k, role in enumerate(("agent", "participant")):
            right = part and (n // 2 + k) % 2 == 0
            rows.append(Outcome(role, (4.0 if part else -4.0,), right, article=f"a{n % 40}", pair=(n, n + 1)))
    decision = fit_decision(rows, {"agent": 50, "participant": 50}, Decision({}, np.zeros(8, np.float32)))
    (stated, _, p), (other, _, _) = (decision.role({r: (x,) for r in ("agent", "participant")}) for x in (4.0, -4.0))
    assert stated and not other and 0.4 < p < 0.6


def test_training_without_articles_says_what_to_give(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", str(tmp_path), "-o", str(tmp_path / "m.onnx")]) == 2
    assert "holds no .ann files" in capsys.readouterr().err
