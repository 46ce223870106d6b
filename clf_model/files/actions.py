"""The actions of an assessment file: their shape, what is wrong between them, reading and writing them."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice
from typing import Any

from ..action import ID_FORM, ID_PATTERN, Action, ActionStatus
from ..actions.links import cycles
from ..errors import Problem, circle
from .findings import Findings, quoted
from .framework import INDICATOR_ID
from .plain_values import plain_number, without_blanks
from .shape import Choice, Date, ListOf, MapOf, Number, RecordOf, Reference, Rule, Text
from .shape_check import Checked

_MOST_CYCLES = 20

_ID = Text("Short id of an action, such as carers-forum", ID_PATTERN, ID_FORM)


def actions_shape(indicators: Collection[str] | None) -> MapOf:
    """The shape of the actions; they cover these indicators, or any where None."""
    action = RecordOf(
        "Something to do that serves one or more indicators",
        {"title": Text("What will be done")},
        {
            "effort": Number("What it takes, in days or points; 1 where left out"),
            "covers": ListOf(
                "Ids of the indicators that it brings to met",
                Reference("Id of an indicator", "indicator", INDICATOR_ID, indicators),
            ),
            "requires": ListOf(
                "Ids of the actions that come first", Reference("Id of an action", "action", _ID)
            ),
            "owner": Text("Who sees to it"),
            "due": Date("The day by which it is done"),
            "measure": Text("How success will be seen"),
            "status": Choice(
                "How far it is; planned where left out", tuple(status.value for status in ActionStatus)
            ),
            "reason": Text("Why it is not done"),
            "review_on": Date("When to look at it again"),
        },
        (
            Rule(
                "status",
                ActionStatus.NOT_DOING.value,
                "reason",
                "An action that is not done needs a reason.",
                "Add 'reason: …': a few words on why not.",
            ),
        ),
    )
    return MapOf("Actions by id: what is done or planned", "action id", _ID, action)


def action_problems(checked: Checked, file: str) -> tuple[Problem, ...]:
    """What no single action shows: requirements that are not there, and those that go in a circle."""
    findings = Findings(file)
    actions = (checked.value or {}).get("actions") or {}
    requires = {
        id_: [needed or "" for needed in (action or {}).get("requires") or ()]
        for id_, action in actions.items()
    }
    for id_, needed in requires.items():
        for index, other in enumerate(needed):
            if other and other not in actions:
                line = checked.lines[("actions", id_, "requires", index)]
                hint = findings.suggestion(other, actions)
                message = f"There is no action {quoted(other)}."
                findings.add(line, message, f"{hint}Correct it, describe it under 'actions', or delete it.")
    for cycle in islice(cycles(requires), _MOST_CYCLES):
        line = checked.lines[("actions", cycle[0], "requires")]
        remedy = "Take one of them out of what another requires."
        findings.add(line, circle(cycle), remedy if len(cycle) > 2 else "Delete this requirement.")
    return findings.problems


def action_from(id_: str, value: dict[str, Any]) -> Action:
    """An action from its checked value."""
    status = ActionStatus(value["status"]) if "status" in value else ActionStatus.PLANNED
    lists = {key: tuple(value.get(key, ())) for key in ("covers", "requires")}
    return Action(id_, **{**value, **lists, "status": status})


def plain_action(action: Action) -> dict[str, Any]:
    """An action as values that YAML has."""
    return without_blanks(
        title=action.title,
        effort=None if action.effort == 1 else plain_number(action.effort),
        covers=list(action.covers) or None,
        requires=list(action.requires) or None,
        owner=action.owner,
        due=action.due,
        measure=action.measure,
        status=None if action.status is ActionStatus.PLANNED else action.status.value,
        reason=action.reason,
        review_on=action.review_on,
    )
