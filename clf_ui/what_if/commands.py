"""What people do to scenarios, as callbacks. A scenario is a trial: nothing here changes the assessment.

A change goes onto what is stored, field by field, against what this tab showed. Where another window changed
the scenario meanwhile, that is said. A plan replaces what was tried, for two plans put together are none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from clf_model import Judgement
from clf_model.text import titled
from clf_store import SavedScenario

from .. import state
from ..clock import now
from ..shared import as_shown
from ..shared.callbacks import told
from ..shared.loaders import by, st_store
from ..shared.quick_taps import once
from ..shared.view import View, current_view
from ..wording import SHORT
from .planned import aim_of, st_best
from .scenarios import TODAY, next_name

"""The fragments to draw again after a change of a scenario."""


@told
@once
def begin(assessment_id: int, *, name: str) -> None:
    """A new scenario that starts from today."""
    _begin(assessment_id, name, {})


def _begin(assessment_id: int, name: str, changes: Mapping[str, Judgement], **aims: Any) -> None:
    made = as_shown.save_scenario(assessment_id, name, changes, **aims)
    state.put(state.SCENARIO, made)
    state.write_address()
    state.begun.put(made)


def _current() -> int:
    """The scenario in view: the one just begun, where a hand is faster than the answer to its browser."""
    current: int = state.value(state.SCENARIO)
    begun = state.begun.get()
    if current == TODAY and begun is not None:
        state.put(state.SCENARIO, begun)
        return begun
    return current


@told
def switch(indicator_id: str) -> None:
    """Switch an indicator in the scenario in view; from today's state that begins a new scenario."""
    current = _current()
    if current == TODAY:
        view = current_view()
        _begin(view.info.id, next_name(view), {indicator_id: Judgement.MET})
        return
    stored = st_store().scenario(current)
    seen = state.shown_scenarios.get(current) or stored
    changes = dict(seen.changes)
    if changes.pop(indicator_id, None) is None:
        changes[indicator_id] = Judgement.MET
    _update(seen, replace(seen, changes=changes))
    if stored != seen:
        _say_changed(stored, "Both changes are kept; where both changed the same, yours counts.")


@told
def aim_at(**aims: Any) -> None:
    """Give the scenario in view another aim, and the plan for it; from today's state that begins a new one.

    `aims` are fields of a saved scenario: target, budget, objective, priorities.
    """
    view, current = current_view(), _current()
    if current == TODAY:
        wanted = _planned(view, SavedScenario(0, view.info.id, next_name(view), {}, now(), **aims))
        _begin(view.info.id, wanted.name, wanted.changes, **aims)
        return
    stored, shown = st_store().scenario(current), state.shown_scenarios.get(current)
    wanted = _planned(view, replace(stored, **aims))
    _update(stored, wanted)
    if wanted.changes != stored.changes:
        _note_planned(stored, wanted.changes)
    if stored != shown:
        _say_changed(stored, "The plan you asked for has taken the place of what it held.")


def _planned(view: View, wanted: SavedScenario) -> SavedScenario:
    """The scenario with the best plan for its aim; as it is where it has none."""
    aim = aim_of(wanted)
    return replace(wanted, changes=st_best(view, aim).scenario("").changes) if aim else wanted


@told
def bring_back(before: SavedScenario) -> None:
    """What was tried before a plan took its place."""
    stored = st_store().scenario(before.id)
    _update(stored, replace(before, name=stored.name))


def _note_planned(before: SavedScenario, planned: Mapping[str, Judgement]) -> None:
    """A plan replaces what a scenario tried: keep that, so that it can be brought back.

    Where a plan is replaced by another, as on the way along a slider, what was there before the first stays.
    """
    first, last = state.planned.get(before.id) or (before, None)
    state.planned.put(before.id, (first if last == before.changes else before, dict(planned)))


def before_plan(current: SavedScenario) -> SavedScenario | None:
    """What this tab replaced by the plan that a scenario holds now; None where that was nothing."""
    before, planned = state.planned.get(current.id) or (None, None)
    lost = before is not None and before.changes and before.changes != current.changes
    return before if lost and planned == current.changes else None


def _update(seen: SavedScenario, wanted: SavedScenario) -> None:
    """Write a scenario in place of the one seen; this tab shows what has come of it."""
    state.shown_scenarios.put(seen.id, as_shown.update_scenario(seen, wanted))


def _say_changed(stored: SavedScenario, what: str) -> None:
    state.notify(
        f"{titled(stored.name, SHORT)} was changed in another window meanwhile. {what}", is_problem=True
    )


@told
def rename(scenario_id: int, name: str) -> None:
    """A scenario has another name; `name` is the field's key."""
    seen = st_store().scenario(scenario_id)
    renamed = replace(seen, name=(state.value(name) or "").strip())
    _update(seen, renamed)


@told
def delete(assessment_id: int, scenario_id: int) -> None:
    """Take a scenario away; it can be brought back."""
    st_store().delete_scenario(scenario_id, by=by(state.browser()))
    state.put(state.SCENARIO, TODAY)
    state.write_address()
    state.deleted_scenario.put(assessment_id, scenario_id)


@told
def restore(assessment_id: int, scenario_id: int) -> None:
    """Bring a deleted scenario back."""
    st_store().restore_scenario(scenario_id, by=by(state.browser()))
    state.deleted_scenario.put(assessment_id, None)
    state.put(state.SCENARIO, scenario_id)
    state.write_address()
