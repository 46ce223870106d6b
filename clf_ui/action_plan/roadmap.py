"""The roadmap of the Action plan page: the cheapest way to a target, as much a month as there is time for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import altair as alt
import streamlit as st

from clf_model import ClfError, Month, Plan, Target, amount, month_after, plan_for, plan_to_target, schedule
from clf_model.text import titled
from clf_reports import captioned, chart_png, chart_svg, csv_text, timeline_chart, timeline_table

from .. import state
from ..charts import downloads, mode, timeline
from ..loaders import now
from ..view import View
from ..wording import counted, plain

NEXT = "next"
USUAL, LEAST, MOST = 5.0, 0.5, 100_000.0  # effort a month
MID_MONTH = 15
_YEAR = 12


def roadmap(view: View) -> None:
    """What is to be reached, with how much a month, from when; the timeline beside the months in words."""
    up_to, capacity, first = _controls(view)
    try:
        cheapest = plan_to_target(view.framework, view.assessment, _target(view, up_to), rules=view.rules)
        # Where an action takes as much as what it covers, the action is what people will do.
        plan = plan_for(view.framework, view.assessment, cheapest.scenario(""), rules=view.rules)
        months = schedule(plan, capacity, first)
    except ClfError as error:
        st.warning(plain(str(error)), icon=":material/warning:")
        return
    for missing in cheapest.missing:
        st.info(plain(str(missing)))
    if not months:
        st.success("Nothing is left to do up to there.")
        return
    st.markdown(f"#### {plain(_sum(plan, months))}")
    left, right = st.columns([0.55, 0.45], gap="medium")
    with left:
        timeline(view, months, key="roadmap-timeline")
        _downloads(view, months)
    with right:
        st.table(
            timeline_table(months).map(lambda cell: plain(cell) if isinstance(cell, str) else amount(cell)),
            border="horizontal",
            hide_index=True,
            alt="What is finished in each month, and which stages arrive",
        )
    _beside(view, plan)
    st.caption(plain(view.rules.describe()))


def _controls(view: View) -> tuple[str, float, date]:
    stages = {NEXT: "The next stage of each"} | {s.id: f"{s.name} everywhere" for s in view.framework.stages}
    beginnings = {f"{m:%Y-%m}": m for m in (month_after(now().date(), n) for n in range(_YEAR))}
    state.keep_valid(state.UP_TO, list(stages))
    state.keep_valid(state.BEGINNING, list(beginnings), default=f"{usual_beginning(now().date()):%Y-%m}")
    held = state.value(state.CAPACITY)
    state.put(state.CAPACITY, held if held is not None and LEAST <= held <= MOST else USUAL)
    with st.container(horizontal=True, vertical_alignment="bottom", key="roadmap-controls"):
        st.selectbox(
            "Up to",
            list(stages),
            format_func=stages.__getitem__,
            key=state.UP_TO,
            persist_state="session",
            on_change=state.write_address,
            width=240,
        )
        st.number_input(
            "Effort a month",
            LEAST,
            MOST,
            step=0.5,
            format="%g",
            key=state.CAPACITY,
            persist_state="session",
            on_change=state.write_address,
            width=150,
        )
        st.selectbox(
            "Beginning",
            list(beginnings),
            format_func=lambda name: f"{beginnings[name]:%B %Y}",
            help=f"After the {MID_MONTH}th, the next month is proposed.",
            key=state.BEGINNING,
            persist_state="session",
            on_change=state.write_address,
            width=180,
        )
    return state.value(state.UP_TO), state.value(state.CAPACITY), beginnings[state.value(state.BEGINNING)]


def usual_beginning(day: date) -> date:
    """The first day of the month from which work is planned: after the middle of a month, the next one."""
    return month_after(day, 0 if day.day <= MID_MONTH else 1)


def _target(view: View, up_to: str) -> Target:
    if up_to != NEXT:
        return Target(up_to)
    following = {r.capability.id: r.next.stage.id for r in view.profile.capabilities if r.next}
    return Target(by_capability=following)


def _sum(plan: Plan, months: Sequence[Month]) -> str:
    stages = counted(len(plan.gains), "stage")
    return f"{stages} by {months[-1].first:%B %Y}, for an effort of {amount(plan.effort)}"


def _beside(view: View, plan: Plan) -> None:
    """How good the plan is, and which actions are not part of it."""
    shared = any(step.action for step in plan.steps)
    order = "early, though with shared actions not provably earliest" if shared else "earliest"
    words = [f"No way there takes less effort. The order brings stages {order}."]
    used = {step.action.id for step in plan.steps if step.action}
    others = [a for a in view.assessment.actions.values() if a.status.is_open and a.id not in used]
    if others:
        words.append(f"Not needed for it: {', '.join(titled(one.title) for one in others)}.")
    st.caption(plain(" ".join(words)))


def _downloads(view: View, months: Sequence[Month]) -> None:
    def drawn() -> alt.LayerChart:
        chart = timeline_chart(view.framework, months, mode())
        return captioned(chart, view.assessment, view.rules, mode())

    downloads(
        f"roadmap-{view.info.assessed_on}",
        {
            "png": lambda: chart_png(drawn()),
            "svg": lambda: chart_svg(drawn()),
            "csv": lambda: csv_text(timeline_table(months)),
        },
        key="roadmap",
    )
