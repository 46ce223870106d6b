"""The parts of the Action plan page: how the plan stands, its views, and taking it along."""

from __future__ import annotations

import streamlit as st

from clf_model import action_summary, blockers, without_action
from clf_reports import action_calendar, action_table, action_workbook, csv_text, file_name

from .. import state
from ..access.session import carried
from ..clock import now, today_here, zone_in_words
from ..shared.callbacks import EVERYTHING
from ..shared.derived import derived
from ..shared.errors import boundary
from ..shared.in_force import zone_in_force
from ..shared.view import View, current_view, note_shown
from ..wording import counted, plain
from . import commands
from .board import board
from .dialogs import dialog
from .forms import PLAN, Form, FromBlockers, FromScenario, new_form
from .grid import tables
from .judging import conflicts
from .roadmap import roadmap

BOARD, TABLE, ROADMAP = "board", "table", "roadmap"
_VIEWS = {BOARD: "Board", TABLE: "Table", ROADMAP: "Roadmap"}
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def heading(view: View) -> None:
    """The ways to begin an action, where there are some already."""
    if view.assessment.actions:
        with st.container(horizontal=True, horizontal_alignment="right", key="plan-heading"):
            _beginnings(view)


def _beginnings(view: View, primary: type = Form) -> None:
    """The ways to begin an action; the one of the kind `primary` stands out."""
    ways = (
        ("From what holds you back", "lock_open", FromBlockers()),
        ("From a scenario", "alt_route", FromScenario()),
        ("New action", "add", new_form()),
    )
    for label, icon, content in ways:
        st.button(
            label,
            icon=f":material/{icon}:",
            type="primary" if isinstance(content, primary) else "secondary",
            key=state.key("begin", primary.__name__, icon),
            on_click=commands.show_dialog,
            args=(view.info.id, content),
            kwargs={"affected": EVERYTHING},
        )


@derived(PLAN)
def plan() -> None:
    """The plan in the chosen view, or how to begin one, and the dialog that is open."""
    with boundary():
        view = current_view()
        note_shown(view)
        conflicts(view)
        if view.assessment.actions:
            _shown(view)
        else:
            _nothing_yet(view)
        dialog(view)


def _shown(view: View) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="plan-controls"):
        state.keep_valid(state.PLAN, list(_VIEWS))
        st.segmented_control(
            "View",
            list(_VIEWS),
            format_func=_VIEWS.__getitem__,
            key=state.PLAN,
            persist_state="session",
            on_change=state.write_address,
            required=True,
            label_visibility="collapsed",
            wrap=True,
        )
        _figures(view)
        _downloads(view)
    chosen = state.value(state.PLAN)
    if chosen == ROADMAP:
        roadmap(view)
    elif chosen == TABLE:
        tables(view)
    else:
        board(view)


def _figures(view: View) -> None:
    """How the plan stands, in one line."""
    actions = view.assessment.actions.values()
    found = action_summary(actions, today_here())
    words = [f"{n} {status.label.lower()}" for status, n in found.by_status.items() if n]
    attention = []
    if found.overdue:
        attention.append(f"{found.overdue} overdue")
    if found.for_review:
        attention.append(f"{found.for_review} due for review")
    for text in attention:
        st.badge(text, icon=":material/warning:", color="red" if "overdue" in text else "orange")
    bare = len(without_action(view.profile, actions))
    if bare:
        words.append(f"{counted(bare, 'indicator')} before a next stage without an action")
    st.caption(plain(" · ".join(words)), width="stretch")


def _nothing_yet(view: View) -> None:
    held = len(blockers(view.profile))
    if held:
        st.markdown(
            f"**No actions yet.** {counted(held, 'indicator')} "
            f"{'stands' if held == 1 else 'stand'} before a next stage. Choose those that one piece of work "
            "can serve, and say who does it by when."
        )
    else:
        st.markdown("**No actions yet**, and no indicator stands before a next stage that can be reached.")
    with st.container(horizontal=True):
        _beginnings(view, FromBlockers if held else Form)


def _downloads(view: View) -> None:
    """All actions as CSV, workbook and calendar, whatever view is shown; made when asked for."""
    assessment = view.assessment
    zone = zone_in_force()
    day = today_here()  # the files are made where no browser is known

    def table() -> str:
        return csv_text(action_table(view.framework, assessment.actions, day, view.unit))

    with st.container(
        horizontal=True, vertical_alignment="center", key="plan-downloads", width="content", gap="xsmall"
    ):
        for label, ending, mime, said, make in (
            ("CSV", "csv", "text/csv", "All actions as a table", table),
            (
                "Excel",
                "xlsx",
                _EXCEL,
                "All actions as a workbook, laid out for printing",
                lambda: action_workbook(view.framework, assessment, day, view.unit),
            ),
            (
                "Calendar",
                "ics",
                "text/calendar",
                f"Due dates of what is open, and review dates; whole days, {zone_in_words(zone)}",
                lambda: action_calendar(view.framework, assessment, now(), zone),
            ),
        ):
            st.download_button(
                label,
                data=carried(make),
                file_name=file_name("action-plan", assessment, ending),
                mime=mime,
                icon=":material/download:",
                type="tertiary",
                help=said,
                on_click="ignore",
                key=state.key("download", ending),
            )
