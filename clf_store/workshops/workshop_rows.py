"""Workshops as they are stored: opening and reading them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.assessment import Judgement
from clf_model.errors import MismatchError
from clf_model.framework import Framework, Perspective
from clf_model.voices import Role, VoicesError

from ..assessments import assessment_rows, records
from ..sql import tokens
from ..sql.database import AnyRow, insert
from .entry_codes import FACILITATOR, door_of, found
from .tables import ballot, topic, workshop
from .values import BallotState, Opened, Phase, Topic, Workshop

_OF_WORKSHOP: sa.BindParameter[int] = sa.bindparam("workshop")
_ONE = sa.select(workshop).where(workshop.c.id == _OF_WORKSHOP)
_REVISION = sa.select(workshop.c.revision).where(workshop.c.id == _OF_WORKSHOP)


def open_(
    connection: Connection,
    assessment_id: int,
    framework: Framework,
    capabilities: Sequence[str],
    *,
    title: str,
    expires_at: datetime,
    at: datetime,
    perspectives: Collection[Perspective],
    facilitator: str | None,
) -> Opened:
    """Opens a workshop on the indicators of these capabilities that apply."""
    assessment_rows.lock(connection, assessment_id)
    info = assessment_rows.info(connection, assessment_id)
    if info.framework_id != framework.id:
        raise MismatchError(info.framework_id, framework.id)
    chosen = _applicable(connection, assessment_id, framework, capabilities, perspectives)
    secret, code, link = tokens.given_token(facilitator), tokens.new_code(), tokens.new_token()
    row = {
        "assessment_id": assessment_id,
        "framework_digest": framework.digest,
        "title": title,
        "code": code,
        "link": link,
        "expires_at": expires_at,
        "facilitator": tokens.digest(FACILITATOR, None, secret),
        "revision": 0,
        "created_at": at,
    }
    workshop_id = insert(connection, workshop, row)
    phase = {"workshop_id": workshop_id, "phase": Phase.WAITING, "round": 1}
    connection.execute(
        sa.insert(topic),
        [{**phase, "capability_id": id_, "position": place} for place, id_ in enumerate(chosen)],
    )
    for capability_id, indicators in chosen.items():
        add_ballots(connection, workshop_id, capability_id, indicators, 1, BallotState.WAITING)
    opened = connection.execute(_ONE, {"workshop": workshop_id}).one()
    return Opened(workshop_id, door_of(opened), secret)


def _applicable(
    connection: Connection,
    assessment_id: int,
    framework: Framework,
    capabilities: Sequence[str],
    perspectives: Collection[Perspective],
) -> dict[str, list[str]]:
    """The indicators to take, by capability in the framework's order."""
    wanted = {framework.capability(id_).id for id_ in capabilities}
    stored = records.read(connection, assessment_id)
    left_out = {id_ for id_, one in stored.items() if one.judgement is Judgement.NOT_APPLICABLE}
    chosen = {
        capability.id: [
            i.id for i in capability.indicators if i.perspective in perspectives and i.id not in left_out
        ]
        for capability in framework.capabilities
        if capability.id in wanted
    }
    taken = {id_: indicators for id_, indicators in chosen.items() if indicators}
    if not taken:
        raise VoicesError(
            "The workshop has nothing to judge. Choose a capability with indicators that apply."
        )
    return taken


def add_ballots(
    connection: Connection,
    workshop_id: int,
    capability_id: str,
    indicators: Sequence[str],
    round_: int,
    state: BallotState,
) -> None:
    """Adds a round on these indicators of a capability."""
    same = {
        "workshop_id": workshop_id,
        "capability_id": capability_id,
        "round": round_,
        "state": state,
    }
    rows = [{**same, "indicator_id": id_, "position": place} for place, id_ in enumerate(indicators)]
    connection.execute(sa.insert(ballot), rows)


def revision(connection: Connection, workshop_id: int) -> int:
    """The revision alone. Raises `NotFoundError`."""
    return int(found(connection.execute(_REVISION, {"workshop": workshop_id}).first(), workshop_id).revision)


def load(connection: Connection, workshop_id: int) -> Workshop:
    """One workshop. Raises `NotFoundError`."""
    row = found(connection.execute(_ONE, {"workshop": workshop_id}).first(), workshop_id)
    return _workshops(connection, [row])[0]


def of_assessment(connection: Connection, assessment_id: int) -> tuple[Workshop, ...]:
    """The workshops on an assessment, the newest first."""
    query = sa.select(workshop).where(workshop.c.assessment_id == assessment_id)
    return _workshops(connection, connection.execute(query.order_by(workshop.c.id.desc())).all())


def _workshops(connection: Connection, rows: Sequence[AnyRow]) -> tuple[Workshop, ...]:
    ids = [row.id for row in rows]
    topics = sa.select(topic).where(topic.c.workshop_id.in_(ids)).order_by(topic.c.position)
    ballots = sa.select(
        ballot.c.workshop_id, ballot.c.capability_id, ballot.c.round, ballot.c.indicator_id
    ).where(ballot.c.workshop_id.in_(ids))
    listed: dict[tuple[int, str, int], list[str]] = defaultdict(list)
    for workshop_id, capability_id, round_, indicator_id in connection.execute(
        ballots.order_by(ballot.c.position)
    ):
        listed[workshop_id, capability_id, round_].append(indicator_id)
    topics_of: dict[int, list[Topic]] = defaultdict(list)
    for row in connection.execute(topics):
        key = row.workshop_id, row.capability_id
        topics_of[row.workshop_id].append(
            Topic(
                row.capability_id,
                Phase(row.phase),
                row.round,
                tuple(listed[*key, 1]),
                tuple(listed[*key, row.round]),
            )
        )
    return tuple(_workshop(row, topics_of[row.id]) for row in rows)


def _workshop(row: AnyRow, topics: Sequence[Topic]) -> Workshop:
    counts = row.attendance and {
        Role(role) if role else None: people for role, people in json.loads(row.attendance).items()
    }
    return Workshop(
        id=row.id,
        assessment_id=row.assessment_id,
        framework_digest=row.framework_digest,
        title=row.title,
        revision=row.revision,
        created_at=row.created_at,
        closed_at=row.closed_at,
        topics=tuple(topics),
        focus=row.focus,
        ends_at=row.ends_at,
        minutes_each=row.minutes_each,
        timed_from=row.timed_from,
        timed_decided=row.timed_decided,
        attendance=None if counts is None else MappingProxyType(counts),
        event_id=row.event_id,
    )
