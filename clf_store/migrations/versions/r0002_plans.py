"""Actions, what scenarios aim at, and the plan that a finalised assessment had."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_LARGEST_FLOAT = "1.7976931348623157e308"


def upgrade() -> None:
    """Adds tables and columns; no table is rebuilt, so the log's triggers stay and no row is touched."""
    _create_actions()
    _create_final_plans()
    for column in ("actions_before", "actions_after"):
        op.add_column("event", sa.Column(column, sa.Text))
    _extend_scenarios()


def _create_actions() -> None:
    op.create_table(
        "action",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("action_id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("deleted", sa.Boolean, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("effort", sa.Double, nullable=False),
        sa.Column("covers", sa.Text, nullable=False),
        sa.Column("requires", sa.Text, nullable=False),
        sa.Column("owner", sa.Text),
        sa.Column("due", sa.Date),
        sa.Column("measure", sa.Text),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("review_on", sa.Date),
        sa.PrimaryKeyConstraint("assessment_id", "action_id", name="pk_action"),
        _of_assessment("action"),
        _check("action", "action_id_length", "length(action_id) BETWEEN 1 AND 200"),
        _check("action", "position", "position >= 0"),
        _check("action", "deleted", "deleted IN (true, false)"),
        _check("action", "title", "title <> ''"),
        _check("action", "effort", f"effort >= 0 AND effort <= {_LARGEST_FLOAT}"),
        _check("action", "status", "status IN ('planned', 'in_progress', 'done', 'not_doing')"),
        _check("action", "reason_given", "status <> 'not_doing' OR coalesce(reason, '') <> ''"),
    )


def _create_final_plans() -> None:
    op.create_table(
        "final_plan",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("scenarios", sa.Text, nullable=False),
        sa.Column("actions", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", name="pk_final_plan"),
        _of_assessment("final_plan"),
    )


def _extend_scenarios() -> None:
    """In SQL that both databases read: Alembic would rebuild SQLite's table for the sake of a constraint."""
    for column in (
        "target TEXT NOT NULL DEFAULT '{}'",
        f"budget DOUBLE PRECISION CONSTRAINT ck_scenario_budget "
        f"CHECK (budget >= 0 AND budget <= {_LARGEST_FLOAT})",
        "objective TEXT NOT NULL DEFAULT 'total' CONSTRAINT ck_scenario_objective "
        "CHECK (objective IN ('total', 'weakest_first'))",
        "priorities TEXT NOT NULL DEFAULT '{}'",
    ):
        op.execute(f"ALTER TABLE scenario ADD COLUMN {column}")


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=f"ck_{table}_{name}")


def _of_assessment(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["assessment_id"], ["assessment.id"], name=f"fk_{table}_assessment_id", ondelete="CASCADE"
    )
