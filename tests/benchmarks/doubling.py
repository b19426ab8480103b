"""Growth of time with the length of hostile texts: each kind is doubled and sent through every stage.

    python tests/benchmarks/doubling.py [CHARACTERS] [KIND...]

Prints, for each kind and stage, the exponent of growth over the last doubling (1 is linear, 2 quadratic; processor time,
the least of two runs), and marks what is over LIMIT where a run takes more than FLOOR seconds. Ends with 1 if any is.
"""

from __future__ import annotations

import itertools
import math
import sys
import time
from collections.abc import Callable
from typing import Any

from kg.build.cache import article_order
from kg.extract import extract
from kg.graph.quads import to_quads
from kg.graph.serialise import trig, turtle
from kg.language import _assemble as assemble
from kg.language import load_tagger, split_sentences
from kg.language.times import find_times
from kg.model import Source
from kg.read import split
from kg.read.dates import date_of_text, parse_date
from kg.read.decode import decode
from kg.read.metadata import jurisdiction_in
from kg.resolve import resolve

LIMIT = 1.3  # an exponent over it is reported: 1.2, and what a noisy machine adds
FLOOR = 0.2  # seconds of the longest run below which growth means nothing
CHARACTERS = 16_000  # of the shorter of the two lengths
ONE = "云的一年月日市长王，。、“（《·■a1- 　\n\t\u200b\u202e"


def distinct(form: str) -> Callable[[int], str]:
    """Return a maker of text in which each piece has a name of its own: two characters of 2,000 put into the form."""

    def make(length: int) -> str:
        signs = (chr(c) for c in itertools.cycle(range(0x4E10, 0x9F00, 9)))
        pieces = (form.format(next(signs) + next(signs) + (next(signs) if n % 7 else "")) for n in itertools.count())
        out, size = [], 0
        while size < length:
            out.append(next(pieces))
            size += len(out[-1])
        return "".join(out)

    return make


