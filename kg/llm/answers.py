"""Files of a model's answers: JSON Lines, each line one answer under the id of its call.

Three forms of a line are read: what kg writes, `{"custom_id", "model", "content"}`; the output of a batch API,
`{"custom_id", "response": {"body": {"model", "choices": [...]}}}`; and a bare chat completion under a `custom_id`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.extract.pipeline import ModelAnswers


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer: the id of its call, the model that was asked ("" where the line does not say), and its text."""

    id: str
    model: str
    content: str


def open_answers(
    path: str, model: str | None = None, passes: int = 1, only: bool = False, needed: bool = True
) -> ModelAnswers:
    """Return what a build needs of a file of answers, of one model; None for the only one in the file.

    `needed` is whether there must be an answer of it.

    Raises InputError for a file that cannot be read, holds no answer, or holds answers of several models where none is named.
    """
    lines = read_lines(path)
    models = sorted({line.model for line in lines if line.model})
    if model is None:
        if len(models) != 1:
            what = f"holds answers of {len(models)} models" if models else "does not say which model answered"
            raise InputError(f"{path}: {what}", f"name one with --llm{': ' + ', '.join(models) if models else ''}")
        model = models[0]
    chosen = contents_of(lines, model)
    if not chosen and needed:
        known = f"its models are: {', '.join(models)}" if models else "see docs/llm.md for the format"
        raise InputError(f"{path}: holds no answer of {model}", known)
    return ModelAnswers(path, model, digest_of(chosen), passes, only)


def load_answers(answers: ModelAnswers) -> Mapping[str, str]:
    """Return the answers by the ids of their calls. Raises InputError if the file has changed since it was opened."""
    return _load(answers.path, answers.model, answers.digest)


@lru_cache(maxsize=2)
def _load(path: str, model: str, digest: str) -> Mapping[str, str]:
    found = contents_of(read_lines(path), model)
    if digest_of(found) != digest:
        raise InputError(f"{path}: the answers have changed since the build began", "build again")
    return found


def contents_of(lines: list[AnswerLine], model: str) -> dict[str, str]:
    """Return the answers of a model by id, the last of several; a line without a model counts as its own."""
    return {line.id: line.content for line in lines if line.model in {"", model}}


def digest_of(contents: Mapping[str, str]) -> str:
    """Return a digest that does not depend on the order of the lines."""
    return hashlib.sha256(json.dumps(sorted(contents.items())).encode()).hexdigest()


def read_lines(path: str) -> list[AnswerLine]:
    """Return the answers in a file. Lines that are none, such as the last one of an interrupted run, are passed over.

    Raises InputError where the file cannot be read, or no line is an answer although there are lines.
    """
    try:
        text = Path(path).read_text("utf-8", errors="replace")
    except OSError as e:
        raise InputError(f"{path}: cannot be read: {e.strerror}", "give a file of answers, see docs/llm.md") from e
    lines = list(_lines(text))
    if text.strip() and not lines:
        raise InputError(f"{path}: no line of it is an answer of a model", "see docs/llm.md for the format")
    return lines


def _lines(text: str) -> Iterator[AnswerLine]:
    for line in text.split("\n"):
        try:
            data = json.loads(line)
        except (ValueError, RecursionError):
            continue
        found = _line(data) if isinstance(data, dict) else None
        if found:
            yield found


def _line(data: dict[str, Any]) -> AnswerLine | None:
    response = data.get("response")
    body = response.get("body") if isinstance(response, dict) else data
    if not isinstance(body, dict) or not isinstance(data.get("custom_id"), str):
        return None
    content = data.get("content") if "content" in data else content_of(body)
    model = data.get("model", body.get("model"))
    return (
        AnswerLine(data["custom_id"], model if isinstance(model, str) else "", content)
        if isinstance(content, str)
        else None
    )


def content_of(completion: Mapping[str, Any]) -> str | None:
    """Return the text of a chat completion; None where it is none."""
    choices = completion.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    content = message.get("content") if isinstance(message, dict) else None
    return content if isinstance(content, str) else None


def as_line(line: AnswerLine) -> str:
    """Return an answer as a line of a file, without the line break."""
    content = line.content.encode("utf-8", "replace").decode()  # models can write a lone surrogate as an escape
    return json.dumps({"custom_id": line.id, "model": line.model, "content": content}, ensure_ascii=False)
