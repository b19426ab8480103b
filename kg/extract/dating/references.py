"""Events that their sentence only refers to: in a modifier, a title, a message, a demand or the name of something else."""

from __future__ import annotations

import re

from kg.extract.dating.place import COUNT, DAY, IN, REPORTING, Place
from kg.extract.events.naming import is_noun
from kg.extract.lexicon import Trait, event_lexicon
from kg.wordlists import either

# 锦标赛冠军, 开幕式彩排
SPIRIT = re.compile(r"[”》）]?(?:重要讲话)?精神")  # 学习贯彻党代会精神
HOLDER = re.compile(
    r"[”》）]?(?:冠军|亚军|纪录|得主|奖牌)|[”》）]?(?:开幕式|闭幕式)?[^，。；！？\n]{0,8}(?:彩排|倒计时|预演)"
)
VICTIMS = re.compile(r"(?:事件|事故)?(?:遇难者|死难者|罹难者|受害者|幸存者|灾区|灾民)")
NAMED_DAY = re.compile(  # “9·12”劫船案
    rf"[“\"「](?P<month>\d{{1,2}})[·•．](?P<day>\d{{1,2}})[”\"」](?:(?!专案){IN}){{0,4}}$"
)
ACCUSED = re.compile(rf"(?:涉嫌|审理|审判|指控|起诉|公诉){IN}{{0,20}}$")  # 5日开庭审理受贿案
CHARGED = re.compile(  # 检方5日表示，某人涉嫌参与袭击
    rf"(?<![因以对])(?:涉嫌|指控)(?:(?![被遭获受给而的将把罪因]){IN}){{0,20}}$"
)
CLAIMED = re.compile(  # 7日承认制造了这起袭击
    rf"(?:承认|认领|否认|谴责|声称|宣称|证实|指责|回应){IN}{{0,12}}(?:这|该|此|上述)(?:起|次|场|宗){IN}{{0,2}}$"
)
TOLL = re.compile(
    rf"[”》）]?(?:事件|事故|案)?(?:(?![的“”]){IN}){{0,10}}?(?:死亡|遇难|受伤|伤亡|失踪)(?:者|人员)?总?人数"
)
AFTERMATH = re.compile(  # 谈爆炸事件真相
    rf"[”》）]?(?:事件|事故|案件?){IN}{{0,4}}?(?:文章|报道|结论|真相|说法|言论|一事|证据)"
)
TOTAL = re.compile(rf"{IN}{{0,6}}?已经?(?:造成|导致|致)")  # 26日称，冲突已造成百人死亡
CONDEMNED = re.compile(rf"(?:谴责|指责){IN}{{0,25}}$")
CONDITION = re.compile(r"(?:除非|如果|一旦)[^。；！？\n]{0,60}$")
AMONG = re.compile(rf"中{IN}{{0,2}}$")  # 为袭击中遇难的人举行葬礼
WON = re.compile(rf"[夺获赢得冕]{IN}*$")  # 夺得锦标赛冠军
ISSUED = re.compile(rf"(?:发布|启动|针对|提升){IN}*$")
RESPONSE = re.compile(rf"{IN}{{0,10}}?应急响应")
WARNED = re.compile(rf"{IN}{{0,10}}?(?:预警|响应)")  # 暴雨橙色预警, 地震灾害应急响应
PREPARING = re.compile(rf"{either('preparing_words')}(?!工作|委员会){IN}{{0,20}}$")
GUARDING = re.compile(rf"(?:承担|防范|应对|防御|抵御|防治){IN}{{0,14}}$")
IN_ANSWER = re.compile(rf"(?:回应|报复){IN}{{0,20}}$")  # 以回应某组织的袭击
FOR = re.compile(rf"(?<![成认作称名])为{IN}{{0,20}}$")  # 为大桥通车做准备
FOR_END = re.compile(rf"{IN}{{0,12}}?(?:[做作][^，。；]{{0,4}}准备|奠定|打下|积累|创造条件)")
AGENDA = re.compile(r"(?:议程|议题)(?:包括|[为是]：)[^。！？\n]{0,120}$")  # 议程为：审查报告；选举委员
ANSWERED = re.compile(rf"针对{IN}*$")  # 针对某国袭击某地一事，…
ANSWERED_END = re.compile(rf"{IN}{{0,24}}?(?:一事|事件|行为|做法|言论|决定)，")
OPPOSED = re.compile(  # 设置路障，抗议一名警察被逮捕
    rf"，(?:以|并)?(?:抗议|反对|抵制)(?![者党派票活引导])(?:(?![并后时的]|引发|导致){IN}){{2,25}}$"
)
INTENDED = re.compile(rf"(?<![按的])(?:计划(?!生育|[的书])|打算|考虑|有意)(?:(?!的){IN}){{0,25}}$")  # 表示计划修复坦克
INTENTION = re.compile(r"的(?:计划|方案|提议|设想|草案)")  # 通过了增兵的计划
REMARK = re.compile(  # 表示，这次袭击是犯罪
    r"[”》）]?(?:的?(?:事件|行为|行动|做法|一事))?(?:是(?!在)|违反|违背|表明|说明|证明)"
)
FELT = re.compile(  # 对某人逝世表示哀悼
    rf"(?:(?!并){IN}){{0,10}}?表示{IN}{{0,8}}?(?:哀悼|慰问|谴责|震惊|悲痛|遗憾|难过)"
)
TOWARDS = re.compile(rf"(?<![绝针反应面相])对(?![外内手话接阵决口面象于])(?:(?!决定){IN}){{1,30}}$")
REFERRED = re.compile(rf"(?:这|该|此|上述|针对){IN}{{0,20}}$")
DONE_BEFORE = re.compile(rf"[，：](?:(?![，：]){IN}){{0,30}}已经?{IN}{{0,14}}$")  # 国防部5日称，部队已抵达
HEADLINE_OF_SPEECH = re.compile(r"^[^：\n]{2,20}：[^\n]*$")  # 记者陆某：某国炸毁管道
MAKING = re.compile(
    rf"通过|制定|起草|审议|表决|{either('weighing_verbs')}|{either('rejecting_verbs')}|{either('reporting_verbs')}"
)
HEARD = re.compile(  # 记者5日从云川电网获悉，电站并网
    rf"(?:记者|从){IN}{{0,24}}?(?:获悉|了解到|得知)(?!后|消息|情况|线索|有人)[^。；！？\n]{{1,80}}$"
)
LEARNED = re.compile(rf"{either('learning_verbs')}[^。；！？\n]{{0,60}}$")  # 惊悉某地发生暴雨
CONCERNED = re.compile(  # 就某地暴雨致慰问电
    rf"(?<![成造])就(?!业|是|在|此|地|诊|读|职|任|餐|医|有|可|要|会|能|连){IN}{{1,30}}$"
)
CONCERNED_END = re.compile(rf"{IN}{{0,30}}?(?:致|发表|表示|交换意见|表态)")
INSTRUCTED = re.compile(  # 对某人殉职一事作出指示
    rf"{IN}{{0,6}}?(?:一事|一案|事件|事故|事迹)作出?(?:重要)?(?:指示|批示)"
)
CONTENT = re.compile(rf"{IN}{{0,20}}?的(?:正式|书面|联合)?{either('content_nouns')}")  # 否决提供援助的动议
REJECTED = re.compile(rf"{either('rejecting_verbs')}(?:(?![并下后]){IN}){{0,20}}$")  # 否决两家公司的合并计划
BARE_CONTENT = re.compile(either("content_nouns"))
SHOWN = re.compile(  # 今晚播出对来宾的专访
    rf"(?:播出|播放)(?![的后前时])(?:对{IN}{{1,20}}的)?(?:(?![的并后时]){IN}){{0,20}}$"
)
WEIGHED = re.compile(rf"(?:{either('weighing_verbs')}|{either('rejecting_verbs')}){IN}*$")
DEMANDED = re.compile(rf"(?:{either('demanding_verbs')})(?!，)[^。；！？\n]{{0,40}}$")  # 呼吁总理提前大选
GREETED = re.compile(rf"(?:祝贺|庆祝|纪念(?![碑馆塔园日堂会册章])|悼念)(?:(?!暨){IN}){{0,20}}$")  # 致电祝贺某人当选
MET = re.compile(r"(?:会见|接见)了?$")  # 会见获得奖章的专家
MET_END = re.compile(rf"{IN}{{1,20}}的")
TOGETHER = re.compile(r"(?:共同|联合)$")  # 两党共同提名的某人今天当选
BATCH = re.compile(rf"第{COUNT}[批支]$")  # 第三批赴某国部队今天回国
FIGURES = re.compile(r"(?:公布|发布)的[^。；！？\n]{0,30}(?:结果|报告|统计|调查|数据)[^。；！？\n]*[，：]")
ANNOUNCING = ("公布", "发布", "披露", "通报")
BY = re.compile(rf"(?<![自理])由{IN}*$")  # 由两部门发起的活动今天启动
FOUNDED = re.compile(rf"{IN}*?(?:成立|注册|挂牌|揭牌)")
# What goes on for days
OCCASION = re.compile(
    r"(?:[一二三四五六七八九十]大|代表大会|党代会|全会|运动会|[奥亚全冬残]运会|冬奥会|残奥会|世博会|博览会|展览会|交易会|洽谈会|[一-鿿]博会|交会|锦标赛|[世亚欧]锦赛|联赛|世界杯|[影艺术化乐戏剧食]节|展览|(?:[书画车花茶特巡]|成果|图片|作品|主题)展)$"
)
HELD = rf"(?:{either('taking_place_verbs')}|[开闭落启揭]幕|落下帷幕|开赛|收官|通过|审议|结束|开始|开馆)"
IS_HELD = re.compile(rf"[”》）]?(?:(?![的“”]){IN}){{0,30}}?{HELD}(?![式会活])")  # 博览会今天在云川开幕
HOLDING = re.compile(rf"(?:{HELD}|{either('attending_verbs')}|参观|观看|举办的|举行的)(?:(?!的){IN})*$")
MODIFYING = re.compile(rf"(?:的|{IN}{{1,8}}?的)")


