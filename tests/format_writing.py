"""Articles of our own written in the formats that researchers hold: by the standard library, or by a library that kg does not read with."""

from __future__ import annotations

import csv
import datetime
import email.message
import email.utils
import gzip
import io
import json
import mailbox
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path


@dataclass(frozen=True)
class Piece:
    """An invented article."""

    title: str
    paragraphs: tuple[str, ...]
    date: str
    source: str
    author: str

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


PIECES = (
    Piece("云川大学综合楼开工", ("本报讯（记者 何敏）3月5日，市委书记程望舒在云川大学出席综合楼开工仪式并讲话，校长魏远明主持仪式。", "副市长顾长江参加仪式，要求抓好安全生产。"), "2024-03-06", "云川日报", "何敏"),
    Piece("云川大学与柏林工业大学签署合作协议", ("本报讯（记者 周晓兰）3月7日，云川大学校长魏远明与德国柏林工业大学副校长安娜·施密特签署合作协议。", "协议签署前，市长陆怀谦会见了安娜·施密特一行。"), "2024-03-08", "云川日报", "周晓兰"),
    Piece("东屿港二期工程通过验收", ("本报讯（记者 苏晴）3月9日，东屿港二期工程通过验收。东屿建设集团有限公司董事长沈伯钧参加验收会议。",), "2024-03-10", "云川日报", "苏晴"),
)  # fmt: skip
Write = Callable[[Sequence[Piece], Path], object]


def json_lines(pieces: Sequence[Piece], path: Path) -> None:
    path.write_text(
        "".join(
            json.dumps(
                {"标题": p.title, "正文": p.text, "发布时间": f"{p.date} 08:10", "来源": p.source}, ensure_ascii=False
            )
            + "\n"
            for p in pieces
        ),
        "utf-8",
    )


def json_array(pieces: Sequence[Piece], path: Path) -> None:
    rows = [{"title": p.title, "content": p.text, "publish_time": p.date, "source": p.source} for p in pieces]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")


def json_object(pieces: Sequence[Piece], path: Path) -> None:
    rows = [{"headline": p.title, "body": list(p.paragraphs), "date": p.date, "newspaper": p.source} for p in pieces]
    path.write_text(json.dumps({"code": 0, "data": {"total": len(rows), "list": rows}}), "utf-8")


def table(
    delimiter: str, encoding: str, header: tuple[str, ...] = ("题名", "日期", "报纸", "作者", "全文", "版次")
) -> Write:
    def write(pieces: Sequence[Piece], path: Path) -> None:
        out = io.StringIO(newline="")
        rows = csv.writer(out, delimiter=delimiter)
        rows.writerow(header)
        rows.writerows((p.title, p.date, p.source, p.author, p.text, "01") for p in pieces)
        path.write_bytes(out.getvalue().encode(encoding))

    return write


