"""The text of a fragment of HTML, as fields of records and feeds hold it; whole pages are read by `kg.read.readers.html`."""

from __future__ import annotations

import re
from html.parser import HTMLParser

BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    }
)
SILENT = frozenset({"script", "style", "head", "template", "noscript", "svg", "iframe", "object", "select", "button"})
MARKUP = re.compile(r"</(?:p|div|span|section|article|li|h[1-6]|strong|em|a|td)\s*>|<br\s*/?>", re.IGNORECASE)


class _Text(HTMLParser):
    """Collects the text of a fragment, with a line break at each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"[ \t\r\n\f]+", " ", data))


def is_markup(text: str) -> bool:
    """Whether a text is a fragment of HTML.

    >>> is_markup("<p>昨日揭牌。</p>"), is_markup("a < b")
    (True, False)
    """
    return "<" in text and MARKUP.search(text) is not None


def text_of_markup(fragment: str) -> str:
    """Return the text of a fragment of HTML, one line for each block.

    >>> text_of_markup("<p>昨日，<b>云川</b>大学揭牌。</p><p>程望舒出席。</p>")
    '昨日，云川大学揭牌。\\n程望舒出席。'
    """
    parser = _Text()
    parser.feed(fragment)
    parser.close()
    lines = (line.strip() for line in "".join(parser.parts).replace("\xa0", " ").split("\n"))
    return "\n".join(line for line in lines if line)


def without_comments(text: str) -> str:
    """Return a text without the comments of HTML, in one pass.

    >>> without_comments("昨日<!-- 编者 -->揭牌<!--")
    '昨日揭牌<!--'
    """
    kept, end = [], 0
    while (start := text.find("<!--", end)) >= 0 and (close := text.find("-->", start + 4)) >= 0:
        kept.append(text[end:start])
        end = close + 3
    return "".join(kept) + text[end:]
