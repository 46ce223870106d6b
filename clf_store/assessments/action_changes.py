"""Changes of actions, on the same undo stacks as changes of records.

A final assessment's actions go on being changed: people plan after the workshop, and what was planned until
then is kept by `finalising.finalise`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.engine import Connection

from clf_model.action import Action
from clf_model.actions.merge import ActionConflictError, merge_action
from clf_model.errors import RecordError

from ..errors import ActionEditConflictError
from ..plan_values import ActionChange, ActionEdit
from . import actions, assessment_rows, stacks


def change(
    connection: Connection,
    assessment_id: int,
    edits: Mapping[str, ActionEdit],
    *,
    who: str,
    at: datetime,
    edition: str | None = None,
) -> ActionChange:
    """Merges edits with what is stored, as one event on top of the author's undo stack."""
    locked = assessment_rows.lock(connection, assessment_id, final=True)
    assessment_rows.check_edition(locked.framework_digest, edition)
    stored = actions.read(connection, assessment_id)
    merged: dict[str, Action | None] = {}
    conflicts = {}
    for id_, edit in edits.items():
        if edit.new is not None and edit.new.id != id_:
            raise RecordError(f"The action {id_} keeps its id. Make a new action instead of {edit.new.id}.")
        try:
            merged[id_] = merge_action(edit.base, edit.new, stored.get(id_))
        except ActionConflictError as conflict:
            conflicts[id_] = conflict
    if conflicts:
        raise ActionEditConflictError(conflicts)
    after = {id_: wanted for id_, wanted in merged.items() if wanted != stored.get(id_)}
    if not after:
        return ActionChange(locked.revision, MappingProxyType(merged), None)
    actions.check_requirements(actions.together(stored, after))
    actions.write(connection, assessment_id, after)
    before = {id_: stored.get(id_) for id_ in after}
    revision, event_id = stacks.push(
        connection, locked, who=who, at=at, actions_before=before, actions_after=after
    )
    return ActionChange(revision, MappingProxyType(merged), event_id)


def deletion(seen: Mapping[str, Action], ids: Collection[str]) -> dict[str, ActionEdit]:
    """The edits that delete these of the actions seen, and take them out of what the others require."""
    edits = {}
    for id_, action in seen.items():
        kept = tuple(other for other in action.requires if other not in ids)
        if id_ in ids:
            edits[id_] = ActionEdit(action, None)
        elif kept != action.requires:
            edits[id_] = ActionEdit(action, replace(action, requires=kept))
    return edits
