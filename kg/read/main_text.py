"""The main text of a web page: the element whose paragraphs have the most points, without furniture.

Paragraphs give points to the elements around them, links take points away, as in Readability; the vocabulary of furniture
(navigation, comments, recommendations) is that of Chinese portals.
"""

from __future__ import annotations

import re
from typing import Any

from kg.read.dateline import parse_dateline
from kg.read.xml_tree import children, local_name, text_in

SILENT = frozenset(
    {
        "script",
        "style",
        "noscript",
        "iframe",
        "nav",
        "footer",
        "aside",
        "button",
        "select",
        "svg",
        "video",
        "audio",
        "object",
        "template",
        "input",
    }
)
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|footer|foot|comments?\w*|share\w*|related\w*|relate|recommend\w*|sidebar|breadcrumbs?|crumbs?|copyright|toolbar|hot\w*|rank\w*|ads?|advert\w*|"
    r"banner|popup|modal|login|qrcode|ewm|pagination|pager|prev|next|keywords?|statement|disclaimer|hidden|sider?|right\w*|tuijian|pinglun|fenxiang|xiangguan|gg|guanggao)(?:$|[\s_-])",
    re.IGNORECASE,
)
KEPT = re.compile(r"article|content|main|body|text|detail|zhengwen", re.IGNORECASE)
PARAGRAPH = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "td",
        "li",
        "blockquote",
        "span",
        "font",
        "center",
        "pre",
        "dd",
        "main",
        "body",
        "strong",
        "em",
        "b",
        "i",
    }
)
CONTAINER = frozenset(
    {
        "div",
        "section",
        "article",
        "td",
        "main",
        "body",
        "li",
        "dd",
        "center",
        "blockquote",
        "form",
        "p",
        "tr",
        "table",
        "tbody",
    }
)
PUNCTUATION = re.compile(r"[，。！？；：、“”]")
END = re.compile(
    r"^[ 　【\[（(]*(?:相关(?:阅读|新闻|报道|文章|链接|推荐|专题)|延伸阅读|推荐阅读|更多(?:精彩|新闻|阅读)|热门推荐|精彩推荐|猜你喜欢|为您推荐|猜你感兴趣|版权声明|免责声明|特别声明|声明[:：]|"
    r"扫描?二维码|扫一扫|微信扫|打开.{0,8}(?:APP|客户端)|返回(?:搜狐|首页|顶部)|网友评论|我要评论|最新评论|上一篇|下一篇|点击(?:查看|进入)更多|举报|分享到|关键词[:：]|标签[:：]|责任编辑|责编|编辑[:：]|本文来源[:：]|返回.{0,8}网?首页|来源[:：][^，。]{2,20}$)"
)


def in_furniture(element: Any) -> bool:
    return any(_is_furniture(e) for e in (element, *element.iterancestors()))


STATED_SOURCE = re.compile(r"(?:来源|稿源|來源)\s*[:：丨|]")


def _is_furniture(element: Any) -> bool:
    if local_name(element) in SILENT:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    hidden = "display:none" in (element.get("style") or "").replace(" ", "").lower()
    return hidden or bool(
        names and FURNITURE.search(names) and not KEPT.search(names) and local_name(element) != "body"
    )


def letters_of(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def main_element(root: Any) -> Any:
    """Return the element that holds the main text, or None: the one whose paragraphs have the most points."""
    marks = _marks(root)
    for element in [e for e in root.iter() if isinstance(e.tag, str) and _is_furniture(e)]:
        parent = element.getparent()
        if parent is not None and (local_name(element) in SILENT or _marks(element) < marks * 0.4):
            _remove(element, parent)  # what holds much of the prose is no furniture, whatever it is called
    points: dict[Any, float] = {}
    for element in root.iter():
        worth = _points_of(element)
        if not worth:
            continue
        above, share = element if local_name(element) in CONTAINER - {"p"} else element.getparent(), 1.0
        for _ in range(3):
            if above is None:
                break
            points[above] = points.get(above, 0.0) + worth * share
            above, share = above.getparent(), share / 2
    best = max(points, key=lambda e: points[e] * (1 - _link_share(e)), default=None)
    return _widened(best, points) if best is not None else None


def _points_of(element: Any) -> float:
    """Return what an element is worth as a paragraph of prose; 0 if it is none."""
    name = local_name(element)
    if name not in PARAGRAPH:
        return 0.0
    own = "".join([element.text or "", *(c.tail or "" for c in element)])
    text = re.sub(r"\s+", "", text_in(element) if name == "p" else own)
    marks = len(PUNCTUATION.findall(text))
    if len(text) < 15 or not marks or _link_share(element) > 0.5:
        return 0.0
    return 1 + marks + min(len(text) / 50, 6)


def _widened(best: Any, points: dict[Any, float]) -> Any:
    """Return the parent where several of its children hold parts of the text, as on pages that divide it into sections."""
    parent = best.getparent()
    if parent is None or local_name(parent) in {"body", "html"}:
        return best
    others = sum(points.get(c, 0.0) for c in children(parent) if c is not best)
    return parent if others > points[best] * 0.6 and _link_share(parent) < 0.3 else best


def _marks(element: Any) -> int:
    """Return the number of punctuation marks of prose in an element."""
    silent = sum(len(PUNCTUATION.findall(s.text or "")) for s in element.iter("script", "style"))
    return len(PUNCTUATION.findall("".join(element.itertext()))) - silent


def _remove(element: Any, parent: Any) -> None:
    """Remove an element, and keep the text after it."""
    before = element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _link_share(element: Any) -> float:
    """Return the share of an element's characters that are links."""
    whole = len("".join("".join(element.itertext()).split()))
    linked = sum(len("".join("".join(a.itertext()).split())) for a in element.iter("a"))
    return linked / whole if whole else 0.0


def main_text(element: Any, title: str) -> str:
    """Return the main text without lists of links, repetitions of the headline, and what follows the article."""
    for inside in [
        e for e in element.iter("ul", "ol", "table", "div", "p", "dl") if e is not element and _link_share(e) > 0.6
    ]:
        if (parent := inside.getparent()) is not None and any(a is element for a in inside.iterancestors()):
            _remove(inside, parent)
    lines = [line.strip() for line in text_in(element).split("\n")]
    kept: list[str] = []
    left = sum(map(len, lines))
    for line in lines:
        left -= len(line)
        if END.match(line):
            if left < sum(map(len, kept)):
                break
            continue
        early = sum(map(len, kept)) < 60
        if early and (
            letters_of(line) == letters_of(title)
            or parse_dateline(line)
            or (len(line) < 40 and STATED_SOURCE.search(line))
        ):
            continue
        kept.append(line)
    text = "\n".join(kept)
    marks = len(PUNCTUATION.findall(text))
    return text if len(text) >= 30 and marks >= 2 and marks * 80 >= len(text) else ""
