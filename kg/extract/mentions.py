"""Names of persons, bodies and places in a sentence: the network's spans, repaired by the rules of Chinese names.

The network tags words; a name in news is often several of them (省 + 教育厅, 云川 + 汽车北站), several names in a row
(澜江省云川市临江区) or a name inside a name (云钢集团特种钢分厂). Here words become mentions; which mentions are the same
thing is coreference's business.
"""

from __future__ import annotations

import re

from kg.extract.bare import bare_spans
from kg.extract.known import known_spans
from kg.extract.names import NameLexicon
from kg.extract.rows import row_spans
from kg.extract.spans import Context, Span, context_of, prune_nested, settle
from kg.extract.tagged import COUNTED, JOINTLY, SENT, tagged_spans
from kg.model import Sentence

COMMITTEES = frozenset({"全国委员会", "中央委员会", "委员会"})
BRANDED = re.compile(r"牌|轿车|货车|客车|面包车|越野车|卡车|车(?!间|队|站)|司机")  # a make of car
NO_BODY = re.compile(r"族$|两[国军党]|讯$|[头腹胸面背腿颈腰腕腹]部$")  # a people; 中美两军


def _is_name(here: Context, s: Span) -> bool:
    if s.rule in {"called", "one letter"}:
        return True
    name = here.text[s.start : s.end]
    if name in here.lexicon.not_names or len(name) < 2:
        return False
    if len(name) == 2 and {*name} <= here.lexicon.countries.keys() and s.kind != "Person":
        return name in here.lexicon.country_names  # 中欧, 中美 are two
    if s.kind == "Organisation":
        sent = SENT.match(here.text, s.start + name.index("驻")) if "驻" in name else None
        if (
            JOINTLY.search(name)
            or (sent and sent.end() > s.end)
            or (name in COMMITTEES and here.text[s.start - 1] in "届、")
        ):
            return False  # 某监委驻某部 + 纪检监察组; 第九届全国委员会
        if s.rule == "tagger" and len(name) <= 4 and BRANDED.match(here.text, s.end):
            return False
        return not (here.lexicon.event_suffix.search(name) or name.isspace() or NO_BODY.search(name))
    return s.kind != "Place" or not (COUNTED.search(name) or name.endswith(("主义道路", "发展道路", "精神家园")))


def _find(here: Context) -> list[Span]:
    """Return the candidate names in text order, nested ones included."""
    spans = [*tagged_spans(here), *known_spans(here), *row_spans(here)]
    spans.extend(bare_spans(here, spans))
    return settle(s for s in spans if _is_name(here, s))


def find_names(sentence: Sentence, text: str, lexicon: NameLexicon, places: frozenset[str] = frozenset()) -> list[Span]:
    """Return the names of a sentence in text order, nested ones included; `places` are names that the article surely uses."""
    return prune_nested(_find(context_of(sentence, text, lexicon, places)), text, lexicon)
