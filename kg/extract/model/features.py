"""What the network reads of each character: the character, and what the tagger, the lexicon and the rules say of it.

Each channel is a small number for each character; the network has an embedding for each. Rules and word lists thus are
evidence that the network weighs, not verdicts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from kg.extract.lexicon import EventLexicon, Lexicon, NameLexicon, Rule
from kg.extract.model.pieces import pieces_of
from kg.extract.model.schema import EVENTS, ROLES
from kg.language.normalise import fold
from kg.language.rows import codes
from kg.model import AnalysedArticle, ArticleRecord

Features = npt.NDArray[np.int32]

PARTS = ("body", "title", "kicker", "subtitle", "byline", "caption")
RULE_KINDS = ("Person", "Organisation", "Place", "Award")
WORD_TAGS = (
    "a", "ad", "an", "c", "d", "f", "m", "n", "nr", "ns", "nt", "nw", "nz", "p", "q", "r", "s", "t", "u", "v", "vd", "vn", "w",
    "xc", "PER", "LOC", "ORG", "TIME",
)  # fmt: skip
CHANNELS: tuple[tuple[str, int], ...] = (  # name, and how many values
    ("word", 2 * len(WORD_TAGS) + 2),
    ("outer mention", 4 * len(RULE_KINDS) + 1),
    ("inner mention", 4 * len(RULE_KINDS) + 1),
    ("rule trigger", 2 * len(EVENTS) + 1),
    ("lexicon trigger", 2 * len(EVENTS) + 1),
    ("title", 4),
    ("time", 5),
    ("part", len(PARTS)),
    ("role", len(ROLES) + 1),
    ("ending", 8),
)
WIDTH = 0xFFFF
MOST_KNOWN = 100_000  # words whose endings are remembered


@dataclass(frozen=True, slots=True)
class ArticleFeatures:
    """What the network reads of an article.

    `characters` are code points, folded to half width; `channels` are characters x channels; `pieces` are the numbers of the
    pieces of words in text order, `piece` is for each character which of them it stands in.
    """

    characters: npt.NDArray[np.int64]
    channels: Features
    pieces: Features
    piece: Features


def features_of(analysed: AnalysedArticle, rules: ArticleRecord, lexica: Lexicon) -> ArticleFeatures:
    """Return what the network reads of an article; `rules` is what the rules found in it."""
    text = analysed.article.text
    channels = np.zeros((len(text), len(CHANNELS)), dtype=np.int32)
    _words(analysed, channels[:, 0])
    _mentions(rules, channels[:, 1], channels[:, 2])
    for e in rules.events:
        _write(channels[:, 3], e.start, e.end, _event_number(e.type))
    _lexicon(text, lexica.events, channels[:, 4])
    for m in lexica.names.title_at_start.finditer(text):
        channels[m.start() : m.end(), 5] = 2
        channels[m.start(), 5], channels[m.end() - 1, 5] = 1, 3
    for t in analysed.times:
        _write(channels[:, 6], t.start, t.end, 0 if t.when else 1)
    for s in analysed.sentences:
        channels[s.start : s.end, 7] = PARTS.index(s.part)
    _roles(rules, channels[:, 8])
    _endings(analysed, lexica.names, channels[:, 9])
    folded = fold(text)
    points = codes(folded).astype(np.int64)
    return ArticleFeatures(np.minimum(points, WIDTH), channels, *pieces_of(analysed, folded))


@cache
def _event_number(kind: str) -> int:
    return EVENTS.index(kind) if kind in EVENTS else 0


def _write(channel: Features, start: int, end: int, number: int) -> None:
    """Write a span with a number: odd at its beginning, even behind; 0 is no span."""
    channel[start:end] = 2 * number + 2
    channel[start : start + 1] = 2 * number + 1


def _words(analysed: AnalysedArticle, channel: Features) -> None:
    numbers = {tag: n for n, tag in enumerate(WORD_TAGS)}
    for s in analysed.sentences:
        for t in s.tokens:
            _write(channel, t.start, t.end, numbers.get(t.tag, len(WORD_TAGS) - 1))


def _mentions(rules: ArticleRecord, outer: Features, inner: Features) -> None:
    """Write the mentions of names, the outermost and those inside, by kind and place in the span (B, I, E, S)."""
    spans = sorted(
        {
            (m.start, m.end, e.kind)
            for e in rules.entities
            for m in e.mentions
            if m.rule != Rule.ANAPHOR and e.kind in RULE_KINDS
        },
        key=lambda s: (s[0], -s[1], s[2]),
    )
    reach = 0
    for start, end, kind in spans:
        channel = inner if start < reach else outer
        number = 4 * RULE_KINDS.index(kind)
        channel[start:end] = number + 2
        channel[start], channel[end - 1] = number + 1, number + 3
        if end - start == 1:
            channel[start] = number + 4
        reach = max(reach, end)


def _lexicon(text: str, events: EventLexicon, channel: Features) -> None:
    for pattern, words in ((events.verb, events.verbs), (events.noun, events.nouns)):
        for m in pattern.finditer(text):
            _write(channel, m.start(), m.end(), _event_number(words[m.group()].type))


def _roles(rules: ArticleRecord, channel: Features) -> None:
    roles = {r.object: ROLES.index(r.predicate) + 1 for r in reversed(rules.relations) if r.predicate in ROLES}
    for e in rules.entities:
        for m in e.mentions:
            if e.id in roles:
                channel[m.start : m.end] = roles[e.id]


def _endings(analysed: AnalysedArticle, names: NameLexicon, channel: Features) -> None:
    """Mark the last characters of words that end like organisations (1) or places (2), and words that begin like surnames (4)."""
    text = analysed.article.text
    for s in analysed.sentences:
        for t in s.tokens:
            word = text[t.start : t.end]
            channel[t.end - 1] |= _ending(word, names)
            if len(word) <= 4 and names.surname.match(word):
                channel[t.start] |= 4


@cache
def _known_endings() -> dict[str, int]:
    return {}


def _ending(word: str, names: NameLexicon) -> int:
    """Return 1 for a word that ends like an organisation, 2 like a place, 3 like both; a corpus has few different words."""
    known = _known_endings()
    found = known.get(word)
    if found is None:
        found = bool(names.organisation_suffix.search(word)) + 2 * bool(names.place_suffix.search(word))
        if len(known) < MOST_KNOWN:
            known[word] = found
    return found


def vocabulary_table(vocabulary: Mapping[str, int]) -> npt.NDArray[np.int64]:
    """Return the network's id of each code point."""
    table = np.full(WIDTH + 1, vocabulary["OOV"], dtype=np.int64)
    for character, n in vocabulary.items():
        if len(character) == 1 and ord(character) <= WIDTH:
            table[ord(character)] = n
    return table


def sentence_numbers(analysed: AnalysedArticle) -> npt.NDArray[np.int64]:
    """Return the number of the sentence that each character stands in."""
    numbers = np.zeros(len(analysed.article.text) + 1, dtype=np.int64)
    for s in analysed.sentences:
        numbers[s.start :] = s.index
    return numbers
