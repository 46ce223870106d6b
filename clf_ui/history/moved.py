"""What moved between two assessments, capability by capability, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from clf_model import CapabilityChange, JudgementChange, compare, join, named
from clf_model.explanation import stage_name

from ..assessments.across_editions import ids_in, incomparable, read_in, without_counterpart
from ..shared.naming import linked
from ..shared.view import View
from ..wording import counted, judgement_word, plain
from .causes import causes, said
from .moments import Pair

SHOWN = 6
"""Judgements of a capability that stand open; more are behind a click."""


def moved(view: View, pair: Pair) -> None:
    """Per capability its stages and every judgement that is another one, each with its cause.

    What one of the two editions does not ask in the same words is named, and not compared.
    """
    earlier, later = (read_in(view, one) for one in (pair.earlier, pair.later))
    changes = compare(view.framework, earlier, later, view.rules).capabilities
    asked = _asked_by_both(view, pair)
    compared = {
        change.after.capability.id: [one for one in change.judgements if one.indicator.id in asked]
        for change in changes
    }
    judged = {one.indicator.id: one.after for listed in compared.values() for one in listed}
    why = causes(view, pair, judged)
    _not_compared(view, pair, [one.indicator.id for change in changes for one in change.judgements], judged)
    because = {id_: said(earlier, later, id_, why.get(id_)) for id_ in judged}
    for change in changes:
        if listed := compared[change.after.capability.id]:
            _capability(change, [_line(view, one, because[one.indicator.id]) for one in listed])
    still = [change.after.capability.short_name for change in changes if not change.judgements]
    if still:
        st.caption(plain(f"No judgement is another one in {join(still)}."))
    silent = len(judged) - len(why)
    if silent:
        st.caption(
            f"{counted(silent, 'change')} came with the assessment as it was entered or imported: the log "
            "holds no step of these."
        )


def _asked_by_both(view: View, pair: Pair) -> set[str]:
    """The indicators that both editions ask in the words of the one in view."""
    earlier, later = (ids_in(view, one.info.framework_digest) for one in (pair.earlier, pair.later))
    return earlier.keys() & later.keys()


def _not_compared(view: View, pair: Pair, changed: Sequence[str], compared: Mapping[str, object]) -> None:
    """What is left out, each once."""
    known = {id_ for stored in (pair.earlier, pair.later) for id_ in without_counterpart(view, stored)}
    for stored in (pair.earlier, pair.later):
        if note := incomparable(view, stored):
            st.caption(plain(note))
    others = [id_ for id_ in changed if id_ not in compared and id_ not in known]
    if others:
        st.caption(plain(f"Not compared, as only one of the two asks it in these words: {join(others)}."))


def _capability(change: CapabilityChange, lines: Sequence[str]) -> None:
    before, after = stage_name(change.before), stage_name(change.after)
    stages = f"{before} → {after}" if change.stages_gained else f"{after}, as before"
    short_name = plain(change.after.capability.short_name)
    st.markdown(f"**{short_name}** · {plain(stages)}")
    st.markdown("\n".join(lines[:SHOWN]))
    if len(lines) > SHOWN:
        with st.expander(f"{counted(len(lines) - SHOWN, 'other judgement')} in {short_name}"):
            st.markdown("\n".join(lines[SHOWN:]))


def _line(view: View, change: JudgementChange, because: str) -> str:
    moved_to = f"{judgement_word(change.before)} → {judgement_word(change.after)}"
    line = f"- {linked(view, named(change.indicator))} {moved_to}"
    return f"{line} · {plain(because)}" if because else line
