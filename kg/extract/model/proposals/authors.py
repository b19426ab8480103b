"""Who may have signed the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.extract.model.proposals.reading import Reading
from kg.extract.model.proposals.records import AuthorProposal
from kg.model import Entity, Mention

ROLE_WORD = re.compile(r"(?P<role>特约记者|见习记者|实习记者|记者|通讯员|评论员|作者|撰稿|摄影|文|图)[ 　：:]*$")
REPORTING = re.compile(r"[ 　]*(?:[/／][ 　]*)?(?:报道|摄影|摄|文|图|电|[）)])")
HEAD, FOOT = 150, 60  # characters at either end of an article where it is signed
AUTHOR_FEATURES = ("rule", "role word before", "verb behind", "at the head", "at the end", "in brackets", "mentions")


def _is_aside(text: str, m: Mention) -> bool:
    """Whether a name stands alone in brackets inside a sentence: 约翰·史密斯（John Smith）在…, not at the edge of a line."""
    bracketed = text[m.start - 1 : m.start] in {"（", "("} and text[m.end : m.end + 1] in {"）", ")"}
    return bracketed and not text[: m.start - 1].endswith("\n") and text[m.end + 1 : m.end + 2] not in {"", "\n"}


def find(seen: Reading, known: Mapping[str, int], entities: Sequence[Entity]) -> Iterator[AuthorProposal]:
    """Yield the persons who may have signed the article: by the rules, or by what stands around their names."""
    ruled = {known[r.object]: r for r in seen.rules.relations if r.predicate == "author" and r.object in known}
    for n, e in enumerate(entities):
        if e.kind != "Person":
            continue
        rows = []
        signed = ""
        for m in e.mentions:
            if _is_aside(seen.text, m):
                continue
            before = ROLE_WORD.search(seen.text[max(0, m.start - 10) : m.start])
            signed = signed or (before["role"] if before else "")
            rows.append((
                float(before is not None),
                float(REPORTING.match(seen.text, m.end) is not None),
                float(m.start < HEAD),
                float(len(seen.text) - m.end < FOOT),
                float("（" in seen.text[max(0, m.start - 15) : m.start] and "）" in seen.text[m.end : m.end + 15]),
            ))  # fmt: skip
        rule = ruled.get(n)
        best = max(rows, default=(0.0,) * 5)
        if rule or best[0] or best[1]:
            features = (float(rule is not None), *best, float(len(e.mentions) > 1))
            sentence = rule.sentence if rule else e.mentions[0].sentence
            yield AuthorProposal(n, rule.role if rule else signed, sentence, features, rule)
