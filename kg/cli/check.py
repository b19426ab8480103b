"""kg check: whether a store or an output folder is as it was written."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.errors import InputError


def add_check(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg check."""
    parser.add_argument(
        "graph", metavar="FOLDER", nargs="?", default="exports", help="a store, or a folder of kg build -o"
    )
    parser.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from kg.build.outputs import OUTPUT_FILES
    from kg.build.publishing import check_files
    from kg.store import GraphStore

    folder = Path(options.graph)
    if not folder.is_dir():
        raise InputError(f"{folder}: is no folder", "name a store, or a folder that kg build -o wrote")
    if GraphStore.holds(folder):
        where, manifest, lines = GraphStore(folder).check()
    else:
        where = folder
        manifest, lines = check_files(folder, OUTPUT_FILES)
    for line in lines:
        print(f"{where}: {line}")
    files, size = len(manifest.files), sum(state.size for state in manifest.files.values())
    if lines:
        print(f"{where}: is not as it was written; the next kg build into the folder repairs it")
        return 1
    print(f"{where}: {files} files, {size:,} bytes, all as they were written")
    return 0
