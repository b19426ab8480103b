"""A larger corpus out of a small one: copies whose dates, persons, places and numbers differ, the same on every run.

    python tests/benchmarks/perturb.py CORPUS.jsonl.gz ARTICLES OUT.jsonl.gz

Copy 0 is the corpus itself. In each further copy the years move back, every county, every person but the best known and every
longer number becomes another, in one way for the whole copy: names repeat within a copy as they do in news, the best
known persons and the provinces grow with the corpus, and the rest is new. Sentences stay sentences, so that the
extraction meets what it would meet. What it does not imitate: new words and new event types.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from kg.build.parallel import local, map_sources
from kg.divisions import divisions
from kg.read import read

WELL_KNOWN = 300  # persons who stay, those named in the most articles
YEARS = 3  # the corpus covers so many, and each copy is that much older
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|-)")
NUMBER = re.compile(r"(?<![\d.])\d{3,}(?![\d年-])")
HANZI = (
    "安白昌春达德恩芳飞福刚光国海涵浩和恒红洪华辉慧佳建江杰金景静军凯康兰乐磊立丽林玲龙梅美敏明鹏平琦强青清庆秋荣瑞山珊诗世淑"
    "思涛天婷伟文武希霞祥小晓欣新雪雅延艳阳洋怡义英永勇友宇玉远月云泽振正志忠子"
)


def number_of(*parts: object) -> int:
    """Return a number that depends on the parts alone."""
    return int.from_bytes(hashlib.sha256("\0".join(map(str, parts)).encode()).digest()[:8], "big")


def names_in(corpus: Path) -> Counter[str]:
    """Return the persons' names that stand in the corpus, with the number of articles of each."""
    names: Counter[str] = Counter()
    for batch in map_sources(read([str(corpus)], on_problem=lambda p: None), local()):
        for record in (r for _, made in batch for r in made.records):
            names.update({e.name for e in record.entities if e.kind == "Person" and 2 <= len(e.name) <= 4})
    return names


def renaming(copy: int, persons: list[str], counties: list[str]) -> Callable[[str], str]:
    """Return what turns a text of the corpus into that of a copy."""
    other = {
        name: name[0] + "".join(HANZI[number_of(copy, name, i) % len(HANZI)] for i in range(1, len(name)))
        for name in persons
    }
    moved = sorted(counties, key=lambda name: number_of(copy, name))
    other |= dict(zip(counties, moved, strict=True))
    pattern = re.compile("|".join(map(re.escape, sorted(other, key=lambda n: (-len(n), n)))))

    @cache
    def number(text: str) -> str:
        return text[0] + "".join(str(number_of(copy, text, i) % 10) for i in range(1, len(text)))

    def renamed(text: str) -> str:
        text = pattern.sub(lambda m: other[m.group()], text)
        text = YEAR.sub(lambda m: str(int(m.group()) - YEARS * copy), text)
        return NUMBER.sub(lambda m: number(m.group()), text)

    return renamed


def copies(corpus: Path) -> Iterator[str]:
    """Yield the lines of the corpus, and then those of one copy after the other, without end."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    names = names_in(corpus)
    persons = [name for name, _ in sorted(names.items(), key=lambda x: (-x[1], x[0]))[WELL_KNOWN:]]
    counties = sorted({d.name for d in divisions().by_code.values() if d.level == 3 and len(d.name) > 2})
    copy = 0
    while True:
        renamed = renaming(copy, persons, counties) if copy else lambda text: text
        for article in articles:
            year, _, rest = article["date"].partition("-")
            day = f"{int(year) - YEARS * copy}-{'02-28' if rest == '02-29' and copy else rest}"
            known = {"id": f"c{copy}-{article['id']}", "date": day, "title": renamed(article["title"])}
            yield json.dumps({**known, "text": renamed(article["text"])}, ensure_ascii=False)
        copy += 1


def main(corpus: str, articles: int, out: str) -> None:
    """Write a corpus of so many articles."""
    lines = copies(Path(corpus))
    with gzip.open(out, "wt", encoding="utf-8", compresslevel=3) as written:
        for _ in range(articles):
            written.write(next(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
