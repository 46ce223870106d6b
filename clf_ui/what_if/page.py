"""The right side of the What-if page: what the scenarios in view would bring, always in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import altair as alt
import streamlit as st

from clf_model import AimState, EffortUnit, amount, compare, no_margin, stage_name, why
from clf_reports import (
    SCENARIOS,
    Series,
    captioned,
    chart_png,
    chart_svg,
    comparison_table,
    csv_text,
    cut_names,
    radar_chart,
    reached_series,
)

from .. import state
from ..shared.charts import downloads, mode, radar
from ..shared.naming import linked
from ..shared.redrawn import AFFECTED
from ..shared.view import View
from ..wording import counted, plain
from . import commands
from .planned import Tried
from .scenarios import COLUMNS, TODAY_NAME

HEIGHT, LINE = 320, 22  # pixels, of the radar and of a line of its legend
RISES = "↑\N{NO-BREAK SPACE}"


def results(view: View, tried: Sequence[Tried]) -> None:
    """What is gained for what effort, how it stands to its aim, the radar, and what holds each capability."""
    with st.container(key="what-if-results", gap="small"):
        with st.container(key="gain"):
            st.markdown(f"#### {plain(gain(tried[0], view.unit))}")
        _verdict(tried[0])
        if tried[1:]:
            st.markdown(
                "  \n".join(f"**{plain(gain(one, view.unit))}** {_brief(one)}".rstrip() for one in tried[1:])
            )
        series = _series(view, tried)
        # On a phone each name in the legend has a line of its own.
        lines = len(series) + 1 if state.on_phone() else (len(series) + 1) // 2
        radar(view.framework, series, key="what-if-radar", height=HEIGHT + LINE * lines)
        _table(view, tried)
        _margin(tried[0])
        _downloads(view, tried, series)


def gain(tried: Tried, unit: EffortUnit) -> str:
    """A scenario in one line: stages gained for how much effort."""
    if tried.saved is None:
        return f"{TODAY_NAME}: nothing is changed yet"
    if not tried.scenario.changes:
        return f"{tried.label}: nothing is changed yet"
    gained = tried.outcome.stages_gained
    words = f"{tried.label}: {counted(gained, 'stage')} gained for {unit.of(tried.plan.effort)}"
    weighted = tried.plan.objective
    return words if weighted == gained else f"{words} ({amount(weighted)} by the priorities)"


def _verdict(tried: Tried) -> None:
    """Whether the scenario is still what its aim asks for, and the way back to that."""
    if tried.verdict is None:
        return
    text = plain(tried.verdict.text)
    if tried.verdict.state is AimState.PROVEN:
        st.caption(f":material/verified: {text}")
        return
    said, way_back = st.columns([0.78, 0.22], vertical_alignment="center", gap="small")
    with said:
        if tried.verdict.state is AimState.BETTER:
            st.info(text, icon=":material/trending_up:")
        else:
            st.warning(text, icon=":material/warning:")
    with way_back:
        st.button(
            "Plan again",
            key="plan-again",
            help="Puts the best plan of today in its place",
            on_click=commands.aim_at,
            kwargs={"affected": AFFECTED},
        )


def _brief(tried: Tried) -> str:
    """The same for a scenario that stands beside."""
    words = {
        AimState.PROVEN: ":material/verified: proven best for its aim",
        AimState.BETTER: ":material/trending_up: there is a better plan",
        AimState.MISSED: ":material/warning: short of its target",
        AimState.OVER: ":material/warning: over its budget",
    }
    return words[tried.verdict.state] if tried.verdict else ""


def _series(view: View, tried: Sequence[Tried]) -> list[Series]:
    """Today, the scenarios, and where the first one is to lead; progress only where there is room for it."""
    series = [reached_series(view.profile, TODAY_NAME)]
    if any(one.scenario.changes for one in tried):
        series += [
            reached_series(one.outcome.after, one.label, role)
            for role, one in zip(SCENARIOS, tried, strict=False)
        ]
    if len(tried) > 1:
        series = [replace(one, progress=None) for one in series]
    towards = tried[0].aim.towards(view.profile)
    if towards is not None:
        today = [result.reached_index for result in view.profile.capabilities]
        wanted = towards.indexes(view.profile)
        levels = tuple(now if to is None else to for now, to in zip(today, wanted, strict=True))
        series.append(Series("Target", "target", levels))
    return series


def _table(view: View, tried: Sequence[Tried]) -> None:
    """Per capability the stage today and with each scenario; with a single one, what still holds it too."""
    capability, today_column, held, _ = COLUMNS
    first = tried[0]
    columns = [one for one in tried if one.saved is not None]
    rows = []
    for place, today in enumerate(view.profile.capabilities):
        after = first.outcome.after.capabilities[place]
        stages = {}
        for one in columns:
            result = one.outcome.after.capabilities[place]
            moved = result.reached_index > today.reached_index
            stages[plain(one.label)] = f"{RISES if moved else ''}{plain(stage_name(result))}"
        row = {
            capability: plain(today.capability.short_name),
            today_column: plain(stage_name(today)),
            **stages,
        }
        if len(columns) < 2:
            reason = why(after, first.assessment, view.rules).partition(": ")[2]
            row[held] = linked(view, reason) if after.next else "Nothing"
        rows.append(row)
    st.table(rows, border="horizontal", hide_index=True, alt="Stages today and in each scenario")


def _downloads(view: View, tried: Sequence[Tried], series: Sequence[Series]) -> None:
    """The radar as PNG and SVG, the comparison with today as CSV; made when asked for."""

    def drawn() -> alt.LayerChart:
        made = radar_chart(view.framework, series, mode())
        return captioned(made, view.assessment, view.rules, mode(), names=cut_names(series))

    def compared() -> str:
        found = {o.label: compare(view.framework, view.assessment, o.assessment, view.rules) for o in tried}
        return csv_text(comparison_table(found))

    downloads(
        view,
        "what-if",
        {"png": lambda: chart_png(drawn()), "svg": lambda: chart_svg(drawn()), "csv": compared},
        key="what-if",
    )


def _margin(tried: Tried) -> None:
    """Where a single judgement that turns would lose a reached stage; said where it is not so everywhere."""
    after = tried.outcome.after
    rests = no_margin(after)
    reached = sum(result.reached_index for result in after.capabilities)
    if not rests or len(rests) == reached:
        return
    by_capability: dict[str, list[str]] = {}
    for gain_ in rests:
        by_capability.setdefault(gain_.capability.short_name, []).append(gain_.stage.name)
    words = "; ".join(f"{name}: {', '.join(stages)}" for name, stages in by_capability.items())
    st.caption(plain(f"Without margin, so that one overturned judgement loses the stage: {words}."))
