"""Each author's own undo and redo of an assessment, as stacks that are linked through the log.

`cursor` holds an author's two heads, and each event the one that was the head before it. So a step takes the
same time however long the log has grown, and no event is ever rewritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.action import Action
from clf_model.assessment import Record

from ..sql.database import AnyRow, upsert
from ..values import EditionMove, EventKind
from . import assessment_rows, events
from .tables import cursor

Heads = tuple[int | None, int | None]

OF_AUTHOR = (cursor.c.assessment_id == sa.bindparam("assessment")) & (cursor.c.who == sa.bindparam("author"))
_HEADS = sa.select(cursor.c.undo_event, cursor.c.redo_event).where(OF_AUTHOR)
_UNDO_HEAD = sa.select(cursor.c.undo_event).where(OF_AUTHOR)
_NO_RECORDS: Mapping[str, Record] = MappingProxyType({})
_NO_ACTIONS: Mapping[str, Action | None] = MappingProxyType({})
_NO_TEXTS: Mapping[str, str] = MappingProxyType({})


def push(
    connection: Connection,
    locked: AnyRow,
    *,
    who: str,
    at: datetime,
    before: Mapping[str, Record] = _NO_RECORDS,
    after: Mapping[str, Record] = _NO_RECORDS,
    actions_before: Mapping[str, Action | None] = _NO_ACTIONS,
    actions_after: Mapping[str, Action | None] = _NO_ACTIONS,
    texts_before: Mapping[str, str] = _NO_TEXTS,
    texts_after: Mapping[str, str] = _NO_TEXTS,
    editions: EditionMove | None = None,
) -> tuple[int, int]:
    """Advances a locked assessment by a change, on top of its author's undo stack; its revision and event."""
    revision = assessment_rows.advance(connection, locked, at)
    event_id = events.append(
        connection,
        locked.id,
        EventKind.CHANGED,
        revision=revision,
        who=who,
        at=at,
        before=before,
        after=after,
        actions_before=actions_before,
        actions_after=actions_after,
        texts_before=texts_before,
        texts_after=texts_after,
        editions=editions,
        previous=_UNDO_HEAD.params(assessment=locked.id, author=who).scalar_subquery(),
    )
    set_heads(connection, locked.id, who, (event_id, None))
    return revision, event_id


def heads(connection: Connection, assessment_id: int, who: str) -> Heads | None:
    """The events on top of an author's undo and redo stacks; None where the author has no stacks yet."""
    row = connection.execute(_HEADS, {"assessment": assessment_id, "author": who}).first()
    return row and (row.undo_event, row.redo_event)


def set_heads(connection: Connection, assessment_id: int, who: str, tops: Heads) -> None:
    """Puts these events on top of an author's stacks, which are made where the author has none yet."""
    values = dict(zip(("undo_event", "redo_event"), tops, strict=True))
    upsert(connection, cursor, [{"assessment_id": assessment_id, "who": who, **values}])
