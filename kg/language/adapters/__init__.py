"""Taggers of other libraries: they find the names, the built-in tagger the words and parts of speech that the rules read.

A name of a tagger is "spacy", or "spacy:zh_core_web_trf" with a model of the library. Each adapter is one module that converts its
library; the libraries are extras, or are installed by the user.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from kg.errors import InputError
from kg.language.adapters import gliner2, hanlp, ltp, spacy
from kg.language.adapters.overlay import FindNames, OverlaidTagger


@dataclass(frozen=True, slots=True)
class Adapter:
    """A library: its package, how it is installed, the model that it uses by default, and what loads one."""

    package: str
    install: str
    model: str
    load: Callable[[str], FindNames]


ADAPTERS: Mapping[str, Adapter] = {
    "spacy": Adapter("spacy", "pip install 'kg-news[spacy]'", "zh_core_web_md", spacy.load),
    "hanlp": Adapter("hanlp", "pip install 'kg-news[hanlp]'", hanlp.DEFAULT, hanlp.load),
    "ltp": Adapter("ltp", "pip install ltp (mind its licence: docs/taggers.md)", "LTP/small", ltp.load),
    "gliner2": Adapter("gliner2", "pip install 'kg-news[gliner2]'", gliner2.DEFAULT, gliner2.load),
}


def adapter_named(name: str) -> tuple[Adapter, str] | None:
    """Return the adapter of a tagger's name, and the model; None where the name is no adapter's."""
    library, _, model = name.partition(":")
    found = ADAPTERS.get(library)
    return (found, model or found.model) if found else None


def load_adapter(name: str, adapter: Adapter, model: str) -> OverlaidTagger:
    """Return a tagger with the names of a library. Raises InputError where the library or the model is missing."""
    try:
        return OverlaidTagger(adapter.load(model))
    except ImportError as e:
        raise InputError(f"--tagger {name}: needs the package {adapter.package}: {e}", adapter.install) from e
    except Exception as e:  # a library may raise anything where a model is missing
        why = str(e).strip().split("\n")[0][:300]
        raise InputError(f"--tagger {name}: cannot be loaded: {type(e).__name__}: {why}", "see docs/taggers.md") from e


def version_of(adapter: Adapter, model: str) -> str:
    """Return the versions that the names depend on: the library's, and the model's where it is a package."""
    return " ".join(f"{name} {found}" for name in (adapter.package, model) if (found := _version(name)))


def _version(name: str) -> str:
    try:
        return version(name)
    except (PackageNotFoundError, ValueError):
        return ""
