"""The report of a build: what it read, found and left out, as Markdown and as JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from types import MappingProxyType

from kg.build.file_report import FileLine, ReadFile, as_table, file_lines
from kg.errors import Problem, shown
from kg.extract.chronology import is_after
from kg.llm.causes import as_sentence
from kg.model import ArticleRecord
from kg.resolve import Identities

KINDS = {"Person": "人物 persons", "Organisation": "机构 organisations", "Place": "地点 places", "Award": "荣誉 awards"}


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """One article's counts."""

    id: str
    title: str
    date: str
    entities: int
    events: int
    relations: int
    positions: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of a build."""

    articles: int
    undated: int
    entities: dict[str, int]
    events: dict[str, int]
    relations: dict[str, int]
    positions: int
    most_mentioned: dict[str, list[tuple[str, int]]]
    without_entities: tuple[str, ...]
    problems: tuple[Problem, ...]
    below_threshold: int
    dated_after_article: int  # events that are said to have happened after their article's date
    lines: tuple[ArticleLine, ...]
    quotes: Mapping[str, int] = field(default_factory=dict)  # of a language model: kg.llm.causes
    files: tuple[FileLine, ...] = ()  # none where texts were given in place of files


def summarise(
    records: Sequence[ArticleRecord],
    identities: Identities,
    problems: Sequence[Problem],
    below_threshold: int = 0,
    quotes: Mapping[str, int] = MappingProxyType({}),
    files: Sequence[ReadFile] = (),
) -> Summary:
    """Count the contents of the records.

    `below_threshold` statements were left out because of their confidence; `quotes` is what the verbatim gate counted;
    `files` are those that were read.
    """
    mentions: Counter[str] = Counter()
    events: Counter[str] = Counter()
    relations: Counter[str] = Counter()
    lines, without_entities = [], []
    sources: Counter[str] = Counter()
    undated = positions = late = 0
    for r in records:  # one pass: each may be read from disk
        sources[r.article.source] += 1
        mentions.update({identities.key(r.article.id, e.id) for e in r.entities})
        events.update(e.type for e in r.events)
        relations.update(x.predicate for x in r.relations)
        late += sum(e.status == "happened" and is_after(e, r.article.published) for e in r.events)
        undated += r.article.published is None
        positions += len(r.positions)
        lines.append(_line(r))
        if not r.entities:
            without_entities.append(r.article.id)
    kinds = Counter(identities.kinds[key] for key in mentions)
    often = sorted(mentions.items(), key=lambda x: (-x[1], x[0]))
    top = {kind: [(identities.label(k), n) for k, n in often if identities.kinds[k] == kind][:10] for kind in KINDS}
    return Summary(
        articles=len(records),
        undated=undated,
        entities={k: kinds[k] for k in KINDS},
        events=_sorted(events),
        relations=_sorted(relations),
        positions=positions,
        most_mentioned=top,
        without_entities=tuple(without_entities),
        problems=tuple(sorted(problems, key=lambda p: (p.where, p.slug))),
        below_threshold=below_threshold,
        dated_after_article=late,
        lines=tuple(lines),
        quotes=dict(quotes),
        files=file_lines(files, sources),
    )


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda x: (-x[1], x[0])))


def _line(r: ArticleRecord) -> ArticleLine:
    day = r.article.published.isoformat() if r.article.published else ""
    return ArticleLine(
        r.article.id, r.article.title, day, len(r.entities), len(r.events), len(r.relations), len(r.positions)
    )


def as_json(summary: Summary) -> str:
    """Return the summary as JSON."""
    data = asdict(summary)
    if not summary.quotes:  # no language model was asked
        del data["quotes"]
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def as_markdown(summary: Summary) -> str:
    """Return the summary as a Markdown page."""
    out = [
        "# 构建报告 · Build report",
        "",
        f"{summary.articles} articles read ({summary.undated} without a publication date).",
        "",
    ]
    out += ["| found | count |", "|---|---|"]
    out += [f"| {KINDS[k]} | {n} |" for k, n in summary.entities.items()]
    out += [f"| 事件 events | {sum(summary.events.values())} |", f"| 职务 positions | {summary.positions} |"]
    out += [f"| 关系 relations | {sum(summary.relations.values())} |", ""]
    out += ["## Most mentioned, by articles", ""]
    for kind, rows in summary.most_mentioned.items():
        if rows:
            out.append(f"- {KINDS[kind]}: " + ", ".join(f"{name} ({n})" for name, n in rows))
    out += ["", "## Event types", "", ", ".join(f"{t} {n}" for t, n in summary.events.items()) or "none", ""]
    out += ["## Left out, and why", ""]
    out += [f"- {_plain(str(p))}" for p in summary.problems] or ["No article was left out."]
    if summary.quotes:
        out.append(f"- Of the language model's answers, {as_sentence(summary.quotes)}.")
    if summary.below_threshold:
        out.append(
            f"- {summary.below_threshold} statements below the confidence threshold (--min-confidence 0 keeps them)."
        )
    if summary.dated_after_article:
        out.append(
            f"- {summary.dated_after_article} events are said to have happened after their article's date: "
            "kg validate lists them."
        )
    if summary.without_entities:
        out += ["", f"Articles without a name: {', '.join(map(_plain, summary.without_entities[:50]))}"]
    if summary.files:
        out += ["", "## Files", "", *as_table(summary.files, _plain)]
    out += [
        "",
        "## Articles",
        "",
        "| article | title | date | names | events | relations | positions |",
        "|---|---|---|---|---|---|---|",
    ]
    for x in summary.lines[:1000]:
        out.append(
            f"| {_plain(x.id)} | {_plain(x.title)} | {x.date} | {x.entities} | {x.events} | {x.relations} | {x.positions} |"
        )
    if len(summary.lines) > 1000:
        out.append(f"\nand {len(summary.lines) - 1000} more: report.json lists them all.")
    return "\n".join(out) + "\n"


def _plain(text: str) -> str:
    """Return a text escaped for Markdown."""
    return re.sub(r"[\\|`*\[\]]", r"\\\g<0>", shown(text.replace("\n", " "))).replace("<", "&lt;")
