"""The product run on annotated articles, and what comes of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
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
from kg.extract.stages import Stage
from kg.language import analyse_all
from kg.model import LEAST_CONFIDENCE, AnalysedArticle, ArticleRecord
from kg.read import read, split


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

    def evaluate(self, without: Set[Stage] = frozenset(), min_confidence: float = LEAST_CONFIDENCE) -> Evaluation:
        """Extract, without some stages, and match against the annotations."""
        records: dict[str, list[ArticleRecord]] = defaultdict(list)
        for document, analysed, source in self.articles:
            records[document].append(extract(analysed, source, without=without).at_least(min_confidence))
        matchings = tuple(match(gold, told_of(records[gold.name])) for gold in load_gold(self.folder))
        identities = evaluate_identities(self.folder, records)
        texts = {document: source for document, _, source in self.articles}
        return Evaluation(matchings, texts, (identities,) if identities else ())


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
    folders: Sequence[str], without: Set[Stage] = frozenset(), min_confidence: float = LEAST_CONFIDENCE
) -> Evaluation:
    """Evaluate on folders of annotated articles together. Raises InputError."""
    parts = [prepare(f).evaluate(without, min_confidence) for f in folders]
    texts = {k: v for p in parts for k, v in p.texts.items()}
    return Evaluation(
        tuple(m for p in parts for m in p.matchings), texts, tuple(i for p in parts for i in p.identities)
    )
