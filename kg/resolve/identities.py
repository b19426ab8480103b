"""Identities across articles: from all records to entities, with the reason of each join and what was kept apart.

A function of the set of records and the corrections: the records' order makes no difference, and neither does what was
built before. Cost grows with the number of mentions, as entities are compared only within blocks that share a name or a key.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kg.divisions import Division, divisions
from kg.errors import Problem
from kg.model import ArticleRecord, Entity, Position
from kg.resolve.apply_corrections import Correcting
from kg.resolve.clusters import Cluster, entity_key, event_key, short_hash
from kg.resolve.contexts import name_persons
from kg.resolve.corrections import Correction
from kg.resolve.events import cluster_events
from kg.resolve.lexicon import UNNAMED, identity_lexicon
from kg.resolve.merge_decisions import SCORES, Distinction, Join
from kg.resolve.naming import Naming, Ref, of_kind, own_name, sketch
from kg.resolve.organisations import name_organisations
from kg.resolve.persons import Person, cluster_persons
from kg.resolve.places import name_places
from kg.resolve.spelling import folded
from kg.resolve.variants import variants_by_sound


@dataclass(frozen=True, slots=True)
class Identities:
    """The result of resolution.

    `keys`: an article's entity or event -> its key ("person/陆怀谦"). `labels`, `alias_sets`, `kinds` by key. `replaced`:
    a key that another build of these or other articles gave, or could have -> what it means now.
    `divisions`: the administrative divisions among the places, and those above them.
    """

    keys: Mapping[Ref, str]
    labels: Mapping[str, str]
    alias_sets: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, str]
    joins: tuple[Join, ...] = ()
    distinctions: tuple[Distinction, ...] = ()
    replaced: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    divisions: Mapping[str, Division] = field(default_factory=dict)
    same_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the IRIs of authorities that were accepted
    problems: tuple[Problem, ...] = ()  # corrections that do not fit

    def key(self, article: str, entity: str) -> str:
        """Return the key ("person/陆怀谦") of an article's entity."""
        return self.keys[article, entity]

    def label(self, key: str) -> str:
        """Return the preferred name."""
        return self.labels[key]

    def aliases(self, key: str) -> tuple[str, ...]:
        """Return the other names, sorted."""
        return self.alias_sets[key]


def resolve(records: Iterable[ArticleRecord], corrections: Iterable[Correction] = ()) -> Identities:
    """Return the identities of all records' entities and events, corrected."""
    sketches = sorted((sketch(r) for r in records), key=lambda r: r.article.id)
    return _Resolution(sketches).identities(tuple(corrections))


def distinct_event_keys(record: ArticleRecord) -> Iterator[tuple[str, str]]:
    """Yield each event's id with type, trigger and extent, numbered where one trigger has several."""
    seen: Counter[str] = Counter()
    for e in record.events:
        content = f"{e.type}/{e.trigger}/{e.start}"
        seen[content] += 1
        yield e.id, content if seen[content] == 1 else f"{content}/{seen[content]}"


