"""Calls and answers as files: the request format of batch APIs, and one file of answers out of several."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.llm.answers import AnswerLine, as_line, read_lines
from kg.llm.causes import Counts
from kg.llm.estimate import Size, size_of
from kg.llm.parsing import MalformedAnswerError, parse_answer
from kg.llm.prompts import Call, calls_of
from kg.model import Source
from kg.read import split

URL = "/v1/chat/completions"


@dataclass(frozen=True, slots=True)
class Merged:
    """What was imported: the answers, those that are unusable, the models, and the exported calls without an answer."""

    answers: int
    unusable: int
    models: tuple[str, ...]
    missing: int


def calls_of_sources(sources: Iterable[Source], passes: int = 1) -> Iterator[Call]:
    """Yield the calls of all articles of sources, each once: articles with one text share their answers."""
    seen: set[str] = set()
    for call in (c for s in sources for a in split(s) for c in calls_of(a, passes)):
        if call.id not in seen:
            seen.add(call.id)
            yield call


def write_calls(sources: Iterable[Source], path: str, model: str, passes: int = 1, with_schema: bool = True) -> Size:
    """Write the calls of articles, a line each, as batch APIs take them, and return their size. Raises InputError."""

    def written() -> Iterator[Call]:
        with Path(path).open("w", encoding="utf-8", newline="\n") as file:
            for call in calls_of_sources(sources, passes):
                body = call.body(model, with_schema)
                line = {"custom_id": call.id, "method": "POST", "url": URL, "body": body}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                yield call

    try:
        return size_of(written())
    except OSError as e:
        raise InputError(f"{path}: cannot be written: {e.strerror}", "choose another file") from e


def merge_answers(paths: Sequence[str], output: str, model: str | None = None, prompts: str | None = None) -> Merged:
    """Write the answers of several files as one, the last of several answers to a call; `model` replaces their model's name.

    Raises InputError for a file that cannot be read or written, or is no file of answers.
    """
    found = {(a.id, model or a.model): a for path in paths for a in read_lines(path)}
    rows = [AnswerLine(id, name, a.content) for (id, name), a in sorted(found.items())]
    asked = _ids(prompts) if prompts else set[str]()
    try:
        Path(output).write_text("".join(f"{as_line(row)}\n" for row in rows), "utf-8", newline="\n")
    except OSError as e:
        raise InputError(f"{output}: cannot be written: {e.strerror}", "choose another file") from e
    models = tuple(sorted({row.model for row in rows if row.model}))
    return Merged(len(rows), sum(_is_unusable(r) for r in rows), models, len(asked - {row.id for row in rows}))


def _is_unusable(answer: AnswerLine) -> bool:
    try:
        parse_answer(answer.content, (), Counts())
    except MalformedAnswerError:
        return True
    return False


def _ids(path: str) -> set[str]:
    """Return the ids of exported calls."""
    found: set[str] = set()
    try:
        with Path(path).open(encoding="utf-8", errors="replace") as file:
            for line in file:
                with suppress(ValueError, TypeError, KeyError):
                    found.add(str(json.loads(line)["custom_id"]))
    except OSError as e:
        raise InputError(f"{path}: cannot be read: {e.strerror}", "give a file that kg llm export wrote") from e
    return found
