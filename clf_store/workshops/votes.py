"""Single votes. Nothing here or elsewhere reads what anybody chose, but for the one who did.

A vote is one statement: it finds participant and ballot, holds the ballot open and writes, all at once. So a
vote is either there when its round is revealed, or is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.errors import ClfError
from clf_model.voices import Vote

from ..errors import NotFoundError
from ..sql import tokens
from ..sql.columns import Words
from ..sql.database import COUNTS_ROWS
from .errors import NotInWorkshopError, NotSeatedError, RoundClosedError
from .joining import PARTICIPANT
from .tables import ballot, participant, topic, vote, workshop
from .values import BallotState, Pulse

_WORKSHOP: sa.BindParameter[int] = sa.bindparam("workshop")
_CAPABILITY: sa.BindParameter[str] = sa.bindparam("capability")
_SEATED = sa.select(sa.true()).where(
    participant.c.workshop_id == _WORKSHOP, participant.c.participant == sa.bindparam("key")
)
_OWN = sa.select(vote.c.indicator_id, vote.c.round, vote.c.vote).where(
    vote.c.workshop_id == _WORKSHOP, vote.c.participant == sa.bindparam("key")
)
_BALLOT = sa.select(sa.true()).where(
    ballot.c.workshop_id == _WORKSHOP,
    ballot.c.indicator_id == sa.bindparam("indicator"),
    ballot.c.round == sa.bindparam("round"),
)


def cast(
    connection: Connection, workshop_id: int, token: str, indicator_id: str, round_: int, chosen: Vote
) -> None:
    """Casts a vote, or changes it. Raises `NotSeatedError`, `NotInWorkshopError`, `RoundClosedError`."""
    values = {
        "workshop": workshop_id,
        "key": tokens.digest(PARTICIPANT, workshop_id, token),
        "indicator": indicator_id,
        "round": round_,
    }
    done = connection.execute(_cast(connection.dialect.name), {**values, "vote": Vote(chosen)})
    if done.rowcount != 1:
        raise _refusal(connection, values)


def own(connection: Connection, workshop_id: int, token: str) -> Mapping[tuple[str, int], Vote]:
    """A participant's own votes by indicator and round. Raises `NotSeatedError`."""
    values = {"workshop": workshop_id, "key": tokens.digest(PARTICIPANT, workshop_id, token)}
    found = {(id_, round_): Vote(chosen) for id_, round_, chosen in connection.execute(_OWN, values)}
    if not found and connection.scalar(_SEATED, values) is None:
        raise NotSeatedError
    return MappingProxyType(found)


def pulse(connection: Connection, workshop_id: int, capability_id: str) -> Pulse:
    """How far the room is with a capability. Raises `NotFoundError`."""
    row = connection.execute(_PULSE, {"workshop": workshop_id, "capability": capability_id}).first()
    if row is None:
        raise NotFoundError("workshop", workshop_id)
    return Pulse(row.revision, row.here, row.started, row.finished, row.votes)


def _refusal(connection: Connection, values: Mapping[str, Any]) -> ClfError:
    """Why a vote was refused."""
    if connection.scalar(_SEATED, values) is None:
        return NotSeatedError()
    if connection.scalar(_BALLOT, values) is None:
        return NotInWorkshopError(values["indicator"])
    return RoundClosedError(values["indicator"], values["round"])


def voted(connection: Connection, workshop_id: int, capability_id: str) -> Mapping[str, int]:
    """By indicator of the present round, on how many phones it has an answer; never which."""
    rows = connection.execute(_VOTED, {"workshop": workshop_id, "capability": capability_id})
    return MappingProxyType({row.indicator_id: row.phones for row in rows})


@cache
def _cast(dialect: str) -> Any:
    """The statement of a vote. On PostgreSQL it waits for a reveal under way, and a reveal for it."""
    source = (
        sa.select(
            ballot.c.workshop_id,
            participant.c.participant,
            ballot.c.indicator_id,
            ballot.c.round,
            ballot.c.capability_id,
            sa.bindparam("vote", type_=Words("vote")),
        )
        .join_from(ballot, participant, participant.c.workshop_id == ballot.c.workshop_id)
        .where(
            ballot.c.workshop_id == _WORKSHOP,
            ballot.c.indicator_id == sa.bindparam("indicator"),
            ballot.c.round == sa.bindparam("round"),
            ballot.c.state == BallotState.OPEN.value,
            participant.c.participant == sa.bindparam("key"),
        )
        .with_for_update(read=True, of=ballot)
    )
    columns = ["workshop_id", "participant", "indicator_id", "round", "capability_id", "vote"]
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert(vote).from_select(columns, source)
    return insert.execution_options(**COUNTS_ROWS).on_conflict_do_update(
        index_elements=vote.primary_key.columns.keys(), set_={"vote": insert.excluded.vote}
    )


def _present_round() -> sa.ScalarSelect[Any]:
    of_topic = (topic.c.workshop_id == _WORKSHOP, topic.c.capability_id == _CAPABILITY)
    return sa.select(topic.c.round).where(*of_topic).scalar_subquery()


def _voted() -> sa.Select[Any]:
    same = [
        getattr(vote.c, name) == getattr(ballot.c, name) for name in ("workshop_id", "indicator_id", "round")
    ]
    return (
        sa.select(ballot.c.indicator_id, sa.func.count(vote.c.participant).label("phones"))
        .outerjoin_from(ballot, vote, sa.and_(*same))
        .where(
            ballot.c.workshop_id == _WORKSHOP,
            ballot.c.capability_id == _CAPABILITY,
            ballot.c.round == _present_round(),
        )
        .group_by(ballot.c.indicator_id, ballot.c.position)
        .order_by(ballot.c.position)
    )


def _pulse() -> sa.Select[Any]:
    """One query on the keys of the tables: revision, participants, and who has voted on how much."""
    round_ = _present_round()
    each = (
        sa.select(sa.func.count().label("votes"))
        .where(vote.c.workshop_id == _WORKSHOP, vote.c.capability_id == _CAPABILITY, vote.c.round == round_)
        .group_by(vote.c.participant)
        .subquery()
    )
    to_vote_on = (
        sa.select(sa.func.count())
        .select_from(ballot)
        .where(
            ballot.c.workshop_id == _WORKSHOP, ballot.c.capability_id == _CAPABILITY, ballot.c.round == round_
        )
        .scalar_subquery()
    )
    finished = sa.func.coalesce(sa.func.sum(sa.case((each.c.votes == to_vote_on, 1), else_=0)), 0)
    # PostgreSQL gives the sum of counts as a decimal number.
    votes = sa.cast(sa.func.coalesce(sa.func.sum(each.c.votes), 0), sa.Integer)
    progress = sa.select(
        sa.func.count().label("started"), finished.label("finished"), votes.label("votes")
    ).select_from(each)
    people = sa.select(sa.func.count()).where(participant.c.workshop_id == _WORKSHOP).scalar_subquery()
    answered = progress.subquery()
    return (
        sa.select(workshop.c.revision, people.label("here"), *answered.c)
        .join_from(workshop, answered, sa.true())
        .where(workshop.c.id == _WORKSHOP)
    )


_PULSE = _pulse()
_VOTED = _voted()
