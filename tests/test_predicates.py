"""The table of properties comes from the ontology, and everything that lists properties follows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.graph.shapes import RANGES, range_shapes
from kg.predicates import predicates, roles
from kg.vocab import KG, ontology_folder


def test_shapes_of_ranges_follow_the_table_of_properties() -> None:
    assert (ontology_folder() / RANGES).read_text("utf-8") == range_shapes()


def test_every_property_between_resources_is_in_the_table_once() -> None:
    quads = parse(path=str(ontology_folder() / "kg.ttl"), format=RdfFormat.TURTLE)
    stated = [
        q.subject.value.removeprefix(KG)
        for q in quads
        if isinstance(q.subject, NamedNode) and str(q.object) == "<http://www.w3.org/2002/07/owl#ObjectProperty>"
    ]
    assert [p.name for p in predicates()] == stated
    assert roles() == ("agent", "participant", "target", "place")


def test_a_relation_type_stated_in_turtle_alone_reaches_corrections_views_and_shapes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in ontology_folder().glob("*.ttl"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with (tmp_path / "kg.ttl").open("a", encoding="utf-8") as out:
        out.write(
            'kg:teacherOf a owl:ObjectProperty ; rdfs:label "老师"@zh, "teacher of"@en ; '
            "rdfs:domain kg:Person ; rdfs:range kg:Person ; "
            'kg:shownAs "学生"@zh, "student"@en ; kg:inverseShownAs "老师"@zh, "teacher"@en .\n'
        )
    monkeypatch.setattr("kg.predicates.ontology_folder", lambda: tmp_path)
    predicates.cache_clear()
    try:
        added = predicates()[-1]
        assert (added.name, added.shown_as, added.links_entities) == ("teacherOf", ("学生", "student"), True)
        assert "kg:teacherOfRangeShape" in range_shapes()
        from kg.resolve.corrections import parse_corrections

        assert list(parse_corrections("add person/甲 teacherOf person/乙", "corrections.txt", ""))
    finally:
        predicates.cache_clear()
