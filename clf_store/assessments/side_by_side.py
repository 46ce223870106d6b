"""Many assessments at once, read for what they say side by side: quickly, and as little as that takes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.assessment import Judgement

from ..surveys.tables import survey
from ..values import AssessmentInfo, Judged, Listed, MadeOfSamples
from ..workshops.tables import workshop
from . import assessment_rows
from .tables import assessment, demonstration, evidence, final_plan, record, service, service_label

_AT_ONCE = 5_000  # assessments: both databases take no more than some 30,000 values in one query
_BETWEEN = "\x1f"  # what is in no id
_OF_FRAMEWORK = assessment.c.framework_id == sa.bindparam("framework")
_IN_LIST = sa.and_(
    _OF_FRAMEWORK,
    assessment.c.deleted_at.is_(None),
    assessment.c.id.not_in(sa.select(demonstration.c.assessment_id)),
)
_LISTED = (
    sa.select(
        assessment.c.id,
        assessment.c.service_id,
        service.c.organisation,
        service.c.unit,
        service.c.fictional,
        assessment.c.title,
        assessment.c.assessed_on,
        assessment.c.framework_digest,
        assessment.c.finalised_at.is_not(None),
        assessment.c.revision,
    )
    .join_from(assessment, service)
    .where(_IN_LIST)
)
_SHOWN = sa.exists().where(
    evidence.c.assessment_id == record.c.assessment_id, evidence.c.indicator_id == record.c.indicator_id
)
_CODE = sa.case(
    (sa.and_(record.c.judgement == Judgement.MET, _SHOWN), "3"),
    (record.c.judgement == Judgement.MET, "5"),
    (record.c.judgement == Judgement.PARTLY, "2"),
    (record.c.judgement == Judgement.NOT_MET, "1"),
    else_="4",
)
# both lists in the order in which the rows come
_JUDGED = (
    sa.select(
        record.c.assessment_id,
        sa.func.aggregate_strings(record.c.indicator_id, _BETWEEN),
        sa.func.aggregate_strings(_CODE, ""),
    )
    .where(
        record.c.judgement.is_not(None),
        record.c.assessment_id.in_(sa.bindparam("assessments", expanding=True)),
    )
    .group_by(record.c.assessment_id)
)
_DIGITS = bytes.maketrans(b"012345", bytes(range(6)))


def listed(connection: Connection, framework_id: str) -> tuple[Listed, ...]:
    """Those of a framework that are not deleted and no demonstration, in no order."""
    rows = connection.execute(_LISTED, {"framework": framework_id})
    return tuple(
        Listed(id_, service_id, organisation, unit or None, *others)
        for id_, service_id, organisation, unit, *others in rows
    )


def of_service(connection: Connection, framework_id: str, service_id: int) -> tuple[AssessmentInfo, ...]:
    """Those of one service, by date."""
    query = assessment_rows.INFO.where(_IN_LIST, assessment.c.service_id == service_id)
    found = map(assessment_rows.as_info, connection.execute(query, {"framework": framework_id}))
    return tuple(sorted(found, key=lambda info: (info.assessed_on, info.id)))


def recent(connection: Connection, framework_id: str, most: int) -> tuple[AssessmentInfo, ...]:
    """So many that were worked on last, the last first; those of own services before fictional ones."""

    def newest(*which: sa.ColumnElement[bool]) -> list[AssessmentInfo]:
        # found by id first: a join of every row would take as long as all of the rest
        ids = sa.select(assessment.c.id).where(_IN_LIST, *which)
        ids = ids.order_by(assessment.c.changed_at.desc(), assessment.c.id.desc()).limit(most)
        kept = connection.scalars(ids, {"framework": framework_id}).all()
        query = assessment_rows.INFO.where(assessment.c.id.in_(kept))
        rows = {row.id: row for row in connection.execute(query)}
        return [assessment_rows.as_info(rows[id_]) for id_ in kept]

    found = newest()
    if any(info.fictional for info in found) and len(found) == most:
        own = sa.select(service.c.id).where(~service.c.fictional)
        found = [*newest(assessment.c.service_id.in_(own)), *(info for info in found if info.fictional)]
    return tuple(sorted(found, key=lambda info: info.fictional)[:most])


def how_many(connection: Connection, framework_id: str) -> int:
    """How many there are of a framework."""
    query = sa.select(sa.func.count()).select_from(assessment).where(_IN_LIST)
    return connection.scalar(query, {"framework": framework_id}) or 0


def made_of_samples(connection: Connection, framework_id: str) -> MadeOfSamples:
    """What was made of the fictional services since they were delivered, counted."""
    samples = sa.and_(
        _IN_LIST, assessment.c.service_id.in_(sa.select(service.c.id).where(service.c.fictional))
    )
    ids = sa.select(assessment.c.id).where(samples)

    def number(query: sa.Select[Any]) -> int:
        return connection.scalar(query, {"framework": framework_id}) or 0

    revisions = number(sa.select(sa.func.sum(assessment.c.revision)).where(samples))
    # to finalise changes nothing of them, and some are delivered as final
    finalised = number(sa.select(sa.func.count()).where(final_plan.c.assessment_id.in_(ids)))
    return MadeOfSamples(
        assessments=number(sa.select(sa.func.count()).select_from(assessment).where(samples)),
        changes=revisions - finalised,
        copies=number(sa.select(sa.func.count()).where(samples, assessment.c.copied_from.is_not(None))),
        workshops=number(sa.select(sa.func.count()).where(workshop.c.assessment_id.in_(ids))),
        surveys=number(
            sa.select(sa.func.count()).where(survey.c.assessment_id.in_(ids), survey.c.link.is_not(None))
        ),
    )


def judged(connection: Connection, assessment_ids: Iterable[int]) -> tuple[Judged, ...]:
    """What is judged in these, in no order; one in which nothing is judged is left out."""
    wanted = list(assessment_ids)
    return tuple(
        Judged(id_, _named(indicators), codes.encode().translate(_DIGITS))
        for start in range(0, len(wanted), _AT_ONCE)
        for id_, indicators, codes in connection.execute(
            _JUDGED, {"assessments": wanted[start : start + _AT_ONCE]}
        )
    )


def state(connection: Connection, framework_id: str) -> tuple[int, ...]:
    """Numbers of which one is another after every change of an assessment or a label.

    An assessment's revision grows with every change, and no id is given twice.
    """
    counts = sa.select(
        sa.func.count(), sa.func.sum(assessment.c.revision), sa.func.max(assessment.c.id)
    ).where(_OF_FRAMEWORK)
    written = sa.select(sa.func.count(), sa.func.max(service_label.c.id))
    numbers = [*connection.execute(counts, {"framework": framework_id}).one()]
    return tuple(int(one or 0) for one in (*numbers, *connection.execute(written).one()))


@lru_cache(maxsize=4096)
def _named(indicators: str) -> tuple[str, ...]:
    """The ids in such a list; most assessments have one of a few."""
    return tuple(indicators.split(_BETWEEN))
