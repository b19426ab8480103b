"""The pipeline of extraction: a table of extractors in stages, and the loop that runs them over one article.

The extractors of a stage read the draft and yield candidates, each with access to those of the extractors before it; then the
stage decides, once, and returns the draft for the next stage. Other packages add extractors by the entry point group
`kg.extractors`: an `Extractor`, or a sequence of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from kg import plugins
from kg.errors import InputError
from kg.extract import coreference, events, mentions, relations, syntax
from kg.extract.calibration import Calibration
from kg.extract.candidates import Candidate, Component, Draft, MentionCandidate
from kg.extract.chronology import with_announced
from kg.extract.confidence import with_confidence
from kg.extract.dating import with_own_dates
from kg.extract.evidence import as_written, cite
from kg.extract.lexicon import Lexicon, is_left_out, lexicon, rules
from kg.language import tagger_named, tagger_version
from kg.model import AnalysedArticle, ArticleRecord, Entity, Event

GROUP = "kg.extractors"
BUNDLED, BY_RULES = "bundled", "none"  # in place of a model file: the one that comes with kg, the rules alone
Prepare = Callable[[Sequence[AnalysedArticle]], Sequence[object]]
Prepared = Mapping[str, object]
Decision = Callable[[Draft], Draft]


class Stage(StrEnum):
    """The stages, in their order."""

    MENTIONS = "mentions"
    REPETITION = "repetition"
    ENTITIES = "entities"
    POSITIONS = "positions"
    CLAUSES = "clauses"
    EVENTS = "events"
    ARGUMENTS = "arguments"
    DATES = "dates"
    DETAILS = "details"
    UNIONS = "unions"
    STOPS = "stops"
    RELATIONS = "relations"


DECISIONS: Mapping[Stage, Decision] = {
    Stage.MENTIONS: mentions.select_mentions,
    Stage.REPETITION: mentions.select_repeated,
    Stage.ENTITIES: coreference.select_entities,
    Stage.POSITIONS: relations.select_positions,
    Stage.CLAUSES: syntax.select_clauses,
    Stage.EVENTS: events.select_events,
    Stage.ARGUMENTS: events.select_arguments,
    Stage.DATES: events.select_dates,
    Stage.DETAILS: events.select_details,
    Stage.UNIONS: events.select_unions,
    Stage.STOPS: events.select_stops,
    Stage.RELATIONS: relations.select_relations,
}


@dataclass(frozen=True, slots=True)
class Extractor:
    """A component with its place in the pipeline.

    `find` yields candidates. `prepare`, if given, is called once for a batch of articles before extraction and returns a value
    for each article, which `find` reads as `draft.prepared[name]`.
    """

    name: str
    stage: Stage
    find: Component
    meaning: str
    prepare: Prepare | None = None


BUILT_IN = (
    Extractor("tagger", Stage.MENTIONS, mentions.find_tagged, "the tagger's names, repaired"),
    Extractor("lexicon", Stage.MENTIONS, mentions.find_known, "names from word lists and fixed patterns"),
    Extractor("compounds", Stage.MENTIONS, mentions.find_compounds, "names that consist of several words"),
    Extractor("elliptic", Stage.MENTIONS, mentions.find_elliptic, "organisations named by their level: 市委, 县公安局"),
    Extractor("bylines", Stage.MENTIONS, mentions.find_signatures, "an author of the article"),
    Extractor("awards", Stage.MENTIONS, mentions.find_awards, "awards that are won or given"),
    Extractor("repetition", Stage.REPETITION, mentions.find_repeated, "a name found once is found everywhere"),
    Extractor("names", Stage.ENTITIES, coreference.find_names, "the mentions of one name are one entity"),
    Extractor("persons", Stage.ENTITIES, coreference.join_persons, "parts of persons' names, 王教授"),
    Extractor("organisations", Stage.ENTITIES, coreference.join_organisations, "short forms and new names"),
    Extractor("places", Stage.ENTITIES, coreference.join_places, "云川 and 云川市, one-character places"),
    Extractor("full_names", Stage.ENTITIES, coreference.find_full_names, "the full names of 市委, 县公安局"),
    Extractor("anaphora", Stage.ENTITIES, coreference.find_anaphora, "该公司, 该县"),
    Extractor("aliases", Stage.ENTITIES, coreference.add_short_names, "names without the places before them"),
    Extractor("authors", Stage.POSITIONS, relations.find_authors, "authors and photographers of the article"),
    Extractor("positions", Stage.POSITIONS, relations.find_positions, "positions from titles"),
    Extractor("nesting", Stage.POSITIONS, relations.find_nested, "adjacent and nested names"),
    Extractor("clauses", Stage.CLAUSES, syntax.read_clauses, "clauses and their own subjects"),
    Extractor("subjects", Stage.CLAUSES, syntax.carry_subjects, "subjects carried over from the preceding clause"),
    Extractor("triggers", Stage.EVENTS, events.find_triggers, "words that state or name an event"),
    Extractor("roles", Stage.ARGUMENTS, events.find_roles, "roles by the position of a name in the event's clause"),
    Extractor("occasions", Stage.ARGUMENTS, events.find_attendance, "who attends or hosts an event of another clause"),
    Extractor("dates", Stage.DATES, events.find_dates, "when an event happened"),
    Extractor("details", Stage.DETAILS, events.find_details, "details of an event in the same sentence"),
    Extractor("merging", Stage.UNIONS, events.find_same_events, "headline, lead and article state one event"),
    Extractor("stops", Stage.STOPS, events.find_stops, "stops of a visit"),
    Extractor("sub_events", Stage.RELATIONS, events.find_sub_events, "parts of visits, occasions and tournaments"),
    Extractor("biography", Stage.RELATIONS, relations.find_biographies, "birthplaces, memberships, family"),
    Extractor("affiliations", Stage.RELATIONS, relations.find_affiliations, "relations between organisations"),
    Extractor("winners", Stage.RELATIONS, relations.find_winners, "who won an award"),
)


@dataclass(frozen=True, slots=True)
class ModelAnswers:
    """A file of a language model's answers (`kg.llm`): its path, the model, and the digest of the model's answers in it.

    `only` leaves out what the built-in extractor finds, for comparison.
    """

    path: str
    model: str
    digest: str
    passes: int = 1
    only: bool = False


@dataclass(frozen=True, slots=True)
class Setup:
    """The user's choice of tagger, further extractors, components or rules to leave out, trained model, answers, and calibration.

    `model` is "none" for the rules alone, "bundled" for the model that comes with kg, or a file that `kg train` wrote.
    """

    tagger: str | None = None
    extractors: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    model: str = BY_RULES
    answers: ModelAnswers | None = None
    calibration: Calibration | None = None


def made_with(setup: Setup) -> str:
    """Return what all records depend on in a setup, with the versions of parts from other packages; "" for the default setup.

    Of a language model's answers, each record depends on those about its own articles (`kg.llm.extraction.answers_about`).
    """
    tagger = f"tagger {setup.tagger} {tagger_version(setup.tagger)}" if setup.tagger else ""
    added = (f"extractor {name} {plugins.version_of(GROUP, name)}" for name in setup.extractors)
    left_out = (f"without {name}" for name in sorted(set(setup.without)))
    model = f"model {model_digest(setup.model)}" if setup.model != BY_RULES else ""
    a = setup.answers
    answers = f"answers {a.model} {a.passes} {a.only}" if a else ""
    scales = f"calibration {setup.calibration.digest}" if setup.calibration else ""
    return "\n".join(part for part in (tagger, *added, *left_out, model, answers, scales) if part)


@cache
def model_digest(model: str) -> str:
    """Return the digest of a model file. Raises InputError where it cannot be read."""
    if model == BUNDLED:
        return model  # its digest is that of the code
    try:
        return hashlib.sha256(Path(model).read_bytes()).hexdigest()
    except OSError as e:
        raise InputError(f"--model {model}: cannot be read: {e.strerror}", "give a file that kg train wrote") from e


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Extractors in the order of their stages, the lexicon that they read, and the rules to leave out."""

    extractors: tuple[Extractor, ...]
    lexicon: Lexicon
    without: frozenset[str] = frozenset()

    def prepare(self, articles: Sequence[AnalysedArticle]) -> list[Prepared]:
        """Return the values that the extractors prepare for a batch of articles, a mapping for each article."""
        found: list[dict[str, object]] = [{} for _ in articles]
        done: dict[Prepare, Sequence[object]] = {}
        for extractor in self.extractors:
            if extractor.prepare:
                if extractor.prepare not in done:
                    done[extractor.prepare] = extractor.prepare(articles)
                for row, value in zip(found, done[extractor.prepare], strict=True):
                    row[extractor.name] = value
        return list(found)

    def run(self, analysed: AnalysedArticle, prepared: Prepared) -> Draft:
        """Return the draft after the last stage."""
        draft = Draft(analysed, self.lexicon, prepared)
        for stage in Stage:
            draft = self.run_stage(stage, draft)
        return draft

    def run_stage(self, stage: Stage, draft: Draft) -> Draft:
        """Return the draft with what one stage decides."""
        for extractor in self.extractors:
            if extractor.stage is stage and (found := self._candidates(extractor, draft)):
                draft = draft.with_candidates((*draft.candidates, *found))
        draft = DECISIONS[stage](draft)
        return draft.with_candidates(()) if draft.candidates else draft

    def _candidates(self, extractor: Extractor, draft: Draft) -> Sequence[Candidate]:
        found = list(extractor.find(draft))
        if self.without:
            found = [c for c in found if not is_left_out(c.rule, self.without)]
        if all(c.source for c in found):
            return found
        return [c if c.source else replace(c, source=extractor.name) for c in found]


