"""What people do to indicators, as callbacks: each is one transaction, or a message that says why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any

import streamlit as st

from clf_model import NO_RECORD, Evidence, Framework, Judgement, Record, join
from clf_model.text import titled
from clf_store import Edit, EditConflictError, EditionChangedError, Event, EventKind

from .. import state
from ..clock import now
from ..wording import ACTION_WORDS, SHORT, judgement_word
from . import quick_taps
from .as_shown import change_records
from .derived import fragments
from .errors import tell
from .loaders import framework_of, st_edition, st_store
from .naming import name_of

EVERYTHING = ("app",)
CARRYING_OVER = "carrying over to another edition"
EVIDENCE_PARTS = ("note", "source", "dated", "voice")


def guarded(action: Callable[..., None]) -> Callable[..., None]:
    """Make a function a callback that tells an error in a notice; what was said before stays."""

    @wraps(action)
    def callback(*args: Any, **kwargs: Any) -> None:
        _problem(action, *args, **kwargs)

    return callback


def _problem(action: Callable[..., None], *args: Any, **kwargs: Any) -> Exception | None:
    """The error that an action ended in, which a notice tells; None where it went well."""
    try:
        action(*args, **kwargs)
    except Exception as error:
        state.notify(tell(error), is_problem=True)
        return error
    return None


def told(action: Callable[..., None]) -> Callable[..., None]:
    """Make a function a callback: an error becomes a notice, and what shows the result is drawn again.

    The callback takes one keyword more: `affected`, the keys of the fragments to draw again; without it
    Streamlit draws the fragment that the widget is in. Where the page is of another edition by now, all of it
    is drawn again.
    """

    @wraps(action)
    def callback(*args: Any, affected: tuple[str, ...] = (), **kwargs: Any) -> None:
        state.drop_seen_notice()
        problem = _problem(action, *args, **kwargs)
        if affected == EVERYTHING or (affected and isinstance(problem, EditionChangedError)):
            st.rerun()
        elif affected:
            st.rerun(fragments(affected))

    return callback


def redraw() -> None:
    """A choice that the whole page depends on has changed inside a fragment."""
    state.write_address()
    st.rerun()


def choice_key(assessment_id: int, indicator_id: str) -> str:
    """The key of the buttons that judge an indicator."""
    return state.key("judge", assessment_id, indicator_id)


def reason_key(assessment_id: int, indicator_id: str) -> str:
    """The key of the field that holds the reason of a judgement."""
    return state.key("reason", assessment_id, indicator_id)


def evidence_key(assessment_id: int, indicator_id: str, part: str) -> str:
    """The key of one field of a new evidence entry."""
    return state.key("evidence", part, assessment_id, indicator_id)


def _shown(assessment_id: int, indicator_id: str) -> Record:
    """The record that this tab last showed; empty where it showed none."""
    return state.shown_records.get((assessment_id, indicator_id)) or NO_RECORD


def _change(assessment_id: int, indicator_id: str, record: Record) -> None:
    """Write a record against what this tab has shown; a conflict is kept for the person to decide."""
    edit = Edit(_shown(assessment_id, indicator_id), record)
    try:
        change = change_records(assessment_id, {indicator_id: edit}, shown=indicator_id)
    except EditConflictError:
        state.conflicts.put((assessment_id, indicator_id), record)
        return
    state.conflicts.put((assessment_id, indicator_id), None)
    state.shown_records.put((assessment_id, indicator_id), change.records[indicator_id])


@told
def judge(assessment_id: int, indicator_id: str) -> None:
    """The buttons of an indicator were pressed: save, or ask for the reason that not applicable needs."""
    chosen: Judgement | None = state.value(choice_key(assessment_id, indicator_id))
    if chosen is None and quick_taps.is_double((assessment_id, indicator_id)):
        return  # what was just judged stays, and is what the buttons show again
    quick_taps.judged((assessment_id, indicator_id))
    if chosen is Judgement.NOT_APPLICABLE:
        state.drafts.put((assessment_id, indicator_id), chosen)
    else:
        state.drafts.put((assessment_id, indicator_id), None)
        record = _shown(assessment_id, indicator_id)
        _change(assessment_id, indicator_id, record.judged(chosen))


@told
def give_reason(
    assessment_id: int, indicator_id: str, judgement: Judgement, equivalent: bool = False
) -> None:
    """The reason of a judgement was entered: save both together."""
    reason = (state.value(reason_key(assessment_id, indicator_id)) or "").strip()
    if not reason:
        state.notify("Say in a few words why; then it is saved.", is_problem=True)
        return
    record = _shown(assessment_id, indicator_id)
    _change(assessment_id, indicator_id, record.judged(judgement, reason=reason, equivalent=equivalent))
    state.drafts.put((assessment_id, indicator_id), None)


@told
def as_written(assessment_id: int, indicator_id: str) -> None:
    """Met as the indicator says after all, not in another way."""
    record = _shown(assessment_id, indicator_id)
    _change(assessment_id, indicator_id, record.judged(Judgement.MET))


@told
def drop_draft(assessment_id: int, indicator_id: str) -> None:
    """No reason after all: the judgement stays as it was."""
    state.drafts.put((assessment_id, indicator_id), None)


@told
def add_evidence(assessment_id: int, indicator_id: str) -> None:
    """A new evidence entry was entered."""
    fields = {part: evidence_key(assessment_id, indicator_id, part) for part in EVIDENCE_PARTS}
    if not (state.value(fields["note"]) or "").strip() and quick_taps.is_again("evidence", indicator_id):
        return  # the second of two quick clicks finds the fields empty
    entry = _entered(fields)
    record = _shown(assessment_id, indicator_id)
    _change(assessment_id, indicator_id, replace(record, evidence=(*record.evidence, entry)))
    quick_taps.made("evidence", indicator_id)
    for part, name in fields.items():
        state.empty_when_drawn(name, "" if part in ("note", "source") else None)


def _entered(fields: Mapping[str, str]) -> Evidence:
    note, source, dated, voice = (state.value(fields[part]) for part in EVIDENCE_PARTS)
    return Evidence((note or "").strip(), (source or "").strip() or None, dated, voice)


@told
def remove_evidence(assessment_id: int, indicator_id: str, entry: Evidence) -> None:
    """An evidence entry is wrong or no longer holds."""
    _replace_evidence(assessment_id, indicator_id, entry, None)


def _replace_evidence(assessment_id: int, indicator_id: str, old: Evidence, new: Evidence | None) -> None:
    record = _shown(assessment_id, indicator_id)
    entries = list(record.evidence)
    place = entries.index(old)
    entries[place : place + 1] = [new] if new else []
    _change(assessment_id, indicator_id, replace(record, evidence=tuple(entries)))


@told
def edit_evidence(assessment_id: int, indicator_id: str, old: Evidence, fields: Mapping[str, str]) -> None:
    """An evidence entry was edited in a form; `fields` names the key of each part."""
    _replace_evidence(assessment_id, indicator_id, old, _entered(fields))


@told
def settle(assessment_id: int, indicator_id: str, *, mine: bool) -> None:
    """Two people judged one indicator differently: keep theirs, or write mine over it knowingly."""
    wanted = state.conflicts.get((assessment_id, indicator_id))
    state.conflicts.put((assessment_id, indicator_id), None)
    if mine and wanted is not None:
        seen = _shown(assessment_id, indicator_id)
        taken = seen.judged(wanted.judgement, reason=wanted.reason, equivalent=wanted.equivalent)
        _change(assessment_id, indicator_id, taken)


@told
def undo(assessment_id: int) -> None:
    """Take back this browser's latest change, and say which."""
    event = st_store().undo(assessment_id, who=state.browser(), at=now())
    if event is not None:
        state.notify(f"Undone: {moved(event, framework_of(assessment_id))}")


