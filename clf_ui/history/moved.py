"""What moved between two assessments, capability by capability, and why."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from clf_model import CapabilityChange, JudgementChange, compare, join, named
from clf_model.explanation import stage_name

from ..editions import incomparable, read_in
from ..naming import linked
from ..view import View
from ..wording import counted, judgement_word, plain
from .causes import Cause, causes, said
from .moments import Pair

SHOWN = 6
"""Judgements of a capability that stand open; more are behind a click."""


def moved(view: View, pair: Pair) -> None:
    """Per capability its stages and every judgement that is another one, each with its cause."""
    earlier, later = (read_in(view, one) for one in (pair.earlier, pair.later))
    changes = compare(view.framework, earlier, later, view.rules).capabilities
    why = causes(pair, [one.indicator.id for change in changes for one in change.judgements])
    for stored in (pair.earlier, pair.later):
        if note := incomparable(view, stored):
            st.caption(plain(note))
    still = [change.after.capability.short_name for change in changes if not change.judgements]
    for change in changes:
        if change.judgements:
            _capability(view, pair, change, why)
    if still:
        st.caption(plain(f"No judgement is another one in {join(still)}."))
    silent = sum(len(change.judgements) for change in changes) - len(why)
    if silent:
        st.caption(
            f"{counted(silent, 'change')} came with the assessment as it was entered or imported: the log "
            "holds no step of these."
        )


def _capability(view: View, pair: Pair, change: CapabilityChange, why: Mapping[str, Cause]) -> None:
    before, after = stage_name(change.before), stage_name(change.after)
    stages = f"{before} → {after}" if change.stages_gained else f"{after}, as before"
    st.markdown(f"**{plain(change.after.capability.short_name)}** · {plain(stages)}")
    lines = [_line(view, pair, one, why.get(one.indicator.id)) for one in change.judgements]
    st.markdown("\n".join(lines[:SHOWN]))
    if len(lines) > SHOWN:
        others = counted(len(lines) - SHOWN, "other judgement")
        with st.expander(f"{others} in {plain(change.after.capability.short_name)}"):
            st.markdown("\n".join(lines[SHOWN:]))


def _line(view: View, pair: Pair, change: JudgementChange, cause: Cause | None) -> str:
    moved_to = f"{judgement_word(change.before)} → {judgement_word(change.after)}"
    because = said(pair, change.indicator.id, cause)
    line = f"- {linked(view, named(change.indicator))} {moved_to}"
    return f"{line} · {plain(because)}" if because else line
