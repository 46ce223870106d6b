"""The append-only log of an assessment. Rows are only ever added; the database refuses anything else.

But for demonstrations, whose log goes with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.action import Action
from clf_model.assessment import Record

from ..sql.database import AnyRow
from ..values import Details, EditionMove, Event, EventKind
from . import codec, plan_codec
from .tables import event

_BY_ID = sa.select(event).where(event.c.id.in_(sa.bindparam("ids", expanding=True)))
_NO_RECORDS: Mapping[str, Record] = MappingProxyType({})
_NO_ACTIONS: Mapping[str, Action | None] = MappingProxyType({})
_NO_TEXTS: Mapping[str, str] = MappingProxyType({})


def append(
    connection: Connection,
    assessment_id: int,
    kind: EventKind,
    *,
    revision: int,
    who: str,
    at: datetime,
    before: Mapping[str, Record] = _NO_RECORDS,
    after: Mapping[str, Record] = _NO_RECORDS,
    actions_before: Mapping[str, Action | None] = _NO_ACTIONS,
    actions_after: Mapping[str, Action | None] = _NO_ACTIONS,
    details: tuple[Details, Details] | None = None,
    texts_before: Mapping[str, str] = _NO_TEXTS,
    texts_after: Mapping[str, str] = _NO_TEXTS,
    editions: EditionMove | None = None,
    reason: str | None = None,
    reverts: int | None = None,
    previous: int | sa.ScalarSelect[int | None] | None = None,
) -> int:
    """Adds an event that led to `revision`, on top of `previous` where it goes on a stack; returns its id."""
    texts = map(codec.dump_details, details) if details else map(codec.dump_records, (before, after))
    text_before, text_after = texts
    row: dict[str, object] = {
        "assessment_id": assessment_id,
        "revision": revision,
        "at": at,
        "who": who,
        "kind": kind,
        "before": text_before,
        "after": text_after,
        "actions_before": plan_codec.dump_actions(actions_before) if actions_after else None,
        "actions_after": plan_codec.dump_actions(actions_after) if actions_after else None,
        "texts_before": codec.dump_texts(texts_before) if texts_after else None,
        "texts_after": codec.dump_texts(texts_after) if texts_after else None,
        "editions": codec.dump_move(editions) if editions else None,
        "reason": reason,
        "reverts": reverts,
        "previous": previous,
    }
    return int(connection.execute(sa.insert(event).values(row).returning(event.c.id)).scalar_one())


def find(connection: Connection, ids: list[int]) -> dict[int, tuple[Event, int | None]]:
    """Events by id, each with the event below it on its stack."""
    return {row.id: (_event(row), row.previous) for row in connection.execute(_BY_ID, {"ids": ids})}


def at_revision(connection: Connection, assessment_id: int, revision: int) -> Event | None:
    """The event that led to a revision."""
    query = sa.select(event).where(event.c.assessment_id == assessment_id, event.c.revision == revision)
    row = connection.execute(query).first()
    return None if row is None else _event(row)


def page(connection: Connection, assessment_id: int, *, limit: int, before: int | None) -> tuple[Event, ...]:
    """The newest events of an assessment, or the newest of those before the event `before`."""
    query = sa.select(event).where(event.c.assessment_id == assessment_id)
    if before is not None:
        query = query.where(event.c.id < before)
    return tuple(map(_event, connection.execute(query.order_by(event.c.revision.desc()).limit(limit))))


def _event(row: AnyRow) -> Event:
    kind = EventKind(row.kind)
    has_details = kind is EventKind.DETAILS
    return Event(
        id=row.id,
        assessment_id=row.assessment_id,
        at=row.at,
        who=row.who,
        kind=kind,
        before=_NO_RECORDS if has_details else codec.load_records(row.before),
        after=_NO_RECORDS if has_details else codec.load_records(row.after),
        reverts=row.reverts,
        revision=row.revision,
        details=(codec.load_details(row.before), codec.load_details(row.after)) if has_details else None,
        actions_before=plan_codec.load_actions(row.actions_before) if row.actions_before else _NO_ACTIONS,
        actions_after=plan_codec.load_actions(row.actions_after) if row.actions_after else _NO_ACTIONS,
        editions=codec.load_move(row.editions) if row.editions else None,
        reason=row.reason,
        texts_before=codec.load_texts(row.texts_before) if row.texts_before else _NO_TEXTS,
        texts_after=codec.load_texts(row.texts_after) if row.texts_after else _NO_TEXTS,
    )
