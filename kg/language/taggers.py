"""Taggers: segmentation into words with parts of speech and names.

Other libraries have adapters (`kg.language.adapters`); packages add taggers by the entry point group `kg.taggers`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Protocol

from kg import plugins
from kg.errors import InputError
from kg.language.adapters import ADAPTERS, adapter_named, load_adapter, version_of
from kg.language.tagger import load_tagger
from kg.model import Token

GROUP = "kg.taggers"


class Tagger(Protocol):
    """Segments texts into words.

    The tags are those of LAC: n, v, a, p, w, ... for words, PER, LOC, ORG, TIME for names and times.
    """

    def tag(self, texts: Sequence[str], starts: Sequence[int] = ()) -> Sequence[tuple[Token, ...]]:
        """Return the words of each text in order; offsets count from the text's entry in `starts`, else from 0."""
        ...


BUILT_IN: Mapping[str, Callable[[], Tagger]] = {"lac": load_tagger}


@cache
def tagger_named(name: str | None = None) -> Tagger:
    """Return a tagger, loaded once per process; None means the built-in one.

    An entry point names a class or function that returns a tagger when called without arguments. Raises InputError for an
    unknown name and for a package that cannot be loaded.
    """
    if name is None or name in BUILT_IN:
        return BUILT_IN[name or "lac"]()
    adapter = adapter_named(name)
    if adapter and name not in plugins.installed(GROUP):
        return load_adapter(name, *adapter)
    make = plugins.load(GROUP, name, "--tagger", (*BUILT_IN, *ADAPTERS))
    try:
        tagger: Tagger = make()  # type: ignore[operator]
    except Exception as e:  # a plugin may raise anything
        raise InputError(f"--tagger {name}: cannot be loaded: {type(e).__name__}: {e}", "fix its package") from e
    if not hasattr(tagger, "tag"):
        raise InputError(f"--tagger {name}: is not a tagger", "let the entry point name a class with a method `tag`")
    return tagger


def tagger_version(name: str) -> str:
    """Return the versions of what a tagger comes from; "" for the built-in one."""
    adapter = adapter_named(name)
    return plugins.version_of(GROUP, name) or (version_of(*adapter) if adapter else "")
