"""What people do to indicators, as callbacks: each is one transaction, or a message that says why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from clf_model import NO_RECORD, Evidence, Judgement, Record
from clf_store import Edit, EditConflictError

from .. import state
from ..clock import now
from . import quick_taps
from .as_shown import change_records
from .callbacks import told
from .event_words import moved
from .loaders import framework_of, st_store

EVIDENCE_PARTS = ("note", "source", "dated", "voice")


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
