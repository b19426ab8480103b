"""The Python API: build from files or strings, and take the graph as records, rdflib, networkx or SPARQL rows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build.options import Options
from kg.build.outputs import write
from kg.build.pipeline import BuildResult, build_sources, quads_of
from kg.build.pipeline import build as build_paths
from kg.errors import InputError, Problem
from kg.extract import BUNDLED
from kg.files.integrity import damage_reported
from kg.graph.query import Table, Triples
from kg.graph.query import query as ask
from kg.model import ArticleRecord, Metadata, Source
from kg.read.decode import clean
from kg.read.jurisdiction import checked_jurisdiction, jurisdiction_of
from kg.store import base_of, searchable
from kg.store import load as load_store

if TYPE_CHECKING:
    import networkx
    import rdflib
    from pyoxigraph import Store

    from kg.views.card import EntityCard
    from kg.views.notebook import Tab, Widget


@dataclass(frozen=True)
class Graph:
    """A built or loaded graph. `built` is None for a loaded one."""

    store: Store
    built: BuildResult | None = None

    @property
    def records(self) -> Sequence[ArticleRecord]:
        """The records of the articles; empty for a loaded graph."""
        return self.built.records if self.built else ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of the build: what could not be read, and why."""
        return self.built.problems if self.built else ()

    def query(self, sparql: str) -> Table | Triples:
        """Run SPARQL; the prefixes of `kg` are predefined. A notebook shows a table with the labels of its entities.

        Raises QueryError, or DamagedError for a damaged store."""
        from kg.views.notebook import labelled

        found = ask(self._searchable, sparql)
        return labelled(found, self.store) if isinstance(found, Table) else found

    @cached_property
    @damage_reported()
    def _searchable(self) -> Store:
        return searchable(self.store)

    def rdflib(self) -> rdflib.Dataset:
        """Return the graph as an rdflib Dataset with a named graph for each article, without copying it.

        Oxigraph remains the engine (through oxrdflib), with its memory use and speed; a store on disk is read-only.
        """
        import rdflib
        from oxrdflib import OxigraphStore

        return rdflib.Dataset(store=OxigraphStore(store=self.store))

    @damage_reported()
    def networkx(self) -> networkx.MultiDiGraph:
        """Return entities as nodes and statements as edges, with their labels as attributes."""
        from kg.views.network_reader import to_networkx

        return to_networkx(self.store)

    @damage_reported()
    def entities(self, name: str) -> tuple[EntityCard, ...]:
        """Return the entities with a name, alias, IRI or key ("person/陆怀谦"), the most frequently mentioned first."""
        from kg.graph.finding import find_entities
        from kg.views.card import entity_card

        found = find_entities(self.store, name, base_of(self.store))
        cards = (entity_card(self._searchable, node.value) for node in found)
        return tuple(sorted(cards, key=lambda c: (-len(c.articles), c.iri)))

    def entity(self, name: str) -> EntityCard:
        """Return the one entity with a name, alias, IRI or key. Raises InputError if there is none, or several."""
        from kg.graph.finding import like

        found = self.entities(name)
        if not found:
            raise InputError(f"{name}: no such entity in the graph", like(self.store, name))
        if len(found) > 1:
            base = base_of(self.store)
            keys = ", ".join(e.iri.removeprefix(base) for e in found)
            raise InputError(f"{name}: {len(found)} entities have this name", f"name one of them: {keys}")
        return found[0]

    @damage_reported()
    def view(self, name: str | None = None, tab: Tab = "network", limit: int = 300) -> Widget:
        """Return the network, the ties, the timeline, the map or the tables as a widget for a notebook.

        Without a name, of the `limit` best connected nodes; else of the neighbourhood of that entity. `.html` is the page.
        Raises InputError if there is no entity of that name, or several.
        """
        from kg.graph.neighbourhood import around
        from kg.views.network import link_counts, most_connected, totals
        from kg.views.network_reader import read_network
        from kg.views.notebook import Widget
        from kg.views.outline import Outline
        from kg.views.page import render

        base = base_of(self.store)
        if name is None:
            outline = Outline.of(self.store)
            part, left_out = outline.part(limit)
            network = most_connected(read_network(part), limit)
            links = outline.link_counts(n.iri for n in network.nodes)
            page = render(
                network, title="kg", left_out=left_out, base=base, tab=tab, totals=outline.totals, links=links
            )
            return Widget(page)
        card = self.entity(name)
        whole = read_network(around(self._searchable, card.iri))
        network = most_connected(whole, limit)
        left_out = (len(whole.nodes) - len(network.nodes), len(whole.edges) - len(network.edges))
        page = render(
            network,
            title=card.name,
            left_out=left_out,
            base=base,
            start=card.iri,
            tab=tab,
            totals=totals(whole),
            links=link_counts(whole, [card.iri]),
        )
        return Widget(page)

    def __repr__(self) -> str:
        """Return one line, as the records of a whole corpus are too long for a notebook."""
        return f"<Graph: {len(self.records)} articles built>" if self.built else "<Graph: loaded>"

    @damage_reported()
    def _repr_html_(self) -> str:
        from kg.views.sketch import sketch

        return sketch(self.store)

    def write(self, folder: str | Path) -> None:
        """Write the files of `kg build`. Raises ValueError for a loaded graph."""
        if self.built is None:
            raise ValueError("a loaded graph has no records to write; build it")
        write(self.built, folder)


def _graph(result: BuildResult) -> Graph:
    from pyoxigraph import Store

    store = Store()
    store.bulk_extend(quads_of(result))
    return Graph(store, result)


def build(paths: Sequence[str], options: Options | None = None) -> Graph:
    """Build from files, folders, patterns or JSON Lines, like `kg build`. Raises InputError."""
    return _graph(build_paths(paths, options or Options()))


def build_texts(
    texts: Mapping[str, str],
    *,
    source: str | None = None,
    date: str | None = None,
    jurisdiction: str | None = None,
    jobs: int | None = None,
    model: str = BUNDLED,
) -> Graph:
    """Build from strings: {name: text}, with the newspaper and the publication date ("2021-03-02") of all of them.

    `jobs` processes read the texts; None means one for each core. `model` is the file of a trained model, "bundled" or, for the
    rules alone, "none". Raises ValueError for an invalid date,
    InputError for a jurisdiction that is no place.
    """
    day = datetime.date.fromisoformat(date) if date else None
    home = checked_jurisdiction(jurisdiction, lambda problem: None) if jurisdiction else None
    known = {name: Metadata(day, source, jurisdiction=home or jurisdiction_of(source, t)) for name, t in texts.items()}
    sources = [Source(name, clean(text), known[name]) for name, text in sorted(texts.items())]
    return _graph(build_sources(sources, Options(jobs=jobs, model=model)))


def load(path: str | Path) -> Graph:
    """Open a store, or load a graph file (.trig, .ttl, .nq, .nt). Raises InputError."""
    return Graph(load_store(path))
