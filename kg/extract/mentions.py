"""Names of persons, bodies and places in a sentence: the network's spans, repaired by the rules of Chinese names.

The network tags words; a name in news is often several of them (省 + 教育厅, 云川 + 汽车北站), several names in a row
(澜江省云川市临江区) or a name inside a name (云钢集团特种钢分厂). Here words become mentions; which mentions are the same
thing is coreference's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.extract.names import NameLexicon
from kg.model import EntityKind, Sentence, Token

PERSON_TAGS = frozenset({"PER", "nr"})
PLACE_TAGS = frozenset({"LOC", "ns"})
BODY_TAGS = frozenset({"ORG", "nt"})
NOMINAL = frozenset({"n", "nz", "nw", "vn", "an", "s"}) | PERSON_TAGS | PLACE_TAGS | BODY_TAGS
PROPER = frozenset({"nz", "nw"}) | PLACE_TAGS | BODY_TAGS
HAN = r"[一-鿿]"
LEVELS = r"(?:特别行政区|自治区|自治州|自治县|新区|街道|社区|省|市|县|区|镇|乡|村|州|旗)"
BARE_BODY = re.compile(
    r"(?P<name>(?:中共)?(?:[省市县区州旗镇乡村]|自治区|自治州|街道)"
    r"(?:纪委监委|纪委|监委|人大常委会|人大|政协|人民政府|政府|委(?!员|托|派|任|屈|以|会)|党委|党组|党总支|党支部)"
    r"(?:组织部|宣传部|统战部|政法委|办公厅|办公室|党组)?)"
)
BARE_OFFICE = re.compile(
    rf"(?=(?P<name>[省市县区州](?![长委]){HAN}{{1,12}}?(?:局|厅|委员会|办公室|法院|检察院|支队|总队|总工会|医院|中学|一中|二中|党校|妇联|团委|残联|工商联|卫生院|卫生室|村委会)))"
)  # a name may begin inside another: 市长到市中心医院
PARTY_COMMITTEE = re.compile(
    r"中共(?!中央)[一-鿿]{1,8}?[省市县区州旗镇乡](?:纪律检查委员会|委员会|纪委|委(?![员托派任]))(?:组织部|宣传部|统战部|政法委|办公室)?"
)
LEADING = re.compile(
    r"[一-鿿]{2,9}?(?:自治区|自治州|自治县|地区|省|市|县|(?<![社校园片城小厂景])区|镇|乡)(?!政府|委|长|民|场|域|部|中|内|际|立|级|直|管|属)"
)
UNIT = re.compile(
    r"(?P<whole>[一-鿿]{2,}?(?:集团|公司|大学|医院|银行))[一-鿿]{2,}"
    r"(?:分厂|分公司|事业部|学院|研究院|研究所|实验室|中心|支行|分行|分院|车间|作业区|项目部|党委|医院|附中|附小)"
)
UNITED = re.compile(r"联合(?:专案组|调查组|工作组|指挥部|救援队|实验室)")
PART = r"(?:(?![和与及在是的对向等])[一-鿿])"  # transliterations do without these
FOREIGN_NAME = re.compile(rf"{HAN}{{1,8}}(?:[·•・‧]{PART}{{1,8}})+")
CHOSEN_PERSON = re.compile(  # the network takes 命何书远 for words
    rf"(?:任命|选举|推选|聘任|委任|提名|免去|聘请|增选|补选)(?P<name>{HAN}{{2,4}}?)(?:同志)?(?=为|担任|任|的{HAN}{{2,24}}职务)"
)
SOMEBODY = re.compile(r"(?<![一-鿿·])?(?P<name>[一-鿿]某{1,3})(?!些|个|种|一|日|年|月)")
ONE_LETTER_PLACE = re.compile(
    r"(?:(?<=[在抵赴来离驻返])|(?<=来到)|(?<=抵达))(?P<name>[京沪津渝冀晋辽苏浙皖闽赣鲁豫鄂湘粤琼川黔滇陕甘桂藏宁港澳汉蓉穗杭深])"
    r"(?=举行|召开|开幕|闭幕|成立|会见|会谈|签署|揭|启|逝|参加|出席|发布|开|举办|进行|拉开|调研|考察|，|。)"
)
TWO_STATES = re.compile(
    r"(?P<pair>[一-鿿]{2})(?=两国|关系|双边|双方|领导人|元首|友好|经贸|贸易|边境|总理|外长|防长|建交|人民|联合声明|联合公报|之间|间的|战略|高层|政府间|合作|交流|人文|两军)"
)
GOING = frozenset(
    {
        "到",
        "在",
        "赴",
        "来到",
        "走进",
        "前往",
        "出席",
        "参加",
        "对",
        "向",
        "为",
        "是",
        "有",
        "与",
        "会见",
        "看望",
        "慰问",
        "走访",
        "视察",
        "考察",
        "调研",
    }
)
STATES = frozenset("中美俄英法德日韩朝印华澳加")
PAIRED = frozenset("中美俄英日韩朝乌")  # 中法, 美德, 日德 are words or too rare without more
OFFICED = frozenset("乌俄美英法德日韩朝印以伊叙巴埃土沙菲越泰")
OFFICE = re.compile(r"总统|总理|首相|外长|防长|财长|国务卿|国防部|外交部|财政部|内政部|议会|最高拉达|军方")
MINISTRIES = frozenset({"国防部", "外交部", "财政部", "内政部", "议会", "最高拉达"})
GOING_TO = frozenset("访驻赴对来在抵援抗反离返回")
ORDINAL_UNIT = re.compile(
    r"第?[一二三四五六七八九十]{1,2}分(?P<of>团|队)(?![一-鿿]*[长员])"
)  # of a delegation or a team
MAKING = re.compile(r"建设|打造|建成|推进")  # that the network takes for a place's beginning
NAMED_BY_PATTERN = (  # bodies whose names hold words that no name holds elsewhere
    ("intergovernmental", re.compile(r"[一-鿿]{2,6}政府间[一-鿿]{2,8}(?:组织|委员会|机构)")),
    ("channel", re.compile(r"(?:央视|中央电视台|[一-鿿]{2,4}(?:卫视|电视台))[一-鿿]{1,6}?频道")),
    (
        "of an incident",
        re.compile(
            r"(?:国务院|[一-鿿]{2,8}[省市县区](?:人民)?政府)?(?:(?!成立|组建|派出|召开)[一-鿿]){2,24}“\d{1,2}·\d{1,2}”[一-鿿]{2,12}?(?:调查组|工作组|指挥部|专案组)"
        ),
    ),
)
JOINTLY = re.compile(  # two bodies: 市妇联联合市教育局
    r"(?<=[联局委会厅院部队社校])(?P<verb>联合|会同|携手)(?=[一-鿿]{2,}(?:局|委|厅|公司|集团|大学|学院|协会|中心|法院|检察院|政府))"
)
TERM = re.compile(r"第[一二三四五六七八九十百\d]+届(?:、第?[一二三四五六七八九十百\d]+届)*(?:全国|中央)?委员会")
LISTED_OFFICE = re.compile(  # 某市公安局、卫生局和安监局: of the same place
    r"(?<=[局厅委办]、)[一-鿿]{2,4}[局厅](?=[、和及与等的，负])|(?<=[局厅][和及与])[一-鿿]{2,4}[局厅](?=[、和及与等的，负])"
)
TRADE = re.compile(
    r"新能源|科技|资本|传媒|控股|实业|证券|保险|电子|汽车|医药|生物|地产|置业|网络|软件|半导体|航空|物流|食品|乳业|酒业|药业|钢铁|化工|矿业|电器|电池|重工|集团|股份|银行|影业|文化|投资"
)
STRAIT = re.compile(
    r"海峡两岸|两岸(?=关系|同胞|交流|和平|经贸|统一|三通|直航|往来|人民|对话|谈判|商谈|青年|中国人|企业|民众|融合)"
)
COMMITTEES = frozenset({"全国委员会", "中央委员会", "委员会"})
NO_BODY = re.compile(r"族$|两[国军党]|讯$")  # a people; 中美两军
CALLED = re.compile(  # a surname with a title in place of the name; surnames that are common words are left out
    r"(?P<surname>[王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴钟汪姜范姚谭廖邹熊陆郝孔崔邱秦江侯邵孟龙钱汤尹黎贺龚]|欧阳|司马|诸葛|上官)"
    r"(?P<title>总书记|国家主席|主席|总理|总统|部长|省长|市长|县长|区长|镇长|局长|院长|校长|书记|主任|厂长|经理|总裁|董事长|将军|司令|教授|老师|医生|警官|师傅|先生|女士|支书|村长|院士)(?!员)"
)
HOST_CITY = re.compile(
    r"(?:(?<![一-鿿])|(?<=\d年))(?P<city>(?!年)[一-鿿]{2,4}?)(?=冬奥会|冬残奥会|奥运会|亚运会|大运会|世博会|残奥会)"
)
COMPOUND_WORDS = frozenset({"n", "nz", "vn", "an", "b"})
COMPOUND_END = re.compile(r"[一-鿿]{2,10}?(?:局|厅|处|委员会|办公室)")
PEOPLE_WORD = re.compile(r"员|干部|群众|代表|领导|师生|记者|官兵|职工|负责人|方面|部门|单位|企业$")
SENT = re.compile(rf"驻{HAN}{{2,12}}?(?:纪检监察组|纪检组|办事处|大使馆|总领事馆)")
BRACKETS = re.compile(r"[（(][一-鿿]{2,8}[）)]")
COUNTED = re.compile(
    r"[一二三四五六七八九十两几多数0-9０-９]+[省市县区镇乡村]$|^(?:全|各|多|某|本|我|该|此|这|那)[省市县区镇乡村国]"
)
GOVERNMENT = re.compile(
    r"(?:局|厅|政府|委|委员会|人大|政协|法院|检察院|常委会|党组|支队|大队|总队|机关|部|监委|兵团|联合会|协会|队)$"
)
OWN_ORGAN = re.compile(r"[一-鿿]{0,10}(?:办公室|常委会|指挥部|党组|办公厅|领导小组|研究室|常务会议)")
COMPANY_TAIL = re.compile(r"^(?:股份|控股|科技|集团|责任|有限|公司|总公司|实业|发展)+$")
PARTY_TAIL = re.compile(r"(?:党委|党组|党总支|党支部)$")


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

    tokens: tuple[Token, ...]


class NameFinder:
    """Finds the names of one sentence; holds the sentence, the article's text and the lexicon."""

    def __init__(self, sentence: Sentence, text: str, lexicon: NameLexicon, places: frozenset[str]) -> None:
        self.sentence = sentence
        self.text = text
        self.lexicon = lexicon
        self.places = places
        self.starts = {t.start for t in sentence.tokens}
        self.ends = {t.end for t in sentence.tokens}

    def find(self) -> list[Span]:
        """Return the candidate names in text order, nested ones included."""
        spans = [*self._tagged(), *self._patterns(), *self._titled()]
        spans.extend(self._compound())
        for run in self._runs():
            spans.extend(self._organisations(run))
            spans.extend(self._places(run))
        spans.extend(self._bare(spans))
        return _settle(s for s in spans if self._is_name(s))

    def _is_name(self, s: Span) -> bool:
        if s.rule in {"called", "one letter"}:
            return True
        name = self.text[s.start : s.end]
        if name in self.lexicon.not_names or len(name) < 2:
            return False
        if len(name) == 2 and {*name} <= self.lexicon.countries.keys() and s.kind != "Person":
            return name in self.lexicon.country_names  # 中欧, 中美 are two
        if s.kind == "Organisation":
            sent = SENT.match(self.text, s.start + name.index("驻")) if "驻" in name else None
            if (
                JOINTLY.search(name)
                or (sent and sent.end() > s.end)
                or (name in COMMITTEES and self.text[s.start - 1] in "届、")
            ):
                return False  # 某监委驻某部 + 纪检监察组; 第九届全国委员会
            return not (self.lexicon.event_suffix.search(name) or name.isspace() or NO_BODY.search(name))
        return s.kind != "Place" or not (COUNTED.search(name) or name.endswith(("主义道路", "发展道路", "精神家园")))

    # The network's spans

    def _tagged(self) -> Iterator[Span]:
        for t in self.sentence.tokens:
            for a, b in _unspaced(self.text, t.start, t.end):
                name = self.text[a:b]
                if t.tag in PERSON_TAGS:
                    yield from self._person(a, b)
                elif t.tag in PLACE_TAGS and self._is_body(name):
                    yield from self._organisation(a, b)
                elif t.tag in PLACE_TAGS:
                    yield from self._place(a, b)
                elif t.tag in BODY_TAGS:
                    yield from self._organisation(a, b)

    def _is_body(self, name: str) -> bool:
        """Tell whether what the network calls a place is a body by its name: 某国国防部."""
        return (
            len(name) >= 4
            and self.lexicon.organisation_suffix.search(name) is not None
            and self.lexicon.place_suffix.search(name) is None
        )

    def _person(self, start: int, end: int) -> Iterator[Span]:
        name = self.text[start:end]
        if name.endswith("籍") and len(name) >= 3:
            yield Span(start, end - 1, "Place", "origin")  # 云川籍导演
            return
        title = self.lexicon.title_at_end.search(name)
        if title and title.start() <= 1:
            return
        stop = start + title.start() if title else end
        stop -= self.text[stop - 1 : stop + 2] == "通电话"  # 同某总统杜邦通电话
        yield Span(start, stop - 2 * self.text[start:stop].endswith("同志"), "Person", "tagger")

    def _place(self, start: int, end: int) -> Iterator[Span]:
        """A place without the word of direction behind it, taken apart where it is a row of places."""
        making = MAKING.match(self.text, start, end)
        start = making.end() if making and end - making.end() >= 3 else start
        name = self.text[start:end]
        if name.endswith("地区") and name[:-2] in self.lexicon.known_places:
            end -= 2  # 亚太地区; a prefecture keeps it
        direction = self.lexicon.direction.search(self.text[start:end])
        if direction and direction.start() >= 2:
            end = start + direction.start()
        yield from (Span(a, b, "Place", "tagger") for a, b in self._pieces(start, end))

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """Take a row of places apart at the ends of levels: 澜江省云川市 -> 澜江省, 云川市."""
        name = self.text[start:end]
        pieces: list[tuple[int, int]] = []
        begin = 0
        province = self.lexicon.provinces.match(name)
        if (
            province
            and len(name) - province.end() >= 3
            and not re.match(LEVELS, name[province.end() :])
            and re.search(f"{LEVELS}$", name)
        ):
            pieces.append((start, start + province.end()))
            begin = province.end()
        found = re.finditer(rf"{HAN}{{2,10}}?{LEVELS}(?!{LEVELS}|政府|委|长|民|场|域)", name[begin:])
        ends = ((start + begin + m.start(), start + begin + m.end()) for m in found)
        pieces.extend((a, b) for a, b in ends if end - b >= 2 or b == end)
        done = pieces[-1][1] if pieces else start
        if done < end:
            pieces = [*pieces, (done, end)] if end - done >= 2 else [(start, end)]
        return pieces

    def _organisation(self, start: int, end: int) -> Iterator[Span]:
        """A body without the title that the network took into it; one that ends like a place is a place."""
        name = self.text[start:end]
        together = JOINTLY.search(name)
        if together:
            yield from self._organisation(start, start + together.start("verb"))
            yield from self._organisation(start + together.end("verb"), end)
            return
        title = self.lexicon.title_at_end.search(name)
        if title and not self.lexicon.organisation_suffix.search(name):
            end = start + title.start()
            name = self.text[start:end]
        if len(name) < 2 or (self.lexicon.direction.search(name) and not self.lexicon.organisation_suffix.search(name)):
            return
        if "驻" in name and SENT.match(self.text, start + name.index("驻")):
            return
        placelike = self.lexicon.place_suffix.search(name) and not self.lexicon.organisation_suffix.search(name)
        yield Span(start, end, "Place" if placelike else "Organisation", "tagger", 1 if placelike else 0)
        yield from self._leading_places(start, end)
        if not placelike:
            yield from self._upper_body(start, end)
            unit = UNIT.fullmatch(name)
            if unit and not COMPANY_TAIL.match(name[unit.end("whole") :]):
                yield Span(start, start + unit.end("whole"), "Organisation", "suffix")

    def _leading_places(self, start: int, end: int) -> Iterator[Span]:
        """The row of places that a body's name begins with: 云南省 + 玉溪市 + 人民法院."""
        at = start
        row: list[Span] = []
        while (m := LEADING.match(self.text, at, end)) and end - m.end() >= 3:
            if not self.lexicon.not_names & {m.group()} and not COUNTED.search(m.group()):
                row.append(Span(at, m.end(), "Place", "leading place"))
            at = m.end()
        rest = self.text[at:end]
        official = GOVERNMENT.search(rest) or (len(row) == 1 and (rest.endswith("公司") or len(rest) < 4))
        yield from row[:-1] if official else row  # the last is a part of an official name

    def _upper_body(self, start: int, end: int) -> Iterator[Span]:
        """A party committee inside a body stands for the body where that is named in full: 云川市公安局 + 党委."""
        m = PARTY_TAIL.search(self.text[start:end])
        if m and self.lexicon.organisation_suffix.search(self.text[start : start + m.start()]):
            yield Span(start, start + m.start(), "Organisation", "party tail", 6)

    # Patterns

    def _patterns(self) -> Iterator[Span]:
        part = self.text[self.sentence.start : self.sentence.end]
        offset = self.sentence.start
        for pattern, rule, weight in (
            (PARTY_COMMITTEE, "party committee", 5),
            (UNITED, "united", 2),
        ):
            for m in pattern.finditer(part):
                yield Span(offset + m.start(), offset + m.end(), "Organisation", rule, weight)
        for m in self.lexicon.known_bodies.finditer(part):
            if self._is_known_body(offset + m.start(), offset + m.end()):
                yield Span(offset + m.start(), offset + m.end(), "Organisation", "state body", 3)
        for m in FOREIGN_NAME.finditer(part):
            yield from self._foreign(offset + m.start(), offset + m.end())
        for m in CHOSEN_PERSON.finditer(part):
            if self.lexicon.surname.match(m["name"]) and m["name"] not in self.lexicon.not_persons:
                yield Span(offset + m.start("name"), offset + m.end("name"), "Person", "chosen", 3)
        for m in SOMEBODY.finditer(part):
            if self.lexicon.surname.match(m["name"]):
                yield Span(offset + m.start("name"), offset + m.end("name"), "Person", "somebody", 4)
        for rule, pattern in NAMED_BY_PATTERN:
            for m in pattern.finditer(part):
                start = next((x for x in range(m.start(), m.end() - 4) if offset + x in self.starts), m.start())
                yield Span(offset + start, offset + m.end(), "Organisation", rule, 7)
        for m in TERM.finditer(part):
            whole = next((t for t in self.sentence.tokens if t.end == offset + m.start() and t.tag in PROPER), None)
            if whole:
                yield Span(whole.start, offset + m.end(), "Organisation", "of a term", 7)
        for m in LISTED_OFFICE.finditer(part):
            yield Span(offset + m.start(), offset + m.end(), "Organisation", "listed office", 1)
        for m in ORDINAL_UNIT.finditer(part):
            if offset + m.start() in self.starts:
                yield Span(offset + m.start(), offset + m.end(), "Organisation", "ordinal unit", 4)
        yield from self._companies()
        yield from self._abbreviated_states()
        yield from self._known_places()
        for m in HOST_CITY.finditer(part):
            if any(t.start <= offset + m.start() < t.end and t.tag not in PLACE_TAGS for t in self.sentence.tokens):
                yield Span(offset + m.start("city"), offset + m.end("city"), "Place", "host city", 3)
        for m in STRAIT.finditer(part):
            yield Span(offset + m.start(), offset + m.end(), "Place", "strait", 4)
        yield from self._called()
        for m in ONE_LETTER_PLACE.finditer(part):
            yield Span(offset + m.start(), offset + m.end(), "Place", "one letter", 4)

    def _is_known_body(self, start: int, end: int) -> bool:
        """A body's name of two characters must be a word (民建 is none in 市民建议); 公安部门 is not 公安部."""
        if self.text[end - 1] == "部" and self.text[end : end + 1] in {"门", "队"}:
            return False
        return end - start > 2 or (start in self.starts and end in self.ends)

    def _known_places(self) -> Iterator[Span]:
        """Yield well-known places that the network missed: they stand as words of their own."""
        for t in self.sentence.tokens:
            if self.text[t.start : t.end] in self.lexicon.known_places and t.tag not in {"v", "a", "d"}:
                yield Span(t.start, t.end, "Place", "known place", -1)

    def _companies(self) -> Iterator[Span]:
        """Yield companies by name and trade, without 公司: 华辰 + 新能源."""
        tokens = self.sentence.tokens
        for t, trade, behind in zip(tokens, tokens[1:], tokens[2:], strict=False):
            named = t.tag in {"PER", "nr", "nz", "nw", "ORG"} and 2 <= t.end - t.start <= 4
            if (
                named
                and TRADE.fullmatch(self.text, trade.start, trade.end)
                and behind.tag in {"v", "w", "d", "p", "c", "TIME"}
            ):
                yield Span(t.start, trade.end, "Organisation", "company", 4)

    def _abbreviated_states(self) -> Iterator[Span]:
        """Yield states and places named by one letter: 中美, 访华, 驻美, 中方, 港澳."""
        found: set[int] = set()
        for t in self.sentence.tokens:
            word = self.text[t.start : t.end]
            if self._is_pair(word) or word in {"港澳", "港澳台", "台港澳"}:
                found.update(range(t.start, t.end))
            elif word[0] in OFFICED and OFFICE.match(self.text, t.start + 1):
                found.add(t.start)
                office = OFFICE.match(self.text, t.start + 1)
                if office and office.group() in MINISTRIES:
                    yield Span(t.start, office.end(), "Organisation", "a state's office", 6)
            elif len(word) == 2 and word[0] in GOING_TO and word[1] in STATES | {"京"}:
                found.add(t.start + 1)
            elif (len(word) == 2 and word[1] == "方" and word[0] in STATES - {"华"}) or (
                word in STATES and self.text[t.start - 1 : t.start] in GOING_TO - {"" if word == "华" else "在"}
            ):
                found.add(t.start)
        part = self.text[self.sentence.start : self.sentence.end]
        for m in TWO_STATES.finditer(part):
            if {*m["pair"]} <= self.lexicon.countries.keys() and m.start() + self.sentence.start in self.starts:
                found.update(range(self.sentence.start + m.start(), self.sentence.start + m.start() + 2))
        for at in sorted(found):
            yield Span(at, at + 1, "Place", "one letter", 5)

    def _called(self) -> Iterator[Span]:
        """Yield the surname of a person called by it and a title: 王教授, 陆市长."""
        persons = {t.end for t in self.sentence.tokens if t.tag in PERSON_TAGS}
        for t in self.sentence.tokens:
            m = CALLED.match(self.text, t.start, self.sentence.end)
            if (
                m
                and m.end() in self.ends
                and t.start not in persons
                and self.text[t.start - 1 : t.start] not in {"副", "老", "小"}
            ):
                yield Span(t.start, t.start + len(m["surname"]), "Person", "called", 4)

    def _is_pair(self, word: str) -> bool:
        """Tell whether a word names two states: two of the great ones, or China and another (others before 两国, 关系)."""
        if len(word) != 2 or word[0] == word[1] or word in self.lexicon.not_names:
            return False
        return {*word} <= PAIRED or ("中" in word and {*word} <= STATES - {"华"})

    def _bare(self, known: Sequence[Span]) -> Iterator[Span]:
        """Yield 市委, 县公安局 and the like, with the place before them: 白鹭 + 县委."""
        ends = {s.end: s for s in known if s.kind == "Place"}
        part = self.text[self.sentence.start : self.sentence.end]
        for pattern, rule, weight in ((BARE_BODY, "bare body", 3), (BARE_OFFICE, "bare office", 1)):
            for m in pattern.finditer(part):
                a, b = (self.sentence.start + at for at in m.span("name"))
                place = ends.get(a) or ends.get(a + 1)
                before = next(
                    (t for t in self.sentence.tokens if t.end == a and t.tag == "n" and t.end - t.start == 2), None
                )
                opens = before is not None and self._opens_name(before)
                if place and place.start < a and self._nominal(place.end, b):
                    a = place.start
                elif before and rule == "bare body" and (opens or self.text[before.start : a + 1] in self.places):
                    a = before.start
                elif not (a in self.starts and self._nominal(a, b)):
                    continue
                if self.text[max(0, a - 2) : a] == "中共":
                    a -= 2
                yield Span(a, b, "Organisation", rule, weight + (a != self.sentence.start + m.start("name")))
                yield from self._upper_body(a, b)

    def _opens_name(self, t: Token) -> bool:
        """Tell whether a noun before 县委 is its county: it stands behind a mark or a title, as names do."""
        word = self.text[t.start : t.end]
        return (
            self.text[t.end : t.end + 1] in "县区镇"
            and self.text[t.start - 1 : t.start] in "，、。；：\n和及由"
            and word not in self.lexicon.not_names
            and re.fullmatch(r"[一-鿿]{2}", word) is not None
        )

    def _nominal(self, start: int, end: int) -> bool:
        inside = [t for t in self.sentence.tokens if t.start < end and t.end > start]
        return all(
            (t.tag in NOMINAL and t.tag not in PERSON_TAGS)
            or (t.tag in {"v", "a", "f", "m"} and t.end - t.start <= 2 and self.text[t.start : t.end] not in GOING)
            for t in inside
        )

    def _foreign(self, start: int, end: int) -> Iterator[Span]:
        """A name with a middle dot, within the words that the network calls a person."""
        inside = [t for t in self.sentence.tokens if t.start < end and t.end > start and t.tag in PERSON_TAGS]
        if inside:
            yield Span(max(start, inside[0].start), min(end, inside[-1].end), "Person", "foreign name", 4)

    def _titled(self) -> Iterator[Span]:
        """A person that the network missed behind a title: surname and one or two characters, up to a word's end."""
        window = self.sentence.start
        persons = {t.start for t in self.sentence.tokens if t.tag in PERSON_TAGS}
        for start in sorted(self.starts - persons):
            surname = self.lexicon.surname.match(self.text, start, self.sentence.end)
            before = self.text[max(window, start - 12) : start]
            listed = (
                start > window
                and self.text[start - 1] == "、"
                and any(t.end == start - 1 and t.tag in PERSON_TAGS for t in self.sentence.tokens)
            )
            if not surname or not (listed or self._behind_title(before)):
                continue
            for size in (2, 1):
                end = surname.end() + size
                name = self.text[start:end]
                if (
                    end in self.ends
                    and end <= self.sentence.end
                    and re.fullmatch(rf"{HAN}+", name)
                    and name not in self.lexicon.not_persons
                    and not any(
                        t.start == start and t.end == end and t.tag in {"v", "d", "p", "c", "r", "vd", "vn", "ad", "a"}
                        for t in self.sentence.tokens
                    )
                    and not self.lexicon.organisation_suffix.search(name)
                    and not (listed and not re.match(r"[、，。；等和与]|$", self.text[end : end + 1]))
                ):
                    yield Span(start, end, "Person", "behind title", 2)
                    break

    def _behind_title(self, before: str) -> bool:
        title = self.lexicon.title_at_end.search(before)
        if title is None or title["head"] in {"代表", "委员", "专家"}:
            return False
        return self.lexicon.titles[title["head"]].kind == "Title"

    # Rows of words

    def _runs(self) -> Iterator[Run]:
        """Yield the maximal rows of nominal words; a short bracket inside a row belongs to it."""
        row: list[Token] = []
        skip_to = -1
        for t in self.sentence.tokens:
            word = self.text[t.start : t.end]
            bracket = BRACKETS.match(self.text, t.start) if row and word[0] in "（(" else None
            if (
                t.start < skip_to
                or (t.tag in NOMINAL and not word.isspace())
                or _ordinal(word, t.tag)
                or (word in "省市县区州" and row)
            ):
                row.append(t)
            elif bracket and self._place_in_bracket(bracket.start(), bracket.end()):
                skip_to = bracket.end()
                row.append(t)
            else:
                if row:
                    yield Run(tuple(row))
                row = []
        if row:
            yield Run(tuple(row))

    def _place_in_bracket(self, start: int, end: int) -> bool:
        """Tell whether a bracket holds a place and a name goes on behind it: 中源（云川）建筑公司."""
        inside = [t for t in self.sentence.tokens if t.start > start and t.end < end]
        return all(t.tag in PLACE_TAGS for t in inside) and any(
            t.start == end and t.tag in NOMINAL for t in self.sentence.tokens
        )

    def _organisations(self, run: Run) -> Iterator[Span]:
        """Yield the bodies in a row, the outer and the inner ones (云钢集团特种钢分厂 holds 云钢集团)."""
        for i, t in enumerate(run.tokens):
            first = self._first_proper(run.tokens[: i + 1])
            if first is None or (first == i and t.tag not in BODY_TAGS):
                continue
            start, end = run.tokens[first].start, t.end
            together = self.text.rfind("会同", start, end)
            start = together + 2 if together > start else start
            if self._ends_body(start, t) and not _unspaced_break(self.text, start, end):
                sent = SENT.match(self.text, end)
                yield Span(start, end, "Organisation", "suffix", 2)
                if sent and "驻" not in self.text[start:end]:
                    yield Span(start, sent.end(), "Organisation", "sent", 4)
                yield from self._upper_body(start, end)

    def _compound(self) -> Iterator[Span]:
        """Yield offices whose names hold 和: 云川市 + 财政局 + 自然资源 + 和 + 生态环境处."""
        tokens = self.sentence.tokens
        for i, t in enumerate(tokens):
            if self.text[t.start : t.end] not in {"和", "与"} or not 0 < i < len(tokens) - 1:
                continue
            left = i - 1
            while left >= 0 and tokens[left].tag in COMPOUND_WORDS and t.start - tokens[left].start <= 10:
                left -= 1
            first = tokens[left] if left >= 0 else None
            between = self.text[first.end : t.start] if first else ""
            proper = first is not None and (first.tag in PLACE_TAGS | BODY_TAGS)
            if first is None or not proper or not 2 <= len(between) <= 8 or PEOPLE_WORD.search(between):
                continue
            end = COMPOUND_END.match(self.text, t.end, self.sentence.end)
            if end and end.end() in self.ends:
                yield Span(first.start, end.end(), "Organisation", "compound", 5)

    def _ends_body(self, start: int, last: Token) -> bool:
        name, word = self.text[start : last.end], self.text[last.start : last.end]
        if self.text[last.end : last.end + 2] in {"有限", "公司", "委员"} or self.lexicon.direction.search(name):
            return False
        strong = self.lexicon.organisation_suffix.search(name)
        if not strong and (self.lexicon.title_at_end.search(name) or self.lexicon.place_suffix.search(name)):
            return False
        if strong:
            return strong.end() - strong.start() <= len(word) or strong.end() - strong.start() >= 2
        return bool(self.lexicon.weak_suffix.search(word)) and len(word) <= 4 and last.tag in {"n", "nz"} | BODY_TAGS

    def _first_proper(self, tokens: Sequence[Token]) -> int | None:
        for i, t in enumerate(tokens):
            word = self.text[t.start : t.end]
            if (
                t.tag in PROPER
                or word in {"全国", "中央", "国家", "国际", "世界"}
                or re.fullmatch(r"[省市县区州镇乡村]", word)
            ):
                return i
        return None

    def _places(self, run: Run) -> Iterator[Span]:
        """Yield places that the network leaves without their last word: 云川 + 汽车北站."""
        for i, t in enumerate(run.tokens):
            if t.tag not in PLACE_TAGS | BODY_TAGS or self._place_follows(run, i):
                continue
            start = self._pieces(t.start, t.end)[-1][0]
            for j in range(len(run.tokens) - 1, i, -1):
                name = self.text[start : run.tokens[j].end]
                if self._ends_place(name, run.tokens[i + 1 : j + 1]):
                    yield Span(start, run.tokens[j].end, "Place", "suffix", 2 if t.tag in PLACE_TAGS else 3)
                    break

    def _last_of_place(self, last: Token) -> bool:
        """Tell whether a word can end a place's name: 盘竹湾组 before its people, but no 湖江乡村 and no 档案网站."""
        word = self.text[last.start : last.end]
        if word == "组":
            return self.text[last.end : last.end + 2] in {"居民", "村民", "群众"}
        return word not in {"市", "县", "地区", "市场", "乡村", "农村", "乡镇"} and not word.endswith("网站")

    def _place_follows(self, run: Run, i: int) -> bool:
        """Tell whether the next word is a place of its own, with a level (塔山街道), so that a name begins there."""
        if i + 1 == len(run.tokens) or run.tokens[i + 1].tag not in PLACE_TAGS:
            return False
        here, following = (self.text[x.start : x.end] for x in run.tokens[i : i + 2])
        named = len(following) >= 3 <= len(here) and re.search(f"{LEVELS}$", here)  # 开阳镇 + 青杉林场
        return bool(named or re.search(f"{LEVELS}$", following))

    def _ends_place(self, name: str, added: Sequence[Token]) -> bool:
        return (
            bool(self.lexicon.place_suffix.search(name))
            and len(name) <= 18
            and all(
                x.tag in {"n", "nz", "s", "vn", "m"}
                or (x.tag == "w" and self.text[x.start : x.end] in "（）()")
                or (x.tag in PLACE_TAGS and ("（" in name or not re.search(f"{LEVELS}$", self.text[x.start : x.end])))
                for x in added
            )
            and not self.lexicon.organisation_suffix.search(name)
            and self._last_of_place(added[-1])
        )


