"""The tagger's names, repaired: titles and directions cut off, sequences of places split, organisations distinguished from places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.divisions import divisions
from kg.extract.candidates import Draft, MentionCandidate
from kg.extract.lexicon import Rule
from kg.extract.lexicon.levels import one_letter
from kg.extract.mentions.context import (
    COMPANY_TAIL,
    GOVERNMENT,
    HAN,
    LEADING,
    LEVEL,
    LEVEL_AT_END,
    LEVELS,
    NAME_TAGS,
    ORGANISATION_TAGS,
    PERSON_TAGS,
    PLACE_TAGS,
    Context,
    contexts,
    unspaced,
)
from kg.extract.mentions.person_names import repaired
from kg.wordlists import either, words

UNIT_ENDINGS = words("unit_endings") - {"厂"}
UNIT = re.compile(
    rf"(?P<whole>[一-鿿]{{2,}}?{either('unit_holders')})[一-鿿]{{2,}}(?:{either(UNIT_ENDINGS)}|(?<!工)厂)"
)
MAKING = re.compile(r"建设|打造|建成|推进")  # that the tagger takes for the beginning of a place
TAKING = re.compile(
    r"[拟现曾出调转升改历就接兼续连时]$"
)  # the first character of 拟任, whose second the tagger takes into a name
LED_BY = re.compile(  # that the tagger takes into the name: 经云川市公安局, 调任市水务局
    rf"任(?={one_letter('elliptic')})|[经由据](?=[一-鿿]{{2,8}}?(?:{one_letter('government')}(?![场])|公安|检察|法院|纪委|气象|统计))"
)
UNNAMED = re.compile(
    r"[东西南北中]|[地山沿]区|各|全|境|籍|人|式|地|洋|海|线|段|方|市场|大陆|本土|共和|特别|驻|航|高|号"
)  # no place's name after 四川
JOINTLY = re.compile(  # two organisations: 市妇联联合市教育局
    r"(?<=[联局委会厅院部队社校])(?P<verb>联合|会同|携手)(?=[一-鿿]{2,}(?:局|委|厅|公司|集团|大学|学院|协会|中心|法院|检察院|政府))"
)
COUNTED = re.compile(
    rf"[一二三四五六七八九十两几多数0-9０-９]+{one_letter('counted')}$|^(?:全|各|多|某|本|我|该|此|这|那)(?:{one_letter('counted')}|国)"
)
PART_OF_LAND = re.compile(r"[东南西北中]{1,2}部")
FAMILY_WORD = re.compile(r"[其之][子女妻夫父母弟兄妹姐孙]")
WITH_LEVEL = re.compile(rf"{HAN}{{2,10}}?{LEVELS}(?!{LEVELS}|政府|委|长|民|场|域)")
PARTY_TAIL = re.compile(r"(?:党委|党组|党总支|党支部)$")


def find_tagged(draft: Draft) -> Iterator[MentionCandidate]:
    """Yield the tagger's names, repaired."""
    for here in contexts(draft):
        yield from _tagged(here)


def _tagged(here: Context) -> Iterator[MentionCandidate]:
    named = [t for t in here.sentence.tokens if t.tag in NAME_TAGS]
    for t in named:
        for a, b in unspaced(here.text, t.start, t.end):
            name = here.text[a:b]
            if t.tag in PERSON_TAGS:
                yield from _person(here, a, b)
            elif t.tag in PLACE_TAGS and _is_organisation(here, name):
                yield from _organisation(here, a, b)
            elif t.tag in PLACE_TAGS:
                yield from _place(here, a, b)
            elif t.tag in ORGANISATION_TAGS:
                yield from _organisation(here, a, b)


def _is_organisation(here: Context, name: str) -> bool:
    """Whether a place of the tagger is an organisation by its name: 某国国防部."""
    return (
        len(name) >= 4
        and here.lexicon.organisation_suffix.search(name) is not None
        and here.lexicon.place_suffix.search(name) is None
    )


