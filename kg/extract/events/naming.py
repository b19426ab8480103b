"""The names in an event's name."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 40  # characters of several names


def listed(names: Iterable[str]) -> str:
    """Return as many whole names as have room, the first in any case.

    >>> listed(["陆怀谦", "何敏"])
    '陆怀谦、何敏'
    """
    found = ""
    for name in names:
        longer = f"{found}、{name}" if found else name
        if found and len(longer) > LONGEST:
            break
        found = longer
    return found
