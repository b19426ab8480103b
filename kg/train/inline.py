"""The inline form of annotated articles.

It has three parts between lines of three dashes: what is known of the article and its text with every mention in braces
(`{p1|陆怀谦}`, nested where names nest), the things that are mentioned, and the relations between them. docs/evaluation.md describes it.
"""

from __future__ import annotations

import re

from kg.evaluate.gold import KINDS
from kg.train.annotations import (
    STATUSES,
    TENURES,
    AnnotatedArticle,
    AnnotatedMention,
    AnnotatedRelation,
    AnnotatedThing,
)

OPENING = re.compile(r"\{([a-z]+\d+)\|")
PARTS = re.compile(r"(?m)^---[ \t]*\n")
FIELDS = re.compile(r"[,，]\s*(?=[a-z]+(?:=|\s*(?:,|，|$)))")
ANAPHOR = re.compile(
    r"他|她|他们|她们|其|该\S{1,3}|两人|两国|双方|两市|我|我们|此地|这里|当地|本报|本市|我市|记者|它"
)  # they are no names


def parse_inline(name: str, content: str) -> AnnotatedArticle:
    """Parse an article in the inline form. Raises ValueError.

    >>> article = parse_inline("a", "---\\n{p1|陆怀谦}{e1|调研}\\n---\\np1 Person\\ne1 Event Inspection\\n---\\ne1 agent p1")
    >>> article.text, article.mentions[0]
    ('陆怀谦调研', AnnotatedMention(id='p1', start=0, end=3))
    """
    parts = PARTS.split(content + "\n")
    if len(parts) < 4:
        raise ValueError(f"has {len(parts)} parts between lines of ---, not 4")
    head, body, declared, related = parts[0], "---\n".join(parts[1:-2]), parts[-2], parts[-1]
    known = dict(re.split(r":\s*", line.strip(), maxsplit=1) for line in head.splitlines() if ":" in line)
    text, mentions = _unmarked(body.strip("\n"))
    things = {t.id: t for t in (_thing(line) for line in filter(str.strip, declared.splitlines()))}
    undeclared = sorted({m.id for m in mentions} - things.keys())
    if undeclared:
        raise ValueError(f"{undeclared[0]} is marked but not declared")
    relations = tuple(_relation(line) for line in filter(str.strip, related.splitlines()))
    names = tuple(m for m in mentions if things[m.id].kind == "Event" or not ANAPHOR.fullmatch(text[m.start : m.end]))
    return AnnotatedArticle(name, text, known, names, things, relations)


def _unmarked(marked: str) -> tuple[str, list[AnnotatedMention]]:
    """Return the text without marks, and the mentions."""
    text: list[str] = []
    open_marks: list[tuple[str, int]] = []
    mentions: list[AnnotatedMention] = []
    at = 0
    while at < len(marked):
        m = OPENING.match(marked, at)
        if m:
            open_marks.append((m[1], len(text)))
            at = m.end()
            continue
        if marked[at] == "}" and open_marks:
            name, start = open_marks.pop()
            mentions.append(AnnotatedMention(name, start, len(text)))
        else:
            text.append(marked[at])
        at += 1
    if open_marks:
        raise ValueError(f"{{{open_marks[-1][0]}| is never closed")
    return "".join(text), sorted(mentions, key=lambda m: (m.start, -m.end))


def _fields(tail: str) -> tuple[set[str], dict[str, str]]:
    flags: set[str] = set()
    fields: dict[str, str] = {}
    for part in filter(None, (p.strip() for p in FIELDS.split(tail))):
        key, equals, value = part.partition("=")
        if equals:
            fields[key.strip()] = value.strip()
        else:
            flags.add(part)
    return flags, fields


def _thing(line: str) -> AnnotatedThing:
    head, _, tail = line.partition("|")
    words = head.split()
    if len(words) < 2 or words[1] not in KINDS:
        raise ValueError(f"declares nothing: {line!r}")
    flags, _ = _fields(tail)
    event = (words[2] if len(words) > 2 else "Event") if words[1] == "Event" else ""
    status = next((s for s in STATUSES if s in flags), "happened")
    return AnnotatedThing(words[0], words[1], event, status, "opt" in flags)


def _relation(line: str) -> AnnotatedRelation:
    head, _, tail = line.partition("|")
    words = head.split(None, 2)
    if len(words) != 3:
        raise ValueError(f"is no relation: {line!r}")
    flags, fields = _fields(tail)
    tenure = next((t for t in TENURES if t in flags), "current")
    return AnnotatedRelation(
        words[0], words[1], words[2].strip(), fields.get("role", ""), tenure, bool(flags & {"opt"})
    )
