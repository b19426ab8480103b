"""Everything that kg installs, also through its extras, may be used and passed on under permissive terms."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = "kg-news"
COPYLEFT = re.compile(r"\bA?GPL|(?<!Lesser )(?<!Library or Lesser )\b(?:Affero )?General Public License", re.IGNORECASE)
SILENT: dict[str, str] = {}  # what the files of packages state whose metadata state nothing


def refused(stated: list[str]) -> bool:
    """Return whether one of the licences, or each alternative of one, is copyleft."""
    return any(all(COPYLEFT.search(choice) for choice in licence.split(" OR ")) for licence in stated)


def licences(found: Distribution) -> list[str]:
    """Return what a distribution's metadata state of its licence: an SPDX expression, else classifiers, else the text."""
    stated = found.metadata
    if expression := stated.get("License-Expression"):
        return [expression]
    classified = [c.rpartition(" :: ")[2] for c in stated.get_all("Classifier", []) if c.startswith("License ::")]
    classified = [c for c in classified if c != "OSI Approved"]
    text = (stated.get("License") or "").strip()
    known = SILENT.get(canonicalize_name(found.metadata["Name"]))
    return classified or [x for x in (text.split("\n")[0] or known,) if x]


def required() -> dict[str, Distribution]:
    """Return the distributions that the project needs, with all extras, and those that they need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    listed = [*project["dependencies"], *(r for rows in project["optional-dependencies"].values() for r in rows)]
    waiting = [Requirement(r) for r in listed]
    found: dict[str, Distribution] = {}
    asked: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        r = waiting.pop()
        name = canonicalize_name(r.name)
        if name == PROJECT or (name, frozenset(r.extras)) in asked:
            continue
        asked.add((name, frozenset(r.extras)))
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue  # another system's, or it is not set up here
        for line in found[name].requires or ():
            needed = Requirement(line)
            extras = r.extras or {""}
            if needed.marker is None or any(needed.marker.evaluate({"extra": e}) for e in extras):
                waiting.append(needed)
    return found


def test_no_dependency_is_under_a_copyleft_licence() -> None:
    found = required()
    assert len(found) > 40
    assert {name: licences(d) for name, d in found.items() if refused(licences(d))} == {}


def test_every_dependency_states_its_licence() -> None:
    assert [name for name, d in sorted(required().items()) if not licences(d)] == []


@pytest.mark.parametrize(
    ("licence", "copyleft"),
    [
        ("AGPL-3.0-or-later", True),
        ("GPL-2.0-only", True),
        ("GNU Affero General Public License v3", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("LGPL-3.0-or-later", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT License", False),
        ("Apache-2.0", False),
        ("MIT OR GPL-3.0-only", False),
        ("MIT AND GPL-3.0-only", True),
    ],
)
def test_copyleft_licences_are_known_by_their_names(licence: str, copyleft: bool) -> None:
    assert refused([licence]) == copyleft
