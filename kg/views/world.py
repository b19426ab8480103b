"""Where foreign countries and cities are, by their Chinese names.

`world.tsv` is written by kg/generate/world.py from GeoNames (CC BY 4.0) and the Unicode CLDR; see world.LICENSE.txt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from kg.views.network import Network, Node


@cache
def world() -> Mapping[str, tuple[float, float]]:
    """Return the latitude and the longitude of each name, in degrees.

    >>> world()["巴黎"]
    (48.85, 2.35)
    """
    lines = (files("kg.views") / "world.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return {name: (float(latitude), float(longitude)) for name, latitude, longitude in rows}


def with_points(network: Network) -> Network:
    """Return the network with the coordinates of foreign places, where the graph has none for them nor for what they lie in.

    >>> nodes = Node("a", "Place", "巴黎"), Node("b", "Place", "云川市")
    >>> [n.point for n in with_points(Network(nodes, ())).nodes]
    [(48.85, 2.35), None]
    """
    above = {e.source: e.target for e in network.edges if e.predicate == "partOf"}
    known = {n.iri for n in network.nodes if n.point}

    def is_placed(iri: str) -> bool:
        seen: set[str] = set()
        while iri not in known and iri in above and iri not in seen:
            seen.add(iri)
            iri = above[iri]
        return iri in known

    return replace(network, nodes=tuple(n if is_placed(n.iri) else _placed(n) for n in network.nodes))


def _placed(node: Node) -> Node:
    if node.kind != "Place":
        return node
    return replace(node, point=next((world()[n] for n in (node.label, *node.aliases) if n in world()), None))
