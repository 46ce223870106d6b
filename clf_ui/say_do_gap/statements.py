"""What is behind the gap of one capability: its stages and worker statements, with what is known of them."""

from __future__ import annotations

import streamlit as st

from clf_model import Perspective, frame, join
from clf_model.text import titled
from clf_model.voices import CapabilityGap, StageGap, StatementGap, Verdict
from clf_reports import VERDICTS, behind_words, by_role, gap_words, statement_words

from .. import state
from ..action_plan.commands import begin_for
from ..shared.callbacks import EVERYTHING
from ..shared.naming import linked
from ..shared.pages import Name, link
from ..shared.surveys import Gap
from ..wording import SHORT, plain


def statements(gap: Gap) -> None:
    """One capability at a time, stage by stage."""
    st.subheader("What is behind it", anchor=False)
    found = {one.capability.id: one for one in gap.found.capabilities}
    widest = max(found.values(), key=lambda one: one.gap or 0)
    state.keep_valid(state.CAPABILITY, list(found), default=widest.capability.id)
    st.segmented_control(
        "Capability",
        list(found),
        format_func=lambda id_: plain(f"{found[id_].capability.short_name} · {_gap(found[id_])}"),
        key=state.CAPABILITY,
        persist_state="session",
        required=True,
        label_visibility="collapsed",
        on_change=state.write_address,
        wrap=True,
    )
    chosen = found[state.value(state.CAPABILITY)]
    for stage in chosen.stages:
        _stage(gap, stage)


def _gap(one: CapabilityGap) -> str:
    return gap_words(one).lower() if one.gap is None else f"gap {gap_words(one)}"


def _stage(gap: Gap, stage: StageGap) -> None:
    mark, _, phrase = VERDICTS[stage.verdict]
    with st.container(border=True, key=state.key("gap-stage", stage.stage.id), gap="small"):
        st.markdown(f"**{mark} {plain(stage.stage.name)}** — {plain(phrase)}")
        if stage.caution:
            st.caption(f":material/warning: {plain(stage.caution)}")
        if stage.statements:
            st.caption(f"**{frame(Perspective.WORKER)} …**")
        behind = {indicator.id for indicator in stage.behind}
        for one in stage.statements:
            _statement(gap, one, behind=one.statement.id in behind)
        words = behind_words(stage)
        if words:
            _behind(gap, stage, words)
        shown = {one.statement.id for one in stage.statements}
        for indicator in stage.behind:
            if indicator.id not in shown:
                st.caption(plain(f"{indicator.id} {indicator.text}"))


def _behind(gap: Gap, stage: StageGap, words: str) -> None:
    """What makes claim and experience differ; where it is only claimed, the way to an action on it."""
    aid = gap.view.info.id
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(linked(gap.view, words), width="content")
        if stage.verdict is not Verdict.CLAIMED_ONLY:
            return
        ids = tuple(indicator.id for indicator in stage.behind)
        planned = [one for one in gap.view.assessment.actions.values() if not set(one.covers).isdisjoint(ids)]
        left = tuple(id_ for id_ in ids if not any(id_ in one.covers for one in planned))
        if left:
            st.button(
                "Plan an action",
                key=state.key("gap-action", stage.stage.id),
                icon=":material/add_task:",
                help="Opens an action that covers these statements; save it as it is, or change it first.",
                on_click=begin_for,
                args=(aid, left),
                kwargs={"affected": EVERYTHING},
            )
        if planned:
            titles = join([titled(one.title, SHORT) for one in planned])
            link(Name.ACTION_PLAN, f"In the plan: {plain(titles)}", aid, icon="assignment")


def _statement(gap: Gap, one: StatementGap, *, behind: bool) -> None:
    mark = VERDICTS[one.verdict][0]
    text = plain(f"{one.statement.id} {one.statement.text}")
    with st.container(gap=None):
        st.markdown(f"{mark} **{text}**" if behind else f"{mark} {text}")
        st.caption(plain(statement_words(one, gap.results)))
        roles = by_role(one.result) if one.result and one.verdict is not Verdict.NOT_APPLICABLE else ""
        if roles:
            st.caption(plain(f"By role: {roles}."))
