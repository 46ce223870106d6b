"""Changes of records, and undo and redo of each author's own changes, of records as of actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.assessment import NO_RECORD
from clf_model.merge import ConflictError, merge

from ..errors import EditConflictError, FinalError, RequirementError, UndoConflictError
from ..sql.database import AnyRow
from ..values import Change, Edit, Event, EventKind
from . import actions, assessment_rows, editions, events, finalising, records, stacks
from .tables import assessment, cursor

FINALISED_JUST_NOW = timedelta(minutes=15)
"""So long Undo takes a finalisation back; later it takes reopening, with a reason."""

_STATE_AND_HEADS = (
    sa.select(
        assessment.c.id,
        assessment.c.revision,
        assessment.c.finalised_at,
        cursor.c.undo_event,
        cursor.c.redo_event,
    )
    .outerjoin_from(assessment, cursor, stacks.OF_AUTHOR & (cursor.c.assessment_id == assessment.c.id))
    .where(assessment.c.id == sa.bindparam("assessment"), assessment.c.deleted_at.is_(None))
)


def change(
    connection: Connection,
    assessment_id: int,
    edits: Mapping[str, Edit],
    *,
    who: str,
    at: datetime,
    edition: str | None = None,
) -> Change:
    """Merges edits with what is stored, as one event on top of the author's undo stack."""
    locked = assessment_rows.lock(connection, assessment_id)
    assessment_rows.check_edition(locked.framework_digest, edition)
    stored = records.read(connection, assessment_id, edits)
    merged, conflicts = {}, {}
    for id_, edit in edits.items():
        try:
            merged[id_] = merge(edit.base, edit.new, stored.get(id_, NO_RECORD))
        except ConflictError as conflict:
            conflicts[id_] = conflict
    if conflicts:
        raise EditConflictError(conflicts)
    after = {id_: record for id_, record in merged.items() if record != stored.get(id_, NO_RECORD)}
    if not after:
        return Change(locked.revision, MappingProxyType(merged), None)
    before = {id_: stored.get(id_, NO_RECORD) for id_ in after}
    records.write(connection, assessment_id, before, after)
    revision, event_id = stacks.push(connection, locked, who=who, at=at, before=before, after=after)
    return Change(revision, MappingProxyType(merged), event_id)


def step(
    connection: Connection, assessment_id: int, action: Literal["undo", "redo"], *, who: str, at: datetime
) -> Event | UndoConflictError | None:
    """Takes back the head of the author's undo or redo stack, by an event that goes on the other stack.

    Returns None with an empty stack. Where records or actions are no longer as the head left them, it only
    leaves the stack, and the error is returned rather than raised, for the caller to raise after the commit.
    Raises `FinalError` where the assessment is final and the head changed records, or there is none.
    """
    locked = assessment_rows.lock(connection, assessment_id, final=True)
    if action == "undo" and (finalised := _finalisation(connection, locked, who, at)):
        event_id = finalising.undo_finalisation(connection, locked, finalised.id, who=who, at=at)
        return events.find(connection, [event_id])[event_id][0]
    undo_head, redo_head = stacks.heads(connection, assessment_id, who) or (None, None)
    undoing = action == "undo"
    head, other = (undo_head, redo_head) if undoing else (redo_head, undo_head)
    target, below = events.find(connection, [head])[head] if head is not None else (None, None)
    if locked.finalised_at and (target is None or target.after or target.editions):
        raise FinalError(assessment_id)
    if target is None:
        return None
    conflict = _conflict(connection, target, action)
    if conflict is not None:
        stacks.set_heads(connection, assessment_id, who, (below, other) if undoing else (other, below))
        return conflict
    if target.after:
        records.write(connection, assessment_id, target.after, target.before)
    if target.actions_after:
        actions.write(connection, assessment_id, target.actions_before)
    if target.texts_after:
        assessment_rows.write_texts(connection, assessment_id, target.texts_before)
    if target.editions:
        editions.place(connection, assessment_id, target.editions.before)
    revision = assessment_rows.advance(connection, locked, at)
    event_id = events.append(
        connection,
        assessment_id,
        EventKind(action),
        revision=revision,
        who=who,
        at=at,
        before=target.after,
        after=target.before,
        actions_before=target.actions_after,
        actions_after=target.actions_before,
        texts_before=target.texts_after,
        texts_after=target.texts_before,
        editions=target.editions and target.editions.reversed,
        reverts=head,
        previous=other,
    )
    stacks.set_heads(connection, assessment_id, who, (below, event_id) if undoing else (event_id, below))
    return events.find(connection, [event_id])[event_id][0]


def undoable(
    connection: Connection, assessment_id: int, who: str, at: datetime
) -> tuple[Event | None, Event | None]:
    """The events that undo and redo would take back; none that changed records in a final assessment."""
    row = connection.execute(_STATE_AND_HEADS, {"assessment": assessment_id, "author": who}).first()
    if row is None:
        return None, None
    if finalised := _finalisation(connection, row, who, at):
        return finalised, None
    ids = [head for head in (row.undo_event, row.redo_event) if head is not None]
    found: dict[int | None, Event] = {
        id_: event
        for id_, (event, _) in (events.find(connection, ids) if ids else {}).items()
        if not (row.finalised_at and (event.after or event.editions))
    }
    return found.get(row.undo_event), found.get(row.redo_event)


def _finalisation(connection: Connection, found: AnyRow, who: str, at: datetime) -> Event | None:
    """The event that made an assessment final, if it is the last, just now, and by this author."""
    if found.finalised_at is None or not found.finalised_at <= at <= found.finalised_at + FINALISED_JUST_NOW:
        return None
    last = events.at_revision(connection, found.id, found.revision)
    return last if last and last.kind is EventKind.FINALISED and last.who == who else None


def _conflict(
    connection: Connection, target: Event, action: Literal["undo", "redo"]
) -> UndoConflictError | None:
    """Why a step that leaves what was before `target` cannot be taken."""
    now = assessment_rows.placed(connection, target.assessment_id)
    if target.editions and now != target.editions.after:
        return UndoConflictError(action, edition=True)
    if target.after:
        stored = records.read(connection, target.assessment_id, target.after)
        changed = tuple(id_ for id_, left in target.after.items() if stored.get(id_, NO_RECORD) != left)
        if changed:
            return UndoConflictError(action, changed)
    if target.texts_after:
        written = assessment_rows.texts(connection, target.assessment_id)
        others = tuple(s for s, left in target.texts_after.items() if written.get(s, "") != left)
        if others:
            return UndoConflictError(action, sections=others)
    if target.actions_after:
        found = actions.read(connection, target.assessment_id)
        moved = tuple(id_ for id_, left in target.actions_after.items() if found.get(id_) != left)
        if moved:
            return UndoConflictError(action, action_ids=moved)
        try:
            actions.check_requirements(actions.together(found, target.actions_before))
        except RequirementError as error:
            return UndoConflictError(action, action_ids=tuple(dict.fromkeys(error.action_ids)))
    return None
