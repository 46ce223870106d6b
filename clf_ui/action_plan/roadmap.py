"""The roadmap of the Action plan page: the actions month by month, then what a target needs besides."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd
import streamlit as st

from clf_model import ClfError, EffortUnit, Schedule, Target, join, month_after, schedule
from clf_model.text import titled
from clf_reports import (
    captioned,
    chart_png,
    chart_svg,
    csv_text,
    timeline_chart,
    timeline_lines,
    timeline_table,
)

from .. import state
from ..clock import today_here
from ..shared.charts import downloads, mode, timeline
from ..shared.errors import in_words
from ..shared.naming import linked
from ..shared.view import View
from ..wording import counted, plain

NEXT = "next"
USUAL, LEAST, MOST = 5.0, 0.5, 100_000.0  # effort a month
MID_MONTH = 15
_YEAR = 12


def roadmap(view: View) -> None:
    """What is to be reached, with how much a month, from when; the timeline, and the same in words."""
    up_to, capacity, first = _controls(view)
    try:
        found = schedule(
            view.framework,
            view.assessment,
            _target(view, up_to),
            capacity=capacity,
            first=first,
            day=today_here(),
            rules=view.rules,
        )
    except ClfError as error:
        st.warning(plain(in_words(error)), icon=":material/warning:")
        return
    for missing in found.missing:
        st.info(plain(str(missing)))
    if not found.months:
        st.success("No action is open, and nothing is left to do up to there.")
        return
    st.markdown(f"#### {plain(_sum(found, view.unit))}")
    for problem in _problems(found, capacity, view.unit):
        st.warning(linked(view, problem), icon=":material/warning:")
    timeline(view, found, key="roadmap-timeline")
    st.caption(plain(_basis(found)))
    st.table(
        _listed(view, found),
        border="horizontal",
        hide_index=True,
        alt="What is done in each month, by whom, what it waits for, and which stages arrive",
    )
    _downloads(view, found)
    st.caption(plain(view.rules.describe()))


def _listed(view: View, found: Schedule) -> pd.DataFrame:
    """The work in its order; what is known of a piece stands under it, so that a phone has it all."""
    lines = timeline_lines(found, view.unit).map(lambda cell: linked(view, cell))
    lines["Work"] = lines["Work"] + "  \n:gray[" + lines.pop("Details") + "]"
    return lines


def _controls(view: View) -> tuple[str, float, date]:
    stages = {NEXT: "The next stage of each"} | {s.id: f"{s.name} everywhere" for s in view.framework.stages}
    beginnings = {f"{m:%Y-%m}": m for m in (month_after(today_here(), n) for n in range(_YEAR))}
    state.keep_valid(state.UP_TO, list(stages))
    state.keep_valid(state.BEGINNING, list(beginnings), default=f"{usual_beginning(today_here()):%Y-%m}")
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
            view.unit.heading("Effort a month"),
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


def _sum(found: Schedule, unit: EffortUnit) -> str:
    actions = sum(one.step.action is not None for one in found.placed)
    singles = len(found.placed) - actions
    what = [counted(actions, "action")] if actions else []
    if singles:
        what.append(f"{singles} {'single indicator' if singles == 1 else 'single indicators'}")
    work = f"{' and '.join(what)}, {unit.of(found.effort)}"
    arriving = [month.first for month in found.months if month.gains]
    if not arriving:
        return f"{work}; no stage arrives"
    return f"{counted(len(found.gains), 'stage')} by {arriving[-1]:%B %Y}: {work}"


def _problems(found: Schedule, capacity: float, unit: EffortUnit) -> list[str]:
    """Where dates and time do not go together: people have to decide which of them to change."""
    words = []
    late = [one for one in found.placed if one.is_overdue]
    if late:
        are = "action is" if len(late) == 1 else "actions are"
        words.append(f"{len(late)} {are} overdue; the work on it stands in this month.")
    full = [f"{unit.of(month.effort)} in {month.first:%B %Y}" for month in found.months if month.is_overfull]
    if full:
        words.append(f"More is due than {unit.of(capacity)} a month: {join(full)}.")
    for one in found.placed:
        if one.too_late:
            others = join([titled(other.title) for other in one.too_late])
            words.append(
                f"{titled(one.step.label)} waits for {others}, which by the dates comes later or not at all."
            )
    return words


def _basis(found: Schedule) -> str:
    """What the roadmap follows from."""
    words = ["Actions stand at their due dates; those without one follow as there is time."]
    if any(one.step.action is None for one in found.placed):
        words.append(
            "Single work that no action covers takes what time is left; none with less effort would do."
        )
    words.append("A stage arrives once the work is done and judged met.")
    return " ".join(words)


def _downloads(view: View, found: Schedule) -> None:
    def drawn() -> alt.LayerChart:
        chart = timeline_chart(view.framework, found, mode())
        return captioned(chart, view.assessment, view.rules, mode())

    downloads(
        view,
        "roadmap",
        {
            "png": lambda: chart_png(drawn()),
            "svg": lambda: chart_svg(drawn()),
            "csv": lambda: csv_text(timeline_table(found, unit=view.unit)),
        },
        key="roadmap",
    )
