"""Linguistic analysis of articles: sentences, words, parts of speech, the tagger's names, and times."""

from __future__ import annotations

from collections.abc import Sequence

from kg.language.sentences import SentenceSpan, split_sentences
from kg.language.tagger import load_tagger
from kg.language.taggers import Tagger, tagger_named, tagger_version
from kg.language.times import find_times
from kg.model import AnalysedArticle, Article, Sentence, Token

__all__ = ["Tagger", "analyse", "analyse_all", "load_tagger", "split_sentences", "tagger_named", "tagger_version"]


def analyse(article: Article, tagger: Tagger | None = None) -> AnalysedArticle:
    """Return the article with its sentences, words and times."""
    return analyse_all([article], tagger)[0]


def analyse_all(articles: Sequence[Article], tagger: Tagger | None = None) -> list[AnalysedArticle]:
    """Analyse articles in one batch, which fills the network's passes, with a tagger or the built-in one."""
    spans = [list(split_sentences(a)) for a in articles]
    texts = [a.text[s.start : s.end] for a, row in zip(articles, spans, strict=True) for s in row]
    words = iter((tagger or load_tagger()).tag(texts, [s.start for row in spans for s in row]))
    return [_assemble(a, row, [next(words) for _ in row]) for a, row in zip(articles, spans, strict=True)]


def _assemble(article: Article, spans: Sequence[SentenceSpan], words: Sequence[tuple[Token, ...]]) -> AnalysedArticle:
    sentences = tuple(
        Sentence(i, s.start, s.end, s.part, s.paragraph, row)
        for i, (s, row) in enumerate(zip(spans, words, strict=True))
    )
    times = find_times(article.text, article.published, sentences)
    return AnalysedArticle(article, sentences, times)
