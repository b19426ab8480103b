"""kg view: a page of a graph, of an entity with its neighbourhood, or of an article."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kg.errors import InputError

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store

DEFAULT_GRAPH = "exports/graph.trig"
WHOLE = 50_000  # nodes of a page of the whole graph
SHOWN = 8  # candidates that a message lists


def add_view(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg view."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.usage = "kg view [-h] [-o FILE] [--limit N | --whole] [WHAT] [GRAPH]"
    parser.epilog = """\
what you can look at:
  kg view graph.trig                     the best connected nodes of a graph: network, timeline, map
  kg view --whole graph.trig             the whole graph, up to 50,000 nodes, drawn in WebGL
  kg view 陆怀谦 graph.trig              a person, organisation, place or event with its neighbourhood;
                                         persons with the same name together
  kg view person/李建国~af0e0d5b store   one of them, by its key as shown by kg explain
  kg view n01.txt graph.trig             an article (file, id, title or IRI): its text with highlighted names, and the
                                         statements of each sentence; in full if the build's records are beside the graph
"""
    parser.add_argument(
        "what",
        nargs="*",
        metavar="[WHAT] [GRAPH]",
        help=f"a name, alias, IRI or its end, or an article; then a store or a file (default: {DEFAULT_GRAPH})",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="file to write (default: network.html, with --whole explorer.html, or named after WHAT)",
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--limit",
        type=int,
        default=1000,
        metavar="N",
        help="maximum number of nodes, the best connected first, or of an entity the nearest (default: %(default)s)",
    )
    size.add_argument(
        "--whole", dest="limit", action="store_const", const=WHOLE, help="as many nodes as a browser can draw: 50,000"
    )
    parser.set_defaults(run=_view)


def _view(options: argparse.Namespace) -> int:
    from kg.store import load

    what, graph = _what_and_graph(options.what)
    store = load(graph)
    if what is None:
        path = options.output or ("explorer.html" if options.limit == WHOLE else "network.html")
        _view_graph(store, graph, path, options.limit)
    else:
        path = options.output or f"{what.rsplit('/', 1)[-1] or 'view'}.html"
        _view_one(store, graph, what, path, options.limit)
    print(f"{path}: open it in a browser")
    return 0


def _what_and_graph(given: list[str]) -> tuple[str | None, str]:
    """Return the subject of the page (None: the whole graph), and the graph."""
    from kg.store import GraphStore
    from kg.store.opening import FORMATS

    if len(given) > 2:
        raise InputError(
            f"{' '.join(given)}: too many arguments", 'write kg view WHAT GRAPH, with quotes around a name: "A B"'
        )
    if len(given) == 2:
        return given[0], given[1]
    if not given:
        return None, DEFAULT_GRAPH
    is_graph = Path(given[0]).suffix in FORMATS or GraphStore.is_at(given[0])
    return (None, given[0]) if is_graph else (given[0], DEFAULT_GRAPH)


def _view_graph(store: Store, graph: str, path: str, limit: int) -> None:
    from kg.views.outline import Outline
    from kg.views.page import write_network

    write_network(Outline.of(store), path, title=f"新闻知识图谱 · {Path(graph).name}", limit=limit)


def _view_one(store: Store, graph: str, what: str, path: str, limit: int) -> None:
    from kg.graph.finding import find_articles, find_entities, find_titled, like
    from kg.store import base_of

    base = base_of(store)
    articles = find_articles(store, what, base)
    entities = [] if articles else find_entities(store, what, base)
    articles = articles or ([] if entities else find_titled(store, what))
    if len(articles) > 1:
        ids = [unquote(a.value.removeprefix(f"{base}article/")) for a in articles]
        more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
        raise InputError(f"{what}: {len(ids)} articles", f"name one of them: {', '.join(ids[:SHOWN])}{more}")
    if articles:
        _view_article(store, articles[0].value, graph, path, base)
    elif entities:
        _view_entities(store, entities, path, base, limit)
    else:
        raise InputError(f"{what}: is neither an entity nor an article of {graph}", like(store, what))


def _view_article(store: Store, iri: str, graph: str, path: str, base: str) -> None:
    from kg.build.cache import record_beside
    from kg.views.article import read_article
    from kg.views.article_page import render_article
    from kg.views.saving import save

    article = read_article(store, iri, record_beside(Path(graph), iri.removeprefix(base)))
    save(render_article(article), path, private=article.whole)
    if not article.whole:
        print(
            "only cited sentences are shown: the build's records are not beside the graph (kg build without --no-cache)"
        )


def _view_entities(store: Store, entities: list[NamedNode], path: str, base: str, limit: int) -> None:
    from kg.graph.explain import explain
    from kg.graph.neighbourhood import around
    from kg.resolve.apply_corrections import written
    from kg.store import searchable
    from kg.views.network import link_counts, nearest, totals
    from kg.views.network_reader import read_network
    from kg.views.page import render
    from kg.views.saving import save

    found = sorted((e for n in entities for e in explain(store, n.value, base)), key=lambda e: (-e.articles, e.iri))
    whole = read_network(around(searchable(store), *(e.iri for e in found)))
    network = nearest(whole, [e.iri for e in found], limit)
    left_out = (len(whole.nodes) - len(network.nodes), len(whole.edges) - len(network.edges))
    page = render(
        network,
        title=f"{found[0].label} · kg",
        left_out=left_out,
        base=base,
        start=found[0].iri,
        totals=totals(whole),
        links=link_counts(whole, [e.iri for e in found]),
    )
    save(page, path)
    if any(left_out):
        print(f"{left_out[0]} nodes and {left_out[1]} edges are left out; --limit {len(whole.nodes)} shows all")
    if len(found) > 1:
        print(f"{len(found)} entities with this name, drawn together; for a single one: kg view KEY")
        for e in found:
            span = f", {e.first} to {e.last}" if e.first else ""
            print(f"  {written(e.iri.removeprefix(base))}  {e.label}, {e.kind}, {e.articles} articles{span}")
