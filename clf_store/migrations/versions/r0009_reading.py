"""By which rule the numbers of imported answers were read, with their survey."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Adds a column; no table is rebuilt, and no row is touched."""
    op.add_column("survey", sa.Column("reading", sa.Text))
