"""Services that are erased for good, whose log goes with them; any other log still only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_REFUSED = "'events are only ever added'"
_IS_IN = "EXISTS (SELECT 1 FROM {} WHERE assessment_id = OLD.assessment_id)"
_MAY_GO = {
    "event": f"{_IS_IN.format('demonstration')} OR {_IS_IN.format('erasure')}",
    "step": _IS_IN.format("erasure"),
}


def upgrade() -> None:
    """Adds the table, and puts triggers that know of it in place of those that protect the logs."""
    op.create_table(
        "erasure",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", name="pk_erasure"),
    )
    if op.get_context().dialect.name == "postgresql":
        _protect_logs_on_postgresql()
    else:
        _protect_logs_on_sqlite()


def _protect_logs_on_sqlite() -> None:
    for table, may_go in _MAY_GO.items():
        op.execute(f"DROP TRIGGER {table}_no_delete")
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN NOT ({may_go}) "
            f"BEGIN SELECT RAISE(ABORT, {_REFUSED}); END"
        )


def _protect_logs_on_postgresql() -> None:
    op.execute("DROP TRIGGER step_append_only ON step")
    op.execute(
        "CREATE TRIGGER step_append_only BEFORE UPDATE OR TRUNCATE ON step "
        "FOR EACH STATEMENT EXECUTE FUNCTION event_append_only()"
    )
    for table, may_go in _MAY_GO.items():
        op.execute(
            f"CREATE OR REPLACE FUNCTION {table}_no_delete() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {may_go} THEN RETURN OLD; END IF; RAISE EXCEPTION {_REFUSED}; END $$"
        )
    op.execute(
        "CREATE TRIGGER step_no_delete BEFORE DELETE ON step FOR EACH ROW EXECUTE FUNCTION step_no_delete()"
    )
