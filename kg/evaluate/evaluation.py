"""Evaluation of the extraction on annotated articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.errors import InputError
from kg.evaluate.figures import Figures, count
from kg.evaluate.gold import load_gold
from kg.evaluate.identity import IdentityFigures, evaluate_identities
from kg.evaluate.matching import Matching, match
from kg.evaluate.predicted import predicted_document
from kg.extract import BUNDLED, Setup
from kg.extract.model.extraction import least_confidence
from kg.language import analyse_all, tagger_named
from kg.llm.extraction import read_articles
from kg.model import AnalysedArticle, ArticleRecord
from kg.read import read, split

USUAL = Setup(model=BUNDLED)  # as in a build
BATCH = 40  # articles that the model reads together


@dataclass(frozen=True)
class Evaluation:
    """The result on a set of annotated articles."""

    matchings: tuple[Matching, ...]
    texts: dict[str, str]  # document -> its text, to show errors in context
    identities: tuple[IdentityFigures, ...] = ()  # of the folders with annotated identities

    @cached_property
    def figures(self) -> Figures:
        """Precision, recall and F1 by kind and property."""
        return count(self.matchings)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A set of annotated articles, read and analysed once, for extraction with several setups."""

    folder: str
    articles: tuple[tuple[str, AnalysedArticle, str], ...]  # document, article, the text that offsets refer to

    def evaluate(self, setup: Setup = USUAL, min_confidence: float | None = None) -> Evaluation:
        """Extract with a setup (the tagger is that of `prepare`), and compare with the annotations."""
        records: dict[str, list[ArticleRecord]] = defaultdict(list)
        least = least_confidence(min_confidence, setup)
        for first in range(0, len(self.articles), BATCH):
            documents, analysed, sources = zip(*self.articles[first : first + BATCH], strict=True)
            for document, reading in zip(documents, read_articles(analysed, sources, setup), strict=True):
                records[document].append(reading.record.at_least(least))
        matchings = tuple(match(gold, predicted_document(records[gold.name])) for gold in load_gold(self.folder))
        identities = evaluate_identities(self.folder, records)
        texts = {document: source for document, _, source in self.articles}
        return Evaluation(matchings, texts, (identities,) if identities else ())


def prepare(folder: str, tagger: str | None = None) -> Prepared:
    """Read and analyse the texts of a folder of annotated articles.

    Raises InputError if an annotated text is missing or cannot be read.
    """
    gold = load_gold(folder)
    problems: list[str] = []
    sources = list(read([str(Path(folder) / "texts")], on_problem=lambda p: problems.append(str(p))))
    pairs = [(s, a) for s in sources for a in split(s)]
    missing = sorted({g.name for g in gold} - {Path(s.name).stem for s in sources})
    if missing:
        reason = f" ({problems[0]})" if problems else ""
        raise InputError(f"{folder}: there is no text for {', '.join(missing[:5])}{reason}", "put it into texts/")
    analysed = analyse_all([a for _, a in pairs], tagger_named(tagger))
    return Prepared(folder, tuple((Path(s.name).stem, a, s.text) for (s, _), a in zip(pairs, analysed, strict=True)))


def evaluate(folders: Sequence[str], setup: Setup = USUAL, min_confidence: float | None = None) -> Evaluation:
    """Evaluate on the articles of several folders together. Raises InputError."""
    parts = [prepare(f, setup.tagger).evaluate(setup, min_confidence) for f in folders]
    texts = {k: v for p in parts for k, v in p.texts.items()}
    return Evaluation(
        tuple(m for p in parts for m in p.matchings), texts, tuple(i for p in parts for i in p.identities)
    )
