"""The first tables, and triggers that keep the log append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_AUTOINCREMENT = {"sqlite_autoincrement": True}
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Creates everything; the names of constraints follow the convention of `tables.metadata`."""
    _create_services_and_assessments()
    _create_records()
    _create_log()
    _create_scenarios_and_settings()
    if op.get_context().dialect.name == "postgresql":
        _protect_log_on_postgresql()
    else:
        _protect_log_on_sqlite()


def _create_services_and_assessments() -> None:
    op.create_table(
        "service",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("fictional", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_service"),
        sa.UniqueConstraint("organisation", "unit", "fictional", name="uq_service_organisation"),
        _length("service", "organisation"),
        _length("service", "unit", least=0),
        _boolean("service", "fictional"),
        **_AUTOINCREMENT,
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("service_id", sa.Integer, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("assessed_on", sa.Date, nullable=False),
        sa.Column("framework_id", sa.Text, nullable=False),
        sa.Column("framework_edition", sa.Text, nullable=False),
        sa.Column("framework_digest", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("copied_from", sa.Integer),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("finalised_at", _MOMENT),
        sa.Column("deleted_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
        _foreign_key("assessment", "service_id", "service", ondelete="CASCADE"),
        _foreign_key("assessment", "copied_from", "assessment", ondelete="SET NULL"),
        _length("assessment", "framework_id"),
        _check("assessment", "revision", "revision >= 0"),
        **_AUTOINCREMENT,
    )
    op.create_index("ix_assessment_service_id", "assessment", ["service_id"])
    op.create_index("ix_assessment_copied_from", "assessment", ["copied_from"])


def _create_records() -> None:
    op.create_table(
        "record",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("indicator_id", sa.Text, nullable=False),
        sa.Column("judgement", sa.Text),
        sa.Column("equivalent", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("effort", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "indicator_id", name="pk_record"),
        _foreign_key("record", "assessment_id", "assessment", ondelete="CASCADE"),
        _length("record", "indicator_id"),
        _check("record", "judgement", "judgement IN ('met', 'partly', 'not_met', 'not_applicable')"),
        _check("record", "effort", "effort >= 0 AND effort <= 1.7976931348623157e308"),
        _boolean("record", "equivalent"),
        _check(
            "record",
            "equivalent_met",
            "NOT equivalent OR (judgement IS NOT NULL AND judgement = 'met' AND coalesce(reason, '') <> '')",
        ),
        _check(
            "record",
            "reason_given",
            "judgement IS NULL OR judgement <> 'not_applicable' OR coalesce(reason, '') <> ''",
        ),
    )
    op.create_table(
        "evidence",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("indicator_id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("dated", sa.Date),
        sa.Column("voice", sa.Text),
        sa.PrimaryKeyConstraint("assessment_id", "indicator_id", "position", name="pk_evidence"),
        sa.ForeignKeyConstraint(
            ["assessment_id", "indicator_id"],
            ["record.assessment_id", "record.indicator_id"],
            name="fk_evidence_assessment_id",
            ondelete="CASCADE",
        ),
        _check("evidence", "position", "position >= 0"),
        _check("evidence", "note", "note <> ''"),
        _check(
            "evidence",
            "voice",
            "voice IN ('employee', 'manager', 'person_using_services', 'carer', 'document', 'data', "
            "'research', 'other')",
        ),
    )


def _create_log() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("reverts", sa.Integer),
        sa.Column("previous", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.UniqueConstraint("assessment_id", "revision", name="uq_event_assessment_id"),
        _foreign_key("event", "reverts", "event"),
        _foreign_key("event", "previous", "event"),
        _length("event", "who"),
        _check(
            "event",
            "kind",
            "kind IN ('created', 'copied', 'changed', 'undo', 'redo', 'details', 'finalised', 'deleted', "
            "'restored', 'removed')",
        ),
        _check("event", "reverts", "(kind IN ('undo', 'redo')) = (reverts IS NOT NULL)"),
        **_AUTOINCREMENT,
    )
    op.create_table(
        "cursor",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("undo_event", sa.Integer),
        sa.Column("redo_event", sa.Integer),
        sa.PrimaryKeyConstraint("assessment_id", "who", name="pk_cursor"),
        _foreign_key("cursor", "assessment_id", "assessment", ondelete="CASCADE"),
        _foreign_key("cursor", "undo_event", "event"),
        _foreign_key("cursor", "redo_event", "event"),
        _length("cursor", "who"),
    )


def _create_scenarios_and_settings() -> None:
    op.create_table(
        "scenario",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("changes", sa.Text, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("deleted", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scenario"),
        _foreign_key("scenario", "assessment_id", "assessment", ondelete="CASCADE"),
        _length("scenario", "name"),
        _boolean("scenario", "deleted"),
        **_AUTOINCREMENT,
    )
    op.create_index("ix_scenario_assessment_id", "scenario", ["assessment_id"])
    op.create_table(
        "setting",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
        _length("setting", "key"),
    )


def _protect_log_on_sqlite() -> None:
    for action in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER event_no_{action} BEFORE {action} ON event "
            f"BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END"
        )


def _protect_log_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'events are only ever added'; END $$"
    )
    op.execute(
        "CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event "
        "FOR EACH STATEMENT EXECUTE FUNCTION event_append_only()"
    )


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=f"ck_{table}_{name}")


def _length(table: str, column: str, *, least: int = 1) -> sa.CheckConstraint:
    return _check(table, f"{column}_length", f"length({column}) BETWEEN {least} AND 200")


def _boolean(table: str, column: str) -> sa.CheckConstraint:
    return _check(table, column, f"{column} IN (true, false)")


def _foreign_key(
    table: str, column: str, target: str, *, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}", ondelete=ondelete)
