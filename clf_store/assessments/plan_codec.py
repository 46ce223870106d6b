"""What actions and scenarios keep as JSON; read back it is checked, and never half used."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from clf_model.action import Action, ActionStatus
from clf_model.assessment import Judgement
from clf_model.errors import RecordError
from clf_model.planning.objective import Objective

from ..errors import StoreError
from ..plan_values import SavedScenario
from ..sql.database import AnyRow
from .codec import dump

MAPPINGS = ("changes", "target", "priorities")
"""The fields of a scenario that are kept as JSON."""


@contextmanager
def readable(what: str) -> Iterator[None]:
    """Turns what goes wrong with a text that is not as it was written into `StoreError`."""
    try:
        yield
    except (ValueError, TypeError, KeyError, AttributeError, RecordError) as error:
        raise StoreError(f"The database has {what} that cannot be read. Put back a backup.") from error


def dump_ids(ids: Iterable[str]) -> str:
    """Ids in their order, as text."""
    return dump(list(ids))


def load_ids(text: str) -> tuple[str, ...]:
    """The ids that `dump_ids` wrote."""
    return tuple(map(_text, json.loads(text)))


def dump_actions(actions: Mapping[str, Action | None]) -> str:
    """Actions by id, None where there is none, as text."""
    return dump({id_: action and _action(action) for id_, action in actions.items()})


def load_actions(text: str) -> Mapping[str, Action | None]:
    """The actions that `dump_actions` wrote."""
    with readable("an action"):
        found = json.loads(text)
        return MappingProxyType({id_: one and _parse_action(id_, one) for id_, one in found.items()})


def dump_mapping(mapping: Mapping[str, str | float]) -> str:
    """Words or numbers by id, as text."""
    return dump(dict(mapping))


def row_scenario(row: AnyRow) -> SavedScenario:
    """The scenario in a row of its table."""
    with readable("a scenario"):
        found = row._asdict()
        return _parse_scenario(found | {name: json.loads(found[name]) for name in MAPPINGS})


def dump_scenarios(scenarios: Iterable[SavedScenario]) -> str:
    """Scenarios in their order, as text."""
    return dump(
        [
            {field.name: getattr(one, field.name) for field in fields(SavedScenario)}
            | {name: dict(getattr(one, name)) for name in MAPPINGS}
            | {"created_at": one.created_at.isoformat()}
            for one in scenarios
        ]
    )


def load_scenarios(text: str) -> tuple[SavedScenario, ...]:
    """The scenarios that `dump_scenarios` wrote."""
    with readable("a scenario"):
        return tuple(
            _parse_scenario(one | {"created_at": datetime.fromisoformat(one["created_at"])})
            for one in json.loads(text)
        )


def _parse_scenario(found: Mapping[str, Any]) -> SavedScenario:
    return SavedScenario(
        id=found["id"],
        assessment_id=found["assessment_id"],
        name=found["name"],
        changes={id_: Judgement(value) for id_, value in found["changes"].items()},
        created_at=found["created_at"],
        target=found["target"],
        budget=found["budget"],
        objective=Objective(found["objective"]),
        priorities=found["priorities"],
    )


def _action(action: Action) -> dict[str, Any]:
    found = {
        "title": action.title,
        "effort": float(action.effort),
        "covers": list(action.covers) or None,
        "requires": list(action.requires) or None,
        "owner": action.owner,
        "due": action.due and action.due.isoformat(),
        "measure": action.measure,
        "status": action.status,
        "reason": action.reason,
        "review_on": action.review_on and action.review_on.isoformat(),
    }
    return {key: value for key, value in found.items() if value is not None}


def _parse_action(id_: str, found: Mapping[str, Any]) -> Action:
    due, review_on = found.get("due"), found.get("review_on")
    return Action(
        id=id_,
        title=found["title"],
        effort=found["effort"],
        covers=tuple(found.get("covers", ())),
        requires=tuple(found.get("requires", ())),
        owner=found.get("owner"),
        due=due and date.fromisoformat(due),
        measure=found.get("measure"),
        status=ActionStatus(found["status"]),
        reason=found.get("reason"),
        review_on=review_on and date.fromisoformat(review_on),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
