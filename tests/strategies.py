"""Texts that try to break things: fragments of what the grammars speak, of markup and of Unicode's darker corners."""

from __future__ import annotations

import os

from hypothesis import strategies as st

WORDS = (
    "云川市 市委 书记 程望舒 陆怀谦 市长 副市长 云川大学 有限公司 日报 本报讯 （记者 ） 摄 ■ ▲ 2021年 3月 1日 昨日 去年 今年 "
    "将 拟 至 到 - — ~ 5 12 31 00 二〇二一年 十二 一 十 月 日 号 年 世纪 年代 上 下 个 周 星期 天 季度 上半年 以来 起 "
    "“ ” 「 」 《 》 ‘ ’ ( ) 。 ， ； ： ！ ？ … 、 · . , ; : ! ? / \\ \" ' # < > { } | ^ ` % & @ = + * [ ] _ ~ $ "
    "的 在 了 和 与 是 任 为 获 奖 调研 出席 会议 强调 指出 召开 成立 揭牌 逝世 出生 籍 人 先生 女士 党委 副 主任 局长 "
    "merge split rename retype same reject add person/ organisation/ article/ memberOf file date source title text id url "
    'http:// https://w3id.org/newskg/id/ a.txt { "text": "title": null true [ ] 1e9 -1 \\u0000 \\ud800 '
    "\u202e \u200b \ufeff \u3000 \u00a0 \u0301 \u2028 𠀀 😀 臺灣 雲川 NATO abc Ａ １ \ufffd \ufffe \ue000"
)
FRAGMENTS = [*WORDS.split(" "), "\n", "\n\n", "\r", "\t", " ", "\x00", "\x1f", "\x7f", "\x85", "\ud800"]

hostile = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=3)), max_size=40).map("".join)


def examples(number: int) -> int:
    """Return how many examples a property test tries: all with KG_EXAMPLES=all (nightly), else a quarter, and no fewer than five."""
    return number if os.environ.get("KG_EXAMPLES") == "all" else max(5, number // 4)
