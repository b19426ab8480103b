"""The statements of one article, grouped by the entity or event that they are about, in the order of the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode

from kg.graph.terms import RDF, TYPE
from kg.views.article_graph import ArticleGraph
from kg.views.labels import LOOKS, PROPERTIES, VALUES, term_labels
from kg.views.reading import Statement, StatementGroup
from kg.vocab import KG


class ArticleStatements:
    """Groups the statements of an article, named in a language; `extents` are where its cited sentences stand in `text`."""

    def __init__(self, graph: ArticleGraph, text: str, extents: Sequence[tuple[int, int]], language: str = "") -> None:
        """Keep what the groups are read from."""
        self.graph = graph
        self.text = text
        self.extents = extents
        self.english = language == "en"

    def groups(self) -> Iterator[StatementGroup]:
        """Yield the statements about each entity, in the order of the text."""
        statements: dict[str, list[Statement]] = defaultdict(list)
        own: dict[str, set[int]] = defaultdict(set)
        for citing, numbers in sorted(self._citing().items()):
            node, where = NamedNode(citing), tuple(sorted(numbers))
            triple = [next(iter(self.graph.iris(node, RDF + p)), "") for p in ("subject", "predicate", "object")]
            if all(triple):
                subject, predicate, other = triple
                statements[subject].append(self._statement(predicate.removeprefix(KG), other, node, where))
            elif holders := self.graph.subjects(KG + "holdsPosition", node):
                statements[holders[0].value].append(self._position(node, where))
            else:
                own[citing] |= numbers
        order = []
        for iri in {*statements, *own}:
            rows = tuple(sorted(statements[iri], key=lambda s: (s.sentences, s.name, s.text, s.entity or -1)))
            numbers = own.get(iri) or {n for s in rows for n in s.sentences}
            order.append((min(numbers), iri not in own, iri, rows, tuple(sorted(numbers))))
        for _, _, iri, rows, where in sorted(order, key=lambda o: o[:3]):
            node = NamedNode(iri)
            triggers = tuple(self._triggers(node, where)) if iri in own else ()
            facts = tuple(self._event_facts(node)) if iri in own else ()
            yield StatementGroup(self.graph.number(iri), facts, rows, where, triggers, self.graph.confidence(node))

    def _citing(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for number, s in enumerate(self.graph.sentences):
            for node in self.graph.subjects(KG + "statedIn", NamedNode(s.iri)):
                found[node.value].add(number)
        return found

    def _statement(self, prop: str, other: str, node: NamedNode, where: tuple[int, ...]) -> Statement:
        role = next(iter(self.graph.values(node, KG + "role")), "")
        name = PROPERTIES[prop][0][self.english] if prop in PROPERTIES else self._term(prop)
        return Statement(role or name, self.graph.number(other), "", where, self.graph.confidence(node))

    def _position(self, node: NamedNode, where: tuple[int, ...]) -> Statement:
        title, tenure = (next(iter(self.graph.values(node, KG + term)), "") for term in ("positionTitle", "tenure"))
        organisation = next(iter(self.graph.iris(node, KG + "positionAt")), "")
        entity = self.graph.number(organisation) if organisation else None
        return Statement(self._held(tenure), entity, title, where, self.graph.confidence(node))

    def _event_facts(self, node: NamedNode) -> Iterator[str]:
        kinds = {KG + look.kind for look in LOOKS}
        for term in self.graph.values(node, TYPE):
            if term.startswith(KG) and term not in kinds:
                yield self._term(term.removeprefix(KG))
        begin, end = ("".join(self.graph.values(node, KG + term)[:1]) for term in ("beginDate", "endDate"))
        yield from self.graph.values(node, KG + "date")[:1] or ([f"{begin} – {end}".strip()] if begin or end else [])
        yield from (
            v if self.english else VALUES.get(v, v) for v in self.graph.values(node, KG + "status") if v != "happened"
        )

    def _held(self, tenure: str) -> str:
        if self.english:
            return f"{tenure} position" if tenure in VALUES else "position"
        return VALUES.get(tenure, "") + "任职"

    def _term(self, name: str) -> str:
        return term_labels("en" if self.english else "zh").get(name, name)

    def _triggers(self, node: NamedNode, where: Sequence[int]) -> Iterator[tuple[int, int]]:
        for word in self.graph.values(node, KG + "trigger"):
            for number in where:
                start = self.text.find(word, *self.extents[number]) if word else -1
                if start >= 0:
                    yield start, start + len(word)
