"""kg train: from annotated articles to a model file."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import InputError
from kg.extract.model.decision import Decision, as_data, decision_from
from kg.extract.model.extraction import propose
from kg.extract.model.features import vocabulary_table
from kg.extract.model.network import Network
from kg.extract.model.proposals import Proposals
from kg.extract.model.schema import HEADS, ROLES
from kg.language.weights import load_weights
from kg.train.annotations import AnnotatedArticle
from kg.train.arrays import arrays_of
from kg.train.calibration import fit_aliases, fit_decision, fit_same, fit_things, with_least_of
from kg.train.corpus import read_corpus
from kg.train.examples import Example, examples_of
from kg.train.export import to_onnx, write_model
from kg.train.fitting import Settings, fit, initial, is_held_out
from kg.train.network import Parameters
from kg.train.outcomes import Outcome, alias_outcomes, outcomes_of, same_outcomes
from kg.train.refitting import with_confidence_of
from kg.train.restoring import parameters_of, upper_layers

OUTSIDE = {  # added to O while mentions are proposed: they are judged once more; chosen by F1 on the articles held out
    "Person": 0.0,
    "Award": -1.0,
    "Title": -0.8,
    "Event": 0.3,
}
USUAL_OUTSIDE = -0.2
ENOUGH_HELD_OUT = 30  # articles to fit a decision on
TOGETHER = 40  # articles that are read together
LIBRARIES = ("jax", "optax", "numpy", "onnx", "onnxruntime", "jieba")
Report = Callable[[str], None]


def train(
    paths: Sequence[str],
    output: str,
    settings: Settings = Settings(),
    report: Report = print,
    base: Path | None = None,
) -> None:
    """Train on annotated articles and write a model file; an interrupted run goes on from its checkpoint beside it.

    A sixth of the articles, chosen by their names, is held out: it decides when to stop, and the weights of the decision and
    the confidence are fitted on it. With `base`, training continues from that model file, and its decision stays where too few
    articles are held out to fit one. An article that is given several times counts as often. Raises InputError for articles
    that cannot be read, and where too few are held out.
    """
    given = read_corpus(paths)
    times = Counter((a.name, a.text) for a in given)
    articles = list({(a.name, a.text): a for a in given}.values())
    examples = list(examples_of(articles))
    held = [e for e in examples if is_held_out(e.name)]
    report(f"{len(articles)} articles, {sum(len(a.text) for a in articles)} characters; {len(held)} are held out")
    if not held or len(held) == len(examples):
        raise InputError("there are too few articles to hold some out", "give at least a dozen")
    weights = load_weights()
    table = vocabulary_table(weights.vocabulary)
    every = [(e.name, arrays_of(e, table)) for e in examples for _ in range(times[e.annotated.name, e.annotated.text])]
    rows = [a for name, a in every if not is_held_out(name)]
    known: dict[str, Any] = {
        "corpus": {"articles": len(articles), "digest": corpus_digest(given)},
        "settings": asdict(settings),
        "versions": {name: version(name) for name in LIBRARIES},
        "base": hashlib.sha256(base.read_bytes()).hexdigest() if base else "",
    }
    checkpoint = Path(f"{output}.{_key(known)}.checkpoint")
    begun = parameters_of(base) if base else initial(weights, upper_layers(), settings.seed)
    p, figures = fit(begun, rows, [arrays_of(e, table) for e in held], settings, checkpoint, report)
    known |= {"figures": figures}
    if base and len(held) < ENOUGH_HELD_OUT:
        report(f"{len(held)} articles are too few to fit a decision on: that of {base} stays")
        decision = decision_from(Network(base).metadata["decision"])
    else:
        learnt = [e for e in examples if not is_held_out(e.name)]
        decision, judged = calibrate(p, weights.vocabulary, learnt, held, Path(f"{output}.new"))
        known |= {"figures": {**figures, **judged}}
    again = checkpoint.with_suffix(".refit")
    if settings.refit:
        report("training anew on all articles; the decision stays")
        first = _network(p, weights.vocabulary, Path(f"{output}.new"))
        p, _ = fit(begun, [a for _, a in every], [], settings, again, report)
        second = _network(p, weights.vocabulary, Path(f"{output}.new"))
        decision = with_confidence_of(decision, first, second)
    known |= {"decision": as_data(with_least_of(decision))}
    write_model(Path(output), to_onnx(p, weights.vocabulary, known))
    checkpoint.unlink(missing_ok=True)
    again.unlink(missing_ok=True)
    report(f"written to {output}")


def corpus_digest(articles: Sequence[AnnotatedArticle]) -> str:
    """Return a digest of annotated articles, whatever form they were read from."""
    rows = [
        [a.name, a.text, dict(a.known), [[m.id, m.start, m.end] for m in a.mentions], [repr(t) for t in a.things.values()],
         [repr(r) for r in a.relations]]
        for a in articles
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _key(known: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:12]


def _network(p: Parameters, vocabulary: dict[str, int], scratch: Path) -> Network:
    write_model(scratch, to_onnx(p, vocabulary, {}))
    try:
        return Network(scratch)
    finally:
        scratch.unlink(missing_ok=True)


def calibrate(
    p: Parameters, vocabulary: dict[str, int], learnt: Sequence[Example], held: Sequence[Example], scratch: Path
) -> tuple[Decision, dict[str, float]]:
    """Fit the decision on held-out articles; return it, and the F1 that it reaches there by kind of statement.

    Which names are one thing's is not for the network to say: that is fitted on the articles that it learnt from.
    """
    network = _network(p, vocabulary, scratch)
    outside = np.array([OUTSIDE.get(kind, USUAL_OUTSIDE) for kind, _ in HEADS], np.float32)
    plain = Decision({}, outside)
    named = _proposals(learnt, network, plain)
    aliases = fit_aliases([o for e, p in zip(learnt, named, strict=True) for o in alias_outcomes(e, p)], outside)
    raw = _proposals(held, network, aliases)
    first = fit_same([o for e, p in zip(held, raw, strict=True) for o in same_outcomes(e, p)], aliases)
    things = fit_things(*_outcomes(held, network, first), first)
    outcomes, gold = _outcomes(held, network, things)
    decision = fit_decision(outcomes, gold, things)
    return decision, judged_figures(outcomes, gold, with_least_of(decision))


def _outcomes(held: Sequence[Example], network: Network, decision: Decision) -> tuple[list[Outcome], Counter[str]]:
    outcomes: list[Outcome] = []
    gold: Counter[str] = Counter()
    for example, found in zip(held, _proposals(held, network, decision), strict=True):
        rows, counted = outcomes_of(example, found, decision)
        outcomes.extend(rows)
        gold += counted
    return outcomes, gold


def _proposals(examples: Sequence[Example], network: Network, decision: Decision) -> Iterator[Proposals]:
    for at in range(0, len(examples), TOGETHER):
        part = examples[at : at + TOGETHER]
        analysed, rules, features = [e.analysed for e in part], [e.rules for e in part], [e.features for e in part]
        yield from propose(analysed, rules, network, decision, features)


def judged_figures(outcomes: Sequence[Outcome], gold: Counter[str], decision: Decision) -> dict[str, float]:
    """Return the F1 of each kind of statement among the proposals that the decision accepts."""
    count: Counter[str] = Counter()
    right: Counter[str] = Counter()
    asked = Counter(gold)
    roles: dict[tuple[str, tuple[int, int]], dict[str, Outcome]] = defaultdict(dict)
    for o in outcomes:
        if o.kind in ROLES and o.counted:
            roles[o.article, o.pair][o.kind] = o
    stated = [o for o in outcomes if o.kind not in ROLES and o.counted and decision.accepts(o.kind, o.features)[0]]
    for row in roles.values():
        accepted, likeliest, _ = decision.role({k: o.features for k, o in row.items()})
        stated.extend([row[likeliest]] if accepted else [])
    for o in stated:
        count[o.kind] += 1
        right[o.kind] += o.right
        asked[o.kind] += o.right and o.optional
    return {f"decided {k}": round(2 * right[k] / max(1, count[k] + asked[k]), 4) for k in sorted(count)}
