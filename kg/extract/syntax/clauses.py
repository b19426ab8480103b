"""A shallow parse for events: the clauses of a sentence, the phrases of each clause, and what occupies the subject position.

Chinese has no inflection: the function of a name in its clause follows from its context.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.extract.candidates import Clause, Draft, EntityMention, Opening, Phrase
from kg.extract.lexicon.levels import one_letter
from kg.extract.syntax.phrases import COMMON, COMPOSED, PREPOSITIONS, PhraseReader
from kg.model import Sentence, Token
from kg.wordlists import either, words

CLAUSE_END = re.compile(r"[，。；！？!?：\n]")
QUOTED = re.compile(r"“[^“”\n]{1,60}”|《[^《》\n]{1,60}》|（[^（）\n]{1,60}）")
ATTRIBUTIVE = words("attributive_words")
ABOUT = re.compile(
    r"[并还]?(?:就|围绕|针对|对|向|以|按照|根据|为)"
)  # openings of clauses without a subject of their own
GOVERNED = re.compile(f"(?:{one_letter('government')}|街道)$")
PRONOUNS = words("pronouns")
LEAD_IN = re.compile(r"[^。，\n]{0,30}?(?:讯|电|消息|报道)[ 　]*[（(][^（）()\n]{0,60}[）)]|[■□▲●][^\n]{0,30}\n")
DIRECTED = either(words("directing_verbs") - {"要求"})
DIRECTING = re.compile(  # orders to somebody: not events yet
    rf"(?:(?<!按)(?<!照)(?<!合)(?<!据)(?<!达到)(?<!的)要求|{DIRECTED})[:：]?(?={either('addressees')}|"
    r"[一-鿿]{2,6}[市县区州镇乡](?:有关|相关|委|政府|各|全力))|(?:^|[，：:；])请(?=[一-鿿])"
)
NOUN_LIKE = COMMON | {"vn", "m", "q"}
OBJECT_TAGS = COMMON | {"vn", "m", "q", "a", "u", "r", "f", "s", "t", "TIME", "c"}  # of the object of a preposition


def read_clauses(draft: Draft) -> Iterator[Clause]:
    """Yield the clauses of all sentences except bylines, in order, with their own subjects."""
    reader = ClauseReader(draft)
    for sentence in draft.sentences:
        if sentence.part != "byline":
            yield from reader.read(sentence)


def _own_subject(
    opening: Opening, subject: Phrase | None, phrases: Sequence[Phrase], listed: tuple[EntityMention, ...]
) -> tuple[EntityMention, ...]:
    """Return the subject of a clause by itself: its subject, the members of a team, the list that it ends."""
    members = tuple(p for f in phrases if f.preposition == "by" and f.composing for p in f.mentions)
    if opening in {"named", "list"} and subject:
        return (*listed, *members, *subject.mentions)
    return members or listed


class ClauseReader:
    """Reads the clauses of one article's sentences."""

    def __init__(self, draft: Draft) -> None:
        self.text = draft.text
        self.names = draft.lexicon.names
        self.speech = draft.lexicon.events.speech
        self.in_sentence = draft.in_sentence
        self.phrases = PhraseReader(draft.text, draft.titles)

    def read(self, sentence: Sentence) -> list[Clause]:
        """Return the clauses of a sentence in order."""
        lead = LEAD_IN.match(self.text, sentence.start, sentence.end) if sentence.part != "title" else None
        begin = lead.end() if lead else sentence.start
        mentions = [p for p in self.in_sentence[sentence.index] if p.start >= begin and p.end <= sentence.end]
        tokens = [t for t in sentence.tokens if t.start >= begin]
        phrases = list(self.phrases.read(mentions, tokens))
        starts = [p.start for p in phrases]
        token_starts = [t.start for t in tokens]
        limit = self._limit(sentence)
        listed: tuple[EntityMention, ...] = ()
        clauses = []
        for start, end in _bounds(self.text, begin, sentence.end, phrases):
            inside = phrases[bisect_left(starts, start) : bisect_left(starts, end)]
            words = tokens[bisect_left(token_starts, start) : bisect_left(token_starts, end)]
            clause = self._clause(sentence, start, end, limit, inside, words, listed)
            listed = (*listed, *clause.subject.mentions) if clause.opening == "list" and clause.subject else ()
            clauses.append(clause)
        return clauses

    def _limit(self, sentence: Sentence) -> int:
        """Return the offset after which the sentence only states what somebody demands or thinks."""
        for m in self.speech.finditer(self.text, sentence.start, sentence.end):
            if re.match(r"[，：:“]|[一-鿿]{0,4}[，：:]", self.text[m.end() : m.end() + 6]):
                return m.end()
        directing = DIRECTING.search(self.text, sentence.start, sentence.end)
        if directing:
            return directing.end()
        quoted = self.text.find("：“", sentence.start, sentence.end)
        return quoted if quoted >= 0 else sentence.end

    def _clause(
        self,
        sentence: Sentence,
        start: int,
        end: int,
        limit: int,
        phrases: Sequence[Phrase],
        tokens: Sequence[Token],
        listed: tuple[EntityMention, ...],
    ) -> Clause:
        opening, subject = self._opening(phrases, tokens)
        if opening == "other" and ABOUT.match(self.text, start):
            opening = "none"
        about = _own_subject(opening, subject, phrases, listed)
        return Clause(sentence, start, end, limit, tuple(phrases), opening, subject, about)

    def _opening(self, phrases: Sequence[Phrase], tokens: Sequence[Token]) -> tuple[Opening, Phrase | None]:
        """Find the opening of a clause: a name, a pronoun, another noun, or nothing that can be a subject."""
        i = 0
        while i < len(tokens):
            t = tokens[i]
            phrase = next((p for p in phrases if p.start <= t.start < p.end), None)
            found = self._by_phrase(phrase, phrases, tokens) if phrase else self._by_word(i, phrases, tokens)
            if found:
                return found
            if phrase:
                made = COMPOSED.match(self.text, phrase.end) if phrase.composing else None
                end = made.end() + 1 if made else phrase.end  # after 组成的
                i = next((j for j in range(i, len(tokens)) if tokens[j].start >= end), len(tokens))
            elif t.tag == "p" and not any(p.start == t.end for p in phrases):
                i = _behind_object(i + 1, tokens, phrases)
            else:
                i += 2 if t.tag in NOUN_LIKE and tokens[i + 1 : i + 2] and tokens[i + 1].tag in {"f", "s"} else 1
        return "none", None

    def _by_phrase(
        self, phrase: Phrase, phrases: Sequence[Phrase], tokens: Sequence[Token]
    ) -> tuple[Opening, Phrase | None] | None:
        """Return the kind of opening that a phrase is; None if a subject can follow it."""
        if phrase.preposition is not None:
            return None
        if phrase.function != "modifier" and self._can_act(phrase):
            rest = [x for x in tokens if x.start >= phrase.end and x.tag != "w" and not self._in(x, phrases)]
            return ("named" if rest else "list"), phrase
        return None if phrase.mentions[0].entity.kind == "Place" else ("other", None)

    def _by_word(
        self, i: int, phrases: Sequence[Phrase], tokens: Sequence[Token]
    ) -> tuple[Opening, Phrase | None] | None:
        """Return the kind of opening that a word is; None if a subject can follow it."""
        t = tokens[i]
        word = self.text[t.start : t.end]
        if t.tag == "r":
            return ("pronoun" if word in PRONOUNS else "other"), None
        if t.tag in {"v", "vd"} and word not in PREPOSITIONS and word not in ATTRIBUTIVE:
            behind = self._behind_relative(t, phrases, tokens)
            return ("named", behind) if behind else ("none", None)
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if t.tag in COMMON and following and following.tag not in {"f", "s", "w"}:
            return "other", None
        return None

    def _behind_relative(self, verb: Token, phrases: Sequence[Phrase], tokens: Sequence[Token]) -> Phrase | None:
        """Return the subject after a relative clause: 参与作案的某公司员工甲被拘留 (a verb must follow it)."""
        for p in phrases:
            if p.start > verb.start and p.preposition is None and self.text[p.start - 1] == "的":
                follows = any(x.tag in {"v", "vd"} and x.start >= p.end for x in tokens)
                return p if follows and p.function != "modifier" and self._can_act(p) else None
        return None

    def _in(self, t: Token, phrases: Sequence[Phrase]) -> bool:
        return any(p.start <= t.start < p.end for p in phrases)

    def _can_act(self, phrase: Phrase) -> bool:
        first = phrase.mentions[0].entity
        if first.kind != "Place":
            return True
        if first.name in self.names.country_names or GOVERNED.search(first.name):
            return True
        return bool(self.names.provinces.fullmatch(first.name))


def _behind_object(i: int, tokens: Sequence[Token], phrases: Sequence[Phrase]) -> int:
    """Return the index after the nouns that a preposition governs: 向国会 + 发起."""
    while (
        i < len(tokens)
        and tokens[i].tag in OBJECT_TAGS
        and not any(p.start <= tokens[i].start < p.end for p in phrases)
    ):
        i += 1
    return i


def _bounds(text: str, start: int, end: int, phrases: Sequence[Phrase]) -> Iterator[tuple[int, int]]:
    """Yield the extents of clauses; a comma in quotation marks, in brackets or within a phrase does not end a clause."""
    closed = sorted([*(m.span() for m in QUOTED.finditer(text, start, end)), *((p.start, p.end) for p in phrases)])
    begin = start
    for m in CLAUSE_END.finditer(text, start, end):
        while closed and closed[0][1] <= m.start():
            closed.pop(0)
        if closed and closed[0][0] < m.start():
            continue
        if m.end() > begin:
            yield begin, m.end()
        begin = m.end()
    if begin < end:
        yield begin, end
