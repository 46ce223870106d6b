"""Far-reaching steps: settings that count for everyone, and what is done around assessments; their log."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ..assessments.tables import demonstration, setting
from ..errors import NotFoundError, SettingChangedError
from ..sql.database import AnyRow, insert, insert_if_absent
from ..values import By, Step, StepKind
from .tables import step

_VALUE = sa.select(setting.c.value).where(setting.c.key == sa.bindparam("setting"))
_ONE = sa.select(step).where(step.c.id == sa.bindparam("step"))
_OF_SETTINGS = (StepKind.SETTING, StepKind.SETTING_UNDONE)


def append(
    connection: Connection,
    kind: StepKind,
    subject: str,
    *,
    who: str,
    at: datetime,
    assessment_id: int | None = None,
    before: str | None = None,
    after: str | None = None,
    reverts: int | None = None,
) -> Step:
    """Adds a step to the log."""
    row = {
        "at": at,
        "who": who,
        "kind": kind,
        "subject": subject,
        "assessment_id": assessment_id,
        "before": before,
        "after": after,
        "reverts": reverts,
    }
    return load(connection, insert(connection, step, row))


def note(
    connection: Connection,
    kind: StepKind,
    subject: str,
    assessment_id: int,
    by: By | None,
    after: str | None = None,
) -> None:
    """Adds a step around an assessment to the log; none of a demonstration, and none by nobody."""
    is_shown = sa.select(demonstration.c.assessment_id).where(demonstration.c.assessment_id == assessment_id)
    if by is not None and connection.scalar(is_shown) is None:
        append(connection, kind, subject, who=by.who, at=by.at, assessment_id=assessment_id, after=after)


def load(connection: Connection, step_id: int) -> Step:
    """One step of the log. Raises `NotFoundError`."""
    row = connection.execute(_ONE, {"step": step_id}).first()
    if row is None:
        raise NotFoundError("step", step_id)
    return _step(row)


def page(
    connection: Connection, *, assessment_id: int | None, limit: int, before: int | None
) -> tuple[Step, ...]:
    """The newest steps, or the newest before the step `before`: of an assessment, or of them all."""
    query = sa.select(step)
    if assessment_id is not None:
        query = query.where(step.c.assessment_id == assessment_id)
    if before is not None:
        query = query.where(step.c.id < before)
    return tuple(map(_step, connection.execute(query.order_by(step.c.id.desc()).limit(limit))))


def last_of_setting(connection: Connection, key: str) -> Step | None:
    """The latest step that changed a setting; None where nobody has."""
    query = sa.select(step).where(step.c.subject == key, step.c.kind.in_(_OF_SETTINGS))
    row = connection.execute(query.order_by(step.c.id.desc()).limit(1)).first()
    return None if row is None else _step(row)


def change_setting(
    connection: Connection,
    key: str,
    value: str | None,
    *,
    seen: str | None,
    who: str,
    at: datetime,
    kind: StepKind = StepKind.SETTING,
    reverts: int | None = None,
) -> Step | None:
    """Puts a value in place of the one that was seen, as one logged step; None where it is there already.

    Raises `SettingChangedError` where neither is there any longer.
    """
    if value == seen:
        return None
    if not _replaced(connection, key, value, seen):
        found = connection.scalar(_VALUE, {"setting": key})
        if found == value:
            return None
        raise SettingChangedError(key, found)
    return append(connection, kind, key, who=who, at=at, before=seen, after=value, reverts=reverts)


def undo_setting(connection: Connection, step_id: int, *, who: str, at: datetime) -> Step | None:
    """Puts back what was there before a step that changed a setting. Raises as `change_setting` does."""
    undone = load(connection, step_id)
    if undone.kind not in _OF_SETTINGS:
        raise NotFoundError("step", step_id)
    return change_setting(
        connection,
        undone.subject,
        undone.before,
        seen=undone.after,
        who=who,
        at=at,
        kind=StepKind.SETTING_UNDONE,
        reverts=step_id,
    )


def _replaced(connection: Connection, key: str, value: str | None, seen: str | None) -> bool:
    """Whether the value that was seen was still there; one statement, so that no two writers pass."""
    if seen is None:
        return insert_if_absent(connection, setting, {"key": key, "value": value})
    is_seen = (setting.c.key == key) & (setting.c.value == seen)
    if value is None:
        return connection.execute(sa.delete(setting).where(is_seen)).rowcount == 1
    return connection.execute(sa.update(setting).where(is_seen).values(value=value)).rowcount == 1


def _step(row: AnyRow) -> Step:
    return Step(
        id=row.id,
        at=row.at,
        who=row.who,
        kind=StepKind(row.kind),
        subject=row.subject,
        assessment_id=row.assessment_id,
        before=row.before,
        after=row.after,
        reverts=row.reverts,
    )
