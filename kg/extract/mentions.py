"""Names of persons, bodies and places in a sentence: the network's spans, repaired by the rules of Chinese names.

The network tags words; a name in news is often several of them (省 + 教育厅, 云川 + 汽车北站), several names in a row
(河南省信阳市息县) or a name inside a name (云钢集团特种钢分厂). Here words become mentions; which mentions are the same
thing is coreference's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.extract.names import NameLexicon
from kg.model import EntityKind, Sentence, Token

NOMINAL = frozenset({"n", "nz", "nw", "vn", "an", "s", "ORG", "LOC", "PER", "j", "ns", "nt", "nr"})
HAN = r"[一-鿿]"
BARE_BODY = re.compile(
    r"(?:中共)?(?:全国|中央|[省市县区州旗镇乡村]|自治区|自治州|街道)"
    r"(?:纪委监委|纪委|监委|人大常委会|人大|政协|人民政府|政府|委|党委|党组|党总支|党支部)"
    r"(?:组织部|宣传部|统战部|政法委|办公厅|办公室|党组|常委会)?"
)
BARE_OFFICE = re.compile(
    rf"[省市县区州]{HAN}{{1,12}}?(?:局|厅|委员会|办公室|法院|检察院|支队|总队|总工会|医院|中学|一中|二中|党校|妇联|团委|残联|工商联)"
)
STATE_BODY = re.compile(
    r"中共中央政治局常委会|中共中央政治局|中共中央|党中央|国务院|全国人大常委会|全国人大|全国政协|中央军委|中央纪委国家监委|中央纪委|国家监委|"
    r"中央政法委|中央统战部|中央组织部|中央宣传部|最高人民法院|最高人民检察院|全国总工会|全国妇联|共青团中央|联合国安理会|联合国|新华社|"
    r"国家发展改革委|国家发改委|国家卫生健康委|国家卫健委|公安部|外交部|国防部|教育部|财政部|商务部|水利部|应急管理部|农业农村部|生态环境部|交通运输部|"
    r"自然资源部|科技部|民政部|司法部|人力资源社会保障部|住房城乡建设部|工业和信息化部|文化和旅游部|退役军人事务部|中国人民银行|审计署|海关总署|国家税务总局|"
    r"国家市场监管总局|国家体育总局|国家统计局|国家能源局|国家林草局|国家移民管理局|国家疾控局|国家文物局|国家防总|中国气象局|中央气象台|国家航天局|中国科学院|中国工程院|"
    r"中央广播电视总台|解放军|武警部队|中国红十字会|国务院安委会"
)
TEAM = re.compile(rf"{HAN}{{2,6}}(?:男|女)?(?:足|篮|排|乒|羽|曲棍|冰|水|手|棒|垒)?球?队")
FOREIGN_NAME = re.compile(rf"{HAN}{{1,8}}(?:[·•・‧]{HAN}{{1,8}})+")
SOMEBODY = re.compile(r"(?<![一-鿿·])?(?P<name>[一-鿿]某{1,3}(?:[一-鿿])?)(?=[，。、；：因在被驾等和与及的（(已将又也说称]|$)")
BRACKETS = re.compile(r"[（(][一-鿿]{2,8}[）)]")
PROPER = frozenset({"ORG", "LOC", "nz", "nw", "PER", "ns", "nt"})
GOVERNMENT = re.compile(r"(?:局|厅|政府|委|委员会|人大|政协|法院|检察院|人大常委会|党组|纪委|支队|大队|总队|机关|部|纪委监委)$")
COMPANY_FORM = re.compile(r"^(?:股份|控股|科技|集团|责任|有限)*(?:有限)?(?:责任)?公司$|^(?:股份有限公司|有限公司|集团有限公司|集团|控股集团)$")


@dataclass(frozen=True, slots=True)
class Span:
    """A candidate `text[start:end]` of a kind; a higher weight wins where two cross."""

    start: int
    end: int
    kind: EntityKind
    rule: str
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A row of words that can make up one name or several."""

    start: int
    end: int
    tokens: tuple[Token, ...]


def _tagged(sentence: Sentence, text: str, lexicon: NameLexicon) -> Iterator[Span]:
    """Yield the network's own spans, cleaned."""
    kinds: dict[str, EntityKind] = {"PER": "Person", "LOC": "Place", "ORG": "Organisation"}
    for t in sentence.tokens:
        if t.tag in kinds:
            yield Span(t.start, t.end, kinds[t.tag], "tagger")