def repeated(form: str) -> Callable[[int], str]:
    """Return a maker of one piece over and over."""
    return lambda length: form * max(1, length // len(form))


def nested(opening: str, closing: str) -> Callable[[int], str]:
    """Return a maker of brackets in brackets."""
    return lambda length: opening * (length // 2) + "云川" + closing * (length // 2)


KINDS: dict[str, Callable[[int], str]] = {
    **{f"only {c!r}": repeated(c) for c in ONE},
    "one long line": repeated("云川市召开会议，市长陆怀谦出席，"),
    "sentences": repeated("云川市召开会议，市长陆怀谦出席并讲话。"),
    "paragraphs": repeated("云川市召开会议，市长陆怀谦出席并讲话，市委书记程望舒主持会议。\n"),
    "persons": distinct("云川市副市长王{0}、"),
    "persons, a sentence each": distinct("市委副书记李{0}昨日到云川调研。"),
    "names alone": distinct("张{0}，"),
    "bodies": distinct("云川{0}有限公司与"),
    "bodies, a sentence each": distinct("{0}集团股份有限公司在云川市成立。"),
    "places": distinct("{0}县、{0}镇"),
    "titles": repeated("书记市长主任局长"),
    "posts of one": repeated("陆怀谦任云川市市长，陆怀谦任云川市委书记。"),
    "awards": distinct("王{0}荣获云川市劳动模范称号。"),
    "events": repeated("调研慰问会见出席揭牌成立"),
    "events, a sentence each": distinct("3月1日，王{0}在云川调研。"),
    "kin": distinct("王{0}的妻子李{0}，"),
    "short forms": distinct("云川{0}集团有限公司（以下简称“{0}集团”）"),
    "dates": repeated("2021年3月1日至5日，"),
    "bare dates": repeated("3月1日"),
    "digits and dots": repeated("1."),
    "spans of years": repeated("二〇二一年至"),
    "looking ahead": repeated("将于3月1日"),
    "open quotations": repeated("“云川。"),
    "quotations": repeated("他说：“云川很好。”"),
    "open titles": repeated("《云川"),
    "brackets in brackets": nested("（", "）"),
    "bylines": distinct("（记者 王{0}）"),
    "names with dots": repeated("阿·卜"),
    "a page's news": distinct("云川{0}揭牌\n本报讯（记者 王{0}）云川市昨日召开会议，市长出席并作讲话。\n"),
    "a page's headlines": distinct("{0}云川新闻\n"),
    "a page of one news": lambda length: "云川大学揭牌\n" + "本报讯 云川市昨日召开会议，市长出席并作讲话。\n" * 2 + distinct("云川{0}新闻\n")(length),
    "a page's captions": distinct("本报讯 云川市昨日召开会议，市长出席并作讲话。\n■王{0} 摄\n"),
    "headlines and a signature": lambda length: "本报讯 甲乙丙。\n" + distinct("{0}云川\n")(length // 2) + "本报记者 王甲\n" + "本报讯 云川开会。\n" + distinct("云川{0}很好。\n")(length // 2),
    "labels": repeated("要 闻\n"),
    "blank lines": repeated("云川市召开会议\n\n"),
    "folios": repeated("第3版 要闻 2021年3月1日 星期一 "),
    "traditional": repeated("雲川市長昨日出席會議並發表講話。"),
    "marks of Turtle": repeated('<a> "b" . \\ {c} ; # @zh ^^ '),
    "words of Latin": repeated("Yunchuan University "),
}  # fmt: skip


def stages(text: str) -> dict[str, float]:
    """Return the processor seconds that each stage takes over a text; all but the network twice, the less counts."""
    taken: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any], runs: int = 2) -> Any:
        spent = []
        for _ in range(runs):
            begun = time.process_time()
            result = work()
            spent.append(time.process_time() - begun)
        taken[name] = taken.get(name, 0.0) + min(spent)
        return result

    data = text.encode()
    timed("decode", lambda: decode(data))
    timed("dates", lambda: (parse_date(text), date_of_text(text), jurisdiction_in(text)))
    articles = timed("split", lambda: split(Source("a.txt", text)))
    records = []
    for article in articles:
        spans = timed("sentences", lambda a=article: list(split_sentences(a)))
        pieces = [article.text[x.start : x.end] for x in spans]
        words = timed("words", lambda p=pieces: load_tagger().tag(p), 1)
        timed("times", lambda a=article: find_times(a.text, a.published))
        analysed = assemble(article, spans, words)
        records.append(timed("extract", lambda a=analysed: extract(a, text)))
    records.sort(key=lambda r: article_order(r.article.id))
    identities = timed("resolve", lambda: resolve(records))
    quads = timed("quads", lambda: list(to_quads(records, identities)))
    timed("write", lambda: (sum(map(len, trig(quads))), sum(map(len, turtle(quads)))))
    return taken


def growth(make: Callable[[int], str], characters: int) -> dict[str, tuple[float, float]]:
    """Return for each stage the exponent over the last doubling, and the seconds of the longest text."""
    half, whole = stages(make(characters)), stages(make(characters * 2))
    return {n: (math.log2(max(whole[n], 1e-6) / max(half.get(n, 0.0), 1e-6)), whole[n]) for n in whole}


def main(characters: int, names: list[str]) -> int:
    """Print the table; return 1 where a stage grows too fast."""
    stages(KINDS["sentences"](200))
    found = 0
    print(f"exponents of growth from {characters:,} to {characters * 2:,} characters (seconds of the longer)")
    for name, make in KINDS.items():
        if names and not any(n in name for n in names):
            continue
        grown = {n: x for n, x in growth(make, characters).items() if x[1] >= FLOOR / 10}
        steep = [n for n, (exponent, seconds) in grown.items() if exponent > LIMIT and seconds > FLOOR]
        found += len(steep)
        exponents = "  ".join(f"{n} {e:.1f} ({s:.2f}){' <<<' if n in steep else ''}" for n, (e, s) in grown.items())
        print(f"{name:28} {exponents}", flush=True)
    print(f"{found} over {LIMIT}")
    return 1 if found else 0


if __name__ == "__main__":
    size = int(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdigit() else CHARACTERS
    sys.exit(main(size, [a for a in sys.argv[1:] if not a.isdigit()]))
