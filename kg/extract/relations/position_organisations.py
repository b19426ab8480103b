"""The organisation of a position: named, implied by its title and a place, or inferred from the context."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from kg.extract.candidates import Draft, EntityMention
from kg.extract.coreference.states import CHINA, OFFICES, OWN_ORGANISATIONS, States
from kg.extract.lexicon.levels import one_letter
from kg.extract.relations.titles import ParsedTitle
from kg.model import Entity

MAX_SENTENCE_DISTANCE = 3  # distance to the organisation that a title alone refers to
HEAD_OF_STATE = re.compile(r"总统|国王|女王|首相|总理|元首|天皇|埃米尔|国家主席")
OURS = re.compile(r"中共|中国|中央|国务院|全国")
PARTY = re.compile(r"(?:党|[^中]共|工会|联合会|联盟)$")
GOVERNED = re.compile(rf"(?:中共)?(?P<place>[一-鿿]{{2,10}}?{one_letter('government')})(?:委|人民|人大|政府|纪)")


class OrganisationFinder:
    """Finds the organisations of one article's positions, in text order.

    An organisation is the id of an entity, or the name of an organisation that the title implies.
    """

    def __init__(self, draft: Draft, mentions: list[EntityMention]) -> None:
        self.text = draft.text
        self.home = draft.analysed.article.jurisdiction
        self.sentences = draft.sentences
        self.lexicon = draft.lexicon.names
        self.places = [m for m in mentions if m.entity.kind == "Place"]
        self.organisations = [m for m in mentions if m.entity.kind == "Organisation"]
        self.organisation_starts = [m.start for m in self.organisations]
        self.by_level: dict[str, tuple[list[int], list[str]]] = {}
        self.states = States(
            draft.text,
            draft.sentences,
            self.lexicon,
            ((m.start, m.end) for m in mentions if m.entity.kind in {"Place", "Organisation"}),
            ((m.start, m.end) for m in mentions if m.entity.kind == "Person"),
        )
        self.list_place = ""  # the place of the current list of officials: 某市委书记甲、市长乙

    def find(
        self, title: ParsedTitle, named: Entity | None, place: Entity | None, person: EntityMention
    ) -> tuple[str | None, str | None]:
        """Return the organisation's id, or None and the name of an implied one."""
        organisation, implied = self._find(title, named, place, person)
        name = (named.norm or named.name) if named else implied or ""
        governed = GOVERNED.match(name)
        self.list_place = governed["place"] if governed else self.list_place
        return organisation, implied

    def _find(
        self, title: ParsedTitle, named: Entity | None, place: Entity | None, person: EntityMention
    ) -> tuple[str | None, str | None]:
        office = title.title if title.title in OFFICES else title.head.form
        if self._is_of_a_head_of_state(title, person):
            office = "国家主席"
        if office in OFFICES and title.elliptic and not place:
            return None, self._of_state(title, office, person, named)
        if title.head.level == "国" and named:
            return named.id, None
        if title.head.implies:
            where = self._implying_place(title, named, place)
            return None, title.head.office_at(where) if where else None
        if named:
            return named.id, None
        if title.elliptic and not place:
            found = self.last_organisation(title, person)
            return (found.id if found else None), None
        return None, None

    def _is_of_a_head_of_state(self, title: ParsedTitle, person: EntityMention) -> bool:
        """Whether 甲主席, without an organisation, stands in one sentence with the head of another state."""
        sentence = self.sentences[person.mention.sentence]
        short = title.title == "主席" and title.start == person.end
        return short and HEAD_OF_STATE.search(self.text, sentence.start, sentence.end) is not None

    def _of_state(self, title: ParsedTitle, office: str, person: EntityMention, named: Entity | None) -> str | None:
        """Return the organisation of an office that is named without its state: 总理甲, 外长乙, 某党总书记、国家主席丙.

        `named` is the organisation of the title before it, whose state is also that of the office.
        """
        name = (named.norm or named.name) if named else ""
        state = self.states.state_of(name)
        if state is None and OURS.match(name):
            return OWN_ORGANISATIONS.get(office)
        if state is None and office == "总书记" and self._other_party(title, person):
            return None
        of = state[1] if state else self.states.of(person.entity.name, office, min(title.start, person.start))
        return OWN_ORGANISATIONS.get(office) if of == CHINA else title.head.office_at(of) if of else None

    def _other_party(self, title: ParsedTitle, person: EntityMention) -> bool:
        """Whether a party or a union that is not China's is named shortly before: its 总书记 may be meant."""
        for a in self._organisations_back(title.start):
            if person.mention.sentence - a.mention.sentence > MAX_SENTENCE_DISTANCE:
                return False
            if PARTY.search(a.entity.name) and not OURS.match(a.entity.norm or a.entity.name):
                return True
        return False

    def _implying_place(self, title: ParsedTitle, named: Entity | None, place: Entity | None) -> str | None:
        level = title.head.level or ""
        if title.place:
            name = title.place.norm or title.place.name
            return name if level in {"国", "州"} or name.endswith(level) else name + level
        source = named.norm or named.name if named else None
        m = (
            re.match(rf"(?:中共|中国人民政治协商会议)?([一-鿿]{{2,10}}?{level})(?:委|人民|人大|政府|纪)", source)
            if source and level not in {"", "国"}
            else None
        )
        if m:
            return m.group(1)
        if level and self.list_place.endswith(level):
            return self.list_place
        if self.home and level and self.home.endswith(level):
            return self.home
        if place:
            return None
        return self._last_place(level, title.start) if level not in {"", "国"} else None

    def _last_place(self, level: str, offset: int) -> str | None:
        """Return the last place before an offset whose name ends with a level."""
        if level not in self.by_level:
            fitting = [a for a in self.places if a.entity.name.endswith(level) and len(a.entity.name) > 2]
            self.by_level[level] = ([a.start for a in fitting], [a.entity.name for a in fitting])
        starts, names = self.by_level[level]
        i = bisect_left(starts, offset)
        if i:
            return names[i - 1]
        governed = (GOVERNED.match(a.entity.norm or a.entity.name) for a in self._organisations_back(offset))
        return next((m["place"] for m in governed if m and m["place"].endswith(level)), None)

    def _organisations_back(self, offset: int) -> Iterator[EntityMention]:
        for i in range(bisect_left(self.organisation_starts, offset) - 1, -1, -1):
            yield self.organisations[i]

    def last_organisation(self, title: ParsedTitle, person: EntityMention) -> Entity | None:
        """Return the organisation that an elliptic title (院长甲, 该公司董事长甲) refers to: the last one of its kind before it."""
        suffixes = title.head.organisation_suffixes
        if not suffixes:
            return None
        for a in self._organisations_back(title.start):
            if person.mention.sentence - a.mention.sentence > MAX_SENTENCE_DISTANCE:
                return None
            names = (a.entity.name, *a.entity.aliases, a.entity.norm or "")
            if a.end <= title.start and any(n.endswith(suffixes) for n in names):
                return a.entity
        return None
