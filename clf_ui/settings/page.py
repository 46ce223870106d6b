"""The parts of the Settings page: rules, the assessment in view, data, and the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from clf_model import (
    Framework,
    Perspective,
    Perspectives,
    Rules,
    dump_assessment,
    left_to_discuss,
    stage_name,
    whole_cells,
)
from clf_reports import file_name
from clf_store import Deleted, Event, EventKind, Step

from .. import state
from ..access.session import carried
from ..assessments import whole
from ..assessments.exchange import backup_bytes, import_file
from ..assessments.welcome import reset_samples, what_resetting_loses
from ..clock import day_here, moment_here, today_here
from ..shared import for_everyone, rules_setting
from ..shared.assessment_names import assessment_name, service_name
from ..shared.event_words import moved_in_full
from ..shared.far_reaching import DELETE, FINALISE, REOPEN, RESET, asks
from ..shared.for_everyone import by_whom
from ..shared.in_force import rules_in_force
from ..shared.loaders import rules_key, st_edition, st_framework, st_profile, st_store
from ..shared.view import View
from ..wording import long_date, plain
from . import erasing, logo_setting, unit_setting, zone_setting
from .labels import labels_field

PERSPECTIVES = {
    Perspectives.ORGANISATION: "The organisation's indicators decide",
    Perspectives.WORKER: "The workers' statements decide",
    Perspectives.BOTH: "Both must address a stage",
}
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


def rules(view: View) -> None:
    """The rules in force for every result, for whom they count, and what they change for this assessment."""
    in_force = rules_in_force()
    rules_setting.shown()
    threshold = round(in_force.threshold * 100)
    state.put(state.THRESHOLD, threshold)
    state.put(state.EVIDENCE_REQUIRED, in_force.evidence_required)
    has_workers = view.framework.has_perspective(Perspective.WORKER)
    deciding = list(PERSPECTIVES) if has_workers else [Perspectives.ORGANISATION]
    state.put(state.PERSPECTIVES, in_force.perspectives)
    st.markdown(
        f"The rules count **for everyone**: they give every stage of all {for_everyone.for_whom()} here, on "
        "every page and in every export. A change is in the log, and can be undone."
    )
    left, right = st.columns([0.45, 0.55], gap="large")
    with left:
        st.slider(
            "Share of a stage's applicable indicators that must be met",
            50,
            100,
            threshold,
            step=5,
            format="%d %%",
            key=state.THRESHOLD,
            on_change=rules_setting.keep,
        )
        st.caption(plain(_still_all(view)))
        st.toggle(
            "Only judgements with evidence count",
            in_force.evidence_required,
            key=state.EVIDENCE_REQUIRED,
            on_change=rules_setting.keep,
        )
        st.radio(
            "Whose indicators decide",
            deciding,
            deciding.index(in_force.perspectives),
            format_func=PERSPECTIVES.__getitem__,
            key=state.PERSPECTIVES,
            on_change=rules_setting.keep,
        )
        st.button(
            "Back to the framework's own rules",
            key="own-rules",
            disabled=not rules_setting.are_own(in_force),
            help="All indicators of a stage, and the organisation's decide",
            on_click=rules_setting.back,
        )
        for_everyone.last_change(rules_key())
    with right:
        _what_rules_change(view)
    unit_setting.unit_field(view.unit)
    zone_setting.zone_field()
    logo_setting.logo_field()


def _still_all(view: View) -> str:
    """In how many cells a threshold below 100 % still means all of them."""
    whole, cells = whole_cells(view.framework, view.rules)
    return f"This means all of them in {whole} of {cells} stages, because most stages are small."


def _what_rules_change(view: View) -> None:
    st.markdown("**What these rules change for the assessment in view**")
    plainly = st_profile(view.stored, Rules())
    rows = [
        {
            "Capability": plain(usual.capability.short_name),
            "Framework's own rule": plain(stage_name(usual)),
            "Rules in force": plain(stage_name(chosen)),
        }
        for usual, chosen in zip(plainly.capabilities, view.profile.capabilities, strict=True)
    ]
    st.table(rows, border="horizontal", hide_index=True, alt="Stages under the usual and the chosen rules")


def this_assessment(view: View) -> None:
    """Name and date; finalise, carry on, delete; restore what was deleted, and erase."""
    info = view.info
    left, right = st.columns(2, gap="large")
    with left:
        whole.details_fields(info)
        labels_field(info)
    with right:
        (_final if info.final else _not_final)(view)
        st.markdown("**Carry on** copies its judgements and evidence into a new draft of today.")
        st.button(
            "Carry on in a new draft",
            key="carry-on",
            icon=":material/content_copy:",
            on_click=whole.carry_on,
            args=(info, today_here()),
        )
        st.markdown("**Delete** takes it out of every list; you can undo that, and restore it here later.")
        st.button(
            DELETE.label,
            key=DELETE.key,
            icon=f":material/{DELETE.icon}:",
            disabled=info.final,
            help="A final assessment is a record: reopen it first" if info.final else None,
            on_click=whole.delete,
            args=(info.id,),
        )
    deleted = st_store().deleted(view.framework.id)
    _deleted(deleted)
    erasing.services(view.info, [one.info for one in deleted])


def _not_final(view: View) -> None:
    st.markdown("**Finalise** locks this assessment as a dated record. A new draft can carry on from it.")
    asks(FINALISE, _what_finalising_means(view), whole.finalise, args=(view.info.id,))


def _what_finalising_means(view: View) -> tuple[str, ...]:
    """What is locked and kept, what was not discussed, and how it can be taken back."""
    left = left_to_discuss(view.profile)
    deciding = view.rules.perspectives.members
    others = [one for one in view.framework.indicators if one.perspective not in deciding]
    open_ = sum(view.assessment.judgement(one.id) is None for one in others)
    besides = f"{open_} of the {len(others)} that decide none" if open_ else ""
    return (
        f"{service_name(view.info)}, {assessment_name(view.info)}, becomes a dated record: judgements, "
        "reasons and evidence can no longer be changed. The plan of today is kept beside it; actions go on.",
        f"{left or 'All indicators that decide stages have been discussed'}"
        f"{besides and f', nor have {besides}' if left else besides and f', but not {besides}'}"
        f"{', and stay so' if left else ''}.",
        "Undo takes it back for a quarter of an hour. Later, reopening it takes a reason, which is logged.",
    )


def _final(view: View) -> None:
    info = view.info
    st.markdown("This assessment is **final**: a dated record that no longer changes.")
    asks(
        REOPEN,
        (
            "It becomes a draft again, in which everything can be changed, and says that it was reopened. "
            "What was handed out of it stays as it was, and so does the plan kept when it was finalised.",
        ),
        whole.reopen,
        args=(info.id,),
        field=lambda: _ask_why(info.id),
    )


def _ask_why(assessment_id: int) -> None:
    st.text_input("Why is it reopened?", key=state.key("reopen-reason", assessment_id))


def _deleted(found: Sequence[Deleted]) -> None:
    """The deleted assessments, each with the way back."""
    if not found:
        return
    st.markdown(f"**Deleted assessments** ({len(found)})")
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "Restore",
                key=state.key("restore", one.info.id),
                icon=":material/restore_from_trash:",
                on_click=whole.restore,
                args=(one.info.id,),
            )
            st.markdown(
                plain(
                    f"{service_name(one.info)}, {assessment_name(one.info)}, "
                    f"deleted on {long_date(day_here(one.deleted_at))}"
                ),
                width="content",
            )


def data(view: View) -> None:
    """Export, import, back-up and the samples."""
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**Export** the assessment in view as a YAML file: all but scenarios and the log.")
        st.download_button(
            "Export",
            data=lambda: dump_assessment(view.assessment, view.framework),
            file_name=file_name("assessment", view.assessment, "yaml"),
            mime="application/yaml",
            on_click="ignore",
            key="export",
            icon=":material/download:",
        )
        st.markdown(
            "**Back up** this database, all but single votes and survey answers. Keep the file safe; "
            "docs/administrators.md, Restore, says how to put it back."
        )
        st.download_button(
            "Back up",
            data=carried(backup_bytes),
            file_name=f"clf-backup_{today_here()}.sqlite3",
            mime="application/vnd.sqlite3",
            on_click="ignore",
            key="backup",
            icon=":material/save:",
        )
        st.markdown("**Reset the samples** to how they were delivered. Your own assessments are not touched.")
        asks(RESET, what_resetting_loses(), reset_samples)
    with right:
        import_file()


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
