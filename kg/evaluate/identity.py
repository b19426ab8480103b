"""Evaluation of identity resolution across articles: B-cubed against annotated identities, and test cases of pairs.

B-cubed precision and recall (Bagga and Baldwin 1998, "Entity-Based Cross-Document Coreferencing Using the Vector Space
Model"): for each mention, the share of its predicted cluster that is right, and the share of its true cluster that is found.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.evaluate.gold import load_gold
from kg.evaluate.matching import match
from kg.evaluate.predicted import predicted_document
from kg.extract import extract
from kg.language import analyse_all
from kg.model import ArticleRecord, Metadata, Source
from kg.read import split
from kg.read.metadata import jurisdiction_of
from kg.resolve import resolve

Item = tuple[str, str]  # a document and an annotated entity's id


@dataclass(frozen=True, slots=True)
class BCubed:
    """Precision, recall and F1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class IdentityFigures:
    """The result on a folder of annotated articles with identities.json.

    `whole`: over the entities that occur in two articles or more; one that was not extracted is a cluster of its own.
    `found`: over those that were extracted. `everything`: over all annotated entities, including those of one article, so that
    a wrong join of them counts. `errors` are the split and the merged entities, a line each.
    """

    items: int
    missed: int
    whole: BCubed
    found: BCubed
    everything: BCubed
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """The result of one case: its kind, whether all its pairs are right, and the errors."""

    kind: str
    right: bool
    message: str


def b_cubed(truth: Mapping[Item, str], predicted: Mapping[Item, str]) -> BCubed:
    """Return B-cubed precision and recall of clusters over the same items; 1 if there are none.

    >>> b_cubed({("a", "1"): "x", ("b", "1"): "x"}, {("a", "1"): "p", ("b", "1"): "q"})
    BCubed(precision=1.0, recall=0.5)
    """
    if not truth:
        return BCubed(1.0, 1.0)
    true: dict[str, set[Item]] = defaultdict(set)
    clusters: dict[str, set[Item]] = defaultdict(set)
    for item in truth:
        true[truth[item]].add(item)
        clusters[predicted[item]].add(item)
    right = {i: len(true[truth[i]] & clusters[predicted[i]]) for i in truth}
    return BCubed(
        sum(right[i] / len(clusters[predicted[i]]) for i in truth) / len(truth),
        sum(right[i] / len(true[truth[i]]) for i in truth) / len(truth),
    )


def evaluate_identities(folder: str, records: Mapping[str, Sequence[ArticleRecord]]) -> IdentityFigures | None:
    """Resolve the records of a folder's documents and compare with its identities.json; None if it has none.

    Raises InputError if that file is broken.
    """
    path = Path(folder) / "identities.json"
    if not path.is_file():
        return None
    truth = _truth(path)
    identities = resolve(r for rows in records.values() for r in rows)
    predicted: dict[Item, str] = {}
    everything: dict[Item, str] = {}
    for gold in load_gold(folder):
        for e in gold.entities:
            everything[gold.name, e.id] = truth.get((gold.name, e.id), f"{gold.name}/{e.id}")
        for local, annotated in match(gold, predicted_document(records[gold.name])).pairs.items():
            article, entity = local.rsplit("/", 1)
            predicted.setdefault((gold.name, annotated), identities.keys[article, entity])
    found = {i: name for i, name in truth.items() if i in predicted}
    alone = {i: predicted.get(i, f"not extracted {i}") for i in {*truth, *everything}}
    return IdentityFigures(
        len(truth),
        len(truth) - len(found),
        b_cubed(truth, alone),
        b_cubed(found, predicted),
        b_cubed({i: n for i, n in everything.items() if i in predicted}, predicted),
        tuple(_errors({i: n for i, n in everything.items() if i in predicted}, predicted)),
    )


def _truth(path: Path) -> dict[Item, str]:
    try:
        data = json.loads(path.read_text("utf-8-sig"))
        return {(doc, entity): name for name, rows in data.items() for doc, entity in rows}
    except (OSError, ValueError, TypeError, AttributeError) as e:
        raise InputError(f"{path}: is not a table of identities: {e}", "docs/evaluation.md describes the format") from e


