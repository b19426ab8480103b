"""The shapes that follow from the table of properties: what each property may lead to (W3C SHACL 2017).

`ontology/ranges.ttl` holds them, for `kg validate` and for other SHACL engines; write it again after a change of
`ontology/kg.ttl`:

    python -m kg.graph.shapes
"""

from __future__ import annotations

from kg.predicates import Predicate, predicates
from kg.vocab import KG, ontology_folder

RANGES = "ranges.ttl"
HEAD = f"""@prefix kg: <{KG}> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

# Written from kg.ttl by python -m kg.graph.shapes; do not edit.
"""


def range_shapes() -> str:
    """Return the Turtle of one shape for each property whose values have a class of the ontology."""
    return HEAD + "".join(_shape(p) for p in predicates() if p.leads_to)


def _shape(p: Predicate) -> str:
    classes = " ".join(f"[ sh:class kg:{name} ]" for name in p.leads_to)
    return (
        f"\nkg:{p.name}RangeShape a sh:NodeShape ; sh:targetObjectsOf kg:{p.name} ; sh:or ( {classes} ) ;\n"
        f'    sh:message "kg:{p.name} must lead to {" or ".join(p.leads_to)}"@en, "kg:{p.name} 的值类型不符"@zh .\n'
    )


if __name__ == "__main__":
    (ontology_folder() / RANGES).write_text(range_shapes(), "utf-8")
