"""Fields of a record: which names, in English and Chinese, stand for the text, the title, the date and the rest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from kg.errors import Problem
from kg.read import limits
from kg.read.decode import clean
from kg.read.document import Found, Item, ReadOptions, too_long, with_title
from kg.read.markup import is_markup, text_of_markup
from kg.read.metadata import from_fields

NAMES: dict[str, tuple[str, ...]] = {  # the first that a record has is taken
    "text": (
        "text", "正文", "全文", "内容", "content", "body", "full text", "article text", "main text", "article", "news content", "article content",
        "article body", "content text", "raw content", "正文内容", "新闻内容", "文章内容", "新闻正文", "文章正文", "文本", "原文", "內容", "內文", "contents", "paragraphs", "html",
    ),
    "title": (
        "title", "标题", "题名", "headline", "题目", "篇名", "新闻标题", "文章标题", "主标题", "news title", "article title", "標題", "題名", "subject", "name",
    ),
    "date": (
        "date", "日期", "发布时间", "发表时间", "出版日期", "发布日期", "发表日期", "见报日期", "刊登日期", "时间", "pub date", "publish date", "report time", "reporttime",
        "publish time", "pub time", "published", "published at", "publication date", "date published", "publish", "pub time str", "datetime",
        "timestamp", "time", "issued", "created at", "新闻日期", "新闻时间", "报纸日期", "日期时间", "時間", "發布時間", "出版時間", "報紙日期", "出版时间", "ctime",
    ),
    "source": (
        "source", "来源", "报纸", "媒体", "newspaper", "publisher", "media", "outlet", "报纸名称", "报纸中文名", "来源报纸", "媒体名称", "文献来源",
        "新闻来源", "来源媒体", "出处", "报刊", "报刊名称", "site name", "site", "source name", "來源", "報紙", "媒體", "刊名", "报纸名", "报刊名", "媒体名", "journal", "报名",
    ),
    "author": ("author", "作者", "记者", "authors", "byline", "reporter", "责任者", "撰稿", "creator", "記者"),
    "page": ("page", "版次", "版面", "版号", "版名", "pages", "roll"),
    "url": ("url", "链接", "网址", "link", "原文链接", "href", "新闻链接", "地址", "source url", "permalink", "連結", "網址"),
    "id": ("id", "编号", "文章编号", "docid", "doc id", "article id", "news id", "guid", "序号", "編號", "文章編號"),
    "jurisdiction": ("jurisdiction",),
    "abstract": ("abstract", "摘要", "summary", "description", "导语", "简介", "desc", "提要", "内容提要", "内容摘要", "中文摘要"),
}  # fmt: skip
UNKNOWN_NAME = 1000  # rank of a name that is not in NAMES
LIKE = (  # other names, by what they consist of; the first that fits
    ("abstract", re.compile(r"提要|摘要|简介|摘録")),
    (
        "",
        re.compile(
            r"采集|抓取|爬取|入库|下载|更新|修改|副标题|小标题|引题|肩题|栏目|字数|长度|类型|编号|subtitle|crawl|update|modif|type|length|count|id$"
        ),
    ),
    (
        "date",
        re.compile(
            r"^(?:刊|发|见报|报道|出版|推送|上线|创建|release|publi|pub|post|issue|creat).*(?:日|日期|时间|时刻|date|time|day|at|edon)$"
        ),
    ),
    ("text", re.compile(r"正文|全文|文章内容|新闻内容|fulltext|maintext|articlebody|articletext|newstext|newsbody")),
    ("title", re.compile(r"(?:标题|题名|篇名|headline|title)$")),
    ("source", re.compile(r"(?:报纸|媒体|报刊|来源)(?:名称?)?$")),
)
MAX_WRAPPING = 3  # objects around a record
SEPARATORS = re.compile(r"[\s_\-.【】\[\]{}<>《》:：*#\"'\ufeff\u200b]+")


def normalised(name: str) -> str:
    """Return a field's name without case, width, brackets and separators.

    >>> normalised("Publish_Time"), normalised("【标题】")
    ('publishtime', '标题')
    """
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", name)).lower()


@cache
def _meanings() -> dict[str, tuple[str, int]]:
    """Return for each normalised name the field that it stands for, and its rank among that field's names."""
    return {normalised(n): (ours, rank) for ours, names in NAMES.items() for rank, n in enumerate(names)}


def _ranked(name: str) -> tuple[str, int] | None:
    """Return the field that a name stands for and its rank; of a name in two languages (Title-题名), either."""
    parts = (name, *re.split(r"[-/|（(]", name))
    return next((found for part in parts if (found := _meanings().get(normalised(part)))), None) or _like(name)


def _like(name: str) -> tuple[str, int] | None:
    """Return the field that a name of several words is about, after all that are known: 刊发日期, news_full_text."""
    plain = normalised(name)
    ours = next((ours for ours, pattern in LIKE if pattern.search(plain)), "")
    return (ours, UNKNOWN_NAME) if ours else None