def _errors(truth: Mapping[Item, str], predicted: Mapping[Item, str]) -> Iterator[str]:
    true: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    merged: dict[str, set[str]] = defaultdict(set)
    for (doc, entity), name in sorted(truth.items()):
        true[name][predicted[doc, entity]].append(doc)
        merged[predicted[doc, entity]].add(name)
    for name, parts in sorted(true.items()):
        if len(parts) > 1:
            yield f"split\t{name}\t" + "; ".join(f"{key} in {', '.join(docs)}" for key, docs in sorted(parts.items()))
    for key, names in sorted(merged.items()):
        if len(names) > 1:
            yield f"merged\t{key}\t" + "; ".join(sorted(names))


def as_lines(figures: IdentityFigures) -> str:
    """Return the figures as a table."""
    rows = [
        ("identities", figures.whole),
        ("  extracted entities only", figures.found),
        ("  with entities of one article", figures.everything),
    ]
    lines = [f"{name:32}{b.precision:8.3f}{b.recall:8.3f}{b.f1:8.3f}" for name, b in rows]
    head = f"{'B-cubed':32}{'P':>8}{'R':>8}{'F1':>8}"
    tail = f"{figures.items} mentions of entities in several articles, {figures.missed} of them not extracted"
    return "\n".join([head, *lines, tail])


def evaluate_cases(path: str) -> list[CaseOutcome]:
    """Resolve each case of a JSON Lines file and check its pairs.

    A case has `articles` (text, source, date), `same` and `apart`: pairs of mentions ("0:市委": the number of the article,
    and a name or an event's trigger in it). Raises InputError for an invalid line.
    """
    outcomes = []
    try:
        lines = Path(path).read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as e:
        raise InputError(f"{path}: cannot be read: {e}", "give a file of cases, or a folder of articles") from e
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                outcomes.append(_outcome(json.loads(line)))
            except (ValueError, KeyError, TypeError, IndexError) as e:
                raise InputError(
                    f"{path}:{number}: is not a case: {e}", "docs/evaluation.md describes the format"
                ) from e
    return outcomes


def _outcome(case: Mapping[str, Any]) -> CaseOutcome:
    records = [_record(n, a) for n, a in enumerate(case["articles"])]
    identities = resolve(records)

    def key(mention: str) -> str | None:
        number, _, name = mention.partition(":")
        record = records[int(number)]
        for e in record.entities:
            if name in {e.name, e.norm, *e.aliases}:
                return identities.keys[record.article.id, e.id]
        for v in record.events:
            if name in {v.name, v.trigger}:
                return identities.keys[record.article.id, v.id]
        return None

    errors = []
    for wanted, pairs in (("same", case["same"]), ("apart", case["apart"])):
        for one, other in pairs:
            a, b = key(one), key(other)
            if a is None or b is None:
                errors.append(f"not found: {one if a is None else other}")
            elif (a == b) != (wanted == "same"):
                errors.append(f"{one} and {other} are {'one entity' if wanted == 'same' else 'two entities'}: {a}, {b}")
    return CaseOutcome(str(case["kind"]), not errors, "; ".join(errors))


def _record(number: int, article: Mapping[str, Any]) -> ArticleRecord:
    day = datetime.date.fromisoformat(article["date"]) if article.get("date") else None
    publisher = article.get("source") or None
    home = article.get("jurisdiction") or jurisdiction_of(publisher, str(article["text"]))
    known = Metadata(day, publisher, jurisdiction=home)
    source = Source(f"{number}.txt", str(article["text"]), known)
    (analysed,) = analyse_all(split(source))
    return extract(analysed, source.text)


def cases_as_table(outcomes: Sequence[CaseOutcome]) -> str:
    """Return how many cases of each kind are right."""
    right = Counter(o.kind for o in outcomes if o.right)
    kinds = Counter(o.kind for o in outcomes)
    rows = [f"{kind:16}{right[kind]:4} of {n}" for kind, n in sorted(kinds.items())]
    total = sum(right.values())
    return "\n".join([*rows, f"{'all':16}{total:4} of {len(outcomes)}  {total / max(1, len(outcomes)):.3f}"])
