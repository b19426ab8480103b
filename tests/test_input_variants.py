"""Inputs as researchers have them, in many wordings: each gives its articles with title, date, source and page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.model import Article
from kg.read import read, split
from kg.read.web_page import read_page

TITLE, DAY, PAPER = "东屿港二期开工", "2024-05-09", "云川日报"
BODY = "5月8日，云川市委书记程望舒出席东屿港二期开工仪式，市长陆怀谦主持。"
ITEMS = (
    ("东屿港二期开工", "周晓岚", "2024-05-09", "1", BODY),
    ("云川大学揭牌", "何敏", "2024-05-11", "4", "5月10日，云川大学校长魏远明出席揭牌仪式。"),
)


def articles_of(folder: Path) -> list[Article]:
    return [a for s in read([str(folder)], on_problem=lambda p: None) for a in split(s)]


def export_of(record: str) -> str:
    return "".join(record.format(t=t, a=a, d=d, p=p, x=x) for t, a, d, p, x in ITEMS)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        (
            "发布日期：2024年5月9日　浏览次数：128　来源：云川市人民政府办公室　字体：【大 中 小】",
            "云川市人民政府办公室",
        ),
        ("日期：2024-05-09　作者：何敏　来源：云川日报　点击：[12]", PAPER),
        ("时间：2024.05.09 08:10 编辑：何敏 审核：苏棠", None),
        ("发布人：yunchuan 发布时间：2024-05-09 点击数：88", None),
        ("来源 | 云川发布  2024-05-09 18:00", "云川发布"),
        ("2024-05-09 08:10 云川日报 阅读 1234", PAPER),
        ("本文来源：云川日报 2024年05月09日08:10", PAPER),
        ("2024-5-9 8:10:00 [来源]云川日报 [作者]周晓岚", PAPER),
        ("2024-05-09 08:10 来源：云川日报 分享到： 微信 微博", PAPER),
        ("更新时间：2024-05-09 08:10:11 来源：云川日报 阅读数：1.2万", PAPER),
    ],
)
def test_a_dateline_of_a_portal_is_read(line: str, source: str | None, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{TITLE}\n{line}\n\n{BODY}\n", "utf-8")
    (article,) = articles_of(tmp_path)
    assert (article.title, str(article.published), article.publisher) == (TITLE, DAY, source)
    assert "".join(article.text[p.start : p.end] for p in article.parts if p.kind == "body") == BODY


@pytest.mark.parametrize(
    "record",
    [
        {"题目": TITLE, "正文文本": BODY, "见报时间": DAY},
        {"标题": TITLE, "文章内容": BODY, "刊发日期": DAY, "采集时间": "2025-01-01"},
        {"headline": TITLE, "paragraphs": [BODY], "published_date": DAY, "crawl_time": "2025-01-01"},
        {"name": TITLE, "articleBody": BODY, "datePublished": DAY, "dateModified": "2025-01-01"},
        {"title": TITLE, "contents": BODY, "release_date": DAY, "content_type": "news"},
        {"title": TITLE, "html": f"<p>{BODY}</p>", "create_time": DAY},
        {"title": TITLE, "desc": BODY, "ctime": 1715213400},
        {"主标题": TITLE, "副标题": "市领导出席", "新闻内容全文": BODY, "出版时间": "2024.05.09"},
        {"_index": "news", "_id": "7", "_source": {"title": TITLE, "content": BODY, "date": DAY}},
        {"title": TITLE, "content": {"text": BODY}, "publishedAt": "2024-05-08T23:30:00Z"},
    ],
    ids=lambda r: ",".join(r),
)
def test_a_record_with_other_names_of_fields_is_read(record: dict[str, object], tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    (article,) = articles_of(tmp_path)
    assert (article.title, str(article.published)) == (TITLE, DAY)
    assert article.text == f"{TITLE}\n{BODY}"


DUXIU = "【篇名】{t}\n【作者】{a}\n【报纸名】云川日报\n【出版日期】{d}\n【版次】0{p}\n【全文】{x}\n\n"
DUXIU_COLON = "题名：{t}\n作者：{a}\n报纸名称：云川日报\n出版日期：{d}\n版次：第{p}版\n内容提要：{x}\n\n"
PAPERS = "标题：{t}\n副标题：\n报纸名称：云川日报\n出版时间：{d}\n版面：第0{p}版：要闻\n记者：{a}\n正文：{x}\n\n"
TRS = "<REC>\n<ID>=17{p}\t\n<标题>={t}\t\n<副标题>=\t\n<报名>=云川日报\t\n<版次>=0{p}\t\n<版名>=要闻\t\n<作者>={a}\t\n<正文>={x}\t\n<日期>={d}\t\n"
CNKI_PAGE = (
    "【题名】{t}\n【作者】{a}\n【报纸名称】云川日报\n【报纸日期】{d}\n【版名】要闻\n【版号】00{p}\n【正文快照】{x}\n\n"
)
NOTES = (
    "{{Reference Type}}: Newspaper Article\n{{Title}}: {t}\n{{Author}}: {a}\n{{Journal}}: 云川日报\n{{Date}}: {d}\n"
    "{{Pages}}: {p}\n{{Abstract}}: {x}\n\n"
)


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("duxiu.txt", DUXIU),
        ("duxiu-colon.txt", DUXIU_COLON),
        ("papers.txt", PAPERS),
        ("papers.trs", TRS),
        ("trs.txt", TRS),
        ("cnki.txt", CNKI_PAGE),
        ("notes.txt", NOTES),
    ],
)
def test_exports_of_other_databases_are_divided_into_their_articles(name: str, record: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(export_of(record), "utf-8")
    found = [(a.title, str(a.published), a.publisher, a.page) for a in articles_of(tmp_path)]
    assert found == [(title, day, PAPER, page) for title, _, day, page, _ in ITEMS]


def test_the_database_of_a_newspaper_is_its_source(tmp_path: Path) -> None:
    text = "云川日报图文数据库（1946-2024）\n" + export_of("【标题】{t}\n【日期】{d}\n【正文】{x}\n\n")
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert [a.publisher for a in articles_of(tmp_path)] == [PAPER, PAPER]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("metadata.csv", "filename,publish_date,media\nA.TXT,2024-05-09,云川日报\n"),
        ("Metadata.CSV", "文件名;日期;来源\n./a.txt;2024年5月9日;云川日报\n"),
        ("metadata.tsv", "file\tdate\tsource\na\t20240509\t云川日报\n"),
    ],
)
def test_a_table_of_metadata_has_any_case_and_either_suffix(name: str, table: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{TITLE}\n\n{BODY}\n", "utf-8")
    (tmp_path / name).write_text(table, "utf-8")
    assert [(str(a.published), a.publisher) for a in articles_of(tmp_path)] == [(DAY, PAPER)]


def test_short_headlines_over_dated_news_are_articles(tmp_path: Path) -> None:
    items = "\n\n".join(f"## {title}\n\n{text}" for title, _, _, _, text in ITEMS)
    (tmp_path / "a.md").write_text(f"---\ndate: {DAY}\n---\n# 云川日报\n\n{items}\n", "utf-8")
    assert [a.title for a in articles_of(tmp_path)] == [title for title, *_ in ITEMS]
    (tmp_path / "a.md").write_text(
        f"# {TITLE}\n\n{BODY * 2}\n\n## 背景\n\n5月1日，开工。\n\n## 展望\n\n5月2日，竣工。\n", "utf-8"
    )
    assert [a.title for a in articles_of(tmp_path)] == [TITLE]


@pytest.mark.parametrize("space", ["\u00a0", " ", "\u2002"])
def test_a_space_inside_a_name_is_closed(space: str, tmp_path: Path) -> None:
    text = f"短讯\n\n5月8日，市长王{space}伟主持会议，副市长李{space}强、孙{space}敏参加。记者 张江 李强 报道 。\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (article,) = articles_of(tmp_path)
    assert "市长王伟主持" in article.text and "副市长李强、孙敏参加" in article.text and "张江 李强" in article.text


@pytest.mark.parametrize("end", ["\f", "\v", "\u2028", "\u2029", "\x85"])
def test_any_line_or_page_break_ends_a_line(end: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(f"{TITLE}{end}{DAY}{end}{end}{BODY}{end}".encode())
    (article,) = articles_of(tmp_path)
    assert (article.title, str(article.published)) == (TITLE, DAY) and "\ufffd" not in article.text


@pytest.mark.parametrize("dot", "\uff65\u0387")
def test_rare_name_dots_are_name_dots(dot: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"短讯\n\n外交部部长保罗{dot}艾登访问云川。\n", "utf-8")
    assert "保罗·艾登" in articles_of(tmp_path)[0].text


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<script>var ct = "1709683800"; var nickname = "云川发布";</script>', "2024-03-06"),
        ('<script>var ct = "1709740200";</script>', "2024-03-06"),  # 23:50 in China
        ('<script>var ct = "1709742600";</script>', "2024-03-07"),  # 0:30 in China, 16:30 of the day before in UTC
        ('<meta itemprop="dateUpdate" content="2024-03-06 12:00:57">', "2024-03-06"),
        ('<meta name="dateModified" content="2025-01-01"><meta name="pubdate" content="2024-03-06">', "2024-03-06"),
        ("<script>var price = 1709683800;</script>", None),
    ],
)
def test_a_page_whose_text_has_no_date_is_dated_by_what_it_states_elsewhere(head: str, day: str | None) -> None:
    body = "".join(
        f"<p>云川大学昨日举行揭牌仪式，市委书记程望舒出席，校长魏远明主持第{n}项议程。</p>" for n in "一二三四"
    )
    head = f"<title>云川大学揭牌</title>{head}"
    found = read_page(f"<html><head>{head}</head><body><h1>云川大学揭牌</h1>{body}</body></html>")
    assert (str(found.date) if found.date else None) == day


def test_annotated_reports_in_xml_are_read_as_plain_text_with_their_date(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><Body><Title>云川市一仓库起火</Title><ReportTime type="absTime">2024年3月6日</ReportTime>'
        '<Content><Paragraph><Sentence><Event eid="e1"><Time>3月5日</Time>，<Location>云川市一仓库</Location>发生<Denoter>火灾</Denoter></Event>，'
        "无人员伤亡。</Sentence></Paragraph></Content></Body>",
        "utf-8",
    )
    (article,) = articles_of(tmp_path)
    assert (article.title, str(article.published)) == ("云川市一仓库起火", "2024-03-06")
    assert "3月5日，云川市一仓库发生火灾，无人员伤亡。" in article.text


def test_a_tei_header_that_describes_no_source_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        '<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>云川大学揭牌</title></titleStmt></fileDesc></teiHeader>'
        "<text><body><p>3月5日，云川大学举行揭牌仪式，市委书记程望舒出席。</p></body></text></TEI>",
        "utf-8",
    )
    (article,) = articles_of(tmp_path)
    assert article.title == "云川大学揭牌" and article.published is None
