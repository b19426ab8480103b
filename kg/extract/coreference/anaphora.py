"""该公司, 该县: the last organisation or place before the phrase that it can mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from kg.extract.candidates import Draft, EntityCandidate
from kg.extract.coreference.groups import of_kind, sentence_at
from kg.extract.lexicon import Rule
from kg.model import Mention

BACK_WORDS = [
    "公司",
    "集团",
    "企业",
    "社",
    "校",
    "院",
    "厂",
    "局",
    "队",
    "支队",
    "大队",
    "馆",
    "中心",
    "机构",
    "市",
    "县",
    "区",
    "镇",
    "乡",
    "村",
    "省",
    "州",
    "国",
    "岛",
    "学校",
    "医院",
]
BACK = re.compile(
    rf"(?:该|这家|这所|这个)(?P<kind>{'|'.join(BACK_WORDS)})|(?<![一-鿿])(?P<school>学校|医院)(?=[将对已在与])"
)
BACK_SUFFIX = {
    "公司": "公司|集团|矿业|股份|控股|能源|科技|电池", "集团": "集团|公司", "社": "合作社|通讯社|出版社|报社|旅行社|杂志社", "企业": "公司|集团|厂|矿业", "校": "大学|学院|学校|中学|小学|一中|二中", "学校": "大学|学院|学校|中学|小学|一中|二中",
    "院": "医院|学院|法院|研究院|科学院", "医院": "医院", "厂": "厂", "局": "局", "队": "队", "支队": "支队", "大队": "大队", "馆": "馆", "中心": "中心", "机构": "中心|会|院|所",
}  # fmt: skip
ENDINGS = {w: re.compile(f"(?:{BACK_SUFFIX.get(w, w)})$") for w in BACK_WORDS}


def find_anaphora(draft: Draft) -> Iterator[EntityCandidate]:
    """Yield the organisations and places that such phrases mean, with the phrases as mentions."""
    groups = [*of_kind(draft, "Organisation"), *of_kind(draft, "Place")]
    by_id = dict(enumerate(groups))
    ordered = sorted(((m.start, n) for n, g in by_id.items() for m in g.mentions), key=lambda x: x[0], reverse=True)
    last: dict[str, int] = {}  # by the ending that a phrase asks for
    fitting: dict[int, list[str]] = {}
    found: dict[int, list[Mention]] = defaultdict(list)
    for m in BACK.finditer(draft.text):
        while ordered and ordered[-1][0] < m.start():
            n = ordered.pop()[1]
            if n not in fitting:
                names = (by_id[n].name, *by_id[n].aliases)
                fitting[n] = [w for w, ending in ENDINGS.items() if any(ending.search(name) for name in names)]
            last.update(dict.fromkeys(fitting[n], n))
        meant = last.get(m["kind"] or m["school"])
        if meant is not None:
            sentence = sentence_at(draft.sentences, m.start())
            found[meant].append(Mention(m.start(), m.end(), by_id[meant].kind, sentence, Rule.ANAPHOR))
    for n, mentions in found.items():
        g, rule = by_id[n], Rule.ANAPHOR
        yield replace(g, mentions=(*g.mentions, *mentions), rule=rule, source=rule.component)
