"""Changes of records, and the undo and redo of each author's own.

Undo and redo are stacks linked through the log: `cursor` holds an author's two heads, and each event the
one that was the head before it. So a step takes the same time however long the log has grown, and no event
is ever rewritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.assessment import NO_RECORD
from clf_model.merge import ConflictError, merge

from . import assessments, events, records
from .errors import EditConflictError, UndoConflictError
from .tables import assessment, cursor
from .values import Change, Edit, Event, EventKind

_OF_AUTHOR = (cursor.c.assessment_id == sa.bindparam("assessment")) & (cursor.c.who == sa.bindparam("author"))
_HEADS = sa.select(cursor.c.undo_event, cursor.c.redo_event).where(_OF_AUTHOR)
_OPEN_HEADS = _HEADS.join(assessment).where(
    assessment.c.finalised_at.is_(None), assessment.c.deleted_at.is_(None)
)
_SET_HEADS = sa.update(cursor).where(_OF_AUTHOR)
_ADD_HEADS = sa.insert(cursor)


def change(
    connection: Connection, assessment_id: int, edits: Mapping[str, Edit], *, who: str, at: datetime
) -> Change:
    """Merges edits with what is stored, as one event on top of the author's undo stack."""
    locked = assessments.lock(connection, assessment_id)
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
    revision = assessments.advance(connection, locked, at)
    heads = _heads(connection, assessment_id, who)
    event_id = events.append(
        connection,
        assessment_id,
        EventKind.CHANGED,
        revision=revision,
        who=who,
        at=at,
        before=before,
        after=after,
        previous=heads and heads[0],
    )
    _set_heads(connection, assessment_id, who, (event_id, None), new=heads is None)
    return Change(revision, MappingProxyType(merged), event_id)


def step(
    connection: Connection, assessment_id: int, action: Literal["undo", "redo"], *, who: str, at: datetime
) -> Event | UndoConflictError | None:
    """Takes back the head of the author's undo or redo stack, by an event that goes on the other stack.

    Returns None with an empty stack. Where the records are no longer as the head left them, it only leaves
    the stack, and the error is returned rather than raised, for the caller to raise after the commit.
    """
    locked = assessments.lock(connection, assessment_id)
    undo_head, redo_head = _heads(connection, assessment_id, who) or (None, None)
    undoing = action == "undo"
    head, other = (undo_head, redo_head) if undoing else (redo_head, undo_head)
    if head is None:
        return None
    target, below = events.find(connection, [head])[head]
    stored = records.read(connection, assessment_id, target.after)
    changed = tuple(id_ for id_, left in target.after.items() if stored.get(id_, NO_RECORD) != left)
    if changed:
        _set_heads(connection, assessment_id, who, (below, other) if undoing else (other, below))
        return UndoConflictError(action, changed)
    records.write(connection, assessment_id, target.after, target.before)
    revision = assessments.advance(connection, locked, at)
    event_id = events.append(
        connection,
        assessment_id,
        EventKind(action),
        revision=revision,
        who=who,
        at=at,
        before=target.after,
        after=target.before,
        reverts=head,
        previous=other,
    )
    _set_heads(connection, assessment_id, who, (below, event_id) if undoing else (event_id, below))
    return events.find(connection, [event_id])[event_id][0]


def undoable(connection: Connection, assessment_id: int, who: str) -> tuple[Event | None, Event | None]:
    """The events that undo and redo would take back; none in an assessment that is final or deleted."""
    heads = connection.execute(_OPEN_HEADS, {"assessment": assessment_id, "author": who}).first()
    ids = [head for head in heads or () if head is not None]
    found: dict[int | None, Event] = (
        {id_: event for id_, (event, _) in events.find(connection, ids).items()} if ids else {}
    )
    undo_head, redo_head = heads or (None, None)
    return found.get(undo_head), found.get(redo_head)


def _heads(connection: Connection, assessment_id: int, who: str) -> tuple[int | None, int | None] | None:
    row = connection.execute(_HEADS, {"assessment": assessment_id, "author": who}).first()
    return row and (row.undo_event, row.redo_event)


def _set_heads(
    connection: Connection,
    assessment_id: int,
    who: str,
    heads: tuple[int | None, int | None],
    *,
    new: bool = False,
) -> None:
    values = dict(zip(("undo_event", "redo_event"), heads, strict=True))
    if new:
        connection.execute(_ADD_HEADS, {"assessment_id": assessment_id, "who": who, **values})
    else:
        connection.execute(_SET_HEADS, {"assessment": assessment_id, "author": who, **values})
