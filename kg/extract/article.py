"""The extraction of one article: names, their identity, posts, events and relations, with their sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace

from kg.extract.awards import Award, award_spans, find_awards, find_winners
from kg.extract.biography import find_biographies
from kg.extract.bylines import Author, Byline, Dateline, find_bylines, find_datelines
from kg.extract.clauses import ClauseReader
from kg.extract.confidence import with_confidence
from kg.extract.coreference import Coreference, introduced_names, plausible_person
from kg.extract.events import find_events
from kg.extract.evidence import cite
from kg.extract.extents import Extents
from kg.extract.lexicon import EventLexicon, event_lexicon
from kg.extract.mentions import find_names
from kg.extract.names import NameLexicon, names
from kg.extract.nesting import find_nested
from kg.extract.positions import IMPLIED, PositionFinder
from kg.extract.spans import Span
from kg.extract.stages import Stage
from kg.extract.tagged import tagged_names
from kg.extract.ties import find_ties
from kg.model import AnalysedArticle, Article, ArticleRecord, Entity, EntityKind, Position, Relation

FORM = re.compile(r"(?:股份|科技|控股|集团)*(?:有限责任公司|有限公司|公司)$")


def extract(
    analysed: AnalysedArticle,
    source: str | None = None,
    triggers: EventLexicon | None = None,
    without: Set[Stage] = frozenset(),
) -> ArticleRecord:
    """Return what the article states; a pure function of the article, the code and the lexicon.

    `source` is the text that the article's offsets count in (the article's own where it is None); `without` names stages
    to leave out, for measuring. The record's article carries no text: what is cited stands in the evidence.
    """
    found = find_by_rules(analysed, triggers, without)
    events, relations, posts = with_confidence(found.events, found.relations, found.positions)
    return finish(replace(found, events=events, relations=relations, positions=posts), analysed, source)


def find_by_rules(
    analysed: AnalysedArticle, triggers: EventLexicon | None = None, without: Set[Stage] = frozenset()
) -> ArticleRecord:
    """Return what the rules find in the article, without confidence and evidence."""
    lexicon = names()
    triggers = triggers or event_lexicon()
    article = analysed.article
    bylines = find_bylines(article.text)
    awards = () if "awards" in without else find_awards(article.text, analysed.sentences)
    spans = [
        *_outside(_names(analysed, bylines, lexicon, without), awards),
        *_signatures(bylines),
        *award_spans(awards),
    ]
    starts = [s.start for s in analysed.sentences]
    entities = Coreference(article, starts, lexicon).entities(spans, joining="coreference" not in without)
    finder = PositionFinder(article, analysed.sentences, entities, lexicon)
    posts, memberships = ((), ()) if "positions" in without else finder.find()
    clauses = ClauseReader(analysed, entities, finder.title_starts, lexicon)
    events, arguments = find_events(analysed, clauses, triggers, posts, without)
    entities, posts = _add_implied(entities, posts)
    nested = () if "nesting" in without else find_nested(article.text, entities, lexicon)
    lives = () if "biography" in without else tuple(find_biographies(article.text, analysed.sentences, entities))
    ties = () if "ties" in without else tuple(find_ties(analysed, clauses, entities, events, arguments))
    winners = find_winners(awards, entities, events, arguments)
    relations = (*_authors(bylines, entities), *memberships, *nested, *arguments, *lives, *ties, *winners)
    return ArticleRecord(article, entities, events, tuple(dict.fromkeys(relations)), posts)


def finish(found: ArticleRecord, analysed: AnalysedArticle, source: str | None) -> ArticleRecord:
    """Return the record with its evidence; its article carries no offsets, and things also bear the source's spellings."""
    article = analysed.article
    cited = {x.sentence for row in (found.relations, found.positions, found.events) for x in row}
    evidence = cite(analysed, cited, article.text if source is None else source)
    entities = found.entities
    if source is not None:
        entities = tuple(_as_written(e, article, source) for e in entities)
    slim = replace(article, offsets=())  # the text stays, for the view of the article
    return replace(found, article=slim, entities=entities, evidence=evidence)


def _as_written(entity: Entity, article: Article, source: str) -> Entity:
    """Add to a thing's names the form in which the source writes it: 雲川大學 of a text in traditional characters."""
    first = next((m for m in entity.mentions if article.text[m.start : m.end] == entity.name), None)
    if first is None:
        return entity
    form = "".join(source[o] for o in article.offsets[first.start : first.end] if o >= 0)
    same = form == entity.name or form in entity.aliases or len(form) != len(entity.name)
    return entity if same else replace(entity, aliases=tuple(sorted({*entity.aliases, form})))


def _outside(spans: list[Span], awards: tuple[Award, ...]) -> list[Span]:
    """Leave out the names inside an award's name (云川市劳动模范 speaks of no city)."""
    named = Extents(awards)
    return [s for s in spans if not named.hold(s.start, s.end)]


def _add_implied(
    entities: tuple[Entity, ...], positions: tuple[Position, ...]
) -> tuple[tuple[Entity, ...], tuple[Position, ...]]:
    """Make entities of the bodies that only a title tells (市长 -> 云川市人民政府), or take the named one they are."""
    known = {n: e.id for e in reversed(entities) if e.kind == "Organisation" for n in (*e.aliases, e.name, e.norm) if n}
    added: list[Entity] = []
    placed: list[Position] = []
    for p in positions:
        if p.organisation and p.organisation.startswith(IMPLIED):
            name = p.organisation.removeprefix(IMPLIED)
            if name not in known:
                known[name] = f"i{len(added) + 1}"
                added.append(Entity(known[name], "Organisation", name))
            p = replace(p, organisation=known[name])
        placed.append(p)
    return (*entities, *added), tuple(placed)


