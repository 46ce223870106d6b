"""The service's own words for its documents, and their changes in the log."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Adds columns; no table is rebuilt, and no row is touched."""
    op.add_column("assessment", sa.Column("texts", sa.Text, nullable=False, server_default="{}"))
    op.add_column("event", sa.Column("texts_before", sa.Text))
    op.add_column("event", sa.Column("texts_after", sa.Text))
