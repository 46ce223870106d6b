"""The log of far-reaching steps, as append-only as the log of an assessment."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds the table and what protects it; no row is touched."""
    op.create_table(
        "step",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("assessment_id", sa.Integer),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("reverts", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_step"),
        sa.ForeignKeyConstraint(["reverts"], ["step.id"], name="fk_step_reverts"),
        *(
            sa.CheckConstraint(f"length({column}) BETWEEN 1 AND 200", name=f"ck_step_{column}_length")
            for column in ("who", "kind", "subject")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_step_assessment_id", "step", ["assessment_id"])
    op.create_index("ix_step_subject", "step", ["subject", "kind"])
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER step_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON step "
            "FOR EACH STATEMENT EXECUTE FUNCTION event_append_only()"
        )
        return
    for action in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER step_no_{action} BEFORE {action} ON step "
            f"BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END"
        )
