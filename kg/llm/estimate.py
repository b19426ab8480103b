"""How much calls send and what they cost, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.llm.prompts import Call

TOKENS_PER_CHARACTER = 1.0  # of Chinese text: an upper bound for tokenisers of models that know Chinese
ASCII_PER_TOKEN = 4
TOKENS_OF_ANSWER = 400  # of one answer: most calls find nothing or a few items
PER = 1_000_000  # tokens that a price is for


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a million tokens, read and written, in any currency."""

    read: float
    written: float


@dataclass(frozen=True, slots=True)
class Size:
    """The number of articles and calls, the characters sent, and the estimated tokens."""

    articles: int
    calls: int
    characters: int
    input_tokens: int

    @property
    def output_tokens(self) -> int:
        """The estimated number of tokens of the answers."""
        return self.calls * TOKENS_OF_ANSWER

    def cost(self, price: Price) -> float:
        """Return the estimated cost."""
        return (self.input_tokens * price.read + self.output_tokens * price.written) / PER


def size_of(calls: Iterable[Call]) -> Size:
    """Return the size of calls."""
    articles: set[str] = set()
    number = characters = 0
    tokens = 0.0
    for call in calls:
        articles.add(call.article)
        number += 1
        text = call.system + call.text
        ascii_only = sum(c.isascii() for c in text)
        characters += len(text)
        tokens += ascii_only / ASCII_PER_TOKEN + (len(text) - ascii_only) * TOKENS_PER_CHARACTER
    return Size(len(articles), number, characters, round(tokens))
