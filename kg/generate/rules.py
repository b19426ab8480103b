"""Counts what each rule and each component of extraction gives on annotated articles, and writes the tables of docs/rules.md.

    python -m kg.generate.rules rules GOLD          how often each rule fires, what it states, and what it changes
    python -m kg.generate.rules components GOLD     the figures of the trained model without each component in turn

GOLD is a folder of annotated articles as `kg evaluate` reads them.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.evaluate.ablation import SHOWN, ablate
from kg.evaluate.evaluation import Prepared, prepare
from kg.evaluate.matching import Matching
from kg.extract import BUNDLED, BY_RULES, Setup, pipeline
from kg.extract.candidates import Candidate, Component, Draft, SubjectCandidate
from kg.extract.lexicon import rules
from kg.extract.pipeline import BUILT_IN, Pipeline, find_by_rules
from kg.model import AnalysedArticle, ArticleRecord

DOCUMENT = Path(__file__).parents[2] / "docs" / "rules.md"
SAMPLE = 20  # articles per rule that are read again without it
EVERYTHING = 0.0  # the least confidence of statements that count


@dataclass(slots=True)
class Counts:
    """What one rule gives: candidates and statements by article, and how many of the latter are annotated."""

    candidates: Counter[int] = field(default_factory=Counter)
    stated: Counter[int] = field(default_factory=Counter)
    right: int = 0
    judged: int = 0


def rules_of(record: ArticleRecord) -> Iterator[str]:
    """Yield the rule of each mention and statement of a record."""
    yield from (m.rule for e in record.entities for m in e.mentions)
    yield from (x.rule for row in (record.events, record.relations, record.positions) for x in row)


def proposing(find: Component, note: Callable[[str], None]) -> Component:
    """Return an extractor's function that also notes the rule of each candidate; a subject nobody is found for is none."""

    def noting(draft: Draft) -> Iterable[Candidate]:
        for c in find(draft):
            if not isinstance(c, SubjectCandidate) or c.about:
                note(str(c.rule))
            yield c

    return noting


def watched(note: Callable[[str], None]) -> Pipeline:
    """Return the built-in pipeline, which notes the rule of each candidate."""
    whole = pipeline()
    return replace(whole, extractors=tuple(replace(e, find=proposing(e.find, note)) for e in whole.extractors))


def content(record: ArticleRecord) -> object:
    """Return what a record states, whichever rules state it."""
    entities = [(replace(e, mentions=()), [(m.start, m.end, m.kind) for m in e.mentions]) for e in record.entities]
    others = [[replace(x, rule="") for x in row] for row in (record.events, record.relations, record.positions)]
    return entities, others


def count_rules(gold: Prepared) -> Mapping[str, Counts]:
    """Return the counts of all rules, by the rules alone."""
    found: dict[str, Counts] = defaultdict(Counts)
    at = 0

    def note(rule: str) -> None:
        found[rule].candidates[at] += 1

    using = watched(note)
    for at, (_, analysed, _) in enumerate(gold.articles):
        for rule in rules_of(find_by_rules(analysed, using)):
            found[rule].stated[at] += 1
    for m in gold.evaluate(Setup(model=BY_RULES), EVERYTHING).matchings:
        for rule, right in judged(m):
            found[rule].judged += 1
            found[rule].right += right
    return found


def judged(m: Matching) -> Iterator[tuple[str, bool]]:
    """Yield (rule, is right) of a document's entities, by their first mentions, and of its statements."""
    for i, t in m.predicted.entities.items():
        if i not in m.excused_entities:
            yield t.rule, i in m.pairs
    for n, (r, row) in enumerate(zip(m.predicted.relations, m.rows, strict=True)):
        if n not in m.excused_rows:
            yield r.rule, row is not None


def changed(rule: str, counts: Counts, articles: Sequence[AnalysedArticle]) -> tuple[int, int]:
    """Return in how many of the articles in which a rule fires the record is another without it, and how many were read."""
    using = pipeline(Setup(without=(rule,)))
    where = sorted(counts.stated or counts.candidates)
    read = [articles[n] for n in where[:: max(1, len(where) // SAMPLE)][:SAMPLE]]
    return sum(content(find_by_rules(a)) != content(find_by_rules(a, using)) for a in read), len(read)


def rule_table(gold: Prepared) -> Iterator[str]:
    """Yield the table of all rules, line by line."""
    found, articles = count_rules(gold), [a for _, a, _ in gold.articles]
    yield "| rule | articles | candidates | in the record | of these right | changes the record |"
    yield "|---|---:|---:|---:|---:|---:|"
    for extractor in BUILT_IN:
        yield f"| **{extractor.name}** | | | | | |"
        for rule in (r for r, (component, _) in rules().items() if component == extractor.name):
            c = found[rule]
            changes, read = changed(rule, c, articles)
            cells = (
                f"`{rule}`",
                str(len(c.candidates)),
                str(c.candidates.total()),
                str(c.stated.total() or ""),
                f"{c.right / c.judged:.2f}" if c.judged else "",
                f"{changes} of {read}" if read else "",
            )
            yield f"| {' | '.join(cells)} |"


def component_table(folder: str) -> Iterator[str]:
    """Yield the table of the components: the figures with all, and the changes without each."""
    whole, *others = ablate([folder], Setup(model=BUNDLED))
    yield f"| without | {' | '.join(SHOWN)} | |"
    yield f"|---|{'---:|' * len(SHOWN)}---|"
    yield f"| nothing | {' | '.join(f'{whole.figures[n].f1:.3f}' for n in SHOWN)} | |"
    meaning = {e.name: e.meaning for e in BUILT_IN}
    for row in others:
        change = " | ".join(signed(row.figures[n].f1 - whole.figures[n].f1) for n in SHOWN)
        yield f"| {row.component} | {change} | {meaning[row.component or '']} |"


def signed(change: float) -> str:
    """Return a change with its sign, or 0."""
    return f"{change:+.3f}" if abs(change) >= 0.0005 else "0"


def write(name: str, lines: Iterable[str]) -> None:
    """Replace one table of the document."""
    table = "\n".join(lines)
    opening, closing = f"<!-- {name} -->", f"<!-- end of {name} -->"
    text = DOCUMENT.read_text("utf-8")
    before, rest = text.split(opening)
    _, after = rest.split(closing)
    DOCUMENT.write_text(f"{before}{opening}\n\n{table}\n\n{closing}{after}", "utf-8")


def main(what: str, folder: str) -> None:
    """Write one of the tables."""
    write(what, rule_table(prepare(folder)) if what == "rules" else component_table(folder))


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in {"rules", "components"}:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
