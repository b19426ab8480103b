"""The extraction of one article: names, their identity, posts, events and relations, with their sentences."""

from __future__ import annotations

from kg.extract.bylines import Byline, find_bylines
from kg.extract.coreference import Coreference
from kg.extract.mentions import Span, find_names
from kg.extract.names import NameLexicon, names
from kg.model import AnalysedArticle, ArticleRecord, Entity, Relation


def extract(analysed: AnalysedArticle) -> ArticleRecord:
    """Return what the article states; a pure function of the article, the code and the lexicon."""
    lexicon = names()
    text = analysed.article.text
    bylines = find_bylines(text)
    spans = [*_names(analysed, bylines, lexicon), *_signatures(bylines)]
    starts = [s.start for s in analysed.sentences]
    entities = Coreference(analysed.article, starts, lexicon).entities(spans)
    relations = [*_authors(bylines, entities)]
    return ArticleRecord(analysed.article, entities, (), tuple(relations), (), ())


def _names(analysed: AnalysedArticle, bylines: tuple[Byline, ...], lexicon: NameLexicon) -> list[Span]:
    found: list[Span] = []
    for sentence in analysed.sentences:
        for s in find_names(sentence, analysed.article.text, lexicon):
            if not any(s.start < a.end and a.start < s.end for b in bylines for a in b.authors):
                found.append(s)
    return found


def _signatures(bylines: tuple[Byline, ...]) -> list[Span]:
    return [Span(a.start, a.end, "Person", "byline", 5) for b in bylines for a in b.authors]


def _authors(bylines: tuple[Byline, ...], entities: tuple[Entity, ...]) -> list[Relation]:
    at = {m.start: e for e in entities if e.kind == "Person" for m in e.mentions}
    return [
        Relation("doc", "author", at[a.start].id, 0, 0.95, "byline", a.role) for b in bylines for a in b.authors if a.start in at
    ]
