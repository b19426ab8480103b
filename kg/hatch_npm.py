"""Built into the wheel, out of npm where there is one: the query editor Yasqe, and the WebGL bundle of the explorer.

Where there is no npm, or no network, the wheel is built without them: the query page has a plain text area, and there is no
explorer. What is fetched is checked against the digests below. The scripts of the pages are bundled again only where their
sources are not those of the bundles that are committed.
"""

from __future__ import annotations

import base64
import hashlib
import platform
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
SCRIPTS: dict[str, Any] = runpy.run_path(str(HERE / "generate" / "scripts.py"))
BUNDLER = SCRIPTS["BUNDLER"].partition("@")[
    2
]  # of esbuild, whose program is run as it is fetched, without npm's scripts
BUNDLER_DIGESTS = {
    "linux-x64": "4xTZr1FUmSoQW4XIWmit3tzQrUTZM+N3P0XV8xROKYF50XfI7xeO90+1bZvNwxIufQ9hDQVRJH5YhgPVF8A/HQ==",
    "linux-arm64": "pW4AC0P3it8c7do9MVM4p51FzHzdM/TZrerurgRcHJ2WTa1VQ1CIq18xncfpBJw4ojkiZZrKW2yIBWBP92j6Ug==",
    "darwin-x64": "uq6suIWYP37qzGddBKPw5QEQPi6HiLGsO7UmkpfyaYNQ3D+rN6w6WfwH+nuqcGXWvawGwxOEroO4YGnFh95azw==",
    "darwin-arm64": "n4KqkOQrraxHJcgjM1RvwbigfQKIKJVpM7xp+KsxiyUSrRdIXnt73VhrPAx0fV44hgfmIVKjxMN9J1t5jySVkw==",
    "win32-x64": "5ebpxr3nWMzrL/rnUI755Jkuee0bHL/Gq0WTF9lvcpv73wAp5eu8MfBUgWK9bhWvZjj7yX8etf/8tI8Ney695g==",
    "win32-arm64": "PIhhEkE9uPBleRBrQEJpUn7MBnibZzbGzYWPmY3x+YoVg/95zbjB4CxPPOQ8l5tYYM4mMaCthF8/1DIfBQQyWQ==",
}  # sha512 of the packages @esbuild/linux-x64 and so on
SYSTEMS = {"Linux": "linux", "Darwin": "darwin", "Windows": "win32"}
MACHINES = {"x86_64": "x64", "AMD64": "x64", "aarch64": "arm64", "arm64": "arm64", "ARM64": "arm64"}
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


def _fetched(npm: str, folder: Path, package: str, digest: str) -> Path:
    """Fetch a package's archive into a new folder. Raises ValueError where it has another digest (sha512)."""
    folder.mkdir()
    _run([npm, "pack", package, "--silent"], folder)
    (archive,) = folder.glob("*.tgz")
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != digest:
        raise ValueError(f"{package} is not the file that it was: {found}")
    return archive


def _fetch_editor(npm: str, folder: Path) -> None:
    with tarfile.open(_fetched(npm, folder / "editor", EDITOR_PACKAGE, EDITOR_DIGEST)) as tar:
        EDITOR.mkdir(parents=True, exist_ok=True)
        for name in EDITOR_FILES:
            (EDITOR / name).write_bytes(_member(tar, f"package/build/{name}"))
    (EDITOR / "LICENSE.txt").write_text(NOTICE, "utf-8")


def _member(tar: tarfile.TarFile, name: str) -> bytes:
    member = tar.extractfile(name)
    if member is None:
        raise ValueError(f"{tar.name!r} has no {name}")
    return member.read()


def _fetch_bundler(npm: str, folder: Path) -> Path:
    """Return the program of esbuild for this machine, checked before it runs."""
    machine = f"{SYSTEMS.get(platform.system(), '')}-{MACHINES.get(platform.machine(), '')}"
    if machine not in BUNDLER_DIGESTS:
        raise ValueError(f"there is no esbuild for {platform.system()} on {platform.machine()} that could be checked")
    package = f"@esbuild/{machine}@{BUNDLER}"
    name = "esbuild.exe" if machine.startswith("win32") else "bin/esbuild"
    with tarfile.open(_fetched(npm, folder / "esbuild", package, BUNDLER_DIGESTS[machine])) as tar:
        program = folder / "esbuild" / Path(name).name
        program.write_bytes(_member(tar, f"package/{name}"))
    program.chmod(0o755)
    return program


def _bundle_webgl(npm: str, folder: Path) -> None:
    """Bundle sigma, graphology and what unpacks the data into one script, their licences before it."""
    esbuild = _fetch_bundler(npm, folder)
    packages = [f"{name}@{version}" for name, version in WEBGL_PACKAGES.items()]
    _install(npm, folder, *packages)
    entry, bundle = folder / "entry.js", folder / WEBGL_BUNDLE
    shutil.copy(WEBGL / "entry.js", entry)
    how = ("--bundle", "--minify", "--format=iife", "--global-name=webgl", "--target=es2020", "--legal-comments=none")
    _run([str(esbuild), entry.name, *how, f"--outfile={bundle.name}"], folder)
    text = "".join(map(_licence, sorted(folder / "node_modules" / name for name in WEBGL_PACKAGES))) + bundle.read_text(
        "utf-8"
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    if digest != WEBGL_DIGEST:
        raise ValueError(f"{WEBGL_BUNDLE} is not the file that it was: {digest}")
    (WEBGL / WEBGL_BUNDLE).write_text(text, "utf-8", newline="\n")


def _bundle_scripts(npm: str, folder: Path) -> None:
    SCRIPTS["bundle_scripts"](_fetch_bundler(npm, folder))


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
