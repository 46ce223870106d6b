"""What people do to actions, as callbacks: each is one transaction, or a message that says why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from clf_model import (
    Action,
    ActionConflictError,
    ActionStatus,
    ClfError,
    Indicator,
    RecordError,
    action_for,
    title_of,
)
from clf_model.text import titled
from clf_store import ActionEdit, AssessmentInfo

from .. import state
from ..assessments import whole
from ..clock import today_here
from ..shared.callbacks import told
from ..shared.errors import in_words
from ..shared.in_force import rules_in_force
from ..shared.loaders import framework_of, st_store
from ..wording import SHORT, counted
from .forms import DECISION, TEXTS, Form, Judging, field_key, new_form
from .writing import change, make, write


@told
def show_dialog(assessment_id: int, content: object) -> None:
    """Open one of the dialogs on actions."""
    state.open_dialog(assessment_id, content)


@contextmanager
def _refusing() -> Iterator[None]:
    """What is wrong with what was sent is said in the dialog, which stays open."""
    try:
        yield
    except ClfError as error:
        state.refuse_dialog(in_words(error))


def _entered(names: Iterable[str], number: int) -> dict[str, Any]:
    found = {name: state.value(field_key(number, name)) for name in names}
    texts = {name: (found[name] or "").strip() or None for name in TEXTS if name in found}
    if not texts["title"]:
        raise RecordError("Say in a few words what will be done; then it is saved.")
    lists = {name: tuple(found[name] or ()) for name in ("covers", "requires")}
    effort = 1.0 if found["effort"] is None else float(found["effort"])
    return {**found, **texts, **lists, "effort": effort}


@told
def save(assessment_id: int, form: Form, number: int) -> None:
    """The dialog was sent: make the action, or change what was changed in it."""
    with _refusing():
        entered = _entered(form.start, number)
        if form.base is None:
            make(assessment_id, Action(**{**entered, "id": "new"}))
            state.notify(f"Added {titled(entered['title'], SHORT)}")
        else:
            write(assessment_id, {form.base.id: ActionEdit(form.base, replace(form.base, **entered))})
        state.close_dialog()


@told
def delete(assessment_id: int, action: Action) -> None:
    """Take an action out; Undo brings it back. What required it goes on without it."""
    state.close_dialog()
    stored = st_store().load(assessment_id).assessment.actions
    edits = {
        id_: ActionEdit(one, replace(one, requires=tuple(r for r in one.requires if r != action.id)))
        for id_, one in stored.items()
        if action.id in one.requires
    }
    if write(assessment_id, {action.id: ActionEdit(action, None), **edits}):
        state.notify("Action deleted; Undo brings it back")


@told
def set_status(assessment_id: int, action: Action, status: ActionStatus) -> None:
    """One click: how far an action is. Why it was not done goes when it is taken up."""
    change(assessment_id, action, replace(action, status=status, reason=None, review_on=None))


@told
def refuse(assessment_id: int, action: Action, number: int) -> None:
    """An action is not done: with the reason, and the day to look at it again."""
    with _refusing():
        decision = {name: state.value(field_key(number, name)) for name in DECISION}
        changed = replace(action, status=ActionStatus.NOT_DOING, **decision)
        write(assessment_id, {action.id: ActionEdit(action, changed)})
        state.close_dialog()


@told
def close() -> None:
    """The dialog's own button to close it."""
    state.close_dialog()


@told
def judge_in_new_draft(info: AssessmentInfo, offer: Judging) -> None:
    """Carry a final assessment on in a new draft, and offer the same indicators there."""
    whole.carry_on(info, today_here())
    carried = state.value(state.ASSESSMENT)
    if carried != info.id:
        state.open_dialog(carried, offer)


@told
def settle(assessment_id: int, action_id: str, conflict: ActionConflictError, *, mine: bool) -> None:
    """Two people changed one action differently: keep theirs, or write mine over it knowingly."""
    state.action_conflicts.put((assessment_id, action_id), None)
    write(assessment_id, {action_id: ActionEdit(conflict.theirs, conflict.settled(mine=mine))})


def _chosen(assessment_id: int, boxes: Mapping[str, str]) -> list[Indicator]:
    """The indicators whose boxes are ticked; `boxes` has the keys of all of them by indicator id."""
    chosen = [framework_of(assessment_id).indicator(id_) for id_, name in boxes.items() if state.value(name)]
    if not chosen:
        raise RecordError("Choose at least one of them.")
    return chosen


@told
def cover(assessment_id: int, boxes: Mapping[str, str]) -> None:
    """Blockers were chosen: go on to write the action that covers them."""
    with _refusing():
        chosen = _chosen(assessment_id, boxes)
        assessment = st_store().load(assessment_id).assessment
        begun = action_for(chosen, assessment, rules_in_force(), title=title_of(chosen[0]), taken=())
        title = begun.title if len(chosen) == 1 else ""
        state.open_dialog(assessment_id, new_form(title=title, covers=begun.covers, effort=begun.effort))


@told
def begin_for(assessment_id: int, ids: tuple[str, ...]) -> None:
    """Write an action that covers these indicators; the title of the first one is there to begin with."""
    chosen = [framework_of(assessment_id).indicator(id_) for id_ in ids]
    assessment = st_store().load(assessment_id).assessment
    begun = action_for(chosen, assessment, rules_in_force(), title=title_of(chosen[0]), taken=())
    state.open_dialog(assessment_id, new_form(title=begun.title, covers=begun.covers, effort=begun.effort))


@told
def take_over(assessment_id: int, name: str, boxes: Mapping[str, str], number: int) -> None:
    """Indicators of the scenario of this name become actions in one step: one for each, or one for all."""
    with _refusing():
        chosen = _chosen(assessment_id, boxes)
        groups = [(title_of(one), [one]) for one in chosen]
        if state.value(field_key(number, "together")):
            title = (state.value(field_key(number, "title")) or "").strip()
            if not title:
                raise RecordError("Say in a few words what will be done; then the action is made.")
            groups = [(title, chosen)]
        assessment, rules = st_store().load(assessment_id).assessment, rules_in_force()
        made = [action_for(g, assessment, rules, title=title, taken=()) for title, g in groups]
        make(assessment_id, *made)
        state.close_dialog()
        state.notify(f"{counted(len(made), 'action')} from {titled(name, SHORT)}")
