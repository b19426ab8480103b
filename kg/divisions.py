"""The administrative divisions of China: names to GB/T 2260 codes, coordinates and the divisions above.

The table is `ontology/divisions.csv`, which names its sources. A name shared by several divisions (朝阳区, 鼓楼区)
is resolved by its context, or left unresolved.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from kg.vocab import ontology_folder

PEOPLES = (
    "蒙古|维吾尔|土家|布依|朝鲜|哈尼|哈萨克|傈僳|拉祜|东乡|纳西|景颇|柯尔克孜|达斡尔|仫佬|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|"
    "鄂温克|德昂|保安|裕固|独龙|鄂伦春|基诺|各|回|藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒"
)
SUFFIX = re.compile(
    rf"(?:特别行政区|(?:(?:{PEOPLES})族?)*(?:自治区|自治州|自治县|自治旗)|地区|林区|新区|矿区|省|市|县|区|盟|旗)$"
)
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})  # provinces whose districts go by their stems
SHORT = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
    "香港特别行政区": "香港",
    "澳门特别行政区": "澳门",
}


@dataclass(frozen=True, slots=True)
class Division:
    """A division; `longitude` and `latitude` in degrees, or None; a dissolved one is no more."""

    code: str  # six digits
    name: str
    longitude: float | None
    latitude: float | None
    former: tuple[str, ...]
    dissolved: bool

    @property
    def level(self) -> int:
        """1 a province, 2 a prefecture or city, 3 a county or district."""
        return 1 if self.code.endswith("0000") else 2 if self.code.endswith("00") else 3

    @property
    def stem(self) -> str:
        """The name without what it is: 衡阳; the name itself where nothing would be left (市中区 keeps it)."""
        stem = SHORT.get(self.name) or SUFFIX.sub("", self.name)
        return stem if len(stem) >= 2 else self.name


class Divisions:
    """The table, and look-ups by code and by name."""

    def __init__(self, rows: Iterable[Division]) -> None:
        self.by_code: Mapping[str, Division] = {d.code: d for d in rows}

    @cached_property
    def _names(self) -> Mapping[str, tuple[Division, ...]]:
        """Names in full, today's and former ones; divisions that have a name today come before those that had it."""
        found: dict[str, list[Division]] = defaultdict(list)
        for d in sorted(self.by_code.values(), key=lambda d: (d.dissolved, d.code)):
            found[d.name].append(d)
        for d in self.by_code.values():
            for name in d.former:
                found.setdefault(name, []).append(d)
        return {name: tuple(ds) for name, ds in found.items()}

    @cached_property
    def _stems(self) -> Mapping[str, tuple[Division, ...]]:
        found: dict[str, list[Division]] = defaultdict(list)
        for d in sorted(self.by_code.values(), key=lambda d: (d.level, d.code)):
            if d.stem != d.name and not d.dissolved:
                found[d.stem].append(d)
                if d.stem + d.name[-1] != d.name:
                    found[d.stem + d.name[-1]].append(d)  # 延边州
        return {stem: tuple(ds) for stem, ds in found.items()}

    def above(self, code: str) -> Division | None:
        """Return the division that holds this one; a county right under its province has the province."""
        for parent in (code[:4] + "00", code[:2] + "0000"):
            if parent != code and parent in self.by_code:
                return self.by_code[parent]
        return None

    def chain(self, code: str) -> tuple[Division, ...]:
        """Return the divisions above, the nearest first."""
        found = []
        above = self.above(code)
        while above:
            found.append(above)
            above = self.above(above.code)
        return tuple(found)

    def full_name(self, division: Division) -> str:
        """Return the name that distinguishes it from others: 北京市朝阳区 where there is another 朝阳区, else its own."""
        same = [d for d in self._names[division.name] if d.name == division.name]
        if len(same) < 2:
            return division.name
        above = self.chain(division.code)
        named = next((d for d in above if sum(self._holds(d, s) for s in same) == 1), None)
        return (named.name if named else "".join(d.name for d in reversed(above))) + division.name

    def _holds(self, above: Division, division: Division) -> bool:
        return above.code in {d.code for d in self.chain(division.code)}

    def candidates(self, name: str) -> tuple[Division, ...]:
        """Return the divisions that a name can mean, by its full form (and those above before it), else by its stem.

        >>> [d.code for d in divisions().candidates("北京市朝阳区")], [d.code for d in divisions().candidates("衡阳")][:1]
        (['110105'], ['430400'])
        """
        whole = self._names.get(name)
        if whole:
            return whole
        for cut in range(2, len(name) - 1):
            inner = self._names.get(name[cut:], ()) if SUFFIX.search(name) else ()
            outer = {d.code for d in self.candidates(name[:cut])} if inner else set()
            nested = tuple(d for d in inner if outer & {a.code for a in self.chain(d.code)})
            if nested:
                return nested
        return self._stems.get(name, ())

    def find(self, name: str, around: Iterable[str] = ()) -> Division | None:
        """Return the one division that a name means beside the places around it (their names), or None.

        A stem alone means a province or a city before the counties of that name (西安 is not the 西安区 of another city),
        but a district of a municipality that is named (朝阳 beside 北京); a county's stem alone means nothing, as many are
        common words.
        """
        found = self.candidates(name)
        if found and name not in self._names and SUFFIX.search(name) is None:
            found = self._of_stem(found, around)
        if len(found) > 1:
            found = self._near(found, around) or found
        current = tuple(d for d in found if not d.dissolved) or found
        return current[0] if len(current) == 1 else None

    def _of_stem(self, found: Sequence[Division], around: Iterable[str]) -> tuple[Division, ...]:
        """Return those of a stem's divisions that it can mean alone, beside the places around it."""
        level = min(d.level for d in found)
        top = tuple(d for d in found if d.level == level)
        if level == 3:
            return top if self._near(found, around) else ()
        near = tuple(d for d in self._near(found, around) if d.level < 3 or d.code[:2] in MUNICIPALITIES)
        return near if near and level == 2 and not set(top) & set(near) else top

    def _near(self, found: Iterable[Division], around: Iterable[str]) -> tuple[Division, ...]:
        """Return those whose divisions above are named around, or that lie in the same city or province as what is."""
        named = {d.code for name in around for d in self._alone(name)}
        for reach in (4, 2):
            near = tuple(d for d in found if {a.code for a in self.chain(d.code) if a.level * 2 >= reach} & named)
            if near:
                return near
        return tuple(d for d in found if any(n[:4] == d.code[:4] and n != d.code for n in named))

    def _alone(self, name: str) -> tuple[Division, ...]:
        """Return the divisions of a name that needs no context itself."""
        found = self.candidates(name)
        top = tuple(d for d in found if d.level < 3)
        return top[:1] if top else found if len(found) == 1 else ()


@cache
def divisions() -> Divisions:
    """Return the installed table, read once."""
    with open(ontology_folder() / "divisions.csv", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return Divisions(
            Division(
                r["code"],
                r["name"],
                float(r["longitude"]) if r["longitude"] else None,
                float(r["latitude"]) if r["latitude"] else None,
                tuple(r["former"].split("|")) if r["former"] else (),
                bool(r["dissolved"]),
            )
            for r in rows
        )
