"""How people get into a workshop: by a code that they type, or by the link in the QR code."""

from __future__ import annotations

import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.voices import Role

from ..sql import tokens
from ..sql.columns import Instant, Words
from ..sql.database import insert_if_absent
from . import guesses
from .errors import NotSeatedError, UnknownCodeError
from .tables import participant, vote, workshop
from .values import Seat

PARTICIPANT = "participant"
_TAKES_PEOPLE = workshop.c.expires_at > sa.bindparam("now", type_=Instant)  # a closed one has no code or link
_BY_CODE = sa.select(workshop.c.id).where(
    workshop.c.code == sa.bindparam("code", type_=Words("code")), _TAKES_PEOPLE
)
_BY_LINK = sa.select(workshop.c.id).where(
    workshop.c.link == sa.bindparam("link", type_=Words("link")), _TAKES_PEOPLE
)
_FOR_LINK = _BY_LINK.with_for_update(read=True)
_FOR_CODE = _BY_CODE.with_for_update(read=True)
_INTRODUCED = sa.select(participant.c.introduced).where(
    participant.c.workshop_id == sa.bindparam("workshop"), participant.c.participant == sa.bindparam("key")
)
_REWRITE = (
    sa.update(participant)
    .where(
        participant.c.workshop_id == sa.bindparam("workshop"),
        participant.c.participant == sa.bindparam("key"),
    )
    .values(role=participant.c.role)
)
_RANDOM = secrets.SystemRandom()
_SET_ROLE = sa.update(participant).where(
    participant.c.workshop_id == sa.bindparam("workshop"), participant.c.participant == sa.bindparam("key")
)


def check_link(connection: Connection, link: str, at: datetime) -> None:
    """That a link opens a workshop; so that wrong ones cost no transaction that writes.

    Raises `UnknownCodeError`.
    """
    if connection.execute(_BY_LINK, {"link": link, "now": at}).first() is None:
        raise UnknownCodeError


def join_by_link(
    connection: Connection, link: str, *, at: datetime, role: Role | None, token: str | None
) -> Seat:
    """A seat for who has the link. Nobody guesses 2¹²⁸ links, so there is no limit that could be used up."""
    found = connection.execute(_FOR_LINK, {"link": link, "now": at}).first()
    if found is None:
        raise UnknownCodeError
    return _seat(connection, found.id, role, token)


def join_by_code(
    connection: Connection,
    text: str,
    *,
    address: str | None,
    at: datetime,
    role: Role | None,
    token: str | None,
) -> Seat | None:
    """A seat for who typed the right code; None for a wrong one, which has to be committed to count.

    A wrong code, an expired one and one that cannot be right run the same statements. Raises
    `TooManyGuessesError`, and then has not looked at the code.
    """
    scopes = guesses.reserve(connection, address, at)
    found = connection.execute(_FOR_CODE, {"code": tokens.typed_code(text), "now": at}).first()
    if found is None:
        return None
    guesses.refund(connection, scopes)
    return _seat(connection, found.id, role, token)


def set_role(connection: Connection, workshop_id: int, token: str, role: Role | None) -> None:
    """Says or takes back in which role somebody votes. Raises `NotSeatedError`."""
    key = tokens.digest(PARTICIPANT, workshop_id, token)
    values = {"workshop": workshop_id, "key": key, "role": role, "introduced": True}
    done = connection.execute(_SET_ROLE, values)
    if done.rowcount != 1:
        raise NotSeatedError


def is_introduced(connection: Connection, workshop_id: int, token: str) -> bool:
    """Whether a participant has been asked for their role. Raises `NotSeatedError`."""
    key = tokens.digest(PARTICIPANT, workshop_id, token)
    found = connection.scalar(_INTRODUCED, {"workshop": workshop_id, "key": key})
    if found is None:
        raise NotSeatedError
    return bool(found)


def shuffle(connection: Connection, workshop_id: int) -> None:
    """Writes the participants anew in random order, so that the order of joining is not that of the rows."""
    if connection.dialect.name == "postgresql":
        keys = sa.select(participant.c.participant).where(participant.c.workshop_id == workshop_id)
        found = [{"key": key, "workshop": workshop_id} for key in connection.scalars(keys)]
        _RANDOM.shuffle(found)
        if found:
            connection.execute(_REWRITE, found)
        return
    kept = [
        [row._asdict() for row in connection.execute(sa.select(table).filter_by(workshop_id=workshop_id))]
        for table in (participant, vote)
    ]
    connection.execute(sa.delete(participant).where(participant.c.workshop_id == workshop_id))
    for table, rows in zip((participant, vote), kept, strict=True):
        _RANDOM.shuffle(rows)
        if rows:
            connection.execute(sa.insert(table), rows)


def _seat(connection: Connection, workshop_id: int, role: Role | None, token: str | None) -> Seat:
    """A new seat, or the one that this token has already."""
    seat = Seat(workshop_id, tokens.given_token(token))
    key = tokens.digest(PARTICIPANT, workshop_id, seat.token)
    insert_if_absent(connection, participant, {"workshop_id": workshop_id, "participant": key, "role": role})
    return seat
