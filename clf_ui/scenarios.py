"""The parts of the What-if page: scenario chips, the levers to try, and what they would bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from clf_model import (
    Judgement,
    Lever,
    Outcome,
    Scenario,
    effort_to_meet,
    levers,
    options,
    outcome,
    stage_name,
    why,
)
from clf_reports import Role, reached_series
from clf_store import SavedScenario

from . import state
from .actions import told
from .charts import radar
from .loaders import now, st_store
from .view import View
from .wording import amount, counted, plain, told_apart

TODAY = 0
NOTHING = -1
TODAY_NAME = "Today"
COLUMNS = ("Capability", TODAY_NAME, "What still holds it")


def saved(view: View) -> dict[int, SavedScenario]:
    """The scenarios of this assessment by id."""
    return {found.id: found for found in st_store().scenarios(view.info.id)}


def chosen(view: View) -> Scenario:
    """The scenario in view; today's state where none is chosen."""
    return _scenario(saved(view).get(state.value(state.SCENARIO)))


def _scenario(found: SavedScenario | None) -> Scenario:
    return Scenario(found.name, found.changes) if found else Scenario(TODAY_NAME)


@told
def _new(assessment_id: int, name: str, changes: dict[str, Judgement]) -> None:
    state.put(state.SCENARIO, st_store().save_scenario(assessment_id, name, changes, at=now()))
    state.write_address()


@told
def _switch(view: View, indicator_id: str) -> None:
    """Switch an indicator in the scenario in view; from today's state that begins a new scenario."""
    current = state.value(state.SCENARIO)
    if current == TODAY:
        _new(view.info.id, next_name(view), dict(chosen(view).toggled(indicator_id).changes))
    else:
        seen = st_store().scenario(current)
        switched = _scenario(seen).toggled(indicator_id)
        st_store().update_scenario(seen, replace(seen, changes=switched.changes))


@told
def _rename(scenario_id: int, name: str) -> None:
    seen = st_store().scenario(scenario_id)
    st_store().update_scenario(seen, replace(seen, name=(state.value(name) or "").strip()))


@told
def _delete(assessment_id: int, scenario_id: int) -> None:
    st_store().delete_scenario(scenario_id)
    state.put(state.SCENARIO, TODAY)
    state.write_address()
    state.remember_deleted_scenario(assessment_id, scenario_id)


@told
def _restore(assessment_id: int, scenario_id: int) -> None:
    st_store().restore_scenario(scenario_id)
    state.remember_deleted_scenario(assessment_id, None)
    state.put(state.SCENARIO, scenario_id)
    state.write_address()


def next_name(view: View) -> str:
    """A free name: Plan A, Plan B and so on."""
    taken = {found.name for found in saved(view).values()}
    letters = (f"Plan {chr(ord('A') + n % 26)}{n // 26 or ''}" for n in range(len(taken) + 1))
    return next(name for name in letters if name not in taken)


def chips(view: View) -> None:
    """Today and the saved scenarios; one in view, another beside it if wanted."""
    names = {TODAY: TODAY_NAME, **labels(saved(view))}
    state.keep_valid(state.SCENARIO, list(names))
    with st.container(horizontal=True, vertical_alignment="center", key="chips"):
        st.segmented_control(
            "Scenario",
            list(names),
            format_func=lambda id_: plain(names[id_]),
            key=state.SCENARIO,
            persist_state="session",
            on_change=state.write_address,
            required=True,
            label_visibility="collapsed",
        )
        st.button(
            "New",
            key="new-scenario",
            icon=":material/add:",
            help="A new scenario that starts from today",
            on_click=_new,
            args=(view.info.id, next_name(view), {}),
        )
        current = state.value(state.SCENARIO)
        if current != TODAY:
            _manage(view.info.id, current, names[current])
            _beside(names, current)
        deleted = state.deleted_scenario(view.info.id)
        if deleted is not None:
            st.button(
                "Undo deletion",
                key="restore-scenario",
                icon=":material/undo:",
                on_click=_restore,
                args=(view.info.id, deleted),
            )


def _manage(assessment_id: int, current: int, name: str) -> None:
    with st.popover("Name", icon=":material/edit:", type="tertiary"):
        field = state.key("scenario-name", current)
        st.text_input(
            "Name of this scenario",
            value=name,
            key=field,
            max_chars=100,
            on_change=_rename,
            args=(current, field),
        )
        st.button(
            "Delete this scenario", key="delete-scenario", on_click=_delete, args=(assessment_id, current)
        )


