"""Short forms of the names of organisations, and the official names for the usual ones."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.extract.lexicon.levels import one_letter
from kg.extract.lexicon.names import NameLexicon
from kg.extract.lexicon.state_bodies import HOME, STATE_BODIES

INTRODUCED = re.compile(
    r"[（(](?:以下|下)?(?:简称|下称|又称|简称为)?[：:]?[“\"「]?(?P<short>[一-鿿A-Za-z0-9]{2,12})[”\"」]?[）)]"
)
COMPANY_FORM = re.compile(
    r"^(?:股份有限公司|有限责任公司|集团有限公司|集团股份有限公司|科技有限公司|有限公司|控股集团|集团公司|集团|公司|股份)+$"
)
OFFICIAL = (
    (re.compile(rf"^(?:中共)?(?P<p>[一-鿿]{{1,12}}?{one_letter('government')})委$"), "中共{p}委员会"),
    (re.compile(rf"^(?P<p>[一-鿿]{{1,12}}{one_letter('government')})政府$"), "{p}人民政府"),
    (re.compile(rf"^(?P<p>[一-鿿]{{1,12}}{one_letter('congress')})人大常委会$"), "{p}人民代表大会常务委员会"),
    (re.compile(rf"^(?P<p>[一-鿿]{{1,12}}{one_letter('congress')})人大$"), "{p}人民代表大会"),
    (re.compile(rf"^(?P<p>[一-鿿]{{1,12}}{one_letter('congress')})政协$"), "中国人民政治协商会议{p}委员会"),
    (re.compile(rf"^(?P<p>[一-鿿]{{1,12}}{one_letter('congress')})纪委$"), "中共{p}纪律检查委员会"),
    (
        re.compile(
            rf"^(?P<p>[一-鿿]{{1,12}}{one_letter('congress')})委(?P<r>组织部|宣传部|统战部|政法委|办公室|办公厅)$"
        ),
        "中共{p}委员会{r}",
    ),
)


def is_subsequence(short: str, full: str) -> bool:
    """Whether the characters of a name stand in another one in their order."""
    rest = iter(full)
    return all(c in rest for c in short)


def is_short_for(short: str, full: str, lexicon: NameLexicon) -> bool:
    """Whether one organisation's name is a short form of another's (云钢集团, 云川钢铁集团有限公司)."""
    if len(short) >= len(full) or len(short) < 2:
        return False
    if full.endswith(short) and len(short) >= 3:
        return _may_drop(full[: -len(short)], short, lexicon)
    if full.startswith(short):
        return bool(COMPANY_FORM.fullmatch(full[len(short) :])) and len(short) >= 2
    if short in full:
        tail = full[full.index(short) + len(short) :]
        return len(short) >= 4 and bool(COMPANY_FORM.fullmatch(tail) or not tail)
    return is_subsequence(short, full) and _is_abbreviation(short, full)


def _may_drop(dropped: str, short: str, lexicon: NameLexicon) -> bool:
    """Whether the beginning of an organisation's name can be left out: a place, a country, or a few characters."""
    if short in STATE_BODIES and dropped not in HOME:
        return False  # 卫生部 is not 老挝卫生部
    if lexicon.place_suffix.search(dropped) or dropped in lexicon.country_names:
        return True
    return len(dropped) <= 3 and not lexicon.organisation_suffix.search(dropped)


def _is_abbreviation(short: str, full: str) -> bool:
    """Whether characters of an organisation's name, in their order, are a usual short form of it."""
    core = COMPANY_FORM.sub("", short)
    same_head = short[0] == full[0]
    company = bool(re.search(r"(?:公司|集团)$", full))
    if company:
        return same_head and (
            (len(short) <= 5 and bool(re.search(r"(?:集团|公司|股份|国投|城投|钢|矿|油|电|化)$", short)))
            or len(core) >= 4
        )
    return short[-1] == full[-1] and len(short) >= 0.6 * len(full) and same_head


def introduced_names(extents: Iterable[tuple[int, int]], text: str) -> dict[str, str]:
    """Return the short forms that a text introduces after names: 甲有限公司（以下简称“甲”）, as {short form: full name}."""
    found = {}
    for start, end in extents:
        note = INTRODUCED.match(text, end)
        if note and is_subsequence(note["short"], text[start:end]) and len(note["short"]) < end - start:
            found[note["short"]] = text[start:end]
    return found


def official_name(name: str) -> str:
    """Return the official name for an organisation's usual name: 云川市委 -> 中共云川市委员会.

    >>> official_name("云川市政协")
    '中国人民政治协商会议云川市委员会'
    """
    if name in {"党中央", "中共"}:
        return {"党中央": "中共中央", "中共": "中国共产党"}[name]
    for pattern, form in OFFICIAL:
        m = pattern.match(name)
        if m and len(m["p"]) > 1:
            return form.format(**m.groupdict())
    return name
