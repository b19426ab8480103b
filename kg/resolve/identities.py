"""Identities across articles: from all records to entities, with the reason of each join and what was kept apart.

A function of the set of records and the corrections: the records' order makes no difference, and neither does what was
built before. Cost grows with the number of mentions, as entities are compared only within blocks that share a name or a key.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.divisions import Division, divisions
from kg.errors import Problem
from kg.model import ArticleRecord, Entity
from kg.resolve.apply_corrections import Correcting
from kg.resolve.clusters import Cluster, entity_key, event_key
from kg.resolve.corrections import Correction
from kg.resolve.decision_log import DecisionLog
from kg.resolve.events import cluster_events
from kg.resolve.foreign_places import foreign_points
from kg.resolve.lexicon import identity_lexicon
from kg.resolve.merge_decisions import SCORES, Distinction, Join
from kg.resolve.naming import Naming, Ref, of_kind, own_name, sketch
from kg.resolve.organisations import name_organisations
from kg.resolve.person_clusters import PersonClusters
from kg.resolve.places import name_places
from kg.resolve.spelling import folded
from kg.world import Point


@dataclass(frozen=True, slots=True)
class Identities:
    """The result of resolution.

    `keys`: an article's entity or event -> its key ("person/陆怀谦"). `labels`, `alias_sets`, `kinds` by key. `replaced`:
    a key that another build of these or other articles gave, or could have -> what it means now.
    `divisions`: the administrative divisions among the places, and those above them. `points`: the latitude and longitude of
    foreign places, in degrees.
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
    points: Mapping[str, Point] = field(default_factory=dict)
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
        self.log = DecisionLog()
        self.keys: dict[Ref, str] = {}

    def identities(self, corrections: Sequence[Correction]) -> Identities:
        places, codes = name_places(self.records, self.lexicon)
        organisations = name_organisations(self.records, self.lexicon, places)
        awards = self._awards()
        clusters = [
            *self._named("Place", places),
            *self._named("Organisation", organisations),
            *self._named("Award", awards),
            *PersonClusters(self.records, self.entities, self.lexicon, self.log).clusters(organisations),
        ]
        correcting = Correcting(clusters, corrections, self.log.replaced)
        clusters = correcting.apply()
        self.log.joins.extend(correcting.joins)
        self.log.distinctions.extend(correcting.distinctions)
        for c in clusters:
            self.keys.update(dict.fromkeys(c.members, c.key))
        self._events()
        members = {c.key: [self.entities[r] for r in c.members] for c in clusters}
        labels = {c.key: correcting.labels.get(c.key) or _label(c.name, members[c.key]) for c in clusters}
        labels.update(self._event_labels())
        taken = set(self.keys.values())
        articles: dict[str, set[str]] = defaultdict(set)
        for (article, _), key in self.keys.items():
            articles[key].add(article)
        aliases = {key: _aliases(entities, labels[key]) for key, entities in members.items()}
        divided = self._divisions(codes, clusters)
        places_called = {c.key: (labels[c.key], *aliases[c.key]) for c in clusters if c.kind == "Place"}
        return Identities(
            self.keys,
            labels,
            aliases,
            {c.key: c.kind for c in clusters},
            self.log.joins_of(articles, correcting.parted),
            self.log.distinctions_of(taken),
            self.log.redirects(taken),
            divided,
            {key: tuple(sorted(iris)) for key, iris in sorted(correcting.same.items())},
            foreign_points(self.records, self.keys, places_called, divided),
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
                    self.log.join(key, reason, f"{variant} = {name.split('~')[0]}", SCORES[reason], articles)
            self._called(key, name, members)
            own = variants.get(name, set())
            if len(own) > 1:
                self.log.join(key, "same name", name, SCORES["same name"], own)
            cluster = Cluster(kind, key, name, members)
            for ref in members:
                for other in naming.all_names(ref):
                    self.log.replaced[entity_key(kind, other)].add(key)
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
            self.log.join(key, reason, f"{alias} = {name.split('~')[0]}", SCORES[reason], articles)

    def _events(self) -> None:
        for record in self.records:
            for event, content in distinct_event_keys(record):
                self.keys[record.article.id, event] = event_key(record.article.id, content)
        for same in cluster_events(self.records, self.keys):
            key = min(self.keys[ref] for ref in same.members)
            for ref in same.members:
                if self.keys[ref] != key:
                    self.log.replaced[self.keys[ref]].add(key)
            self.keys.update(dict.fromkeys(same.members, key))
            for reason, basis, score, refs in same.joined:
                self.log.join(key, reason, basis, score, (r[0] for r in refs))

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


def _label(resolved: str, entities: Sequence[Entity]) -> str:
    """Return the resolved name, or where no article gives it, the name that most articles give.

    What most articles give changes when one of them is withdrawn, in the graphs of the others as well.
    """
    names = [e.norm or e.name for e in entities]
    return resolved if resolved in names else _most_given(names)


def _most_given(names: Iterable[str]) -> str:
    votes = Counter(names)
    return min(votes, key=lambda n: (-votes[n], -len(n), n))


def _aliases(entities: Sequence[Entity], label: str) -> tuple[str, ...]:
    names = {n for e in entities for n in (e.name, e.norm, *e.aliases) if n}
    return tuple(sorted(names - {label}))
