"""From a graph's entities to proposals for the corrections file: certain ones as active lines, the others as comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from kg.errors import InputError
from kg.graph.terms import SKOS, TYPE
from kg.reconcile.service import Candidate, Query, Service
from kg.resolve.corrections import as_line
from kg.resolve.spelling import folded
from kg.store import stated
from kg.vocab import KG

KINDS = ("Person", "Organisation", "Place", "Award")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entity (its key) and an authority's IRI for it; `sure` is whether it may be applied without review."""

    key: str
    iri: str
    name: str
    score: float
    sure: bool

    @property
    def line(self) -> str:
        """The line for the corrections file; a comment where it is not sure."""
        line = as_line(("same", self.key, self.iri))
        return f"{'' if self.sure else '# '}{line}  # {self.name}, {self.score:g}"


def entities(store: Store, kinds: Sequence[str], base: str) -> list[tuple[str, str, str]]:
    """Return (key, kind, label) of the graph's entities of these kinds, the most mentioned first."""
    mentioned: Counter[str] = Counter()
    for q in stated(store, None, NamedNode(KG + "mentions")):
        mentioned[getattr(q.object, "value", "")] += 1
    labels = {
        q.subject.value: q.object.value
        for q in stated(store, None, NamedNode(SKOS + "prefLabel"))
        if isinstance(q.subject, NamedNode) and isinstance(q.object, Literal)
    }
    found = {
        (q.subject.value, kind)
        for kind in kinds
        for q in stated(store, None, NamedNode(TYPE), NamedNode(KG + kind))
        if isinstance(q.subject, NamedNode)
    }
    ordered = sorted(found, key=lambda x: (-mentioned[x[0]], x[0]))
    return [(iri.removeprefix(base), kind, labels[iri]) for iri, kind in ordered if iri in labels]


def propose(
    service: Service,
    wanted: Sequence[tuple[str, str, str]],
    types: Mapping[str, str],
    threshold: float = 90.0,
    margin: float = 10.0,
) -> Iterator[tuple[int, Proposal | None]]:
    """Yield for each entity (key, kind, label) its number and the best candidate, or None.

    It is sure where the service says match, the score reaches the threshold, the next candidate is a margin below, and the
    name is the same. `types` are the service's types by kind. Raises InputError where the service fails.
    """
    queries = [Query(label, types.get(kind)) for _, kind, label in wanted]
    for number, ((key, _, label), (_, found)) in enumerate(zip(wanted, service.ask(queries), strict=True), 1):
        yield number, _best(service, key, label, found, threshold, margin)


def _best(
    service: Service, key: str, label: str, found: Sequence[Candidate], threshold: float, margin: float
) -> Proposal | None:
    if not found:
        return None
    first = found[0]
    clear = len(found) == 1 or first.score - found[1].score >= margin
    sure = first.match and first.score >= threshold and clear and folded(first.name) == folded(label)
    return Proposal(key, service.iri(first.id), first.name, first.score, sure)


def write_proposals(path: Path, proposals: Iterable[Proposal], service: str) -> tuple[int, int]:
    """Add proposals to a corrections file, and return how many are sure and how many to be looked at.

    Lines that the file already has about an entity and an IRI, also as comments, are left as they are.
    Raises InputError where the file cannot be read or written.
    """
    try:
        before = path.read_text("utf-8") if path.exists() else ""
        new = [p for p in proposals if not _is_known(p, before)]
        if new:
            head = f"# proposed by {service}; a line behind # is not applied: remove the # where it is right\n"
            gap = "" if not before or before.endswith("\n") else "\n"
            aside = path.with_name(f".{path.name}.part")
            aside.write_text(before + gap + head + "".join(f"{p.line}\n" for p in new), "utf-8")
            aside.replace(path)
    except (OSError, UnicodeDecodeError) as e:
        raise InputError(f"{path}: cannot be written: {e}", "name another file with --corrections") from e
    return sum(p.sure for p in new), sum(not p.sure for p in new)


def _is_known(p: Proposal, text: str) -> bool:
    return as_line(("same", p.key, p.iri)) in text
