"""Actions of an assessment: rows ↔ domain values. Callers hold the assessment's lock when they write."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.action import Action, ActionStatus

from ..errors import RequirementError
from ..sql.database import upsert
from . import plan_codec
from .tables import action

_OF_ASSESSMENT = action.c.assessment_id == sa.bindparam("assessment")
_READ = sa.select(action).where(_OF_ASSESSMENT, ~action.c.deleted).order_by(action.c.position)
_NEXT_POSITION = sa.select(sa.func.coalesce(sa.func.max(action.c.position) + 1, 0)).where(_OF_ASSESSMENT)
_DELETE = (
    sa.update(action).where(_OF_ASSESSMENT, action.c.action_id == sa.bindparam("action")).values(deleted=True)
)


def read(connection: Connection, assessment_id: int) -> dict[str, Action]:
    """The actions by id, in the order they were made."""
    rows = connection.execute(_READ, {"assessment": assessment_id}).all()
    with plan_codec.readable("an action"):
        return {
            row.action_id: Action(
                id=row.action_id,
                title=row.title,
                effort=row.effort,
                covers=plan_codec.load_ids(row.covers),
                requires=plan_codec.load_ids(row.requires),
                owner=row.owner,
                due=row.due,
                measure=row.measure,
                status=ActionStatus(row.status),
                reason=row.reason,
                review_on=row.review_on,
            )
            for row in rows
        }


def write(connection: Connection, assessment_id: int, after: Mapping[str, Action | None]) -> None:
    """Makes these actions what they are in `after`; None deletes. New ones come last in the order."""
    kept = [one for one in after.values() if one is not None]
    if kept:
        first = connection.execute(_NEXT_POSITION, {"assessment": assessment_id}).scalar_one()
        rows = [_row(assessment_id, place, one) for place, one in enumerate(kept, first)]
        upsert(connection, action, rows, kept="position")
    gone = [{"assessment": assessment_id, "action": id_} for id_, one in after.items() if one is None]
    if gone:
        connection.execute(_DELETE, gone)


def together(stored: Mapping[str, Action], after: Mapping[str, Action | None]) -> dict[str, Action]:
    """The actions that there are once those of `after` are as they are there."""
    return {id_: one for id_, one in {**stored, **after}.items() if one is not None}


def check_requirements(actions: Mapping[str, Action]) -> None:
    """That each action can be done after those it requires. Raises `RequirementError`."""
    for one in actions.values():
        for id_ in one.requires:
            if id_ not in actions:
                raise RequirementError((one.id, id_), circle=False)
    try:
        TopologicalSorter({id_: one.requires for id_, one in actions.items()}).prepare()
    except CycleError as error:
        # graphlib names each before the one that requires it
        raise RequirementError(tuple(reversed(error.args[1])), circle=True) from None


def _row(assessment_id: int, position: int, one: Action) -> dict[str, object]:
    return {
        "assessment_id": assessment_id,
        "action_id": one.id,
        "position": position,
        "deleted": False,
        "title": one.title,
        "effort": one.effort,
        "covers": plan_codec.dump_ids(one.covers),
        "requires": plan_codec.dump_ids(one.requires),
        "owner": one.owner,
        "due": one.due,
        "measure": one.measure,
        "status": one.status,
        "reason": one.reason,
        "review_on": one.review_on,
    }
