"""The action plan as tables: what is done by whom and when, and what is not being done and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from clf_model.action import Action, ActionStatus
from clf_model.actions.plan import by_due_date
from clf_model.framework import Framework
from clf_model.naming import in_full, known
from clf_model.planning.effort_unit import DAYS, EffortUnit

from ..attention import attention

EFFORT = "Effort"
COLUMNS = (
    *("Action", "Status", "Attention", "Owner", "Due", "Measure of success", "Effort", "Covers"),
    *("Covers, in full", "Comes after", "Why not", "Review on"),
)
_ORDER = (ActionStatus.IN_PROGRESS, ActionStatus.PLANNED, ActionStatus.DONE, ActionStatus.NOT_DOING)


def action_table(
    framework: Framework, actions: Mapping[str, Action], day: date, unit: EffortUnit = DAYS
) -> pd.DataFrame:
    """One row per action: those in progress first, then planned, done and not doing, each by due date.

    `Attention` says what is overdue or due for review on that day. Indicators stand by their ids and then
    with their whole texts, actions that come before by their titles.
    """
    found = [one for status in _ORDER for one in by_due_date(_of(actions, status))]
    frame = pd.DataFrame([_row(framework, one, actions, day) for one in found], columns=list(COLUMNS))
    return frame.rename(columns={EFFORT: unit.heading()})


def _of(actions: Mapping[str, Action], status: ActionStatus) -> Iterable[Action]:
    return (one for one in actions.values() if one.status is status)


def _row(framework: Framework, one: Action, actions: Mapping[str, Action], day: date) -> tuple[object, ...]:
    return (
        one.title,
        one.status.label,
        attention(one, day),
        one.owner,
        one.due,
        one.measure,
        one.effort,
        ", ".join(one.covers),
        in_full(known(framework, one.covers)),
        "; ".join(actions[id_].title for id_ in one.requires if id_ in actions),
        one.reason,
        one.review_on,
    )
