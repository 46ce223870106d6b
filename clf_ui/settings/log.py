"""The log in Settings: what was done to the assessment in view, and what counts for everyone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from clf_model import (
    Framework,
)
from clf_store import Event, EventKind, Step

from ..clock import moment_here
from ..shared import for_everyone
from ..shared.event_words import moved_in_full
from ..shared.for_everyone import by_whom
from ..shared.loaders import st_edition, st_framework, st_store
from ..shared.view import View
from ..wording import plain

EVENTS = {
    "created": "Created",
    "copied": "Carried on from an earlier assessment",
    "changed": "Changed",
    "undo": "Undone",
    "redo": "Redone",
    "details": "Details changed",
    "finalised": "Finalised",
    "reopened": "Reopened",
    "deleted": "Deleted",
    "restored": "Restored",
}


CHANGES = (EventKind.CHANGED, EventKind.UNDO, EventKind.REDO)


def log(view: View) -> None:
    """What happened to this assessment and for everyone, newest first; nothing is ever taken out."""
    _log_of_assessment(view)
    st.markdown("**For everyone**")
    steps = [step for step in st_store().steps(limit=200) if step.assessment_id is None]
    rows = [_row_of_step(step, st_framework()) for step in steps]
    if not rows:
        st.caption("Nobody has changed what counts for everyone yet.")
        return
    st.table(
        [row for _, row in rows],
        border="horizontal",
        hide_index=True,
        alt="Steps for everyone, newest first",
    )


def _row(at: datetime, what: str, who: str) -> tuple[datetime, dict[str, str]]:
    return at, {"When": moment_here(at), "What": plain(what), "Where": plain(by_whom(who))}


def _row_of_step(step: Step, framework: Framework) -> tuple[datetime, dict[str, str]]:
    return _row(step.at, for_everyone.in_words(step, framework), step.who)


def _log_of_assessment(view: View) -> None:
    events = st_store().events(view.info.id, limit=200)
    workshops = {one.event_id: one.title for one in st_store().workshops.of_assessment(view.info.id)}
    rows = [
        _row(event.at, _what(event, _edition_at(event.at, view, events), workshops.get(event.id)), event.who)
        for event in events
    ]
    rows += [
        _row_of_step(step, _edition_at(step.at, view, events))
        for step in st_store().steps(view.info.id, limit=200)
    ]
    rows.sort(key=lambda row: row[0], reverse=True)
    st.table([row for _, row in rows], border="horizontal", hide_index=True, alt="Events, newest first")


def _edition_at(at: datetime, view: View, events: Sequence[Event]) -> Framework:
    """The edition that the assessment was of at a time, by its events, newest first."""
    moves = [(event.at, event.editions) for event in events if event.editions]
    if not moves:
        return view.framework
    first = moves[-1][1].before
    return st_edition(next((move.after for moved_at, move in moves if moved_at <= at), first).digest)


def _what(event: Event, framework: Framework, workshop: str | None) -> str:
    """What happened and what it changed, in the edition of then; of what a workshop wrote also its title."""
    word = EVENTS.get(event.kind, str(event.kind).capitalize())
    if workshop is not None:
        word = f"{word} by the workshop “{workshop}”"
    if event.reason is not None:
        return f"{word}: {event.reason}"
    if event.kind not in CHANGES:
        return word
    return f"{word}: {moved_in_full(event, framework)}"