@told
def redo(assessment_id: int) -> None:
    """Bring back the change that was undone last, and say which."""
    event = st_store().redo(assessment_id, who=state.browser(), at=now())
    if event is not None:
        state.notify(f"Redone: {moved(event, framework_of(assessment_id))}")


def moved(event: Event, framework: Framework) -> str:
    """What an event changed, in a few words; `framework` is the edition of its indicators."""
    if event.kind is EventKind.FINALISED or event.undoes_finalisation:
        return "finalising"
    if event.editions:
        return CARRYING_OVER
    if event.actions_after:
        return _moved_actions(event)
    if event.texts_after:
        return "own words in the report"
    if len(event.after) != 1:
        return f"{len(event.after)} indicators"
    (indicator_id,) = event.after
    return _moved_record(event, framework, indicator_id)


def moved_in_full(event: Event, framework: Framework) -> str:
    """What an event changed, with every indicator by name; without carrying over, indicators or actions."""
    if event.editions:
        earlier = st_edition(event.editions.before.digest)
        named_by = {id_: framework if one == NO_RECORD else earlier for id_, one in event.before.items()}
        records = [_moved_record(event, by, id_) for id_, by in named_by.items()]
        return "; ".join([CARRYING_OVER, *records])
    if event.actions_after or event.texts_after or event.undoes_finalisation:
        return moved(event, framework)
    return "; ".join(_moved_record(event, framework, id_) for id_ in event.after)


def _moved_record(event: Event, framework: Framework, indicator_id: str) -> str:
    old, new = event.before[indicator_id], event.after[indicator_id]
    name = name_of(framework, indicator_id)
    if old.judgement is not new.judgement:
        return f"{name} {judgement_word(old.judgement)} → {judgement_word(new.judgement)}"
    if old.evidence != new.evidence:
        return f"{name}: evidence"
    return f"{name}: details"


def _moved_actions(event: Event) -> str:
    if len(event.actions_after) != 1:
        return f"{len(event.actions_after)} actions"
    ((id_, new),) = event.actions_after.items()
    old = event.actions_before[id_]
    if old is None or new is None:
        shown = new or old
        return (
            f"action {titled(shown.title if shown else id_, SHORT)} {'added' if old is None else 'removed'}"
        )
    if old.status is not new.status:
        return f"{titled(new.title, SHORT)} {old.status.label} → {new.status.label}"
    changed = [ACTION_WORDS[part] for part in ACTION_WORDS if getattr(old, part) != getattr(new, part)]
    return f"{join(changed)} of {titled(new.title, SHORT)}"
