"""Who may do what in a workshop: its facilitator's secret, and what lets people in."""

from __future__ import annotations

import hmac
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.voices import VoicesError

from ..errors import NotFoundError
from ..sql import tokens
from ..sql.database import AnyRow
from .errors import (
    NotFacilitatorError,
    NotInWorkshopError,
    UnknownCodeError,
    WorkshopClosedError,
    WorkshopOpenError,
)
from .tables import ballot, workshop
from .values import Door, RoomSettings

FACILITATOR = "facilitator"
_LONGEST_MINUTES = 24 * 60
_DERIVED_LENGTH = 32  # characters: 128 bits

_ONE = sa.select(workshop).where(workshop.c.id == sa.bindparam("workshop"))
_LOCK = _ONE.with_for_update()


def lock(connection: Connection, workshop_id: int, facilitator: str) -> AnyRow:
    """Keeps other facilitators' requests waiting until the transaction ends, if this is the facilitator.

    Raises `NotFoundError`, `NotFacilitatorError` and `WorkshopClosedError`.
    """
    return _open(connection, _LOCK, workshop_id, facilitator)


def closed(connection: Connection, workshop_id: int, facilitator: str, *, locking: bool = False) -> AnyRow:
    """The row of a workshop that is over, for its facilitator. Raises `WorkshopOpenError` for an open one."""
    row = _led(connection, _LOCK if locking else _ONE, workshop_id, facilitator)
    if row.closed_at is None:
        raise WorkshopOpenError
    return row


def check(connection: Connection, workshop_id: int, facilitator: str) -> None:
    """That this is the facilitator's secret, open or closed. Raises `NotFacilitatorError`."""
    _led(connection, _ONE, workshop_id, facilitator)


def is_facilitator(connection: Connection, workshop_id: int, facilitator: str) -> bool:
    """Whether this is the facilitator's secret, open or closed. Raises `NotFoundError`."""
    row = found(connection.execute(_ONE, {"workshop": workshop_id}).first(), workshop_id)
    return _leads(row, facilitator)


def lead(connection: Connection, workshop_id: int, facilitator: str) -> str:
    """Another secret that leads this workshop, and no other. Raises as `lock`."""
    return _derived("lead", read(connection, workshop_id, facilitator))


def advance(connection: Connection, locked: AnyRow, **values: object) -> None:
    """Moves a locked workshop to its next revision, and sets these columns."""
    following = {"revision": locked.revision + 1, **values}
    connection.execute(sa.update(workshop).where(workshop.c.id == locked.id).values(following))


def steer(connection: Connection, workshop_id: int, facilitator: str, wanted: RoomSettings) -> None:
    """Sets what the room sees. Raises `NotInWorkshopError` for a focus on another indicator."""
    locked = lock(connection, workshop_id, facilitator)
    focus, minutes = wanted.get("focus"), wanted.get("minutes_each")
    if focus is not None:
        first = sa.select(ballot.c.round).where(
            ballot.c.workshop_id == workshop_id, ballot.c.indicator_id == focus, ballot.c.round == 1
        )
        if connection.scalar(first) is None:
            raise NotInWorkshopError(focus)
    if minutes is not None and not 0 < minutes <= _LONGEST_MINUTES:
        raise VoicesError(
            f"The time is {minutes} minutes. Give a number above 0 and up to {_LONGEST_MINUTES}."
        )
    advance(connection, locked, **wanted)


def renew(connection: Connection, workshop_id: int, facilitator: str, expires_at: datetime) -> Door:
    """Gives a workshop a new code and link; the old ones open nothing any longer."""
    locked = lock(connection, workshop_id, facilitator)
    advance(connection, locked, code=tokens.new_code(), link=tokens.new_token(), expires_at=expires_at)
    return door_of(connection.execute(_ONE, {"workshop": workshop_id}).one())


def door(connection: Connection, workshop_id: int, facilitator: str) -> Door:
    """The code and link, for the facilitator."""
    return door_of(read(connection, workshop_id, facilitator))


def read(connection: Connection, workshop_id: int, facilitator: str) -> AnyRow:
    """The row of an open workshop, for its facilitator; raises as `lock`."""
    return _open(connection, _ONE, workshop_id, facilitator)


def of_wall(connection: Connection, workshop_id: int, wall: str, at: datetime) -> Door:
    """The door of an open workshop, for its projector. Raises `UnknownCodeError`."""
    row = connection.execute(_ONE, {"workshop": workshop_id}).first()
    known = row is not None and _same(_derived("wall", row), wall)
    if row is None or not known or row.closed_at is not None or row.expires_at <= at:
        raise UnknownCodeError
    return door_of(row)


def is_wall(connection: Connection, workshop_id: int, wall: str) -> bool:
    """Whether this is the secret of a workshop's projector, open or closed. Raises `NotFoundError`."""
    row = found(connection.execute(_ONE, {"workshop": workshop_id}).first(), workshop_id)
    return _same(_derived("wall", row), wall)


def door_of(row: AnyRow) -> Door:
    """How people get into the open workshop of a row."""
    return Door(
        row.id, row.title, row.expires_at, tokens.shown_code(row.code), row.link, _derived("wall", row)
    )


def _derived(kind: str, row: AnyRow) -> str:
    """A secret of this workshop alone, made of what is kept of its facilitator's, so it lasts as long.

    Whoever reads the database can make it too; a backup has other bytes there (see `scrambled`).
    """
    return tokens.digest(kind, row.id, row.facilitator.hex()).hex()[:_DERIVED_LENGTH]


def _leads(row: AnyRow, given: str) -> bool:
    own = hmac.compare_digest(row.facilitator, tokens.digest(FACILITATOR, None, given))
    return own or _same(_derived("lead", row), given)


def _same(known: str, given: str) -> bool:
    return hmac.compare_digest(known.encode(), given.encode(errors="replace"))


def scrambled() -> list[str]:
    """SQL for a copy of the database, after which nobody gets into what was open in it.

    Nobody can join or lead a workshop or answer a survey there. Who made a survey has its new link.
    """
    secret = "lower(hex(randomblob(16)))"
    return [
        f"UPDATE workshop SET code = {secret}, link = {secret} WHERE closed_at IS NULL",
        "UPDATE workshop SET facilitator = randomblob(32)",
        # in the form of a link, as the owner may hand it out
        "UPDATE survey SET link = substr(hex(randomblob(16)), 1, 22) WHERE link IS NOT NULL",
    ]


def found(row: AnyRow | None, workshop_id: int) -> AnyRow:
    """The row of a workshop. Raises `NotFoundError` where there is none."""
    if row is None:
        raise NotFoundError("workshop", workshop_id)
    return row


def _open(connection: Connection, statement: sa.Select[AnyRow], workshop_id: int, facilitator: str) -> AnyRow:
    row = _led(connection, statement, workshop_id, facilitator)
    if row.closed_at is not None:
        raise WorkshopClosedError
    return row


def _led(connection: Connection, statement: sa.Select[AnyRow], workshop_id: int, facilitator: str) -> AnyRow:
    row = found(connection.execute(statement, {"workshop": workshop_id}).first(), workshop_id)
    if not _leads(row, facilitator):
        raise NotFacilitatorError
    return row
