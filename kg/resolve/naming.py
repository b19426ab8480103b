"""What the rules of names decide: under which one name an entity of an article goes, and why."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.model import ArticleRecord, Entity
from kg.resolve.spelling import folded

Ref = tuple[str, str]  # an article's id and the entity's or event's id in it


@dataclass(slots=True)
class Naming:
    """Names given to entities of articles while the rules run.

    `why` holds the reason for each name that was changed, `other` the names that an entity has in builds of other articles:
    those that it had before a rule changed them, and those that a rule gives it in the presence of other articles.
    """

    names: dict[Ref, str] = field(default_factory=dict)
    why: dict[tuple[str, str], str] = field(default_factory=dict)  # (name before, name after) -> reason
    other: dict[Ref, set[str]] = field(default_factory=dict)

    def rename(self, ref: Ref, name: str, reason: str) -> None:
        """Give an entity another name. The first reason for a pair of names stays."""
        before = self.names[ref]
        if before != name:
            self.why.setdefault((before, name), reason)
            self.names[ref] = name
            self.may_be(ref, [before])

    def may_be(self, ref: Ref, names: Iterable[str]) -> None:
        """Note names that an entity has in builds of other articles: IRIs made from them redirect to its IRI."""
        self.other.setdefault(ref, set()).update(names)

    def all_names(self, ref: Ref) -> frozenset[str]:
        """Return the name of an entity and those that it has in builds of other articles."""
        return frozenset({self.names[ref], *self.other.get(ref, ())})

    def reason(self, before: str, after: str) -> str:
        """Return why one name led to the other, over as many steps as it took: the last step's reason."""
        direct = self.why.get((before, after))
        if direct:
            return direct
        steps = defaultdict(list)
        for a, b in self.why:
            steps[a].append(b)
        seen, row = {before}, [before]
        while row:
            here = row.pop(0)
            for there in sorted(steps[here]):
                if there == after:
                    return self.why[here, there]
                if there not in seen:
                    seen.add(there)
                    row.append(there)
        return "alias"


def sketch(record: ArticleRecord) -> ArticleRecord:
    """Return a record without its text, for holding many: names, positions, relations and events stay."""
    article = replace(record.article, text="", offsets=(), parts=(), title="", url=None)
    entities = tuple(replace(e, mentions=()) for e in record.entities)
    return replace(record, article=article, entities=entities, evidence=())


def own_name(entity: Entity) -> str:
    """Return an entity's resolved name in one spelling."""
    return folded(entity.norm or entity.name)


def of_kind(records: Sequence[ArticleRecord], kind: str) -> Iterator[tuple[ArticleRecord, Entity]]:
    """Yield all entities of a kind with their records."""
    for record in records:
        for entity in record.entities:
            if entity.kind == kind:
                yield record, entity


def follow(steps: dict[str, str], name: str) -> str:
    """Follow short names to the fullest; a circle ends at its smallest name."""
    seen = [name]
    while (following := steps.get(seen[-1])) and following not in seen:
        seen.append(following)
    return min(seen[seen.index(following) :]) if following else seen[-1]


def of_article(name: str, article: str) -> str:
    """Return a name that means nothing outside its article, with a short hash of the article behind it."""
    return f"{name}~{hashlib.sha256(f'{article}/{name}'.encode('utf-8', 'replace')).hexdigest()[:8]}"


def only(values: Iterable[str]) -> str | None:
    """Return the one value there is, or None."""
    found = set(values)
    return next(iter(found)) if len(found) == 1 else None
