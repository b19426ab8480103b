"""The extraction of one article: names, their identity, posts, events and relations, with their sentences."""

from __future__ import annotations

import re

from kg.extract.bylines import Byline, find_bylines, find_datelines
from kg.extract.coreference import Coreference, introduced_names, plausible_person
from kg.extract.mentions import Span, find_names
from kg.extract.names import NameLexicon, names
from kg.model import AnalysedArticle, ArticleRecord, Entity, EntityKind, Relation


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
    """Return the names of all sentences, and every other place where a person's name stands."""
    text = analysed.article.text
    closed = [*find_datelines(text), *((a.start, a.end) for b in bylines for a in b.authors)]
    places = frozenset(text[t.start : t.end] for s in analysed.sentences for t in s.tokens if t.tag == "LOC")
    found: list[Span] = []
    for sentence in analysed.sentences:
        for s in find_names(sentence, text, lexicon, places):
            if not any(s.start < b and a < s.end for a, b in closed):
                found.append(s)
    return _repeat(found, text, closed, lexicon)


def _repeat(spans: list[Span], text: str, closed: list[tuple[int, int]], lexicon: NameLexicon) -> list[Span]:
    """A name once found is that thing wherever it stands, also where the network took it for something else."""
    kinds: dict[str, EntityKind] = {short: "Organisation" for short in introduced_names(spans, text)}
    for s in spans:
        name = text[s.start : s.end]
        if s.kind == "Person" and len(name) >= 3 and plausible_person(name, lexicon):
            kinds[name] = "Person"
        elif s.kind == "Organisation" and len(name) >= 4 and s.rule in {"suffix", "state body", "tagger"} and lexicon.organisation_suffix.search(name):
            kinds.setdefault(name, "Organisation")
    if not kinds:
        return spans
    everywhere = re.compile("|".join(re.escape(n) for n in sorted(kinds, key=lambda n: (-len(n), n))))
    repeated = [Span(m.start(), m.end(), kinds[m.group()], "repeated", 9) for m in everywhere.finditer(text)]
    repeated = [r for r in repeated if not any(r.start < b and a < r.end for a, b in closed)]
    known = {(s.start, s.end) for s in spans}
    new = [r for r in repeated if (r.start, r.end) not in known]
    kept = [s for s in spans if not any(_overridden(s, r) for r in new)]
    outer = [r for r in new if not any(s.start <= r.start and r.end <= s.end for s in kept)]
    return sorted([*kept, *outer], key=lambda s: (s.start, -s.end))


def _overridden(span: Span, by: Span) -> bool:
    """Tell whether a repeated name displaces a span: one that it covers, or a person's that it crosses."""
    crosses = span.start < by.end and by.start < span.end
    shorter = span.end - span.start <= by.end - by.start
    return crosses and (span.kind == "Person" or shorter and not (span.kind == by.kind == "Organisation"))


def _signatures(bylines: tuple[Byline, ...]) -> list[Span]:
    return [Span(a.start, a.end, "Person", "byline", 5) for b in bylines for a in b.authors]


def _authors(bylines: tuple[Byline, ...], entities: tuple[Entity, ...]) -> list[Relation]:
    at = {m.start: e for e in entities if e.kind == "Person" for m in e.mentions}
    return [
        Relation("doc", "author", at[a.start].id, 0, 0.95, "byline", a.role) for b in bylines for a in b.authors if a.start in at
    ]
