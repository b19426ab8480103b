"""The map: what each source gives, made by an engine (this machine's cores, a cluster), in batches, where it is not kept.

An engine takes batches of sources and yields what each batch gives, in the order given, holding few of them at a time.
"""

from kg.mapping.articles import made_of
from kg.mapping.batches import Engine, map_sources
from kg.mapping.clusters import cluster
from kg.mapping.local import local

__all__ = ["Engine", "cluster", "local", "made_of", "map_sources"]
