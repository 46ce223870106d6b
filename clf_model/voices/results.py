"""What may be shown of a worker survey: the only form in which its answers reach a page, chart or export."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from ..errors import UnknownIdError
from .survey import SurveyRules
from .vote import Role

Roles = tuple[Role | None, ...]
"""The roles that a group is made of; None stands for people who named no role."""


class Withheld(StrEnum):
    """Why nothing is shown."""

    OPEN = "open"
    TOO_FEW = "too_few"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class AgreeingShare:
    """The share that agrees, from `low` to `high`, each from 0 to 1; both are equal where it is exact.

    Where all or all but one said the same it is a range of these two, so that nobody's answer can be read off
    a unanimous group.
    """

    low: Fraction
    high: Fraction

    @property
    def exact(self) -> bool:
        """Whether this is one number."""
        return self.low == self.high

    def reaches(self, limit: Fraction) -> bool | None:
        """Whether the share is at least the limit; None where the limit lies within the range."""
        if self.low >= limit:
            return True
        return False if self.high < limit else None

    def __str__(self) -> str:
        if self.exact:
            return f"{math.floor(self.low * 100 + Fraction(1, 2))} %"
        if self.high == 1:
            return f"{math.floor(self.low * 100)} % or more"
        return f"{math.ceil(self.high * 100)} % or less"


@dataclass(frozen=True, slots=True)
class StatementFigure:
    """What one group said of one statement.

    `answered` counts those on the five points; the others of the group's respondents did not know or left it
    out. `experienced` is None where it would show that all said the same.
    """

    answered: int
    share: AgreeingShare
    experienced: bool | None


@dataclass(frozen=True, slots=True)
class RespondentGroup:
    """Respondents of one role, or of several together that are too few to be shown on their own."""

    roles: Roles
    respondents: int


@dataclass(frozen=True, slots=True)
class StatementResult:
    """What may be shown of one statement: a figure, or why there is none.

    `groups` has the same by roles, with every respondent in one of them; empty where that may not be shown.
    """

    statement_id: str
    figure: StatementFigure | None = None
    withheld: Withheld | None = None
    groups: Mapping[Roles, StatementFigure] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """What may be shown of a survey, with the rules that decided so.

    `respondents` is None, and `withheld` says why, where nothing is shown at all. `groups` has the
    respondents by role; empty where they may not be shown. `statements` has a result for every worker
    statement of the framework, in its order.
    """

    rules: SurveyRules
    respondents: int | None
    withheld: Withheld | None
    groups: tuple[RespondentGroup, ...]
    statements: Mapping[str, StatementResult]

    def statement(self, id_: str) -> StatementResult:
        """The result of one statement. Raises `UnknownIdError`."""
        try:
            return self.statements[id_]
        except KeyError:
            raise UnknownIdError("worker statement", id_, self.statements) from None

    def why_withheld(self, withheld: Withheld) -> str:
        """A sentence on why nothing is shown."""
        return {
            Withheld.OPEN: "The survey is still open. Results are shown once it is closed.",
            Withheld.TOO_FEW: f"Withheld: fewer than {self.rules.minimum} people answered.",
            Withheld.NOT_ASKED: "The survey did not ask this.",
        }[withheld]