def _beside(names: dict[int, str], current: int) -> None:
    others = {
        NOTHING: "Nothing beside",
        **{i: f"Beside: {n}" for i, n in names.items() if i not in (TODAY, current)},
    }
    if len(others) > 1:
        state.keep_valid(state.AGAINST, list(others))
        st.selectbox(
            "Beside",
            list(others),
            format_func=others.__getitem__,
            key=state.AGAINST,
            persist_state="session",
            on_change=state.write_address,
            label_visibility="collapsed",
            width=200,
        )


def tries(view: View) -> None:
    """The levers: indicators that block a next stage, most effective first, each switched by one click."""
    scenario = chosen(view)
    tried = scenario.applied_to(view.assessment)
    found = outcome(view.framework, view.assessment, scenario, view.rules)
    open_levers = {v.indicator.id: v for v in levers(view.framework, tried, found.after)}
    ids = options(view.framework, view.assessment, scenario, view.rules)
    st.subheader("Try", anchor=False)
    if not ids:
        st.success("Every stage of every capability is reached; nothing is left to try.")
        return
    st.caption("What stands before the next stage, shortest step first. Switch on what you would do.")
    with st.container(height=520, key="levers"):
        for id_ in ids:
            _lever(view, id_, id_ in scenario.changes, open_levers.get(id_))


def _lever(view: View, id_: str, on: bool, lever: Lever | None) -> None:
    indicator = view.framework.indicator(id_)
    name = state.key("try", view.info.id, state.value(state.SCENARIO), id_)
    state.put(name, on)
    effort = effort_to_meet(view.assessment.record(id_), view.rules)
    words = [f"effort {amount(effort)}", view.framework.capability(indicator.capability_id).short_name]
    if lever and lever.others_needed:
        words.append(f"with {lever.others_needed} more it brings {lever.stage.name}")
    elif lever:
        words.append(f"brings {lever.stage.name}")
    with st.container(gap=None, key=state.key("lever", id_)):
        st.toggle(
            f"**{id_}** {plain(indicator.text)}",
            value=on,
            key=name,
            on_change=_switch,
            args=(view, id_),
            width="stretch",
        )
        st.caption(plain(" · ".join(words)))


@dataclass(frozen=True, slots=True)
class Tried:
    """A scenario with a label that no other column or series has, and what it would bring."""

    label: str
    scenario: Scenario
    outcome: Outcome


def _tried(view: View) -> list[Tried]:
    """The scenario in view and the one beside it."""
    found = saved(view)
    current, beside = state.value(state.SCENARIO), state.value(state.AGAINST)
    ids = [id_ for id_ in dict.fromkeys((current, beside)) if id_ in found] if current in found else []
    named = labels(found)
    tried = []
    for id_ in ids:
        scenario = _scenario(found[id_])
        made = outcome(view.framework, view.assessment, scenario, view.rules)
        tried.append(Tried(named[id_], scenario, made))
    return tried


def labels(found: Mapping[int, SavedScenario]) -> dict[int, str]:
    """The scenarios' names by id, numbered where two are alike or one is called like a column."""
    return told_apart({id_: one.name for id_, one in found.items()}, taken=COLUMNS)


def results(view: View) -> None:
    """Before and after: the radar, what is gained for what effort, and what still holds each capability."""
    tried = _tried(view)
    for one in tried:
        st.markdown(f"#### {plain(gain(one))}")
    if not tried:
        st.markdown("#### Today: nothing is changed yet")
    roles: tuple[Role, Role] = ("scenario", "target")
    series = [reached_series(view.profile, TODAY_NAME)]
    if any(one.scenario.changes for one in tried):
        series += [
            reached_series(one.outcome.after, one.label, role)
            for role, one in zip(roles, tried, strict=False)
        ]
    radar(view, series, key="what-if-radar", height=400)
    _table(view, tried)


def gain(tried: Tried) -> str:
    """A scenario in one line: stages gained for how much effort."""
    if not tried.scenario.changes:
        return f"{tried.label}: nothing is changed yet"
    stages = counted(tried.outcome.stages_gained, "stage")
    return f"{tried.label}: {stages} gained for an effort of {amount(tried.outcome.effort)}"


def _table(view: View, tried: Sequence[Tried]) -> None:
    capability, today_column, held = COLUMNS
    rows = []
    for place, today in enumerate(view.profile.capabilities):
        after = tried[0].outcome.after.capabilities[place] if tried else today
        judged = tried[0].scenario.applied_to(view.assessment) if tried else view.assessment
        rows.append(
            {
                capability: today.capability.short_name,
                today_column: stage_name(today),
                **{one.label: stage_name(one.outcome.after.capabilities[place]) for one in tried},
                held: why(after, judged, view.rules).partition(": ")[2],
            }
        )
    st.table(rows, border="horizontal", hide_index=True, alt="Stages today and in each scenario")
