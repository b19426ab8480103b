"""Time expressions against a public table of cases (Microsoft Recognizers-Text, Chinese), as far as news uses them."""

from __future__ import annotations

import calendar
import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.language.times import find_times
from kg.model import When

CASES = Path(__file__).parents[2] / "shared" / "data" / "time" / "Specs" / "DateTime" / "Chinese"
OUT_OF_NEWS = {
    "lunar calendar, eras and festivals": r"正月|腊月|初[一二三四五六七八九十]|大年|除夕|农历|八月十五|[元庆丰熙正治绪龙国]\w?[一二三四五六七八九十]+年|神龙|雍正|节",
    "dates in the order of other languages, bare numbers, years of two digits": r"\d{1,2}[-/.]\d{1,2}[-/.]\d|^\d+/\d+$|^[\d =]+$|^[\d到]+$|(?<!\d)\d{2,3} ?年|[零〇一二三四五六七八九]{2}年(?!代)|\d-\d",
    "a day without its 日": r"月[一二三四五六七八九十]+$",
    "days that are none": r"2月30日|2019年2月29日",
    "spans without ends, durations, unnamed parts": r"之?[前后]|以[前后上下]|过去|近|未来|接下来|[几数]|随后|内|周岁|起|自|从\d{4}年起|至今|或|早于|晚于|余下|剩|半[月周]|个半年|第.个月|最[后後]|\d个月|今年$",
    "weekends, weeks of a month, parts of a day, working days": r"周末|週|禮拜|礼拜|後天|第.周|最后一|[点时：:]|工作日|周年|季节|[春夏秋冬]天|早上|晚上|下午|上午|凌晨",
    "what search boxes are asked": r"[？?]|序|显示|网络连接",
}


def cases() -> Iterator[tuple[str, str, datetime.date, set[tuple[str, str]]]]:
    """Yield (what it is about, text, reference date, the right spans as first and last day)."""
    for name in ("DateParser", "DatePeriodParser", "DateTimeModel"):
        for case in json.loads((CASES / f"{name}.json").read_text("utf-8-sig")):
            reference = (case.get("Context") or {}).get("ReferenceDateTime")
            results = [r for r in case.get("Results") or [] if r]
            if reference and len(results) == 1:
                right = set(_values(results[0].get("Value") or results[0].get("Resolution")))
                if right:
                    yield results[0]["Text"], case["Input"], datetime.date.fromisoformat(reference[:10]), right


def _values(value: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict):
        return
    past = value.get("PastResolution")
    for v in [past] if past else value.get("values", []):
        begin = v.get("date") or v.get("startDate") or (v.get("value") if v.get("type") == "date" else v.get("start"))
        end = v.get("date") or v.get("endDate") or (v.get("value") if v.get("type") == "date" else v.get("end"))
        if re.fullmatch(r"\d{4}-\d\d-\d\d", str(begin)) and re.fullmatch(r"\d{4}-\d\d-\d\d", str(end)):
            yield str(begin), str(end)


def days(when: When) -> set[tuple[str, str]]:
    """Return a time as first and last day, the last one also as the table has it: the day behind, the last month's first."""
    if not when.begin or not when.end:
        return set()
    begin = (when.begin + "-01-01")[:10] if len(when.begin) == 4 else (when.begin + "-01")[:10]
    end = when.end
    if len(end) == 4:
        end += "-12"
    if len(end) == 7:
        end += f"-{calendar.monthrange(int(end[:4]), int(end[5:7]))[1]}"
    behind = (datetime.date.fromisoformat(end) + datetime.timedelta(days=1)).isoformat()
    return {(begin, end), (begin, behind), (begin, (when.end + "-01-01"[3 * (len(when.end) == 7) :])[:10])}


def test_times_of_the_public_table_that_make_sense_in_news() -> None:
    if not CASES.is_dir():
        pytest.skip("the public table of time expressions is not here")
    checked, wrong = 0, []
    for text, sentence, reference, right in cases():
        if any(re.search(pattern, text) for pattern in OUT_OF_NEWS.values()):
            continue
        checked += 1
        found = [t.when for t in find_times(sentence, reference) if t.when]
        if not any(days(w) & right for w in found):
            wrong.append((sentence, str(reference), sorted(right), [(w.begin, w.end) for w in found]))
    assert checked > 100
    assert len(wrong) <= 0.06 * checked, "\n".join(map(str, wrong))
