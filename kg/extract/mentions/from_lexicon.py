"""Names from the lexicon and fixed patterns: known organisations and places, one-character states, 李某, 王教授, 某事故调查组."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from kg.extract.candidates import Draft, MentionCandidate, NamelessCandidate
from kg.extract.lexicon import Rule
from kg.extract.lexicon.levels import one_letter
from kg.extract.lexicon.patterns import CALLED, CALLED_LETTERS, MINISTRIES
from kg.extract.lexicon.state_bodies import HOME, STATE_BODY, state_before
from kg.extract.mentions.bracketed import find_bracketed
from kg.extract.mentions.context import HAN, PERSON_TAGS, PLACE_TAGS, PROPER, Context, contexts
from kg.extract.mentions.latin import find_latin
from kg.extract.mentions.like_places import find_like_places, like_places
from kg.extract.mentions.transcribed import find_transcribed
from kg.model import EntityKind
from kg.wordlists import either, table

PARTY_COMMITTEE = re.compile(
    rf"中共(?!中央)[一-鿿]{{1,8}}?{one_letter('government')}(?:纪律检查委员会|委员会|纪委|委(?![员托派任]))(?:组织部|宣传部|统战部|政法委|办公室)?"
)
UNITED = re.compile(r"联合(?:专案组|调查组|工作组|指挥部|救援队|实验室)")
CHOSEN_PERSON = re.compile(  # the tagger takes 命何书远 for words
    rf"(?:任命|选举|推选|聘任|委任|提名|免去|聘请|增选|补选)(?P<name>{HAN}{{2,4}}?)(?:同志)?(?=为|担任|任|的{HAN}{{2,24}}职务)"
)
SOMEBODY = re.compile(r"(?<![一-鿿·])?(?P<name>[一-鿿]某{1,3})(?!些|个|种|一|日|年|月)")
ONE_LETTER_PLACE = re.compile(
    r"[京沪津渝冀晋辽苏浙皖闽赣鲁豫鄂湘粤琼川黔滇陕甘桂藏宁港澳汉蓉穗杭深](?:(?<=[在抵赴来离驻返].)|(?<=来到.)|(?<=抵达.))"
    r"(?=举行|召开|开幕|闭幕|成立|会见|会谈|签署|揭|启|逝|参加|出席|发布|开|举办|进行|拉开|调研|考察|，|。)"
)
TWO_STATES = re.compile(
    r"(?P<pair>[一-鿿]{2})(?=两国|关系|双边|双方|领导人|元首|友好|经贸|贸易|边境|总理|外长|防长|建交|人民|联合声明|联合公报|之间|间的|战略|高层|政府间|合作|交流|人文|两军)"
)
STATES, PAIRED, OFFICED = (
    frozenset(w for w, uses in table("states_by_letter").items() if use in uses.split())
    for use in ("going", "pair", "office")
)  # 中法, 美德, 日德 are words, or too rare without more context
PARTNERS = STATES - {"华"}
CAPITALS = STATES | {"京"}
AREAS = frozenset({"港澳", "港澳台", "台港澳"})
OFFICE = re.compile(either(table("state_offices")))
GOING_TO = frozenset("访驻赴对来在抵援抗反离返回")
BEGINS_ABBREVIATION = STATES | PAIRED | OFFICED | GOING_TO | {area[0] for area in AREAS}
CHANNEL = re.compile(r"(?:央视|中央电视台|[一-鿿]{2,4}(?:卫视|电视台))[一-鿿]{1,6}?频道")
NO_NAME = frozenset({"v", "d", "p", "c", "r", "vd", "vn", "ad", "a"})  # tags of words that are not names
TERM = re.compile(r"第[一二三四五六七八九十百\d]+届(?:、第?[一二三四五六七八九十百\d]+届)*(?:全国|中央)?委员会")
LISTED_OFFICE = re.compile(  # 某市公安局、卫生局和安监局: of the same place
    r"(?<=[局厅委办]、)[一-鿿]{2,4}[局厅](?=[、和及与等的，负])|(?<=[局厅][和及与])[一-鿿]{2,4}[局厅](?=[、和及与等的，负])"
)
TRADE = re.compile(either("trades"))
GAMES = re.compile("冬奥会|冬残奥会|奥运会|亚运会|大运会|世博会|残奥会")
HOST_CITY = re.compile(rf"(?:(?<![一-鿿])|(?<=\d年))(?P<city>(?!年)[一-鿿]{{2,4}}?)(?={GAMES.pattern})")


SIMPLE: tuple[tuple[re.Pattern[str], EntityKind, Rule, int], ...] = (
    (PARTY_COMMITTEE, "Organisation", Rule.PARTY_COMMITTEE, 5),
    (UNITED, "Organisation", Rule.UNITED, 2),
    (LISTED_OFFICE, "Organisation", Rule.LISTED_OFFICE, 1),
    (ONE_LETTER_PLACE, "Place", Rule.ONE_LETTER_PLACE, 4),
)


def find_known(draft: Draft) -> Iterator[MentionCandidate | NamelessCandidate]:
    """Yield the names of the lexicon and of fixed patterns."""
    for here in contexts(draft):
        part = here.text[here.sentence.start : here.sentence.end]
        yield from _simple(here, part)
        yield from _organisations(here, part)
        yield from _bodies_of_states(here)
        yield from _persons(here, part)
        yield from find_latin(here)
        yield from find_bracketed(here)
        yield from _companies(here)
        yield from _abbreviated_states(here)
        yield from _known_places(here)
        yield from _host_cities(here, part)
        yield from _called(here)
        yield from _titled(here)
        yield from find_like_places(here)


def _simple(here: Context, part: str) -> Iterator[MentionCandidate]:
    offset = here.sentence.start
    for pattern, kind, rule, score in SIMPLE:
        for m in pattern.finditer(part):
            yield here.mention(offset + m.start(), offset + m.end(), kind, rule, score)


def _organisations(here: Context, part: str) -> Iterator[MentionCandidate]:
    offset = here.sentence.start
    for m in here.lexicon.known_bodies.finditer(part):
        if _is_known_organisation(here, offset + m.start(), offset + m.end()):
            yield here.mention(offset + m.start(), offset + m.end(), "Organisation", Rule.STATE_ORGANISATION, 3)
    for m in CHANNEL.finditer(part) if "频道" in part else ():
        start = next((x for x in range(m.start(), m.end() - 4) if offset + x in here.starts), m.start())
        yield here.mention(offset + start, offset + m.end(), "Organisation", Rule.CHANNEL, 7)
    for m in TERM.finditer(part):
        whole = next((t for t in here.sentence.tokens if t.end == offset + m.start() and t.tag in PROPER), None)
        if whole:
            yield here.mention(whole.start, offset + m.end(), "Organisation", Rule.OF_A_TERM, 7)


def _bodies_of_states(here: Context) -> Iterator[MentionCandidate]:
    """Yield the bodies of other states with the state's name: 老挝卫生部, 美国的最高法院."""
    for m in STATE_BODY.finditer(here.text, here.sentence.start, here.sentence.end):
        found = state_before(here.text, m.start(), here.lexicon)
        if found and found[0] >= here.sentence.start and found[1] not in HOME:
            yield here.mention(found[0], m.end(), "Organisation", Rule.BODY_OF_STATE, 8)
        elif len(m.group()) > 2 and m.start() in here.starts and m.end() in here.ends:
            yield here.mention(*m.span(), "Organisation", Rule.STATE_ORGANISATION, 2)


