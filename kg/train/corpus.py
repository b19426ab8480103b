"""Annotated articles to learn from: `.ann` files in the inline form or in brat's, and the folders that `kg evaluate` reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.errors import InputError
from kg.evaluate.gold import GoldDocument, load_gold
from kg.train.annotations import AnnotatedArticle, AnnotatedMention, AnnotatedRelation, AnnotatedThing
from kg.train.brat import is_brat, parse_brat
from kg.train.inline import parse_inline

ADVICE = "see docs/evaluation.md for the form"


def read_corpus(paths: Sequence[str]) -> list[AnnotatedArticle]:
    """Read annotated articles, by name: `.ann` files, folders of them, and folders with `texts/` and `ann/`.

    Raises InputError for a path without annotations and for a file that is not in the form.
    """
    articles = [a for path in paths for a in _read_path(Path(path))]
    if not articles:
        raise InputError("there are no annotated articles", ADVICE)
    return sorted(articles, key=lambda a: a.name)


def _read_path(path: Path) -> Iterator[AnnotatedArticle]:
    if (path / "ann").is_dir():
        yield from _from_gold(path)
        return
    files = [path] if path.is_file() else sorted(path.glob("*.ann"))
    if not files:
        raise InputError(f"{path}: holds no .ann files, and no texts/ and ann/", ADVICE)
    yield from map(read_annotated, files)


def read_annotated(path: Path) -> AnnotatedArticle:
    """Read one article in the inline form, or in brat's with its text in the `.txt` file beside it. Raises InputError."""
    try:
        content = path.read_text("utf-8-sig")
        if is_brat(content):
            return parse_brat(path.stem, path.with_suffix(".txt").read_bytes().decode("utf-8-sig"), content)
        return parse_inline(path.stem, content)
    except (OSError, ValueError) as e:
        raise InputError(f"{path}: {e}", ADVICE) from e


def _from_gold(folder: Path) -> Iterator[AnnotatedArticle]:
    """Yield the articles of a folder that `kg evaluate` reads; its mentions are wherever the names stand."""
    for document in load_gold(folder):
        path = folder / "texts" / f"{document.name}.txt"
        try:
            text = path.read_text("utf-8-sig").strip("\n")
        except (OSError, UnicodeDecodeError) as e:
            raise InputError(f"{path}: cannot be read: {e}", ADVICE) from e
        yield _located(document, text)


def _located(document: GoldDocument, text: str) -> AnnotatedArticle:
    things = {
        e.id: AnnotatedThing(e.id, e.kind, "Event" if e.kind == "Event" else "", optional=e.optional)
        for e in document.entities
    }
    forms: dict[str, str] = {}
    for e in document.entities:
        for form in e.names if e.kind != "Event" else (e.trigger, *e.names):
            if len(form) > 1 or e.kind == "Event":
                forms.setdefault(form, e.id)
    mentions = tuple(AnnotatedMention(forms[text[a:b]], a, b) for a, b in _occurrences(forms, text))
    relations = tuple(
        AnnotatedRelation(r.subject, r.predicate, r.object, r.role, optional=r.optional) for r in document.relations
    )
    return AnnotatedArticle(document.name, text, {}, mentions, things, relations)


def _occurrences(forms: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield where forms stand, the longest of those that begin at one place, none overlapping another."""
    pattern = re.compile(
        "|".join(re.escape(f) for f in sorted(filter(None, forms), key=lambda f: (-len(f), f))) or "(?!)"
    )
    return (m.span() for m in pattern.finditer(text))
