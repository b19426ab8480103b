"""Search: entities by name, alias, pinyin and initials, and sentences and titles grouped by their article."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.resolve.spelling import folded
from kg.serve.lists.events import Facet
from kg.serve.lists.reading import QUOTED, SOURCE, Catalogue, Named, Quoted, Source, quoted
from kg.serve.lists.selection import Selection, of_articles
from kg.store.words import expressions

ALIKE = 0.8  # share of common triples of characters from which sentences count as nearly the same
SENTENCES = 3  # of an article, shown at once
TOP = 12


@dataclass(frozen=True, slots=True)
class FoundSentence:
    """A sentence, and how many nearly the same are folded into it."""

    quoted: Quoted
    folded: int


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article that holds the words: in so many sentences, of which the first are shown."""

    source: Source
    sentences: tuple[FoundSentence, ...]
    total: int


def find_entities(
    c: Catalogue, words: str, kind: str = "", limit: int = 20, offset: int = 0
) -> tuple[list[tuple[Named, str]], dict[str, int]]:
    """Return entities that are called so, each with the alias by which it was found ("" for its name), and counts by class.

    Letters are sought as pinyin ("lu huaiqian", "luhuaiqian") and as initials ("lhq").
    """
    asked = folded(words).lower()
    if not asked:
        return [], {}
    letters = re.sub(r"[^a-z]", "", asked) if asked.isascii() else ""
    rows = c.rows(_ENTITIES, {"asked": asked, "letters": letters or None, "like": _prefix(letters)})
    counts: dict[str, int] = {}
    for row in rows:
        counts[row[2]] = counts.get(row[2], 0) + 1
    found = [(Named(*row[:7]), row[7] or "") for row in rows if not kind or row[2] == kind]
    return found[offset : offset + limit], counts


_ENTITIES = """
WITH named AS (
    SELECT id, '' AS alias, CASE WHEN LOWER(label) = :asked THEN 0 WHEN INSTR(LOWER(label), :asked) = 1 THEN 2 ELSE 4 END AS rank
        FROM resource WHERE INSTR(LOWER(label), :asked) > 0
    UNION ALL SELECT resource, name, CASE WHEN LOWER(name) = :asked THEN 1 WHEN INSTR(LOWER(name), :asked) = 1 THEN 3 ELSE 5 END
        FROM alias WHERE INSTR(LOWER(name), :asked) > 0
    UNION ALL SELECT id, '', CASE WHEN REPLACE(sound, ' ', '') = :letters OR initials = :letters THEN 2 ELSE 6 END
        FROM resource WHERE :letters IS NOT NULL AND kind <> 'Event'
            AND (REPLACE(sound, ' ', '') LIKE :like ESCAPE '\\' OR initials = :letters)
    UNION ALL SELECT resource, name, CASE WHEN REPLACE(sound, ' ', '') = :letters OR initials = :letters THEN 3 ELSE 7 END
        FROM alias WHERE :letters IS NOT NULL AND (REPLACE(sound, ' ', '') LIKE :like ESCAPE '\\' OR initials = :letters)
)
SELECT r.id, r.iri, r.kind, r.label, r.sound, r.events, r.articles, n.alias FROM
    (SELECT id, alias, MIN(rank) AS rank FROM named GROUP BY id) n JOIN resource r ON r.id = n.id
    ORDER BY r.kind = 'Event', n.rank > 1, r.articles DESC, n.rank, r.label, r.iri
"""


def _prefix(letters: str) -> str:
    return letters + "%" if len(letters) > 1 else letters


@dataclass(frozen=True, slots=True)
class FoundText:
    """Articles that hold words: one page of them, how many articles and sentences there are, and the facets."""

    articles: tuple[FoundArticle, ...]
    total: int
    sentences: int
    facets: tuple[Facet, ...]


def find_text(c: Catalogue, words: str, s: Selection, limit: int = 20, offset: int = 0) -> FoundText:
    """Return the articles whose title or sentences hold the words, those with the words in the title first.

    `c` must have the index of words attached as `words`.
    """
    for expression in expressions(words):
        found = _found(c, expression, s, limit, offset)
        if found.total:
            return found
    return FoundText((), 0, 0, ())


_SAID = QUOTED.replace("v.statement, v.confidence", "'', NULL")
_HITS = """
WITH hit AS MATERIALIZED (SELECT t.iri, t.field, bm25(words) AS rank FROM words.words JOIN words.texts t ON t.id = words.rowid
        WHERE words MATCH ? AND t.field IN ('title', 'sentence')),
    said AS (SELECT s.id AS sentence, s.article, hit.rank, 0 AS title FROM hit JOIN sentence s ON s.iri = hit.iri
        WHERE hit.field = 'sentence' AND {sure}
        UNION ALL SELECT NULL, a.id, hit.rank, 1 FROM hit JOIN article a ON a.iri = hit.iri WHERE hit.field = 'title' AND {titled})
SELECT said.article, said.sentence FROM said JOIN article a ON a.id = said.article WHERE {where}
    ORDER BY said.title DESC, said.rank, a.day DESC, a.iri, said.sentence
"""
_GIVEN = "IN (SELECT value FROM json_each(?))"


