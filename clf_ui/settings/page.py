"""The parts of the Settings page: rules, the assessment in view, data, and the log."""

from __future__ import annotations

import streamlit as st

from clf_model import (
    Perspective,
    Perspectives,
    Rules,
    dump_assessment,
    stage_name,
    whole_cells,
)
from clf_reports import file_name

from .. import state
from ..access.session import carried
from ..assessments.exchange import backup_bytes, import_file
from ..assessments.welcome import reset_samples, what_resetting_loses
from ..clock import today_here
from ..shared import for_everyone, rules_setting
from ..shared.far_reaching import RESET, asks
from ..shared.in_force import rules_in_force
from ..shared.loaders import rules_key, st_profile
from ..shared.view import View
from ..wording import plain
from . import logo_setting, mentions, unit_setting, zone_setting

PERSPECTIVES = {
    Perspectives.ORGANISATION: "The organisation's indicators decide",
    Perspectives.WORKER: "The workers' statements decide",
    Perspectives.BOTH: "Both must address a stage",
}


def rules(view: View) -> None:
    """The rules in force for every result, for whom they count, and what they change for this assessment."""
    in_force = rules_in_force()
    rules_setting.shown()
    threshold = round(in_force.threshold * 100)
    state.put(state.THRESHOLD, threshold)
    state.put(state.EVIDENCE_REQUIRED, in_force.evidence_required)
    has_workers = view.framework.has_perspective(Perspective.WORKER)
    deciding = list(PERSPECTIVES) if has_workers else [Perspectives.ORGANISATION]
    state.put(state.PERSPECTIVES, in_force.perspectives)
    st.markdown(
        f"The rules count **for everyone**: they give every stage of all {for_everyone.for_whom()} here, on "
        "every page and in every export. A change is in the log, and can be undone."
    )
    left, right = st.columns([0.45, 0.55], gap="large")
    with left:
        st.slider(
            "Share of a stage's applicable indicators that must be met",
            50,
            100,
            threshold,
            step=5,
            format="%d %%",
            key=state.THRESHOLD,
            on_change=rules_setting.keep,
        )
        st.caption(plain(_still_all(view)))
        st.toggle(
            "Only judgements with evidence count",
            in_force.evidence_required,
            key=state.EVIDENCE_REQUIRED,
            on_change=rules_setting.keep,
        )
        st.radio(
            "Whose indicators decide",
            deciding,
            deciding.index(in_force.perspectives),
            format_func=PERSPECTIVES.__getitem__,
            key=state.PERSPECTIVES,
            on_change=rules_setting.keep,
        )
        st.button(
            "Back to the framework's own rules",
            key="own-rules",
            disabled=not rules_setting.are_own(in_force),
            help="All indicators of a stage, and the organisation's decide",
            on_click=rules_setting.back,
        )
        for_everyone.last_change(rules_key())
    with right:
        _what_rules_change(view)
    unit_setting.unit_field(view.unit)
    zone_setting.zone_field()
    logo_setting.logo_field()


def _still_all(view: View) -> str:
    """In how many cells a threshold below 100 % still means all of them."""
    whole, cells = whole_cells(view.framework, view.rules)
    if not whole:
        return f"In none of the {cells} stages does this mean all of them."
    if whole == cells:
        return f"This means all of them in each of the {cells} stages."
    return f"This means all of them in {whole} of {cells} stages: the fewer a stage asks, the sooner."


def _what_rules_change(view: View) -> None:
    st.markdown("**What these rules change for the assessment in view**")
    plainly = st_profile(view.stored, Rules())
    rows = [
        {
            "Capability": plain(usual.capability.short_name),
            "Framework's own rule": plain(stage_name(usual)),
            "Rules in force": plain(stage_name(chosen)),
        }
        for usual, chosen in zip(plainly.capabilities, view.profile.capabilities, strict=True)
    ]
    st.table(rows, border="horizontal", hide_index=True, alt="Stages under the usual and the chosen rules")


def data(view: View) -> None:
    """Export, import, back-up, the samples, and where somebody is named."""
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**Export** the assessment in view as a YAML file: all but scenarios and the log.")
        st.download_button(
            "Export",
            data=lambda: dump_assessment(view.assessment, view.framework),
            file_name=file_name("assessment", view.assessment, "yaml"),
            mime="application/yaml",
            on_click="ignore",
            key="export",
            icon=":material/download:",
        )
        st.markdown(
            "**Back up** this database, all but single votes and survey answers. Keep the file safe; "
            "docs/administrators.md, Restore, says how to put it back."
        )
        st.download_button(
            "Back up",
            data=carried(backup_bytes),
            file_name=f"clf-backup_{today_here()}.sqlite3",
            mime="application/vnd.sqlite3",
            on_click="ignore",
            key="backup",
            icon=":material/save:",
        )
        st.markdown("**Reset the samples** to how they were delivered. Your own assessments are not touched.")
        asks(RESET, what_resetting_loses(), reset_samples)
    with right:
        import_file()
    mentions.find()
