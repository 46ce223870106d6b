"""The database itself guards what is in it, whoever writes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine import Connection

from clf_store import Store
from clf_store.assessments import tables
from clf_store.sql.database import make_engine, parse_url

SCENARIO = (
    "INSERT INTO scenario (assessment_id, name, changes, created_at, deleted, budget, objective) "
    "VALUES (1, 'Plan A', '', '2026-01-01 00:00:00', false, {})"
)


@pytest.fixture
def connection(url: str) -> Iterator[Connection]:
    """Straight to the database, past the store."""
    engine = make_engine(parse_url(url))
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def test_the_migrations_lead_to_the_tables_that_the_code_expects(connection: Connection) -> None:
    options = {"version_table": "clf_version", "compare_type": False}
    assert compare_metadata(MigrationContext.configure(connection, opts=options), tables.metadata) == []


def test_every_constraint_has_the_name_that_the_code_gives_it(connection: Connection) -> None:
    inspector = sa.inspect(connection)
    for name, table in tables.metadata.tables.items():
        found = {
            constraint["name"]
            for constraint in [
                *inspector.get_check_constraints(name),
                *inspector.get_foreign_keys(name),
                *inspector.get_unique_constraints(name),
            ]
        }
        expected = {
            constraint.name
            for constraint in table.constraints
            if not isinstance(constraint, sa.PrimaryKeyConstraint)
        }
        assert found == expected
        assert None not in found


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET who = 'someone else'",
        "DELETE FROM event",
        "DELETE FROM event WHERE assessment_id = 7",
    ],
)
def test_the_log_can_only_grow(store: Store, draft: int, connection: Connection, statement: str) -> None:
    before = store.events(draft)
    if "= 7" in statement:
        statement = statement.replace("7", str(draft))
    with pytest.raises(sa.exc.DBAPIError, match="events are only ever added"):
        connection.exec_driver_sql(statement)
    connection.rollback()
    assert store.events(draft) == before


def test_the_log_cannot_be_emptied_at_a_stroke(store: Store, draft: int, connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        return  # has no TRUNCATE
    with pytest.raises(sa.exc.DBAPIError, match="events are only ever added"):
        connection.exec_driver_sql("TRUNCATE event CASCADE")
    connection.rollback()
    assert len(store.events(draft)) == 1


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE record SET judgement = 'perhaps'", "ck_record_judgement"),
        ("UPDATE record SET effort = -1", "ck_record_effort"),
        ("UPDATE record SET effort = {infinity}", "ck_record_effort"),
        ("UPDATE record SET equivalent = true, judgement = NULL", "ck_record_equivalent_met"),
        ("UPDATE record SET judgement = 'not_applicable', reason = NULL", "ck_record_reason_given"),
        ("UPDATE record SET indicator_id = ''", "ck_record_indicator_id_length"),
        ("UPDATE evidence SET voice = 'nobody'", "ck_evidence_voice"),
        ("UPDATE evidence SET note = ''", "ck_evidence_note"),
        ("UPDATE evidence SET position = -1", "ck_evidence_position"),
        ("UPDATE assessment SET revision = -1", "ck_assessment_revision"),
        ("UPDATE action SET action_id = '' WHERE action_id = 'forum'", "ck_action_action_id_length"),
        ("UPDATE action SET position = -1", "ck_action_position"),
        ("UPDATE action SET title = ''", "ck_action_title"),
        ("UPDATE action SET effort = -1", "ck_action_effort"),
        ("UPDATE action SET effort = {infinity}", "ck_action_effort"),
        ("UPDATE action SET status = 'perhaps'", "ck_action_status"),
        ("UPDATE action SET status = 'not_doing', reason = NULL", "ck_action_reason_given"),
        (SCENARIO.format("-1, 'total'"), "ck_scenario_budget"),
        (SCENARIO.format("{infinity}, 'total'"), "ck_scenario_budget"),
        (SCENARIO.format("1, 'best'"), "ck_scenario_objective"),
        ("UPDATE service SET organisation = ''", "ck_service_organisation_length"),
        ("INSERT INTO cursor (assessment_id, who) VALUES (1, '')", "ck_cursor_who_length"),
        (
            'INSERT INTO event (assessment_id, revision, at, who, kind, "before", "after") '
            "VALUES (1, 9, '2026-01-01 00:00:00', 'ann', 'guessed', '', '')",
            "ck_event_kind",
        ),
        (
            'INSERT INTO event (assessment_id, revision, at, who, kind, "before", "after") '
            "VALUES (1, 9, '2026-01-01 00:00:00', 'ann', 'undo', '', '')",
            "ck_event_reverts",
        ),
    ],
)
@pytest.mark.usefixtures("draft")
def test_values_out_of_range_are_refused(connection: Connection, statement: str, constraint: str) -> None:
    infinity = "9e999" if connection.dialect.name == "sqlite" else "'NaN'"
    with pytest.raises(sa.exc.IntegrityError, match=constraint):
        connection.exec_driver_sql(statement.format(infinity=infinity))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO record (assessment_id, indicator_id, equivalent, effort) VALUES (7, 'i9', false, 1)",
        "INSERT INTO evidence (assessment_id, indicator_id, position, note) VALUES (1, 'i9', 0, 'a')",
        "INSERT INTO action (assessment_id, action_id, position, deleted, title, effort, covers, requires, "
        "status) VALUES (7, 'forum', 0, false, 'Forum', 1, '[]', '[]', 'planned')",
        "INSERT INTO final_plan (assessment_id, scenarios, actions) VALUES (7, '[]', '{}')",
        "INSERT INTO service (organisation, unit, fictional) "
        "SELECT organisation, unit, fictional FROM service",
        'INSERT INTO event (assessment_id, revision, at, who, kind, "before", "after") '
        "SELECT assessment_id, revision, at, who, kind, '', '' FROM event",
    ],
)
@pytest.mark.usefixtures("draft")
def test_rows_that_belong_to_nothing_or_come_twice_are_refused(
    connection: Connection, statement: str
) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        connection.exec_driver_sql(statement)
