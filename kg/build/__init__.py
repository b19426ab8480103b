"""Builds a graph: the pipeline, the cache of records, extraction in parallel, publishing, and the report.

The names below are imported when they are first used, so that a worker process, which needs a part of the package only, starts
quickly. The package is called as the function `kg.build` of the public API.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.build.options import Options
    from kg.build.outputs import OUTPUT_FILES, WRITTEN, check_folders, publish, write
    from kg.build.pipeline import BuildResult, ExtractedCorpus, build, build_sources, quads_of

__all__ = [
    "OUTPUT_FILES",
    "WRITTEN",
    "BuildResult",
    "ExtractedCorpus",
    "Options",
    "build",
    "build_sources",
    "check_folders",
    "publish",
    "quads_of",
    "write",
]
MODULES = ("kg.build.options", "kg.build.pipeline", "kg.build.outputs")


def __getattr__(name: str) -> object:
    """Import the module of a public name when the name is first used."""
    if name in __all__:
        return next(getattr(m, name) for m in map(import_module, MODULES) if hasattr(m, name))
    raise AttributeError(f"module 'kg.build' has no attribute {name!r}")


class _Callable(ModuleType):
    """A module that is a function as well: importing `kg.build` must not hide `kg.build([...])` of the public API."""

    def __call__(self, paths: Sequence[str], options: Options | None = None) -> Graph:
        """Build from files, folders, patterns or JSON Lines: `kg.api.build`."""
        from kg.api import build as build_graph

        return build_graph(paths, options)


sys.modules[__name__].__class__ = _Callable
