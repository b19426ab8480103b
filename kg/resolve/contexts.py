"""What each article states about each person: the names compared, and everything that may distinguish namesakes."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from kg.model import Article, ArticleRecord, Position
from kg.resolve.lexicon import UNNAMED, IdentityLexicon
from kg.resolve.naming import Naming, Ref, of_kind, own_name
from kg.resolve.spelling import folded
from kg.resolve.towns import GOVERNED

MOST_OF_ONE = 4.0  # bits: the most that one shared co-mention is worth
POST, STATE_POST = 2.0, 6.0  # bits: a title, and one that few in a state hold
OF_THE_STATE = re.compile(r"总书记|国家主席|国家副主席|委员长|国务委员|国务院|(?:外交|国防|财政)部长|外长|防长|国务卿")
LONGEST_PART = 7  # characters between the dots of a transliterated name
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
MOST_NAMED = 300  # names in an article: in a longer list the names say nothing about each other


@dataclass(frozen=True, slots=True)
class Context:
    """What one article states about a person."""

    ref: Ref
    name: str
    publisher: str
    home: str
    day: date | None
    organisations: frozenset[str]
    titles: frozenset[str]
    heads: frozenset[tuple[str, str]]  # (title, organisation) of positions that only one person holds at a time
    towns: frozenset[str]
    countries: frozenset[str]
    occupations: frozenset[str]
    company: frozenset[str]  # persons and organisations mentioned in the same article
    signs_only: bool

    @property
    def described(self) -> bool:
        """Whether the article states more than the name: an organisation, or an informative title."""
        return bool(self.organisations) or any(position_weight(t) for t in self.titles)


def name_persons(records: Sequence[ArticleRecord], lexicon: IdentityLexicon) -> Naming:
    """Return the names of all persons, in one spelling."""
    naming = Naming()
    for record, entity in of_kind(records, "Person"):
        ref = record.article.id, entity.id
        naming.names[ref] = folded(entity.name)
        naming.rename(ref, own_name(entity), "spelling")
        name = naming.names[ref]
        if any(len(part) > LONGEST_PART for part in name.split("·")) and "·" in name:
            naming.rename(ref, block_of(name), "last name")  # a verb and more before the name
    return naming


def block_of(name: str) -> str:
    """Return the name under which persons are compared: a foreign one's last part."""
    last = name.rsplit("·", 1)[-1]
    return last if len(last) >= 2 else name


def contexts_of(
    records: Sequence[ArticleRecord], lexicon: IdentityLexicon, organisations: Naming, naming: Naming
) -> Iterable[Context]:
    """Yield what each article states about each of its persons."""
    countries = sorted(lexicon.names.country_names - {"中国"}, key=lambda c: (-len(c), c))
    starts = re.compile("|".join(map(re.escape, countries)))
    for record in records:
        stated = _Stated.of(record, organisations, naming)
        yield from (stated.context(e.id, starts) for e in record.entities if e.kind == "Person")


@dataclass(frozen=True, slots=True)
class _Stated:
    """What one article states about its persons: names, positions and memberships by person."""

    article: Article
    persons: Mapping[str, str]
    organisations: Mapping[str, str]
    named_beside: Mapping[str, str]  # persons and organisations that it names as well; none where it names too many
    signing: Set[str]
    acting: Set[str]
    positions: Mapping[str, Sequence[Position]]
    memberships: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, record: ArticleRecord, organisations: Naming, naming: Naming) -> _Stated:
        article = record.article
        signing = {r.object for r in record.relations if r.predicate == "author"}
        acting = {r.object for r in record.relations if r.predicate != "author"} | {p.person for p in record.positions}
        acting |= {r.subject for r in record.relations}
        persons = {e.id: naming.names[article.id, e.id] for e in record.entities if e.kind == "Person"}
        groups = {e.id: organisations.names[article.id, e.id] for e in record.entities if e.kind == "Organisation"}
        beside = {i: n for i, n in {**persons, **groups}.items() if i not in signing}
        held, joined = defaultdict(list), defaultdict(list)
        for position in record.positions:
            held[position.person].append(position)
        for r in record.relations:
            if r.predicate == "memberOf":
                joined[r.subject].append(r.object)
        beside = beside if len(beside) <= MOST_NAMED else {}
        return cls(article, persons, groups, beside, signing, acting, held, joined)

    def context(self, person: str, countries: re.Pattern[str]) -> Context:
        """Return what is stated about a person; `countries` finds a country's name at the start of an organisation's."""
        positions, members = self.positions.get(person, ()), self.memberships.get(person, ())
        groups = self.organisations
        belongs = [*(p.organisation for p in positions if p.organisation), *members]
        named = {groups[x] for x in belongs if x in groups}
        titles = frozenset(p.title for p in positions)
        heads = (p for p in positions if p.tenure == "current" and HEAD.match(p.title))
        return Context(
            (self.article.id, person),
            self.persons[person],
            self.article.publisher or "",
            folded(self.article.jurisdiction or ""),
            self.article.published,
            frozenset(named),
            titles,
            frozenset((p.title, groups.get(p.organisation or "", "")) for p in heads),
            frozenset(m.group() for b in named if (m := GOVERNED.search(b))),
            frozenset(m.group() for b in named if (m := countries.match(b))),
            _occupations(titles, named),
            frozenset(n for i, n in self.named_beside.items() if i != person),
            person in self.signing and person not in self.acting,
        )


def _occupations(titles: Iterable[str], organisations: Iterable[str]) -> frozenset[str]:
    found = set()
    for title in titles:
        found.add(next((o for o, pattern in OCCUPATIONS if pattern.search(title)), ""))
    for organisation in organisations:
        if re.search(r"小学$|中学$|幼儿园$", organisation) and "scholar" in found:
            found |= {"teacher"}
            found -= {"scholar"}
    return frozenset(found - {""})


def co_mention_weights(contexts: Sequence[Context]) -> Mapping[str, float]:
    """Return what a shared co-mention is worth: the fewer articles mention it, the more.

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


def position_weight(title: str) -> float:
    """Return what sharing a title is worth: much where few of a state hold it, nothing where it is short."""
    return STATE_POST if OF_THE_STATE.search(title) else POST if len(title) >= 3 else 0.0


class Called:
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
            for title, organisation in c.heads if not UNNAMED.fullmatch(c.name) else ():
                for surname, called_by in wanted:
                    if (
                        c.name.startswith(surname)
                        and title.endswith(called_by)
                        and (m := GOVERNED.search(organisation))
                    ):
                        holders[m.group(), surname, called_by].add(c.name)
        for c, title in called:
            fitting = holders.get((c.home, c.name.removesuffix(title), title), set())
            if len(fitting) == 1:
                self.naming.rename(c.ref, next(iter(fitting)), "title")
