"""Built into the wheel: the query editor Yasqe (Zazuko's fork, MIT), taken from npm where there is one.

Where there is no npm, or no network, the wheel is built without it, and the query page has a plain text area.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "@zazuko/yasqe@4.6.2"
INTEGRITY = "83iCLuBIgU04KBIaibxZTjKvrXD6sEe/+aqsHxLb4+ZVD4eaUwh5hFJEetuWkiKBY6WxTjVOmhKXvh2AAOR14g=="  # sha512
FILES = ("yasqe.min.js", "yasqe.min.css")
TARGET = Path(__file__).parent / "static" / "editor"
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
    """Fetches the editor before the wheel is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the editor's files where the wheel takes them from; say so where that is not possible."""
        if not all((TARGET / name).is_file() for name in FILES):
            try:
                _fetch()
            except (OSError, subprocess.SubprocessError, tarfile.TarError, ValueError) as e:
                self.app.display_warning(f"built without the query editor: {e}")
        build_data["artifacts"].append("kg/serve/static/editor/*")


def _fetch() -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise ValueError("npm is not here")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([npm, "pack", PACKAGE, "--silent"], cwd=folder, check=True, capture_output=True, timeout=300)
        (archive,) = Path(folder).glob("*.tgz")
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if digest != INTEGRITY:
            raise ValueError(f"{PACKAGE} is not the file that it was: {digest}")
        with tarfile.open(archive) as tar:
            TARGET.mkdir(parents=True, exist_ok=True)
            for name in FILES:
                member = tar.extractfile(f"package/build/{name}")
                if member is None:
                    raise ValueError(f"{PACKAGE} has no {name}")
                (TARGET / name).write_bytes(member.read())
    (TARGET / "LICENSE.txt").write_text(NOTICE, "utf-8")