def _runs(sentence: Sentence, text: str) -> Iterator[Run]:
    """Yield the maximal rows of nominal words; a short bracket inside a row belongs to it: 中源信诚（北京）建筑公司."""
    row: list[Token] = []
    tokens = list(sentence.tokens)
    skip_to = -1
    for t in tokens:
        if t.start < skip_to:
            row.append(t)
            continue
        word = text[t.start : t.end]
        bracket = BRACKETS.match(text, t.start) if word[0] in "（(" and row else None
        if bracket and _nominal_at(tokens, bracket.end()):
            skip_to = bracket.end()
            row.append(t)
        elif t.tag in NOMINAL or _ordinal(word, t.tag) or word in {"有限责任", "有限", "省", "市", "县", "区", "州", "副"}:
            row.append(t)
        else:
            if row:
                yield Run(row[0].start, row[-1].end, tuple(row))
            row = []
    if row:
        yield Run(row[0].start, row[-1].end, tuple(row))


def _nominal_at(tokens: list[Token], offset: int) -> bool:
    return any(t.start == offset and t.tag in NOMINAL for t in tokens)


def _ordinal(word: str, tag: str) -> bool:
    return bool(re.fullmatch(r"第?[一二三四五六七八九十百\d０-９]{1,4}", word)) and tag in {"m", "nz", "n"} or word.startswith("第") and tag == "m"


def _cuts(run: Run, text: str, lexicon: NameLexicon) -> list[int]:
    """Return the indices of the run's tokens at which an organisation's name can end."""
    ends = []
    for i, t in enumerate(run.tokens):
        word, whole = text[t.start : t.end], text[run.start : t.end]
        following = run.tokens[i + 1] if i + 1 < len(run.tokens) else None
        if following and text[t.start : following.end] in {"人民政府", "委员会", "有限公司"}:
            continue
        if lexicon.organisation_suffix.search(whole) and len(word) > 1 or t.tag == "ORG":
            ends.append(i)
        elif lexicon.organisation_suffix.search(whole) and i > 0:
            ends.append(i)
        elif lexicon.weak_suffix.search(word) and len(word) <= 4 and any(x.tag in PROPER for x in run.tokens[: i + 1]):
            ends.append(i)
    return ends


def _name_start(run: Run, end: int, text: str, lexicon: NameLexicon) -> int | None:
    """Return the index of the token at which the organisation ending with token `end` begins.

    The name begins with its first proper word; where there is none, a word of a strong body's name counts.
    """
    tokens = run.tokens[: end + 1]
    for i, t in enumerate(tokens):
        word = text[t.start : t.end]
        if t.tag in PROPER and not (t.tag == "PER" and i < end) or re.match(r"[省市县区州镇乡村](?!长|民|场|域|内|里)", word) or word in {
            "全国", "中央", "国家", "中国", "国际", "世界"
        }:
            return i
    return None


def _organisations(run: Run, text: str, lexicon: NameLexicon) -> Iterator[Span]:
    """Yield the bodies in a run, the outer and the inner ones (云钢集团特种钢分厂 holds 云钢集团)."""
    first = 0
    for end in _cuts(run, text, lexicon):
        start = _name_start(Run(run.start, run.end, run.tokens[first:]), end - first, text, lexicon)
        if start is None:
            continue
        a, b = run.tokens[first + start].start, run.tokens[end].end
        name = text[a:b]
        if lexicon.title_at_end.search(name) and not lexicon.organisation_suffix.search(name):
            continue
        yield Span(a, b, "Organisation", "suffix", 2)


def _places(run: Run, text: str, lexicon: NameLexicon) -> Iterator[Span]:
    """Yield places that the network leaves without their last word: 云川 + 汽车北站."""
    for i, t in enumerate(run.tokens):
        if t.tag != "LOC":
            continue
        for j in range(len(run.tokens) - 1, i, -1):
            last = run.tokens[j]
            between = run.tokens[i + 1 : j + 1]
            name = text[t.start : last.end]
            if (
                lexicon.place_suffix.search(name)
                and last.tag != "LOC"
                and len(name) <= 16
                and all(x.tag in {"n", "nz", "s", "vn", "m"} for x in between)
                and not lexicon.organisation_suffix.search(name)
                and text[last.start : last.end] not in {"市", "县"}
            ):
                yield Span(t.start, last.end, "Place", "suffix", 1)
                break