def _persons(here: Context, part: str) -> Iterator[MentionCandidate]:
    offset = here.sentence.start
    yield from find_transcribed(here)
    for m in CHOSEN_PERSON.finditer(part):
        if here.lexicon.surname.match(m["name"]) and m["name"] not in here.lexicon.not_persons:
            yield here.mention(offset + m.start("name"), offset + m.end("name"), "Person", Rule.CHOSEN_PERSON, 3)
    for m in SOMEBODY.finditer(part):
        if here.lexicon.surname.match(m["name"]):
            yield here.mention(offset + m.start("name"), offset + m.end("name"), "Person", Rule.SOMEBODY, 4)


def _host_cities(here: Context, part: str) -> Iterator[MentionCandidate]:
    offset = here.sentence.start
    for m in HOST_CITY.finditer(part) if GAMES.search(part) else ():
        if any(t.start <= offset + m.start() < t.end and t.tag not in PLACE_TAGS for t in here.sentence.tokens):
            yield here.mention(offset + m.start("city"), offset + m.end("city"), "Place", Rule.HOST_CITY, 3)


def _is_known_organisation(here: Context, start: int, end: int) -> bool:
    """Whether an organisation's name is a word: two characters must be a word (民建 is not in 市民建议); 公安部门 is not 公安部."""
    if here.text[end - 1] == "部" and here.text[end : end + 1] in {"门", "队"}:
        return False
    return end - start > 2 or (start in here.starts and end in here.ends)


