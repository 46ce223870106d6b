"""Demonstrations: a workshop on a throw-away copy of a sample, of which nothing stays in any table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from clf_model.framework import Framework, Perspective

from ..assessments import assessment_rows, lifecycle
from ..assessments.tables import assessment, demonstration
from ..errors import DemonstrationError, NotFoundError
from ..sql import tokens
from ..sql.database import Database, sqlite_file
from . import entry_codes, workshop_rows
from .tables import workshop
from .values import Opened

TITLE = "Demonstration"
UNSEEN = timedelta(minutes=10)
"""So long after a page last showed it nobody is taken to come back to a demonstration."""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A demonstration that is under way, with the sample that it copied; None where that was removed since.

    `seed` says what its phones answer, and what their tokens are; `link` lets them in, None once its workshop
    is closed.
    """

    assessment_id: int
    sample_id: int | None
    workshop_id: int
    seed: str = field(repr=False)
    link: str | None = field(repr=False)


def simulated_token(seed: str, phone: int) -> str:
    """The token of a simulated phone, for whoever knows the seed."""
    return tokens.token_of(tokens.digest(f"phone {phone}", None, seed))


class Demonstrations:
    """The demonstrations of a store; what holds of calls to `Store` holds here.

    A demonstration is an assessment and a workshop like any other, by the same verbs, but for its end.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(
        self,
        sample_id: int,
        framework: Framework,
        capabilities: Sequence[str],
        *,
        expires_at: datetime,
        who: str,
        at: datetime,
        facilitator: str | None = None,
    ) -> Opened:
        """Copies a sample and opens a workshop on the copy, as one. Raises as `Workshops.open` does.

        Raises `DemonstrationError` for what is no sample, or is a demonstration already.
        """
        with self._database.write() as connection:
            info = assessment_rows.info(connection, sample_id)
            if not info.fictional or info.demonstration:
                raise DemonstrationError("Only a sample is copied for a demonstration. Choose one of them.")
            copied = lifecycle.copy(
                connection, sample_id, assessed_on=info.assessed_on, title=TITLE, who=who, at=at
            )
            row = {"assessment_id": copied, "seed": tokens.new_token(), "seen_at": at}
            connection.execute(sa.insert(demonstration), row)
            return workshop_rows.open_(
                connection,
                copied,
                framework,
                capabilities,
                title=TITLE,
                expires_at=expires_at,
                at=at,
                perspectives=(Perspective.ORGANISATION,),
                facilitator=facilitator,
            )

    def of_assessment(self, assessment_id: int) -> Demonstration | None:
        """The demonstration on an assessment; None where it is none."""
        query = (
            sa.select(demonstration, assessment.c.copied_from, workshop.c.id, workshop.c.link)
            .join_from(demonstration, assessment)
            .join(workshop)
            .where(demonstration.c.assessment_id == assessment_id)
            .order_by(workshop.c.id)
        )
        with self._database.read() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Demonstration(row.assessment_id, row.copied_from, row.id, row.seed, row.link)

    def see(self, assessment_id: int, *, at: datetime) -> None:
        """Notes that a page shows a demonstration, so that it goes on; nothing where it has ended."""
        with self._database.write() as connection:
            connection.execute(
                sa.update(demonstration)
                .where(demonstration.c.assessment_id == assessment_id)
                .values(seen_at=at)
            )

    def end(self, assessment_id: int, facilitator: str) -> None:
        """Removes a demonstration with all that it wrote. Raises `NotFacilitatorError`."""
        with self._database.write() as connection:
            query = sa.select(workshop.c.id).where(workshop.c.assessment_id == assessment_id)
            first = connection.scalar(query.order_by(workshop.c.id).limit(1))
            if first is None:
                raise NotFoundError("demonstration", assessment_id)
            entry_codes.check(connection, first, facilitator)
            lifecycle.end_demonstrations(connection, demonstration.c.assessment_id == assessment_id)

    def end_abandoned(self, *, at: datetime) -> int:
        """Removes those that no page has shown for a while; says how many."""
        late = demonstration.c.seen_at < at - UNSEEN
        with self._database.read() as connection:
            if connection.scalar(sa.select(sa.exists().where(late))) is not True:
                return 0
        with self._database.write() as connection:
            return lifecycle.end_demonstrations(connection, late)

    def end_at_start(self, *, at: datetime) -> int:
        """Removes what an earlier run of the program has left; says how many.

        On SQLite all, as no other program shows one. On PostgreSQL other servers may, so the abandoned.
        """
        if not sqlite_file(self._database.url):
            return self.end_abandoned(at=at)
        with self._database.write() as connection:
            return lifecycle.end_demonstrations(connection, sa.true())