def _patterns(sentence: Sentence, text: str, lexicon: NameLexicon) -> Iterator[Span]:
    """Yield what a pattern tells for sure: bare bodies, bodies of the state, foreign names, 李某."""
    starts = {t.start for t in sentence.tokens}
    part = text[sentence.start : sentence.end]
    for pattern, kind, rule, weight in (
        (STATE_BODY, "Organisation", "state body", 3),
        (BARE_BODY, "Organisation", "bare body", 3),
        (BARE_OFFICE, "Organisation", "bare office", 2),
    ):
        for m in pattern.finditer(part):
            a, b = sentence.start + m.start(), sentence.start + m.end()
            if rule == "state body" or a in starts and _plain(sentence, a, b, text):
                yield Span(a, b, kind, rule, weight)  # type: ignore[arg-type]
    for m in FOREIGN_NAME.finditer(part):
        yield from _foreign(sentence, m, text)
    for m in SOMEBODY.finditer(part):
        a = sentence.start + m.start("name")
        name = m["name"] if m["name"][-1] in "某" or len(m["name"]) == 3 and m["name"][1] == "某" else m["name"]
        if lexicon.surname.match(name):
            stop = a + len(name)
            yield Span(a, stop - (name[-1] not in "某" and not _given(name)), "Person", "somebody", 4)


def _given(name: str) -> bool:
    return name[-1] in "某甲乙丙丁强军华明伟刚芳丽"


def _plain(sentence: Sentence, start: int, end: int, text: str) -> bool:
    """Tell whether only nominal words stand between two offsets, the first of which opens a name."""
    inside = [t for t in sentence.tokens if t.start < end and t.end > start]
    return all(t.tag in NOMINAL or t.tag in {"v", "a", "f"} and t.end - t.start <= 2 and t.tag != "w" for t in inside) and (
        start == 0 or not re.match(HAN, text[start - 1]) or not any(t.start < start < t.end for t in sentence.tokens)
    )


def _foreign(sentence: Sentence, m: re.Match[str], text: str) -> Iterator[Span]:
    """A name with a middle dot: take the words of the network at its edges, for the run may hold more than the name."""
    a, b = sentence.start + m.start(), sentence.start + m.end()
    first = next((t for t in sentence.tokens if t.start <= a + len(re.split(r"[·•・‧]", m.group())[0]) - 1 < t.end), None)
    last = [t for t in sentence.tokens if t.start < b and t.end > text.rfind("·", a, b)]
    start = max(a, first.start) if first else a
    end = min(b, next((t.end for t in last if t.end > text.rfind("·", a, b) + 1), b))
    yield Span(start, end, "Person", "foreign name", 4)


def _settle(spans: Iterable[Span]) -> list[Span]:
    """Choose among crossing candidates: the weightier, then the longer; a name inside a name stays."""
    chosen: list[Span] = []
    for s in sorted(set(spans), key=lambda s: (-s.weight, s.start - s.end, s.start, s.kind, s.rule)):
        if all(_compatible(s, c) for c in chosen):
            chosen.append(s)
    return sorted(chosen, key=lambda s: (s.start, -s.end))


def _compatible(new: Span, old: Span) -> bool:
    if new.end <= old.start or old.end <= new.start:
        return True
    if (new.start, new.end) == (old.start, old.end):
        return False
    outer, inner = (new, old) if new.end - new.start > old.end - old.start else (old, new)
    if outer.start <= inner.start and inner.end <= outer.end:
        return outer.kind in {"Organisation", "Place"} and inner.kind in {"Organisation", "Place"}
    return False


def find_names(sentence: Sentence, text: str, lexicon: NameLexicon) -> list[Span]:
    """Return the candidate names of a sentence in text order, nested ones included."""
    spans = [*_tagged(sentence, text, lexicon), *_patterns(sentence, text, lexicon)]
    for run in _runs(sentence, text):
        spans.extend(_organisations(run, text, lexicon))
        spans.extend(_places(run, text, lexicon))
    return _settle(s for s in spans if text[s.start : s.end] not in lexicon.not_names)