def _found(c: Catalogue, expression: str, s: Selection, limit: int, offset: int) -> FoundText:
    where, values = of_articles(s)
    sure = "EXISTS (SELECT 1 FROM evidence v WHERE v.sentence = s.id AND v.confidence >= ?)" if s.sure else "1"
    asked = _HITS.format(sure=sure, titled="0" if s.sure else "1", where=where)
    sentences: dict[int, list[int]] = {}  # by article, the best article first
    for article, sentence in c.rows(asked, [expression, *([float(s.sure)] if s.sure else []), *values]):
        sentences.setdefault(article, []).extend([sentence] if sentence is not None else [])
    if not sentences:
        return FoundText((), 0, 0, ())
    shown = list(sentences)[offset : offset + limit]
    said = _quoted(c, [n for article in shown for n in sentences[article]])
    kept = fold([said[n] for article in shown for n in sentences[article]])
    sources = {
        n: Source(*r)
        for n, *r in c.rows(f"SELECT a.id, {SOURCE} FROM article a WHERE a.id {_GIVEN}", [json.dumps(shown)])
    }
    articles = []
    for article in shown:
        own = tuple(f for n in sentences[article] if (f := kept.get(said[n].iri)))
        articles.append(FoundArticle(sources[article], own[:SENTENCES], len(sentences[article])))
    total = sum(map(len, sentences.values()))
    return FoundText(tuple(articles), len(sentences), total, tuple(_facets(c, list(sentences))))


def _quoted(c: Catalogue, numbers: Sequence[int]) -> dict[int, Quoted]:
    rows = c.rows(
        f"SELECT s.id, {_SAID} FROM sentence s LEFT JOIN article a ON a.id = s.article WHERE s.id {_GIVEN}",
        [json.dumps(numbers)],
    )
    return {n: quoted(row) for n, *row in rows}


def _facets(c: Catalogue, articles: Sequence[int]) -> list[Facet]:
    chosen = f"a.id {_GIVEN}"
    linked = (
        "SELECT {0}, COUNT(DISTINCT a.id) FROM article a JOIN mention m ON m.article = a.id JOIN resource r ON r.id = m.resource {1} "
        f"WHERE {chosen} AND {{2}} GROUP BY 1"
    )
    found = []
    for name, query, order in (
        ("source", f"SELECT a.publisher, a.publisher, COUNT(*) FROM article a WHERE {chosen} AND a.publisher <> '' GROUP BY 1", "3 DESC, 1"),
        ("month", f"SELECT SUBSTR(a.day, 1, 7), SUBSTR(a.day, 1, 7), COUNT(*) FROM article a WHERE {chosen} AND a.day <> '' GROUP BY 1", "1 DESC"),
        ("type", linked.format("t.type, t.type", "JOIN typed t ON t.event = r.id", "1"), "3 DESC, 1"),
        ("about:Person", linked.format("r.iri, r.label", "", "r.kind = 'Person'"), "3 DESC, 2"),
        ("place", linked.format("r.iri, r.label", "", "r.kind = 'Place'"), "3 DESC, 2"),
    ):  # fmt: skip
        rows = c.rows(f"{query} ORDER BY {order}", [json.dumps(articles)])
        found.append(Facet(name, tuple((v, label, n) for v, label, n in rows[:TOP]), len(rows)))
    return [f for f in found if f.values]


def fold(sentences: Sequence[Quoted]) -> dict[str, FoundSentence]:
    """Return the sentences by IRI without those that nearly equal one before, which count them.

    >>> def said(n, text): return Quoted(f"s{n}", text, 0, 1, n, Source("a", "", "", "", "", ""))
    >>> {k: f.folded for k, f in fold([said(1, "陆怀谦3月1日到云川大学调研。"), said(2, "陆怀谦 3月2日到云川大学调研"), said(3, "开会")]).items()}
    {'s1': 1, 's3': 0}
    """
    kept: dict[str, FoundSentence] = {}
    parts: dict[str, frozenset[str]] = {}
    for q in sentences:
        own = _triples(q.text)
        same = next((iri for iri, other in parts.items() if len(own & other) >= ALIKE * len(own | other)), None)
        if same is None:
            kept[q.iri], parts[q.iri] = FoundSentence(q, 0), own
        elif same != q.iri:
            kept[same] = replace(kept[same], folded=kept[same].folded + 1)
    return kept


def _triples(text: str) -> frozenset[str]:
    plain = re.sub(r"[\W\d_]+", "", text)
    return frozenset(plain[i : i + 3] for i in range(max(1, len(plain) - 2)))
