"""What the store hands out about workshops and surveys; no token is in a text form, nor so in a log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypedDict

from clf_model.assessment import Assessment
from clf_model.voices import Decision, Response, Role, Tally, VoteCounts

from ..values import Change


class Phase(StrEnum):
    """Where a workshop stands with a capability; what is revealed is discussed until it is agreed."""

    WAITING = "waiting"
    JUDGING = "judging"
    REVEALED = "revealed"
    AGREED = "agreed"


class BallotState(StrEnum):
    """Whether an indicator can be voted on in a round."""

    WAITING = "waiting"
    OPEN = "open"
    REVEALED = "revealed"


@dataclass(frozen=True, slots=True)
class Topic:
    """One capability of a workshop: its phase, its round from 1, and what is voted on in that round.

    `indicators` has the indicators of the first round in the framework's order: all that the workshop may
    decide on. `balloted` has those of the present round, the same or some of them.
    """

    capability_id: str
    phase: Phase
    round: int
    indicators: tuple[str, ...]
    balloted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workshop:
    """A workshop at `revision`, which grows with whatever its facilitator does.

    `ends_at` is when the time is up, `minutes_each` the time meant for an indicator, `focus` the indicator on
    the projector; `timed_from` is when the clock was started, `timed_decided` how much was decided by then.
    A closed one has `attendance`, the number of participants by role (None: named no role),
    and `event_id`, the change that it made in the assessment's log; None where it changed nothing.
    `framework_digest` is that of the edition whose indicators it took; None from before editions were kept.
    """

    id: int
    assessment_id: int
    framework_digest: str | None
    title: str
    revision: int
    created_at: datetime
    closed_at: datetime | None
    topics: tuple[Topic, ...]
    focus: str | None
    ends_at: datetime | None
    minutes_each: float | None
    timed_from: datetime | None
    timed_decided: int | None
    attendance: Mapping[Role | None, int] | None
    event_id: int | None

    @property
    def closed(self) -> bool:
        """Whether it is over."""
        return self.closed_at is not None

    def topic(self, capability_id: str) -> Topic | None:
        """The topic of a capability; None where the workshop does not take it."""
        return next((topic for topic in self.topics if topic.capability_id == capability_id), None)


Focus = Callable[[Workshop, Sequence[Tally], Sequence[Decision]], str | None]
"""Says which indicator the room talks about next, None for none, of what is revealed and decided.

It is asked within a transaction, so it reads nothing from the database.
"""


class RoomSettings(TypedDict, total=False):
    """What a facilitator sets while the workshop runs."""

    focus: str | None
    ends_at: datetime | None
    minutes_each: float | None
    timed_from: datetime | None
    timed_decided: int | None


@dataclass(frozen=True, slots=True)
class Door:
    """How people get in until `expires_at`: by typing `code`, as in K7M4-QX92, or by a link with `link`.

    `wall` is the projector's secret: whoever has it can see the code, also after it was renewed.
    """

    workshop_id: int
    title: str
    expires_at: datetime
    code: str = field(repr=False)
    link: str = field(repr=False)
    wall: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """A new workshop, and the secret of its facilitator, which is nowhere else in readable form."""

    workshop_id: int
    door: Door
    facilitator: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Seat:
    """A participant's place in a workshop; the token is nowhere else in readable form."""

    workshop_id: int
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pulse:
    """How far the room is with a capability in its present round: all that may be known before the reveal.

    `here` counts the participants, `started` those with one vote or more, `finished` those who voted on all,
    and `votes` the votes of all of them together.
    """

    revision: int
    here: int
    started: int
    finished: int
    votes: int


@dataclass(frozen=True, slots=True)
class LateWriting:
    """What came of writing a workshop that was closed without.

    `change` is None where nothing had to change, or it was done already. `left` names the decided indicators
    that somebody judged otherwise since the decision: they stay as they are.
    """

    change: Change | None
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountEdit:
    """Counts from paper or raised hands as somebody saw them, and as they should be."""

    seen: VoteCounts
    new: VoteCounts


@dataclass(frozen=True, slots=True)
class SurveyInfo:
    """A worker survey without its answers.

    Answers are taken from `opens_on` to `closes_on`, both days included, until it is `sealed` for good;
    `closes_on` is then the day that was its last, also where another one had been planned. `statement_ids`
    are in the framework's order. `framework_digest` is that of the edition which has them; None from before
    editions were kept. `reading` says how imported answers were read, where that was chosen.
    """

    id: int
    assessment_id: int
    framework_digest: str | None
    title: str
    opens_on: date
    closes_on: date
    sealed: bool
    imported: bool
    statement_ids: tuple[str, ...]
    reading: str | None = None

    def takes_answers(self, on: date) -> bool:
        """Whether answers are taken on this day."""
        return not self.sealed and self.opens_on <= on <= self.closes_on


@dataclass(frozen=True, slots=True)
class OpenedSurvey:
    """A new survey, its link for respondents (None for imported answers), and the secret of its owner."""

    survey_id: int
    link: str | None = field(repr=False)
    owner: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Respondent:
    """A respondent's place in a survey; the token is nowhere else in readable form."""

    survey_id: int
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SampleSurvey:
    """What the workers of a fictional service said, in a survey that is over."""

    title: str
    opens_on: date
    closes_on: date
    statements: tuple[str, ...]
    responses: tuple[Response, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sample:
    """An assessment of a fictional service, and the survey of its workers where there was one.

    A final one keeps as its plan what its actions were when they were planned: the assessment has what has
    become of them since. `labels` are those of the service.
    """

    assessment: Assessment
    survey: SampleSurvey | None = None
    final: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