def is_of_figures(p: Place) -> bool:
    """公布数据显示，去年…: another year behind the verb is that of the figures."""
    inside = [t for t in p.stated if p.sentence.start <= t.start < p.sentence.end]
    announced = p.text.endswith(ANNOUNCING, p.event.start, p.event.end) and _is_another_year(p)
    return announced and bool(inside) and all(t.start >= p.event.end for t in inside)


def is_of_its_object(p: Place) -> bool:
    """当选2023年“某某人物” in 2024: another year right behind the verb is part of what the verb has as its object."""
    return any(t.start == p.event.end for t in p.stated) and _is_another_year(p)


def _is_another_year(p: Place) -> bool:
    year = p.when.begin or ""
    return p.when.is_point and len(year) == len("2024") and bool(p.published) and year != p.published[:4]


def names_another(p: Place) -> bool:
    if HOLDER.match(p.text, p.event.end):
        return WON.search(p.text, p.begin, p.event.start) is None
    if SPIRIT.match(p.text, p.event.end) or _has_its_day_in_its_name(p):
        return True
    if not _is_noun(p):
        return False
    if (AFTERMATH.match(p.text, p.event.end) or TOLL.match(p.text, p.event.end)) and not p.is_dated_behind:
        return "发生" not in p.text[p.since_time : p.event.start]
    if VICTIMS.match(p.text, p.event.end) or (TOTAL.match(p.text, p.event.end) and not p.own):
        return True
    issued = ISSUED.search(p.text, p.begin, p.event.start) and WARNED.match(p.text, p.event.end)
    return bool(issued or RESPONSE.match(p.text, p.event.end))


