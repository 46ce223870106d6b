"""The parts of the History page, in their order."""

from __future__ import annotations

import altair as alt
import streamlit as st

from clf_reports import captioned, chart_png, chart_svg, csv_text
from clf_reports.charts.history import (
    Moment,
    history_alt,
    history_chart,
    history_data,
    history_height,
    history_spec,
    history_table,
)

from ..shared.charts import downloads, mode
from ..shared.view import View
from ..wording import plain
from .moments import choose, moments, of_service
from .moved import moved
from .outcome import outcome


def history(view: View) -> None:
    """All assessments of the service on one axis; then two of them side by side, and plan against outcome."""
    infos = of_service(view)
    if view.info.demonstration:
        st.info("A demonstration has no history: it goes when it ends.", icon=":material/history:")
        return
    with st.container(key="history-choice"):
        pair = choose(view, infos)
    found = moments(view, infos, pair)
    _chart(view, found)
    if len(infos) < 2:
        st.info(
            "This is the service’s first assessment. When there is another one, what moved between them, and "
            "why, stands here.",
            icon=":material/history:",
        )
        return
    st.subheader("What moved, and why", anchor=False)
    if pair is None:
        st.caption("Choose two different assessments above.")
        return
    moved(view, pair)
    outcome(view, infos, pair)


def _chart(view: View, found: tuple[Moment, ...]) -> None:
    framework = view.framework

    def drawn() -> alt.LayerChart:
        return captioned(history_chart(framework, found, mode()), view.assessment, view.rules, mode())

    st.vega_lite_chart(
        history_data(framework, found),
        history_spec(framework, mode()),
        key="history",
        theme=None,
        width="stretch",
        height=history_height(framework),
        alt="Stages of each capability over time. The table below it says the same.",
    )
    st.caption("● final  ○ draft. A higher point is a higher stage; the two that are compared are larger.")
    with st.expander("The same as a table"):
        st.caption(plain(history_alt(framework, found)))
        st.table(
            history_table(framework, found).rename(columns=plain),
            border="horizontal",
            hide_index=True,
            alt="The stage of each capability in each assessment of the service",
        )
    downloads(
        view,
        "history",
        {
            "png": lambda: chart_png(drawn()),
            "svg": lambda: chart_svg(drawn()),
            "csv": lambda: csv_text(history_table(framework, found)),
        },
        key="history",
    )
