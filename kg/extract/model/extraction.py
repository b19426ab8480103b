"""The trained extractor run over articles: features, the network, proposals, the decision.

The one module that joins the rules' result with the network's; a pure function of the articles, the lexicon and the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from kg.extract.lexicon import lexicon
from kg.extract.model.assembly import assemble
from kg.extract.model.decision import Decision, decision_from
from kg.extract.model.decoding import decode_together
from kg.extract.model.features import ArticleFeatures, features_of
from kg.extract.model.network import WEIGHTS, Network, load_network
from kg.extract.model.proposals import Proposals, Reading
from kg.extract.model.proposals import propose as propose_for
from kg.extract.model.scoring import Scorer
from kg.extract.pipeline import BUNDLED, BY_RULES, Prepared, Setup, extract, find_by_rules, finish, pipeline
from kg.model import LEAST_CONFIDENCE, AnalysedArticle, ArticleRecord


class TrainedExtractor:
    """A network with its decision."""

    def __init__(self, network: Network, decision: Decision) -> None:
        self._network = network
        self.decision = decision

    def extract(self, articles: Sequence[AnalysedArticle], rules: Sequence[ArticleRecord]) -> list[ArticleRecord]:
        """Return what the articles state, without evidence; `rules` is what the rules found in each."""
        proposals = propose(articles, rules, self._network, self.decision)
        return [assemble(a, p, self.decision) for a, p in zip(articles, proposals, strict=True)]


def propose(
    articles: Sequence[AnalysedArticle],
    rules: Sequence[ArticleRecord],
    scorer: Scorer,
    decision: Decision,
    features: Sequence[ArticleFeatures] | None = None,
) -> list[Proposals]:
    """Return what the network and the rules propose for articles, read together."""
    lexica = lexicon()
    if features is None:
        features = [features_of(a, r, lexica) for a, r in zip(articles, rules, strict=True)]
    stretches = scorer.characters(features)
    decoded = iter(decode_together([s.tags for row in stretches for s in row], decision.outside))
    return [
        propose_for(Reading(a, r, row, [next(decoded) for _ in row], lexica.names, decision), scorer)
        for a, r, row in zip(articles, rules, stretches, strict=True)
    ]


@cache
def load_extractor(path: Path = WEIGHTS) -> TrainedExtractor:
    """Return the extractor of a model file, read once in a process. Raises InputError."""
    network = load_network(path)
    return TrainedExtractor(network, decision_from(network.metadata["decision"]))


def extract_all(
    articles: Sequence[AnalysedArticle],
    sources: Sequence[str],
    setup: Setup = Setup(),
    prepared: Sequence[Prepared] | None = None,
) -> list[ArticleRecord]:
    """Return what articles state, read together.

    `sources` are the texts that the articles' offsets count in, `prepared` what the pipeline prepared for them. Raises
    InputError for a model file that is none.
    """
    using = pipeline(replace(setup, model=BY_RULES))
    prepared = using.prepare(articles) if prepared is None else prepared
    rows = list(zip(articles, sources, prepared, strict=True))
    if setup.model == BY_RULES:
        return [extract(a, s, using, p) for a, s, p in rows]
    extractor = load_extractor(WEIGHTS if setup.model == BUNDLED else Path(setup.model))
    found = extractor.extract(articles, [find_by_rules(a, using, p) for a, _, p in rows])
    return [finish(r, a, s) for r, (a, s, _) in zip(found, rows, strict=True)]


def least_confidence(asked: float | None, setup: Setup) -> float:
    """Return the confidence below which statements are left out where none is asked for.

    A calibration has one of its own. A model's decision has a threshold for each kind of statement already; the rules'
    statements have one for all.
    """
    if asked is not None:
        return asked
    if setup.calibration:
        return setup.calibration.least
    return LEAST_CONFIDENCE if setup.model == BY_RULES else 0.0
