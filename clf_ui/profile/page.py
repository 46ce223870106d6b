"""The parts of the Profile page: overlays, radar or steps, the table that says the same, downloads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import altair as alt
import streamlit as st

from clf_model import Perspective, Perspectives, Scenario, outcome, strengths, why
from clf_reports import (
    Series,
    captioned,
    chart_png,
    chart_svg,
    csv_text,
    cut_names,
    evidenced_series,
    overlays,
    possible_series,
    profile_table,
    radar_alt,
    radar_chart,
    reached_series,
    steps_chart,
)

from .. import state
from ..assessments.across_editions import incomparable, profile_in
from ..shared.assessment_names import assessment_name
from ..shared.charts import LARGE, mode, radar, steps
from ..shared.charts import downloads as downloads_of
from ..shared.gone import say_gone
from ..shared.loaders import st_framework, st_profile, st_store, st_stored
from ..shared.naming import linked
from ..shared.view import View
from ..wording import plain, told_apart

EVIDENCED, POSSIBLE, WORKERS = "evidenced", "possible", "workers"
NONE = 0
RADAR, STEPS = "radar", "steps"


def controls(view: View) -> list[Series]:
    """What to lay over the stages reached, and which view; the series to show."""
    with st.container(horizontal=True, vertical_alignment="top", gap="medium", key="profile-controls"):
        state.keep_valid(state.VIEW, [RADAR, STEPS])
        st.segmented_control(
            "View",
            [RADAR, STEPS],
            format_func={RADAR: "Radar", STEPS: "Steps"}.__getitem__,
            key=state.VIEW,
            persist_state="session",
            on_change=state.write_address,
            required=True,
            wrap=True,
        )
        if state.value(state.VIEW) == STEPS:
            return [reached_series(view.profile)]
        overlays = {EVIDENCED: "Evidenced", POSSIBLE: "Possible"}
        if view.framework.has_perspective(Perspective.WORKER):
            overlays[WORKERS] = "Workers"
        state.keep_all_valid(state.OVERLAYS, list(overlays))
        st.pills(
            "Lay over",
            list(overlays),
            selection_mode="multi",
            format_func=overlays.__getitem__,
            key=state.OVERLAYS,
            persist_state="session",
            on_change=state.write_address,
            wrap=True,
        )
        earlier = _choice("Earlier", state.EARLIER, _earlier(view), "earlier assessment")
        scenario = _choice("Scenario", state.TRIED, _scenarios(view), "scenario")
    return _series(view, state.value(state.OVERLAYS) or [], earlier, scenario)


def _choice(label: str, name: str, options: dict[int, str], what: str) -> int | None:
    say_gone(name, [NONE, *options], what, "Nothing of it is laid over.")
    if not options:
        return None
    listed = {NONE: "None", **options}
    state.keep_valid(name, list(listed))
    st.selectbox(
        label,
        list(listed),
        format_func=listed.__getitem__,
        key=name,
        persist_state="session",
        on_change=state.write_address,
        width=230,
    )
    return state.value(name) or None


def _earlier(view: View) -> dict[int, str]:
    """Other assessments of the same service."""
    return told_apart(
        {
            info.id: assessment_name(info)
            for info in st_store().assessments_of(st_framework().id, view.info.service_id)
            if info.id != view.info.id
        }
    )


def _scenarios(view: View) -> dict[int, str]:
    return told_apart({found.id: found.name for found in st_store().scenarios(view.info.id)})


def _series(view: View, overlays: Sequence[str], earlier: int | None, scenario: int | None) -> list[Series]:
    series = [reached_series(view.profile)]
    if EVIDENCED in overlays:
        series.append(evidenced_series(view.profile))
    if POSSIBLE in overlays:
        series.append(possible_series(view.profile))
    if WORKERS in overlays:
        workers = replace(view.rules, perspectives=Perspectives.WORKER)
        series.append(reached_series(st_profile(view.stored, workers), "Workers", "workers"))
    if earlier:
        stored = st_stored(earlier)
        name = assessment_name(stored.info)
        series.append(reached_series(profile_in(view, stored), name, "earlier"))
    if scenario:
        found = next(s for s in st_store().scenarios(view.info.id) if s.id == scenario)
        tried = outcome(view.framework, view.assessment, Scenario(found.name, found.changes), view.rules)
        series.append(reached_series(tried.after, found.name, "scenario"))
    names = told_apart({place: one.name for place, one in enumerate(series)})
    return [replace(one, name=names[place]) for place, one in enumerate(series)]


def chart(view: View, series: Sequence[Series]) -> None:
    """The radar as large as the screen allows, or the steps."""
    if state.value(state.VIEW) == STEPS:
        steps(view.profile, key="profile-steps")
    else:
        radar(view.framework, series, key="profile-radar", height=LARGE)


def table(view: View, series: Sequence[Series]) -> None:
    """The same as the chart, in figures, and what lies over it in words."""
    frame = profile_table(view.profile, view.assessment, series)
    frame["Capability"] = [result.capability.short_name for result in view.profile.capabilities]
    for column in ("Capability", "Reached", "Evidenced", "Possible"):  # the framework's names
        frame[column] = [plain(name) for name in frame[column]]
    with st.container(key="profile-table"):
        st.table(
            frame[["Capability", "Reached", "Evidenced", "Possible", *overlays(series), "Next"]].rename(
                columns=plain
            ),
            border="horizontal",
            hide_index=True,
            alt="Reached, evidenced and possible stage and progress per capability",
        )
    earlier = state.value(state.EARLIER)
    if earlier and (said := incomparable(view, st_stored(earlier))):
        st.caption(plain(said))
    if len(series) > 1:
        with st.expander("What lies over it, in words"):
            for one in series[1:]:
                st.caption(plain(radar_alt(view.framework, [one])))
    st.caption(plain(view.rules.describe()))


def sentences(view: View) -> None:
    """Under the chart: why each capability stands where it does."""
    st.subheader("Why", anchor=False)
    for result in view.profile.capabilities:
        said = why(result, view.assessment, view.rules)
        ahead = strengths(result, view.rules)
        st.markdown(
            f"**{plain(result.capability.short_name)}** — {linked(view, said)}"
            + (f" {plain(ahead)}" if ahead else "")
        )


def downloads(view: View, series: Sequence[Series]) -> None:
    """The chart as PNG and SVG, the table as CSV; made when asked for."""

    def drawn() -> alt.LayerChart:
        if state.value(state.VIEW) == STEPS:
            return captioned(steps_chart(view.profile, mode()), view.assessment, view.rules, mode())
        made = radar_chart(view.framework, series, mode())
        return captioned(made, view.assessment, view.rules, mode(), names=cut_names(series))

    downloads_of(
        view,
        "profile",
        {
            "png": lambda: chart_png(drawn()),
            "svg": lambda: chart_svg(drawn()),
            "csv": lambda: csv_text(profile_table(view.profile, view.assessment, series)),
        },
        key="profile",
    )
