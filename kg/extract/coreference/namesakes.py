"""Two persons of one name in an article: named together, each with a title of an organisation of its own.

云川大学校长李建国与白鹭县委书记李建国座谈: nobody is named twice in one clause with two titles. Other mentions belong to the namesake with
the same title, or else to the one that was mentioned last.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from kg.extract.candidates import Draft, MentionCandidate
from kg.extract.coreference.groups import sentence_at

TITLE_PHRASE = re.compile(r"[一-鿿（）]{2,24}$")
LINK = re.compile(r"(?:、|，)?(?:和|与|同|及|以及|会见|陪同|拜访|接替|、|，)")
LONGEST = 40  # characters between the two names


class Namesakes:
    """The namesakes of one article: a number for each mention of a name that several persons have."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.text = draft.text
        self.lexicon = draft.lexicon.names
        by_name: dict[str, list[MentionCandidate]] = defaultdict(list)
        for m in draft.mentions:
            if m.kind == "Person":
                by_name[self.text[m.start : m.end]].append(m)
        self.numbers: dict[int, int] = {}
        for mentions in by_name.values():
            if len(mentions) > 1:
                self._distinguish(sorted(mentions, key=lambda m: m.start))

    def number(self, m: MentionCandidate) -> int:
        """Return 0 for the first person of a name, 1 for the second."""
        return self.numbers.get(m.start, 0)

    def _distinguish(self, mentions: Sequence[MentionCandidate]) -> None:
        titles = [self._title(m) for m in mentions]
        pair = next((k for k in range(1, len(mentions)) if self._are_two(mentions, titles, k)), None)
        if pair is None:
            return
        known = {titles[pair - 1]: 0, titles[pair]: 1}
        last = 0
        for m, title in zip(mentions, titles, strict=True):
            last = known.get(title, last) if title else last
            self.numbers[m.start] = last

    def _are_two(self, mentions: Sequence[MentionCandidate], titles: Sequence[str], k: int) -> bool:
        """Whether two mentions in one clause are two persons: their titles differ, and the second has its own organisation."""
        first, second = mentions[k - 1], mentions[k]
        gap = self.text[first.end : second.start]
        if not titles[k - 1] or not titles[k] or titles[k - 1] == titles[k] or len(gap) > LONGEST:
            return False
        one = sentence_at(self.draft.sentences, first.start) == sentence_at(self.draft.sentences, second.start)
        return one and LINK.match(gap) is not None and gap.endswith(titles[k]) and not re.search(r"[。；：“”]", gap)

    def _title(self, m: MentionCandidate) -> str:
        """Return the title before a name with the words before it, up to a mark or a conjunction; "" if there is none."""
        before = self.text[max(0, m.start - 24) : m.start]
        if not self.lexicon.title_at_end.search(before):
            return ""
        phrase = TITLE_PHRASE.search(before)
        words = re.split(r"会见|陪同|拜访|接替|[和与同及]", phrase.group()) if phrase else [""]
        return words[-1] if len(words[-1]) > 3 else ""
