"""What a workshop decides, and closing it: one change of the assessment, and no single vote left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.assessment import NO_RECORD, Judgement, Record
from clf_model.errors import MismatchError
from clf_model.framework import Framework
from clf_model.merge import ConflictError, merge
from clf_model.voices import Decision, decided

from ..assessments import assessment_rows, changes, codec, records
from ..errors import EditConflictError
from ..sql.database import AnyRow, insert_if_absent
from ..values import Change, Edit
from . import entry_codes
from .errors import NotInWorkshopError, PhaseError
from .tables import ballot, decision, participant, topic, vote, workshop
from .values import LateWriting, Phase

ABANDONED = timedelta(days=30)
"""So long after its code has expired nobody is taken to come back to a workshop."""


def decide(connection: Connection, workshop_id: int, facilitator: str, wanted: Sequence[Decision]) -> None:
    """Keeps what the group agreed on as one step, in place of earlier decisions on the same indicators."""
    locked = entry_codes.lock(connection, workshop_id, facilitator)
    for one in wanted:
        _keep(connection, locked, one)
    if wanted:
        entry_codes.advance(connection, locked)


def _keep(connection: Connection, locked: AnyRow, wanted: Decision) -> None:
    workshop_id, id_ = locked.id, wanted.indicator_id
    query = (
        sa.select(topic.c.capability_id, topic.c.phase)
        .join(
            ballot,
            (ballot.c.workshop_id == topic.c.workshop_id) & (ballot.c.capability_id == topic.c.capability_id),
        )
        .where(ballot.c.workshop_id == workshop_id, ballot.c.indicator_id == id_, ballot.c.round == 1)
    )
    found = connection.execute(query).first()
    if found is None:
        raise NotInWorkshopError(id_)
    if found.phase not in (Phase.REVEALED, Phase.AGREED):
        raise PhaseError(found.capability_id, Phase(found.phase), "decide")
    stored = records.read(connection, locked.assessment_id, [id_])
    key = {"workshop_id": workshop_id, "indicator_id": id_}
    values = {
        "judgement": wanted.judgement,
        "equivalent": wanted.equivalent,
        "reason": wanted.reason,
        "dissent": wanted.dissent,
        "evidence": codec.dump_evidence(wanted.evidence),
        "seen": codec.dump_records({id_: stored.get(id_, NO_RECORD)}),
        "step": locked.revision + 1,
    }
    insert_if_absent(connection, decision, {**key, **values})
    connection.execute(sa.update(decision).filter_by(**key).values(values))


def undecide(connection: Connection, workshop_id: int, facilitator: str, indicator_id: str) -> None:
    """Takes a decision back; nothing happens where there is none."""
    locked = entry_codes.lock(connection, workshop_id, facilitator)
    connection.execute(
        sa.delete(decision).where(
            decision.c.workshop_id == workshop_id, decision.c.indicator_id == indicator_id
        )
    )
    entry_codes.advance(connection, locked)


def decisions(connection: Connection, workshop_id: int) -> tuple[Decision, ...]:
    """The decisions, in the order of the workshop's indicators."""
    return tuple(_decision(row) for row in _rows(connection, workshop_id))


def steps(connection: Connection, workshop_id: int) -> Mapping[str, int]:
    """By decided indicator, the step that decided it: the later, the greater; one for several at once."""
    return MappingProxyType({row.indicator_id: row.step for row in _rows(connection, workshop_id)})


def close(
    connection: Connection,
    workshop_id: int,
    facilitator: str,
    framework: Framework,
    *,
    apply: bool,
    who: str,
    at: datetime,
) -> Change | None:
    """Writes the decisions into the assessment, and deletes participants and single votes."""
    assessment_id = entry_codes.read(connection, workshop_id, facilitator).assessment_id
    if apply:
        assessment_rows.lock(connection, assessment_id)  # before the workshop, as where a service is removed
    locked = entry_codes.lock(connection, workshop_id, facilitator)
    judging = sa.select(topic.c.capability_id).where(
        topic.c.workshop_id == workshop_id, topic.c.phase == Phase.JUDGING
    )
    hidden = connection.scalar(judging.order_by(topic.c.position).limit(1))
    if hidden is not None:
        raise PhaseError(hidden, Phase.JUDGING, "close")
    change = None
    if apply:
        edits, conflicts = _wanted(connection, locked, framework)
        if conflicts:
            raise EditConflictError(conflicts)
        change = _apply(connection, locked, edits, who=who, at=at)
    _end(connection, locked, at, change)
    return change


