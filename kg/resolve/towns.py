"""The names of places that precede the names of organisations."""

from __future__ import annotations

import re

from kg.divisions import divisions
from kg.resolve.lexicon import IdentityLexicon
from kg.resolve.naming import Naming

TOWN = re.compile(r"[一-鿿]{2,8}?(?:自治区|自治州|自治县|省|市|县|区|镇|乡|村|州)")
UNKNOWN_TOWN = re.compile(  # a town that nothing else names: 市场, 社区 and 地区 are none
    r"[一-鿿]{2,3}?(?:自治县|自治州|市(?![场民政属直场容郊])|县(?!域)|(?<![小社地校园景矿林])区(?!域)|镇|州(?=市|县))(?=[一-鿿]{4,})"
)
GOVERNED = re.compile(
    r"(?<=^中共)[一-鿿]{2,}?(?=委员会|纪律检查)|(?<=^中国人民政治协商会议)[一-鿿]{2,}(?=委员会)|^[一-鿿]{2,}(?=人民政府|人民代表大会)"
)


class Towns:
    """The names of places that can precede an organisation's name."""

    def __init__(self, places: Naming, lexicon: IdentityLexicon) -> None:
        self.lexicon = lexicon
        named = set(places.names.values()) | {a for a, _ in places.why}
        self.names = {n for n in named if TOWN.fullmatch(n) or divisions().find(n)}
        self.names |= lexicon.names.known_places | lexicon.names.country_names

    def is_place(self, name: str) -> bool:
        """Whether a name is one place's, or a row of them, the larger first."""
        if name in self.names or divisions().find(name) is not None:
            return True
        return any(name[:cut] in self.names and self.is_place(name[cut:]) for cut in range(2, len(name) - 1))

    def before(self, organisation: str) -> str:
        """Return the place, or the row of places, that an organisation's name begins with; empty where there is none."""
        found = ""
        for end in range(2, min(len(organisation) - 1, 16)):
            if self.is_place(organisation[:end]):
                found = organisation[:end]
        if not found and (m := UNKNOWN_TOWN.match(organisation)):
            return m.group()
        return found
