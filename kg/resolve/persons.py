"""Persons: which of one name are one, by weighing what the articles say of each.

The weights are those of record linkage (Fellegi and Sunter 1969, "A Theory for Record Linkage"), in bits, with a name's
rarity as the weight of its agreement (Winkler 1989): a rare name in one paper is hardly borne by two who make the news,
a common one needs more: the same body, the same town, the company kept. A career that moves is a person still: another
post takes nothing away unless it could not be held by the same person.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import networkx as nx
from rapidfuzz import fuzz

from kg.model import ArticleRecord
from kg.resolve.divisions import divisions
from kg.resolve.lexicon import UNNAMED, IdentityLexicon
from kg.resolve.naming import Naming, Ref, of_kind, own_name
from kg.resolve.organisations import GOVERNED
from kg.resolve.spelling import folded, sound

ENOUGH = 3.0  # bits: odds of eight to one
PEOPLE_OF_A_PAPER, PEOPLE_OF_THE_NATION, PEOPLE_OF_TWO_PAPERS = 12.3, 15.6, 19.0  # bits: who makes the news there
BODY, STATE_BODY, TOWN, NEAR_TOWN, POST, COUNTRY, OCCUPATION = 8.0, 4.0, 5.0, 2.5, 2.0, 3.0, 1.0
OTHER_OCCUPATION, MOBILE, OTHER_COUNTRY, TWO_HEADS, OTHER_GIVEN_NAME, ONLY_SIGNS, MAY_SIGN = (
    6.0,
    1.5,
    5.0,
    3.0,
    9.0,
    12.0,
    9.0,
)
MOST_COMPANY, MOST_OF_ONE = 5.0, 4.0
FULL_FOREIGN_NAME, PART_OF_NAME = 22.0, 3.0
STATE_POST = 6.0  # a title that few in a state hold
DEPUTY = re.compile(r"代表|委员$")  # of which a body of the state has thousands
OF_THE_STATE = re.compile(r"总书记|国家主席|国家副主席|委员长|国务委员|国务院|(?:外交|国防|财政)部长|外长|防长|国务卿")
LONGEST_PART = 7  # characters between the dots of a transliterated name
LOOKED_AT = 60  # clusters of one name that are compared with each other; of more, those with the most articles
STATE = re.compile(
    r"中共中央|中央|国务院|全国(?:人|政)|国家|中华人民共和国|中国共产党|中国人民政治协商会议全国|中国政府"
)
HEAD = re.compile(
    r"^(?:[一-鿿]{2,8}?[省市县区州镇乡村])?(?:市委|县委|区委|省委|镇党委|党委)?(?:书记|省长|市长|县长|区长|州长|镇长|乡长|局长|厅长|校长|院长|董事长|总经理|总统|总理|首相)$"
)
OCCUPATIONS = (
    ("press", re.compile(r"记者|编辑|通讯员|主播|摄影")),
    ("teacher", re.compile(r"(?:小学|中学|幼儿园)(?:[一-鿿]{0,4})?(?:教师|老师|校长|园长)|教师|老师|班主任")),
    ("worker", re.compile(r"工人|职工|农民|村民|司机|技师|环卫|快递|货车|店主|居民|学生|战士|护林员")),
    ("sport", re.compile(r"运动员|选手|球员|教练|队员|冠军")),
    ("stage", re.compile(r"演员|歌手|导演|画家|作家|诗人|传承人|音乐家|书法家")),
    ("health", re.compile(r"医生|医师|护士|大夫")),
    ("suspect", re.compile(r"嫌疑人|被告人|犯罪")),
    ("scholar", re.compile(r"教授|研究员|院士|博士|学者|科学家|讲师|校长")),
    ("business", re.compile(r"董事|总经理|总裁|经理|厂长|首席执行|合伙人|创始人|理事长|行长")),
    (
        "official",
        re.compile(
            r"书记|[省市县区州镇乡]长|局长|厅长|部长|主任|主席|委员|常委|总理|总统|大使|司令|检察长|审判|法官|民警|队长|参谋|政委|科长|处长"
        ),
    ),
)
MOBILE_ONES = frozenset({"official", "business", "scholar"})
MOST_NAMED = 300  # names in an article: beside a longer list of names, none tells who another is


@dataclass(frozen=True, slots=True)
class Context:
    """What one article says of a person."""

    ref: Ref
    name: str
    publisher: str
    home: str
    day: date | None
    bodies: frozenset[str]
    titles: frozenset[str]
    heads: frozenset[tuple[str, str]]  # (title, body) of the posts that one person holds at a time
    towns: frozenset[str]
    countries: frozenset[str]
    occupations: frozenset[str]
    company: frozenset[str]  # persons and bodies that the article names beside
    signs_only: bool

    @property
    def told(self) -> bool:
        """Tell whether the article says more than the name: a body, or a title that says something."""
        return bool(self.bodies) or any(_post(t) for t in self.titles)


@dataclass(frozen=True, slots=True)
class Weight:
    """One piece of evidence: what it is, on what it rests, and its bits (negative against)."""

    feature: str
    basis: str
    bits: float


@dataclass(frozen=True, slots=True)
class Person:
    """A cluster: its members, the evidence that joined them, and what it was kept apart from (members' first refs)."""

    name: str
    members: tuple[Ref, ...]
    joined: tuple[tuple[str, str, float, tuple[Ref, ...]], ...] = ()  # reason, basis, score, whose mentions
    apart: tuple[tuple[Ref, str, float], ...] = ()


def cluster_persons(
    records: Sequence[ArticleRecord], lexicon: IdentityLexicon, bodies: Naming, naming: Naming
) -> list[Person]:
    """Return the persons of all records. `bodies` are the resolved names of bodies, `naming` those of persons."""
    contexts = list(_contexts(records, lexicon, bodies, naming))
    _Called(contexts, naming).resolve()
    shared = _company_weights(contexts)
    blocks: dict[str, list[Context]] = defaultdict(list)
    for c in contexts:
        blocks[_block(naming.names[c.ref])].append(c)
    return [p for name in sorted(blocks) for p in _Block(blocks[name], lexicon, shared, naming).persons()]


def name_persons(records: Sequence[ArticleRecord], lexicon: IdentityLexicon) -> Naming:
    """Return the names of all persons, in one spelling."""
    naming = Naming()
    for record, entity in of_kind(records, "Person"):
        ref = record.article.id, entity.id
        naming.names[ref] = folded(entity.name)
        naming.rename(ref, own_name(entity), "spelling")
        name = naming.names[ref]
        if any(len(part) > LONGEST_PART for part in name.split("·")) and "·" in name:
            naming.rename(ref, _block(name), "last name")  # a verb and more before the name
    return naming


def _block(name: str) -> str:
    """Return the name under which persons are compared: a foreign one's last part."""
    last = name.rsplit("·", 1)[-1]
    return last if len(last) >= 2 else name


def _contexts(
    records: Sequence[ArticleRecord], lexicon: IdentityLexicon, bodies: Naming, naming: Naming
) -> Iterable[Context]:
    countries = sorted(lexicon.names.country_names - {"中国"}, key=lambda c: (-len(c), c))
    starts = re.compile("|".join(map(re.escape, countries)))
    for record in records:
        article = record.article
        signing = {r.object for r in record.relations if r.predicate == "author"}
        acting = {r.object for r in record.relations if r.predicate != "author"} | {p.person for p in record.positions}
        acting |= {r.subject for r in record.relations}
        persons = {e.id: naming.names[article.id, e.id] for e in record.entities if e.kind == "Person"}
        groups = {e.id: bodies.names[article.id, e.id] for e in record.entities if e.kind == "Organisation"}
        company = {i: n for i, n in {**persons, **groups}.items() if i not in signing}
        company = company if len(company) <= MOST_NAMED else {}
        held, joined = defaultdict(list), defaultdict(list)
        for post in record.positions:
            held[post.person].append(post)
        for r in record.relations:
            if r.predicate == "memberOf":
                joined[r.subject].append(r.object)
        for entity in record.entities:
            if entity.kind != "Person":
                continue
            posts, members = held[entity.id], joined[entity.id]
            named = {groups[x] for x in [*(p.organisation for p in posts if p.organisation), *members] if x in groups}
            titles = frozenset(p.title for p in posts)
            yield Context(
                (article.id, entity.id),
                persons[entity.id],
                article.publisher or "",
                folded(article.jurisdiction or ""),
                article.published,
                frozenset(named),
                titles,
                frozenset(
                    (p.title, groups.get(p.organisation or "", ""))
                    for p in posts
                    if p.tenure == "current" and HEAD.match(p.title)
                ),
                frozenset(m.group() for b in named if (m := GOVERNED.search(b))),
                frozenset(m.group() for b in named if (m := starts.match(b))),
                _occupations(titles, named),
                frozenset(n for i, n in company.items() if i != entity.id),
                entity.id in signing and entity.id not in acting,
            )


def _occupations(titles: Iterable[str], bodies: Iterable[str]) -> frozenset[str]:
    found = set()
    for title in titles:
        found.add(next((o for o, pattern in OCCUPATIONS if pattern.search(title)), ""))
    for body in bodies:
        if re.search(r"小学$|中学$|幼儿园$", body) and "scholar" in found:
            found |= {"teacher"}
            found -= {"scholar"}
    return frozenset(found - {""})


def _company_weights(contexts: Sequence[Context]) -> Mapping[str, float]:
    """Return what sharing a name in the company is worth: the fewer articles name it, the more.

    It does not depend on how many other articles there are, so that those change nothing.
    """
    seen: Counter[str] = Counter()
    for group in _by_article(contexts).values():
        seen.update({n for c in group for n in c.company})
    return {n: MOST_OF_ONE - math.log2(k) / 2 for n, k in seen.items() if math.log2(k) / 2 < MOST_OF_ONE}


def _by_article(contexts: Iterable[Context]) -> dict[str, list[Context]]:
    found: dict[str, list[Context]] = defaultdict(list)
    for c in contexts:
        found[c.ref[0]].append(c)
    return found


class _Called:
    """Resolves 陆市长 in a paper of 云川 to the only mayor of the town whose surname is 陆."""

    def __init__(self, contexts: Sequence[Context], naming: Naming) -> None:
        self.contexts = contexts
        self.naming = naming

    def resolve(self) -> None:
        """Give persons who are called by surname and title the one name that fits."""
        called = [(c, m["title"]) for c in self.contexts if (m := UNNAMED.fullmatch(c.name)) and m["title"]]
        wanted = {(c.name.removesuffix(title), title) for c, title in called if c.home}
        if not wanted:
            return
        holders: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for c in self.contexts:
            for title, body in c.heads if not UNNAMED.fullmatch(c.name) else ():
                for surname, called_by in wanted:
                    if c.name.startswith(surname) and title.endswith(called_by) and (m := GOVERNED.search(body)):
                        holders[m.group(), surname, called_by].add(c.name)
        for c, title in called:
            fitting = holders.get((c.home, c.name.removesuffix(title), title), set())
            if len(fitting) == 1:
                self.naming.rename(c.ref, next(iter(fitting)), "title")


class _Cluster:
    """Contexts that are one person, with what they hold together."""

    def __init__(self, contexts: Sequence[Context], number: int) -> None:
        self.contexts = sorted(contexts, key=lambda c: c.ref)
        self.number = number
        self.refs = {c.ref for c in contexts}
        self.articles = {c.ref[0] for c in contexts}
        self.names = Counter(c.name for c in contexts)
        self.publishers = {c.publisher for c in contexts}
        self.homes = {c.home for c in contexts}
        self.bodies = frozenset().union(*(c.bodies for c in contexts))
        self.titles = frozenset().union(*(c.titles for c in contexts))
        self.towns = frozenset().union(*(c.towns for c in contexts))
        self.countries = frozenset().union(*(c.countries for c in contexts))
        self.occupations = frozenset().union(*(c.occupations for c in contexts))
        self.company = frozenset().union(*(c.company for c in contexts))
        self.full = frozenset(n for n in self.names if "·" in n)
        self.heads = [(t, b, c.day) for c in contexts for t, b in c.heads]
        self.signs_only = all(c.signs_only for c in contexts)
        self.told = any(c.told for c in contexts)

    @property
    def first(self) -> Ref:
        """The member that comes first, which stands for the cluster."""
        return self.contexts[0].ref


class _Block:
    """The persons of one name."""

    def __init__(
        self, contexts: Sequence[Context], lexicon: IdentityLexicon, shared: Mapping[str, float], naming: Naming
    ) -> None:
        self.contexts = sorted(contexts, key=lambda c: c.ref)
        self.naming = naming
        self.shared = shared
        self.lexicon = lexicon
        self.joined: list[tuple[set[Ref], str, str, float]] = []
        self.name = _block(naming.names[contexts[0].ref])
        self.rarity = lexicon.rarity(self.name, any("·" in c.name for c in contexts))

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

    def _name(self, c: _Cluster) -> str:
        names = Counter(self.naming.names[r] for r in c.refs)
        return min(names, key=lambda n: (-names[n], -len(n), n))

    def _by_marks(self) -> list[_Cluster]:
        """Join those who share a body, or only sign in one paper, where that is enough; in linear time."""
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
        clusters: list[_Cluster] = []
        for group in groups:
            members = {c.ref[0]: c for c in (self.contexts[i] for i in reversed(group))}
            clusters.append(_Cluster(list(members.values()), 0))
            clusters.extend(  # two of one article cannot be one
                _Cluster([self.contexts[i]], 0)
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
        rarity = self.rarity - (PEOPLE_OF_A_PAPER if c.home else PEOPLE_OF_THE_NATION)
        marks: list[tuple[str, ...]] = [  # a name that is rare enough needs no more than nothing against it
            ("same post", c.publisher, c.home, title) for title in sorted(c.titles) if rarity + _post(title) >= ENOUGH
        ]
        for body in sorted(c.bodies):
            state = bool(STATE.match(body))
            if rarity + (STATE_BODY if state else BODY) >= ENOUGH:
                marks.append(("same body", body))
            if state and rarity + BODY >= ENOUGH:
                marks.extend(("same post", body, t) for t in sorted(c.titles) if not DEPUTY.search(t))
        return marks

    def _agglomerate(self, clusters: list[_Cluster]) -> list[_Cluster]:
        """Join the two clusters that most speaks for, again and again, while enough does."""
        told = sorted((c for c in clusters if c.told or c.signs_only), key=lambda c: (-len(c.refs), c.first))
        rest = [c for c in clusters if not (c.told or c.signs_only)] + told[LOOKED_AT:]
        told = told[:LOOKED_AT]
        scores: dict[tuple[int, int], float] = {}
        for i, c in enumerate(told):
            c.number = i
        alive = {c.number: c for c in told}
        for i in alive:
            for j in alive:
                if i < j:
                    scores[i, j] = self._score(alive[i], alive[j])
        while scores:
            (i, j), best = max(scores.items(), key=lambda x: (x[1], -x[0][0], -x[0][1]))
            if best < ENOUGH:
                break
            self._note(alive[i], alive[j])
            merged = _Cluster([*alive[i].contexts, *alive[j].contexts], i)
            del alive[j]
            alive[i] = merged
            scores = {k: s for k, s in scores.items() if not {i, j} & set(k)}
            for k in alive:
                if k != i:
                    scores[min(i, k), max(i, k)] = self._score(alive[k], merged)
        return [*alive.values(), *rest]

    def _attach(self, clusters: list[_Cluster]) -> list[_Cluster]:
        """Give mentions without a post to the one cluster that enough speaks for, or that nearly all mentions belong to."""
        told = [c for c in clusters if c.told or c.signs_only]
        loose = sorted((c for c in clusters if not c.told and not c.signs_only), key=lambda c: c.first)
        total = sum(len(c.refs) for c in told)
        largest = max((c for c in told if not c.signs_only), key=lambda c: (len(c.refs), c.first), default=None)
        dominant = largest if largest and len(largest.refs) * 5 >= total * 4 and len(largest.refs) >= 3 else None
        gained: dict[int, list[_Cluster]] = defaultdict(list)
        left: list[_Cluster] = []
        near = _Near(told, self.shared)
        for c in loose:
            scores = sorted(((self._score(c, told[n]), -n) for n in near.to(c)), reverse=True)
            if scores and scores[0][0] >= ENOUGH and (len(scores) == 1 or scores[1][0] < scores[0][0]):
                target = told[-scores[0][1]]
            elif dominant and not dominant.articles & c.articles and not UNNAMED.fullmatch(self.naming.names[c.first]):
                target = dominant
            else:
                left.append(c)
                continue
            gained[id(target)].append(c)
        out: list[_Cluster] = []
        for t in told:
            more = gained[id(t)]
            seen = set(t.articles)
            fitting = []
            for c in more:
                if c.articles & seen:
                    left.append(c)
                    continue
                seen |= c.articles
                fitting.append(c)
            for c in fitting[:1]:
                weights = self._weights(t, c)
                enough = sum(w.bits for w in weights) >= ENOUGH
                refs = {t.first, *(r for f in fitting for r in f.refs)}
                self.joined.append(
                    (
                        refs,
                        "rare name" if enough else "prominence",
                        self._name(t),
                        round(_chance(sum(w.bits for w in weights)), 2) if enough else 0.8,
                    )
                )
            out.append(_Cluster([*t.contexts, *(x for c in fitting for x in c.contexts)], 0) if fitting else t)
        return [*out, *self._loose(left)]

    def _loose(self, left: list[_Cluster]) -> list[_Cluster]:
        """Join mentions without any post among themselves: all of a rare name, else those who keep the same company."""
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
        out: list[_Cluster] = []
        for group in sorted(sorted(g) for g in nx.connected_components(graph)):
            members = [x for i in group for x in left[i].contexts]
            if len({c.ref[0] for c in members}) < len(members):
                out.extend(left[i] for i in group)
            else:
                out.append(_Cluster(members, 0))
        return out

    def _try(self, graph: nx.Graph[int], left: Sequence[_Cluster], i: int, j: int) -> None:
        if i != j and not graph.has_edge(i, j) and self._score(left[i], left[j]) >= ENOUGH:
            graph.add_edge(i, j)
            self._note(left[i], left[j])

    def _note(self, a: _Cluster, b: _Cluster) -> None:
        weights = self._weights(a, b)
        strongest = max(weights, key=lambda w: w.bits)
        score = round(_chance(sum(w.bits for w in weights)), 2)
        self.joined.append(({a.first, b.first}, strongest.feature, strongest.basis, score))

    def _score(self, a: _Cluster, b: _Cluster) -> float:
        if a.articles & b.articles:
            return -math.inf
        return sum(w.bits for w in self._weights(a, b))

    def _weights(self, a: _Cluster, b: _Cluster) -> list[Weight]:
        found = [self._rarity(a, b)]
        found.extend(self._for(a, b))
        found.extend(self._against(a, b))
        return found

    def _rarity(self, a: _Cluster, b: _Cluster) -> Weight:
        same = a.publishers & b.publishers - {""}
        homes = a.homes & b.homes - {""}
        unknown = "" in a.publishers and "" in b.publishers
        people = PEOPLE_OF_A_PAPER if homes else PEOPLE_OF_THE_NATION if same or unknown else PEOPLE_OF_TWO_PAPERS
        rarity = FULL_FOREIGN_NAME if a.full & b.full else self.rarity
        part = bool(a.full) != bool(b.full)  # 廷·巴特尔 may be another 巴特尔
        return Weight("rare name", self.name, rarity - people - (PART_OF_NAME if part else 0))

    def _for(self, a: _Cluster, b: _Cluster) -> Iterable[Weight]:
        bodies = sorted(a.bodies & b.bodies)
        if bodies:
            own = [x for x in bodies if not STATE.match(x)]
            yield Weight("same body", (own or bodies)[0], BODY if own else STATE_BODY)
        towns = sorted(a.towns & b.towns)
        if towns:
            yield Weight("same place", towns[0], TOWN)
        elif a.towns and b.towns and (near := _near(a.towns, b.towns)):
            yield Weight("near place", near, NEAR_TOWN)
        posts = max(((_post(t), t) for t in a.titles & b.titles), default=(0.0, ""))
        if posts[0]:
            yield Weight("same post", posts[1], posts[0])
        if a.countries & b.countries:
            yield Weight("same country", min(a.countries & b.countries), COUNTRY)
        if a.occupations & b.occupations:
            yield Weight("same occupation", min(a.occupations & b.occupations), OCCUPATION)
        company = sorted(((self.shared.get(n, 0.0), n) for n in a.company & b.company), reverse=True)
        if company and company[0][0] > 0 and not _strangers(a, b):
            names = "、".join(n for _, n in company[:3])
            yield Weight("company kept", names, min(MOST_COMPANY, sum(bits for bits, _ in company)))

    def _against(self, a: _Cluster, b: _Cluster) -> Iterable[Weight]:
        if a.signs_only != b.signs_only:
            other = b if a.signs_only else a
            yield Weight(
                "only signs", "", 0.0 if "press" in other.occupations else -ONLY_SIGNS if other.told else -MAY_SIGN
            )
        if a.occupations and b.occupations and not a.occupations & b.occupations:
            basis = f"{'、'.join(sorted(a.occupations))} / {'、'.join(sorted(b.occupations))}"
            yield Weight("other occupation", basis, -OTHER_OCCUPATION if _strangers(a, b) else -MOBILE)
        if a.countries and b.countries and not a.countries & b.countries:
            yield Weight("other country", f"{min(a.countries)} / {min(b.countries)}", -OTHER_COUNTRY)
        if a.full and b.full and not a.full & b.full:
            yield Weight("other given name", f"{min(a.full)} / {min(b.full)}", -OTHER_GIVEN_NAME)
        clash = _two_heads(a.heads, b.heads)
        if clash:
            yield Weight("two posts at once", clash, -TWO_HEADS)

    def _apart(self, c: _Cluster, clusters: Sequence[_Cluster]) -> tuple[tuple[Ref, str, float], ...]:
        """Return the largest other clusters of the name, with what spoke most against joining them."""
        others = sorted((o for o in clusters if o is not c), key=lambda o: (-len(o.refs), o.first))[:5]
        found = []
        for o in others:
            if c.articles & o.articles:
                found.append((o.first, "both in one article", 1.0))
                continue
            weights = self._weights(c, o)
            worst = min(weights, key=lambda w: w.bits)
            reason = (
                f"{worst.feature}: {worst.basis}"
                if worst.feature != "rare name" and worst.bits < 0
                else "nothing in common"
            )
            found.append((o.first, reason, round(1 - _chance(sum(w.bits for w in weights)), 2)))
        return tuple(found)


class _Near:
    """Blocking for mentions without a post: the largest clusters, and those that keep some of the same rare company."""

    def __init__(self, clusters: Sequence[_Cluster], shared: Mapping[str, float]) -> None:
        self.shared = shared
        self.largest = sorted(range(len(clusters)), key=lambda n: (-len(clusters[n].refs), n))[:10]
        self.keeping: dict[str, list[int]] = defaultdict(list)
        for n, c in enumerate(clusters):
            for name in c.company:
                if shared.get(name, 0) >= 1:
                    self.keeping[name].append(n)

    def to(self, c: _Cluster) -> list[int]:
        """Return the places of the clusters to compare with."""
        return sorted({*self.largest, *(n for name in c.company for n in self.keeping.get(name, ())[:10])})


def _strangers(a: _Cluster, b: _Cluster) -> bool:
    """Tell whether two have occupations between which hardly anybody moves: then the company they keep tells nothing."""
    both = a.occupations | b.occupations
    return bool(a.occupations and b.occupations) and not a.occupations & b.occupations and not both <= MOBILE_ONES


def _post(title: str) -> float:
    """Return what sharing a title is worth: much where few of a state hold it, nothing where it is short."""
    return STATE_POST if OF_THE_STATE.search(title) else POST if len(title) >= 3 else 0.0


def _near(mine: frozenset[str], theirs: frozenset[str]) -> str:
    """Return a town of one that lies in a town of the other, or whose names say so."""
    for x in sorted(mine):
        for y in sorted(theirs):
            a, b = divisions().find(x), divisions().find(y)
            if a and b and (a in divisions().chain(b.code) or b in divisions().chain(a.code)):
                return f"{x}、{y}"
    return ""


def _two_heads(mine: Sequence[tuple[str, str, date | None]], theirs: Sequence[tuple[str, str, date | None]]) -> str:
    """Return two posts that nobody holds at once: the same one at different bodies, told within two months."""
    for title, body, day in sorted(mine, key=str)[:20]:
        for other, elsewhere, then in sorted(theirs, key=str)[:20]:
            same = title[-2:] == other[-2:] and body and elsewhere and body != elsewhere
            if same and day and then and abs((day - then).days) <= 60:
                return f"{body}{title} / {elsewhere}{other}"
    return ""


def _chance(bits: float) -> float:
    """Return the probability that odds in bits stand for."""
    return 1 / (1 + math.pow(2.0, -max(-60.0, min(60.0, bits))))


def variants_by_sound(
    clusters: Sequence[tuple[str, frozenset[str], frozenset[str], int]],
) -> list[tuple[int, int, str]]:
    """Return pairs of persons whose names are spellings of one: (index, index, reason).

    Each is given as name, bodies, titles and number of articles. Compared are only those of one post at one body
    (blocking); a transliteration must sound alike, a Chinese name must sound the same.
    """
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, (_, bodies, titles, _) in enumerate(clusters):
        for body in bodies:
            for title in titles:
                blocks[body, title].append(i)
    found = set()
    for holders in blocks.values():
        if 1 < len(holders) <= 12:
            for n, i in enumerate(holders):
                found |= {(i, j, r) for j in holders[n + 1 :] if (r := _same_sound(clusters[i][0], clusters[j][0]))}
    return sorted(found)


def _same_sound(one: str, other: str) -> str:
    if one == other or UNNAMED.fullmatch(one) or UNNAMED.fullmatch(other):
        return ""
    a, b = _block(one), _block(other)
    if len(a) <= 3 and len(a) == len(b) and a[0] == b[0]:
        return "homophone" if sound(a) == sound(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1 else ""
    if min(len(a), len(b)) >= 3 and fuzz.ratio(sound(a), sound(b)) >= 84:
        return "transliteration"
    return ""
