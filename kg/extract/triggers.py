"""Triggers: the words of a clause that tell or name a happening, and what is only urged, noticed, named or joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from kg.extract.clauses import Clause
from kg.extract.lexicon import EventLexicon, Frame
from kg.extract.tellings import Telling
from kg.model import Sentence, Status, Token

MODIFIER_TAGS = frozenset(
    {"n", "nz", "nw", "vn", "an", "LOC", "ORG", "ns", "nt", "PER", "m", "q", "TIME", "a", "f", "s", "t"}
)
VAGUE_TIME = re.compile(r"(?:目前|日前|近日|此前|截至)")
JOINING = re.compile(r"(?:参加|陪同|出席|参与|随同|一同|陪同参加|见证|宣读|旁听)(?:了|上述)?$")
NOUN_MAKERS = (
    "的", "者", "员", "人员", "工作", "部门", "机制", "体系", "能力", "制度", "仪式", "精神", "价格", "区", "率", "活动",
)  # fmt: skip
NAMES_A_THING = re.compile(
    r"[一-鿿]{0,2}(?:组(?!织)|办(?!理)|委|指挥部|中心|区|站|部(?!署)|队|厅|室|馆|精神|工作)|日(?!前|举)|项目|成绩|案例|(?:应急|处置)*预案|(?:调查)?处理|隐患|损失|风险"
)
DUTY = re.compile(r"(?:要|应|必须|需|继续|进一步)[^，]{0,6}$")
NO_DUTY = re.compile(r"将要|重要|主要|需求|应邀|应急")
GLUED = frozenset("被获遭受还又也并再")
NOTICING = frozenset({"发现"})
ANNOUNCED = re.compile(r"宣布[^，。]{0,12}$")
OPENED = frozenset({"启动", "开工", "成立", "开业", "开馆", "开放", "通车", "投产"})
PAPER = re.compile(r"(?:法|条例|规定|办法|意见|方案|规划|纲要|通知|决定|规则|细则|公告|协议|报告|白皮书|讲话|文章)$")
DIRECTING = re.compile(  # whom one tells to do what: no happening yet
    r"(?:(?<!按)(?<!照)(?<!合)(?<!据)(?<!达到)(?<!的)要求|责成|督促|指示|部署|号召)[:：]?(?=(?:各|有关|相关|全|请|立即|全力|迅速|[一-鿿]{2,6}[市县区州镇乡](?:有关|相关|委|政府|各|全力)))|"
    r"(?:^|[，：:；])请(?=[一-鿿])"
)
CLOSING = {"“": "”", "《": "》", "（": "）", "(": ")"}


class TriggerFinder:
    """Finds the triggers of one article's clauses."""

    def __init__(self, text: str, lexicon: EventLexicon) -> None:
        self.text = text
        self.lexicon = lexicon

    def find(self, sentence: Sentence, clause: Clause) -> list[Telling]:
        """Return the triggers of a clause in text order, one for each happening, without arguments."""
        found = sorted(self._triggers(sentence, clause), key=lambda t: t.start)
        found = [t for n, t in enumerate(found) if not (n and found[n - 1].end == t.start and _like(found[n - 1], t))]
        found = [t for n, t in enumerate(found) if not self._is_told(t, found[:n], found[n + 1 :], clause)]
        return [t for t, following in zip_longest(found, found[1:]) if not _opens(t, following)]

    def limit(self, sentence: Sentence) -> int:
        """Return the offset behind which the sentence only tells what somebody urges or thinks."""
        for m in self.lexicon.speech.finditer(self.text, sentence.start, sentence.end):
            if re.match(r"[，：:“]|[一-鿿]{0,4}[，：:]", self.text[m.end() : m.end() + 6]):
                return m.end()
        directing = DIRECTING.search(self.text, sentence.start, sentence.end)
        if directing:
            return directing.end()
        quoted = self.text.find("：“", sentence.start, sentence.end)
        return quoted if quoted >= 0 else sentence.end

    def _triggers(self, sentence: Sentence, clause: Clause) -> Iterator[Telling]:
        inside = [t for t in sentence.tokens if t.end > clause.start and t.start < clause.end]
        boundaries = {t.start for t in inside} | {t.end for t in inside}
        taken: list[tuple[int, int]] = [(p.start, p.end) for f in clause.phrases for p in f.placed]
        patterns: tuple[tuple[re.Pattern[str], dict[str, Frame], bool], ...] = (
            (self.lexicon.noun, self.lexicon.nouns, True),
            (self.lexicon.verb, self.lexicon.verbs, False),
        )
        for pattern, words, nominal in patterns:
            for m in pattern.finditer(self.text, clause.start, clause.end):
                passive = self.text[m.start() - 1 : m.start()] in GLUED  # the network takes 被撤职, 还会 for words
                if (m.start() not in boundaries and not nominal and not passive) or m.end() not in boundaries:
                    continue
                longer = self.lexicon.verb.match(self.text, m.start()) if nominal else None
                if any(a < m.end() and m.start() < b for a, b in taken) or (longer and longer.end() > m.end()):
                    continue
                if self._tells(sentence, clause, m.start(), m.end(), nominal):
                    taken.append(m.span())
                    verbal = nominal and self._is_verb(inside, m.start(), m.end())
                    yield Telling(words[m.group()], m.group(), "", sentence, m.start(), m.end(), nominal and not verbal)

    def _is_verb(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Tell whether a word of the nouns stands as a verb: 进入山村搜救."""
        token = next((t for t in tokens if t.start == start and t.end == end), None)
        before = next((t for t in tokens if t.end == start), None)
        nominal = before is not None and before.tag in MODIFIER_TAGS - {"TIME", "f", "t"}
        after = next((t for t in tokens if t.start == end), None)
        has_object = after is not None and after.tag in {"LOC", "ORG", "PER", "ns", "nt", "nr"}
        return token is not None and token.tag == "v" and (has_object or not nominal)

    def _tells(self, sentence: Sentence, clause: Clause, start: int, end: int, nominal: bool) -> bool:
        """Tell whether a trigger tells a happening: no duty before it, no noun made of it behind it."""
        lead = self.text[clause.start : start]
        if self.lexicon.modal.match(lead.lstrip("“”")) or (DUTY.search(lead) and not NO_DUTY.search(lead[-8:])):
            return False
        behind = self.text[end : end + 2]
        if behind.startswith(("罪", "无效")) or (behind[:1] in "，：" and self.text[start:end] in NOTICING):
            return False  # 重大责任事故罪, 抢救无效; 走访中发现，…
        if self._in_a_law(start):
            return False
        if nominal:
            return not NAMES_A_THING.match(self.text, end)
        token = next((t for t in sentence.tokens if t.start <= start < t.end), None)
        if token is None or (token.tag in {"n", "nz", "ORG", "LOC", "PER"} and token.end > end):
            return False
        if ANNOUNCED.search(lead) and self.text[start:end] in OPENED:
            return False  # 宣布活动启动: said at the occasion
        if JOINING.search(lead):
            return False  # 参加调研: no visit of its own
        return not self.text[end : end + 2].startswith(NOUN_MAKERS)

    def _in_a_law(self, start: int) -> bool:
        """Tell whether an offset stands in the title of a law or a paper: 《中国共产党问责条例》."""
        opened = self.text.rfind("《", max(0, start - 60), start)
        closed = self.text.find("》", opened) if opened >= 0 else -1
        return closed > start and bool(PAPER.search(self.text[opened + 1 : closed]))

    def _is_told(self, t: Telling, before: Sequence[Telling], behind: Sequence[Telling], clause: Clause) -> bool:
        """Tell whether another trigger of the clause tells the same: 某代表大会 + 第四次会议, 音乐会 + 上演."""
        if t.nominal and t.frame.family == "Meeting" and behind:
            following = behind[0]
            if following.nominal and following.frame.family == "Meeting":
                return self.modifiers(following, clause) <= t.start
        staged = t.frame.family == "CulturalEvent" and not t.nominal
        return staged and any(b.nominal and b.frame.family == t.frame.family for b in before)

    def modifiers(self, t: Telling, clause: Clause) -> int:
        """Return where the run of modifiers before a nominal trigger begins."""
        floor = clause.start
        inside = (x for x in t.sentence.tokens if floor <= x.start < t.start < x.end and x.tag in MODIFIER_TAGS)
        start = next((x.start for x in inside), t.start)
        for token in reversed(t.sentence.tokens):
            if token.end > start:
                continue
            word = self.text[token.start : token.end]
            timed = token.tag == "TIME" and not re.fullmatch(r"\d{4}年?", word)
            if token.start < floor or token.end < start or timed or word in {"上午", "下午"} or VAGUE_TIME.match(word):
                break
            if token.tag not in MODIFIER_TAGS and word not in "“”·（）()《》" and word not in {"暨", "及"}:
                break
            start = token.start
        lead = self.text[start : t.start]
        start += len(lead) - len(lead.lstrip("”）)》·、"))
        opened = self.text[start : start + 1]
        return start + (opened in "“《（(" and CLOSING.get(opened, "") not in self.text[start : t.end])

    def status(self, clause: Clause, start: int) -> Status:
        """Tell whether what a trigger tells happened, is planned, denied or alleged, by the words before it."""
        lead = self.text[max(clause.start, start - 14) : start]
        if self.lexicon.denied.search(lead):
            return "denied"
        if self.lexicon.planned.search(lead):
            return "planned"
        return "alleged" if self.lexicon.alleged.search(lead) else "happened"


def _like(a: Telling, b: Telling) -> bool:
    return a.frame.family == b.frame.family and not a.nominal and not b.nominal


def _opens(t: Telling, following: Telling | None) -> bool:
    """Tell whether a trigger only leads to the next one: 宣布辞职, 颁奖晚会."""
    if following is None or t.nominal or following.start != t.end:
        return False
    occasion = following.frame.family in {"Ceremony", "CulturalEvent", "Meeting"}
    return (following.nominal and occasion) or t.trigger in {"宣布", "提出", "公布"}