def _names(
    analysed: AnalysedArticle, bylines: tuple[Byline, ...], lexicon: NameLexicon, without: Set[Stage]
) -> list[Span]:
    """Return the names of all sentences, and every other place where a person's name stands."""
    text = analysed.article.text
    closed: Extents[Dateline | Author] = Extents([*find_datelines(text), *(a for b in bylines for a in b.authors)])
    places = frozenset(text[t.start : t.end] for s in analysed.sentences for t in s.tokens if t.tag == "LOC")
    found = [
        s
        for sentence in analysed.sentences
        for s in (tagged_names(sentence, text) if "names" in without else find_names(sentence, text, lexicon, places))
        if not closed.cross(s.start, s.end)
    ]
    return found if "repetition" in without else _repeat(found, text, closed, lexicon)


def _repeat(spans: list[Span], text: str, closed: Extents[Dateline | Author], lexicon: NameLexicon) -> list[Span]:
    """A name once found is that thing wherever it stands, also where the network took it for something else."""
    kinds: dict[str, EntityKind] = {short: "Organisation" for short in introduced_names(spans, text)}
    for s in spans:
        name = text[s.start : s.end]
        if s.kind == "Person" and len(name) >= 3 and plausible_person(name, lexicon):
            kinds[name] = "Person"
        elif (
            s.kind == "Organisation"
            and len(name) >= 4
            and s.rule in {"suffix", "state body", "tagger"}
            and lexicon.organisation_suffix.search(name)
        ):
            kinds.setdefault(name, "Organisation")
    for short in _cores(spans, text):
        kinds.setdefault(short, "Organisation")
    for name in [n for n, kind in kinds.items() if kind == "Person" and 5 <= len(n) <= 6]:
        if any(name[:i] in kinds and name[i:] in kinds for i in (2, 3)):
            del kinds[name]  # two names that a headline sets side by side
            spans = [s for s in spans if text[s.start : s.end] != name]
    if not kinds:
        return spans
    repeated = [Span(a, b, kinds[text[a:b]], "repeated", 9) for a, b in _occurrences(kinds, text)]
    known = {(s.start, s.end) for s in spans}
    new = [r for r in repeated if (r.start, r.end) not in known and not closed.cross(r.start, r.end)]
    displacing = Extents(new)
    kept = [s for s in spans if not any(_overridden(s, r) for r in displacing.crossing(s.start, s.end))]
    holding = Extents(kept)
    outer = [r for r in new if not holding.hold(r.start, r.end)]
    return sorted([*kept, *outer], key=lambda s: (s.start, -s.end))


def _occurrences(names: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield where names stand, the longest of those that begin at one place, none overlapping another.

    Each place is looked up by its first two characters, so that time does not grow with the number of names.
    """
    begun: dict[str, set[int]] = {}
    for name in names:
        begun.setdefault(name[:2], set()).add(len(name))
    sizes = {pair: sorted(lengths, reverse=True) for pair, lengths in begun.items()}
    known, end = frozenset(names), 0
    for i in range(len(text)):
        if i >= end and (size := next((n for n in sizes.get(text[i : i + 2], ()) if text[i : i + n] in known), 0)):
            end = i + size
            yield i, end


def _cores(spans: list[Span], text: str) -> list[str]:
    """Return the short forms of companies that the text uses: 某省华辰新能源股份有限公司 is 华辰新能源."""
    places = sorted({text[s.start : s.end] for s in spans if s.kind == "Place"}, key=lambda n: (-len(n), n))
    found: list[str] = []
    for name in sorted({text[s.start : s.end] for s in spans if s.kind == "Organisation"}):
        tail = FORM.search(name)
        if not tail or len(name) < 8:
            continue
        core = name[: tail.start()]
        for place in places:
            for form in (place, re.sub(r"(?:省|市|县|区)$", "", place)):
                core = core.removeprefix(form) if len(core) - len(form) >= 4 and len(form) >= 2 else core
        shorter = sorted({core, name[2 : tail.start()]})
        found.extend(n for n in shorter if 4 <= len(n) < len(name) and text.count(n) > text.count(name))
    return sorted(found)


def _overridden(span: Span, by: Span) -> bool:
    """Tell whether a repeated name displaces a span that it crosses: a person's, or a shorter one."""
    shorter = span.end - span.start <= by.end - by.start
    return span.kind == "Person" or (shorter and not (span.kind == by.kind == "Organisation"))


def _signatures(bylines: tuple[Byline, ...]) -> list[Span]:
    return [Span(a.start, a.end, "Person", "byline", 5) for b in bylines for a in b.authors]


def _authors(bylines: tuple[Byline, ...], entities: tuple[Entity, ...]) -> list[Relation]:
    at = {m.start: (e, m) for e in entities if e.kind == "Person" for m in e.mentions}
    signed = [(a, *at[a.start]) for b in bylines for a in b.authors if a.start in at]
    return [Relation("doc", "author", e.id, m.sentence, rule="byline", role=a.role) for a, e, m in signed]
