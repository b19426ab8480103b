"""Identities across articles: entities of one kind and one resolved name are one thing.

Persons of one name stay one person only while their contexts allow it: a reporter who only signs is not the official of
the same name, and two whose bodies have nothing in common and whose papers or places differ are two. What a name alone
cannot decide is left apart. The result does not depend on the records' order.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from kg.model import ArticleRecord, Entity


@dataclass(frozen=True, slots=True)
class Identities:
    """The result of resolution: each local entity's key, and each key's label, aliases and kind."""

    keys: Mapping[tuple[str, str], str]
    labels: Mapping[str, str]
    alias_sets: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, str]

    def key(self, article: str, entity: str) -> str:
        """Return the key ("person/陆怀谦") of an article's entity."""
        return self.keys[article, entity]

    def label(self, key: str) -> str:
        """Return the preferred name."""
        return self.labels[key]

    def aliases(self, key: str) -> tuple[str, ...]:
        """Return the other names, sorted."""
        return self.alias_sets[key]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A person of one article with the company that tells them apart: bodies, posts, and whether they only sign."""

    article: str
    id: str
    publisher: str
    bodies: frozenset[str]
    titles: frozenset[str]
    others: frozenset[str]
    signs_only: bool


def folded(name: str) -> str:
    """Return a name for comparing: width folded, without blanks and quotation marks."""
    return re.sub(r"[\s“”\"'‘’《》「」『』]", "", unicodedata.normalize("NFKC", name))


def resolve(records: Iterable[ArticleRecord]) -> Identities:
    """Return the identities of all records' entities."""
    rows = [(r, e) for r in records for e in r.entities]
    full = _full_names(rows)
    groups: dict[tuple[str, str], list[tuple[ArticleRecord, Entity]]] = defaultdict(list)
    for record, entity in rows:
        groups[entity.kind, full[entity.kind].get(_name(entity), _name(entity))].append((record, entity))
    keys: dict[tuple[str, str], str] = {}
    members: dict[str, list[Entity]] = defaultdict(list)
    for (kind, name), group in groups.items():
        for key, part in _identities(kind, name, group):
            for record, entity in part:
                keys[record.article.id, entity.id] = key
                members[key].append(entity)
    labels = {key: _label(entities) for key, entities in members.items()}
    aliases = {key: _aliases(entities, labels[key]) for key, entities in members.items()}
    return Identities(keys, labels, aliases, {key: entities[0].kind for key, entities in members.items()})


def _name(entity: Entity) -> str:
    return folded(entity.norm or entity.name)


UNNAMED = re.compile(  # 李某, 王女士: somebody whom only the article tells
    r"[一-鿿]{1,2}某{1,3}[一-鿿]?|[一-鿿]{1,2}(?:先生|女士|老师|教授|医生|师傅|警官|主任|经理|书记|院长|校长|局长|厂长|主席|总理|总统|部长|省长|市长|县长|区长|镇长|村长|支书|院士|将军|司令|总裁|董事长|总书记|国家主席)"
)
GOVERNED = re.compile(
    r"(?<=^中共)[一-鿿]{2,}(?=委员会)|^[一-鿿]{2,}(?=人民政府|人民代表大会)"
)  # the place of an office
STATE = re.compile(r"中共中央|中央|国务院|全国(?:人|政)|国家|中华人民共和国|中国共产党|中国政府")  # of a state officer
LEVEL = re.compile(r"^[一-鿿]{1,8}?(?:自治区|自治州|省|市|县|区|镇|乡|村|州)(?=[一-鿿]{4,}$)")


def _full_names(rows: Sequence[tuple[ArticleRecord, Entity]]) -> dict[str, dict[str, str]]:
    """Return {kind: {short name: full name}} for names that are short for one full name only."""
    entities = [e for _, e in rows]
    users: dict[str, set[str]] = defaultdict(set)
    for e in entities:
        if e.kind == "Organisation":
            for alias in e.aliases:
                if len(alias) >= 3 and not re.match(r"[省市县区州镇乡村]", alias):
                    users[folded(alias)].add(_name(e))
    for short, name in _with_their_place(rows):
        users[short].add(name)
    own = {short: next(iter(full)) for short, full in users.items() if len(full) == 1}
    places = Counter(_name(e) for e in entities if e.kind == "Place")
    stems: dict[str, set[str]] = defaultdict(set)
    for name in places:
        stem = re.sub(r"(?:自治区|自治州|省|市|县|区|镇|乡|村|州)$", "", name)
        if len(stem) >= 2 and stem != name:
            stems[stem].add(name)
    joined = {stem: next(iter(full)) for stem, full in stems.items() if len(full) == 1}
    chains = {"Organisation": {s: _end(own, s) for s in own}, "Place": joined}
    return defaultdict(dict, chains)


def _with_their_place(rows: Sequence[tuple[ArticleRecord, Entity]]) -> Iterator[tuple[str, str]]:
    """Yield (柳溪中学, 青石县柳溪中学) where each article that uses the short name also names the place."""
    named: dict[str, list[str]] = defaultdict(list)
    for _, e in rows:
        if e.kind == "Organisation" and (m := LEVEL.match(_name(e))):
            named[_name(e)[m.end() :]].append(m.group())
    places: dict[str, set[str]] = defaultdict(set)
    using: dict[str, set[str]] = defaultdict(set)
    for record, e in rows:
        if e.kind == "Place":
            places[record.article.id].add(_name(e))
        elif e.kind == "Organisation" and _name(e) in named:
            using[_name(e)].add(record.article.id)
    for short, articles in using.items():
        for place in set(named[short]):
            if all(place in places[a] for a in articles):
                yield short, place + short


