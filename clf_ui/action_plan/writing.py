"""Writing actions: each call is one transaction, or a conflict that is kept for the person to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from clf_model import Action, ActionStatus, ClfError, free_id, still_open
from clf_model.text import titled
from clf_store import ActionEdit, ActionEditConflictError, RequirementError

from .. import state
from ..shared.as_shown import change_actions
from ..shared.in_force import rules_in_force
from ..shared.loaders import framework_of, st_store
from ..shared.quick_taps import once
from .forms import Judging


class ImpossibleOrderError(ClfError):
    """Actions would wait for each other, or for one that is gone; said with their titles."""

    def __init__(
        self, error: RequirementError, stored: Mapping[str, Action], edits: Mapping[str, ActionEdit]
    ) -> None:
        wanted = {id_: edit.new for id_, edit in edits.items() if edit.new}
        known = {**stored, **wanted}
        titles = [titled(known[id_].title) for id_ in error.action_ids if id_ in known]
        if len(titles) < len(error.action_ids):
            super().__init__(
                f"What comes before {titles[0]} has been deleted meanwhile. Take it out and save again."
            )
        else:
            super().__init__(
                f"These would wait for each other: {' → '.join(titles)}. Take one out of what comes first."
            )


def write(assessment_id: int, edits: Mapping[str, ActionEdit]) -> bool:
    """Write edits, all of them or none; whether that was done.

    Where someone else changed the same meanwhile, the wish is kept for the person to decide.
    """
    try:
        change_actions(assessment_id, edits)
    except ActionEditConflictError as error:
        for id_, conflict in error.conflicts.items():
            state.action_conflicts.put((assessment_id, id_), conflict)
        return False
    except RequirementError as error:
        raise ImpossibleOrderError(error, st_store().load(assessment_id).assessment.actions, edits) from error
    for id_ in edits:
        state.action_conflicts.put((assessment_id, id_), None)
    return True


def change(assessment_id: int, base: Action, wanted: Action) -> None:
    """Write one action as it is wanted in place of the one shown; once done, offer what it covers."""
    if not write(assessment_id, {base.id: ActionEdit(base, wanted)}):
        return
    if wanted.status is ActionStatus.DONE and base.status is not ActionStatus.DONE:
        assessment = st_store().load(assessment_id).assessment
        if still_open(wanted.covers, framework_of(assessment_id), assessment, rules_in_force()):
            state.open_dialog(assessment_id, Judging(wanted.title, wanted.covers))


@once
def make(assessment_id: int, *wanted: Action) -> None:
    """Store new actions as one step, each under an id of its own, whoever makes others meanwhile."""
    taken = set(st_store().load(assessment_id).assessment.actions)
    while True:
        made: dict[str, ActionEdit] = {}
        for one in wanted:
            id_ = free_id(one.title, taken | set(made))
            made[id_] = ActionEdit(None, replace(one, id=id_))
        try:
            change_actions(assessment_id, made)
        except ActionEditConflictError as error:
            taken |= set(error.conflicts)
        else:
            return
