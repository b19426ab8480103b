"""Pages of newspapers printed as PDF from articles of our own, whose division into articles is therefore known."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 1050.0, 1500.0  # points of a broadsheet
MARGIN, GUTTER = 40.0, 14.0
FONT = "STSong-Light"
NAMES = ("程望舒", "陆怀谦", "沈伯钧", "魏远明", "顾长江", "罗婉清", "何书远", "苏晴川")
PLACES = ("云川市", "东屿区", "汐川县", "南汀镇", "北岭乡", "河阳区")
TOPICS = ("综合楼", "二期工程", "图书馆", "污水处理厂", "体育中心", "物流园", "地铁三号线", "文化馆")
VERBS = ("开工仪式", "揭牌仪式", "竣工验收", "签约仪式", "座谈会", "现场会")


@dataclass(frozen=True)
class Printed:
    """An article as it was set."""

    title: str
    text: str


def article(rng: random.Random, number: int, characters: int) -> Printed:
    """Invent an article of about as many characters."""
    place, topic, verb = rng.choice(PLACES), rng.choice(TOPICS), rng.choice(VERBS)
    title = f"{place}{topic}举行{verb}（{number}）"
    sentences = [
        f"本报讯（记者 {rng.choice(NAMES)}）3月{rng.randint(1, 28)}日，{place}{topic}{verb}举行，第{number}批项目同时启动。"
    ]
    while sum(map(len, sentences)) < characters:
        sentences.append(
            f"{rng.choice(NAMES)}在{rng.choice(PLACES)}考察{rng.choice(TOPICS)}时说，{rng.randint(3, 90)}个项目要抓紧推进，{rng.choice(NAMES)}陪同考察。"
        )
    cut = len(sentences) // 2 or 1
    return Printed(title, "\n".join("".join(part) for part in (sentences[:cut], sentences[cut:]) if part))


def wrapped(text: str, per_line: int) -> list[str]:
    """Break paragraphs, each indented by two characters, into lines of a column."""
    lines = []
    for paragraph in text.split("\n"):
        whole = "　　" + paragraph
        lines += [whole[i : i + per_line] for i in range(0, len(whole), per_line)]
    return lines


def page(rng: random.Random, columns: int, size: float = 9.0) -> tuple[bytes, list[Printed]]:
    """Set a page of rows; each row holds articles side by side, each over one column or several."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), pageCompression=1)
    canvas.setFont(FONT, 10)
    canvas.drawString(MARGIN, HEIGHT - 30, "02 版  要闻   2024年3月6日 星期三   云川日报")
    canvas.drawString(MARGIN, 20, "责任编辑 何敏  版式 苏晴")
    width = (WIDTH - 2 * MARGIN - GUTTER * (columns - 1)) / columns
    set_articles: list[Printed] = []
    top = HEIGHT - 70
    while top > 260:
        height = min(rng.uniform(220, 420), top - 60)
        at = 0
        while at < columns:
            span = min(rng.randint(1, 4), columns - at)
            printed = _set(
                canvas, rng, len(set_articles) + 1, MARGIN + at * (width + GUTTER), top, width, span, height, size
            )
            set_articles.append(printed)
            at += span
        top -= height + 24
    canvas.showPage()
    canvas.save()
    return out.getvalue(), set_articles


def _set(
    canvas: Canvas,
    rng: random.Random,
    number: int,
    left: float,
    top: float,
    width: float,
    span: int,
    height: float,
    size: float,
) -> Printed:
    per_line = int(width // size)
    across = span * width + (span - 1) * GUTTER
    head = min(30.0, max(14.0, across / 18))
    leading = size * 1.45
    probe = article(rng, number, 10)
    per_head = max(4, int(across // head))
    title_lines = [probe.title[i : i + per_head] for i in range(0, len(probe.title), per_head)]
    per_column = int((height - len(title_lines) * head * 1.25 - 14) // leading)
    printed = Printed(probe.title, article(rng, number, max(40, int(per_column * span * per_line * 0.8))).text)
    lines = wrapped(printed.text, per_line)
    while len(lines) > per_column * span:
        printed = Printed(printed.title, printed.text[: len(printed.text) - 30].rstrip("\n"))
        lines = wrapped(printed.text, per_line)
    y = top - head
    canvas.setFont(FONT, head)
    for line in title_lines:
        canvas.drawString(left, y, line)
        y -= head * 1.25
    start = y - 4
    canvas.setFont(FONT, size)
    each = -(-len(lines) // span)
    for column in range(span):
        y = start
        for line in lines[column * each : (column + 1) * each]:
            canvas.drawString(left + column * (width + GUTTER), y, line)
            y -= leading
    return printed


def printed_pages(pages: list[tuple[str, str] | None]) -> bytes:
    """Set pages of one article in one column each; None is a page with a picture only."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 600))
    for one in pages:
        if one is None:
            canvas.rect(50, 50, 300, 400, fill=1)
        else:
            title, text = one
            canvas.setFont(FONT, 20)
            canvas.drawString(40, 540, title)
            canvas.setFont(FONT, 10)
            for n, line in enumerate(wrapped(text, 24)):
                canvas.drawString(40, 510 - n * 15, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def flowing_pages(text: str, per_line: int = 36, per_page: int = 30) -> bytes:
    """Return a text of one size of characters as a word processor prints it, page after page."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(595, 842))
    lines = [line for paragraph in text.split("\n") for line in wrapped(paragraph, per_line)]
    for start in range(0, len(lines), per_page):
        canvas.setFont(FONT, 12)
        for n, line in enumerate(lines[start : start + per_page]):
            canvas.drawString(72, 770 - 20 * n, line)
        canvas.showPage()
    canvas.save()
    return data.getvalue()