def _person(here: Context, start: int, end: int) -> Iterator[MentionCandidate]:
    name = here.text[start:end]
    if len(name) >= 3 and name[-1] in "市县省":
        yield from _place(here, start, end)  # no person's name ends so
        return
    if len(name) >= 3 and FAMILY_WORD.match(here.text, max(here.sentence.start, start - 1), start + 1):
        start, name = start + 1, name[1:]  # 其子 + 亨特
    title = here.lexicon.title_at_end.search(name)
    if (title and title.start() <= 1) or _takes_office(here, start):
        return
    located = _behind_direction(here, start)
    if located is not None and (located < start or not here.lexicon.surname.match(name)):
        yield here.mention(located, end, "Place", Rule.DIRECTION)  # 中部努赛赖特
        return
    stop = start + title.start() if title else end
    stop -= here.text[stop - 1 : stop + 2] == "通电话"  # 同某总统杜邦通电话
    stop -= 2 * here.text[start:stop].endswith("同志")
    yield here.mention(*repaired(here, start, stop), "Person", Rule.TAGGER_PERSON)


def begins_at(here: Context, start: int, end: int) -> int:
    """Return where a name begins that the tagger joins with the word before it: 经 + 云川市公安局, 拟任 + 云川大学, 原 + 云川大学校长."""
    if LED_BY.match(here.text, start, end) or (end - start > 3 and _takes_office(here, start)):
        return start + 1
    joined = here.text[start] in "前原" and end - start > 3 and here.lexicon.title_at_start.match(here.text, end)
    levelled = end - start > 3 and LEVEL_AT_END.search(here.text[start:end]) is not None  # but 原平市, 前郭县
    return start + int(bool(joined) and (levelled or _begins_with_place(here, start + 1)))


def _begins_with_place(here: Context, at: int) -> bool:
    """Whether a place's name, or its stem, begins at an offset."""
    names = (here.text[at : at + n] for n in (2, 3, 4))
    return any(n in here.lexicon.known_places or n in here.stems or divisions().candidates(n) for n in names)


def _takes_office(here: Context, start: int) -> bool:
    """Whether a name begins with the end of a verb of taking a position: 拟 + 任云川大学."""
    return here.text[start] == "任" and TAKING.search(here.text, here.sentence.start, start) is not None


def _behind_direction(here: Context, start: int) -> int | None:
    """Return the start of a name after a part of a country: `start`, or that of a short noun before it."""
    tokens = [t for t in here.sentence.tokens if t.end <= start]
    begin = start
    if tokens and tokens[-1].end == start and tokens[-1].tag == "n" and tokens[-1].end - tokens[-1].start <= 2:
        noun = here.text[tokens[-1].start : start]
        known = (here.lexicon.title_at_end, here.lexicon.place_suffix, here.lexicon.organisation_suffix)
        if any(words.search(noun) for words in known):
            return None
        begin = tokens.pop().start
    after = tokens and tokens[-1].end == begin and PART_OF_LAND.fullmatch(here.text[tokens[-1].start : begin])
    return begin if after else None


def _place(here: Context, start: int, end: int) -> Iterator[MentionCandidate]:
    """Yield a place without the word of direction after it, split if it is a sequence of places."""
    start = begins_at(here, start, end)
    making = MAKING.match(here.text, start, end)
    start = making.end() if making and end - making.end() >= 3 else start
    name = here.text[start:end]
    if name.endswith("地区") and name[:-2] in here.lexicon.known_places:
        end -= 2  # 亚太地区; a prefecture keeps it
    direction = here.lexicon.direction.search(here.text[start:end])
    if direction and direction.start() >= 2:
        end = start + direction.start()
    yield from (here.mention(a, b, "Place", Rule.TAGGER_PLACE) for a, b in split_places(here, start, end))


