"""What pages say of errors in Chinese: the messages of the server, by the form of the English one."""

from __future__ import annotations

import re

_TEXTS = tuple(
    (re.compile(form, re.DOTALL), chinese)
    for form, chinese in (
        (r"there is nothing at (.+)", "没有 {0} 这个地址"),
        (r"(.+) is not allowed at (.+)", "地址 {1} 不接受 {0} 请求"),
        (r"the graph states nothing about (.+)", "图中没有关于 {0} 的内容"),
        (r"there is no graph (.+)", "没有 {0} 这个命名图"),
        (r"there are lists of: (.+)", "没有这个列表；有：{0}"),
        (r"name a position: (\S+) and, if it is of an organisation, (\S+)", "请写明职务：{0}，属于某机构时再加 {1}"),
        (r"name an article (\S+) or a sentence (\S+) of the graph", "请写明图中的文章 {0} 或句子 {1}"),
        (r"name (?:a|one) graph: (.+), or (.+)", "请写明一个命名图：{0}，或 {1}"),
        (r"(\w+) is a day, a month or a year, such as (\S+): (.*) is none", "{0} 是日期、月份或年份，如 {1}；“{2}”不是"),
        (r"sure is a number from 0 to 1", "sure 是 0 到 1 之间的数"),
        (r"(\w+) is a number from 0 to (\d+)", "{0} 是 0 到 {1} 之间的数"),
        (r"(\w+) is no IRI", "{0} 不是 IRI"),
        (r"it comes as: (.+)", "可取的格式有：{0}"),
        (r"the list took more than (\d+) seconds; narrow it down", "列表用时超过 {0} 秒；请加上条件，缩小范围"),
        (r"the query ran longer than (\S+) seconds and was stopped; (.+)", "查询用时超过 {0} 秒，已停止；请缩小范围，或用 LIMIT"),
        (r"the query needed more than (\d+) MB of memory and was stopped; .+", "查询需要的内存超过 {0} MB，已停止；请缩小范围"),
        (r"the answer is larger than (\d+) MB; .+", "结果超过 {0} MB；请缩小范围，或用 LIMIT"),
        (r"a request holds (\d+) kB at the most", "一次请求最多 {0} kB"),
        (r"a request has (\d+) fields at the most", "一次请求最多 {0} 个参数"),
        (r"there must be one query, not (\d+)", "一次请求要有一个查询，这里有 {0} 个"),
        (r"the query is not valid: (.+)", "查询有误：{0}"),
        (r"the query is nested too deeply, .+", "查询嵌套过深；请减少层数"),
        (r"the server is busy; .+", "服务器正忙，请过几秒再试"),
        (r"the server is stopping", "服务器正在停止"),
        (r"the server failed; .+", "服务器出错；它自己的输出写明了位置，请报告给我们"),
        (r"(.+?): (?:is damaged|is broken|was damaged): (.+?)(?: \(.*)?", "图的文件已损坏（{1}）：kg check 列出损坏的文件，再次运行 kg build 会重新写入"),
    )
)  # fmt: skip


def chinese_of(message: str) -> str:
    """Return a message in Chinese; "" for one that comes from elsewhere, such as a parser's.

    >>> chinese_of("the graph states nothing about https://e.example/a")
    '图中没有关于 https://e.example/a 的内容'
    """
    for form, chinese in _TEXTS:
        if found := form.fullmatch(message):
            return chinese.format(*found.groups())
    return ""