def _has_its_day_in_its_name(p: Place) -> bool:
    """昨日获悉，“9·12”劫船案告破: the robbery was not yesterday."""
    named = NAMED_DAY.search(p.text, p.begin, p.event.start)
    if named is None or len(p.when.begin or "") != DAY:
        return False
    return (p.when.begin or "")[5:] != f"{int(named['month']):02}-{int(named['day']):02}"


def is_mentioned(p: Place) -> bool:
    """备战运动会, 议程包括某冲突, 针对某国袭击某地一事."""
    clause = p.text[p.begin : p.event.start]
    answered = ANSWERED.search(clause) and ANSWERED_END.match(p.text, p.event.end)
    if (
        PREPARING.search(clause)
        or _is_guarded_against(p)
        or AGENDA.search(p.text, p.sentence.start, p.event.start)
        or (answered and not p.own)
    ):
        return True
    if _is_content(p) or INSTRUCTED.match(p.text, p.event.end):
        return True
    concerned = CONCERNED.search(clause)
    if concerned and CONCERNED_END.match(p.text, p.event.end):
        return not any(p.begin + concerned.start() < t.start for t in p.own)
    if _is_prepared(p) or (IN_ANSWER.search(p.text, p.since_time, p.event.start) and not p.is_dated_behind):
        return True
    charged = ACCUSED.search(clause) if p.event.type == "Crime" else _charge(p, clause)
    if charged and not any(p.begin + charged.start() < t.start for t in p.own):
        return True
    if CLAIMED.search(clause) and not p.is_dated_behind:
        return True
    content = (WEIGHED.search(clause) and CONTENT.match(p.text, p.event.end)) or (
        REJECTED.search(clause) and BARE_CONTENT.match(p.text, p.event.end)
    )
    return bool(content or LEARNED.search(p.text, p.since_time, p.event.start) or _is_called_for(p))


