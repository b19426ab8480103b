"""Distinct names of events: what a graph calls 打击 a hundred times is called after who, whom, where and when.

A name gets further parts only while another event has the same: the agents, the targets, the place, the date, the date of the
first report, the title of that article, and at last a number. An event that is called by its trigger alone always gets the first two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.views.network import Network, Node

NAMED = 2  # agents or targets that a name has at most
LONGEST = 18  # characters of an article's title


@dataclass(frozen=True, slots=True)
class _Context:
    """What the parts of names are taken from: labels of the ends of each event's edges, and first articles."""

    ends: Mapping[tuple[str, str], tuple[str, ...]]  # (event, role): labels
    reported: Mapping[str, tuple[str, str]]  # event: the date and the title of the first report

    def named(self, event: Node, role: str, name: str) -> str:
        """Return the labels at a role that the name does not have yet."""
        names = [n for n in self.ends.get((event.iri, role), ()) if n not in name]
        return "、".join(names[:NAMED]) + ("等" if len(names) > NAMED else "")


_Part = Callable[[_Context, Node, str], str]


def with_distinct_names(network: Network) -> Network:
    """Return the network with the events' labels made distinct as far as the graph allows.

    >>> strikes = [Node(f"e{n}", "Event", "打击", dates=(d, d)) for n, d in enumerate(("2021-01-04", "2021-02-01"))]
    >>> [n.label for n in with_distinct_names(Network(tuple(strikes), ())).nodes]
    ['打击（2021-01-04）', '打击（2021-02-01）']
    """
    context = _context(network)
    names = {n.iri: n.label for n in network.nodes if n.kind == "Event"}
    events = [n for n in network.nodes if n.iri in names]
    for event in events:
        if _is_verb(event):
            names[event.iri] = _target(context, event, _agent(context, event, event.label))
    for part in _PARTS:
        for same in _clashes(events, names):
            for event in same:
                names[event.iri] = part(context, event, names[event.iri])
    for same in _clashes(events, names):
        for number, event in enumerate(same[1:], 2):
            names[event.iri] += f" #{number}"
    return replace(network, nodes=tuple(replace(n, label=names.get(n.iri, n.label)) for n in network.nodes))


def _clashes(events: list[Node], names: Mapping[str, str]) -> Iterator[list[Node]]:
    groups: dict[str, list[Node]] = defaultdict(list)
    for event in events:
        groups[names[event.iri]].append(event)
    yield from (group for group in groups.values() if len(group) > 1)


def _context(network: Network) -> _Context:
    labels = {n.iri: n.label for n in network.nodes}
    ends: dict[tuple[str, str], tuple[str, ...]] = defaultdict(tuple)
    for edge in network.edges:
        label = labels.get(edge.target, "")
        if label and label not in ends[edge.source, edge.predicate]:
            ends[edge.source, edge.predicate] += (label,)
    articles = {a.iri: (a.date, a.title) for a in network.articles}
    reported = {
        n.iri: min((articles[a] for a in n.articles if a in articles and articles[a][0]), default=("", ""))
        for n in network.nodes
        if n.kind == "Event"
    }
    return _Context(ends, reported)


def _agent(context: _Context, event: Node, name: str) -> str:
    return context.named(event, "agent", name) + name


def _target(context: _Context, event: Node, name: str) -> str:
    whom = context.named(event, "target", name) or context.named(event, "participant", name)
    return name + whom if _is_verb(event) else _noted(name, whom)


def _is_verb(event: Node) -> bool:
    """Whether an event is called by its trigger alone, so that a name can follow as its object."""
    return any(f.name == "trigger" and f.value == event.label for f in event.facts)


def _place(context: _Context, event: Node, name: str) -> str:
    return _noted(name, context.named(event, "place", name))


def _date(context: _Context, event: Node, name: str) -> str:
    first, last = event.dates or ("", "")
    if first == last:
        return _noted(name, first)
    if first[:4] == last[:4] and first.endswith("-01-01") and last.endswith("-12-31"):
        return _noted(name, first[:4])
    is_month = first[:7] == last[:7] and first.endswith("-01") and int(last[8:]) >= 28
    return _noted(name, first[:7] if is_month else f"{first}–{last}")


def _report(context: _Context, event: Node, name: str) -> str:
    date = context.reported[event.iri][0]
    return _noted(name, f"{date} 报道" if date and not event.dates else "")


def _title(context: _Context, event: Node, name: str) -> str:
    title = context.reported[event.iri][1]
    return _noted(name, f"《{title if len(title) <= LONGEST else title[: LONGEST - 1] + '…'}》" if title else "")


def _noted(name: str, note: str) -> str:
    """Return a name with a note in brackets, beside those that it has."""
    if not note:
        return name
    return f"{name[:-1]}，{note}）" if name.endswith("）") else f"{name}（{note}）"


_PARTS: tuple[_Part, ...] = (_agent, _target, _place, _date, _report, _title)
