"""The plan of the scenario in view as a list in order of work, with the reasons for every step."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from clf_model import (
    Plan,
    Step,
    names,
    nearby,
    one_more,
    ties,
    unlocks,
    why_step,
    without,
)

from .. import state
from ..shared.naming import linked, place
from ..shared.pages import Name, link
from ..shared.redrawn import AFFECTED
from ..shared.view import View
from ..wording import counted, plain
from .plan_to_actions import covered_already, take_to_actions, unplanned
from .planned import Tried, st_frontier


def plan_list(view: View, tried: Tried) -> None:
    """Every step in order; then what lies near the plan, and what would do as well."""
    plan = tried.plan
    if not plan.steps:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="plan-heading"):
        st.subheader("The plan, in order", anchor=False, width="content")
        _take(view, tried)
    st.markdown("\n".join(_step(view, plan, number, step) for number, step in enumerate(plan.steps, 1)))
    for note in _notes(view, tried):
        st.caption(linked(view, note))


def _take(view: View, tried: Tried) -> None:
    open_steps = unplanned(tried.plan, view.assessment)
    if open_steps:
        st.button(
            "Take to action plan",
            key="take-plan",
            icon=":material/assignment_add:",
            type="primary",
            help=f"{counted(len(open_steps), 'indicator')} become planned actions; Undo takes them back",
            on_click=take_to_actions,
            kwargs={"affected": AFFECTED},
        )
        if covered := covered_already(tried.plan, view.assessment):
            st.caption(f"{counted(covered, 'indicator')} covered by open actions already", width="content")
    else:
        made = state.taken.get(tried.label)
        just = f"{counted(made, 'action')} made. " if made else ""
        st.caption(f":material/check: {just}Everything in this plan is in the action plan.", width="content")
    link(Name.ACTION_PLAN, "Open the action plan", view.info.id, icon="assignment")


def _step(view: View, plan: Plan, number: int, step: Step) -> str:
    """A step as an item of a list: what to do and for how much, then why, and what comes of it.

    Every indicator leads to its place on the Checklist.
    """
    head = f"{_title(view, step)} — {plain(view.unit.of(step.effort))}"
    reasons = [why_step(plan, step, view.unit), unlocks(plan, step), without(plan, step)]
    if step.action and step.indicators:  # what only others need brings nothing by itself
        reasons.insert(0, f"It brings to met: {names(step.indicators)}.")
    said = " ".join(reason for reason in reasons if reason)
    return f"{number}. {head}  \n   :small[{linked(view, said)}]"


def _title(view: View, step: Step) -> str:
    if step.action:
        return f"**{plain(step.action.title)}**"
    (one,) = step.indicators
    return f"**[{plain(one.id)}]({place(one, view.info.id)})** {plain(one.text)}"


def _notes(view: View, tried: Tried) -> list[str]:
    aim = tried.aim
    everything = st_frontier(view, replace(aim, target={}))
    way = st_frontier(view, aim) if aim.target else None
    notes = list(ties(tried.best)) if tried.best and tried.best.effort == tried.plan.effort else []
    notes += nearby(tried.plan, everything, way, objective=aim.objective, unit=view.unit)
    if aim.budget is not None:
        notes.append(one_more(way or everything, aim.budget, to_target=way is not None, unit=view.unit))
    return notes
