"""Bundles the scripts of the pages, the ES modules in kg/views/js, into one file for each page.

    python kg/generate/scripts.py ESBUILD    bundle with this esbuild (npm puts it into node_modules/.bin)
    python kg/generate/scripts.py --check    list what is out of date (exit status 1)

The bundles are committed, so that an installation needs no npm, together with the digests of the sources that they were
built from and of themselves. `make js` runs this with the esbuild of tests/js/package.json, and the build of a wheel does where the
sources have changed.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
SOURCES = PACKAGE / "views" / "js"
BUNDLES = {  # the entry module: the bundle
    "network.js": PACKAGE / "views" / "bundle" / "network.js",
    "explorer.js": PACKAGE / "views" / "bundle" / "explorer.js",
    "article.js": PACKAGE / "views" / "bundle" / "article.js",
    "site.js": PACKAGE / "serve" / "static" / "site.js",
    "sparql.js": PACKAGE / "serve" / "static" / "sparql.js",
}
DIGESTS = PACKAGE / "views" / "bundle" / "digests.txt"
BUNDLER = "esbuild@0.28.2"  # another version may give other bytes
OPTIONS = (
    *("--bundle", "--format=iife", "--target=es2022", "--charset=utf8", "--legal-comments=none", "--log-level=error"),
    '--banner:js=// Made of kg/views/js by make js: do not edit.\n"use strict";',  # as in modules
)


def digests() -> dict[str, str]:
    """Return the digest of the sources, with the options of the bundler, and those of the existing bundles."""
    sources = hashlib.sha256(repr((BUNDLER, OPTIONS)).encode())
    for file in sorted(SOURCES.rglob("*.js")):
        sources.update(f"{file.relative_to(SOURCES).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    bundles = {_name(b): hashlib.sha256(b.read_bytes()).hexdigest() for b in BUNDLES.values() if b.is_file()}
    return {_name(SOURCES): sources.hexdigest()} | bundles


def outdated() -> Iterator[str]:
    """Return what has another digest than when the bundles were written: the sources, or a bundle."""
    recorded = DIGESTS.read_text("utf-8").splitlines() if DIGESTS.is_file() else []
    now = digests()
    for path in (SOURCES, *BUNDLES.values()):
        if f"{now.get(_name(path))}  {_name(path)}" not in recorded:
            yield _name(path)


def bundled(esbuild: Path) -> Iterator[tuple[Path, bytes]]:
    """Return each bundle and what it should hold. Raises CalledProcessError for modules with an error, which is printed."""
    for entry, bundle in BUNDLES.items():
        done = subprocess.run([str(esbuild), entry, *OPTIONS], cwd=SOURCES, stdout=subprocess.PIPE, check=True)
        yield bundle, done.stdout


def bundle_scripts(esbuild: Path) -> None:
    """Write the bundles and the digests; errors as in `bundled`."""
    for bundle, content in list(bundled(esbuild)):
        bundle.parent.mkdir(exist_ok=True)
        bundle.write_bytes(content)
    DIGESTS.write_text("".join(f"{digest}  {name}\n" for name, digest in digests().items()), "utf-8", newline="\n")


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


def main(arguments: list[str]) -> int:
    """Run the command line."""
    if arguments == ["--check"]:
        for name in (found := list(outdated())):
            print(f"{name} has changed since the bundles were written: run make js", file=sys.stderr)
        return 1 if found else 0
    if len(arguments) != 1 or not (esbuild := shutil.which(arguments[0])):
        print(__doc__, file=sys.stderr)
        return 2
    bundle_scripts(Path(esbuild).absolute())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
