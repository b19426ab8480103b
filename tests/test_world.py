"""Foreign places get coordinates by their names, in the graph and so in SPARQL, the views and the files."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.api import build_texts
from kg.divisions import divisions
from kg.extract.relations.whereabouts import lies_elsewhere
from kg.graph.query import Table
from kg.graph.validate import validate
from kg.model import Article, ArticleRecord, Entity, Relation
from kg.resolve import resolve
from kg.resolve.corrections import parse_corrections
from kg.views.network_reader import read_network
from kg.vocab import BASE
from kg.world import world

POINTS = "SELECT ?n ?y ?x { ?p a kg:Place ; skos:prefLabel ?n ; kg:latitude ?y ; kg:longitude ?x }"


def record(number: int, places: dict[str, tuple[str, ...]], inside: tuple[tuple[str, str], ...] = ()) -> ArticleRecord:
    """Return an article that names places (with other names), some of them in others."""
    ids = {name: f"l{i}" for i, name in enumerate(places)}
    article = Article(f"n{number}", f"n{number}", f"n{number}", "", "", (), ())
    entities = tuple(Entity(ids[name], "Place", name, aliases=others) for name, others in places.items())
    return ArticleRecord(article, entities, relations=tuple(Relation(ids[a], "partOf", ids[b], 0) for a, b in inside))


def points(*records: ArticleRecord, corrections: str = "") -> dict[str, tuple[float, float]]:
    return dict(resolve(records, parse_corrections(corrections, "c.txt", BASE)).points)


def test_countries_and_large_cities_are_known_by_their_chinese_names_and_aliases() -> None:
    found = points(record(1, {"日本": (), "纽约": (), "俄罗斯首都": ("莫斯科",), "桃花村": ()}))
    assert set(found) == {"place/日本", "place/纽约", "place/俄罗斯首都"}
    assert 30 < found["place/日本"][0] < 45 and found["place/纽约"] == (40.71, -74.01)
    assert found["place/俄罗斯首都"] == (55.75, 37.62)


def test_what_an_article_puts_into_a_division_of_china_is_not_abroad() -> None:
    inside = record(1, {"衡阳市": (), "巴黎": (), "东京": ()}, (("巴黎", "衡阳市"), ("东京", "巴黎")))
    assert points(inside) == points(record(2, {"巴黎": ()}), inside) == {}
    circle = record(1, {"巴黎": (), "东京": ()}, (("巴黎", "东京"), ("东京", "巴黎")))
    assert points(circle) == {"place/巴黎": (48.85, 2.35), "place/东京": (35.69, 139.69)}


def test_the_points_follow_the_identities_and_not_the_order_of_the_articles() -> None:
    one, two = record(1, {"巴黎": (), "大巴黎": ()}), record(2, {"東京": ()})
    assert list(points(one, two).items()) == list(points(two, one).items())
    assert points(one, two)["place/东京"] == (35.69, 139.69)
    assert set(points(one, corrections="merge place/大巴黎 place/巴黎")) == {"place/大巴黎"}


def test_the_table_has_no_name_of_a_chinese_division() -> None:
    own = {name for d in divisions().by_code.values() for name in (d.name, d.stem)}
    assert not own & set(world()) and len(world()) > 3000
    assert all(abs(latitude) <= 90 and abs(longitude) <= 180 for latitude, longitude in world().values())


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("北京市", "新加坡"),
        ("东京", "法国"),
        ("法国", "德国"),
        ("陕西省", "甘肃省"),
        ("衡阳", "广东"),
        ("莫斯科", "北京"),
    ],
)
def test_a_place_lies_where_the_tables_have_it(lower: str, upper: str) -> None:
    assert lies_elsewhere(lower, upper)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("东京", "日本"),
        ("衡阳", "湖南省"),
        ("寿县", "六安市"),  # once; today it belongs to another city of the province
        ("龙山区", "首尔"),  # districts of that name are in many cities
        ("老城区", "澳门"),
        ("大兴安岭", "内蒙古自治区"),  # the mountains, not the district
        ("曼彻斯特", "美国"),  # cities of two countries
        ("波多黎各", "美国"),
        ("朝阳", "北京市"),  # not the city of that name in another province
        ("圣地亚哥", "美国"),
        ("重庆", "四川省"),  # once
        ("香港", "英国"),
        ("云川市", "澜江省"),  # not in the tables
    ],
)
def test_of_what_may_be_another_place_the_tables_say_nothing(lower: str, upper: str) -> None:
    assert not lies_elsewhere(lower, upper)


def test_sparql_the_network_and_the_shapes_know_where_a_foreign_place_is() -> None:
    text = "云川市代表团出访\n3月4日，云川市市长陆怀谦到日本东京访问。"
    graph = build_texts({"a": text}, date="2024-03-05", model="none", jobs=1)
    found = graph.query(POINTS)
    assert isinstance(found, Table)
    rows = {str(n): (float(str(y)), float(str(x))) for n, y, x in found.rows}
    assert rows["东京"] == (35.69, 139.69) and 30 < rows["日本"][0] < 45
    drawn = {n.label: n.point for n in read_network(graph.store).nodes if n.point}
    assert drawn == rows
    assert validate(graph.store) == []


@pytest.mark.parametrize("stated", ["kg:latitude 91.0 ; kg:longitude 0.0", "kg:latitude 9.0"])
def test_a_point_that_is_none_is_a_finding(stated: str, tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    head = "@prefix kg: <https://w3id.org/newskg/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
    path.write_text(f'{head} <http://x/a> a kg:Place ; skos:prefLabel "甲"@zh ; {stated} .', "utf-8")
    store = Store()
    store.load(path=str(path))
    assert any("itude" in f.message for f in validate(store))
