"""What the views count under any filters is what SPARQL counts in the same graph."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import ROOT
from pyoxigraph import Store
from test_views_page import island

from kg.api import Graph
from kg.graph.dates import days_of
from kg.graph.query import Table, query
from kg.store import searchable
from kg.views.labels import LOOKS, PROPERTIES
from kg.views.network_reader import read_network
from kg.views.page import render

SCRIPT = ROOT / "tests" / "js" / "filtered_counts.js"
KINDS = ", ".join(f"kg:{look.kind}" for look in LOOKS)
RELATIONS = " ".join(f"kg:{name}" for name in PROPERTIES if name != "holdsPosition")
pytestmark = pytest.mark.skipif(not shutil.which("node"), reason="needs node")


def strings(values: list[str]) -> str:
    return ", ".join(json.dumps(v, ensure_ascii=False) for v in values) or '"\\u0000"'


class Asked:
    """The queries of one set of filters."""

    def __init__(self, store: Store, filters: dict[str, Any]) -> None:
        self.store = store
        self.f = filters
        self.start, self.end = filters["from"] or "0000", filters["to"] or "9999"
        self.narrowed = any(filters.values())
        self.timed = bool(filters["from"] or filters["to"])
        self.in_time = strings(sorted(self._in_time()))

    def rows(self, pattern: str, *names: str) -> set[tuple[str, ...]]:
        found = query(self.store, f"SELECT DISTINCT {' '.join(f'?{n}' for n in names)} WHERE {{ {pattern} }}")
        assert isinstance(found, Table)
        return {tuple(str(v) for v in row) for row in found.rows}

    def _in_time(self) -> set[str]:
        """Return the events whose span is in the time, or whose other date lies in it as a whole."""
        stated: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        for e, p, d in self.rows("?e ?p ?d VALUES ?p { kg:date kg:beginDate kg:endDate }", "e", "p", "d"):
            if days := days_of(d):
                stated[e][p.rsplit("#", 1)[-1].rstrip(">")].append(days)
        found = set()
        for e, dates in stated.items():
            every = [days for listed in dates.values() for days in listed]
            starts = [a for name in ("date", "beginDate") for a, _ in dates[name]] or [a for a, _ in every]
            ends = [b for name in ("date", "endDate") for _, b in dates[name]] or [b for _, b in every]
            first, last = min(starts), max(*ends, min(starts))
            inside = first >= self.start and last <= self.end
            if inside or (not dates["date"] and first <= self.end and last >= self.start):
                found.add(e.strip("<>"))
        return found

    def article(self, dated: str) -> str:
        """Filter ?art: its source is shown, and it is of the time unless `dated`."""
        time = f'BOUND(?day) && STR(?day) >= "{self.start}" && STR(?day) <= "{self.end}"' if self.timed else "true"
        return f"""OPTIONAL {{ ?art dcterms:publisher ?pub }} OPTIONAL {{ ?art dcterms:issued ?day }}
            FILTER(COALESCE(STR(?pub), "") NOT IN ({strings(self.f["sources"])})) FILTER({dated} || ({time}))"""

    def cited(self, what: str, dated: str) -> str:
        """Pattern: ?sentence and ?art state `what`, and pass."""
        return f"""{what} kg:statedIn ?sentence .
            FILTER NOT EXISTS {{ {what} kg:confidence ?sure . FILTER(?sure < {self.f["confidence"]:.2f}) }}
            ?sentence kg:inArticle ?art . {self.article(dated)}"""

    @staticmethod
    def dated(what: str) -> str:
        return f"EXISTS {{ {what} kg:date|kg:beginDate|kg:endDate ?when }}"

    def event(self, e: str) -> str:
        """Filter an event by what is its own: type, status and date."""
        own = f'{e} a ?t . FILTER(STRSTARTS(STR(?t), "https://w3id.org/newskg/ontology#") && ?t NOT IN ({KINDS})'
        hidden = ", ".join(f"kg:{t}" for t in self.f["types"]) or "kg:None"
        return f"""FILTER(NOT EXISTS {{ {own}) }} || EXISTS {{ {own} && ?t NOT IN ({hidden})) }})
            FILTER NOT EXISTS {{ {e} kg:status ?s . FILTER(STR(?s) IN ({strings(self.f["statuses"])})) }}
            FILTER(!({self.dated(e)}) || STR({e}) IN ({self.in_time}))"""

    def counts(self) -> dict[str, Any]:
        events = {
            e for (e,) in self.rows(f"?e a kg:Event . {self.event('?e')} {self.cited('?e', self.dated('?e'))}", "e")
        }
        every = {e for (e,) in self.rows("?e a kg:Event", "e")}
        dated = f"({self.dated('?a')} || {self.dated('?b')})"
        stated = f"""?node rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?b . VALUES ?p {{ {RELATIONS} }}"""
        held = "?a kg:holdsPosition ?node . ?node kg:positionAt ?b ."
        found = self.rows(
            f"{{ {stated} }} UNION {{ {held} }} {self.cited('?node', dated)}", "a", "b", "sentence", "art"
        )
        kinds = {n: k for n, k in self.rows(f"?n a ?k FILTER(?k IN ({KINDS}))", "n", "k")}
        found = {r for r in found if all(n in kinds and (n not in every or n in events) for n in r[:2])}
        bare = self.rows(
            f"""?a ?p ?b VALUES ?p {{ {RELATIONS} }}
            FILTER NOT EXISTS {{ ?st rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?b ; kg:statedIn ?sentence }}""",
            *("a", "b"),
        )
        bare = {
            r for r in bare - {r[:2] for r in found} if all(n in kinds and (n not in every or n in events) for n in r)
        }
        edges = {(a, b) for a, b, _, _ in found} | bare
        cited = f"{{ {stated} }} UNION {{ {held} }} ?node kg:statedIn ?sentence"
        ever = {end for pair in self.rows(cited, "a", "b") for end in pair}
        linked = {end for pair in edges - bare for end in pair} | {end for r in found for end in r[:2]}
        kept = {n for (n,) in self.rows(f"?art kg:mentions ?n {self.article('false')}", "n") if n in kinds}
        stays = events | linked | (kept - ever - every)
        edges = (edges - bare) | {r for r in bare if stays & set(r)} if self.narrowed else edges
        named = {n for (n,) in self.rows("?art kg:mentions ?n", "n")}
        alone = {n for n in kinds if n not in every | ever | named and not any(n in pair for pair in bare)}
        nodes = events | linked | stays | alone | {end for pair in edges for end in pair}
        titles = self.rows(
            f"?n kg:holdsPosition ?o . FILTER NOT EXISTS {{ ?o kg:positionAt ?x }} {self.cited('?o', 'false')}",
            "n",
            "sentence",
            "art",
        )
        own = self.rows(f"?n a kg:Event . {self.cited('?n', self.dated('?n'))}", "n", "sentence", "art")
        shown = {(s, a) for n, s, a in titles | own if n in nodes} | {(s, a) for _, _, s, a in found}
        naming = {
            a for n, a in self.rows(f"?art kg:mentions ?n . {self.article(self.dated('?n'))}", "n", "art") if n in nodes
        }
        by_kind = Counter(kinds[n].rsplit("#", 1)[-1].rstrip(">") for n in nodes)
        return {
            "kinds": dict(by_kind),
            "edges": len(edges),
            "sentences": len({s for s, _ in shown}),
            "articles": len(naming | {a for _, a in shown}),
            "ties": ties(edges, events, {n for n in nodes if kinds[n].rstrip(">").endswith("#Person")}),
        }


def ties(edges: set[tuple[str, ...]], events: set[str], persons: set[str]) -> list[int]:
    """Return how many pairs of persons are in an event together, and how many events that makes for all pairs."""
    company = defaultdict(set)
    for a, b in edges:
        for event, other in ((a, b), (b, a)):
            if event in events and other in persons:
                company[event].add(other)
    pairs = Counter(pair for met in company.values() for pair in combinations(sorted(met), 2))
    return [len(pairs), pairs.total()]


@pytest.fixture(scope="module")
def graph(demo: Graph) -> tuple[Store, dict[str, Any]]:
    store = searchable(demo.store)
    return store, island(render(read_network(store), title="t"))


def counted(data: dict[str, Any], filters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the scripts of the page count."""
    asked = json.dumps({"data": data, "filters": filters})
    done = subprocess.run(["node", str(SCRIPT)], input=asked, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


NONE = {"types": [], "statuses": [], "sources": [], "confidence": 0, "from": None, "to": None}


def test_counts_without_filters_are_those_of_the_graph(graph: tuple[Store, dict[str, Any]]) -> None:
    store, data = graph
    (ours,) = counted(data, [NONE])
    assert ours == Asked(store, NONE).counts()
    assert sum(ours["kinds"].values()) == len(data["nodes"]) and ours["edges"] == len(data["edges"])


def random_filters(random: Random, data: dict[str, Any]) -> dict[str, Any]:
    hidden = {
        "types": sorted(data["types"]),
        "statuses": ["happened", "planned", "alleged"],
        "sources": sorted({a[4] for a in data["articles"]}),
    }
    days = [None, None, "2020-12-15", "2021-01-20", "2021-06-30", *sorted({a[1] for a in data["articles"] if a[1]})]
    chosen = {name: random.sample(values, random.randrange(min(6, len(values) + 1))) for name, values in hidden.items()}
    period = sorted((random.choice(days), random.choice(days)), key=lambda day: day or "")
    return {
        **{name: values if random.random() < 0.6 else [] for name, values in chosen.items()},
        "confidence": random.choice([0, 0, 0.5, 0.7, 0.9, 0.95]),
        **dict(zip(("from", "to"), period if all(period) else reversed(period), strict=True)),
    }


@pytest.mark.parametrize("seed", range(3))
def test_counts_under_random_filters_are_those_of_sparql(graph: tuple[Store, dict[str, Any]], seed: int) -> None:
    store, data = graph
    random = Random(seed)
    filters = [random_filters(random, data) for _ in range(3)]
    for ours, asked in zip(counted(data, filters), filters, strict=True):
        assert ours == Asked(store, asked).counts(), asked


def test_script_of_the_counts_uses_the_modules_of_the_page() -> None:
    text = Path(SCRIPT).read_text("utf-8")
    assert "kg/views/js/core/filtering.js" in text and "kg/views/js/core/graph.js" in text
