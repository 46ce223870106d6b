"""Each edition's text once; what was judged formerly, and what earlier editions had, with an assessment."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Adds a table and columns; no table is rebuilt, and no row is touched."""
    op.create_table(
        "edition",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("framework_id", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_edition"),
        sa.CheckConstraint("length(digest) BETWEEN 1 AND 200", name="ck_edition_digest_length"),
        sa.CheckConstraint("length(framework_id) BETWEEN 1 AND 200", name="ck_edition_framework_id_length"),
    )
    op.add_column("assessment", sa.Column("removed", sa.Text, nullable=False, server_default="[]"))
    op.add_column("record", sa.Column("former", sa.Text))
    op.add_column("event", sa.Column("editions", sa.Text))
    op.add_column("scenario", sa.Column("framework_digest", sa.Text))
    op.add_column("survey", sa.Column("framework_digest", sa.Text))
    op.add_column("workshop", sa.Column("framework_digest", sa.Text))
