"""Assessments as they are stored: finding, reading and locking them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.assessment import Assessment

from ..errors import EditionChangedError, FinalError, NotFoundError
from ..sql.database import AnyRow
from ..values import AssessmentInfo, Deleted, Glance, Placed, Stored
from . import actions, codec, records
from .tables import action, assessment, demonstration, service, setting

INFO = (
    sa.select(
        assessment,
        service.c.organisation,
        service.c.unit,
        service.c.fictional,
        demonstration.c.seed.is_not(None).label("demonstration"),
    )
    .join_from(assessment, service)
    .outerjoin(demonstration)
)
_ONE = INFO.where(assessment.c.id == sa.bindparam("assessment"), assessment.c.deleted_at.is_(None))
# saves the query for actions where there are none
_WHOLE = _ONE.add_columns(
    sa.exists().where(action.c.assessment_id == assessment.c.id).correlate(assessment).label("has_actions")
)
_REVISION = sa.select(assessment.c.revision).where(
    assessment.c.id == sa.bindparam("assessment"), assessment.c.deleted_at.is_(None)
)
_LOCK = (
    sa.select(
        assessment.c.id,
        assessment.c.revision,
        assessment.c.finalised_at,
        assessment.c.deleted_at,
        assessment.c.framework_digest,
    )
    .where(assessment.c.id == sa.bindparam("assessment"))
    .with_for_update()
)
_ADVANCE = sa.update(assessment).where(assessment.c.id == sa.bindparam("assessment"))


def listed(connection: Connection, framework_id: str) -> tuple[AssessmentInfo, ...]:
    """Those of a framework that are not deleted and no demonstration, by organisation, unit and date.

    Ordered here, because databases order text each in their own way.
    """
    query = INFO.where(
        assessment.c.framework_id == framework_id,
        assessment.c.deleted_at.is_(None),
        demonstration.c.seed.is_(None),
    )
    return tuple(sorted(map(as_info, connection.execute(query)), key=_order))


def deleted(connection: Connection, framework_id: str) -> tuple[Deleted, ...]:
    """Those of a framework that are deleted and can be restored, the latest first."""
    query = INFO.where(
        assessment.c.framework_id == framework_id,
        assessment.c.deleted_at.is_not(None),
        demonstration.c.seed.is_(None),
    )
    return tuple(
        Deleted(as_info(row), row.deleted_at)
        for row in connection.execute(query.order_by(assessment.c.deleted_at.desc(), assessment.c.id))
    )


def info(connection: Connection, assessment_id: int) -> AssessmentInfo:
    """One assessment without its records. Raises `NotFoundError`."""
    return as_info(_found(connection.execute(_ONE, {"assessment": assessment_id}).first(), assessment_id))


def load(connection: Connection, assessment_id: int) -> Stored:
    """One assessment with its records and actions. Raises `NotFoundError`."""
    row = _found(connection.execute(_WHOLE, {"assessment": assessment_id}).first(), assessment_id)
    found = as_info(row)
    return Stored(
        found,
        Assessment(
            framework_id=found.framework_id,
            organisation=found.organisation,
            assessed_on=found.assessed_on,
            unit=found.unit,
            title=found.title,
            fictional=found.fictional,
            records=records.read(connection, assessment_id),
            actions=actions.read(connection, assessment_id) if row.has_actions else {},
            removed=codec.load_removed(row.removed),
            texts=codec.load_texts(row.texts),
        ),
    )


def texts(connection: Connection, assessment_id: int) -> Mapping[str, str]:
    """The service's own words by section. Raises `NotFoundError`."""
    row = _found(connection.execute(_ONE, {"assessment": assessment_id}).first(), assessment_id)
    return codec.load_texts(row.texts)


def write_texts(connection: Connection, assessment_id: int, after: Mapping[str, str]) -> None:
    """Makes the words of these sections what they are in `after`; '' takes them away."""
    kept = {**texts(connection, assessment_id), **after}
    values = {"texts": codec.dump_texts({section: said for section, said in kept.items() if said})}
    connection.execute(_ADVANCE, {"assessment": assessment_id, **values})


def placed(connection: Connection, assessment_id: int) -> Placed:
    """Of which edition an assessment is, and what it keeps of earlier ones. Raises `NotFoundError`."""
    row = _found(connection.execute(_ONE, {"assessment": assessment_id}).first(), assessment_id)
    return Placed(row.framework_digest, row.framework_edition, codec.load_removed(row.removed))


def check_edition(found: str | None, edition: str | None) -> None:
    """Raises `EditionChangedError` where an assessment of the edition `found` is not of `edition`, if any."""
    if edition is not None and found != edition:
        raise EditionChangedError


def revision(connection: Connection, assessment_id: int) -> int:
    """The revision alone. Raises `NotFoundError`."""
    row = _found(connection.execute(_REVISION, {"assessment": assessment_id}).first(), assessment_id)
    return int(row.revision)


def glance(connection: Connection, assessment_id: int, keys: Sequence[str]) -> Glance:
    """The revision with the settings of these keys, in one statement. Raises `NotFoundError`."""
    values = [
        sa.select(setting.c.value).where(setting.c.key == key).scalar_subquery().label(f"setting_{place}")
        for place, key in enumerate(keys)
    ]
    row = connection.execute(_REVISION.add_columns(*values), {"assessment": assessment_id}).first()
    found = _found(row, assessment_id)
    return Glance(int(found[0]), dict(zip(keys, found[1:], strict=True)))


def lock(connection: Connection, assessment_id: int, *, deleted: bool = False, final: bool = False) -> AnyRow:
    """Keeps other writers of this assessment waiting until the transaction ends.

    Raises `NotFoundError`, for a deleted one too unless `deleted`, and `FinalError` unless `final`.
    """
    row = _found(connection.execute(_LOCK, {"assessment": assessment_id}).first(), assessment_id)
    if row.deleted_at and not deleted:
        raise NotFoundError("assessment", assessment_id)
    if row.finalised_at and not final:
        raise FinalError(assessment_id)
    return row


def advance(connection: Connection, locked: AnyRow, at: datetime, **values: object) -> int:
    """Moves a locked assessment to its next revision, which it returns, and sets these columns."""
    following = int(locked.revision) + 1
    connection.execute(_ADVANCE, {"assessment": locked.id, "revision": following, "changed_at": at, **values})
    return following


def _found(row: AnyRow | None, assessment_id: int) -> AnyRow:
    if row is None:
        raise NotFoundError("assessment", assessment_id)
    return row


def as_info(row: AnyRow) -> AssessmentInfo:
    """What a row of `INFO` says."""
    return AssessmentInfo(
        id=row.id,
        service_id=row.service_id,
        organisation=row.organisation,
        unit=row.unit or None,
        fictional=row.fictional,
        title=row.title,
        assessed_on=row.assessed_on,
        framework_id=row.framework_id,
        framework_edition=row.framework_edition,
        framework_digest=row.framework_digest,
        final=row.finalised_at is not None,
        finalised_at=row.finalised_at,
        reopened_at=row.reopened_at,
        revision=row.revision,
        copied_from=row.copied_from,
        changed_at=row.changed_at,
        demonstration=bool(row.demonstration),
    )


def _order(info: AssessmentInfo) -> tuple[object, ...]:
    unit = info.unit or ""
    return info.organisation.casefold(), info.organisation, unit.casefold(), unit, info.assessed_on, info.id
