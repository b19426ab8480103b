"""The status of the events that only the network sees: what the words around a trigger say, or else what the network does."""

from __future__ import annotations

from bisect import bisect_right

from kg.extract.candidates import Clause
from kg.extract.events.status import StatusReader
from kg.extract.lexicon import event_lexicon
from kg.extract.model.proposals.reading import FoundMention
from kg.extract.syntax.clauses import CLAUSE_END
from kg.model import AnalysedArticle, Status


class Statuses:
    """Reads the statuses of one article's triggers."""

    def __init__(self, analysed: AnalysedArticle) -> None:
        self.text = analysed.article.text
        self.sentences = analysed.sentences
        self.lexicon = event_lexicon()
        self.reader = StatusReader(self.text, self.lexicon, analysed.sentences)

    def of(self, m: FoundMention, seen: Status) -> Status:
        """Return the status of a trigger; `seen` is that of the network, which stands where the words say nothing."""
        clause = self._clause(m.start)
        said = self.reader.read(clause, m.start, m.end, self._is_nominal(clause, m))
        if said == "happened":
            return "happened" if seen == "planned" and self.reader.disposes(clause, m.start) else seen
        return said

    def _clause(self, start: int) -> Clause:
        sentence = self.sentences[max(0, bisect_right(self.sentences, start, key=lambda s: s.start) - 1)]
        begin = max((m.end() for m in CLAUSE_END.finditer(self.text, sentence.start, start)), default=sentence.start)
        end = CLAUSE_END.search(self.text, start, sentence.end)
        return Clause(sentence, begin, end.end() if end else sentence.end, sentence.end, (), "none", None, ())

    def _is_nominal(self, clause: Clause, m: FoundMention) -> bool:
        if self.text[m.start : m.end] in self.lexicon.nouns:
            return True
        token = next((t for t in clause.sentence.tokens if t.start <= m.start < t.end), None)
        return token is None or token.tag not in {"v", "vd"}
