"""Why an entity is one: what was joined to it, on what evidence, and what was kept apart from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from kg.errors import InputError
from kg.graph.finding import find_entities, kind_of, like, subjects, values
from kg.graph.terms import DCTERMS, OWL, SKOS
from kg.resolve.apply_corrections import written
from kg.vocab import KG

WORDS = {  # reason -> its label, in Chinese and in English
    "same name": "同名 same name",
    "spelling": "异写 another spelling",
    "official name": "正式名称 official name",
    "variant name": "异名 variant name",
    "jurisdiction": "属地 organisation of the newspaper's place",
    "legal form": "公司形式 without its legal form",
    "renamed": "更名 renamed",
    "alias": "文中别称 called so in the article",
    "suffix": "省略通名 without its suffix",
    "administrative parent": "上级地名 by the place above",
    "place before it": "冠以地名 with its place before it",
    "abbreviation": "简称 abbreviation",
    "last name": "姓氏 last part of the name",
    "shared officer": "同一任职者 the same person holds the same position",
    "title": "以职务相称 called by title",
    "transliteration": "译名 transliteration",
    "correction": "人工更正 correction",
    "byline": "署名 signs in the same paper",
    "same body": "同一机构 same organisation",
    "same post": "同一职务 same position",
    "same place": "同一辖区 governs the same place",
    "near place": "上下级辖区 governs a place above or below",
    "same country": "同一国家 same country",
    "same occupation": "同一行业 same occupation",
    "company kept": "同现 mentioned together",
    "rare name": "罕见姓名 rare name, nothing against",
    "prominence": "知名 nearly all of the name are this one",
    "same incident": "同一事故 same incident",
    "same trigger": "同一触发词 same word",
    "same day": "同日 same day",
    "same week": "同周 reported in one week",
    "same target": "同一对象 same target",
    "taking part": "共同参与 the same takes part",
}
SHOWN = 6  # articles named for each reason


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: the slug, what it rests on, its score, and the files of the articles (or the other entity)."""

    reason: str
    basis: str
    score: float
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known of an entity's identity."""

    iri: str
    kind: str
    label: str
    aliases: tuple[str, ...]
    articles: int
    first: str
    last: str
    joined: tuple[Why, ...]
    apart: tuple[tuple[str, str, Why], ...]  # the other's IRI and label, and why
    replaces: tuple[str, ...]
    same_as: tuple[str, ...]
    division: str
    within: tuple[str, ...]


def explain(store: Store, name: str, base: str) -> list[Explanation]:
    """Return the explanation of each entity that a name, key or IRI means, the most mentioned first.

    Raises InputError where there is none.
    """
    found = [_explained(store, node) for node in find_entities(store, name, base)]
    if not found:
        raise InputError(f"{name}: is no entity of the graph", like(store, name))
    return sorted(found, key=lambda e: (-e.articles, e.iri))


def _explained(store: Store, node: NamedNode) -> Explanation:
    articles = subjects(store, KG + "mentions", node)
    days = sorted(d for a in articles for d in values(store, a, DCTERMS + "issued"))
    joins = [_why(store, j) for j in subjects(store, KG + "joins", node)]
    apart = [
        (iri, _label(store, NamedNode(iri)), _why(store, d))
        for d in subjects(store, KG + "distinguishes", node)
        for iri in values(store, d, KG + "distinguishedFrom")
    ]
    return Explanation(
        node.value,
        kind_of(store, node),
        _label(store, node),
        tuple(values(store, node, SKOS + "altLabel")),
        len(articles),
        days[0] if days else "",
        days[-1] if days else "",
        tuple(sorted(joins, key=lambda w: (-len(w.files), -w.score, w.reason, w.basis))),
        tuple(sorted(apart, key=lambda x: (-x[2].score, x[0]))),
        tuple(n.value for n in subjects(store, DCTERMS + "isReplacedBy", node)),
        tuple(values(store, node, OWL + "sameAs")),
        " ".join(values(store, node, KG + "divisionCode")),
        tuple(_within(store, node)),
    )


def _label(store: Store, node: NamedNode) -> str:
    return next(iter(values(store, node, SKOS + "prefLabel")), node.value)


def _within(store: Store, node: NamedNode) -> Iterator[str]:
    seen = {node.value}
    above = values(store, node, KG + "partOf")
    while above and above[0] not in seen:
        seen.add(above[0])
        yield _label(store, NamedNode(above[0]))
        above = values(store, NamedNode(above[0]), KG + "partOf")


def _why(store: Store, node: NamedNode) -> Why:
    one: dict[str, str] = defaultdict(str)
    for term in ("reason", "basis", "score"):
        one[term] = next(iter(values(store, node, KG + term)), "")
    articles = values(store, node, KG + "inArticle")
    files = tuple(a.rsplit("/", 1)[-1] for a in articles)
    return Why(one["reason"], one["basis"], float(one["score"] or 0), files)


def as_text(found: Sequence[Explanation], base: str) -> str:
    """Return explanations for people to read."""
    return "\n\n".join("\n".join(_lines(e, base)) for e in found)


def _lines(e: Explanation, base: str) -> Iterator[str]:
    yield f"{e.label}  {written(e.iri.removeprefix(base))}"
    span = f", {e.first} to {e.last}" if e.first else ""
    yield f"  {e.kind}, in {e.articles} article{'s' * (e.articles != 1)}{span}"
    if e.aliases:
        yield f"  also called: {'、'.join(e.aliases)}"
    if e.division:
        yield f"  GB/T 2260 {e.division}{', in ' + '、'.join(e.within) if e.within else ''}"
    if e.same_as:
        yield f"  the same as: {', '.join(e.same_as)}"
    if e.joined:
        yield "  joined:"
    for w in e.joined:
        more = f" and {len(w.files) - SHOWN} more" if len(w.files) > SHOWN else ""
        yield f"    {w.score:.2f}  {WORDS.get(w.reason, w.reason)}{': ' + w.basis if w.basis else ''}  ({', '.join(w.files[:SHOWN])}{more})"
    if e.apart:
        yield "  kept apart from:"
    for iri, label, w in e.apart:
        yield f"    {w.score:.2f}  {label}  {written(iri.removeprefix(base))}: {w.reason}"
    shown = [written(r.removeprefix(base)) for r in e.replaces if "~" not in r]
    if shown:
        yield f"  these lead here: {', '.join(shown)}"
