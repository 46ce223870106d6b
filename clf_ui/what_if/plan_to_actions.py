"""Taking a scenario's plan to the action plan: its single indicators become planned actions, in one step."""

from __future__ import annotations

from clf_model import Assessment, Plan, Step, action_for, title_of
from clf_store import ActionEdit

from .. import state
from ..shared.as_shown import change_actions
from ..shared.callbacks import told
from ..shared.quick_taps import once
from ..shared.view import current_view
from ..wording import counted
from .scenarios import in_view


def unplanned(plan: Plan, assessment: Assessment) -> tuple[Step, ...]:
    """The steps that no action stands for: single indicators that no open action covers."""
    covered = {id_ for one in assessment.actions.values() if one.status.is_open for id_ in one.covers}
    return tuple(step for step in _single(plan) if step.indicators[0].id not in covered)


def covered_already(plan: Plan, assessment: Assessment) -> int:
    """How many single indicators of a plan an open action covers, be it with others."""
    return len(_single(plan)) - len(unplanned(plan, assessment))


def _single(plan: Plan) -> list[Step]:
    return [step for step in plan.steps if step.action is None]


@told
@once
def take_to_actions() -> None:
    """Make a planned action for each such step of the scenario in view, and leave all others as they are."""
    view = current_view()
    tried = in_view(view)[0]
    made: dict[str, ActionEdit] = {}
    for step in unplanned(tried.plan, view.assessment):
        (indicator,) = step.indicators
        action = action_for(
            [indicator],
            view.assessment,
            view.rules,
            title=title_of(indicator),
            taken={*view.assessment.actions, *made},
        )
        made[action.id] = ActionEdit(None, action)
    if made:
        change_actions(view.info.id, made)
    state.taken.put(tried.label, len(made))
    state.notify(f"{counted(len(made), 'action')} from “{tried.label}” added to the action plan")
