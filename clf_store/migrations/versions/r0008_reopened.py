"""Reopening a final assessment: an event with its reason, and a plan kept for every finalisation."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_KINDS = (
    "'created', 'copied', 'changed', 'undo', 'redo', 'details', 'finalised', 'reopened', 'deleted', "
    "'restored', 'removed'"
)
_EVENT = (
    "id",
    "assessment_id",
    "revision",
    "at",
    "who",
    "kind",
    '"before"',
    '"after"',
    "reverts",
    "previous",
    "actions_before",
    "actions_after",
    "editions",
)


def upgrade() -> None:
    """On SQLite a constraint and a key change only with their table, which is copied: no row is rewritten."""
    op.add_column("assessment", sa.Column("reopened_at", sa.DateTime(timezone=True)))
    if op.get_context().dialect.name == "postgresql":
        _change_on_postgresql()
    else:
        _copy_events()
        _copy_plans()


def _change_on_postgresql() -> None:
    op.add_column("event", sa.Column("reason", sa.Text))
    op.drop_constraint("ck_event_kind", "event")
    op.create_check_constraint("ck_event_kind", "event", f"kind IN ({_KINDS})")
    op.create_check_constraint("ck_event_reason", "event", "kind <> 'reopened' OR coalesce(reason, '') <> ''")
    op.add_column("final_plan", sa.Column("finalised_at", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE final_plan SET finalised_at = assessment.finalised_at FROM assessment "
        "WHERE assessment.id = final_plan.assessment_id"
    )
    op.alter_column("final_plan", "finalised_at", nullable=False)
    op.drop_constraint("pk_final_plan", "final_plan")
    op.create_primary_key("pk_final_plan", "final_plan", ["assessment_id", "finalised_at"])


def _copy_events() -> None:
    kept = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'"
    triggers = [row.sql for row in op.get_bind().execute(sa.text(kept))]
    op.create_table(
        "event_new",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("reverts", sa.Integer),
        sa.Column("previous", sa.Integer),
        sa.Column("actions_before", sa.Text),
        sa.Column("actions_after", sa.Text),
        sa.Column("editions", sa.Text),
        sa.Column("reason", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.UniqueConstraint("assessment_id", "revision", name="uq_event_assessment_id"),
        sa.ForeignKeyConstraint(["reverts"], ["event.id"], name="fk_event_reverts"),
        sa.ForeignKeyConstraint(["previous"], ["event.id"], name="fk_event_previous"),
        sa.CheckConstraint("length(who) BETWEEN 1 AND 200", name="ck_event_who_length"),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name="ck_event_kind"),
        sa.CheckConstraint("kind <> 'reopened' OR coalesce(reason, '') <> ''", name="ck_event_reason"),
        sa.CheckConstraint("(kind IN ('undo', 'redo')) = (reverts IS NOT NULL)", name="ck_event_reverts"),
        sqlite_autoincrement=True,
    )
    columns = ", ".join(_EVENT)
    op.execute(f"INSERT INTO event_new ({columns}) SELECT {columns} FROM event")
    op.drop_table("event")
    op.rename_table("event_new", "event")
    for trigger in triggers:
        op.execute(trigger)


def _copy_plans() -> None:
    op.create_table(
        "final_plan_new",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("finalised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scenarios", sa.Text, nullable=False),
        sa.Column("actions", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "finalised_at", name="pk_final_plan"),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_final_plan_assessment_id", ondelete="CASCADE"
        ),
    )
    op.execute(
        "INSERT INTO final_plan_new (assessment_id, finalised_at, scenarios, actions) "
        "SELECT assessment_id, finalised_at, scenarios, actions FROM final_plan "
        "JOIN assessment ON assessment.id = final_plan.assessment_id"
    )
    op.drop_table("final_plan")
    op.rename_table("final_plan_new", "final_plan")
