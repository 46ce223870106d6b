"""The parts of the Checklist page: capability tabs, the running result, the stages with their indicators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from clf_model import (
    Capability,
    Indicator,
    Judgement,
    Perspective,
    Profile,
    StageResult,
    stage_name,
    strengths,
    why,
)
from clf_reports import reached_series

from .. import state
from ..shared.callbacks import guarded, redraw
from ..shared.charts import small_radar
from ..shared.derived import DERIVED, derived, record_part
from ..shared.indicator import indicator, looks
from ..shared.look import into_view
from ..shared.naming import linked
from ..shared.view import View, current_view
from ..wording import counted, marks, plain

TABS, RESULT = "checklist-tabs", "checklist-result"
ALL_STAGES = "all"
SHOW = {
    "all": "All",
    "open": "Not discussed",
    "deciding": "Decides the next stage",
    "bare": "Without evidence",
    "reworded": "Reworded",
}


def _tab_labels() -> dict[str, str]:
    view = current_view()
    total = len(view.framework.stages)
    return {
        result.capability.id: f"{plain(result.capability.short_name)} {marks(result.reached_index, total)}"
        for result in view.profile.capabilities
    }


@derived(TABS, looks=_tab_labels)
def capability_tabs() -> None:
    """One tab per capability in the framework's order, each with its stages reached."""
    labels = _tab_labels()
    state.keep_valid(state.CAPABILITY, list(labels))
    st.segmented_control(
        "Capability",
        list(labels),
        format_func=labels.__getitem__,
        key=state.CAPABILITY,
        persist_state="session",
        required=True,
        label_visibility="collapsed",
        wrap=True,
        on_change=_choose_capability,
    )


@guarded
def _choose_capability() -> None:
    state.forget(state.INDICATOR)
    redraw()


@guarded
def _choose_shown() -> None:
    state.forget(state.INDICATOR)
    state.write_address()


def arrive(view: View) -> None:
    """Where the address names an indicator: choose what shows it, whatever was chosen before."""
    wanted = state.value(state.INDICATOR)
    if wanted is None:
        return
    if not view.framework.has_indicator(wanted):
        state.forget(state.INDICATOR)
        return
    indicator = view.framework.indicator(wanted)
    state.put(state.CAPABILITY, indicator.capability_id)
    if state.on_phone() or state.value(state.STAGE) not in (None, ALL_STAGES):
        state.put(state.STAGE, indicator.stage_id)
    if state.value(state.SHOW) is not None:
        state.put(state.SHOW, "all")


def _bring_into_view() -> None:
    """Mark the indicator that the address names, and scroll to it."""
    wanted = state.value(state.INDICATOR)
    if wanted is not None:
        st.html(into_view(state.key("indicator", wanted)))


def chosen_capability(view: View) -> Capability:
    """The capability of the chosen tab."""
    return view.framework.capability(state.value(state.CAPABILITY))


def filters(view: View) -> None:
    """Which stage and which indicators to show; a phone starts with the stage in progress."""
    stages = {stage.id: stage.name for stage in view.framework.stages}
    following = view.profile.capability(chosen_capability(view).id).next
    narrow = following.stage.id if following and state.on_phone() else ALL_STAGES
    state.keep_valid(state.STAGE, [ALL_STAGES, *stages], default=narrow)
    any_reworded = any(record.former for _, record in view.assessment)
    shown = [name for name in SHOW if name != "reworded" or any_reworded]
    state.keep_valid(state.SHOW, shown)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.segmented_control(
            "Stage",
            [ALL_STAGES, *stages],
            format_func=lambda id_: stages.get(id_, "All stages"),
            key=state.STAGE,
            persist_state="session",
            on_change=_choose_shown,
            required=True,
            label_visibility="collapsed",
            wrap=True,
        )
        st.selectbox(
            "Show",
            shown,
            format_func=SHOW.__getitem__,
            key=state.SHOW,
            persist_state="session",
            on_change=_choose_shown,
            label_visibility="collapsed",
            width=190,
        )
        with st.popover("Keys", icon=":material/keyboard:", type="tertiary"):
            st.markdown(
                "- **Tab** and **Shift Tab** go from indicator to indicator\n"
                "- **← →** move within the answers of one\n"
                "- **Space** or **Enter** judges; on the chosen answer it clears\n"
                "- **Ctrl Z** (**⌘ Z** on a Mac) takes back your last change, **Ctrl Shift Z** brings it back"
            )


def visible(view: View, capability: Capability) -> tuple[str, ...]:
    """The ids of the indicators that the filter lets through.

    Worked out when the page is drawn, not when a judgement is saved: a list must not move under a finger.
    """
    record = view.assessment.record
    deciding = {i.id for i in view.profile.capability(capability.id).blockers}
    tests: dict[str, Callable[[Indicator], bool]] = {
        "all": lambda i: True,
        "open": lambda i: record(i.id).judgement is None,
        "deciding": lambda i: i.id in deciding,
        "bare": lambda i: record(i.id).judgement is Judgement.MET and not record(i.id).evidence,
        "reworded": lambda i: record(i.id).former is not None,
    }
    return tuple(i.id for i in capability.indicators if tests[state.value(state.SHOW)](i))


