"""Foreign places get coordinates by their names, where the graph does not say where they are."""

from __future__ import annotations

from kg.divisions import divisions
from kg.views.network import Edge, Network, Node
from kg.views.world import with_points, world


def place(label: str, point: tuple[float, float] | None = None, *aliases: str) -> Node:
    return Node(label, "Place", label, aliases, point=point)


def points(*nodes: Node, edges: tuple[Edge, ...] = ()) -> list[tuple[float, float] | None]:
    return [n.point for n in with_points(Network(nodes, edges)).nodes]


def test_countries_and_large_cities_are_known_by_their_chinese_names_and_aliases() -> None:
    found = points(place("日本"), place("纽约"), place("首都", None, "莫斯科"), place("桃花村"))
    assert found[0] and 30 < found[0][0] < 45 and found[1] == (40.71, -74.01) and found[2] == (55.75, 37.62)
    assert found[3] is None


def test_what_the_graph_says_counts_before_a_name() -> None:
    county = place("云川市", (30.5, 114.3))
    village, mill = place("巴黎"), place("东京")
    inside = (Edge("巴黎", "云川市", "partOf"), Edge("东京", "巴黎", "partOf"))
    assert points(county, village, mill, edges=inside) == [(30.5, 114.3), None, None]
    circle = (Edge("巴黎", "东京", "partOf"), Edge("东京", "巴黎", "partOf"))
    assert points(village, mill, edges=circle) == [(48.85, 2.35), (35.69, 139.69)]


def test_only_places_get_coordinates_and_no_name_is_that_of_a_chinese_division() -> None:
    assert points(Node("p", "Person", "巴黎")) == [None]
    own = {name for d in divisions().by_code.values() for name in (d.name, d.stem)}
    assert not own & set(world()) and len(world()) > 3000
    assert all(abs(latitude) <= 90 and abs(longitude) <= 180 for latitude, longitude in world().values())
