"""What the views call things: Chinese first, with the English name where a reader may need it.

One table each for the kinds of nodes (with their looks), the properties (read from either end), and the
values of closed lists. A property that is not in the table is shown by its local name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import OntologyError
from kg.vocab import KG, ontology_folder


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of node is named and drawn; the colours keep 3:1 contrast with the page in light and in dark."""

    kind: str
    label: str
    shape: str  # a shape of vis-network whose label stands outside
    light: str
    dark: str


LOOKS = (
    Look("Person", "人物", "dot", "#2f6fde", "#6ea8ff"),
    Look("Organisation", "机构", "square", "#0b8a6a", "#3cc9a3"),
    Look("Event", "事件", "diamond", "#d1495b", "#ff8791"),
    Look("Place", "地点", "triangle", "#9a6700", "#e3b341"),
    Look("Award", "奖项", "star", "#8250df", "#c297ff"),
)

# property: (what its object is to its subject, what its subject is to its object)
PROPERTIES = {
    "agent": ("主体", "实施的事件"),
    "participant": ("参加者", "参加的事件"),
    "target": ("对象", "所涉的事件"),
    "place": ("地点", "在此发生"),
    "subEventOf": ("所属事件", "子事件"),
    "holdsPosition": ("任职", "任职者"),
    "memberOf": ("所属单位", "成员"),
    "relatedTo": ("相关人物", "相关人物"),
    "bornIn": ("出生地", "生于此地"),
    "livesIn": ("居住地", "居于此地"),
    "locatedIn": ("所在地", "在此的机构"),
    "subOrganisationOf": ("上级机构", "下属机构"),
    "affiliatedWith": ("关联机构", "关联机构"),
    "award": ("获奖", "获奖者"),
    "partOf": ("上级地区", "所辖地区"),
}

FACTS = {
    "eventType": "类型",
    "trigger": "触发词",
    "date": "时间",
    "beginDate": "起",
    "endDate": "止",
    "status": "状态",
    "holdsPosition": "职务",
}

VALUES = {
    "happened": "已发生",
    "planned": "计划中",
    "denied": "被否认",
    "alleged": "据称",
    "former": "曾任",
    "incoming": "将任",
}


@cache
def term_labels() -> Mapping[str, str]:
    """Return the Chinese label of each term that the ontology labels, by its local name.

    Raises OntologyError where a file of the ontology does not parse.
    """
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    labels: dict[str, str] = {}
    for file in sorted(ontology_folder().glob("*.ttl")):
        try:
            for quad in parse(path=file, format=RdfFormat.TURTLE):
                term = quad.object
                if quad.predicate == label and isinstance(term, Literal) and (term.language or "").startswith("zh"):
                    labels.setdefault(str(quad.subject).strip("<>").removeprefix(KG), term.value)
        except SyntaxError as error:
            raise OntologyError(f"{file.name} does not parse: {error}", "repair the ontology's file") from error
    return labels