def stages(view: View) -> None:
    """The chosen stages in order."""
    capability = chosen_capability(view)
    ids = visible(view, capability)
    chosen = state.value(state.STAGE)
    shown = [s for s in view.framework.stages if chosen in (ALL_STAGES, s.id)]
    found = False
    for stage in shown:
        here = tuple(i for i in capability.indicators if i.stage_id == stage.id and i.id in ids)
        if here or state.value(state.SHOW) == "all":
            found = True
            _stage(view, capability.id, stage.id, here)
    if not found:
        st.info("Nothing to show with this filter. Choose All to see every indicator.")
    _bring_into_view()


def _stage(view: View, capability_id: str, stage_id: str, items: tuple[Indicator, ...]) -> None:
    """A stage's name with how it stands, and its indicators, each drawn again by itself when it is judged."""
    with st.container(key=state.key("stage", stage_id), gap="small"):
        heading = derived(state.key("stage-heading", stage_id), looks=_stage_with_mark)(_stage_heading)
        heading(capability_id, stage_id)
        by_perspective = {
            p: [i for i in items if i.perspective is p]
            for p in Perspective
            if view.framework.has_perspective(p)
        }
        for column, (perspective, listed) in zip(
            st.columns(len(by_perspective), gap="medium"), by_perspective.items(), strict=True
        ):
            with column:
                st.caption(f"**{perspective.lead}**")
                for item in listed:
                    record_part(view.info.id, item, _indicator, _looks)


def _stage_with_mark(capability_id: str, stage_id: str) -> str:
    view = current_view()
    result = view.profile.capability(capability_id)
    index = view.framework.stage_index(stage_id)
    stage = result.stages[index - 1]
    return f"{plain(stage.stage.name)} {stage_mark(stage, index, result.reached_index, view.profile)}"


def _stage_heading(capability_id: str, stage_id: str) -> None:
    st.subheader(_stage_with_mark(capability_id, stage_id), anchor=False)


def _indicator(item: Indicator, part: str) -> None:
    indicator(current_view(), item, (DERIVED, part))


def _looks(item: Indicator) -> object:
    return looks(current_view(), item)


def stage_mark(stage: StageResult, index: int, reached_index: int, profile: Profile) -> str:
    """How a stage stands, in a few words beside its name."""
    if stage.asks_nothing:
        return ":material/remove: asks nothing here"
    counting = stage.total(lambda c: c.counting)
    applicable = stage.total(lambda c: c.applicable)
    text = f"{counting} of {applicable}" if applicable else "nothing applies"
    if index <= reached_index:
        return f":material/check_circle: {text}"
    if index > reached_index + 1:
        before = profile.framework.stages[reached_index].name
        return f":material/lock: {text} · waits for {before}"
    return f":material/pending: {text}"


def result_panel() -> None:
    """Where the capability stands now and why, with a small radar; always in sight."""
    with st.container(key="result", border=True, gap="small"):
        _result()


@dataclass(frozen=True, slots=True)
class _Result:
    """How a capability stands, in words, and how far it is on its way to the next stage."""

    stage: str
    share: float | None
    progress: str
    why: str
    besides: str


def _in_words() -> _Result:
    view = current_view()
    result = view.profile.capability(chosen_capability(view).id)
    share, progress = None, ""
    if result.next:
        counting = result.next.total(lambda c: c.counting)
        needed = result.next.total(lambda c: c.needed)
        partly = result.next.total(lambda c: c.partly)
        half = f", {partly} partly" if partly else ""
        share = float(result.next.share)
        progress = f"{counting} of {needed} needed for {result.next.stage.name}{half}"
    besides = (
        plain(strengths(result, view.rules) or ""),
        f"{result.discussed} of {counted(result.asked, 'indicator')} discussed",
        plain(view.rules.describe()),
    )
    return _Result(
        f"{marks(result.reached_index, len(view.framework.stages))} {plain(stage_name(result))}",
        share,
        progress,
        linked(view, why(result, view.assessment, view.rules)),
        "\n\n".join(sentence for sentence in besides if sentence),
    )


def _result_looks() -> object:
    return _in_words(), reached_series(current_view().profile)


@derived(RESULT, looks=_result_looks)
def _result() -> None:
    found = _in_words()
    st.subheader(found.stage, anchor=False)
    if found.share is not None:
        st.progress(found.share, found.progress)
    st.markdown(found.why)
    view = current_view()
    small_radar(view, highlight=chosen_capability(view).id)
    st.caption(found.besides)
