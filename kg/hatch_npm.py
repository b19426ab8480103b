"""Built into the wheel, out of npm where there is one: the query editor Yasqe, and the WebGL bundle of the explorer.

Where there is no npm, or no network, the wheel is built without them: the query page has a plain text area, and there is no
explorer. What is fetched is checked against the digests below. The scripts of the pages are bundled anew only where their
sources are not those of the bundles that are committed.
"""

from __future__ import annotations

import base64
import hashlib
import runpy
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).parent
EDITOR = HERE / "serve" / "static" / "editor"
EDITOR_PACKAGE = "@zazuko/yasqe@4.6.2"
EDITOR_DIGEST = "83iCLuBIgU04KBIaibxZTjKvrXD6sEe/+aqsHxLb4+ZVD4eaUwh5hFJEetuWkiKBY6WxTjVOmhKXvh2AAOR14g=="  # sha512
EDITOR_FILES = ("yasqe.min.js", "yasqe.min.css")
WEBGL = HERE / "views" / "webgl"
WEBGL_BUNDLE = "webgl.min.js"
WEBGL_PACKAGES = {
    "sigma": "3.0.3",
    "graphology": "0.26.0",
    "graphology-utils": "2.5.2",
    "events": "3.3.0",
    "fflate": "0.8.3",
}  # all MIT
WEBGL_DIGEST = "1656e0f237cf13763b09807e5acb646c69b76fd40168f4371b3e05e03a242330"  # sha256 of the bundle
SCRIPTS: dict[str, Any] = runpy.run_path(str(HERE / "bundle_scripts.py"))
BUNDLER = SCRIPTS["BUNDLER"]
NOTICE = """Yasqe (@zazuko/yasqe 4.6.2, https://github.com/rdfjs/Yasgui), with CodeMirror 5 (Copyright (C) 2017 Marijn Haverbeke
and others, MIT) inside.

The MIT License. Copyright (c) Triply B.V., Zazuko GmbH and contributors.

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software
is furnished to do so, subject to the following conditions: The above copyright notice and this permission notice shall be
included in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND,
EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY,
WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR
OTHER DEALINGS IN THE SOFTWARE.
"""


class CustomBuildHook(BuildHookInterface):  # type: ignore[misc, unused-ignore]
    """Fetches what comes from npm before the wheel is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the files where the wheel takes them from; say so where that is not possible."""
        self._provide("the query editor", [EDITOR / name for name in EDITOR_FILES], _fetch_editor)
        bundle = WEBGL / WEBGL_BUNDLE
        if bundle.is_file() and hashlib.sha256(bundle.read_bytes()).hexdigest() != WEBGL_DIGEST:
            bundle.unlink()  # of another version
        self._provide("the explorer of large graphs", [bundle], _bundle_webgl)
        if any(SCRIPTS["outdated"]()):
            self._try("the present scripts of the pages", _bundle_scripts)
        build_data["artifacts"] += ["kg/serve/static/editor/*", f"kg/views/webgl/{WEBGL_BUNDLE}"]

    def _provide(self, what: str, files: list[Path], make: Callable[[str, Path], None]) -> None:
        if not all(f.is_file() for f in files):
            self._try(what, make)

    def _try(self, what: str, make: Callable[[str, Path], None]) -> None:
        npm = shutil.which("npm")
        try:
            if npm is None:
                raise ValueError("npm is not here")
            with tempfile.TemporaryDirectory() as folder:
                make(npm, Path(folder))
        except (OSError, subprocess.SubprocessError, tarfile.TarError, ValueError) as e:
            self.app.display_warning(f"built without {what}: {e}")


def _fetch_editor(npm: str, folder: Path) -> None:
    _run([npm, "pack", EDITOR_PACKAGE, "--silent"], folder)
    (archive,) = folder.glob("*.tgz")
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != EDITOR_DIGEST:
        raise ValueError(f"{EDITOR_PACKAGE} is not the file that it was: {digest}")
    with tarfile.open(archive) as tar:
        EDITOR.mkdir(parents=True, exist_ok=True)
        for name in EDITOR_FILES:
            member = tar.extractfile(f"package/build/{name}")
            if member is None:
                raise ValueError(f"{EDITOR_PACKAGE} has no {name}")
            (EDITOR / name).write_bytes(member.read())
    (EDITOR / "LICENSE.txt").write_text(NOTICE, "utf-8")


def _bundle_webgl(npm: str, folder: Path) -> None:
    """Bundle sigma, graphology and what unpacks the data into one script, their licences before it."""
    packages = [f"{name}@{version}" for name, version in WEBGL_PACKAGES.items()]
    _install(npm, folder, *packages, BUNDLER)
    entry, bundle = folder / "entry.js", folder / WEBGL_BUNDLE
    shutil.copy(WEBGL / "entry.js", entry)
    how = ("--bundle", "--minify", "--format=iife", "--global-name=webgl", "--target=es2020", "--legal-comments=none")
    esbuild = folder / "node_modules" / "esbuild" / "bin" / "esbuild"
    _run([shutil.which("node") or "node", str(esbuild), entry.name, *how, f"--outfile={bundle.name}"], folder)
    text = "".join(map(_licence, sorted(folder / "node_modules" / name for name in WEBGL_PACKAGES))) + bundle.read_text(
        "utf-8"
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    if digest != WEBGL_DIGEST:
        raise ValueError(f"{WEBGL_BUNDLE} is not the file that it was: {digest}")
    (WEBGL / WEBGL_BUNDLE).write_text(text, "utf-8", newline="\n")


def _bundle_scripts(npm: str, folder: Path) -> None:
    _install(npm, folder, BUNDLER)
    SCRIPTS["bundle_scripts"](folder / "node_modules" / ".bin" / "esbuild")


def _install(npm: str, folder: Path, *packages: str) -> None:
    quiet = ("--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock", "--no-save")
    _run([npm, "install", *quiet, "--prefix", str(folder), *packages], folder)


def _licence(package: Path) -> str:
    (file,) = [f for f in package.iterdir() if f.name.lower().startswith("licen")]
    return f"/*! {package.name} {WEBGL_PACKAGES[package.name]}\n{file.read_text('utf-8').strip()}\n*/\n"


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise ValueError(f"{' '.join(command[:2])}: {(done.stderr or done.stdout).strip()[-300:]}")
