"""What the wheel is built with from npm: nothing runs, and nothing is packed, that has another digest than the one we know."""

from __future__ import annotations

import base64
import hashlib
import importlib
import io
import platform
import subprocess
import sys
import tarfile
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the program that stands in for npm is a shell script")


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The build hook; hatchling, which loads it, is not there where nothing is built."""
    interface = ModuleType("hatchling.builders.hooks.plugin.interface")
    interface.BuildHookInterface = object  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, interface.__name__, interface)
    monkeypatch.delitem(sys.modules, "kg.hatch_npm", raising=False)
    return importlib.import_module("kg.hatch_npm")


@pytest.fixture
def npm(tmp_path: Path) -> str:
    """An npm whose esbuild leaves a trace where it runs."""
    with tarfile.open(tmp_path / "package.tgz", "w:gz") as tar:
        program = f"#!/bin/sh\ntouch '{tmp_path}/ran'\n".encode()
        member = tarfile.TarInfo("package/bin/esbuild")
        member.size = len(program)
        tar.addfile(member, io.BytesIO(program))
    (tmp_path / "npm").write_text(f"#!/bin/sh\n[ $1 = pack ] && cp '{tmp_path}/package.tgz' esbuild.tgz\nexit 0\n")
    (tmp_path / "npm").chmod(0o755)
    return str(tmp_path / "npm")


def test_an_esbuild_of_another_digest_does_not_run(
    hook: ModuleType, npm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    (tmp_path / "work").mkdir()
    with pytest.raises(ValueError, match=r"@esbuild/linux-x64@\S+ is not the file that it was"):
        hook._bundle_webgl(npm, tmp_path / "work")
    assert not (tmp_path / "ran").exists()


def test_an_esbuild_of_the_digest_that_is_known_runs(
    hook: ModuleType, npm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    digest = hashlib.sha512((tmp_path / "package.tgz").read_bytes()).digest()
    monkeypatch.setitem(hook.BUNDLER_DIGESTS, "linux-x64", base64.b64encode(digest).decode())
    (tmp_path / "work").mkdir()
    subprocess.run([hook._fetch_bundler(npm, tmp_path / "work")], check=True)
    assert (tmp_path / "ran").exists()


def test_a_machine_whose_esbuild_is_not_known_gets_none(
    hook: ModuleType, npm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(ValueError, match="no esbuild for"):
        hook._fetch_bundler(npm, tmp_path)