def _unspaced(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches between blanks."""
    for m in re.finditer(r"\S+", text[start:end]):
        yield start + m.start(), start + m.end()


def _unspaced_break(text: str, start: int, end: int) -> bool:
    return bool(re.search(r"\s", text[start:end]))


def _ordinal(word: str, tag: str) -> bool:
    return tag == "m" and bool(re.fullmatch(r"第?[一二三四五六七八九十百\d０-９]{1,4}", word))


def _settle(spans: Iterable[Span]) -> list[Span]:
    """Choose among crossing candidates: the weightier, then the longer; a name inside a name stays where it can be one."""
    chosen: list[Span] = []
    for s in sorted(set(spans), key=lambda s: (-s.weight, s.start - s.end, s.start, s.kind, s.rule)):
        if all(_compatible(s, c) for c in chosen):
            chosen.append(s)
    return sorted(chosen, key=lambda s: (s.start, -s.end))


def _compatible(new: Span, old: Span) -> bool:
    if new.end <= old.start or old.end <= new.start:
        return True
    if (new.start, new.end) == (old.start, old.end) or old.rule == "party tail":
        return False
    outer, inner = (new, old) if new.end - new.start > old.end - old.start else (old, new)
    if outer.start <= inner.start and inner.end <= outer.end:
        return outer.kind in {"Organisation", "Place"} and inner.kind in {"Organisation", "Place"}
    return False


def prune_nested(spans: Sequence[Span], text: str, lexicon: NameLexicon) -> list[Span]:
    """Drop names inside a name that are no things of their own there.

    A place inside a body stays where it tells more than the body's official name (a county before a school), a body
    inside a body where the outer is its part (云钢集团 + 特种钢分厂), a place inside a place where it is a level above.
    """
    return [
        s
        for s in spans
        if all(_stands(s, o, text, lexicon) for o in spans if o is not s and o.start <= s.start and s.end <= o.end)
    ]


def _stands(inner: Span, outer: Span, text: str, lexicon: NameLexicon) -> bool:
    name, whole = text[inner.start : inner.end], text[outer.start : outer.end]
    tail = text[inner.end : outer.end]
    level = bool(re.search(f"{LEVELS}$", name)) and len(name) >= 3
    if inner.kind == "Organisation":
        body = lexicon.organisation_suffix.search(name) or inner.rule in {"state body", "bare body"}
        if (inner.rule == "state body" and OWN_ORGAN.fullmatch(tail)) or outer.rule == "intergovernmental":
            return False
        return (
            bool(body)
            and (inner.start == outer.start or text[inner.start - 1] == "驻")
            and not COMPANY_TAIL.match(tail)
            and outer.rule != "state body"
            and len(tail) >= 2
        )
    if outer.kind == "Place":
        return (level and "（" not in whole) or (
            inner.start == outer.start
            and bool(lexicon.provinces.fullmatch(name))
            and bool(re.search(f"{LEVELS}$", whole))
        )
    if inner.end < outer.end and LEADING.match(tail) and len(tail) >= 5:
        return level  # of a row of places at the front only the last is the body's own
    return level and not (GOVERNMENT.search(whole) and not re.search(r"[镇乡村](?:党委|政府|党支部|村委会)", whole))


def find_names(sentence: Sentence, text: str, lexicon: NameLexicon, places: frozenset[str] = frozenset()) -> list[Span]:
    """Return the names of a sentence in text order, nested ones included; `places` are names that the article surely uses."""
    return prune_nested(NameFinder(sentence, text, lexicon, places).find(), text, lexicon)


def tagged_names(sentence: Sentence, text: str) -> list[Span]:
    """Return the network's own spans as they are: what the rules of this module start from."""
    kinds: tuple[tuple[frozenset[str], EntityKind], ...] = (
        (PERSON_TAGS, "Person"),
        (PLACE_TAGS, "Place"),
        (BODY_TAGS, "Organisation"),
    )
    return [
        Span(a, b, kind, "tagger")
        for t in sentence.tokens
        for tags, kind in kinds
        if t.tag in tags
        for a, b in _unspaced(text, t.start, t.end)
        if b - a >= 2
    ]
