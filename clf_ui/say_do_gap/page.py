"""The parts of the Say–do gap page: its answer, the radar of both sides, the grid of verdicts, downloads."""

from __future__ import annotations

from dataclasses import replace

import altair as alt
import streamlit as st

from clf_model import Perspectives, join
from clf_model.voices import Verdict
from clf_reports import (
    VERDICTS,
    captioned,
    chart_png,
    chart_svg,
    csv_text,
    gap_grid,
    gap_series,
    gap_table,
    radar_alt,
    radar_chart,
    role_words,
)

from .. import state
from ..shared.assessment_names import service_name
from ..shared.callbacks import guarded
from ..shared.charts import downloads as downloads_of
from ..shared.charts import mode, radar
from ..shared.loaders import st_store
from ..shared.surveys import ANSWERS, SURVEYS, Gap, how_it_ended, survey_names, zone_of_days
from ..wording import long_date, plain

HEIGHT = 430

_OPEN = frozenset({Verdict.UNKNOWN, Verdict.WITHHELD, Verdict.NOT_APPLICABLE})
"""Where nothing is known that could rest on anything."""


def answer(gap: Gap) -> None:
    """The answer in one sentence, and the survey that it rests on."""
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.markdown(plain(gap.found.answer), width="content")
        if len(gap.over) > 1:
            names = survey_names(gap.over)
            st.selectbox(
                "Survey",
                list(names),
                format_func=names.__getitem__,
                key=state.SURVEY,
                persist_state="session",
                on_change=state.write_address,
                width=360,
            )
    if gap.found.capabilities:
        st.caption(plain(_rests_on(gap)))
        if gap.survey and gap.survey.reading:
            st.caption(plain(gap.survey.reading))
    if gap.left_out:
        ids = plain(join([one.id for one in gap.left_out]))
        st.caption(f"Not compared, as the survey asked them in the words of another edition: {ids}.")


def _rests_on(gap: Gap) -> str:
    if gap.survey is None or gap.results is None:
        waiting = [one for one in gap.surveys if one not in gap.over.values()]
        if waiting:
            last = f"{long_date(waiting[0].closes_on)}, {zone_of_days()}"
            return f"A survey takes answers until {last}; its results are shown once it is closed."
        return "No survey yet. Judgements on worker statements count here, where the group made some."
    said = f"{gap.survey.title}, {how_it_ended(gap.survey)}"
    if gap.results.withheld and not st_store().surveys.respondents(gap.survey.id):
        return f"{said}. No answers to it are here: nobody answered, or this is a backup, which has none."
    if gap.results.withheld:
        return f"{said}. {gap.results.why_withheld(gap.results.withheld)}"
    groups = ", ".join(f"{role_words(one.roles)} {one.respondents}" for one in gap.results.groups)
    return f"{said}: {gap.results.respondents} answered{f' ({groups})' if groups else ''}."


def nothing_known(gap: Gap) -> None:
    """The ways to find out what workers experience, where nothing of it is known yet."""
    if any(one.gap is not None for one in gap.found.capabilities):
        return
    with st.container(border=True, key="gap-empty"):
        if gap.results and gap.results.withheld:
            st.markdown(
                "Nothing of this survey is shown, so that nobody's answer can be read off. Open another one "
                "that more people answer, import answers from another tool, or judge the worker statements "
                "together on the Checklist."
            )
        else:
            st.markdown(
                "Ask the people who work here: open a survey for their phones, import answers from another "
                "survey tool, or judge the worker statements together on the Checklist."
            )
        with st.container(horizontal=True):
            for label, tab, icon in (
                ("Open a worker survey", SURVEYS, "ballot"),
                ("Import answers", ANSWERS, "upload_file"),
            ):
                st.button(
                    label,
                    key=state.key("gap-empty", icon),
                    icon=f":material/{icon}:",
                    on_click=_show,
                    args=(tab,),
                )


@guarded
def _show(tab: str) -> None:
    state.put(state.GAP_TAB, tab)
    state.write_address()


def chart(gap: Gap) -> None:
    """The radar of stages claimed and experienced."""
    series = gap_series(gap.found)
    radar(gap.view.framework, series, key="gap-radar", height=HEIGHT)
    unknown = [one.capability.short_name for one in gap.found.capabilities if one.gap is None]
    if unknown and len(unknown) < len(gap.found.capabilities):
        st.caption(plain(f"Not known, and so at the centre: {join(unknown)}."))
    with st.expander("The radar in words"):
        for one in series:
            st.caption(plain(radar_alt(gap.view.framework, [one])))


def grid(gap: Gap) -> None:
    """Each stage of each capability: a mark and a word, with what they mean."""
    frame = gap_grid(gap.found).map(plain).rename(columns=plain)
    stages = frame.columns[1:-1]
    frame[stages] = frame[stages].map(lambda cell: cell.replace(" ", "\u00a0", 1))  # the mark stays beside it
    st.table(
        frame,
        border="horizontal",
        hide_index=True,
        alt="Verdict per capability and stage, and the gap in stages",
    )
    shown = {stage.verdict for one in gap.found.capabilities for stage in one.stages}
    legend = (f"{mark} {phrase}" for verdict, (mark, _, phrase) in VERDICTS.items() if verdict in shown)
    st.caption(plain(" · ".join(legend)))
    single = [
        stage
        for one in gap.found.capabilities
        for stage in one.stages
        if stage.single and stage.verdict not in _OPEN
    ]
    if single:
        rest = (
            "stage rests on a single statement" if len(single) == 1 else "stages rest on one statement each"
        )
        st.caption(plain(f"{len(single)} {rest}; see below which."))
    st.caption(plain(_rules(gap)))


def _rules(gap: Gap) -> str:
    """How claimed and experienced are worked out."""
    both = replace(gap.view.rules, perspectives=Perspectives.ORGANISATION).describe()
    said = (
        "Claimed: reached by the organisation's indicators. Experienced: by the workers' statements. "
        "The gap is stages claimed less stages experienced. "
    )
    rules = both.partition(";")[0] + "."
    return said + rules + (f" {gap.results.rules.describe()}" if gap.results else "")


def downloads(gap: Gap) -> None:
    """The radar as PNG and SVG, every statement as CSV; made when asked for."""
    view = gap.view

    def drawn() -> alt.LayerChart:
        made = radar_chart(view.framework, gap_series(gap.found), mode())
        title = f"Say–do gap: {service_name(view.info)}"
        rules = replace(view.rules, perspectives=Perspectives.ORGANISATION)
        return captioned(made, view.assessment, rules, mode(), title)

    downloads_of(
        view,
        "say-do-gap",
        {
            "png": lambda: chart_png(drawn()),
            "svg": lambda: chart_svg(drawn()),
            "csv": lambda: csv_text(gap_table(gap.found, gap.results)),
        },
        key="gap",
    )