def _charge(p: Place, clause: str) -> re.Match[str] | None:
    """Return what an event is only charged as, in a statement: 检方表示，某人涉嫌参与袭击."""
    charged = CHARGED.search(clause)
    said = charged is not None and (charged[0][0] == "指" or REPORTING.search(p.text, p.since_time, p.event.start))
    return charged if said else None


def _is_content(p: Place) -> bool:
    """What is mourned, opposed, intended, heard of or remarked on: 表示计划修复坦克, 获悉电站并网; a time behind the verb is the event's."""
    behind = p.text[max(p.begin, p.since_time) : p.event.start]
    if p.is_dated_behind:
        return False
    if TOWARDS.search(behind) and FELT.match(p.text, p.event.end):
        return True
    if INTENTION.match(p.text, p.event.end) and not MAKING.search(p.event.trigger):
        return True
    if p.begin > p.since_time and OPPOSED.search(p.text, max(p.since_time + 2, p.begin - 1), p.event.start):
        return True
    if p.sentence_is_headline and HEADLINE_OF_SPEECH.match(p.text[p.sentence.start : p.event.start]):
        return True
    said = p.is_in_sentence and REPORTING.search(p.text, p.since_time, p.event.start) is not None
    if said and (
        (INTENDED.search(behind) and p.event.status == "happened") or HEARD.search(p.text, p.since_time, p.event.start)
    ):
        return True
    if said and DONE_BEFORE.search(p.text, p.since_time, p.event.start):
        return True
    return said and _is_noun(p) and bool(REFERRED.search(behind) and REMARK.match(p.text, p.event.end))


