"""The grammar: patterns of time expressions over folded text, each with its reading; earlier patterns win."""

from __future__ import annotations

import re

from kg.language.times.readings import (
    bare_day,
    bare_day_span,
    bare_month,
    bare_year,
    chained_day,
    chained_year,
    day_span,
    day_years_ago,
    decade,
    dotted,
    full_day,
    full_month,
    later,
    month_day,
    month_span,
    nothing,
    relative_day,
    relative_month,
    relative_year,
    season,
    week,
    year_span,
)
from kg.language.times.values import Reading

N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
Y = r"(?:\d{4}|[〇零○一二三四五六七八九]{4})"
COUNT = "(?:\\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"  # 三四年后 is no number
SPAN = r" ?(?:至|到|-|—|~|－|–) ?"
CLOCK = r"(?:凌晨|清晨|早上|早|上午|中午|下午|傍晚|夜间|晚间|晚|夜)?"
SINCE = r"(?P<since>以来|起(?=[，。、对向施实正试执在至未免开])|后至今)?"
GRAMMAR: tuple[tuple[str, Reading], ...] = (
    (rf"(?<![\d一二三四五六七八九十])(?P<n>{N}) ?年前的?(?:今天|(?P<m>{N}) ?月(?:(?P<d>{N})[日号])?)", day_years_ago),
    (
        rf"(?:(?P<y>{Y}) ?年)?(?P<m>{N}) ?月(?P<d>{N})[日号]?{CLOCK}{SPAN}(?:(?P<m2>{N}) ?月)?(?P<d2>{N})[日号]",
        day_span,
    ),
    (rf"(?P<y>{Y}) ?年(?:(?P<m>{N}) ?月)?{SPAN}(?:(?P<y2>{Y}) ?年)(?P<m2>{N}) ?月", month_span),
    (
        rf"(?:(?P<y>{Y}) ?年)?(?P<m>{N}) ?月(?:{SPAN}|[与和](?=[^，。]{{1,4}}月之?间))(?P<m2>{N}) ?月(?!{N}[日号])",
        month_span,
    ),
    (rf"(?P<y>{Y}) ?年(?P<m>{N}) ?月(?P<d>{N})[日号]", full_day),
    (r"(?<!\d)(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)", full_day),
    (rf"(?P<y>{Y}) ?年 ?(?P<m>{N}) ?月份?", full_month),
    (rf"(?<!\d)(?P<y>{Y}) ?年?(?:{SPAN}|[与和](?=\d+年之?间))(?P<y2>{Y}) ?年", year_span),
    (rf"(?:(?P<y>{Y}) ?年|(?P<w>今年|去年|明年))?(?P<q>第?[一二三四]季度|[上下]半年)", season),
    (
        r"(?:(?:上?个?世纪|(?P<c>[一二]?十[一二三四五六七八九]?|\d\d)世纪)(?P<n>[一二三四五六七八九]十|\d0)年代)|(?P<y>(?:19|20)\d0)年代|(?<![一-鿿\d])(?P<m>[二三四五六七八九]十)年代",
        decade,
    ),
    (rf"(?<=[，；。！？：,;!?:\n])(?P<n>{COUNT}) ?(?P<unit>年|天)(?:之|以)?后(?![期续方勤备])", later),
    (rf"(?<!\d)(?P<y>{Y}) ?年(?!代|[级届度]){SINCE}", bare_year),
    (
        rf"(?P<w>大前年|今年|本年|去年|前年|明年|后年)(?:(?P<m>{N}) ?月(?:份|(?P<d>{N})[日号])?)?(?:[初底末]|年[初底末])?{SINCE}",
        relative_year,
    ),
    (
        rf"(?P<w>同年|当年|次年|翌年|(?<!过去)(?<!过去的)(?:[这那]一?年|同一年)(?=[,.、:;!?，。：；！？\s的里中春夏秋冬底初末]|{N} ?月|$))(?:(?P<m>{N}) ?月(?:(?P<d>{N})[日号])?)?",
        chained_year,
    ),
    (rf"(?<![\d一二三四五六七八九十])(?P<m>{N}) ?月(?P<d>{N})[日号]{SINCE}", month_day),
    (r"(?<=[“\"'「])(?P<m>\d{1,2})·(?P<d>\d{1,2})(?=[”\"'」])", dotted),
    (rf"(?P<w>本|这个|上个?|下个?|同|当)月(?:(?P<d>{N})[日号])?(?!球|亮|台)", relative_month),
    (rf"(?<![\d一二三四五六七八九十个])(?P<m>{N}) ?月(?:份|[初底末]|中旬|上旬|下旬)?(?![\d饼薪租])", bare_month),
    (rf"(?<![\d一二三四五六七八九十第\-])(?P<d>{N})日{SPAN}(?P<d2>{N})日", bare_day_span),
    (
        r"(?:(?P<w>上?上个?|本|这个?|下?下个?)(?:周|星期)(?P<d>[一二三四五六日天])?|(?<![\d一-鿿])(?:周|星期)(?P<alone>[一二三四五六日天]))(?![年岁界期末])",
        week,
    ),
    (
        r"(?<![\d一二三四五六七八九十第\-])(?<!\d\.)(?P<d>\d{1,2})(?:日(?!报(?![道告警称名到])|本|元|游|常|均|内|后|前(?![往来去赴])|电影|租)|号(?=[，。早晚上下凌]|$))",
        bare_day,
    ),
    (r"(?P<w>今|昨|前|明|后)(?:天|日|晨|晚|夜|早)(?!报(?![道告警称名到])|后|的世界)", relative_day),
    (r"(?P<w>当[天日晚]|同日|次日|翌日|第二天|同一天|前一天|前一日)(?!气温)", chained_day),
    (r"近日|日前|近期|近年来|目前|此前|随后|不久前|近来|连日来", nothing),
)

PATTERNS = tuple((re.compile(pattern), reading) for pattern, reading in GRAMMAR)
