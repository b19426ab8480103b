"""What a build writes: the files of an output folder, and a generation of a store, each with the report beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from pyoxigraph import Store

from kg.build.pipeline import BuildResult, ExtractedCorpus, quads_of
from kg.build.publishing import complete_files, publish_files, refuse_foreign_files, up_to_date_manifest
from kg.build.report import Summary, as_json, as_markdown
from kg.errors import InputError
from kg.files.manifest import BuildStamp, Manifest
from kg.files.ownership import FileSet
from kg.files.writing import FileWriter, text_writer, unwritable
from kg.graph.serialise import trig, turtle
from kg.store.generations import GraphStore, Published
from kg.store.layout import EXAMPLES, STORE_FILES
from kg.store.layout import NAME as GENERATION
from kg.vocab import KG

EXPLORER = "explorer.html"
REPORTS = ("report.md", "report.json")
WRITTEN = ("graph.trig", "graph.ttl", "network.html", *REPORTS)
TITLE = "新闻知识图谱 · kg"
OUTPUT_FILES = FileSet(
    "output",
    {
        **dict.fromkeys(("graph.trig", "graph.ttl"), KG.encode()),
        **dict.fromkeys(("network.html", EXPLORER), f"<title>{TITLE}</title>".encode()),
        **STORE_FILES.signatures,
    },
)
OnStep = Callable[[str], object]  # called with what is written next


def check_folders(folder: str | Path | None, store: str | Path | None) -> None:
    """Check that an output folder and a store (None: not requested) can be written without harm to what they hold.

    Raises InputError where they are one folder, or one of them holds something else than what is to be written.
    """
    if folder and store and _is_same(Path(folder), Path(store)):
        raise InputError(f"-o and --store name the same folder: {folder}", "give each a folder of its own")
    for path in (Path(f).resolve() for f in (folder, store) if f):
        if any(GENERATION.fullmatch(p.name) for p in (path, *path.parents)):
            raise InputError(f"{path}: is a part of a store, which a build replaces", "choose another folder")
    if folder and GraphStore.holds(folder):
        raise InputError(f"{folder}: is a store, not a folder for -o", "name it with --store, or choose another folder")
    others = {*OUTPUT_FILES.signatures} - {*STORE_FILES.signatures}
    if store and not GraphStore.holds(store) and any(os.path.lexists(Path(store) / name) for name in others):
        raise InputError(
            f"{store}: is no store, but holds what kg build -o writes", "choose another folder for --store"
        )
    if folder:
        refuse_foreign_files(Path(folder), OUTPUT_FILES)
    if store:
        GraphStore(store).refuse_foreign()


def _is_same(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return one.samefile(other)
    return os.path.realpath(one) == os.path.realpath(other)


def complete(folder: str | Path | None, store: str | Path | None) -> bool:
    """Finish what an ended build had begun to publish; return whether files of the output folder were moved.

    Must be called under the folders' locks. Raises InputError where they cannot be written.
    """
    try:
        if store:
            GraphStore(store).complete()
        return complete_files(Path(folder), OUTPUT_FILES) if folder else False
    except OSError as e:
        raise unwritable(e, Path(folder or store or "")) from e


def find_up_to_date_build(
    corpus: ExtractedCorpus, folder: str | Path | None, store: str | Path | None
) -> Manifest | None:
    """Return the manifest of the last build where an output folder and a store (None: not requested) hold this build already.

    None where anything that they depend on has changed, or any of their files is missing or was altered.
    """
    found = [GraphStore(store).unchanged(corpus.made_from, REPORTS)] if store else []
    found += [up_to_date_manifest(Path(folder), corpus.made_from, WRITTEN, OUTPUT_FILES)] if folder else []
    return found[0] if found and all(found) else None


def publish(result: BuildResult, folder: str | Path, on_step: OnStep = lambda step: None) -> Published:
    """Make a build's graph the current one of a store, with report.md and report.json beside it, together.

    Raises InputError where the folder cannot be written or holds something else, or another build writes it.
    """
    check_folders(None, folder)
    on_step(f"writing the store {folder}")
    beside = {**_site_pages(on_step), **_reports(result, on_step)}
    return GraphStore(folder).publish(quads_of(result), beside, _stamp_of(result))


def _site_pages(on_step: OnStep) -> dict[str, FileWriter]:
    """Return the writers of the pages of a store's site that take long to make, in the folder of the generation."""

    def network(path: Path) -> None:
        from kg.views.outline import Outline
        from kg.views.page import has_explorer, write_network

        on_step("writing the site's network.html")
        graph = Outline.of(Store.read_only(str(path.parent / "graph")))
        write_network(graph, path, title=TITLE, site="/id/", whole="?whole" if has_explorer() else "")

    def examples(path: Path) -> None:
        from kg.export.documentation import find_examples

        on_step("writing examples for the site's page of the ontology")
        found = find_examples(Store.read_only(str(path.parent / "graph")))
        text_writer([json.dumps(found, ensure_ascii=False, sort_keys=True)])(path)

    return {"network.html": network, EXAMPLES: examples}


def write(result: BuildResult, folder: str | Path, on_step: OnStep = lambda step: None) -> None:
    """Write WRITTEN, and explorer.html where the graph is large, all aside, then published together.

    Raises InputError where the folder cannot be written or holds something else, or another build writes it.
    """
    check_folders(folder, None)
    base = result.options.base

    def graph(name: str, parts: Iterator[str]) -> FileWriter:
        def write_graph(path: Path) -> None:
            on_step(f"writing {name}")
            text_writer(parts)(path)

        return write_graph

    writers = {
        "graph.trig": graph("graph.trig", trig(quads_of(result), base)),
        "graph.ttl": graph("graph.ttl", turtle(quads_of(result), base)),
        **_views(on_step),
        **_reports(result, on_step),
    }
    publish_files(Path(folder), writers, _stamp_of(result), OUTPUT_FILES)


def _views(on_step: OnStep) -> dict[str, FileWriter]:
    """Return the writers of the views of the graph.trig beside them: the small one, and of a large graph the explorer."""
    from kg.store.scanning import FileScan
    from kg.views.outline import Outline
    from kg.views.page import LARGE, SMALL, has_explorer, write_network

    graph = cache(lambda folder: Outline.of(FileScan(folder / "graph.trig")).held(LARGE))

    def is_large(path: Path) -> bool:
        return has_explorer() and len(graph(path.parent).nodes) > SMALL

    def network(path: Path) -> None:
        on_step("writing network.html")
        write_network(graph(path.parent), path, title=TITLE, whole=EXPLORER if is_large(path) else "")

    def explorer(path: Path) -> None:
        if is_large(path):
            on_step(f"writing {EXPLORER}")
            write_network(graph(path.parent), path, title=TITLE, limit=LARGE)

    return {"network.html": network, EXPLORER: explorer}


def _reports(result: BuildResult, on_step: OnStep) -> dict[str, FileWriter]:
    def report(form: Callable[[Summary], str]) -> FileWriter:
        def write_report(path: Path) -> None:
            on_step("writing the report")
            text_writer([form(result.summary)])(path)

        return write_report

    return {"report.md": report(as_markdown), "report.json": report(as_json)}


def _stamp_of(result: BuildResult) -> BuildStamp:
    return BuildStamp(result.made_from, len(result.records), result.problems)
