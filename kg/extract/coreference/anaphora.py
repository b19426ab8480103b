"""Anaphora (该公司, 该县): the last organisation or place before the phrase that it can refer to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from kg.extract.candidates import Draft, EntityCandidate
from kg.extract.coreference.groups import of_kinds, sentence_at
from kg.extract.lexicon import Rule
from kg.model import Mention
from kg.wordlists import either, table

ANAPHORS = table("anaphors")
BACK = re.compile(
    rf"(?:该|这家|这所|这个)(?P<kind>{either(ANAPHORS)})|(?<![一-鿿])(?P<school>学校|医院)(?=[将对已在与])"
)
ENDINGS = {word: re.compile(f"(?:{endings})$") for word, endings in ANAPHORS.items()}


def find_anaphora(draft: Draft) -> Iterator[EntityCandidate]:
    """Yield the organisations and places that such phrases refer to, with the phrases as mentions."""
    if not BACK.search(draft.text):
        return
    groups = [g for row in of_kinds(draft, "Organisation", "Place") for g in row]
    by_id = dict(enumerate(groups))
    ordered = sorted(((m.start, n) for n, g in by_id.items() for m in g.mentions), key=lambda x: x[0], reverse=True)
    last: dict[str, int] = {}  # by the ending that a phrase requires
    fitting: dict[int, list[str]] = {}
    found: dict[int, list[Mention]] = defaultdict(list)
    for m in BACK.finditer(draft.text):
        while ordered and ordered[-1][0] < m.start():
            n = ordered.pop()[1]
            if n not in fitting:
                names = (by_id[n].name, *by_id[n].aliases)
                fitting[n] = [w for w, ending in ENDINGS.items() if any(ending.search(name) for name in names)]
            last.update(dict.fromkeys(fitting[n], n))
        meant = last.get(m["kind"] or m["school"])
        if meant is not None:
            sentence = sentence_at(draft.sentences, m.start())
            found[meant].append(Mention(m.start(), m.end(), by_id[meant].kind, sentence, Rule.ANAPHOR))
    for n, mentions in found.items():
        g, rule = by_id[n], Rule.ANAPHOR
        yield replace(g, mentions=(*g.mentions, *mentions), rule=rule, source=rule.component)