@cache
def pipeline(setup: Setup = Setup()) -> Pipeline:
    """Return the pipeline that a user chooses.

    Raises InputError for an extractor, a component or a rule that does not exist.
    """
    added = tuple(e for name in setup.extractors for e in _load(name))
    extractors = (*BUILT_IN, *added)
    without = frozenset(setup.without)
    unknown = sorted(without - known_names(extractors))
    if unknown:
        names = ", ".join(e.name for e in extractors)
        how = f"the components are: {names}; kg evaluate --without list shows their rules"
        raise InputError(f"--without {unknown[0]}: there is no such component or rule", how)
    kept = tuple(e for e in extractors if e.name not in without)
    return Pipeline(kept, lexicon(), without - {e.name for e in extractors})


def check_setup(setup: Setup) -> None:
    """Raise InputError if a part of a setup does not exist or cannot be loaded."""
    if setup != Setup():
        pipeline(setup)
        tagger_named(setup.tagger)


def known_names(extractors: Sequence[Extractor] = BUILT_IN) -> Set[str]:
    """Return what can be left out: components, rules, and families of rules."""
    families = {rule.rsplit(".", n)[0] for rule in rules() for n in range(3)}
    return families | {e.name for e in extractors}


def _load(name: str) -> tuple[Extractor, ...]:
    loaded = plugins.load(GROUP, name, "--extractor")
    found = (loaded,) if isinstance(loaded, Extractor) else tuple(loaded) if isinstance(loaded, Sequence) else ()
    if not found or not all(isinstance(e, Extractor) for e in found):
        how = "let the entry point name a kg.extract.Extractor, or a sequence of them"
        raise InputError(f"--extractor {name}: is no extractor", how)
    return found


