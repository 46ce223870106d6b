"""What the store hands out and takes of a plan: actions, scenarios, and the plan kept at finalisation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TypedDict

from clf_model.action import Action
from clf_model.assessment import Judgement
from clf_model.errors import RecordError
from clf_model.planning.objective import Objective
from clf_model.text import given


@dataclass(frozen=True, slots=True)
class ActionEdit:
    """A wish to turn an action that the writer saw (`base`) into another (`new`); None is no action.

    So an edit without `base` makes an action, and one without `new` deletes it.
    """

    base: Action | None
    new: Action | None


@dataclass(frozen=True, slots=True)
class ActionChange:
    """What came of a change of actions: those actions as they are stored now, None where there is none.

    `event_id` is None where everything already was as wished, so that nothing was written.
    """

    revision: int
    actions: Mapping[str, Action | None]
    event_id: int | None


class Aims(TypedDict, total=False):
    """The fields of a scenario that say what it aims at."""

    target: Mapping[str, str]
    budget: float | None
    objective: Objective
    priorities: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class SavedScenario:
    """A scenario kept with an assessment: what is tried, and what it aims at.

    `changes` holds judgements by indicator id that differ from the assessment's own; `target` a stage's id
    by capability id; `priorities` a weight of 0 or more by capability id, 1 where left out; `budget` is in
    the service's own unit of effort, None where there is none. Raises `RecordError` for a blank id, and for
    a budget or priority that is negative or not finite.
    """

    id: int
    assessment_id: int
    name: str
    changes: Mapping[str, Judgement]
    created_at: datetime
    target: Mapping[str, str] = field(default_factory=dict)
    budget: float | None = None
    objective: Objective = Objective.TOTAL
    priorities: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not all(map(given, [*self.target, *self.target.values(), *self.priorities])):
            raise RecordError("A target or priority names nothing. Choose a capability, and a stage for it.")
        if self.budget is not None and not 0 <= self.budget < math.inf:
            raise RecordError(f"The budget is {self.budget}. Give a number of 0 or more.")
        for id_, weight in self.priorities.items():
            if not 0 <= weight < math.inf:
                raise RecordError(f"The priority of {id_} is {weight}. Give a number of 0 or more.")
        for name in ("changes", "target", "priorities"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))


@dataclass(frozen=True, slots=True)
class FinalPlan:
    """What was planned when an assessment was finalised: its scenarios in their order, its actions by id."""

    finalised_at: datetime
    scenarios: tuple[SavedScenario, ...]
    actions: Mapping[str, Action]