def _known_places(here: Context) -> Iterator[MentionCandidate]:
    """Yield well-known places that the tagger missed, if they are words of their own."""
    for t in here.sentence.tokens:
        if here.text[t.start : t.end] in here.lexicon.known_places and t.tag not in {"v", "a", "d"}:
            yield here.mention(t.start, t.end, "Place", Rule.KNOWN_PLACE, -1)


def _companies(here: Context) -> Iterator[MentionCandidate]:
    """Yield companies with name and trade but without 公司: 华辰 + 新能源."""
    tokens = here.sentence.tokens
    for t, trade, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        named = t.tag in {"PER", "nr", "nz", "nw", "ORG"} and 2 <= t.end - t.start <= 4
        if (
            named
            and TRADE.fullmatch(here.text, trade.start, trade.end)
            and after.tag in {"v", "w", "d", "p", "c", "TIME"}
        ):
            yield here.mention(t.start, trade.end, "Organisation", Rule.COMPANY, 4)


def _abbreviated_states(here: Context) -> Iterator[MentionCandidate]:
    """Yield one-character names of states and places: 中美, 访华, 驻美, 中方, 港澳."""
    found: set[int] = set()
    for t in here.sentence.tokens:
        if here.text[t.start] not in BEGINS_ABBREVIATION:
            continue
        word = here.text[t.start : t.end]
        if _is_pair(here, word) or word in AREAS:
            found.update(range(t.start, t.end))
        elif word[0] in OFFICED and OFFICE.match(here.text, t.start + 1):
            found.add(t.start)
            office = OFFICE.match(here.text, t.start + 1)
            if office and office.group() in MINISTRIES:
                yield here.mention(t.start, office.end(), "Organisation", Rule.OFFICE_OF_STATE, 6)
        elif len(word) == 2 and word[0] in GOING_TO and word[1] in CAPITALS:
            found.add(t.start + 1)
        elif _is_side(word) or _is_gone_to(word, here.text[t.start - 1 : t.start]):
            found.add(t.start)
    part = here.text[here.sentence.start : here.sentence.end]
    for m in TWO_STATES.finditer(part):
        if {*m["pair"]} <= here.lexicon.countries.keys() and m.start() + here.sentence.start in here.starts:
            found.update(range(here.sentence.start + m.start(), here.sentence.start + m.start() + 2))
    for at in sorted(found):
        yield here.mention(at, at + 1, "Place", Rule.ONE_LETTER_STATE, 5)


def _is_side(word: str) -> bool:
    """Whether a word names a state as a party in talks: 中方."""
    return len(word) == 2 and word[1] == "方" and word[0] in PARTNERS


