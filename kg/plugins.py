"""Plugins: parts of other packages, found by entry point, named on the command line, and loaded on demand."""

from __future__ import annotations

from collections.abc import Collection
from importlib.metadata import EntryPoint, entry_points

from kg.errors import InputError


def installed(group: str) -> dict[str, EntryPoint]:
    """Return the entry points of a group by their names."""
    return {e.name: e for e in sorted(entry_points(group=group), key=lambda e: (e.name, e.value), reverse=True)}


def load(group: str, name: str, option: str, built_in: Collection[str] = ()) -> object:
    """Return what an entry point names; `option` and `built_in` are for the message.

    Raises InputError if there is no such entry point, or its package cannot be imported.
    """
    found = installed(group)
    if name not in found:
        known = ", ".join(sorted({*built_in, *found})) or "none"
        raise InputError(f"{option} {name}: there is no such part", f"choose one of: {known}")
    try:
        return found[name].load()
    except Exception as e:  # a plugin's module may raise anything
        raise InputError(f"{option} {name}: cannot be loaded: {type(e).__name__}: {e}", "fix its package") from e


def version_of(group: str, name: str) -> str:
    """Return the package and version that an entry point comes from; "" for a part of this package."""
    entry = installed(group).get(name)
    return f"{entry.dist.name} {entry.dist.version} {entry.value}" if entry and entry.dist else ""
