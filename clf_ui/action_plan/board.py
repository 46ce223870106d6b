"""The board of the Action plan page: a column for each status, a card for each action."""

from __future__ import annotations

import streamlit as st

from clf_model import Action, ActionStatus, by_due_date, still_open, waits_for
from clf_model.text import titled
from clf_reports import attention

from .. import state
from ..clock import today_here
from ..shared.view import View
from ..wording import counted, judgement_word, long_date, plain
from . import commands
from .forms import AFFECTED, Judging, Refusal, edit_form

HEADINGS = {
    ActionStatus.PLANNED: "Planned",
    ActionStatus.IN_PROGRESS: "In progress",
    ActionStatus.DONE: "Done",
    ActionStatus.NOT_DOING: "Not doing, and why",
}
# What one click makes of an action, by its status.
_STEPS = {
    ActionStatus.PLANNED: (
        ("Start", "play_arrow", ActionStatus.IN_PROGRESS),
        ("Done", "check", ActionStatus.DONE),
    ),
    ActionStatus.IN_PROGRESS: (
        ("Done", "check", ActionStatus.DONE),
        ("Pause", "pause", ActionStatus.PLANNED),
    ),
    ActionStatus.DONE: (("Not done yet", "undo", ActionStatus.IN_PROGRESS),),
    ActionStatus.NOT_DOING: (("Plan it after all", "undo", ActionStatus.PLANNED),),
}


def board(view: View) -> None:
    """Every action under its status, those due first on top."""
    for column, (status, heading) in zip(st.columns(len(HEADINGS)), HEADINGS.items(), strict=True):
        found = by_due_date(one for one in view.assessment.actions.values() if one.status is status)
        with column, st.container(key=state.key("board", status), gap="small"):
            st.subheader(f"{heading} :gray[{len(found)}]", anchor=False)
            for action in found:
                _card(view, action)
            if not found:
                st.caption("Nothing here")


def _card(view: View, action: Action) -> None:
    with st.container(border=True, key=state.key("plan-card", action.id), gap="xsmall"):
        st.markdown(f"**{plain(action.title)}**")
        _facts(view, action)
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            if action.covers:
                _covers(view, action)
            st.button(
                "Edit",
                icon=":material/edit:",
                type="tertiary",
                key=state.key("edit-action", action.id),
                on_click=commands.show_dialog,
                args=(view.info.id, edit_form(action)),
                kwargs={"affected": AFFECTED},
            )
        _steps(view, action)


def _facts(view: View, action: Action) -> None:
    """What wants attention, in words with its mark; then who, when and how it will be seen."""
    note = attention(action, today_here())
    if note:
        st.badge(note, icon=":material/warning:", color="red" if action.status.is_open else "orange")
    who = plain(" · ".join([_when(action), action.owner or "No owner"]))
    effort = view.unit.of(action.effort).replace(" ", "\N{NO-BREAK SPACE}")
    st.caption(f"{who} · {plain(effort)}")
    if action.reason and action.status is ActionStatus.NOT_DOING:
        st.markdown(plain(action.reason))
    elif action.measure:
        st.caption(f"Success: {plain(action.measure)}")
    waiting = waits_for(action, view.assessment.actions) if action.status.is_open else ()
    if waiting:
        titles = ", ".join(titled(one.title) for one in waiting)
        st.caption(f":material/hourglass_empty: Waits for {plain(titles)}")


def _when(action: Action) -> str:
    if action.status is ActionStatus.NOT_DOING:
        return f"Look again on {long_date(action.review_on)}" if action.review_on else "No review date"
    return f"Due {long_date(action.due)}" if action.due else "No due date"


def _covers(view: View, action: Action) -> None:
    panel = st.popover(
        f"Covers {counted(len(action.covers), 'indicator')}",
        type="tertiary",
        key=state.key("covers", action.id),
        on_change="rerun",
    )
    if panel.open:
        with panel:
            for id_ in action.covers:
                if view.framework.has_indicator(id_):
                    judged = judgement_word(view.assessment.judgement(id_))
                    text = plain(view.framework.indicator(id_).text)
                    st.markdown(f"**{id_}** {text} :gray[{plain(judged)}]")


def _steps(view: View, action: Action) -> None:
    """The buttons that move the action on."""
    aid = view.info.id
    with st.container(horizontal=True, gap="xsmall"):
        left = still_open(action.covers, view.framework, view.assessment, view.rules)
        if action.status is ActionStatus.DONE and left:
            st.button(
                f"Judge {counted(len(left), 'indicator')}",
                icon=":material/gavel:",
                key=state.key("judge-action", action.id),
                on_click=commands.show_dialog,
                args=(aid, Judging(action.title, action.covers)),
                kwargs={"affected": AFFECTED},
            )
        for label, icon, status in _STEPS[action.status]:
            st.button(
                label,
                icon=f":material/{icon}:",
                key=state.key("status", status, action.id),
                on_click=commands.set_status,
                args=(aid, action, status),
                kwargs={"affected": AFFECTED},
            )
        if action.status.is_open:
            st.button(
                "Not doing",
                type="tertiary",
                key=state.key("refuse", action.id),
                on_click=commands.show_dialog,
                args=(aid, Refusal(action)),
                kwargs={"affected": AFFECTED},
            )
