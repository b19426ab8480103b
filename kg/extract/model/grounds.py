"""What the text must say for a statement of the model that its network takes from the nearness of two names.

Who visits a place was not born there, who signs with an organisation is no part of it, and who is beaten back is not attacked.
"""

from __future__ import annotations

import re
from itertools import product

from kg.extract.model.proposals import EventProposal, LinkProposal
from kg.model import Entity
from kg.wordlists import either

BORN = re.compile("出生|生于|诞生|籍贯|祖籍|老家|家乡|故乡")
NATIVE = frozenset("人籍")  # behind a place
# Behind the state that they compete for
ATHLETE = re.compile("[男女老小]?子?(?:选手|运动员|队员|球员|小将|名将|组合|健儿)")
BELONGING = re.compile("下属|所属|旗下|隶属|直属|下设|内设|管辖|主管")
WITHSTANDING = re.compile(rf"{either('withstanding_verbs')}了?(?:来自)?$")
NEAR = re.compile(r"[^，。；！？：、\n]{0,8}")  # between the attacker and the attack: 的数十次
BESIDE = 1  # characters between an organisation and its part: 总台辽宁总站


def has_grounds(text: str, x: LinkProposal, subject: Entity, thing: Entity, sentence: tuple[int, int]) -> bool:
    """Whether the text has what a statement needs, words of birth or of belonging, and nothing that speaks against it; `sentence` is the extent of its evidence."""
    if x.rule is not None:
        return True
    if x.predicate == "bornIn":
        return BORN.search(text, *sentence) is not None or any(
            text[m.end : m.end + 1] in NATIVE for m in thing.mentions
        )
    if x.predicate == "livesIn":
        return not any(sentence[0] <= m.start < sentence[1] and ATHLETE.match(text, m.end) for m in thing.mentions)
    if x.predicate == "subOrganisationOf":
        return _is_part(text, subject, thing) or BELONGING.search(text, *sentence) is not None
    return True


def is_withstood(text: str, event: EventProposal, entity: Entity) -> bool:
    """Whether an entity does what another withstands: 击退某军的数十次进攻, 遭某军空袭. It is no target of that."""
    return any(
        m.end <= start
        and NEAR.fullmatch(text, m.end, start) is not None
        and WITHSTANDING.search(text, max(0, m.start - 6), m.start) is not None
        for start, _ in event.mentions
        for m in entity.mentions
    )


def _is_part(text: str, part: Entity, whole: Entity) -> bool:
    """Whether an organisation's name holds that of the whole, or stands directly behind it."""
    names = {whole.name, whole.norm or whole.name, *whole.aliases}
    if any(n in (part.norm or part.name) or n in part.name for n in names):
        return True
    pairs = product(whole.mentions, part.mentions)
    return any(w.end <= p.start <= w.end + BESIDE and text[w.end : p.start] in {"", "的"} for w, p in pairs)