def database(pieces: Sequence[Piece], path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE words (word TEXT, n INTEGER)")
    connection.execute("CREATE TABLE news (标题 TEXT, 正文 TEXT, 日期 TEXT, 媒体 TEXT)")
    connection.executemany(
        "INSERT INTO news VALUES (?, ?, ?, ?)", [(p.title, p.text, p.date, p.source) for p in pieces]
    )
    connection.commit()
    connection.close()


def parquet(pieces: Sequence[Piece], path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    columns = {
        "title": [p.title for p in pieces],
        "text": [p.text for p in pieces],
        "source": [p.source for p in pieces],
    }
    days = [datetime.datetime.fromisoformat(p.date) for p in pieces]
    pyarrow.parquet.write_table(pyarrow.table({**columns, "date": days}), path)


def markdown(pieces: Sequence[Piece], path: Path) -> None:
    items = "\n".join(
        f"### {p.title}\n\n<p><strong>{p.paragraphs[0]}</strong></p>\n\n"
        + "".join(f"{x}\n\n" for x in p.paragraphs[1:])
        + f"![图](https://x.example/{n}.png)\n\n[查看原文](https://x.example/{n}.shtml)\n"
        for n, p in enumerate(pieces)
    )
    path.write_text(
        f"---\nlayout: post\ntitle: 要闻\ndate: {pieces[0].date}\nsource: {pieces[0].source}\n---\n\n## 要闻\n\n{items}",
        "utf-8",
    )


def boxed(pieces: Sequence[Piece], path: Path) -> None:
    items = "\n".join(
        f"【标题】{p.title}\n【作者】{p.author}\n【日期】{p.date.replace('-', '.')}\n【来源】{p.source}\n【版次】第1版（要闻）\n【专栏】\n【正文】\n{p.text}\n"
        for p in pieces
    )
    path.write_text(f"图文数据库（1946-2024）\n{items}", "utf-8")


def cnki(pieces: Sequence[Piece], path: Path) -> None:
    path.write_text("\n".join(
        f"SrcDatabase-来源库: 报纸\nTitle-题名: {p.title}\nAuthor-作者: 本报记者 {p.author};\nSource-来源: {p.source}\nPubTime-发表时间: {p.date}\nKeyword-关键词: 港口;\nSummary-摘要: {p.text}\nRoll-版次: 001\n"
        for p in pieces
    ), "utf-8")  # fmt: skip


def note_express(pieces: Sequence[Piece], path: Path) -> None:
    path.write_text("\n".join(
        f"{{Reference Type}}: Newspaper Article\n{{Title}}: {p.title}\n{{Author}}: {p.author}\n{{Source}}: {p.source}\n{{Date}}: {p.date}\n{{Abstract}}: {p.text}\n" for p in pieces
    ), "utf-8")  # fmt: skip


def ref_works(pieces: Sequence[Piece], path: Path) -> None:
    path.write_text(
        "\n".join(
            f"RT Newspaper Article\nSR 1\nA1 {p.author};\nT1 {p.title}\nJF {p.source}\nYR {p.date[:4]}\nFD {p.date}\nAB {p.text}\nDS CNKI\n"
            for p in pieces
        ),
        "utf-8",
    )


def ris(pieces: Sequence[Piece], path: Path) -> None:
    path.write_text(
        "\n".join(
            f"TY  - NEWS\nAU  - {p.author}\nTI  - {p.title}\nT2  - {p.source}\nDA  - {p.date.replace('-', '/')}\nAB  - {p.text}\nER  -\n"
            for p in pieces
        ),
        "utf-8",
    )


def end_note(pieces: Sequence[Piece], path: Path) -> None:
    path.write_text(
        "\n".join(
            f"%0 Newspaper Article\n%A {p.author}\n%T {p.title}\n%J {p.source}\n%D {p.date[:4]}\n%8 {p.date}\n%X {p.text}\n"
            for p in pieces
        ),
        "utf-8",
    )


def wise_news(pieces: Sequence[Piece], path: Path) -> None:
    rule = "-" * 80
    items = "".join(
        f"{rule}\n{p.title}\n{p.source} | {p.date}\n云川 | A01 | 要聞 | By {p.author}\n字數: 94 字\n\n{p.text}\n\n文章編號: {p.date.replace('-', '')}{n:07}\n本內容之版權為有關的特許權人所擁有。\n\n"
        for n, p in enumerate(pieces)
    )
    path.write_text(f"慧科新聞\n文章數目: {len(pieces)}\n\n{items}", "utf-8")


def factiva(pieces: Sequence[Piece], path: Path) -> None:
    def day(p: Piece) -> str:
        year, month, date = map(int, p.date.split("-"))
        return f"{year} 年 {month} 月 {date} 日"

    path.write_text(
        "\n".join(
            f"\n{p.title}\n\n{p.author}\n94 字\n{day(p)}\n{p.source}\nYCHDLY\n1\n简体中文\nCopyright 2024\n\n{p.text}\n\n文件 YCHDLY0020240306ek360000{n}\n"
            for n, p in enumerate(pieces)
        ),
        "utf-8",
    )


def unknown_export(pieces: Sequence[Piece], path: Path) -> None:
    path.write_text(
        "\n".join(
            f"序号：{n}\n篇名：{p.title}\n刊登日期：{p.date}\n所属媒体：甲\n来源：{p.source}\n\n{p.text}\n"
            for n, p in enumerate(pieces, 1)
        ),
        "gb18030",
    )


def rss(pieces: Sequence[Piece], path: Path) -> None:
    items = "".join(
        f"<item><title>{p.title}</title><link>https://x.example/{n}</link><pubDate>{p.date}T00:10:00Z</pubDate><source>{p.source}</source><content:encoded><![CDATA[{''.join(f'<p>{x}</p>' for x in p.paragraphs)}]]></content:encoded></item>"
        for n, p in enumerate(pieces)
    )
    path.write_text(
        f'<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>云川网</title>{items}</channel></rss>',
        "utf-8",
    )


def atom(pieces: Sequence[Piece], path: Path) -> None:
    entries = "".join(
        f'<entry><title>{p.title}</title><link href="https://x.example/{n}"/><published>{p.date}T23:30:00+08:00</published><source>{p.source}</source><content type="html">{escape("".join(f"<p>{x}</p>" for x in p.paragraphs))}</content></entry>'
        for n, p in enumerate(pieces)
    )
    path.write_text(
        f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>云川网</title>{entries}</feed>', "utf-8"
    )


def generic_xml(pieces: Sequence[Piece], path: Path) -> None:
    items = "".join(
        f"<新闻><标题>{p.title}</标题><日期>{p.date}</日期><来源>{p.source}</来源><正文>{''.join(f'<段>{x}</段>' for x in p.paragraphs)}</正文></新闻>"
        for p in pieces
    )
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?><库>{items.replace("段>", "p>")}</库>', "utf-8")


def tei(pieces: Sequence[Piece], path: Path) -> None:
    items = "".join(
        f"<TEI><teiHeader><fileDesc><titleStmt><title>{p.title}</title></titleStmt><publicationStmt><publisher>{p.source}</publisher></publicationStmt><sourceDesc><bibl><date when='{p.date}'/></bibl></sourceDesc></fileDesc></teiHeader><text><body>{''.join(f'<p>{x}</p>' for x in p.paragraphs)}</body></text></TEI>"
        for p in pieces
    )
    path.write_text(f'<?xml version="1.0"?><teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{items}</teiCorpus>', "utf-8")


def news_ml(pieces: Sequence[Piece], path: Path) -> None:
    items = "".join(
        f'<newsItem guid="urn:{n}"><itemMeta><versionCreated>{p.date}T08:00:00+08:00</versionCreated><provider><name>{p.source}</name></provider></itemMeta><contentMeta><headline>{p.title}</headline></contentMeta><contentSet><inlineXML><nitf xmlns="x"><body><body.content>{"".join(f"<p>{x}</p>" for x in p.paragraphs)}</body.content></body></nitf></inlineXML></contentSet></newsItem>'
        for n, p in enumerate(pieces)
    )
    path.write_text(
        f'<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{items}</itemSet></newsMessage>',
        "utf-8",
    )


def page_of(p: Piece) -> str:
    """Return a page as portals write it, with navigation and recommendations around the article."""
    body = "".join(f"<p>　　{x}</p>" for x in p.paragraphs)
    links = "".join(f'<li><a href="/{n}.html">推荐的另一条新闻标题，第{n}条</a></li>' for n in range(20))
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{p.title}_云川新闻网</title><meta property="article:published_time" content="{p.date}T08:10:00+08:00">'
        f'<script>var nav = {{"list": [1, 2]}};</script></head><body><div class="nav"><a href="/">首页</a><a href="/v">视频</a></div><h1>{p.title}</h1><div class="info">{p.date} 08:10 来源：{p.source} 作者：{p.author}</div>'
        f'<div class="content">{body}</div><div class="related"><h3>相关新闻</h3><ul>{links}</ul></div><div class="footer">版权所有 云川新闻网，未经授权，不得转载。</div></body></html>'
    )


def pages(pieces: Sequence[Piece], path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, p in enumerate(pieces):
            archive.writestr(f"网页/{n:03}.html", page_of(p))


def web_archives(pieces: Sequence[Piece], path: Path) -> None:
    with tarfile.open(path, "w:gz") as archive:
        for n, p in enumerate(pieces):
            message = email.message.EmailMessage()
            message["Snapshot-Content-Location"] = f"https://x.example/{n}.html"
            message["MIME-Version"] = "1.0"
            message.add_related(page_of(p).encode(), "text", "html", cte="quoted-printable", disposition="inline")
            data = message.as_bytes()
            info = tarfile.TarInfo(f"{n:03}.mhtml")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))


