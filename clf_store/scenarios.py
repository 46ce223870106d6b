"""Scenarios kept with an assessment. They change no judgement, so a final assessment may have them too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.assessment import Judgement

from . import assessments, codec
from .database import insert
from .errors import NotFoundError
from .tables import scenario
from .values import SavedScenario


def save(
    connection: Connection, assessment_id: int, name: str, changes: Mapping[str, Judgement], *, at: datetime
) -> int:
    """Keeps a new scenario and returns its id. Raises `NotFoundError` for an unknown assessment."""
    assessments.revision(connection, assessment_id)
    row = {
        "assessment_id": assessment_id,
        "name": name,
        "changes": codec.dump_judgements(changes),
        "created_at": at,
        "deleted": False,
    }
    return insert(connection, scenario, row)


def update(
    connection: Connection, scenario_id: int, name: str | None, changes: Mapping[str, Judgement] | None
) -> None:
    """Renames a scenario or replaces its changes; None leaves either as it is. Raises `NotFoundError`."""
    new: dict[str, object] = {} if name is None else {"name": name}
    if changes is not None:
        new["changes"] = codec.dump_judgements(changes)
    _set(
        connection,
        scenario.c.id == scenario_id,
        ~scenario.c.deleted,
        new=new or {"deleted": False},
        id_=scenario_id,
    )


def set_deleted(connection: Connection, scenario_id: int, deleted: bool) -> None:
    """Hides a scenario or brings it back. Raises `NotFoundError`."""
    _set(connection, scenario.c.id == scenario_id, new={"deleted": deleted}, id_=scenario_id)


def listed(connection: Connection, assessment_id: int) -> tuple[SavedScenario, ...]:
    """The scenarios of an assessment that are not deleted, in the order they were saved."""
    query = sa.select(scenario).where(scenario.c.assessment_id == assessment_id, ~scenario.c.deleted)
    return tuple(
        SavedScenario(row.id, row.assessment_id, row.name, codec.load_judgements(row.changes), row.created_at)
        for row in connection.execute(query.order_by(scenario.c.id))
    )


def _set(
    connection: Connection, *conditions: sa.ColumnElement[bool], new: Mapping[str, object], id_: int
) -> None:
    if connection.execute(sa.update(scenario).where(*conditions).values(new)).rowcount == 0:
        raise NotFoundError("scenario", id_)
