"""Where foreign places are: by their names, unless an article puts them into a division of China."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from kg.model import ArticleRecord
from kg.resolve.naming import Ref
from kg.world import Point, world


def foreign_points(
    records: Iterable[ArticleRecord],
    keys: Mapping[Ref, str],
    names: Mapping[str, Sequence[str]],
    divisions: Collection[str],
) -> dict[str, Point]:
    """Return latitude and longitude of the places that the table of the world knows, by key.

    `names` are the places' names by key, the preferred one first; `divisions` the keys that are divisions of China. A place
    that lies in one of them, or in a place that does, is none of the world's of its name: a 巴黎 in 云川市 is a quarter there.
    """
    above = _parents(records, keys)
    inside = set(divisions)
    return {
        key: point
        for key, called in sorted(names.items())
        if (point := _point(called)) and not inside & {key, *_all_above(key, above)}
    }


def _point(names: Sequence[str]) -> Point | None:
    return next((world()[n] for n in names if n in world()), None)


def _parents(records: Iterable[ArticleRecord], keys: Mapping[Ref, str]) -> dict[str, set[str]]:
    parents: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for r in record.relations:
            ends = ((record.article.id, r.subject), (record.article.id, r.object))
            if r.predicate == "partOf" and all(e in keys for e in ends):
                parents[keys[ends[0]]].add(keys[ends[1]])
    return parents


def _all_above(key: str, parents: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [key]
    while waiting:
        new = parents.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
