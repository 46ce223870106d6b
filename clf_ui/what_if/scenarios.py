"""The scenarios of an assessment as a page has them in view: which there are, what they are called."""

from __future__ import annotations

from collections.abc import Mapping

from clf_model.text import cut
from clf_store import SavedScenario

from .. import state
from ..shared.loaders import st_store
from ..shared.view import View
from ..wording import SHORT, told_apart
from .planned import Tried, st_tried

TODAY = 0
TODAY_NAME = "Today"
COLUMNS = ("Capability", TODAY_NAME, "What still holds it", "Target")
"""What else stands where a scenario's name does."""
MOST_BESIDE = 3
"""So many scenarios may stand beside the one in view."""


def saved(view: View) -> dict[int, SavedScenario]:
    """The scenarios of this assessment by id."""
    return {found.id: found for found in st_store().scenarios(view.info.id)}


def labels(found: Mapping[int, SavedScenario]) -> dict[int, str]:
    """The scenarios' names by id, cut to fit and numbered where two are alike or one is like a column."""
    return told_apart({id_: cut(one.name, SHORT) for id_, one in found.items()}, taken=COLUMNS)


def next_name(view: View) -> str:
    """A free name: Plan A, Plan B and so on."""
    taken = {found.name for found in saved(view).values()}
    letters = (f"Plan {chr(ord('A') + n % 26)}{n // 26 or ''}" for n in range(len(taken) + 1))
    return next(name for name in letters if name not in taken)


def in_view(view: View) -> list[Tried]:
    """The scenario that the levers act on, or today's state, and after it those beside it."""
    found = saved(view)
    named = labels(found)
    current = state.value(state.SCENARIO)
    if current not in found:
        state.begun.put(None)
        return [st_tried(view, TODAY_NAME, None)]
    state.shown_scenarios.put(current, found[current])
    beside = [id_ for id_ in state.value(state.AGAINST) or [] if id_ in found and id_ != current]
    return [st_tried(view, named[id_], found[id_]) for id_ in (current, *beside[:MOST_BESIDE])]