def warc(pieces: Sequence[Piece], path: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with open(path, "wb") as out:
        writer = WARCWriter(out, gzip=path.name.endswith(".gz"))
        for n, p in enumerate(pieces):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    f"https://x.example/{n}", "response", payload=io.BytesIO(page_of(p).encode()), http_headers=headers
                )
            )


def mail_box(pieces: Sequence[Piece], path: Path) -> None:
    box = mailbox.mbox(path)
    for p in pieces:
        message = email.message.EmailMessage()
        message["Subject"], message["From"] = p.title, "news@x.example"
        message["Date"] = email.utils.format_datetime(datetime.datetime.fromisoformat(f"{p.date}T08:00:00+08:00"))
        message.set_content(p.text)
        box.add(message)
    box.close()


def package(path: Path, parts: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)


def word(pieces: Sequence[Piece], path: Path) -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def paragraph(text: str, style: str = "") -> str:
        half = len(text) // 2  # editors divide a paragraph into runs
        properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f"<w:p>{properties}<w:r><w:t>{text[:half]}</w:t></w:r><w:r><w:t>{text[half:]}</w:t></w:r></w:p>"

    body = "".join(
        paragraph(p.title, "Heading1")
        + paragraph(f"{p.date} 08:10 来源：{p.source}")
        + "".join(map(paragraph, p.paragraphs))
        for p in pieces
    )
    package(
        path,
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<?xml version='1.0'?><w:document {w}><w:body>{body}</w:body></w:document>",
        },
    )


