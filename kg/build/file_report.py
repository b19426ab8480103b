"""The files of a build in its report: how each was read, how many articles it gave, and what was left out, why, and what to do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.read.account import FileAccount

MOST = 1000  # files that the page lists; of more, it lists folders
REASONS = 2  # of a file that the page states


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file: its format, its articles, how many items of it were left out, and what was said of them."""

    name: str
    format: str
    articles: int
    left_out: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What reading found of a file, before its sources were extracted."""

    name: str
    format: str
    left_out: int
    reasons: tuple[str, ...] = ()


def read_files(accounts: Iterable[FileAccount]) -> tuple[ReadFile, ...]:
    """Return the files of an account, by name."""
    found = (
        ReadFile(a.name, a.format, a.lost, tuple(dict.fromkeys(f"{p.where}: {p.message}" for p in a.problems)))
        for a in accounts
    )
    return tuple(sorted(found, key=lambda f: f.name))


def file_lines(files: Sequence[ReadFile], articles: Mapping[str, int]) -> tuple[FileLine, ...]:
    """Return a line for each file; `articles` are the articles of each source, whose name begins with that of its file."""
    names = {f.name for f in files}
    counts: Counter[str] = Counter()
    for source, n in articles.items():
        counts[_file_of(source, names)] += n
    return tuple(FileLine(f.name, f.format, counts[f.name], f.left_out, f.reasons) for f in files)


def _file_of(source: str, names: set[str]) -> str:
    """Return the file that holds a source: itself, or the container that its path leads into."""
    name = source
    while name not in names and "/" in name:
        name = name.rpartition("/")[0]
    return name


def as_table(lines: Sequence[FileLine], plain: Callable[[str], str]) -> Iterator[str]:
    """Yield the lines of a table of files or, of more than MOST, of folders and of the files of which something is left out."""
    if len(lines) <= MOST:
        yield from _files(lines, plain)
        return
    folders: dict[str, list[FileLine]] = defaultdict(list)
    for line in lines:
        folders[line.name.rpartition("/")[0] or "."].append(line)
    yield from ("| folder | files | formats | articles | left out |", "|---|---|---|---|---|")
    for folder, inside in list(folders.items())[:MOST]:
        formats = Counter(x.format for x in inside).most_common()
        kinds = ", ".join(f"{name} {n:,}" for name, n in sorted(formats, key=lambda f: (-f[1], f[0])))
        articles, lost = sum(x.articles for x in inside), sum(x.left_out for x in inside)
        yield f"| {plain(folder)} | {len(inside):,} | {kinds} | {articles:,} | {lost or ''} |"
    incomplete = [x for x in lines if x.reasons or not x.articles]
    if len(folders) > MOST or len(incomplete) > MOST:
        yield from ("", "report.json lists all files.")
    if incomplete:
        yield from ("", f"{len(incomplete):,} of the files gave no article, or not all of theirs, or a warning:", "")
        yield from _files(incomplete[:MOST], plain)


def _files(lines: Iterable[FileLine], plain: Callable[[str], str]) -> Iterator[str]:
    yield from ("| file | format | articles | left out | why, and what to do |", "|---|---|---|---|---|")
    for x in lines:
        reasons = [r.removeprefix(f"{x.name}: ") for r in x.reasons]
        more = [f"and {len(reasons) - REASONS} more"] if len(reasons) > REASONS else []
        said = "; ".join([*reasons[:REASONS], *more])
        yield f"| {plain(x.name)} | {x.format} | {x.articles} | {x.left_out or ''} | {plain(said)} |"
