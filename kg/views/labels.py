"""Labels of the views, in Chinese and in English.

One table each for the kinds of nodes (with their looks), the properties (read from either end, from the ontology), and
the values of closed lists. A property that is not in the table is shown by its local name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import OntologyError
from kg.predicates import predicates
from kg.views.network import Fact
from kg.vocab import KG, ontology_folder


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of node is named and drawn; the colours keep 3:1 contrast with the page in light and in dark."""

    kind: str
    label: str
    english: str
    shape: str  # a shape of vis-network whose label is outside
    light: str
    dark: str


LOOKS = (
    Look("Person", "人物", "People", "dot", "#2f6fde", "#6ea8ff"),
    Look("Organisation", "机构", "Organisations", "square", "#0b8a6a", "#3cc9a3"),
    Look("Event", "事件", "Events", "diamond", "#d1495b", "#ff8791"),
    Look("Place", "地点", "Places", "triangle", "#9a6700", "#e3b341"),
    Look("Award", "奖项", "Awards", "star", "#8250df", "#c297ff"),
)

# the colours of the largest communities, in light and in dark, and of all others: 3:1 with the page
PALETTE = (
    ("#2f6fde", "#6ea8ff"),
    ("#c2410c", "#fb923c"),
    ("#0b8a6a", "#3cc9a3"),
    ("#a21caf", "#e879f9"),
    ("#8a6d00", "#e3c341"),
    ("#be123c", "#fb7185"),
    ("#0e7490", "#22d3ee"),
    ("#4d7c0f", "#a3e635"),
    ("#6d28d9", "#c4b5fd"),
    ("#7c4a21", "#d6a77a"),
)
PLAIN = ("#858d99", "#7d8694")

# property: (what its object is to its subject, what its subject is to its object), each in Chinese and in English
PROPERTIES = {p.name: (p.shown_as, p.inverse_shown_as) for p in predicates() if p.shown_as and p.inverse_shown_as}

# what facts are called, in Chinese and in English, in the order in which they are shown
FACTS = {
    "eventType": ("类型", "type"),
    "trigger": ("触发词", "trigger"),
    "date": ("时间", "date"),
    "beginDate": ("起", "from"),
    "endDate": ("止", "to"),
    "status": ("状态", "status"),
    "holdsPosition": ("职务", "position"),
}

# the values of closed lists; in English they are called as the graph has them
VALUES = {
    "happened": "已发生",
    "planned": "计划中",
    "cancelled": "已取消",
    "postponed": "已推迟",
    "denied": "被否认",
    "alleged": "据称",
    "former": "曾任",
    "incoming": "将任",
}


def in_language(language: str, chinese: str, english: str) -> str:
    """Return one of two texts; both where there is no language, as on pages that are read by all.

    >>> in_language("en", "日期", "date"), in_language("", "日期", "date")
    ('date', '日期 date')
    """
    return {"zh": chinese, "en": english}.get(language, f"{chinese} {english}")


def view_fragment(language: str, theme: str) -> str:
    """Return the end of an address of the network page that opens it in a language and a theme.

    >>> view_fragment("en", "dark"), view_fragment("zh", "")
    ('#lang=en&theme=dark', '')
    """
    chosen = [("lang", "en" if language == "en" else ""), ("theme", theme)]
    asked = "&".join(f"{name}={value}" for name, value in chosen if value)
    return f"#{asked}" if asked else ""


def localised(fact: Fact) -> str:
    """Return a fact's value in Chinese: a type by its label, a status by its name, a position with its tenure.

    >>> localised(Fact("holdsPosition", "市长", tenure="former")), localised(Fact("status", "planned"))
    ('曾任市长', '计划中')
    """
    if fact.name == "eventType":
        return term_labels().get(fact.value, fact.value)
    return VALUES.get(fact.tenure, "") + VALUES.get(fact.value, fact.value)


@cache
def term_labels(language: str = "zh") -> Mapping[str, str]:
    """Return the label of each term that the ontology labels in a language, by its local name.

    Raises OntologyError where a file of the ontology does not parse.
    """
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    labels: dict[str, str] = {}
    for file in sorted(ontology_folder().glob("*.ttl")):
        try:
            for quad in parse(path=file, format=RdfFormat.TURTLE):
                term = quad.object
                if quad.predicate == label and isinstance(term, Literal) and (term.language or "").startswith(language):
                    labels.setdefault(str(quad.subject).strip("<>").removeprefix(KG), term.value)
        except SyntaxError as error:
            raise OntologyError(f"{file.name} does not parse: {error}", "repair the ontology's file") from error
    return labels
