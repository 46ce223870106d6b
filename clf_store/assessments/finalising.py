"""Closing an assessment to further writes, opening it again, and the plan kept of that moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.action import Action
from clf_model.errors import RecordError
from clf_model.text import given

from .. import running
from ..plan_values import FinalPlan
from ..sql.database import AnyRow
from ..values import (
    EventKind,
)
from . import actions, assessment_rows, events, plan_codec, scenarios
from .tables import event, final_plan


def finalise(
    connection: Connection,
    assessment_id: int,
    *,
    who: str,
    at: datetime,
    planned: Mapping[str, Action] | None = None,
) -> None:
    """Closes an assessment to all further writes, but for its plan, which is kept as it is now.

    `planned` are the actions to keep, of one that comes with what has become of them.
    """
    locked = assessment_rows.lock(connection, assessment_id)
    running.refuse(connection, [assessment_id], "finalised", at)
    plan = {
        "assessment_id": assessment_id,
        "finalised_at": at,
        "scenarios": plan_codec.dump_scenarios(scenarios.listed(connection, assessment_id)),
        "actions": plan_codec.dump_actions(
            actions.read(connection, assessment_id) if planned is None else planned
        ),
    }
    connection.execute(sa.insert(final_plan), plan)
    revision = assessment_rows.advance(connection, locked, at, finalised_at=at, reopened_at=None)
    events.append(connection, assessment_id, EventKind.FINALISED, revision=revision, who=who, at=at)


def reopen(connection: Connection, assessment_id: int, reason: str, *, who: str, at: datetime) -> None:
    """Makes a final assessment a draft again, for a reason that stays in its log; its kept plan stays too.

    Raises `RecordError` without a reason; reopening a draft does nothing.
    """
    if not given(reason):
        raise RecordError("Say in a few words why the assessment is reopened; then it is.")
    locked = assessment_rows.lock(connection, assessment_id, final=True)
    if locked.finalised_at is None:
        return
    revision = assessment_rows.advance(connection, locked, at, finalised_at=None, reopened_at=at)
    events.append(
        connection,
        assessment_id,
        EventKind.REOPENED,
        revision=revision,
        who=who,
        at=at,
        reason=reason.strip(),
    )


def plans_at_finalisation(connection: Connection, assessment_id: int) -> tuple[FinalPlan, ...]:
    """What `finalise` kept, each time and the latest first. Raises `NotFoundError`."""
    assessment_rows.info(connection, assessment_id)
    return kept_plans(connection, assessment_id)


def kept_plans(connection: Connection, assessment_id: int) -> tuple[FinalPlan, ...]:
    """The same, of a deleted assessment too."""
    query = sa.select(final_plan).where(final_plan.c.assessment_id == assessment_id)
    return tuple(
        FinalPlan(
            row.finalised_at,
            plan_codec.load_scenarios(row.scenarios),
            MappingProxyType(actions.together({}, plan_codec.load_actions(row.actions))),
        )
        for row in connection.execute(query.order_by(final_plan.c.finalised_at.desc()))
    )


def plan_at_finalisation(connection: Connection, assessment_id: int) -> FinalPlan | None:
    """What `finalise` kept last; None for a draft, and where nothing was kept yet. Raises `NotFoundError`."""
    finalised_at = assessment_rows.info(connection, assessment_id).finalised_at
    kept = plans_at_finalisation(connection, assessment_id)
    return kept[0] if kept and kept[0].finalised_at == finalised_at else None


def undo_finalisation(
    connection: Connection, locked: AnyRow, event_id: int, *, who: str, at: datetime
) -> int:
    """Makes an assessment that was finalised just now the draft that it was; the undo event's id."""
    connection.execute(
        sa.delete(final_plan).where(
            final_plan.c.assessment_id == locked.id, final_plan.c.finalised_at == locked.finalised_at
        )
    )
    reopened = last_reopening(connection, locked.id)
    revision = assessment_rows.advance(connection, locked, at, finalised_at=None, reopened_at=reopened)
    return events.append(
        connection, locked.id, EventKind.UNDO, revision=revision, who=who, at=at, reverts=event_id
    )


def last_reopening(connection: Connection, assessment_id: int) -> datetime | None:
    """When an assessment was reopened last."""
    query = sa.select(event.c.at).where(
        event.c.assessment_id == assessment_id, event.c.kind == EventKind.REOPENED
    )
    return connection.scalar(query.order_by(event.c.revision.desc()).limit(1))
