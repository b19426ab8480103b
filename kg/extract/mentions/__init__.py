"""Names of persons, organisations, places and awards in the text.

The tagger yields words; names in news often consist of several words (省 + 教育厅), are adjacent (澜江省云川市临江区) or nested
(云钢集团特种钢分厂).
"""

from __future__ import annotations

from kg.extract.mentions.awards import find_awards
from kg.extract.mentions.bylines import find_signatures
from kg.extract.mentions.compounds import find_compounds
from kg.extract.mentions.elliptic import find_elliptic
from kg.extract.mentions.from_lexicon import find_known
from kg.extract.mentions.from_tagger import find_tagged
from kg.extract.mentions.repetition import find_repeated
from kg.extract.mentions.selection import select_mentions, select_repeated

__all__ = [
    "find_awards",
    "find_compounds",
    "find_elliptic",
    "find_known",
    "find_repeated",
    "find_signatures",
    "find_tagged",
    "select_mentions",
    "select_repeated",
]
