"""Words that mark what follows as planned: 将, 拟, 定于, 计划.

将 is an adverb (将于4月开幕) or a preposition with the meaning of 把 (将某人抓获). The preposition governs a noun phrase, after which
the verb follows; the adverb stands before a verb, another adverb, a preposition or a time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.model import Token
from kg.wordlists import either, words

NEAR_JIANG = words("nouns_with_jiang")
DECIDED = r"决定(?=于?\d{1,2}[月日])"  # 决定6月4日召开: the date of what is to be
MARKER = re.compile(
    "(?<![{}])(?=将)(?!将[{}]){}|{}|{}".format(
        "".join(w[1] for w in sorted(NEAR_JIANG) if w[0] == "+"),
        "".join(w[1] for w in sorted(NEAR_JIANG) if w[0] == "-"),
        either(w for w in words("planning_words") if w[0] == "将"),
        either(w for w in words("planning_words") if w[0] != "将"),
        DECIDED,
    )
)
NOMINAL = frozenset({"n", "nz", "nw", "vn", "an", "PER", "LOC", "ORG", "nr", "ns", "nt"})
OBJECT = NOMINAL - {"vn", "an"} | {"r", "m", "q"}  # tags of the first word of the object of 将
VERBAL = frozenset({"v", "vd", "vn"})
ADVERBS = words("disposal_adverbs")
MODIFIERS = re.compile(either("disposal_modifiers"))
CLAUSE_REST = re.compile(r"(?:（[^（）\n]{0,60}）|[^，。；！？\n])*")  # a comma in brackets ends no clause
DISPOSAL = re.compile(  # where the words of the text are not known
    r"将[^，。；]{1,8}?(?:抓获|控制|逮捕|送|救|带|移送|转移|击|打|抓|捕|列|纳|作为|视为)"
)


class Prospects:
    """The marks of planning in a text. `tokens` are its words, in order; without them 将 is judged by its verb alone."""

    def __init__(self, text: str, tokens: Sequence[Token] = ()) -> None:
        self.text = text
        self.tokens = tokens
        self.starts = [t.start for t in tokens]

    def markers(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """Yield the words that mark a plan between two offsets."""
        for m in MARKER.finditer(self.text, start, end):
            if not self._is_noun(m.start()) and not (m.group() == "将" and self.is_disposal(m.start())):
                yield m

    def is_disposal(self, at: int) -> bool:
        """Whether 将 at an offset is the preposition."""
        i = bisect_left(self.starts, at)
        if i >= len(self.tokens) or self.starts[i] != at or self.tokens[i].end != at + 1:
            return bool(DISPOSAL.match(self.text, at))
        following = self.tokens[i + 1 : i + 40]
        rest = CLAUSE_REST.match(self.text, at)
        limit = rest.end() if rest else at
        inside = [t for t in following if t.start < limit and not self.text[t.start : t.end].isspace()]
        if not inside or self.text[inside[0].start : inside[0].end] in ADVERBS:
            return False
        modifier = MODIFIERS.match(self.text, inside[0].start)  # 将被困群众救出
        inside = [t for t in inside if t.start >= modifier.end()] if modifier else inside
        if not inside:
            return False
        first = inside[0]
        opened = self.text[first.start] in "“《"
        noun = first.tag in OBJECT or opened or (self.tokens[i].tag == "p" and first.tag in NOMINAL)
        return noun and any(t.tag in VERBAL for t in inside[1:])

    def _is_noun(self, at: int) -> bool:
        """Whether a mark is a noun or a part of one: 五年计划, 老将."""
        i = bisect_left(self.starts, at + 1) - 1
        return i >= 0 and at < self.tokens[i].end and self.tokens[i].tag in NOMINAL
