"""Actions: what people really do, and which indicators it serves."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .errors import RecordError
from .text import given, titled

ID_PATTERN = "[A-Za-z0-9][A-Za-z0-9_-]*"
ID_FORM = "an id of letters a to z, digits, '-' and '_', beginning with a letter or digit"


class ActionStatus(StrEnum):
    """How far an action is."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    NOT_DOING = "not_doing"

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self in (ActionStatus.PLANNED, ActionStatus.IN_PROGRESS)

    @property
    def label(self) -> str:
        """The status in words, such as "In progress"."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do that brings the indicators it covers to met, once it is done and they are judged so.

    `effort` is in the service's own unit (days or points), at least 0; `covers` and `requires` hold indicator
    and action ids, without repeats. `measure` says how success will be seen. `reason` and `review_on` say why
    it is not done and when to look again. Blank texts count as not given. Raises `RecordError` for a missing
    title, an id that is not made of letters a to z, digits, '-' and '_', an effort that is negative or not
    finite, an action that requires itself, one that is not done without a reason, and control characters.
    """

    id: str
    title: str
    effort: float = 1.0
    covers: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    owner: str | None = None
    due: date | None = None
    measure: str | None = None
    status: ActionStatus = ActionStatus.PLANNED
    reason: str | None = None
    review_on: date | None = None

    def __post_init__(self) -> None:
        if given(self.id) is None:
            raise RecordError("An action needs an id. Give it a short one, such as carers-forum.")
        if not re.fullmatch(ID_PATTERN, self.id):
            raise RecordError(f"The action's id {self.id!r} is not {ID_FORM}.")
        if given(self.title) is None:
            raise RecordError("An action needs a title. Write what will be done.")
        if not math.isfinite(self.effort) or self.effort < 0:
            raise RecordError(
                f"The effort of {titled(self.title)} is {self.effort:g}. Give a number of 0 or more."
            )
        for name in ("owner", "measure", "reason"):
            object.__setattr__(self, name, given(getattr(self, name)))
        for name in ("covers", "requires"):
            object.__setattr__(self, name, tuple(dict.fromkeys(getattr(self, name))))
        if self.id in self.requires:
            raise RecordError(f"{titled(self.title)} requires itself. Take it out of its requirements.")
        if self.status is ActionStatus.NOT_DOING and not self.reason:
            raise RecordError("An action that is not done needs a reason. Say in a few words why not.")

    def is_overdue(self, day: date) -> bool:
        """Whether it should have been done before this day and is still open; not yet on the due day."""
        return self.status.is_open and self.due is not None and self.due < day

    def is_due_for_review(self, day: date) -> bool:
        """Whether it is not being done, and the day has come to look at that again."""
        return self.status is ActionStatus.NOT_DOING and self.review_on is not None and self.review_on <= day
