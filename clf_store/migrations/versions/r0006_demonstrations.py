"""Demonstrations, whose log may be deleted with them; any other log still only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_REFUSED = "'events are only ever added'"
_OF_DEMONSTRATION = "EXISTS (SELECT 1 FROM demonstration WHERE assessment_id = OLD.assessment_id)"


def upgrade() -> None:
    """Adds the table, and puts triggers that know of it in place of those that protect the log."""
    op.create_table(
        "demonstration",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("seed", sa.Text, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", name="pk_demonstration"),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name="fk_demonstration_assessment_id",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("length(seed) BETWEEN 1 AND 200", name="ck_demonstration_seed_length"),
    )
    if op.get_context().dialect.name == "postgresql":
        _protect_log_on_postgresql()
    else:
        _protect_log_on_sqlite()


def _protect_log_on_sqlite() -> None:
    op.execute("DROP TRIGGER event_no_delete")
    op.execute(
        f"CREATE TRIGGER event_no_delete BEFORE DELETE ON event WHEN NOT {_OF_DEMONSTRATION} "
        f"BEGIN SELECT RAISE(ABORT, {_REFUSED}); END"
    )


def _protect_log_on_postgresql() -> None:
    op.execute("DROP TRIGGER event_append_only ON event")
    op.execute(
        "CREATE TRIGGER event_append_only BEFORE UPDATE OR TRUNCATE ON event "
        "FOR EACH STATEMENT EXECUTE FUNCTION event_append_only()"
    )
    op.execute(
        "CREATE FUNCTION event_no_delete() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {_OF_DEMONSTRATION} THEN RETURN OLD; END IF; RAISE EXCEPTION {_REFUSED}; END $$"
    )
    op.execute(
        "CREATE TRIGGER event_no_delete BEFORE DELETE ON event "
        "FOR EACH ROW EXECUTE FUNCTION event_no_delete()"
    )
