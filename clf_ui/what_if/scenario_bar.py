"""The scenarios at the top of the What-if page: one in view, others beside it, and what to do with them."""

from __future__ import annotations

import streamlit as st

from .. import state
from ..shared.gone import say_gone
from ..shared.redrawn import AFFECTED
from ..shared.view import View
from ..wording import plain
from . import commands
from .scenarios import MOST_BESIDE, TODAY, TODAY_NAME, labels, next_name, saved


def scenario_bar(view: View) -> None:
    """Today and the saved scenarios; one in view, up to three beside it."""
    found = saved(view)
    names = {TODAY: TODAY_NAME, **labels(found)}
    say_gone(state.SCENARIO, names, "scenario", "This is today’s state.")
    state.keep_valid(state.SCENARIO, list(names))
    with st.container(horizontal=True, vertical_alignment="center", key="chips"):
        st.segmented_control(
            "Scenario",
            list(names),
            format_func=lambda id_: plain(names[id_]),
            key=state.SCENARIO,
            persist_state="session",
            on_change=state.write_address,
            required=True,
            label_visibility="collapsed",
            wrap=True,
        )
        st.button(
            "New scenario",
            key="new-scenario",
            icon=":material/add:",
            help="It starts from today",
            on_click=commands.begin,
            args=(view.info.id,),
            kwargs={"name": next_name(view), "affected": AFFECTED},
        )
        current = state.value(state.SCENARIO)
        if current != TODAY:
            _manage(view.info.id, current, found[current].name)
        _share()
        if current != TODAY:
            _beside(names, current)
        before = commands.before_plan(found[current]) if current != TODAY else None
        if before is not None:
            st.button(
                "Undo plan",
                key="undo-plan",
                icon=":material/undo:",
                help="Back to what this scenario tried before the plan",
                on_click=commands.bring_back,
                args=(before,),
                kwargs={"affected": AFFECTED},
            )
        deleted = state.deleted_scenario.get(view.info.id)
        if deleted is not None:
            st.button(
                "Undo deletion",
                key="restore-scenario",
                icon=":material/undo:",
                on_click=commands.restore,
                args=(view.info.id, deleted),
                kwargs={"affected": AFFECTED},
            )

        st.space("stretch")
        st.caption("Nothing here changes the assessment.", width="content")


def _manage(assessment_id: int, current: int, name: str) -> None:
    with st.popover("Name", icon=":material/edit:", type="tertiary"):
        field = state.key("scenario-name", current)
        st.text_input(
            "Name of this scenario",
            value=name,
            key=field,
            on_change=commands.rename,
            args=(current, field),
            kwargs={"affected": AFFECTED},
        )
        st.button(
            "Delete this scenario",
            key="delete-scenario",
            on_click=commands.delete,
            args=(assessment_id, current),
            kwargs={"affected": AFFECTED},
        )


def _beside(names: dict[int, str], current: int) -> None:
    others = {id_: name for id_, name in names.items() if id_ not in (TODAY, current)}
    state.keep_all_valid(state.AGAINST, list(others), most=MOST_BESIDE)
    if others:
        st.multiselect(
            "Compare with",
            list(others),
            format_func=others.__getitem__,
            key=state.AGAINST,
            persist_state="session",
            max_selections=MOST_BESIDE,
            on_change=state.write_address,
            placeholder="Compare with…",
            label_visibility="collapsed",
            width=560,
        )


def _share() -> None:
    panel = st.popover("Link", icon=":material/link:", type="tertiary", key="share", on_change="rerun")
    if panel.open:
        with panel:
            st.caption("Whoever can open the dashboard sees the same: assessment, scenarios and lever.")
            st.code(state.link(), language=None, wrap_lines=True)
