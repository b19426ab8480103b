"""The clusters of persons: spellings of one name, keys, and the reasons of what was joined and kept apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from kg.model import ArticleRecord, Entity, Position
from kg.resolve.clusters import Cluster, entity_key, short_hash
from kg.resolve.contexts import name_persons
from kg.resolve.decision_log import DecisionLog
from kg.resolve.lexicon import UNNAMED, IdentityLexicon
from kg.resolve.merge_decisions import SCORES, Distinction
from kg.resolve.naming import Naming, Ref
from kg.resolve.persons import Person, cluster_persons
from kg.resolve.spelling import folded
from kg.resolve.variants import variants_by_sound


class PersonClusters:
    """Makes the clusters of the persons of all records, and logs why."""

    def __init__(
        self,
        records: Sequence[ArticleRecord],
        entities: Mapping[Ref, Entity],
        lexicon: IdentityLexicon,
        log: DecisionLog,
    ) -> None:
        self.records = records
        self.entities = entities
        self.lexicon = lexicon
        self.log = log

    def clusters(self, organisations: Naming) -> list[Cluster]:
        """Return the clusters of all persons; `organisations` are the resolved names of organisations."""
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
                self.log.join(key, reason, f"{name} = {p.name}", SCORES[reason], articles)
        for reason, basis, score, refs in p.joined:
            self.log.join(key, reason, basis, score, (r[0] for r in refs))
        for other, reason, score in p.apart:
            self.log.distinctions.append(Distinction(key, keys[other], reason, score))

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
        return [_together(persons[target], group) for target, group in sorted(merged.items())], reasons

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
                self.log.replaced[entity_key(c.kind, name)].add(c.key)
                self.log.replaced[entity_key(c.kind, f"{name}~{short_hash(self._origin(ref))}")].add(c.key)


def _together(named: Person, group: Sequence[Person]) -> Person:
    """Return persons whose names are spellings of one name as one; `named` gives the name."""
    if len(group) == 1:
        return named
    return Person(
        named.name,
        tuple(sorted(r for p in group for r in p.members)),
        tuple(x for p in group for x in p.joined),
        tuple(x for p in group for x in p.apart if not any(x[0] in o.members for o in group)),
    )
