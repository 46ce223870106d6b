"""Erasing a service for good, with its log: what goes, what stands in the way, and what stays of it.

Locks as `lifecycle` does: the service first, its assessments after it, by id.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from . import running
from .assessments.tables import (
    action,
    assessment,
    cursor,
    erasure,
    event,
    evidence,
    record,
    scenario,
    service,
    setting,
)
from .errors import NotFoundError, SurveyRunsError
from .far_reaching import steps
from .far_reaching.tables import step
from .surveys.tables import survey
from .values import Holdings, StepKind
from .workshops.tables import workshop

SUBJECT = "service"
"""What the log says that was erased: no name."""


def holdings(connection: Connection, service_id: int) -> Holdings:
    """How much there is of a service. Raises `NotFoundError`."""
    named = connection.execute(sa.select(service).where(service.c.id == service_id)).first()
    if named is None:
        raise NotFoundError("service", service_id)
    of_service = sa.select(assessment.c.id).where(assessment.c.service_id == service_id)

    def count(table: sa.Table, *which: sa.ColumnElement[bool]) -> int:
        query = sa.select(sa.func.count()).select_from(table)
        key = table.c.id if table is assessment else table.c.assessment_id
        return connection.scalar(query.where(key.in_(of_service), *which)) or 0

    return Holdings(
        assessments=count(assessment),
        deleted=count(assessment, assessment.c.deleted_at.is_not(None)),
        judgements=count(record, record.c.judgement.is_not(None)),
        evidence=count(evidence),
        actions=count(action, ~action.c.deleted),
        scenarios=count(scenario, ~scenario.c.deleted),
        workshops=count(workshop),
        surveys=count(survey),
    )


def erase(connection: Connection, service_id: int, *, on: date, who: str, at: datetime) -> None:
    """Removes a service with all that belongs to it, the log too, which keeps one line without a name.

    Raises `NotFoundError`, and `WorkshopRunsError` and `SurveyRunsError` for what runs on the day `on`.
    """
    own = sa.select(service.c.id).where(service.c.id == service_id).with_for_update()
    if connection.scalar(own) is None:
        raise NotFoundError("service", service_id)
    found = sa.select(assessment.c.id).where(assessment.c.service_id == service_id)
    ids = list(connection.scalars(found.order_by(assessment.c.id).with_for_update()))
    running.refuse(connection, ids, "erased", at)
    _refuse_open_surveys(connection, ids, on)
    # the database lets go of the log of these, and of no others
    if ids:
        connection.execute(sa.insert(erasure), [{"assessment_id": one} for one in ids])
    for table in (workshop, cursor, event, step):
        connection.execute(sa.delete(table).where(table.c.assessment_id.in_(ids)))
    connection.execute(sa.delete(setting).where(setting.c.key.in_([f"report_of_{one}" for one in ids])))
    connection.execute(sa.delete(assessment).where(assessment.c.id.in_(ids)))
    connection.execute(sa.delete(service).where(service.c.id == service_id))
    connection.execute(sa.delete(erasure))
    _remove_empty(connection)
    steps.append(connection, StepKind.ERASED, SUBJECT, who=who, at=at)


def _refuse_open_surveys(connection: Connection, assessment_ids: Sequence[int], on: date) -> None:
    query = sa.select(survey.c.title).where(
        survey.c.assessment_id.in_(assessment_ids), ~survey.c.sealed, survey.c.closes_on >= on
    )
    title = connection.scalar(query.order_by(survey.c.id).limit(1))
    if title is not None:
        raise SurveyRunsError(title)


def _remove_empty(connection: Connection) -> None:
    """Removes the names of services that have no assessment: what one was called before it was renamed.

    Who adds an assessment holds its service, and is not waited for.
    """
    used = sa.exists().where(assessment.c.service_id == service.c.id)
    free = sa.select(service.c.id).where(~used).order_by(service.c.id).with_for_update(skip_locked=True)
    held = list(connection.scalars(free))
    connection.execute(sa.delete(service).where(service.c.id.in_(held), ~used))