def open_document(pieces: Sequence[Piece], path: Path) -> None:
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    body = "".join(
        f'<text:h text:outline-level="1">{p.title}</text:h><text:p>{p.date} 来源：{p.source}</text:p>'
        + "".join(f"<text:p>{x[:4]}<text:span>{x[4:]}</text:span></text:p>" for x in p.paragraphs)
        for p in pieces
    )
    package(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<?xml version='1.0'?><office:document-content {names}><office:body><office:text>{body}</office:text></office:body></office:document-content>",
        },
    )


def spreadsheet(pieces: Sequence[Piece], path: Path) -> None:
    rows = [("标题", "正文", "日期", "来源"), *((p.title, p.text, p.date, p.source) for p in pieces)]
    strings = [x for row in rows for x in row]
    cells = "".join(
        f'<row r="{n}">'
        + "".join(f'<c r="{"ABCD"[k]}{n}" t="s"><v>{(n - 1) * 4 + k}</v></c>' for k in range(4))
        + "</row>"
        for n in range(1, len(rows) + 1)
    )
    main, rel = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    package(path, {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="新闻" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{"".join(f"<si><t>{escape(x)}</t></si>" for x in strings)}</sst>',
    })  # fmt: skip


def open_spreadsheet(pieces: Sequence[Piece], path: Path) -> None:
    names = 'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    rows = [("标题", "正文", "日期", "来源"), *((p.title, p.text, p.date, p.source) for p in pieces)]
    cells = "".join(
        "<table:table-row>"
        + "".join(
            "<table:table-cell>" + "".join(f"<text:p>{line}</text:p>" for line in x.split("\n")) + "</table:table-cell>"
            for x in row
        )
        + "</table:table-row>"
        for row in rows
    )
    package(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<?xml version='1.0'?><o:document-content {names}><o:body><o:spreadsheet><table:table table:name='新闻'>{cells}</table:table></o:spreadsheet></o:body></o:document-content>",
        },
    )


def book(pieces: Sequence[Piece], path: Path) -> None:
    chapters = {
        f"EPUB/c{n}.xhtml": f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>{p.title}</title></head><body><h1>{p.title}</h1><p>{p.date} 来源：{p.source}</p>{"".join(f"<p>{x}</p>" for x in p.paragraphs)}</body></html>'
        for n, p in enumerate(pieces)
    }
    items = "".join(
        f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(pieces))
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(pieces)))
    package(path, {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="EPUB/content.opf"/></rootfiles></container>',
        "EPUB/content.opf": f"<package><metadata><title>报纸汇编</title></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>",
        **chapters,
    })  # fmt: skip


def packed_lines(pieces: Sequence[Piece], path: Path) -> None:
    json_lines(pieces, path)
    path.write_bytes(gzip.compress(path.read_bytes()))


FORMATS: dict[str, Write] = {
    "a.jsonl": json_lines, "a.jsonl.gz": packed_lines, "array.json": json_array, "object.json": json_object, "a.csv": table(",", "utf-8-sig"), "gb.csv": table(";", "gb18030"),
    "a.tsv": table("\t", "utf-16"), "named.txt": table(",", "utf-8"), "a.sqlite": database, "a.parquet": parquet, "a.md": markdown, "boxed.txt": boxed, "cnki.txt": cnki,
    "note_express.txt": note_express, "ref_works.txt": ref_works, "a.ris": ris, "end_note.txt": end_note, "wise.txt": wise_news, "factiva.txt": factiva, "unknown.txt": unknown_export,
    "rss.xml": rss, "atom.xml": atom, "generic.xml": generic_xml, "tei.xml": tei, "newsml.xml": news_ml, "pages.zip": pages, "mhtml.tar.gz": web_archives, "a.warc": warc, "a.warc.gz": warc,
    "a.mbox": mail_box, "a.docx": word, "a.odt": open_document, "a.xlsx": spreadsheet, "a.ods": open_spreadsheet, "a.epub": book,
}  # fmt: skip
WITHOUT_SOURCE = {"a.mbox"}
