"""kg: Chinese news articles to a knowledge graph, offline, with the sentence behind every statement.

>>> import kg
>>> graph = kg.build_texts({"a.txt": "云川大学揭牌\\n\\n3月1日，云川市委书记程望舒出席云川大学揭牌仪式。"}, source="云川日报", date="2021-03-02")
>>> [(e.kind, e.name) for e in graph.records[0].entities][0]
('Organisation', '云川大学')
>>> graph.query("SELECT ?title WHERE { ?who skos:prefLabel '程望舒'@zh ; kg:holdsPosition/kg:positionTitle ?title }").rows
(('云川市委书记',),)
>>> graph.networkx().number_of_nodes() > 2
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.api import Graph, build, build_texts, load

__all__ = ["Graph", "build", "build_texts", "load"]


def __getattr__(name: str) -> object:
    """Import the API when it is first used, so that `import kg` costs nothing."""
    if name == "build":  # a package that can be called: once it is imported, Python finds it without this function
        import kg.build

        return kg.build
    if name in __all__:
        from kg import api

        return getattr(api, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
