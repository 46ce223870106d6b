"""The parts of the Evidence page."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from clf_model import Evidence, Indicator, Voice, evidence_summary, named
from clf_reports import csv_text, evidence_table

from .. import state
from ..clock import today_here
from ..shared import judging
from ..shared.callbacks import EVERYTHING
from ..shared.charts import downloads
from ..shared.indicator import new_evidence
from ..shared.pages import Name, link
from ..shared.view import View, note_shown
from ..wording import VOICES, counted, long_date, plain

ALL = "all"


def summary(view: View) -> None:
    """How much there is, and for how much of what is met."""
    found = evidence_summary(view.framework, view.assessment)
    with st.container(horizontal=True, gap="large", key="evidence-summary"):
        st.metric("Entries", found.entries)
        st.metric("Met with evidence", f"{found.shown} of {found.met}")
        st.metric("Voices heard", f"{found.heard} of {len(Voice)}")
        st.metric("Oldest", long_date(found.oldest) if found.oldest else "no dates")


def voices(view: View) -> None:
    """Whose voice the entries carry; a voice nobody has asked stands there with 0."""
    found = evidence_summary(view.framework, view.assessment)
    if not found.entries:
        return
    st.subheader("Whose voice", anchor=False)
    frame = pd.DataFrame(
        {
            "Voice": [VOICES[c.voice] if c.voice else "Not said" for c in found.voices],
            "Entries": [c.entries for c in found.voices],
            "Latest": [c.latest for c in found.voices],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        placeholder="",
        column_config={
            "Entries": st.column_config.ProgressColumn(
                "Entries", format="%d", max_value=max(1, *frame["Entries"]), min_value=0
            ),
            "Latest": st.column_config.DateColumn("Latest", format="D MMM YYYY"),
        },
        alt="Entries and latest date per voice",
    )


def bare(view: View) -> None:
    """Where a judgement says met and nothing backs it, with the fields to mend it in place."""
    found = evidence_summary(view.framework, view.assessment)
    st.subheader("Where none is", anchor=False)
    if not found.met:
        st.info("No indicator is met yet. Judge some on the Checklist first.")
        link(Name.CHECKLIST, "Open the Checklist", view.info.id, icon="checklist")
        return
    if not found.bare:
        st.success("Every met indicator has evidence.")
        return
    st.write(
        f"{counted(len(found.bare), 'met indicator')} without evidence. Choose one and say what shows it."
    )
    labels = {i.id: f"{i.id} {i.text}" for i in found.bare}
    state.keep_valid(state.BARE, list(labels))
    with st.container(border=True):
        st.selectbox("Indicator", list(labels), format_func=labels.__getitem__, key=state.BARE)
        chosen = state.value(state.BARE)
        st.caption(plain(view.framework.indicator(chosen).text))
        if view.editable:
            note_shown(view, chosen)
            new_evidence(view.info.id, chosen, EVERYTHING)


def everything(view: View) -> None:
    """All entries in a table; choosing a row opens it for editing."""
    rows = [
        (indicator, entry)
        for indicator in view.framework.indicators
        for entry in view.assessment.record(indicator.id).evidence
    ]
    st.subheader("All evidence", anchor=False)
    if not rows:
        st.info(
            "No evidence yet. On the Checklist each indicator has an Evidence button beside its judgement."
        )
        return
    shown = _filtered(view, rows)
    today, wanted = today_here(), _wanted()
    frame = pd.DataFrame(
        [
            {
                "Indicator": named(indicator),
                "Note": entry.note,
                "Voice": VOICES[entry.voice] if entry.voice else "",
                "Source": entry.source or "",
                "Date": entry.dated,
                "Age (days)": (today - entry.dated).days if entry.dated else None,
            }
            for indicator, entry in shown
        ],
        columns=["Indicator", "Note", "Voice", "Source", "Date", "Age (days)"],
    )
    event = st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        placeholder="",
        height=min(420, 38 + 35 * max(1, len(frame))),
        key="evidence-table",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "Note": st.column_config.TextColumn("Note", width="large"),
            "Date": st.column_config.DateColumn("Date", format="D MMM YYYY"),
        },
        alt="Every evidence entry with its indicator, voice, source and date",
    )
    downloads(
        view,
        "evidence",
        {"csv": lambda: csv_text(evidence_table(view.framework, view.assessment, today, wanted))},
        key="evidence",
    )
    chosen = event["selection"]["rows"]
    if chosen and chosen[0] < len(shown):
        _edit(view, *shown[chosen[0]])
    else:
        st.caption("Choose a row to edit or remove the entry.")


def _filtered(view: View, rows: list[tuple[Indicator, Evidence]]) -> list[tuple[Indicator, Evidence]]:
    names = {ALL: "All capabilities"} | {c.id: c.short_name for c in view.framework.capabilities}
    said = {ALL: "All voices"} | {v.value: VOICES[v] for v in Voice}
    state.keep_valid(state.EVIDENCE_OF, list(names))
    state.keep_valid(state.EVIDENCE_VOICE, list(said))
    with st.container(horizontal=True):
        for label, name, options in (
            ("Capability", state.EVIDENCE_OF, names),
            ("Voice", state.EVIDENCE_VOICE, said),
        ):
            st.selectbox(label, list(options), format_func=options.__getitem__, key=name, width=240)
    wanted = _wanted()
    return [row for row in rows if wanted(*row)]


def _wanted() -> Callable[[Indicator, Evidence], bool]:
    """What the filters let through, as they are now: a file is made later, in no session."""
    capability, voice = state.value(state.EVIDENCE_OF), state.value(state.EVIDENCE_VOICE)
    return lambda indicator, entry: (
        capability in (ALL, indicator.capability_id) and voice in (ALL, entry.voice)
    )


def _edit(view: View, indicator: Indicator, entry: Evidence) -> None:
    record = view.assessment.record(indicator.id)
    note_shown(view, indicator.id)
    place = record.evidence.index(entry)

    def name(part: str) -> str:
        # The entry is part of the key: another one in its place starts with its own content.
        return state.key("edit", part, view.info.id, indicator.id, place, hash(entry))

    fields = {part: name(part) for part in judging.EVIDENCE_PARTS}

    # what is typed and not sent is there again when the row is chosen again
    with st.container(key=state.key("opened", name("entry"))), st.form(name("form"), border=True):
        st.markdown(f"**{indicator.id}** {plain(indicator.text)}")
        st.text_area("Note", value=entry.note, key=name("note"))
        st.text_input("Source", value=entry.source or "", key=name("source"))
        st.selectbox(
            "Whose voice?",
            list(Voice),
            index=list(Voice).index(entry.voice) if entry.voice else None,
            format_func=VOICES.__getitem__,
            key=name("voice"),
        )
        st.date_input("Date", value=entry.dated, key=name("dated"), format="DD/MM/YYYY")
        with st.container(horizontal=True):
            st.form_submit_button(
                "Save",
                type="primary",
                disabled=not view.editable,
                on_click=judging.edit_evidence,
                args=(view.info.id, indicator.id, entry, fields),
            )
            st.form_submit_button(
                "Remove",
                disabled=not view.editable,
                on_click=judging.remove_evidence,
                args=(view.info.id, indicator.id, entry),
            )
