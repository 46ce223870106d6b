"""The lever Try: what stands before a next stage, each switched by one click."""

from __future__ import annotations

import streamlit as st

from clf_model import Lever, effort_to_meet, gains_in_words, levers, named, options

from .. import state
from ..shared.naming import linked
from ..shared.redrawn import AFFECTED
from ..shared.view import View
from ..wording import counted, plain, unmarked
from . import commands
from .planned import Tried


def try_lever(view: View, tried: Tried) -> None:
    """Every indicator worth switching in the scenario in view."""
    ids = options(view.framework, view.assessment, tried.scenario, view.rules)
    if not ids:
        st.success("Every stage of every capability is reached; nothing is left to try.")
        return
    st.caption(
        f"What stands before the next stage, {counted(len(ids), 'indicator')} in all: first what needs the "
        "fewest others besides it, then what takes the least effort. Switch on what you would do."
    )
    _decisive(view, tried)
    open_levers = {v.indicator.id: v for v in levers(view.framework, tried.assessment, tried.outcome.after)}
    with st.container(height=480, key="levers"):
        for id_ in ids:
            _lever(view, id_, id_ in tried.scenario.changes, open_levers.get(id_))


def _decisive(view: View, tried: Tried) -> None:
    """The single judgement from which most follows."""
    first = next(iter(tried.turns), None)
    if first is not None and len(first.gains) > 1:
        found = f"{named(first.indicator)} alone would bring {gains_in_words(first.gains)}."
        st.markdown(f":material/key: {linked(view, found)}")


def _lever(view: View, id_: str, on: bool, lever: Lever | None) -> None:
    indicator = view.framework.indicator(id_)
    # The same whatever scenario is in view, so that the focus stays when a switch begins one.
    name = state.key("try", view.info.id, id_)
    state.put(name, on)
    effort = effort_to_meet(view.assessment.record(id_), view.rules)
    words = [view.unit.of(effort), view.framework.capability(indicator.capability_id).short_name]
    if lever and lever.others_needed:
        words.append(f"with {lever.others_needed} more it brings {lever.stage.name}")
    elif lever:
        words.append(f"brings {lever.stage.name}")
    with st.container(gap=None, key=state.key("lever", id_)):
        st.toggle(
            unmarked(f"{id_} {indicator.text}"),
            value=on,
            key=name,
            on_change=commands.switch,
            args=(id_,),
            kwargs={"affected": AFFECTED},
            width="stretch",
        )
        st.caption(plain(" · ".join(words)))
