"""Workshops that run: as long as one does, its assessment is not taken away under the people in the room."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from .assessments.tables import assessment, service
from .errors import WorkshopRunsError
from .workshops.tables import workshop


def refuse(connection: Connection, assessment_ids: Collection[int], done: str, at: datetime) -> None:
    """Raises `WorkshopRunsError` where a workshop on one of these locked assessments can still be joined."""
    query = (
        sa.select(workshop.c.title, workshop.c.expires_at, service.c.organisation)
        .join_from(workshop, assessment)
        .join(service)
        .where(
            workshop.c.assessment_id.in_(assessment_ids),
            workshop.c.closed_at.is_(None),
            workshop.c.expires_at > at,
        )
    )
    row = connection.execute(query.order_by(workshop.c.id).limit(1)).first()
    if row is not None:
        raise WorkshopRunsError(row.title, row.organisation, row.expires_at, done)
