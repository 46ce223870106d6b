"""What goes into a worker survey: answers, the response of one person, and the rules for its results."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from .errors import VoicesError
from .vote import Role

FEWEST_EVER = 3
"""No rule shows figures for fewer respondents than this: with two, each knows the other's answer."""


class Answer(StrEnum):
    """How far a worker agrees with a statement: five points and "don't know"."""

    DISAGREE_STRONGLY = "disagree_strongly"
    DISAGREE = "disagree"
    NEITHER = "neither"
    AGREE = "agree"
    AGREE_STRONGLY = "agree_strongly"
    DONT_KNOW = "dont_know"

    @property
    def agrees(self) -> bool:
        """Whether this is one of the two points of agreement."""
        return self in (Answer.AGREE, Answer.AGREE_STRONGLY)

    @property
    def on_scale(self) -> bool:
        """Whether this is one of the five points, and so counts as having answered."""
        return self is not Answer.DONT_KNOW


@dataclass(frozen=True, slots=True, repr=False)
class Response:
    """What one person answered, by statement id, and in which role where they said so.

    For the way from a form or a file into the store and into a `Survey`; what people get to see comes from
    `published`. Its text form says nothing about the answers, so that no log does.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    role: Role | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "answers", MappingProxyType(dict(self.answers)))

    def __repr__(self) -> str:
        return "Response(…)"


@dataclass(frozen=True, slots=True, repr=False)
class SurveyCounts:
    """What is kept of a survey that is over: as much as may be shown of it, and no single answer.

    `respondents` by the roles that may be told apart, and by statement and roles how many were `said` to have
    answered and to agree. The roles () stand for everybody together.
    """

    respondents: Mapping[tuple[Role | None, ...], int]
    said: Mapping[tuple[str, tuple[Role | None, ...]], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class SurveyRules:
    """What may be shown, and what counts as experienced.

    `minimum` is the fewest people that a figure may be about, 3 or more. `experienced_from` is the share of
    those who answered, above 0 up to 1, that must agree. Raises `VoicesError` for a value out of range.
    """

    minimum: int = 5
    experienced_from: float = 0.75

    def __post_init__(self) -> None:
        if self.minimum < FEWEST_EVER:
            raise VoicesError(
                f"Figures for {self.minimum} would show what single people said. "
                f"Give a minimum of {FEWEST_EVER} or more."
            )
        if not (math.isfinite(self.experienced_from) and 0 < self.experienced_from <= 1):
            raise VoicesError(
                f"Experienced from {self.experienced_from}. Give a share above 0 and up to 1, such as 0.75."
            )

    @property
    def limit(self) -> Fraction:
        """`experienced_from` as written, exactly."""
        return Fraction(str(self.experienced_from))

    def describe(self) -> str:
        """The rules in one line, as shown beside every result."""
        return (
            f"Experienced: at least {self.experienced_from * 100:g} % of those who answered agree. "
            f"Nothing is shown about fewer than {self.minimum} people."
        )
