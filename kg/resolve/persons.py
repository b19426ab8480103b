"""Persons: which mentions of one name are one, by the evidence for each pair (kg/resolve/match_scoring.py).

Compared are only those of one name (blocking); the pair that most speaks for is joined first.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from kg.model import ArticleRecord
from kg.resolve.contexts import Called, Context, block_of, co_mention_weights, contexts_of, position_weight
from kg.resolve.lexicon import UNNAMED, IdentityLexicon
from kg.resolve.match_scoring import (
    BODY,
    MERGE_THRESHOLD,
    PEOPLE_OF_A_PAPER,
    PEOPLE_OF_THE_NATION,
    STATE,
    STATE_BODY,
    PersonCluster,
    PersonScorer,
    chance,
)
from kg.resolve.naming import Naming, Ref

MAX_CANDIDATES = 60  # clusters of one name that are compared with each other; of more, those with the most articles
DEPUTY = re.compile(r"代表|委员$")  # of which an organ of the state has thousands


@dataclass(frozen=True, slots=True)
class Person:
    """A cluster: its members, the evidence that joined them, and what it was kept apart from (members' first refs)."""

    name: str
    members: tuple[Ref, ...]
    joined: tuple[tuple[str, str, float, tuple[Ref, ...]], ...] = ()  # reason, basis, score, whose mentions
    apart: tuple[tuple[Ref, str, float], ...] = ()


def cluster_persons(
    records: Sequence[ArticleRecord], lexicon: IdentityLexicon, organisations: Naming, naming: Naming
) -> list[Person]:
    """Return the persons of all records. `organisations` are the resolved names of organisations, `naming` those of persons."""
    contexts = list(contexts_of(records, lexicon, organisations, naming))
    Called(contexts, naming).resolve()
    shared = co_mention_weights(contexts)
    blocks: dict[str, list[Context]] = defaultdict(list)
    for c in contexts:
        blocks[block_of(naming.names[c.ref])].append(c)
    return [p for name in sorted(blocks) for p in _Block(blocks[name], lexicon, shared, naming).persons()]


class _Block:
    """The persons of one name."""

    def __init__(
        self, contexts: Sequence[Context], lexicon: IdentityLexicon, shared: Mapping[str, float], naming: Naming
    ) -> None:
        self.contexts = sorted(contexts, key=lambda c: c.ref)
        self.naming = naming
        self.shared = shared
        self.joined: list[tuple[set[Ref], str, str, float]] = []
        name = block_of(naming.names[contexts[0].ref])
        self.scorer = PersonScorer(name, lexicon.rarity(name, any("·" in c.name for c in contexts)), shared)

    def persons(self) -> list[Person]:
        """Return the clusters, in the order of their first members."""
        clusters = self._agglomerate(self._by_marks())
        clusters = self._attach(clusters)
        clusters.sort(key=lambda c: c.first)
        found = []
        for c in clusters:
            why = tuple(
                (reason, basis, score, tuple(sorted(refs)))
                for refs, reason, basis, score in self.joined
                if refs <= c.refs and len(refs) > 1
            )
            found.append(Person(self._name(c), tuple(sorted(c.refs)), why, self._apart(c, clusters)))
        return found

    def _name(self, c: PersonCluster) -> str:
        names = Counter(self.naming.names[r] for r in c.refs)
        return min(names, key=lambda n: (-names[n], -len(n), n))

    def _by_marks(self) -> list[PersonCluster]:
        """Join those who share an organisation, or are byline authors of one paper, where that is enough; in linear time."""
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(len(self.contexts)))
        first: dict[tuple[str, ...], int] = {}
        holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for i, c in enumerate(self.contexts):
            for mark in self._marks(c):
                holders[mark].append(i)
                j = first.setdefault(mark, i)
                if i != j and self.contexts[j].ref[0] != c.ref[0]:
                    graph.add_edge(j, i)
        groups = sorted(sorted(g) for g in nx.connected_components(graph))
        clusters: list[PersonCluster] = []
        for group in groups:
            members = {c.ref[0]: c for c in (self.contexts[i] for i in reversed(group))}
            clusters.append(PersonCluster(list(members.values()), 0))
            clusters.extend(  # two of one article cannot be one
                PersonCluster([self.contexts[i]], 0)
                for i in group
                if self.contexts[i] is not members[self.contexts[i].ref[0]]
            )
        for (kind, *rest), holding in sorted(holders.items()):
            if len(holding) > 1:
                refs = {self.contexts[i].ref for i in holding}
                self.joined.append((refs, kind, rest[-1], 0.98))
        return clusters

    def _marks(self, c: Context) -> list[tuple[str, ...]]:
        if UNNAMED.fullmatch(self.naming.names[c.ref]):
            return []
        if c.signs_only:
            return [("byline", c.publisher)]
        rarity = self.scorer.rarity - (PEOPLE_OF_A_PAPER if c.home else PEOPLE_OF_THE_NATION)
        marks: list[tuple[str, ...]] = [  # a name that is rare enough needs no more than nothing against it
            ("same post", c.publisher, c.home, title)
            for title in sorted(c.titles)
            if rarity + position_weight(title) >= MERGE_THRESHOLD
        ]
        for organisation in sorted(c.organisations):
            state = bool(STATE.match(organisation))
            if rarity + (STATE_BODY if state else BODY) >= MERGE_THRESHOLD:
                marks.append(("same body", organisation))
            if state and rarity + BODY >= MERGE_THRESHOLD:
                marks.extend(("same post", organisation, t) for t in sorted(c.titles) if not DEPUTY.search(t))
        return marks

    def _agglomerate(self, clusters: list[PersonCluster]) -> list[PersonCluster]:
        """Join the two clusters with the most evidence, repeatedly, while there is enough."""
        described = sorted((c for c in clusters if c.described or c.signs_only), key=lambda c: (-len(c.refs), c.first))
        rest = [c for c in clusters if not (c.described or c.signs_only)] + described[MAX_CANDIDATES:]
        described = described[:MAX_CANDIDATES]
        scores: dict[tuple[int, int], float] = {}
        for i, c in enumerate(described):
            c.number = i
        alive = {c.number: c for c in described}
        for i in alive:
            for j in alive:
                if i < j:
                    scores[i, j] = self.scorer.score(alive[i], alive[j])
        while scores:
            (i, j), best = max(scores.items(), key=lambda x: (x[1], -x[0][0], -x[0][1]))
            if best < MERGE_THRESHOLD:
                break
            self._note(alive[i], alive[j])
            merged = PersonCluster([*alive[i].contexts, *alive[j].contexts], i)
            del alive[j]
            alive[i] = merged
            scores = {k: s for k, s in scores.items() if not {i, j} & set(k)}
            for k in alive:
                if k != i:
                    scores[min(i, k), max(i, k)] = self.scorer.score(alive[k], merged)
        return [*alive.values(), *rest]

    def _attach(self, clusters: list[PersonCluster]) -> list[PersonCluster]:
        """Give mentions without a position to the one cluster with enough evidence, or to which nearly all mentions belong."""
        described = [c for c in clusters if c.described or c.signs_only]
        loose = sorted((c for c in clusters if not c.described and not c.signs_only), key=lambda c: c.first)
        dominant = _dominant(described)
        gained: dict[int, list[PersonCluster]] = defaultdict(list)
        left: list[PersonCluster] = []
        near = _Near(described, self.shared)
        for c in loose:
            target = self._target(c, described, near.to(c), dominant)
            (left if target is None else gained[id(target)]).append(c)
        out: list[PersonCluster] = []
        for t in described:
            fitting, others = _of_other_articles(t, gained[id(t)])
            left.extend(others)
            if fitting:
                self._note_attached(t, fitting)
                t = PersonCluster([*t.contexts, *(x for c in fitting for x in c.contexts)], 0)
            out.append(t)
        return [*out, *self._loose(left)]

    def _target(
        self, c: PersonCluster, described: Sequence[PersonCluster], near: Iterable[int], dominant: PersonCluster | None
    ) -> PersonCluster | None:
        """Return the cluster that mentions without a position belong to, or None where it is open."""
        scores = sorted(((self.scorer.score(c, described[n]), -n) for n in near), reverse=True)
        if scores and scores[0][0] >= MERGE_THRESHOLD and (len(scores) == 1 or scores[1][0] < scores[0][0]):
            return described[-scores[0][1]]
        if dominant and not dominant.articles & c.articles and not UNNAMED.fullmatch(self.naming.names[c.first]):
            return dominant
        return None

    def _note_attached(self, t: PersonCluster, fitting: Sequence[PersonCluster]) -> None:
        bits = sum(w.bits for w in self.scorer.weights(t, fitting[0]))
        enough = bits >= MERGE_THRESHOLD
        refs = {t.first, *(r for f in fitting for r in f.refs)}
        score = round(chance(bits), 2) if enough else 0.8
        self.joined.append((refs, "rare name" if enough else "prominence", self._name(t), score))

    def _loose(self, left: list[PersonCluster]) -> list[PersonCluster]:
        """Join mentions without any position among themselves: all of a rare name, else those with the same co-mentions."""
        if len(left) < 2:
            return left
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(len(left)))
        first: dict[str, int] = {}
        for i, c in enumerate(left):
            for publisher in c.publishers if not UNNAMED.fullmatch(self.naming.names[c.first]) else ():
                self._try(graph, left, first.setdefault(f"paper {publisher}", i), i)
            for name in sorted(c.company):
                if self.shared.get(name, 0) >= 1:
                    self._try(graph, left, first.setdefault(name, i), i)
        out: list[PersonCluster] = []
        for group in sorted(sorted(g) for g in nx.connected_components(graph)):
            members = [x for i in group for x in left[i].contexts]
            if len({c.ref[0] for c in members}) < len(members):
                out.extend(left[i] for i in group)
            else:
                out.append(PersonCluster(members, 0))
        return out

    def _try(self, graph: nx.Graph[int], left: Sequence[PersonCluster], i: int, j: int) -> None:
        if i != j and not graph.has_edge(i, j) and self.scorer.score(left[i], left[j]) >= MERGE_THRESHOLD:
            graph.add_edge(i, j)
            self._note(left[i], left[j])

    def _note(self, a: PersonCluster, b: PersonCluster) -> None:
        weights = self.scorer.weights(a, b)
        strongest = max(weights, key=lambda w: w.bits)
        score = round(chance(sum(w.bits for w in weights)), 2)
        self.joined.append(({a.first, b.first}, strongest.feature, strongest.basis, score))

    def _apart(self, c: PersonCluster, clusters: Sequence[PersonCluster]) -> tuple[tuple[Ref, str, float], ...]:
        """Return the largest other clusters of the name, with what spoke most against joining them."""
        others = sorted((o for o in clusters if o is not c), key=lambda o: (-len(o.refs), o.first))[:5]
        found = []
        for o in others:
            if c.articles & o.articles:
                found.append((o.first, "both in one article", 1.0))
                continue
            weights = self.scorer.weights(c, o)
            worst = min(weights, key=lambda w: w.bits)
            reason = (
                f"{worst.feature}: {worst.basis}"
                if worst.feature != "rare name" and worst.bits < 0
                else "nothing in common"
            )
            found.append((o.first, reason, round(1 - chance(sum(w.bits for w in weights)), 2)))
        return tuple(found)


