"""What pages say of errors in Chinese: the messages of the server, by the form of the English one."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
        (r"there must be one update, and no query", "一次请求要有一个更新，不能同时有查询"),
        (r"an update comes by POST", "更新要用 POST 发送"),
        (r"updates are off: .+", "服务器不接受更新：请写 corrections.txt 后重新构建，或启动时加 --allow update"),
        (r"updates are not taken from pages of other sites", "不接受其他网站页面发来的更新"),
        (r"SERVICE calls and LOAD are off: .+", "不允许 SERVICE 和 LOAD：启动服务器时加 --allow service 才可用"),
        (r"the answer is (a graph|a table|yes or no), which comes as: (.+)", "结果是{0}，可取的格式有：{1}"),
        (r"the other server did not answer as it should: (.+)", "另一台服务器没有正常回答，它的原话：{0}"),
        (r"the request came too slowly", "请求发送得太慢"),
        (r"the request broke off", "请求中断了"),
        (r"the request (?:must be|is not) UTF-8", "请求要用 UTF-8 编码"),
        (r"the query failed: (.+)", "查询失败，程序的原话：{0}"),
        (r"the query is nested too deeply, .+", "查询嵌套过深；请减少层数"),
        (r"the server is busy; .+", "服务器正忙，请过几秒再试"),
        (r"the server is stopping", "服务器正在停止"),
        (r"the server failed; .+", "服务器出错；它自己的输出写明了位置，请报告给我们"),
        (r"(.+?): (?:is damaged|is broken|was damaged): (.+?)(?: \(.*)?", "图的文件已损坏（{1}）：kg check 列出损坏的文件，再次运行 kg build 会重新写入"),
    )
)  # fmt: skip


_VALUES = {"a graph": "图", "a table": "表", "yes or no": "是或否"}
_INVALID = re.compile(r"the query is not valid: (.+)", re.DOTALL)
_PLACE = re.compile(r"line (\d+), column (\d+): (.+)", re.DOTALL)
_FAULTS = tuple(  # what kg finds in a query before the parser of the store reads it
    (re.compile(form, re.DOTALL), chinese)
    for form, chinese in (
        (r"(\S+) closes no bracket", "{0} 没有对应的左括号"),
        (r"(\S+) is never closed", "{0} 没有闭合"),
        (r"a declaration breaks off", "前缀声明不完整"),
        (r"a declared prefix ends in a colon: (.+)", "所声明的前缀要以冒号结尾：{0}"),
        (r"(.+) is no keyword of SPARQL", "{0} 不是 SPARQL 的关键词"),
        (r"the prefix (\S*): is not declared", "前缀 {0}: 没有声明"),
        (r"the prefix (\S*): at line (\d+), column (\d+) is not declared; did you mean (\S+)\?", "第 {1} 行第 {2} 列：前缀 {0}: 没有声明；是不是 {3}"),
        (r"the prefix (\S*): at line (\d+), column (\d+) is not declared; .+? are (.+)", "第 {1} 行第 {2} 列：前缀 {0}: 没有声明；kg 的前缀有 {3}"),
        (r"this is no SPARQL: (.+)", "这里不是 SPARQL：{0}"),
        (r"(<.*>) is no IRI", "{0} 不是 IRI"),
        (r"(<.*>) is no IRI that stands alone", "{0} 不是完整的 IRI"),
        (r"(.+) is no character", "{0} 不是字符"),
        (r"kg:textMatch stands between a variable and a string: (.+?) kg:textMatch .+", "kg:textMatch 前面是变量，后面是字符串：{0} kg:textMatch \"词 词\""),
        (r"a query has (\d+) kg:textMatch at the most", "一个查询最多有 {0} 个 kg:textMatch"),
        (r"the update has USING or WITH, and the request names graphs too", "更新里有 USING 或 WITH，请求就不能再指定命名图"),
    )
)  # fmt: skip


def chinese_of(message: str) -> str:
    """Return a message in Chinese; "" for one that comes from elsewhere, such as a parser's.

    >>> chinese_of("the graph states nothing about https://e.example/a")
    '图中没有关于 https://e.example/a 的内容'
    >>> chinese_of("the query is not valid: line 2, column 7: } closes no bracket")
    '查询有误。第 2 行第 7 列：} 没有对应的左括号'
    """
    if invalid := _INVALID.fullmatch(message):
        return f"查询有误。{_fault(invalid[1])}"
    return _translated(message, _TEXTS)


def _fault(said: str) -> str:
    """Return what is wrong in a query, in Chinese; the words of the parser are quoted."""
    at = _PLACE.fullmatch(said)
    where, what = (f"第 {at[1]} 行第 {at[2]} 列：", at[3]) if at else ("", said)
    return where + (_translated(what, _FAULTS) or f"解析器的原话是：{what}")


def _translated(message: str, texts: Iterable[tuple[re.Pattern[str], str]]) -> str:
    for form, chinese in texts:
        if found := form.fullmatch(message):
            return chinese.format(*(_VALUES.get(g, g) for g in found.groups()))
    return ""
