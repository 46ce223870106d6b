"""The lever Target: a stage for all capabilities in one choice, and one for each."""

from __future__ import annotations

import streamlit as st

from clf_model import CapabilityResult, stage_name

from .. import state
from ..shared.callbacks import guarded
from ..shared.redrawn import AFFECTED
from ..shared.view import View
from ..wording import plain, unmarked
from . import commands
from .planned import Tried

STAY = ""


def target_lever(view: View, tried: Tried) -> None:
    """Where to go; the cheapest way there is written into the scenario at once."""
    st.caption("Choose where to go: the cheapest way there becomes the scenario.")
    target = dict(tried.aim.target)
    _everywhere(view, target)
    left, right = st.columns(2, gap="small")
    half = (len(view.profile.capabilities) + 1) // 2
    for place, result in enumerate(view.profile.capabilities):
        with left if place < half else right:
            _capability(result, target)
    for one in tried.best.missing if tried.best else ():
        st.warning(plain(str(one)), icon=":material/block:")
    if target and tried.aim.budget is not None:
        budget = view.unit.of(tried.aim.budget)
        st.info(
            plain(f"A budget of {budget} limits this plan, so it goes only part of the way."),
            icon=":material/savings:",
        )
        st.button(
            "Reach the target, whatever it takes",
            key="drop-budget",
            on_click=commands.aim_at,
            kwargs={"budget": None, "affected": AFFECTED},
        )


def _name(*parts: object) -> str:
    # The same whatever scenario is in view, so that the focus stays when a choice begins one.
    return state.key("target", state.value(state.ASSESSMENT), *parts)


def _everywhere(view: View, target: dict[str, str]) -> None:
    """The stage of all capabilities that are not there yet."""
    stages = {stage.id: stage.name for stage in view.framework.stages}
    choices = {id_: _all_at(view, id_) for id_ in stages}
    chosen = next((id_ for id_, one in choices.items() if one and one == target), None)
    name = _name("everywhere")
    state.put(name, chosen)
    st.segmented_control(
        "All capabilities",
        [id_ for id_, one in choices.items() if one],
        default=chosen,
        format_func=lambda id_: plain(stages[id_]),
        key=name,
        on_change=_aim_everywhere,
        args=(name, choices),
        wrap=True,
    )


def _all_at(view: View, stage_id: str) -> dict[str, str]:
    """The target that takes every capability to a stage that it has not reached."""
    index = view.framework.stage_index(stage_id)
    return {
        result.capability.id: stage_id for result in view.profile.capabilities if result.reached_index < index
    }


@guarded
def _aim_everywhere(name: str, choices: dict[str, dict[str, str]]) -> None:
    commands.aim_at(target=choices.get(state.value(name), {}), budget=None, affected=AFFECTED)


def _capability(result: CapabilityResult, target: dict[str, str]) -> None:
    """The stages from today's on; those below cannot be chosen."""
    capability = result.capability
    ahead = {one.stage.id: one.stage.name for one in result.stages[result.reached_index :]}
    listed = {STAY: f"Stay: {stage_name(result)}", **ahead}
    name = _name(capability.id)
    chosen = target.get(capability.id, STAY)
    chosen = chosen if chosen in listed else STAY
    state.put(name, chosen)
    st.selectbox(
        unmarked(capability.short_name),
        list(listed),
        index=list(listed).index(chosen),
        format_func=listed.__getitem__,
        key=name,
        disabled=not ahead,
        on_change=_aim_for,
        args=(name, capability.id, target),
    )


@guarded
def _aim_for(name: str, capability_id: str, target: dict[str, str]) -> None:
    chosen = state.value(name)
    others = {id_: stage for id_, stage in target.items() if id_ != capability_id}
    wanted = others if chosen == STAY else {**others, capability_id: chosen}
    commands.aim_at(target=wanted, budget=None, affected=AFFECTED)