def extract(
    analysed: AnalysedArticle,
    source: str | None = None,
    using: Pipeline | None = None,
    prepared: Prepared | None = None,
) -> ArticleRecord:
    """Return what the rules find in the article: a pure function of the article, the pipeline (`using`) and its prepared values.

    `source` is the text that the article's offsets refer to (None: the article's own). The record holds the sentences that
    statements cite.
    """
    found = find_by_rules(analysed, using, prepared)
    events, stated, positions = with_confidence(found.events, found.relations, found.positions)
    return finish(replace(found, events=events, relations=stated, positions=positions), analysed, source)


def find_by_rules(
    analysed: AnalysedArticle, using: Pipeline | None = None, prepared: Prepared | None = None
) -> ArticleRecord:
    """Return what the rules find in the article, without confidence and evidence."""
    using = using or pipeline()
    draft = using.run(analysed, using.prepare([analysed])[0] if prepared is None else prepared)
    events = tuple(
        Event(f"v{n}", t.frame.type, t.trigger, t.name, t.sentence.index, t.start, t.end, t.status, t.when, rule=t.rule)
        for n, t in enumerate(draft.events, 1)
    )
    return ArticleRecord(
        analysed.article, draft.entities, events, tuple(dict.fromkeys(draft.relations)), draft.positions
    )


def find_entities(
    analysed: AnalysedArticle, mentions: Sequence[MentionCandidate], using: Pipeline | None = None
) -> tuple[Entity, ...]:
    """Return the entities of an article whose mentions are known: the stage of coreference by itself."""
    using = using or pipeline()
    return using.run_stage(Stage.ENTITIES, Draft(analysed, using.lexicon, mentions=tuple(mentions))).entities


def finish(found: ArticleRecord, analysed: AnalysedArticle, source: str | None) -> ArticleRecord:
    """Return the record with its evidence; its article has no offsets, and entities also have the source's spellings."""
    article = analysed.article
    cited = {x.sentence for row in (found.relations, found.positions, found.events) for x in row}
    evidence = cite(analysed, cited, article.text if source is None else source)
    entities = found.entities
    if source is not None:
        entities = tuple(as_written(e, article, source) for e in entities)
    slim = replace(article, offsets=(), regions=())  # the text is kept for the view of the article
    return replace(with_own_dates(with_announced(found), analysed), article=slim, entities=entities, evidence=evidence)
