"""Distinct names of events: what a graph calls 打击 a hundred times is called after who, whom, where and when.

A name gets further parts only while another event has the same: the agents, the targets, the place, the date, the date of the
first report, the title of that article, and at last a number. An event that is called by its trigger alone always gets the first two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

NAMED = 2  # agents or targets that a name has at most
LONGEST = 18  # characters of an article's title
Names = tuple[str, ...]  # of one entity, the first is the one that is shown


@dataclass(frozen=True, slots=True)
class NamedEvent:
    """What the name of an event is made from.

    `trigger` is the word that states it; `roles` are the entities in each role; `dates` are its first and last day, empty where
    they are not known; `reported` and `title` are of the article that reports it first.
    """

    label: str
    trigger: str = ""
    roles: Mapping[str, Sequence[Names]] | None = None
    dates: tuple[str, str] | tuple[()] = ()
    reported: str = ""
    title: str = ""

    @property
    def is_verb(self) -> bool:
        """Whether it is called by its trigger alone, so that a name can follow as its object."""
        return self.label == self.trigger

    def others(self, role: str, name: str) -> str:
        """Return the entities of a role that a name does not have yet, by any of their names."""
        found = dict.fromkeys(
            n[0] for n in (self.roles or {}).get(role, ()) if not any(own in name for own in n if own)
        )
        return "、".join(list(found)[:NAMED]) + ("等" if len(found) > NAMED else "")


def distinct_names(events: Sequence[NamedEvent]) -> list[str]:
    """Return a name for each event, distinct as far as the graph allows.

    >>> distinct_names([NamedEvent("打击", dates=(d, d)) for d in ("2021-01-04", "2021-02-01")])
    ['打击（2021-01-04）', '打击（2021-02-01）']
    """
    names = [_target(e, _agent(e, e.label)) if e.is_verb else e.label for e in events]
    for part in _PARTS:
        for same in _clashes(names):
            for n in same:
                names[n] = part(events[n], names[n])
    for same in _clashes(names):
        for number, n in enumerate(same[1:], 2):
            names[n] += f" #{number}"
    return names


def name_beside(name: str, own: Names) -> str:
    """Return an event's name without the entity, by any of its names, that it begins with: on that entity's own page.

    >>> name_beside("陆怀谦走访云川市", ("陆怀谦",)), name_beside("陆怀谦（2021）", ("陆怀谦",))
    ('走访云川市', '陆怀谦（2021）')
    """
    beginning = max((n for n in own if n and name.startswith(n)), key=len, default="")
    rest = name[len(beginning) :].removeprefix("、").removeprefix("，")
    return name if not rest or rest[0] in "（《#等" else rest


def _clashes(names: Sequence[str]) -> Iterator[list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for n, name in enumerate(names):
        groups[name].append(n)
    yield from (group for group in groups.values() if len(group) > 1)


def _agent(event: NamedEvent, name: str) -> str:
    who = event.others("agent", name)
    return who + name if event.is_verb else _noted(name, who)


def _target(event: NamedEvent, name: str) -> str:
    whom = event.others("target", name) or event.others("participant", name)
    return name + whom if event.is_verb else _noted(name, whom)


def _place(event: NamedEvent, name: str) -> str:
    return _noted(name, event.others("place", name))


def _date(event: NamedEvent, name: str) -> str:
    first, last = event.dates or ("", "")
    if first == last:
        return _noted(name, first)
    if first[:4] == last[:4] and first.endswith("-01-01") and last.endswith("-12-31"):
        return _noted(name, first[:4])
    is_month = first[:7] == last[:7] and first.endswith("-01") and int(last[8:]) >= 28
    return _noted(name, first[:7] if is_month else f"{first}–{last}")


def _report(event: NamedEvent, name: str) -> str:
    return _noted(name, f"{event.reported} 报道" if event.reported and not event.dates else "")


def _title(event: NamedEvent, name: str) -> str:
    title = event.title
    return _noted(name, f"《{title if len(title) <= LONGEST else title[: LONGEST - 1] + '…'}》" if title else "")


def _noted(name: str, note: str) -> str:
    """Return a name with a note in brackets, beside those that it has."""
    if not note:
        return name
    return f"{name[:-1]}，{note}）" if name.endswith("）") else f"{name}（{note}）"


_PARTS: tuple[Callable[[NamedEvent, str], str], ...] = (_agent, _target, _place, _date, _report, _title)
