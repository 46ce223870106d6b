"""Charts on screen: prepared specifications, swapped data, a text alternative, and downloads beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from clf_model import Framework, Profile, Schedule
from clf_reports import (
    Mode,
    Series,
    file_name,
    radar_arrow,
    radar_spec,
    reached_series,
    steps_data,
    steps_spec,
    timeline_data,
    timeline_height,
    timeline_spec,
)

from .. import state
from ..access.session import carried
from .view import View

SMALL, LARGE = 250, 520
_MIME = {"png": "image/png", "svg": "image/svg+xml", "csv": "text/csv"}


def mode() -> Mode:
    """The theme that the browser shows."""
    return Mode.DARK if st.context.theme.type == "dark" else Mode.LIGHT


def radar(
    framework: Framework,
    series: Sequence[Series],
    *,
    key: str,
    height: int = LARGE,
    highlight: str | None = None,
    compact: bool = False,
) -> None:
    """A radar of some series; only its data changes from run to run."""
    st.vega_lite_chart(
        radar_arrow(framework, series, highlight, compact),
        radar_spec(framework, mode(), compact),
        key=key,
        theme=None,
        width="stretch",
        height=height,
        # Constant on purpose: Streamlit builds a chart anew when its alternative text changes.
        alt="Radar of the stages per capability. The table on the same page says what it shows."
        if not compact
        else "Small radar of the stages per capability. The tabs above say the same.",
    )


def small_radar(view: View, highlight: str) -> None:
    """The stages reached, with one capability's spoke bright."""
    radar(
        view.framework,
        [reached_series(view.profile)],
        key="small-radar",
        height=SMALL,
        highlight=highlight,
        compact=True,
    )


def steps(profile: Profile, *, key: str) -> None:
    """The grid of capabilities and stages, for people who find radars hard to read."""
    st.vega_lite_chart(
        steps_data(profile),
        steps_spec(profile.framework, mode()),
        key=key,
        theme=None,
        width="stretch",
        height=30 + 60 * len(profile.capabilities),
        alt="Grid of capabilities and stages. The table on the same page says what it shows.",
    )


def timeline(view: View, found: Schedule, *, key: str) -> None:
    """The work of each capability month by month, and where its stages arrive."""
    st.vega_lite_chart(
        timeline_data(view.framework, found),
        timeline_spec(view.framework, mode()),
        key=key,
        theme=None,
        width="stretch",
        height=timeline_height(view.framework, found),
        alt="Timeline of work and stages per capability. The table on the same page says what it shows.",
    )


def downloads(view: View, what: str, makers: dict[str, Callable[[], bytes | str]], *, key: str) -> None:
    """What can be taken along, by the file's ending; made when asked for. `what` begins the files' names."""
    with st.container(horizontal=True, key=f"{key}-downloads"):
        for ending, make in makers.items():
            st.download_button(
                ending.upper(),
                data=carried(make),
                file_name=file_name(what, view.assessment, ending),
                mime=_MIME[ending],
                icon=":material/download:",
                on_click="ignore",
                key=state.key("download", key, ending),
            )
