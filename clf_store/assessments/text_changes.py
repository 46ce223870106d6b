"""Changes of the service's own words, on the same undo stacks as changes of records.

A final assessment's words go on being written: they are about it, and change nothing that was judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.engine import Connection

from clf_model.text import given

from ..errors import TextConflictError
from ..values import TextEdit
from . import assessment_rows, stacks


def change(
    connection: Connection, assessment_id: int, edits: Mapping[str, TextEdit], *, who: str, at: datetime
) -> int | None:
    """Writes words against what the writer saw, as one event; its id, None where nothing changed."""
    locked = assessment_rows.lock(connection, assessment_id, final=True)
    stored = assessment_rows.texts(connection, assessment_id)
    after = {}
    for section, edit in edits.items():
        now, wanted = stored.get(section, ""), given(edit.new) or ""
        if now == wanted:
            continue
        if now != edit.base:
            raise TextConflictError(section, now)
        after[section] = wanted
    if not after:
        return None
    before = {section: stored.get(section, "") for section in after}
    assessment_rows.write_texts(connection, assessment_id, after)
    _, event_id = stacks.push(connection, locked, who=who, at=at, texts_before=before, texts_after=after)
    return event_id
