"""The fictional services that a database opens with: one set of them, however many bring it at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.action import Action, ActionStatus
from clf_model.assessment import Assessment
from clf_model.framework import Framework

from .assessments import assessment_rows, finalising, labels, lifecycle
from .assessments.tables import service, setting
from .sql.database import insert_if_absent
from .surveys import survey_rows
from .workshops.values import Sample

BROUGHT = "samples"
"""The key of the setting that says that a database has had its samples; whoever brings them holds its row."""

_ROW = {"key": BROUGHT, "value": "yes"}
_LOCK = sa.select(setting.c.key).where(setting.c.key == BROUGHT).with_for_update()


def bring(
    connection: Connection, samples: Sequence[Sample], framework: Framework, *, who: str, at: datetime
) -> int:
    """Adds the samples where the database never had any; how many assessments that were."""
    # another that is bringing them is waited for: its row is there, or it has brought none
    if not insert_if_absent(connection, setting, _ROW):
        return 0
    return _add(connection, samples, framework, who=who, at=at)


def reset(
    connection: Connection, samples: Sequence[Sample], framework: Framework, *, who: str, at: datetime
) -> int:
    """Puts the samples in place of all fictional services; how many assessments were added."""
    insert_if_absent(connection, setting, _ROW)
    connection.execute(_LOCK)
    lifecycle.delete_fictional(connection, who=who, at=at)
    return _add(connection, samples, framework, who=who, at=at)


def add(
    connection: Connection, samples: Sequence[Sample], framework: Framework, *, who: str, at: datetime
) -> int:
    """Adds the samples beside those that are there; how many assessments were added, 0 where one is there.

    A service is there by its name.
    """
    insert_if_absent(connection, setting, _ROW)
    connection.execute(_LOCK)
    wanted = {(one.assessment.organisation, one.assessment.unit or "") for one in samples}
    there = connection.execute(sa.select(service.c.organisation, service.c.unit).where(service.c.fictional))
    if wanted & {(row.organisation, row.unit) for row in there}:
        return 0
    return _add(connection, samples, framework, who=who, at=at)


def _add(
    connection: Connection, samples: Sequence[Sample], framework: Framework, *, who: str, at: datetime
) -> int:
    assessments = [one.assessment for one in samples]
    added = lifecycle.add_all(connection, assessments, framework, who=who, at=at)
    for one, assessment_id in zip(samples, added, strict=True):
        if one.labels:
            info = assessment_rows.info(connection, assessment_id)
            labels.change(connection, info.service_id, {}, one.labels)
        if one.final:
            planned = _as_planned(one.assessment)
            finalising.finalise(connection, assessment_id, who=who, at=at, planned=planned)
        if one.survey is None:
            continue
        opened = survey_rows.open_(
            connection,
            assessment_id,
            framework,
            one.survey.statements,
            title=one.survey.title,
            opens_on=one.survey.opens_on,
            closes_on=one.survey.closes_on,
            at=at,
            owner=None,
            imported=True,
        )
        survey_rows.add_responses(connection, opened.survey_id, one.survey.responses)
    return len(added)


def _as_planned(assessment: Assessment) -> dict[str, Action]:
    """The actions of an assessment as they were before anybody did, began or turned down one of them."""
    return {
        id_: replace(one, status=ActionStatus.PLANNED, reason=None, review_on=None)
        for id_, one in assessment.actions.items()
    }
