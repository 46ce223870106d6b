"""Scenarios kept with an assessment. They change no judgement, so a final assessment may have them too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar, Unpack

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.assessment import Judgement
from clf_model.editions import edition_changes

from ..errors import NotFoundError
from ..plan_values import Aims, SavedScenario
from ..sql.database import AnyRow, insert
from . import assessment_rows, editions, plan_codec
from .tables import assessment, scenario

_Value = TypeVar("_Value")
_UNSAVED = 0  # the database gives the number

_READ = sa.select(scenario, assessment.c.framework_digest.label("now")).join_from(scenario, assessment)
_ONE = _READ.where(scenario.c.id == sa.bindparam("scenario"), ~scenario.c.deleted)
_LOCK = _ONE.with_for_update(of=scenario)


def save(
    connection: Connection,
    assessment_id: int,
    name: str,
    changes: Mapping[str, Judgement],
    *,
    at: datetime,
    edition: str | None = None,
    **aims: Unpack[Aims],
) -> int:
    """Keeps a new scenario and returns its id. Raises `NotFoundError` for an unknown assessment.

    `edition` is the digest of the one that the writer has read. Raises `EditionChangedError`.
    """
    digest = assessment_rows.placed(connection, assessment_id).digest
    assessment_rows.check_edition(digest, edition)
    wanted = SavedScenario(_UNSAVED, assessment_id, name, changes, at, **aims)
    row = {"assessment_id": assessment_id, "created_at": at, "deleted": False}
    row |= {"framework_digest": digest, **_columns(wanted)}
    return insert(connection, scenario, row)


def update(
    connection: Connection, seen: SavedScenario, wanted: SavedScenario, *, edition: str | None = None
) -> SavedScenario:
    """Puts what `wanted` changes of `seen` onto what is stored, field by field and in mappings id by id.

    Where two writers changed the same one, the last counts: a scenario is a trial, and changes nothing else.
    `edition` as in `save`.
    """
    row = _found(connection, _LOCK, seen.id)
    assessment_rows.check_edition(row.now, edition)
    stored = _scenario(connection, row)
    merged = replace(
        stored,
        name=stored.name if wanted.name == seen.name else wanted.name,
        budget=stored.budget if wanted.budget == seen.budget else wanted.budget,
        objective=stored.objective if wanted.objective == seen.objective else wanted.objective,
        changes=_merged(seen.changes, wanted.changes, stored.changes),
        target=_merged(seen.target, wanted.target, stored.target),
        priorities=_merged(seen.priorities, wanted.priorities, stored.priorities),
    )
    columns = {"framework_digest": row.now, **_columns(merged)}
    connection.execute(sa.update(scenario).where(scenario.c.id == seen.id).values(columns))
    return merged


def set_deleted(connection: Connection, scenario_id: int, deleted: bool) -> None:
    """Hides a scenario or brings it back. Raises `NotFoundError`."""
    statement = sa.update(scenario).where(scenario.c.id == scenario_id).values(deleted=deleted)
    if connection.execute(statement).rowcount == 0:
        raise NotFoundError("scenario", scenario_id)


def load(connection: Connection, scenario_id: int) -> SavedScenario:
    """One scenario. Raises `NotFoundError`."""
    return _scenario(connection, _found(connection, _ONE, scenario_id))


def listed(connection: Connection, assessment_id: int) -> tuple[SavedScenario, ...]:
    """The scenarios of an assessment that are not deleted, in the order they were saved."""
    query = _READ.where(scenario.c.assessment_id == assessment_id, ~scenario.c.deleted)
    rows = connection.execute(query.order_by(scenario.c.id)).all()
    return tuple(_scenario(connection, row) for row in rows)


def _scenario(connection: Connection, row: AnyRow) -> SavedScenario:
    """The scenario in a row; saved before its assessment was carried over, as one of the edition of now.

    What the edition of now does not have is left out; the row keeps it until the scenario is changed.
    """
    found = plan_codec.row_scenario(row)
    if row.framework_digest in (None, row.now):
        return found
    old, new = editions.find(connection, row.framework_digest), editions.find(connection, row.now)
    successors = edition_changes(old, new).successors
    capabilities, stages = {c.id for c in new.capabilities}, {s.id for s in new.stages}
    return replace(
        found,
        changes={successors[id_]: one for id_, one in found.changes.items() if id_ in successors},
        target={id_: stage for id_, stage in found.target.items() if id_ in capabilities and stage in stages},
        priorities={id_: weight for id_, weight in found.priorities.items() if id_ in capabilities},
    )


def _columns(wanted: SavedScenario) -> dict[str, object]:
    """What of a scenario can change."""
    return {
        "name": wanted.name,
        "budget": wanted.budget,
        "objective": wanted.objective,
        **{field: plan_codec.dump_mapping(getattr(wanted, field)) for field in plan_codec.MAPPINGS},
    }


def _merged(
    seen: Mapping[str, _Value], wanted: Mapping[str, _Value], stored: Mapping[str, _Value]
) -> dict[str, _Value]:
    kept = {id_: value for id_, value in stored.items() if id_ in wanted or id_ not in seen}
    return kept | {id_: value for id_, value in wanted.items() if seen.get(id_) != value}


def _found(connection: Connection, statement: sa.Select[AnyRow], scenario_id: int) -> AnyRow:
    row = connection.execute(statement, {"scenario": scenario_id}).first()
    if row is None:
        raise NotFoundError("scenario", scenario_id)
    return row
