"""What a room said last, and how long its clock has been running."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Adds columns; no table is rebuilt. What was decided before counts as decided at once, at first."""
    op.add_column("decision", sa.Column("step", sa.Integer, nullable=False, server_default="0"))
    op.add_column("workshop", sa.Column("timed_from", sa.DateTime(timezone=True)))
    op.add_column("workshop", sa.Column("timed_decided", sa.Integer))
