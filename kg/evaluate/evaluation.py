"""The product run on annotated articles, and what comes of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.errors import InputError
from kg.evaluate.figures import Figures, count
from kg.evaluate.gold import load_gold
from kg.evaluate.identity import IdentityFigures, evaluate_identities
from kg.evaluate.matching import Matching, match
from kg.evaluate.told import told_of
from kg.extract import extract
from kg.extract.model.extraction import BY_RULES, extract_all, least_confidence
from kg.extract.stages import Stage
from kg.language import analyse_all
from kg.model import AnalysedArticle, ArticleRecord
from kg.read import read, split

TOGETHER = 40  # articles that a model reads together


@dataclass(frozen=True)
class Evaluation:
    """The outcome on a set of annotated articles."""

    matchings: tuple[Matching, ...]
    texts: dict[str, str]  # document -> its text, to show errors in context
    identities: tuple[IdentityFigures, ...] = ()  # of the folders that have them annotated

    @cached_property
    def figures(self) -> Figures:
        """Precision, recall and F1 by kind and property."""
        return count(self.matchings)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A set of annotated articles, read and analysed once, to be extracted from in several ways."""

    folder: str
    articles: tuple[tuple[str, AnalysedArticle, str], ...]  # document, article, the text that offsets count in

    def evaluate(
        self,
        without: Set[Stage] = frozenset(),
        min_confidence: float | None = None,
        model: str | None = BY_RULES,
    ) -> Evaluation:
        """Extract, and match against the annotations; by the rules without some stages, or with a model."""
        records: dict[str, list[ArticleRecord]] = defaultdict(list)
        least = least_confidence(min_confidence, model)
        for document, record in self._records(without, model):
            records[document].append(record.at_least(least))
        matchings = tuple(match(gold, told_of(records[gold.name])) for gold in load_gold(self.folder))
        identities = evaluate_identities(self.folder, records)
        texts = {document: source for document, _, source in self.articles}
        return Evaluation(matchings, texts, (identities,) if identities else ())

    def _records(self, without: Set[Stage], model: str | None) -> Iterator[tuple[str, ArticleRecord]]:
        if model == BY_RULES:
            for document, analysed, source in self.articles:
                yield document, extract(analysed, source, without=without)
            return
        for first in range(0, len(self.articles), TOGETHER):
            part = self.articles[first : first + TOGETHER]
            found = extract_all([a for _, a, _ in part], [s for *_, s in part], model)
            yield from zip((document for document, *_ in part), found, strict=True)


def prepare(folder: str) -> Prepared:
    """Read and analyse the texts of a folder of annotated articles.

    Raises InputError where an annotated text is missing or cannot be read.
    """
    gold = load_gold(folder)
    problems: list[str] = []
    sources = list(read([str(Path(folder) / "texts")], on_problem=lambda p: problems.append(str(p))))
    pairs = [(s, a) for s in sources for a in split(s)]
    missing = sorted({g.name for g in gold} - {Path(s.name).stem for s in sources})
    if missing:
        told = f" ({problems[0]})" if problems else ""
        raise InputError(f"{folder}: there is no text for {', '.join(missing[:5])}{told}", "put it into texts/")
    analysed = analyse_all([a for _, a in pairs])
    return Prepared(folder, tuple((Path(s.name).stem, a, s.text) for (s, _), a in zip(pairs, analysed, strict=True)))


def evaluate(
    folders: Sequence[str],
    without: Set[Stage] = frozenset(),
    min_confidence: float | None = None,
    model: str | None = None,
) -> Evaluation:
    """Evaluate on folders of annotated articles together; without stages by the rules alone. Raises InputError."""
    model = BY_RULES if without else model
    parts = [prepare(f).evaluate(without, min_confidence, model) for f in folders]
    texts = {k: v for p in parts for k, v in p.texts.items()}
    return Evaluation(
        tuple(m for p in parts for m in p.matchings), texts, tuple(i for p in parts for i in p.identities)
    )
