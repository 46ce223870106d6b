"""What happens to an assessment as a whole: added, copied, renamed, finalised, deleted.

Whoever locks both takes services first, by name, and assessments after them, by id: so that on PostgreSQL no
two wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.action import Action, ActionStatus
from clf_model.assessment import NO_RECORD, Assessment
from clf_model.errors import MismatchError
from clf_model.framework import Framework

from .. import running
from ..errors import DemonstrationError
from ..far_reaching import steps
from ..sql.database import insert, insert_if_absent
from ..values import AssessmentInfo, Details, EventKind, StepKind
from ..workshops.tables import workshop
from . import actions, assessment_rows, codec, editions, events, labels, records
from .tables import assessment, cursor, demonstration, event, service

_SERVICE = sa.select(service.c.id).where(service.c.id == sa.bindparam("service"))
_OWN_SERVICE = _SERVICE.with_for_update()
_KEEP_SERVICE = _SERVICE.with_for_update(read=True, key_share=True)


def add_all(
    connection: Connection, added: Iterable[Assessment], framework: Framework, *, who: str, at: datetime
) -> tuple[int, ...]:
    """Stores assessments made with a framework.

    Raises `MismatchError`, `UnknownIdError` and `RequirementError`.
    """
    wanted = tuple(added)
    for one in wanted:
        if one.framework_id != framework.id:
            raise MismatchError(one.framework_id, framework.id)
        for indicator_id, _ in one:
            framework.indicator(indicator_id)
        for action in one.actions.values():
            for indicator_id in action.covers:
                framework.indicator(indicator_id)
        actions.check_requirements(one.actions)
    editions.keep(connection, framework)
    # in one order, so that two imports at once do not wait for each other's services
    keys = sorted({(one.organisation, one.unit or "", one.fictional) for one in wanted})
    services = {key: _service(connection, *key) for key in keys}
    return tuple(
        _insert(
            connection,
            one,
            EventKind.CREATED,
            who=who,
            at=at,
            service_id=services[one.organisation, one.unit or "", one.fictional],
            title=one.title,
            assessed_on=one.assessed_on,
            framework_id=framework.id,
            framework_edition=framework.edition,
            framework_digest=framework.digest,
        )
        for one in wanted
    )


def copy(
    connection: Connection,
    assessment_id: int,
    *,
    assessed_on: date,
    title: str | None,
    who: str,
    at: datetime,
) -> int:
    """Stores the same records as a new draft of the same service. Raises `NotFoundError`.

    Actions that are open or not done go along; those that are done stay behind, and nothing requires them any
    longer. Raises `DemonstrationError`: nothing of one stays.
    """
    info = assessment_rows.info(connection, assessment_id)
    _refuse_to_outlive(info)
    connection.execute(_KEEP_SERVICE, {"service": info.service_id})
    assessment_rows.lock(connection, assessment_id, final=True)
    source = assessment_rows.load(connection, assessment_id)
    carried = _carried(source.assessment.actions)
    copied = replace(source.assessment, assessed_on=assessed_on, title=title, actions=carried)
    return _insert(
        connection,
        copied,
        EventKind.COPIED,
        who=who,
        at=at,
        service_id=source.info.service_id,
        title=copied.title,
        assessed_on=assessed_on,
        framework_id=source.info.framework_id,
        framework_edition=source.info.framework_edition,
        framework_digest=source.info.framework_digest,
        copied_from=assessment_id,
    )


def edit_details(
    connection: Connection, assessment_id: int, wanted: Details, *, who: str, at: datetime
) -> None:
    """Renames one assessment, not others of its service. Raises `RecordError` as `Assessment` does.

    Raises `DemonstrationError`: a demonstration keeps its name.
    """
    found = assessment_rows.info(connection, assessment_id)
    _refuse_to_outlive(found)
    checked = Assessment(
        found.framework_id, wanted.organisation, wanted.assessed_on, wanted.unit, wanted.title
    )
    details = Details(checked.organisation, checked.unit, checked.title, checked.assessed_on)
    service_id = _service(connection, details.organisation, details.unit or "", found.fictional)
    labels.take_along(connection, found.service_id, service_id)
    locked = assessment_rows.lock(connection, assessment_id)
    info = assessment_rows.info(connection, assessment_id)
    before = Details(info.organisation, info.unit, info.title, info.assessed_on)
    if details == before:
        return
    revision = assessment_rows.advance(
        connection, locked, at, service_id=service_id, title=details.title, assessed_on=details.assessed_on
    )
    events.append(
        connection,
        assessment_id,
        EventKind.DETAILS,
        revision=revision,
        who=who,
        at=at,
        details=(before, details),
    )


def set_deleted(connection: Connection, assessment_id: int, deleted: bool, *, who: str, at: datetime) -> None:
    """Hides an assessment or brings it back; bringing back one that is there does nothing."""
    locked = assessment_rows.lock(connection, assessment_id, deleted=not deleted)
    if not deleted and locked.deleted_at is None:
        return
    if deleted:
        running.refuse(connection, [assessment_id], "deleted", at)
    revision = assessment_rows.advance(connection, locked, at, deleted_at=at if deleted else None)
    kind = EventKind.DELETED if deleted else EventKind.RESTORED
    events.append(connection, assessment_id, kind, revision=revision, who=who, at=at)


def delete_fictional(connection: Connection, *, who: str, at: datetime) -> None:
    """Removes all fictional services with what belongs to them, except the log, which records the removal.

    Demonstrations end with them, and of those no log stays.
    """
    named = sa.select(service.c.organisation, service.c.unit, service.c.id).where(service.c.fictional)
    found = [row.id for row in sorted(connection.execute(named))]
    for service_id in found:
        connection.execute(_OWN_SERVICE, {"service": service_id})
    end_demonstrations(connection, sa.true())
    query = sa.select(assessment.c.id, assessment.c.revision).where(assessment.c.service_id.in_(found))
    rows = connection.execute(query.order_by(assessment.c.id).with_for_update()).all()
    running.refuse(connection, [row.id for row in rows], "reset", at)
    for row in rows:
        events.append(connection, row.id, EventKind.REMOVED, revision=row.revision + 1, who=who, at=at)
    connection.execute(sa.delete(service).where(service.c.id.in_(found)))
    steps.append(connection, StepKind.SAMPLES_RESET, "samples", who=who, at=at)


def end_demonstrations(connection: Connection, which: sa.ColumnElement[bool]) -> int:
    """Removes these demonstrations with everything that was written on them, the log too; says how many."""
    query = (
        sa.select(assessment.c.id)
        .join_from(assessment, demonstration)
        .where(which)
        .order_by(assessment.c.id)
        .with_for_update(of=assessment)
    )
    ended = list(connection.scalars(query))
    # the log goes when nothing points into it any longer, and while the database knows the demonstration
    for table in (workshop, cursor, event):
        connection.execute(sa.delete(table).where(table.c.assessment_id.in_(ended)))
    connection.execute(sa.delete(assessment).where(assessment.c.id.in_(ended)))
    return len(ended)


def _refuse_to_outlive(info: AssessmentInfo) -> None:
    if info.demonstration:
        raise DemonstrationError(
            "This is a demonstration, of which nothing stays. Do that with the sample, or with an assessment "
            "of your own."
        )


def _insert(
    connection: Connection,
    added: Assessment,
    kind: EventKind,
    *,
    who: str,
    at: datetime,
    **columns: object,
) -> int:
    removed = codec.dump_removed(added.removed)
    texts = codec.dump_texts(added.texts)
    row = {"revision": 0, "changed_at": at, "removed": removed, "texts": texts, **columns}
    assessment_id = insert(connection, assessment, row)
    records.write(connection, assessment_id, {}, added.records)
    actions.write(connection, assessment_id, added.actions)
    events.append(
        connection,
        assessment_id,
        kind,
        revision=0,
        who=who,
        at=at,
        before=dict.fromkeys(added.records, NO_RECORD),
        after=added.records,
        actions_before=dict.fromkeys(added.actions),
        actions_after=added.actions,
        texts_before=dict.fromkeys(added.texts, ""),
        texts_after=added.texts,
    )
    return assessment_id


def _carried(found: Mapping[str, Action]) -> dict[str, Action]:
    left = {id_: one for id_, one in found.items() if one.status is not ActionStatus.DONE}
    return {
        id_: replace(one, requires=tuple(other for other in one.requires if other in left))
        for id_, one in left.items()
    }


def _service(connection: Connection, organisation: str, unit: str, fictional: bool) -> int:
    """The service of this name, made where there is none; it cannot go before the transaction ends."""
    named = {"organisation": organisation, "unit": unit, "fictional": fictional}
    query = sa.select(service.c.id).filter_by(**named).with_for_update(read=True, key_share=True)
    # again where another transaction removes it just between the two
    while (found := connection.scalar(query)) is None:
        insert_if_absent(connection, service, named)
    return int(found)