def _is_prepared(p: Place) -> bool:
    """为大桥通车做准备, but 为大桥2025年通车奠定基础."""
    prepared = FOR.search(p.text, p.begin, p.event.start)
    if prepared is None or FOR_END.match(p.text, p.event.end) is None:
        return False
    return not any(prepared.start() < t.start for t in p.own)


def _is_called_for(p: Place) -> bool:
    """呼吁总理提前大选, 致电祝贺某人当选, 5日公布的报告显示，…: the day is that of the utterance."""
    behind = p.text[p.since_time : p.event.start]
    if DEMANDED.search(behind) and p.is_in_sentence and not p.is_dated_behind:
        return True
    if (CONDEMNED.search(behind) or CONDITION.search(behind)) and not p.is_dated_behind:
        return True
    said = GREETED.search(behind) and not is_noun(p.event.trigger) and not p.is_dated_behind  # 庆祝建校百年大会
    return bool(said or (FIGURES.search(behind) and p.is_in_sentence))


def _is_guarded_against(p: Place) -> bool:
    """该中心将承担地震、火灾等救援任务."""
    frame = event_lexicon().nouns.get(p.text[p.event.start : p.event.end])
    return (
        frame is not None and Trait.CALAMITY in frame.traits and bool(GUARDING.search(p.text, p.begin, p.event.start))
    )


def _is_noun(p: Place) -> bool:
    return p.text[p.event.start : p.event.end] in event_lexicon().nouns


def is_occasion(p: Place) -> bool:
    """今天，运动会的志愿者上岗: what goes on for days has no day of its own, unless it is said to be held then."""
    if (
        not OCCASION.search(p.text[p.event.start : p.event.end])
        or not p.when.is_point
        or len(p.when.begin or "") != DAY
    ):
        return False
    clause = p.text[p.begin : p.event.start]
    return not (_is_held(p) or WON.search(clause)) or not p.is_in_sentence


def is_shown(p: Place) -> bool:
    """今晚播出对来宾的专访: the day is that of the broadcast."""
    return SHOWN.search(p.text, p.begin, p.event.start) is not None and not p.is_dated_behind


def _is_held(p: Place) -> bool:
    """Whether the clause says of the event that it takes place, or that somebody attends it."""
    held = IS_HELD.match(p.text, p.event.end) or HOLDING.search(p.text, p.begin, p.event.start)
    return held is not None


def is_modifier(p: Place) -> bool:
    """A verb in a modifier of what has the time: 由两部门发起的活动今天启动, 刚刚建成的大桥5日通车."""
    if BATCH.search(p.text, p.begin, p.event.start):
        return True
    if AMONG.search(p.text, p.begin, p.event.start) and p.text.startswith("的", p.event.end):
        return not p.is_dated_behind
    if MET.search(p.text, p.begin, p.event.start) and MET_END.match(p.text, p.event.end):
        return True
    if not p.text.startswith("的", p.event.end) and not MODIFYING.match(p.text, p.event.end):
        return False
    by = BY.search(p.text, p.begin, p.event.start) or TOGETHER.search(p.text, p.begin, p.event.start)
    if by and p.text.startswith("的", p.event.end):
        return not any(by.start() <= t.start < p.event.start for t in p.own)
    if FOUNDED.match(p.text, p.event.end):
        return False  # 甲乙牵头组建的公司5日成立: one founding
    behind = [t for t in p.own if t.start >= p.event.end]
    between = (p.text[p.event.end : t.start] for t in behind)
    return bool(behind) and len(behind) == len(p.own) and all("的" in x[:-1] for x in between)


def is_in_a_title(p: Place) -> bool:
    """今天发表社论《祝贺大会闭幕》: the day is that of the paper."""
    opened = p.text.rfind("《", p.sentence.start, p.event.start)
    if opened < 0 or p.text.find("》", opened) < p.event.end:
        return False
    inside = [t for t in p.stated if p.sentence.start <= t.start < p.sentence.end]
    return all(t.end <= opened for t in inside) if inside else p.sentence.part == "title"
