"""Statements about persons other than positions: origin, family, schools and parties, and the teams that persons form."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.extract.candidates import Draft, RelationCandidate
from kg.extract.lexicon import Rule
from kg.model import Entity, Mention, Sentence
from kg.wordlists import either, table

BORN = re.compile(r"出生于|生于|出生在|祖籍|籍贯(?:为|是)?|(?:的)?(?:老家|家乡)(?:在|是)")
JOINED = re.compile(r"加入(?:了)?$|毕业于$|就读于$|考入(?:了)?$|任职(?:于)?$|供职于$|在$|从$|效力于$|隶属于?$")
DEGREE = re.compile(
    r"^[^。，；]{0,12}?(?:学士|硕士|博士)|^(?:取得|获得|获)[^。，；]{0,12}(?:学位)|^[一-鿿]{0,6}(?:毕业|学习|深造|就读)"
)
GRADUATE = re.compile(r"[一-鿿]{0,6}(?:学士|硕士|博士)(?!生|导)")
MADE_OF = re.compile(r"^(?:等)?(?:[一二三四五六七八九十\d两]+[名位人])?[一-鿿]{0,6}?(?:组成|组建|领衔)的$")
NATIVE = re.compile(r"人(?=[，。；、）)]|$)")
APPOSITION = re.compile(  # 甲，男，汉族， and 甲（男，36岁，
    r"(?:[（(][^（）()]{0,16}[）)])?(?:[，（(](?:[^，。；（）()]{1,12}，){0,3})?(?:[系是为]|祖籍|原籍)?(?:[一-鿿]{2,8}[省市州盟区])?"
)
FAMILY_WORDS = table("family_words")
RELATIVE_OF_PRONOUN = re.compile(rf"(?:他|她|其|我)的?(?P<relation>{either(FAMILY_WORDS)})(?:、)?$")
RELATIVE_OF_NAME = re.compile(rf"^的?(?P<relation>{either(FAMILY_WORDS)})(?:、)?$")
MARRIED = re.compile(r"^[^。；，]{0,8}(?:结婚|成婚|喜结连理|离婚|订婚)")


class BiographyReader:
    """Reads one article, with its mentions in text order."""

    def __init__(self, draft: Draft) -> None:
        self.text = draft.text
        self.sentences = draft.sentences
        self.lexicon = draft.lexicon.names
        self.known_places = self.lexicon.known_places - frozenset(self.lexicon.place_abbreviations.values())
        rows = [(m, e) for e in draft.entities for m in e.mentions if m.rule != Rule.BYLINE]
        self.rows = sorted(rows, key=lambda r: (r[0].start, -r[0].end))
        self.starts = [m.start for m, _ in self.rows]

    def find(self) -> Iterator[RelationCandidate]:
        """Yield bornIn, memberOf and relatedTo."""
        person: Entity | None = None  # the topic of the last sentence about a person
        for sentence in self.sentences:
            rows = self.rows[bisect_left(self.starts, sentence.start) : bisect_left(self.starts, sentence.end)]
            persons = [(m, e) for m, e in rows if e.kind == "Person"]
            yield from self._origin(sentence, rows, persons, person)
            yield from self._membership(sentence, rows, persons, person)
            yield from self._family(sentence, persons, person)
            if persons:
                person = persons[0][1]

    def _about(self, offset: int, persons: Sequence[tuple[Mention, Entity]], before: Entity | None) -> Entity | None:
        """Return the person that a statement at an offset is about: the last one before it, else the current topic."""
        named = [e for m, e in persons if m.end <= offset]
        return named[-1] if named else before

    def _origin(
        self,
        sentence: Sentence,
        rows: Sequence[tuple[Mention, Entity]],
        persons: Sequence[tuple[Mention, Entity]],
        before: Entity | None,
    ) -> Iterator[RelationCandidate]:
        for m in BORN.finditer(self.text, sentence.start, sentence.end):
            person = self._about(m.start(), persons, before)
            at = m.end()
            for mention, place in rows:
                if place.kind == "Place" and mention.start == at and person:
                    at = mention.end
                    yield _stated(person, "bornIn", place, mention, Rule.BIRTHPLACE)
        for mention, place in rows:
            after = self.text[mention.end : mention.end + 14]
            if place.kind != "Place" or self._is_abroad(place):
                continue  # 阿根廷人 and 亚洲人 state no birthplace
            if after.startswith("籍"):
                following = next((e for m, e in persons if 0 < m.start - mention.end <= 14), None)
                if following:
                    yield _stated(following, "bornIn", place, mention, Rule.NATIVE_BEFORE)
            elif NATIVE.match(after):
                person = self._about(mention.start, persons, before)
                named = [m for m, e in persons if e is person and m.end <= mention.start]
                if person and named and APPOSITION.fullmatch(self.text, named[-1].end, mention.start):
                    yield _stated(person, "bornIn", place, mention, Rule.NATIVE_AFTER)

    def _is_abroad(self, place: Entity) -> bool:
        """Whether a place is a country or a part of the world: its people may be born anywhere."""
        return bool({place.name, place.norm} & self.known_places) and not self.lexicon.provinces.fullmatch(
            place.norm or place.name
        )

    def _membership(
        self,
        sentence: Sentence,
        rows: Sequence[tuple[Mention, Entity]],
        persons: Sequence[tuple[Mention, Entity]],
        before: Entity | None,
    ) -> Iterator[RelationCandidate]:
        for mention, organisation in rows:
            if organisation.kind != "Organisation":
                continue
            lead = self.text[max(sentence.start, mention.start - 6) : mention.start]
            after = self.text[mention.end : min(sentence.end, mention.end + 20)]
            joined = JOINED.search(lead)
            plain = joined is not None and joined.group() not in {"在", "从"}
            if joined and any(m.end == mention.start - len(joined.group()) and e.kind != "Person" for m, e in rows):
                continue  # 瑞典加入北约: not the person mentioned before
            studied = DEGREE.match(after) if joined else GRADUATE.match(after)
            if plain or studied:
                person = self._about(mention.start, persons, before)
                if person:
                    yield _stated(person, "memberOf", organisation, mention, Rule.JOINED if plain else Rule.STUDIED)
            yield from self._made_of(sentence, mention, organisation, persons)

    def _made_of(
        self, sentence: Sentence, mention: Mention, organisation: Entity, persons: Sequence[tuple[Mention, Entity]]
    ) -> Iterator[RelationCandidate]:
        """Yield the members of a team: 由甲、乙、丙三名队员组成的某队."""
        row = [(m, e) for m, e in persons if m.end <= mention.start]
        if not row or not MADE_OF.match(self.text[row[-1][0].end : mention.start].rstrip("“")):
            return
        end = mention.start
        for k, (m, e) in enumerate(reversed(row)):
            if k and self.text[m.end : end] not in {"、", "和", "与", "及"}:
                break
            end = m.start
            yield _stated(e, "memberOf", organisation, mention, Rule.MADE_UP_OF)

    def _family(
        self, sentence: Sentence, persons: Sequence[tuple[Mention, Entity]], before: Entity | None
    ) -> Iterator[RelationCandidate]:
        owner: Entity | None = None  # the person whose relative was mentioned last: 其子甲…，其女乙
        for k, (mention, person) in enumerate(persons):
            lead = self.text[max(sentence.start, mention.start - 10) : mention.start]
            of_him = RELATIVE_OF_PRONOUN.search(lead)
            last = persons[k - 1] if k else None
            other: Entity | None = None
            relation, rule = "", Rule.FAMILY_OF_NAME
            if of_him:
                rule = Rule.FAMILY_OF_PRONOUN
                other, relation = owner or (last[1] if last else before), FAMILY_WORDS[of_him["relation"]]
                owner = other
            elif last and (m := RELATIVE_OF_NAME.match(self.text[last[0].end : mention.start])):
                other, relation = last[1], FAMILY_WORDS[m["relation"]]
            elif (
                last
                and MARRIED.match(self.text[mention.end : sentence.end])
                and re.match(r"(?:与|和|同)[^。，；]{0,8}$", self.text[last[0].end : mention.start])
            ):
                other, relation, rule = last[1], "配偶", Rule.MARRIED
            if other and other is not person:
                yield _stated(other, "relatedTo", person, mention, rule, relation)


def _stated(
    subject: Entity, predicate: str, object: Entity, mention: Mention, rule: Rule, role: str = ""
) -> RelationCandidate:
    return RelationCandidate(subject.id, predicate, object.id, mention.sentence, rule, role, source=rule.component)


def find_biographies(draft: Draft) -> Iterator[RelationCandidate]:
    """Yield the origins, memberships and family relations of an article's persons."""
    return BiographyReader(draft).find()
