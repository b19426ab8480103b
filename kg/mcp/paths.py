"""The tool `path`: how two entities are linked, as the site finds it."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.mcp.citing import CITED, Citing, term
from kg.mcp.entities import BEARERS, named
from kg.mcp.results import Citation, PathResult, Resource, Step
from kg.serve.lists.events import evidence_of
from kg.serve.lists.paths import Path
from kg.serve.lists.reading import Named
from kg.serve.site import Opened

MOST_PATHS = 3


def path(now: Opened, start: str, end: str, longest: int) -> PathResult:
    """Return the best paths between two entities, of up to so many statements."""
    first, last = (_bearers(now, name) for name in (start, end))
    if {n.iri for n in first} & {n.iri for n in last}:
        return PathResult([], False, f"{start} and {end} are the same entity")
    found = [p for a in first for b in last for p in now.paths.find(a, b, MOST_PATHS + 1, longest)]
    best = sorted(found, key=lambda p: (p.cost, [s.to.iri for s in p.steps]))
    note = "" if found else f"no path found: none of up to {longest} statements"
    return PathResult([_steps(now, p) for p in best[:MOST_PATHS]], len(best) > MOST_PATHS, note)


def _bearers(now: Opened, name: str) -> list[Named]:
    found = (now.catalogue.named(n.value) for n in named(now, name)[:BEARERS])
    return [n for n in found if n is not None]


def _steps(now: Opened, found: Path) -> list[Step]:
    citing = Citing(now.store)
    nodes = [found.start, *(s.to for s in found.steps)]
    resources: list[Resource] = [citing.resource(NamedNode(n.iri)) for n in nodes]
    return [
        Step(resources[n], term(s.relation), s.inverse, resources[n + 1], _citations(now, citing, s.link))
        for n, s in enumerate(found.steps)
    ]


def _citations(now: Opened, citing: Citing, link: int) -> list[Citation]:
    """Return the sentences that state a link, the surest first."""
    said = sorted(evidence_of(now.catalogue, link), key=lambda q: (-(q.confidence or 0), q.iri))[:CITED]
    return [citing.citation(NamedNode(q.iri), str(q.confidence or "")) for q in said]
