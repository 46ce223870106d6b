"""What the dialogs of the Action plan page are about, each as a value that says which one is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clf_model import Action, ActionStatus

from .. import state
from ..shared.redrawn import STATUS

PLAN = "action-plan"
AFFECTED = (STATUS, PLAN)
"""The fragments to draw again when an action was changed."""

FIELDS = ("title", "covers", "owner", "due", "measure", "effort", "requires")
TEXTS = ("title", "owner", "measure", "reason")
DECISION = ("reason", "review_on")
"""What belongs to an action that is not done."""


@dataclass(frozen=True, slots=True)
class Form:
    """An action being written.

    `base` is the action that was shown, None for a new one; `start` has the fields and what they begin with.
    """

    base: Action | None
    start: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An action that will not be done: why, and when to look at that again."""

    base: Action


@dataclass(frozen=True, slots=True)
class Judging:
    """An action that is done: the indicators that it covers can be judged now."""

    title: str
    covers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FromBlockers:
    """Blockers of next stages to choose from for an action."""


@dataclass(frozen=True, slots=True)
class FromScenario:
    """A scenario that becomes actions."""


def new_form(**start: Any) -> Form:
    """A new action that begins with these fields."""
    return Form(None, {**dict.fromkeys(FIELDS), "effort": 1.0, **start})


def edit_form(action: Action) -> Form:
    """An action to be edited."""
    names = (*FIELDS, *DECISION) if action.status is ActionStatus.NOT_DOING else FIELDS
    return Form(action, {name: getattr(action, name) for name in names})


def field_key(number: int, name: str) -> str:
    """The key of a field of the dialog that was opened with this number."""
    return state.key("action-field", number, name)
