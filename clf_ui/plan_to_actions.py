"""Taking a scenario's plan to the action plan: its single indicators become planned actions, in one step."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import count

from clf_model import Action, Assessment, Plan, Step
from clf_store import ActionEdit

from . import state
from .actions import told
from .loaders import now, st_store
from .scenarios import in_view
from .view import current_view
from .wording import counted

_LONGEST_ID = 40


def unplanned(plan: Plan, assessment: Assessment) -> tuple[Step, ...]:
    """The steps that no action stands for: single indicators that no open action covers alone."""
    alone = {one.covers for one in assessment.actions.values() if one.status.is_open}
    return tuple(step for step in plan.steps if step.action is None and (step.indicators[0].id,) not in alone)


@told
def take_to_actions() -> None:
    """Make a planned action for each such step of the scenario in view, and leave all others as they are."""
    view = current_view()
    tried = in_view(view)[0]
    made: dict[str, ActionEdit] = {}
    for step in unplanned(tried.plan, view.assessment):
        (indicator,) = step.indicators
        text = indicator.text.strip().rstrip(".;,")
        title = f"{text[:1].upper()}{text[1:]}"
        id_ = new_id(title, {*view.assessment.actions, *made})
        made[id_] = ActionEdit(None, Action(id_, title, step.effort, (indicator.id,)))
    if made:
        st_store().change_actions(view.info.id, made, who=state.browser(), at=now())
    state.notify(f"{counted(len(made), 'action')} from “{tried.label}” taken to the action plan")


def new_id(title: str, taken: Collection[str]) -> str:
    """A short id made of a title's words, numbered where it is taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    id_ = ""
    for word in re.findall("[a-z0-9]+", plain):
        if id_ and len(id_) + 1 + len(word) > _LONGEST_ID:
            break
        id_ = f"{id_}-{word}" if id_ else word[:_LONGEST_ID]
    id_ = id_ or "action"
    variants = (id_ if number == 1 else f"{id_}-{number}" for number in count(1))
    return next(variant for variant in variants if variant not in taken)