def _dominant(described: Sequence[PersonCluster]) -> PersonCluster | None:
    """Return the cluster that nearly all mentions of a name belong to, if there is one."""
    largest = max((c for c in described if not c.signs_only), key=lambda c: (len(c.refs), c.first), default=None)
    total = sum(len(c.refs) for c in described)
    return largest if largest and len(largest.refs) * 5 >= total * 4 and len(largest.refs) >= 3 else None


def _of_other_articles(
    t: PersonCluster, gained: Iterable[PersonCluster]
) -> tuple[list[PersonCluster], list[PersonCluster]]:
    """Divide what a cluster would gain into what is of other articles than all before it, and the rest."""
    seen = set(t.articles)
    fitting: list[PersonCluster] = []
    others: list[PersonCluster] = []
    for c in gained:
        if c.articles & seen:
            others.append(c)
            continue
        seen |= c.articles
        fitting.append(c)
    return fitting, others


class _Near:
    """Blocking for mentions without a position: the largest clusters, and those that share rare co-mentions."""

    def __init__(self, clusters: Sequence[PersonCluster], shared: Mapping[str, float]) -> None:
        self.shared = shared
        self.largest = sorted(range(len(clusters)), key=lambda n: (-len(clusters[n].refs), n))[:10]
        self.keeping: dict[str, list[int]] = defaultdict(list)
        for n, c in enumerate(clusters):
            for name in c.company:
                if shared.get(name, 0) >= 1:
                    self.keeping[name].append(n)

    def to(self, c: PersonCluster) -> list[int]:
        """Return the places of the clusters to compare with."""
        return sorted({*self.largest, *(n for name in c.company for n in self.keeping.get(name, ())[:10])})