def meaning(name: str) -> str | None:
    """Return the field that a name stands for, or None.

    >>> meaning("发布时间"), meaning("Title-题名"), meaning("阅读量")
    ('date', 'title', None)
    """
    found = _ranked(name)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Columns:
    """Which of the names of a record or a table stand for which field of ours."""

    names: dict[str, str]  # field of ours -> name in the input
    seen: tuple[str, ...]  # all names

    @property
    def text(self) -> str | None:
        """The name of the text, or of an abstract where there is no text."""
        return self.names.get("text") or self.names.get("abstract")


def columns_of(names: Iterable[str], options: ReadOptions) -> Columns:
    """Find the fields among names: those that the user stated, then those that are known."""
    seen = tuple(names)
    ranked = sorted((found[1], place, *found[:1], n) for place, n in enumerate(seen) if (found := _ranked(n)))
    known: dict[str, str] = {}
    for _, _, ours, name in ranked:
        known.setdefault(ours, name)
    stated = {ours: theirs for ours, theirs in options.fields.items() if _has(seen, theirs)}
    return Columns({**known, **stated}, seen)


def _has(seen: Iterable[str], name: str) -> bool:
    return name in seen or name.partition(".")[0] in seen


@dataclass(slots=True)
class Records:
    """The records of one document as items: their fields, their ids made unique, their problems."""

    options: ReadOptions
    seen: set[str] = field(default_factory=set)
    known: dict[tuple[str, ...], Columns] = field(default_factory=dict)

    def item(self, fields: Mapping[str, object], where: str, number: str, encoding: str = "utf-8") -> Iterator[Found]:
        """Yield the item of a record, or the problem that it has no text. `where` is for problems, `number` the locator."""
        fields = unwrapped(fields, self.options)
        names = tuple(fields)
        columns = self.known.get(names) or columns_of(names, self.options)
        if len(self.known) < 1000:
            self.known[names] = columns
        text = _text(_value(fields, columns.text)) if columns.text else ""
        if not text.strip() and "abstract" in columns.names:
            text = _text(_value(fields, columns.names["abstract"]))
        if not text.strip():
            yield Problem(where, "read", "no-text", _no_text(columns))
            return
        ours = {name: _value(fields, theirs) for name, theirs in columns.names.items()}
        problems: list[Problem] = []
        own = from_fields(ours, where, problems.append, self.options.zone)
        yield from problems
        whole = clean(with_title(own.title, with_byline(_text(ours.get("author")), text)))
        record = unique_id(ours.get("id"), number, self.seen)
        yield too_long(where) if len(whole) > limits.LONGEST else Item(whole, own, record, encoding)


def unwrapped(fields: Mapping[str, object], options: ReadOptions) -> Mapping[str, object]:
    """Return the fields of a record whose text is in an object inside (data, _source, attributes), with those around it.

    >>> unwrapped({"_id": 7, "_source": {"title": "云川大学揭牌", "content": "…"}}, ReadOptions())
    {'_id': 7, 'title': '云川大学揭牌', 'content': '…'}
    """
    opened = fields
    for _ in range(MAX_WRAPPING):
        text = columns_of(opened, options).text
        if text and not isinstance(opened.get(text), Mapping):
            return opened
        inside = {n: v for n, v in opened.items() if isinstance(v, Mapping) and v}
        outside = {n: v for n, v in opened.items() if n not in inside}
        opened = outside | {str(n): v for x in inside.values() for n, v in x.items()}
    return fields


def _no_text(columns: Columns) -> str:
    if columns.text:
        return f"the record has no text: `{columns.text}` is empty; left out"
    names = ", ".join(f"`{clean(n)[:40]}`" for n in columns.seen[:12]) or "none"
    return f"the record has no text: its fields are {names}; left out (--field text=NAME states which one is the text)"


def _value(fields: Mapping[str, object], name: str | None) -> object:
    """Return a field's value; a name with dots (data.content) leads into objects inside."""
    if name is None:
        return None
    if name in fields:
        return fields[name]
    found: object = fields
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _text(value: object) -> str:
    """Return a value as text: paragraphs of a list on lines of their own, without markup."""
    if isinstance(value, str):
        return text_of_markup(value) if is_markup(value) else value
    if isinstance(value, list | tuple):
        return "\n".join(_text(v) for v in value if isinstance(v, str | int))
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def with_byline(author: str, text: str) -> str:
    """Return a text after a byline that states its author, unless its beginning names them.

    >>> with_byline("周晓岚", "昨日揭牌。"), with_byline("何敏", "本报讯（记者 何敏）昨日揭牌。")
    ('作者：周晓岚\\n昨日揭牌。', '本报讯（记者 何敏）昨日揭牌。')
    """
    stated = re.sub(r"(?:本报|本台|本网|新华社)?(?:记者|通讯员|作者|撰稿|通訊員|記者)[:：\s]*", " ", author)
    names = [n for n in re.split(r"[\s,，、;；/|]+", stated) if re.fullmatch(r"[一-鿿]{2,4}", n)]
    around = text[:200] + text[-100:]
    missing = [n for n in names if n not in around]
    return f"作者：{' '.join(missing)}\n{text}" if missing else text


def unique_id(given: object, number: str, seen: set[str]) -> str:
    """Return a record's id, made unique in the document; its number if it has none."""
    record = clean(str(given)) if isinstance(given, str | int) and given != "" else number
    record = f"{record}-{number}" if record in seen else record
    seen.add(record)
    return record
