"""The options of a build."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kg.extract import BUNDLED, ModelAnswers, Setup
from kg.extract.calibration import Calibration
from kg.read.document import READ_DEFAULTS, ReadOptions
from kg.vocab import BASE


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a build; None where the build finds out by itself."""

    metadata: str | None = None
    date: datetime.date | None = None
    jurisdiction: str | None = None
    base: str = BASE
    jobs: int | None = None  # processes; None is one for each core
    min_confidence: float | None = None  # None is the threshold of best F1 for each kind of statement
    corrections: str | None = None  # a file of corrections
    cluster: str | None = None  # the scheduler of a Dask cluster that extracts: kg.build.parallel.clusters
    tagger: str | None = None  # the name of a tagger; None is the built-in one
    extractors: tuple[str, ...] = ()  # names of further extractors, by the entry point group kg.extractors
    without: tuple[str, ...] = ()  # components and rules of extraction to leave out
    model: str = BUNDLED  # the model that comes with kg, "none" (the rules alone), or a file that kg train wrote
    reading: ReadOptions = READ_DEFAULTS  # names of fields, zone, table of a database
    answers: ModelAnswers | None = None  # of a language model: kg.llm.answers.open_answers
    calibration: Calibration | None = None  # of the confidence of each source: kg.extract.calibration

    @property
    def setup(self) -> Setup:
        """The parts of extraction that these options select."""
        return Setup(self.tagger, self.extractors, self.without, self.model, self.answers, self.calibration)
