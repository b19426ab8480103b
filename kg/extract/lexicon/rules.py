"""The rules of extraction by their ids, which `kg:rule` states, `kg evaluate --errors` prints and `--without` takes.

An id is dotted, from general to specific; its beginning names a family of rules (`mention.elliptic`). The rules that assign a
role are named by the role and the position of the name: `role.agent.subject`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import cache
from typing import Literal, get_args

BY_MODEL, BY_MODEL_AND_RULE = "model", "model.rule"  # what kg:rule says where the trained model states something
Role = Literal["agent", "participant", "target", "place"]
ROLES: tuple[Role, ...] = get_args(Role)


class Rule(StrEnum):
    """A rule: its id, its component, and its meaning."""

    component: str
    meaning: str

    def __new__(cls, id: str, component: str, meaning: str) -> Rule:
        rule = str.__new__(cls, id)
        rule._value_ = id
        rule.component = component
        rule.meaning = meaning
        return rule

    # Mentions
    TAGGER_PERSON = "mention.tagger.person", "tagger", "a person of the tagger"
    TAGGER_PLACE = "mention.tagger.place", "tagger", "a place of the tagger, or one of several adjacent places"
    TAGGER_ORGANISATION = "mention.tagger.organisation", "tagger", "an organisation of the tagger"
    DIRECTION = "mention.direction", "tagger", "a place after 中部, 北部"
    LEADING_PLACE = "mention.leading_place", "tagger", "a place at the start of an organisation's name"
    WHOLE_OF_UNIT = "mention.suffix.whole", "tagger", "the company before its plant, the university before its school"
    PARTY_COMMITTEE = "mention.party_committee", "lexicon", "中共 and a place's committee"
    UNITED = "mention.united", "lexicon", "联合调查组 and similar names"
    STATE_ORGANISATION = "mention.state_organisation", "lexicon", "a state or party organisation of the lexicon"
    FOREIGN_NAME = "mention.foreign_name", "lexicon", "a person's name with a middle dot"
    MINORITY_NAME = "mention.minority_name", "lexicon", "a Tibetan, Mongolian, Uygur or Kazakh name of known parts"
    LATIN_PERSON = "mention.latin.person", "lexicon", "a person's name in Latin letters"
    LATIN_ORGANISATION = "mention.latin.organisation", "lexicon", "an organisation's name in Latin letters"
    LATIN_FORM = "mention.latin.form", "lexicon", "not a name of its own: the Latin form of a name in brackets after it"
    BRACKETED_COMPANY = "mention.bracketed_company", "lexicon", "an organisation's name that contains brackets"
    HYPHENATED = "mention.hyphenated", "lexicon", "a foreign name of two parts with a hyphen"
    CHOSEN_PERSON = "mention.chosen", "lexicon", "a person between 任命 and 为"
    SOMEBODY = "mention.somebody", "lexicon", "李某"
    CHANNEL = "mention.channel", "lexicon", "a channel of a television station"
    OF_A_TERM = "mention.of_term", "lexicon", "a committee of a numbered term"
    LISTED_OFFICE = "mention.listed_office", "lexicon", "an office in a list of offices of one place"
    COMPANY = "mention.company", "lexicon", "a company's name and its trade, without 公司"
    BODY_OF_STATE = "mention.body_of_state", "lexicon", "a ministry, a parliament or a court after the name of a state"
    OFFICE_OF_STATE = "mention.office_of_state", "lexicon", "a ministry after a one-character state"
    ONE_LETTER_STATE = "mention.one_letter.state", "lexicon", "a one-character state or region"
    ONE_LETTER_PLACE = "mention.one_letter.place", "lexicon", "a one-character city or province"
    KNOWN_PLACE = "mention.known_place", "lexicon", "a well-known place"
    HOST_CITY = "mention.host_city", "lexicon", "the city before 奥运会"
    CALLED = "mention.called", "lexicon", "a surname with a title: 王教授"
    AFTER_TITLE = "mention.after_title", "lexicon", "a person after a title that the tagger missed"
    LIKE_A_PLACE = "mention.like_a_place", "lexicon", "a person after a title whose name is also a place's"
    SUFFIX_ORGANISATION = (
        "mention.suffix.organisation",
        "compounds",
        "a sequence of words up to an organisation's suffix",
    )
    SUFFIX_PLACE = "mention.suffix.place", "compounds", "a sequence of words up to a place's suffix"
    COMPOUND = "mention.compound", "compounds", "an office whose name contains 和"
    PARTY_TAIL = "mention.party_tail", "compounds", "the organisation before its own 党委"
    ELLIPTIC_GOVERNMENT = "mention.elliptic.government", "elliptic", "市委, 县政府, with the place before it"
    ELLIPTIC_OFFICE = "mention.elliptic.office", "elliptic", "县公安局, with the place before it"
    BYLINE = "mention.byline", "bylines", "an author of the article"
    DATELINE = "mention.dateline", "bylines", "the outlet before the text, which contains no names"
    AWARD_QUOTED = "mention.award.quoted", "awards", "an award in quotation marks after a verb of winning"
    AWARD_NAMED = "mention.award.named", "awards", "a prize after a verb of winning"
    AWARD_SELECTED = "mention.award.selected", "awards", "the title of a selection"
    AWARD_REFERRED = "mention.award.referred", "awards", "the referent of 该奖"
    REPEATED = "mention.repeated", "repetition", "a name found elsewhere in the article"
    # Coreference
    SAME_NAME = "entity.name", "names", "the mentions of one name"
    PERSON_PART = "coreference.person", "persons", "a part of a foreign name, a surname with a title"
    SHORT_FORM = "coreference.short_form", "organisations", "a short form, or one that the text introduces"
    RENAMED = "coreference.renamed", "organisations", "an organisation under its new name"
    PLACE_STEM = "coreference.place", "places", "云川 and 云川市; a one-character place"
    FULL_NAME = "coreference.full_name", "full_names", "the full name of 市委, 俄外交部"
    SHORTER_FORM = "coreference.alias", "aliases", "an organisation's name without the places before it"
    ANAPHOR = "mention.anaphor", "anaphora", "该公司, 该县"
    # Positions
    TITLE_BEFORE = "position.before_name", "positions", "a title before a name"
    TITLE_SHARED = "position.shared", "positions", "a title shared by a list of names"
    TITLE_REMOVED = "position.after_name.removed", "positions", "免去甲的乙职务"
    TITLE_DIRECT = "position.after_name.direct", "positions", "甲市长"
    TITLE_LINKED = "position.after_name.linked", "positions", "甲是乙局长"
    TITLE_ASSUMED = "position.after_name.assumed", "positions", "甲任乙县委书记"
    TITLE_RELATIVE = "position.relative", "positions", "担任乙局长的甲"
    # Syntax
    CLAUSE = "syntax.clause", "clauses", "a span between commas"
    SUBJECT_PRONOUN = "subject.pronoun", "subjects", "the referent of 他"
    SUBJECT_BEFORE = "subject.before", "subjects", "the subject of the preceding clause"
    SUBJECT_TOPIC = "subject.topic", "subjects", "the subject of the preceding sentence"
    # Events
    NOMINAL_TRIGGER = "event.trigger.nominal", "triggers", "a noun that names an event"
    VERBAL_TRIGGER = "event.trigger.verbal", "triggers", "a verb that states an event"
    DATE_FINER = "date.finer", "dates", "a day that refines the year in the event's name"
    DATE_IN_NAME = "date.in_name", "dates", "a time in the event's name"
    DATE_BEFORE = "date.before", "dates", "the nearest time before the trigger"
    DATE_AFTER = "date.after", "dates", "a time directly after the trigger"
    DATE_MOVED = "date.moved", "dates", "the new date of an event that is postponed"
    DETAIL_OF_MATCH = "merge.match", "details", "winning in a match that the sentence names"
    DETAIL_OF_RESPONSE = "merge.response", "details", "what rescuers do at the scene"
    WAY_TO_VISIT = "merge.way", "details", "motion towards a visit"
    SAME_EVENT = "merge.same_event", "merging", "two mentions of one event"
    DATE_OF_VISIT = "date.visit", "stops", "the day of the visit that a stop belongs to"
    ROW_OF_STOPS = "split.stops", "stops", "a list of stops, one event for each"
    # Relations
    AUTHOR = "author.byline", "authors", "an author of the article"
    PLACES_IN_ROW = "nesting.places_in_row", "nesting", "澜江省云川市"
    PLACE_BEFORE_ORGANISATION = "nesting.place_before", "nesting", "a place directly before an organisation"
    ORGANISATION_IN_NAME = "nesting.organisation_in_name", "nesting", "an organisation in an organisation's name"
    PLACE_IN_NAME = "nesting.place_in_name", "nesting", "a place in an organisation's name"
    PLACE_IN_PLACE = "nesting.place_in_place", "nesting", "a place in a place's name"
    VISIT_STOP = "sub_event.visit_stop", "sub_events", "a stop of a visit"
    OCCASION_PART = "sub_event.occasion", "sub_events", "an award or election at an occasion, a match of a tournament"
    BIRTHPLACE = "biography.birthplace", "biography", "甲出生于乙"
    NATIVE_BEFORE = "biography.native.before", "biography", "云川籍导演甲"
    NATIVE_AFTER = "biography.native.after", "biography", "甲，云川人"
    JOINED = "biography.membership.joined", "biography", "甲加入乙"
    STUDIED = "biography.membership.studied", "biography", "甲，乙大学硕士"
    MADE_UP_OF = "biography.made_up_of", "biography", "甲、乙组成的丙队"
    FAMILY_OF_PRONOUN = "biography.family.pronoun", "biography", "他的妻子甲"
    FAMILY_OF_NAME = "biography.family.name", "biography", "甲的妻子乙"
    MARRIED = "biography.family.married", "biography", "甲与乙结婚"
    ACQUIRED = "affiliation.acquired", "affiliations", "甲收购乙"
    FOUNDED_TOGETHER = "affiliation.founded", "affiliations", "甲共建乙"
    SUBORDINATE = "affiliation.subordinate", "affiliations", "甲下属的乙"
    PREDECESSOR = "affiliation.predecessor", "affiliations", "甲的前身是乙"
    CONTROL = "affiliation.control", "affiliations", "甲由乙控股"
    JOINT_VENTURE = "affiliation.joint_venture", "affiliations", "甲、乙合资的丙"
    WON_AWARD = "award.won", "winners", "who won an award"


class Where(StrEnum):
    """The position of a name with a role in an event, the last part of the id of a rule for roles; with the roles that it can give."""

    component: str
    meaning: str
    roles: tuple[str, ...]

    def __new__(cls, name: str, component: str, meaning: str, roles: str) -> Where:
        where = str.__new__(cls, name)
        where._value_ = name
        where.component = component
        where.meaning = meaning
        where.roles = tuple(roles.split())
        return where

    SUBJECT = "subject", "roles", "before the verb, as the subject of the clause", "agent participant target place"
    TURNED = "passive_subject", "roles", "before a verb that is passive or has no object", "participant target"
    OBJECT = "object", "roles", "after the verb", "participant target place"
    PRONOUN = "pronoun", "roles", "the referent of a pronoun after the verb", "participant target"
    BETWEEN = "between", "roles", "between subject and trigger", "agent place"
    IN = "in", "roles", "after 在", "target place"
    TO = "to", "roles", "after 到, 赴", "target place"
    FOR = "for", "roles", "after 对, 向, 给", "participant target place"
    BENEFICIARY = "beneficiary", "roles", "after 向, 给: the beneficiary", "target"
    WITH = "with", "roles", "after 与, 同", "agent participant"
    LEADING = "leading", "roles", "after 率, 陪同", "participant"
    BY = "by", "roles", "after 由, 被", "agent target"
    UNDER = "under", "roles", "in 在甲陪同下", "agent participant"
    IN_NAME = "in_name", "roles", "in the name of the event", "target place"
    HAPPENING = "happening", "roles", "before a verb of happening and the event's name", "target place"
    SUFFERING = "suffering", "roles", "before 受到 and the event's name", "target place"
    ATTENDING = "attending", "roles", "before a verb of attending and the event's name", "participant"
    HOSTING = "hosting", "roles", "before a verb of hosting and the event's name", "agent"
    SCENE = "scene", "roles", "in the preceding clause", "agent participant target place"
    ELECTED = "elected", "occasions", "before 为 after an election", "target"
    FRAMED = "framed", "occasions", "in the clause after 在比赛中", "participant"
    OCCASION = "occasion", "occasions", "in a clause of attending or hosting", "agent participant"


def role_rule(role: str, where: Where) -> str:
    """Return the id of the rule that assigns a role to a name in a position.

    >>> role_rule("agent", Where.SUBJECT)
    'role.agent.subject'
    """
    return _ROLE_RULES[role, where]


_ROLE_RULES: Mapping[tuple[str, Where], str] = {
    (r, w): f"role.{r}.{w}" for r in ROLES for w in Where
}  # a user's event type may have any


@cache
def rules() -> Mapping[str, tuple[str, str]]:
    """Return all rules by id: the component and the meaning; for roles, those that the event types of the ontology lead to."""
    given = {_ROLE_RULES[r, w]: (w.component, f"{r}: {w.meaning}") for r in ROLES for w in Where if r in w.roles}
    return {**{r.value: (r.component, r.meaning) for r in Rule}, **given}


def component_of(rule: str) -> str:
    """Return the component of a built-in rule; "" for any other rule."""
    return rules().get(rule, ("", ""))[0] or next((w.component for (_, w), r in _ROLE_RULES.items() if r == rule), "")


def is_left_out(rule: str, without: Collection[str]) -> bool:
    """Whether a rule, or a family that it belongs to, is left out.

    >>> is_left_out("mention.elliptic.government", {"mention.elliptic"})
    True
    """
    return rule in without or any(rule.startswith(f"{name}.") for name in without)