def _end(steps: Mapping[str, str], name: str) -> str:
    """Follow short names to the fullest; a circle ends at its smallest name."""
    seen = [name]
    while (following := steps.get(seen[-1])) and following not in seen:
        seen.append(following)
    return min(seen[seen.index(following) :]) if following else seen[-1]


def _identities(
    kind: str, name: str, group: list[tuple[ArticleRecord, Entity]]
) -> list[tuple[str, list[tuple[ArticleRecord, Entity]]]]:
    key = f"{kind.lower()}/{name.replace('/', '／')}"
    if kind != "Person":
        return [(key, group)]
    if UNNAMED.fullmatch(name):
        return [(f"{key}~{_discriminator([row])}", [row]) for row in group]
    clusters = _persons(group)
    if len(clusters) == 1:
        return [(key, group)]
    return [(f"{key}~{_discriminator(c)}", c) for c in clusters]


def _discriminator(cluster: Sequence[tuple[ArticleRecord, Entity]]) -> str:
    """Return a short hash of the cluster's own first article: other persons of the name do not change it."""
    anchor = min(f"{r.article.id}/{e.name}" for r, e in cluster)
    return hashlib.sha256(anchor.encode("utf-8", "replace")).hexdigest()[:8]


def _persons(group: list[tuple[ArticleRecord, Entity]]) -> list[list[tuple[ArticleRecord, Entity]]]:
    """Cluster the persons of one name: by the bodies and places of their posts, and then those whose body is not told.

    Joining by shared marks, not by pairs, keeps it near linear.
    """
    seen = [_context(r, e) for r, e in group]
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(seen)))
    first: dict[tuple[str, str], int] = {}
    for i, s in enumerate(seen):
        for mark in _marks(s):
            graph.add_edge(first.setdefault(mark, i), i)
    clusters = [sorted(c) for c in nx.connected_components(graph)]
    told = [c for c in clusters if any(seen[i].bodies for i in c)]
    loose = [i for c in clusters for i in c if not any(seen[j].bodies for j in c) and not seen[i].signs_only]
    signing = [c for c in clusters if seen[c[0]].signs_only]
    joined = _attach(told, loose, seen)
    return [[group[i] for i in sorted(c)] for c in sorted([*joined, *signing], key=min)]


def _marks(s: _Seen) -> list[tuple[str, str]]:
    """Return what makes two persons of one name the same: the paper they sign in, a body, the place or state it governs."""
    if s.signs_only:
        return [("signs", s.publisher)]
    places = {m.group() for b in s.bodies if (m := GOVERNED.search(b))}
    state = {"state" for b in s.bodies if STATE.match(b)}
    return sorted([*(("body", b) for b in s.bodies), *(("place", p) for p in places), *(("state", x) for x in state)])


def _attach(told: list[list[int]], loose: list[int], seen: Sequence[_Seen]) -> list[list[int]]:
    """Give persons whose body is not told to the one cluster there is, else to the one with their title or company.

    Where neither decides, they go to a cluster that holds four of five of the name's told persons, else stay by themselves.
    """
    if len(told) <= 1:
        return [[i for c in told for i in c] + loose] if told or loose else []
    clusters = [list(c) for c in told]
    titles = [set().union(*(seen[i].titles for i in c)) for c in told]
    company = [set().union(*(seen[i].others for i in c)) for c in told]
    largest = max(range(len(told)), key=lambda k: len(told[k]))
    dominant = len(told[largest]) * 5 >= sum(map(len, told)) * 4
    left: list[int] = []
    for i in loose:
        best = _best([len(seen[i].titles & t) for t in titles])
        best = _best([len(seen[i].others & c) for c in company]) if best is None else best
        best = largest if best is None and dominant else best
        (left if best is None else clusters[best]).append(i)
    return [*clusters, *([left] if left else [])]


def _best(scores: Sequence[int]) -> int | None:
    """Return the place of the one highest score above zero."""
    highest = max(scores)
    return scores.index(highest) if highest and scores.count(highest) == 1 else None


def _context(record: ArticleRecord, entity: Entity) -> _Seen:
    names = {e.id: LEVEL.sub("", _name(e)) for e in record.entities}
    posts = [p for p in record.positions if p.person == entity.id]
    members = [r.object for r in record.relations if r.subject == entity.id and r.predicate == "memberOf"]
    signs = any(r.predicate == "author" and r.object == entity.id for r in record.relations)
    acts = bool(posts or members) or any(r.object == entity.id and r.predicate != "author" for r in record.relations)
    return _Seen(
        record.article.id,
        entity.id,
        record.article.publisher or "",
        frozenset(names[x] for x in [*(p.organisation for p in posts if p.organisation), *members] if x in names),
        frozenset(p.title for p in posts),
        frozenset(_name(e) for e in record.entities if e.kind == "Person" and e.id != entity.id),
        signs and not acts,
    )


def _label(entities: Sequence[Entity]) -> str:
    """Return the resolved name that most articles give, the longest among equals."""
    votes = Counter(e.norm or e.name for e in entities)
    return min(votes, key=lambda n: (-votes[n], -len(n), n))


def _aliases(entities: Sequence[Entity], label: str) -> tuple[str, ...]:
    names = {n for e in entities for n in (e.name, e.norm, *e.aliases) if n}
    return tuple(sorted(names - {label}))
