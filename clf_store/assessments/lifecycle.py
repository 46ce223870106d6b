"""What happens to an assessment as a whole: added, copied, renamed, finalised, deleted.

Whoever locks both takes services first, by name, and assessments after them, by id: so that on PostgreSQL no
two wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.action import Action, ActionStatus
from clf_model.assessment import NO_RECORD, Assessment
from clf_model.errors import MismatchError, RecordError
from clf_model.framework import Framework
from clf_model.text import given

from .. import running
from ..errors import DemonstrationError
from ..far_reaching import steps
from ..sql.database import AnyRow, insert, insert_if_absent
from ..values import AssessmentInfo, Details, EventKind, FinalPlan, StepKind
from ..workshops.tables import workshop
from . import actions, assessment_rows, codec, editions, events, labels, plan_codec, records, scenarios
from .tables import assessment, cursor, demonstration, event, final_plan, service

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