class _Resolution:
    """One run over all records."""

    def __init__(self, records: Sequence[ArticleRecord]) -> None:
        self.records = records
        self.entities: dict[Ref, Entity] = {(r.article.id, e.id): e for r in records for e in r.entities}
        self.lexicon = identity_lexicon()
        self.joins: list[Join] = []
        self.distinctions: list[Distinction] = []
        self.replaced: dict[str, set[str]] = defaultdict(set)
        self.keys: dict[Ref, str] = {}

    def identities(self, corrections: Sequence[Correction]) -> Identities:
        places, codes = name_places(self.records, self.lexicon)
        organisations = name_organisations(self.records, self.lexicon, places)
        awards = self._awards()
        clusters = [
            *self._named("Place", places),
            *self._named("Organisation", organisations),
            *self._named("Award", awards),
            *self._persons(organisations),
        ]
        correcting = Correcting(clusters, corrections, self.replaced)
        clusters = correcting.apply()
        self.joins.extend(correcting.joins)
        for c in clusters:
            self.keys.update(dict.fromkeys(c.members, c.key))
        self._events()
        members = {c.key: [self.entities[r] for r in c.members] for c in clusters}
        labels = {key: correcting.labels.get(key) or _label(entities) for key, entities in members.items()}
        labels.update(self._event_labels())
        taken = set(self.keys.values())
        return Identities(
            self.keys,
            labels,
            {key: _aliases(entities, labels[key]) for key, entities in members.items()},
            {c.key: c.kind for c in clusters},
            self._once(self._corrected(self.joins, taken)),
            tuple(sorted(d for d in self.distinctions if {d.key, d.other} <= taken)),
            {old: tuple(sorted(new)) for old, new in sorted(self.replaced.items()) if old not in taken},
            self._divisions(codes, clusters),
            {key: tuple(sorted(iris)) for key, iris in sorted(correcting.same.items())},
            tuple(correcting.problems),
        )

    def _awards(self) -> Naming:
        naming = Naming()
        for record, entity in of_kind(self.records, "Award"):
            naming.names[record.article.id, entity.id] = folded(entity.name)
            naming.rename((record.article.id, entity.id), own_name(entity), "spelling")
        return naming

    def _named(self, kind: str, naming: Naming) -> Iterator[Cluster]:
        """Yield the clusters of what goes by its name, with the reasons for the names that were joined."""
        groups: dict[str, list[Ref]] = defaultdict(list)
        for ref, name in naming.names.items():
            groups[name].append(ref)
        for name in sorted(groups):
            key = entity_key(kind, name)
            members = sorted(groups[name])
            variants: dict[str, set[str]] = defaultdict(set)
            for ref in members:
                variants[folded(self.entities[ref].name)].add(ref[0])
            for variant, articles in sorted(variants.items()):
                if variant != name:
                    reason = naming.reason(variant, name)
                    self._join(key, reason, f"{variant} = {name.split('~')[0]}", SCORES[reason], articles)
            self._called(key, name, members)
            own = variants.get(name, set())
            if len(own) > 1:
                self._join(key, "same name", name, SCORES["same name"], own)
            cluster = Cluster(kind, key, name, members)
            self._former_keys(cluster, naming)
            yield cluster

    def _called(self, key: str, name: str, members: Iterable[Ref]) -> None:
        """Note the other names that articles themselves give the entity."""
        others: dict[tuple[str, str], set[str]] = defaultdict(set)
        for ref in members:
            entity = self.entities[ref]
            for alias in {*map(folded, entity.aliases)} - {name, folded(entity.name)}:
                reason = "renamed" if alias in map(folded, entity.former) else "alias"
                others[reason, alias].add(ref[0])
        for (reason, alias), articles in sorted(others.items()):
            self._join(key, reason, f"{alias} = {name.split('~')[0]}", SCORES[reason], articles)

    def _join(self, key: str, reason: str, basis: str, score: float, articles: Iterable[str]) -> None:
        self.joins.append(Join(key, reason, basis, score, tuple(sorted(set(articles)))))

    def _persons(self, organisations: Naming) -> list[Cluster]:
        naming = name_persons(self.records, self.lexicon)
        own = dict(naming.names)
        persons = cluster_persons(self.records, self.lexicon, organisations, naming)
        persons, variants = self._by_sound(persons, organisations)
        by_name: dict[str, list[Person]] = defaultdict(list)
        for p in persons:
            by_name[p.name].append(p)
        clusters: list[Cluster] = []
        keys: dict[Ref, str] = {}
        for name, group in sorted(by_name.items()):
            for p in group:
                key = entity_key("Person", self._distinct_name(p, own, alone=len(group) == 1))
                keys.update(dict.fromkeys(p.members, key))
                cluster = Cluster("Person", key, name, list(p.members))
                self._former_keys(cluster, naming)
                clusters.append(cluster)
        for p in persons:
            self._explain(p, keys, naming, variants)
        return clusters

    def _explain(self, p: Person, keys: Mapping[Ref, str], naming: Naming, variants: Mapping[str, str]) -> None:
        key = keys[p.members[0]]
        names: dict[str, set[str]] = defaultdict(set)
        for ref in p.members:
            names[folded(self.entities[ref].name)].add(ref[0])
        for name, articles in sorted(names.items()):
            if name != p.name:
                reason = variants.get(name) or ("last name" if "·" in p.name + name else naming.reason(name, p.name))
                self._join(key, reason, f"{name} = {p.name}", SCORES[reason], articles)
        for reason, basis, score, refs in p.joined:
            self._join(key, reason, basis, score, (r[0] for r in refs))
        for other, reason, score in p.apart:
            self.distinctions.append(Distinction(key, keys[other], reason, score))

    def _by_sound(self, persons: list[Person], organisations: Naming) -> tuple[list[Person], dict[str, str]]:
        """Join persons in one position whose names are spellings of one name; the most frequent spelling is used."""
        described = [self._described(p, organisations) for p in persons]
        into = list(range(len(persons)))
        reasons: dict[str, str] = {}
        for i, j, reason in variants_by_sound(described):
            a, b = sorted((into[i], into[j]), key=lambda n: (-described[n][3], persons[n].name))
            if a == b or {r[0] for r in persons[a].members} & {r[0] for r in persons[b].members}:
                continue
            reasons[persons[b].name] = "transliteration" if reason == "transliteration" else "spelling"
            into = [a if n == b else n for n in into]
        merged: dict[int, list[Person]] = defaultdict(list)
        for n, target in enumerate(into):
            merged[target].append(persons[n])
        return [
            p
            if len(group) == 1
            else Person(
                p.name,
                tuple(sorted(r for q in group for r in q.members)),
                tuple(x for q in group for x in q.joined),
                tuple(x for q in group for x in q.apart if not any(x[0] in o.members for o in group)),
            )
            for target, group in sorted(merged.items())
            for p in (persons[target],)
        ], reasons

    def _described(self, p: Person, organisations: Naming) -> tuple[str, frozenset[str], frozenset[str], int]:
        members = set(p.members)
        held = set()
        titles = set()
        for article, person in members:
            for position in self._positions.get((article, person), ()):
                if position.organisation and position.tenure == "current":
                    held.add(organisations.names.get((article, position.organisation), ""))
                    titles.add(position.title)
        return p.name, frozenset(held - {""}), frozenset(titles), len(members)

    @cached_property
    def _positions(self) -> Mapping[Ref, list[Position]]:
        found: dict[Ref, list[Position]] = defaultdict(list)
        for r in self.records:
            for position in r.positions:
                found[r.article.id, position.person].append(position)
        return found

    def _distinct_name(self, p: Person, own: Mapping[Ref, str], alone: bool) -> str:
        """Return the name in a person's key; where others have it too, with a short hash of the first article that has it.

        `own` are the names by which the articles themselves call persons. Name and hash come from one mention: whatever
        other articles there are, the key of a person is one of those that `_former_keys` notes for this mention.
        """
        bearers = [ref for ref in p.members if own[ref] == p.name]
        if alone and bearers and not UNNAMED.fullmatch(p.name):
            return p.name
        first = min(bearers or p.members, key=self._origin)
        return f"{own[first]}~{short_hash(self._origin(first))}"

    def _origin(self, ref: Ref) -> str:
        """Return what a person's key is made from: the article and the name, numbered where an article has namesakes."""
        number = self._namesakes.get(ref, 1)
        return f"{ref[0]}/{self.entities[ref].name}" + (f"/{number}" if number > 1 else "")

    @cached_property
    def _namesakes(self) -> Mapping[Ref, int]:
        """Return the numbers of the second and further persons of one name in an article."""
        found: dict[Ref, int] = {}
        for r in self.records:
            seen: Counter[str] = Counter()
            for e in r.entities:
                if e.kind == "Person":
                    seen[e.name] += 1
                    if seen[e.name] > 1:
                        found[r.article.id, e.id] = seen[e.name]
        return found

    def _former_keys(self, c: Cluster, naming: Naming) -> None:
        """Note the keys that these mentions have in builds of other articles: those redirect to this one."""
        for ref in c.members:
            for name in naming.all_names(ref):
                self.replaced[entity_key(c.kind, name)].add(c.key)
                if c.kind == "Person":
                    self.replaced[entity_key(c.kind, f"{name}~{short_hash(self._origin(ref))}")].add(c.key)

    def _events(self) -> None:
        for record in self.records:
            for event, content in distinct_event_keys(record):
                self.keys[record.article.id, event] = event_key(record.article.id, content)
        for same in cluster_events(self.records, self.keys):
            key = min(self.keys[ref] for ref in same.members)
            for ref in same.members:
                if self.keys[ref] != key:
                    self.replaced[self.keys[ref]].add(key)
            self.keys.update(dict.fromkeys(same.members, key))
            for reason, basis, score, refs in same.joined:
                self._join(key, reason, basis, score, (r[0] for r in refs))

    def _once(self, joins: Iterable[Join]) -> tuple[Join, ...]:
        """Return each join once: of two with the same content for the same articles, the more certain one."""
        surest: dict[tuple[str, str, str, tuple[str, ...]], Join] = {}
        for j in sorted(joins):
            surest[j.key, j.reason, j.basis, j.articles] = j
        return tuple(sorted(surest.values()))

    def _corrected(self, joins: Iterable[Join], taken: set[str]) -> Iterator[Join]:
        """Yield the joins under the keys that their entities have after corrections; what a split parted has gone."""
        for j in joins:
            key = j.key
            while key not in taken and len(self.replaced.get(key, ())) == 1:
                (key,) = self.replaced[key]
            if key in taken:
                yield replace(j, key=key)

    def _event_labels(self) -> dict[str, str]:
        """Return the name of each event: of several articles' names the most given, the longest among equals."""
        names: dict[str, list[str]] = defaultdict(list)
        for record in self.records:
            for e in record.events:
                names[self.keys[record.article.id, e.id]].append(e.name)
        return {key: _most_given(given) for key, given in names.items()}

    def _divisions(self, codes: Mapping[str, Division], clusters: Iterable[Cluster]) -> dict[str, Division]:
        """Return the divisions among the places by key, with those above them."""
        found = {c.key: codes[c.name] for c in clusters if c.kind == "Place" and c.name in codes}
        for d in list(found.values()):
            for above in divisions().chain(d.code):
                found.setdefault(entity_key("Place", divisions().full_name(above)), above)
        return found


def _label(entities: Sequence[Entity]) -> str:
    """Return the resolved name that most articles give, the longest among equals."""
    return _most_given(e.norm or e.name for e in entities)


def _most_given(names: Iterable[str]) -> str:
    votes = Counter(names)
    return min(votes, key=lambda n: (-votes[n], -len(n), n))


def _aliases(entities: Sequence[Entity], label: str) -> tuple[str, ...]:
    names = {n for e in entities for n in (e.name, e.norm, *e.aliases) if n}
    return tuple(sorted(names - {label}))