def _is_gone_to(word: str, before: str) -> bool:
    """Whether a character after 访, 驻, 对 is a state."""
    return word in STATES and before in GOING_TO - {"" if word == "华" else "在"}


def _called(here: Context) -> Iterator[MentionCandidate]:
    """Yield the surname of a person who is named by surname and title: 王教授, 陆市长."""
    persons = {t.end for t in here.sentence.tokens if t.tag in PERSON_TAGS}
    for t in here.sentence.tokens:
        m = CALLED.match(here.text, t.start, here.sentence.end) if here.text[t.start] in CALLED_LETTERS else None
        if (
            m
            and m.end() in here.ends
            and t.start not in persons
            and here.text[t.start - 1 : t.start] not in {"副", "老", "小"}
        ):
            yield here.mention(t.start, t.start + len(m["surname"]), "Person", Rule.CALLED, 4)


def _is_pair(here: Context, word: str) -> bool:
    """Whether a word names two states: two major ones, or China and another (others before 两国, 关系)."""
    if len(word) != 2 or word[0] == word[1] or word in here.lexicon.not_names:
        return False
    return {*word} <= PAIRED or ("中" in word and {*word} <= PARTNERS)


def _titled(here: Context) -> Iterator[MentionCandidate]:
    """Yield a person that the tagger missed after a title: surname and one or two characters, up to the end of a word."""
    window = here.sentence.start
    tagged = [t for t in here.sentence.tokens if t.tag in PERSON_TAGS]
    persons, person_ends = {t.start for t in tagged}, {t.end for t in tagged}
    words = {(t.start, t.end) for t in here.sentence.tokens if t.tag in NO_NAME}
    starts = (here.starts | _behind_fused_titles(here)) - like_places(here)
    for start in sorted(s for s in starts - persons if here.text[s : s + 1] in here.lexicon.surname_letters):
        surname = here.lexicon.surname.match(here.text, start, here.sentence.end)
        if not surname or surname.group() == "和" or persons & {start + 1, start + 2}:
            continue  # 和 before a person is a word
        listed = start > window and here.text[start - 1] == "、" and start - 1 in person_ends
        if not (listed or _behind_title(here, here.text[max(window, start - 12) : start])):
            continue
        end = _end_of_person(here, start, surname.end(), words, listed)
        if end is not None:
            yield here.mention(start, end, "Person", Rule.AFTER_TITLE, 2)


def _end_of_person(here: Context, start: int, after: int, words: Set[tuple[int, int]], listed: bool) -> int | None:
    """Return where the name of a person ends whose surname ends at `after`, or None."""
    ends = (after + size for size in (2, 1))
    return next((e for e in ends if (start, e) not in words and _is_person(here, start, e, listed)), None)


def _behind_fused_titles(here: Context) -> Set[int]:
    """Return the starts of names whose surname the tagger takes into the title: 董事长方 + 以宁."""
    titles = (
        here.lexicon.title_at_start.match(here.text, t.start, t.end) for t in here.sentence.tokens if t.tag == "n"
    )
    ends = {t.end for t in here.sentence.tokens}
    return {m.end() for m in titles if m and m.end() + 1 in ends and m.end() not in ends}


def _is_person(here: Context, start: int, end: int, listed: bool) -> bool:
    """Whether a surname and the characters after it up to the end of a word can be a person's name."""
    name = here.text[start:end]
    return (
        end in here.ends
        and end <= here.sentence.end
        and re.fullmatch(rf"{HAN}+", name) is not None
        and name not in here.lexicon.not_persons
        and not here.lexicon.organisation_suffix.search(name)
        and not (listed and not re.match(r"[、，。；等和与]|$", here.text[end : end + 1]))
    )


def _behind_title(here: Context, before: str) -> bool:
    title = here.lexicon.title_at_end.search(before)
    if title is None or title["head"] in {"代表", "委员", "专家"}:
        return False
    return here.lexicon.titles[title["head"]].kind == "Title"
