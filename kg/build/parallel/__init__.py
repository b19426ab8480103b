"""Extraction of many sources in batches by an engine (the cores of this machine, a cluster), except those already cached.

An engine takes batches of sources and yields the results of each batch, in order, with few of them in memory at a time.
"""

from kg.build.parallel.articles import extract_sources
from kg.build.parallel.batches import Engine, map_sources
from kg.build.parallel.clusters import cluster
from kg.build.parallel.local import local

__all__ = ["Engine", "cluster", "extract_sources", "local", "map_sources"]
