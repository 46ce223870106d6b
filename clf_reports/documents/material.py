"""What a document is made from: an assessment, and what is known around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from clf_model.assessment import Assessment, Judgement
from clf_model.before_signing import Finding, Signing, findings
from clf_model.framework import Framework
from clf_model.planning import Target
from clf_model.planning.effort_unit import DAYS, EffortUnit
from clf_model.progression import Profile, profile
from clf_model.rules import Rules
from clf_model.scenario import Scenario
from clf_model.voices import Decision, SayDoGap, SurveyResults, Tally, say_do_gap

FICTIONAL = "Fictional"


class Standing(StrEnum):
    """How far an assessment is; UNSAID for a file, which does not tell."""

    DRAFT = "Draft"
    FINAL = "Final"
    UNSAID = ""


@dataclass(frozen=True, slots=True)
class SurveyHeard:
    """What may be shown of a worker survey, with its title and the day it closed."""

    title: str
    results: SurveyResults
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class WorkshopHeld:
    """A workshop: its votes in numbers, and what was decided."""

    title: str
    held_on: date
    tallies: tuple[Tally, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class Material:
    """Everything that a document can speak of; `day` is the one on which it is made.

    `target` is what the plan aims at: None for the next stage of every capability. `capacity` is the effort
    that there is for it in a month, in the service's own unit.
    """

    framework: Framework
    assessment: Assessment
    day: date
    rules: Rules = field(default_factory=Rules)
    unit: EffortUnit = DAYS
    standing: Standing = Standing.UNSAID
    earlier: Assessment | None = None
    survey: SurveyHeard | None = None
    workshops: tuple[WorkshopHeld, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    target: Target | None = None
    capacity: float = 5.0
    logo: bytes | None = None

    @cached_property
    def profile(self) -> Profile:
        """The stages under the rules."""
        return profile(self.framework, self.assessment, self.rules)

    @cached_property
    def gap(self) -> SayDoGap:
        """What is claimed against what workers experience, as far as it may be shown."""
        results = self.survey.results if self.survey else None
        return say_do_gap(self.framework, self.assessment, results, self.rules)

    @cached_property
    def open_questions(self) -> tuple[Finding, ...]:
        """What the standing checks find."""
        decisions = tuple(decision for held in self.workshops for decision in held.decisions)
        return findings(Signing(self.framework, self.assessment, self.day, self.rules, self.gap, decisions))

    @property
    def service(self) -> str:
        """The organisation and its unit."""
        return ", ".join(filter(None, (self.assessment.organisation, self.assessment.unit)))

    @property
    def marks(self) -> tuple[str, ...]:
        """The words that every page carries."""
        fictional = (FICTIONAL,) if self.assessment.fictional else ()
        return (*filter(None, (self.standing.value,)), *fictional)

    def judged(self, judgement: Judgement | None) -> int:
        """How many indicators are judged so; None for those that have not been discussed."""
        return sum(self.assessment.judgement(i.id) is judgement for i in self.framework.indicators)
