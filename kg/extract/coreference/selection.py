"""The entities of an article, numbered in the order of their first mentions."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from kg.extract.candidates import Draft, EntityMention
from kg.extract.coreference.groups import current
from kg.extract.lexicon import Rule
from kg.model import Entity

LETTERS = {"Person": "p", "Organisation": "o", "Place": "l", "Award": "a"}  # prefixes of ids


def select_entities(draft: Draft) -> Draft:
    """Return the draft with its entities, and with the names of each sentence."""
    numbers: Counter[str] = Counter()
    entities = []
    for g in sorted(current(draft.candidates), key=lambda g: (min(m.start for m in g.mentions), g.kind, g.name)):
        numbers[g.kind] += 1
        aliases = tuple(sorted(g.aliases - {g.name}))
        mentions = tuple(sorted(set(g.mentions), key=lambda m: (m.start, m.end)))
        local = f"{LETTERS[g.kind]}{numbers[g.kind]}"
        entities.append(Entity(local, g.kind, g.name, aliases, g.norm, mentions, tuple(sorted(g.former))))
    found = tuple(entities)
    return replace(draft, entities=found, in_sentence=_in_sentences(found, len(draft.sentences)))


def _in_sentences(entities: tuple[Entity, ...], count: int) -> tuple[tuple[EntityMention, ...], ...]:
    """Return the outermost names of each sentence in text order, without bylines and awards."""
    rows: list[list[EntityMention]] = [[] for _ in range(count)]
    found = [EntityMention(m, e) for e in entities for m in e.mentions if m.rule != Rule.BYLINE and e.kind != "Award"]
    for p in sorted(found, key=lambda p: (p.start, -p.end)):
        row = rows[p.mention.sentence]
        if not row or p.end > row[-1].end:
            row.append(p)
    return tuple(tuple(row) for row in rows)
