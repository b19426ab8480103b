"""How files would be read, without building: format, encoding, articles, dates, sources, first lines, and what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field

from kg.errors import Problem
from kg.model import Article
from kg.read.account import Account
from kg.read.document import ReadOptions
from kg.read.page import split
from kg.read.sources import read

EXAMPLES = 2  # articles of a file that are shown
LISTED = 5  # sources and problems
START = 40  # characters of a text


@dataclass(slots=True)
class Inspected:
    """What is known of one file."""

    name: str
    format: str = ""
    encoding: str = ""
    articles: int = 0
    undated: int = 0
    first: str = ""  # date
    last: str = ""
    publishers: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()  # of newspapers, the most frequent
    examples: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    more_problems: int = 0

    def as_fields(self) -> dict[str, object]:
        """Return all that is known, for JSON."""
        return asdict(self)


@dataclass(slots=True)
class _Counts:
    """How many articles of a file have each publisher and each page."""

    publishers: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)


def inspect(
    paths: Sequence[str], options: ReadOptions = ReadOptions(), metadata: str | None = None
) -> Iterator[Inspected]:
    """Yield what is known of each file under the paths, in the order of their names. Raises InputError as `read` does."""
    account = Account()
    loose: list[Problem] = []
    current: Inspected | None = None
    counts = _Counts()
    for source in read(paths, metadata=metadata, options=options, account=account, on_problem=loose.append):
        file = account.files[-1]
        if current is None or current.name != file.name:
            yield from _finished(current, counts, account, loose, file.name)
            current, counts = Inspected(file.name, file.format, source.encoding), _Counts()
        for article in split(source):
            _take(current, article)
            counts.publishers[article.publisher or ""] += 1
            counts.pages[article.page or ""] += 1
    yield from _finished(current, counts, account, loose, None)


def _take(current: Inspected, article: Article) -> None:
    current.articles += 1
    day = article.published.isoformat() if article.published else ""
    current.undated += not day
    if day:
        current.first, current.last = min(current.first or day, day), max(current.last, day)
    if len(current.examples) < EXAMPLES:
        text = article.text[len(article.title) :].strip() if article.text.startswith(article.title) else article.text
        current.examples.append((article.title, " ".join(text[:START].split())))


def _most(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(name for name, _ in counts.most_common(LISTED) if name)


def _finished(
    current: Inspected | None, counts: _Counts, account: Account, loose: list[Problem], until: str | None
) -> Iterator[Inspected]:
    """Yield the file that is done, and those after it that gave no article, up to the one named `until`."""
    if current is not None:
        current.publishers, current.pages = _most(counts.publishers), _most(counts.pages)
    while account.files and account.files[0].name != until:
        file = account.files.pop(0)
        found = current if current is not None and current.name == file.name else Inspected(file.name, file.format)
        found.problems, found.more_problems = file.problems[:LISTED], max(0, file.lost - LISTED)
        yield found
    if until is None:
        yield from (
            Inspected(p.where, problems=[p])
            for p in loose
            if p.slug in {"no-file", "link", "empty-folder", "unused-row", "no-row", "bad-row"}
        )