def close_abandoned(connection: Connection, at: datetime) -> int:
    """Closes, without writing, what is still open long after its code expired; says how many that were."""
    query = sa.select(workshop).where(workshop.c.closed_at.is_(None), workshop.c.expires_at < at - ABANDONED)
    abandoned = connection.execute(query.order_by(workshop.c.id).with_for_update()).all()
    for row in abandoned:
        _end(connection, row, at, None)
    return len(abandoned)


def _end(connection: Connection, locked: AnyRow, at: datetime, change: Change | None) -> None:
    """Nobody gets in any more, and nothing is left of a single vote."""
    attendance = _attendance(connection, locked.id)
    for table in (vote, participant):
        connection.execute(sa.delete(table).where(table.c.workshop_id == locked.id))
    entry_codes.advance(
        connection,
        locked,
        code=None,
        link=None,
        closed_at=at,
        focus=None,
        ends_at=None,
        attendance=codec.dump(attendance),
        event_id=change and change.event_id,
    )


def write(
    connection: Connection,
    workshop_id: int,
    facilitator: str,
    framework: Framework,
    *,
    who: str,
    at: datetime,
) -> LateWriting:
    """Writes the decisions of a closed workshop that were not written.

    What was judged otherwise since is left as it is: nobody can decide anew any more.
    """
    assessment_id = entry_codes.closed(connection, workshop_id, facilitator).assessment_id
    assessment_rows.lock(connection, assessment_id)  # before the workshop, as in `close`
    locked = entry_codes.closed(connection, workshop_id, facilitator, locking=True)
    if locked.event_id is not None:
        return LateWriting(None, ())
    edits, conflicts = _wanted(connection, locked, framework)
    change = _apply(connection, locked, edits, who=who, at=at)
    if change:
        entry_codes.advance(connection, locked, event_id=change.event_id)
    return LateWriting(change, tuple(conflicts))


def _wanted(
    connection: Connection, locked: AnyRow, framework: Framework
) -> tuple[dict[str, Edit], dict[str, ConflictError]]:
    """What the decisions change, and those that somebody judged otherwise since each was taken.

    A decision that confirms what was there conflicts too, where somebody judged otherwise since. What is
    stored as decided already is in neither.
    """
    stored = assessment_rows.load(connection, locked.assessment_id)
    if stored.info.framework_id != framework.id:
        raise MismatchError(stored.info.framework_id, framework.id)
    rows = _rows(connection, locked.id)
    seen = {row.indicator_id: codec.load_records(row.seen)[row.indicator_id] for row in rows}
    wanted = decided(framework, replace(stored.assessment, records=seen), [_decision(row) for row in rows])
    edits, conflicts = {}, {}
    for id_, base in seen.items():
        mine, theirs = wanted.get(id_, base), stored.assessment.record(id_)
        if _judged(theirs) not in (_judged(base), _judged(mine)):
            conflicts[id_] = ConflictError(base, mine, theirs)
        elif merge(base, mine, theirs) != theirs:
            edits[id_] = Edit(base, mine)
    return edits, conflicts


def _apply(
    connection: Connection, locked: AnyRow, edits: Mapping[str, Edit], *, who: str, at: datetime
) -> Change | None:
    """One change with all of them; None where there is none."""
    return changes.change(connection, locked.assessment_id, edits, who=who, at=at) if edits else None


def _judged(record: Record) -> tuple[Judgement | None, bool, str | None]:
    return record.judgement, record.equivalent, record.reason


def _attendance(connection: Connection, workshop_id: int) -> Mapping[str, int]:
    """How many there were, by role; '' for those who named none."""
    query = sa.select(participant.c.role, sa.func.count()).where(participant.c.workshop_id == workshop_id)
    return {role or "": people for role, people in connection.execute(query.group_by(participant.c.role))}


def _rows(connection: Connection, workshop_id: int) -> list[AnyRow]:
    query = (
        sa.select(decision)
        .join(
            ballot,
            (ballot.c.workshop_id == decision.c.workshop_id)
            & (ballot.c.indicator_id == decision.c.indicator_id)
            & (ballot.c.round == 1),
        )
        .join(
            topic,
            (topic.c.workshop_id == ballot.c.workshop_id) & (topic.c.capability_id == ballot.c.capability_id),
        )
        .where(decision.c.workshop_id == workshop_id)
        .order_by(topic.c.position, ballot.c.position)
    )
    return list(connection.execute(query))


def _decision(row: AnyRow) -> Decision:
    return Decision(
        row.indicator_id,
        Judgement(row.judgement),
        row.reason,
        row.dissent,
        codec.load_evidence(row.evidence),
        row.equivalent,
    )