def split_places(here: Context, start: int, end: int) -> list[tuple[int, int]]:
    """Split a sequence of places after each level: 澜江省云川市 -> 澜江省, 云川市."""
    name = here.text[start:end]
    places: list[tuple[int, int]] = []
    begin = 0
    upper = _upper_place(here, name)
    if upper:
        places.append((start, start + upper))
        begin = upper
    found = WITH_LEVEL.finditer(name[begin:])
    ends = ((start + begin + m.start(), start + begin + m.end()) for m in found)
    places.extend((a, b) for a, b in ends if end - b >= 2 or b == end)
    done = places[-1][1] if places else start
    if done < end:
        places = [*places, (done, end)] if end - done >= 2 else [(start, end)]
    return places


def _upper_place(here: Context, name: str) -> int:
    """Return the length of the province or country at the start of a sequence of places: 安徽 + 东至; 0 if there is none."""
    m = here.lexicon.provinces.match(name)
    length = m.end() if m else next((n for n in (2, 3, 4) if name[:n] in here.lexicon.country_names), 0)
    rest = name[length:]
    if not length or LEVEL.match(rest):
        return 0
    if LEVEL_AT_END.search(name):
        return length if len(rest) >= 3 else 0
    named = 2 <= len(rest) <= 6 and not here.lexicon.place_suffix.search(rest) and not UNNAMED.search(rest)
    return length if named else 0


def _organisation(here: Context, start: int, end: int) -> Iterator[MentionCandidate]:
    """Yield an organisation without the title that the tagger included; a name with the ending of a place is a place."""
    start = begins_at(here, start, end)
    name = here.text[start:end]
    together = JOINTLY.search(name)
    if together:
        yield from _organisation(here, start, start + together.start("verb"))
        yield from _organisation(here, start + together.end("verb"), end)
        return
    title = here.lexicon.title_at_end.search(name)
    if title and not here.lexicon.organisation_suffix.search(name):
        end = start + title.start()
        name = here.text[start:end]
    if len(name) < 2 or (here.lexicon.direction.search(name) and not here.lexicon.organisation_suffix.search(name)):
        return
    placelike = here.lexicon.place_suffix.search(name) and not here.lexicon.organisation_suffix.search(name)
    if placelike:
        yield here.mention(start, end, "Place", Rule.TAGGER_PLACE, 1)
    else:
        yield here.mention(start, end, "Organisation", Rule.TAGGER_ORGANISATION)
    yield from _leading_places(here, start, end)
    if not placelike:
        yield from upper_organisation(here, start, end)
        unit = UNIT.fullmatch(name)
        if unit and not COMPANY_TAIL.match(name[unit.end("whole") :]):
            yield here.mention(start, start + unit.end("whole"), "Organisation", Rule.WHOLE_OF_UNIT)


def _leading_places(here: Context, start: int, end: int) -> Iterator[MentionCandidate]:
    """Yield the places at the start of an organisation's name: 云南省 + 玉溪市 + 人民法院."""
    at = start
    row: list[MentionCandidate] = []
    while (m := LEADING.match(here.text, at, end)) and end - m.end() >= 3:
        if not here.lexicon.not_names & {m.group()} and not COUNTED.search(m.group()):
            row.append(here.mention(at, m.end(), "Place", Rule.LEADING_PLACE))
        at = m.end()
    rest = here.text[at:end]
    official = GOVERNMENT.search(rest) or (len(row) == 1 and (rest.endswith("公司") or len(rest) < 4))
    yield from row[:-1] if official else row  # the last is a part of an official name


def upper_organisation(here: Context, start: int, end: int) -> Iterator[MentionCandidate]:
    """Yield the organisation instead of its party committee if it is named in full: 云川市公安局 + 党委."""
    m = PARTY_TAIL.search(here.text[start:end])
    if m and here.lexicon.organisation_suffix.search(here.text[start : start + m.start()]):
        yield here.mention(start, start + m.start(), "Organisation", Rule.PARTY_TAIL, 6)
