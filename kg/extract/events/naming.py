"""The name of an event: who takes part, the trigger, and to whom it is done, in the order of a Chinese clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kg.extract.lexicon import event_lexicon

LONGEST = 40  # characters of several names
# Triggers that are names of occasions, calamities or texts: nothing can stand behind them
NOUN = re.compile(
    r"(?:会|会议|活动|仪式|典礼|式|节|展|展览|赛|比赛|杯|论坛|峰会|讲座|行动|事件|事故|案|火|灾|震|潮|[信函文稿]|讲话|致辞|演讲|述评|批示|指示)$"
)
BEFALLS = re.compile(  # what befalls somebody or something, which stands before it: 陆怀谦遇袭, 大桥完工
    r"^(?:被|遭|遇(?!见)|获(?!得|悉|取)|受(?!理|聘|邀))"
    r"|(?:死亡|身亡|遇难|牺牲|逝世|去世|受伤|失踪|失联|获救|当选|[调升转]任|卸任|退休|获奖|被捕|[完竣开停]工|[开停]通|通车|[投停]产|[落建]成|[投启]用|合龙|封顶|[开闭]馆|[开闭]幕|[开停]播|亮相|上[映线]|并网|爆炸|坍塌|沉没|坠毁|[起失]火|[开停]运)$"
)
MUTUAL = re.compile(r"(?:会谈|座谈|交流|通电?话|磋商|谈判|对话|合影|签[字约署]|交[火战]|冲突|结好|建交|复交|断交)$")
QUOTES = (("“", "”"), ("《", "》"), ("（", "）"))


def event_name(trigger: str, arguments: Mapping[str, Sequence[str]]) -> str:
    """Name an event by its trigger and the names of its arguments, by role.

    >>> event_name("会见", {"agent": ["陆怀谦"], "participant": ["何敏"]})
    '陆怀谦会见何敏'
    >>> event_name("签署", {"participant": ["甲国", "乙国"]}), event_name("悼念活动", {"target": ["何敏"]})
    ('甲国、乙国签署', '何敏悼念活动')
    >>> event_name("会谈", {"agent": ["陆怀谦"], "participant": ["何敏"]}), event_name("完工", {"target": ["云川大桥"]})
    ('陆怀谦、何敏会谈', '云川大桥完工')
    """
    agents, targets, participants = (arguments.get(role, ()) for role in ("agent", "target", "participant"))
    if MUTUAL.search(trigger):
        return f"{listed([*agents, *participants, *targets])}{trigger}"
    if is_noun(trigger):
        return f"{listed(agents or participants or targets)}{trigger}"
    if agents:
        return f"{listed(agents)}{trigger}{listed(targets or participants)}"
    if BEFALLS.search(trigger):
        return f"{listed(targets or participants)}{trigger}"
    return f"{listed(participants)}{trigger}{listed(targets)}"


def is_noun(trigger: str) -> bool:
    """Whether a trigger names an event, so that nothing is done by it to anybody."""
    lexicon = event_lexicon()
    return NOUN.search(trigger) is not None or (trigger in lexicon.nouns and trigger not in lexicon.verbs)


def listed(names: Iterable[str]) -> str:
    """Return as many whole names as have room, the first in any case.

    >>> listed(["陆怀谦", "何敏"])
    '陆怀谦、何敏'
    """
    found = ""
    for name in names:
        longer = f"{found}、{name}" if found else name
        if found and len(longer) > LONGEST:
            break
        found = longer
    return found


def balanced(name: str) -> str:
    """Return a name without a quotation mark or bracket whose other half it was cut from.

    >>> balanced("问题“和平峰会"), balanced("“双十一”购物节")
    ('问题和平峰会', '“双十一”购物节')
    """
    for opening, closing in QUOTES:
        if name.count(opening) != name.count(closing):
            name = name.replace(opening, "").replace(closing, "")
    return name
